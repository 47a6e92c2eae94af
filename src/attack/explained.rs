//! The numbers a paper may print: those of the open tables, and what is worked out of them openly.

use super::package::{Column, Kind};
use super::release::Release;
use super::table::{PLACE, Place, Printed, Row};
use std::collections::{BTreeMap, BTreeSet};

/// The mark of a row in a page or drawing: FNV-1a (64 bit) of its first eight columns, each ended by `|`.
pub(super) fn mark(place: &Place) -> String {
    let bytes = place.0.iter().flat_map(|column| column.bytes().chain([b'|']));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}

/// A row with its names.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) row: &'a Row,
    pub(super) table: &'a str,
    pub(super) name: &'a str,
    /// The release that is looked at has it; otherwise another one told it, and this one tells it together with others.
    pub(super) is_here: bool,
}

/// What the tables of all releases explain.
pub(super) struct Explained<'a> {
    rows: BTreeMap<String, Named<'a>>,
    counts: BTreeSet<i64>,
    pairs: BTreeSet<(i64, i64)>,
    tenths: BTreeSet<i64>,
}

impl<'a> Explained<'a> {
    /// Returns what the tables explain to readers of the release at `own`; a row that stands in several releases is that one's, else the
    /// last one's.
    pub(super) fn by(releases: &[&'a Release], own: usize) -> Self {
        let mut all = Self { rows: BTreeMap::new(), counts: BTreeSet::new(), pairs: BTreeSet::new(), tenths: BTreeSet::new() };
        let others = releases.iter().enumerate().filter(|(at, _)| *at != own).map(|(_, release)| release);
        let tables = |release: &&'a Release, is_here: bool| release.tables.iter().map(move |table| (table, is_here));
        for (table, is_here) in others.flat_map(|other| tables(other, false)).chain(tables(&releases[own], true)) {
            for row in &table.rows {
                all.rows.insert(mark(&row.place), Named { row, table: &table.title, name: &table.name, is_here });
                all.figure(row);
            }
            let places: BTreeMap<&Place, &Row> = table.rows.iter().map(|row| (&row.place, row)).collect();
            table.rows.iter().for_each(|row| all.rest(row, &places));
            if table.structure.guarded == Column::Naevner || table.structure.threshold.is_some() {
                all.differences(&table.rows);
            }
        }
        releases.iter().for_each(|release| all.gaps(release));
        all
    }

    /// What pupils believe of their peers is read against what they say of themselves: two tables, one place.
    fn gaps(&mut self, release: &Release) {
        for table in &release.tables {
            let against = table.structure.links.iter().filter(|link| link.kind == Kind::ReadAgainst);
            for other in release.tables.iter().filter(|other| against.clone().any(|link| link.tables.contains(&other.name))) {
                let open = |row: &Row| row.place.with("indikator", "");
                let values: BTreeMap<Place, i64> = other.rows.iter().filter_map(|row| Some((open(row), value(row)?))).collect();
                let gap = |row: &Row| Some((value(row)? - values.get(&open(row))?).abs());
                self.tenths.extend(table.rows.iter().filter_map(gap));
            }
        }
    }

    /// Returns the row a mark names.
    pub(super) fn row(&self, mark: &str) -> Option<Named<'a>> {
        self.rows.get(mark).copied()
    }

    /// Returns whether a count of young people is one of the tables'.
    pub(super) fn count(&self, count: i64) -> bool {
        self.counts.contains(&count)
    }

    /// Returns whether "k af n" is a figure of the tables.
    pub(super) fn pair(&self, k: i64, n: i64) -> bool {
        self.pairs.contains(&(k, n))
    }

    /// Returns whether a number with one decimal is a figure of the tables, or the difference of two.
    pub(super) fn decimal(&self, tenths: i64) -> bool {
        self.tenths.contains(&tenths)
    }

    fn figure(&mut self, row: &Row) {
        self.counts.extend([row.k, row.n, row.most].into_iter().flatten());
        self.counts.extend(row.n.zip(row.k).map(|(n, k)| n - k));
        self.pairs.extend(row.k.zip(row.n));
        self.pairs.extend(row.most.zip(row.n));
        self.tenths.extend(tenths(row));
    }

    /// A district is compared with the rest of the municipality; both are shown then.
    fn rest(&mut self, row: &Row, places: &BTreeMap<&Place, &Row>) {
        let whole = places.get(&row.place.with("omraade", "kommune")).filter(|whole| whole.place != row.place);
        let Some(whole) = whole else { return };
        let less = |whole: Option<i64>, part: Option<i64>| Some(whole? - part?);
        // Under a mean k is no whole number, but the pupils of the rest are.
        self.figure(&Row { k: less(whole.k, row.k), n: less(whole.n, row.n), most: None, value: None, ..row.clone() });
    }

    /// Figures that differ in one column are told apart by their difference.
    fn differences(&mut self, rows: &[Row]) {
        let mut beside: BTreeMap<Place, Vec<i64>> = BTreeMap::new();
        for row in rows {
            for column in PLACE {
                beside.entry(row.place.with(column, "")).or_default().extend(value(row));
            }
        }
        for values in beside.into_values() {
            let each = values.iter().flat_map(|one| values.iter().map(move |other| (one - other).abs()));
            self.tenths.extend(each.collect::<BTreeSet<_>>());
        }
    }
}

fn value(row: &Row) -> Option<i64> {
    let Printed { digits, decimals } = row.value?;
    match decimals {
        0 => Some(digits * 10),
        // Papers print one decimal, a half rounded up.
        more => 10_i64.checked_pow(more - 1).map(|scale| (2 * digits + scale).div_euclid(2 * scale)),
    }
}

/// Returns the numbers a figure may be printed as, in tenths: its share, its rate, its number.
pub(super) fn tenths(row: &Row) -> BTreeSet<i64> {
    let half_up = |k: i64, n: i64| (2 * k + n).div_euclid(2 * n);
    let of = |k: i64, n: i64| [1000, 10_000, 10].map(|times| half_up(k * times, n));
    let both = |k: Option<i64>| k.zip(row.n.filter(|n| *n > 0)).map(|(k, n)| of(k, n));
    let counts = [row.k, row.most].into_iter().flatten().map(|k| 10 * k);
    counts.chain(both(row.k).into_iter().chain(both(row.most)).flatten()).chain(value(row)).collect()
}
