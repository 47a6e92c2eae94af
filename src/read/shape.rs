//! Telling the rows below a header apart: data, totals, repeated headers, units, notes, and tables below the table.

use super::grid::{Grid, Row};
use super::header::{Candidate, Header};
use super::journal::{Journal, Stopped};
use super::names::{Aliases, Span};
use super::note;
use super::total::TotalWords;
use super::unit;
use crate::model::profile::Profile;

/// Data rows looked at to tell a table with other headers from data.
const SAMPLE: usize = 50;
/// Rows among which those are looked for.
const MOST_ROWS: usize = 2_000;

/// What a row below a header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing stands in it.
    Blank,
    /// Data.
    Data,
    /// A sum of rows above it.
    Total,
    /// The header once more.
    Repeated,
    /// The units of the columns.
    Units,
    /// Text under the table.
    Note,
    /// Part of a table with other headers.
    Foreign,
    /// Filled behind the last column of the header.
    TooLong,
    /// Ends before a column the profile cannot do without.
    TooShort,
    /// The header of the next table.
    NextHeader,
}

impl Kind {
    /// Returns whether the row was written as data, readable or not.
    pub(super) fn is_data(self) -> bool {
        matches!(self, Self::Data | Self::TooLong | Self::TooShort)
    }
}

/// A table: a header and the rows below it, up to the next header with the columns in another order.
pub(super) struct Part<'a> {
    pub(super) header: Header<'a>,
    /// What each row below the header is, in their order.
    pub(super) kinds: Vec<Kind>,
}

impl Part<'_> {
    /// Returns the rows below the header with what they are.
    pub(super) fn rows<'g>(&self, grid: &'g Grid) -> impl Iterator<Item = (Row<'g>, Kind)> {
        let first = self.header.at + 1;
        self.kinds.iter().enumerate().map(move |(at, kind)| (grid.row(first + at), *kind))
    }
}

/// Divides the rows below a header into tables.
pub(super) fn parts<'a>(
    header: Header<'a>,
    grid: &'a Grid,
    profile: &'a Profile,
    aliases: &Aliases,
    journal: &mut Journal,
) -> Result<Vec<Part<'a>>, Stopped> {
    let span = header.span;
    let first = header.at + 1;
    let mut reader = Shapes {
        grid,
        profile,
        aliases,
        words: TotalWords::of(profile),
        span,
        done: Vec::new(),
        part: Part { header, kinds: Vec::new() },
        foreign: false,
        settled: 0,
        last: None,
    };
    for at in first..grid.len() {
        let kind = reader.kind(at, journal)?;
        reader.take(at, kind);
    }
    Ok(reader.finish())
}

struct Shapes<'a, 'b> {
    grid: &'a Grid,
    profile: &'a Profile,
    aliases: &'b Aliases,
    words: TotalWords,
    span: Span,
    done: Vec<Part<'a>>,
    part: Part<'a>,
    /// Whether a table with other headers is open.
    foreign: bool,
    /// Rows of the open table whose notes are marked.
    settled: usize,
    /// The last row that was not blank, and what it was.
    last: Option<(u32, Kind)>,
}

impl<'a> Shapes<'a, '_> {
    fn kind(&mut self, at: usize, journal: &mut Journal) -> Result<Kind, Stopped> {
        let row = self.grid.row(at);
        if self.span.filled(row).next().is_none() && !self.has_flaws(row) {
            return Ok(Kind::Blank);
        }
        if self.part.header.is_repeated_by(row) {
            self.foreign = false;
            self.mark_notes();
            return Ok(self.repeated(at));
        }
        if let Some(kind) = self.new_header(at, journal)? {
            return Ok(kind);
        }
        let below_header = self.last.is_none_or(|(_, kind)| kind == Kind::Repeated);
        Ok(if self.foreign {
            Kind::Foreign
        } else if below_header && unit::is_units(row, &self.part.header, self.profile) {
            Kind::Units
        } else if self.words.is_total(row, &self.part.header, self.profile) {
            Kind::Total
        } else if self.is_foreign_header(at) {
            self.foreign = true;
            self.mark_notes();
            Kind::Foreign
        } else {
            self.width(row)
        })
    }

    /// A repeated header goes on with the table, except over the days of a month: there it begins the next month.
    fn repeated(&mut self, at: usize) -> Kind {
        let header = &self.part.header;
        if self.profile.maanedsgitter.is_none() || header.row.cells().ne(self.grid.row(at).cells()) {
            return Kind::Repeated;
        }
        let next = Header { at, ..header.clone() };
        self.open(next);
        Kind::NextHeader
    }

    /// Closes the open table and begins the next.
    fn open(&mut self, header: Header<'a>) {
        let before = std::mem::replace(&mut self.part, Part { header, kinds: Vec::new() });
        self.done.push(before);
        self.settled = 0;
    }

    fn take(&mut self, at: usize, kind: Kind) {
        if kind != Kind::Blank {
            self.last = Some((self.grid.row(at).number, kind));
        }
        if kind == Kind::NextHeader {
            self.last = None;
        } else {
            self.part.kinds.push(kind);
        }
    }

    fn finish(mut self) -> Vec<Part<'a>> {
        self.mark_notes();
        self.done.push(self.part);
        self.done
    }

    fn has_flaws(&self, row: Row) -> bool {
        self.grid.flaws(row.number).iter().any(|(_, column, _)| (self.span.from..self.span.to).contains(column))
    }

    /// Blank rows, or the top of the table, stand above the row.
    fn is_after_gap(&self, row: Row) -> bool {
        self.last.is_some_and(|(last, _)| row.number > last.saturating_add(1))
    }

    /// A row that names the profile's columns is the header of a further table: the same columns once more, or in another order.
    fn new_header(&mut self, at: usize, journal: &mut Journal) -> Result<Option<Kind>, Stopped> {
        let row = self.grid.row(at);
        let first_is_name = self.span.filled(row).next().is_some_and(|(_, cell)| self.aliases.holds(cell));
        if !(first_is_name || self.is_under_title(at) || self.is_after_gap(row)) {
            return Ok(None);
        }
        let candidate = Candidate::at(at, self.grid, self.span, self.aliases);
        let enough = candidate.score >= 2 && candidate.score * 2 >= self.part.header.columns.len();
        if !enough || !candidate.has_required(self.profile) || candidate.has_upper() && !self.may_be_upper() {
            return Ok(None);
        }
        let mut headers = candidate.headers(self.grid, self.span, self.profile, journal)?;
        self.foreign = false;
        let Some(next) = headers.pop().filter(|_| headers.is_empty()) else {
            let message = format!("I række {} begynder flere tabeller ved siden af hinanden under en anden tabel.", row.number);
            return Err(journal.stop(16, &message));
        };
        if next.upper.is_some() {
            self.part.kinds.pop();
            self.settled = self.settled.min(self.part.kinds.len());
        }
        self.mark_notes();
        if self.part.header.has_columns_of(&next) {
            if next.upper.is_some() {
                self.part.kinds.push(Kind::Repeated);
            }
            return Ok(Some(Kind::Repeated));
        }
        super::header::remark_place(&next, journal);
        self.open(next);
        Ok(Some(Kind::NextHeader))
    }

    /// The row above can be the first of two header rows: it is not the header of the open table, a sum or a unit.
    fn may_be_upper(&self) -> bool {
        let again = self.part.header.upper.is_some();
        self.part.kinds.last().is_some_and(|above| match above {
            Kind::Repeated => again,
            above => above.is_data() || matches!(above, Kind::Foreign | Kind::Note),
        })
    }

    /// The row above has one cell at most.
    fn is_under_title(&self, at: usize) -> bool {
        at > self.part.header.at + 1 && self.span.filled(self.grid.row(at - 1)).nth(1).is_none()
    }

    /// Text under the last data row is no data.
    fn mark_notes(&mut self) {
        let Part { header, kinds } = &mut self.part;
        let first = header.at + 1;
        let unsettled = std::mem::replace(&mut self.settled, kinds.len());
        for (at, kind) in kinds.iter_mut().enumerate().skip(unsettled).rev().filter(|(_, kind)| kind.is_data()) {
            if !note::is_note(self.grid.row(first + at), header) {
                return;
            }
            *kind = Kind::Note;
        }
    }

    /// Below blank rows, a row of different words without a digit is a header where the rows above have numbers.
    fn is_foreign_header(&self, at: usize) -> bool {
        let row = self.grid.row(at);
        if !(self.is_after_gap(row) || self.is_under_title(at)) || !note::are_headers(self.span.filled(row), self.profile) {
            return false;
        }
        let follows = (at + 1..self.grid.len()).map(|at| self.grid.row(at)).next();
        let has_rows = follows.is_some_and(|next| next.number == row.number + 1 && self.span.filled(next).nth(1).is_some());
        has_rows && self.part.header.columns.iter().any(|c| !row.cell(c.column).is_empty() && self.is_of_numbers(c.column))
    }

    fn is_of_numbers(&self, column: usize) -> bool {
        let rows =
            self.part.rows(self.grid).take(MOST_ROWS).filter(|(_, kind)| *kind == Kind::Data).map(|(row, _)| row.cell(column));
        let cells: Vec<&str> = rows.filter(|cell| !cell.is_empty()).take(SAMPLE).collect();
        let numbers = cells.iter().filter(|cell| cell.contains(|c: char| c.is_ascii_digit())).count();
        numbers > 0 && numbers * 10 >= cells.len() * 9
    }

    /// In a delimited file a row with too many or too few fields has its values in the wrong columns.
    fn width(&self, row: Row) -> Kind {
        let header = &self.part.header;
        if !self.grid.delimited {
            return Kind::Data;
        }
        if (header.width..row.len().min(self.span.to)).any(|c| !row.cell(c).is_empty()) {
            return Kind::TooLong;
        }
        let short = header.columns.iter().any(|c| c.required && c.column >= row.len());
        if short { Kind::TooShort } else { Kind::Data }
    }
}
