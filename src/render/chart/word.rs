//! Drawings of the size of a word: a line over the last years, districts as dots. Words stand in the alternative text alone.

use super::canvas::{AXIS, Area, BLUE, Canvas, GRID, INK, MUTED, paint_wide};
use super::scale::{Scale, numbers, shown};
use super::symbol::{self, Symbol};
use crate::model::document::Mark;

/// Width and height; shown about 2 cm wide, so that a stroke of 12 is as thick as in the large charts.
const WIDTH: i32 = 480;
const HEIGHT: i32 = 112;
/// Height of one district; dots may overlap their neighbours, but not their order.
const LANE: i32 = 22;
/// Room for half a dot at every edge.
const EDGE: i32 = 28;
/// Side of the box that stands for a hidden value; it depends on no value.
const BOX: i32 = 26;

/// Returns the line of the last years as SVG.
pub(super) fn spark(id: &str, marks: &[Mark], breaks: &[usize]) -> String {
    let scale = Scale::over(marks.iter().filter_map(shown), HEIGHT - EDGE, EDGE);
    let last = i32::try_from(marks.len().saturating_sub(1).max(1)).expect("a line has few periods");
    let x = |at: usize| EDGE + i32::try_from(at).expect("a line has few periods") * (WIDTH - 2 * EDGE) / last;
    paint_wide(id, (WIDTH, HEIGHT), |canvas| {
        canvas.measured('y', &scale);
        canvas.line((EDGE, scale.at(0)), (WIDTH - EDGE, scale.at(0)), GRID, 4);
        for at in breaks {
            canvas.dashes((x(*at) + x(at.saturating_sub(1))) / 2, 6, HEIGHT - 6, MUTED, 6);
        }
        for run in runs(marks, breaks) {
            let points: Vec<(i32, i32)> = run.into_iter().map(|(at, value)| (x(at), scale.at(value))).collect();
            canvas.path(&points, BLUE, 10);
        }
        for (at, mark) in marks.iter().enumerate() {
            let radius = if at + 1 == marks.len() { 18 } else { 8 };
            canvas.figure(mark.row, |canvas| match shown(mark) {
                Some(value) => canvas.disc((x(at), scale.at(value)), radius, BLUE),
                None => lacking(canvas, (x(at), scale.at(0) - BOX), mark),
            });
        }
    })
}

/// Returns the pieces of a line: it ends before what cannot be drawn and before a break.
fn runs(marks: &[Mark], breaks: &[usize]) -> Vec<Vec<(usize, i64)>> {
    let mut runs = vec![Vec::new()];
    for (at, mark) in marks.iter().enumerate() {
        if breaks.contains(&at) || shown(mark).is_none() {
            runs.push(Vec::new());
        }
        if let (Some(value), Some(run)) = (shown(mark), runs.last_mut()) {
            run.push((at, value));
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// Returns the districts as dots, each at its own height, as SVG.
pub(super) fn strip(id: &str, rows: &[Mark], reference: Option<&Mark>) -> String {
    let count = i32::try_from(rows.len().max(1)).expect("a municipality has few districts");
    let height = HEIGHT.max(count * LANE + EDGE);
    let pitch = (height - EDGE) / count;
    let scale = Scale::over(rows.iter().chain(reference).flat_map(numbers_without_interval), EDGE, WIDTH - EDGE);
    paint_wide(id, (WIDTH, height), |canvas| {
        canvas.measured('x', &scale);
        canvas.line((EDGE, height - 4), (WIDTH - EDGE, height - 4), GRID, 4);
        canvas.line((EDGE, 4), (EDGE, height - 4), GRID, 4);
        if let Some((mark, value)) = reference.and_then(|mark| Some((mark, shown(mark)?))) {
            let x = scale.at(value);
            canvas.figure(mark.row, |canvas| canvas.line((x, 4), (x, height - 4), INK, 6));
        }
        for (y, mark) in (EDGE / 2 + pitch / 2..).step_by(usize::try_from(pitch).expect("a row has a height")).zip(rows) {
            canvas.figure(mark.row, |canvas| match shown(mark) {
                Some(value) => symbol::draw(canvas, (scale.at(value), y), Symbol::of(mark)),
                None => lacking(canvas, (EDGE + BOX, y), mark),
            });
        }
    })
}

fn numbers_without_interval(mark: &Mark) -> impl Iterator<Item = i64> {
    numbers(mark).take(1)
}

/// Draws a hatched box for a hidden value, a short stroke for one that was not measured.
fn lacking(canvas: &mut Canvas<'_>, (x, y): (i32, i32), mark: &Mark) {
    let half = BOX / 2;
    if mark.hidden {
        canvas.hatched(Area { left: x - BOX, top: y - half, right: x + BOX, bottom: y + half });
    } else {
        canvas.line((x - half, y), (x + half, y), AXIS, 8);
    }
}
