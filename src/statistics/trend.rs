//! A trend over periods in order, from five points on.

use super::cluster::Clustering;
use super::real;

/// What a trend test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// The test value; above 0 is a rise.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
}

impl Trend {
    const NONE: Self = Self { z: 0.0, p: 1.0 };

    fn of(moved: f64, variance: f64, clustering: Clustering) -> Self {
        if variance > 0.0 { Self { z: moved / variance.sqrt(), p: clustering.p(moved, variance) } } else { Self::NONE }
    }
}

/// The sums of a weight over periods, times the period's number to the power 0, 1 and 2.
fn moments(weights: &[f64]) -> [f64; 3] {
    let sum = |power: i32| (0_u32..).zip(weights).map(|(time, weight)| f64::from(time).powi(power) * weight).sum();
    [sum(0), sum(1), sum(2)]
}

/// Returns how far weights spread in time around their middle: Σ w t² - (Σ w t)² / Σ w.
fn spread([all, first, second]: [f64; 3]) -> f64 {
    second - first * first / all
}

fn reals(counts: &[u64]) -> Vec<f64> {
    counts.iter().copied().map(real).collect()
}

/// Returns the Cochran-Armitage test that the share k/n moves evenly over equally spaced periods, with φ times the variance and
/// Student's t where the persons are clustered.
///
/// The classical form (Cochran 1954, Armitage 1955) with variance over N, not N - 1. No trend when all or none are hits or fewer than
/// two periods hold anybody: nothing can move.
///
/// # Panics
/// When `k` and `n` differ in length: a bug of the caller.
pub fn cochran_armitage(k: &[u64], n: &[u64], clustering: Clustering) -> Trend {
    assert_eq!(k.len(), n.len(), "a trend has one k and one n for each period");
    let (hits, all) = (moments(&reals(k)), moments(&reals(n)));
    if all[0] <= 0.0 {
        return Trend::NONE;
    }
    let share = hits[0] / all[0];
    Trend::of(hits[1] - share * all[1], clustering.variance * share * (1.0 - share) * spread(all), clustering)
}

/// Returns the test that a number of persons moves evenly over equally spaced periods, given how many there are each time.
///
/// The score test of a log-linear Poisson trend, given the sum (Armitage 1955 with the exposures as weights). No trend when nobody is
/// counted.
///
/// # Panics
/// When `k` and `exposure` differ in length: a bug of the caller.
pub fn poisson_trend(k: &[u64], exposure: &[u64]) -> Trend {
    assert_eq!(k.len(), exposure.len(), "a trend has one count and one exposure for each period");
    let (events, all) = (moments(&reals(k)), moments(&reals(exposure)));
    if all[0] <= 0.0 {
        return Trend::NONE;
    }
    let rate = events[0] / all[0];
    Trend::of(events[1] - rate * all[1], rate * spread(all), Clustering::NONE)
}

/// Returns the test that a mean moves evenly over equally spaced periods; `sums` and `n` give the means, the clustering the variance
/// per person.
///
/// # Panics
/// When `sums` and `n` differ in length: a bug of the caller.
pub fn mean_trend(sums: &[f64], n: &[u64], clustering: Clustering) -> Trend {
    assert_eq!(sums.len(), n.len(), "a trend has one sum and one n for each period");
    let (values, all) = (moments(sums), moments(&reals(n)));
    if all[0] <= 0.0 {
        return Trend::NONE;
    }
    Trend::of(values[1] - values[0] / all[0] * all[1], clustering.variance * spread(all), clustering)
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    const K: [u64; 5] = [14, 17, 16, 22, 27];
    const N: [u64; 5] = [120, 118, 125, 121, 119];

    #[test]
    fn the_test_agrees_with_published_values() {
        let found = cochran_armitage(&K, &N, Clustering::NONE);
        assert_close(found.z, 2.43848250229);
        assert_close(found.p, 0.0147490727162);
    }

    #[test]
    fn a_fall_is_the_mirror_of_a_rise() {
        let back = |counts: [u64; 5]| counts.into_iter().rev().collect::<Vec<_>>();
        assert_close(cochran_armitage(&back(K), &back(N), Clustering::NONE).z, -2.43848250229);
    }

    #[test]
    fn dispersion_divides_the_test_value_by_its_root() {
        let found = cochran_armitage(&K, &N, Clustering { variance: 4.0, freedom: 12.0 });
        assert_close(found.z, 2.43848250229 / 2.0);
        assert_close(found.p, super::super::t_two_sided(2.43848250229 / 2.0, 12.0));
    }

    #[test]
    fn nothing_to_move_is_no_trend() {
        for (k, n) in [([0, 0, 0], [10, 12, 9]), ([10, 12, 9], [10, 12, 9]), ([0, 4, 0], [0, 12, 0]), ([0, 0, 0], [0, 0, 0])] {
            assert_eq!(cochran_armitage(&k, &n, Clustering::NONE), Trend::NONE);
        }
        assert_eq!(poisson_trend(&[0, 0, 0], &[900, 900, 900]), Trend::NONE);
    }

    #[test]
    fn a_poisson_trend_of_rare_events_is_the_trend_of_a_small_share() {
        let many = N.map(|n| n * 10_000);
        let (rate, share) = (poisson_trend(&K, &many), cochran_armitage(&K, &many, Clustering::NONE));
        assert!((rate.z - share.z).abs() < 1e-3, "{rate:?} {share:?}");
        // Equal exposures: Σ (t - 2) k = 31 over √(96 · 2).
        assert_close(poisson_trend(&K, &[1, 1, 1, 1, 1]).z, 31.0 / (96.0_f64 * 2.0).sqrt());
    }

    #[test]
    fn a_mean_moves_like_its_line() {
        let found = mean_trend(&[800.0, 900.0, 1000.0], &[100, 100, 100], Clustering { variance: 50.0, freedom: 8.0 });
        // A step of 1 per period: slope sum 200 over √(50 · 200).
        assert_close(found.z, 2.0);
        assert_close(found.p, super::super::t_two_sided(2.0, 8.0));
    }
}
