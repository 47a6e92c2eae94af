//! The disclosure wall: the only place where exact counts become publishable figures.

use crate::model::counts::{Coordinate, CountTable};
use crate::model::indicator::Indicator;
use crate::model::period::Period;
use crate::model::profile::Source;
use crate::model::project::Protection;
use crate::model::records::Note;
use crate::model::release::{CellStatus, Dispersion, ReleasedNote};
pub use memory::{Memory, Seal};
pub use secondary::Effort;
use secondary::{Judging, Outcome};
use std::collections::{BTreeMap, BTreeSet};

mod again;
mod audit;
mod elimination;
mod group;
mod linked;
mod memory;
mod order;
mod primary;
mod relation;
mod respondents;
mod search;
mod secondary;
mod sum;
#[cfg(test)]
mod tests;
mod threads;

/// Publishable figures. Private fields, no constructor outside this module: whoever holds one may publish it.
pub struct Protected {
    indicators: Vec<Indicator>,
    cells: BTreeMap<Coordinate, CellStatus>,
    notes: Vec<ReleasedNote>,
    settings: Protection,
    dispersions: BTreeMap<String, Dispersion>,
    releases: again::Outcome,
    effort: Effort,
    decided: Vec<String>,
}

impl Protected {
    /// Returns the indicators in catalogue order.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// Returns the same without the figures of other indicators, which were counted only because readers know them.
    #[must_use]
    pub fn printing(mut self, printed: &[Indicator]) -> Self {
        let is_printed = |id: &str| printed.iter().any(|indicator| indicator.id == id);
        self.indicators.retain(|indicator| is_printed(&indicator.id));
        self.cells.retain(|at, _| is_printed(&at.indicator));
        self.dispersions.retain(|indicator, _| is_printed(indicator));
        self
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
        &self.releases.kept
    }

    /// Returns those of the kept sources and years that this run measured otherwise than they were published.
    pub fn held_back(&self) -> &BTreeSet<(Source, Period)> {
        &self.releases.held_back
    }

    /// Returns the sources and years whose figures are those that were published before: kept, or measured alike. To tell the kept ones
    /// alone would tell that something has changed.
    pub fn as_released(&self) -> &BTreeSet<(Source, Period)> {
        &self.releases.as_released
    }

    /// Returns the sources and years whose published figures are not those that were published before.
    pub fn renewed(&self) -> &BTreeSet<(Source, Period)> {
        &self.releases.renewed
    }

    /// Returns the hidden figures that earlier releases give away, so that nothing may be published.
    pub fn exposed(&self) -> &BTreeSet<Coordinate> {
        &self.releases.exposed
    }

    /// Returns what hiding took.
    pub fn effort(&self) -> Effort {
        self.effort
    }

    /// Returns what was decided, as lines for the [`Memory`] of the next run: for the municipality alone.
    pub fn decided(&self) -> &[String] {
        &self.decided
    }

    /// Returns the settings the figures were protected with, for the method page.
    pub fn settings(&self) -> Protection {
        self.settings
    }
}

/// What readers know of earlier releases.
#[derive(Clone, Default)]
pub struct Earlier {
    /// The released figures.
    pub figures: BTreeMap<Coordinate, CellStatus>,
    /// Sources of which everything that was released stands, however much has changed.
    pub standing: BTreeSet<Source>,
}

impl From<BTreeMap<Coordinate, CellStatus>> for Earlier {
    fn from(figures: BTreeMap<Coordinate, CellStatus>) -> Self {
        Self { figures, standing: BTreeSet::new() }
    }
}

impl From<&BTreeMap<Coordinate, CellStatus>> for Earlier {
    fn from(figures: &BTreeMap<Coordinate, CellStatus>) -> Self {
        figures.clone().into()
    }
}

/// Protects exact counts: primary rules on each figure, then complementary hiding inside each indicator and between linked ones.
///
/// Free text leaves only with an approval (design, rule 4); every other note keeps its theme alone.
pub fn protect(table: CountTable, notes: &[Note], settings: Protection) -> Protected {
    protect_again(table, notes, settings, BTreeMap::new(), &Memory::none())
}

/// Protects exact counts as [`protect`] does, beside the figures of earlier releases ([`again`]). Groups of figures that `memory` knows
/// are not judged again.
pub fn protect_again(
    table: CountTable,
    notes: &[Note],
    settings: Protection,
    before: impl Into<Earlier>,
    memory: &Memory,
) -> Protected {
    beside(table, notes, (settings, Judging::new(memory)), &before.into(), &again::Public::default())
}

/// Protects exact counts for readers who have the public edition too: they know what it shows, so that is shown, and what it keeps of
/// earlier releases is kept. `before` is what they know of earlier releases of both.
pub fn protect_confidential(
    table: CountTable,
    notes: &[Note],
    settings: Protection,
    before: impl Into<Earlier>,
    (public, memory): (&Protected, &Memory),
) -> Protected {
    let mut before: Earlier = before.into();
    let shown = public.cells().filter(|(_, status)| matches!(status, CellStatus::Shown(_)));
    before.figures.extend(shown.map(|(at, status)| (at.clone(), status)));
    let of_public = again::Public { kept: public.kept().clone(), renewed: public.releases.renewed.clone() };
    beside(table, notes, (settings, Judging::new(memory)), &before, &of_public)
}

/// Returns how many figures elimination alone would hide beyond the primary rules, where nothing was released before: what the audit
/// takes is measured against it. That protects too little for anything to be published.
pub fn by_elimination_alone(table: &CountTable, settings: Protection) -> usize {
    let memory = Memory::none();
    let judging = Judging { is_audited: false, ..Judging::new(&memory) };
    let statuses = primary::apply(table, settings);
    secondary::apply(table, statuses, settings, &BTreeSet::new(), judging).effort.secondary
}

fn beside(
    table: CountTable,
    notes: &[Note],
    (settings, judging): (Protection, Judging),
    before: &Earlier,
    public: &again::Public,
) -> Protected {
    let mut statuses = primary::apply(&table, settings);
    again::hide(&mut statuses, &before.figures);
    let known = again::show(&table, &mut statuses, &before.figures);
    let Outcome { statuses: mut cells, given_away, effort, decided, .. } =
        secondary::apply(&table, statuses, settings, &known, judging);
    let exposed = given_away.into_iter().map(|cell| table.cells[cell].0.clone()).collect();
    let releases = again::keep(&table, &mut cells, before, settings, (exposed, public));
    let dispersions = shown_dispersions(table.dispersions, &cells);
    let notes = notes.iter().map(release).collect();
    Protected { indicators: table.indicators, cells, notes, settings, dispersions, releases, effort, decided }
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
