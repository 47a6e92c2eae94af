//! The model sentences, word for word, for hand-made figures.

use super::fixture::{Counts, Municipality, indicator};
use crate::compose::norms;
use crate::compose::plan::{Entry, SectionKind};
use crate::compose::sentence::{finding, first_and_repeat, missing_lists, statement};
use crate::compose::view::View;
use crate::model::counts::Coordinate;
use crate::model::document::Block;
use crate::model::geography::{Area, DistrictId};
use crate::model::indicator::{Indicator, Measure, RoleName};
use crate::model::period::{Date, Period, SchoolYear};
use crate::model::person::AgeBand;
use crate::model::profile::Source;
use crate::model::series_break::SeriesBreak;

const WHOLE: Area = Area::Municipality;
const NORTH: Area = Area::District(DistrictId(0));
const SOUTH: Area = Area::District(DistrictId(1));
const WEST: Area = Area::District(DistrictId(3));

fn wave(year: i16) -> Period {
    Period::Wave(SchoolYear(year))
}

fn school_year(year: i16) -> Period {
    Period::SchoolYear(SchoolYear(year))
}

/// Plain spaces are easier to read in expected texts.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

fn found(town: &Municipality, id: &str, area: Area) -> String {
    let input = town.input();
    let view = View::new(&input, "");
    let indicator = indicator(id);
    plain(&finding(&view, &indicator, &view.at(&indicator, area)))
}

fn stated(town: &Municipality, id: &str, change: impl Fn(Coordinate) -> Coordinate) -> String {
    let input = town.input();
    let view = View::new(&input, "");
    let indicator = indicator(id);
    plain(&statement(&view, &indicator, &change(view.at(&indicator, WHOLE))))
}

#[test]
fn sentence_1_a_sure_rise() {
    let mut counts = Counts::default();
    counts.whole("U19", wave(2024), WHOLE, (214, Some(1302))).whole("U19", wave(2023), WHOLE, (157, Some(1298)));
    assert_eq!(
        found(&Municipality::new(counts), "U19", WHOLE),
        "I vinteren 2024/25 svarede 214 af 1.302 elever i 7.–9. klasse på de deltagende skoler i kommunen (16,4 %), at de brugte \
         e-cigaretter mindst lejlighedsvis. Andelen er steget fra 12,1 % (157 af 1.298) i vinteren 2023/24, og stigningen er \
         statistisk sikker."
    );
}

/// An indicator of the police's lists as a municipality may declare it: young people of 15-17 who were charged.
fn charged(id: &str) -> Indicator {
    let text = |i: &Indicator| i.saetning.replace("sigtet eller mistænkt for", "sigtet for");
    let base = indicator(id);
    let maal = match base.maal.clone() {
        Measure::Persons { pr_1000, .. } => Measure::Persons { roller: vec![RoleName::Charged], pr_1000 },
        Measure::FirstTime { maaneder, .. } => Measure::FirstTime { roller: vec![RoleName::Charged], maaneder },
        Measure::Repeat { .. } => Measure::Repeat { roller: vec![RoleName::Charged] },
        other => other,
    };
    Indicator { alder: Some((15, 17)), saetning: text(&base), maal, ..base }
}

fn whole(indicator: &Indicator, period: Period, area: Area) -> Coordinate {
    Coordinate::whole(&indicator.id, period, indicator.geography()).in_area(area)
}

fn found_of(town: &Municipality, indicator: &Indicator, area: Area) -> String {
    let input = town.input();
    let view = View::new(&input, "");
    plain(&finding(&view, indicator, &view.at(indicator, area)))
}

#[test]
fn sentence_2_fewer_persons() {
    let p = charged("P02");
    let figures = [(2024, 58), (2023, 92)].map(|(year, k)| (whole(&p, Period::Year(year), WHOLE), (k, Some(5000))));
    let town = Municipality::with(vec![p.clone()], figures.into());
    let model = "I 2024 blev 58 unge på 15–17 år med bopæl i kommunen sigtet for mindst ét forhold. I 2023 var det 92. Faldet er \
                 statistisk sikkert.";
    let base = " Tallet for 2024 svarer til 11,6 pr. 1.000 unge på 15–17 år (58 af 5.000).";
    assert_eq!(found_of(&town, &p, WHOLE), format!("{model}{base}"));
}

#[test]
fn sentence_3_unchanged_inside_the_practical_minimum() {
    let mut counts = Counts::default();
    counts.whole("U06", wave(2024), WHOLE, (1110, Some(1302))).whole("U06", wave(2023), WHOLE, (1102, Some(1298)));
    assert_eq!(
        found(&Municipality::new(counts), "U06", WHOLE),
        "I vinteren 2024/25 svarede 1.110 af 1.302 elever i 7.–9. klasse på de deltagende skoler i kommunen (85,3 %), at de \
         altid \
         eller for det meste var glade for at gå i skole. Andelen er stort set uændret siden vinteren 2023/24 (84,9 %). Med 95 % \
         sikkerhed er ændringen mindre end 4 procentpoint."
    );
}

#[test]
fn sentence_4_a_difference_that_chance_explains() {
    let mut counts = Counts::default();
    counts.whole("P02", Period::Year(2024), WHOLE, (17, Some(1500))).whole("P02", Period::Year(2023), WHOLE, (14, Some(1500)));
    assert!(found(&Municipality::new(counts), "P02", WHOLE).starts_with(
        "I 2024 blev 17 unge på 10–17 år med bopæl i kommunen sigtet eller mistænkt for mindst ét forhold. I 2023 var det 14. \
         Forskellen er ikke større, end tilfældige udsving kan forklare."
    ));
}

#[test]
fn sentence_5_a_hidden_number() {
    let mut counts = Counts::default();
    let band = AgeBand { from: 10, to: 14 };
    let here = |at: Coordinate| Coordinate { age: Some(band), ..at.in_area(SOUTH) };
    let at = Coordinate::whole("P02", Period::Year(2024), indicator("P02").geography());
    counts.put(here(at), 3, Some(700));
    assert_eq!(
        stated(&Municipality::new(counts), "P02", here),
        "Antallet af unge på 10–14 år med bopæl i Søndre distrikt, der blev sigtet eller mistænkt for mindst ét forhold i 2024, \
         vises ikke, så ingen unge kan genkendes."
    );
}

#[test]
fn sentence_6_a_small_group() {
    let mut counts = Counts::default();
    let here = |at: Coordinate| Coordinate { grade: Some(9), ..at.in_area(NORTH) };
    counts.put(here(Coordinate::whole("U19", wave(2024), indicator("U19").geography())), 7, Some(38));
    assert_eq!(
        stated(&Municipality::new(counts), "U19", here),
        "I vinteren 2024/25 svarede 7 af 38 elever i 9. klasse på de deltagende skoler i Nordre distrikt, at de brugte \
         e-cigaretter mindst lejlighedsvis. Gruppen er lille, og få svar kan flytte tallet meget."
    );
}

#[test]
fn sentence_7_no_school_of_the_district_took_part() {
    let mut counts = Counts::default();
    counts.whole("U07", wave(2024), NORTH, (30, Some(300)));
    assert_eq!(
        stated(&Municipality::new(counts), "U07", |at| at.in_area(WEST)),
        "Der er ingen tal for mobning blandt elever i 7.–9. klasse i Vestre distrikt i vinteren 2024/25, fordi ingen af \
         distriktets skoler deltog i Ungeprofilundersøgelsen. Det siger intet om, hvor udbredt mobning er i distriktet."
    );
}

#[test]
fn sentence_8_a_norm_gap_with_words_for_the_teacher() {
    let mut counts = Counts::default();
    let grade = |id: &str| Coordinate { grade: Some(8), ..Coordinate::whole(id, wave(2024), indicator(id).geography()) };
    counts.put(grade("N01"), 436 * 410_000, Some(436)).put(grade("U15"), 79, Some(436));
    let town = Municipality::new(counts);
    let entry = Entry {
        id: "o".into(),
        titel: "O".into(),
        niveau: 1,
        slags: SectionKind::Overdrivelser,
        ny_side: false,
        temaer: vec!["sociale overdrivelser".into()],
        indikatorer: Vec::new(),
        vis: Vec::new(),
        vis_andre: Vec::new(),
        klassetrin: None,
        felter: Vec::new(),
        intro: None,
    };
    let input = town.input();
    let sections = norms::norms(&View::new(&input, ""), &entry);
    let texts: Vec<String> = sections[0]
        .blocks
        .iter()
        .filter_map(|b| if let Block::Paragraph { text } = b { Some(plain(text)) } else { None })
        .collect();
    assert_eq!(
        texts,
        ["I vinteren 2024/25 troede eleverne i 8. klasse på de deltagende skoler i kommunen i gennemsnit, at 41,0 % af deres \
          jævnaldrende havde været fulde inden for de seneste 30 dage. Om sig selv svarede 79 af 436 elever ja (18,1 %). Forskellen \
          er 22,9 procentpoint. Til læreren: ”Godt fire ud af fem i 8. klasse havde ikke været fulde de seneste 30 dage.”"]
    );
}

#[test]
fn sentence_9_a_district_below_the_rest() {
    let mut counts = Counts::default();
    counts.whole("U15", wave(2024), WHOLE, (205, Some(1302))).whole("U15", wave(2024), SOUTH, (30, Some(333)));
    counts.whole("U15", wave(2024), NORTH, (175, Some(969)));
    assert_eq!(
        found(&Municipality::new(counts), "U15", SOUTH),
        "I vinteren 2024/25 svarede 30 af 333 elever i 7.–9. klasse på de deltagende skoler i Søndre distrikt (9,0 %), at de \
         havde \
         været fulde inden for de seneste 30 dage. Andelen er lavere end i resten af kommunen (18,1 %, 175 af 969), og forskellen \
         er statistisk sikker. Tallene viser ikke hvorfor."
    );
}

#[test]
fn sentence_10_missing_lists_agree_in_number() {
    let town = Municipality::new(Counts::default());
    let input = town.input();
    let view = View::new(&input, "");
    assert_eq!(
        missing_lists(&view, false, 2024, &[29, 30], true),
        "Politiets SSP-lister for uge 29 og 30 i 2024 mangler. Tallene for 2024 kan derfor være for lave, og et fald siden 2023 \
         kan skyldes, at listerne mangler."
    );
    assert_eq!(
        missing_lists(&view, false, 2024, &[29], true),
        "Politiets SSP-liste for uge 29 i 2024 mangler. Tallene for 2024 kan derfor være for lave, og et fald siden 2023 kan \
         skyldes, at listen mangler."
    );
    let months = missing_lists(&view, true, 2024, &[7, 8], false);
    assert!(
        months.starts_with("Politiets SSP-lister for juli og august i 2024 mangler.") && !months.contains("fald"),
        "{months}"
    );
}

#[test]
fn sentence_11_first_time_and_repeat() {
    let (first, repeat) = (charged("P04"), charged("P05"));
    let at = |i: &Indicator| whole(i, Period::Year(2024), WHOLE);
    let figures = vec![(at(&first), (37, Some(58))), (at(&repeat), (14, Some(58)))];
    let town = Municipality::with(vec![first.clone(), repeat.clone()], figures);
    let input = town.input();
    let words = first_and_repeat(&View::new(&input, ""), &first, &repeat).map(|text| plain(&text));
    assert_eq!(
        words.as_deref(),
        Some(
            "Af de 58 unge på 15–17 år med bopæl i kommunen, der blev sigtet i 2024, var 37 ikke sigtet eller mistænkt i de \
             foregående 24 måneder. I alt 14 blev sigtet for forhold begået på mindst to forskellige datoer i 2024. Den samme unge \
             kan indgå i begge tal."
        )
    );
}

#[test]
fn sentence_12_absence() {
    let (mean, many) =
        (Indicator { klassetrin: Some((7, 9)), ..indicator("F01") }, Indicator { klassetrin: Some((7, 9)), ..indicator("F02") });
    let figures = vec![
        (whole(&mean, school_year(2023), WHOLE), (402 * 84_000, Some(402))),
        (whole(&mean, school_year(2022), WHOLE), (402 * 79_000, Some(402))),
        (whole(&many, school_year(2023), WHOLE), (91, Some(402))),
        (whole(&mean, school_year(2023), SOUTH), (402 * 84_000, Some(402))),
        (whole(&mean, school_year(2022), SOUTH), (402 * 79_000, Some(402))),
        (whole(&many, school_year(2023), SOUTH), (91, Some(402))),
    ];
    let town = Municipality::with(vec![mean.clone(), many.clone()], figures);
    // How sure a change is can be said of the whole municipality, where it is tested.
    let expected = |place: &str, how_sure: &str| {
        format!(
            "I skoleåret 2023/24 var eleverne i 7.–9. klasse på folkeskolerne i {place} i gennemsnit fraværende 8,4 % af \
             skoledagene mod 7,9 % i skoleåret 2022/23. {how_sure} I alt 91 af 402 elever (22,6 %) havde mere end 10 % fravær."
        )
    };
    assert_eq!(found_of(&town, &mean, SOUTH), expected("Søndre distrikt", "Forskellen er ikke afprøvet statistisk."));
    assert_eq!(found_of(&town, &mean, WHOLE), expected("kommunen", "Stigningen er ikke statistisk sikker."));
    assert_eq!(
        found_of(&town, &many, SOUTH),
        "I skoleåret 2023/24 havde 91 af 402 elever i 7.–9. klasse på folkeskolerne i Søndre distrikt (22,6 %) mere end 10 % fravær."
    );
}

#[test]
fn a_mean_alone_says_how_many_pupils_stand_behind_it() {
    let mut counts = Counts::default();
    counts.whole("F01", school_year(2023), WHOLE, (402 * 84_000, Some(402)));
    let town = Municipality::new(counts);
    let text = "I skoleåret 2023/24 var eleverne på folkeskolerne i kommunen i gennemsnit fraværende 8,4 % af skoledagene.";
    assert_eq!(stated(&town, "F01", |at| at), format!("{text} Tallet bygger på 402 elever."));
    assert!(found(&town, "F01", WHOLE).ends_with("at sammenligne med. Tallet bygger på 402 elever."));
}

#[test]
fn nothing_is_compared_across_a_break() {
    let mut counts = Counts::default();
    counts.whole("U19", wave(2024), WHOLE, (214, Some(1302))).whole("U19", wave(2023), WHOLE, (157, Some(1298)));
    counts.whole("F01", school_year(2023), WHOLE, (402 * 84_000, Some(402)));
    counts.whole("F01", school_year(2022), WHOLE, (402 * 79_000, Some(402)));
    let mut town = Municipality::new(counts);
    town.project.report.breaks.push(SeriesBreak {
        sources: vec![Source::Upu, Source::Fravaer],
        from: Date { year: 2024, month: 1, day: 1 },
        until: None,
        name: "nye spørgsmål".into(),
        why: "spørgsmålene blev ændret i 2024".into(),
    });
    let survey = found(&town, "U19", WHOLE);
    let told = "Tallet sammenlignes ikke med vinteren 2023/24, for spørgsmålene blev ændret i 2024.";
    assert!(survey.ends_with(told) && !survey.contains("12,1"), "{survey}");
    let absence = found(&town, "F01", WHOLE);
    assert!(!absence.contains("7,9") && absence.contains("sammenlignes ikke med skoleåret 2022/23"), "{absence}");
}

#[test]
fn one_and_none_are_words() {
    let mut counts = Counts::default();
    let theme = |at: Coordinate| Coordinate { category: Some("alkohol".into()), ..at };
    let year = Period::Year(2024);
    counts.put(theme(Coordinate::whole("K01", year, indicator("K01").geography())), 1, None);
    let town = Municipality::new(counts);
    assert_eq!(stated(&town, "K01", theme), "I 2024 nævnte én uafhængig kilde temaet alkohol.");
}

#[test]
fn local_words_reach_the_sentences() {
    let mut counts = Counts::default();
    counts.whole("P02", Period::Year(2024), WHOLE, (17, Some(1500)));
    let mut town = Municipality::new(counts);
    town.project.words.insert("kommunen".into(), "byen".into());
    assert!(found(&town, "P02", WHOLE).contains("med bopæl i byen"));
}
