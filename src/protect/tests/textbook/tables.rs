//! The tables: numbers, and which figures add them up.

use super::*;

const PERSONS: &str = "{slags='personer',roller=['sigtet']}";

/// A published table: persons in its finest groups, and the figures that add them up.
#[derive(Default)]
pub(super) struct Textbook {
    pub(super) indicators: Vec<Indicator>,
    pub(super) persons: Vec<i64>,
    pub(super) figures: BTreeMap<Coordinate, Vec<usize>>,
}

const OPEN: [fn(Coordinate) -> Coordinate; 4] = [
    |at| at.in_area(Area::Municipality),
    |at| Coordinate { sex: None, ..at },
    |at| Coordinate { grade: None, ..at },
    |at| Coordinate { category: None, ..at },
];

impl Textbook {
    /// A table with the sums over each of its dimensions.
    fn crossed(groups: impl IntoIterator<Item = (Coordinate, i64)>) -> Self {
        let mut book = Self { indicators: vec![indicator("neutral", PERSONS)], ..Self::default() };
        for (at, persons) in groups {
            let mut figures = BTreeSet::from([at]);
            for open in OPEN {
                figures.extend(figures.clone().into_iter().map(open));
            }
            book.add(persons, figures);
        }
        book
    }

    /// Indicators that are sums of others.
    fn grouped(groups: &[(&str, i64)], sums: &[(&str, &[&str])]) -> Self {
        let mut book = Self::default();
        let named = |id: &str, of: &[&str]| {
            let sum_af = of.iter().map(|id| (*id).to_owned()).collect();
            Indicator { id: id.to_owned(), sum_af, ..indicator("neutral", PERSONS) }
        };
        book.indicators.extend(groups.iter().map(|(id, _)| named(id, &[])).chain(sums.iter().map(|(id, of)| named(id, of))));
        // Persons of other ages are other persons.
        (0..).zip(&mut book.indicators).for_each(|(age, indicator)| indicator.alder = Some((age, age)));
        for (id, persons) in groups {
            let mut figures = BTreeSet::from([*id]);
            for (whole, of) in sums {
                if of.iter().any(|part| figures.contains(part)) {
                    figures.insert(whole);
                }
            }
            book.add(*persons, figures.into_iter().map(|id| Coordinate { indicator: id.to_owned(), ..whole() }).collect());
        }
        book
    }

    fn add(&mut self, persons: i64, figures: BTreeSet<Coordinate>) {
        figures.into_iter().for_each(|at| self.figures.entry(at).or_default().push(self.persons.len()));
        self.persons.push(persons);
    }

    pub(super) fn persons(&self, at: &Coordinate) -> i64 {
        self.figures[at].iter().map(|group| self.persons[*group]).sum()
    }

    pub(super) fn table(&self) -> CountTable {
        let exact = |k| Exact { numerator: k, behind: k, largest: 1, second: 1, ..Exact::default() };
        let cells = self.figures.keys().map(|at| (at.clone(), exact(self.persons(at)))).collect();
        CountTable { indicators: self.indicators.clone(), cells, dispersions: BTreeMap::new() }
    }
}

const SEXES: [Sex; 2] = [Sex::Girl, Sex::Boy];

/// A place for each row, a grade for each column.
fn two_way(rows: &[[i64; 4]]) -> Textbook {
    let groups = |(at, row): (u16, &[i64; 4])| {
        let row = (1..).zip(*row).map(move |(grade, k)| (Coordinate { grade: Some(grade), ..district(at) }, k));
        row.collect::<Vec<_>>()
    };
    Textbook::crossed((0..).zip(rows).flat_map(groups))
}

/// A place for each pair of rows, a sex for each row, a grade for each column.
fn three_way<const N: usize>(places: &[[[i64; N]; 2]]) -> Textbook {
    let mut groups = Vec::new();
    for (at, rows) in (0..).zip(places) {
        for (sex, row) in SEXES.into_iter().zip(rows) {
            let figure = |grade| Coordinate { grade: Some(grade), sex: Some(sex), ..district(at) };
            groups.extend((1..).zip(row).map(|(grade, k)| (figure(grade), *k)));
        }
    }
    Textbook::crossed(groups)
}

const REGIONS: [[i64; 4]; 11] = [
    [11, 11, 55, 36],
    [7, 1, 29, 18],
    [5, 8, 35, 25],
    [13, 2, 17, 13],
    [9, 14, 63, 52],
    [12, 9, 24, 22],
    [6, 4, 22, 8],
    [9, 3, 38, 15],
    [3, 0, 9, 2],
    [9, 0, 32, 20],
    [4, 2, 18, 11],
];

/// Eight regions by four main incomes (SSBtools, `z1`).
pub(super) fn z1() -> Textbook {
    two_way(&REGIONS[..8])
}

/// Eleven regions by four main incomes (SSBtools, `z2`).
pub(super) fn z2() -> Textbook {
    two_way(&REGIONS)
}

/// Three countries, two ages, three years (SSBtools, `example1`).
pub(super) fn example1() -> Textbook {
    three_way(&[[[3, 3, 4], [2, 0, 1]], [[4, 4, 3], [0, 0, 1]], [[6, 6, 5], [5, 5, 7]]])
}

/// Five squares of a grid, two sexes, three ages (SSBtools, `my_km2`).
pub(super) fn my_km2() -> Textbook {
    three_way(&[
        [[3, 0, 0], [2, 0, 1]],
        [[2, 0, 1], [2, 0, 1]],
        [[1, 1, 0], [0, 1, 0]],
        [[26, 0, 31], [21, 0, 34]],
        [[2, 10, 0], [1, 13, 0]],
    ])
}

/// Four regions by sex (sdcTable, `microdata1`).
pub(super) fn by_region_and_sex() -> Textbook {
    let rows = (0..).zip([[2, 18], [19, 14], [10, 12], [14, 11]]);
    let both = |(at, row): (u16, [i64; 2])| {
        SEXES.into_iter().zip(row).map(move |(sex, k)| (Coordinate { sex: Some(sex), ..district(at) }, k))
    };
    Textbook::crossed(rows.flat_map(both))
}

/// Eight regions in two counties, and in two sizes of regions (sdcTable, tests of linked tables).
pub(super) fn two_groupings() -> Textbook {
    let regions = [("A", 2), ("B", 2), ("I", 8), ("J", 8), ("K", 3), ("L", 3), ("M", 3), ("N", 7)];
    let sums: [(&str, &[&str]); 6] = [
        ("county 1", &["A", "B", "I", "J"]),
        ("county 2", &["K", "L", "M", "N"]),
        ("large", &["L", "M"]),
        ("little", &["A", "B", "I", "J", "K", "N"]),
        ("counties", &["county 1", "county 2"]),
        ("sizes", &["large", "little"]),
    ];
    Textbook::grouped(&regions, &sums)
}

/// Four by four with nine hidden figures (sdcTable, `problemdata`).
pub(super) fn two_rows_and_two_columns() -> (Textbook, BTreeMap<Coordinate, CellStatus>) {
    let book = two_way(&[[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]]);
    let hidden = [(0, 1), (0, 2), (0, 3), (1, 1), (1, 3), (2, 2), (2, 4), (3, 2), (3, 4)];
    let at = |(row, column): (u16, u8)| Coordinate { grade: Some(column), ..district(row) };
    (book, hidden.map(|place| (at(place), CellStatus::Suppressed(Reason::Small))).into())
}

/// Six municipalities by how grave their road accidents were (SSBtools, `mun_accidents`): serious, light, none, unknown.
pub(super) fn accidents() -> Textbook {
    let rows = [[4, 0, 0, 0], [5, 0, 1, 0], [3, 2, 1, 0], [4, 1, 4, 0], [1, 0, 0, 0], [6, 0, 0, 0]];
    let kinds = ["serious", "light", "none", "unknown"];
    let of = |(at, row): (u16, [i64; 4])| {
        kinds.into_iter().zip(row).map(move |(kind, k)| (Coordinate { category: Some(kind.to_owned()), ..district(at) }, k))
    };
    Textbook::crossed((0..).zip(rows).flat_map(of))
}
