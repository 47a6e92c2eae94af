//! The decision log: every hidden figure, and the rule that hid it. For the municipality's own eyes: it never stands in a paper or
//! beside one, and it holds no number of a hidden figure.

use super::Input;
use super::hiding::{rule, why_here};
use super::open_data::row;
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::indicator::Indicator;
use crate::model::release::CellStatus;
use std::collections::BTreeMap;

/// The columns of the log: where the figure stands, in the words of the open tables, and why it is hidden.
pub const DECISION_COLUMNS: [&str; 11] =
    ["indikator", "titel", "periode", "stedbegreb", "omraade", "koen", "klassetrin", "alder", "kategori", "regel", "forklaring"];

/// Returns the rows of the log, in the order of the catalogue and of the open tables.
pub fn decisions(input: &Input) -> Vec<Vec<String>> {
    let view = View::new(input, "");
    let mut cells: BTreeMap<&str, Vec<(&Coordinate, CellStatus)>> = BTreeMap::new();
    for (at, status) in input.protected.cells() {
        cells.entry(&at.indicator).or_default().push((at, status));
    }
    let of = |id: &str| cells.get(id).into_iter().flatten();
    let indicators = input.protected.indicators().iter();
    let rows = indicators.flat_map(|indicator| of(&indicator.id).filter_map(|(at, status)| one(&view, indicator, at, *status)));
    rows.collect()
}

fn one(view: &View, indicator: &Indicator, at: &Coordinate, status: CellStatus) -> Option<Vec<String>> {
    let CellStatus::Suppressed(reason) = status else { return None };
    let open = row(view.input.project, at, view.reading(indicator, at));
    let place = [open.periode, open.stedbegreb, open.omraade, open.koen, open.klassetrin, open.alder, open.kategori];
    let named = [indicator.id.clone(), indicator.titel.clone()];
    let told = [rule(reason).to_owned(), why_here(view, indicator, at, reason)];
    Some(named.into_iter().chain(place).chain(told).collect())
}
