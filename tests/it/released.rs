//! The open tables of the example's report, as a reader gets them.

use crate::example::{EXAMPLE, files};
use ssp_datarapport::model::indicator::{Indicator, Sensitivity};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One row of a released CSV file, by column.
#[derive(Clone, Debug)]
pub(crate) struct Row(BTreeMap<String, String>);

impl Row {
    pub(crate) fn get(&self, column: &str) -> &str {
        &self.0[column]
    }

    pub(crate) fn is_shown(&self) -> bool {
        self.get("status") == "vist"
    }

    pub(crate) fn is_hidden(&self) -> bool {
        self.get("status") == "skjult"
            && ["taeller", "naevner", "vaerdi", "taeller_hoejst"]
                .iter()
                .all(|column| self.0.get(*column).is_none_or(String::is_empty))
    }
}

pub(crate) static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let tables = files(&EXAMPLE.report.join("tabeller"));
    let rows: Vec<Row> = tables.values().flat_map(|bytes| rows(bytes)).collect();
    assert!(rows.len() > 1000, "the example releases {} cells", rows.len());
    rows
});

/// Returns the rows of an open table.
pub(crate) fn rows(bytes: &[u8]) -> Vec<Row> {
    let text = std::str::from_utf8(bytes).expect("UTF-8").trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let row = |record: csv::StringRecord| Row(names.iter().cloned().zip(record.iter().map(str::to_owned)).collect());
    reader.records().map(|record| row(record.expect("a row as wide as the header"))).collect()
}

#[test]
fn hidden_cells_are_empty_and_shown_cells_are_not() {
    for row in ROWS.iter() {
        match row.get("status") {
            "vist" => assert!(row.get("enhed") == "laveste og højeste skole" || !row.get("taeller").is_empty(), "{row:?}"),
            "skjult" => assert!(row.is_hidden(), "{row:?}"),
            status => assert_eq!(status, "ingen data"),
        }
    }
    assert!(ROWS.iter().any(Row::is_shown) && ROWS.iter().any(Row::is_hidden));
}

#[test]
fn a_share_or_a_rate_is_released_with_both_its_numbers_or_not_at_all() {
    let of_something =
        |row: &&Row| row.is_shown() && ["procent", "procent (gennemsnit)", "pr. 1.000"].contains(&row.get("enhed"));
    for row in ROWS.iter().filter(of_something) {
        assert!(!row.get("taeller").is_empty() && !row.get("naevner").is_empty(), "{row:?}");
        // A share of fewer than thirty is given as "7 af 18", without a percentage.
        let few = row.get("enhed").starts_with("procent") && row.get("naevner").parse::<i64>().is_ok_and(|n| n < 30);
        assert!(few || !row.get("vaerdi").is_empty(), "{row:?}");
    }
}

#[test]
fn no_cell_stands_twice() {
    let place = |row: &Row| {
        let mut place = row.0.clone();
        for figure in ["taeller", "naevner", "vaerdi", "status", "taeller_hoejst"] {
            place.remove(figure);
        }
        place
    };
    let mut seen = std::collections::BTreeSet::new();
    for row in ROWS.iter() {
        assert!(seen.insert(place(row)), "twice: {row:?}");
    }
}

/// Observations count sources.
const COUNT_NO_PERSONS: [&str; 1] = ["K01"];

/// Returns the smallest number of persons the example's preset lets stand behind a number.
fn least_persons(indicator: &str) -> i64 {
    static CATALOGUE: LazyLock<Vec<Indicator>> = LazyLock::new(|| {
        let built_in = include_str!("../../src/aggregate/indicators.toml");
        ssp_datarapport::config::indicators("indikatorer.toml", built_in).expect("the catalogue is right")
    });
    let known = CATALOGUE.iter().find(|known| known.id == indicator).expect("an indicator of the catalogue");
    if known.beskyttelse == Sensitivity::Ordinary { 3 } else { 5 }
}

#[test]
fn no_released_number_stands_for_fewer_persons_than_its_class_allows() {
    let counts_persons = |row: &&Row| {
        row.is_shown()
            && !COUNT_NO_PERSONS.contains(&row.get("indikator"))
            && matches!(row.get("enhed"), "procent" | "pr. 1.000" | "antal")
    };
    let mut checked = 0;
    for row in ROWS.iter().filter(counts_persons) {
        let k: i64 = row.get("taeller").parse().expect("a whole number");
        let least = least_persons(row.get("indikator"));
        assert!(k == 0 || k >= least, "{row:?}");
        if row.get("enhed") == "procent" {
            let n: i64 = row.get("naevner").parse().expect("a whole number");
            assert!(n - k == 0 || n - k >= least, "{row:?}");
            assert!(n >= least, "{row:?}");
        }
        checked += 1;
    }
    assert!(checked > 500, "{checked} cells were looked at");
}
