//! The data rows of one table, cell by cell.

use super::Reading;
use super::grid::{Flaw, Grid, Row};
use super::header::Header;
use super::journal::{Journal, Stopped};
use super::labels::Labels;
use super::month_grid::{self, Days, Trouble};
use super::step::{Fields, LeftOut, Step, cleaned, plan};
use super::unfold::Unfolded;
use crate::model::month::Month;
use crate::model::profile::{Profile, Source};
use crate::model::raw::RawTable;

/// Field with the keyed hash of a police row, which tells whether two rows without person key are the same.
const FINGERPRINT: &str = "aftryk";

/// Reads rows into a table.
pub(super) struct Rows<'a> {
    pub(super) table: RawTable,
    grid: &'a Grid,
    how: &'a Reading<'a>,
    header: &'a Header<'a>,
    steps: Vec<Step<'a>>,
    /// The columns whose text makes two rows alike.
    compared: Vec<usize>,
    /// A month grid, and where its fields stand among the cells; a field the file has itself stands nowhere.
    days: Option<(Days, [Option<usize>; 6])>,
    unfolded: Option<Unfolded>,
    cells: Vec<String>,
    /// A formula without value stood in a column that is read.
    uncached: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        header: &'a Header<'a>,
        grid: &'a Grid,
        (how, labels): (&'a Reading<'a>, &'a Labels),
        month: Option<Month>,
        journal: &mut Journal,
    ) -> Result<Self, Stopped> {
        let (steps, mut fields) = plan(header, labels, how.profile);
        let days = Days::find(header, grid, how.profile, month, journal)?.map(|days| {
            let places = day_fields(&days, &mut fields);
            (days, places)
        });
        let unfolded = Unfolded::find(header, how.profile, &mut fields, journal)?;
        let compared = compared(header, how.profile);
        if !compared.is_empty() {
            fields.push((FINGERPRINT.to_owned(), "(hele rækken)".to_owned(), 0));
        }
        let table = RawTable::new(journal.file(), journal.sheet(), fields);
        let cells = constants(&table, &steps, how.profile);
        Ok(Self { table, grid, how, header, steps, compared, days, unfolded, cells, uncached: false })
    }

    /// Reads a row: pushes it, or counts it as rejected.
    pub(super) fn read(&mut self, row: Row, journal: &mut Journal) {
        match self.flawed(row, journal) {
            Some(Flaw::Uncached) => {
                self.uncached = true;
                self.table.count_rejected();
            }
            Some(Flaw::Error(_)) => self.table.count_rejected(),
            None => match self.read_cells(row, journal) {
                Ok(()) => self.push(row, journal),
                Err(LeftOut::Rejected) => self.table.count_rejected(),
                Err(LeftOut::Skipped) => self.table.count_skipped(),
            },
        }
    }

    /// Returns the table with the month its letters belong to.
    pub(super) fn finish(self) -> Result<(RawTable, Option<Month>), Stopped> {
        let month = self.days.and_then(|(days, _)| days.month());
        if self.uncached { Err(Stopped) } else { Ok((self.table, month)) }
    }

    fn read_cells(&mut self, row: Row, journal: &mut Journal) -> Result<(), LeftOut> {
        let (how, cells) = (self.how, &mut self.cells);
        self.steps.iter().try_for_each(|step| step.read(row, how, cells, journal))?;
        if self.count_days(row, journal) { Ok(()) } else { Err(LeftOut::Rejected) }
    }

    /// Writes the days counted from the letters of a month grid.
    fn count_days(&mut self, row: Row, journal: &mut Journal) -> bool {
        let Some((days, places)) = &self.days else { return true };
        let own = |field: &str| self.table.field(field).map_or("", |at| self.cells[at].as_str());
        // The days overwrite the fields of the row before, so a fixed month is not read from there.
        let counted = days.count(|column| cleaned(row.cell(column), self.how.profile), own("maaned"), own("skoleaar"));
        match counted {
            Ok(values) => {
                for (place, value) in places.iter().zip(values).filter_map(|(place, value)| Some(((*place)?, value))) {
                    self.cells[place] = value;
                }
                true
            }
            Err(trouble) => {
                self.remark(row, &trouble, journal);
                false
            }
        }
    }

    fn remark(&self, row: Row, trouble: &Trouble, journal: &mut Journal) {
        let place = trouble.column.map(|column| (column, self.header.names.shown(column)));
        let finding = journal.finding(trouble.code, Some(row.number), place, trouble.message);
        journal.count_finding(match trouble.action {
            Some(action) => finding.with_action(action),
            None => finding,
        });
    }

    /// Pushes the row, or one for each filled column of those that are unfolded.
    fn push(&mut self, row: Row, journal: &mut Journal) {
        if let Some(last) = self.cells.last_mut().filter(|_| !self.compared.is_empty()) {
            *last = fingerprint(row, &self.compared, self.how);
        }
        let Some(unfolded) = &self.unfolded else {
            self.table.push_row(row.number, self.cells.iter().map(String::as_str));
            return;
        };
        let before = self.table.len();
        for (column, value) in unfolded.columns() {
            let cell = cleaned(row.cell(column), self.how.profile);
            if !cell.is_empty() {
                unfolded.write(value, cell, &mut self.cells);
                self.table.push_row(row.number, self.cells.iter().map(String::as_str));
            }
        }
        if self.table.len() == before {
            self.table.count_skipped();
            journal.count(130, row.number, None, "Rækken har ingen værdi i de kolonner, der læses som rækker.");
        }
    }

    /// Writes the flaws of a row in columns that are read, and returns the gravest.
    fn flawed(&self, row: Row, journal: &mut Journal) -> Option<Flaw> {
        let mut gravest = None;
        for (_, column, flaw) in self.grid.flaws(row.number) {
            let Some(header) = self.read_as(*column) else { continue };
            let place = Some((*column, header));
            match flaw {
                Flaw::Uncached => journal.count(5, row.number, place, "Cellen har en formel uden beregnet værdi."),
                Flaw::Error(error) => {
                    journal.count(6, row.number, place, &format!("Cellen har Excel-fejlen {error}, og rækken er ikke læst."));
                }
            }
            if gravest != Some(Flaw::Uncached) {
                gravest = Some(*flaw);
            }
        }
        gravest
    }

    /// Returns the header of a column that is read.
    fn read_as(&self, column: usize) -> Option<&str> {
        let named = self.header.columns.iter().find(|f| f.column == column).map(|f| f.header.as_str());
        let in_days = self.days.iter().flat_map(|(days, _)| days.columns()).any(|c| c == column);
        let in_rows = self.unfolded.iter().flat_map(Unfolded::columns).any(|(c, _)| c == column);
        named.or_else(|| (in_days || in_rows).then(|| self.header.names.shown(column)))
    }
}

/// Adds the fields counted from the days, where the file does not have them itself.
fn day_fields(days: &Days, fields: &mut Fields) -> [Option<usize>; 6] {
    let first = days.columns().next().and_then(|column| u32::try_from(column).ok()).unwrap_or(0);
    month_grid::FIELDS.map(|field| {
        if fields.iter().any(|(known, ..)| known == field) {
            return None;
        }
        fields.push((field.to_owned(), month_grid::HEADER.to_owned(), first));
        Some(fields.len() - 1)
    })
}

/// Returns the columns whose text makes two rows of a police list alike; the list a row came with is none of them.
fn compared(header: &Header, profile: &Profile) -> Vec<usize> {
    let list = header.columns.iter().find(|c| c.field == "uge").map(|c| c.column);
    let all: Vec<usize> = match (profile.kilde, profile.hele_raekken) {
        (Source::Politi, true) => (header.span.from..header.width).collect(),
        (Source::Politi, false) => header.columns.iter().map(|c| c.column).collect(),
        _ => Vec::new(),
    };
    all.into_iter().filter(|c| Some(*c) != list).collect()
}

fn fingerprint(row: Row, compared: &[usize], how: &Reading) -> String {
    let cells: Vec<&str> = compared.iter().map(|c| row.cell(*c)).collect();
    how.people.pseudonym(&format!("række {}", cells.join("\u{1f}")))
}

/// Returns the cells of a row with the values the profile gives for the whole file; the steps write the others.
fn constants(table: &RawTable, steps: &[Step], profile: &Profile) -> Vec<String> {
    let fixed = |(at, field): (usize, &String)| {
        let read = steps.iter().any(|s| s.writes(at));
        profile.konstanter.get(field).filter(|_| !read).cloned().unwrap_or_default()
    };
    table.fields().iter().enumerate().map(fixed).collect()
}
