//! Plain counts and rates: k events in an exposure of n (persons, or any equal number for plain counts).

use super::distribution::{crossing, exact_two_sided, gamma_lr, gamma_ur, ln_choose};
use super::{Interval, TAIL, Z95, real};

/// Returns the exact 95 % interval of the mean of a Poisson count (Garwood 1936).
///
/// In events; divide by the exposure for a rate. The lower end of 0 events is 0.
pub fn poisson_exact(k: u64) -> Interval {
    let count = real(k);
    let beyond = count + 20.0 * count.sqrt() + 20.0;
    let low = if k == 0 { 0.0 } else { crossing(0.0, count, |mean| gamma_lr(count, mean) < TAIL) };
    let high = crossing(count, beyond, |mean| gamma_ur(count + 1.0, mean) > TAIL);
    Interval { low, high }
}

/// Returns Byar's approximation of the 95 % interval of the mean of a Poisson count (Breslow and Day 1987), which tables of public
/// health use; the lower end of 0 events is 0.
pub fn poisson_byar(k: u64) -> Interval {
    let end = |count: f64, z: f64| count * (1.0 - 1.0 / (9.0 * count) + z / (3.0 * count.sqrt())).powi(3);
    Interval { low: if k == 0 { 0.0 } else { end(real(k), -Z95) }, high: end(real(k) + 1.0, Z95) }
}

/// Returns the two-sided p-value that k1 events in exposure n1 and k2 events in exposure n2 come from the same rate.
///
/// For persons, who are counted once. Not for incidents: they come in bursts, one person in many of them.
/// Exact: given the sum, k1 is binomial with share n1 / (n1 + n2) (Przyborowski and Wilenski 1940); two-sided by the sum of outcomes
/// no likelier than the one seen. 1 when an exposure is 0: nothing can be compared.
pub fn two_rates(k1: u64, n1: u64, k2: u64, n2: u64) -> f64 {
    if n1 == 0 || n2 == 0 {
        return 1.0;
    }
    let events = k1 + k2;
    let (ln_first, ln_second) = ((real(n1) / real(n1 + n2)).ln(), (real(n2) / real(n1 + n2)).ln());
    let ln_probability = |first: u64| ln_choose(events, first) + real(first) * ln_first + real(events - first) * ln_second;
    exact_two_sided(0..=events, k1, ln_probability)
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn exact_poisson_intervals_agree_with_published_values() {
        let cases = [
            (0, 0.0, 3.68887945411),
            (1, 0.0253178079843, 5.57164339094),
            (4, 1.08986537363, 10.2415886754),
            (10, 4.79538869613, 18.390356042),
            (37, 26.0514145671, 50.9996261419),
        ];
        for (k, low, high) in cases {
            let found = poisson_exact(k);
            assert_close(found.low, low);
            assert_close(found.high, high);
        }
    }

    #[test]
    fn byars_intervals_agree_with_published_values() {
        let cases = [
            (0, 0.0, 3.66801183217),
            (1, 0.0130721329015, 5.56375558248),
            (4, 1.07615040816, 10.2407527391),
            (10, 4.78744991397, 18.3914586058),
            (37, 26.0479645144, 51.0010965933),
        ];
        for (k, low, high) in cases {
            let found = poisson_byar(k);
            assert_close(found.low, low);
            assert_close(found.high, high);
        }
    }

    #[test]
    fn the_interval_of_a_large_count_is_near_the_normal_one() {
        let found = poisson_exact(40_000);
        assert!((found.low - 39_609.0).abs() < 2.0 && (found.high - 40_394.0).abs() < 2.0, "{found:?}");
    }

    #[test]
    fn equal_exposures_give_the_sign_test() {
        assert_close(two_rates(3, 1, 9, 1), 2.0 * 299.0 / 4096.0);
        assert_close(two_rates(0, 1, 5, 1), 2.0 / 32.0);
        assert_close(two_rates(6, 1, 6, 1), 1.0);
    }

    #[test]
    fn unequal_exposures_are_weighed() {
        assert_close(two_rates(1, 1, 3, 3), 1.0);
        assert_close(two_rates(4, 1, 0, 3), 1.0 / 256.0);
    }

    #[test]
    fn nothing_seen_is_no_difference() {
        assert_close(two_rates(0, 500, 0, 900), 1.0);
        assert_close(two_rates(3, 0, 7, 900), 1.0);
    }
}
