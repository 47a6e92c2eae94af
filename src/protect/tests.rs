//! The rules on figures of made-up tables.

use super::*;
use crate::model::counts::{Exact, HiddenPart};
use crate::model::edition::Edition;
use crate::model::geography::{Area, DistrictId, Geography};
use crate::model::period::Period;
use crate::model::person::Sex;
use crate::model::release::{Figure, Reason};

mod any_order;
mod enumeration;
mod given_up;
mod memory;
mod overlaps;
mod primary_rules;
mod releases;
mod textbook;

fn indicator(direction: &str, measure: &str) -> Indicator {
    let text = format!(
        "id='X'\ntitel='x'\ntema='x'\nniveau='generel'\nkilde='upu'\nretning='{direction}'\nsaetning='x'\nsted='skole'\ndefinition='x'\nmaal={measure}"
    );
    toml::from_str(&text).expect("a valid indicator")
}

const SHARE: &str = "{slags='svarandel',item='q',koder=[1]}";
const INCIDENTS: &str = "{slags='hændelser',roller=['sigtet']}";

fn whole() -> Coordinate {
    Coordinate::whole("X", Period::Year(2024), Geography::School)
}

fn share(k: i64, n: i64) -> Exact {
    Exact { numerator: k, denominator: Some(n), behind: k, complement: Some(n - k), largest: 1, ..Exact::default() }
}

fn protected(direction: &str, measure: &str, cells: Vec<(Coordinate, Exact)>) -> Protected {
    let mut cells = cells;
    cells.sort_by(|a, b| a.0.cmp(&b.0));
    protect(
        CountTable { indicators: vec![indicator(direction, measure)], cells, dispersions: BTreeMap::new() },
        &[],
        Protection::default(),
    )
}

fn alone(direction: &str, k: i64, n: i64) -> CellStatus {
    protected(direction, SHARE, vec![(whole(), share(k, n))]).status(&whole())
}

const HARM: &str = "høj er dårlig";
const GOOD: &str = "høj er god";

#[test]
fn a_share_is_shown_with_k_and_n_or_hidden_whole() {
    assert_eq!(alone(HARM, 5, 10), CellStatus::Shown(Figure { numerator: 5, denominator: Some(10), upper: None }));
    assert_eq!(alone(HARM, 4, 40), CellStatus::Suppressed(Reason::Small));
    assert_eq!(alone(HARM, 36, 40), CellStatus::Suppressed(Reason::Complement));
    assert_eq!(alone(HARM, 5, 9), CellStatus::Suppressed(Reason::Base));
}

#[test]
fn nobody_may_be_told_where_it_harms_nobody() {
    assert!(matches!(alone(HARM, 0, 40), CellStatus::Shown(_)), "nobody was drunk");
    assert_eq!(alone(HARM, 40, 40), CellStatus::Suppressed(Reason::GroupDisclosure), "everybody was drunk");
    assert!(matches!(alone(GOOD, 40, 40), CellStatus::Shown(_)), "everybody likes school");
    assert_eq!(alone(GOOD, 0, 40), CellStatus::Suppressed(Reason::GroupDisclosure), "nobody likes school");
    assert_eq!(alone("neutral", 0, 40), CellStatus::Suppressed(Reason::GroupDisclosure));
}

#[test]
fn one_person_behind_half_of_the_incidents_hides_the_number() {
    let exact = Exact { numerator: 20, denominator: None, behind: 8, complement: None, largest: 10, ..Exact::default() };
    let status = protected("neutral", INCIDENTS, vec![(whole(), exact)]).status(&whole());
    assert_eq!(status, CellStatus::Suppressed(Reason::Dominance));
}

fn districts(shares: [(i64, i64); 3]) -> Protected {
    let total = shares.iter().fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
    let part =
        |at: u16| (whole().in_area(Area::District(DistrictId(at))), share(shares[usize::from(at)].0, shares[usize::from(at)].1));
    protected(HARM, SHARE, vec![(whole(), share(total.0, total.1)), part(0), part(1), part(2)])
}

fn hidden(figures: &Protected) -> Vec<(Area, Reason)> {
    let reason = |(at, status): (&Coordinate, CellStatus)| match status {
        CellStatus::Suppressed(reason) => Some((at.area, reason)),
        _ => None,
    };
    figures.cells().filter_map(reason).collect()
}

#[test]
fn one_hidden_district_takes_the_next_smallest_with_it() {
    let figures = districts([(3, 50), (9, 60), (20, 70)]);
    let expected = vec![(Area::District(DistrictId(0)), Reason::Small), (Area::District(DistrictId(1)), Reason::Secondary)];
    assert_eq!(hidden(&figures), expected);
}

#[test]
fn two_hidden_districts_that_stand_for_too_few_together_take_a_third() {
    assert_eq!(hidden(&districts([(2, 50), (1, 60), (20, 70)])).len(), 3, "the whole less the third district would tell 2 + 1");
}

#[test]
fn elimination_alone_leaves_what_is_only_narrowed() {
    let settings = Protection::default();
    assert_eq!(by_elimination_alone(&three_districts([(3, 50), (9, 60), (20, 70)]), settings), 1);
    let two_and_two = || three_districts([(2, 50), (2, 60), (20, 70)]);
    assert_eq!(by_elimination_alone(&two_and_two(), settings), 0, "the whole less the third district is four, of two and two");
    assert_eq!(protect(two_and_two(), &[], settings).effort().secondary, 1, "each of the two would be known to be four at most");
}

#[test]
fn nothing_is_hidden_where_nothing_is_small() {
    assert!(hidden(&districts([(10, 50), (9, 60), (20, 70)])).is_empty());
}

fn with_hidden_part(part: HiddenPart) -> Exact {
    Exact { by_source: Some(part), ..share(40, 90) }
}

#[test]
fn what_the_source_has_hidden_is_hidden_whatever_its_size_and_hides_no_other_district() {
    let part = |at: u16, exact| (whole().in_area(Area::District(DistrictId(at))), exact);
    let gap = with_hidden_part(HiddenPart::Numerator);
    let cells = vec![(whole(), gap), part(0, gap), part(1, share(20, 60)), part(2, share(20, 70))];
    let expected = vec![(Area::Municipality, Reason::BySource), (Area::District(DistrictId(0)), Reason::BySource)];
    assert_eq!(hidden(&protected(HARM, SHARE, cells)), expected);
}

#[test]
fn a_total_the_source_gives_itself_never_tells_what_it_has_hidden() {
    let part = |at: u16, exact| (whole().in_area(Area::District(DistrictId(at))), exact);
    let gap = Exact { by_source: Some(HiddenPart::Numerator), ..share(0, 0) };
    let cells = vec![(whole(), share(63, 250)), part(0, gap), part(1, share(20, 60)), part(2, share(40, 140))];
    let figures = protected(HARM, SHARE, cells);
    assert!(matches!(figures.status(&whole()), CellStatus::Shown(_)), "two hidden districts of 23 together tell of nobody");
    let expected = vec![(Area::District(DistrictId(0)), Reason::BySource), (Area::District(DistrictId(1)), Reason::Secondary)];
    assert_eq!(hidden(&figures), expected);
}

#[test]
fn hidden_inhabitants_hide_the_rate_and_nothing_beside_it() {
    const RATE: &str = "{slags='hændelser',roller=['sigtet'],pr_1000=true}";
    let count = |k, n| Exact { numerator: k, denominator: n, behind: k, complement: None, largest: 1, ..Exact::default() };
    let hidden_base = |k| Exact { by_source: Some(HiddenPart::Denominator), ..count(k, Some(300)) };
    let half = |part| Coordinate { period: Period::HalfYear(2024, part), ..whole() };
    let part = |at: u16, exact| (whole().in_area(Area::District(DistrictId(at))), exact);
    let cells = vec![
        (whole(), hidden_base(60)),
        (half(1), count(25, None)),
        (half(2), count(35, None)),
        part(0, hidden_base(20)),
        part(1, count(40, Some(500))),
    ];
    let figures = protected("neutral", RATE, cells);
    assert_eq!(figures.status(&whole()), CellStatus::Suppressed(Reason::BySource));
    assert_eq!(hidden(&figures).len(), 2, "the halves and the other district are shown: k of the whole is no secret");
}

#[test]
fn a_text_leaves_only_with_an_approval() {
    let note = |approval| Note {
        district: None,
        year: 2024,
        theme: "fritid".into(),
        source: "klub".into(),
        text: "tekst".into(),
        approval,
    };
    let approved = crate::model::records::Approval {
        by: "SSP-tovholder".into(),
        date: crate::model::period::Date { year: 2024, month: 5, day: 1 },
    };
    let table = CountTable { indicators: vec![], cells: vec![], dispersions: BTreeMap::new() };
    let figures = protect(table, &[note(None), note(Some(approved))], Protection::default());
    let quotes: Vec<bool> = figures.notes().iter().map(|n| n.quote.is_some()).collect();
    assert_eq!(quotes, [false, true]);
}

#[test]
fn a_kind_of_offence_cannot_be_found_by_subtracting_another_indicator() {
    let mut all = indicator("neutral", INCIDENTS);
    all.id = "A".into();
    let mut part = indicator("neutral", "{slags='hændelser',roller=['sigtet'],lovovertraedelser=['vold','røveri']}");
    part.id = "B".into();
    let count = |k| Exact { numerator: k, denominator: None, behind: k, complement: None, largest: 1, ..Exact::default() };
    let at = |id: &str, kind: Option<&str>| Coordinate { indicator: id.into(), category: kind.map(str::to_owned), ..whole() };
    let cells = vec![
        (at("A", None), count(40)),
        (at("A", Some("røveri")), count(3)),
        (at("A", Some("tyveri")), count(29)),
        (at("A", Some("vold")), count(8)),
        (at("B", None), count(11)),
    ];
    let figures =
        protect(CountTable { indicators: vec![all, part], cells, dispersions: BTreeMap::new() }, &[], Protection::default());
    let shown = |id, kind| matches!(figures.status(&at(id, kind)), CellStatus::Shown(_));
    assert!(!shown("A", Some("røveri")) && !shown("A", Some("vold")), "11 - 8 would tell 3");
    assert!(shown("A", None) && shown("A", Some("tyveri")) && shown("B", None));
}

const PERSONS: &str = "{slags='personer',roller=['sigtet'],pr_1000=false}";

fn between(lower: i64, upper: i64) -> Exact {
    Exact { numerator: lower, behind: lower, largest: 1, upper: Some(upper), ..Exact::default() }
}

#[test]
fn an_interval_of_persons_is_shown_with_both_ends_or_hidden_whole() {
    let status = |lower, upper| protected(HARM, PERSONS, vec![(whole(), between(lower, upper))]).status(&whole());
    assert_eq!(status(61, 99), CellStatus::Shown(Figure { numerator: 61, denominator: None, upper: Some(99) }));
    assert_eq!(status(61, 66), CellStatus::Shown(Figure { numerator: 61, denominator: None, upper: Some(66) }));
    assert_eq!(status(61, 65), CellStatus::Suppressed(Reason::Small), "four rows without key are few");
    assert_eq!(status(4, 40), CellStatus::Suppressed(Reason::Small), "four may be all there are");
    assert_eq!(status(0, 40), CellStatus::Suppressed(Reason::Small), "and one there is");
}

#[test]
fn the_upper_ends_of_districts_tell_nothing_of_a_hidden_one() {
    let at = |district| whole().in_area(Area::District(DistrictId(district)));
    let cells = vec![(whole(), between(60, 72)), (at(0), between(20, 21)), (at(1), between(20, 31)), (at(2), between(20, 20))];
    let figures = protected(HARM, PERSONS, cells);
    let shown = |at: &Coordinate| matches!(figures.status(at), CellStatus::Shown(_));
    assert!(shown(&whole()) && !shown(&at(0)));
    assert!(!shown(&at(1)), "12 rows without key in all, less 11, is one");
}

fn district(at: u16) -> Coordinate {
    whole().in_area(Area::District(DistrictId(at)))
}

fn three_districts(shares: [(i64, i64); 3]) -> CountTable {
    let total = shares.iter().fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
    let parts = (0..).zip(shares).map(|(at, (k, n))| (district(at), share(k, n)));
    let mut cells: Vec<_> = parts.chain([(whole(), share(total.0, total.1))]).collect();
    cells.sort_by(|a, b| a.0.cmp(&b.0));
    CountTable { indicators: vec![indicator(HARM, SHARE)], cells, dispersions: BTreeMap::new() }
}

fn released(figures: &Protected) -> BTreeMap<Coordinate, CellStatus> {
    figures.cells().map(|(at, status)| (at.clone(), status)).collect()
}

#[test]
fn what_an_earlier_release_hid_is_hidden_again_with_something_beside_it() {
    let table = || three_districts([(30, 100), (25, 100), (35, 100)]);
    assert!(hidden(&protect(table(), &[], Protection::default())).is_empty());
    let then = |reason| BTreeMap::from([0, 7].map(|at| (district(at), CellStatus::Suppressed(reason))));
    let again = protect_again(table(), &[], Protection::default(), then(Reason::Small), &Memory::none());
    let districts: Vec<Area> = hidden(&again).into_iter().map(|(area, _)| area).collect();
    assert_eq!(districts, [Area::District(DistrictId(0)), Area::District(DistrictId(1))], "alone it could be subtracted");
    assert!(matches!(again.status(&whole()), CellStatus::Shown(_)));
    assert_eq!(again.status(&district(7)), CellStatus::NoData, "a figure nobody measured is not made up");
    let by_source = protect_again(table(), &[], Protection::default(), then(Reason::BySource), &Memory::none());
    assert!(hidden(&by_source).is_empty(), "a source may give later what it hid");
}

#[test]
fn a_period_that_changed_by_a_few_persons_keeps_its_published_figures() {
    let first = released(&protect(three_districts([(30, 100), (25, 100), (35, 100)]), &[], Protection::default()));
    let few = [[(31, 100), (25, 100), (35, 100)], [(30, 102), (25, 100), (35, 100)], [(34, 110), (41, 130), (35, 100)]];
    let all_who_came = [(36, 106), (25, 100), (35, 100)];
    for later in few.into_iter().chain([all_who_came]) {
        let again = protect_again(three_districts(later), &[], Protection::default(), &first, &Memory::none());
        assert_eq!(released(&again), first, "{later:?}");
        assert_eq!(again.kept().len(), 1);
    }
}

#[test]
fn a_change_of_many_persons_or_of_none_is_published() {
    let first = released(&protect(three_districts([(30, 100), (25, 100), (35, 100)]), &[], Protection::default()));
    let same =
        protect_again(three_districts([(30, 100), (25, 100), (35, 100)]), &[], Protection::default(), &first, &Memory::none());
    assert!(same.kept().is_empty());
    let many =
        protect_again(three_districts([(40, 120), (25, 100), (35, 100)]), &[], Protection::default(), &first, &Memory::none());
    assert!(many.kept().is_empty());
    assert_eq!(many.status(&district(0)), CellStatus::Shown(Figure { numerator: 40, denominator: Some(120), upper: None }));
}
