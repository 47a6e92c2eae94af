//! What can be worked out of each hidden number: too little to hide a young person behind, or enough.

use super::finding::{Finding, Known, What};
use super::knowledge::{Amount, Cell, Key, Knowledge, Links};
use super::package::Column;
use super::release::Release;
use super::renewed;
use super::table::Place;
use crate::solver::{Form, Reach, System, Table};
use std::collections::{BTreeMap, BTreeSet};

/// One number a reader must not come near.
struct Guarded {
    key: Key,
    hidden: bool,
    what: What,
    amount: Amount,
    threshold: i64,
    /// Nobody in it would be told openly: the side of a share that harms.
    nobody: bool,
    /// It is too much only where it is certain that there are some, and few.
    certainly_few: bool,
}

/// More young people than any municipality has.
const FAR: i64 = 500_000;

/// What the search has shown of a number so far.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// The smallest and the largest value of the tables found.
    ends: Option<(i64, i64)>,
}

impl Seen {
    fn meets(&mut self, value: i64) {
        let (least, most) = self.ends.unwrap_or((value, value));
        self.ends = Some((least.min(value), most.max(value)));
    }
}

/// Returns how many hidden figures there are, and what can be worked out of them.
pub(super) fn hidden(releases: &[&Release]) -> (usize, Vec<Finding>) {
    let mut reaches = renewed::Reach::Time;
    let (figures, mut found) = judged(releases, Links::All, reaches);
    let at = |one: &Finding| (one.release.clone(), one.name.clone(), one.cell.clone(), one.what);
    if found.iter().any(|one| one.known == Known::Contradiction) {
        // What was counted anew may reach further than what is shown of it. And what tables tell of each other may be no more than
        // what people answered; without that they must fit.
        reaches = renewed::Reach::Links;
        found = judged(releases, Links::Fitting, reaches).1;
    }
    if !found.is_empty() {
        let sure: BTreeSet<_> = judged(releases, Links::Sure, reaches).1.iter().map(at).collect();
        found.iter_mut().filter(|one| !sure.contains(&at(one))).for_each(|one| one.known = one.known.presumed());
    }
    (figures, found)
}

fn judged(releases: &[&Release], links: Links, reaches: renewed::Reach) -> (usize, Vec<Finding>) {
    let all = Knowledge::of(releases, links, reaches);
    let guarded = guarded(&all);
    let figures = all.cells.values().filter(|cell| cell.hidden).count();
    let search = Search::new(&all.system, &guarded);
    let findings = search.run();
    let mut found: Vec<Finding> = Vec::new();
    for (at, known) in findings {
        let Guarded { key: (place, _), what, .. } = &guarded[at];
        found.push(all.finding(&all.cells[&guarded[at].key], place, *what, known));
    }
    found.extend(all.broken.iter().map(|place| {
        let cell = all.cells.iter().find(|((at, _), _)| at == place).map(|(_, cell)| cell);
        cell.map_or_else(
            || Finding::plain(place, Known::Contradiction),
            |cell| all.finding(cell, place, What::Taeller, Known::Contradiction),
        )
    }));
    (figures, found)
}

fn guarded(all: &Knowledge) -> Vec<Guarded> {
    let mut guarded = Vec::new();
    for (key, cell) in all.cells.iter().filter(|(_, cell)| cell.guarded) {
        let structure = &all.releases[cell.stands.0].tables[cell.stands.1].structure;
        let Some(threshold) = structure.threshold else { continue };
        let numbers: Vec<(What, Option<&Amount>)> = match structure.guarded {
            Column::Taeller => vec![(What::Taeller, Some(&cell.k)), (What::Rest, cell.rest.as_ref())],
            Column::Naevner => vec![(What::Naevner, cell.n.as_ref())],
        };
        // Of nobody who was asked, nobody answered.
        if !cell.hidden && cell.n.as_ref().is_some_and(|n| n.form.is_empty() && n.constant == 0) {
            continue;
        }
        let held = |what: What| match what {
            What::Taeller => structure.nobody,
            What::Rest => structure.everybody,
            What::Naevner | What::Apart | What::Again | What::Within => None,
        };
        let zero = |what: What| held(what) == Some(true);
        let told_too =
            |what: What, amount: &Amount| (1..threshold).contains(&amount.constant) || zero(what) && amount.constant == 0;
        for (what, amount) in numbers.into_iter().filter_map(|(what, amount)| Some((what, amount?))) {
            // A number that is shown may not be one of a few.
            if !cell.hidden && amount.form.is_empty() && !told_too(what, amount) {
                continue;
            }
            let nobody = held(what) == Some(false);
            guarded.push(Guarded {
                key: key.clone(),
                hidden: cell.hidden,
                what,
                amount: amount.clone(),
                threshold,
                nobody,
                certainly_few: false,
            });
        }
    }
    guarded.extend(apart(all));
    guarded
}

/// Whoever is in the larger of two figures alone is told of by both, and whoever is in two parts of a year by these.
fn apart(all: &Knowledge) -> Vec<Guarded> {
    let one = |(key, what, amount): &(Key, What, Amount)| {
        let cell = all.cells.get(key)?;
        let threshold = all.releases[cell.stands.0].tables[cell.stands.1].structure.threshold?;
        let hidden = !amount.form.is_empty();
        let told = hidden || (1..threshold).contains(&amount.constant);
        let (key, amount) = (key.clone(), amount.clone());
        told.then_some(Guarded { key, hidden, what: *what, amount, threshold, nobody: false, certainly_few: true })
    };
    all.apart.iter().filter_map(one).collect()
}

impl Knowledge<'_> {
    fn finding(&self, cell: &Cell, place: &Place, what: What, known: Known) -> Finding {
        let release = &self.releases[cell.stands.0];
        let table = &release.tables[cell.stands.1];
        Finding {
            release: release.name.clone(),
            table: table.title.clone(),
            name: table.name.clone(),
            cell: place.words(),
            what,
            known,
        }
    }
}

/// The search: every table it finds tells of all the numbers in it.
struct Search<'a> {
    system: &'a System,
    /// The same for somebody who knows what ties most together: what can be there can be.
    apart: Option<System>,
    guarded: &'a [Guarded],
    /// For each unknown the numbers it stands in.
    stands_in: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Search<'a> {
    fn new(system: &'a System, guarded: &'a [Guarded]) -> Self {
        let mut stands_in: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, number) in guarded.iter().enumerate() {
            number.amount.form.iter().for_each(|(unknown, _)| stands_in.entry(*unknown).or_default().push(at));
        }
        Self { system, apart: fallen_apart(system), guarded, stands_in }
    }

    fn run(&self) -> Vec<(usize, Known)> {
        let mut seen = vec![Seen::default(); self.guarded.len()];
        let judged = (0..self.guarded.len()).map(|at| (at, self.judge(at, &mut seen)));
        let told = judged.filter_map(|(at, known)| Some((at, known?)));
        told.filter(|(at, known)| !(self.guarded[*at].nobody && *known == Known::Exact(0))).collect()
    }

    /// Returns what can be worked out of a number, where that is too much.
    fn judge(&self, at: usize, seen: &mut [Seen]) -> Option<Known> {
        let Guarded { amount, threshold, .. } = &self.guarded[at];
        if amount.form.is_empty() {
            let known = if self.guarded[at].hidden { Known::Exact } else { Known::Few };
            return Some(known(amount.constant));
        }
        if self.guarded[at].certainly_few {
            return self.certainly_few(amount, *threshold, at, seen);
        }
        let wide = |seen: &Seen| seen.ends.is_some_and(|(least, most)| least <= 0 && most >= threshold - 1);
        if wide(&seen[at]) {
            return None;
        }
        let high = self.reaches(&amount.form, threshold - 1 - amount.constant, true, seen);
        if high == Answer::No && self.reaches(&amount.form, 0, true, &mut []) == Answer::No {
            return Some(Known::Contradiction);
        }
        let low = if wide(&seen[at]) { Answer::Yes } else { self.reaches(&amount.form, -amount.constant, false, seen) };
        match (low, high) {
            (Answer::Yes, Answer::Yes) => None,
            (_, Answer::No) => Some(self.bounds(amount)),
            (Answer::No, _) => self.of_some(amount, *threshold, seen[at]),
            _ => Some(Known::Undecided),
        }
    }

    /// Some, and few: a larger number may lie between the same ends as a smaller one.
    fn certainly_few(&self, amount: &Amount, threshold: i64, at: usize, seen: &mut [Seen]) -> Option<Known> {
        if seen[at].ends.is_some_and(|(least, most)| least < 1 || most >= threshold) {
            return None;
        }
        let nobody = self.reaches(&amount.form, -amount.constant, false, seen);
        if nobody == Answer::Yes {
            return None;
        }
        match (nobody, self.reaches(&amount.form, threshold - amount.constant, true, seen)) {
            (_, Answer::Yes) => None,
            (Answer::No, Answer::No) => Some(self.bounds(amount)),
            _ => Some(Known::Undecided),
        }
    }

    /// There is somebody in it. That is too much where the number can be small, or where it is one number alone.
    fn of_some(&self, amount: &Amount, threshold: i64, seen: Seen) -> Option<Known> {
        match self.reaches(&amount.form, threshold - 1 - amount.constant, false, &mut []) {
            Answer::Yes => return Some(self.bounds(amount)),
            Answer::Unknown => return Some(Known::Undecided),
            Answer::No => {}
        }
        match seen.ends {
            Some((least, most)) if least < most => None,
            Some((value, _)) => {
                let more = self.reaches(&amount.form, value + 1 - amount.constant, true, &mut []);
                let less = self.reaches(&amount.form, value - 1 - amount.constant, false, &mut []);
                (more != Answer::Yes && less != Answer::Yes).then_some(Known::Exact(value))
            }
            None => Some(Known::Undecided),
        }
    }

    fn bounds(&self, amount: &Amount) -> Known {
        let bounds = self.system.bounds(&amount.form);
        let end = |end: Option<i64>| end.map(|end| end + amount.constant);
        // As far as the solver looks is no end.
        match (end(bounds.least), end(bounds.most).filter(|most| *most < FAR)) {
            (Some(least), Some(most)) if least == most => Known::Exact(least),
            (least, most) => Known::Between(least, most),
        }
    }

    /// Asks whether a form can be so much (or so little), and notes what the table that shows it tells of every other number.
    fn reaches(&self, form: &Form, value: i64, up: bool, seen: &mut [Seen]) -> Answer {
        let ask = |system: &System| if up { system.at_least(form, value) } else { system.at_most(form, value) };
        let apart = self.apart.as_ref().map(ask).filter(|reach| matches!(reach, Reach::At(_)));
        match apart.unwrap_or_else(|| ask(self.system)) {
            Reach::At(table) => {
                if !seen.is_empty() {
                    self.note(&table, seen);
                }
                Answer::Yes
            }
            Reach::Nowhere => Answer::No,
            Reach::Unknown => Answer::Unknown,
        }
    }

    fn note(&self, table: &Table, seen: &mut [Seen]) {
        for at in table.keys().filter_map(|unknown| self.stands_in.get(unknown)).flatten() {
            let amount = &self.guarded[*at].amount;
            let values: Option<i64> = amount.form.iter().map(|(unknown, times)| Some(table.get(unknown)? * times)).sum();
            if let Some(value) = values {
                seen[*at].meets(value + amount.constant);
            }
        }
    }
}

/// An unknown in so many rows ties much together: how many answered, which bounds every question.
const MANY_ROWS: usize = 16;

/// How large such unknowns are tried to be: the larger they are, the more room they leave.
const ROOM: [i64; 5] = [50, 20, 10, 5, 1];

/// Returns the system of somebody who knows the unknowns that tie most together; `None` where there are none.
fn fallen_apart(system: &System) -> Option<System> {
    let ties = system.standing_in(MANY_ROWS);
    let mut values = Table::new();
    for tie in &ties {
        if !values.contains_key(tie) {
            values.extend(with_room(system, *tie, &ties).unwrap_or_default());
        }
    }
    values.retain(|unknown, _| ties.contains(unknown));
    (!values.is_empty()).then(|| system.knowing(&values))
}

/// Returns a table in which all that tie one part of a system together are as large as can be.
fn with_room(system: &System, tie: usize, ties: &[usize]) -> Option<Table> {
    let here: Vec<usize> = ties.iter().copied().filter(|other| system.hang_together(tie, &[*other])).collect();
    let table = |room: i64| {
        let mut roomy = system.clone();
        here.iter().for_each(|tie| roomy.between(&[(*tie, 1)], room, i64::MAX));
        match roomy.at_least(&[(tie, 1)], room) {
            Reach::At(table) => Some(table),
            _ => None,
        }
    };
    ROOM.into_iter().find_map(table)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Unknown,
}
