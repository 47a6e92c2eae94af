//! Inhabitants aged 0-25 on 1 January, by district, sex and age, in step with the pupils.

use super::Size;
use super::calendar::Span;
use super::dice::Dice;
use super::pupils::cohort;
use super::register::{DISTRICTS, School, district_weights};
use crate::model::artefact::Artefact;
use std::fmt::Write;

/// Oldest age in the files.
const OLDEST: i16 = 25;

/// Age in the year a child begins in grade 0.
const SCHOOL_AGE: i16 = 6;

/// Returns one file per year.
pub(super) fn files(size: Size, span: &Span, schools: &[School]) -> Vec<Artefact> {
    let weights = district_weights(schools);
    span.police.iter().map(|year| file(size, *year, weights)).collect()
}

fn file(size: Size, year: i16, weights: [u32; 4]) -> Artefact {
    let mut text = String::from("Distrikt;Køn;Alder;År;Antal\r\n");
    for (district, name) in DISTRICTS.iter().enumerate() {
        for sex in ["K", "M"] {
            for age in 0..=OLDEST {
                let count = inhabitants(size, year, age, (district, sex), weights);
                write!(text, "{name};{sex};{age};{year};{count}\r\n").expect("writing to a String cannot fail");
            }
        }
    }
    Artefact::new(format!("indbakke/befolkning/befolkning-{year}.csv"), text.into_bytes())
}

/// Returns the inhabitants of one cell: all born in a year, the share of district and sex, and a small movement in and out.
pub(super) fn inhabitants(size: Size, year: i16, age: i16, (district, sex): (usize, &str), weights: [u32; 4]) -> u32 {
    let born = year - 1 - age;
    let of_age = born_in(size, born, age);
    let sex_per_mille = if sex == "M" { 512 } else { 488 };
    let share = u64::from(of_age) * u64::from(weights[district]) * sex_per_mille;
    let whole = u64::from(weights.iter().sum::<u32>()) * 1_000;
    let base = u32::try_from((share + whole / 2) / whole).expect("a part of a 32-bit number fits 32 bits");
    let mut lasting = Dice::new(size.seed, &format!("born {born} {district} {sex}"));
    let mut moving = Dice::new(size.seed, &format!("moved {year} {born} {district} {sex}"));
    let swing = base / 12;
    (base + lasting.below(swing + 1) + moving.below(3)).saturating_sub(swing / 2 + 1)
}

/// Returns everybody born in a year who still lives here: the school's cohort, pupils of other schools, and from 19 on fewer.
fn born_in(size: Size, born: i16, age: i16) -> u32 {
    let per_mille = if age >= 19 { 900 } else { 1_040 };
    cohort(size, born + SCHOOL_AGE) * per_mille / 1_000
}
