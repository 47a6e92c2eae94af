//! What two releases of one figure tell together: a change by a few is a few young people.

use super::finding::{Finding, Known, What};
use super::package::{Adds, Column};
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
        let few = |by: i64| (1..threshold).contains(&by.abs());
        for (place, what, by) in changed.told(table).into_iter().chain(changed.left(table)).filter(|(_, _, by)| few(*by)) {
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
        let whats: &[What] = match (table.structure.guarded, table.structure.rest) {
            (Column::Naevner, _) => &[What::Naevner],
            (Column::Taeller, true) => &[What::Taeller, What::Rest],
            (Column::Taeller, false) => &[What::Taeller],
        };
        let each = self.0.keys().flat_map(|place| whats.iter().map(move |what| (*place, *what)));
        each.filter_map(|(place, what)| Some((place.clone(), what, self.by(place, what)?))).collect()
    }

    /// The change of a whole less those of its shown parts is the change of the hidden ones together.
    fn left(&self, table: &Table) -> Vec<(Place, What, i64)> {
        let mut left = Vec::new();
        for sum in table.structure.sums.iter().filter(|sum| sum.numerator == Some(Adds::Lig)) {
            for whole in self.0.keys().filter(|place| place.get(&sum.column) == sum.whole) {
                let parts: Vec<Place> = sum.parts.iter().map(|part| whole.with(&sum.column, part)).collect();
                let stand: Vec<&Place> = parts.iter().filter(|part| self.0.contains_key(part)).collect();
                let known: Vec<i64> = stand.iter().filter_map(|part| self.by(part, What::Taeller)).collect();
                let Some(change) = self.by(whole, What::Taeller).filter(|_| !known.is_empty() && known.len() < stand.len())
                else {
                    continue;
                };
                left.push(((*whole).clone(), What::Taeller, change - known.iter().sum::<i64>()));
            }
        }
        left
    }
}
