//! A trend of shares over periods in order.

use super::distribution::two_sided;
use super::real;

/// Returns (z, two-sided p) of the Cochran-Armitage test that the share k/n moves evenly over equally spaced periods.
///
/// The classical form (Cochran 1954, Armitage 1955) with variance over N, not N - 1. z above 0 is a rise. (0, 1) when all or none
/// are hits or fewer than two periods hold anybody: nothing can move.
///
/// # Panics
/// When `k` and `n` differ in length: a bug of the caller.
pub fn cochran_armitage(k: &[u64], n: &[u64]) -> (f64, f64) {
    assert_eq!(k.len(), n.len(), "a trend has one k and one n for each period");
    let weighted = |of: &[u64], power: i32| -> f64 {
        (0_u32..).zip(of).map(|(time, &count)| f64::from(time).powi(power) * real(count)).sum()
    };
    let (total, hits) = (weighted(n, 0), weighted(k, 0));
    let share = hits / total;
    let spread = weighted(n, 2) - weighted(n, 1) * weighted(n, 1) / total;
    let variance = share * (1.0 - share) * spread;
    if total == 0.0 || variance <= 0.0 {
        return (0.0, 1.0);
    }
    let z = (weighted(k, 1) - share * weighted(n, 1)) / variance.sqrt();
    (z, two_sided(z))
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn the_test_agrees_with_published_values() {
        let (z, p) = cochran_armitage(&[14, 17, 16, 22, 27], &[120, 118, 125, 121, 119]);
        assert_close(z, 2.43848250229);
        assert_close(p, 0.0147490727162);
    }

    #[test]
    fn a_fall_is_the_mirror_of_a_rise() {
        let (z, _) = cochran_armitage(&[27, 22, 16, 17, 14], &[119, 121, 125, 118, 120]);
        assert_close(z, -2.43848250229);
    }

    #[test]
    fn nothing_to_move_is_no_trend() {
        for (k, n) in [([0, 0, 0], [10, 12, 9]), ([10, 12, 9], [10, 12, 9]), ([0, 4, 0], [0, 12, 0]), ([0, 0, 0], [0, 0, 0])] {
            assert_eq!(cochran_armitage(&k, &n), (0.0, 1.0));
        }
    }
}
