//! Files around fuzzed insides: a mutation of a packed file is nearly always a broken zip, and nothing behind it is reached.

use crate::promises::{NAME, PRINTED};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Stands between the parts of an input.
const NEXT_PART: &[u8] = b"\n==PART==\n";

const WORKBOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ROOT: &str = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.KIND"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// Splits an input at its marks; missing parts are empty.
fn parts<const N: usize>(input: &[u8]) -> [&[u8]; N] {
    let mut rest = input;
    std::array::from_fn(|_| {
        let end = rest.windows(NEXT_PART.len()).position(|w| w == NEXT_PART);
        let (part, after) = end.map_or((rest, &b""[..]), |at| (&rest[..at], &rest[at + NEXT_PART.len()..]));
        rest = after;
        part
    })
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        writer.start_file(*name, stored).expect("memory takes a part");
        writer.write_all(bytes).expect("memory takes bytes");
    }
    writer.finish().expect("memory takes the directory").into_inner()
}

fn or<'a>(part: &'a [u8], usual: &'a str) -> &'a [u8] {
    if part.is_empty() { usual.as_bytes() } else { part }
}

/// Puts `planted` in front of the last `end`, or behind everything.
fn with_row(part: &[u8], end: &str, planted: &str) -> Vec<u8> {
    let at = part.windows(end.len()).rposition(|w| w == end.as_bytes()).unwrap_or(part.len());
    [&part[..at], planted.as_bytes(), &part[at..]].concat()
}

/// Returns a workbook around: sheet, shared strings, styles, workbook, relations. A row with a number and a name comes last.
pub fn xlsx(input: &[u8]) -> Vec<u8> {
    let [sheet, strings, styles, workbook, relations] = parts(input);
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = format!("<row>{}{}{}</row>", cell(PRINTED), cell(NAME), cell(PRINTED));
    zip(&[
        ("_rels/.rels", ROOT.replace("KIND", "xml").as_bytes()),
        ("xl/workbook.xml", or(workbook, WORKBOOK)),
        ("xl/_rels/workbook.xml.rels", or(relations, RELATIONS)),
        ("xl/styles.xml", or(styles, STYLES)),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", &with_row(sheet, "</sheetData>", &row)),
    ])
}

/// Returns a binary workbook around: sheet, shared strings, workbook, styles.
pub fn xlsb(input: &[u8]) -> Vec<u8> {
    let [sheet, strings, workbook, styles] = parts(input);
    let relations = RELATIONS.replace("sheet1.xml", "sheet1.bin");
    zip(&[
        ("_rels/.rels", ROOT.replace("KIND", "bin").as_bytes()),
        ("xl/workbook.bin", or(workbook, "\0")),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/styles.bin", styles),
        ("xl/sharedStrings.bin", strings),
        ("xl/worksheets/sheet1.bin", sheet),
    ])
}

/// Returns a LibreOffice sheet around its content. A row with a number and a name comes last.
pub fn ods(input: &[u8]) -> Vec<u8> {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let row = format!("<table:table-row>{}{}</table:table-row>", cell(PRINTED), cell(NAME));
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest></manifest:manifest>"),
        ("content.xml", &with_row(input, "</table:table>", &row)),
    ])
}

/// Returns a Word document around its text. A table row with a number and a name comes last.
pub fn docx(input: &[u8]) -> Vec<u8> {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = format!("<w:tr>{}{}</w:tr>", cell(PRINTED), cell(NAME));
    zip(&[("word/document.xml", &with_row(input, "</w:tbl>", &row))])
}
