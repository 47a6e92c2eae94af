//! The planted truths, counted from the generator's own data.

use super::absence::visit;
use super::calendar::{Span, age};
use super::police::{Crime, is_lone_cell};
use super::survey::Answer;
use super::*;
use crate::model::person::Role;
use std::collections::{BTreeMap, BTreeSet};

struct World {
    size: Size,
    span: Span,
    schools: Vec<register::School>,
    pupils: Vec<pupils::Pupil>,
}

fn world() -> World {
    let size = Size::default();
    let span = Span::new(size).expect("the default size is allowed");
    let schools = register::schools(size);
    let pupils = pupils::draw(size, &span, &schools);
    World { size, span, schools, pupils }
}

fn crime() -> Crime {
    let w = world();
    police::draw(w.size, &w.span)
}

/// Share of valid answers to an item with one of the codes, in percent.
fn share(w: &World, year: i16, item: usize, codes: &[i16], keep: impl Fn(&survey::Response) -> bool) -> f64 {
    let (mut hits, mut all) = (0.0, 0.0);
    for response in survey::draw(w.size, year, &w.schools, &w.pupils).iter().filter(|r| keep(r)) {
        if let Answer::Label(_, code) | Answer::Number(code) = response.answers[item - 1] {
            all += 1.0;
            hits += if codes.contains(&code) { 1.0 } else { 0.0 };
        }
    }
    100.0 * hits / all
}

const DRUNK: (usize, &[i16]) = (9, &[1, 2, 3]);
const ECIG: (usize, &[i16]) = (10, &[2, 3, 4]);

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let small = Size { pupils: 600, years: 1, seed: 5 };
    let build = |size| municipality(size).expect("a small municipality can be written");
    assert!(build(small) == build(small));
    let other = build(Size { seed: 6, ..small });
    let differs = |path: &str| build(small).iter().zip(&other).any(|(a, b)| a.path.contains(path) && a.bytes != b.bytes);
    for source in ["upu/", "politi/", "fravaer/", "befolkning/", "tidligere/"] {
        assert!(differs(source), "{source}");
    }
}

#[test]
fn the_default_municipality_has_every_file_and_stays_below_12_megabytes() {
    let files = municipality(Size::default()).expect("the default municipality can be written");
    let count = |part: &str| files.iter().filter(|f| f.path.starts_with(part)).count();
    let parts = [
        "indbakke/upu/",
        "indbakke/politi/",
        "indbakke/fravaer/",
        "indbakke/observationer/",
        "indbakke/befolkning/",
        "stamdata/",
        "tidligere/",
    ];
    assert_eq!(parts.map(count), [7, 154, 3, 2, 3, 4, 1]);
    assert!(files.iter().any(|f| f.path == "indbakke/politi/2024/SSP-liste 2024 uge 12.xlsx"));
    assert!(!files.iter().any(|f| f.path.contains("2024 uge 29") || f.path.contains("2024 uge 30")));
    let bytes: usize = files.iter().map(|f| f.bytes.len()).sum();
    assert!(bytes < 12_000_000, "{bytes}");
}

#[test]
fn the_smallest_and_the_longest_municipality_can_be_written() {
    let files = municipality(Size { pupils: 300, years: 10, seed: 1 }).expect("the smallest municipality can be written");
    assert!(files.iter().any(|f| f.path.ends_with("SSP-liste 2020 uge 53.xlsx")));
    assert!(!files.iter().any(|f| f.path.ends_with("SSP-liste 2021 uge 53.xlsx")));
}

#[test]
fn each_wave_has_enough_respondents_and_one_school_misses_one_wave() {
    let w = world();
    for year in w.span.waves.clone() {
        let responses = survey::draw(w.size, year, &w.schools, &w.pupils);
        assert!((1_150..=1_550).contains(&responses.len()), "{year}: {}", responses.len());
        let came = responses.iter().any(|r| w.schools[r.school].number == ABSENT_SCHOOL);
        assert_eq!(came, year != 2023, "{year}");
    }
}

#[test]
fn drunkenness_rises_with_the_grade_and_falls_over_the_waves() {
    let w = world();
    let grades = [7, 8, 9].map(|grade| share(&w, 2024, DRUNK.0, DRUNK.1, |r| r.grade == grade));
    for (found, (low, high)) in grades.iter().zip([(2.5, 6.5), (9.0, 15.0), (25.0, 35.0)]) {
        assert!((low..high).contains(found), "{grades:?}");
    }
    let [first, last] = [2018, 2024].map(|year| share(&w, year, DRUNK.0, DRUNK.1, |_| true));
    assert!(first > last + 1.5, "{first} {last}");
}

#[test]
fn e_cigarettes_rise_and_are_much_more_common_in_the_south() {
    let w = world();
    let [first, last] = [2018, 2024].map(|year| share(&w, year, ECIG.0, ECIG.1, |_| true));
    assert!(last > first + 3.0, "{first} {last}");
    let south = |r: &survey::Response| w.schools[r.school].district == Some(register::SOUTH);
    let here = share(&w, 2024, ECIG.0, ECIG.1, south);
    let elsewhere = share(&w, 2024, ECIG.0, ECIG.1, |r| !south(r));
    assert!((2.4..4.2).contains(&(here / elsewhere)), "{here} {elsewhere}");
}

#[test]
fn pupils_believe_that_more_peers_are_drunk_than_are() {
    let w = world();
    for grade in [7, 8, 9] {
        let actual = share(&w, 2024, DRUNK.0, DRUNK.1, |r| r.grade == grade);
        let responses = survey::draw(w.size, 2024, &w.schools, &w.pupils);
        let believed: Vec<f64> = responses.iter().filter(|r| r.grade == grade).filter_map(|r| number(r.answers[15])).collect();
        let mean = believed.iter().sum::<f64>() / believed.iter().map(|_| 1.0).sum::<f64>();
        assert!((17.0..28.0).contains(&(mean - actual)), "{grade}: {mean} {actual}");
    }
}

fn number(answer: Answer) -> Option<f64> {
    if let Answer::Number(n) = answer { Some(f64::from(n)) } else { None }
}

#[test]
fn risky_answers_go_together() {
    let w = world();
    let drunk = |r: &survey::Response| matches!(r.answers[8], Answer::Label(_, 1..));
    let sober = |r: &survey::Response| matches!(r.answers[8], Answer::Label(_, 0));
    assert!(share(&w, 2024, 12, &[1, 2, 3], drunk) > 1.8 * share(&w, 2024, 12, &[1, 2, 3], sober));
}

fn total(half_days: absence::HalfDays) -> u32 {
    half_days.illness + half_days.permitted + half_days.unauthorised
}

#[test]
fn absence_is_realistic_and_higher_in_the_south() {
    let w = world();
    let (mut absent, mut days) = (BTreeMap::<bool, f64>::new(), BTreeMap::<bool, f64>::new());
    let mut pupils: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    visit(w.size, 2023, &w.schools, &w.pupils, |pupil, _, _, school_days, half_days| {
        let south = w.schools[pupil.school].district == Some(register::SOUTH);
        *absent.entry(south).or_default() += f64::from(total(half_days)) / 2.0;
        *days.entry(south).or_default() += f64::from(school_days);
        let sums = pupils.entry(pupil.number).or_default();
        *sums = (sums.0 + total(half_days), sums.1 + 2 * school_days);
    });
    let rate = |south: bool| 100.0 * absent[&south] / days[&south];
    assert!((5.0..8.5).contains(&rate(false)), "{}", rate(false));
    assert!((1.2..1.5).contains(&(rate(true) / rate(false))), "{} {}", rate(true), rate(false));
    let over = pupils.values().filter(|(a, d)| 10 * a > *d).count();
    assert!((10..30).contains(&(100 * over / pupils.len())), "{over} of {}", pupils.len());
    assert!(pupils.values().all(|(_, d)| *d == 400));
}

#[test]
fn exactly_one_girl_is_the_planted_cell() {
    for seed in 1..=5 {
        let size = Size { seed, ..Size::default() };
        let crime = police::draw(size, &Span::new(size).expect("the default size is allowed"));
        let cell: BTreeSet<&str> = crime
            .rows
            .iter()
            .map(|r| (r, &crime.people[r.person]))
            .filter(|(r, p)| is_lone_cell(r, p, 2024))
            .map(|(_, p)| p.name.as_str())
            .collect();
        assert_eq!(cell.into_iter().collect::<Vec<_>>(), [CANARIES[1]]);
    }
}

#[test]
fn police_rows_have_the_wished_volume() {
    let crime = crime();
    for year in [2022, 2023, 2024] {
        let rows: Vec<_> = crime.rows.iter().filter(|r| r.list.year == year).collect();
        assert!((290..=380).contains(&rows.len()), "{year}: {}", rows.len());
        let encountered = rows.iter().filter(|r| r.role == Role::Encountered).count();
        assert!((40..=55).contains(&(100 * encountered / rows.len())), "{year}: {encountered}");
        let young: BTreeSet<usize> = rows
            .iter()
            .filter(|r| {
                matches!(r.role, Role::Suspected | Role::Charged)
                    && (10..=17).contains(&age(crime.people[r.person].birth, r.date))
            })
            .map(|r| r.person)
            .collect();
        assert!((60..=90).contains(&young.len()), "{year}: {}", young.len());
    }
}

#[test]
fn nobody_under_15_is_charged() {
    let crime = crime();
    assert!(crime.rows.iter().all(|r| r.role != Role::Charged || age(crime.people[r.person].birth, r.date) >= 15));
}

#[test]
fn some_persons_stand_on_several_dates_and_many_are_new_in_the_last_year() {
    let crime = crime();
    let mut dates: BTreeMap<usize, BTreeSet<jiff::civil::Date>> = BTreeMap::new();
    for row in crime.rows.iter().filter(|r| matches!(r.role, Role::Suspected | Role::Charged)) {
        dates.entry(row.person).or_default().insert(row.date);
    }
    let in_last = |d: &&BTreeSet<jiff::civil::Date>| d.iter().filter(|d| d.year() == 2024).count();
    assert!(dates.values().filter(|d| in_last(d) >= 2).count() >= 8);
    assert!(dates.values().filter(|d| d.first().is_some_and(|d| d.year() == 2024)).count() >= 30);
}

/// Persons of 10-17 years suspected or charged in a year, and those of them on at least two dates.
fn repeated(crime: &Crime, year: i16) -> (usize, usize) {
    let mut dates: BTreeMap<usize, BTreeSet<jiff::civil::Date>> = BTreeMap::new();
    let of_year = crime.rows.iter().filter(|r| r.date.year() == year && matches!(r.role, Role::Suspected | Role::Charged));
    for row in of_year.filter(|r| (10..=17).contains(&age(crime.people[r.person].birth, r.date))) {
        dates.entry(row.person).or_default().insert(row.date);
    }
    (dates.len(), dates.values().filter(|dates| dates.len() >= 2).count())
}

#[test]
fn many_more_of_the_young_people_stand_on_several_dates_in_the_last_year() {
    let crime = crime();
    let part = |year: i16| {
        let (persons, repeated) = repeated(&crime, year);
        100 * repeated / persons
    };
    assert!(part(2022) < 17 && part(2023) < 13 && part(2024) > 30, "{} {} {}", part(2022), part(2023), part(2024));
}

#[test]
fn pupils_believe_that_more_peers_use_e_cigarettes_than_do() {
    let w = world();
    let responses = survey::draw(w.size, 2024, &w.schools, &w.pupils);
    for grade in [7, 8, 9] {
        let actual = share(&w, 2024, ECIG.0, ECIG.1, |r| r.grade == grade);
        let believed: Vec<f64> = responses.iter().filter(|r| r.grade == grade).filter_map(|r| number(r.answers[36])).collect();
        let mean = believed.iter().sum::<f64>() / believed.iter().map(|_| 1.0).sum::<f64>();
        assert!((11.0..23.0).contains(&(mean - actual)), "{grade}: {mean} {actual}");
    }
}

#[test]
fn answers_about_the_same_thing_agree() {
    let w = world();
    let code = |answer: Answer| match answer {
        Answer::Label(_, code) | Answer::Number(code) => Some(code),
        Answer::Refused | Answer::Blank => None,
    };
    let (mut drunk, mut hash) = (0, 0);
    for response in survey::draw(w.size, 2024, &w.schools, &w.pupils) {
        let of = |question: usize| code(response.answers[question - 1]);
        if let (Some(1..), Some(ever)) = (of(9), of(19)) {
            assert_eq!(ever, 1);
            drunk += 1;
        }
        if let (Some(0), Some(this_year)) = (of(11), of(24)) {
            assert_eq!(this_year, 0);
            hash += 1;
        }
        assert!(of(11).is_some() || of(24).is_none(), "whoever leaves out whether is not asked how often");
        assert!(of(21).is_none_or(|age| age <= i16::from(response.grade) + 6));
    }
    assert!(drunk > 100 && hash > 1_000);
}

#[test]
fn some_rows_repeat_some_have_no_key_and_some_no_known_address() {
    let crime = crime();
    let mut lists: BTreeMap<(&str, usize), BTreeSet<u8>> = BTreeMap::new();
    for row in &crime.rows {
        lists.entry((&row.journal, row.person)).or_default().insert(row.list.number);
    }
    assert!((10..60).contains(&lists.values().filter(|weeks| weeks.len() == 2).count()));
    assert!((10..50).contains(&crime.rows.iter().filter(|r| r.without_key).count()));
    assert!((3..40).contains(&crime.people.iter().filter(|p| p.district.is_none()).count()));
    assert!(!crime.rows.iter().any(|r| r.list.year == 2024 && MISSING_WEEKS.contains(&r.list.number)));
}

#[test]
fn incidents_lie_in_their_list_week_or_shortly_before() {
    for row in crime().rows {
        let days = (row.date - calendar::monday(row.list)).get_days();
        assert!((-12..=6).contains(&days), "{days}");
        assert!(row.date.year() >= 2022);
    }
}

#[test]
fn every_number_is_a_replacement_number_of_its_own_date() {
    let crime = crime();
    for person in &crime.people {
        let digit = |from: usize, to: usize| person.cpr[from..to].parse::<i16>().expect("digits");
        let day = digit(0, 2) - 60;
        let born = (i16::from(person.birth.day()), i16::from(person.birth.month()), person.birth.year().rem_euclid(100));
        assert_eq!((day, digit(2, 4), digit(4, 6)), born);
        assert_eq!(digit(7, 8) < 4, person.birth.year() < 2000);
        assert_eq!(digit(10, 11) % 2 == 0, person.girl);
    }
}

#[test]
fn population_fits_the_pupils() {
    let w = world();
    let weights = register::district_weights(&w.schools);
    let count = |ages: std::ops::RangeInclusive<i16>| -> u32 {
        let cells = ages.flat_map(|age| (0..4).flat_map(move |d| ["K", "M"].map(move |s| (age, d, s))));
        cells.map(|(age, d, s)| population::inhabitants(w.size, 2024, age, (d, s), weights)).sum()
    };
    assert!((3_900..=4_800).contains(&count(10..=17)), "{}", count(10..=17));
    assert!((11_000..=14_500).contains(&count(0..=25)), "{}", count(0..=25));
}
