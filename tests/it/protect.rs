//! What the disclosure wall promises, on random counts.

use proptest::prelude::*;
use ssp_datarapport::config;
use ssp_datarapport::model::counts::{Coordinate, CountTable, Exact};
use ssp_datarapport::model::geography::{Area, DistrictId, Geography};
use ssp_datarapport::model::indicator::Indicator;
use ssp_datarapport::model::period::{Period, SchoolYear};
use ssp_datarapport::model::person::Sex;
use ssp_datarapport::model::project::Protection;
use ssp_datarapport::model::release::{CellStatus, Reason};
use ssp_datarapport::protect::{Protected, protect};
use std::collections::BTreeMap;

const CATALOGUE: &str = r#"
[[indikator]]
id = "U15"
titel = "Fuld"
tema = "alkohol"
niveau = "generel"
kilde = "upu"
retning = "høj er dårlig"
sted = "skole"
saetning = "at de havde været fulde"
maal = { slags = "svarandel", item = "al.drunk.30d", koder = [1] }
definition = "Andel."

[[indikator]]
id = "P07"
titel = "Butikstyveri"
tema = "butikstyveri"
niveau = "specifik"
kilde = "politi"
retning = "høj er dårlig"
sted = "skole"
saetning = "forhold om butikstyveri"
maal = { slags = "hændelser", roller = ["sigtet"] }
definition = "Antal."
"#;

const AREAS: [Area; 4] =
    [Area::District(DistrictId(0)), Area::District(DistrictId(1)), Area::District(DistrictId(2)), Area::Unknown];
const SEXES: [Sex; 3] = [Sex::Boy, Sex::Girl, Sex::Unknown];
const GRADES: [u8; 3] = [7, 8, 9];

fn catalogue() -> Vec<Indicator> {
    config::indicators("test.toml", CATALOGUE).expect("the catalogue is right")
}

fn settings(threshold: i64) -> Protection {
    Protection::default().with_threshold(threshold)
}

/// The numbers of one class: how many are in, how many are not.
type Group = (i64, i64);

/// Every figure of the table: the sum of the groups it takes in.
fn table(groups: &[Group]) -> CountTable {
    let mut cells = BTreeMap::new();
    for indicator in ["U15", "P07"] {
        for at in coordinates(indicator) {
            let exact = sum(&at, groups, indicator == "U15");
            cells.insert(at, exact);
        }
    }
    CountTable { indicators: catalogue(), cells: cells.into_iter().collect(), dispersions: BTreeMap::new() }
}

fn coordinates(indicator: &str) -> Vec<Coordinate> {
    let whole = Coordinate::whole(indicator, Period::Wave(SchoolYear(2024)), Geography::School);
    let mut all = vec![whole.clone()];
    all.extend(AREAS.map(|area| whole.in_area(area)));
    all.extend(SEXES.map(|sex| Coordinate { sex: Some(sex), ..whole.clone() }));
    all.extend(GRADES.map(|grade| Coordinate { grade: Some(grade), ..whole.clone() }));
    for sex in SEXES {
        all.extend(GRADES.map(|grade| Coordinate { sex: Some(sex), grade: Some(grade), ..whole.clone() }));
    }
    all
}

fn sum(at: &Coordinate, groups: &[Group], share: bool) -> Exact {
    let taken = groups.iter().enumerate().filter(|(place, _)| takes_in(at, *place));
    let (k, rest) = taken.fold((0, 0), |(k, rest), (_, group)| (k + group.0, rest + group.1));
    Exact {
        numerator: k,
        denominator: share.then_some(k + rest),
        behind: k,
        complement: share.then_some(rest),
        largest: k.min(1),
        ..Exact::default()
    }
}

fn takes_in(at: &Coordinate, place: usize) -> bool {
    let (area, sex, grade) = (AREAS[place / 9], SEXES[place / 3 % 3], GRADES[place % 3]);
    (at.area == Area::Municipality || at.area == area) && at.sex.is_none_or(|s| s == sex) && at.grade.is_none_or(|g| g == grade)
}

/// Mostly small numbers, for that is where the rules bite.
fn groups() -> impl Strategy<Value = Vec<Group>> {
    let number = prop_oneof![3 => Just(0i64), 4 => 0..6i64, 3 => 3..40i64];
    proptest::collection::vec((number.clone(), number), AREAS.len() * 9)
}

fn protected(groups: &[Group], threshold: i64) -> Protected {
    protect(table(groups), &[], settings(threshold))
}

fn shown(status: CellStatus) -> bool {
    matches!(status, CellStatus::Shown(_))
}

/// Sums a reader can write down: a whole and the parts that fill one of its open dimensions.
fn sums(indicator: &str) -> Vec<(Coordinate, Vec<Coordinate>)> {
    let all = coordinates(indicator);
    let opened = |at: &Coordinate| {
        [
            Coordinate { area: Area::Municipality, ..at.clone() },
            Coordinate { sex: None, ..at.clone() },
            Coordinate { grade: None, ..at.clone() },
        ]
    };
    let mut found = Vec::new();
    for whole in &all {
        for dimension in 0..3 {
            let parts: Vec<Coordinate> =
                all.iter().filter(|at| *at != whole && opened(at)[dimension] == *whole).cloned().collect();
            if !parts.is_empty() {
                found.push((whole.clone(), parts));
            }
        }
    }
    found
}

/// Respondents who stated no sex: a group nobody could be known to be in.
fn is_anybody(at: &Coordinate) -> bool {
    at.indicator == "U15" && at.sex == Some(Sex::Unknown) && at.grade.is_none()
}

#[test]
fn the_sums_are_all_written_down() {
    assert_eq!(sums("U15").len(), 3 + 3 + 3, "three of the whole, one of each sex and of each grade");
    assert_eq!(sums("P07").iter().map(|(_, parts)| parts.len()).sum::<usize>(), 4 + 3 + 3 + 9 + 9);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_shown_figure_stands_for_few(groups in groups(), threshold in 3..8i64) {
        let protected = protected(&groups, threshold);
        for (at, exact) in table(&groups).cells.iter().filter(|(at, _)| shown(protected.status(at))) {
            prop_assert_eq!(
                protected.status(at),
                CellStatus::Shown(ssp_datarapport::model::release::Figure { numerator: exact.numerator, denominator: exact.denominator, upper: None })
            );
            prop_assert!(exact.denominator.is_none_or(|n| n >= 10), "a share of {:?}", exact.denominator);
            if !is_anybody(at) {
                prop_assert!(exact.behind == 0 || exact.behind >= threshold, "{} of {at:?}", exact.behind);
                // Nobody outside the part that harms: everybody is in it.
                prop_assert!(exact.complement.is_none_or(|rest| rest >= threshold), "all but {:?} of {at:?}", exact.complement);
            }
        }
    }

    #[test]
    fn no_hidden_figure_can_be_found_by_subtraction(groups in groups(), threshold in 3..8i64) {
        let protected = protected(&groups, threshold);
        let exact: BTreeMap<Coordinate, Exact> = table(&groups).cells.into_iter().collect();
        for (whole, parts) in ["U15", "P07"].into_iter().flat_map(sums) {
            let hidden: Vec<&Coordinate> = parts.iter().filter(|at| !shown(protected.status(at))).collect();
            if !shown(protected.status(&whole)) {
                prop_assert!(!hidden.is_empty(), "shown parts add up to {whole:?}");
            } else if !hidden.is_empty() {
                prop_assert!(hidden.len() > 1, "the whole less the rest is {:?}", hidden[0]);
                let together: i64 = hidden.iter().map(|at| exact[*at].behind).sum();
                if together == 0 && whole.indicator == "U15" {
                    // That nobody was drunk is told openly; how few they are is not.
                    let answers: i64 = hidden.iter().filter_map(|at| exact[*at].denominator).sum();
                    prop_assert!(answers >= 9, "{answers} answers in {hidden:?}");
                } else {
                    prop_assert!(together >= threshold, "{together} persons in {hidden:?}");
                }
            }
        }
    }

    #[test]
    fn what_a_low_threshold_hides_for_itself_a_high_one_hides_too(groups in groups(), threshold in 3..7i64) {
        let (low, high) = (protected(&groups, threshold), protected(&groups, threshold + 1));
        for (at, status) in low.cells() {
            // A figure hidden only to cover another may be free again once that other has better cover.
            if matches!(status, CellStatus::Suppressed(reason) if !matches!(reason, Reason::Secondary | Reason::Audit)) {
                prop_assert!(!shown(high.status(at)), "{at:?}");
            }
        }
    }

    #[test]
    fn protecting_what_is_shown_hides_nothing_more(groups in groups(), threshold in 3..8i64) {
        let once = protected(&groups, threshold);
        let mut left = table(&groups);
        left.cells.retain(|(at, _)| shown(once.status(at)));
        let again = protect(left, &[], settings(threshold));
        for (at, status) in once.cells().filter(|(_, status)| shown(*status)) {
            prop_assert_eq!(status, again.status(at), "{:?}", at);
        }
    }
}

#[test]
fn what_everybody_can_tell_is_nobody_is_shown() {
    let counts = [
        [0, 0, 0, 0, 27, 0, 1, 0, 0],
        [20, 2, 0, 1, 3, 1, 6, 12, 0],
        [12, 2, 0, 0, 1, 0, 4, 22, 0],
        [0, 0, 0, 0, 0, 17, 7, 0, 0],
    ];
    let groups: Vec<Group> = counts.concat().into_iter().map(|k| (k, 0)).collect();
    let protected = protected(&groups, 5);
    let nobody = Coordinate {
        sex: Some(Sex::Unknown),
        grade: Some(9),
        ..Coordinate::whole("P07", Period::Wave(SchoolYear(2024)), Geography::School)
    };
    assert!(shown(protected.status(&nobody)));
}

#[test]
fn both_outcomes_occur() {
    let groups: Vec<Group> = (0..36).map(|place| (i64::from(place % 5 == 0), 12)).collect();
    let protected = protected(&groups, 5);
    let hidden = protected.cells().filter(|(_, status)| !shown(*status)).count();
    assert!(hidden > 0 && hidden < protected.cells().count());
}

#[test]
fn a_free_text_leaves_only_with_an_approval() {
    use ssp_datarapport::model::period::Date;
    use ssp_datarapport::model::records::{Approval, Note};
    let approval = Approval { by: "SSP-tovholder".into(), date: Date { year: 2024, month: 12, day: 5 } };
    let note = |approval| Note {
        district: None,
        year: 2024,
        theme: "Fritid".into(),
        source: "Klub".into(),
        text: "Tekst.".into(),
        approval,
    };
    let notes = [note(None), note(Some(approval))];
    let protected =
        protect(CountTable { indicators: Vec::new(), cells: Vec::new(), dispersions: BTreeMap::new() }, &notes, settings(5));
    let quotes: Vec<bool> = protected.notes().iter().map(|note| note.quote.is_some()).collect();
    assert_eq!(quotes, [false, true]);
}
