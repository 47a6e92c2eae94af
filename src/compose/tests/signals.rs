//! Which comparisons are made, and what they may say.

use super::fixture::{Counts, Municipality, catalogue, indicator};
use crate::compose::signal::{Against, Family};
use crate::compose::{annual, plan};
use crate::model::document::{Block, Signal};
use crate::model::geography::{Area, DistrictId};
use crate::model::indicator::{Indicator, Measure};
use crate::model::period::{Period, SchoolYear};

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
