//! Small marks: signals, points of lines, swatches of bars, and the legend that explains them.

use super::canvas::{AXIS, Align, Area, BLUE, Canvas, GREEN, INK, LEADING, Look, PALE, Point, RUST, SKY, SMALL, WHITE, WIDTH};
use super::text;
use crate::model::document::{Mark, Signal};
use plotters::prelude::RGBColor;

const PURPLE: RGBColor = RGBColor(0x5b, 0x3a, 0x8c);
const TEAL: RGBColor = RGBColor(0x0a, 0x6b, 0x70);

/// Colour of what rests on few answers; its label says so.
const WEAK: RGBColor = AXIS;

/// A mark that a legend can explain.
#[derive(Clone, Copy)]
pub(super) enum Symbol {
    /// ▲ ▼ ○ ●
    Signal(Signal),
    /// A signal's shape in grey: the value rests on few answers.
    Weak(Signal),
    /// What pupils said of themselves: ●.
    Actual,
    /// What they believed of others: ○.
    Believed,
    /// The point of a line.
    Point(usize),
    /// The fill of a bar.
    Swatch(usize),
    /// A list came.
    Came,
    /// A list is missing.
    Missing,
}

impl Symbol {
    /// Returns the mark of a value.
    pub(super) fn of(mark: &Mark) -> Self {
        if mark.weak { Self::Weak(mark.signal) } else { Self::Signal(mark.signal) }
    }
}

/// One word of a legend.
pub(super) struct Entry {
    pub(super) symbol: Symbol,
    pub(super) word: String,
}

/// Returns the colour of a signal; its shape says the same.
fn signal_colour(signal: Signal) -> RGBColor {
    match signal {
        Signal::Better => GREEN,
        Signal::Worse => RUST,
        // Grey says that there is no sure difference.
        Signal::NoDifference => AXIS,
        Signal::Higher | Signal::Lower | Signal::None => BLUE,
    }
}

/// Returns the colour of a value.
pub(super) fn mark_colour(mark: &Mark) -> RGBColor {
    if mark.weak { WEAK } else { signal_colour(mark.signal) }
}

/// Returns the colour of a line; its point and its label say the same.
pub(super) fn series_colour(index: usize) -> RGBColor {
    [BLUE, RUST, GREEN, PURPLE, INK, TEAL][index % 6]
}

/// Draws a mark with its middle at `at`.
pub(super) fn draw(canvas: &mut Canvas<'_>, at: Point, symbol: Symbol) {
    match symbol {
        Symbol::Signal(signal) => draw_signal(canvas, at, signal, signal_colour(signal)),
        Symbol::Weak(signal) => draw_signal(canvas, at, signal, WEAK),
        Symbol::Actual => canvas.disc(at, 20, BLUE),
        Symbol::Believed => canvas.ring(at, 17, BLUE, 7),
        Symbol::Point(index) => draw_point(canvas, at, index),
        Symbol::Swatch(index) => bar(canvas, around(at, 22), index),
        Symbol::Came => canvas.rect(around(at, 18), BLUE),
        Symbol::Missing => missing(canvas, around(at, 18)),
    }
}

fn around((x, y): Point, half: i32) -> Area {
    Area { left: x - half, top: y - half, right: x + half, bottom: y + half }
}

fn draw_signal(canvas: &mut Canvas<'_>, (x, y): Point, signal: Signal, colour: RGBColor) {
    match signal {
        Signal::Better | Signal::Higher => canvas.fill(&[(x, y - 24), (x + 26, y + 20), (x - 26, y + 20)], colour),
        Signal::Worse | Signal::Lower => canvas.fill(&[(x, y + 24), (x + 26, y - 20), (x - 26, y - 20)], colour),
        Signal::NoDifference => canvas.ring((x, y), 17, colour, 7),
        Signal::None => canvas.disc((x, y), 20, colour),
    }
}

fn draw_point(canvas: &mut Canvas<'_>, at: Point, index: usize) {
    let colour = series_colour(index);
    let square = around(at, 16);
    match index % 6 {
        0 => canvas.disc(at, 18, colour),
        1 => canvas.ring(at, 16, colour, 7),
        2 => canvas.rect(square, colour),
        3 => {
            canvas.rect(square, WHITE);
            canvas.frame(square, colour, 7);
        }
        4 => canvas.fill(&diamond(at), colour),
        _ => {
            canvas.fill(&diamond(at), WHITE);
            canvas.path(&diamond(at), colour, 7);
        }
    }
}

fn diamond((x, y): Point) -> [Point; 5] {
    [(x, y - 25), (x + 25, y), (x, y + 25), (x - 25, y), (x, y - 25)]
}

/// Draws a square with a cross.
pub(super) fn missing(canvas: &mut Canvas<'_>, area: Area) {
    canvas.rect(area, WHITE);
    canvas.frame(area, AXIS, 4);
    canvas.line((area.left, area.top), (area.right, area.bottom), RUST, 5);
    canvas.line((area.left, area.bottom), (area.right, area.top), RUST, 5);
}

/// Draws a bar; the four fills differ in lightness and hatching, so that they can be told apart without colour.
pub(super) fn bar(canvas: &mut Canvas<'_>, area: Area, index: usize) {
    canvas.rect(area, [BLUE, SKY, WHITE, PALE][index % 4]);
    match index % 4 {
        2 => canvas.hatch(area, 18, BLUE, 5),
        3 => {
            for y in ((area.top + 14)..area.bottom).step_by(16) {
                canvas.line((area.left, y), (area.right, y), AXIS, 3);
            }
        }
        _ => {}
    }
    canvas.frame(area, BLUE, 4);
}

/// Returns the height of a legend in quarter points.
pub(super) fn legend_height(entries: &[Entry]) -> i32 {
    places(entries).last().map_or(0, |(_, y)| y + LEADING)
}

/// Draws a legend, its first line below `top`.
pub(super) fn legend(canvas: &mut Canvas<'_>, top: i32, entries: &[Entry]) {
    for (entry, (x, y)) in entries.iter().zip(places(entries)) {
        let middle = top + y + LEADING / 2;
        canvas.key(|canvas| draw(canvas, (x + 28, middle), entry.symbol));
        canvas.text((x + 68, middle), &entry.word, Look::small(Align::Left));
    }
}

fn places(entries: &[Entry]) -> Vec<Point> {
    let (mut x, mut y) = (0, 0);
    let mut places = Vec::with_capacity(entries.len());
    for entry in entries {
        let width = 68 + text::width(&entry.word, SMALL) + 44;
        if x > 0 && x + width > WIDTH {
            (x, y) = (0, y + LEADING);
        }
        places.push((x, y));
        x += width;
    }
    places
}
