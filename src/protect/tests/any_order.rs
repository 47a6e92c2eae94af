//! What is hidden depends neither on the order of the rows that are counted nor on how many threads judge.
//!
//! Figures come to the wall sorted, so it is the rows behind them that are shuffled, before anything is counted.

use super::*;
use crate::aggregate::{Scope, aggregate};
use crate::model::geography::SchoolDistrict;
use crate::model::indicator::Breakdown;
use crate::model::period::{ReportPeriods, SchoolYear};
use crate::model::records::{Records, Respondent, SurveyRecords};

const PUPILS: u64 = 540;

const WAVES: [SchoolYear; 3] = [SchoolYear(2022), SchoolYear(2023), SchoolYear(2024)];

const DISTRICTS: [DistrictId; 3] = [DistrictId(0), DistrictId(1), DistrictId(2)];

/// Where pupils go to school, as places in the list of districts; a few did not state it.
const PLACES: [Option<usize>; 8] = [Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), Some(2), None];

/// Questions with their answers, each as often as it stands there.
const ANSWERS: [(&str, &[Option<i16>]); 3] = [
    ("seldom", &[Some(1), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), None]),
    ("degrees", &[Some(2), Some(1), Some(1), Some(0), Some(0), Some(0), Some(0), Some(0)]),
    ("mostly", &[Some(1), Some(1), Some(1), Some(1), Some(1), Some(1), Some(0), None]),
];

/// A number that looks like chance (SplitMix64).
fn mixed(number: u64) -> u64 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// One of several by chance, always the same for a pupil and a question.
fn one_of<T: Copy>(pupil: u64, question: u64, all: &[T]) -> T {
    let many = u64::try_from(all.len()).expect("a short list");
    let at = mixed(question * PUPILS + pupil) % many;
    all[usize::try_from(at).expect("a place in a short list")]
}

fn respondent(pupil: u64) -> Respondent {
    Respondent {
        wave: one_of(pupil, 0, &WAVES),
        district: one_of(pupil, 1, &PLACES).map(|place| SchoolDistrict(DISTRICTS[place])),
        grade: Some(one_of(pupil, 2, &[7, 8, 9])),
        sex: one_of(pupil, 3, &[Sex::Boy, Sex::Girl]),
        linked: true,
    }
}

/// The pupils' answers, one row for each in the order given.
fn records(pupils: &[u64]) -> Records {
    let rows = pupils.iter().map(|pupil| respondent(*pupil)).collect();
    let column = |(question, (item, answers)): (u64, (&str, &[Option<i16>]))| {
        (item.to_owned(), pupils.iter().map(|pupil| one_of(*pupil, question, answers)).collect::<Vec<_>>())
    };
    let answers = (4..).zip(ANSWERS).map(column).collect();
    Records { survey: SurveyRecords { rows, answers, ..SurveyRecords::default() }, ..Records::default() }
}

/// How many answered, two questions by themselves, and one of which an indicator is a part of another.
fn indicators() -> Vec<Indicator> {
    let split = |id: &str, measure: &str| Indicator {
        id: id.to_owned(),
        udbryd: vec![Breakdown::District, Breakdown::SexGrade],
        ..indicator(HARM, measure)
    };
    let answered = indicator("neutral", "{slags='rækker'}");
    vec![
        Indicator { id: "Q".to_owned(), udbryd: vec![Breakdown::District], ..answered },
        split("A", "{slags='svarandel',item='seldom',koder=[1]}"),
        split("B", "{slags='svarandel',item='degrees',koder=[1,2]}"),
        split("C", "{slags='svarandel',item='degrees',koder=[2]}"),
        split("D", "{slags='svarandel',item='mostly',koder=[1]}"),
    ]
}

/// Every pupil once, in an order that belongs to the seed.
fn shuffled(seed: u64) -> Vec<u64> {
    let mut pupils: Vec<u64> = (0..PUPILS).collect();
    pupils.sort_by_key(|pupil| mixed((seed + 100) * PUPILS + pupil));
    pupils
}

/// Counts rows in an order and protects the counts on so many threads.
fn run(threads: usize, pupils: &[u64]) -> Protected {
    let scope = Scope { periods: ReportPeriods::for_meeting(2025), districts: &DISTRICTS, first_list: None };
    let table = aggregate(&records(pupils), &indicators(), scope).expect("the engine answers");
    // This seal keeps the whole text, so that the lines tell everything a verdict rests on.
    let memory = Memory::new("", Box::new(|text: &str| text.to_owned()));
    let judging = Judging { threads, ..Judging::new(&memory) };
    beside(table, &[], (Protection::default(), judging), &Earlier::default(), &again::Public::default())
}

#[test]
fn neither_the_order_of_rows_nor_the_number_of_threads_changes_anything() {
    let first = run(1, &(0..PUPILS).collect::<Vec<_>>());
    let effort = first.effort();
    assert!(effort.judged > 4 && effort.secondary > 0 && effort.solves > 0, "{effort:?} is too little to tell");
    assert_ne!(shuffled(1), shuffled(2));
    for (threads, seed) in [(1, 1), (2, 1), (4, 1), (1, 2), (2, 3), (4, 4)] {
        let other = run(threads, &shuffled(seed));
        let alike = (released(&other) == released(&first), other.decided() == first.decided(), other.effort() == effort);
        assert_eq!(alike, (true, true, true), "figures, verdicts and effort on {threads} threads, order {seed}");
    }
}
