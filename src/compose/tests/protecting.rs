//! What the method page says of the protection, for limits of every sort.

use super::fixture::{Municipality, catalogue, full};
use crate::compose::annual;
use crate::model::counts::CountTable;
use crate::model::document::Block;
use crate::model::indicator::{Indicator, Sensitivity};
use crate::model::project::{Preset, Protection};
use crate::protect::protect;
use std::collections::BTreeMap;

/// Returns the blocks of a section of the method page.
fn blocks(limits: Protection, indicators: Vec<Indicator>, id: &str) -> Vec<Block> {
    let none = CountTable { indicators, cells: Vec::new(), dispersions: BTreeMap::new() };
    let municipality = Municipality { protected: protect(none, &[], limits), ..full() };
    let paper = annual(&municipality.input());
    paper.sections.into_iter().filter(|s| s.id == id).flat_map(|s| s.blocks).collect()
}

/// Returns the five sentences, the origin of the limits, and the rows of the table.
fn page(limits: Protection, indicators: Vec<Indicator>) -> (String, String, Vec<Vec<String>>) {
    let text = |blocks: &[Block]| match blocks.first() {
        Some(Block::Paragraph { text }) => text.clone(),
        _ => String::new(),
    };
    let told = text(&blocks(limits, indicators.clone(), "beskyttelse"));
    let limits_told = blocks(limits, indicators, "beskyttelse-graenser");
    let rows = limits_told.iter().find_map(|b| if let Block::Table(table) = b { Some(table.rows.clone()) } else { None });
    let rows = rows.unwrap_or_default().into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect();
    (told, text(&limits_told), rows)
}

#[test]
fn what_is_hidden_is_told_in_five_sentences() {
    let (told, ..) = page(Protection::default(), catalogue());
    assert_eq!(
        told,
        "Et tal vises kun, når mindst 5 personer står bag det, eller mindst 3, når det siger lidt om den enkelte unge. En andel \
         skjules også, når for få står uden for den, når for få har svaret eller bor i området, og når alle, eller alle på nær én, i \
         gruppen har det svar eller den registrering, der kan skade dem. Et antal forhold og et gennemsnitligt fravær skjules, når \
         tallet mest handler om én person. Når et tal er skjult, skjules om nødvendigt flere, så det ikke kan regnes ud af viste tal, \
         heller ikke ved at sammenligne med tidligere rapporter. Når et tal er skjult, skjules også dets procent, interval, \
         farve, tegn og omtale, og alle skjulte tal ser ens ud."
    );
}

#[test]
fn one_threshold_for_all_is_told_as_one() {
    for (preset, persons) in [(Preset::Dst, 3), (Preset::Uvm, 5)] {
        let (told, origin, rows) = page(Protection::of(preset), catalogue());
        assert!(told.starts_with(&format!("Et tal vises kun, når mindst {persons} personer står bag det. En andel")), "{told}");
        assert!(origin.starts_with(&format!("Grænserne følger regelsættet ”{}”: ", preset.key())), "{origin}");
        assert!(!origin.contains("ændret") && rows.iter().all(|row| row[2] == format!("mindst {persons}")), "{rows:?}");
    }
}

#[test]
fn limits_of_the_municipality_are_printed_and_said_to_be_its_own() {
    let own = Protection { coalition: 2, survey_base: 1_000, ..Protection::of(Preset::Dst).with_threshold(7) };
    let (told, origin, rows) = page(own, catalogue());
    assert!(told.contains("mindst 7 personer") && told.contains("når alle, eller alle på nær højst 2, i gruppen"), "{told}");
    assert!(origin.contains("mindst 3 personer i en gruppe") && origin.contains("Kommunen har ændret nogle af dem."), "{origin}");
    assert_eq!((rows[0][2].as_str(), rows[0][3].as_str()), ("mindst 7", "mindst 1.000"));
    let (told, ..) = page(Protection { coalition: 0, ..own }, catalogue());
    assert!(told.contains("når alle i gruppen"), "{told}");
}

#[test]
fn every_other_limit_is_printed_too() {
    let own = Protection { survey_base: 12, rate_base: 1_500, dominance: 40, ..Protection::default().with_threshold(6) };
    let list = blocks(own, catalogue(), "beskyttelse-graenser").into_iter();
    let items: Vec<String> =
        list.filter_map(|b| if let Block::List { items, .. } = b { Some(items) } else { None }).flatten().collect();
    let told = items.join(" ");
    for limit in [
        "forhold pr. ung vises kun, når gruppen er på mindst 12.",
        "på mindst 6.",
        "mindst 1.500 unge",
        "bag 40\u{a0}% af tallet",
    ] {
        assert!(told.contains(limit), "{limit}: {told}");
    }
}

#[test]
fn the_table_names_the_indicators_of_each_class() {
    let (_, _, rows) = page(Protection::default(), catalogue());
    let heads: Vec<(&str, &str, &str)> = rows.iter().map(|row| (row[0].as_str(), row[2].as_str(), row[3].as_str())).collect();
    assert_eq!(
        heads,
        [
            ("Følsomme tal", "mindst 5", "mindst 10"),
            ("Særligt følsomme tal", "mindst 5", "mindst 50"),
            ("Almindelige tal", "mindst 3", "mindst 10")
        ]
    );
    assert!(rows[2][1].contains("U12") && !rows[1][1].contains("U12"), "{rows:?}");
}

#[test]
fn a_report_where_all_is_sensitive_speaks_of_one_class() {
    let sensitive = |i: &Indicator| i.beskyttelse == Sensitivity::Sensitive && !i.foelsom;
    let (told, _, rows) = page(Protection::default(), catalogue().into_iter().filter(sensitive).collect());
    assert!(told.starts_with("Et tal vises kun, når mindst 5 personer står bag det. En andel"), "{told}");
    assert_eq!(rows.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["Alle tal om unge"]);
}
