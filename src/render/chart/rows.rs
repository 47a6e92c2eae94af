//! Rows with a label at the left: their places, shared by the charts that are read row by row.

use super::canvas::{Align, Area, Canvas, GRID, Look, TEXT};
use super::text;

const LABEL_LIMIT: i32 = 620;
const LEAST_HEIGHT: i32 = 84;

/// The places of all rows.
pub(super) struct Rows {
    labels: Vec<Vec<String>>,
    heights: Vec<i32>,
    top: i32,
    /// Where the plot may begin.
    pub(super) left: i32,
}

impl Rows {
    /// Returns rows from `top` downwards, one per label.
    pub(super) fn new<'a>(top: i32, labels: impl Iterator<Item = &'a str>) -> Self {
        let labels: Vec<Vec<String>> = labels.map(|label| text::wrap(label, TEXT, LABEL_LIMIT)).collect();
        let heights = labels.iter().map(|lines| LEAST_HEIGHT.max(text::height(lines) + 20)).collect();
        let widest = labels.iter().flatten().map(|line| text::width(line, TEXT)).max().unwrap_or(0);
        Self { labels, heights, top, left: widest + 40 }
    }

    /// Returns where the last row ends.
    pub(super) fn bottom(&self) -> i32 {
        self.top + self.heights.iter().sum::<i32>()
    }

    /// Returns the area of each row between `left` and `right`.
    pub(super) fn areas(&self, left: i32, right: i32) -> Vec<Area> {
        let mut top = self.top;
        let next = |height: &i32| {
            let area = Area { left, top, right, bottom: top + height };
            top += height;
            area
        };
        self.heights.iter().map(next).collect()
    }

    /// Draws the labels and a light line between rows.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, right: i32) {
        for (index, (area, lines)) in self.areas(0, right).into_iter().zip(&self.labels).enumerate() {
            if index > 0 {
                canvas.line((0, area.top), (right, area.top), GRID, 2);
            }
            canvas.lines((0, area.middle().1), lines, Look::label(Align::Left));
        }
    }
}
