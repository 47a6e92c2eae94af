//! Figures that were released before. The difference of two releases is a figure of its own, and must tell of no one either.
//!
//! What a release hid stays hidden, and what it showed is known. A source's figures of a year that have changed by fewer persons than
//! the threshold anywhere, hidden figures included, keep what was published: "one more than last year's report said" is one young
//! person. Corrections are told once they are many enough.

use super::Earlier;
use super::linked::{self, HALF_A_TENTH};
use super::sum::{Sum, sums};
use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::geography::Area;
use crate::model::indicator::{Direction, Indicator, Unit};
use crate::model::period::Period;
use crate::model::profile::Source;
use crate::model::project::Protection;
use crate::model::release::{CellStatus, Figure, Reason};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Statuses = BTreeMap<Coordinate, CellStatus>;

/// A source's figures of a year: they count the same persons, so they are kept or renewed together.
pub(super) type Component = (Source, Period);

/// Hides what an earlier release hid to protect somebody; run before complementary hiding, so that something is hidden beside it.
pub(super) fn hide(statuses: &mut Statuses, before: &Statuses) {
    for (at, earlier) in before {
        if let Some(status @ CellStatus::Shown(_)) = statuses.get_mut(at).filter(|_| is_hidden(*earlier)) {
            *status = CellStatus::Suppressed(Reason::Released);
        }
    }
}

/// Shows what an earlier release showed and this run measured alike: hiding it now would only make it look safe. Returns which figures
/// these are, by position in the table.
pub(super) fn show(table: &CountTable, statuses: &mut Statuses, before: &Statuses) -> BTreeSet<usize> {
    let mut known = BTreeSet::new();
    for (place, (at, exact)) in table.cells.iter().enumerate() {
        let now = CellStatus::Shown(figure(*exact));
        if exact.by_source.is_none() && before.get(at) == Some(&now) {
            statuses.insert(at.clone(), now);
            known.insert(place);
        }
    }
    known
}

/// What became of the components that were released before.
#[derive(Default)]
pub(super) struct Outcome {
    /// Their published figures stand although this run measured a few persons more or fewer.
    pub(super) kept: BTreeSet<Component>,
    /// Those of them that really are measured otherwise: others are kept because they would give a hidden figure away.
    pub(super) held_back: BTreeSet<Component>,
    /// Their figures are those that were published: kept, or measured alike.
    pub(super) as_released: BTreeSet<Component>,
    /// Their figures are not those that were published.
    pub(super) renewed: BTreeSet<Component>,
    /// Hidden figures that published ones give away, and nothing can be kept instead.
    pub(super) exposed: BTreeSet<Coordinate>,
}

/// What the public edition made of the components, for the confidential one.
#[derive(Default)]
pub(super) struct Public {
    /// It keeps their published figures.
    pub(super) kept: BTreeSet<Component>,
    /// Its figures are not those that were published.
    pub(super) renewed: BTreeSet<Component>,
}

/// Puts the published figures back wherever a component has changed by a few persons, would give away one of the `exposed` figures, or
/// is of a source whose released figures all stand.
pub(super) fn keep(
    table: &CountTable,
    statuses: &mut Statuses,
    Earlier { figures: before, standing }: &Earlier,
    settings: Protection,
    (exposed, public): (BTreeSet<Coordinate>, &Public),
) -> Outcome {
    let releases = Releases::new(table, statuses, before, settings);
    let (released, renewed) = (releases.released(), releases.renewed());
    let of: BTreeMap<Coordinate, Component> =
        statuses.keys().chain(before.keys()).filter_map(|at| Some((at.clone(), releases.component(at)?))).collect();
    // Figures the public edition renews cannot be kept by the other.
    let may_be_kept = |at: &Coordinate| of.get(at).is_some_and(|part| released.contains(part) && !public.renewed.contains(part));
    let (repaired, exposed): (BTreeSet<Coordinate>, BTreeSet<Coordinate>) = exposed.into_iter().partition(may_be_kept);
    let mut kept: BTreeSet<Component> = releases.touched();
    let is_asked_to_stand = |part: &&Component| standing.contains(&part.0) && !public.renewed.contains(part);
    kept.extend(released.iter().filter(is_asked_to_stand));
    kept.extend(repaired.iter().filter_map(|at| of.get(at).copied()).chain(public.kept.iter().copied()));
    let stands = |at: &Coordinate| of.get(at).copied().filter(|part| kept.contains(part));
    leave_out_new_districts(statuses, before, stands);
    put_back(statuses, before, |at| stands(at).is_some());
    let held_back = renewed.intersection(&kept).copied().collect();
    let renewed: BTreeSet<Component> = renewed.difference(&kept).copied().collect();
    Outcome { as_released: released.difference(&renewed).copied().collect(), kept, held_back, renewed, exposed }
}

/// A year that stands has the districts it was released with: beside the old ones a new one would tell of another.
fn leave_out_new_districts(statuses: &mut Statuses, before: &Statuses, stands: impl Fn(&Coordinate) -> Option<Component>) {
    let of_district = |at: &Coordinate| Some((stands(at)?, at.area)).filter(|(_, area)| matches!(area, Area::District(_)));
    let told: BTreeSet<(Component, Area)> = before.keys().filter_map(of_district).collect();
    let split: BTreeSet<Component> = told.iter().map(|(part, _)| *part).collect();
    let is_new = |place: (Component, Area)| split.contains(&place.0) && !told.contains(&place);
    statuses.retain(|at, _| !of_district(at).is_some_and(is_new));
}

/// Puts the published figures back.
fn put_back(statuses: &mut Statuses, before: &Statuses, is_kept: impl Fn(&Coordinate) -> bool) {
    for (at, status) in statuses.iter_mut().filter(|(at, _)| is_kept(at)) {
        // What that release did not have could be compared with what it had.
        let unreleased = if matches!(status, CellStatus::Shown(_)) { CellStatus::Suppressed(Reason::Released) } else { *status };
        let released = before.get(at).copied().unwrap_or(unreleased);
        *status = if is_hidden(*status) && is_hidden(released) { *status } else { released };
    }
    // What nobody is in any more was published all the same, and what was hidden would be told to be nobody.
    for (at, status) in before.iter().filter(|(at, _)| is_kept(at)) {
        let released = if is_hidden(*status) { CellStatus::Suppressed(Reason::Released) } else { *status };
        statuses.entry(at.clone()).or_insert(released);
    }
}

/// Whether a figure is hidden by a rule, which a rule of this run tells better than the earlier release.
fn is_hidden(status: CellStatus) -> bool {
    matches!(status, CellStatus::Suppressed(reason) if reason != Reason::BySource)
}

/// Two releases of the same figures side by side: the published one, and the one this run would make.
struct Releases<'a> {
    table: &'a CountTable,
    now: &'a Statuses,
    before: &'a Statuses,
    settings: Protection,
    indicators: BTreeMap<&'a str, &'a Indicator>,
}

impl<'a> Releases<'a> {
    fn new(table: &'a CountTable, now: &'a Statuses, before: &'a Statuses, settings: Protection) -> Self {
        let indicators = table.indicators.iter().map(|i| (i.id.as_str(), i)).collect();
        Self { table, now, before, settings, indicators }
    }

    fn component(&self, at: &Coordinate) -> Option<Component> {
        self.indicators.get(at.indicator.as_str()).map(|i| (i.kilde, at.period.whole_year()))
    }

    fn published(&self, at: &Coordinate) -> Option<Figure> {
        match self.before.get(at) {
            Some(CellStatus::Shown(figure)) => Some(*figure),
            _ => None,
        }
    }

    /// The components with published figures.
    fn released(&self) -> BTreeSet<Component> {
        self.before.keys().filter(|at| self.published(at).is_some()).filter_map(|at| self.component(at)).collect()
    }

    /// The components with a published figure that this run measured otherwise.
    fn renewed(&self) -> BTreeSet<Component> {
        let cells = self.table.cells.iter();
        let other = cells.filter(|(at, exact)| self.published(at).is_some_and(|then| then != figure(*exact)));
        other.filter_map(|(at, _)| self.component(at)).collect()
    }

    /// The components that have changed by a few persons, in a figure, in what is hidden together in a sum, or in what a reader finds by
    /// adding and subtracting such changes: six more here and five more there are one. So it is their greatest common divisor that must
    /// reach the threshold.
    fn touched(&self) -> BTreeSet<Component> {
        let mut steps: BTreeMap<(Component, &str, Quantity), i64> = BTreeMap::new();
        let mut add = |at: &'a Coordinate, then: Figure, now: Figure| {
            let Some((component, indicator)) = self.component(at).zip(self.indicators.get(at.indicator.as_str())) else { return };
            let of_all = tells_of_all(indicator, then, now).then_some((Quantity::Inside, 1));
            for (quantity, change) in changes(indicator.unit(), then, now).into_iter().chain(of_all) {
                let step = steps.entry((component, at.indicator.as_str(), quantity)).or_default();
                *step = common_divisor(*step, change.abs());
            }
        };
        for (at, exact) in &self.table.cells {
            self.published(at).into_iter().for_each(|then| add(at, then, figure(*exact)));
        }
        let all = sums(self.table).into_iter().chain(linked::sums(self.table)).chain(linked::declared_sums(self.table));
        for sum in all {
            let whole = &self.table.cells[sum.whole].0;
            self.remainders(&sum).into_iter().for_each(|(then, now)| add(whole, then, now));
        }
        let threshold = |indicator: &str| self.indicators.get(indicator).map_or(0, |indicator| self.least_change(indicator));
        let few = |indicator: &str, step: i64| (1..threshold(indicator)).contains(&step);
        steps
            .into_iter()
            .filter(|((_, indicator, _), step)| few(indicator, *step))
            .map(|((component, ..), _)| component)
            .collect()
    }

    /// Returns how many a change must be of. The pupils who make two means differ are a group with a mean of their own.
    fn least_change(&self, indicator: &Indicator) -> i64 {
        let base = self.settings.base(indicator).filter(|_| matches!(indicator.unit(), Unit::Mean | Unit::Points));
        self.settings.threshold(indicator).max(base.unwrap_or(0))
    }

    /// Returns what the hidden parts of a sum were together and what they are: the whole less the parts that were shown, and less those
    /// that are shown in both releases.
    fn remainders(&self, sum: &Sum) -> Vec<(Figure, Figure)> {
        let cell = |place: usize| &self.table.cells[place];
        let (at, exact) = cell(sum.whole);
        let Some(whole) = self.published(at) else { return Vec::new() };
        let shown_then: Vec<usize> = sum.parts.iter().copied().filter(|part| self.published(&cell(*part).0).is_some()).collect();
        let is_shown = |part: &usize| matches!(self.now.get(&cell(*part).0), Some(CellStatus::Shown(_)));
        let shown_in_both: Vec<usize> = shown_then.iter().copied().filter(is_shown).collect();
        let is_mean = self.indicators.get(at.indicator.as_str()).is_some_and(|indicator| indicator.unit() == Unit::Mean);
        let rest = |shown: &Vec<usize>| {
            let parts_then: Vec<Figure> = shown.iter().filter_map(|part| self.published(&cell(*part).0)).collect();
            let parts_now: Vec<Figure> = shown.iter().map(|part| figure(cell(*part).1)).collect();
            let told = parts_then.iter().chain(&parts_now).chain([&whole]).copied().chain([figure(*exact)]);
            let rounding: i64 = told.filter_map(|figure| figure.denominator).sum::<i64>() * HALF_A_TENTH;
            let then = parts_then.into_iter().fold(whole, less);
            let now = parts_now.into_iter().fold(figure(*exact), less);
            // What is left of rounded sums moves though nobody's absence has changed.
            let is_rounding = is_mean && (now.numerator - then.numerator).abs() <= rounding;
            (then, if is_rounding { Figure { numerator: then.numerator, ..now } } else { now })
        };
        [shown_then, shown_in_both].iter().filter(|shown| shown.len() < sum.parts.len()).map(rest).collect()
    }
}

/// The numbers of a figure that count persons of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Quantity {
    Inside,
    Outside,
    Upper,
}

/// Returns by how many persons two releases of a figure differ, in it and outside it.
fn changes(unit: Unit, then: Figure, now: Figure) -> Vec<(Quantity, i64)> {
    let inside = (Quantity::Inside, now.numerator - then.numerator);
    let n = then.denominator.zip(now.denominator).map(|(then, now)| now - then);
    match unit {
        Unit::SchoolRange => Vec::new(),
        // How many persons another sum of the same persons tells of, nobody knows: it may be one.
        Unit::Mean | Unit::Points if n == Some(0) && inside.1 != 0 => vec![(Quantity::Outside, 1)],
        Unit::Mean | Unit::Points => n.map(|n| (Quantity::Outside, n)).into_iter().collect(),
        // The n of a rate is the population, which is public.
        Unit::Rate | Unit::Count => {
            let upper = then.upper.zip(now.upper).map(|(then, now)| (Quantity::Upper, now - then));
            std::iter::once(inside).chain(upper).collect()
        }
        // Offences of persons: one of either tells of somebody.
        Unit::PerPerson => std::iter::once(inside).chain(n.map(|n| (Quantity::Outside, n))).collect(),
        Unit::Share => std::iter::once(inside).chain(n.map(|n| (Quantity::Outside, n - inside.1))).collect(),
    }
}

/// Whether all who have come or left between two releases are in the state that harms, as in a group of which all are.
fn tells_of_all(indicator: &Indicator, then: Figure, now: Figure) -> bool {
    let inside = now.numerator - then.numerator;
    let n = then.denominator.zip(now.denominator).map(|(then, now)| now - then);
    let Some(outside) = n.map(|n| n - inside).filter(|_| indicator.unit() == Unit::Share) else { return false };
    let all_in = indicator.retning != Direction::HighIsGood && inside != 0 && outside == 0;
    let all_out = indicator.retning != Direction::HighIsBad && inside == 0 && outside != 0;
    all_in || all_out
}

fn common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

fn figure(exact: Exact) -> Figure {
    Figure { numerator: exact.numerator, denominator: exact.denominator, upper: exact.upper }
}

fn less(whole: Figure, part: Figure) -> Figure {
    let difference = |a: Option<i64>, b: Option<i64>| a.zip(b).map(|(a, b)| a - b);
    let upper = (whole.upper.is_some() || part.upper.is_some())
        .then(|| whole.upper.unwrap_or(whole.numerator) - part.upper.unwrap_or(part.numerator));
    Figure { numerator: whole.numerator - part.numerator, denominator: difference(whole.denominator, part.denominator), upper }
}
