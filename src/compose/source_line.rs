//! The line below a table: the sources and periods its figures come from, and the table's name for `ssp forklar`.
//!
//! Must not name a file: a file name may hold a person's.

use super::format::{and, period};
use super::view::View;
use crate::model::document::{Block, Table, TableSource};
use crate::model::indicator::{Indicator, Unit};
use crate::model::period::Period;
use crate::model::profile::Source;
use std::collections::{BTreeMap, BTreeSet};

/// Returns a table with the source line of these indicators in this report's periods.
pub(super) fn sourced<'a>(view: &View, table: Block, indicators: impl IntoIterator<Item = &'a Indicator>) -> Block {
    sourced_in(table, indicators.into_iter().map(|indicator| (indicator, view.current(indicator))))
}

/// Returns a table with the source line of these indicators, each in its periods. Parts of a year stand as the year.
pub(super) fn sourced_in<'a>(table: Block, figures: impl IntoIterator<Item = (&'a Indicator, Period)>) -> Block {
    let mut sources: BTreeMap<Source, BTreeSet<Period>> = BTreeMap::new();
    for (indicator, when) in figures {
        sources.entry(indicator.kilde).or_default().insert(whole_year(when));
        // A part of a year has a number only, no rate.
        if indicator.unit() == Unit::Rate && matches!(when, Period::Year(_)) {
            sources.entry(Source::Befolkning).or_default().insert(when);
        }
    }
    from(table, &sources.iter().map(|(source, periods)| named(*source, periods)).collect::<Vec<_>>())
}

/// Returns a table with the source line of these sources in words ("Skolefravær, skoleåret 2023/24").
pub(super) fn from(table: Block, sources: &[String]) -> Block {
    let Block::Table(table) = table else { return table };
    let head = if sources.len() == 1 { "Kilde" } else { "Kilder" };
    let line = format!("{head}: {}. Tabel: {}.", sources.join("; "), table.id);
    Block::Table(Table { source: TableSource::Figures(line), ..table })
}

fn named(source: Source, periods: &BTreeSet<Period>) -> String {
    let name = |when: &Period| match (source, when) {
        (Source::Befolkning, Period::Year(year)) => format!("1. januar {year}"),
        _ => period(*when),
    };
    format!("{}, {}", source.danish(), and(&periods.iter().map(name).collect::<Vec<_>>()))
}

fn whole_year(when: Period) -> Period {
    match when {
        Period::HalfYear(year, _) | Period::Quarter(year, _) | Period::TwoMonths(year, _) => Period::Year(year),
        whole => whole,
    }
}
