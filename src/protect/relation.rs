//! What the figures tell of each other, as equations of their numbers.
//!
//! A figure has up to three numbers: its numerator, what is beside it (those outside the numerator of a share, the persons under
//! a mean), and the rows without person key, each of which may be a further person. Every number a paper prints is one of them or made of them. Numbers that are a sum of others are held to it as an equation.
//! Where parts can overlap (a case with two young people), the reader is given by how much: who knows more finds more. Of persons, parts of
//! a year overlap so much that the audit says what is true: no part is above the whole, and the whole is not above the sum.

use super::linked::{self, Overlap};
use super::sum::{Sum, sums};
use crate::model::counts::{CountTable, HiddenPart};
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Measure, Unit};
use crate::model::period::Period;
use std::collections::{BTreeMap, BTreeSet};

/// A number of a figure: three times the figure's position in the table for its numerator, then what is beside it, then its rows
/// without person key.
pub(super) type Number = usize;

/// A sum of numbers, each times a whole number.
pub(super) type Form = Vec<(Number, i64)>;

/// Returns the numerator of a figure.
pub(super) fn numerator(cell: usize) -> Number {
    3 * cell
}

/// Returns the number beside the numerator of a figure.
pub(super) fn beside(cell: usize) -> Number {
    3 * cell + 1
}

/// Returns the number of rows without person key of a figure.
pub(super) fn keyless(cell: usize) -> Number {
    3 * cell + 2
}

/// Returns the figure a number belongs to.
pub(super) fn cell_of(number: Number) -> usize {
    number / 3
}

/// What is known of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Equal(i64),
    AtLeast(i64),
    /// A whole less its parts, where a part may overlap another: elimination takes it for an equation, the audit for bounds.
    Overlap,
}

/// A form of numbers and what is known of it.
pub(super) struct Relation {
    pub(super) form: Form,
    pub(super) known: Known,
}

/// The exact numbers of a table, and which figures have a number beside.
pub(super) struct Numbers<'a> {
    pub(super) table: &'a CountTable,
    indicators: BTreeMap<&'a str, &'a Indicator>,
    /// What is left for a figure the source has hidden in a sum whose other numbers are known.
    remainders: BTreeMap<Number, i64>,
    /// Indicators with rows without person key.
    with_keyless: BTreeSet<&'a str>,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(table: &'a CountTable) -> Self {
        let indicators = table.indicators.iter().map(|indicator| (indicator.id.as_str(), indicator)).collect();
        let keyless = table.cells.iter().filter(|(_, exact)| exact.upper.is_some());
        let with_keyless = keyless.map(|(at, _)| at.indicator.as_str()).collect();
        Self { table, indicators, remainders: BTreeMap::new(), with_keyless }
    }

    pub(super) fn indicator(&self, cell: usize) -> &'a Indicator {
        let id = self.table.cells[cell].0.indicator.as_str();
        self.indicators.get(id).expect("every count belongs to an indicator of its table")
    }

    pub(super) fn unit(&self, cell: usize) -> Unit {
        self.indicator(cell).unit()
    }

    /// Returns the numbers of a figure: none for differences of means, which are no sums of anything.
    pub(super) fn of(&self, cell: usize) -> Vec<Number> {
        let (at, exact) = &self.table.cells[cell];
        match self.unit(cell) {
            Unit::Points | Unit::SchoolRange => Vec::new(),
            Unit::Share | Unit::Mean | Unit::PerPerson if exact.denominator.is_some() => vec![numerator(cell), beside(cell)],
            _ if self.with_keyless.contains(at.indicator.as_str()) => vec![numerator(cell), keyless(cell)],
            _ => vec![numerator(cell)],
        }
    }

    /// Returns whether a number counts something; the sum of a mean is millionths, which nobody can be singled out by.
    pub(super) fn is_count(&self, number: Number) -> bool {
        self.unit(cell_of(number)) != Unit::Mean || number == beside(cell_of(number))
    }

    /// Returns the exact number.
    pub(super) fn value(&self, number: Number) -> i64 {
        if let Some(remainder) = self.remainders.get(&number) {
            return *remainder;
        }
        let exact = self.table.cells[cell_of(number)].1;
        match (number % 3, exact.denominator) {
            (1, Some(n)) if self.unit(cell_of(number)) == Unit::Share => n - exact.numerator,
            (1, Some(n)) => n,
            (2, _) => exact.upper.map_or(0, |upper| upper - exact.numerator),
            _ => exact.numerator,
        }
    }

    pub(super) fn value_of(&self, form: &[(Number, i64)]) -> i64 {
        form.iter().map(|(number, times)| self.value(*number) * times).sum()
    }

    /// Returns the form of a share's n, or of the n of a mean.
    pub(super) fn base(&self, cell: usize) -> Form {
        match self.unit(cell) {
            Unit::Share => vec![(numerator(cell), 1), (beside(cell), 1)],
            _ => vec![(beside(cell), 1)],
        }
    }

    /// Returns every relation of the table: the sums of its dimensions, and what the catalogue says of indicators.
    pub(super) fn relations(&mut self) -> Vec<Relation> {
        let mut found = Vec::new();
        for sum in sums(self.table).into_iter().chain(linked::declared_sums(self.table)) {
            for number in [numerator, beside, keyless] {
                found.extend(self.sum(&sum, number, sum.in_time && !self.indicator(sum.whole).maal.counts_deeds()));
            }
        }
        for sum in linked::sums(self.table) {
            found.extend(self.sum(&sum, numerator, false));
        }
        for (leader, follower) in linked::followers(self.table) {
            found.extend(self.repeated(leader, follower).map(|form| self.equation(form)));
        }
        found.extend(self.shared());
        found.extend(self.outside_all_districts());
        found.extend(self.of_several_days());
        found.extend(self.within_one_half().into_iter().map(|(form, _)| self.inequality(form)));
        for overlap in linked::overlaps(self.table) {
            // Whoever left a question of several out is in one figure and not in the other.
            let nested = if overlap.covers || overlap.outside { Vec::new() } else { self.nested(&overlap) };
            found.extend(nested.into_iter().map(|(form, _)| self.inequality(form)));
            found.extend(self.covering(&overlap).map(|form| self.inequality(form)));
            found.extend(self.outside(&overlap).into_iter().map(|form| self.inequality(form)));
        }
        for (part, whole, outside) in linked::asked_of(self.table) {
            let asked = if outside { beside(whole) } else { numerator(whole) };
            let form = [vec![(asked, 1)], turned(&self.base(part))].concat();
            found.extend(self.has(&form).then(|| self.inequality(form)));
        }
        found
    }

    /// Numbers of the same name are one number, whichever indicators tell it.
    fn shared(&self) -> Vec<Relation> {
        let mut found = Vec::new();
        for names in linked::same_numbers(self.table) {
            let form = |(cell, is_base): &(usize, bool)| if *is_base { self.base(*cell) } else { vec![(numerator(*cell), 1)] };
            let forms: Vec<Form> = names.iter().map(form).filter(|form| self.has(form)).collect();
            let pairs = forms.iter().zip(forms.iter().skip(1));
            found.extend(pairs.map(|(one, other)| self.equation([one.clone(), turned(other)].concat())));
        }
        found
    }

    /// An incident whose scene nobody knows is in no district where somebody in it lives.
    fn outside_all_districts(&self) -> Vec<Relation> {
        let cells = (0..self.table.cells.len()).filter(|cell| self.is_in_no_district(numerator(*cell)));
        cells.map(|cell| self.equation(vec![(numerator(cell), 1)])).collect()
    }

    /// Returns whether a number is nobody by what it counts.
    pub(super) fn is_in_no_district(&self, number: Number) -> bool {
        let cell = cell_of(number);
        let is_own = matches!(self.indicator(cell).maal, Measure::OwnDistrict { .. });
        is_own && number == numerator(cell) && self.table.cells[cell].0.area == Area::Unknown
    }

    /// Whoever has offences of two days has two of them, and everybody one.
    fn of_several_days(&self) -> Vec<Relation> {
        let form = |(again, all): (usize, usize)| vec![(numerator(all), 1), (beside(all), -1), (numerator(again), -1)];
        let forms = linked::repeats(self.table).into_iter().map(form).filter(|form| self.has(form));
        forms.map(|form| self.inequality(form)).collect()
    }

    /// Returns whether figures have all the numbers of a form.
    fn has(&self, form: &Form) -> bool {
        form.iter().all(|(number, _)| self.of(cell_of(*number)).contains(number))
    }

    fn sum(&mut self, sum: &Sum, number: fn(usize) -> Number, overlaps: bool) -> Vec<Relation> {
        let has = |cell: &usize| self.of(*cell).contains(&number(*cell));
        if !(has(&sum.whole) && sum.parts.iter().all(has)) {
            return Vec::new();
        }
        let mut form = vec![(number(sum.whole), 1)];
        form.extend(sum.parts.iter().map(|part| (number(*part), -1)));
        if !overlaps {
            self.fill_gap(sum, number, &form);
            return vec![self.equation(form)];
        }
        let above = form.iter().map(|(number, times)| (*number, -times)).collect();
        let below = sum.parts.iter().map(|part| vec![(number(sum.whole), 1), (number(*part), -1)]);
        let mut found: Vec<Relation> = below.chain([above]).map(|form| self.inequality(form)).collect();
        found.push(Relation { form, known: Known::Overlap });
        found
    }

    /// What the source has hidden of a part is in the whole, if that comes whole from elsewhere.
    fn fill_gap(&mut self, sum: &Sum, number: fn(usize) -> Number, form: &[(Number, i64)]) {
        let is_gap = |cell: &usize| self.table.cells[*cell].1.by_source == Some(HiddenPart::Numerator);
        let left = self.value_of(form);
        if let Some(gap) = sum.parts.iter().find(|part| is_gap(part)).filter(|_| left > 0 && !is_gap(&sum.whole)) {
            let gap = number(*gap);
            let value = self.value(gap) + left;
            self.remainders.insert(gap, value);
        }
    }

    fn equation(&self, form: Form) -> Relation {
        Relation { known: Known::Equal(self.value_of(&form)), form }
    }

    /// Answers that some left out can make a part a little larger than its whole; the reader is given by how much.
    fn inequality(&self, form: Form) -> Relation {
        Relation { known: Known::AtLeast(self.value_of(&form).min(0)), form }
    }

    /// Returns the difference that is nothing because one figure repeats a number of another; `None` where it repeats none that adds up.
    pub(super) fn repeated(&self, leader: usize, follower: usize) -> Option<Form> {
        let (of, on) = (&self.indicator(leader).maal, &self.indicator(follower).maal);
        let repeats = match (of, on) {
            (Measure::AnswerShare { .. }, _) | (Measure::Persons { .. }, Measure::TopShare { .. }) => return None,
            (_, Measure::ResponseRate | Measure::Incidents { .. }) => vec![(numerator(follower), 1)],
            _ => self.base(follower),
        };
        let mut form = vec![(numerator(leader), 1)];
        form.extend(repeats.into_iter().map(|(number, times)| (number, -times)));
        self.has(&form).then_some(form)
    }

    /// Returns whole less part for every part of an overlap, with the part.
    pub(super) fn nested(&self, overlap: &Overlap) -> Vec<(Form, usize)> {
        let inside = Self::inside(overlap);
        overlap.parts.iter().map(|part| (vec![(inside, 1), (numerator(*part), -1)], *part)).collect()
    }

    /// Returns for the parts of a year less the year, which is how often somebody is in one more part, with the year.
    pub(super) fn in_several_parts(&self, sum: &Sum) -> Option<(Form, usize)> {
        let counts_persons =
            matches!(self.unit(sum.whole), Unit::Count | Unit::Rate) && !self.indicator(sum.whole).maal.counts_deeds();
        let parts = sum.parts.iter().map(|part| (numerator(*part), 1));
        let form = || parts.chain([(numerator(sum.whole), -1)]).collect();
        (sum.in_time && counts_persons).then(|| (form(), sum.whole))
    }

    /// Returns those with offences of several days less those who stand in both halves of the year: who has several days within one half,
    /// with the figure of the repeats. Whoever stands in both halves has two days.
    pub(super) fn within_one_half(&self) -> Vec<(Form, usize)> {
        let repeats: BTreeMap<usize, usize> = linked::repeated(self.table).into_iter().map(|(again, all)| (all, again)).collect();
        let is_half = |part: &usize| matches!(self.table.cells[*part].0.period, Period::HalfYear(..));
        let halves = sums(self.table).into_iter().filter(|sum| sum.parts.iter().all(is_half));
        let within = |sum: Sum| {
            let again = *repeats.get(&sum.whole)?;
            let (both, _) = self.in_several_parts(&sum)?;
            Some((std::iter::once((numerator(again), 1)).chain(turned(&both)).collect(), again))
        };
        halves.filter_map(within).collect()
    }

    fn covering(&self, overlap: &Overlap) -> Option<Form> {
        let mut form: Form = overlap.parts.iter().map(|part| (numerator(*part), 1)).collect();
        form.push((Self::inside(overlap), -1));
        (overlap.covers && overlap.complete).then_some(form)
    }

    /// Who answered all the questions and is in none of the parts is outside each of them; and who answered all answered each.
    fn outside(&self, overlap: &Overlap) -> Vec<Form> {
        if !(overlap.outside || overlap.covers) {
            return Vec::new();
        }
        let none = if overlap.outside { numerator(overlap.whole) } else { beside(overlap.whole) };
        let all = turned(&self.base(overlap.whole));
        let forms = |part: &usize| [vec![(beside(*part), 1), (none, -1)], [self.base(*part), all.clone()].concat()];
        overlap.parts.iter().flat_map(forms).collect()
    }

    fn inside(overlap: &Overlap) -> Number {
        if overlap.outside { beside(overlap.whole) } else { numerator(overlap.whole) }
    }
}

fn turned(form: &Form) -> Form {
    form.iter().map(|(number, times)| (*number, -times)).collect()
}
