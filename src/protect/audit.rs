//! The attack on the own result: nothing published may narrow what a hidden figure can be, and what narrows it is hidden too.
//!
//! Elimination keeps a reader from working a number out exactly. Counts are whole and never below zero, so a reader can often say
//! more: "3 + x + y = 5". For every hidden number the audit asks for two possible tables, one where it is as small as can be and one
//! where it is as large as the rule hides. A table it gets is checked in whole numbers and kept, since it answers other questions as
//! well; the true table is the first. Where there is none, further figures are hidden until there is one, the least needed first.

use super::relation::{Form, Known, Number, Numbers, Relation, cell_of};
use crate::solver::{Reach, System, Table, Unknown};
use std::collections::{BTreeMap, BTreeSet};

/// What must stay possible for a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Demand {
    pub(super) form: Form,
    pub(super) limit: Limit,
}

/// How much must stay possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// Every number of persons from nobody to this one and one more, unless it is plain that there are more; then at least two numbers.
    Few(i64),
    /// The same, but it may be plain that there is nobody.
    FewOrNobody(i64),
    /// This many or more.
    Reaches(i64),
    /// The first or less, and the second or more.
    Wide(i64, i64),
}

/// Figures that tell of each other, and what is hidden of them.
pub(super) struct Audit<'a> {
    pub(super) numbers: &'a Numbers<'a>,
    pub(super) relations: Vec<&'a Relation>,
    /// Returns what must stay possible of a hidden figure.
    pub(super) demands: &'a dyn Fn(usize) -> Vec<Demand>,
    /// What must stay possible whatever is hidden.
    pub(super) always: Vec<Demand>,
    /// The figures that may be hidden, the least needed first.
    pub(super) may_hide: Vec<usize>,
    /// The hidden figures.
    pub(super) hidden: BTreeSet<usize>,
    /// The figures a reader knows from earlier releases.
    known: &'a BTreeSet<usize>,
    /// What nothing can protect.
    lost: Vec<Demand>,
    /// Possible tables found so far, each as what differs from the truth.
    pool: Vec<BTreeMap<Number, i64>>,
    /// Questions put to the solver.
    pub(super) solves: usize,
}

/// Further figures tried for one repair before the first is taken.
const MOST_TRIES: usize = 48;

impl<'a> Audit<'a> {
    pub(super) fn new(
        numbers: &'a Numbers<'a>,
        relations: Vec<&'a Relation>,
        demands: &'a dyn Fn(usize) -> Vec<Demand>,
        always: Vec<Demand>,
        may_hide: Vec<usize>,
        hidden: BTreeSet<usize>,
        known: &'a BTreeSet<usize>,
    ) -> Self {
        Self { numbers, relations, demands, always, may_hide, hidden, known, lost: Vec::new(), pool: Vec::new(), solves: 0 }
    }

    /// Hides further figures until nothing is narrowed, then publishes again what is no longer needed; returns the figures that
    /// nothing can protect.
    pub(super) fn repair(&mut self) -> Vec<usize> {
        let before = self.hidden.len();
        while let Some(demand) = self.first_narrowed() {
            match self.remedy(&demand).filter(|_| self.can_be_helped(&demand)) {
                Some(next) => drop(self.hidden.insert(next)),
                None => self.lost.push(demand),
            }
        }
        if self.hidden.len() > before {
            self.give_back();
        }
        self.lost.iter().map(|demand| cell_of(demand.form[0].0)).collect()
    }

    /// Whether hiding everything would help: what two names of one number tell of each other, nothing can hide.
    fn can_be_helped(&mut self, demand: &Demand) -> bool {
        let hidden = self.hidden.clone();
        self.hidden.extend(self.may_hide.iter().copied());
        let (system, all) = (Built::new(self), self.demanded());
        let helped = !self.is_narrowed(&system, demand) && !self.is_told_by_one(&system, &all, demand);
        let shown: Vec<usize> = self.hidden.difference(&hidden).copied().collect();
        shown.into_iter().for_each(|cell| self.publish(cell));
        helped
    }

    /// Publishes what turned out not to be needed, the most needed first.
    fn give_back(&mut self) {
        let order: Vec<usize> = self.may_hide.iter().rev().copied().filter(|cell| self.hidden.contains(cell)).collect();
        for cell in order {
            let pool = self.pool.clone();
            self.publish(cell);
            if self.first_narrowed().is_some() {
                self.hidden.insert(cell);
                self.pool = pool;
            }
        }
    }

    /// Takes a figure back, and the tables in which it has another number.
    fn publish(&mut self, cell: usize) {
        self.hidden.remove(&cell);
        let numbers = self.numbers.of(cell);
        self.pool.retain(|table| numbers.iter().all(|number| !table.contains_key(number)));
    }

    fn first_narrowed(&mut self) -> Option<Demand> {
        let all = self.demanded();
        let system = Built::new(self);
        let narrowed = all.iter().find(|demand| self.is_narrowed(&system, demand));
        narrowed.or_else(|| all.iter().find(|demand| self.is_told_by_one(&system, &all, demand))).cloned()
    }

    /// What must stay possible, but for what nothing can protect.
    fn demanded(&self) -> Vec<Demand> {
        let secret = self.hidden.difference(self.known).flat_map(|cell| (self.demands)(*cell));
        self.always.iter().cloned().chain(secret).filter(|demand| !self.lost.contains(demand)).collect()
    }

    /// Whether somebody who is alone in a hidden figure, and knows it, could work out another one.
    fn is_told_by_one(&mut self, system: &Built, all: &[Demand], demand: &Demand) -> bool {
        let (Limit::Few(top) | Limit::FewOrNobody(top)) = demand.limit else { return false };
        let truth = self.numbers.value_of(&demand.form);
        let known_to_one =
            |other: &&Demand| other.form.len() == 1 && self.numbers.value_of(&other.form) == 1 && other.form != demand.form;
        let alone: Vec<Number> = all.iter().filter(known_to_one).map(|other| other.form[0].0).collect();
        (1..=top).contains(&truth) && alone.into_iter().any(|number| self.is_told_by(system, number, &demand.form))
    }

    fn is_told_by(&mut self, system: &Built, number: Number, form: &Form) -> bool {
        let moves = |table: &BTreeMap<Number, i64>| {
            form.iter().map(|(n, times)| table.get(n).copied().unwrap_or(0) * times).sum::<i64>() != 0
        };
        if self.pool.iter().any(|table| !table.contains_key(&number) && moves(table)) {
            return false;
        }
        if !system.hang_together(number, form) {
            return false;
        }
        let insider = system.with(number, self.numbers.value(number));
        let truth = self.numbers.value_of(form);
        let other = |audit: &mut Self, form: &Form, value| matches!(audit.ask(&insider, form, value), Reach::At(_));
        !(other(self, form, truth + 1) || other(self, &turned(form), 1 - truth))
    }

    /// Returns a figure that may be hidden beside a narrowed one: of those that put it right the one that leaves the fewest others
    /// narrowed, else the least needed.
    fn remedy(&mut self, demand: &Demand) -> Option<usize> {
        let near = self.near(demand);
        let mut best: Option<(usize, usize)> = None;
        for cell in near.iter().copied().take(MOST_TRIES) {
            self.hidden.insert(cell);
            let system = Built::new(self);
            if !self.is_narrowed(&system, demand) {
                // As many as with the best so far are too many: the rest need not be asked.
                let enough = best.map_or(usize::MAX, |(fewest, _)| fewest);
                let left = self.demanded().iter().filter(|other| self.is_narrowed(&system, other)).take(enough).count();
                best = best.filter(|_| left == enough).or(Some((left, cell)));
            }
            self.publish(cell);
            if best.is_some_and(|(fewest, _)| fewest == 0) {
                break;
            }
        }
        best.map(|(_, cell)| cell).or_else(|| near.first().copied())
    }

    /// The published figures in the relations of a form, and of what is hidden there; the nearest first, then the least needed.
    fn near(&self, demand: &Demand) -> Vec<usize> {
        let mut reached: BTreeSet<Number> = demand.form.iter().map(|(number, _)| *number).collect();
        let mut found = Vec::new();
        loop {
            let touching: Vec<&&Relation> =
                self.relations.iter().filter(|relation| relation.form.iter().any(|(n, _)| reached.contains(n))).collect();
            let numbers: BTreeSet<Number> =
                touching.iter().flat_map(|r| r.form.iter().map(|(n, _)| *n)).chain(reached.iter().copied()).collect();
            let cells: BTreeSet<usize> = numbers.iter().map(|number| cell_of(*number)).collect();
            let new = self.may_hide.iter().filter(|cell| cells.contains(cell) && !self.hidden.contains(cell));
            let new: Vec<usize> = new.copied().filter(|cell| !found.contains(cell)).collect();
            found.extend(new);
            let hidden: BTreeSet<Number> = numbers.into_iter().filter(|number| self.hidden.contains(&cell_of(*number))).collect();
            if hidden.is_subset(&reached) || found.len() >= MOST_TRIES {
                return found;
            }
            reached.extend(hidden);
        }
    }

    fn is_narrowed(&mut self, system: &Built, demand: &Demand) -> bool {
        match demand.limit {
            Limit::Reaches(top) => !self.can_reach(system, &demand.form, top),
            Limit::Wide(low, high) => !(self.can_reach(system, &demand.form, high) && self.can_sink(system, &demand.form, low)),
            Limit::Few(top) => !self.can_reach(system, &demand.form, top + 1) || self.tells_of_few(system, &demand.form, top),
            Limit::FewOrNobody(top) => {
                let is_nobody = self.numbers.value_of(&demand.form) == 0 && !self.can_reach(system, &demand.form, 1);
                let few = Demand { form: demand.form.clone(), limit: Limit::Few(top) };
                !is_nobody && self.is_narrowed(system, &few)
            }
        }
    }

    /// Whether a reader can say that there is somebody, and not that there are many; or how many exactly.
    fn tells_of_few(&mut self, system: &Built, form: &Form, top: i64) -> bool {
        if self.can_sink(system, form, 0) {
            return false;
        }
        let truth = self.numbers.value_of(form);
        let may_be_few = truth <= top || !matches!(self.ask(system, &turned(form), -top), Reach::Nowhere);
        may_be_few || !(self.can_reach(system, form, truth + 1) || self.can_sink(system, form, truth - 1))
    }

    fn can_sink(&mut self, system: &Built, form: &Form, value: i64) -> bool {
        self.can_reach(system, &turned(form), -value)
    }

    fn can_reach(&mut self, system: &Built, form: &Form, value: i64) -> bool {
        let truth = self.numbers.value_of(form);
        let of = |table: &BTreeMap<Number, i64>| {
            truth + form.iter().map(|(n, times)| table.get(n).copied().unwrap_or(0) * times).sum::<i64>()
        };
        if truth >= value || self.pool.iter().any(|table| of(table) >= value) {
            return true;
        }
        matches!(self.ask(system, form, value), Reach::At(_))
    }

    fn ask(&mut self, system: &Built, form: &Form, value: i64) -> Reach {
        let (unknown, known) = system.split(form, self.numbers);
        self.solves += 1;
        let reach = system.system.at_least(&unknown, value - known);
        if let Reach::At(table) = &reach {
            self.pool.push(system.differences(table, self.numbers));
        }
        reach
    }
}

/// The system of what is not published.
#[derive(Clone)]
struct Built {
    system: System,
    unknowns: BTreeMap<Number, Unknown>,
}

impl Built {
    fn new(audit: &Audit) -> Self {
        let mut built = Self { system: System::default(), unknowns: BTreeMap::new() };
        for number in audit.hidden.difference(audit.known).flat_map(|cell| audit.numbers.of(*cell)) {
            let unknown = built.system.unknown(None);
            built.unknowns.insert(number, unknown);
        }
        let counts = |relation: &&&Relation| relation.form.iter().all(|(number, _)| audit.numbers.is_count(*number));
        for relation in audit.relations.iter().filter(counts) {
            let (form, known) = built.split(&relation.form, audit.numbers);
            match relation.known {
                Known::Overlap => {}
                _ if form.is_empty() => {}
                Known::Equal(value) => built.system.equal(&form, value - known),
                Known::AtLeast(value) => built.system.between(&form, value - known, i64::MAX),
            }
        }
        built
    }

    /// Returns whether what is known ties a number to a form.
    fn hang_together(&self, number: Number, form: &Form) -> bool {
        let unknown = |number: &Number| self.unknowns.get(number).copied();
        let of_form: Vec<Unknown> = form.iter().filter_map(|(number, _)| unknown(number)).collect();
        unknown(&number).is_some_and(|number| self.system.hang_together(number, &of_form))
    }

    /// Returns the system of a reader who knows a number.
    fn with(&self, number: Number, value: i64) -> Self {
        let mut built = self.clone();
        if let Some(unknown) = self.unknowns.get(&number) {
            built.system.equal(&[(*unknown, 1)], value);
        }
        built
    }

    /// Returns the unknown part of a form, and the sum of the rest.
    fn split(&self, form: &Form, numbers: &Numbers) -> (Vec<(Unknown, i64)>, i64) {
        let unknown = form.iter().filter_map(|(number, times)| self.unknowns.get(number).map(|unknown| (*unknown, *times)));
        let known = form.iter().filter(|(number, _)| !self.unknowns.contains_key(number));
        (unknown.collect(), known.map(|(number, times)| numbers.value(*number) * times).sum())
    }

    fn differences(&self, table: &Table, numbers: &Numbers) -> BTreeMap<Number, i64> {
        let value = |(number, unknown): (&Number, &Unknown)| Some((*number, table.get(unknown)? - numbers.value(*number)));
        self.unknowns.iter().filter_map(value).filter(|(_, difference)| *difference != 0).collect()
    }
}

fn turned(form: &Form) -> Form {
    form.iter().map(|(number, times)| (*number, -times)).collect()
}
