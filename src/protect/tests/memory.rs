//! What an earlier run decided is taken from there, as long as nothing it rests on has changed.

use super::*;

/// A seal for tests: the length and the sum of the bytes, which every change of a test here alters.
fn seal() -> Seal {
    Box::new(|text| format!("{}-{}", text.len(), text.bytes().zip(1_u64..).map(|(byte, at)| u64::from(byte) * at).sum::<u64>()))
}

/// Two years of shares in three districts: two groups that tell nothing of each other.
fn two_years(first: (i64, i64)) -> CountTable {
    let mut cells = Vec::new();
    for (year, shares) in [(2023, [first, (25, 100), (35, 100)]), (2024, [(3, 40), (20, 80), (30, 90)])] {
        let at = Coordinate { period: Period::Year(year), ..whole() };
        let all = shares.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        cells.push((at.clone(), share(all.0, all.1)));
        let parts = (0..).zip(shares).map(|(district, (k, n))| (at.in_area(Area::District(DistrictId(district))), share(k, n)));
        cells.extend(parts);
    }
    cells.sort_by(|a, b| a.0.cmp(&b.0));
    CountTable { indicators: vec![indicator(HARM, SHARE)], cells, dispersions: BTreeMap::new() }
}

fn run(table: CountTable, settings: Protection, lines: &str) -> Protected {
    protect_again(table, &[], settings, BTreeMap::new(), &Memory::new(lines, seal()))
}

fn lines(protected: &Protected) -> String {
    protected.decided().join("\n")
}

fn judged(protected: &Protected) -> (usize, usize) {
    (protected.effort().judged, protected.effort().remembered)
}

#[test]
fn an_unchanged_group_is_not_judged_again_and_comes_out_the_same() {
    let first = run(two_years((2, 50)), Protection::default(), "");
    assert_eq!(judged(&first), (2, 0));
    let second = run(two_years((2, 50)), Protection::default(), &lines(&first));
    assert_eq!(judged(&second), (0, 2));
    assert_eq!(second.effort().solves, 0);
    assert!(first.cells().eq(second.cells()));
    assert_eq!(lines(&first), lines(&second), "the third run remembers as much");
}

#[test]
fn one_more_person_has_its_group_judged_again() {
    let first = run(two_years((2, 50)), Protection::default(), "");
    let second = run(two_years((3, 50)), Protection::default(), &lines(&first));
    assert_eq!(judged(&second), (1, 1));
    assert!(second.cells().eq(run(two_years((3, 50)), Protection::default(), "").cells()));
}

#[test]
fn other_limits_have_everything_judged_again() {
    let first = run(two_years((2, 50)), Protection::default(), "");
    let second = run(two_years((2, 50)), Protection::default().with_threshold(4), &lines(&first));
    assert_eq!(judged(&second), (2, 0));
}

#[test]
fn a_verdict_somebody_has_changed_is_not_believed() {
    let first = run(two_years((2, 50)), Protection::default(), "");
    let shown = lines(&first).lines().map(|line| line.replacen(',', "/", 1) + "\n").collect::<String>();
    assert_ne!(shown.trim_end(), lines(&first));
    let second = run(two_years((2, 50)), Protection::default(), &shown);
    assert_eq!(judged(&second), (2, 0));
    assert!(first.cells().eq(second.cells()));
}

#[test]
fn a_run_without_a_key_leaves_no_memory() {
    assert!(protect(two_years((2, 50)), &[], Protection::default()).decided().is_empty());
}
