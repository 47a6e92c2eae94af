//! The auditor against the enumeration of every table: two dimensions and their margins, with any figures hidden.

use super::*;
use crate::model::person::Sex;
use crate::protect::audit::{Audit, Demand, Limit, Rules};
use crate::protect::relation::{Numbers, Relation, numerator};
use proptest::prelude::*;
use std::collections::BTreeSet;

const PERSONS: &str = "{slags='personer',roller=['sigtet']}";
const TOP: i64 = 2;

/// Groups that are told of nowhere more finely, and how many persons each holds.
type Leaves = Vec<(Coordinate, i64)>;

fn place(district: u16, sex: Sex, grade: u8) -> Coordinate {
    Coordinate { area: Area::District(DistrictId(district)), sex: Some(sex), grade: Some(grade), ..whole() }
}

/// Both sexes in three districts; the grade is told nowhere.
fn two_ways(counts: &[i64]) -> Leaves {
    let places = [Sex::Boy, Sex::Girl].into_iter().flat_map(|sex| (0..3).map(move |district| (district, sex)));
    places.map(|(district, sex)| Coordinate { grade: None, ..place(district, sex, 7) }).zip(counts.iter().copied()).collect()
}

/// Both sexes in two grades of two districts.
fn three_ways(counts: &[i64]) -> Leaves {
    let grades = |sex, district| [7, 8].map(|grade| place(district, sex, grade));
    let places = [Sex::Boy, Sex::Girl].into_iter().flat_map(|sex| (0..2).flat_map(move |district| grades(sex, district)));
    places.zip(counts.iter().copied()).collect()
}

/// The leaf and everything it is counted in: each of its dimensions as it is or left open.
fn counted_in(leaf: &Coordinate) -> BTreeSet<Coordinate> {
    let areas = [leaf.area, Area::Municipality];
    let sexes = areas.into_iter().flat_map(|area| [leaf.sex, None].map(|sex| (area, sex)));
    let all = sexes.flat_map(|(area, sex)| [leaf.grade, None].map(|grade| (area, sex, grade)));
    all.map(|(area, sex, grade)| Coordinate { area, sex, grade, ..leaf.clone() }).collect()
}

/// Persons by every dimension of the leaves, with all margins.
fn crossed(leaves: &Leaves) -> CountTable {
    let count = |k: i64| Exact { numerator: k, behind: k, largest: 1, ..Exact::default() };
    let mut cells = BTreeMap::new();
    for (leaf, k) in leaves {
        counted_in(leaf).into_iter().for_each(|at| *cells.entry(at).or_insert(0) += k);
    }
    let cells = cells.into_iter().map(|(at, k)| (at, count(k))).collect();
    CountTable { indicators: vec![indicator("neutral", PERSONS)], cells, dispersions: BTreeMap::new() }
}

/// Returns every table of leaves that has the same published figures, each as its figures; a hidden leaf goes up to `most`.
fn possible(table: &CountTable, leaves: &Leaves, hidden: &BTreeSet<usize>, most: i64) -> Vec<Vec<i64>> {
    let at = |place: &Coordinate| table.cells.iter().position(|(at, _)| at == place).expect("every margin is a figure");
    let figures: Vec<Vec<usize>> = leaves.iter().map(|(leaf, _)| counted_in(leaf).iter().map(at).collect()).collect();
    let mut found = vec![vec![0; table.cells.len()]];
    for ((leaf, k), figures) in leaves.iter().zip(&figures) {
        // No leaf is above a published figure it is in.
        let published = figures.iter().filter(|figure| !hidden.contains(figure)).map(|figure| table.cells[*figure].1.numerator);
        let range = if hidden.contains(&at(leaf)) { 0..=published.min().unwrap_or(most).min(most) } else { *k..=*k };
        let more = |start: &Vec<i64>, k: i64| {
            let mut sums = start.clone();
            figures.iter().for_each(|figure| sums[*figure] += k);
            sums
        };
        found = found.iter().flat_map(|start| range.clone().map(move |k| more(start, k))).collect();
    }
    let published = |figures: &Vec<i64>| {
        figures.iter().enumerate().all(|(cell, k)| hidden.contains(&cell) || *k == table.cells[cell].1.numerator)
    };
    found.into_iter().filter(published).collect()
}

/// Says by enumeration what the auditor says by solving.
fn tells(tables: &[Vec<i64>], cell: usize) -> bool {
    let (least, most) = tables.iter().fold((i64::MAX, i64::MIN), |(least, most), t| (least.min(t[cell]), most.max(t[cell])));
    most <= TOP || (1..=TOP).contains(&least) || least == most
}

fn few(cell: usize) -> Vec<Demand> {
    vec![Demand { form: vec![(numerator(cell), 1)], limit: Limit::Few(TOP) }]
}

/// Says whether the auditor's verdict on each hidden figure is that of all tables.
fn agree(leaves: &Leaves, pattern: &[u8], most_hidden: usize) -> Result<(), TestCaseError> {
    let table = crossed(leaves);
    // One in four is hidden, so that enumeration stays small.
    let hidden: BTreeSet<usize> = (0..table.cells.len()).filter(|cell| pattern[*cell] == 0).take(most_hidden).collect();
    let tables = possible(&table, leaves, &hidden, 12);
    let mut numbers = Numbers::new(&table);
    let relations = numbers.relations();
    let nothing = BTreeSet::new();
    for cell in hidden.iter().copied() {
        let only = |at: usize| if at == cell { few(at) } else { Vec::new() };
        let relations: Vec<&Relation> = relations.iter().collect();
        let rules = Rules { demands: &only, always: Vec::new(), along: &|_| Vec::new() };
        let mut audit = Audit::new(&numbers, relations, rules, Vec::new(), hidden.clone(), &nothing);
        audit.repair();
        prop_assert_eq!(!audit.lost.is_empty(), tells(&tables, cell), "cell {} with {:?} hidden", cell, hidden);
    }
    Ok(())
}

/// Says whether nothing that leaves the wall narrows a hidden figure, where so many leaves are hidden or fewer.
fn nothing_is_narrowed(leaves: &Leaves, most_leaves: usize) -> Result<(), TestCaseError> {
    let at: Vec<Coordinate> = crossed(leaves).cells.into_iter().map(|(at, _)| at).collect();
    let released = protect(crossed(leaves), &[], Protection::default().with_threshold(TOP + 1));
    let is_hidden = |cell: &usize| matches!(released.status(&at[*cell]), CellStatus::Suppressed(_));
    let hidden: BTreeSet<usize> = (0..at.len()).filter(is_hidden).collect();
    if leaves.iter().filter(|(leaf, _)| hidden.iter().any(|cell| at[*cell] == *leaf)).count() > most_leaves {
        return Ok(());
    }
    // Where both the leaves and the margins are hidden nothing bounds a leaf; a few more than all there are is enough.
    let most = leaves.iter().map(|(_, k)| k).sum::<i64>() + TOP;
    let tables = possible(&crossed(leaves), leaves, &hidden, most);
    for cell in hidden {
        let (least, highest) = tables.iter().fold((i64::MAX, i64::MIN), |(a, b), t| (a.min(t[cell]), b.max(t[cell])));
        // That there is nobody may be told of a count.
        let may_be = highest == 0 || highest > TOP && !(1..=TOP).contains(&least);
        prop_assert!(may_be, "{:?} is {}-{}", at[cell], least, highest);
    }
    Ok(())
}

fn counts(many: usize) -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(0_i64..=3, many)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_verdict_on_any_pattern_is_that_of_all_tables(counts in counts(6), pattern in proptest::collection::vec(0..4_u8, 12)) {
        agree(&two_ways(&counts), &pattern, 5)?;
    }

    #[test]
    fn the_verdict_on_any_pattern_of_three_dimensions_is_that_of_all_tables(
        counts in counts(8),
        pattern in proptest::collection::vec(0..4_u8, 27),
    ) {
        agree(&three_ways(&counts), &pattern, 8)?;
    }

    #[test]
    fn no_table_that_leaves_the_wall_narrows_a_hidden_figure(counts in counts(6)) {
        nothing_is_narrowed(&two_ways(&counts), 4)?;
    }

    #[test]
    fn no_table_of_three_dimensions_that_leaves_the_wall_narrows_a_hidden_figure(counts in counts(8)) {
        nothing_is_narrowed(&three_ways(&counts), 3)?;
    }
}
