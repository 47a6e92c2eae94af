//! Axes with light guide lines; the unit stands once, at the end of the axis.

use super::canvas::{AXIS, Align, Area, Canvas, GRID, LEADING, Look};
use super::scale::Scale;

/// Height that [`lying`] needs below the plot.
pub(super) const LYING: i32 = 24 + 2 * LEADING;

/// Draws a scale along the foot of the plot.
pub(super) fn lying(canvas: &mut Canvas<'_>, scale: &Scale, plot: Area, unit: &str) {
    for (x, word) in scale.ticks() {
        canvas.line((x, plot.top), (x, plot.bottom), GRID, 3);
        canvas.line((x, plot.bottom), (x, plot.bottom + 12), AXIS, 4);
        canvas.text((x, plot.bottom + 44), &word, Look::small(Align::Centre));
    }
    let zero = scale.at(0);
    canvas.line((zero, plot.top), (zero, plot.bottom), AXIS, 4);
    canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), AXIS, 4);
    canvas.text(((plot.left + plot.right) / 2, plot.bottom + 44 + LEADING), unit, Look::small(Align::Centre));
}

/// Draws a scale along the left side of the plot; the unit stands at the height `head`.
pub(super) fn standing(canvas: &mut Canvas<'_>, scale: &Scale, plot: Area, head: i32, unit: &str) {
    for (y, word) in scale.ticks() {
        canvas.line((plot.left, y), (plot.right, y), GRID, 3);
        canvas.text((plot.left - 20, y), &word, Look::small(Align::Right));
    }
    canvas.line((plot.left, scale.at(0)), (plot.right, scale.at(0)), AXIS, 4);
    canvas.text((0, head), unit, Look::small(Align::Left));
}
