//! The auditor against the enumeration of every table: two dimensions and their margins, with any figures hidden.

use super::*;
use crate::model::person::Sex;
use crate::protect::audit::{Audit, Demand, Limit};
use crate::protect::relation::{Numbers, Relation, numerator};
use proptest::prelude::*;
use std::collections::BTreeSet;

const PERSONS: &str = "{slags='personer',roller=['sigtet']}";
const TOP: i64 = 2;

/// Persons by sex and by district, with both margins and the whole.
fn crossed(leaves: &[[i64; 3]; 2]) -> CountTable {
    let count = |k: i64| Exact { numerator: k, behind: k, largest: 1, ..Exact::default() };
    let mut cells = BTreeMap::new();
    for (sex, row) in [Sex::Boy, Sex::Girl].into_iter().zip(leaves) {
        for (district, k) in (0..).zip(row) {
            let area = Area::District(DistrictId(district));
            for (area, sex) in [(area, Some(sex)), (area, None), (Area::Municipality, Some(sex)), (Area::Municipality, None)] {
                *cells.entry(Coordinate { area, sex, ..whole() }).or_insert(0) += k;
            }
        }
    }
    let cells = cells.into_iter().map(|(at, k)| (at, count(k))).collect();
    CountTable { indicators: vec![indicator("neutral", PERSONS)], cells, dispersions: BTreeMap::new() }
}

/// Returns every table of leaves that has the same published figures, each as its figures; a leaf goes up to `most`.
fn possible(table: &CountTable, hidden: &BTreeSet<usize>, most: i64) -> Vec<Vec<i64>> {
    let is_leaf = |at: &Coordinate| at.sex.is_some() && at.area != Area::Municipality;
    let leaves: Vec<usize> = (0..table.cells.len()).filter(|cell| is_leaf(&table.cells[*cell].0)).collect();
    let mut found = vec![Vec::new()];
    for leaf in &leaves {
        let range = if hidden.contains(leaf) {
            0..=most
        } else {
            let k = table.cells[*leaf].1.numerator;
            k..=k
        };
        found = found.into_iter().flat_map(|start: Vec<i64>| range.clone().map(move |k| [&start[..], &[k]].concat())).collect();
    }
    let holds = |whole: &Coordinate, part: &Coordinate| {
        (whole.area == Area::Municipality || whole.area == part.area) && (whole.sex.is_none() || whole.sex == part.sex)
    };
    let sums = |values: Vec<i64>| -> Vec<i64> {
        let part = |cell: &Coordinate| {
            leaves.iter().zip(&values).filter(|(leaf, _)| holds(cell, &table.cells[**leaf].0)).map(|(_, k)| k).sum()
        };
        table.cells.iter().map(|(at, _)| part(at)).collect()
    };
    let published = |figures: &Vec<i64>| {
        figures.iter().enumerate().all(|(cell, k)| hidden.contains(&cell) || *k == table.cells[cell].1.numerator)
    };
    found.into_iter().map(sums).filter(published).collect()
}

/// Says by enumeration what the auditor says by solving.
fn tells(tables: &[Vec<i64>], cell: usize) -> bool {
    let (least, most) = tables.iter().fold((i64::MAX, i64::MIN), |(least, most), t| (least.min(t[cell]), most.max(t[cell])));
    most <= TOP || (1..=TOP).contains(&least) || least == most
}

fn few(cell: usize) -> Vec<Demand> {
    vec![Demand { form: vec![(numerator(cell), 1)], limit: Limit::Few(TOP) }]
}

fn leaves() -> impl Strategy<Value = [[i64; 3]; 2]> {
    let row = || [0_i64..=3, 0_i64..=3, 0_i64..=3];
    [row(), row()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_verdict_on_any_pattern_is_that_of_all_tables(leaves in leaves(), pattern in proptest::collection::vec(0..4_u8, 12)) {
        let table = crossed(&leaves);
        // One in four is hidden, so that enumeration stays small.
        let hidden: BTreeSet<usize> = (0..12).filter(|cell| pattern[*cell] == 0).take(5).collect();
        let tables = possible(&table, &hidden, 12);
        let mut numbers = Numbers::new(&table);
        let relations = numbers.relations();
        let nothing = BTreeSet::new();
        for cell in hidden.iter().copied() {
            let only = |at: usize| if at == cell { few(at) } else { Vec::new() };
            let relations: Vec<&Relation> = relations.iter().collect();
            let mut audit = Audit::new(&numbers, relations, &only, Vec::new(), Vec::new(), hidden.clone(), &nothing);
            prop_assert_eq!(!audit.repair().is_empty(), tells(&tables, cell), "cell {} of {:?} with {:?} hidden", cell, leaves, hidden);
        }
    }

    #[test]
    fn no_table_that_leaves_the_wall_narrows_a_hidden_figure(leaves in leaves()) {
        let table = crossed(&leaves);
        let at: Vec<Coordinate> = table.cells.iter().map(|(at, _)| at.clone()).collect();
        let settings = Protection::default().with_threshold(TOP + 1);
        let released = protect(crossed(&leaves), &[], settings);
        let is_hidden = |cell: &usize| matches!(released.status(&at[*cell]), CellStatus::Suppressed(_));
        let hidden: BTreeSet<usize> = (0..at.len()).filter(is_hidden).collect();
        // Where both the leaves and the margins are hidden nothing bounds a leaf; a few more than all there are is enough.
        let most = leaves.iter().flatten().sum::<i64>() + TOP;
        if hidden.iter().filter(|cell| at[**cell].sex.is_some() && at[**cell].area != Area::Municipality).count() <= 4 {
            let tables = possible(&table, &hidden, most);
            for cell in hidden {
                let (least, highest) = tables.iter().fold((i64::MAX, i64::MIN), |(a, b), t| (a.min(t[cell]), b.max(t[cell])));
                // That there is nobody may be told of a count.
                let may_be = highest == 0 || highest > TOP && !(1..=TOP).contains(&least);
                prop_assert!(may_be, "{:?}: {:?} is {}-{}", leaves, at[cell], least, highest);
            }
        }
    }
}
