//! The containers: Excel workbooks, one Word document, Latin-1 text. Same content, same bytes: all dates in them are fixed.

use super::SampleError;
use super::lists::ListRow;
use super::register::School;
use super::survey::{Answer, Response};
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Headers of a police list.
const LIST_HEAD: [&str; 9] = ["Uge", "Journalnr.", "Rolle", "Navn", "CPR-nr.", "Adresse", "Dato", "Forhold", "Gerningssted"];

/// Headers before the answers of a survey wave.
const WAVE_HEAD: [&str; 6] = ["Løbenr", "Skoleår", "Skema", "Institutionsnr", "Klasse", "Køn"];

/// Questions of the survey, S01 and on.
const QUESTIONS: usize = 37;

/// Code of "Ønsker ikke at svare".
const REFUSED_CODE: i16 = 99;

/// Returns the workbook of one survey wave.
pub(super) fn wave(label: &str, schools: &[School], responses: &[Response]) -> Result<Vec<u8>, SampleError> {
    let mut book = dated_workbook()?;
    let sheet = book.add_worksheet().set_name("Data")?;
    for (column, head) in (0..).zip(WAVE_HEAD) {
        sheet.write_string(0, column, head)?;
    }
    for (item, column) in (1..=QUESTIONS).zip((6..).step_by(2)) {
        sheet.write_string(0, column, format!("S{item:02}"))?;
        sheet.write_string(0, column + 1, format!("S{item:02}_kode"))?;
    }
    for (row, response) in (1..).zip(responses) {
        write_response(sheet, row, label, &schools[response.school].number, response)?;
    }
    Ok(book.save_to_buffer()?)
}

fn write_response(sheet: &mut Worksheet, row: u32, label: &str, school: &str, response: &Response) -> Result<(), XlsxError> {
    sheet.write_number(row, 0, row)?;
    sheet.write_string(row, 1, label)?;
    sheet.write_string(row, 2, "udskoling")?;
    sheet.write_string(row, 3, school)?;
    sheet.write_string(row, 4, format!("{}.{}", response.grade, response.letter))?;
    sheet.write_string(row, 5, response.sex)?;
    for (answer, column) in response.answers.iter().zip((6..).step_by(2)) {
        write_answer(sheet, row, column, *answer)?;
    }
    Ok(())
}

fn write_answer(sheet: &mut Worksheet, row: u32, column: u16, answer: Answer) -> Result<(), XlsxError> {
    let code = match answer {
        Answer::Blank => return Ok(()),
        Answer::Label(label, code) => {
            sheet.write_string(row, column, label)?;
            code
        }
        Answer::Number(number) => {
            sheet.write_number(row, column, number)?;
            number
        }
        Answer::Refused => {
            sheet.write_string(row, column, "Ønsker ikke at svare")?;
            REFUSED_CODE
        }
    };
    sheet.write_number(row, column + 1, code)?;
    Ok(())
}

/// Returns the workbook of one week's police list; `total` adds the closing row.
pub(super) fn list(title: &str, rows: &[ListRow<'_>], total: bool) -> Result<Vec<u8>, SampleError> {
    let mut book = dated_workbook()?;
    let day_format = Format::new().set_num_format("dd-mm-yyyy");
    let sheet = book.add_worksheet().set_name("Liste")?;
    sheet.write_string(0, 0, title)?;
    for (column, head) in (0..).zip(LIST_HEAD) {
        sheet.write_string(2, column, head)?;
    }
    let mut next = 3;
    for row in rows {
        write_list_row(sheet, next, row, &day_format)?;
        next += 1;
    }
    if total {
        sheet.write_string(next, 0, "I alt")?;
        sheet.write_number(next, 1, next - 3)?;
    }
    Ok(book.save_to_buffer()?)
}

fn write_list_row(sheet: &mut Worksheet, at: u32, row: &ListRow<'_>, day_format: &Format) -> Result<(), XlsxError> {
    let texts = [row.week, row.journal, row.role, row.name, row.cpr, row.address];
    for (column, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
        sheet.write_string(at, column, text)?;
    }
    sheet.write_datetime_with_format(at, 6, excel_date(row.date)?, day_format)?;
    sheet.write_string(at, 7, row.offence)?;
    if !row.scene.is_empty() {
        sheet.write_string(at, 8, row.scene)?;
    }
    Ok(())
}

fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let positive = |n: i8| u8::try_from(n).expect("months and days are positive");
    let year = u16::try_from(date.year()).expect("years of the sample are positive");
    ExcelDateTime::from_ymd(year, positive(date.month()), positive(date.day()))
}

fn dated_workbook() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?);
    book.set_properties(&properties);
    Ok(book)
}

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

const RELATIONSHIPS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const DOCUMENT_HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;

/// Returns a Word document with a title and one table.
pub(super) fn document(title: &str, table: &[[String; 7]]) -> Result<Vec<u8>, SampleError> {
    let rows: String = table.iter().map(|row| table_row(row)).collect();
    let grid = "<w:gridCol w:w=\"1370\"/>".repeat(7);
    let body = format!(
        "{DOCUMENT_HEAD}{}<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{}<w:sectPr/></w:body></w:document>",
        paragraph(title),
        paragraph("")
    );
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", RELATIONSHIPS), ("word/document.xml", &body)] {
        zip.start_file(name, options)?;
        zip.write_all(part.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn table_row(cells: &[String]) -> String {
    let cells: String = cells.iter().map(|text| format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph(text))).collect();
    format!("<w:tr>{cells}</w:tr>")
}

fn paragraph(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{safe}</w:t></w:r></w:p>")
}

/// Returns text as Windows-1252 bytes. All characters of the sample lie in its Latin-1 part, where code and byte agree.
pub(super) fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("the sample's texts hold only Latin-1 characters")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_letters_become_one_byte_each() {
        assert_eq!(latin1("Måned æøÅ"), b"M\xe5ned \xe6\xf8\xc5");
    }

    #[test]
    fn a_document_repeats_byte_for_byte_and_escapes_its_text() {
        let row = [["a & b"; 7].map(str::to_owned)];
        let bytes = document("Titel", &row).expect("a document of one row can be written");
        assert_eq!(bytes, document("Titel", &row).expect("a document of one row can be written"));
        assert_eq!(&bytes[..2], b"PK");
        assert!(paragraph("a & <b>").contains("a &amp; &lt;b&gt;"));
    }
}
