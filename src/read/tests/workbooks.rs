//! Workbooks written by another library.

use super::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, XlsxError};

pub(super) fn list(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book).expect("the workbook of a test is valid");
    book.save_to_buffer().expect("memory takes a workbook")
}

pub(super) fn header(book: &mut Workbook, first_row: u32) -> Result<&mut rust_xlsxwriter::Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name("Liste")?;
    for (column, name) in (0_u16..).zip(["CPR-nr.", "Dato", "Rolle", "Navn"]) {
        sheet.write(first_row, column, name)?;
    }
    Ok(sheet)
}

#[test]
fn a_list_with_title_dates_and_total_is_read() {
    let bytes = list(|book| {
        let sheet = header(book, 2)?;
        sheet.write(0, 0, "SSP-liste uge 12")?;
        sheet.write(3, 0, 201_609_995.0)?;
        let date = ExcelDateTime::from_ymd(2024, 3, 17)?;
        sheet.write_with_format(3, 1, &date, &Format::new().set_num_format("dd-mm-yyyy"))?;
        sheet.write(3, 2, 12.5)?;
        sheet.write(4, 0, "I alt")?;
        sheet.write(4, 1, 1)?;
        Ok(())
    });
    let (table, findings) = read("liste.xlsx", &bytes, POLICE);
    let table = table.expect("the workbook is whole");
    assert_eq!((column(&table, "dato"), column(&table, "rolle")), (vec!["2024-03-17".to_owned()], vec!["12,5".to_owned()]));
    assert_eq!((table.row_location(0).row, table.row_location(0).sheet.as_deref()), (Some(4), Some("Liste")));
    assert_eq!(codes(&findings), [11, 32, 36, 12]);
}

#[test]
fn hidden_sheets_are_named_and_several_visible_ones_stop_the_file() {
    let hidden = list(|book| {
        header(book, 0)?.write(1, 2, "Sigtet")?;
        book.add_worksheet().set_name("Gammel")?.set_hidden(true);
        Ok(())
    });
    let (table, findings) = read("liste.xlsx", &hidden, POLICE);
    assert_eq!(table.expect("the visible sheet is read").len(), 1);
    assert!(findings.iter().any(|f| f.code.0 == 9 && f.message.contains("\"Gammel\"")));
    let two = list(|book| {
        header(book, 0)?.write(1, 2, "Sigtet")?;
        book.add_worksheet().set_name("Uge 13")?.write(1, 1, "x")?;
        Ok(())
    });
    assert_eq!(codes(&read("liste.xlsx", &two, POLICE).1), [10]);
    let named = format!("ark = \"liste\"\n{POLICE}");
    assert!(read("liste.xlsx", &two, &named).0.is_some());
}

#[test]
fn a_visible_sheet_without_a_cell_does_not_count() {
    let bytes = list(|book| {
        header(book, 0)?.write(1, 2, "Sigtet")?;
        book.add_worksheet().set_name("Ark2")?.write_blank(4, 4, &Format::new().set_bold())?;
        Ok(())
    });
    assert_eq!(codes(&read("liste.xlsx", &bytes, POLICE).1), [33]);
}

#[test]
fn each_sheet_is_a_table_with_its_own_header() {
    let bytes = list(|book| {
        header(book, 0)?.write(1, 2, "Sigtet")?;
        let second = book.add_worksheet().set_name("Uge 13")?;
        second.write(2, 1, "Rolle")?.write(2, 0, "CPR-nr.")?.write(3, 1, "Antruffet")?;
        Ok(())
    });
    let profile = profile(&format!("ark = \"alle\"\n{POLICE}"));
    let how = Reading { profile: &profile, people: &Pseudonymiser::new(&[7; 32]), streets: &streets() };
    let (tables, findings) = read_tables("liste.xlsx", bytes, &how);
    let read: Vec<_> = tables.iter().map(|t| (t.sheet(), column(t, "rolle"), t.row_location(0).row)).collect();
    let expected = [(Some("Liste"), vec!["Sigtet".to_owned()], Some(2)), (Some("Uge 13"), vec!["Antruffet".to_owned()], Some(4))];
    assert_eq!(read, expected);
    assert_eq!(codes(&findings), [33, 11, 33]);
    assert_eq!(
        findings.iter().map(|f| f.location.sheet.as_deref()).collect::<Vec<_>>(),
        [Some("Liste"), Some("Uge 13"), Some("Uge 13")]
    );
}

#[test]
fn the_danish_general_format_is_no_date_and_the_other_epoch_is_honoured() {
    let date = Format::new().set_num_format("dd-mm-yyyy");
    let bytes = list(|book| {
        let sheet = header(book, 0)?;
        sheet.write_with_format(1, 2, 45_733, &Format::new().set_num_format("Standard"))?;
        sheet.write_with_format(1, 1, 45_733, &date)?;
        Ok(())
    });
    let table = read("liste.xlsx", &bytes, POLICE).0.expect("the workbook is whole");
    assert_eq!((column(&table, "rolle"), column(&table, "dato")), (vec!["45733".to_owned()], vec!["2025-03-17".to_owned()]));
    let table = read("liste.xlsx", &replaced(&bytes, "workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" "), POLICE).0;
    assert_eq!(column(&table.expect("the workbook is whole"), "dato"), ["2029-03-18"]);
}

#[test]
fn a_formula_without_value_stops_the_file_only_in_a_column_that_is_read() {
    let formula = |column: u16| {
        list(|book| {
            let sheet = header(book, 0)?;
            sheet.write(1, 1, "2024-03-17")?;
            sheet.write_formula(1, column, Formula::new("=1+1").set_result("sum"))?;
            Ok(())
        })
    };
    let without_value = |bytes: &[u8]| replaced(bytes, "sheet1.xml", "<v>sum</v>", "");
    assert!(codes(&read("l.xlsx", &without_value(&formula(2)), POLICE).1).contains(&5));
    assert!(read("l.xlsx", &without_value(&formula(3)), POLICE).0.is_some());
}

#[test]
fn an_error_cell_takes_its_row_out() {
    let bytes = list(|book| {
        let sheet = header(book, 0)?;
        sheet.write_formula(1, 2, Formula::new("=1/0").set_result("#DIV/0!"))?;
        sheet.write(2, 2, "Sigtet")?;
        Ok(())
    });
    let (table, findings) = read("liste.xlsx", &bytes, POLICE);
    assert_eq!(column(&table.expect("the workbook is whole"), "rolle"), ["Sigtet"]);
    assert!(findings.iter().any(|f| f.code.0 == 6 && f.location.row == Some(2)));
}

#[test]
fn a_stray_cell_costs_a_remark_and_no_memory() {
    let bytes = list(|book| {
        let sheet = header(book, 0)?;
        sheet.write(1, 2, "Sigtet")?;
        sheet.write(1_048_575, 16_383, "x")?;
        Ok(())
    });
    let (table, findings) = read("liste.xlsx", &bytes, POLICE);
    assert_eq!(table.expect("the workbook is whole").len(), 1);
    let stray = findings.iter().find(|f| f.code.0 == 7).expect("the stray cell is a finding");
    assert_eq!(stray.message, "Cellen XFD1048576 står langt uden for tabellen. Den er ikke læst.");
}

/// Returns a LibreOffice spreadsheet with the given tables.
pub(super) fn ods(tables: &str, manifest: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
         {tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    for (name, part) in [("mimetype", mimetype), ("META-INF/manifest.xml", manifest), ("content.xml", &content)] {
        writer.start_file(name, SimpleFileOptions::default()).expect("memory takes a part");
        writer.write_all(part.as_bytes()).expect("memory takes bytes");
    }
    writer.finish().expect("memory takes the directory").into_inner()
}

/// Returns a table of LibreOffice with one row.
pub(super) fn ods_list() -> String {
    let cell = |text: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>");
    let line = |cells: [&str; 2]| format!("<table:table-row>{}{}</table:table-row>", cell(cells[0]), cell(cells[1]));
    let rows = [line(["CPR-nr.", "Rolle"]), line(["711210-4321", "Sigtet"])].concat();
    format!("<table:table table:name=\"Liste\">{rows}</table:table>")
}

#[test]
fn a_sheet_of_libreoffice_is_read() {
    let (table, findings) = read("liste.ods", &ods(&ods_list(), "<manifest></manifest>"), POLICE);
    assert_eq!(column(&table.expect("the sheet is whole"), "rolle"), ["Sigtet"]);
    assert_eq!(codes(&findings), [35]);
}

#[test]
fn a_sheet_of_libreoffice_with_password_is_named_as_such() {
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert_eq!(codes(&read("liste.ods", &ods("", manifest), POLICE).1), [1]);
}

/// Returns the workbook with a piece of one of its parts replaced.
pub(super) fn replaced(bytes: &[u8], part_name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).expect("the workbook is a zip file");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("the part exists");
        let name = part.name().expect("the part has a name").into_owned();
        let mut content = Vec::new();
        std::io::copy(&mut part, &mut content).expect("the part can be unpacked");
        if name.ends_with(part_name) {
            let text = String::from_utf8(content).expect("a part is UTF-8");
            assert!(text.contains(from), "the part has {from}");
            content = text.replace(from, to).into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).expect("memory takes a part");
        new.write_all(&content).expect("memory takes bytes");
    }
    new.finish().expect("memory takes the directory").into_inner()
}
