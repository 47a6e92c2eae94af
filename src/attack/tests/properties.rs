//! The attacker against all tables there can be, and against two releases of which it is known what has changed.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestCaseResult, TestRng, TestRunner};
use std::cell::Cell;
use std::collections::BTreeMap;

const THRESHOLD: i64 = 5;
const NAMES: [&str; 5] = ["kommune", "a", "b", "c", "d"];

/// Tries a property on a thousand random cases, the same every time.
fn holds_for_a_thousand<S: Strategy>(cases: &S, property: impl Fn(S::Value) -> TestCaseResult) {
    let config = ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    if let Err(error) = runner.run(cases, property) {
        panic!("{error}");
    }
}

/// What the data package says of a table of so many districts; `sums` are further ones, each with a comma before it.
fn structure(districts: usize, guards: &str, adds: &str, sums: &str) -> String {
    let parts = &NAMES[1..=districts];
    let areas = format!(r#"{{"kolonne":"omraade","hele":"kommune","dele":{parts:?},{adds}}}"#);
    format!(r#"{{"graense":{THRESHOLD},{guards}"summer":[{areas}{sums}]}}"#)
}

fn of_rows(name: &str, structure: &str, rows: &[String]) -> Release {
    release(name, structure, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn text(number: Option<i64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn place(area: &str) -> String {
    format!("2024, bopæl, {area}")
}

// All tables: districts by two sides, which are boys and girls, or those in a share and those outside it. A leaf is one side of one
// district; every number is a sum of leaves.

/// Both sides together.
const BOTH: usize = 2;

/// More than all shown numbers together.
const NO_END: i64 = 1_000;

struct Number {
    area: &'static str,
    side: usize,
    leaves: Vec<usize>,
    value: i64,
    hidden: bool,
}

impl Number {
    fn shown(&self) -> Option<i64> {
        (!self.hidden).then_some(self.value)
    }
}

/// Returns the municipality and its districts, each with its sides and both; `is_hidden` is asked with the area and the side.
fn numbers(leaves: &[i64], is_hidden: impl Fn(usize, usize) -> bool) -> Vec<Number> {
    let number = |(area, side): (usize, usize)| {
        let is_in = |leaf: &usize| [0, leaf / 2 + 1].contains(&area) && [BOTH, leaf % 2].contains(&side);
        let of: Vec<usize> = (0..leaves.len()).filter(is_in).collect();
        let value = of.iter().map(|leaf| leaves[*leaf]).sum();
        Number { area: NAMES[area], side, leaves: of, value, hidden: is_hidden(area, side) }
    };
    (0..=leaves.len() / 2).flat_map(|area| (0..=BOTH).map(move |side| (area, side))).map(number).collect()
}

/// Tables as far as their leaves are chosen, by what that leaves of each shown number: the smallest and the largest value of every
/// number. Only these matter of tables that leave the same.
type Tables = BTreeMap<Vec<i64>, Vec<(i64, i64)>>;

/// Returns the smallest and the largest value of every number in all tables with the same shown numbers.
fn ends(all: &[Number], leaves: usize) -> Vec<(i64, i64)> {
    let shown: Vec<&Number> = all.iter().filter(|number| !number.hidden).collect();
    let mut tables = Tables::from([(shown.iter().map(|number| number.value).collect(), vec![(0, 0); all.len()])]);
    for leaf in 0..leaves {
        let most = shown.iter().filter(|number| number.leaves.contains(&leaf)).map(|number| number.value).min();
        // What is in no shown number can be anything: nobody, or so many that there is no end.
        let range: Vec<i64> = most.map_or_else(|| vec![0, NO_END], |most| (0..=most).collect());
        let mut longer = Tables::new();
        for ((left, ends), k) in tables.iter().flat_map(|table| range.iter().map(move |k| (table, *k))) {
            let Some(left) = left_of(&shown, left, leaf, k) else { continue };
            let met = longer.entry(left).or_insert_with(|| vec![(i64::MAX, i64::MIN); all.len()]);
            for ((number, (least, most)), met) in all.iter().zip(ends).zip(met) {
                let more = if number.leaves.contains(&leaf) { k } else { 0 };
                *met = (met.0.min(least + more), met.1.max(most + more));
            }
        }
        tables = longer;
    }
    tables.remove(&vec![0; shown.len()]).expect("the table itself is one of them")
}

/// Returns what a leaf leaves of each shown number; `None` where one cannot be what is shown any more.
fn left_of(shown: &[&Number], left: &[i64], leaf: usize, k: i64) -> Option<Vec<i64>> {
    let less = |(number, left): (&&Number, &i64)| {
        let left = if number.leaves.contains(&leaf) { left - k } else { *left };
        let has_more = number.leaves.last() > Some(&leaf);
        (left == 0 || left > 0 && has_more).then_some(left)
    };
    shown.iter().zip(left).map(less).collect()
}

/// Says what has to be found of a number that lies between these ends.
fn verdict(number: &Number, (least, most): (i64, i64)) -> Option<Known> {
    if !number.hidden {
        return (1..THRESHOLD).contains(&number.value).then_some(Known::Few(number.value));
    }
    // Nobody knows whether there is anybody and whether there are few; or all know that there are enough, and nobody how many.
    let is_safe = least < 1 && most >= THRESHOLD - 1 || least >= THRESHOLD && least < most;
    let between = Known::Between(Some(least), Some(most).filter(|most| *most < NO_END));
    (!is_safe).then_some(if least == most { Known::Exact(least) } else { between })
}

/// Says whether the attacker finds of the numbers that have a name what all tables tell, and nothing else. Counts the tables of which
/// some hidden numbers are found and some are not.
fn agrees<N>(release: Release, numbers: &[Number], name: N, mixed: &Cell<u32>) -> TestCaseResult
where
    N: Fn(&Number) -> Option<(String, What)>,
{
    let leaves = numbers.iter().flat_map(|number| &number.leaves).max().map_or(0, |last| last + 1);
    let (mut expected, mut found, mut safe) = (Vec::new(), false, false);
    for (number, ends) in numbers.iter().zip(ends(numbers, leaves)) {
        let Some((cell, what)) = name(number) else { continue };
        let known = verdict(number, ends);
        found |= number.hidden && known.is_some();
        safe |= number.hidden && known.is_none();
        expected.extend(known.map(|known| (cell, what, known)));
    }
    mixed.set(mixed.get() + u32::from(found && safe));
    expected.sort();
    prop_assert_eq!(known(release), expected);
    Ok(())
}

/// Two to four districts, each with two sides; a pattern for every number; and below which mark of the pattern it is hidden.
fn two_ways() -> impl Strategy<Value = (Vec<i64>, Vec<u8>, u8)> {
    (2..=4_usize).prop_flat_map(|districts| (vec(0..=8_i64, 2 * districts), vec(0..4_u8, 3 * (districts + 1)), 1..=3_u8))
}

#[test]
fn the_attackers_verdict_is_that_of_all_tables() {
    let mixed = Cell::new(0);
    let sexes = r#",{"kolonne":"koen","hele":"alle","dele":["dreng","pige"],"taeller":"lig"}"#;
    holds_for_a_thousand(&two_ways(), |(leaves, pattern, hide)| {
        let numbers = numbers(&leaves, |area, side| pattern[3 * area + side] < hide);
        let row = |number: &Number| {
            let (sex, status) = (["dreng", "pige", "alle"][number.side], if number.hidden { "skjult" } else { "vist" });
            format!("{};{sex};{};;;antal;{status}", number.area, text(number.shown()))
        };
        let rows: Vec<String> = numbers.iter().map(row).collect();
        let release = of_rows("r", &structure(leaves.len() / 2, "", r#""taeller":"lig""#, sexes), &rows);
        let cell = |number: &Number| place(number.area) + [", dreng", ", pige", ""][number.side];
        agrees(release, &numbers, |number| Some((cell(number), What::Taeller)), &mixed)
    });
    assert!(mixed.get() >= 300, "only {} tables have both kinds of hidden numbers", mixed.get());
}

#[test]
fn the_attackers_verdict_on_shares_is_that_of_all_tables() {
    let mixed = Cell::new(0);
    holds_for_a_thousand(&two_ways(), |(leaves, pattern, hide)| {
        // A hidden share hides all three numbers, or shows n, and hides those in it and those outside it.
        let is_hidden = |area: usize, side: usize| pattern[3 * area] < hide && (side < BOTH || pattern[3 * area + 1] < 2);
        let numbers = numbers(&leaves, is_hidden);
        let row = |share: &[Number]| {
            let [k, _, n] = share else { panic!("an area has two sides and both") };
            let status = if k.hidden { "skjult" } else { "vist" };
            format!("{};alle;{};{};;procent;{status}", k.area, text(k.shown()), text(n.shown()))
        };
        let rows: Vec<String> = numbers.chunks(3).map(row).collect();
        let (guards, adds) = (r#""resten_beskyttes":true,"#, r#""taeller":"lig","naevner":"lig""#);
        let release = of_rows("r", &structure(leaves.len() / 2, guards, adds, ""), &rows);
        // n is not protected itself.
        let what = |number: &Number| [What::Taeller, What::Rest].get(number.side).copied();
        agrees(release, &numbers, |number| Some((place(number.area), what(number)?)), &mixed)
    });
    assert!(mixed.get() >= 100, "only {} tables have both kinds of hidden numbers", mixed.get());
}

// Two releases of one table: three districts and the municipality.

/// What a table guards: how the data package says so, how its parts add up, and which numbers these are.
const GUARDS: [(&str, &str, &[What]); 3] = [
    ("", r#""taeller":"lig""#, &[What::Taeller]),
    (r#""resten_beskyttes":true,"#, r#""taeller":"lig","naevner":"lig""#, &[What::Taeller, What::Rest]),
    (r#""beskyttet_tal":"naevner","#, r#""naevner":"lig""#, &[What::Naevner]),
];

/// k and n of a row, where they are shown.
#[derive(Clone, Copy)]
struct Row(Option<i64>, Option<i64>);

impl Row {
    /// Shows of k and the rest what a table of this kind has; a mark of 0 hides it, and one of 1 hides k.
    fn printed(kind: usize, k: i64, rest: i64, mark: u8) -> Self {
        let whats = GUARDS[kind].2;
        let has_k = whats.contains(&What::Taeller);
        let has_n = whats != [What::Taeller];
        Self((has_k && mark > 1).then_some(k), (has_n && mark > 0).then_some(k + rest))
    }

    fn number(self, what: What) -> Option<i64> {
        let Self(k, n) = self;
        match what {
            What::Taeller => k,
            What::Naevner => n,
            _ => n.zip(k).map(|(n, k)| n - k),
        }
    }
}

/// k and the rest of each district, one after the other, and a mark for each area: what one release shows.
fn printed(kind: usize, districts: &[i64], marks: &[u8]) -> Vec<Row> {
    let whole = [0, 1].map(|side| districts.iter().skip(side).step_by(2).sum());
    let areas = [whole].into_iter().chain(districts.chunks(2).map(|district| [district[0], district[1]]));
    areas.zip(marks).map(|([k, rest], mark)| Row::printed(kind, k, rest, *mark)).collect()
}

fn printed_release(name: &str, kind: usize, rows: &[Row]) -> Release {
    let line = |(area, Row(k, n)): (&&str, &Row)| {
        let is_shown = GUARDS[kind].2.iter().all(|what| Row(*k, *n).number(*what).is_some());
        format!("{area};alle;{};{};;x;{}", text(*k), text(*n), if is_shown { "vist" } else { "skjult" })
    };
    let lines: Vec<String> = NAMES.iter().zip(rows).map(line).collect();
    of_rows(name, &structure(rows.len() - 1, GUARDS[kind].0, GUARDS[kind].1, ""), &lines)
}

type Changes = Vec<(String, What, Known)>;

/// Returns the changes by a few that both releases tell outright, and those left over of the whole when its shown parts are taken off.
fn changes(kind: usize, before: &[Row], after: &[Row]) -> (Changes, Changes) {
    let (mut told, mut left) = (Vec::new(), Vec::new());
    for what in GUARDS[kind].2 {
        let by = |(before, after): (&Row, &Row)| Some(after.number(*what)? - before.number(*what)?);
        let each: Vec<Option<i64>> = before.iter().zip(after).map(by).collect();
        let few = |area: &str, by: i64| (1..THRESHOLD).contains(&by.abs()).then(|| (place(area), *what, Known::Change(by)));
        told.extend(NAMES.iter().zip(&each).filter_map(|(area, by)| few(area, (*by)?)));
        let parts: i64 = each[1..].iter().flatten().sum();
        left.extend(each[0].and_then(|whole| few(NAMES[0], whole - parts)));
    }
    (told, left)
}

/// The kind of a table, its numbers, by how much they change, and what the two releases show.
fn two_releases() -> impl Strategy<Value = (usize, Vec<i64>, Vec<i64>, [Vec<u8>; 2])> {
    // Large enough that no number is one of a few, whatever changes.
    let then = vec(20..60_i64, 6);
    let change = prop_oneof![4 => Just(0_i64), 2 => -4..=4_i64, 2 => 5..=9_i64, 2 => -9..=-5_i64];
    let changes = prop_oneof![1 => Just(vec![0; 6]), 3 => vec(change, 6)];
    let marks = || prop_oneof![2 => Just(vec![2; 4]), 3 => vec(0..8_u8, 4)];
    (0..GUARDS.len(), then, changes, [marks(), marks()])
}

#[test]
fn a_change_by_a_few_between_two_releases_is_always_found() {
    let [outright, left_over, nothing] = [(); 3].map(|()| Cell::new(0));
    let count = |cases: &Cell<u32>, is_one: bool| cases.set(cases.get() + u32::from(is_one));
    holds_for_a_thousand(&two_releases(), |(kind, then, by, marks)| {
        let now: Vec<i64> = then.iter().zip(&by).map(|(number, by)| number + by).collect();
        let (before, after) = (printed(kind, &then, &marks[0]), printed(kind, &now, &marks[1]));
        let verdict = attack(&[printed_release("then", kind, &before), printed_release("now", kind, &after)]);
        let found: Changes = verdict.findings.iter().map(|one| (one.cell.clone(), one.what, one.known.clone())).collect();
        let (told, left) = changes(kind, &before, &after);
        for change in told.iter().chain(&left) {
            prop_assert!(found.contains(change), "{change:?} is not among {found:?}");
        }
        let is_same = then == now;
        let is_change = |(_, _, known): &(String, What, Known)| matches!(known, Known::Change(_));
        prop_assert!(!is_same || !found.iter().any(is_change), "nothing has changed: {found:?}");
        let is_open = marks.iter().flatten().all(|mark| *mark > 1);
        prop_assert!(!is_same || !is_open || found.is_empty(), "nothing is hidden: {found:?}");
        count(&outright, !told.is_empty());
        count(&left_over, left.iter().any(|change| !told.contains(change)));
        count(&nothing, is_same && is_open);
        Ok(())
    });
    let cases = [&outright, &left_over, &nothing].map(Cell::get);
    assert!(cases.iter().all(|cases| *cases >= 30), "outright, left over, nothing: {cases:?}");
}
