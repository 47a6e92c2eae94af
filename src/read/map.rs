//! Rows of text to [`RawTable`]s: only the columns of the profile, persons as pseudonyms, addresses as districts.

use super::Reading;
use super::grid::Grid;
use super::header::{self, Header};
use super::journal::{Journal, Stopped};
use super::labels::Labels;
use super::names::Aliases;
use super::rows::Rows;
use super::shape::{self, Kind, Part};
use super::{refuse, total};
use crate::model::month::Month;
use crate::model::raw::RawTable;

/// Returns the tables of a grid: one, or one for each header with the columns in other places.
pub(super) fn table(grid: &Grid, labels: &Labels, how: &Reading, journal: &mut Journal) -> Result<Vec<RawTable>, Stopped> {
    let aliases = Aliases::of(how.profile);
    let mut parts = Vec::new();
    for header in header::find(grid, how.profile, &aliases, journal)? {
        parts.extend(shape::parts(header, grid, how.profile, &aliases, journal)?);
    }
    let mut tables = Vec::new();
    let (mut stopped, mut month) = (None, None);
    for part in &parts {
        match read(part, grid, (how, labels), month, journal) {
            Ok((table, named)) => {
                month = named;
                tables.push(table);
            }
            Err(stop) => stopped = Some(stop),
        }
    }
    stopped.map_or(Ok(tables), Err)
}

/// Reads one table. Every row below its header that is not blank is pushed, skipped or rejected, once.
fn read(
    part: &Part,
    grid: &Grid,
    (how, labels): (&Reading, &Labels),
    month: Option<Month>,
    journal: &mut Journal,
) -> Result<(RawTable, Option<Month>), Stopped> {
    refuse::check(grid, &part.header, how.profile, journal)?;
    let mut rows = Rows::new(&part.header, grid, (how, labels), month, journal)?;
    let mut gaps = Gaps::after(&part.header);
    for (row, kind) in part.rows(grid) {
        gaps.pass(row.number, kind);
        match kind {
            Kind::Blank | Kind::NextHeader => {}
            Kind::Data => rows.read(row, journal),
            Kind::TooLong | Kind::TooShort => {
                rows.table.count_rejected();
                journal.count(22, row.number, None, explained(kind));
            }
            _ => {
                rows.table.count_skipped();
                let (code, message) = skipped(kind);
                journal.count(code, row.number, None, message);
            }
        }
    }
    gaps.report(journal);
    total::reconcile(part, grid, how.profile, journal);
    ragged(part, journal)?;
    rows.finish()
}

fn explained(kind: Kind) -> &'static str {
    match kind {
        Kind::TooLong => "Rækken har flere felter end overskriften.",
        _ => "Rækken har færre felter end overskriften.",
    }
}

fn skipped(kind: Kind) -> (u16, &'static str) {
    match kind {
        Kind::Total => (12, "Rækken er en bundlinje og er ikke læst som data."),
        Kind::Repeated => (13, "Overskriften er gentaget i rækken."),
        Kind::Units => (130, "Rækken under overskriften har kolonnernes enheder og er ikke læst som data."),
        Kind::Note => (132, "Rækken er en note eller en titel og er ikke læst som data."),
        _ => (131, "Her står en tabel med andre overskrifter. Den er ikke læst."),
    }
}

/// A file where one row of a hundred has its values in the wrong columns is not read at all.
fn ragged(part: &Part, journal: &mut Journal) -> Result<(), Stopped> {
    let rows = part.kinds.iter().filter(|kind| kind.is_data()).count();
    let wrong = part.kinds.iter().filter(|kind| matches!(kind, Kind::TooLong | Kind::TooShort)).count();
    if wrong * 100 < rows || wrong == 0 {
        return Ok(());
    }
    let message = format!("{wrong} af {rows} rækker har et forkert antal felter, så tal kan stå i forkerte kolonner.");
    Err(journal.stop(138, &message))
}

/// Blank rows between rows of data.
struct Gaps {
    /// The last row that was not blank.
    last: u32,
    /// The blank rows of the first gap, and the row where data goes on.
    first: Option<(u32, u32)>,
    count: u64,
}

impl Gaps {
    fn after(header: &Header) -> Self {
        Self { last: header.row.number, first: None, count: 0 }
    }

    fn pass(&mut self, row: u32, kind: Kind) {
        if kind == Kind::Blank {
            return;
        }
        let before = std::mem::replace(&mut self.last, row);
        if kind.is_data() && row > before.saturating_add(1) {
            self.first = self.first.or(Some((before.saturating_add(1), row)));
            self.count += 1;
        }
    }

    fn report(&self, journal: &mut Journal) {
        let Some((from, next)) = self.first else { return };
        let rows =
            if from + 1 == next { format!("Række {from} er tom") } else { format!("Række {from}-{} er tomme", next - 1) };
        let message = format!("{rows}, og tabellen fortsætter i række {next}.");
        let finding = journal.finding(14, Some(from), None, &message);
        journal.write(finding.counted(self.count));
    }
}
