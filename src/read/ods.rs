//! LibreOffice spreadsheets, read as a stream.
//!
//! A file of a few kilobytes can say that a cell is repeated a million times across and a million times down. So the cells go
//! straight into the grid, which takes only so many, and nothing is set aside for what the file claims.

use super::archive::Archive;
use super::choice::Listed;
use super::entity::{attribute, resolved};
use super::grid::{Grid, WHOLE_FILE};
use super::guard::Seen;
use super::sheet::{MOST_COLUMNS, MOST_ROWS, Sheet, Strays, Trouble};
use calamine::{CellErrorType, Data};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;
use std::io::BufReader;

/// Most bytes of the list of a file's parts, and of the text of one cell.
const MOST_OF_MANIFEST: u64 = 4 << 20;
const MOST_OF_A_CELL: usize = 1 << 20;
/// Most sheets, and most styles that hide one.
const MOST_SHEETS: usize = 4096;

/// The sheets of a LibreOffice spreadsheet.
pub(super) struct Ods {
    tables: Vec<Table>,
}

struct Table {
    name: String,
    visible: bool,
    content: Option<(Grid, Option<Strays>)>,
}

impl Ods {
    /// Reads all sheets; numbers are written with `decimal`.
    pub(super) fn open(mut archive: Archive, decimal: char) -> Result<Self, Trouble> {
        let manifest = archive.part("META-INF/manifest.xml", MOST_OF_MANIFEST).unwrap_or_default();
        if String::from_utf8_lossy(&manifest).contains("encryption-data") {
            return Err(Trouble::Password);
        }
        let seen = Seen::default();
        let stream = archive.markup("content.xml", &seen).ok_or(Trouble::Damaged)?;
        let mut content = Content::new(decimal);
        let read = content.read(Reader::from_reader(BufReader::new(stream)));
        let read = if seen.cut.get() { Err(Trouble::TooLarge) } else { read };
        read.map(|()| Self { tables: content.tables })
    }

    pub(super) fn sheets(&self) -> Vec<Listed> {
        self.tables.iter().map(|table| Listed { name: table.name.clone(), visible: table.visible }).collect()
    }

    pub(super) fn is_blank(&self, name: &str) -> bool {
        let table = self.tables.iter().find(|table| table.name == name);
        table.and_then(|table| table.content.as_ref()).is_some_and(|(grid, _)| grid.len() == 0)
    }

    /// Hands over a sheet, once.
    pub(super) fn take(&mut self, name: &str) -> Result<(Grid, Option<Strays>), Trouble> {
        let table = self.tables.iter_mut().find(|table| table.name == name);
        table.and_then(|table| table.content.take()).ok_or(Trouble::Damaged)
    }
}

/// A cell of the row being read: its columns, its value, and whether it has a formula.
struct RowCell {
    column: u32,
    times: u32,
    value: Data,
    formula: bool,
}

/// The part of the file with the cells, while it is read.
struct Content {
    decimal: char,
    tables: Vec<Table>,
    hiding: BTreeSet<String>,
    style: String,
    sheet: Option<Sheet>,
    /// Depth of open tables: a table inside a cell is not read.
    depth: u32,
    row: u32,
    times: u32,
    column: u32,
    cells: Vec<RowCell>,
    strays: Option<Strays>,
    cell: Option<Cell>,
    /// Open comments and drawings, whose text is not the cell's.
    muted: u32,
}

/// The cell being read.
struct Cell {
    times: u32,
    value: Data,
    formula: bool,
    error: bool,
    /// The value is what the cell shows.
    shown: bool,
    text: String,
    paragraphs: u32,
}

impl Content {
    fn new(decimal: char) -> Self {
        Self {
            decimal,
            tables: Vec::new(),
            hiding: BTreeSet::new(),
            style: String::new(),
            sheet: None,
            depth: 0,
            row: 0,
            times: 1,
            column: 0,
            cells: Vec::new(),
            strays: None,
            cell: None,
            muted: 0,
        }
    }

    fn read(&mut self, mut reader: Reader<impl std::io::BufRead>) -> Result<(), Trouble> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|_| Trouble::Damaged)? {
                Event::Start(tag) => self.open(&tag)?,
                Event::Empty(tag) => {
                    self.open(&tag)?;
                    self.close(tag.name().as_ref())?;
                }
                Event::End(tag) => self.close(tag.name().as_ref())?,
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::GeneralRef(reference) => self.text(&resolved(&reference))?,
                Event::Eof if self.depth == 0 => return Ok(()),
                Event::Eof => return Err(Trouble::Damaged),
                _ => {}
            }
        }
    }

    fn open(&mut self, tag: &BytesStart) -> Result<(), Trouble> {
        match tag.name().as_ref() {
            "style:style" => self.style = attribute(tag, "style:name").unwrap_or_default(),
            "style:table-properties" if attribute(tag, "table:display").as_deref() == Some("false") => {
                self.hiding.insert(self.style.clone());
                if self.hiding.len() > MOST_SHEETS {
                    return Err(Trouble::TooLarge);
                }
            }
            "table:table" => self.open_table(tag)?,
            name if is_muted(name) => self.muted += 1,
            _ if self.depth != 1 || self.muted > 0 => {}
            "table:table-row" => {
                self.times = number(tag, "table:number-rows-repeated");
                self.column = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell = Some(Cell::new(tag)),
            name => self.open_text(name, tag)?,
        }
        Ok(())
    }

    fn open_text(&mut self, name: &str, tag: &BytesStart) -> Result<(), Trouble> {
        let Some(cell) = &mut self.cell else { return Ok(()) };
        match name {
            "text:p" => {
                cell.paragraphs += 1;
                if cell.paragraphs > 1 { self.text("\n") } else { Ok(()) }
            }
            "text:s" => {
                let blanks = " ".repeat(usize::try_from(number(tag, "text:c").min(1000)).unwrap_or(1));
                self.text(&blanks)
            }
            "text:tab" => self.text("\t"),
            "text:line-break" => self.text("\n"),
            _ => Ok(()),
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Trouble> {
        match name {
            "table:table" => self.close_table()?,
            name if is_muted(name) => self.muted = self.muted.saturating_sub(1),
            _ if self.depth != 1 || self.muted > 0 => {}
            "table:table-row" => self.close_row()?,
            "table:table-cell" | "table:covered-table-cell" => self.close_cell(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Trouble> {
        let Some(cell) = self.cell.as_mut().filter(|cell| self.muted == 0 && cell.paragraphs > 0) else { return Ok(()) };
        cell.text.push_str(text);
        if cell.text.len() > MOST_OF_A_CELL { Err(Trouble::TooLarge) } else { Ok(()) }
    }

    fn open_table(&mut self, tag: &BytesStart) -> Result<(), Trouble> {
        self.depth += 1;
        if self.depth > 1 {
            return Ok(());
        }
        let room = self.tables.last().and_then(|t| t.content.as_ref()).map_or(WHOLE_FILE, |(grid, _)| grid.room_left());
        let name = attribute(tag, "table:name").unwrap_or_default();
        let visible = !attribute(tag, "table:style-name").is_some_and(|style| self.hiding.contains(&style));
        self.tables.push(Table { name, visible, content: None });
        (self.sheet, self.row, self.strays) = (Some(Sheet::new(self.decimal, room)), 0, None);
        if self.tables.len() > MOST_SHEETS { Err(Trouble::TooLarge) } else { Ok(()) }
    }

    fn close_table(&mut self) -> Result<(), Trouble> {
        self.depth = self.depth.saturating_sub(1);
        let Some(sheet) = self.sheet.take_if(|_| self.depth == 0) else { return Ok(()) };
        let content = sheet.finish()?;
        // What another file's cells were, kept by the program, is no sheet.
        let Some(table) = self.tables.last_mut() else { return Err(Trouble::Damaged) };
        if table.name.starts_with("'file:") {
            self.tables.pop();
        } else {
            table.content = Some(content);
        }
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), Trouble> {
        let sheet = self.sheet.as_mut().ok_or(Trouble::Damaged)?;
        if !self.cells.is_empty() {
            for row in self.row..self.row.saturating_add(self.times).min(MOST_ROWS) {
                for cell in &self.cells {
                    for column in cell.column..cell.column + cell.times {
                        sheet.put((row, column), &cell.value, cell.formula)?;
                    }
                }
            }
        }
        if let Some(strays) = self.strays.take() {
            sheet.leave_out(strays);
        }
        self.cells.clear();
        self.row = self.row.saturating_add(self.times);
        Ok(())
    }

    fn close_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let (column, times, formula) = (self.column, cell.times, cell.formula);
        self.column = column.saturating_add(times);
        let value = cell.value();
        if matches!(value, Data::Empty) && !formula {
            return;
        }
        let inside = MOST_COLUMNS.saturating_sub(column).min(times);
        if inside > 0 {
            self.cells.push(RowCell { column, times: inside, value, formula });
        }
        if inside < times {
            let first = (self.row, column.saturating_add(inside));
            let (first, earlier) = self.strays.unwrap_or((first, 0));
            self.strays = Some((first, earlier + u64::from(times - inside)));
        }
    }
}

impl Cell {
    fn new(tag: &BytesStart) -> Self {
        let kind = attribute(tag, "office:value-type").unwrap_or_default();
        let given = match kind.as_str() {
            "float" | "percentage" | "currency" => attribute(tag, "office:value").and_then(|v| v.parse().ok()).map(Data::Float),
            "date" => attribute(tag, "office:date-value").map(Data::DateTimeIso),
            "time" => attribute(tag, "office:time-value").map(|time| Data::String(clock(&time).unwrap_or(time))),
            "boolean" => attribute(tag, "office:boolean-value").map(|value| Data::Bool(value == "true")),
            _ => attribute(tag, "office:string-value").map(Data::String),
        };
        Self {
            times: number(tag, "table:number-columns-repeated"),
            shown: given.is_none() && !kind.is_empty(),
            value: given.unwrap_or(Data::Empty),
            formula: attribute(tag, "table:formula").is_some(),
            error: attribute(tag, "calcext:value-type").as_deref() == Some("error"),
            text: String::new(),
            paragraphs: 0,
        }
    }

    fn value(self) -> Data {
        if self.error {
            return Data::Error(error(&self.text));
        }
        match self.value {
            Data::Empty if self.shown || !self.text.is_empty() => Data::String(self.text),
            value => value,
        }
    }
}

fn is_muted(name: &str) -> bool {
    name == "office:annotation" || name.starts_with("draw:")
}

fn number(tag: &BytesStart, name: &str) -> u32 {
    attribute(tag, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}

/// Returns the time of day a duration such as `PT09H30M00S` stands for.
fn clock(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let minutes = rest.split_once('M').map_or("0", |(minutes, _)| minutes);
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| format!("{hours:02}:{minutes:02}"))
}

fn error(shown: &str) -> CellErrorType {
    match shown.trim() {
        "#N/A" | "#I/T" => CellErrorType::NA,
        "#DIV/0!" | "#DIVISION/0!" => CellErrorType::Div0,
        "#REF!" | "#REFERENCE!" => CellErrorType::Ref,
        "#NAME?" | "#NAVN?" => CellErrorType::Name,
        "#NUM!" => CellErrorType::Num,
        "#NULL!" | "#NUL!" => CellErrorType::Null,
        _ => CellErrorType::Value,
    }
}

#[cfg(test)]
mod tests;
