//! Sentences of the comparisons that look further: over several years, and to other municipalities.

use super::format::{decimal, open, percent, period};
use super::sentence::{compared_share, statement};
use super::signal::{Against, Comparison};
use super::view::View;
use crate::model::indicator::{Indicator, Unit};
use std::fmt::Display;

/// Returns the figure and what it is compared with, of a comparison with a reference value or of a trend.
pub(super) fn far(view: &View, indicator: &Indicator, comparison: &Comparison) -> String {
    let compared = match comparison.against {
        Against::Reference => beside_others(view, indicator, comparison),
        _ => over_years(view, indicator, comparison),
    };
    format!("{} {compared}", statement(view, indicator, &comparison.at))
}

fn beside_others(view: &View, indicator: &Indicator, comparison: &Comparison) -> String {
    let texts: [(&str, &dyn Display); 4] = [
        ("navn", &subject(indicator)),
        ("vej", &if comparison.higher() { "højere" } else { "lavere" }),
        ("andre", &view.word("de deltagende kommuner")),
        ("vaerdi", &value(indicator, comparison)),
    ];
    let compared = view.say(if comparison.sure() { "andre_kommuner" } else { "andre_usikker" }, &texts);
    let source = view.input.project.references.iter().find(|r| r.indicator == indicator.id && r.period == comparison.since);
    match source {
        Some(reference) => format!("{compared} {}", view.say("andre_kilde", &[("kilde", &open(&reference.source))])),
        None => compared,
    }
}

/// The line through the years may rise though the last year is below the first: only the line is said to.
fn over_years(view: &View, indicator: &Indicator, comparison: &Comparison) -> String {
    let before = match indicator.unit() {
        Unit::Share => compared_share(comparison.other),
        _ => value(indicator, comparison),
    };
    let texts: [(&str, &dyn Display); 6] = [
        ("periode", &period(comparison.since)),
        ("navn", &name(indicator)),
        ("vej", &if comparison.higher() { "stigende" } else { "faldende" }),
        ("det", &pronoun(indicator)),
        ("foer", &before),
        ("dom", &view.say(if comparison.sure() { "udvikling_sikker" } else { "udvikling_usikker" }, &[])),
    ];
    view.say("over_aarene", &texts)
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
