//! The pages the steering group reads first: what is drawn, marked and greyed out, from hand-made figures.

use super::fixture::{Counts, Municipality, full, indicator};
use crate::compose::annual;
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, Chart, ChartSpec, Document, Message, Signal, Table};
use crate::model::geography::{Area, DistrictId};
use crate::model::period::{Date, Period, SchoolYear};
use crate::model::profile::Source;
use crate::model::series_break::SeriesBreak;
use std::collections::BTreeSet;

const NORTH: Area = Area::District(DistrictId(0));
const SOUTH: Area = Area::District(DistrictId(1));

fn wave(year: i16) -> Period {
    Period::Wave(SchoolYear(year))
}

fn section<'a>(paper: &'a Document, id: &str) -> Vec<&'a Block> {
    paper.sections.iter().filter(|s| s.id.starts_with(id)).flat_map(|s| &s.blocks).collect()
}

fn overview_row(paper: &Document, title: &str) -> Vec<Cell> {
    let tables = section(paper, "overblik").into_iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    let mut rows = tables.flat_map(|table: &Table| &table.rows);
    rows.find(|row| row[0].text.starts_with(title)).expect("the overview has every indicator").clone()
}

fn chart<'a>(paper: &'a Document, id: &str) -> Option<&'a Chart> {
    let blocks = paper.sections.iter().flat_map(|s| &s.blocks);
    blocks.filter_map(|b| if let Block::Chart(chart) = b { Some(chart) } else { None }).find(|chart| chart.id == id)
}

/// The developments of a source's indicators ("-u", "-p", "-f").
fn trends<'a>(paper: &'a Document, source: &str) -> Vec<&'a Chart> {
    let blocks = paper.sections.iter().flat_map(|s| &s.blocks);
    let charts = blocks.filter_map(|b| if let Block::Chart(chart) = b { Some(chart) } else { None });
    let number = |id: &str| id.split(source).nth(1).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    charts.filter(|chart| chart.id.ends_with("-kurve") && number(&chart.id)).collect()
}

fn messages(paper: &Document) -> Vec<Message> {
    let items = section(paper, "vigtigste")
        .into_iter()
        .filter_map(|b| if let Block::Messages { items } = b { Some(items) } else { None });
    items.flatten().cloned().collect()
}

#[test]
fn the_overview_shows_every_indicator_with_value_years_districts_and_a_word() {
    let paper = annual(&full().input());
    let row = overview_row(&paper, "Bruger e-cigaretter");
    let texts: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
    assert!(texts[0].ends_with("vinteren 2024/25, skole") && texts[1].contains('%') && texts[2].contains('–'), "{texts:?}");
    let spark = row[4].picture.as_ref().expect("five years are drawn");
    assert!(matches!(&spark.spec, ChartSpec::Spark { marks, .. } if marks.len() == 5));
    assert!(spark.alt.contains("i vinteren 2020/21") && texts[4] == spark.alt);
    let strip = row[5].picture.as_ref().expect("the districts are drawn");
    assert!(matches!(&strip.spec, ChartSpec::Strip { rows, reference: Some(_) } if rows.len() == 4));
    assert!(strip.alt.contains("Søndre distrikt") && strip.alt.contains("bedre"), "{}", strip.alt);
    assert!(row[6].signal.is_some_and(|signal| row[6].text == signal.word()));
}

#[test]
fn small_drawings_have_their_own_ids_and_words() {
    let paper = annual(&full().input());
    let cells =
        section(&paper, "overblik").into_iter().filter_map(|b| if let Block::Table(t) = b { Some(&t.rows) } else { None });
    let told = messages(&paper);
    let of_messages = told.iter().filter_map(|message| message.picture.as_ref());
    let drawn: Vec<_> = cells.flatten().flatten().filter_map(|cell| cell.picture.as_deref()).chain(of_messages).collect();
    let (ids, alts): (BTreeSet<&str>, BTreeSet<&str>) = drawn.iter().map(|p| (p.id.as_str(), p.alt.as_str())).unzip();
    assert!(drawn.len() > 30, "the test must see the drawings");
    assert_eq!((ids.len(), alts.len()), (drawn.len(), drawn.len()));
}

#[test]
fn a_hidden_figure_takes_its_dot_its_interval_and_its_signal_along() {
    let mut counts = Counts::default();
    let districts = [(0, 90, 400), (1, 3, 300), (2, 95, 410), (3, 2, 390)];
    for (id, k, n) in districts {
        counts.whole("U19", wave(2024), Area::District(DistrictId(id)), (k, Some(n)));
    }
    counts.whole("U19", wave(2024), Area::Municipality, (190, Some(1500)));
    let paper = annual(&Municipality::new(counts).input());
    let strip = overview_row(&paper, "Bruger e-cigaretter")[5].picture.clone().expect("two districts are drawn");
    let ChartSpec::Strip { rows, .. } = &strip.spec else { panic!("districts are a strip") };
    let hidden: Vec<_> = rows.iter().filter(|mark| mark.hidden).collect();
    assert_eq!(hidden.len(), 2);
    assert!(hidden.iter().all(|m| (m.value, m.interval, m.signal) == (None, None, Signal::None)));
    assert!(strip.alt.contains("Søndre distrikt skjult,"), "{}", strip.alt);
}

#[test]
fn where_nothing_is_sure_the_first_page_says_so_honestly() {
    let mut counts = Counts::default();
    counts.whole("U19", wave(2024), Area::Municipality, (200, Some(1302))).whole(
        "U19",
        wave(2023),
        Area::Municipality,
        (190, Some(1298)),
    );
    let paper = annual(&Municipality::new(counts).input());
    assert!(messages(&paper).is_empty());
    let text = format!("{:?}", section(&paper, "vigtigste"));
    assert!(text.contains("Ingen af rapportens sammenligninger viste en statistisk sikker forskel."), "{text}");
    assert!(text.contains("bygger på én sammenligning, og den viste ingen sikker forskel"), "{text}");
}

#[test]
fn the_first_page_has_at_most_eight_messages_each_with_its_drawing_and_good_news_among_bad() {
    let mut counts = Counts::default();
    let bad = ["U03", "U07", "U08", "U15", "U19", "U22", "U26", "U31", "U33"];
    for id in bad {
        counts.whole(id, wave(2024), Area::Municipality, (600, Some(1300))).whole(
            id,
            wave(2023),
            Area::Municipality,
            (200, Some(1300)),
        );
    }
    counts.whole("U06", wave(2024), Area::Municipality, (1000, Some(1300))).whole(
        "U06",
        wave(2023),
        Area::Municipality,
        (800, Some(1300)),
    );
    let told = messages(&annual(&Municipality::new(counts).input()));
    assert_eq!(told.len(), 8);
    assert_eq!(told.iter().filter(|m| m.signal == Signal::Better).count(), 1);
    assert!(told.iter().all(|m| m.picture.as_ref().is_some_and(|p| matches!(p.spec, ChartSpec::Spark { .. }))));
}

#[test]
fn a_break_of_the_municipality_is_a_line_on_the_curve_with_words_below() {
    let mut town = full();
    town.project.report.breaks.push(SeriesBreak {
        sources: vec![Source::Upu],
        from: Date { year: 2023, month: 8, day: 1 },
        until: None,
        name: "nye skoler".into(),
        why: "to skoler blev lagt sammen i 2023".into(),
    });
    let paper = annual(&town.input());
    let curves = trends(&paper, "-u");
    assert!(!curves.is_empty());
    for curve in curves {
        let ChartSpec::Trend { breaks, .. } = &curve.spec else { panic!("a development is a trend") };
        let names: Vec<(usize, &str)> = breaks.iter().map(|(at, name)| (*at, name.as_str())).collect();
        assert_eq!(names, [(2, "covid-19"), (3, "nye skoler")]);
        assert!(curve.caption.contains("”nye skoler” er et brud: To skoler blev lagt sammen i 2023."), "{}", curve.caption);
    }
}

#[test]
fn years_with_missing_lists_are_marked_on_police_curves_alone() {
    let paper = annual(&full().input());
    let lacking = |source: &str| {
        let found = trends(&paper, source);
        assert!(!found.is_empty(), "{source}");
        let of = |chart: &&Chart| if let ChartSpec::Trend { lacking, .. } = &chart.spec { lacking.clone() } else { Vec::new() };
        found.iter().flat_map(of).collect::<BTreeSet<_>>()
    };
    assert_eq!(lacking("-p"), BTreeSet::from([(2, "2 uger mangler".to_owned())]));
    assert!(lacking("-u").is_empty() && lacking("-f").is_empty());
}

/// Søndre distrikt: 150 of 300 invited answered; Nordre: 280 of 300.
fn few_answers() -> Municipality {
    let mut counts = Counts::default();
    let rate = |area| Coordinate::whole("Q04", wave(2024), indicator("Q04").geography()).in_area(area);
    counts.put(rate(SOUTH), 150, Some(300)).put(rate(NORTH), 280, Some(300)).put(rate(Area::Municipality), 430, Some(600));
    for (area, k, n) in [(NORTH, 40, 280), (SOUTH, 30, 150), (Area::Municipality, 70, 430)] {
        counts.whole("U19", wave(2024), area, (k, Some(n)));
    }
    Municipality::new(counts)
}

#[test]
fn a_district_of_few_answers_is_grey_and_says_so() {
    let paper = annual(&few_answers().input());
    let dots = chart(&paper, "nikotin-u19-prikker").expect("two districts are drawn");
    let ChartSpec::Dots { rows, .. } = &dots.spec else { panic!("districts are dots") };
    let weak: Vec<(&str, bool)> = rows.iter().map(|mark| (mark.label.as_str(), mark.weak)).take(2).collect();
    assert_eq!(weak, [("Nordre distrikt", false), ("Søndre distrikt (få svar)", true)]);
    assert!(dots.caption.contains("I Søndre distrikt er svarprocenten under 60\u{a0}%."), "{}", dots.caption);
}

#[test]
fn the_limit_of_few_answers_is_the_municipalitys_and_an_unknown_rate_says_nothing() {
    let mut town = few_answers();
    town.project.report.lowest_response = 40;
    assert!(!format!("{:?}", annual(&town.input())).contains("få svar)"));
    assert!(!format!("{:?}", annual(&full().input())).contains("(få svar)"));
}

#[test]
fn exaggerations_are_drawn_by_grade_and_by_district() {
    let paper = annual(&full().input());
    let rows = |id: &str| match &chart(&paper, id).expect("drawn").spec {
        ChartSpec::Dumbbell { rows, .. } => rows.iter().map(|(name, ..)| name.clone()).collect::<Vec<_>>(),
        _ => panic!("an exaggeration is a dumbbell"),
    };
    assert_eq!(rows("overdrivelser-n01-efter-klassetrin"), ["7. klasse", "8. klasse", "9. klasse"]);
    assert_eq!(rows("overdrivelser-n01-efter-skolens-distrikt").len(), 4);
}

#[test]
fn answers_and_registrations_of_the_same_say_why_they_differ() {
    let text = format!("{:?}", section(&annual(&full().input()), "svaret-og-registreret"));
    assert!(text.contains("De to tal for butikstyveri er ikke ens") && text.contains("De to tal for pjæk er ikke ens"));
}
