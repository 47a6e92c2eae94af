//! The model sentences, word for word, for hand-made figures.

use super::fixture::{Counts, Municipality, indicator};
use crate::compose::norms;
use crate::compose::plan::{Entry, SectionKind};
use crate::compose::sentence::{finding, first_and_repeat, missing_lists, statement};
use crate::compose::view::View;
use crate::model::counts::Coordinate;
use crate::model::document::Block;
use crate::model::geography::{Area, DistrictId};
use crate::model::period::{Period, SchoolYear};
use crate::model::person::AgeBand;

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

#[test]
fn sentence_2_fewer_persons() {
    let mut counts = Counts::default();
    counts.whole("P02", Period::Year(2024), WHOLE, (58, Some(5000))).whole("P02", Period::Year(2023), WHOLE, (92, Some(5000)));
    assert_eq!(
        found(&Municipality::new(counts), "P02", WHOLE),
        "I 2024 blev 58 unge på 10–17 år med bopæl i kommunen sigtet eller mistænkt for mindst ét forhold. I 2023 var det 92. \
         Faldet er statistisk sikkert. Tallet for 2024 svarer til 11,6 pr. 1.000 unge på 10–17 år (58 af 5.000)."
    );
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
        "Der er ingen tal for ”Mobbet” blandt elever i 7.–9. klasse i Vestre distrikt i vinteren 2024/25, fordi ingen af \
         distriktets skoler deltog i Ungeprofilundersøgelsen. Det siger intet om, hvor udbredt det er i distriktet."
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
    assert_eq!(
        missing_lists(false, 2024, &[29, 30], true),
        "Politiets SSP-lister for uge 29 og 30 i 2024 mangler. Tallene for 2024 kan derfor være for lave, og et fald siden 2023 \
         kan skyldes, at listerne mangler."
    );
    assert!(missing_lists(false, 2024, &[29], true).starts_with("Politiets SSP-liste for uge 29 i 2024 mangler."));
    assert!(missing_lists(true, 2024, &[7, 8], true).starts_with("Politiets SSP-lister for juli og august i 2024 mangler."));
}

#[test]
fn sentence_11_first_time_and_repeat() {
    let mut counts = Counts::default();
    counts.whole("P04", Period::Year(2024), WHOLE, (37, Some(58))).whole("P05", Period::Year(2024), WHOLE, (14, Some(58)));
    let town = Municipality::new(counts);
    let input = town.input();
    let words = first_and_repeat(&View::new(&input, ""), &indicator("P04"), &indicator("P05")).map(|text| plain(&text));
    assert_eq!(
        words.as_deref(),
        Some(
            "Af de 58 unge på 10–17 år med bopæl i kommunen, der blev sigtet eller mistænkt i 2024, var 37 ikke sigtet eller \
             mistænkt \
             i de foregående 24 måneder (63,8 %). I alt 14 blev sigtet eller mistænkt for forhold begået på mindst to forskellige \
             datoer i 2024. Den samme unge kan indgå i begge tal."
        )
    );
}

#[test]
fn sentence_12_absence() {
    let mut counts = Counts::default();
    counts.whole("F01", school_year(2023), SOUTH, (402 * 84_000, Some(402))).whole(
        "F01",
        school_year(2022),
        SOUTH,
        (402 * 79_000, Some(402)),
    );
    counts.whole("F02", school_year(2023), SOUTH, (91, Some(402)));
    let town = Municipality::new(counts);
    assert_eq!(
        found(&town, "F01", SOUTH),
        "I skoleåret 2023/24 var eleverne på folkeskolerne i Søndre distrikt i gennemsnit fraværende 8,4 % af skoledagene mod \
         7,9 % \
         i skoleåret 2022/23. Tallet bygger på 402 elever."
    );
    assert_eq!(
        found(&town, "F02", SOUTH),
        "I skoleåret 2023/24 havde 91 af 402 elever på folkeskolerne i Søndre distrikt (22,6 %) mere end 10 % fravær."
    );
}

#[test]
fn local_words_reach_the_sentences() {
    let mut counts = Counts::default();
    counts.whole("P02", Period::Year(2024), WHOLE, (17, Some(1500)));
    let mut town = Municipality::new(counts);
    town.project.words.insert("kommunen".into(), "byen".into());
    assert!(found(&town, "P02", WHOLE).contains("med bopæl i byen"));
}
