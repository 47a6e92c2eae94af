//! Complementary hiding: no hidden figure may be found, nor narrowed, by what is published.
//!
//! Figures that tell of each other form a group: the figures of one indicator and period, with those of linked indicators. Each group
//! goes through elimination and audit by itself.

use super::audit::{Audit, Demand, Limit, Rules};
use super::elimination::{Target, eliminate};
use super::group::{Group, follow, groups};
use super::memory::{Decided, Memory};
use super::order::Order;
use super::primary;
use super::relation::{Form, Known, Number, Numbers, Relation, beside, cell_of, numerator};
use super::respondents::Respondents;
use super::threads::side_by_side;
use crate::model::counts::{Coordinate, CountTable, Exact, HiddenPart};
use crate::model::indicator::{Direction, Unit};
use crate::model::project::Protection;
use crate::model::release::{CellStatus, Reason};
use std::collections::{BTreeMap, BTreeSet};

type Statuses = BTreeMap<Coordinate, CellStatus>;

/// What complementary hiding comes to.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) statuses: Statuses,
    /// Why each figure is hidden, by position in the table.
    hidden: Vec<Option<Reason>>,
    /// Hidden figures that earlier releases give away, whatever is hidden now, as positions in the table.
    pub(super) given_away: Vec<usize>,
    pub(super) effort: Effort,
    /// What was decided of each group, for the memory of the next run.
    pub(super) decided: Vec<String>,
}

/// What hiding took, for benchmarks and tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Figures hidden in the end, beyond the primary rules.
    pub secondary: usize,
    /// Questions put to the solver.
    pub solves: usize,
    /// Groups of figures judged anew.
    pub judged: usize,
    /// Groups of figures decided as in an earlier run.
    pub remembered: usize,
}

/// How groups are judged.
#[derive(Clone, Copy)]
pub(super) struct Judging<'a> {
    /// What it holds of an unchanged group is taken from there.
    pub(super) memory: &'a Memory,
    /// Threads that judge groups; what is hidden does not depend on it.
    pub(super) threads: usize,
    /// Whether audit and search follow elimination. Without them nothing can be worked out, but much can be narrowed.
    pub(super) is_audited: bool,
}

impl<'a> Judging<'a> {
    /// Returns how everything is judged that is published.
    pub(super) fn new(memory: &'a Memory) -> Self {
        Self { memory, threads: THREADS, is_audited: true }
    }
}

/// Hides further figures until no group gives a hidden one away. A reader knows the figures in `known` from earlier releases, as
/// positions in the table.
pub(super) fn apply(
    table: &CountTable,
    statuses: Statuses,
    settings: Protection,
    known: &BTreeSet<usize>,
    judging: Judging,
) -> Outcome {
    let mut numbers = Numbers::new(table);
    let relations = numbers.relations();
    let mut hiding = Hiding { table, settings, known, numbers: &numbers, relations: &relations, primary: Vec::new(), judging };
    hiding.primary = table.cells.iter().map(|(at, exact)| hiding.reason(&statuses, at, *exact)).collect();
    let mut outcome = Outcome { hidden: hiding.primary.clone(), ..Outcome::default() };
    let respondents = Respondents::new(table);
    let (mut leading, mut others): (Vec<Group>, Vec<Group>) =
        groups(&numbers, &relations).into_iter().partition(|group| respondents.lead(group));
    leading.iter_mut().for_each(|group| group.told = respondents.known(group, &numbers, known));
    hiding.judge(leading, &mut outcome);
    others.iter_mut().for_each(|group| group.told = respondents.told(group, &numbers, &outcome.hidden));
    hiding.judge(others, &mut outcome);
    Outcome { statuses: merge(table, statuses, &outcome.hidden), ..outcome }
}

impl Outcome {
    fn add(&mut self, hiding: &Hiding, group: &Group, verdict: Verdict) {
        let Decided { hidden, eliminated, given_away } = verdict.decided;
        let reason = |place: usize| if eliminated.contains(&place) { Reason::Secondary } else { Reason::Audit };
        self.effort.secondary += hidden.iter().filter(|place| hiding.primary[group.cells[**place]].is_none()).count();
        self.effort.solves += verdict.solves;
        self.effort.judged += usize::from(!verdict.remembered);
        self.effort.remembered += usize::from(verdict.remembered);
        self.given_away.extend(given_away.into_iter().map(|place| group.cells[place]));
        for place in hidden {
            let cell = group.cells[place];
            self.hidden[cell] = hiding.primary[cell].or(Some(reason(place)));
        }
        self.decided.extend(verdict.line);
    }
}

/// Threads that judge groups.
const THREADS: usize = 2;

/// Figures of a group up to which a pattern of few figures is searched for: beyond, it takes too long, and elimination begins.
const MOST_TO_SEARCH: usize = 90;

/// Figures of a group up to which a third list of prices is tried.
const MOST_TO_SEARCH_LONG: usize = 40;

/// What becomes of a group.
struct Verdict {
    decided: Decided,
    solves: usize,
    remembered: bool,
    /// The verdict for the memory.
    line: Option<String>,
}

pub(super) struct Hiding<'a> {
    pub(super) table: &'a CountTable,
    pub(super) settings: Protection,
    pub(super) known: &'a BTreeSet<usize>,
    pub(super) numbers: &'a Numbers<'a>,
    pub(super) relations: &'a [Relation],
    /// Why a figure must not be found, by position in the table.
    pub(super) primary: Vec<Option<Reason>>,
    judging: Judging<'a>,
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

    /// Judges groups and adds what is decided of each.
    fn judge(&self, groups: Vec<Group>, outcome: &mut Outcome) {
        let groups: Vec<Group> = groups.into_iter().filter(|group| self.has_secrets(group)).collect();
        for (group, verdict) in groups.iter().zip(side_by_side(&groups, self.judging.threads, &|group| self.protect(group))) {
            outcome.add(self, group, verdict);
        }
    }

    fn has_secrets(&self, group: &Group) -> bool {
        group.cells.iter().any(|cell| self.goes_with_place(group, *cell))
            || group.cells.iter().any(|cell| self.primary[*cell].is_some())
            || group.nested.iter().any(|form| self.is_few(form))
    }

    /// Returns whether a figure is hidden because it is of a place whose number of respondents is.
    fn goes_with_place(&self, group: &Group, cell: usize) -> bool {
        self.primary[cell].is_none() && !self.known.contains(&cell) && group.told.hidden.contains(&cell)
    }

    /// Decides which further figures of a group are hidden, or remembers it.
    fn protect(&self, group: &Group) -> Verdict {
        let memory = self.judging.memory;
        let sealed = memory.sealed(group, self);
        let remembered = sealed.as_ref().and_then(|sealed| memory.recall(sealed));
        let line = |decided: &Decided| sealed.as_ref().and_then(|sealed| memory.line(sealed, decided));
        match remembered {
            Some(decided) => Verdict { line: line(&decided), decided, solves: 0, remembered: true },
            None => {
                let (decided, solves) =
                    if self.judging.is_audited { self.decide(group) } else { (self.decide_by_elimination(group), 0) };
                Verdict { line: line(&decided), decided, solves, remembered: false }
            }
        }
    }

    /// Decides which further figures of a group are hidden; returns the questions it took as well.
    fn decide(&self, group: &Group) -> (Decided, usize) {
        let order = self.publication_order(group);
        let demands = |cell: usize| self.demands(group, cell);
        let along = |hidden: &BTreeSet<usize>| self.along(group, &order, hidden);
        let always = group.nested.iter().filter(|form| self.is_few(form)).map(|form| self.few(form.clone())).collect();
        let rules = Rules { demands: &demands, always, along: &along };
        let relations = group.relations.iter().map(|at| &self.relations[*at]).chain(&group.told.relations).collect();
        let primary = self.hidden_from_the_start(group);
        let mut audit = Audit::new(self.numbers, relations, rules, self.prices(group, Order::Many), primary.clone(), self.known);
        if group.cells.len() <= MOST_TO_SEARCH {
            let orders = [(Order::Middle, MOST_TO_SEARCH), (Order::Nearest, MOST_TO_SEARCH_LONG)];
            let others = orders.into_iter().filter(|(_, most)| group.cells.len() <= *most);
            audit.search(others.map(|(by, _)| self.prices(group, by)).collect());
        } else {
            audit.hidden.extend(along(&primary));
            audit.repair();
        }
        audit.publish_nobody(|cell| group.followers.iter().any(|(_, follower)| *follower == cell));
        (self.decided(group, &primary, &order, &audit), audit.solves)
    }

    /// Decides which further figures of a group elimination hides, with what goes with them, and nothing else.
    fn decide_by_elimination(&self, group: &Group) -> Decided {
        let order = self.publication_order(group);
        let mut hidden = self.hidden_from_the_start(group);
        let mut more = self.along(group, &order, &hidden);
        while !more.is_empty() {
            hidden.extend(more);
            more = self.along(group, &order, &hidden);
        }
        let hidden: BTreeSet<usize> = hidden.into_iter().map(|cell| place(group, cell)).collect();
        Decided { eliminated: hidden.clone(), hidden, ..Decided::default() }
    }

    /// The figures the primary rules hide, and what goes with them.
    fn hidden_from_the_start(&self, group: &Group) -> BTreeSet<usize> {
        let is_hidden = |cell: &usize| self.primary[*cell].is_some() || self.goes_with_place(group, *cell);
        let mut hidden: BTreeSet<usize> = group.cells.iter().copied().filter(is_hidden).collect();
        follow(group, self.known, &mut hidden);
        hidden
    }

    /// Returns the verdict on a group whose audit is done, by place in the group.
    fn decided(&self, group: &Group, primary: &BTreeSet<usize>, order: &[usize], audit: &Audit) -> Decided {
        let hidden = &audit.hidden;
        // Published after everything else, what would let something be worked out is hidden by elimination.
        let (last, first): (Vec<usize>, Vec<usize>) = order.iter().partition(|cell| hidden.contains(cell));
        let mut eliminated = primary.clone();
        eliminated.extend(self.eliminated(group, first.iter().chain(&last)));
        // Where readers were told nothing, and where it is narrowed with everything hidden, only the overlaps they are given here narrow it.
        let (nothing, told) = (BTreeSet::new(), group.cells.iter().any(|cell| self.known.contains(cell)));
        let mut untold = audit.untold(group.cells.iter().copied().collect(), &nothing);
        let by_releases = audit.lost.iter().filter(|demand| told && untold.can_meet(demand));
        let mut given_away = by_releases.map(|demand| cell_of(demand.form[0].0)).collect::<Vec<_>>().into_iter();
        let places =
            |cells: &mut dyn Iterator<Item = usize>| -> BTreeSet<usize> { cells.map(|cell| place(group, cell)).collect() };
        Decided {
            hidden: places(&mut hidden.iter().copied()),
            eliminated: places(&mut eliminated.intersection(hidden).copied()),
            given_away: places(&mut given_away),
        }
    }

    /// Returns what must be hidden beside hidden figures: what goes with them, and what elimination hides.
    fn along(&self, group: &Group, order: &[usize], hidden: &BTreeSet<usize>) -> Vec<usize> {
        let mut all = hidden.clone();
        follow(group, self.known, &mut all);
        let eliminated = self.eliminated(group, order.iter().filter(|cell| !all.contains(cell)));
        all.into_iter().filter(|cell| !hidden.contains(cell)).chain(eliminated).collect()
    }

    /// Returns the figures elimination hides.
    fn eliminated<'c>(&self, group: &Group, order: impl Iterator<Item = &'c usize>) -> Vec<usize> {
        let forms = group.relations.iter().map(|at| &self.relations[*at]);
        let mut equations: Vec<Form> =
            forms.filter(|relation| !matches!(relation.known, Known::AtLeast(_))).map(|relation| relation.form.clone()).collect();
        let known = group.cells.iter().filter(|cell| self.known.contains(cell));
        equations.extend(known.flat_map(|cell| self.numbers.of(*cell)).map(|number| vec![(number, 1)]));
        let targets: Vec<Target> = self.secrets(group).into_iter().map(|form| self.target(form)).collect();
        let (cells, candidates): (Vec<usize>, Vec<Vec<Number>>) = order.map(|cell| (*cell, self.numbers.of(*cell))).unzip();
        let hides = eliminate(&equations, &targets, &candidates);
        cells.into_iter().zip(hides).filter(|(_, hide)| *hide).map(|(cell, _)| cell).collect()
    }

    /// The forms nobody may work out.
    fn secrets(&self, group: &Group) -> Vec<Form> {
        let secret = || group.cells.iter().filter(|cell| self.primary[**cell].is_some());
        let mut forms: Vec<Form> = secret().flat_map(|cell| self.numbers.of(*cell)).map(|number| vec![(number, 1)]).collect();
        let small_group = secret().filter(|cell| self.primary[**cell] == Some(Reason::Base));
        forms.extend(small_group.map(|cell| self.numbers.base(*cell)));
        forms.extend(group.nested.iter().filter(|form| self.is_few(form)).cloned());
        forms
    }

    fn target(&self, form: Form) -> Target {
        Target { is_one: form.len() == 1 && self.numbers.value_of(&form) == 1, form }
    }

    /// The figures that may be published, in the order in which readers need them.
    fn publication_order(&self, group: &Group) -> Vec<usize> {
        let may = |cell: &usize| self.primary[*cell].is_none() && !self.goes_with_place(group, *cell);
        let cells = group.cells.iter().copied().filter(may);
        Order::Many.sorted(self.table, cells.collect(), |cell| self.settings.threshold(self.numbers.indicator(cell)))
    }

    /// The figures that may be hidden, and what that costs.
    fn prices(&self, group: &Group, by: Order) -> Vec<(usize, i64)> {
        let may =
            |cell: &usize| self.primary[*cell].is_none() && !self.known.contains(cell) && !self.goes_with_place(group, *cell);
        let cells = group.cells.iter().copied().filter(may);
        by.priced(self.table, cells.collect(), |cell| self.settings.threshold(self.numbers.indicator(cell)))
    }

    /// What must stay possible of a hidden figure.
    fn demands(&self, group: &Group, cell: usize) -> Vec<Demand> {
        let primary = self.primary[cell];
        let numbers = self.numbers.of(cell);
        let counts = |number: &&Number| self.numbers.is_count(**number);
        let is_open = |number: &&Number| !self.numbers.is_in_no_district(**number);
        let mut demands: Vec<Demand> =
            numbers.iter().filter(counts).filter(is_open).map(|number| self.few_of(cell, *number)).collect();
        let smallest = self.settings.base(self.numbers.indicator(cell)).filter(|_| primary == Some(Reason::Base));
        // How many were asked is told by the answer before, where that is told.
        let is_told = self.numbers.indicator(cell).is_asked_of_some();
        if let Some(smallest) = smallest.filter(|_| numbers.contains(&beside(cell)) && !is_told) {
            // More than answered at all nobody can think it is.
            let most = group.told.limits.get(&cell).copied().unwrap_or(i64::MAX);
            demands.push(Demand { form: self.numbers.base(cell), limit: Limit::Reaches((smallest - 1).min(most)) });
        }
        if primary == Some(Reason::GroupDisclosure) {
            demands.extend(self.others_than(cell));
        }
        if primary == Some(Reason::Dominance) {
            let value = self.numbers.value(numerator(cell));
            demands.push(Demand { form: vec![(numerator(cell), 1)], limit: Limit::Wide(value / 2, value + value / 2) });
        }
        demands
    }

    /// Of a kind everybody is in, more than a few must possibly be in another: where all other kinds are shown to be nobody, the kind is
    /// told of everybody however many they are.
    fn others_than(&self, cell: usize) -> Option<Demand> {
        let whole = Coordinate { category: None, ..self.table.cells[cell].0.clone() };
        let whole = self.table.cells.binary_search_by(|(other, _)| other.cmp(&whole)).ok();
        let whole = whole.filter(|whole| *whole != cell && self.numbers.unit(cell) != Unit::Share)?;
        let form = vec![(numerator(cell), -1), (numerator(whole), 1)];
        Some(Demand { form, limit: Limit::Reaches(self.settings.coalition + 1) })
    }

    /// A figure without a group around it, and the side of a share that harms, may be plainly nobody ([`primary`]).
    fn few_of(&self, cell: usize, number: Number) -> Demand {
        let indicator = self.numbers.indicator(cell);
        let harmless = match (indicator.unit(), number == beside(cell)) {
            (Unit::Share, false) => indicator.retning == Direction::HighIsBad,
            (Unit::Share, true) => indicator.retning == Direction::HighIsGood,
            _ => true,
        };
        let demand = self.few(vec![(number, 1)]);
        match demand.limit {
            Limit::Few(top) if harmless => Demand { limit: Limit::FewOrNobody(top), ..demand },
            _ => demand,
        }
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
}

/// Where a figure stands in its group.
fn place(group: &Group, cell: usize) -> usize {
    group.cells.binary_search(&cell).expect("a group decides its own figures")
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
