//! Complementary hiding: no hidden figure may be found by subtracting shown ones inside an indicator and period.
//!
//! Every figure with a dimension left open is the sum of the figures with that dimension filled (whole = districts and
//! `uoplyst`; both sexes = boys, girls, unknown; …). In each such sum either nothing is hidden among the parts of a shown
//! whole, or at least two parts are, and they stand for at least the threshold together.

use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::geography::Area;
use crate::model::project::Protection;
use crate::model::release::{CellStatus, Reason};
use std::collections::BTreeMap;

type Statuses = BTreeMap<Coordinate, CellStatus>;

/// One sum: the whole and its parts, as positions in the table.
struct Sum {
    whole: usize,
    parts: Vec<usize>,
}

/// Returns the statuses with further figures hidden until no sum gives a hidden one away.
pub(super) fn apply(table: &CountTable, statuses: Statuses, settings: Protection) -> Statuses {
    let sums = sums(table);
    let mut hidden: Vec<Option<Reason>> = table.cells.iter().map(|(at, _)| reason(&statuses, at)).collect();
    while sums.iter().any(|sum| close(sum, &table.cells, &mut hidden, settings.threshold)) {}
    merge(table, statuses, &hidden)
}

fn reason(statuses: &Statuses, at: &Coordinate) -> Option<Reason> {
    match statuses.get(at) {
        Some(CellStatus::Suppressed(reason)) => Some(*reason),
        _ => None,
    }
}

fn merge(table: &CountTable, mut statuses: Statuses, hidden: &[Option<Reason>]) -> Statuses {
    for ((at, _), reason) in table.cells.iter().zip(hidden) {
        if let Some(reason) = reason {
            statuses.insert(at.clone(), CellStatus::Suppressed(*reason));
        }
    }
    statuses
}

/// Hides one more figure of the sum if the sum would give a hidden one away; tells whether it did.
fn close(sum: &Sum, cells: &[(Coordinate, Exact)], hidden: &mut [Option<Reason>], threshold: i64) -> bool {
    let (out, shown): (Vec<usize>, Vec<usize>) = sum.parts.iter().partition(|p| hidden[**p].is_some());
    let whole_shown = hidden[sum.whole].is_none();
    let behind: i64 = out.iter().map(|p| cells[*p].1.behind).sum();
    // A hidden whole is safe only while a part is hidden too; shown parts alone would add up to it.
    let safe = if whole_shown { out.is_empty() || (out.len() > 1 && behind >= threshold) } else { !out.is_empty() };
    if safe {
        return false;
    }
    match candidate(&shown, cells) {
        Some(next) => hidden[next] = Some(Reason::Secondary),
        None if whole_shown => hidden[sum.whole] = Some(Reason::Secondary),
        None => return false,
    }
    true
}

/// The smallest figure with somebody in it costs least; a zero hides nobody, so it comes last. Ties go by coordinate.
fn candidate(shown: &[usize], cells: &[(Coordinate, Exact)]) -> Option<usize> {
    shown.iter().copied().min_by_key(|p| (cells[*p].1.behind == 0, cells[*p].1.behind, *p))
}

/// Finds every sum whose whole is in the table. Distinct persons do not add up over offences or periods, but hiding as if
/// they did costs a little and is never unsafe.
fn sums(table: &CountTable) -> Vec<Sum> {
    let place: BTreeMap<&Coordinate, usize> = table.cells.iter().enumerate().map(|(at, (c, _))| (c, at)).collect();
    let mut parts: BTreeMap<(usize, u8), Vec<usize>> = BTreeMap::new();
    for (at, (coordinate, _)) in table.cells.iter().enumerate() {
        for (dimension, whole) in wholes(coordinate) {
            if let Some(whole) = place.get(&whole) {
                parts.entry((*whole, dimension)).or_default().push(at);
            }
        }
    }
    parts.into_iter().map(|((whole, _), parts)| Sum { whole, parts }).collect()
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
    found
}
