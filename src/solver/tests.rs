//! The attacks of textbooks, and every small system against the enumeration of all its tables.

use super::*;
use proptest::prelude::*;

fn bounds(system: &System, unknown: Unknown) -> (Option<i64>, Option<i64>) {
    let found = system.bounds(&[(unknown, 1)]);
    (found.least, found.most)
}

fn sum_of(unknowns: &[Unknown]) -> Form {
    unknowns.iter().map(|unknown| (*unknown, 1)).collect()
}

#[test]
fn a_table_with_its_margins_bounds_its_cells() {
    // Handbook on Statistical Disclosure Control, example 3: rows 7 and 3, columns 6 and 4.
    let mut system = System::default();
    let x: Vec<Unknown> = (0..4).map(|_| system.unknown(None)).collect();
    for (cells, total) in [([0, 1], 7), ([2, 3], 3), ([0, 2], 6), ([1, 3], 4)] {
        system.equal(&sum_of(&cells.map(|at| x[at])), total);
    }
    assert_eq!(bounds(&system, x[0]), (Some(3), Some(6)));
    assert_eq!(bounds(&system, x[1]), (Some(1), Some(4)));
    assert_eq!(bounds(&system, x[2]), (Some(0), Some(3)));
    assert_eq!(bounds(&system, x[3]), (Some(0), Some(3)));
}

#[test]
fn the_cheapest_table_takes_what_costs_least() {
    let mut system = System::default();
    let [a, dear, cheap] = [Some(6), None, Some(3)].map(|most| system.unknown(most));
    system.equal(&sum_of(&[a, dear, cheap]), 10);
    let table = system.cheapest(&[(a, 1)], 5, &[(dear, 3), (cheap, 1)]);
    assert_eq!(table, Reach::At(Table::from([(a, 6), (dear, 1), (cheap, 3)])));
    assert_eq!(system.cheapest(&[(a, 1)], 7, &[(dear, 3), (cheap, 1)]), Reach::Nowhere);
}

#[test]
fn hidden_zeros_and_ones_are_found() {
    let mut nobody = System::default();
    let (a, b) = (nobody.unknown(None), nobody.unknown(None));
    nobody.equal(&sum_of(&[a, b]), 0);
    assert_eq!(bounds(&nobody, a), (Some(0), Some(0)), "0 = x + x");
    let mut two = System::default();
    let (a, b) = (two.unknown(None), two.unknown(None));
    two.equal(&sum_of(&[a, b]), 2);
    assert_eq!(bounds(&two, a), (Some(0), Some(2)), "15 = 10 + 3 + x + x");
    two.between(&[(a, 1)], 1, i64::MAX);
    two.between(&[(b, 1)], 1, i64::MAX);
    assert_eq!(bounds(&two, a), (Some(1), Some(1)), "and nobody hides a zero");
}

#[test]
fn a_percentage_is_a_count() {
    // 14 answers and 21 %: 20.5 % <= k/14 < 21.5 %.
    let mut system = System::default();
    let k = system.unknown(Some(14));
    system.between(&[(k, 1000)], 205 * 14, 215 * 14 - 1);
    assert_eq!(bounds(&system, k), (Some(3), Some(3)));
}

#[test]
fn what_is_not_known_has_no_end() {
    let mut system = System::default();
    let (a, b) = (system.unknown(None), system.unknown(Some(7)));
    assert!(matches!(system.at_least(&[(a, 1)], 1_000_000), Reach::At(_)));
    assert_eq!(system.at_least(&[(b, 1)], 8), Reach::Nowhere);
    assert_eq!(system.at_most(&[(b, 1)], -1), Reach::Nowhere);
    assert_eq!(bounds(&system, b), (Some(0), Some(7)));
}

#[test]
fn a_table_that_breaks_a_row_does_not_fit() {
    let mut system = System::default();
    let (a, b) = (system.unknown(None), system.unknown(None));
    system.equal(&sum_of(&[a, b]), 5);
    assert!(system.fits(&Table::from([(a, 2), (b, 3)])));
    assert!(!system.fits(&Table::from([(a, 2), (b, 2)])));
    assert!(!system.fits(&Table::from([(a, 6), (b, -1)])));
}

#[test]
fn a_question_that_takes_too_many_branches_is_given_up() {
    // Robert Jeroslow, Trivial integer programs unsolvable by branch-and-bound, Mathematical Programming 6 (1974).
    let mut system = System::default();
    let x: Vec<Unknown> = (0..30).map(|_| system.unknown(Some(1))).collect();
    system.equal(&x.iter().map(|unknown| (*unknown, 2)).collect::<Form>(), 29);
    assert_eq!(system.at_least(&[(x[0], 1)], 1), Reach::Unknown);
    assert_eq!(system.bounds(&[(x[0], 1)]), Bounds { least: None, most: None });
}

/// Up to five unknowns of 0-4 and up to four rows with coefficients -2..2, made from a table so that one fits.
fn small_systems() -> impl Strategy<Value = (Vec<i64>, Vec<(Vec<i64>, bool)>)> {
    let table = proptest::collection::vec(0_i64..=4, 2..=5);
    table.prop_flat_map(|table| {
        let row = (proptest::collection::vec(-2_i64..=2, table.len()), any::<bool>());
        (Just(table), proptest::collection::vec(row, 1..=4))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn bounds_are_those_of_all_tables((truth, rows) in small_systems()) {
        let mut system = System::default();
        let x: Vec<Unknown> = truth.iter().map(|_| system.unknown(Some(4))).collect();
        let mut known = Vec::new();
        for (times, exact) in &rows {
            let value: i64 = times.iter().zip(&truth).map(|(a, b)| a * b).sum();
            let slack = i64::from(!exact);
            system.between(&x.iter().copied().zip(times.iter().copied()).collect::<Form>(), value - slack, value + slack);
            known.push((times.clone(), value - slack, value + slack));
        }
        let mut ends = (i64::MAX, i64::MIN);
        for number in 0..5_i64.pow(u32::try_from(truth.len()).expect("few")) {
            let table: Vec<i64> = (0..truth.len()).map(|at| number / 5_i64.pow(u32::try_from(at).expect("few")) % 5).collect();
            let fits = |(times, low, high): &(Vec<i64>, i64, i64)| {
                (*low..=*high).contains(&times.iter().zip(&table).map(|(a, b)| a * b).sum())
            };
            if known.iter().all(fits) {
                ends = (ends.0.min(table[0]), ends.1.max(table[0]));
            }
        }
        prop_assert_eq!(bounds(&system, x[0]), (Some(ends.0), Some(ends.1)));
        prop_assert!(matches!(system.at_least(&[(x[0], 1)], ends.1), Reach::At(_)));
        prop_assert_eq!(system.at_least(&[(x[0], 1)], ends.1 + 1), Reach::Nowhere);
        prop_assert_eq!(system.at_most(&[(x[0], 1)], ends.0 - 1), Reach::Nowhere);
    }
}

#[test]
fn who_knows_what_ties_two_sums_together_has_two_small_questions() {
    let mut system = System::default();
    let [tie, a, b, c] = [(); 4].map(|()| system.unknown(None));
    system.equal(&sum_of(&[tie, a]), 10);
    system.between(&[(tie, 1), (b, -1)], 0, i64::MAX);
    system.equal(&sum_of(&[b, c]), 12);
    assert_eq!(system.standing_in(2), [tie, b]);
    let known = system.knowing(&Table::from([(tie, 4)]));
    assert!(system.hang_together(a, &[c]) && !known.hang_together(a, &[c]));
    assert_eq!(
        [bounds(&known, a), bounds(&known, b), bounds(&known, c)],
        [(Some(6), Some(6)), (Some(0), Some(4)), (Some(8), Some(12))]
    );
    assert_eq!(bounds(&system, b), (Some(0), Some(10)));
}
