//! Old Excel files, written record by record.

use super::*;
use crate::read::compound::with_stream;

/// A cell of an old Excel file.
pub(super) enum Old {
    Text(u16, u16, &'static str),
    Shared(u16, u16, u32),
    Number(u16, u16, u16, f64),
    Formula(u16, u16, f64),
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a record is short");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn units(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn long_text(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.encode_utf16().count()).expect("a text is short");
    [&length.to_le_bytes()[..], &[1], &units(text)].concat()
}

fn cell(cell: &Old) -> Vec<u8> {
    let place = |row: &u16, column: &u16, format: u16| [row.to_le_bytes(), column.to_le_bytes(), format.to_le_bytes()].concat();
    match cell {
        Old::Text(row, column, text) => record(0x0204, &[place(row, column, 0), long_text(text)].concat()),
        Old::Shared(row, column, index) => record(0x00fd, &[place(row, column, 0), index.to_le_bytes().to_vec()].concat()),
        Old::Number(row, column, format, value) => {
            record(0x0203, &[place(row, column, *format), value.to_le_bytes().to_vec()].concat())
        }
        Old::Formula(row, column, value) => {
            let expression = [0_u8, 0, 0, 0, 0, 0, 3, 0, 0x1e, 1, 0];
            record(0x0006, &[place(row, column, 0), value.to_le_bytes().to_vec(), expression.to_vec()].concat())
        }
    }
}

/// Returns an old Excel file. Format 1 is a date, and format 2 the Danish general one; `sheets` are name, hidden, cells.
pub(super) fn book(shared: &[&str], sheets: &[(&str, bool, Vec<Old>)]) -> Vec<u8> {
    let bof = |kind: u16| {
        record(0x0809, &[0x0600_u16.to_le_bytes(), kind.to_le_bytes(), [0; 2], [0; 2], [0; 2], [0; 2], [0; 2], [0; 2]].concat())
    };
    let formats = [(164_u16, "dd-mm-yyyy"), (165, "Standard")];
    let mut globals = bof(5);
    for (id, format) in formats {
        globals.extend(record(0x041e, &[&id.to_le_bytes()[..], &long_text(format)].concat()));
    }
    for id in [0_u16, 164, 165] {
        globals.extend(record(0x00e0, &[&[0; 2][..], &id.to_le_bytes(), &[0; 16]].concat()));
    }
    let count = u32::try_from(shared.len()).expect("few texts").to_le_bytes();
    let strings: Vec<u8> = shared.iter().flat_map(|text| long_text(text)).collect();
    let strings = record(0x00fc, &[&count[..], &count, &strings].concat());
    let heads: usize = sheets.iter().map(|(name, ..)| 4 + 8 + units(name).len()).sum();
    let mut start = globals.len() + strings.len() + heads + 4;
    let mut bodies = Vec::new();
    for (name, hidden, cells) in sheets {
        let place = u32::try_from(start).expect("a small file").to_le_bytes();
        let length = u8::try_from(units(name).len() / 2).expect("a short name");
        globals.extend(record(0x0085, &[&place[..], &[u8::from(*hidden), 0, length, 1], &units(name)].concat()));
        // What the sheet says of its size is a lie.
        let size = record(0x0200, &[&0_u32.to_le_bytes()[..], &u32::MAX.to_le_bytes(), &[0, 0, 0xff, 0xff, 0, 0]].concat());
        let body = [bof(16), size, cells.iter().flat_map(cell).collect(), record(0x000a, &[])].concat();
        start += body.len();
        bodies.extend(body);
    }
    globals.extend(strings);
    globals.extend(record(0x000a, &[]));
    globals.extend(bodies);
    with_stream("Workbook", &globals)
}

pub(super) fn header() -> Vec<Old> {
    vec![Old::Text(0, 0, "CPR-nr."), Old::Text(0, 1, "Dato"), Old::Shared(0, 2, 0)]
}

fn list(cells: Vec<Old>) -> Vec<(&'static str, bool, Vec<Old>)> {
    vec![("Liste", false, header().into_iter().chain(cells).collect())]
}

#[test]
fn an_old_list_is_read() {
    let cells =
        vec![Old::Number(1, 1, 1, 45_368.0), Old::Shared(1, 2, 1), Old::Number(2, 1, 2, 45_368.0), Old::Formula(2, 2, 12.5)];
    let (table, findings) = read("liste.xls", &book(&["Rolle", "Mistænkt"], &list(cells)), POLICE);
    let table = table.unwrap_or_else(|| panic!("the workbook is whole: {findings:?}"));
    assert_eq!(column(&table, "dato"), ["2024-03-17", "45368"]);
    assert_eq!(column(&table, "rolle"), ["Mistænkt", "12,5"]);
}

#[test]
fn cells_far_away_are_left_out_and_a_full_sheet_is_too_large() {
    let cells = vec![Old::Text(1, 2, "Sigtet"), Old::Text(65_535, 255, "x")];
    let (table, findings) = read("liste.xls", &book(&["Rolle"], &list(cells)), POLICE);
    assert_eq!(table.expect("the stray cell is left out").len(), 1);
    assert!(findings.iter().any(|f| f.message == "Cellen IV65536 står langt uden for tabellen. Den er ikke læst."));
    let wide = (0..=65_535).step_by(5000).map(|row| Old::Number(row, 90, 0, 1.0)).collect();
    assert_eq!(codes(&read("liste.xls", &book(&["Rolle"], &list(wide)), POLICE).1), [8]);
}

#[test]
fn a_text_shown_by_very_many_cells_is_too_large() {
    let long = "x".repeat(30_000);
    let cells = (1..4000).map(|row| Old::Shared(row, 2, 1)).collect();
    assert_eq!(codes(&read("liste.xls", &book(&["Rolle", &long], &list(cells)), POLICE).1), [8]);
}

#[test]
fn hidden_old_sheets_are_named_and_files_with_password_too() {
    let sheets = vec![list(vec![Old::Text(1, 2, "a")]).remove(0), ("Gammel", true, vec![Old::Text(0, 0, "x")])];
    let (table, findings) = read("liste.xls", &book(&["Rolle"], &sheets), POLICE);
    assert_eq!((table.map(|t| t.len()), codes(&findings)), (Some(1), vec![9, 33]));
    let locked = [record(0x0809, &[0, 6, 5, 0]), record(0x002f, &[1, 0]), record(0x000a, &[])].concat();
    assert_eq!(codes(&read("liste.xls", &with_stream("Workbook", &locked), POLICE).1), [1]);
}
