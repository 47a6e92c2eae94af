//! Shares where nearly everybody was asked: what is left to chance is only the answers of those who are missing.
//!
//! Right only for the question "these pupils this year", and where those missing do not differ from those who answered. The report
//! asks for the underlying level and does not use it; it stands here for an indicator that asks the other question.

use super::distribution::ln_choose;
use super::proportion::wilson_clustered;
use super::{Clustering, Interval, TAIL, real};

/// How many were asked, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinitePopulation {
    /// Who answered.
    pub asked: u64,
    /// Everybody there is.
    pub all: u64,
}

impl FinitePopulation {
    /// Returns the number of answers that would tell as much of an endless population: n (N - 1) / (N - n).
    pub fn effective(self) -> f64 {
        real(self.asked) * (real(self.all) - 1.0) / (real(self.all) - real(self.asked))
    }
}

/// Returns Wilson's 95 % interval of the share among all, from k of those asked. Everybody asked: the share itself.
///
/// # Panics
/// When k is above those asked, or those asked are above all: a bug of the caller.
pub fn wilson_finite(k: u64, of: FinitePopulation) -> Interval {
    assert!(k <= of.asked && of.asked <= of.all, "a part is never larger than its whole");
    if of.asked == of.all && of.all > 0 {
        let share = real(k) / real(of.asked);
        return Interval { low: share, high: share };
    }
    let variance = real(of.asked) / of.effective();
    wilson_clustered(k, of.asked, Clustering { variance, freedom: f64::INFINITY })
}

/// Returns the exact 95 % limits of how many of all have what k of those asked have (hypergeometric; both tails 2.5 %).
///
/// # Panics
/// When k is above those asked, or those asked are above all: a bug of the caller.
pub fn hypergeometric_exact(k: u64, of: FinitePopulation) -> (u64, u64) {
    assert!(k <= of.asked && of.asked <= of.all, "a part is never larger than its whole");
    let possible = k..=of.all - (of.asked - k);
    let low = possible.clone().find(|&hits| tail(of, hits, k..=of.asked.min(hits)) > TAIL);
    let high = possible.clone().rev().find(|&hits| tail(of, hits, 0..=k) > TAIL);
    (low.unwrap_or(*possible.start()), high.unwrap_or(*possible.end()))
}

/// Returns the probability to draw a number of hits in the range, when there are `hits` among all.
fn tail(of: FinitePopulation, hits: u64, range: std::ops::RangeInclusive<u64>) -> f64 {
    let others = of.all - hits;
    let can_be = |drawn: &u64| *drawn <= hits && of.asked - drawn <= others;
    let ln = |drawn: u64| ln_choose(hits, drawn) + ln_choose(others, of.asked - drawn) - ln_choose(of.all, of.asked);
    range.filter(can_be).map(ln).map(f64::exp).sum()
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    const CASES: [(u64, u64, u64); 5] = [(7, 23, 40), (27, 85, 120), (3, 14, 15), (0, 8, 10), (12, 12, 20)];

    #[test]
    fn wilson_for_a_finite_population_agrees_with_published_values() {
        let expected = [
            (52.7647058824, 0.197025838388, 0.438224863866),
            (289.0, 0.266663227719, 0.37341505756),
            (196.0, 0.162623597535, 0.27693213499),
            (36.0, 0.0, 0.0964186285945),
            (28.5, 0.88122184463, 1.0),
        ];
        for ((k, asked, all), (effective, low, high)) in CASES.into_iter().zip(expected) {
            let of = FinitePopulation { asked, all };
            let found = wilson_finite(k, of);
            assert_close(of.effective(), effective);
            assert_close(found.low, low);
            assert_close(found.high, high);
        }
    }

    #[test]
    fn exact_limits_agree_with_published_values() {
        let expected = [(8, 18), (32, 45), (3, 4), (0, 1), (17, 20)];
        for ((k, asked, all), limits) in CASES.into_iter().zip(expected) {
            assert_eq!(hypergeometric_exact(k, FinitePopulation { asked, all }), limits, "{k} of {asked} of {all}");
        }
        assert_close(tail(FinitePopulation { asked: 23, all: 40 }, 8, 7..=8), 0.060568260568);
    }

    #[test]
    fn when_everybody_answered_nothing_is_left_to_chance() {
        let all = FinitePopulation { asked: 20, all: 20 };
        assert_eq!((wilson_finite(5, all), hypergeometric_exact(5, all)), (Interval { low: 0.25, high: 0.25 }, (5, 5)));
    }
}
