//! The decision log, and why a figure is hidden in words.

use super::fixture::{Municipality, full, hidden, indicator};
use crate::compose::hiding::{rule, why, why_here};
use crate::compose::view::View;
use crate::compose::{DECISION_COLUMNS, decisions};
use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::geography::Geography;
use crate::model::period::{Period, SchoolYear};
use crate::model::project::Protection;
use crate::model::release::{CellStatus, Reason};
use crate::protect::protect;
use std::collections::BTreeMap;

const ALL: [Reason; 9] = [
    Reason::Small,
    Reason::Complement,
    Reason::Base,
    Reason::GroupDisclosure,
    Reason::Dominance,
    Reason::Secondary,
    Reason::Audit,
    Reason::Released,
    Reason::BySource,
];

#[test]
fn every_hidden_figure_has_a_line_and_no_other() {
    let municipality = hidden();
    let input = municipality.input();
    let rows = decisions(&input);
    let expected = input.protected.cells().filter(|(_, status)| matches!(status, CellStatus::Suppressed(_))).count();
    assert_eq!(rows.len(), expected);
    assert!(expected > 100 && rows.iter().all(|row| row.len() == DECISION_COLUMNS.len()), "{expected}");
}

#[test]
fn a_line_says_where_the_figure_stands_and_which_rule_hid_it() {
    let at = Coordinate::whole("U15", Period::Wave(SchoolYear(2024)), Geography::School);
    let four = Exact { numerator: 4, denominator: Some(417), behind: 4, complement: Some(413), largest: 1, ..Exact::default() };
    let cells = vec![(at, four)];
    let table = CountTable { indicators: vec![indicator("U15")], cells, dispersions: BTreeMap::new() };
    let municipality = Municipality { protected: protect(table, &[], Protection::default()), ..full() };
    let rows = decisions(&municipality.input());
    let told = "Der står færre end 5 personer bag tallet.";
    let [row] = rows.as_slice() else { panic!("one figure, one line: {rows:?}") };
    assert_eq!(
        row[..9],
        ["U15", "Fuld inden for de seneste 30 dage", "vinteren 2024/25", "skole", "kommune", "alle", "alle", "alle", "alle"]
    );
    assert_eq!(row[9..], ["få bag tallet", told]);
    assert!(!row.concat().contains("417") && !row.concat().contains("413"), "no number of the figure");
}

#[test]
fn each_rule_has_its_own_name_and_words() {
    let municipality = full();
    let input = municipality.input();
    let view = View::new(&input, "");
    let words: Vec<String> = ALL.iter().map(|reason| why(&view, &indicator("P07"), *reason)).collect();
    let names: std::collections::BTreeSet<&str> = ALL.iter().map(|reason| rule(*reason)).collect();
    assert_eq!((names.len(), words.iter().collect::<std::collections::BTreeSet<_>>().len()), (ALL.len(), ALL.len()));
    assert!(why(&view, &indicator("U15"), Reason::GroupDisclosure).starts_with("Alle, eller alle på nær én, i gruppen har det"));
    assert!(why(&view, &indicator("P04"), Reason::GroupDisclosure).starts_with(
        "Enten er alle i gruppen (eller alle på nær én) talt med, eller også er ingen (eller kun én). Så fortæller tallet"
    ));
    assert_eq!(words[0], "Der står færre end 5 personer eller forhold bag tallet.");
    assert!(words.iter().all(|text| text.ends_with('.')), "{words:?}");
}

#[test]
fn the_words_follow_the_class_of_the_indicator_and_the_limits() {
    let limits = Protection { coalition: 0, dominance: 40, ..Protection::default() };
    let table = CountTable { indicators: Vec::new(), cells: Vec::new(), dispersions: BTreeMap::new() };
    let municipality = Municipality { protected: protect(table, &[], limits), ..full() };
    let input = municipality.input();
    let view = View::new(&input, "");
    let say = |id: &str, reason| why(&view, &indicator(id), reason);
    assert_eq!(say("U12", Reason::Small), "Der står færre end 3 personer bag tallet.");
    assert_eq!(say("U22", Reason::Base), "Gruppen, som tallet er regnet af, er på færre end 50.");
    assert_eq!(say("P05t", Reason::Small), "De mest aktive er færre end 10 personer.");
    assert!(say("U15", Reason::GroupDisclosure).starts_with("Alle i gruppen har det svar"));
    assert!(say("P04", Reason::GroupDisclosure).starts_with("Enten er alle i gruppen talt med, eller også er ingen. Så"));
    assert!(say("P08", Reason::Dominance).starts_with("Én person står bag 40 % af tallet eller mere"));
}

#[test]
fn where_a_release_hid_a_figure_the_log_of_that_release_is_named() {
    let mut municipality = full();
    let at = Coordinate::whole("U15", Period::Wave(SchoolYear(2024)), Geography::School);
    let log = "hemmeligt/beslutninger-2025-1-offentlig.csv";
    municipality.issue.hidden_in.insert(at.clone(), log.to_owned());
    let input = municipality.input();
    let view = View::new(&input, "");
    let say = |at: &Coordinate, reason| why_here(&view, &indicator("U15"), at, reason);
    assert!(say(&at, Reason::Released).ends_with(&format!("Reglen, der skjulte det, står i {log}.")));
    assert_eq!(say(&at, Reason::Small), "Der står færre end 5 personer bag tallet.", "a rule of this run stands here");
    let elsewhere = Coordinate::whole("U15", Period::Wave(SchoolYear(2023)), Geography::School);
    assert!(!say(&elsewhere, Reason::Released).contains("hemmeligt"));
}
