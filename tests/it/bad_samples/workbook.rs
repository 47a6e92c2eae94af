//! Small Office files made by hand, with the flaws no writer of workbooks can be made to write. Parts are stored, not packed, so
//! that the bytes are the same whatever library packs them.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A cell of a small workbook.
#[derive(Clone)]
pub(crate) enum Cell {
    Text(String),
    /// A formula whose result was never stored.
    Formula(&'static str),
    /// An error, such as `#REF!`.
    Error(&'static str),
    /// A number that its format shows as a date.
    Dated(&'static str),
}

/// A sheet: name, state (empty, `hidden` or `veryHidden`) and rows.
pub(crate) struct Sheet {
    pub(crate) name: &'static str,
    pub(crate) state: &'static str,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// A cell far outside the table, by its name.
    pub(crate) stray: Option<&'static str>,
}

impl Sheet {
    /// Returns a visible sheet of texts.
    pub(crate) fn of(name: &'static str, rows: &[Vec<String>]) -> Self {
        let rows = rows.iter().map(|row| row.iter().cloned().map(Cell::Text).collect()).collect();
        Self { name, state: "", rows, stray: None }
    }

    fn xml(&self) -> String {
        let row = |(at, cells): (usize, &Vec<Cell>)| {
            let cells: String = cells.iter().enumerate().map(|(column, cell)| cell.xml(at + 1, column)).collect();
            format!("<row r=\"{}\">{cells}</row>", at + 1)
        };
        let rows: String = self.rows.iter().enumerate().map(row).collect();
        let digits = |name: &str| name.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned();
        let stray =
            self.stray.map_or(String::new(), |name| format!("<row r=\"{}\"><c r=\"{name}\"><v>1</v></c></row>", digits(name)));
        format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}{stray}</sheetData></worksheet>")
    }

    fn has_dates(&self) -> bool {
        self.rows.iter().flatten().any(|cell| matches!(cell, Cell::Dated(_)))
    }
}

impl Cell {
    fn xml(&self, row: usize, column: usize) -> String {
        let letter = char::from(b'A' + u8::try_from(column).expect("small sheets have few columns"));
        match self {
            Self::Text(text) => format!("<c r=\"{letter}{row}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text)),
            Self::Formula(formula) => format!("<c r=\"{letter}{row}\"><f>{formula}</f></c>"),
            Self::Dated(number) => format!("<c r=\"{letter}{row}\" s=\"1\"><v>{number}</v></c>"),
            Self::Error(error) => format!("<c r=\"{letter}{row}\" t=\"e\"><v>{error}</v></c>"),
        }
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Returns a workbook of Excel.
pub(crate) fn xlsx(sheets: &[Sheet]) -> Vec<u8> {
    let (mut types, mut list, mut links) = (String::new(), String::new(), String::new());
    let mut parts = Vec::new();
    for (sheet, number) in sheets.iter().zip(1..) {
        let state = if sheet.state.is_empty() { String::new() } else { format!(" state=\"{}\"", sheet.state) };
        let name = format!("xl/worksheets/sheet{number}.xml");
        types += &format!(
            "<Override PartName=\"/{name}\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        );
        list += &format!("<sheet name=\"{}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>", sheet.name);
        links +=
            &format!("<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>");
        parts.push((name, sheet.xml()));
    }
    if sheets.iter().any(Sheet::has_dates) {
        types += "<Override PartName=\"/xl/styles.xml\" \
                  ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>";
        links += &format!("<Relationship Id=\"rId99\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>");
        parts.push(("xl/styles.xml".to_owned(), styles()));
    }
    let main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let mut all = frame("xl/workbook.xml", main, &types);
    all.push((
        "xl/workbook.xml".to_owned(),
        format!("{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"),
    ));
    all.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{links}</Relationships>"),
    ));
    all.extend(parts);
    zipped(&all)
}

/// Returns two formats of cells: the usual one, and that of a date.
fn styles() -> String {
    format!(
        "{HEAD}<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    )
}

/// Returns a Word document with a line of text and a table; without rows there is no table.
pub(crate) fn docx(above: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let text = |text: &str| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escaped(text));
    let cell = |cell: &String| format!("<w:tc>{}</w:tc>", text(cell));
    let row = |row: &Vec<String>| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
    let table: String = rows.iter().map(row).collect();
    let table = if rows.is_empty() { String::new() } else { format!("<w:tbl>{table}</w:tbl>") };
    let above = if above.is_empty() { String::new() } else { text(above) };
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let mut all = frame("word/document.xml", main, "");
    all.push((
        "word/document.xml".to_owned(),
        format!("{HEAD}<w:document xmlns:w=\"{WORD}\"><w:body>{above}{table}</w:body></w:document>"),
    ));
    zipped(&all)
}

/// Returns the two parts that say what the others are.
fn frame(main: &str, content_type: &str, more: &str) -> Vec<(String, String)> {
    let rels = "application/vnd.openxmlformats-package.relationships+xml";
    vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"{rels}\"/><Default \
                 Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/{main}\" ContentType=\"{content_type}\"/>{more}</Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" \
                 Target=\"{main}\"/></Relationships>"
            ),
        ),
    ]
}

fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name.as_str(), stored).expect("memory takes a part");
        writer.write_all(text.as_bytes()).expect("memory takes bytes");
    }
    writer.finish().expect("memory takes the directory").into_inner()
}

/// Returns a zip file of a few megabytes that holds more than a gigabyte: one part of zeros, under many names.
pub(crate) fn bomb() -> Vec<u8> {
    const PART: usize = 64 << 20;
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut one = ZipWriter::new(Cursor::new(Vec::new()));
    one.start_file("xl/workbook.xml", packed).expect("memory takes a part");
    one.write_all(&vec![0; PART]).expect("memory takes bytes");
    let one = one.finish().expect("memory takes the directory").into_inner();
    let mut source = zip::ZipArchive::new(Cursor::new(one)).expect("a zip file");
    let mut many = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..17 {
        let part = source.by_index_raw(0).expect("the only part");
        let name = if number == 0 { "xl/workbook.xml".to_owned() } else { format!("xl/media/{number}.bin") };
        many.raw_copy_file_rename(part, name).expect("memory takes a part");
    }
    many.finish().expect("memory takes the directory").into_inner()
}
