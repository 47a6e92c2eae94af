//! The distributions under the intervals and tests, by statrs, and the one thing it lacks: the two-sided exact test.

use super::real;
use statrs::distribution::{ChiSquared, ContinuousCDF, Normal, StudentsT};
use statrs::function::beta::inv_beta_reg;
use statrs::function::factorial::ln_factorial;

pub(super) use statrs::function::gamma::{gamma_lr, gamma_ur};

/// Returns the point that a standard normal variable stays below with probability `p`.
///
/// # Panics
/// When `p` is not strictly between 0 and 1: a bug of the caller.
pub fn normal_quantile(p: f64) -> f64 {
    assert!(p > 0.0 && p < 1.0, "a quantile belongs to a probability strictly between 0 and 1");
    Normal::standard().inverse_cdf(p)
}

/// Returns the two-sided p-value of a standard normal test value, precise also where it is tiny.
pub(super) fn two_sided(z: f64) -> f64 {
    (2.0 * Normal::standard().sf(z.abs())).min(1.0)
}

/// Returns Student's t with so many degrees of freedom; infinitely many are the normal distribution.
fn student(freedom: f64) -> StudentsT {
    StudentsT::new(0.0, 1.0, freedom).expect("a comparison is tested with one degree of freedom or more")
}

/// Returns the two-sided p-value of a test value that follows Student's t.
///
/// # Panics
/// When `freedom` is not above 0: a bug of the caller.
pub fn t_two_sided(t: f64, freedom: f64) -> f64 {
    if freedom.is_infinite() { two_sided(t) } else { (2.0 * student(freedom).sf(t.abs())).min(1.0) }
}

/// Returns how many standard errors a two-sided 95 % interval reaches to each side, by Student's t.
///
/// # Panics
/// When `freedom` is not above 0: a bug of the caller.
pub fn t_critical(freedom: f64) -> f64 {
    if freedom.is_infinite() { super::Z95 } else { student(freedom).inverse_cdf(1.0 - super::TAIL) }
}

/// Returns the point below which a chi-square variable lies with probability `p`.
pub(super) fn chi_square_quantile(p: f64, freedom: f64) -> f64 {
    ChiSquared::new(freedom).expect("a chi-square has a degree of freedom or more").inverse_cdf(p)
}

/// Returns the point below which a beta variable lies with probability `p`.
pub(super) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    inv_beta_reg(a, b, p)
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

/// Returns ln of the number of ways to choose `k` of `n`.
pub(super) fn ln_choose(n: u64, k: u64) -> f64 {
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

/// Returns ln of the probability of `k` hits in `n` trials, each a hit with probability `p` strictly between 0 and 1.
pub(super) fn ln_binomial(k: u64, n: u64, p: f64) -> f64 {
    ln_choose(n, k) + real(k) * p.ln() + real(n - k) * (-p).ln_1p()
}

/// Returns ln of the probability of `k` events where `mean` above 0 are expected.
pub(super) fn ln_poisson(k: u64, mean: f64) -> f64 {
    real(k) * mean.ln() - mean - ln_factorial(k)
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
    fn students_t_agrees_with_published_values() {
        for (freedom, t) in [(1.0, 12.7062047364), (3.0, 3.18244630528), (10.0, 2.22813885196), (f64::INFINITY, 1.95996398454)] {
            assert_close(t_critical(freedom), t);
            assert_close(t_two_sided(t, freedom), 0.05);
        }
        assert_close(t_two_sided(5.694, 10.0), 0.00019995051710098696);
    }

    #[test]
    fn beta_quantiles_agree_with_published_values() {
        let cases = [
            (0.025, 1.0, 12.0, 0.00210759323186023),
            (0.975, 2.0, 11.0, 0.384796165150944),
            (0.025, 27.0, 59.0, 0.220837766845469),
            (0.975, 28.0, 58.0, 0.427587375014852),
            (0.025, 1.0, 5000.0, 5.06354877705159e-06),
            (0.001, 7.0, 17.0, 0.0736237206615658),
        ];
        for (p, a, b, x) in cases {
            assert_close(beta_quantile(p, a, b), x);
        }
    }

    #[test]
    fn the_poisson_distribution_agrees_with_published_values() {
        for (k, mean, p) in [(0.0, 0.3, 0.740818220681718), (4.0, 2.5, 0.891178018914151), (37.0, 30.0, 0.910987007682257)] {
            assert_close(gamma_ur(k + 1.0, mean), p);
        }
    }

    #[test]
    fn chi_square_quantiles_agree_with_published_values() {
        let pairs = [(0.025, 2.0, 0.0506356159685798), (0.975, 4.0, 11.1432867818778), (0.025, 74.0, 52.1028291342121)];
        for (p, df, x) in pairs.into_iter().chain([(0.975, 76.0, 101.999252283862), (0.999, 7.0, 24.3218863478569)]) {
            assert_close(chi_square_quantile(p, df), x);
        }
    }

    #[test]
    fn binomial_sums_agree_with_published_values() {
        let cdf = |k: u64, n: u64, p: f64| -> f64 { (0..=k).map(|i| ln_binomial(i, n, p).exp()).sum() };
        assert_close(cdf(3, 14, 0.18), 0.764871992329344);
        assert_close(cdf(27, 85, 0.25), 0.93825085711907);
        assert_close(cdf(0, 8, 0.01), 0.92274469442792);
        assert_close(cdf(146, 512, 0.3), 0.247858420190045);
    }
}
