//! The half-years' crime picture: who lives here, what happens here, and which lists are missing.

use super::blocks::{columns, paragraph, section, subsection, table};
use super::format::{capital, open, period, slug};
use super::plan::Entry;
use super::sentence::no_source;
use super::source_line::sourced_in;
use super::theme::chosen;
use super::value::count;
use super::view::{View, subject};
use super::{data_basis, format};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, Section};
use crate::model::geography::Area;
use crate::model::indicator::{Breakdown, Indicator};
use crate::model::period::Period;
use crate::model::profile::Source;

/// Returns the closed half-years of the last two years by district, a table for each indicator.
pub(super) fn half_years(view: &View, entry: &Entry) -> Vec<Section> {
    let title = view.input.project.word(&entry.titel);
    let cut = |i: &&Indicator| i.udbryd.contains(&Breakdown::HalfYear) && measured(view, i);
    let indicators: Vec<&Indicator> = chosen(view, entry).into_iter().filter(cut).collect();
    match indicators.as_slice() {
        [] => vec![section(entry, title, vec![paragraph(no_source(view, &format!("”{}”", entry.titel), &[Source::Politi]))])],
        [only] => vec![section(entry, title, vec![by_district(view, entry, only)])],
        several => {
            let part = |i: &&Indicator| subsection(entry, &slug(&i.id), open(&i.titel), vec![by_district(view, entry, i)]);
            std::iter::once(section(entry, title, Vec::new())).chain(several.iter().map(part)).collect()
        }
    }
}

fn halves(view: &View) -> [Period; 4] {
    let year = view.input.periods.police;
    [Period::HalfYear(year - 1, 1), Period::HalfYear(year - 1, 2), Period::HalfYear(year, 1), Period::HalfYear(year, 2)]
}

/// Returns which time the paper covers.
pub(super) fn periods_told(view: &View) -> String {
    let [first, .., last] = halves(view);
    format!("Politiets lister, {} til {}", period(first), period(last))
}

fn measured(view: &View, indicator: &Indicator) -> bool {
    let whole = view.at(indicator, Area::Municipality);
    halves(view).iter().any(|half| !view.long_reading(indicator, &Coordinate { period: *half, ..whole.clone() }).missing())
}

fn by_district(view: &View, entry: &Entry, indicator: &Indicator) -> Block {
    let districts = view.input.project.district_ids().map(Area::District);
    let unknown = Area::Unknown;
    let has_unknown = halves(view).iter().any(|half| !at(view, indicator, unknown, *half).missing());
    let areas = std::iter::once(Area::Municipality).chain(districts).chain(has_unknown.then_some(unknown));
    let row = |area: Area| {
        let cells = halves(view).map(|half| counted(at(view, indicator, area, half)));
        std::iter::once(Cell::text(view.area(area))).chain(cells).collect()
    };
    let heads = halves(view).map(|half| format!("#{}", capital(&period(half))));
    let titles: Vec<&str> = std::iter::once("Område").chain(heads.iter().map(String::as_str)).collect();
    let whole = view.at(indicator, Area::Municipality);
    let caption = format!("{}, antal, {}.", subject(indicator, &whole), view.by_place(indicator));
    let id = format!("{}{}-{}-halvaar", view.prefix, entry.id, slug(&indicator.id));
    let table = table(id, caption, columns(&titles), areas.map(row).collect(), &view.hidden_legend());
    sourced_in(table, halves(view).map(|half| (indicator, half)))
}

fn at(view: &View, indicator: &Indicator, area: Area, half: Period) -> super::value::Reading {
    view.long_reading(indicator, &Coordinate { period: half, ..view.at(indicator, area) })
}

/// A half-year is told in numbers alone: rates are for whole years.
fn counted(reading: super::value::Reading) -> Cell {
    reading.figure().map_or_else(|| reading.cell(), |figure| reading.cell_of(count(figure)))
}

/// Returns which lists came, and what their gaps mean.
pub(super) fn police_lists(view: &View, entry: &Entry) -> Vec<Section> {
    let mut blocks = data_basis::lists(view, entry);
    let year = view.input.periods.police;
    if view.has_source(Source::Politi) && data_basis::missing_in(view, year).is_none() {
        blocks.push(paragraph(format!("Der mangler ingen lister i {}.", format::period(Period::Year(year)))));
    }
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}
