//! One dot with its interval per row on one scale, and the whole municipality as a line.

use super::axis;
use super::canvas::{AXIS, Align, Area, Canvas, INK, LEADING, Look, MUTED, SMALL, TEXT, WIDTH, paint};
use super::rows::Rows;
use super::scale::{Scale, interval, numbers, shown};
use super::symbol::{self, Entry, Symbol, mark_colour};
use super::text;
use crate::model::document::{Mark, Signal};
use plotters::prelude::RGBColor;

const VALUE_LIMIT: i32 = 460;
const ALL_SIGNALS: [Signal; 6] =
    [Signal::Better, Signal::Worse, Signal::Higher, Signal::Lower, Signal::NoDifference, Signal::None];

/// Returns the chart as SVG.
pub(super) fn svg(id: &str, unit: &str, marks: &[Mark], reference: Option<&Mark>) -> String {
    let top = if reference.is_some() { LEADING + 28 } else { 12 };
    let rows = Rows::new(top, marks.iter().map(|mark| mark.label.as_str()));
    let values: Vec<Vec<String>> = marks.iter().map(value_lines).collect();
    let beside = values.iter().flatten().map(|line| text::width(line, TEXT) + 44).max().unwrap_or(44);
    let plot = Area { left: rows.left + 20, top, right: WIDTH - beside, bottom: rows.bottom() };
    let scale = Scale::over(marks.iter().chain(reference).flat_map(numbers), plot.left, plot.right);
    let legend = legend(marks);
    let foot = plot.bottom + axis::LYING;
    paint(id, foot + symbol::legend_height(&legend) + 16, |canvas| {
        canvas.measured('x', &scale);
        rows.draw(canvas, WIDTH);
        axis::lying(canvas, &scale, plot, unit);
        if let Some(mark) = reference {
            canvas.figure(mark.row, |canvas| draw_reference(canvas, &scale, plot, mark));
        }
        for ((mark, area), lines) in marks.iter().zip(rows.areas(plot.left, plot.right)).zip(&values) {
            canvas.figure(mark.row, |canvas| draw_mark(canvas, &scale, area, mark));
            canvas.lines((plot.right + 36, area.middle().1), lines, Look::label(Align::Left));
        }
        symbol::legend(canvas, foot + 8, &legend);
    })
}

/// A hidden or missing value has its word inside the plot instead.
fn value_lines(mark: &Mark) -> Vec<String> {
    if shown(mark).is_some() { text::wrap(&mark.text, TEXT, VALUE_LIMIT) } else { Vec::new() }
}

fn legend(marks: &[Mark]) -> Vec<Entry> {
    let used = |signal: &Signal| marks.iter().any(|mark| shown(mark).is_some() && mark.signal == *signal);
    if !ALL_SIGNALS[..5].iter().any(used) {
        return Vec::new();
    }
    let entry = |signal: Signal| Entry { symbol: Symbol::Signal(signal), word: signal.word().to_owned() };
    ALL_SIGNALS.into_iter().filter(used).map(entry).collect()
}

fn draw_mark(canvas: &mut Canvas<'_>, scale: &Scale, area: Area, mark: &Mark) {
    let middle = area.middle().1;
    let Some(value) = shown(mark) else {
        let height = 32;
        let inner = Area { left: area.left + 12, top: middle - height, right: area.right - 12, bottom: middle + height };
        return if mark.hidden { canvas.hidden(inner, "skjult") } else { no_data(canvas, area, &mark.text) };
    };
    if let Some((low, high)) = interval(mark) {
        whisker(canvas, (scale.at(low), scale.at(high)), middle, mark_colour(mark));
    }
    symbol::draw(canvas, (scale.at(value), middle), Symbol::of(mark));
}

fn no_data(canvas: &mut Canvas<'_>, area: Area, word: &str) {
    canvas.plate((area.left + 24, area.middle().1), word, Look { colour: MUTED, ..Look::label(Align::Left) });
}

fn whisker(canvas: &mut Canvas<'_>, (from, to): (i32, i32), y: i32, colour: RGBColor) {
    canvas.line((from, y), (to, y), colour, 6);
    for x in [from, to] {
        canvas.line((x, y - 14), (x, y + 14), colour, 6);
    }
}

fn draw_reference(canvas: &mut Canvas<'_>, scale: &Scale, plot: Area, mark: &Mark) {
    let words = format!("{}: {}", mark.label, mark.text);
    let look = Look { size: SMALL, ..Look::label(Align::Centre) }.bold();
    let y = plot.top - LEADING / 2 - 12;
    let half = text::width(&words, SMALL) * 11 / 20;
    let x = shown(mark).map_or(plot.left + half, |value| {
        let x = scale.at(value);
        canvas.dashes(x, plot.top - 12, plot.bottom, INK, 6);
        x
    });
    canvas.text((x.clamp(half.min(WIDTH / 2), (WIDTH - half).max(WIDTH / 2)), y), &words, look);
    canvas.line((plot.left, plot.top - 4), (plot.left, plot.top), AXIS, 4);
}
