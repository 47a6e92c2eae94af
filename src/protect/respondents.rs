//! How many answered the survey somewhere: nobody answers a question who has not, so no n of a question there is larger.
//!
//! That ties all questions of a wave to each other, though only through these few figures. So how many answered is judged first. Where
//! that is hidden, all answers of the place are hidden with it: any n of them would tell how many answered at least. Where it is shown,
//! it is a known limit of each n. Then every way in which the hidden places can share their pupils fits every question.

use super::group::Group;
use super::relation::{Form, Known, Number, Numbers, Relation, numerator};
use crate::model::counts::{Coordinate, CountTable};
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Measure};
use crate::model::release::Reason;
use std::collections::{BTreeMap, BTreeSet};

/// Which figure tells how many answered where a figure of answers is measured, both as positions in the table.
pub(super) struct Respondents(BTreeMap<usize, usize>);

/// What how many answered tells of a group of figures.
#[derive(Default)]
pub(super) struct Told {
    /// Figures of places where it is hidden.
    pub(super) hidden: BTreeSet<usize>,
    /// The largest n figures can have, where it is shown.
    pub(super) limits: BTreeMap<usize, i64>,
    /// The same as relations.
    pub(super) relations: Vec<Relation>,
}

impl Respondents {
    pub(super) fn new(table: &CountTable) -> Self {
        let is_rows = |indicator: &&Indicator| matches!(indicator.maal, Measure::Rows);
        let rows: Vec<&Indicator> = table.indicators.iter().filter(is_rows).collect();
        let of = |indicator: &Indicator| rows.iter().find(|all| indicator.has_base_within(all)).map(|all| all.id.as_str());
        let ids: BTreeMap<&str, &str> = table.indicators.iter().filter_map(|i| Some((i.id.as_str(), of(i)?))).collect();
        let place: BTreeMap<&Coordinate, usize> = table.cells.iter().enumerate().map(|(at, (c, _))| (c, at)).collect();
        let rows_at = |(cell, (at, _)): (usize, &(Coordinate, _))| {
            let rows = Coordinate::whole(ids.get(at.indicator.as_str())?, at.period, at.geography).in_area(at.area);
            place.get(&rows).map(|rows| (cell, *rows))
        };
        Self(table.cells.iter().enumerate().filter_map(rows_at).collect())
    }

    /// Returns whether a group holds figures of how many answered.
    pub(super) fn lead(&self, group: &Group) -> bool {
        let leaders: BTreeSet<&usize> = self.0.values().collect();
        group.cells.iter().any(|cell| leaders.contains(cell))
    }

    /// Returns what is told of a group of answers, once it is decided which figures of how many answered are hidden.
    pub(super) fn told(&self, group: &Group, numbers: &Numbers, hidden: &[Option<Reason>]) -> Told {
        let mut told = Told::default();
        let mut together: BTreeMap<Coordinate, Vec<usize>> = BTreeMap::new();
        for (cell, rows) in group.cells.iter().filter_map(|cell| Some((*cell, *self.0.get(cell)?))) {
            let at = &numbers.table.cells[cell].0;
            let whole = Coordinate::whole(&at.indicator, at.period, at.geography);
            if hidden[rows].is_none() {
                told.limits.insert(cell, numbers.value(numerator(rows)));
            } else {
                told.hidden.insert(cell);
            }
            if *at == whole.in_area(at.area) {
                together.entry(whole).or_default().push(cell);
            }
        }
        told.relations = together.into_values().flat_map(|cells| self.limits(&cells, numbers, &told)).collect();
        told
    }

    /// Returns the limits of each place of one question whose number of respondents is shown, and of the others together.
    fn limits(&self, cells: &[usize], numbers: &Numbers, told: &Told) -> Vec<Relation> {
        let (apart, others): (Vec<usize>, Vec<usize>) = cells.iter().partition(|cell| told.limits.contains_key(cell));
        let is_whole = |cell: &usize| numbers.table.cells[*cell].0.area == Area::Municipality;
        let mut places: Vec<Vec<usize>> = apart.iter().map(|cell| vec![*cell]).collect();
        // What is left of the municipality for them is known where that is.
        places.extend(apart.iter().any(is_whole).then_some(others).filter(|others| !others.is_empty()));
        let limit = |places: Vec<usize>| {
            let form: Form = places.iter().flat_map(|cell| numbers.base(*cell)).map(|(number, _)| (number, -1)).collect();
            let most: i64 = places.iter().map(|cell| numbers.value(numerator(self.0[cell]))).sum();
            Relation { known: Known::AtLeast(numbers.value_of(&form).min(-most)), form }
        };
        places.into_iter().map(limit).collect()
    }

    /// Returns what readers know of how many answered from the n of questions that earlier releases told.
    pub(super) fn known(&self, group: &Group, numbers: &Numbers, known: &BTreeSet<usize>) -> Told {
        let mut least: BTreeMap<Number, i64> = BTreeMap::new();
        for (cell, rows) in self.0.iter().filter(|(cell, rows)| known.contains(cell) && group.cells.contains(rows)) {
            let answered = least.entry(numerator(*rows)).or_default();
            *answered = numbers.value_of(&numbers.base(*cell)).max(*answered);
        }
        let relation = |(number, least): (Number, i64)| Relation {
            form: vec![(number, 1)],
            known: Known::AtLeast(least.min(numbers.value(number))),
        };
        Told { relations: least.into_iter().map(relation).collect(), ..Told::default() }
    }
}
