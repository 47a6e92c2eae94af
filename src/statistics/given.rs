//! A figure against a value somebody else has measured.

use super::cluster::Clustering;
use super::distribution::{exact_two_sided, ln_binomial, ln_poisson};
use super::real;

/// Below this expected count the normal approximation is not used.
const FEW: f64 = 5.0;

/// Returns the two-sided p-value that the share behind k of n is the given one. A given value rests on so many persons, or is taken
/// as exact: then differences look a little surer than they are.
///
/// The z test with the variance of the given share, φ times that for the clustered side; where fewer than 5 are expected, the exact
/// binomial test has the last word, if it is less sure.
///
/// # Panics
/// When k is above n: a bug of the caller.
pub fn share_against((k, n): (u64, u64), (given, of): (f64, Option<u64>), clustering: Clustering) -> f64 {
    assert!(k <= n, "a part is never larger than its whole");
    if n == 0 || given <= 0.0 || given >= 1.0 {
        return 1.0;
    }
    let unit = given * (1.0 - given);
    let variance = clustering.variance * unit / real(n) + of.map_or(0.0, |of| unit / real(of.max(1)));
    let p = clustering.p(real(k) / real(n) - given, variance);
    let is_few = real(n) * given.min(1.0 - given) < FEW;
    if is_few { p.max(exact_two_sided(0..=n, k, |k| ln_binomial(k, n, given))) } else { p }
}

/// Returns the two-sided p-value that a mean over n persons is the given one; the clustering holds the variance per person.
pub fn mean_against((mean, n): (f64, u64), (given, of): (f64, Option<u64>), clustering: Clustering) -> f64 {
    if n == 0 {
        return 1.0;
    }
    let variance = clustering.variance * (1.0 / real(n) + of.map_or(0.0, |of| 1.0 / real(of.max(1))));
    clustering.p(mean - given, variance)
}

/// Returns the two-sided p-value that k persons were counted where so many were expected: exact Poisson, by the sum of outcomes no
/// likelier than the one seen.
pub fn poisson_against(k: u64, expected: f64) -> f64 {
    if expected <= 0.0 {
        return 1.0;
    }
    // Far beyond both: 20 standard deviations, and what is expected twice over.
    let mut beyond = k.max(20);
    while real(beyond) < 2.0 * expected + 20.0 * expected.sqrt() {
        beyond *= 2;
    }
    exact_two_sided(0..=beyond, k, |k| ln_poisson(k, expected))
}

#[cfg(test)]
mod tests {
    use super::super::{assert_close, t_two_sided};
    use super::*;

    #[test]
    fn a_share_is_tested_with_the_variance_of_the_given_one() {
        // 30 of 200 against 20 %: (0.15 - 0.2) / √(0.16 / 200).
        let z = 0.05 / (0.16_f64 / 200.0).sqrt();
        assert_close(share_against((30, 200), (0.2, None), Clustering::NONE), t_two_sided(z, f64::INFINITY));
        let schools = Clustering { variance: 4.0, freedom: 10.0 };
        assert_close(share_against((30, 200), (0.2, None), schools), t_two_sided(z / 2.0, 10.0));
        let both = share_against((30, 200), (0.2, Some(200)), Clustering::NONE);
        assert_close(both, t_two_sided(z / 2.0_f64.sqrt(), f64::INFINITY));
    }

    #[test]
    fn few_expected_are_tested_exactly() {
        // Nobody of 20 where one in ten is expected: 0.9^20, and the outcomes no likelier at the other end.
        let found = share_against((0, 20), (0.1, None), Clustering::NONE);
        let no_likelier = (3..=20).map(|k| ln_binomial(k, 20, 0.1).exp()).filter(|p| *p <= 0.9_f64.powi(20)).sum::<f64>();
        assert_close(found, 0.9_f64.powi(20) + no_likelier);
        assert_close(share_against((3, 20), (0.0, None), Clustering::NONE), 1.0);
    }

    #[test]
    fn persons_are_tested_by_the_exact_poisson_distribution() {
        let tail: f64 = (0..8).map(|k| ln_poisson(k, 4.0).exp()).sum();
        let small = ln_poisson(0, 4.0).exp();
        assert_close(poisson_against(8, 4.0), 1.0 - tail + small);
        assert_close(poisson_against(4, 4.0), 1.0);
        assert_close(poisson_against(3, 0.0), 1.0);
    }

    #[test]
    fn a_mean_is_tested_by_students_t() {
        let schools = Clustering { variance: 400.0, freedom: 8.0 };
        assert_close(mean_against((8.0, 100), (10.0, None), schools), t_two_sided(1.0, 8.0));
    }
}
