//! One comparison put to the test: which test a unit gets, and what it says. Why, is told in docs/decisions/0007-comparisons.md.

use super::spread::Spread;
use super::value::{real, unsigned};
use crate::model::indicator::Unit;
use crate::model::release::Figure;
use crate::statistics::{
    Clustering, Interval, cochran_armitage, mean_against, mean_trend, newcombe_clustered, poisson_against, poisson_trend,
    share_against, two_proportions, two_proportions_clustered, two_rates,
};

/// What a test says. Values are per person: a share of 12 % is 0.12.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trial {
    /// Two-sided p-value.
    pub(super) p: f64,
    /// The difference; of a trend, from its first to its last period along its line.
    pub(super) effect: f64,
    /// The 95 % interval of the difference, of shares and means.
    pub(super) gap: Option<Interval>,
}

/// A value of somebody else to compare with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    /// The value per person.
    pub(super) value: f64,
    /// How many it rests on, where told; else it is taken as exact.
    pub(super) n: Option<u64>,
}

/// Returns the value of a figure per person; of a plain count, the count.
pub(super) fn per_person(unit: Unit, figure: Figure) -> f64 {
    let (k, n) = (real(unsigned(figure.numerator)), real(unsigned(figure.denominator.unwrap_or(1))));
    if unit == Unit::Mean { k / n / MILLION } else { k / n }
}

/// Means are sums of millionths.
const MILLION: f64 = 1_000_000.0;

/// Means vary in tenths of a percentage point: thousandths of a whole.
const PER_TENTH: f64 = 1_000.0;

fn counts(figure: Figure) -> (u64, u64) {
    (unsigned(figure.numerator), unsigned(figure.denominator.unwrap_or(1)))
}

/// Returns the test of two figures; `None` where it cannot be judged.
pub(super) fn two(unit: Unit, spread: Spread, now: Figure, other: Figure) -> Option<Trial> {
    let ((k1, n1), (k2, n2)) = (counts(now), counts(other));
    let effect = per_person(unit, now) - per_person(unit, other);
    let (p, gap) = match (unit, spread) {
        // Persons are counted once, and nothing ties one to another: Fisher's test and Newcombe's interval hold as they are.
        (Unit::Share, Spread::Persons) => {
            (two_proportions(k1, n1, k2, n2), Some(newcombe_clustered((k1, n1), (k2, n2), Clustering::NONE)))
        }
        (Unit::Share, Spread::Schools(schools)) => {
            let p = two_proportions_clustered((k1, n1), (k2, n2), schools);
            (p, Some(newcombe_clustered((k1, n1), (k2, n2), schools)))
        }
        (Unit::Mean, Spread::Schools(schools)) => {
            let (apart, n1, n2) = (PER_TENTH * effect, real(n1), real(n2));
            let gap = schools.difference_interval(apart, n1, n2);
            (schools.two_means(apart, n1, n2), Some(Interval { low: gap.low / PER_TENTH, high: gap.high / PER_TENTH }))
        }
        (Unit::Rate | Unit::Count, _) => (two_rates(k1, n1, k2, n2), None),
        _ => return None,
    };
    Some(Trial { p, effect, gap })
}

/// Returns the test of a figure against a given value; `None` where it cannot be judged.
pub(super) fn against(unit: Unit, spread: Spread, now: Figure, given: Given) -> Option<Trial> {
    let (k, n) = counts(now);
    let p = match (unit, spread) {
        (Unit::Share, Spread::Persons) => share_against((k, n), (given.value, given.n), Clustering::NONE),
        (Unit::Share, Spread::Schools(schools)) => share_against((k, n), (given.value, given.n), schools),
        (Unit::Mean, Spread::Schools(schools)) => {
            mean_against((PER_TENTH * per_person(unit, now), n), (PER_TENTH * given.value, given.n), schools)
        }
        (Unit::Rate, _) => poisson_against(k, given.value * real(n)),
        _ => return None,
    };
    Some(Trial { p, effect: per_person(unit, now) - given.value, gap: None })
}

/// Returns the test of a trend over periods, oldest first; one with nobody in it weighs nothing. `None` where it cannot be judged.
pub(super) fn trend(unit: Unit, spread: Spread, series: &[Figure]) -> Option<Trial> {
    let (k, n): (Vec<u64>, Vec<u64>) = series.iter().map(|figure| counts(*figure)).unzip();
    let found = match (unit, spread) {
        (Unit::Share, Spread::Persons) => cochran_armitage(&k, &n, Clustering::NONE),
        (Unit::Share, Spread::Schools(schools)) => cochran_armitage(&k, &n, schools),
        (Unit::Mean, Spread::Schools(schools)) => {
            let tenths: Vec<f64> = k.iter().map(|k| real(*k) * PER_TENTH / MILLION).collect();
            mean_trend(&tenths, &n, schools)
        }
        (Unit::Rate | Unit::Count, _) => poisson_trend(&k, &n),
        _ => return None,
    };
    Some(Trial { p: found.p, effect: along_the_line(unit, series), gap: None })
}

/// Returns how far the line through the values, weighted by n, moves from the first to the last period.
fn along_the_line(unit: Unit, series: &[Figure]) -> f64 {
    let [mut all, mut first, mut second, mut values, mut moved] = [0.0; 5];
    for (time, figure) in (0_u32..).zip(series).filter(|(_, figure)| figure.denominator != Some(0)) {
        let (time, n) = (f64::from(time), real(counts(*figure).1));
        let value = n * per_person(unit, *figure);
        (all, first, second) = (all + n, first + n * time, second + n * time * time);
        (values, moved) = (values + value, moved + time * value);
    }
    let spread = second - first * first / all;
    let steps = real(u64::try_from(series.len().saturating_sub(1)).unwrap_or_default());
    if spread > 0.0 { (moved - first * values / all) / spread * steps } else { 0.0 }
}
