//! Shares: k of n.
//!
//! Each method has a plain form, for independent persons, and a clustered one, for pupils of schools. The plain one is right where a
//! person is counted once and nothing ties the persons of a figure together: the shares of persons in the police lists.

use super::cluster::Clustering;
use super::distribution::{beta_quantile, exact_two_sided, ln_choose};
use super::{Interval, TAIL, real, t_critical};

/// Below this expected count the normal approximation of a two-by-two table is not used.
const FEW: f64 = 5.0;

/// Returns the 95 % interval of the share k of n by Wilson's score method (Wilson 1927), without continuity correction.
///
/// Never leaves 0 to 1, and is exact at 0 and 1 for k = 0 and k = n. With n = 0 nothing is known: the interval is 0 to 1.
///
/// # Panics
/// When k is above n: a bug of the caller.
pub fn wilson(k: u64, n: u64) -> Interval {
    wilson_clustered(k, n, Clustering::NONE)
}

/// Returns Wilson's 95 % interval with the effective number n / φ and Student's t for the normal point.
///
/// # Panics
/// When k is above n: a bug of the caller.
pub fn wilson_clustered(k: u64, n: u64, clustering: Clustering) -> Interval {
    assert!(k <= n, "a part is never larger than its whole");
    if n == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let (share, n_effective) = (real(k) / real(n), real(n) / clustering.variance);
    let z = t_critical(clustering.freedom);
    let width = 1.0 + z * z / n_effective;
    let centre = (share + z * z / (2.0 * n_effective)) / width;
    let half = z / width * (share * (1.0 - share) / n_effective + z * z / (4.0 * n_effective * n_effective)).sqrt();
    Interval { low: if k == 0 { 0.0 } else { centre - half }, high: if k == n { 1.0 } else { centre + half } }
}

/// Returns the exact 95 % interval of the share k of n (Clopper and Pearson 1934): never too narrow, often too wide.
///
/// # Panics
/// When k is above n: a bug of the caller.
pub fn clopper_pearson(k: u64, n: u64) -> Interval {
    assert!(k <= n, "a part is never larger than its whole");
    let (hits, misses) = (real(k), real(n - k));
    let low = if k == 0 { 0.0 } else { beta_quantile(TAIL, hits, misses + 1.0) };
    let high = if k == n { 1.0 } else { beta_quantile(1.0 - TAIL, hits + 1.0, misses) };
    Interval { low, high }
}

/// Returns the 95 % interval of the difference k1/n1 - k2/n2 by Newcombe's hybrid of two Wilson intervals (Newcombe 1998, method 10).
///
/// With an empty group nothing is known: the interval is -1 to 1.
///
/// # Panics
/// When a part is larger than its whole: a bug of the caller.
pub fn newcombe_difference(k1: u64, n1: u64, k2: u64, n2: u64) -> Interval {
    newcombe_clustered((k1, n1), (k2, n2), Clustering::NONE)
}

/// Returns Newcombe's interval of a difference from two clustered Wilson intervals: like them it never leaves what a difference of
/// shares can be, also where one share is near 0.
///
/// # Panics
/// When a part is larger than its whole: a bug of the caller.
pub fn newcombe_clustered((k1, n1): (u64, u64), (k2, n2): (u64, u64), clustering: Clustering) -> Interval {
    if n1 == 0 || n2 == 0 {
        return Interval { low: -1.0, high: 1.0 };
    }
    let (first, second) = (wilson_clustered(k1, n1, clustering), wilson_clustered(k2, n2, clustering));
    let (share1, share2) = (real(k1) / real(n1), real(k2) / real(n2));
    let difference = share1 - share2;
    let low = difference - (share1 - first.low).hypot(second.high - share2);
    let high = difference + (first.high - share1).hypot(share2 - second.low);
    Interval { low, high }
}

/// Returns the two-sided p-value that k1 of n1 and k2 of n2 independent persons have the same underlying share.
///
/// [`fisher`] when any expected count of the two-by-two table is below 5, else the pooled z test. 1 when a group is empty: nothing
/// can differ.
///
/// # Panics
/// When a part is larger than its whole: a bug of the caller.
pub fn two_proportions(k1: u64, n1: u64, k2: u64, n2: u64) -> f64 {
    assert!(k1 <= n1 && k2 <= n2, "a part is never larger than its whole");
    if n1 == 0 || n2 == 0 {
        return 1.0;
    }
    if few((k1, n1), (k2, n2)) { fisher(k1, n1, k2, n2) } else { Clustering::NONE.p(pooled_z((k1, n1), (k2, n2)), 1.0) }
}

/// Returns the two-sided p-value that two shares of clustered persons are the same: the pooled z with φ times the variance, judged
/// by Student's t (quasi-binomial).
///
/// Where an expected count is below 5 the exact test has the last word, if it is less sure: clustering can only raise a p-value, so
/// what independent persons would not prove, clustered ones do not either.
///
/// # Panics
/// When a part is larger than its whole: a bug of the caller.
pub fn two_proportions_clustered((k1, n1): (u64, u64), (k2, n2): (u64, u64), clustering: Clustering) -> f64 {
    assert!(k1 <= n1 && k2 <= n2, "a part is never larger than its whole");
    if n1 == 0 || n2 == 0 || k1 + k2 == 0 || k1 + k2 == n1 + n2 {
        return 1.0;
    }
    let p = clustering.p(pooled_z((k1, n1), (k2, n2)), clustering.variance);
    if few((k1, n1), (k2, n2)) { p.max(fisher(k1, n1, k2, n2)) } else { p }
}

fn few((k1, n1): (u64, u64), (k2, n2): (u64, u64)) -> bool {
    let all = n1 + n2;
    real((k1 + k2).min(all - k1 - k2)) * real(n1.min(n2)) / real(all) < FEW
}

fn pooled_z((k1, n1): (u64, u64), (k2, n2): (u64, u64)) -> f64 {
    let pooled = real(k1 + k2) / real(n1 + n2);
    let error = (pooled * (1.0 - pooled) * (1.0 / real(n1) + 1.0 / real(n2))).sqrt();
    (real(k1) / real(n1) - real(k2) / real(n2)) / error
}

/// Returns the two-sided p-value of Fisher's exact test (Fisher 1935), by the sum of outcomes no likelier than the one seen.
///
/// Right for independent persons only, and for those also where counts are small.
///
/// # Panics
/// When a part is larger than its whole: a bug of the caller.
pub fn fisher(k1: u64, n1: u64, k2: u64, n2: u64) -> f64 {
    assert!(k1 <= n1 && k2 <= n2, "a part is never larger than its whole");
    let hits = k1 + k2;
    let ln_all = ln_choose(n1 + n2, hits);
    let ln_probability = |first: u64| ln_choose(n1, first) + ln_choose(n2, hits - first) - ln_all;
    exact_two_sided(hits.saturating_sub(n2)..=hits.min(n1), k1, ln_probability)
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::super::distribution::two_sided;
    use super::*;

    /// (k, n) of the published intervals below.
    const SEEN: [(u64, u64); 8] = [(0, 8), (8, 8), (1, 12), (3, 14), (7, 23), (27, 85), (146, 512), (1, 5000)];

    fn assert_intervals(method: fn(u64, u64) -> Interval, published: [(f64, f64); 8]) {
        for ((k, n), (low, high)) in SEEN.into_iter().zip(published) {
            let found = method(k, n);
            assert_close(found.low, low);
            assert_close(found.high, high);
        }
    }

    #[test]
    fn wilson_agrees_with_published_values() {
        let published = [
            (0.0, 0.324407564884),
            (0.675592435116, 1.0),
            (0.0148650944049, 0.353879911141),
            (0.0757138671269, 0.475892305866),
            (0.156040244532, 0.508657562688),
            (0.228402009772, 0.422661801972),
            (0.247761732282, 0.325750640099),
            (3.53057834394e-05, 0.00113208908084),
        ];
        assert_intervals(wilson, published);
    }

    #[test]
    fn wilson_of_nobody_knows_nothing() {
        assert_eq!(wilson(0, 0), Interval { low: 0.0, high: 1.0 });
    }

    #[test]
    fn newcombe_agrees_with_published_values() {
        let cases = [
            (9, 31, 70, 489, 0.0134593276454, 0.325034021294),
            (2, 18, 77, 502, -0.129341973606, 0.176525709609),
            (21, 60, 58, 460, 0.110539625249, 0.35319572719),
        ];
        for (k1, n1, k2, n2, low, high) in cases {
            let found = newcombe_difference(k1, n1, k2, n2);
            assert_close(found.low, low);
            assert_close(found.high, high);
        }
    }

    #[test]
    fn the_z_test_agrees_with_published_values() {
        let cases = [
            (9, 31, 70, 489, 2.21377319838, 0.0268443846528),
            (2, 18, 77, 502, -0.490957708472, 0.623456359719),
            (21, 60, 58, 460, 4.54467431152, 5.50202597852e-06),
        ];
        for (k1, n1, k2, n2, z, p) in cases {
            assert_close(pooled_z((k1, n1), (k2, n2)), z);
            assert!((two_sided(z) / p - 1.0).abs() < 1e-9, "{p}");
        }
    }

    #[test]
    fn fisher_agrees_with_published_values() {
        assert_close(fisher(9, 31, 70, 489), 0.0372009642702);
        assert_close(fisher(2, 18, 77, 502), 1.0);
        assert!((fisher(21, 60, 58, 460) / 6.29116434087e-05 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn few_expected_are_tested_exactly_and_many_by_z() {
        assert_eq!(two_proportions(9, 31, 70, 489), fisher(9, 31, 70, 489), "4,7 expected");
        assert_eq!(two_proportions(21, 60, 58, 460), two_sided(pooled_z((21, 60), (58, 460))), "9,1 expected");
    }

    #[test]
    fn groups_without_hits_or_without_members_do_not_differ() {
        assert_close(two_proportions(0, 40, 0, 90), 1.0);
        assert_close(two_proportions(40, 40, 90, 90), 1.0);
        assert_close(two_proportions(0, 0, 3, 90), 1.0);
    }

    #[test]
    fn clopper_pearson_agrees_with_published_values() {
        let published = [
            (0.0, 0.369416647553),
            (0.630583352447, 1.0),
            (0.00210759323186, 0.384796165151),
            (0.0465792878899, 0.507975677048),
            (0.132102879698, 0.529191666009),
            (0.220837766845, 0.427587375015),
            (0.24640944083, 0.326404291928),
            (5.06354877705e-06, 0.00111381938033),
        ];
        assert_intervals(clopper_pearson, published);
    }

    const SCHOOLS: Clustering = Clustering { variance: 4.0, freedom: 10.0 };

    #[test]
    fn clustered_pupils_tell_as_much_as_fewer_independent_ones() {
        let many = Clustering { freedom: f64::INFINITY, ..SCHOOLS };
        let (found, fewer) = (wilson_clustered(100, 400, many), wilson(25, 100));
        assert_close(found.low, fewer.low);
        assert_close(found.high, fewer.high);
        let few_schools = wilson_clustered(100, 400, SCHOOLS);
        assert!(few_schools.low < found.low && few_schools.high > found.high, "ten degrees of freedom know less");
    }

    #[test]
    fn clustering_raises_every_p_value() {
        for (a, b) in [((30, 333), (175, 969)), ((9, 31), (70, 489)), ((2, 18), (77, 502)), ((21, 60), (58, 460))] {
            let plain = two_proportions(a.0, a.1, b.0, b.1);
            let clustered = two_proportions_clustered(a, b, SCHOOLS);
            assert!(clustered > plain || plain > 0.999_999, "{plain} {clustered}");
            assert_close(two_proportions_clustered(a, b, Clustering::NONE), plain.max(two_sided(pooled_z(a, b))));
        }
    }

    #[test]
    fn the_quasi_binomial_test_is_a_t_test() {
        let z = pooled_z((30, 333), (175, 969));
        assert_close(two_proportions_clustered((30, 333), (175, 969), SCHOOLS), super::super::t_two_sided(z / 2.0, 10.0));
    }
}
