//! Small builders of sections and blocks.

use crate::model::document::{Block, Cell, ColumnHead, HIDDEN_BY_SOURCE, Section, Signal, Table, TableSource};

use super::plan::Entry;

/// Returns a paragraph.
pub(super) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: text.into() }
}

/// Returns a boxed remark.
pub(super) fn note(text: impl Into<String>) -> Block {
    Block::Note { text: text.into() }
}

/// Returns the one finding of a page.
pub(super) fn lead(text: impl Into<String>) -> Block {
    Block::Lead { text: text.into() }
}

/// Returns a bullet list.
pub(super) fn list(items: Vec<String>) -> Block {
    Block::List { numbered: false, items }
}

/// Returns lines to write on.
pub(super) fn write_space(label: impl Into<String>, lines: u8) -> Block {
    Block::WriteSpace { label: label.into(), lines }
}

/// Returns the section of a plan entry, with its intro before the blocks.
pub(super) fn section(entry: &Entry, title: &str, blocks: Vec<Block>) -> Section {
    let intro = entry.intro.iter().map(paragraph);
    Section {
        id: entry.id.clone(),
        level: entry.niveau,
        title: title.to_owned(),
        new_page: entry.ny_side,
        blocks: intro.chain(blocks).collect(),
    }
}

/// Returns a section below an entry's own.
pub(super) fn subsection(entry: &Entry, id: &str, title: impl Into<String>, blocks: Vec<Block>) -> Section {
    let level = (entry.niveau + 1).min(3);
    Section { id: format!("{}-{id}", entry.id), level, title: title.into(), new_page: false, blocks }
}

/// Returns column heads; a title that begins with `#` is a column of numbers.
pub(super) fn columns(titles: &[&str]) -> Vec<ColumnHead> {
    let head = |title: &&str| match title.strip_prefix('#') {
        Some(number) => ColumnHead { title: number.to_owned(), numeric: true },
        None => ColumnHead { title: (*title).to_owned(), numeric: false },
    };
    titles.iter().map(head).collect()
}

const BY_SOURCE_LEGEND: &str = "Skjult af kilden: kilden har selv skjult et eller flere af de tal, der skal bruges.";

/// Returns a table of figures with the legend of hidden ones where there are any. It still needs its source line
/// ([`super::source_line`]); a test finds a table without.
pub(super) fn table(id: String, caption: String, columns: Vec<ColumnHead>, rows: Vec<Vec<Cell>>, legend: &str) -> Block {
    let hidden = |by_source: bool| rows.iter().flatten().any(|c| c.hidden && (c.text == HIDDEN_BY_SOURCE) == by_source);
    let own = hidden(false).then(|| legend.to_owned());
    let notes = own.into_iter().chain(hidden(true).then(|| BY_SOURCE_LEGEND.to_owned())).collect();
    Block::Table(Table { id, caption, columns, rows, notes, source: TableSource::Figures(String::new()) })
}

/// Returns a table that holds no figures: a plan, definitions, how to read.
pub(super) fn words_table(id: String, caption: &str, columns: Vec<ColumnHead>, rows: Vec<Vec<Cell>>) -> Block {
    Block::Table(Table { id, caption: caption.to_owned(), columns, rows, notes: Vec::new(), source: TableSource::Words })
}

/// Returns a signal as a cell: the mark is drawn before the word.
pub(super) fn signal_cell(signal: Signal) -> Cell {
    match signal {
        Signal::None => Cell::text(Signal::None.word()),
        known => Cell { signal: Some(known), ..Cell::text(known.word()) },
    }
}
