//! Candidates for focus area: points from published figures, and from nothing else.

use super::fixture::{Counts, Municipality, full, hidden, indicator};
use crate::compose::candidate::candidates;
use crate::compose::criteria::Criterion;
use crate::compose::view::View;
use crate::compose::{Paper, papers};
use crate::model::document::{Block, Section, Table};
use crate::model::geography::{Area, DistrictId};
use crate::model::period::{Period, SchoolYear};
use crate::model::project::FocusWeights;

const WINTER: Period = Period::Wave(SchoolYear(2024));

/// A survey in which a share of the municipality has risen over three winters, and one that has not.
fn rising() -> Municipality {
    let mut counts = Counts::default();
    for (year, k) in [(2022, 120), (2023, 150), (2024, 260)] {
        let winter = Period::Wave(SchoolYear(year));
        counts.whole("U19", winter, Area::Municipality, (k, Some(1300))).whole(
            "U22",
            winter,
            Area::Municipality,
            (90, Some(1300)),
        );
    }
    Municipality::new(counts)
}

/// Returns each candidate's id with its points.
/// An indicator, its points by criterion, and their sum.
type Points = (String, Vec<(Criterion, i64)>, i64);

fn points(town: &Municipality) -> Vec<Points> {
    let input = town.input();
    let view = View::new(&input, "");
    let of = |rated: crate::compose::candidate::Rated| {
        let scores = rated.scores.iter().map(|(criterion, score)| (*criterion, score.points)).collect();
        (rated.indicator.id.clone(), scores, rated.total)
    };
    candidates(&view).into_iter().map(of).collect()
}

fn section(town: &Municipality) -> Vec<Section> {
    let annual = papers(&town.input(), Some(Paper::Annual)).remove(0);
    annual.sections.into_iter().filter(|s| s.id.starts_with("fokus")).collect()
}

#[test]
fn points_come_from_signal_size_trend_prevalence_and_level() {
    let found = points(&rising());
    assert_eq!(found.iter().map(|(id, ..)| id.as_str()).collect::<Vec<_>>(), ["U19"], "what stands still is no candidate");
    use Criterion::{Level, Notes, Prevalence, Signal, Size, Sources, Trend};
    // Size: from 150 to 260 of 1,300 is 73 % more. Prevalence: 20,0 %.
    let expected = [(Signal, 3), (Size, 3), (Trend, 2), (Prevalence, 3), (Sources, 0), (Notes, 0), (Level, 3)];
    assert_eq!(found[0].1, expected);
    assert_eq!(found[0].2, 3 * 3 + 2 * 3 + 2 * 2 + 2 * 3 + 3);
}

#[test]
fn weights_move_the_order_and_a_weight_of_nothing_silences_a_criterion() {
    let mut town = full();
    let usual: Vec<String> = points(&town).into_iter().map(|(id, ..)| id).collect();
    assert!((1..=5).contains(&usual.len()));
    town.project.report.weights = FocusWeights { signal: 0, size: 0, trend: 0, prevalence: 1, sources: 0, notes: 0, level: 0 };
    assert!(points(&town).is_empty(), "nothing that speaks has weight");
    town.project.report.weights = FocusWeights { signal: 10, ..FocusWeights::default() };
    let totals: Vec<i64> = points(&town).into_iter().map(|(.., total)| total).collect();
    assert!(totals.is_sorted_by(|a, b| a >= b));
}

#[test]
fn a_theme_stands_once() {
    let town = full();
    let themes: Vec<String> = points(&town).into_iter().map(|(id, ..)| indicator(&id).tema).collect();
    let mut once = themes.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), themes.len(), "{themes:?}");
}

#[test]
fn hidden_figures_give_no_points_and_are_not_spoken_of() {
    assert!(points(&hidden()).is_empty());
    let mut counts = Counts::default();
    // The municipality's figure is hidden (3 of 1,300), the district's as well.
    counts.whole("U19", WINTER, Area::Municipality, (3, Some(1300)));
    counts.whole("U19", WINTER, Area::District(DistrictId(1)), (3, Some(300)));
    let town = Municipality::new(counts);
    assert!(points(&town).is_empty());
    let said = format!("{:?}", section(&town).iter().filter(|s| s.id != "fokus-sidste").collect::<Vec<_>>());
    assert!(!said.contains("e-cigaretter") && said.contains("Ingen indikator opfylder reglen"), "{said}");
}

#[test]
fn the_table_of_points_adds_up() {
    let town = full();
    let sections = section(&town);
    let tables = sections.iter().flat_map(|s| &s.blocks).filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    let table: &Table = tables.into_iter().find(|t| t.id == "fokus-point").expect("the points are shown");
    let weight = |title: &str| title.rsplit(char::is_whitespace).next().and_then(|w| w.parse::<i64>().ok());
    let weights: Vec<i64> = table.columns.iter().filter_map(|head| weight(&head.title)).collect();
    assert_eq!(weights, [3, 2, 2, 2, 1, 1, 1]);
    for row in &table.rows {
        let numbers: Vec<i64> = row[1..].iter().map(|cell| cell.text.parse().expect("points")).collect();
        let sum: i64 = numbers.iter().zip(&weights).map(|(points, weight)| points * weight).sum();
        assert_eq!(numbers.last(), Some(&sum), "{}", row[0].text);
    }
}

#[test]
fn each_candidate_has_why_why_not_where_and_what_is_measured() {
    let town = full();
    let found = points(&town);
    let parts: Vec<Section> = section(&town).into_iter().filter(|s| s.id.starts_with("fokus-") && s.level == 2).collect();
    for (id, ..) in &found {
        let own = parts.iter().find(|s| s.id == format!("fokus-{}", id.to_lowercase())).expect("a section of its own");
        let said = format!("{:?}", own.blocks);
        for word in ["Hvorfor: ", "Hvorfor ikke: ", "Hvor: ", "Det kan måles på: ", "Det gør vi allerede", "Hvem ejer det"] {
            assert!(said.contains(word), "{id}: {word}");
        }
        assert!(!said.contains(" sammenligninger viser"), "signals are never counted");
    }
}
