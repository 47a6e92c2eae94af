//! Grouped bars with the value over each; a hidden value is a hatched stub of fixed height.

use super::axis;
use super::canvas::{Align, Area, Canvas, INK, LEADING, Look, SMALL, WIDTH, paint};
use super::scale::{Scale, interval, numbers, shown};
use super::symbol::{self, Entry, Symbol};
use super::text;
use crate::model::document::{Mark, Series};

const LEFT: i32 = 170;
const PLOT_HEIGHT: i32 = 350;
const STUB: i32 = 84;
const WIDEST_BAR: i32 = 190;

/// Returns the chart as SVG.
pub(super) fn svg(id: &str, unit: &str, groups: &[String], series: &[Series]) -> String {
    let legend = legend(series);
    let top = symbol::legend_height(&legend) + 2 * LEADING + 30;
    let plot = Area { left: LEFT, top, right: WIDTH - 10, bottom: top + PLOT_HEIGHT };
    let scale = Scale::over(series.iter().flat_map(|s| &s.marks).flat_map(numbers), plot.bottom, plot.top);
    let columns = Columns::new(plot, groups.len(), series);
    let names: Vec<Vec<String>> = groups.iter().map(|name| text::wrap(name, SMALL, columns.group - 50)).collect();
    let foot = names.iter().map(|lines| text::height(lines)).max().unwrap_or(0);
    paint(id, plot.bottom + foot + 40, |canvas| {
        canvas.measured('y', &scale);
        symbol::legend(canvas, 0, &legend);
        axis::standing(canvas, &scale, plot, top - LEADING - 14, unit);
        for (index, lines) in names.iter().enumerate() {
            let x = columns.left(index) + columns.group / 2;
            canvas.lines((x, plot.bottom + 16 + text::height(lines) / 2), lines, Look::label(Align::Centre));
        }
        for (s, one) in series.iter().enumerate() {
            for (g, mark) in one.marks.iter().enumerate().take(groups.len()) {
                let slot = columns.slot(g, s);
                canvas.figure(mark.row, |canvas| draw_bar(canvas, &scale, slot, columns.bar, s, mark));
            }
        }
    })
}

fn legend(series: &[Series]) -> Vec<Entry> {
    if series.len() < 2 {
        return Vec::new();
    }
    series.iter().enumerate().map(|(i, s)| Entry { symbol: Symbol::Swatch(i), word: s.label.clone() }).collect()
}

/// How the width is shared out.
struct Columns {
    plot: Area,
    group: i32,
    slot: i32,
    bar: i32,
    series: i32,
}

impl Columns {
    fn new(plot: Area, groups: usize, series: &[Series]) -> Self {
        let count = |n: usize| i32::try_from(n.max(1)).expect("a chart has few groups");
        let group = (plot.right - plot.left) / count(groups);
        let widest = series.iter().flat_map(|s| &s.marks).map(|mark| text::width(word(mark), SMALL) + 14).max().unwrap_or(0);
        let slot = ((group - 40) / count(series.len())).min(WIDEST_BAR.max(widest));
        Self { plot, group, slot, bar: (slot - 12).min(WIDEST_BAR - 60), series: count(series.len()) }
    }

    fn left(&self, group: usize) -> i32 {
        self.plot.left + i32::try_from(group).expect("a chart has few groups") * self.group
    }

    /// Returns the area between the axis and the top that belongs to one bar.
    fn slot(&self, group: usize, series: usize) -> Area {
        let before = i32::try_from(series).expect("a chart has few series") * self.slot;
        let left = self.left(group) + (self.group - self.slot * self.series) / 2 + before;
        Area { left, right: left + self.slot, ..self.plot }
    }
}

fn word(mark: &Mark) -> &str {
    if mark.hidden { "skjult" } else { text::number(&mark.text) }
}

fn draw_bar(canvas: &mut Canvas<'_>, scale: &Scale, slot: Area, width: i32, index: usize, mark: &Mark) {
    let (x, zero) = (slot.middle().0, scale.at(0));
    let (left, right) = (x - width / 2, x + width / 2);
    let Some(value) = shown(mark) else {
        if mark.hidden {
            let stub = Area { left, right, top: zero - STUB, bottom: zero };
            canvas.hatched(stub);
        }
        let above = if mark.hidden { zero - STUB - 32 } else { zero - 32 };
        return over(canvas, (x, above), slot, word(mark));
    };
    let end = scale.at(value);
    symbol::bar(canvas, Area { left, right, top: end.min(zero), bottom: end.max(zero) }, index);
    let mut top = end.min(zero);
    if let Some((low, high)) = interval(mark) {
        whisker(canvas, x, (scale.at(low), scale.at(high)));
        top = top.min(scale.at(high));
    }
    over(canvas, (x, top - 36), slot, word(mark));
}

/// Writes a value over its bar, turned where the bars stand too close.
fn over(canvas: &mut Canvas<'_>, (x, y): (i32, i32), slot: Area, words: &str) {
    let width = text::width(words, SMALL);
    let look = Look { size: SMALL, ..Look::label(Align::Centre) };
    if width <= slot.right - slot.left {
        canvas.plate((x, y), words, look);
    } else {
        canvas.upright((x, y + 18), words, look);
    }
}

fn whisker(canvas: &mut Canvas<'_>, x: i32, (from, to): (i32, i32)) {
    // A white line below keeps the whisker visible on a dark bar.
    canvas.line((x, from), (x, to), super::canvas::WHITE, 12);
    canvas.line((x, from), (x, to), INK, 6);
    for y in [from, to] {
        canvas.line((x - 15, y), (x + 15, y), INK, 6);
    }
}
