//! The line below a table.

use super::fixture::indicator;
use crate::compose::blocks::table;
use crate::compose::source_line::sourced_in;
use crate::model::document::{Block, Table, TableSource};
use crate::model::indicator::Indicator;
use crate::model::period::{Period, SchoolYear};

fn line(figures: &[(&str, Period)]) -> String {
    let indicators: Vec<(Indicator, Period)> = figures.iter().map(|(id, when)| (indicator(id), *when)).collect();
    let bare = table("t-1".into(), String::new(), Vec::new(), Vec::new(), "");
    match sourced_in(bare, indicators.iter().map(|(i, when)| (i, *when))) {
        Block::Table(Table { source: TableSource::Figures(line), .. }) => line,
        _ => String::new(),
    }
}

#[test]
fn the_line_names_source_and_period_once_each_and_the_table() {
    let wave = |year| Period::Wave(SchoolYear(year));
    assert_eq!(line(&[("U15", wave(2024))]), "Kilde: Ungeprofilundersøgelsen, vinteren 2024/25. Tabel: t-1.");
    assert_eq!(
        line(&[("U15", wave(2024)), ("P08", Period::TwoMonths(2024, 1)), ("P08", Period::HalfYear(2023, 2))]),
        "Kilder: Ungeprofilundersøgelsen, vinteren 2024/25; Politiets SSP-lister, 2023 og 2024. Tabel: t-1."
    );
}

#[test]
fn a_number_per_inhabitant_rests_on_the_population_too() {
    assert_eq!(
        line(&[("P02", Period::Year(2024))]),
        "Kilder: Politiets SSP-lister, 2024; Befolkningstal, 1. januar 2024. Tabel: t-1."
    );
    assert_eq!(line(&[("P02", Period::HalfYear(2024, 1))]), "Kilde: Politiets SSP-lister, 2024. Tabel: t-1.");
}
