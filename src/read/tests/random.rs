//! Random files: the reader never panics, and what was written is read back.

use super::old_excel;
use super::workbooks::{header, list, ods, ods_list, replaced};
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::LazyLock;

const PLAIN: &str = r#"
navn = "prøve"
kilde = "befolkning"
[kolonner]
a = { navne = ["Første"] }
b = { navne = ["Anden"] }
c = { navne = ["Tredje"] }
d = { navne = ["Fjerde"] }
e = { navne = ["Femte"] }
"#;

/// A small whole file of each kind.
static SMALL: LazyLock<[Vec<u8>; 9]> = LazyLock::new(|| {
    let text = "CPR-nr.;Rolle\n711210-4321;Møder \"x\"\n;\"b\"\n";
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    [
        list(|book| header(book, 0)?.write(1, 2, "Sigtet").map(|_| ())),
        old_excel::book(&["Rolle", "a"], &[("Liste", false, old_excel::header())]),
        ods(&ods_list(), "<manifest></manifest>"),
        docx(&format!("<w:tbl>{}{}</w:tbl>", row(&["CPR-nr.", "Rolle"]), row(&["", "a"]))),
        b"<html><table border=1><tr><td>CPR-nr.<td rowspan='2'>Rolle<tr><td>&aelig;</table>".to_vec(),
        text.into(),
        utf16(text),
        text.replace('ø', "Ã¸").into(),
        text.bytes().filter(u8::is_ascii).chain(*b"\xe6\r\x9b").collect(),
    ]
});

fn part_of(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("the workbook is a zip file");
    let name = archive.file_names().flatten().find(|part| part.ends_with(name)).expect("the part exists").into_owned();
    std::io::read_to_string(archive.by_name(&name).expect("the part exists")).expect("the part is UTF-8")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(start in 0_usize..5, bytes in vec(any::<u8>(), 0..600)) {
        let starts: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"CPR-nr.;Rolle\n", b"\xff\xfe"];
        let (table, findings) = read("x.csv", &[starts[start], &bytes].concat(), POLICE);
        prop_assert!(table.is_some() || findings.stops());
    }

    #[test]
    fn a_damaged_file_of_any_kind_never_panics(kind in 0_usize..9, places in vec((any::<usize>(), any::<u8>()), 1..6), cut in 0_usize..200) {
        let mut bytes = SMALL[kind].clone();
        for (at, byte) in places {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut.saturating_sub(150)));
        let (table, findings) = read("x.xlsx", &bytes, POLICE);
        prop_assert!(table.is_some() || findings.stops());
    }

    #[test]
    fn a_damaged_part_of_a_workbook_never_panics(part in 0_usize..4, from in any::<usize>(), to in "[<>\"/&;=A-Z0-9]{0,6}") {
        let names = ["sheet1.xml", "styles.xml", "workbook.xml", "sharedStrings.xml"];
        let whole = &SMALL[0];
        let text = part_of(whole, names[part]);
        let at = from % text.len();
        let piece: String = text.chars().skip(at).take(5).collect();
        prop_assume!(!piece.is_empty());
        let (table, findings) = read("x.xlsx", &replaced(whole, names[part], &piece, &to), POLICE);
        prop_assert!(table.is_some() || findings.stops());
    }

    #[test]
    fn odd_cells_never_panic_or_fill_the_memory(
        cells in r#"(<row r="[0-9]{1,10}">)?(<c r="[A-Z]{1,4}[0-9]{1,10}"( t="(s|n|e|b|d|str)")?>(<f>x</f>)?(<v>[0-9eE.+-]{0,12}</v>)?</c>){1,4}"#
    ) {
        let whole = list(|book| header(book, 0).map(|_| ()));
        let bytes = replaced(&whole, "sheet1.xml", "</sheetData>", &format!("<row>{cells}</row></sheetData>"));
        let (table, findings) = read("x.xlsx", &bytes, POLICE);
        prop_assert!(table.is_some() || findings.stops());
    }

    #[test]
    fn danish_text_written_as_csv_is_read_back(rows in vec(vec("[a-zæøåÆØÅ ;\",\n–]{0,6}x", 5), 1..20)) {
        // A cell with a whole row's separators on one of its lines looks like rows swallowed by a lost quotation mark: see below.
        let like_a_row = |cell: &String| cell.contains('\n') && cell.lines().any(|line| line.matches(';').count() >= 4);
        prop_assume!(!rows.iter().flatten().any(like_a_row));
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        writer.write_record(["Første", "Anden", "Tredje", "Fjerde", "Femte"]).expect("memory takes a row");
        for row in &rows {
            writer.write_record(row).expect("memory takes a row");
        }
        let bytes = writer.into_inner().expect("memory takes the rows");
        let table = read("x.csv", &bytes, PLAIN).0.expect("the file is whole");
        prop_assert_eq!(table.len(), rows.len());
        for (at, row) in rows.iter().enumerate() {
            for (field, cell) in row.iter().enumerate() {
                prop_assert_eq!(table.cell(at, field), cell.trim());
            }
        }
    }
}

#[test]
fn a_cell_that_holds_what_looks_like_a_row_stops_the_file_instead_of_hiding_rows() {
    let text = "Første;Anden;Tredje;Fjerde;Femte\n1;\"a\n2;b;c;d;e\nx\";3;4;5\n";
    let (table, findings) = read("x.csv", text.as_bytes(), PLAIN);
    assert!(table.is_none());
    assert_eq!(findings.iter().map(|f| f.code.0).collect::<Vec<_>>(), [21]);
}
