//! Two releases of the same period, before the eyes of a reader who has both.

use super::*;
use proptest::prelude::*;

const AREAS: u16 = 3;
const SEXES: [Sex; 3] = [Sex::Boy, Sex::Girl, Sex::Unknown];
const ATOMS: usize = 9;
const PRIME: i64 = 1_000_000_007;

/// The atoms a figure adds up: one for each district and sex.
fn atoms(at: &Coordinate) -> Vec<usize> {
    let areas = (0..AREAS).filter(|area| at.area == Area::Municipality || at.area == Area::District(DistrictId(*area)));
    let sexes = |area: u16| (0..3).filter(move |sex| at.sex.is_none_or(|of| of == SEXES[*sex])).map(move |sex| (area, sex));
    areas.flat_map(sexes).map(|(area, sex)| usize::from(area) * 3 + sex).collect()
}

fn coordinates() -> Vec<Coordinate> {
    let areas = (0..AREAS).map(|area| Area::District(DistrictId(area))).chain([Area::Municipality]);
    let places = areas.map(|area| whole().in_area(area));
    let sexes = [None].into_iter().chain(SEXES.map(Some)).collect::<Vec<_>>();
    let mut all: Vec<Coordinate> =
        places.flat_map(|at| sexes.iter().map(move |sex| Coordinate { sex: *sex, ..at.clone() }).collect::<Vec<_>>()).collect();
    all.sort();
    all
}

fn table_of(values: &[i64]) -> CountTable {
    let exact = |at: &Coordinate| {
        let k = atoms(at).into_iter().map(|atom| values[atom]).sum();
        Exact { numerator: k, behind: k, largest: 1, ..Exact::default() }
    };
    let cells = coordinates().into_iter().map(|at| (at.clone(), exact(&at))).collect();
    CountTable { indicators: vec![indicator(HARM, PERSONS)], cells, dispersions: BTreeMap::new() }
}

/// Two counts of the same period: the second with a few corrections, small ones mostly.
fn counts() -> impl Strategy<Value = (Vec<i64>, Vec<i64>)> {
    let then = proptest::collection::vec(prop_oneof![2 => 0..6i64, 3 => 5..30i64], ATOMS);
    let change = prop_oneof![10 => Just(0i64), 2 => -3..4i64, 2 => 5..9i64, 1 => -9..-4i64];
    (then, proptest::collection::vec(change, ATOMS)).prop_map(|(then, changes)| {
        let now = then.iter().zip(changes).map(|(k, change)| (k + change).max(0)).collect();
        (then, now)
    })
}

/// What a reader can add and subtract: the figures shown in both releases, each as the atoms it adds up.
struct Reader(Vec<[i64; ATOMS]>);

impl Reader {
    fn of(shown: impl Iterator<Item = Coordinate>) -> Self {
        let mut rows: Vec<[i64; ATOMS]> = Vec::new();
        for at in shown {
            let mut row = [0; ATOMS];
            atoms(&at).into_iter().for_each(|atom| row[atom] = 1);
            let row = Self::rest(&rows, row);
            if let Some(pivot) = row.iter().position(|cell| *cell != 0) {
                let inverse = power(row[pivot], PRIME - 2);
                rows.push(row.map(|cell| cell * inverse % PRIME));
            }
        }
        Self(rows)
    }

    fn rest(rows: &[[i64; ATOMS]], mut row: [i64; ATOMS]) -> [i64; ATOMS] {
        for known in rows {
            let pivot = known.iter().position(|cell| *cell != 0).expect("a row of the basis is not empty");
            let factor = row[pivot];
            row.iter_mut().zip(known).for_each(|(cell, of)| *cell = (*cell - factor * of % PRIME + PRIME) % PRIME);
        }
        row
    }

    /// Returns the groups of atoms whose sum can be worked out, and of which no smaller part can.
    fn groups(&self) -> Vec<u32> {
        let row = |group: u32| std::array::from_fn(|atom| i64::from(group >> atom & 1));
        let known = (1..1 << ATOMS).filter(|group| Self::rest(&self.0, row(*group)) == [0; ATOMS]).collect::<Vec<u32>>();
        let smallest = |group: &u32| !known.iter().any(|other| other != group && other & group == *other);
        known.iter().copied().filter(smallest).collect()
    }
}

fn power(base: i64, mut exponent: i64) -> i64 {
    let (mut base, mut result) = (base, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

fn change_of(group: u32, then: &[i64], now: &[i64]) -> i64 {
    (0..ATOMS).filter(|atom| group >> atom & 1 == 1).map(|atom| now[atom] - then[atom]).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_of_two_releases_finds_a_change_of_a_few_persons((then, now) in counts(), threshold in 3..7i64) {
        let settings = Protection::default().with_threshold(threshold);
        let first = released(&protect(table_of(&then), &[], settings));
        let second = protect_again(table_of(&now), &[], settings, &first, &Memory::none());
        prop_assert!(second.exposed().is_empty(), "{:?}", second.exposed());
        let is_shown = |status: &CellStatus| matches!(status, CellStatus::Shown(_));
        if !second.kept().is_empty() {
            let again: Vec<_> = second.cells().filter(|(_, status)| is_shown(status)).collect();
            let published: Vec<_> = first.iter().filter(|(_, status)| is_shown(status)).map(|(at, status)| (at, *status)).collect();
            prop_assert_eq!(again, published);
            return Ok(());
        }
        let in_both = first.iter().filter(|(at, status)| is_shown(status) && is_shown(&second.status(at)));
        let reader = Reader::of(in_both.map(|(at, _)| at.clone()));
        for group in reader.groups() {
            let change = change_of(group, &then, &now);
            prop_assert!(!(1..threshold).contains(&change.abs()), "{change} of the atoms {group:b}");
        }
    }

    #[test]
    fn the_confidential_edition_shows_what_the_public_one_shows((then, now) in counts()) {
        let settings = Protection::default();
        let contains = |confidential: &Protected, public: &Protected| {
            let mut shown = public.cells().filter(|(_, status)| matches!(status, CellStatus::Shown(_)));
            shown.find(|(at, status)| confidential.status(at) != *status).map(|(at, _)| at.clone())
        };
        let lower = settings.for_edition(Edition::Confidential);
        let public = protect(table_of(&then), &[], settings);
        let confidential = protect_confidential(table_of(&then), &[], lower, BTreeMap::new(), (&public, &Memory::none()));
        prop_assert!(confidential.exposed().is_empty(), "{:?}", confidential.exposed());
        prop_assert_eq!(contains(&confidential, &public), None);
        // A year later both are made again, beside what was released.
        let later = protect_again(table_of(&now), &[], settings, released(&public), &Memory::none());
        let both = protect_confidential(table_of(&now), &[], lower, released(&confidential), (&later, &Memory::none()));
        prop_assert_eq!(contains(&both, &later), None);
    }
}

#[test]
fn keeping_and_renewing_both_occur() {
    let then: Vec<i64> = vec![20, 12, 0, 9, 2, 0, 15, 8, 6];
    let first = released(&protect(table_of(&then), &[], Protection::default()));
    let with = |atom: usize, more: i64| {
        let mut now = then.clone();
        now[atom] += more;
        protect_again(table_of(&now), &[], Protection::default(), &first, &Memory::none())
    };
    assert!(with(0, 0).held_back().is_empty() && with(0, 1).held_back() == with(0, 1).kept());
    assert!(with(0, 0).kept().is_empty() && with(0, 0).as_released().len() == 1, "measured alike");
    assert_eq!((with(0, 1).kept().len(), with(0, 1).as_released().len()), (1, 1), "kept");
    assert_eq!((with(0, 7).kept().len(), with(0, 7).as_released().len()), (0, 0), "renewed");
    assert_eq!(with(4, 1).kept().len(), 1, "a hidden figure counts too");
}

#[test]
fn what_two_editions_would_give_away_together_is_told_and_not_repaired() {
    let counts = |second: i64| {
        let numbers = [30, second, 4, 4];
        let of = |k: i64| Exact { numerator: k, behind: k, largest: 1, ..Exact::default() };
        let parts = (0..).zip(numbers).map(|(at, k)| (whole().in_area(Area::District(DistrictId(at))), of(k)));
        let mut cells: Vec<_> = parts.chain([(whole(), of(numbers.iter().sum()))]).collect();
        cells.sort_by(|a, b| a.0.cmp(&b.0));
        CountTable { indicators: vec![indicator(HARM, PERSONS)], cells, dispersions: BTreeMap::new() }
    };
    let (limits, lower) = (Protection::default(), Protection::default().for_edition(Edition::Confidential));
    let public = protect(counts(6), &[], limits);
    let confidential = protect_confidential(counts(6), &[], lower, BTreeMap::new(), (&public, &Memory::none()));
    assert!(confidential.cells().all(|(_, status)| matches!(status, CellStatus::Shown(_))), "three and more are shown");
    // Five fewer in the second district: enough for the public edition to be renewed, and one is left.
    let later = protect_again(counts(1), &[], limits, released(&public), &Memory::none());
    assert!(later.kept().is_empty() && later.exposed().is_empty());
    let both = protect_confidential(counts(1), &[], lower, released(&confidential), (&later, &Memory::none()));
    assert!(!both.exposed().is_empty(), "39 less the 30, the 4 and the 4 the steering group has is one");
}
