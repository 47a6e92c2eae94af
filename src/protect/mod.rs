//! The disclosure wall: the only place where exact counts become publishable figures.

use crate::model::counts::{Coordinate, CountTable};
use crate::model::indicator::Indicator;
use crate::model::period::Period;
use crate::model::profile::Source;
use crate::model::project::Protection;
use crate::model::records::Note;
use crate::model::release::{CellStatus, Dispersion, ReleasedNote};
pub use secondary::Effort;
use secondary::Outcome;
use std::collections::{BTreeMap, BTreeSet};

mod again;
mod audit;
mod elimination;
mod linked;
mod primary;
mod relation;
mod secondary;
mod sum;
#[cfg(test)]
mod tests;

/// Publishable figures. Private fields, no constructor outside this module: whoever holds one may publish it.
pub struct Protected {
    indicators: Vec<Indicator>,
    cells: BTreeMap<Coordinate, CellStatus>,
    notes: Vec<ReleasedNote>,
    settings: Protection,
    dispersions: BTreeMap<String, Dispersion>,
    kept: BTreeSet<(Source, Period)>,
    given_away: BTreeSet<Coordinate>,
    effort: Effort,
}

impl Protected {
    /// Returns the indicators in catalogue order.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// Returns what may be known of one figure.
    pub fn status(&self, at: &Coordinate) -> CellStatus {
        self.cells.get(at).copied().unwrap_or(CellStatus::NoData)
    }

    /// Returns all figures, sorted by coordinate.
    pub fn cells(&self) -> impl Iterator<Item = (&Coordinate, CellStatus)> {
        self.cells.iter().map(|(at, status)| (at, *status))
    }

    /// Returns the notes as they may be printed.
    pub fn notes(&self) -> &[ReleasedNote] {
        &self.notes
    }

    /// Returns how much schools differ within districts in an indicator; `None` where it is not known, or no figure is shown.
    pub fn dispersion(&self, indicator: &str) -> Option<Dispersion> {
        self.dispersions.get(indicator).copied()
    }

    /// Returns the sources and years whose published figures stand although this run measured a few persons more or fewer.
    pub fn kept(&self) -> &BTreeSet<(Source, Period)> {
        &self.kept
    }

    /// Returns the hidden figures that earlier releases give away, whatever is hidden now.
    pub fn given_away(&self) -> &BTreeSet<Coordinate> {
        &self.given_away
    }

    /// Returns what hiding took.
    pub fn effort(&self) -> Effort {
        self.effort
    }

    /// Returns the settings the figures were protected with, for the method page.
    pub fn settings(&self) -> Protection {
        self.settings
    }
}

/// Protects exact counts: primary rules on each figure, then complementary hiding inside each indicator and between linked ones.
///
/// Free text leaves only with an approval (design, rule 4); every other note keeps its theme alone.
pub fn protect(table: CountTable, notes: &[Note], settings: Protection) -> Protected {
    protect_again(table, notes, settings, &BTreeMap::new())
}

/// Protects exact counts as [`protect`] does, beside the figures of earlier releases ([`again`]).
pub fn protect_again(
    table: CountTable,
    notes: &[Note],
    settings: Protection,
    before: &BTreeMap<Coordinate, CellStatus>,
) -> Protected {
    let mut statuses = primary::apply(&table, settings);
    again::hide(&mut statuses, before);
    let known = again::known(&table, before);
    let Outcome { statuses: mut cells, given_away, effort } = secondary::apply(&table, statuses, settings, &known);
    let given_away = given_away.into_iter().map(|cell| table.cells[cell].0.clone()).collect();
    let kept = again::keep(&table, &mut cells, before, settings);
    let dispersions = shown_dispersions(table.dispersions, &cells);
    Protected {
        indicators: table.indicators,
        cells,
        notes: notes.iter().map(release).collect(),
        settings,
        dispersions,
        kept,
        given_away,
        effort,
    }
}

/// An indicator all of whose figures are hidden takes its dispersion with it.
fn shown_dispersions(
    mut dispersions: BTreeMap<String, Dispersion>,
    cells: &BTreeMap<Coordinate, CellStatus>,
) -> BTreeMap<String, Dispersion> {
    let shown: BTreeSet<&str> =
        cells.iter().filter(|(_, s)| matches!(s, CellStatus::Shown(_))).map(|(at, _)| at.indicator.as_str()).collect();
    dispersions.retain(|indicator, _| shown.contains(indicator.as_str()));
    dispersions
}

fn release(note: &Note) -> ReleasedNote {
    let quote = note.approval.as_ref().map(|approval| crate::model::release::Quote {
        text: note.text.clone(),
        approved_by: approval.by.clone(),
        approved_on: approval.date,
    });
    ReleasedNote { theme: note.theme.clone(), year: note.year, district: note.district, quote }
}
