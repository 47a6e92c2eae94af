//! The order in which figures are published: what comes last is hidden first.

use super::sum::is_part_of_year;
use crate::model::counts::{Coordinate, CountTable};
use crate::model::geography::Area;

/// In which order figures of the same level are published.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Readers need large figures most.
    ManyFirst,
    /// Figures a little above the threshold could be narrowed when they are hidden; those that are plainly large cannot.
    MiddleFirst,
}

/// So many thresholds are plainly large.
const MANY_TIMES: i64 = 3;

impl Order {
    /// Returns figures in the order in which readers need them: the whole before its parts and parts before crosses, nobody before
    /// somebody, many before few; in the middle order, the plainly large ones last.
    pub(super) fn sorted(self, table: &CountTable, mut cells: Vec<usize>, threshold: impl Fn(usize) -> i64) -> Vec<usize> {
        cells.sort_by_key(|cell| {
            let (at, exact) = &table.cells[*cell];
            let is_later = self == Self::MiddleFirst && exact.behind >= MANY_TIMES * threshold(*cell);
            (level(at), exact.behind != 0, is_later, -exact.behind, *cell)
        });
        cells
    }
}

/// How many of its dimensions a figure is told by.
fn level(at: &Coordinate) -> usize {
    let dimensions =
        [at.area != Area::Municipality, at.sex.is_some(), at.grade.is_some(), at.age.is_some(), at.category.is_some()];
    dimensions.iter().filter(|is_set| **is_set).count() + usize::from(is_part_of_year(at.period))
}
