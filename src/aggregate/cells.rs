//! Zero is a number: a group without a row still gets its cell, where the source covers it.

use super::population::{People, per};
use super::{Counts, Scope};
use crate::model::counts::{Coordinate, Exact};
use crate::model::geography::Area;
use crate::model::person::Sex;

/// Adds the cells of counts that no row filled: every district, both sexes, every age band and category seen, in every
/// period that has any record of the source. `people` gives n for the new cell.
pub(super) fn fill_zeros(counts: &mut Counts, scope: Scope, people: &dyn Fn(&Coordinate) -> Option<People>) {
    let known: Vec<Coordinate> = counts.keys().cloned().collect();
    let mut wanted = Vec::new();
    for at in &known {
        if at.area != Area::Municipality {
            wanted.extend(scope.districts.iter().map(|d| at.in_area(Area::District(*d))));
            wanted.push(at.in_area(Area::Unknown));
        }
        if at.sex.is_some() {
            wanted.extend([Sex::Boy, Sex::Girl].map(|sex| Coordinate { sex: Some(sex), ..at.clone() }));
        }
        if at.age.is_some() || at.category.is_some() {
            wanted.extend(
                known
                    .iter()
                    .filter(|other| same_layout(at, other))
                    .map(|other| Coordinate { period: at.period, ..other.clone() }),
            );
        }
    }
    for at in wanted {
        let zero = Exact::default();
        let cell = per(zero, people(&at));
        counts.entry(at).or_insert(cell);
    }
}

fn same_layout(a: &Coordinate, b: &Coordinate) -> bool {
    a.area == b.area
        && a.sex == b.sex
        && a.grade == b.grade
        && a.age.is_some() == b.age.is_some()
        && a.category.is_some() == b.category.is_some()
}
