//! Which comparisons are made, and what they may say.

use super::fixture::{Counts, Municipality, catalogue, indicator};
use crate::compose::signal::{Against, Family, Obstacle};
use crate::compose::view::View;
use crate::compose::{annual, plan};
use crate::model::counts::CountTable;
use crate::model::document::{Block, Signal};
use crate::model::geography::{Area, DistrictId};
use crate::model::indicator::{Indicator, Measure};
use crate::model::period::{Period, SchoolYear};
use crate::model::project::{LeastEffect, Reference};
use crate::model::release::Dispersion;

const WHOLE: Area = Area::Municipality;
const NORTH: Area = Area::District(DistrictId(0));

fn wave(year: i16) -> Period {
    Period::Wave(SchoolYear(year))
}

fn in_time(id: &str, period: Period, now: (i64, i64), before: (i64, i64)) -> Signal {
    let mut counts = Counts::default();
    let figure = |(k, n): (i64, i64)| (k, Some(n).filter(|n| *n > 0));
    counts.whole(id, period, WHOLE, figure(now)).whole(id, period.a_year_before(), WHOLE, figure(before));
    Family::build(&Municipality::new(counts).input()).signal(id, Against::YearBefore)
}

#[test]
fn the_word_follows_the_direction_of_the_indicator() {
    assert_eq!(in_time("U15", wave(2024), (300, 1000), (200, 1000)), Signal::Worse);
    assert_eq!(in_time("U15", wave(2024), (200, 1000), (300, 1000)), Signal::Better);
    assert_eq!(in_time("U06", wave(2024), (300, 1000), (200, 1000)), Signal::Better);
    assert_eq!(in_time("P10", Period::Year(2024), (200, 5000), (100, 5000)), Signal::Higher);
    assert_eq!(in_time("P10", Period::Year(2024), (100, 5000), (200, 5000)), Signal::Lower);
    assert_eq!(in_time("U15", wave(2024), (205, 1000), (200, 1000)), Signal::NoDifference);
}

#[test]
fn offences_are_not_tested_for_one_person_may_stand_behind_several() {
    assert_eq!(in_time("P07", Period::Year(2024), (300, 0), (100, 0)), Signal::None);
    assert_eq!(in_time("P06", Period::Year(2024), (300, 600), (100, 600)), Signal::None);
}

#[test]
fn a_hidden_figure_is_compared_with_nothing() {
    assert_eq!(in_time("U15", wave(2024), (3, 1000), (200, 1000)), Signal::None);
    assert_eq!(in_time("U15", wave(2024), (200, 1000), (3, 1000)), Signal::None);
}

#[test]
fn the_rest_is_the_municipality_without_the_district() {
    let mut counts = Counts::default();
    counts.whole("U15", wave(2024), WHOLE, (205, Some(1302))).whole("U15", wave(2024), NORTH, (30, Some(333)));
    counts.whole("U15", wave(2024), Area::Unknown, (175, Some(969)));
    let town = Municipality::new(counts);
    let input = town.input();
    let family = Family::build(&input);
    let against = family.find("U15", Against::Rest(DistrictId(0))).expect("both figures are shown");
    assert_eq!((against.other.numerator, against.other.denominator), (175, Some(969)));
    assert_eq!(family.len(), 1);
}

#[test]
fn many_comparisons_raise_the_bar() {
    let mut counts = Counts::default();
    counts.whole("U15", wave(2024), WHOLE, (245, Some(1000))).whole("U15", wave(2023), WHOLE, (205, Some(1000)));
    let alone = Family::build(&Municipality::new(counts).input()).sure().len();
    let mut counts = Counts::default();
    counts.whole("U15", wave(2024), WHOLE, (245, Some(1000))).whole("U15", wave(2023), WHOLE, (205, Some(1000)));
    for id in ["U03", "U06", "U07", "U08", "U09"] {
        counts.whole(id, wave(2024), WHOLE, (200, Some(1000))).whole(id, wave(2023), WHOLE, (200, Some(1000)));
    }
    let among_many = Family::build(&Municipality::new(counts).input()).sure().len();
    assert_eq!((alone, among_many), (1, 0));
}

/// Returns a town with these figures of U15 and a dispersion of it.
fn dispersed(figures: &[(Period, Area, (i64, i64))], dispersion: Option<Dispersion>) -> Municipality {
    let mut counts = Counts::default();
    for (period, area, (k, n)) in figures {
        counts.whole("U15", *period, *area, (*k, Some(*n)));
    }
    let dispersions = dispersion.map(|found| ("U15".to_owned(), found)).into_iter().collect();
    Municipality::of(CountTable { indicators: catalogue(), cells: counts.0.into_iter().collect(), dispersions })
}

const SOUTH: Area = Area::District(DistrictId(1));

/// A district far from the rest, if pupils were single persons: 9.0 against 18.1 per cent.
const FAR: [(Period, Area, (i64, i64)); 3] = [
    (Period::Wave(SchoolYear(2024)), WHOLE, (205, 1302)),
    (Period::Wave(SchoolYear(2024)), NORTH, (30, 333)),
    (Period::Wave(SchoolYear(2024)), SOUTH, (175, 969)),
];

#[test]
fn schools_that_differ_much_take_the_sureness_from_a_district() {
    let signal = |tenths, schools| {
        let town = dispersed(&FAR, Some(Dispersion { tenths, schools, districts: 4, periods: 1 }));
        Family::build(&town.input()).signal("U15", Against::Rest(DistrictId(0)))
    };
    assert_eq!(signal(10, 100), Signal::Better);
    assert_eq!(signal(40, 100), Signal::NoDifference, "z 3.9 is 1.95 when the variance is fourfold");
    assert_eq!(signal(17, 100), Signal::Better);
    assert_eq!(signal(17, 7), Signal::NoDifference, "three degrees of freedom prove little");
}

#[test]
fn with_too_few_schools_known_nothing_is_tested_and_it_is_said() {
    let town = dispersed(&FAR, None);
    let input = town.input();
    let family = Family::build(&input);
    assert_eq!((family.len(), family.signal("U15", Against::Rest(DistrictId(0)))), (0, Signal::None));
    assert_eq!(family.obstacle("U15", Against::Rest(DistrictId(0))), Some(Obstacle::FewSchools));
    let view = View::new(&input, "");
    let told = crate::compose::change::in_place(&view, &indicator("U15"), &view.at(&indicator("U15"), NORTH));
    assert_eq!(told.as_deref(), Some("Forskellen kan ikke vurderes, fordi der er for få skoler at måle udsving på."));
    assert_eq!(view.now(&indicator("U15"), NORTH).interval(), None, "no interval that would be too narrow");
}

#[test]
fn a_change_is_measured_against_how_unlike_the_districts_moved() {
    let years = |south: [i64; 5]| -> Vec<(Period, Area, (i64, i64))> {
        let year = |(at, south): (usize, i64)| {
            let (north, when) = (100 + 5 * i64::try_from(at).expect("few"), wave(2020 + i16::try_from(at).expect("few")));
            [(when, WHOLE, (north + south, 2000)), (when, NORTH, (north, 1000)), (when, SOUTH, (south, 1000))]
        };
        south.into_iter().enumerate().flat_map(year).collect()
    };
    // Two districts and five waves are four degrees of freedom: too few, so that the spread between schools stands for them.
    let town =
        dispersed(&years([100, 105, 110, 115, 160]), Some(Dispersion { tenths: 60, schools: 24, districts: 4, periods: 1 }));
    let family = Family::build(&town.input());
    assert!(!family.find("U15", Against::YearBefore).expect("both years are shown").sure());
    let town =
        dispersed(&years([100, 105, 110, 115, 160]), Some(Dispersion { tenths: 10, schools: 24, districts: 4, periods: 1 }));
    assert!(Family::build(&town.input()).find("U15", Against::YearBefore).expect("both years are shown").higher());
}

#[test]
fn five_years_make_a_trend_and_four_do_not() {
    let many = Some(Dispersion { tenths: 10, schools: 1_004, districts: 4, periods: 1 });
    let years: Vec<_> = (0..5).map(|at| (wave(2020 + at), WHOLE, (100 + 30 * i64::from(at), 1000))).collect();
    let town = dispersed(&years, many);
    let input = town.input();
    let family = Family::build(&input);
    let trend = family.find("U15", Against::Trend).expect("five years in a row");
    assert_eq!((trend.signal(), trend.since, trend.front()), (Signal::Worse, wave(2020), true));
    let text = crate::compose::far::far(&View::new(&input, ""), &indicator("U15"), trend);
    let told = "Set over årene siden vinteren 2020/21 er andelen stigende; dengang var den 10,0\u{a0}% (100 af 1.000). \
                Udviklingen er statistisk sikker.";
    assert!(text.ends_with(told), "{text}");
    assert!(Family::build(&dispersed(&years[1..], many).input()).find("U15", Against::Trend).is_none());
    let broken = |_: &Indicator, from: Period, _: Period| from < wave(2022);
    let family = Family::unbroken(&input, &broken);
    assert!(family.find("U15", Against::Trend).is_none() && family.find("U15", Against::YearBefore).is_some());
}

#[test]
fn no_comparison_is_made_across_a_break() {
    let many = Some(Dispersion { tenths: 10, schools: 1_004, districts: 4, periods: 1 });
    let town = dispersed(&[(wave(2023), WHOLE, (100, 1000)), (wave(2024), WHOLE, (200, 1000))], many);
    let input = town.input();
    let family = Family::unbroken(&input, &|_, from, to| from < wave(2024) && to >= wave(2024));
    assert_eq!((family.len(), family.obstacle("U15", Against::YearBefore)), (0, Some(Obstacle::Break)));
}

#[test]
fn a_sure_difference_that_is_small_gives_no_signal_and_says_so() {
    let town = dispersed(
        &[(wave(2023), WHOLE, (20_000, 100_000)), (wave(2024), WHOLE, (21_500, 100_000))],
        Some(Dispersion { tenths: 10, schools: 1_004, districts: 4, periods: 1 }),
    );
    let input = town.input();
    let family = Family::build(&input);
    let found = family.find("U15", Against::YearBefore).expect("both are shown");
    assert_eq!((found.signal(), found.sure_but_small(), found.front()), (Signal::NoDifference, true, false));
    let mut project = town.project.clone();
    project.least_effect = LeastEffect { tenths: 10, percent: 20 };
    let family = Family::build(&crate::compose::Input { project: &project, ..town.input() });
    assert!(family.find("U15", Against::YearBefore).expect("both are shown").sure(), "1.5 points are more than one");
}

#[test]
fn a_reference_value_is_compared_with_the_municipality() {
    let mut town = dispersed(&FAR, Some(Dispersion { tenths: 10, schools: 1_004, districts: 4, periods: 1 }));
    let value = |period| Reference {
        indicator: "U15".into(),
        period,
        tenths: 230,
        n: Some(50_000),
        source: "Ungeprofilundersøgelsen, deltagende kommuner".into(),
    };
    town.project.references = vec![value(wave(2024))];
    let input = town.input();
    let family = Family::build(&input);
    let found = family.find("U15", Against::Reference).expect("both are there");
    assert_eq!((found.signal(), found.other_tenths()), (Signal::Better, 230));
    let text = crate::compose::far::far(&View::new(&input, ""), &indicator("U15"), found);
    let told = "Andelen er lavere end i de deltagende kommuner (23,0\u{a0}%), og forskellen er statistisk sikker. \
                Sammenligningstallet er fra Ungeprofilundersøgelsen, deltagende kommuner.";
    assert!(text.ends_with(told), "{text}");
    town.project.references = vec![value(wave(2021))];
    assert!(Family::build(&town.input()).find("U15", Against::Reference).is_none(), "too old to stand beside this winter");
}

#[test]
fn mean_absence_is_tested_by_the_spread_between_schools() {
    let period = Period::SchoolYear(SchoolYear(2023));
    let signal = |tenths| {
        let mut counts = Counts::default();
        for (period, mean) in [(period, 90_000), (period.a_year_before(), 70_000)] {
            counts.whole("F01", period, WHOLE, (2_000 * mean, Some(2_000)));
        }
        let dispersions = [("F01".to_owned(), Dispersion { tenths, schools: 24, districts: 4, periods: 1 })].into();
        let table = CountTable { indicators: catalogue(), cells: counts.0.into_iter().collect(), dispersions };
        Family::build(&Municipality::of(table).input()).signal("F01", Against::YearBefore)
    };
    assert_eq!(signal(100), Signal::Worse, "two points with a spread of ten per pupil: t 6.3");
    assert_eq!(signal(400), Signal::NoDifference, "with a spread of forty: t 1.6");
}

fn schools() -> Indicator {
    let measure = Measure::SchoolRange { felt: "trivsel".into() };
    let (id, title, theme) = ("S01", "Social trivsel pr. skole", "skolernes egne tal");
    Indicator { id: id.into(), titel: title.into(), tema: theme.into(), maal: measure, ..indicator("F01") }
}

#[test]
fn a_theme_no_section_names_stands_among_the_others() {
    let period = Period::SchoolYear(SchoolYear(2023));
    let at = crate::model::counts::Coordinate::whole("S01", period, schools().geography());
    let figure = (93_100 * 1_000_000 + 97_300, Some(12));
    let mut indicators = catalogue();
    indicators.push(schools());
    let town = Municipality::with(indicators, vec![(at, figure)]);
    let document = annual(&town.input());
    let others = document.sections.iter().find(|s| s.id == "oevrige").expect("the section appears when it is needed");
    let expected = "I skoleåret 2023/24 var der tal fra 12 skoler i kommunen: 93,1 på den laveste og 97,3 på den højeste skole (";
    assert!(matches!(&others.blocks[0], Block::Lead { text } if text.starts_with(expected)), "{:?}", others.blocks[0]);
    assert!(annual(&Municipality::empty().input()).sections.iter().all(|s| s.id != "oevrige"));
}

#[test]
fn a_new_section_is_one_entry_of_the_plan() {
    let own = "[[afsnit]]\nid = \"vores\"\ntitel = \"Vores eget afsnit\"\nniveau = 1\nslags = \"tema\"\nindikatorer = \
     [\"U15\", \"U11\"]\n";
    let mut counts = Counts::default();
    counts.whole("U15", wave(2024), WHOLE, (205, Some(1302))).whole("U11", wave(2024), WHOLE, (205, Some(1302)));
    let town = Municipality::new(counts);
    let plan = plan(own).expect("a valid plan");
    let document = annual(&crate::compose::Input { plan: &plan, ..town.input() });
    let titles: Vec<&str> = document.sections.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles, ["Vores eget afsnit", "Fuld inden for de seneste 30 dage", "Forældre siger nej til alkohol"]);
}
