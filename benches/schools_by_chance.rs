//! Schools by chance alone: numbers of a municipality in which nothing is the matter, but that pupils of a school are alike.
//!
//! The model: in every school and wave the share of pupils who say yes is drawn from a beta distribution around the municipality's
//! share, so that schools hold 4 % of the variance between pupils (the intraclass correlation of a beta-binomial); the pupils'
//! answers are drawn from the school's share. Four districts have three or four schools of unequal size; no district, wave or
//! indicator differs. The indicators are drawn independently: answers of the same pupils would move together, which makes the
//! number of reports with a false signal smaller, not larger.

use oorandom::Rand64;
use statrs::distribution::{Beta, ContinuousCDF, Normal};

/// Pupils who answer in each school, by district.
pub(super) const SCHOOLS: [&[u64]; 4] = [&[180, 120, 70, 50], &[150, 110, 90, 60], &[160, 100, 60], &[130, 90, 80]];

/// Waves of the survey, the report's own the last.
pub(super) const WAVES: usize = 5;

/// The part of the variance between pupils that lies between schools.
const BETWEEN_SCHOOLS: f64 = 0.04;

/// How much of what makes a school differ it keeps to the next wave.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept(pub(super) f64);

/// (k, n) of every school: `answers[wave][district][school]`.
pub(super) type Answers = Vec<Vec<Vec<(u64, u64)>>>;

/// Returns the answers to one question that a part `share` of the municipality's pupils says yes to.
pub(super) fn answers(share: f64, kept: Kept, chance: &mut Rand64) -> Answers {
    let scale = 1.0 / BETWEEN_SCHOOLS - 1.0;
    let beta = Beta::new(share * scale, (1.0 - share) * scale).expect("a share strictly between 0 and 1");
    let lasting: Vec<Vec<f64>> = SCHOOLS.iter().map(|d| d.iter().map(|_| normal(chance)).collect()).collect();
    let school = |lasting: f64, n: u64, chance: &mut Rand64| {
        let drawn = kept.0.sqrt() * lasting + (1.0 - kept.0).sqrt() * normal(chance);
        let own = beta.inverse_cdf(Normal::standard().cdf(drawn));
        ((0..n).filter(|_| chance.rand_float() < own).count() as u64, n)
    };
    let mut wave = || -> Vec<Vec<(u64, u64)>> {
        let district = |(sizes, lasting): (&&[u64], &Vec<f64>)| {
            sizes.iter().zip(lasting).map(|(n, lasting)| school(*lasting, *n, chance)).collect()
        };
        SCHOOLS.iter().zip(&lasting).map(district).collect()
    };
    (0..WAVES).map(|_| wave()).collect()
}

/// Returns the share of the question with this number: from 3 to 50 %, as in a report.
pub(super) fn share_of(question: usize, questions: usize) -> f64 {
    0.03 + 0.47 * question as f64 / questions as f64
}

fn normal(chance: &mut Rand64) -> f64 {
    Normal::standard().inverse_cdf(chance.rand_float().clamp(1e-12, 1.0 - 1e-12))
}
