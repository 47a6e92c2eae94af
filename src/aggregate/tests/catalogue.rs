//! The built-in catalogue is the plan of 59 rows, 50 of them on.

use super::super::INDICATORS;
use crate::model::indicator::{Indicator, Level, Sensitivity};
use std::collections::BTreeSet;

/// The rows of the plan and the entries that stand for each. The score of the focus areas (X01) and the status of the last focus
/// (X02) are no series of figures: the report makes them of the published figures of the others. P01 would add up roles that
/// must never be added; its rows are those of the three kinds of role. P08 is a part of all offences, which had the id before.
const PLAN: [(&str, &[&str]); 59] = [
    ("U01", &["U01"]),
    ("U02", &["U02"]),
    ("U03", &["U03"]),
    ("U04", &["U04"]),
    ("U05", &["U05"]),
    ("U06", &["U06"]),
    ("U07", &["U07"]),
    ("U08", &["U08"]),
    ("U09", &["U09"]),
    ("U10", &["U10"]),
    ("U11", &["U11"]),
    ("U12", &["U12"]),
    ("U13", &["U13"]),
    ("U14", &["U14"]),
    ("U15", &["U15"]),
    ("U16", &["U16"]),
    ("U17", &["U17"]),
    ("U18", &["U18"]),
    ("U19", &["U19"]),
    ("U20", &["U20"]),
    ("U21", &["U21"]),
    ("U22", &["U22"]),
    ("U23", &["U23"]),
    ("U24", &["U24"]),
    ("U25", &["U25"]),
    ("U26", &["U26"]),
    ("U27", &["U27"]),
    ("U28", &["U28"]),
    ("U29", &["U29"]),
    ("U30", &["U30"]),
    ("U31", &["U31"]),
    ("U32", &["U32"]),
    ("U33", &["U33"]),
    ("U34", &["U34a", "U34b"]),
    ("U35", &["U35"]),
    ("U36", &["U36"]),
    ("N01", &["N01"]),
    ("N02", &["N02"]),
    ("N03", &["N03"]),
    ("P01", &["P10", "P02", "P09"]),
    ("P02", &["P02"]),
    ("P03", &["P03"]),
    ("P04", &["P04"]),
    ("P05", &["P05", "P05t"]),
    ("P06", &["P06", "P06r"]),
    ("P07", &["P07"]),
    ("P08", &["P08s"]),
    ("P09", &["P09"]),
    ("P10", &["P10"]),
    ("P11", &["P11", "P11b"]),
    ("P12", &["P12"]),
    ("F01", &["F01"]),
    ("F02", &["F02"]),
    ("F03", &["F03"]),
    ("F04", &["F04"]),
    ("F05", &["F05"]),
    ("K01", &["K01"]),
    ("X01", &[]),
    ("X02", &[]),
];

/// The rows that are off by themselves. P10 is on: it is the row of P01 for those the police met.
const OFF: [&str; 8] = ["U02", "U05", "U13", "U17", "U25", "N03", "P12", "F05"];

/// What the catalogue has beside the plan: all offences, and ages the plan leaves out.
const BESIDE: [&str; 5] = ["P08", "P13", "P15", "P16", "P17"];

fn built_in() -> Vec<Indicator> {
    crate::config::indicators("indicators.toml", INDICATORS).expect("the built-in catalogue is valid")
}

#[test]
fn every_row_of_the_plan_is_in_the_catalogue_and_fifty_are_on() {
    let all = built_in();
    let known: BTreeSet<&str> = all.iter().filter(|i| i.niveau != Level::Kvalitet).map(|i| i.id.as_str()).collect();
    let planned: BTreeSet<&str> = PLAN.iter().flat_map(|(_, entries)| *entries).copied().chain(BESIDE).collect();
    assert_eq!(known, planned);
    let off: BTreeSet<&str> = all.iter().filter(|i| i.fra && !BESIDE.contains(&i.id.as_str())).map(|i| i.id.as_str()).collect();
    assert_eq!(off, OFF.into());
    // P01 has no figure of its own, so 59 rows less eight and less P01 are on.
    assert_eq!(PLAN.len() - OFF.len() - 1, 50);
}

#[test]
fn every_indicator_says_what_it_counts_and_every_question_has_its_words() {
    for indicator in built_in().iter().filter(|i| i.niveau != Level::Kvalitet && i.id != "K01") {
        assert!(indicator.taeller.is_some() && !indicator.definition.is_empty(), "{}", indicator.id);
        let asked = !indicator.maal.items().is_empty();
        assert_eq!(asked, indicator.spoergsmaal.is_some(), "{}", indicator.id);
        assert!(!asked || indicator.naevner.is_some(), "{}", indicator.id);
    }
}

#[test]
fn crime_drugs_groups_and_pictures_are_sensitive() {
    let sensitive: Vec<String> = built_in().into_iter().filter(|i| i.foelsom).map(|i| i.id).collect();
    assert_eq!(sensitive, ["U05", "U22", "U23", "U24", "U26", "U27", "U28", "U29", "U33", "U34a", "U34b", "U35"]);
}

#[test]
fn leisure_parents_and_general_well_being_are_ordinary_and_all_else_is_sensitive() {
    let ordinary: Vec<String> = built_in().into_iter().filter(|i| i.beskyttelse == Sensitivity::Ordinary).map(|i| i.id).collect();
    assert_eq!(ordinary, ["U02", "U04", "U06", "U09", "U10", "U11", "U12", "U13", "U36", "N01", "N02", "N03"]);
}

#[test]
fn the_sample_asks_for_everything_that_is_on() {
    let codebook = crate::source::built_in("upu-kodebog").expect("the codebook is built in");
    for indicator in built_in().iter().filter(|i| !i.fra) {
        for item in indicator.maal.items() {
            assert!(codebook.contains(&format!("[spoergsmaal.\"{item}\"]")), "{} asks for {item}", indicator.id);
        }
    }
}
