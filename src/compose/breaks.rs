//! Breaks in the sources' series: what is not compared, and what is said of it.

use super::Input;
use super::format::capital;
use super::view::View;
use crate::model::indicator::Indicator;
use crate::model::period::Period;
use crate::model::profile::Source;
use crate::model::series_break::SeriesBreak;

/// Returns the first break that keeps a source's figures of two periods from being compared: one of those known to
/// everybody, or one of the municipality's own.
pub(super) fn between<'a>(input: &Input<'a>, source: Source, one: Period, other: Period) -> Option<&'a SeriesBreak> {
    input.texts.breaks().iter().chain(&input.project.report.breaks).find(|b| b.parts(source, one, other))
}

/// Returns the breaks a series crosses, each with the index of the first period behind it.
pub(super) fn crossed<'a>(view: &View<'a>, indicator: &Indicator, periods: &[Period]) -> Vec<(usize, &'a SeriesBreak)> {
    let pairs = periods.windows(2).enumerate();
    pairs.filter_map(|(at, pair)| Some((at + 1, between(view.input, indicator.kilde, pair[0], pair[1])?))).collect()
}

/// Returns the words below a chart that is crossed by breaks; empty without any.
pub(super) fn words(view: &View, crossed: &[(usize, &SeriesBreak)]) -> String {
    let mut told: Vec<&str> = Vec::new();
    let mut sentences = String::new();
    for (_, found) in crossed {
        if !told.contains(&found.why.as_str()) {
            told.push(&found.why);
            sentences += &format!(" {}", view.say("brud_kurve", &[("hvorfor", &capital(&found.why)), ("navn", &found.name)]));
        }
    }
    sentences
}
