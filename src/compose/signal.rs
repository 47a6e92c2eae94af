//! The family of comparisons one report makes, tested together, and the signals they give.

use super::Input;
use super::comparing::{Candidate, candidates};
use super::trial::Trial;
use super::value::{real, tenths, unsigned};
use crate::model::counts::Coordinate;
use crate::model::document::Signal;
use crate::model::geography::DistrictId;
use crate::model::indicator::{Direction, Indicator, Level, Measure, Unit};
use crate::model::period::Period;
use crate::model::project::LeastEffect;
use crate::model::release::Figure;
use crate::statistics::{benjamini_hochberg, holm};

/// The share of sure differences that may be expected to be chance; on the front page, the risk that there is any.
const FALSE_SHARE: f64 = 0.05;

/// What a figure is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Against {
    /// The whole municipality a year earlier.
    YearBefore,
    /// The rest of the municipality, for this district.
    Rest(DistrictId),
    /// A value of other municipalities that this one supplied.
    Reference,
    /// The whole municipality's own earlier years, at least five points of them.
    Trend,
}

/// Why a comparison that a reader might look for is not made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Obstacle {
    /// Too few schools are known to judge how much schools differ: it cannot be assessed ("kan ikke vurderes").
    FewSchools,
    /// The series is broken between the two.
    Break,
}

/// One tested comparison.
#[derive(Clone)]
pub(super) struct Comparison {
    pub(super) indicator: String,
    pub(super) against: Against,
    /// Where the compared figure stands.
    pub(super) at: Coordinate,
    pub(super) now: Figure,
    /// What it is compared with: of a trend, the first figure; of a reference value, a figure with that value and no n to be told.
    pub(super) other: Figure,
    /// The period of the other figure.
    pub(super) since: Period,
    unit: Unit,
    direction: Direction,
    least: LeastEffect,
    trial: Trial,
    q: f64,
    holm: f64,
}

impl Comparison {
    fn new(candidate: Candidate, least: LeastEffect, (q, holm): (f64, f64)) -> Self {
        let Candidate { indicator, against, at, now, other, since, trial } = candidate;
        let (unit, direction) = (indicator.unit(), indicator.retning);
        Self { indicator: indicator.id.clone(), against, at, now, other, since, unit, direction, least, trial, q, holm }
    }

    /// Returns whether the difference is sure and large enough to act on.
    pub(super) fn sure(&self) -> bool {
        self.is_significant() && self.is_large()
    }

    /// Returns whether the difference is no chance, be it ever so small: only the report's few weightiest may be told without
    /// the doubt that one of them is.
    pub(super) fn front(&self) -> bool {
        self.holm <= FALSE_SHARE && self.is_large()
    }

    /// Returns whether the difference is sure, but too small to act on.
    pub(super) fn sure_but_small(&self) -> bool {
        self.is_significant() && !self.is_large()
    }

    fn is_significant(&self) -> bool {
        self.q <= FALSE_SHARE
    }

    fn is_large(&self) -> bool {
        let values = [self.now, self.other].map(|figure| super::trial::per_person(self.unit, figure));
        let part = values[0].min(values[1]) * real(unsigned(self.least.percent)) / 100.0;
        let points = real(unsigned(self.least.tenths)) / 1000.0;
        let limit = if self.is_in_points() { part.min(points) } else { part };
        self.trial.effect.abs() >= limit
    }

    fn is_in_points(&self) -> bool {
        matches!(self.unit, Unit::Share | Unit::Mean)
    }

    /// Returns whether a district is compared with the rest of the municipality.
    pub(super) fn is_of_district(&self) -> bool {
        matches!(self.against, Against::Rest(_))
    }

    /// Returns whether the figure is the higher of the two; of a trend, whether it rises.
    pub(super) fn higher(&self) -> bool {
        self.trial.effect > 0.0
    }

    /// Returns the signal.
    pub(super) fn signal(&self) -> Signal {
        match (self.sure(), self.direction, self.higher()) {
            (false, ..) => Signal::NoDifference,
            (true, Direction::HighIsBad, true) | (true, Direction::HighIsGood, false) => Signal::Worse,
            (true, Direction::HighIsBad, false) | (true, Direction::HighIsGood, true) => Signal::Better,
            (true, Direction::Neutral, true) => Signal::Higher,
            (true, Direction::Neutral, false) => Signal::Lower,
        }
    }

    /// Returns whether the whole interval of the difference of two shares or means lies inside the practical minimum.
    pub(super) fn unchanged(&self) -> bool {
        let limit = real(unsigned(self.practical())) / 1000.0;
        self.trial.gap.is_some_and(|gap| gap.low > -limit && gap.high < limit)
    }

    /// Returns the smallest change of this share or mean worth acting on, in tenths of a percentage point.
    pub(super) fn practical(&self) -> i64 {
        let now = tenths(self.unit, self.now).expect("only figures with a value are compared");
        self.least.tenths.min(now.min(self.other_tenths()) * self.least.percent / 100)
    }

    /// Returns the value compared with, in tenths of the printed unit.
    pub(super) fn other_tenths(&self) -> i64 {
        tenths(self.unit, self.other).expect("only figures with a value are compared")
    }
}

/// All comparisons of one report, in catalogue order.
pub(super) struct Family {
    comparisons: Vec<Comparison>,
    obstacles: Vec<(String, Against, Obstacle)>,
}

/// Says whether an indicator's series is broken between an earlier and a later period, so that the two are not compared.
pub(super) type IsBroken<'a> = &'a dyn Fn(&Indicator, Period, Period) -> bool;

impl Family {
    /// Returns the tested comparisons of a report without breaks in its series.
    #[cfg(test)]
    pub(super) fn build(input: &Input) -> Self {
        Self::unbroken(input, &|_, _, _| false)
    }

    /// Returns the tested comparisons: the municipality against a year before, its trend and the reference values, and each district
    /// against the rest; none across a break.
    pub(super) fn unbroken(input: &Input, is_broken: IsBroken) -> Self {
        let indicators = input.protected.indicators().iter().filter(|i| is_tested(i));
        let (mut found, mut obstacles) = (Vec::new(), Vec::new());
        for indicator in indicators {
            let all = candidates(input, indicator, is_broken);
            found.extend(all.tested);
            obstacles.extend(all.obstacles.into_iter().map(|(against, why)| (indicator.id.clone(), against, why)));
        }
        let p: Vec<f64> = found.iter().map(|candidate| candidate.trial.p).collect();
        let adjusted = benjamini_hochberg(&p).into_iter().zip(holm(&p));
        let least = input.project.least_effect;
        let comparisons = found.into_iter().zip(adjusted).map(|(c, both)| Comparison::new(c, least, both)).collect();
        Self { comparisons, obstacles }
    }

    /// Returns the number of comparisons.
    pub(super) fn len(&self) -> usize {
        self.comparisons.len()
    }

    /// Returns the comparisons of one indicator.
    pub(super) fn of<'a>(&'a self, indicator: &'a str) -> impl Iterator<Item = &'a Comparison> {
        self.comparisons.iter().filter(move |c| c.indicator == indicator)
    }

    /// Returns one comparison, if it was made.
    pub(super) fn find(&self, indicator: &str, against: Against) -> Option<&Comparison> {
        self.comparisons.iter().find(|c| c.indicator == indicator && c.against == against)
    }

    /// Returns why a comparison was not made though both its figures are shown.
    pub(super) fn obstacle(&self, indicator: &str, against: Against) -> Option<Obstacle> {
        self.obstacles.iter().find(|(id, other, _)| id == indicator && *other == against).map(|(_, _, why)| *why)
    }

    /// Returns the signal of one comparison.
    pub(super) fn signal(&self, indicator: &str, against: Against) -> Signal {
        self.find(indicator, against).map_or(Signal::None, Comparison::signal)
    }

    /// Returns the sure differences, the weightiest first: by q, then by size, then in catalogue order.
    pub(super) fn sure(&self) -> Vec<&Comparison> {
        let mut sure: Vec<&Comparison> = self.comparisons.iter().filter(|c| c.sure()).collect();
        sure.sort_by(|a, b| a.q.total_cmp(&b.q).then(b.trial.effect.abs().total_cmp(&a.trial.effect.abs())));
        sure
    }
}

/// Shares, means and numbers of persons are tested. Offences are not: they come in bursts, one person behind several of them, so
/// that the tests would see differences that are none.
pub(super) fn is_tested(indicator: &Indicator) -> bool {
    let persons = match indicator.unit() {
        Unit::Share | Unit::Mean | Unit::Rate => true,
        Unit::Count => matches!(indicator.maal, Measure::Persons { .. }),
        Unit::PerPerson | Unit::Points | Unit::SchoolRange => false,
    };
    persons && !indicator.maal.counts_deeds() && indicator.niveau != Level::Kvalitet
}
