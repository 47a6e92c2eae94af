//! Two dots joined by a line per row: what pupils did (●) and what they believed of others (○).

use super::axis;
use super::canvas::{AXIS, Align, Area, Canvas, Look, SMALL, TEXT, WIDTH, paint};
use super::rows::Rows;
use super::scale::{Scale, numbers, shown};
use super::symbol::{self, Entry, Symbol};
use super::text;
use crate::model::document::{Mark, Signal};

const FIRST: Symbol = Symbol::Actual;
const SECOND: Symbol = Symbol::Believed;
const HIDDEN_WIDTH: i32 = 200;

/// Returns the chart as SVG.
pub(super) fn svg(id: &str, unit: &str, words: (&str, &str), pairs: &[(String, Mark, Mark)]) -> String {
    let entry = |symbol, word: &str| Entry { symbol, word: word.to_owned() };
    let legend = [entry(FIRST, words.0), entry(SECOND, words.1)];
    let top = symbol::legend_height(&legend) + 20;
    let rows = Rows::new(top, pairs.iter().map(|(label, _, _)| label.as_str()));
    let (left, right) = (rows.left + room_left(pairs), WIDTH - room_right(pairs));
    let plot = Area { left, top, right, bottom: rows.bottom() };
    let drawn = pairs.iter().flat_map(|(_, first, second)| numbers(first).chain(numbers(second)));
    let scale = Scale::over(drawn, plot.left, plot.right);
    paint(id, plot.bottom + axis::LYING + 16, |canvas| {
        canvas.measured('x', &scale);
        symbol::legend(canvas, 0, &legend);
        rows.draw(canvas, WIDTH);
        axis::lying(canvas, &scale, plot, unit);
        for ((_, first, second), area) in pairs.iter().zip(rows.areas(plot.left, plot.right)) {
            draw_pair(canvas, &scale, area, first, second);
        }
    })
}

/// Room at the left: a value beside a dot may not reach into the labels.
fn room_left(pairs: &[(String, Mark, Mark)]) -> i32 {
    let both = pairs.iter().filter_map(|(_, a, b)| Some((shown(a)?, shown(b)?, a, b)));
    let lower = both.map(|(one, other, a, b)| text::width(if one <= other { &a.text } else { &b.text }, TEXT));
    lower.max().map_or(20, |width| width + 44)
}

/// Room at the right: for a value beside its dot, and for the words of what is not drawn.
fn room_right(pairs: &[(String, Mark, Mark)]) -> i32 {
    let room = |(_, first, second): &(String, Mark, Mark)| {
        let marks = [first, second];
        let lacking = marks.into_iter().filter(|mark| shown(mark).is_none());
        let words: i32 = lacking.map(|mark| 76 + HIDDEN_WIDTH.max(text::width(&mark.text, SMALL))).sum();
        let value = marks.into_iter().filter(|mark| shown(mark).is_some()).map(|mark| text::width(&mark.text, TEXT)).max();
        words + value.map_or(0, |width| width + 60)
    };
    pairs.iter().map(room).max().unwrap_or(60)
}

fn draw_pair(canvas: &mut Canvas<'_>, scale: &Scale, area: Area, first: &Mark, second: &Mark) {
    let y = area.middle().1;
    match (shown(first), shown(second)) {
        (Some(a), Some(b)) => draw_both(canvas, y, (scale.at(a), first), (scale.at(b), second)),
        (Some(a), None) => {
            draw_one(canvas, scale.at(a), y, first, FIRST);
            draw_lacking(canvas, y, WIDTH, second, SECOND);
        }
        (None, Some(b)) => {
            draw_one(canvas, scale.at(b), y, second, SECOND);
            draw_lacking(canvas, y, WIDTH, first, FIRST);
        }
        (None, None) => {
            let left = draw_lacking(canvas, y, WIDTH, second, SECOND);
            draw_lacking(canvas, y, left, first, FIRST);
        }
    }
}

/// Returns the symbol in grey where the value rests on few answers.
fn looking(mark: &Mark, symbol: Symbol) -> Symbol {
    match (mark.weak, symbol) {
        (true, Symbol::Actual) => Symbol::Weak(Signal::None),
        (true, _) => Symbol::Weak(Signal::NoDifference),
        (false, usual) => usual,
    }
}

/// Writes each value outside its dot.
fn draw_both(canvas: &mut Canvas<'_>, y: i32, one: (i32, &Mark), other: (i32, &Mark)) {
    canvas.line((one.0, y), (other.0, y), AXIS, 7);
    canvas.figure(other.1.row, |canvas| symbol::draw(canvas, (other.0, y), looking(other.1, SECOND)));
    canvas.figure(one.1.row, |canvas| symbol::draw(canvas, (one.0, y), looking(one.1, FIRST)));
    let (left, right) = if one.0 <= other.0 { (one, other) } else { (other, one) };
    canvas.plate((left.0 - 36, y), &left.1.text, Look::label(Align::Right));
    canvas.plate((right.0 + 36, y), &right.1.text, Look::label(Align::Left));
}

fn draw_one(canvas: &mut Canvas<'_>, x: i32, y: i32, mark: &Mark, symbol: Symbol) {
    canvas.figure(mark.row, |canvas| symbol::draw(canvas, (x, y), looking(mark, symbol)));
    canvas.plate((x + 36, y), &mark.text, Look::label(Align::Left));
}

/// Draws mark and word of a value that has no place on the scale, and returns where it begins.
fn draw_lacking(canvas: &mut Canvas<'_>, y: i32, right: i32, mark: &Mark, symbol: Symbol) -> i32 {
    let left = right - HIDDEN_WIDTH.max(text::width(&mark.text, SMALL));
    if mark.hidden {
        let area = Area { left, top: y - 30, right: right - 4, bottom: y + 30 };
        canvas.figure(mark.row, |canvas| canvas.hidden(area, "skjult"));
    } else {
        canvas.text((left, y), &mark.text, Look::small(Align::Left));
    }
    canvas.key(|canvas| symbol::draw(canvas, (left - 36, y), symbol));
    left - 76
}
