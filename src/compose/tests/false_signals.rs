//! Municipalities in which nothing is the matter must nearly never be told that something is.
//!
//! The same in large, through the whole chain from single pupils, is `benches/false_signals.rs`.

use super::fixture::{Municipality, indicator};
use crate::compose::signal::Family;
use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::geography::{Area, DistrictId, Geography};
use crate::model::indicator::{Indicator, Measure};
use crate::model::period::{Period, SchoolYear};
use crate::model::release::Dispersion;
use crate::statistics::Pooled;
use oorandom::Rand64;
use std::collections::BTreeMap;

#[path = "../../../benches/schools_by_chance.rs"]
mod schools_by_chance;
use schools_by_chance::{Answers, Kept, SCHOOLS, WAVES, answers, share_of};

const REPORTS: usize = 40;
const QUESTIONS: usize = 50;

/// At most so many reports may carry a false signal: 5 % of 40 are 2, and one more than 5 is rarer than one in a hundred.
const MOST: usize = 5;

fn exact((k, n): (u64, u64)) -> Exact {
    let whole = |count: u64| i64::try_from(count).expect("a small number");
    let (k, n) = (whole(k), whole(n));
    Exact { numerator: k, denominator: Some(n), behind: k, complement: Some(n - k), largest: 1, ..Exact::default() }
}

fn sum(schools: impl Iterator<Item = (u64, u64)>) -> (u64, u64) {
    schools.fold((0, 0), |(k, n), (own, all)| (k + own, n + all))
}

fn cells(id: &str, answers: &Answers) -> Vec<(Coordinate, Exact)> {
    let mut cells = Vec::new();
    for (wave, districts) in answers.iter().enumerate() {
        let year = 2025 - i16::try_from(WAVES - wave).expect("a few waves");
        let whole = Coordinate::whole(id, Period::Wave(SchoolYear(year)), Geography::School);
        for (district, schools) in (0..).zip(districts) {
            cells.push((whole.in_area(Area::District(DistrictId(district))), exact(sum(schools.iter().copied()))));
        }
        cells.push((whole, exact(sum(districts.iter().flatten().copied()))));
    }
    cells
}

fn dispersion(answers: &Answers) -> Dispersion {
    let mut pooled = Pooled::default();
    for schools in answers.iter().flatten() {
        let clusters: Vec<(f64, f64)> = schools.iter().map(|(k, n)| (*k as f64, *n as f64)).collect();
        pooled.add(&clusters, |share| share * (1.0 - share));
    }
    let factor = pooled.ratio().expect("somebody says yes").max(1.0);
    let tenths = (0..).find(|tenths| f64::from(*tenths) >= 10.0 * factor).expect("a small number");
    let schools = u32::try_from(SCHOOLS.concat().len()).expect("a few schools");
    Dispersion { tenths, schools, districts: 4, periods: 5 }
}

/// As the old test saw it: pupils are single persons.
fn plain(_: &Answers) -> Dispersion {
    Dispersion { tenths: 10, schools: 1_000_004, districts: 4, periods: 1 }
}

fn has_signal(kept: Kept, chance: &mut Rand64, judged: fn(&Answers) -> Dispersion) -> bool {
    let drunk = indicator("U15");
    let answer = |at: usize| Measure::AnswerShare { item: format!("question.{at}"), koder: vec![1] };
    let question = |at: usize| Indicator { id: format!("U{:03}", 100 + at), maal: answer(at), ..drunk.clone() };
    let indicators: Vec<Indicator> = (0..QUESTIONS).map(question).collect();
    let (mut figures, mut dispersions) = (BTreeMap::new(), BTreeMap::new());
    for (at, indicator) in indicators.iter().enumerate() {
        let answers = answers(share_of(at, QUESTIONS), kept, chance);
        figures.extend(cells(&indicator.id, &answers));
        dispersions.insert(indicator.id.clone(), judged(&answers));
    }
    let town = Municipality::of(CountTable { indicators, cells: figures.into_iter().collect(), dispersions });
    let family = Family::build(&town.input());
    assert!(family.len() > 5 * QUESTIONS, "districts, years and trends are tested: {}", family.len());
    !family.sure().is_empty()
}

fn reports_with_a_signal(kept: f64, judged: fn(&Answers) -> Dispersion) -> usize {
    (0..REPORTS).filter(|seed| has_signal(Kept(kept), &mut Rand64::new(1 + *seed as u128), judged)).count()
}

#[test]
fn where_only_schools_differ_few_reports_carry_a_signal() {
    for kept in [1.0, 0.0] {
        let found = reports_with_a_signal(kept, dispersion);
        assert!(found <= MOST, "{found} of {REPORTS}, where schools keep {kept} of their ways");
    }
}

#[test]
fn the_plain_test_would_accuse_nearly_every_municipality() {
    let found = reports_with_a_signal(1.0, plain);
    assert!(found > REPORTS * 9 / 10, "{found} of {REPORTS}");
}
