//! The order in which figures are published: what comes last is hidden first.

use super::sum::is_part_of_year;
use crate::model::counts::{Coordinate, CountTable};
use crate::model::geography::Area;

/// In which order figures of the same level are published.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Readers need large figures most.
    Many,
    /// Figures a little above the threshold could be narrowed when they are hidden; those that are plainly large cannot.
    Middle,
    /// The same, where it costs more only to hide what is nearest to the threshold.
    Nearest,
}

/// So many thresholds are plainly large.
const MANY_TIMES: i64 = 3;

/// What hiding a figure costs, whatever it is: few are to be hidden.
const ONE_FIGURE: i64 = 100;

/// What the most needed figure costs more than the least needed one: of as many figures the less needed are hidden.
const MOST_NEEDED: i64 = 10;

/// What a figure of the whole municipality costs beyond that.
const WHOLE: i64 = 200;

/// What a figure that could be narrowed when it is hidden costs beyond that.
const NARROWED: i64 = 100;

impl Order {
    /// Returns figures in the order in which readers need them: the whole before its parts and parts before crosses, nobody before
    /// somebody, many before few; in the other orders, the plainly large ones last.
    pub(super) fn sorted(self, table: &CountTable, mut cells: Vec<usize>, threshold: impl Fn(usize) -> i64) -> Vec<usize> {
        cells.sort_by_key(|cell| {
            let (at, exact) = &table.cells[*cell];
            let is_later = self != Self::Many && exact.behind >= MANY_TIMES * threshold(*cell);
            (level(at), exact.behind != 0, is_later, -exact.behind, *cell)
        });
        cells
    }

    /// Returns figures, the least needed first, with what it costs to hide them.
    pub(super) fn priced(self, table: &CountTable, cells: Vec<usize>, threshold: impl Fn(usize) -> i64) -> Vec<(usize, i64)> {
        let mut sorted = self.sorted(table, cells, &threshold);
        sorted.reverse();
        let step = |place: usize| MOST_NEEDED * i64::try_from(place).unwrap_or_default();
        let figures = i64::try_from(sorted.len()).unwrap_or(i64::MAX);
        let price = |(place, cell): (usize, usize)| {
            let (at, exact) = &table.cells[cell];
            let is_middle = exact.behind > 0 && 2 * exact.behind < self.narrowed_below() * threshold(cell);
            let more =
                [(level(at) == 0, WHOLE), (is_middle, NARROWED)].into_iter().filter(|(is_so, _)| *is_so).map(|(_, more)| more);
            (cell, ONE_FIGURE + more.sum::<i64>() + step(place) / figures)
        };
        sorted.into_iter().enumerate().map(price).collect()
    }

    /// Below so many half thresholds a figure costs more, since it could be narrowed when it is hidden.
    fn narrowed_below(self) -> i64 {
        match self {
            Self::Many => 0,
            Self::Middle => 2 * MANY_TIMES,
            Self::Nearest => MANY_TIMES,
        }
    }
}

/// How many of its dimensions a figure is told by.
fn level(at: &Coordinate) -> usize {
    let dimensions =
        [at.area != Area::Municipality, at.sex.is_some(), at.grade.is_some(), at.age.is_some(), at.category.is_some()];
    dimensions.iter().filter(|is_set| **is_set).count() + usize::from(is_part_of_year(at.period))
}
