//! Intervals, tests and false-discovery control: pure functions on published counts (k, n).
//!
//! Must not know indicators, periods or words; whoever calls it sees to it that k and n are figures that may be published,
//! so that no result adds knowledge about a person. No randomness and no tables: the same input gives the same bits.
//! The distributions are those of statrs; which test is used where is told in docs/decisions/0007-comparisons.md.

mod cluster;
mod distribution;
mod finite;
mod funnel;
mod given;
mod multiple;
mod overdispersion;
mod proportion;
mod rate;
mod trend;

pub use cluster::{Clustering, Pooled, interaction_of_means, interaction_of_shares, pooled_freedom};
pub use distribution::{normal_quantile, t_critical, t_two_sided};
pub use finite::{FinitePopulation, hypergeometric_exact, wilson_finite};
pub use funnel::{funnel_binomial, funnel_normal};
pub use given::{mean_against, poisson_against, share_against};
pub use multiple::{benjamini_hochberg, holm};
pub use overdispersion::{OverDispersion, over_dispersion};
pub use proportion::{
    clopper_pearson, fisher, newcombe_clustered, newcombe_difference, two_proportions, two_proportions_clustered, wilson,
    wilson_clustered,
};
pub use rate::{poisson_byar, poisson_exact, two_rates};
pub use trend::{Trend, cochran_armitage, mean_trend, poisson_trend};

/// An interval that holds the true value with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The standard normal 97.5 % point: what two-sided 95 % means.
const Z95: f64 = 1.959_963_984_540_054;

/// What lies outside a 95 % interval at each end.
const TAIL: f64 = 0.025;

/// Returns a count as a real number, exact below 2^53.
fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
fn assert_close(found: f64, expected: f64) {
    let allowed = 1e-10 * expected.abs().max(1e-3);
    assert!((found - expected).abs() <= allowed, "{found} is not {expected}");
}
