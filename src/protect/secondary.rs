//! Complementary hiding: no hidden figure may be found by subtracting shown ones.
//!
//! Every figure with a dimension left open is the sum of the figures with that dimension filled (whole = districts and
//! `uoplyst`; both sexes = boys and girls; year = half-years; …). What is hidden in such a sum may be told only if it could be
//! published as one figure of its own. Figures of linked indicators are held together in the same way.

use super::linked::{self, Overlap};
use super::primary;
use crate::model::counts::{Coordinate, CountTable, Exact, HiddenPart};
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Unit};
use crate::model::period::Period;
use crate::model::project::Protection;
use crate::model::release::{CellStatus, Reason};
use std::collections::BTreeMap;

type Statuses = BTreeMap<Coordinate, CellStatus>;

/// One sum: the whole and its parts, as positions in the table.
pub(super) struct Sum {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
}

/// Returns the statuses with further figures hidden until no sum gives a hidden one away.
pub(super) fn apply(table: &CountTable, statuses: Statuses, settings: Protection) -> Statuses {
    let mut sums = sums(table);
    sums.extend(linked::sums(table));
    sums.extend(linked::declared_sums(table));
    let mut followers = linked::followers(table);
    followers.extend(linked::differences(table));
    let overlaps = linked::overlaps(table);
    let mut hiding = Hiding { table, settings, hidden: Vec::new() };
    hiding.hidden = table.cells.iter().map(|(at, exact)| hiding.reason(&statuses, at, *exact)).collect();
    while sums.iter().any(|sum| hiding.close(sum))
        || followers.iter().any(|pair| hiding.follow(*pair))
        || overlaps.iter().any(|overlap| hiding.separate(overlap))
    {}
    hiding.merge(statuses)
}

/// What is hidden so far, by position in the table.
struct Hiding<'a> {
    table: &'a CountTable,
    settings: Protection,
    hidden: Vec<Option<Reason>>,
}

impl Hiding<'_> {
    /// Why a figure must not be found. A rate whose inhabitants alone the source has hidden keeps its own k no secret: it is
    /// held to the other rules, by the inhabitants it gave.
    fn reason(&self, statuses: &Statuses, at: &Coordinate, exact: Exact) -> Option<Reason> {
        match statuses.get(at) {
            Some(CellStatus::Suppressed(Reason::BySource)) if exact.by_source == Some(HiddenPart::Denominator) => {
                let alone = Exact { by_source: None, ..exact };
                primary::reason(self.indicator_of(at), alone, self.settings)
            }
            Some(CellStatus::Suppressed(reason)) => Some(*reason),
            _ => None,
        }
    }

    /// Hides one more figure of the sum if the sum would give a hidden one away; tells whether it did.
    fn close(&mut self, sum: &Sum) -> bool {
        let (out, shown): (Vec<usize>, Vec<usize>) = sum.parts.iter().partition(|part| self.hidden[**part].is_some());
        let whole_shown = self.hidden[sum.whole].is_none();
        // A hidden whole is safe only while a part is hidden too; shown parts alone would add up to it. What the source has
        // hidden of a whole with no hidden part stands in none of these parts, so they tell nothing of it.
        let by_source = self.hidden[sum.whole] == Some(Reason::BySource);
        let safe = if whole_shown { out.is_empty() || self.may_be_told(sum, &out, &shown) } else { by_source || !out.is_empty() };
        if safe {
            return false;
        }
        match self.candidate(&shown) {
            Some(next) => self.hidden[next] = Some(Reason::Secondary),
            None if whole_shown => self.hidden[sum.whole] = Some(Reason::Secondary),
            None => return false,
        }
        true
    }

    /// Hides a figure that repeats a number of a hidden one.
    fn follow(&mut self, (leader, follower): (usize, usize)) -> bool {
        let tells = self.hidden[leader].is_some() && self.hidden[follower].is_none();
        if tells {
            self.hidden[follower] = Some(Reason::Secondary);
        }
        tells
    }

    /// Hides one more figure where a whole less a part of it leaves a few persons, or where a whole less its shown parts tells
    /// that there is somebody in a hidden one; tells whether it did.
    fn separate(&mut self, overlap: &Overlap) -> bool {
        let exact = |at: usize| self.table.cells[at].1;
        let whole = exact(overlap.whole);
        let inside = if overlap.outside { whole.denominator.map(|n| n - whole.numerator) } else { Some(whole.numerator) };
        let Some(inside) = inside.filter(|_| self.hidden[overlap.whole].is_none()) else { return false };
        let (out, shown): (Vec<usize>, Vec<usize>) = overlap.parts.iter().partition(|part| self.hidden[**part].is_some());
        let few = |rest: i64| (1..self.settings.threshold).contains(&rest);
        let left = inside - shown.iter().map(|part| exact(*part).numerator).sum::<i64>();
        let tells = overlap.covers && !out.is_empty() && left > 0 && (out.len() == 1 || few(left));
        let next = shown.into_iter().find(|part| few(inside - exact(*part).numerator));
        match next.or_else(|| tells.then_some(overlap.whole)) {
            Some(next) => self.hidden[next] = Some(Reason::Secondary),
            None => return false,
        }
        true
    }

    /// The hidden parts together are what subtraction tells: at least two, and publishable as one figure by the primary rules.
    /// Where parts overlap (one case with two young people), the difference a reader sees may be smaller than the parts.
    fn may_be_told(&self, sum: &Sum, out: &[usize], shown: &[usize]) -> bool {
        let cell = |at: &usize| self.table.cells[*at].1;
        let Some(first) = out.first() else { return true };
        let indicator = self.indicator(*first);
        let union = if out.iter().any(|at| cell(at).by_source == Some(HiddenPart::Numerator)) {
            // What is hidden by the source is known to nobody here: the difference is all there is to judge.
            shown.iter().map(cell).fold(cell(&sum.whole), without)
        } else {
            out.iter().map(cell).reduce(together).expect("at least one part is hidden")
        };
        let difference = cell(&sum.whole).numerator - shown.iter().map(|at| cell(at).numerator).sum::<i64>();
        let small_difference =
            !matches!(indicator.unit(), Unit::Mean | Unit::Points) && (1..self.settings.threshold).contains(&difference);
        out.len() > 1 && !small_difference && primary::reason(indicator, union, self.settings).is_none()
    }

    fn indicator(&self, at: usize) -> &Indicator {
        self.indicator_of(&self.table.cells[at].0)
    }

    fn indicator_of(&self, at: &Coordinate) -> &Indicator {
        let found = self.table.indicators.iter().find(|i| i.id == at.indicator);
        found.expect("every count belongs to an indicator of its table")
    }

    /// The smallest figure with somebody in it costs least; a zero hides nobody, so it comes last. Ties go by coordinate.
    fn candidate(&self, shown: &[usize]) -> Option<usize> {
        let behind = |at: &usize| self.table.cells[*at].1.behind;
        shown.iter().copied().min_by_key(|at| (behind(at) == 0, behind(at), *at))
    }

    /// Figures of what is not stated are judged with the others and never printed.
    fn merge(self, mut statuses: Statuses) -> Statuses {
        for ((at, _), reason) in self.table.cells.iter().zip(&self.hidden) {
            if at.is_unstated() {
                statuses.remove(at);
            } else if let Some(reason) = reason.filter(|_| statuses.get(at) != Some(&CellStatus::Suppressed(Reason::BySource))) {
                statuses.insert(at.clone(), CellStatus::Suppressed(reason));
            }
        }
        statuses
    }
}

fn together(a: Exact, b: Exact) -> Exact {
    let sum = |x: Option<i64>, y: Option<i64>| x.zip(y).map(|(x, y)| x + y);
    Exact {
        numerator: a.numerator + b.numerator,
        denominator: sum(a.denominator, b.denominator),
        behind: a.behind + b.behind,
        complement: sum(a.complement, b.complement),
        largest: a.largest.max(b.largest),
        upper: (a.upper.is_some() || b.upper.is_some()).then(|| a.upper.unwrap_or(a.numerator) + b.upper.unwrap_or(b.numerator)),
        by_source: None,
    }
}

fn without(a: Exact, b: Exact) -> Exact {
    let less = |x: Option<i64>, y: Option<i64>| x.zip(y).map(|(x, y)| x - y);
    Exact {
        numerator: a.numerator - b.numerator,
        denominator: less(a.denominator, b.denominator),
        behind: a.behind - b.behind,
        complement: less(a.complement, b.complement),
        upper: a.upper.map(|upper| upper - b.upper.unwrap_or(b.numerator)),
        ..a
    }
}

/// Finds every sum whose whole is in the table. Persons and shared cases do not quite add up over districts, kinds or parts of
/// a year; they are held to the rule as if they did, and the difference a reader can form is held to it as well.
fn sums(table: &CountTable) -> Vec<Sum> {
    let place: BTreeMap<&Coordinate, usize> = table.cells.iter().enumerate().map(|(at, (c, _))| (c, at)).collect();
    let mut parts: BTreeMap<(usize, u8), Vec<usize>> = BTreeMap::new();
    for (at, (coordinate, _)) in table.cells.iter().enumerate() {
        for (dimension, whole) in wholes(coordinate) {
            if let Some(whole) = place.get(&whole) {
                parts.entry((*whole, dimension)).or_default().push(at);
            }
        }
    }
    parts.into_iter().map(|((whole, _), parts)| Sum { whole, parts }).collect()
}

/// The figures this one is a part of: one per dimension, with that dimension left open.
fn wholes(at: &Coordinate) -> Vec<(u8, Coordinate)> {
    let mut found = Vec::new();
    if at.area != Area::Municipality {
        found.push((0, at.in_area(Area::Municipality)));
    }
    if at.sex.is_some() {
        found.push((1, Coordinate { sex: None, ..at.clone() }));
    }
    if at.grade.is_some() {
        found.push((2, Coordinate { grade: None, ..at.clone() }));
    }
    if at.age.is_some() {
        found.push((3, Coordinate { age: None, ..at.clone() }));
    }
    if at.category.is_some() {
        found.push((4, Coordinate { category: None, ..at.clone() }));
    }
    found.extend(longer_periods(at.period).into_iter().map(|(number, period)| (number, Coordinate { period, ..at.clone() })));
    found
}

/// The longer periods a part of a year adds up to.
fn longer_periods(period: Period) -> Vec<(u8, Period)> {
    match period {
        Period::HalfYear(year, _) => vec![(5, Period::Year(year))],
        Period::TwoMonths(year, part) => vec![(6, Period::Year(year)), (7, Period::HalfYear(year, (part - 1) / 3 + 1))],
        _ => Vec::new(),
    }
}
