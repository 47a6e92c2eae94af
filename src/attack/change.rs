//! What two releases of one figure tell together: a change by a few is a few young people.

use super::finding::{Finding, Known, What};
use super::package::{Adds, Column, Sum};
use super::release::{Release, Table};
use super::table::{Place, Row};
use std::collections::BTreeMap;

/// Returns what has changed by a few between any two releases, told outright or left over in a sum.
pub(super) fn between(releases: &[&Release]) -> Vec<Finding> {
    let pairs = (0..releases.len()).flat_map(|one| (one + 1..releases.len()).map(move |other| (one, other)));
    pairs.flat_map(|(one, other)| changes(releases[one], releases[other])).collect()
}

fn changes(before: &Release, after: &Release) -> Vec<Finding> {
    let mut found = Vec::new();
    for table in &after.tables {
        let Some(earlier) = before.tables.iter().find(|earlier| earlier.name == table.name) else { continue };
        // Readers of both editions are held to the limit of theirs.
        let limits = [earlier, table].map(|table| table.structure.threshold);
        let Some(threshold) = limits.into_iter().flatten().min() else { continue };
        let changed = Changed::between(earlier, table);
        // The pupils who make two means differ are a group with a mean of their own.
        let base = table.structure.base.filter(|_| table.structure.guarded == Column::Naevner);
        let few = |by: i64| (1..threshold.max(base.unwrap_or(0))).contains(&by.abs());
        let counted = changed.told(table).into_iter().chain(changed.left(table)).filter(|(_, _, by)| few(*by));
        for (place, what, by) in counted.chain(changed.moved(table)).chain(changed.one_sided(table)) {
            let (release, title) = (after.name.clone(), table.title.clone());
            let known = Known::Change(by);
            found.push(Finding { release, table: title, name: table.name.clone(), cell: place.words(), what, known });
        }
    }
    found
}

/// The numbers of two releases of one table, side by side: those before, and those after.
struct Changed<'a>(BTreeMap<&'a Place, (&'a Row, &'a Row)>);

impl<'a> Changed<'a> {
    fn between(earlier: &'a Table, later: &'a Table) -> Self {
        let before: BTreeMap<&Place, &Row> = earlier.rows.iter().map(|row| (&row.place, row)).collect();
        let both = later.rows.iter().filter_map(|row| Some((&row.place, (*before.get(&row.place)?, row))));
        Self(both.collect())
    }

    /// Returns the means that have moved though as many pupils are in them: how many pupils' absence is another, nobody knows, and it
    /// may be that of one.
    fn moved(&self, table: &Table) -> Vec<(Place, What, i64)> {
        let is_moved = |(place, (before, after)): &(&&Place, &(&Row, &Row))| {
            self.by(place, What::Naevner) == Some(0)
                && before.value.is_some()
                && after.value.is_some()
                && before.value != after.value
        };
        let means = self.0.iter().filter(|_| table.structure.guarded == Column::Naevner);
        means.filter(is_moved).map(|(place, _)| ((*place).clone(), What::Naevner, 1)).collect()
    }

    /// Returns the sides nobody has come to or left, of shares where all that changed are on the other: that is told of each of them.
    fn one_sided(&self, table: &Table) -> Vec<(Place, What, i64)> {
        let sides = [(What::Taeller, What::Rest, table.structure.everybody), (What::Rest, What::Taeller, table.structure.nobody)];
        let held = sides.into_iter().filter(|(.., held)| table.structure.rest && *held == Some(true));
        let is_told =
            |place: &Place, side, other| self.by(place, side).is_some_and(|by| by != 0) && self.by(place, other) == Some(0);
        held.flat_map(|(side, other, _)| {
            let places = self.0.keys().filter(move |place| is_told(place, side, other));
            places.map(move |place| ((*place).clone(), other, 0))
        })
        .collect()
    }

    fn by(&self, place: &Place, what: What) -> Option<i64> {
        let (before, after) = self.0.get(place)?;
        let number = |row: &Row| match what {
            What::Taeller => row.k,
            What::Naevner => row.n,
            What::Rest => row.n.zip(row.k).map(|(n, k)| n - k),
            What::Apart | What::Again | What::Within => None,
        };
        Some(number(after)? - number(before)?)
    }

    fn told(&self, table: &Table) -> Vec<(Place, What, i64)> {
        let each = self.0.keys().flat_map(|place| guarded(table).iter().map(move |what| (*place, *what)));
        each.filter_map(|(place, what)| Some((place.clone(), what, self.by(place, what)?))).collect()
    }

    /// The change of a whole less those of its shown parts is the change of the hidden ones together.
    fn left(&self, table: &Table) -> Vec<(Place, What, i64)> {
        let mut left = Vec::new();
        for sum in &table.structure.sums {
            for whole in self.0.keys().filter(|place| place.get(&sum.column) == sum.whole) {
                let parts: Vec<Place> = sum.parts.iter().map(|part| whole.with(&sum.column, part)).collect();
                let stand: Vec<&Place> = parts.iter().filter(|part| self.0.contains_key(part)).collect();
                let whats = guarded(table).iter().filter(|what| adds_up(sum, **what));
                left.extend(whats.filter_map(|what| Some(((*whole).clone(), *what, self.left_of(whole, &stand, *what)?))));
            }
        }
        left
    }

    fn left_of(&self, whole: &Place, parts: &[&Place], what: What) -> Option<i64> {
        let known: Vec<i64> = parts.iter().filter_map(|part| self.by(part, what)).collect();
        let change = self.by(whole, what).filter(|_| !known.is_empty() && known.len() < parts.len())?;
        Some(change - known.iter().sum::<i64>())
    }
}

/// Returns whether a number of the parts of a sum adds up to that of the whole.
fn adds_up(sum: &Sum, what: What) -> bool {
    let of = |needed: &[Option<Adds>]| needed.iter().all(|adds| *adds == Some(Adds::Lig));
    match what {
        What::Taeller => of(&[sum.numerator]),
        What::Naevner => of(&[sum.denominator]),
        What::Rest => of(&[sum.numerator, sum.denominator]),
        What::Apart | What::Again | What::Within => false,
    }
}

/// Returns the numbers of a table that count young people of whom a few may not be told.
fn guarded(table: &Table) -> &'static [What] {
    match (table.structure.guarded, table.structure.rest) {
        (Column::Naevner, _) => &[What::Naevner],
        (Column::Taeller, true) => &[What::Taeller, What::Rest],
        (Column::Taeller, false) => &[What::Taeller],
    }
}
