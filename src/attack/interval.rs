//! A per cent with its interval: two printed numbers too many, for few k of few n have just these.

use super::table::Printed;

/// The largest n that is tried; above it an interval says little of a single one.
const MOST: i32 = 300;

/// Normal deviate of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// Returns every k of n whose per cent and Wilson interval (95 %) are printed so.
pub(super) fn counts(percent: Printed, low: Printed, high: Printed) -> Vec<(i64, i64)> {
    let all = (1..=MOST).flat_map(|n| (0..=n).map(move |k| (k, n)));
    let fits = |(k, n): &(i32, i32)| {
        let (k, n) = (f64::from(*k), f64::from(*n));
        let (from, to) = wilson(k, n);
        is_printed(k / n, percent) && is_printed(from, low) && is_printed(to, high)
    };
    all.filter(fits).map(|(k, n)| (i64::from(k), i64::from(n))).collect()
}

/// Wilson (1927): the shares that a test of k of n does not reject.
fn wilson(k: f64, n: f64) -> (f64, f64) {
    let (share, square) = (k / n, Z * Z);
    let centre = (share + square / (2.0 * n)) / (1.0 + square / n);
    let half = Z / (1.0 + square / n) * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// Whether a share is printed so in per cent, a half rounded up. What is near a half may have been rounded to either side.
fn is_printed(share: f64, printed: Printed) -> bool {
    const NEAR: f64 = 0.500_000_1;
    let scale = 10_f64.powi(i32::try_from(printed.decimals).unwrap_or_default());
    printed.digits.to_string().parse().is_ok_and(|digits: f64| (share * 100.0 * scale - digits).abs() <= NEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(percent: &str, low: &str, high: &str) -> Vec<(i64, i64)> {
        let read = |text| Printed::read(text).expect("a number");
        counts(read(percent), read(low), read(high))
    }

    #[test]
    fn a_per_cent_with_its_interval_is_one_k_of_one_n() {
        assert_eq!(of("30", "16", "51"), [(7, 23)]);
        assert_eq!(of("21", "8", "48"), [(3, 14)]);
        assert_eq!(of("8", "1", "35"), [(1, 12)]);
        assert_eq!(of("32", "23", "42").len(), 7);
        assert_eq!(of("31,8", "22,8", "42,3"), [(27, 85)]);
    }
}
