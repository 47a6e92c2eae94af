//! One sheet as a table: where its header is, and the cells of each column.

use super::vocabulary::is_known_header;
use super::{content, number, words};
use crate::read::glimpse::{SheetGlimpse, is_key_of_person, normal};
use std::collections::BTreeMap;

/// Rows from the top among which the header is looked for.
const FIRST_ROWS: usize = 20;
/// Rows below the header that are looked at.
const MOST_ROWS: usize = 100_000;
/// Columns that are looked at.
const MOST_COLUMNS: usize = 512;

/// A sheet whose header was found.
pub(super) struct Table<'a> {
    /// The sheet.
    pub(super) sheet: &'a SheetGlimpse,
    /// 1-based number of the header row.
    pub(super) header_row: u32,
    /// Positions of the data rows among the rows of the sheet.
    pub(super) rows: Vec<usize>,
    /// The columns with a header.
    pub(super) columns: Vec<Column<'a>>,
    /// First words of the total rows that were left out.
    pub(super) totals: Vec<&'static str>,
}

/// One column: its header and how often each cell occurs.
pub(super) struct Column<'a> {
    /// 0-based place in the sheet.
    pub(super) place: usize,
    /// Header as written in the file.
    pub(super) header: &'a str,
    /// Number of data rows.
    pub(super) rows: usize,
    counts: BTreeMap<&'a str, usize>,
    filled: usize,
}

impl<'a> Column<'a> {
    fn new(sheet: &'a SheetGlimpse, place: usize, header: &'a str, rows: &[usize]) -> Self {
        let mut counts = BTreeMap::new();
        let mut filled = 0;
        for cell in rows.iter().map(|at| cleaned(sheet.cell(*at, place))).filter(|cell| !cell.is_empty()) {
            *counts.entry(cell).or_insert(0) += 1;
            filled += 1;
        }
        Self { place, header, rows: rows.len(), counts, filled }
    }

    /// Returns the different filled cells in their order.
    pub(super) fn values(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.counts.keys().copied()
    }

    /// Returns the different filled cells with how often each occurs.
    pub(super) fn counted(&self) -> impl Iterator<Item = (&'a str, usize)> + '_ {
        self.counts.iter().map(|(cell, n)| (*cell, *n))
    }

    /// Returns the number of filled cells.
    pub(super) fn filled(&self) -> usize {
        self.filled
    }

    /// Returns how many filled cells `holds` refuses.
    pub(super) fn refused_by(&self, holds: impl Fn(&str) -> bool) -> usize {
        self.counted().filter(|(cell, _)| !holds(cell)).map(|(_, n)| n).sum()
    }
}

/// Returns a cell without what Excel puts around text.
fn cleaned(cell: &str) -> &str {
    let inner = cell.strip_prefix("=\"").and_then(|c| c.strip_suffix('"')).unwrap_or(cell);
    inner.strip_prefix('\'').unwrap_or(inner).trim()
}

impl<'a> Table<'a> {
    /// Finds the header of a sheet and the rows below it; nothing when no row looks like a header.
    pub(super) fn of(sheet: &'a SheetGlimpse) -> Option<Self> {
        let at = header_at(sheet)?;
        let mut totals = Vec::new();
        let rows: Vec<usize> =
            (at + 1..sheet.len()).filter(|row| is_data(sheet, at, *row, &mut totals)).take(MOST_ROWS).collect();
        let places = (0..sheet.width(at).min(MOST_COLUMNS)).filter(|place| !sheet.cell(at, *place).is_empty());
        let columns = places.map(|place| Column::new(sheet, place, sheet.cell(at, place), &rows)).collect();
        totals.sort_unstable();
        totals.dedup();
        Some(Self { sheet, header_row: sheet.number(at), rows, columns, totals })
    }

    /// Returns the headers as the reader compares them.
    pub(super) fn headers(&self) -> Vec<String> {
        self.columns.iter().map(|column| normal(column.header)).collect()
    }

    /// Returns whether another column has the same header, so that no profile can name one of them.
    pub(super) fn is_doubled(&self, column: &Column) -> bool {
        let name = normal(column.header);
        self.columns.iter().any(|other| other.place != column.place && normal(other.header) == name)
    }
}

/// The header is the row that names most known columns; among those alike, the one with most words and fewest figures.
/// A row without a single known header could be data, and data are never shown: then there is no header.
fn header_at(sheet: &SheetGlimpse) -> Option<usize> {
    let best = (0..sheet.len().min(FIRST_ROWS)).map(|at| (rank(sheet, at), std::cmp::Reverse(at))).max()?;
    let ((known, _), std::cmp::Reverse(at)) = best;
    (known > 0).then_some(at)
}

fn rank(sheet: &SheetGlimpse, at: usize) -> (usize, usize) {
    let cells: Vec<&str> = (0..sheet.width(at)).map(|place| sheet.cell(at, place)).filter(|cell| !cell.is_empty()).collect();
    // A row with a date or the number of a person is no header, whatever its other cells say.
    // Only the header of a month has many dates.
    let dates = cells.iter().filter(|cell| content::is_date(cell)).count();
    if (1..=20).contains(&dates) || cells.iter().any(|cell| is_key_of_person(cell)) {
        return (0, 0);
    }
    let known = cells.iter().filter(|cell| is_known_header(cell)).count();
    let figures = cells.iter().filter(|cell| number::is_number(cell)).count();
    (known, cells.len().saturating_sub(figures))
}

fn is_data(sheet: &SheetGlimpse, header: usize, at: usize, totals: &mut Vec<&'static str>) -> bool {
    let width = sheet.width(at);
    let Some(first) = (0..width).map(|place| sheet.cell(at, place)).find(|cell| !cell.is_empty()) else { return false };
    let lower = first.to_lowercase();
    if let Some(total) = words::TOTALS.iter().find(|word| is_total(&lower, &word.to_lowercase())) {
        totals.push(total);
        return false;
    }
    (0..sheet.width(header)).any(|place| sheet.cell(at, place) != sheet.cell(header, place))
}

fn is_total(cell: &str, word: &str) -> bool {
    cell.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}
