//! The strip below a trend that says where a line has no value: hidden values as hatched boxes, missing ones in words.

use super::canvas::{Align, Area, Canvas, Look, SMALL, WIDTH};
use super::scale::shown;
use super::symbol::{self, Symbol};
use super::text;
use super::trend::Trend;
use crate::model::document::{Mark, Series};

const LEFT: i32 = 150;
const BOX: i32 = 62;
const PITCH: i32 = BOX + 8;

/// All that one line lacks for one reason.
struct Gap {
    index: usize,
    hidden: bool,
    word: String,
    periods: Vec<usize>,
}

/// The rows of the strip.
pub(super) struct Gaps {
    rows: Vec<Gap>,
    several: bool,
    /// Whether the words stand inside the periods; else once, left of the axis.
    inside: bool,
}

impl Gaps {
    /// Returns the rows of the strip of a plot that ends at `right`.
    pub(super) fn new(series: &[Series], periods: usize, right: i32) -> Self {
        let rows: Vec<Gap> = series.iter().enumerate().flat_map(|(index, one)| gaps(index, one, periods)).collect();
        let pitch = (right - LEFT) / i32::try_from(periods.max(1)).expect("a chart has few periods");
        let inside = rows.iter().all(|row| text::width(&row.word, SMALL) + 40 <= pitch);
        Self { rows, several: series.len() > 1, inside }
    }

    /// Returns where the plot begins.
    pub(super) fn left(&self) -> i32 {
        let words = self.rows.iter().map(|row| text::width(&row.word, SMALL) + 100).max().unwrap_or(0);
        if self.inside { LEFT } else { words.clamp(LEFT, WIDTH / 4) }
    }

    /// Returns the height of the strip.
    pub(super) fn height(&self) -> i32 {
        let count = i32::try_from(self.rows.len()).expect("a chart has few lines");
        if count == 0 { 0 } else { count * PITCH + 16 }
    }

    /// Draws the strip below the plot.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, trend: &Trend<'_>) {
        let tops = (trend.plot.bottom + 18..).step_by(70);
        for (row, top) in self.rows.iter().zip(tops) {
            self.draw_head(canvas, trend.plot.left, top + BOX / 2, row);
            for period in &row.periods {
                let (x, half) = (trend.x(*period), trend.pitch() / 2 - 5);
                self.draw_gap(canvas, Area { left: x - half, top, right: x + half, bottom: top + BOX }, row);
            }
        }
    }

    fn draw_head(&self, canvas: &mut Canvas<'_>, left: i32, y: i32, row: &Gap) {
        let word = if self.inside { 0 } else { text::width(&row.word, SMALL) };
        if !self.inside {
            canvas.text((left - 16, y), &row.word, Look::small(Align::Right));
        }
        if self.several {
            canvas.key(|canvas| symbol::draw(canvas, (left - 48 - word, y), Symbol::Point(row.index)));
        }
    }

    fn draw_gap(&self, canvas: &mut Canvas<'_>, area: Area, row: &Gap) {
        match (row.hidden, self.inside) {
            (true, true) => canvas.hidden(area, &row.word),
            (true, false) => canvas.hatched(area),
            (false, true) => canvas.text(area.middle(), &row.word, Look::small(Align::Centre)),
            (false, false) => canvas.text(area.middle(), "–", Look::small(Align::Centre)),
        }
    }
}

/// Returns one row for what is hidden and one for what is missing, where there is any.
fn gaps(index: usize, series: &Series, periods: usize) -> impl Iterator<Item = Gap> {
    [true, false].into_iter().filter_map(move |hidden| {
        let lacks = |mark: &Mark| shown(mark).is_none() && mark.hidden == hidden;
        let lacking = series.marks.iter().take(periods).enumerate().filter(|(_, mark)| lacks(mark));
        let (found, words): (Vec<usize>, Vec<&str>) = lacking.map(|(period, mark)| (period, mark.text.as_str())).unzip();
        let word = if hidden { "skjult" } else { words.first()? };
        (!found.is_empty()).then(|| Gap { index, hidden, word: word.to_owned(), periods: found })
    })
}
