//! Everything the tables of some releases tell, as one system of unknown counts.

use super::finding::What;
use super::package::{Adds, Column, Kind, Link, Sum};
use super::release::{Release, Table};
use super::renewed::{self, renewed};
use super::table::{Place, Row};
use crate::solver::{Form, Reach, System};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A number that is known but for some unknowns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) form: Form,
    pub(super) constant: i64,
}

impl Amount {
    fn known(constant: i64) -> Self {
        Self { form: Form::new(), constant }
    }

    fn unknown(system: &mut System) -> Self {
        Self { form: vec![(system.unknown(None), 1)], constant: 0 }
    }

    fn of(value: Option<i64>, system: &mut System) -> Self {
        value.map_or_else(|| Self::unknown(system), Self::known)
    }

    /// Adds another amount so many times.
    fn add(&mut self, other: &Self, times: i64) {
        self.form.extend(other.form.iter().map(|(unknown, each)| (*unknown, each * times)));
        self.constant += other.constant * times;
    }

    pub(super) fn plus(mut self, other: &Self, times: i64) -> Self {
        self.add(other, times);
        self
    }
}

/// Which of what tables tell of each other is taken for true.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    /// All.
    All,
    /// All that fit each other: answers can belie one, and what is printed then shows that not all are true.
    Fitting,
    /// But for answers: who left one question out and answered the other is in the part and not in the whole.
    Sure,
}

/// Whether a link is one of what the same people answered to several questions.
fn is_of_answers(table: &Table, link: &Link) -> bool {
    table.structure.rest && matches!(link.kind, Kind::PartOf | Kind::AnyOf | Kind::NoneOf)
}

/// k and n as printed.
type Numbers = (Option<i64>, Option<i64>);

/// A figure, and the release it is known from where releases tell different numbers of it; 0 where they all tell the same.
pub(super) type Key = (Place, usize);

/// What is known of one figure.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) k: Amount,
    pub(super) n: Option<Amount>,
    /// n less k, where the numerator is a part of it.
    pub(super) rest: Option<Amount>,
    /// Whether a release keeps it from the reader.
    pub(super) hidden: bool,
    /// Whether it does so to protect somebody, or shows it.
    pub(super) guarded: bool,
    /// The release and table it stands in first.
    pub(super) stands: (usize, usize),
}

/// The system, and the figures in it.
pub(super) struct Knowledge<'a> {
    pub(super) releases: &'a [&'a Release],
    pub(super) system: System,
    pub(super) cells: BTreeMap<Key, Cell>,
    /// What releases may have counted anew.
    renewed: BTreeSet<renewed::Group>,
    /// What a figure leaves of the one it is a part of, those who are in the larger one alone; and how often somebody is in one more
    /// part of a year.
    pub(super) apart: Vec<(Key, What, Amount)>,
    /// Statements of known numbers alone that do not hold: what stands for a relation no reader could use.
    pub(super) broken: BTreeSet<Place>,
    /// Whether a statement is only believed where it fits the others.
    doubts: bool,
}

impl<'a> Knowledge<'a> {
    /// Returns what the releases tell together; `links` also what tables tell of each other. What was counted anew, as far as it
    /// `reaches`, is not held to earlier releases.
    pub(super) fn of(releases: &'a [&'a Release], links: Links, reaches: renewed::Reach) -> Self {
        let mut all = Self {
            releases,
            system: System::default(),
            cells: BTreeMap::new(),
            renewed: renewed(releases, reaches),
            apart: Vec::new(),
            broken: BTreeSet::new(),
            doubts: false,
        };
        let told = told(releases);
        for (number, release) in releases.iter().enumerate() {
            release.tables.iter().enumerate().for_each(|(at, table)| all.read((number, at), table, &told));
        }
        for (number, release) in releases.iter().enumerate() {
            for table in &release.tables {
                table.structure.sums.iter().for_each(|sum| all.sum(number, table, sum));
            }
        }
        for (number, release) in releases.iter().enumerate() {
            for (table, link) in release.tables.iter().flat_map(|table| table.structure.links.iter().map(move |l| (table, l))) {
                let of_answers = is_of_answers(table, link);
                all.doubts = of_answers && links == Links::Fitting;
                if !(of_answers && links == Links::Sure) {
                    all.link(number, release, table, link);
                }
            }
        }
        all.doubts = links == Links::Fitting;
        all.same_numbers();
        all
    }

    fn key(&self, release: usize, place: &Place) -> Key {
        let group = (place.get("indikator").to_owned(), place.get("periode").to_owned());
        (place.clone(), if self.renewed.contains(&group) { release + 1 } else { 0 })
    }

    fn cell(&self, release: usize, place: &Place) -> Option<&Cell> {
        self.cells.get(&self.key(release, place))
    }

    fn read(&mut self, (release, at): (usize, usize), table: &Table, told: &BTreeMap<&Place, Numbers>) {
        for row in table.rows.iter().filter(|row| row.exists()) {
            let key = self.key(release, &row.place);
            // What readers of fewer have been shown is no secret to them, whatever the edition for everybody hides.
            let apart = |cell: &Cell| self.releases[cell.stands.0].confidential && !self.releases[release].confidential;
            if self.cells.get(&key).is_some_and(apart) {
                continue;
            }
            if let Some(cell) = self.cells.get_mut(&key) {
                cell.hidden |= row.hidden();
                cell.guarded &= row.guarded() || !row.hidden();
                let cell = cell.clone();
                self.printed(&cell, row);
                continue;
            }
            let numbers = if key.1 > 0 { (row.k, row.n) } else { told.get(&row.place).copied().unwrap_or_default() };
            let cell = self.figure(table, row, numbers, (release, at));
            self.cells.insert(key, cell);
        }
    }

    fn figure(&mut self, table: &Table, row: &Row, (k, n): Numbers, stands: (usize, usize)) -> Cell {
        let system = &mut self.system;
        let is_mean = table.structure.guarded == Column::Naevner;
        let rest = k.zip(n).map(|(k, n)| n - k);
        let k = if is_mean { Amount::default() } else { Amount::of(k, system) };
        let (n, rest) = if table.structure.rest {
            let rest = Amount::of(rest, system);
            if let (Some(n), false) = (n, k.form.is_empty()) {
                system.equal(&[k.form.clone(), rest.form.clone()].concat(), n);
            }
            (Some(k.clone().plus(&rest, 1)), Some(rest))
        } else {
            (Some(Amount::of(n, system)), None)
        };
        let cell = Cell { k, n, rest, hidden: row.hidden(), guarded: row.guarded() || !row.hidden(), stands };
        self.printed(&cell, row);
        cell
    }

    /// What a printed share or rate tells of a k or an n that is not printed: half of its last digit to either side.
    fn printed(&mut self, cell: &Cell, row: &Row) {
        let Some(value) = row.value else { return };
        let per = match row.unit.as_str() {
            "procent" => 100,
            "pr. 1.000" => 1000,
            _ => return,
        };
        let Some(n) = &cell.n else { return };
        let times = 2 * per * 10_i64.pow(value.decimals);
        let scaled = Amount::default().plus(&cell.k, times);
        self.holds(&scaled.clone().plus(n, -(2 * value.digits - 1)), 0, i64::MAX, &row.place);
        self.holds(&scaled.plus(n, -(2 * value.digits + 1)), i64::MIN, -1, &row.place);
    }

    /// Adds that an amount lies between two numbers.
    pub(super) fn holds(&mut self, amount: &Amount, low: i64, high: i64, place: &Place) {
        let less = |end: i64| if [i64::MIN, i64::MAX].contains(&end) { end } else { end - amount.constant };
        if !amount.form.is_empty() {
            let is_end = |end: i64| [i64::MIN, i64::MAX].contains(&end);
            let fits = || {
                (is_end(low) || self.system.at_least(&amount.form, less(low)) != Reach::Nowhere)
                    && (is_end(high) || self.system.at_most(&amount.form, less(high)) != Reach::Nowhere)
            };
            if !self.doubts || low == i64::MIN || fits() {
                self.system.between(&amount.form, less(low), less(high));
            }
        } else if !self.doubts && !(low..=high).contains(&amount.constant) {
            self.broken.insert(place.clone());
        }
    }

    fn sum(&mut self, release: usize, table: &Table, sum: &Sum) {
        let wholes = table.rows.iter().filter(|row| row.exists() && row.place.get(&sum.column) == sum.whole);
        for whole in wholes.map(|row| &row.place) {
            let keys = sum.parts.iter().map(|part| self.key(release, &whole.with(&sum.column, part)));
            let parts: Vec<Cell> = keys.filter_map(|key| self.cells.get(&key).cloned()).collect();
            let Some(of) = self.cell(release, whole).cloned().filter(|_| !parts.is_empty()) else { continue };
            if let Some(adds) = sum.numerator {
                let counts: Vec<&Amount> = parts.iter().map(|part| &part.k).collect();
                self.adds(adds, &of.k, &counts, whole);
                if sum.column == "periode" && parts.len() == sum.parts.len() {
                    let again = counts.iter().fold(Amount::default().plus(&of.k, -1), |again, part| again.plus(part, 1));
                    self.apart.push((self.key(release, whole), What::Again, again));
                }
            }
            if let (Some(adds), Some(n)) = (sum.denominator, &of.n) {
                let parts: Vec<&Amount> = parts.iter().filter_map(|part| part.n.as_ref()).collect();
                self.adds(adds, n, &parts, whole);
            }
            if let (Some(Adds::Overlap), Some(rest)) = (sum.numerator.filter(|a| Some(*a) == sum.denominator), &of.rest) {
                let parts: Vec<&Amount> = parts.iter().filter_map(|part| part.rest.as_ref()).collect();
                self.adds(Adds::Overlap, rest, &parts, whole);
            }
        }
    }

    fn adds(&mut self, adds: Adds, whole: &Amount, parts: &[&Amount], place: &Place) {
        let rest = parts.iter().fold(whole.clone(), |rest, part| rest.plus(part, -1));
        match adds {
            Adds::Lig => self.holds(&rest, 0, 0, place),
            Adds::Delvis => self.holds(&rest, 0, i64::MAX, place),
            Adds::Overlap => {
                self.holds(&rest, i64::MIN, 0, place);
                parts.iter().for_each(|part| self.holds(&whole.clone().plus(part, -1), 0, i64::MAX, place));
            }
        }
    }

    fn link(&mut self, release: usize, home: &Release, table: &Table, link: &Link) {
        let others = home.tables.iter().filter(|other| link.tables.contains(&other.name));
        let ids: Vec<&str> = others.filter_map(|other| Some(other.rows.first()?.place.get("indikator"))).collect();
        let mut told = Vec::new();
        for place in table.rows.iter().filter(|row| row.exists()).map(|row| &row.place) {
            let of_kind = |at: Place| match link.categories.as_slice() {
                [] => vec![at],
                kinds => kinds.iter().map(|kind| at.with("kategori", kind)).collect(),
            };
            let places = ids.iter().flat_map(|id| of_kind(place.with("indikator", id)));
            let cells: Vec<Cell> = places.filter_map(|at| self.cell(release, &at).cloned()).collect();
            let by_some = matches!(link.kind, Kind::CategoriesOf | Kind::AnyOf | Kind::NoneOf) && !cells.is_empty();
            let tells = cells.len() == link.tables.len() || by_some;
            if let (Some(own), true) = (self.cell(release, place).cloned(), tells) {
                told.push((own, cells, place));
            }
        }
        for (own, others, place) in told.iter().filter(|(own, others, _)| !is_belied(own, others, link.kind)) {
            self.linked(link, own, others, place);
            if matches!(link.kind, Kind::AboveLimit | Kind::BelowLimit) {
                self.beside_mean(own, home, link, place);
            }
            if let (Kind::BothHalves, Some(both)) = (link.kind, self.in_both_halves(release, home, link, place)) {
                let within = own.k.clone().plus(&both, -1);
                self.holds(&within, 0, i64::MAX, place);
                self.apart.push((self.key(release, place), What::Within, within));
            }
            if let (Kind::PartOf, Some(whole)) = (link.kind, others.first()) {
                self.apart.push((self.key(release, place), What::Apart, whole.k.clone().plus(&own.k, -1)));
            }
        }
    }

    /// A mean that is printed above a limit was above it before it was rounded, so somebody is; below it, somebody is not.
    fn beside_mean(&mut self, own: &Cell, home: &Release, link: &Link, place: &Place) {
        let means = home.tables.iter().filter(|other| link.tables.contains(&other.name)).flat_map(|table| &table.rows);
        let here = |row: &&Row| row.place.with("indikator", place.get("indikator")) == *place;
        let printed = means.filter(here).find_map(|row| row.value).zip(link.percent);
        let side = printed.map(|(mean, percent)| mean.digits.cmp(&(percent * 10_i64.pow(mean.decimals))));
        match (link.kind, side) {
            (Kind::AboveLimit, Some(Ordering::Greater)) => self.holds(&own.k, 1, i64::MAX, place),
            (Kind::BelowLimit, Some(Ordering::Less)) => {
                let rest = own.rest.iter();
                rest.for_each(|rest| self.holds(rest, 1, i64::MAX, place));
            }
            _ => {}
        }
    }

    /// Returns how many are in both halves of a year.
    fn in_both_halves(&self, release: usize, home: &Release, link: &Link, place: &Place) -> Option<Amount> {
        let table = home.tables.iter().find(|table| link.tables.contains(&table.name))?;
        let place = place.with("indikator", table.indicator()?);
        let of_year = |sum: &&Sum| sum.column == "periode" && sum.whole == place.get("periode");
        let is_halves = |sum: &&Sum| sum.parts.iter().all(|part| part.contains("halvår"));
        let halves = table.structure.sums.iter().filter(of_year).find(is_halves)?;
        let mut both = Amount::default().plus(&self.cell(release, &place)?.k, -1);
        for half in &halves.parts {
            both.add(&self.cell(release, &place.with("periode", half))?.k, 1);
        }
        Some(both)
    }

    fn linked(&mut self, link: &Link, own: &Cell, others: &[Cell], place: &Place) {
        let kind = link.kind;
        let all: Vec<&Amount> = others.iter().map(|other| &other.k).collect();
        let sum = all.iter().fold(Amount::default(), |sum, k| sum.plus(k, 1));
        let inside = |one: &Amount, other: &Amount| other.clone().plus(one, -1);
        match kind {
            Kind::PartOf => self.holds(&inside(&own.k, &sum), 0, i64::MAX, place),
            Kind::SumOf | Kind::SameAs => self.holds(&inside(&own.k, &sum), 0, 0, place),
            Kind::CategoriesOf => self.adds(Adds::Overlap, &own.k, &all, place),
            Kind::BaseIs => {
                if let Some(n) = &own.n {
                    self.holds(&inside(n, &sum), 0, 0, place);
                }
            }
            Kind::BaseWithin | Kind::BaseBeside => {
                let rest = others.first().and_then(|other| other.rest.clone());
                let asked = if kind == Kind::BaseBeside { rest } else { Some(sum) };
                if let Some((n, asked)) = own.n.as_ref().zip(asked) {
                    self.holds(&inside(n, &asked), 0, i64::MAX, place);
                }
            }
            Kind::AnyOf => {
                // One that is told together with others elsewhere has no figure here.
                if others.len() == link.tables.len() {
                    self.holds(&inside(&own.k, &sum), 0, i64::MAX, place);
                }
                own.rest.iter().for_each(|none| self.outside_all(none, others, place));
                self.within_all(own, others, place);
            }
            Kind::AtMostMore => {
                if let Some(n) = others.first().and_then(|other| other.n.as_ref()) {
                    self.holds(&inside(&own.k, &sum).plus(n, -1), 0, i64::MAX, place);
                }
            }
            Kind::ReadAgainst | Kind::BothHalves | Kind::AboveLimit | Kind::BelowLimit => {}
            // They may be none of more than these.
            Kind::NoneOf => {
                self.outside_all(&own.k, others, place);
                self.within_all(own, others, place);
            }
        }
    }

    /// Who answered all of some questions answered each.
    fn within_all(&mut self, own: &Cell, others: &[Cell], place: &Place) {
        for (of_all, of_one) in others.iter().filter_map(|other| own.n.as_ref().zip(other.n.as_ref())) {
            self.holds(&of_one.clone().plus(of_all, -1), 0, i64::MAX, place);
        }
    }

    /// Who is in none of some figures is outside each.
    fn outside_all(&mut self, none: &Amount, others: &[Cell], place: &Place) {
        for rest in others.iter().filter_map(|other| other.rest.as_ref()) {
            self.holds(&rest.clone().plus(none, -1), 0, i64::MAX, place);
        }
    }
}

/// Whether what is printed itself shows that not all of a part are in the whole: then no reader can build on it.
fn is_belied(own: &Cell, others: &[Cell], kind: Kind) -> bool {
    let known = |amount: &Amount| amount.form.is_empty().then_some(amount.constant);
    let both = others.first().and_then(|other| known(&own.k).zip(known(&other.k)));
    kind == Kind::PartOf && both.is_some_and(|(part, whole)| part > whole)
}

/// What the releases together print of each figure: k and n.
fn told<'a>(releases: &[&'a Release]) -> BTreeMap<&'a Place, Numbers> {
    let mut told: BTreeMap<&'a Place, Numbers> = BTreeMap::new();
    for row in releases.iter().flat_map(|release| &release.tables).flat_map(|table| &table.rows) {
        let (k, n) = told.entry(&row.place).or_default();
        (*k, *n) = (k.or(row.k), n.or(row.n));
    }
    told
}
