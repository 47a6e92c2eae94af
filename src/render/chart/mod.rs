//! Charts as SVG (the plotters door): one drawing for PDF and HTML.
//!
//! Draws formatted marks and nothing else. A hidden value has one look, a hatched box with a word, whose place and size
//! depend on no value; it also takes no part in the scale.

mod axis;
mod bars;
mod calendar;
mod canvas;
mod dots;
mod dumbbell;
mod gaps;
mod labels;
mod rows;
mod scale;
mod symbol;
mod tags;
mod text;
mod trend;
mod word;

use crate::model::document::ChartSpec;

/// Returns a chart as an SVG element with a `viewBox` and no size of its own; `id` makes its anchor unique in a page.
pub fn svg(spec: &ChartSpec, id: &str) -> String {
    match spec {
        ChartSpec::Dots { unit, rows, reference } => dots::svg(id, unit, rows, reference.as_ref()),
        ChartSpec::Trend { unit, periods, series, breaks, lacking } => trend::svg(id, unit, periods, series, (breaks, lacking)),
        ChartSpec::Bars { unit, groups, series } => bars::svg(id, unit, groups, series),
        ChartSpec::Dumbbell { unit, first, second, rows } => dumbbell::svg(id, unit, (first, second), rows),
        ChartSpec::Spark { marks, breaks } => word::spark(id, marks, breaks),
        ChartSpec::Strip { rows, reference } => word::strip(id, rows, reference.as_ref()),
        ChartSpec::Calendar { years, unit } => calendar::svg(id, unit, years),
    }
}

#[cfg(test)]
mod tests;
