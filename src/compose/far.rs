//! Sentences of the comparisons that look further: over several years, and to other municipalities.

use super::format::{decimal, open, percent, period};
use super::sentence::{compared_share, statement};
use super::signal::{Against, Comparison};
use super::view::View;
use crate::model::indicator::{Indicator, Unit};

/// Returns the figure and what it is compared with, of a comparison with a reference value or of a trend.
pub(super) fn far(view: &View, indicator: &Indicator, comparison: &Comparison) -> String {
    let compared = match comparison.against {
        Against::Reference => beside_others(view, indicator, comparison),
        _ => over_years(indicator, comparison),
    };
    format!("{} {compared}", statement(view, indicator, &comparison.at))
}

fn beside_others(view: &View, indicator: &Indicator, comparison: &Comparison) -> String {
    let way = if comparison.higher() { "højere" } else { "lavere" };
    let others = format!("end i {} ({})", view.word("de deltagende kommuner"), value(indicator, comparison));
    let source = view.input.project.references.iter().find(|r| r.indicator == indicator.id && r.period == comparison.since);
    let source = source.map_or_else(String::new, |r| format!(" Sammenligningstallet er fra {}.", open(&r.source)));
    let sure = if comparison.sure() { "er" } else { "er ikke" };
    format!("{} er {way} {others}, og forskellen {sure} statistisk sikker.{source}", subject(indicator))
}

/// The line through the years may rise though the last year is below the first: only the line is said to.
fn over_years(indicator: &Indicator, comparison: &Comparison) -> String {
    let way = if comparison.higher() { "stigende" } else { "faldende" };
    let before = match indicator.unit() {
        Unit::Share => compared_share(comparison.other),
        _ => value(indicator, comparison),
    };
    let sure = if comparison.sure() { "Udviklingen er statistisk sikker." } else { "Udviklingen er ikke statistisk sikker." };
    let since = period(comparison.since);
    format!("Set over alle årene siden {since} er {} {way}; dengang var {} {before}. {sure}", name(indicator), pronoun(indicator))
}

fn subject(indicator: &Indicator) -> String {
    super::format::capital(name(indicator))
}

fn name(indicator: &Indicator) -> &'static str {
    match indicator.unit() {
        Unit::Share => "andelen",
        Unit::Mean => "gennemsnittet",
        Unit::PerPerson => "antallet pr. ung",
        Unit::Points => "forskellen",
        Unit::Rate => "antallet pr. 1.000",
        Unit::Count | Unit::SchoolRange => "antallet",
    }
}

fn pronoun(indicator: &Indicator) -> &'static str {
    if indicator.unit() == Unit::Share { "den" } else { "det" }
}

fn value(indicator: &Indicator, comparison: &Comparison) -> String {
    let tenths = comparison.other_tenths();
    match indicator.unit() {
        Unit::Share | Unit::Mean => percent(tenths),
        Unit::Rate | Unit::PerPerson | Unit::Points => decimal(tenths),
        Unit::Count | Unit::SchoolRange => super::format::thousands(tenths / 10),
    }
}
