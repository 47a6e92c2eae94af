//! Population by district, sex and age. Other areas of a national table are read and summed, not kept.

use super::cell::{Cells, decimal};
use super::{Checked, Context, Tally};
use crate::diagnostic::{Finding, Findings};
use crate::model::geography::ResidenceDistrict;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::records::PopulationRow;

/// Returns the inhabitants of the municipality on 1 January.
pub fn population(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<PopulationRow>> {
    let mut checked = Checked { value: Vec::new(), findings: Findings::default(), tallies: Vec::new() };
    for table in tables {
        let cells = Cells::new(table, profile);
        let (mut sum, mut read, mut tally) = (0, 0_u64, Tally::of(table));
        for row in 0..table.len() {
            let Some((count, kept)) = inhabitants(&cells, row, context, &mut checked.findings) else {
                tally.rejected += 1;
                continue;
            };
            (sum, read) = (sum + count, read + 1);
            match kept {
                Some(_) => tally.used += 1,
                None => tally.skipped += 1,
            }
            checked.value.extend(kept);
        }
        let message = format!("Filen har {read} rækker med i alt {sum} personer.");
        checked.findings.push(Finding::new(111, table.table_location(), message));
        checked.tallies.push(tally);
    }
    checked
}

/// Returns the row's count, and the row itself if it is the municipality's own and of 1 January.
fn inhabitants(cells: &Cells, row: usize, context: Context, findings: &mut Findings) -> Option<(i64, Option<PopulationRow>)> {
    let count = decimal(cells.text(row, "antal"), ',', 0).filter(|c| *c >= 0);
    let age: Option<u8> = cells.text(row, "alder").parse().ok();
    let year = year(cells, row);
    let (Some(count), Some(age), Some((year, first_of_january))) = (count, age, year) else {
        cells.report(104, row, "antal", "År, alder eller antal kan ikke læses.", findings);
        return None;
    };
    let sex = cells.sex(row, findings);
    let district = cells.district(row, "distrikt", context.project, findings).map(ResidenceDistrict);
    let area = cells.text(row, "omraade");
    let own = first_of_january && (area.is_empty() || area == context.project.code);
    Some((count, own.then_some(PopulationRow { district, sex, age, year, count })))
}

/// Reads `2024` or the quarter `2024K1`; tells whether it is the number of 1 January.
fn year(cells: &Cells, row: usize) -> Option<(i16, bool)> {
    let text = if cells.text(row, "aar").is_empty() { cells.text(row, "kvartal") } else { cells.text(row, "aar") };
    match text.split_once('K') {
        Some((year, quarter)) => Some((year.parse().ok()?, quarter == "1")),
        None => Some((text.parse().ok()?, true)),
    }
}
