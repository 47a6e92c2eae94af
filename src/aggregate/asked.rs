//! Questions that only some were asked: where nobody was, the figure says nobody. A row that is missing would tell that nobody gave
//! the answer before it, though that is hidden.

use super::Counts;
use crate::model::counts::{Coordinate, Exact};
use crate::model::geography::Area;
use crate::model::indicator::Indicator;
use crate::model::period::Period;
use std::collections::BTreeSet;

/// Returns figures of nobody for the places where somebody answered the question before, in the waves and splits an indicator has figures
/// of.
pub(super) fn of_nobody(cells: &Counts, indicator: &Indicator) -> Counts {
    let own: BTreeSet<_> = cells.keys().filter(|at| at.indicator == indicator.id).map(split).collect();
    let before = cells.keys().filter(|at| indicator.asked_of.iter().chain(&indicator.asked_beside).any(|id| *id == at.indicator));
    let here = before.map(|at| Coordinate { indicator: indicator.id.clone(), ..at.clone() });
    here.filter(|at| own.contains(&split(at)) && !cells.contains_key(at)).map(|at| (at, nobody())).collect()
}

/// The wave of a figure, and whether it is of one area, one sex, one grade.
fn split(at: &Coordinate) -> (Period, bool, bool, bool) {
    (at.period, at.area != Area::Municipality, at.sex.is_some(), at.grade.is_some())
}

fn nobody() -> Exact {
    Exact { denominator: Some(0), complement: Some(0), largest: 1, ..Exact::default() }
}
