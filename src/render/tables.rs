//! Open tables: one CSV file each, one workbook with all of them, and a Frictionless data package that describes the CSV files.

mod datapackage;
mod plain;
mod workbook;

pub use datapackage::datapackage;
pub use plain::{Cell, Sheet, plain_workbook};
pub use workbook::workbook;

use crate::model::document::{OpenRow, OpenTable};

/// Excel in Danish reads a file as UTF-8 only when it begins with this mark.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A column of every open table.
struct Column {
    name: &'static str,
    numeric: bool,
    meaning: &'static str,
}

const fn text(name: &'static str, meaning: &'static str) -> Column {
    Column { name, numeric: false, meaning }
}

const fn number(name: &'static str, meaning: &'static str) -> Column {
    Column { name, numeric: true, meaning }
}

/// The columns in the order of [`OpenRow`].
const COLUMNS: [Column; 14] = [
    text("indikator", "Indikatorens navn i rapportens definitioner."),
    text("periode", "Kalenderår, skoleår eller den vinter, undersøgelsen blev gennemført."),
    text("stedbegreb", "Hvad området betyder: skole, bopæl, gerningssted eller distriktsgruppe."),
    text("omraade", "Distriktets id, kommune for hele kommunen, uoplyst når distriktet ikke kendes."),
    text("koen", "dreng, pige, uoplyst eller alle."),
    text("klassetrin", "Klassetrin eller alle."),
    text("alder", "Aldersgruppe eller alle."),
    text("kategori", "Svarkategori eller type, ellers alle."),
    number("taeller", "Antallet, andelen er regnet af. Tomt, når tallet er skjult, eller når der ikke er data."),
    number("naevner", "Hvor mange andelen er regnet ud af. Tomt, når tallet er skjult, eller når der ikke er data."),
    number("vaerdi", "Andel, rate, antal eller gennemsnit. Tomt, når tallet er skjult, eller når der ikke er data."),
    text("enhed", "Værdiens enhed."),
    text("status", "vist, skjult, skjult af kilden eller ingen data."),
    number(
        "taeller_hoejst",
        "Udfyldt, når antallet af personer kun kendes som et interval: taeller er det laveste, dette det højeste. Vaerdi er den laveste.",
    ),
];

fn cells(row: &OpenRow) -> [&str; 14] {
    [
        &row.indikator,
        &row.periode,
        &row.stedbegreb,
        &row.omraade,
        &row.koen,
        &row.klassetrin,
        &row.alder,
        &row.kategori,
        &row.taeller,
        &row.naevner,
        &row.vaerdi,
        &row.enhed,
        &row.status,
        &row.taeller_hoejst,
    ]
}

/// Returns the table as a CSV file: UTF-8 with byte order mark, semicolon, decimal comma, lines ended by a line feed.
pub fn csv(table: &OpenTable) -> Vec<u8> {
    let rows: Vec<Vec<&str>> = table.rows.iter().map(|row| cells(row).to_vec()).collect();
    plain_csv(&COLUMNS.map(|column| column.name), &rows)
}

/// Returns a header and rows as a CSV file of the same form.
///
/// # Panics
/// When a row has more or fewer cells than the header: a bug.
pub fn plain_csv<S: AsRef<str>>(header: &[&str], rows: &[Vec<S>]) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(::csv::Terminator::Any(b'\n'))
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(header).expect("writing to memory cannot fail");
    for row in rows {
        let row = row.iter().map(|cell| harmless(cell.as_ref()));
        writer.write_record(row).expect("every row has as many cells as there are columns");
    }
    writer.into_inner().expect("writing to memory cannot fail")
}

/// Returns the cell so that a spreadsheet does not take it for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && decimal(cell).is_none() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Returns the number a cell with decimal comma holds, and how many decimals it shows.
fn decimal(cell: &str) -> Option<(f64, usize)> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, fraction) = digits.split_once(',').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let only_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !only_digits(whole) || !fraction.is_none_or(only_digits) {
        return None;
    }
    cell.replace(',', ".").parse().ok().map(|number| (number, fraction.map_or(0, str::len)))
}

#[cfg(test)]
mod tests;
