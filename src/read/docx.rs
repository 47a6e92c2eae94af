//! Tables of a Word document. Text outside the tables is not read, and a finding says so.

use super::archive::Archive;
use super::entity::resolved;
use super::grid::Grid;
use super::journal::{Journal, Stopped};
use super::tables::Tables;
use crate::model::profile::Profile;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Most bytes of the document's text with its markup.
const MOST_TEXT: u64 = 64 << 20;

/// Reads the tables whose header the profile knows as one table; their rows are numbered from 1 through the document.
pub(super) fn read(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    let part = Archive::open(bytes, journal)?.part("word/document.xml", MOST_TEXT + 1);
    if part.as_ref().is_some_and(|part| u64::try_from(part.len()).is_ok_and(|length| length > MOST_TEXT)) {
        return Err(too_large(journal));
    }
    let document = part.and_then(|part| String::from_utf8(part).ok()).and_then(|xml| parse(&xml));
    let Some(tables) = document.map(|document| document.tables) else {
        return Err(journal.stop(4, "Word-dokumentet er beskadiget og kan ikke læses."));
    };
    if tables.too_large {
        return Err(too_large(journal));
    }
    let Some((grid, unread)) = tables.joined(profile) else {
        return Err(journal.stop(123, "Word-dokumentet har ingen tabel."));
    };
    if unread {
        journal.note(113, "Teksten uden for dokumentets tabel er ikke læst.");
    }
    Ok(grid)
}

fn too_large(journal: &mut Journal) -> Stopped {
    journal.stop(8, "Dokumentet er større, end værktøjet læser.")
}

#[derive(Default)]
struct Document {
    tables: Tables,
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
                    self.tables.open_table();
                }
            }
            "tr" if self.depth == 1 => self.tables.open_row(),
            "tc" if self.depth == 1 => self.tables.open_cell(1, 1),
            "t" => self.in_text = true,
            _ => self.empty(tag),
        }
    }

    fn empty(&mut self, tag: &BytesStart) {
        match tag.local_name().as_ref() {
            "gridSpan" if self.depth == 1 => {
                let value = tag.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == "val");
                self.tables.widen(value.and_then(|v| v.value.parse().ok()).unwrap_or(1));
            }
            "br" | "tab" | "p" => self.tables.text(" "),
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        match tag {
            "tbl" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.tables.close_table();
                }
            }
            "tr" if self.depth == 1 => self.tables.close_row(),
            "tc" if self.depth == 1 => self.tables.close_cell(),
            "t" => self.in_text = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.tables.text(text);
        }
    }
}
