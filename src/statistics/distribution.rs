//! The distributions under the intervals and tests: normal, gamma (hence Poisson and chi-square), binomial, hypergeometric.
//!
//! One incomplete gamma function carries both the normal and the Poisson distribution, so that there is one approximation to trust.
//! Series and continued fraction as in Abramowitz and Stegun (1964), formulas 6.5.29 and 6.5.31; relative error below 1e-12 for the
//! sizes of a municipality.

use super::real;

/// Terms after which a series or a continued fraction counts as not converging: far above what a count of a million needs.
const MAX_TERMS: u32 = 100_000;

/// Returns the probability that a standard normal variable is at most `z`.
pub fn normal_cdf(z: f64) -> f64 {
    if z > 0.0 { 1.0 - upper_tail(z) } else { upper_tail(-z) }
}

/// Returns the probability that a standard normal variable is above `z`, precise also where it is tiny. `z` is not negative.
pub(super) fn upper_tail(z: f64) -> f64 {
    0.5 * gamma_upper(0.5, 0.5 * z * z)
}

/// Returns the two-sided p-value of a standard normal test value.
pub(super) fn two_sided(z: f64) -> f64 {
    (2.0 * upper_tail(z.abs())).min(1.0)
}

/// Returns the point that a standard normal variable stays below with probability `p`.
///
/// # Panics
/// When `p` is not strictly between 0 and 1: a bug of the caller.
pub fn normal_quantile(p: f64) -> f64 {
    assert!(p > 0.0 && p < 1.0, "a quantile belongs to a probability strictly between 0 and 1");
    let tail = p.min(1.0 - p);
    let z = crossing(0.0, 40.0, |z| upper_tail(z) > tail);
    if p < 0.5 { -z } else { z }
}

/// Returns where `below` turns from true to false between `low` and `high`, by bisection down to neighbouring numbers.
pub(super) fn crossing(mut low: f64, mut high: f64, below: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if below(middle) { low = middle } else { high = middle }
    }
}

/// Returns the regularised lower incomplete gamma function P(a, x), a > 0, x ≥ 0.
pub(super) fn gamma_lower(a: f64, x: f64) -> f64 {
    if x < a + 1.0 { lower_series(a, x) } else { 1.0 - upper_fraction(a, x) }
}

/// Returns the regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), a > 0, x ≥ 0.
pub(super) fn gamma_upper(a: f64, x: f64) -> f64 {
    if x < a + 1.0 { 1.0 - lower_series(a, x) } else { upper_fraction(a, x) }
}

/// Returns x^a e^-x / Γ(a), the factor both expansions share.
fn prefactor(a: f64, x: f64) -> f64 {
    (a * x.ln() - x - ln_gamma(a)).exp()
}

fn lower_series(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut at = a;
    for _ in 0..MAX_TERMS {
        at += 1.0;
        term *= x / at;
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    sum * prefactor(a, x)
}

/// Evaluates the continued fraction by Lentz' method.
fn upper_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..=MAX_TERMS {
        let i = f64::from(i);
        let step = -i * (i - a);
        b += 2.0;
        d = 1.0 / nonzero(step * d + b, TINY);
        c = nonzero(b + step / c, TINY);
        let factor = d * c;
        fraction *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    fraction * prefactor(a, x)
}

fn nonzero(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}

/// Returns ln Γ(x) for x > 0: Stirling's series (Abramowitz and Stegun 6.1.41) after moving x up to where it is exact.
pub(super) fn ln_gamma(x: f64) -> f64 {
    const ENOUGH: f64 = 15.0;
    let mut shifted = x;
    let mut product = 1.0;
    while shifted < ENOUGH {
        product *= shifted;
        shifted += 1.0;
    }
    let inverse = 1.0 / shifted;
    let square = inverse * inverse;
    let series = 1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0)));
    let half_ln_two_pi = 0.918_938_533_204_672_7;
    (shifted - 0.5) * shifted.ln() - shifted + half_ln_two_pi + inverse * series - product.ln()
}

/// Returns ln of the number of ways to choose `k` of `n`.
pub(super) fn ln_choose(n: u64, k: u64) -> f64 {
    let ln_factorial = |count: u64| ln_gamma(real(count) + 1.0);
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

/// Returns the two-sided p-value of an exact test: the sum of all outcomes that are no likelier than the one seen.
///
/// Outcomes within a relative 1e-7 count as equally likely, so that rounding cannot decide a tie.
pub(super) fn exact_two_sided(outcomes: std::ops::RangeInclusive<u64>, seen: u64, ln_probability: impl Fn(u64) -> f64) -> f64 {
    let limit = ln_probability(seen) + 1e-7_f64.ln_1p();
    let sum: f64 = outcomes.map(ln_probability).filter(|&ln| ln <= limit).map(f64::exp).sum();
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn normal_quantiles_agree_with_published_values() {
        let pairs =
            [(0.975, 1.95996398454005), (0.995, 2.5758293035489), (0.999, 3.09023230616781), (0.999999999, 5.99780701960164)];
        for (p, z) in pairs {
            assert_close(normal_quantile(p), z);
        }
        assert_close(normal_quantile(0.025), -1.95996398454005);
        assert!(normal_quantile(0.5).abs() < 1e-12);
    }

    #[test]
    fn the_normal_distribution_and_its_quantile_are_inverse() {
        for z in [-6.0, -2.5, -0.3, 0.0, 0.1, 1.0, 3.7] {
            assert!((normal_quantile(normal_cdf(z)) - z).abs() < 1e-9, "{z}");
        }
    }

    #[test]
    fn the_poisson_distribution_agrees_with_published_values() {
        for (k, mean, p) in [(0.0, 0.3, 0.740818220681718), (4.0, 2.5, 0.891178018914151), (37.0, 30.0, 0.910987007682257)] {
            assert_close(gamma_upper(k + 1.0, mean), p);
        }
    }

    #[test]
    fn chi_square_quantiles_agree_with_published_values() {
        let pairs = [(0.025, 2.0, 0.0506356159685798), (0.975, 4.0, 11.1432867818778), (0.025, 74.0, 52.1028291342121)];
        for (p, df, x) in pairs.into_iter().chain([(0.975, 76.0, 101.999252283862), (0.999, 7.0, 24.3218863478569)]) {
            assert_close(2.0 * crossing(0.0, 1000.0, |half| gamma_lower(df / 2.0, half) < p), x);
        }
    }

    #[test]
    fn binomial_sums_agree_with_published_values() {
        let cdf = |k: u64, n: u64, p: f64| -> f64 {
            (0..=k).map(|i| (ln_choose(n, i) + real(i) * p.ln() + real(n - i) * (1.0 - p).ln()).exp()).sum()
        };
        assert_close(cdf(3, 14, 0.18), 0.764871992329344);
        assert_close(cdf(27, 85, 0.25), 0.93825085711907);
        assert_close(cdf(146, 512, 0.3), 0.247858420190045);
    }

    #[test]
    fn the_gamma_function_gives_factorials() {
        assert_close(ln_gamma(5.0), 24.0_f64.ln());
        assert_close(ln_gamma(21.0), 2_432_902_008_176_640_000.0_f64.ln());
        assert_close(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln());
    }
}
