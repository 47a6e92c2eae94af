//! Which comparisons a report makes of one indicator, from published figures alone.

use super::Input;
use super::signal::{Against, IsBroken, Obstacle};
use super::spread::{Spread, over_time, spread};
use super::trial::{self, Given, Trial};
use super::value::unsigned;
use super::view;
use crate::model::counts::Coordinate;
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Unit};
use crate::model::period::Period;
use crate::model::project::Reference;
use crate::model::release::{CellStatus, Figure};

/// A trend needs so many points that can be compared; fewer are shown and not tested.
const TREND_POINTS: usize = 5;

/// A trend looks no further back.
const LONGEST_TREND: usize = 10;

/// A comparison that was tested and waits for the others of its family.
pub(super) struct Candidate<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) against: Against,
    pub(super) at: Coordinate,
    pub(super) now: Figure,
    pub(super) other: Figure,
    pub(super) since: Period,
    pub(super) trial: Trial,
}

/// What one indicator brings to the family.
#[derive(Default)]
pub(super) struct Candidates<'a> {
    pub(super) tested: Vec<Candidate<'a>>,
    pub(super) obstacles: Vec<(Against, Obstacle)>,
}

impl<'a> Candidates<'a> {
    /// Two figures that are shown but cannot be judged are told as such.
    fn take_or_tell(&mut self, against: Against, candidate: Option<Candidate<'a>>) {
        match candidate {
            Some(candidate) => self.tested.push(candidate),
            None => self.obstacles.push((against, Obstacle::FewSchools)),
        }
    }
}

/// Returns the comparisons of an indicator: in time, its trend, against a reference value, and of the districts.
///
/// Reference values are for the municipality alone: a district is compared with the rest of its own municipality, which has the same
/// schools, survey and police.
pub(super) fn candidates<'a>(input: &Input, indicator: &'a Indicator, is_broken: IsBroken) -> Candidates<'a> {
    let period = view::current(&input.periods, indicator);
    let whole = Coordinate::whole(&indicator.id, period, indicator.geography());
    let mut found = Candidates::default();
    if let Some(now) = figure(input, indicator, &whole) {
        let spreads = Spreads::new(input, indicator, &whole);
        in_time(input, (indicator, &whole, now), spreads, is_broken, &mut found);
        in_place(input, (indicator, &whole, now), spreads.level, &mut found);
    }
    against_reference(input, indicator, period, &mut found);
    found
}

/// How an indicator varies between schools, and over time.
#[derive(Clone, Copy)]
struct Spreads {
    level: Spread,
    change: Spread,
}

impl Spreads {
    fn new(input: &Input, indicator: &Indicator, whole: &Coordinate) -> Self {
        let level = spread(input.protected, indicator);
        let change = match level {
            Spread::Schools(schools) => Spread::Schools(over_time(input, indicator, whole, schools)),
            other => other,
        };
        Self { level, change }
    }
}

type Whole<'a, 'b> = (&'a Indicator, &'b Coordinate, Figure);

fn in_time<'a>(
    input: &Input,
    (indicator, whole, now): Whole<'a, '_>,
    spreads: Spreads,
    is_broken: IsBroken,
    found: &mut Candidates<'a>,
) {
    let series = series(input, indicator, whole, now);
    let Some((before, other)) = series.get(1).copied() else { return };
    if is_broken(indicator, before, whole.period) {
        found.obstacles.push((Against::YearBefore, Obstacle::Break));
        return;
    }
    let candidate =
        |against, (since, other), trial| Candidate { indicator, against, at: whole.clone(), now, other, since, trial };
    let trial = trial::two(indicator.unit(), spreads.change, now, other);
    let year_before = trial.map(|trial| candidate(Against::YearBefore, (before, other), trial));
    found.take_or_tell(Against::YearBefore, year_before);
    let (first, figures) = comparable(&series, |period| is_broken(indicator, period, whole.period));
    if figures.iter().filter(|figure| **figure != NOBODY).count() >= TREND_POINTS {
        let trial = trial::trend(indicator.unit(), spreads.change, &figures);
        found.take_or_tell(Against::Trend, trial.map(|trial| candidate(Against::Trend, first, trial)));
    }
}

/// Stands for a period that cannot be compared: nobody was counted in it.
const NOBODY: Figure = Figure { numerator: 0, denominator: Some(0), upper: None };

/// Returns the oldest figure that can be compared with the latest, and all from it on, the oldest first. Years between that are
/// apart, such as those of closed schools, keep their place in time and weigh nothing.
fn comparable(series: &[(Period, Figure)], is_apart: impl Fn(Period) -> bool) -> ((Period, Figure), Vec<Figure>) {
    let apart: Vec<bool> = (0..series.len()).map(|at| at > 0 && is_apart(series[at].0)).collect();
    let oldest = apart.iter().rposition(|apart| !apart).unwrap_or(0);
    let figures = (0..=oldest).rev().map(|at| if apart[at] { NOBODY } else { series[at].1 }).collect();
    (series[oldest], figures)
}

/// Returns the figures of the municipality that can be compared, the latest first, up to the first hole.
fn series(input: &Input, indicator: &Indicator, whole: &Coordinate, now: Figure) -> Vec<(Period, Figure)> {
    let back = std::iter::successors(Some(whole.period), |period| Some(period.a_year_before()));
    let known = |period: Period| {
        let found = figure(input, indicator, &Coordinate { period, ..whole.clone() })?;
        (found.denominator.is_some() == now.denominator.is_some()).then_some((period, found))
    };
    back.take(LONGEST_TREND).map_while(known).collect()
}

fn in_place<'a>(input: &Input, (indicator, whole, now): Whole<'a, '_>, level: Spread, found: &mut Candidates<'a>) {
    if now.denominator.is_none() {
        return;
    }
    for id in input.project.district_ids() {
        let at = whole.in_area(Area::District(id));
        let Some((own, other)) = figure(input, indicator, &at).and_then(|own| Some((own, rest(indicator, now, own)?))) else {
            continue;
        };
        let against = Against::Rest(id);
        let trial = trial::two(indicator.unit(), level, own, other);
        let since = at.period;
        found.take_or_tell(against, trial.map(|trial| Candidate { indicator, against, at, now: own, other, since, trial }));
    }
}

fn against_reference<'a>(input: &Input, indicator: &'a Indicator, current: Period, found: &mut Candidates<'a>) {
    let usable = |reference: &&Reference| {
        reference.indicator == indicator.id && [current, current.a_year_before()].contains(&reference.period)
    };
    let latest = input.project.references.iter().filter(usable).max_by_key(|reference| reference.period);
    let Some(reference) = latest else { return };
    let at = Coordinate::whole(&indicator.id, reference.period, indicator.geography());
    let Some(now) = figure(input, indicator, &at).filter(|now| now.denominator.is_some()) else { return };
    let other = value_alone(indicator.unit(), reference.tenths);
    let given = Given { value: trial::per_person(indicator.unit(), other), n: reference.n.map(unsigned) };
    let trial = trial::against(indicator.unit(), spread(input.protected, indicator), now, given);
    let (against, since) = (Against::Reference, reference.period);
    found.take_or_tell(against, trial.map(|trial| Candidate { indicator, against, at, now, other, since, trial }));
}

/// Returns a figure that has a value and stands for no number of persons.
fn value_alone(unit: Unit, tenths: i64) -> Figure {
    let (numerator, denominator) = match unit {
        Unit::Mean => (1_000 * tenths, 1),
        Unit::Rate => (tenths, 10_000),
        _ => (tenths, 1_000),
    };
    Figure { numerator, denominator: Some(denominator), upper: None }
}

/// Returns a shown figure that can be tested, of this run or of an earlier release: with a base where its unit has one. A number of
/// persons that is an interval cannot be.
fn figure(input: &Input, indicator: &Indicator, at: &Coordinate) -> Option<Figure> {
    let status = match input.protected.status(at) {
        CellStatus::NoData => input.earlier.get(at).copied().unwrap_or(CellStatus::NoData),
        measured => measured,
    };
    let CellStatus::Shown(figure) = status else { return None };
    let part_of = |n: i64| n > 0 && (indicator.unit() != Unit::Share || figure.numerator <= n);
    let has_base = match indicator.unit() {
        Unit::Share | Unit::Mean | Unit::Rate => figure.denominator.is_some_and(part_of),
        Unit::Count => figure.denominator.is_none_or(part_of),
        Unit::PerPerson | Unit::Points | Unit::SchoolRange => false,
    };
    (figure.upper.is_none() && has_base).then_some(figure)
}

/// Returns the municipality without one district, from two published figures.
fn rest(indicator: &Indicator, whole: Figure, district: Figure) -> Option<Figure> {
    let numerator = whole.numerator - district.numerator;
    let denominator = whole.denominator? - district.denominator?;
    let fits = numerator >= 0 && denominator > 0 && (indicator.unit() != Unit::Share || numerator <= denominator);
    fits.then_some(Figure { numerator, denominator: Some(denominator), upper: None })
}
