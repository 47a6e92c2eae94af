//! The rules on one figure, one test each: what a reader would know, and why the figure is hidden.

use super::super::primary;
use super::*;
use crate::model::project::Preset;

/// Returns what hides a share of `k` among `n` with the recommended limits.
fn rule(direction: &str, k: i64, n: i64) -> Option<Reason> {
    primary::reason(&indicator(direction, SHARE), share(k, n), Protection::default())
}

fn with_class(class: &str) -> Indicator {
    let more = if class.is_empty() { String::new() } else { format!("\nbeskyttelse='{class}'") };
    let head = "id='X'\ntitel='x'\ntema='x'\nniveau='generel'\nkilde='upu'\nretning='høj er dårlig'\nsaetning='x'\nsted='skole'\ndefinition='x'";
    toml::from_str(&format!("{head}\nmaal={SHARE}{more}")).expect("a valid indicator")
}

#[test]
fn a_number_of_one_to_four_persons_tells_of_them() {
    let hidden: Vec<i64> = (0..=6).filter(|k| rule(HARM, *k, 60) == Some(Reason::Small)).collect();
    assert_eq!(hidden, [1, 2, 3, 4], "zero tells of nobody, five of no one of the five");
}

#[test]
fn all_but_a_few_are_as_telling_as_a_few() {
    let hidden: Vec<i64> = (0..=6).filter(|rest| rule(HARM, 60 - rest, 60) == Some(Reason::Complement)).collect();
    assert_eq!(hidden, [2, 3, 4]);
}

#[test]
fn a_base_of_few_answers_hides_every_share_of_it() {
    assert!((0..=9).all(|k| rule(HARM, k, 9) == Some(Reason::Base)));
    assert_eq!(rule(HARM, 5, 10), None);
}

#[test]
fn everybody_in_the_state_that_harms_is_told_of_each_of_them() {
    let group = Some(Reason::GroupDisclosure);
    assert_eq!([rule(HARM, 60, 60), rule(HARM, 59, 60)], [group, group], "the one outside knows of the 59");
    assert_eq!([rule(GOOD, 0, 60), rule(GOOD, 1, 60)], [group, group], "nobody thrives");
    assert_eq!([rule(HARM, 0, 60), rule(GOOD, 60, 60)], [None, None], "nobody has tried, everybody thrives");
    assert_eq!(["neutral", "neutral"].map(|way| (rule(way, 0, 60), rule(way, 60, 60))), [(group, group); 2]);
}

#[test]
fn inside_the_municipality_a_lower_coalition_may_be_chosen() {
    let alone = Protection { coalition: 0, ..Protection::default() };
    let rule = |k| primary::reason(&indicator(HARM, SHARE), share(k, 60), alone);
    assert_eq!([rule(60), rule(59)], [Some(Reason::GroupDisclosure), Some(Reason::Complement)]);
}

#[test]
fn what_is_ordinary_is_held_to_the_lower_threshold() {
    let hides = |class, preset| {
        let indicator = with_class(class);
        (1..6).filter(|k| primary::reason(&indicator, share(*k, 60), Protection::of(preset)).is_some()).count()
    };
    assert_eq!([hides("", Preset::Ssp), hides("følsom", Preset::Ssp), hides("almindelig", Preset::Ssp)], [4, 4, 2]);
    assert_eq!([hides("", Preset::Dst), hides("almindelig", Preset::Dst)], [2, 2]);
    assert_eq!([hides("", Preset::Uvm), hides("almindelig", Preset::Uvm)], [4, 4]);
}

const KINDS: [&str; 4] = ["færdsel", "hærværk", "tyveri", "vold"];

/// Returns what becomes of the kinds of one area, where each person is in one kind.
fn kinds(persons: [i64; 4], coalition: i64) -> Vec<Option<Reason>> {
    let count = |k| Exact { numerator: k, behind: k, largest: 1, second: 1, ..Exact::default() };
    let at = |kind: &str| Coordinate { category: Some(kind.to_owned()), ..whole() };
    let cells = KINDS.iter().zip(persons).map(|(kind, k)| (at(kind), count(k)));
    let cells: Vec<_> = std::iter::once((whole(), count(persons.iter().sum()))).chain(cells).collect();
    let table = CountTable { indicators: vec![indicator("neutral", INCIDENTS)], cells, dispersions: BTreeMap::new() };
    let found = primary::apply(&table, Protection { coalition, ..Protection::default() }.with_threshold(4));
    let reason = |kind: &&str| match found[&at(kind)] {
        CellStatus::Suppressed(reason) => Some(reason),
        _ => None,
    };
    KINDS.iter().map(reason).collect()
}

/// Road accidents of three municipalities by how grave they were, from the literature on k-disclosure: 0/0/4/0, 0/0/1/0 and 0/0/6/0.
/// A threshold of four alone still shows that six of six were grave.
#[test]
fn a_kind_that_everybody_is_in_is_hidden_however_many_they_are() {
    let group = Some(Reason::GroupDisclosure);
    assert_eq!(kinds([0, 0, 6, 0], 0), [None, None, group, None]);
    assert_eq!(kinds([0, 0, 4, 0], 0), [None, None, group, None]);
    assert_eq!(kinds([0, 0, 1, 0], 0), [None, None, Some(Reason::Small), None]);
    assert_eq!(kinds([0, 1, 6, 0], 1), [None, Some(Reason::Small), group, None], "the one of another kind knows of the six");
    assert_eq!(kinds([0, 4, 6, 0], 1), [None; 4]);
}

fn deeds(numerator: i64, largest: i64, second: i64) -> Option<Reason> {
    let exact = Exact { numerator, behind: 8, largest, second, ..Exact::default() };
    primary::reason(&indicator("neutral", INCIDENTS), exact, Protection::default())
}

#[test]
fn a_number_that_is_mostly_one_persons_is_a_number_about_that_person() {
    assert_eq!([deeds(40, 20, 5), deeds(40, 19, 5)], [Some(Reason::Dominance), None]);
    let strict = Protection { dominance: 40, ..Protection::default() };
    let exact = Exact { numerator: 40, behind: 8, largest: 16, ..Exact::default() };
    assert_eq!(primary::reason(&indicator("neutral", INCIDENTS), exact, strict), Some(Reason::Dominance));
}

#[test]
fn the_second_most_active_could_work_out_the_most_active() {
    assert_eq!(deeds(200, 95, 95), None, "ten for the others hide each of the two by more than a tenth");
    assert_eq!(deeds(199, 95, 95), Some(Reason::Dominance), "200 less his own 95 would tell the other's to within nine");
}

#[test]
fn the_absence_of_a_group_may_be_that_of_one_pupil() {
    const ABSENCE: &str = "{slags='fraværsgennemsnit',fravaer=['ulovligt']}";
    let mean = |numerator, largest, second| {
        let exact = Exact { numerator, denominator: Some(12), behind: 12, largest, second, ..Exact::default() };
        primary::reason(&indicator(HARM, ABSENCE), exact, Protection::default())
    };
    assert_eq!(mean(900_000, 800_000, 50_000), Some(Reason::Dominance));
    assert_eq!(mean(1_640_000, 800_000, 800_000), Some(Reason::Dominance));
    assert_eq!(mean(900_000, 300_000, 200_000), None);
    assert_eq!(mean(0, 0, 0), None, "nobody was absent");
}
