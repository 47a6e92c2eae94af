//! Several indicators in one table: the municipality, a year before, and the districts.

use super::blocks::{columns, paragraph, table};
use super::format::{and, capital, period};
use super::plan::Entry;
use super::sentence::hidden_words;
use super::source_line::sourced_in;
use super::value::Reading;
use super::view::{View, group};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, HIDDEN_BY_SOURCE, Signal};
use crate::model::geography::Area;
use crate::model::indicator::{Breakdown, Indicator};

/// More districts than this make the table wider than a page; then it has none.
const MOST_DISTRICTS: usize = 5;

/// Returns the table; `None` where there is nothing to put in it.
pub(super) fn table_of(view: &View, entry: &Entry, indicators: &[&Indicator]) -> Option<Block> {
    let first = indicators.first()?;
    let areas = areas(view, indicators);
    let place = capital(view.word("kommunen"));
    let heads = ["Indikator".to_owned(), format!("#{place}"), "#Året før".to_owned()].into_iter();
    let heads: Vec<String> = heads.chain(areas.iter().map(|area| format!("#{}", view.area(*area)))).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows: Vec<Vec<Cell>> = indicators.iter().map(|indicator| row(view, (indicator, first), &areas)).collect();
    if let Some(text) = all_hidden(indicators, &rows) {
        return Some(paragraph(text));
    }
    let id = format!("{}{}-samlet", view.prefix, entry.id);
    let table = table(id, caption(view, first, indicators, areas.is_empty()), columns(&heads), rows, &view.hidden_legend());
    let years = |i: &Indicator| [view.current(i), view.current(i).a_year_before()];
    Some(sourced_in(table, indicators.iter().flat_map(|i| years(i).map(|when| (*i, when)))))
}

/// A table with nothing but hidden figures says no more than a sentence.
fn all_hidden(indicators: &[&Indicator], rows: &[Vec<Cell>]) -> Option<String> {
    let mut figures = rows.iter().flat_map(|row| &row[1..]);
    if !figures.all(|cell| cell.hidden && cell.text != HIDDEN_BY_SOURCE) {
        return None;
    }
    let titles: Vec<String> = indicators.iter().map(|indicator| format!("”{}”", indicator.titel)).collect();
    Some(format!("Tallene for {} {}", and(&titles), hidden_words(false)))
}

fn areas(view: &View, indicators: &[&Indicator]) -> Vec<Area> {
    let split = indicators.iter().any(|indicator| indicator.udbryd.contains(&Breakdown::District));
    let areas: Vec<Area> = view.input.project.district_ids().map(Area::District).collect();
    if split && areas.len() <= MOST_DISTRICTS { areas } else { Vec::new() }
}

/// Indicators of one period say it once; those of several say it all.
fn caption(view: &View, first: &Indicator, indicators: &[&Indicator], whole_only: bool) -> String {
    let mut when: Vec<String> = indicators.iter().map(|indicator| period(view.current(indicator))).collect();
    when.dedup();
    let by = if whole_only { String::new() } else { format!(", {}", view.by_place(first)) };
    let (when, whole, districts) = (and(&when), view.word("kommunen"), view.word("distrikterne"));
    let against = format!("Tegn og ord sammenligner {whole} med året før");
    let rest = if whole_only { String::new() } else { format!(" og {districts} med resten af {whole}") };
    format!("Temaets andre indikatorer, {when}{by}. {against}{rest}.")
}

/// An indicator of other young people than the table's first says which.
fn row(view: &View, (indicator, first): (&Indicator, &Indicator), areas: &[Area]) -> Vec<Cell> {
    let whole = view.at(indicator, Area::Municipality);
    let who = |indicator: &Indicator| group(indicator, &view.at(indicator, Area::Municipality));
    let name =
        if who(indicator) == who(first) { indicator.titel.clone() } else { format!("{}, {}", indicator.titel, who(indicator)) };
    let before = view.long_reading(indicator, &Coordinate { period: whole.period.a_year_before(), ..whole.clone() });
    let now = told(view.reading(indicator, &whole), view.in_time(indicator));
    let of_area = |area: &Area| match area {
        _ if !indicator.udbryd.contains(&Breakdown::District) => Cell::text("–"),
        Area::District(id) => told(view.now(indicator, *area), view.in_place(indicator, *id)),
        _ => told(view.now(indicator, *area), Signal::None),
    };
    let head = [Cell::text(name), now, before.full_cell()];
    head.into_iter().chain(areas.iter().map(of_area)).collect()
}

/// A sure difference has its mark and its word; the other figures stand alone.
fn told(reading: Reading, signal: Signal) -> Cell {
    let sure = matches!(signal, Signal::Better | Signal::Worse | Signal::Higher | Signal::Lower);
    let cell = reading.full_cell();
    if reading.figure().is_none() || !sure {
        return cell;
    }
    Cell { text: format!("{}, {}", cell.text, signal.word()), signal: Some(signal), ..cell }
}
