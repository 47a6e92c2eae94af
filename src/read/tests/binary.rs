//! Binary workbooks (.xlsb), record by record as the open specification of the format (MS-XLSB) describes them.

use super::*;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn number(value: u32) -> Vec<u8> {
    value.to_le_bytes().to_vec()
}

/// A text with its length in units of 16 bits.
fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).expect("a short text");
    [number(length), units.into_iter().flat_map(u16::to_le_bytes).collect()].concat()
}

/// A record: its kind and its length, seven bits to the byte.
fn record(kind: u16, parts: &[Vec<u8>]) -> Vec<u8> {
    let body = parts.concat();
    let seven = |value: usize| match (u8::try_from(value & 0x7f).expect("seven bits"), value >> 7) {
        (low, 0) => vec![low],
        (low, high) => vec![low | 0x80, u8::try_from(high).expect("a short record")],
    };
    let out = [seven(usize::from(kind)), seven(body.len())].concat();
    [out, body].concat()
}

fn workbook(sheets: &[(&str, u32)]) -> Vec<u8> {
    let listed = (1_u32..)
        .zip(sheets)
        .flat_map(|(at, (name, state))| record(0x9c, &[number(*state), number(at), text(&format!("rId{at}")), text(name)]));
    [record(0x8f, &[]), listed.collect(), record(0x90, &[]), record(0x9d, &[vec![0; 26]]), record(0x84, &[])].concat()
}

/// One format of a date as the second style; the first is the usual one.
fn styles() -> Vec<u8> {
    let style = |format: u8| record(0x2f, &[vec![0, 0, format, 0], vec![0; 12]]);
    [record(0x0269, &[number(2)]), style(0), style(14)].concat()
}

/// Rows of cells, from the first row.
fn sheet(rows: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let below = |(at, cells): (u32, &Vec<Vec<u8>>)| [record(0, &[number(at), vec![0; 13]]), cells.concat()].concat();
    let rows: Vec<u8> = (0_u32..).zip(rows).flat_map(below).collect();
    [record(0x94, &[vec![0; 16]]), record(0x91, &[]), rows, record(0x92, &[])].concat()
}

fn shared(column: u32, at: u32) -> Vec<u8> {
    record(7, &[number(column), number(0), number(at)])
}

fn inline(column: u32, cell: &str) -> Vec<u8> {
    record(6, &[number(column), number(0), text(cell)])
}

fn real(column: u32, style: u32, value: f64) -> Vec<u8> {
    record(5, &[number(column), number(style), value.to_le_bytes().to_vec()])
}

fn book(list: &[u8], sheets: &[Vec<u8>], texts: &[&str]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, bytes: &[u8]| {
        zip.start_file(name, SimpleFileOptions::default()).expect("memory takes a part");
        zip.write_all(bytes).expect("memory takes bytes");
    };
    let count = u32::try_from(texts.len()).expect("few texts");
    let items: Vec<u8> = texts.iter().flat_map(|t| record(0x13, &[vec![0], text(t)])).collect();
    part("xl/sharedStrings.bin", &[record(0x9f, &[number(count), number(count)]), items].concat());
    part("xl/styles.bin", &styles());
    part("xl/workbook.bin", list);
    let relation =
        |at: usize| format!("<Relationship Id=\"rId{at}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{at}.bin\"/>");
    let relations: String = (1..=sheets.len()).map(relation).collect();
    part("xl/_rels/workbook.bin.rels", format!("<Relationships>{relations}</Relationships>").as_bytes());
    for (at, bytes) in (1..).zip(sheets) {
        part(&format!("xl/worksheets/sheet{at}.bin"), bytes);
    }
    zip.finish().expect("memory takes the directory").into_inner()
}

/// A list with a shared and an inline text, a person's number that lost its zero, a date, and a number with decimals.
fn list() -> Vec<u8> {
    let header = vec![shared(0, 0), shared(1, 1), shared(2, 2), inline(3, "Navn")];
    sheet(&[header, vec![real(0, 0, 201_609_995.0), real(1, 1, 45_368.0), real(2, 0, 12.5), inline(3, "Anna Prøve")]])
}

const HEADERS: [&str; 3] = ["CPR-nr.", "Dato", "Rolle"];

#[test]
fn a_binary_workbook_is_read_like_any_other() {
    let (table, findings) = read("liste.xlsb", &book(&workbook(&[("Liste", 0)]), &[list()], &HEADERS), POLICE);
    let table = table.expect("the workbook is whole");
    assert_eq!((column(&table, "dato"), column(&table, "rolle")), (vec!["2024-03-17".to_owned()], vec!["12,5".to_owned()]));
    assert_eq!(column(&table, "person"), [Pseudonymiser::new(&[7; 32]).pseudonym("0201609995")]);
    assert_eq!((table.row_location(0).row, table.row_location(0).sheet.as_deref()), (Some(2), Some("Liste")));
    assert_eq!(codes(&findings), [32, 36]);
}

#[test]
fn a_binary_workbook_under_another_name_is_named_and_read() {
    let bytes = book(&workbook(&[("Liste", 0)]), &[list()], &HEADERS);
    let (table, findings) = read("liste.csv", &bytes, POLICE);
    assert_eq!((table.map(|t| t.len()), codes(&findings)[0]), (Some(1), 2));
}

#[test]
fn hidden_sheets_of_a_binary_workbook_are_named_and_not_read() {
    let bytes = book(&workbook(&[("Gammel", 1), ("Liste", 0)]), &[list(), list()], &HEADERS);
    let (table, findings) = read("liste.xlsb", &bytes, POLICE);
    assert_eq!(table.expect("the visible sheet is read").sheet(), Some("Liste"));
    assert!(findings.iter().any(|f| f.code.0 == 9 && f.message.contains("\"Gammel\"")));
}

#[test]
fn a_binary_workbook_cut_off_or_with_a_wrong_number_of_a_text_is_damaged() {
    let whole = book(&workbook(&[("Liste", 0)]), &[list()], &HEADERS);
    let no_text = book(&workbook(&[("Liste", 0)]), &[sheet(&[vec![shared(0, 99)]])], &HEADERS);
    for bytes in [&whole[..whole.len() / 2], &no_text[..]] {
        let (table, findings) = read("liste.xlsb", bytes, POLICE);
        assert!(table.is_none() && findings.stops(), "{:?}", codes(&findings));
    }
}
