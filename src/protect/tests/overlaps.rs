//! Two indicators that tell of each other: a part, any of several, none of several, the same persons.

use super::*;
use crate::model::period::SchoolYear;

/// A survey indicator with an id; `more` are further lines of TOML.
fn named(id: &str, more: &str) -> Indicator {
    Indicator { id: id.into(), ..with(HARM, &format!("{{slags='svarandel',item='{id}',koder=[1]}}"), more) }
}

fn with(direction: &str, measure: &str, more: &str) -> Indicator {
    let head = "id='X'\ntitel='x'\ntema='x'\nniveau='generel'\nsaetning='x'\ndefinition='x'\n";
    let source = if measure.contains("roller") { "kilde='politi'\nsted='bopæl'" } else { "kilde='upu'\nsted='skole'" };
    toml::from_str(&format!("{head}{source}\nretning='{direction}'\nmaal={measure}\n{more}")).expect("a valid indicator")
}

fn at(id: &str) -> Coordinate {
    Coordinate::whole(id, Period::Wave(SchoolYear(2024)), Geography::School)
}

fn told(indicators: Vec<Indicator>, figures: &[(&str, i64, i64)]) -> Vec<bool> {
    let cells: Vec<(Coordinate, Exact)> = figures.iter().map(|(id, k, n)| (at(id), share(*k, *n))).collect();
    let protected = protect(CountTable { indicators, cells, dispersions: BTreeMap::new() }, &[], Protection::default());
    figures.iter().map(|(id, ..)| matches!(protected.status(&at(id)), CellStatus::Shown(_))).collect()
}

#[test]
fn a_part_that_leaves_a_few_of_its_whole_is_hidden() {
    let both = || vec![named("A", ""), named("B", "delmaengde_af='A'")];
    assert_eq!(told(both(), &[("A", 12, 100), ("B", 9, 100)]), [true, false], "three did so only earlier");
    assert_eq!(told(both(), &[("A", 14, 100), ("B", 9, 100)]), [true, true]);
    assert_eq!(told(both(), &[("A", 9, 100), ("B", 9, 100)]), [true, true], "nobody is left");
}

#[test]
fn any_of_several_is_hidden_where_it_tells_of_the_one_hidden() {
    let all = || vec![named("A", ""), named("B", ""), named("C", "en_af=['A','B']")];
    assert_eq!(told(all(), &[("A", 20, 100), ("B", 3, 100), ("C", 22, 100)]), [false, false, true], "two are in B alone");
    assert_eq!(told(all(), &[("A", 20, 100), ("B", 3, 100), ("C", 20, 100)]), [true, false, true]);
    assert_eq!(told(all(), &[("A", 20, 100), ("B", 30, 100), ("C", 40, 100)]), [true, true, true]);
}

#[test]
fn any_of_several_does_not_tell_of_one_where_another_has_no_figure() {
    let all = || vec![named("A", ""), named("B", ""), named("C", "en_af=['A','B']")];
    assert_eq!(told(all(), &[("B", 3, 100), ("C", 22, 100)]), [false, true], "19 or more are in A");
    let sum = || vec![named("A", ""), named("B", ""), named("C", "sum_af=['A','B']")];
    assert_eq!(told(sum(), &[("B", 3, 100), ("C", 23, 100)]), [false, true]);
}

#[test]
fn whoever_is_outside_none_of_several_is_in_one_of_them() {
    let all = || {
        vec![
            named("A", ""),
            Indicator { retning: crate::model::indicator::Direction::HighIsGood, ..named("B", "ingen_af=['A']") },
        ]
    };
    assert_eq!(told(all(), &[("A", 10, 100), ("B", 88, 100)]), [false, true], "two did something else");
    assert_eq!(told(all(), &[("A", 10, 100), ("B", 80, 100)]), [true, true]);
}

#[test]
fn a_declared_sum_hides_a_second_figure() {
    let all = || vec![named("A", ""), named("B", ""), named("C", "sum_af=['A','B']")];
    let shown = told(all(), &[("A", 20, 100), ("B", 3, 100), ("C", 23, 100)]);
    assert!(!shown[1] && shown.iter().filter(|shown| **shown).count() == 1, "{shown:?}");
}

#[test]
fn a_very_sensitive_share_needs_fifty_answers() {
    let shown = |more: &str, n: i64| told(vec![named("A", more)], &[("A", 10, n)])[0];
    assert_eq!([shown("foelsom=true", 49), shown("foelsom=true", 50), shown("", 49)], [false, true, true]);
}

#[test]
fn the_share_of_the_most_active_rests_on_enough_persons() {
    let measure = "{slags='topandel',roller=['sigtet'],procent=7,mindst_personer=10}";
    let status = |persons: i64| {
        let (numerator, largest) = (3 * persons, 4);
        let exact = Exact {
            numerator,
            denominator: Some(9 * persons),
            behind: persons,
            complement: Some(100),
            largest,
            ..Exact::default()
        };
        let place = Coordinate::whole("X", Period::Year(2024), Geography::Residence);
        let table = CountTable {
            indicators: vec![with(HARM, measure, "")],
            cells: vec![(place.clone(), exact)],
            dispersions: BTreeMap::new(),
        };
        protect(table, &[], Protection::default()).status(&place)
    };
    assert_eq!(status(9), CellStatus::Suppressed(Reason::Small));
    assert!(matches!(status(10), CellStatus::Shown(_)));
}

#[test]
fn a_rate_of_offences_goes_with_the_share_of_the_same_offences() {
    let kinds = "lovovertraedelser=['vold']";
    let share_of =
        Indicator { id: "A".into(), ..with(HARM, &format!("{{slags='andel af hændelser',roller=['sigtet'],{kinds}}}"), "") };
    let rate =
        Indicator { id: "B".into(), ..with(HARM, &format!("{{slags='hændelser',roller=['sigtet'],{kinds},pr_1000=true}}"), "") };
    let place = |id: &str| Coordinate::whole(id, Period::Year(2024), Geography::Residence);
    // Two of the twelve are of another kind: the share is hidden, and the rate would give its numerator.
    let first = Exact { numerator: 10, denominator: Some(12), behind: 10, complement: Some(2), largest: 1, ..Exact::default() };
    let second = Exact { denominator: Some(4_000), complement: None, ..first };
    let table = CountTable {
        indicators: vec![share_of, rate],
        cells: vec![(place("A"), first), (place("B"), second)],
        dispersions: BTreeMap::new(),
    };
    let protected = protect(table, &[], Protection::default());
    assert_eq!(protected.status(&place("A")), CellStatus::Suppressed(Reason::Complement));
    assert_eq!(protected.status(&place("B")), CellStatus::Suppressed(Reason::Secondary));
}

/// Returns which of a year, its first and its second half are shown.
fn halves(year: i64, first: i64, second: i64) -> [bool; 3] {
    let at = |period| Coordinate::whole("X", period, Geography::Residence);
    let periods = [Period::Year(2024), Period::HalfYear(2024, 1), Period::HalfYear(2024, 2)];
    let count = |k: i64| Exact { numerator: k, behind: k, largest: 1, ..Exact::default() };
    let mut cells: Vec<(Coordinate, Exact)> = periods.map(at).into_iter().zip([year, first, second].map(count)).collect();
    cells.sort_by(|a, b| a.0.cmp(&b.0));
    let persons = with(HARM, "{slags='personer',roller=['sigtet']}", "");
    let protected =
        protect(CountTable { indicators: vec![persons], cells, dispersions: BTreeMap::new() }, &[], Protection::default());
    periods.map(|period| matches!(protected.status(&at(period)), CellStatus::Shown(_)))
}

#[test]
fn a_few_who_are_in_both_halves_of_a_year_hide_one_of_the_three() {
    assert_eq!(halves(55, 30, 25), [true, true, true], "nobody is in both");
    assert_eq!(halves(45, 30, 25), [true, true, true], "ten are");
    let shown = halves(52, 30, 25);
    assert!(shown[0] && shown.iter().filter(|shown| **shown).count() == 2, "three are: {shown:?}");
}

/// The districts and the whole of an indicator: k and n of each district, and of those whose residence nobody knows.
fn by_district(id: &str, districts: &[(i64, i64)], unknown: (i64, i64)) -> Vec<(Coordinate, Exact)> {
    let whole = Coordinate::whole(id, Period::Year(2024), Geography::Residence);
    let areas = (0..).map(|at| Area::District(DistrictId(at)));
    let mut cells: Vec<(Coordinate, Exact)> =
        areas.zip(districts).map(|(area, (k, n))| (whole.in_area(area), share(*k, *n))).collect();
    cells.push((whole.in_area(Area::Unknown), share(unknown.0, unknown.1)));
    let (k, n) = districts.iter().chain([&unknown]).fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    cells.push((whole, share(k, n)));
    cells.sort_by(|a, b| a.0.cmp(&b.0));
    cells
}

fn hidden_areas(protected: &Protected, cells: &[(Coordinate, Exact)]) -> BTreeSet<Area> {
    let hidden = cells.iter().filter(|(at, _)| !matches!(protected.status(at), CellStatus::Shown(_)));
    hidden.map(|(at, _)| at.area).collect()
}

#[test]
fn the_persons_under_two_shares_are_one_number() {
    let indicators = vec![
        Indicator { id: "A".into(), ..with(HARM, "{slags='flere gange',roller=['sigtet']}", "") },
        Indicator { id: "B".into(), ..with(HARM, "{slags='førstegang',roller=['sigtet'],maaneder=24}", "") },
    ];
    // Nobody knows where three of them live.
    let first = by_district("A", &[(7, 19), (8, 16), (9, 24), (6, 13)], (0, 3));
    let second = by_district("B", &[(9, 19), (2, 16), (8, 24), (7, 13)], (2, 3));
    let cells = [first.clone(), second.clone()].concat();
    let protected = protect(CountTable { indicators, cells, dispersions: BTreeMap::new() }, &[], Protection::default());
    let (first, second) = (hidden_areas(&protected, &first), hidden_areas(&protected, &second));
    let in_both: Vec<&Area> = first.intersection(&second).collect();
    assert!(in_both.contains(&&Area::Unknown) && in_both.len() > 1, "{first:?} and {second:?} leave the unknown alone");
}

#[test]
fn what_happened_nobody_knows_where_is_no_cover_for_a_district() {
    let indicators = vec![Indicator { id: "A".into(), ..with("neutral", "{slags='eget distrikt',roller=['sigtet']}", "") }];
    let cells = by_district("A", &[(12, 30), (3, 20), (11, 25)], (0, 6));
    let table = CountTable { indicators, cells: cells.clone(), dispersions: BTreeMap::new() };
    let hidden = hidden_areas(&protect(table, &[], Protection::default()), &cells);
    let districts = hidden.iter().filter(|area| matches!(area, Area::District(_))).count();
    assert!(hidden.contains(&Area::Municipality) || districts > 1, "{hidden:?}: the whole less the others is 3");
}

#[test]
fn how_many_offences_there_are_bounds_who_has_offences_of_several_days() {
    let indicators = vec![
        Indicator { id: "A".into(), ..with(HARM, "{slags='flere gange',roller=['sigtet']}", "") },
        Indicator { id: "B".into(), ..with("neutral", "{slags='forhold pr. person',roller=['sigtet']}", "") },
    ];
    let place = |id: &str| Coordinate::whole(id, Period::Year(2024), Geography::Residence);
    let offences = Exact { numerator: 28, denominator: Some(24), behind: 24, largest: 3, ..Exact::default() };
    let cells = vec![(place("A"), share(3, 24)), (place("B"), offences)];
    let protected = protect(CountTable { indicators, cells, dispersions: BTreeMap::new() }, &[], Protection::default());
    assert!(!matches!(protected.status(&place("B")), CellStatus::Shown(_)), "28 offences of 24 leave four at most");
}

/// Returns whether everything is shown of persons by year and halves, and of those among them with offences of several days.
fn all_shown_of_repeats(year: i64, halves: [i64; 2], repeats: i64) -> bool {
    let indicators = vec![
        Indicator { id: "A".into(), ..with(HARM, "{slags='flere gange',roller=['sigtet']}", "") },
        Indicator { id: "B".into(), ..with(HARM, "{slags='personer',roller=['sigtet']}", "") },
    ];
    let at = |id: &str, period| Coordinate::whole(id, period, Geography::Residence);
    let persons = |k: i64| Exact { numerator: k, behind: k, largest: 1, ..Exact::default() };
    let mut cells = vec![
        (at("A", Period::Year(2024)), share(repeats, year)),
        (at("B", Period::Year(2024)), persons(year)),
        (at("B", Period::HalfYear(2024, 1)), persons(halves[0])),
        (at("B", Period::HalfYear(2024, 2)), persons(halves[1])),
    ];
    cells.sort_by(|a, b| a.0.cmp(&b.0));
    let places: Vec<Coordinate> = cells.iter().map(|(at, _)| at.clone()).collect();
    let protected = protect(CountTable { indicators, cells, dispersions: BTreeMap::new() }, &[], Protection::default());
    places.iter().all(|at| matches!(protected.status(at), CellStatus::Shown(_)))
}

#[test]
fn a_few_with_several_days_in_one_half_of_the_year_are_not_left_over() {
    assert!(!all_shown_of_repeats(21, [12, 15], 7), "six are in both halves, so one has several days within one");
    assert!(all_shown_of_repeats(21, [12, 15], 6), "nobody has");
    assert!(all_shown_of_repeats(21, [12, 15], 11), "five have");
}

fn in_area(id: &str, area: Area) -> Coordinate {
    at(id).in_area(area)
}

/// How many answered in two districts and without one, and of them a question's k and n.
fn answered(rows: [i64; 3], shares: [(i64, i64); 3]) -> Vec<(String, bool)> {
    let rows_of = Exact { largest: 1, ..Exact::default() };
    let areas = [Area::District(DistrictId(1)), Area::District(DistrictId(2)), Area::Unknown];
    let count = |k: i64| Exact { numerator: k, behind: k, ..rows_of };
    let mut cells: Vec<(Coordinate, Exact)> = vec![
        (at("Q"), count(rows.iter().sum())),
        (at("A"), share(shares.iter().map(|(k, _)| k).sum(), shares.iter().map(|(_, n)| n).sum())),
    ];
    for ((area, k), (hit, n)) in areas.into_iter().zip(rows).zip(shares) {
        cells.extend([(in_area("Q", area), count(k)), (in_area("A", area), share(hit, n))]);
    }
    cells.sort_by(|(one, _), (other, _)| one.cmp(other));
    let indicators = vec![named("A", ""), Indicator { id: "Q".into(), ..with("neutral", "{slags='rækker'}", "") }];
    let protected = protect(CountTable { indicators, cells, dispersions: BTreeMap::new() }, &[], Protection::default());
    let shown = |(at, status): (&Coordinate, CellStatus)| {
        (format!("{} {:?}", at.indicator, at.area), matches!(status, CellStatus::Shown(_)))
    };
    protected.cells().map(shown).collect()
}

/// The figures of an indicator that are hidden, as areas.
fn hidden_of(figures: &[(String, bool)], id: &str) -> Vec<String> {
    let own = figures.iter().filter(|(name, shown)| !shown && name.starts_with(id));
    own.map(|(name, _)| name[2..].to_owned()).collect()
}

#[test]
fn where_the_number_of_respondents_is_hidden_all_answers_are() {
    // Four answered without district: the n of either district would tell how many of the 64 it leaves them at most.
    let figures = answered([30, 30, 4], [(12, 28), (14, 30), (2, 4)]);
    let of_rows = hidden_of(&figures, "Q");
    assert_eq!(of_rows.len(), 2, "{figures:?}");
    assert_eq!(hidden_of(&figures, "A"), of_rows);
    let figures = answered([30, 30, 10], [(12, 28), (14, 30), (5, 10)]);
    assert!(figures.iter().all(|(_, shown)| *shown), "{figures:?}");
}

#[test]
fn no_n_is_above_the_number_of_respondents() {
    // Eight of ten without district answered the question: together with a district of 31 they would be known to be at least eight.
    let figures = answered([31, 40, 10], [(12, 31), (14, 40), (5, 8)]);
    assert!(hidden_of(&figures, "Q").is_empty(), "{figures:?}");
    assert_eq!(hidden_of(&figures, "A").len(), 2, "{figures:?}");
}

#[test]
fn a_mean_goes_with_a_hidden_number_above_the_limit() {
    let absence = |id: &str, measure: &str| {
        let like = with(HARM, measure, "");
        Indicator { id: id.into(), kilde: crate::model::profile::Source::Fravaer, ..like }
    };
    let shown = |of_mean: &str, mean: i64, above: i64| {
        let indicators = vec![
            absence("A", "{slags='elever over',fravaer=['sygdom','lovligt'],procent=10}"),
            absence("B", &format!("{{slags='fraværsgennemsnit',fravaer=[{of_mean}]}}")),
        ];
        let of_mean = Exact { numerator: mean * 20, denominator: Some(20), behind: 20, largest: mean, ..Exact::default() };
        let cells = vec![(at("A"), share(above, 20)), (at("B"), of_mean)];
        let protected = protect(CountTable { indicators, cells, dispersions: BTreeMap::new() }, &[], Protection::default());
        ["A", "B"].map(|id| matches!(protected.status(&at(id)), CellStatus::Shown(_)))
    };
    let (some, all, more) = ("'sygdom'", "'lovligt','sygdom'", "'sygdom','lovligt','ulovligt'");
    assert_eq!(shown(some, 101_000, 3), [false, false], "10.1 per cent on average: somebody is above ten");
    assert_eq!(shown(some, 100_000, 3), [false, true], "ten may be rounded up");
    assert_eq!(shown(more, 99_000, 3), [false, false], "9.9 per cent on average: somebody is not above ten");
    assert_eq!(shown(more, 101_000, 3), [false, true], "another kind of absence may be the cause");
    assert_eq!([shown(all, 101_000, 3), shown(all, 20_000, 3)], [[false, false]; 2]);
    assert_eq!([shown(some, 101_000, 8), shown(more, 99_000, 8)], [[true, true]; 2]);
}

#[test]
fn who_was_asked_gave_the_answer_that_leads_to_the_question() {
    let asked = || vec![named("A", ""), Indicator { asked_of: vec!["A".into()], ..named("B", "") }];
    let areas = [Area::District(DistrictId(1)), Area::District(DistrictId(2)), Area::District(DistrictId(3))];
    let mut cells = vec![(at("A"), share(52, 200)), (at("B"), share(25, 52))];
    for (area, (a, b)) in areas.into_iter().zip([((4, 60), (2, 4)), ((24, 70), (12, 24)), ((24, 70), (11, 24))]) {
        cells.extend([(in_area("A", area), share(a.0, a.1)), (in_area("B", area), share(b.0, b.1))]);
    }
    cells.sort_by(|(one, _), (other, _)| one.cmp(other));
    let protected = protect(CountTable { indicators: asked(), cells, dispersions: BTreeMap::new() }, &[], Protection::default());
    let hidden = |id: &str| areas.map(|area| !matches!(protected.status(&in_area(id, area)), CellStatus::Shown(_)));
    // All who were asked answered: the n of the question is who gave the answer before it, so both are hidden in the same places.
    assert_eq!(hidden("A"), hidden("B"));
    assert_eq!(hidden("A").into_iter().filter(|hidden| *hidden).count(), 2);
}

#[test]
fn that_nobody_was_asked_is_told_where_the_answer_before_is() {
    let asked = || vec![named("A", ""), Indicator { asked_of: vec!["A".into()], ..named("B", "") }];
    let shown = |before: (i64, i64)| told(asked(), &[("A", before.0, before.1), ("B", 0, 0)]);
    assert_eq!(shown((0, 60)), [true, true]);
    assert_eq!(shown((3, 60)), [false, false]);
}

#[test]
fn who_was_asked_may_have_given_the_answer_that_is_not_counted() {
    // All 15 of 17 who said no were asked: their number tells of the two who said yes.
    let asked = || vec![named("A", ""), Indicator { asked_beside: vec!["A".into()], ..named("B", "") }];
    assert_eq!(told(asked(), &[("A", 2, 17), ("B", 5, 15)]), [false, false]);
    assert_eq!(told(asked(), &[("A", 7, 27), ("B", 5, 20)]), [true, true]);
}
