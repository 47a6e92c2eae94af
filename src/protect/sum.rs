//! Figures that are sums of figures: the whole and its districts, both sexes and each, a year and its parts.

use crate::model::counts::{Coordinate, CountTable};
use crate::model::geography::Area;
use crate::model::period::Period;
use std::collections::BTreeMap;

/// One sum: the whole and its parts, as positions in the table.
pub(super) struct Sum {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
    /// The parts are parts of a year: whoever is in two of them is once in the year.
    pub(super) in_time: bool,
}

/// The numbers of the dimensions of time begin here.
const IN_TIME: u8 = 5;

/// Returns every sum whose whole is in the table. Persons and shared cases do not quite add up over districts, kinds or parts of a year.
pub(super) fn sums(table: &CountTable) -> Vec<Sum> {
    let place: BTreeMap<&Coordinate, usize> = table.cells.iter().enumerate().map(|(at, (c, _))| (c, at)).collect();
    let mut parts: BTreeMap<(usize, u8), Vec<usize>> = BTreeMap::new();
    for (at, (coordinate, _)) in table.cells.iter().enumerate() {
        for (dimension, whole) in wholes(coordinate) {
            if let Some(whole) = place.get(&whole) {
                parts.entry((*whole, dimension)).or_default().push(at);
            }
        }
    }
    parts.into_iter().map(|((whole, dimension), parts)| Sum { whole, parts, in_time: dimension >= IN_TIME }).collect()
}

/// The figures this one is a part of: one per dimension, with that dimension left open.
fn wholes(at: &Coordinate) -> Vec<(u8, Coordinate)> {
    let mut found = Vec::new();
    if at.area != Area::Municipality {
        found.push((0, at.in_area(Area::Municipality)));
    }
    if at.sex.is_some() {
        found.push((1, Coordinate { sex: None, ..at.clone() }));
    }
    if at.grade.is_some() {
        found.push((2, Coordinate { grade: None, ..at.clone() }));
    }
    if at.age.is_some() {
        found.push((3, Coordinate { age: None, ..at.clone() }));
    }
    if at.category.is_some() {
        found.push((4, Coordinate { category: None, ..at.clone() }));
    }
    found.extend(longer_periods(at.period).into_iter().map(|(number, period)| (number, Coordinate { period, ..at.clone() })));
    found
}

/// The longer periods a part of a year adds up to.
fn longer_periods(period: Period) -> Vec<(u8, Period)> {
    match period {
        Period::HalfYear(year, _) => vec![(IN_TIME, Period::Year(year))],
        Period::TwoMonths(year, part) => {
            vec![(IN_TIME + 1, Period::Year(year)), (IN_TIME + 2, Period::HalfYear(year, (part - 1) / 3 + 1))]
        }
        _ => Vec::new(),
    }
}

/// Returns whether a period is a part of a year.
pub(super) fn is_part_of_year(period: Period) -> bool {
    !longer_periods(period).is_empty()
}
