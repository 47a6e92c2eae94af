//! What a reader can work out: bounds of whole numbers, none below zero, that have to fit what is known.
//!
//! Unknowns are counts. What is published is a row: a sum of unknowns that lies between two numbers. Solving is done by microlp in
//! floating point; what it finds is rounded and checked in whole numbers, so that a table that is said to fit does fit. What it says
//! cannot be is taken for true: a wrong "cannot be" makes a figure look easier to find than it is, and more is hidden.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolutionStatus, SolveOptions, SolveOutcome, Variable};
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
mod tests;

/// An unknown of a [`System`].
pub type Unknown = usize;

/// A sum of unknowns, each times a whole number.
pub type Form = Vec<(Unknown, i64)>;

/// A possible table: the values of the unknowns that hang together with a form.
pub type Table = BTreeMap<Unknown, i64>;

/// Above every count of a municipality: where an unknown has no other end. A number near the end of its type would cost the solver its
/// precision.
const NO_END: i32 = 1_000_000;

/// Branches looked at before a question is given up.
const MOST_NODES: u64 = 10_000;

/// Whole numbers, none below zero, and what is known of them.
#[derive(Clone, Debug, Default)]
pub struct System {
    most: Vec<Option<i64>>,
    rows: Vec<Row>,
    /// For each unknown the rows it stands in.
    stands_in: Vec<Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Row {
    form: Form,
    low: i64,
    high: i64,
}

/// Whether a form can take a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It can: this table fits everything that is known, checked in whole numbers.
    At(Table),
    /// It cannot.
    Nowhere,
    /// The search was given up.
    Unknown,
}

/// The smallest and the largest value of a form; `None` where there is no end, or none was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The smallest value.
    pub least: Option<i64>,
    /// The largest value.
    pub most: Option<i64>,
}

impl System {
    /// Adds an unknown, at most `most` where that is known, and returns it.
    pub fn unknown(&mut self, most: Option<i64>) -> Unknown {
        self.most.push(most);
        self.stands_in.push(Vec::new());
        self.most.len() - 1
    }

    /// Adds what is known of a form: it lies between two numbers, both included.
    pub fn between(&mut self, form: &[(Unknown, i64)], low: i64, high: i64) {
        let form = added_up(form);
        for (unknown, _) in &form {
            self.stands_in[*unknown].push(self.rows.len());
        }
        self.rows.push(Row { form, low, high });
    }

    /// Adds that a form has a value.
    pub fn equal(&mut self, form: &[(Unknown, i64)], value: i64) {
        self.between(form, value, value);
    }

    /// Returns whether a form can be `value` or more.
    pub fn at_least(&self, form: &[(Unknown, i64)], value: i64) -> Reach {
        self.cheapest(form, value, &[])
    }

    /// Returns whether a form can be `value` or more, by a table with as small a sum of prices as was found: each unknown times its
    /// price, which is not below zero.
    pub fn cheapest(&self, form: &[(Unknown, i64)], value: i64, prices: &[(Unknown, i64)]) -> Reach {
        let form = added_up(form);
        if form.is_empty() {
            return if value <= 0 { Reach::At(Table::new()) } else { Reach::Nowhere };
        }
        let mut question = Question::new(self, &form, OptimizationDirection::Minimize, prices);
        question.constrain(&form, value, i64::MAX);
        match question.answer() {
            Answer::At { table, .. } if sum(&form, &table) >= i128::from(value) => Reach::At(table),
            Answer::Nowhere => Reach::Nowhere,
            _ => Reach::Unknown,
        }
    }

    /// Returns whether a form can be `value` or less.
    pub fn at_most(&self, form: &[(Unknown, i64)], value: i64) -> Reach {
        self.at_least(&turned(form), -value)
    }

    /// Returns how small and how large a form can be. The ends are reached by tables that fit, checked in whole numbers; that there
    /// is nothing beyond them is the solver's word.
    pub fn bounds(&self, form: &[(Unknown, i64)]) -> Bounds {
        let end = |form: &[(Unknown, i64)]| {
            let form = added_up(form);
            match Question::new(self, &form, OptimizationDirection::Maximize, &form).answer() {
                Answer::At { table, is_best: true } => i64::try_from(sum(&form, &table)).ok(),
                _ => None,
            }
        };
        Bounds { least: end(&turned(form)).map(|least| -least), most: end(form) }
    }

    /// Returns whether a table fits everything that is known of its unknowns.
    pub fn fits(&self, table: &Table) -> bool {
        let rows: BTreeSet<usize> = table.keys().flat_map(|unknown| self.stands_in[*unknown].iter().copied()).collect();
        let within = |(unknown, value): (&Unknown, &i64)| *value >= 0 && self.most[*unknown].is_none_or(|most| *value <= most);
        let holds = |row: &Row| (i128::from(row.low)..=i128::from(row.high)).contains(&sum(&row.form, table));
        table.iter().all(within) && rows.into_iter().all(|row| holds(&self.rows[row]))
    }

    /// Returns whether rows tie an unknown to one of others.
    pub fn hang_together(&self, unknown: Unknown, others: &[Unknown]) -> bool {
        let (around, _) = self.around(&[(unknown, 1)]);
        others.iter().any(|other| around.contains(other))
    }

    /// Returns the unknowns that stand in so many rows or more.
    pub fn standing_in(&self, rows: usize) -> Vec<Unknown> {
        (0..self.most.len()).filter(|unknown| self.stands_in[*unknown].len() >= rows).collect()
    }

    /// Returns the system of somebody who knows some values. What only these tied together falls apart, so that its questions are
    /// small. A table of it, with the values, is a table of this system wherever the values are those of one.
    pub fn knowing(&self, values: &Table) -> Self {
        let mut known = Self { most: self.most.clone(), rows: Vec::new(), stands_in: vec![Vec::new(); self.most.len()] };
        for row in &self.rows {
            let (given, form): (Form, Form) = row.form.iter().partition(|(unknown, _)| values.contains_key(unknown));
            let given: i64 = given.iter().map(|(unknown, times)| values[unknown] * times).sum();
            let less = |end: i64| if [i64::MIN, i64::MAX].contains(&end) { end } else { end - given };
            if !form.is_empty() {
                known.between(&form, less(row.low), less(row.high));
            }
        }
        values.iter().for_each(|(unknown, value)| known.equal(&[(*unknown, 1)], *value));
        known
    }

    /// Returns the unknowns that hang together with a form by rows they share, and those rows.
    fn around(&self, form: &[(Unknown, i64)]) -> (BTreeSet<Unknown>, BTreeSet<usize>) {
        let mut unknowns: BTreeSet<Unknown> = form.iter().map(|(unknown, _)| *unknown).collect();
        let mut open: Vec<Unknown> = unknowns.iter().copied().collect();
        let mut rows = BTreeSet::new();
        while let Some(unknown) = open.pop() {
            for row in self.stands_in[unknown].iter().filter(|row| rows.insert(**row)).copied().collect::<Vec<_>>() {
                open.extend(self.rows[row].form.iter().map(|(other, _)| *other).filter(|other| unknowns.insert(*other)));
            }
        }
        (unknowns, rows)
    }
}

/// One problem for the solver.
struct Question<'a> {
    system: &'a System,
    problem: Problem,
    variables: BTreeMap<Unknown, Variable>,
}

enum Answer {
    /// A table, and whether the solver proved that none is better.
    At {
        table: Table,
        is_best: bool,
    },
    Nowhere,
    None,
}

impl<'a> Question<'a> {
    /// Puts what is known around a form; the sum of prices is what the solver drives.
    fn new(system: &'a System, form: &[(Unknown, i64)], direction: OptimizationDirection, prices: &[(Unknown, i64)]) -> Self {
        let (unknowns, rows) = system.around(form);
        let mut problem = Problem::new(direction);
        let price: BTreeMap<Unknown, i64> = prices.iter().copied().collect();
        let mut add = |unknown: Unknown| {
            let most = system.most[unknown].and_then(|most| i32::try_from(most).ok()).unwrap_or(NO_END);
            problem.add_integer_var(float(price.get(&unknown).copied().unwrap_or(0)), (0, most))
        };
        let variables: BTreeMap<Unknown, Variable> = unknowns.into_iter().map(|unknown| (unknown, add(unknown))).collect();
        let mut question = Self { system, problem, variables };
        for row in rows.into_iter().map(|row| &system.rows[row]) {
            question.constrain(&row.form, row.low, row.high);
        }
        question
    }

    fn constrain(&mut self, form: &[(Unknown, i64)], low: i64, high: i64) {
        let terms: Vec<(Variable, f64)> = form.iter().map(|(unknown, times)| (self.variables[unknown], float(*times))).collect();
        if low == high {
            self.problem.add_constraint(&terms[..], ComparisonOp::Eq, float(low));
            return;
        }
        if low > i64::MIN {
            self.problem.add_constraint(&terms[..], ComparisonOp::Ge, float(low));
        }
        if high < i64::MAX {
            self.problem.add_constraint(&terms[..], ComparisonOp::Le, float(high));
        }
    }

    fn answer(self) -> Answer {
        let mut options = SolveOptions::default();
        options.node_limit = Some(MOST_NODES);
        let solution = match self.problem.solve_with(options) {
            Ok(SolveOutcome::Solution(solution)) => solution,
            Ok(SolveOutcome::Interrupted(_)) => return Answer::None,
            Err(Error::Infeasible) => return Answer::Nowhere,
            Err(_) => return Answer::None,
        };
        let value = |variable: Variable| whole(solution.var_value(variable));
        let table: Option<Table> = self.variables.iter().map(|(unknown, variable)| Some((*unknown, value(*variable)?))).collect();
        let is_best = solution.status() == SolutionStatus::Optimal;
        table.filter(|table| self.system.fits(table)).map_or(Answer::None, |table| Answer::At { table, is_best })
    }
}

/// Returns the form with every unknown once and none times zero.
fn added_up(form: &[(Unknown, i64)]) -> Form {
    let mut sums: BTreeMap<Unknown, i64> = BTreeMap::new();
    for (unknown, times) in form {
        *sums.entry(*unknown).or_default() += times;
    }
    sums.into_iter().filter(|(_, times)| *times != 0).collect()
}

fn turned(form: &[(Unknown, i64)]) -> Form {
    form.iter().map(|(unknown, times)| (*unknown, -times)).collect()
}

fn sum(form: &[(Unknown, i64)], table: &Table) -> i128 {
    form.iter().map(|(unknown, times)| i128::from(*times) * i128::from(table.get(unknown).copied().unwrap_or(0))).sum()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn float(number: i64) -> f64 {
    number as f64
}

/// Returns the nearest whole number.
fn whole(number: f64) -> Option<i64> {
    // A cast could cut off; text cannot.
    format!("{number:.0}").parse().ok()
}
