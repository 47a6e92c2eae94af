//! Tables of a Word document. Text outside the tables is not read, and a finding says so.

use super::archive::Archive;
use super::grid::{Grid, TooLarge};
use super::header::{normal, score};
use super::journal::{Journal, Stopped};
use crate::model::profile::Profile;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Most bytes of the document's text.
const MOST_TEXT: u64 = 256 << 20;

type Table = Vec<Vec<String>>;

/// Reads the tables whose header the profile knows as one table; their rows are numbered from 1 through the document.
pub(super) fn read(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    let part = Archive::open(bytes, journal)?.part("word/document.xml", MOST_TEXT).unwrap_or_default();
    let document = String::from_utf8(part).ok().and_then(|xml| parse(&xml));
    let Some(document) = document else { return Err(journal.stop(4, "Word-dokumentet er beskadiget og kan ikke læses.")) };
    let best = document.tables.iter().map(|t| header(t, profile)).max_by_key(|h| h.0).unwrap_or_default();
    let mut unread = document.text_outside;
    let mut grid = Grid::default();
    let mut number = 0;
    for table in &document.tables {
        let fits = header(table, profile).1 == best.1;
        unread |= !fits;
        for row in table {
            number += 1;
            if fits {
                grid.push(number, row.iter().map(String::as_str))
                    .map_err(|TooLarge| journal.stop(8, "Dokumentet er for stort."))?;
            }
        }
    }
    if unread {
        note_unread(journal);
    }
    Ok(grid)
}

fn note_unread(journal: &mut Journal) {
    let message = "Teksten uden for dokumentets tabel er ikke læst.";
    let finding = journal.finding(113, None, None, message);
    journal.write(finding);
}

/// Returns the row of a table that names most columns of the profile, with its score.
fn header(table: &Table, profile: &Profile) -> (usize, Vec<String>) {
    let scored = |row: &Vec<String>| (score(row.iter().map(String::as_str), profile), row.iter().map(|c| normal(c)).collect());
    table.iter().take(20).map(scored).rev().max_by_key(|(score, _): &(usize, Vec<String>)| *score).unwrap_or_default()
}

#[derive(Default)]
struct Document {
    tables: Vec<Table>,
    text_outside: bool,
    /// Depth of open tables; a table inside a cell is text of that cell.
    depth: u32,
    /// Whether a run of text is open.
    in_text: bool,
}

fn parse(xml: &str) -> Option<Document> {
    let mut reader = Reader::from_str(xml);
    let mut document = Document::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => document.open(&tag),
            Event::Empty(tag) => document.empty(&tag),
            Event::End(tag) => document.close(tag.local_name().as_ref()),
            Event::Text(text) => document.text(&text.xml10_content()),
            Event::GeneralRef(reference) => document.text(&resolved(&reference)),
            Event::Eof => return Some(document),
            _ => {}
        }
    }
}

impl Document {
    fn open(&mut self, tag: &BytesStart) {
        match tag.local_name().as_ref() {
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.tables.push(Vec::new());
                }
            }
            "tr" if self.depth == 1 => self.add_row(),
            "tc" if self.depth == 1 => self.add_cell(),
            "t" => self.in_text = true,
            _ => self.empty(tag),
        }
    }

    fn empty(&mut self, tag: &BytesStart) {
        match tag.local_name().as_ref() {
            "gridSpan" if self.depth == 1 => self.widen(tag),
            "br" | "tab" | "p" => self.push(" "),
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        match tag {
            "tbl" => self.depth = self.depth.saturating_sub(1),
            "t" => self.in_text = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.text_outside |= self.depth == 0 && !text.trim().is_empty();
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        if self.depth > 0
            && let Some(cell) = self.tables.last_mut().and_then(|t| t.last_mut()).and_then(|r| r.last_mut())
        {
            cell.push_str(text);
        }
    }

    fn add_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.push(Vec::new());
        }
    }

    fn add_cell(&mut self) {
        if let Some(row) = self.tables.last_mut().and_then(|t| t.last_mut()) {
            row.push(String::new());
        }
    }

    /// A cell over several columns is followed by blank ones, so that the next cell keeps its column. The property comes
    /// before the text of the cell, so the blank cells are put in front.
    fn widen(&mut self, tag: &BytesStart) {
        let value = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == "val");
        let span: usize = value.and_then(|v| v.value.parse().ok()).unwrap_or(1);
        for _ in 1..span.min(64) {
            self.add_cell();
        }
    }
}

fn resolved(reference: &BytesRef) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name: &str = reference.as_ref();
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}
