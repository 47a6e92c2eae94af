//! Complementary hiding: no hidden figure may be found, nor narrowed, by what is published.
//!
//! Figures that tell of each other form a group: the figures of one indicator and period, with those of linked indicators. Each group
//! goes through elimination and audit by itself.

use super::audit::{Audit, Demand, Limit};
use super::elimination::eliminate;
use super::linked;
use super::primary;
use super::relation::{Form, Known, Number, Numbers, Relation, beside, cell_of, numerator};
use super::sum::is_part_of_year;
use crate::model::counts::{Coordinate, CountTable, Exact, HiddenPart};
use crate::model::geography::Area;
use crate::model::indicator::Unit;
use crate::model::project::Protection;
use crate::model::release::{CellStatus, Reason};
use std::collections::{BTreeMap, BTreeSet};

type Statuses = BTreeMap<Coordinate, CellStatus>;

/// Returns the statuses with further figures hidden until no group gives a hidden one away. Figures in `forced` were published before
/// and stay.
pub(super) fn apply(table: &CountTable, statuses: Statuses, settings: Protection, forced: &BTreeSet<usize>) -> Statuses {
    let mut numbers = Numbers::new(table);
    let relations = numbers.relations();
    let hiding = Hiding { table, settings, forced, numbers: &numbers, relations: &relations };
    let primary: Vec<Option<Reason>> = table.cells.iter().map(|(at, exact)| hiding.reason(&statuses, at, *exact)).collect();
    let mut hidden = primary.clone();
    for group in hiding.groups() {
        hiding.protect(&group, &primary, &mut hidden);
    }
    merge(table, statuses, &hidden)
}

/// Figures that tell of each other.
#[derive(Default)]
struct Group {
    cells: Vec<usize>,
    relations: Vec<usize>,
    /// Pairs where the second must be hidden with the first, beyond what equations say.
    followers: Vec<(usize, usize)>,
    /// Differences of a whole and a part in it.
    nested: Vec<Form>,
}

struct Hiding<'a> {
    table: &'a CountTable,
    settings: Protection,
    forced: &'a BTreeSet<usize>,
    numbers: &'a Numbers<'a>,
    relations: &'a [Relation],
}

impl Hiding<'_> {
    /// Why a figure must not be found. A rate whose inhabitants alone the source has hidden keeps its own k no secret: it is
    /// held to the other rules, by the inhabitants it gave.
    fn reason(&self, statuses: &Statuses, at: &Coordinate, exact: Exact) -> Option<Reason> {
        match statuses.get(at) {
            Some(CellStatus::Suppressed(Reason::BySource)) if exact.by_source == Some(HiddenPart::Denominator) => {
                let alone = Exact { by_source: None, ..exact };
                let indicator = self.table.indicators.iter().find(|indicator| indicator.id == at.indicator);
                indicator.and_then(|indicator| primary::reason(indicator, alone, self.settings))
            }
            Some(CellStatus::Suppressed(reason)) => Some(*reason),
            _ => None,
        }
    }

    /// Hides further figures of a group.
    fn protect(&self, group: &Group, primary: &[Option<Reason>], hidden: &mut [Option<Reason>]) {
        if group.cells.iter().all(|cell| primary[*cell].is_none()) && group.nested.iter().all(|form| !self.is_few(form)) {
            return;
        }
        let order = self.publication_order(group, primary);
        for cell in self.eliminated(group, primary, &order) {
            hidden[cell] = Some(Reason::Secondary);
        }
        self.follow(group, hidden);
        let demands = |cell: usize| self.demands(cell, primary[cell]);
        let mut audit = Audit::new(
            self.numbers,
            group.relations.iter().map(|at| &self.relations[*at]).collect(),
            &demands,
            group.nested.iter().filter(|form| self.is_few(form)).map(|form| self.few(form.clone())).collect(),
            order.iter().rev().copied().filter(|cell| !self.forced.contains(cell)).collect(),
            group.cells.iter().copied().filter(|cell| hidden[*cell].is_some()).collect(),
        );
        // What cannot be protected was published before: nothing can take it back.
        if audit.repair().is_ok() {
            for cell in &group.cells {
                hidden[*cell] = primary[*cell].or(audit.hidden.contains(cell).then_some(Reason::Secondary));
            }
        }
        self.follow(group, hidden);
    }

    /// Returns the figures elimination hides.
    fn eliminated(&self, group: &Group, primary: &[Option<Reason>], order: &[usize]) -> Vec<usize> {
        let forms = group.relations.iter().map(|at| &self.relations[*at]);
        let equations: Vec<Form> =
            forms.filter(|relation| matches!(relation.known, Known::Equal(_))).map(|relation| relation.form.clone()).collect();
        let secret = group.cells.iter().filter(|cell| primary[**cell].is_some());
        let mut targets: Vec<Form> =
            secret.clone().flat_map(|cell| self.numbers.of(*cell)).map(|number| vec![(number, 1)]).collect();
        targets.extend(secret.filter(|cell| primary[**cell] == Some(Reason::Base)).map(|cell| self.numbers.base(*cell)));
        targets.extend(group.nested.iter().filter(|form| self.is_few(form)).cloned());
        let candidates: Vec<Vec<Number>> = order.iter().map(|cell| self.numbers.of(*cell)).collect();
        let hides = eliminate(&equations, &targets, &candidates);
        order.iter().zip(hides).filter(|(cell, hide)| *hide && !self.forced.contains(cell)).map(|(cell, _)| *cell).collect()
    }

    /// The figures that may be published, in the order in which readers need them: what was published before, then the whole before
    /// its parts and parts before crosses, nobody before somebody, many before few.
    fn publication_order(&self, group: &Group, primary: &[Option<Reason>]) -> Vec<usize> {
        let mut order: Vec<usize> = group.cells.iter().copied().filter(|cell| primary[*cell].is_none()).collect();
        let key = |cell: &usize| {
            let (at, exact) = &self.table.cells[*cell];
            let dimensions =
                [at.area != Area::Municipality, at.sex.is_some(), at.grade.is_some(), at.age.is_some(), at.category.is_some()];
            let level = dimensions.iter().filter(|is_set| **is_set).count() + usize::from(is_part_of_year(at.period));
            (!self.forced.contains(cell), level, exact.behind != 0, -exact.behind, *cell)
        };
        order.sort_by_key(key);
        order
    }

    /// Hides what goes with a hidden figure.
    fn follow(&self, group: &Group, hidden: &mut [Option<Reason>]) {
        let mut changed = true;
        while changed {
            changed = false;
            for (leader, follower) in &group.followers {
                if hidden[*leader].is_some() && hidden[*follower].is_none() {
                    hidden[*follower] = Some(Reason::Secondary);
                    changed = true;
                }
            }
        }
    }

    /// What must stay possible of a hidden figure.
    fn demands(&self, cell: usize, primary: Option<Reason>) -> Vec<Demand> {
        let numbers = self.numbers.of(cell);
        let counts = |number: &&Number| match self.numbers.unit(cell) {
            Unit::Mean => **number == beside(cell),
            _ => true,
        };
        let mut demands: Vec<Demand> = numbers.iter().filter(counts).map(|number| self.few(vec![(*number, 1)])).collect();
        let smallest = self.settings.base(self.numbers.indicator(cell)).filter(|_| primary == Some(Reason::Base));
        if let Some(smallest) = smallest.filter(|_| numbers.contains(&beside(cell))) {
            demands.push(Demand { form: self.numbers.base(cell), limit: Limit::Reaches(smallest - 1) });
        }
        if primary == Some(Reason::Dominance) {
            let value = self.numbers.value(numerator(cell));
            demands.push(Demand { form: vec![(numerator(cell), 1)], limit: Limit::Wide(value / 2, value + value / 2) });
        }
        demands
    }

    fn few(&self, form: Form) -> Demand {
        let limit = Limit::Few(self.threshold(&form) - 1);
        Demand { form, limit }
    }

    fn is_few(&self, form: &Form) -> bool {
        (1..self.threshold(form)).contains(&self.numbers.value_of(form))
    }

    /// A difference of two indicators is as sensitive as the more sensitive of them.
    fn threshold(&self, form: &Form) -> i64 {
        let of = |number: Number| self.settings.threshold(self.numbers.indicator(cell_of(number)));
        form.iter().map(|(number, _)| of(*number)).max().unwrap_or_default()
    }

    /// Returns the groups of figures that tell of each other, in the order of their first figures.
    fn groups(&self) -> Vec<Group> {
        let mut joined = Joined::new(self.table.cells.len());
        let overlaps = linked::overlaps(self.table);
        let nested: Vec<(Form, usize)> = overlaps.iter().flat_map(|overlap| self.numbers.nested(overlap)).collect();
        let mut followers = linked::followers(self.table);
        followers.retain(|(leader, follower)| self.numbers.repeated(*leader, *follower).is_none());
        followers.extend(linked::differences(self.table));
        self.relations.iter().for_each(|relation| joined.join_form(&relation.form));
        followers.iter().for_each(|(leader, follower)| joined.join(*leader, *follower));
        let roots: Vec<usize> = (0..self.table.cells.len()).map(|cell| joined.root(cell)).collect();
        let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
        for (cell, root) in roots.iter().enumerate() {
            groups.entry(*root).or_default().cells.push(cell);
        }
        let mut of = |cell: usize, add: &dyn Fn(&mut Group)| add(groups.entry(roots[cell]).or_default());
        for (at, relation) in self.relations.iter().enumerate() {
            of(cell_of(relation.form[0].0), &|group| group.relations.push(at));
        }
        for pair in followers {
            of(pair.0, &|group| group.followers.push(pair));
        }
        for (form, part) in nested {
            of(part, &|group| group.nested.push(form.clone()));
        }
        groups.into_values().collect()
    }
}

/// Which figures hang together: each knows an earlier one it hangs together with, or itself.
struct Joined(Vec<usize>);

impl Joined {
    fn new(cells: usize) -> Self {
        Self((0..cells).collect())
    }

    fn root(&mut self, cell: usize) -> usize {
        let mut root = cell;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    fn join_form(&mut self, form: &Form) {
        let first = cell_of(form[0].0);
        form.iter().for_each(|(number, _)| self.join(first, cell_of(*number)));
    }
}

/// Figures of what is not stated are judged with the others and never printed.
fn merge(table: &CountTable, mut statuses: Statuses, hidden: &[Option<Reason>]) -> Statuses {
    for ((at, _), reason) in table.cells.iter().zip(hidden) {
        if at.is_unstated() {
            statuses.remove(at);
        } else if let Some(reason) = reason.filter(|_| statuses.get(at) != Some(&CellStatus::Suppressed(Reason::BySource))) {
            statuses.insert(at.clone(), CellStatus::Suppressed(reason));
        }
    }
    statuses
}
