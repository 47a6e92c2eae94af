//! Limits of a funnel plot: between which shares an area of n persons lies by chance alone, when its true share is the target.

use super::distribution::{ln_binomial, normal_quantile};
use super::{Interval, real};

/// Returns the normal limits with probability `tail` outside at each end, cut at 0 and 1.
pub fn funnel_normal(target: f64, n: u64, tail: f64) -> Interval {
    let half = normal_quantile(1.0 - tail) * (target * (1.0 - target) / real(n)).sqrt();
    Interval { low: (target - half).max(0.0), high: (target + half).min(1.0) }
}

/// Returns the exact binomial limits, interpolated between whole numbers (Spiegelhalter 2005), cut at 0 and 1. For small n, where
/// the normal ones are wrong.
///
/// # Panics
/// When the target is not strictly between 0 and 1, or n is 0: a bug of the caller.
pub fn funnel_binomial(target: f64, n: u64, tail: f64) -> Interval {
    assert!(target > 0.0 && target < 1.0 && n > 0, "a funnel has a target that can be missed");
    Interval { low: interpolated(target, n, tail).max(0.0), high: interpolated(target, n, 1.0 - tail).min(1.0) }
}

/// The smallest count with at least `p` at or below it, moved back by the part of its own probability that lies beyond `p`.
fn interpolated(target: f64, n: u64, p: f64) -> f64 {
    let mut below = 0.0;
    for count in 0..=n {
        let own = ln_binomial(count, n, target).exp();
        if below + own >= p {
            return (real(count) - (below + own - p) / own) / real(n);
        }
        below += own;
    }
    1.0
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    const TAILS: [f64; 2] = [0.025, 0.001];

    #[test]
    fn normal_limits_agree_with_published_values() {
        let cases = [
            (12, [(0.0, 0.397370521218), (0.0, 0.522723342048)]),
            (25, [(0.0294012852732, 0.330598714727), (0.0, 0.417445696547)]),
            (60, [(0.0827889476504, 0.27721105235), (0.0267294619408, 0.333270538059)]),
            (150, [(0.118518332167, 0.241481667833), (0.0830632003067, 0.276936799693)]),
            (600, [(0.149259166083, 0.210740833917), (0.131531600153, 0.228468399847)]),
        ];
        for (n, limits) in cases {
            for (tail, (low, high)) in TAILS.into_iter().zip(limits) {
                let found = funnel_normal(0.18, n, tail);
                assert_close(found.low, low);
                assert_close(found.high, high);
            }
        }
    }

    #[test]
    fn binomial_limits_agree_with_published_values_cut_at_zero() {
        let cases = [
            (12, [(-0.060791328736, 0.386788241796), (-0.0824316531494, 0.549600951599)]),
            (25, [(0.01872798004, 0.320564362158), (-0.0342889799912, 0.430525146852)]),
            (60, [(0.0793247826239, 0.274483541117), (0.0355826946779, 0.339087522321)]),
            (150, [(0.11704778242, 0.239993988049), (0.0866603004245, 0.279233617574)]),
            (600, [(0.148914174485, 0.210420755878), (0.132248912856, 0.229130200864)]),
        ];
        for (n, limits) in cases {
            for (tail, (low, high)) in TAILS.into_iter().zip(limits) {
                assert_close(interpolated(0.18, n, tail), low);
                assert_close(funnel_binomial(0.18, n, tail).low, f64::max(low, 0.0));
                assert_close(funnel_binomial(0.18, n, tail).high, high);
            }
        }
    }
}
