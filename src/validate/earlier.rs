//! The tool's own released tables of earlier years, read back.

use crate::model::document::OpenRow;
use crate::model::raw::RawTable;

/// Returns the rows of a released table.
pub fn earlier(table: &RawTable) -> Vec<OpenRow> {
    let text = |row: usize, field: &str| table.field(field).map_or(String::new(), |at| table.cell(row, at).to_owned());
    let one = |row: usize| OpenRow {
        indikator: text(row, "indikator"),
        periode: text(row, "periode"),
        stedbegreb: text(row, "stedbegreb"),
        omraade: text(row, "omraade"),
        koen: text(row, "koen"),
        klassetrin: text(row, "klassetrin"),
        alder: text(row, "alder"),
        kategori: text(row, "kategori"),
        taeller: text(row, "taeller"),
        naevner: text(row, "naevner"),
        vaerdi: text(row, "vaerdi"),
        enhed: text(row, "enhed"),
        status: text(row, "status"),
        // Tables of the first version have no such column.
        taeller_hoejst: text(row, "taeller_hoejst"),
    };
    (0..table.len()).map(one).collect()
}
