//! The attack on the own result: nothing published may narrow what a hidden figure can be, and what narrows it is hidden too.
//!
//! Elimination keeps a reader from working a number out exactly. Counts are whole and never below zero, so a reader can often say
//! more: "3 + x + y = 5". For every hidden number the audit asks for two possible tables, one where it is as small as can be and one
//! where it is as large as the rule hides. A table it gets is checked in whole numbers and kept, since it answers other questions as
//! well; the true table is the first. Where there is none, `search` hides further figures until there is one.

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

/// What would meet a demand: a form is so large or larger, for readers or for somebody who knows a number.
#[derive(Clone, Debug)]
pub(super) struct Goal {
    pub(super) form: Form,
    pub(super) least: i64,
    pub(super) known: Option<Number>,
}

/// A possible table, as what differs from the truth.
pub(super) struct Witness {
    cells: BTreeSet<usize>,
    differences: BTreeMap<Number, i64>,
}

/// What a pattern is held to.
pub(super) struct Rules<'a> {
    /// Returns what must stay possible of a hidden figure.
    pub(super) demands: &'a dyn Fn(usize) -> Vec<Demand>,
    /// What must stay possible whatever is hidden.
    pub(super) always: Vec<Demand>,
    /// Returns the figures that must be hidden beside hidden ones, whatever the audit says.
    pub(super) along: &'a dyn Fn(&BTreeSet<usize>) -> Vec<usize>,
}

/// Figures that tell of each other, and what is hidden of them.
pub(super) struct Audit<'a> {
    pub(super) numbers: &'a Numbers<'a>,
    pub(super) relations: Vec<&'a Relation>,
    pub(super) rules: Rules<'a>,
    /// The figures that may be hidden and their prices, the least needed first.
    pub(super) may_hide: Vec<(usize, i64)>,
    /// The hidden figures.
    pub(super) hidden: BTreeSet<usize>,
    /// The figures a reader knows from earlier releases.
    pub(super) known: &'a BTreeSet<usize>,
    /// What nothing can protect.
    pub(super) lost: Vec<Demand>,
    /// Possible tables found so far, under any pattern.
    pool: Vec<Witness>,
    /// Questions put to the solver.
    pub(super) solves: usize,
}

impl<'a> Audit<'a> {
    pub(super) fn new(
        numbers: &'a Numbers<'a>,
        relations: Vec<&'a Relation>,
        rules: Rules<'a>,
        may_hide: Vec<(usize, i64)>,
        hidden: BTreeSet<usize>,
        known: &'a BTreeSet<usize>,
    ) -> Self {
        Self { numbers, relations, rules, may_hide, hidden, known, lost: Vec::new(), pool: Vec::new(), solves: 0 }
    }

    /// Returns the audit of readers who were told nothing and are told nothing of some figures.
    pub(super) fn untold<'b>(&'b self, hidden: BTreeSet<usize>, nothing: &'b BTreeSet<usize>) -> Audit<'b> {
        let along: &'b dyn Fn(&BTreeSet<usize>) -> Vec<usize> = self.rules.along;
        let rules = Rules { demands: self.rules.demands, always: self.rules.always.clone(), along };
        Audit::new(self.numbers, self.relations.clone(), rules, Vec::new(), hidden, nothing)
    }

    /// Returns whether a demand is met by what is hidden.
    pub(super) fn can_meet(&mut self, demand: &Demand) -> bool {
        let all = self.demanded();
        let system = Built::new(self);
        self.unmet(&system, demand).is_empty() && self.told_by_one(&system, &all, demand).is_empty()
    }

    /// Returns the first demand that is not met, and the goals each of which would meet it.
    pub(super) fn first_narrowed(&mut self) -> Option<(Demand, Vec<Goal>)> {
        let all = self.demanded();
        let system = Built::new(self);
        let first = |goals: &mut dyn FnMut(&Demand) -> Vec<Goal>| {
            all.iter().map(|demand| (demand, goals(demand))).find(|(_, goals)| !goals.is_empty())
        };
        let narrowed = first(&mut |demand| self.unmet(&system, demand));
        let narrowed = narrowed.or_else(|| first(&mut |demand| self.told_by_one(&system, &all, demand)));
        narrowed.map(|(demand, goals)| (demand.clone(), goals))
    }

    /// Whether nobody is in a figure, and everybody can tell.
    pub(super) fn is_plainly_nobody(&mut self, cell: usize) -> bool {
        let numbers = self.numbers.of(cell);
        if numbers.is_empty() || numbers.iter().any(|number| self.numbers.value(*number) != 0) {
            return false;
        }
        let system = Built::new(self);
        numbers.into_iter().all(|number| self.cannot(&system, &vec![(number, 1)], 1))
    }

    /// What must stay possible, but for what nothing can protect.
    fn demanded(&self) -> Vec<Demand> {
        let secret = self.hidden.difference(self.known).flat_map(|cell| (self.rules.demands)(*cell));
        self.rules.always.iter().cloned().chain(secret).filter(|demand| !self.lost.contains(demand)).collect()
    }

    /// Returns the goals each of which would keep somebody who is alone in a hidden figure, and knows it, from working out another one.
    fn told_by_one(&mut self, system: &Built, all: &[Demand], demand: &Demand) -> Vec<Goal> {
        let (Limit::Few(top) | Limit::FewOrNobody(top)) = demand.limit else { return Vec::new() };
        let truth = self.numbers.value_of(&demand.form);
        if !(1..=top).contains(&truth) {
            return Vec::new();
        }
        let known_to_one =
            |other: &&Demand| other.form.len() == 1 && self.numbers.value_of(&other.form) == 1 && other.form != demand.form;
        let alone: Vec<Number> = all.iter().filter(known_to_one).map(|other| other.form[0].0).collect();
        let goals =
            |number| vec![goal(&demand.form, truth + 1, Some(number)), goal(&turned(&demand.form), 1 - truth, Some(number))];
        let told = alone.into_iter().map(goals).find(|goals| !self.can_any(system, goals));
        told.unwrap_or_default()
    }

    /// Returns the goals each of which would meet a demand; none if it is met.
    fn unmet(&mut self, system: &Built, demand: &Demand) -> Vec<Goal> {
        let up = |value| goal(&demand.form, value, None);
        let down = |value: i64| goal(&turned(&demand.form), -value, None);
        let truth = self.numbers.value_of(&demand.form);
        let needed = match demand.limit {
            Limit::FewOrNobody(_) if truth == 0 && self.cannot(system, &demand.form, 1) => vec![],
            Limit::Reaches(top) => vec![up(top)],
            Limit::Wide(low, high) => vec![up(high), down(low)],
            Limit::Few(top) | Limit::FewOrNobody(top) if truth <= top => vec![up(top + 1), down(0)],
            Limit::Few(top) | Limit::FewOrNobody(top) => return self.unmet_of_many(system, &demand.form, top),
        };
        needed.into_iter().find(|goal| !self.can_any(system, std::slice::from_ref(goal))).into_iter().collect()
    }

    /// A reader may say that there are many, but not how many exactly; otherwise nobody must be possible too.
    fn unmet_of_many(&mut self, system: &Built, form: &Form, top: i64) -> Vec<Goal> {
        let truth = self.numbers.value_of(form);
        let down = |value: i64| goal(&turned(form), -value, None);
        if self.can_any(system, &[down(0)]) {
            return Vec::new();
        }
        if self.ask(system, &turned(form), -top) != Reach::Nowhere {
            return vec![down(0)];
        }
        let other = vec![goal(form, truth + 1, None), down(truth - 1)];
        if self.can_any(system, &other) { Vec::new() } else { other }
    }

    /// Whether one of the goals can be: first by the tables found so far, then by the solver.
    fn can_any(&mut self, system: &Built, goals: &[Goal]) -> bool {
        goals.iter().any(|goal| self.is_shown(goal)) || goals.iter().any(|goal| self.can(system, goal))
    }

    /// Whether a form cannot be so large: where the search was given up, it may be.
    fn cannot(&mut self, system: &Built, form: &Form, value: i64) -> bool {
        !self.is_shown(&goal(form, value, None)) && self.ask(system, form, value) == Reach::Nowhere
    }

    fn is_shown(&self, goal: &Goal) -> bool {
        let missing = goal.least - self.numbers.value_of(&goal.form);
        let moves = |witness: &Witness| {
            let more = |(n, times): &(Number, i64)| witness.differences.get(n).map_or(0, |difference| difference * times);
            goal.form.iter().map(more).sum::<i64>() >= missing
                && goal.known.is_none_or(|number| !witness.differences.contains_key(&number))
                && witness.cells.is_subset(&self.hidden)
        };
        missing <= 0 || self.pool.iter().rev().any(moves)
    }

    /// A number that nothing ties to the form tells nothing of it: what readers can have been told is asked elsewhere.
    fn can(&mut self, system: &Built, goal: &Goal) -> bool {
        let reach = match goal.known {
            Some(number) if !system.hang_together(number, &goal.form) => return true,
            Some(number) => self.ask(&system.with(number, self.numbers.value(number)), &goal.form, goal.least),
            None => self.ask(system, &goal.form, goal.least),
        };
        matches!(reach, Reach::At(_))
    }

    fn ask(&mut self, system: &Built, form: &Form, value: i64) -> Reach {
        let (unknown, known) = system.split(form, self.numbers);
        self.solves += 1;
        let reach = system.system.at_least(&unknown, value - known);
        if let Reach::At(table) = &reach {
            self.keep(system.differences(table, self.numbers));
        }
        reach
    }

    /// Keeps a possible table, and returns the figures that differ in it.
    pub(super) fn keep(&mut self, differences: BTreeMap<Number, i64>) -> BTreeSet<usize> {
        let cells: BTreeSet<usize> = differences.keys().map(|number| cell_of(*number)).collect();
        self.pool.push(Witness { cells: cells.clone(), differences });
        cells
    }
}

fn goal(form: &Form, least: i64, known: Option<Number>) -> Goal {
    Goal { form: form.clone(), least, known }
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
