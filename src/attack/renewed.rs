//! Which figures a later release may have counted anew, so that what an earlier one told of them need not hold any more.
//!
//! A number that stands with two values in two releases was counted anew. Then so may have been what hangs together with it and is
//! hidden: a reader cannot tell.

use super::package::Kind;
use super::release::{Release, Table};
use std::collections::{BTreeMap, BTreeSet};

/// An indicator and a period.
pub(super) type Group = (String, String);

/// How far a change reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The periods of a year, whose sum is the year.
    Time,
    /// And indicators that tell of each other.
    Links,
}

/// Returns what stands with different numbers in two releases, and what that reaches.
pub(super) fn renewed(releases: &[&Release], reach: Reach) -> BTreeSet<Group> {
    let mut ties: BTreeMap<Group, BTreeSet<Group>> = BTreeMap::new();
    for (one, other) in releases.iter().flat_map(|release| ties_of(release, reach)) {
        ties.entry(one.clone()).or_default().insert(other.clone());
        ties.entry(other).or_default().insert(one);
    }
    let mut found = told_otherwise(releases);
    let mut open: Vec<Group> = found.iter().cloned().collect();
    while let Some(group) = open.pop() {
        let beside = ties.get(&group).into_iter().flatten();
        open.extend(beside.filter(|other| found.insert((*other).clone())).cloned().collect::<Vec<_>>());
    }
    found
}

fn told_otherwise(releases: &[&Release]) -> BTreeSet<Group> {
    let mut seen = BTreeMap::new();
    let mut changed = BTreeSet::new();
    let rows = releases.iter().flat_map(|release| &release.tables).flat_map(|table| &table.rows);
    for row in rows.filter(|row| row.k.is_some() || row.n.is_some()) {
        if *seen.entry(&row.place).or_insert((row.k, row.n)) != (row.k, row.n) {
            changed.insert((row.place.get("indikator").to_owned(), row.place.get("periode").to_owned()));
        }
    }
    changed
}

fn ties_of(release: &Release, reach: Reach) -> Vec<(Group, Group)> {
    let mut ties = Vec::new();
    for (at, table) in release.tables.iter().enumerate() {
        let Some(own) = table.indicator() else { continue };
        for sum in table.structure.sums.iter().filter(|sum| sum.column == "periode") {
            ties.extend(sum.parts.iter().map(|part| (group(own, &sum.whole), group(own, part))));
        }
        let others = release.tables[..at].iter().filter(|other| reach == Reach::Links && tell_of_each_other(table, other));
        for other in others.filter_map(Table::indicator) {
            ties.extend(periods(table).into_iter().map(|period| (group(own, period), group(other, period))));
        }
    }
    ties
}

fn group(indicator: &str, period: &str) -> Group {
    (indicator.to_owned(), period.to_owned())
}

fn periods(table: &Table) -> BTreeSet<&str> {
    table.rows.iter().map(|row| row.place.get("periode")).collect()
}

fn tell_of_each_other(one: &Table, other: &Table) -> bool {
    let links = |one: &Table, other: &Table| {
        one.structure.links.iter().any(|link| link.kind != Kind::ReadAgainst && link.tables.contains(&other.name))
    };
    let names = |table: &Table| {
        let names = [&table.structure.numerator_counts, &table.structure.base_counts];
        names.into_iter().flatten().cloned().collect::<BTreeSet<String>>()
    };
    links(one, other) || links(other, one) || !names(one).is_disjoint(&names(other))
}
