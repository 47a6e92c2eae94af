use super::svg;
use crate::model::document::{ChartSpec, Mark, Series, Signal};

fn mark(label: &str, tenths: i64) -> Mark {
    let text = format!("{},{}\u{a0}%", tenths / 10, tenths % 10);
    let interval = Some(((tenths - 30).max(0), tenths + 34));
    Mark {
        label: label.into(),
        text,
        value: Some(tenths),
        interval,
        hidden: false,
        signal: Signal::NoDifference,
        weak: false,
        row: None,
    }
}

/// Even if a hidden mark still held its value, nothing of it may be drawn.
fn hidden(label: &str, tenths: i64) -> Mark {
    Mark { text: "skjult".into(), hidden: true, ..mark(label, tenths) }
}

fn no_data(label: &str) -> Mark {
    Mark { text: "ingen data".into(), value: None, interval: None, ..mark(label, 0) }
}

fn series(label: &str, marks: Vec<Mark>) -> Series {
    Series { label: label.into(), marks }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// One chart of every kind with `odd` among ordinary marks.
fn every_kind(odd: &Mark) -> Vec<ChartSpec> {
    let marks = || vec![mark("Nord", 164), odd.clone(), mark("Vest", 121)];
    let unit = || "procent".to_owned();
    vec![
        ChartSpec::Dots { unit: unit(), rows: marks(), reference: Some(mark("Hele kommunen", 150)) },
        ChartSpec::Trend {
            unit: unit(),
            periods: words(&["2022/23", "2023/24", "2024/25"]),
            series: vec![series("Piger", marks()), series("Drenge", marks())],
            breaks: vec![(1, "nyt spørgsmål".into())],
            lacking: vec![(2, "2 uger mangler".into())],
        },
        ChartSpec::Bars {
            unit: unit(),
            groups: words(&["7. klasse", "8. klasse", "9. klasse"]),
            series: vec![series("Piger", marks())],
        },
        ChartSpec::Dumbbell {
            unit: unit(),
            first: "Svarede selv ja".into(),
            second: "Troede om jævnaldrende".into(),
            rows: vec![("8. klasse".into(), odd.clone(), mark("", 410))],
        },
    ]
}

#[test]
fn a_hidden_value_changes_nothing_in_any_chart() {
    for (small, large) in every_kind(&hidden("Syd", 3)).iter().zip(&every_kind(&hidden("Syd", 970))) {
        assert_eq!(svg(small, "a"), svg(large, "a"));
    }
}

/// The two of the size of a word, whose words are the alternative text.
fn small_kinds(odd: &Mark) -> [ChartSpec; 2] {
    let marks = || vec![mark("Nord", 164), odd.clone(), mark("Vest", 121)];
    let reference = Some(mark("Hele kommunen", 150));
    [ChartSpec::Spark { marks: marks(), breaks: vec![2] }, ChartSpec::Strip { rows: marks(), reference }]
}

#[test]
fn a_small_drawing_hatches_a_hidden_value_and_nothing_of_it_depends_on_the_value() {
    for (small, large) in small_kinds(&hidden("Syd", 3)).iter().zip(&small_kinds(&hidden("Syd", 970))) {
        assert_eq!(svg(small, "a"), svg(large, "a"));
        assert!(!svg(small, "a").contains("<text"));
    }
    for (hidden, missing) in small_kinds(&hidden("Syd", 70)).iter().zip(&small_kinds(&no_data("Syd"))) {
        assert_ne!(svg(hidden, "a"), svg(missing, "a"), "hidden is not missing");
    }
    for (one, other) in small_kinds(&mark("Syd", 70)).iter().zip(&small_kinds(&mark("Syd", 170))) {
        assert_ne!(svg(one, "a"), svg(other, "a"));
    }
}

#[test]
fn a_value_of_few_answers_keeps_its_shape_and_loses_its_colour() {
    let with = |weak: bool| {
        let rows = vec![Mark { signal: Signal::Worse, weak, ..mark("Syd", 70) }];
        svg(&ChartSpec::Strip { rows, reference: None }, "a")
    };
    assert!(with(false).contains("#A1360A") && !with(true).contains("#A1360A") && with(true).contains("<polygon"));
}

#[test]
fn incomplete_years_have_their_words_over_a_hatched_band() {
    let spec = |lacking| ChartSpec::Trend {
        unit: "antal".into(),
        periods: words(&["2023", "2024"]),
        series: vec![series("Kommunen", vec![mark("2023", 70), mark("2024", 80)])],
        breaks: vec![],
        lacking,
    };
    let drawn = svg(&spec(vec![(1, "2 uger mangler".into())]), "a");
    assert!(drawn.contains("2 uger mangler") && !svg(&spec(vec![]), "a").contains("mangler"));
}

#[test]
fn a_hidden_value_and_a_missing_one_are_said_in_words() {
    for spec in every_kind(&hidden("Syd", 70)) {
        assert!(svg(&spec, "a").contains(">\nskjult\n<"), "{spec:?}");
    }
    for spec in every_kind(&no_data("Syd")) {
        let drawn = svg(&spec, "a");
        assert!(drawn.contains("ingen data") && !drawn.contains("skjult"), "{spec:?}");
    }
}

#[test]
fn another_value_gives_another_chart_and_the_same_value_the_same_bytes() {
    for (one, other) in every_kind(&mark("Syd", 70)).iter().zip(&every_kind(&mark("Syd", 170))) {
        assert_ne!(svg(one, "a"), svg(other, "a"));
        assert_eq!(svg(one, "a"), svg(one, "a"));
    }
}

#[test]
fn labels_are_escaped() {
    let drawn = svg(&every_kind(&mark("<b> & \"Syd\"", 70))[0], "a");
    assert!(drawn.contains("&lt;b&gt; &amp;") && !drawn.contains("<b>"));
}

#[test]
fn the_root_scales_and_carries_the_id() {
    let weeks = vec![true; 51].into_iter().chain([false]).collect();
    let spec = ChartSpec::Calendar { years: vec![(2024, weeks)], unit: "uge".into() };
    let drawn = svg(&spec, "fig-uger");
    let root = drawn.split('>').next().expect("a root tag");
    assert!(root.starts_with("<svg id=\"fig-uger-svg\" viewBox=\"0 0 2080 "));
    assert!(!root.contains(" width=") && !root.contains(" height="));
    assert!(drawn.contains("51 af 52"));
}

#[test]
fn charts_without_any_value_are_drawn_too() {
    for spec in every_kind(&hidden("Syd", 3)) {
        let empty = match spec {
            ChartSpec::Dots { unit, .. } => ChartSpec::Dots { unit, rows: vec![], reference: None },
            ChartSpec::Trend { unit, .. } => {
                ChartSpec::Trend { unit, periods: vec![], series: vec![], breaks: vec![], lacking: vec![] }
            }
            ChartSpec::Bars { unit, .. } => ChartSpec::Bars { unit, groups: vec![], series: vec![] },
            other => other,
        };
        assert!(svg(&empty, "a").ends_with("</svg>\n"));
    }
}
