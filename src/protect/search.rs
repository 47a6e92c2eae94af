//! The search for a pattern that hides as little as can be: what is narrowed is put right at the lowest price, and what turns out not
//! to be needed is published again.
//!
//! A hidden figure is open when there is a table in which it is another. For every demand that is not met, the table is found that meets
//! it and differs from the truth in as little of the published as can be (the price of a figure is by how much readers need it), and
//! what differs is hidden. Matteo Fischetti and Juan José Salazar-González, *Solving the Cell Suppression Problem on Tabular Data with
//! Linear Constraints*, Management Science 47 (2001).

use super::audit::{Audit, Demand, Goal};
use super::relation::{Form, Known, Number, Relation};
use crate::solver::{Reach, System, Unknown};
use std::collections::{BTreeMap, BTreeSet};

/// Beside so many figures fewer are not looked for.
const FEW: usize = 2;

/// Questions after which no further exchange is tried.
const MOST_QUESTIONS: usize = 150;

/// How many more figures than before may be hidden on the way of an exchange.
const MORE_ON_THE_WAY: usize = 2;

/// What is hidden, and what nothing can protect.
#[derive(Clone)]
struct Pattern {
    hidden: BTreeSet<usize>,
    lost: Vec<Demand>,
}

impl Audit<'_> {
    /// Hides further figures until nothing is narrowed, at the first prices and at others, and takes the pattern that hides fewest;
    /// then tries to do with fewer.
    pub(super) fn search(&mut self, other_prices: Vec<Vec<(usize, i64)>>) {
        let start = self.pattern();
        self.repair();
        let mut best = self.pattern();
        if best.hidden.len() <= start.hidden.len() + FEW {
            return;
        }
        for others in other_prices {
            self.restore(start.clone());
            let prices = std::mem::replace(&mut self.may_hide, others);
            self.repair();
            self.may_hide = prices;
            if self.cost(&self.pattern()) < self.cost(&best) {
                best = self.pattern();
            }
        }
        self.restore(best);
        self.exchange();
    }

    /// Hides further figures until nothing is narrowed, then publishes again what is not needed.
    pub(super) fn repair(&mut self) {
        let before = self.hidden.len();
        self.mend(None, usize::MAX);
        if self.hidden.len() > before {
            self.give_back();
        }
    }

    /// Hides figures, but for one, until nothing is narrowed or can be worked out; tells whether that took fewer than so many in all.
    fn mend(&mut self, barred: Option<usize>, most: usize) -> bool {
        while self.hidden.len() < most {
            if let Some((demand, goals)) = self.first_narrowed() {
                match self.cheapest(&goals, barred) {
                    Some(cells) => self.hidden.extend(cells),
                    None => self.lost.push(demand),
                }
                continue;
            }
            let along = (self.rules.along)(&self.hidden);
            if along.is_empty() {
                return true;
            }
            self.hidden.extend(along);
        }
        false
    }

    /// Publishes what turned out not to be needed, the most needed first.
    fn give_back(&mut self) {
        for cell in self.beside() {
            self.hidden.remove(&cell);
            if self.first_narrowed().is_some() || !(self.rules.along)(&self.hidden).is_empty() {
                self.hidden.insert(cell);
            }
        }
    }

    /// Publishes what everybody can tell is nobody, but for what must stay: that it is hidden hides nothing.
    pub(super) fn publish_nobody(&mut self, must_stay: impl Fn(usize) -> bool) {
        for cell in self.beside().into_iter().filter(|cell| !must_stay(*cell)) {
            if self.is_plainly_nobody(cell) {
                self.hidden.remove(&cell);
            }
        }
    }

    /// Publishes a figure and hides others in its place, where that takes fewer in the end, or less needed ones.
    fn exchange(&mut self) {
        let asked = self.solves;
        for cell in self.beside() {
            if self.solves - asked > MOST_QUESTIONS {
                return;
            }
            let before = self.pattern();
            if !self.hidden.remove(&cell) {
                continue;
            }
            let is_mended = self.mend(Some(cell), before.hidden.len() + MORE_ON_THE_WAY);
            if is_mended {
                self.give_back();
            }
            if !is_mended || self.cost(&before) <= self.cost(&self.pattern()) {
                self.restore(before);
            }
        }
    }

    /// The figures hidden to protect others, the most needed first.
    fn beside(&self) -> Vec<usize> {
        self.may_hide.iter().rev().map(|(cell, _)| *cell).filter(|cell| self.hidden.contains(cell)).collect()
    }

    fn pattern(&self) -> Pattern {
        Pattern { hidden: self.hidden.clone(), lost: self.lost.clone() }
    }

    fn restore(&mut self, pattern: Pattern) {
        (self.hidden, self.lost) = (pattern.hidden, pattern.lost);
    }

    /// What cannot be protected counts most, then how many figures are hidden, then how much they are needed.
    fn cost(&self, pattern: &Pattern) -> (usize, usize, i64) {
        let prices = self.may_hide.iter().filter(|(cell, _)| pattern.hidden.contains(cell)).map(|(_, price)| price);
        (pattern.lost.len(), pattern.hidden.len(), prices.sum())
    }

    /// Returns the figures that differ from the truth in the cheapest table that meets one of the goals, and keeps the table.
    fn cheapest(&mut self, goals: &[Goal], barred: Option<usize>) -> Option<BTreeSet<usize>> {
        self.solves += goals.len();
        let found = goals.iter().filter_map(|goal| Moves::new(self, goal.known, barred).cheapest(self, goal));
        let cheapest = found.min_by_key(|(price, _)| *price);
        cheapest.map(|(_, differences)| self.keep(differences))
    }
}

/// By how much numbers may differ from the truth, upwards and downwards, and what that costs.
struct Moves {
    system: System,
    ways: BTreeMap<Number, (Unknown, Unknown)>,
    prices: Vec<(Unknown, i64)>,
}

impl Moves {
    /// Somebody who knows a number knows that it does not differ; nor does what may not be hidden.
    fn new(audit: &Audit, known: Option<Number>, barred: Option<usize>) -> Self {
        let mut moves = Self { system: System::default(), ways: BTreeMap::new(), prices: Vec::new() };
        let hidden = audit.hidden.difference(audit.known).map(|cell| (*cell, 0));
        let open = audit.may_hide.iter().filter(|(cell, _)| !audit.hidden.contains(cell) && Some(*cell) != barred);
        for (cell, price) in hidden.chain(open.copied()) {
            for number in audit.numbers.of(cell).into_iter().filter(|number| Some(*number) != known) {
                let ways = (moves.system.unknown(None), moves.system.unknown(Some(audit.numbers.value(number))));
                moves.ways.insert(number, ways);
                if price > 0 {
                    moves.prices.extend([(ways.0, price), (ways.1, price)]);
                }
            }
        }
        let counts = |relation: &&&Relation| relation.form.iter().all(|(number, _)| audit.numbers.is_count(*number));
        for relation in audit.relations.iter().filter(counts) {
            let form = moves.form(&relation.form);
            match relation.known {
                Known::Overlap => {}
                _ if form.is_empty() => {}
                Known::Equal(value) => moves.system.equal(&form, value - audit.numbers.value_of(&relation.form)),
                Known::AtLeast(value) => moves.system.between(&form, value - audit.numbers.value_of(&relation.form), i64::MAX),
            }
        }
        moves
    }

    /// Returns by how much a form differs from the truth.
    fn form(&self, form: &Form) -> Vec<(Unknown, i64)> {
        let ways = form.iter().filter_map(|(number, times)| Some((self.ways.get(number)?, times)));
        ways.flat_map(|((up, down), times)| [(*up, *times), (*down, -times)]).collect()
    }

    /// Returns what differs in the cheapest table that meets a goal, with its price.
    fn cheapest(&self, audit: &Audit, goal: &Goal) -> Option<(i64, BTreeMap<Number, i64>)> {
        let least = goal.least - audit.numbers.value_of(&goal.form);
        let form = self.form(&goal.form);
        let table = match self.system.cheapest(&form, least, &self.prices) {
            Reach::At(table) => table,
            Reach::Nowhere => return None,
            // Any table is better than none.
            Reach::Unknown => match self.system.at_least(&form, least) {
                Reach::At(table) => table,
                _ => return None,
            },
        };
        let of = |unknown: &Unknown| table.get(unknown).copied().unwrap_or(0);
        let price = self.prices.iter().map(|(unknown, price)| of(unknown) * price).sum();
        let differences = self.ways.iter().map(|(number, (up, down))| (*number, of(up) - of(down)));
        Some((price, differences.filter(|(_, difference)| *difference != 0).collect()))
    }
}
