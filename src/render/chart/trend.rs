//! Lines over periods, named where they end; a line stops where a value is hidden, missing, or not comparable.

use super::axis;
use super::canvas::{AXIS, Align, Area, Canvas, GRID, INK, LEADING, Look, MUTED, PALE, SMALL, WIDTH, paint};
use super::gaps::Gaps;
use super::labels::{self, Label};
use super::scale::{Scale, interval, numbers, shown};
use super::symbol::{self, Symbol, series_colour};
use super::text;
use crate::model::document::{Mark, Series};

const PLOT_HEIGHT: i32 = 340;
/// Half the width of the band behind a period whose source is not complete.
const BAND: i32 = 140;

/// What is drawn, and where.
pub(super) struct Trend<'a> {
    pub(super) plot: Area,
    scale: Scale,
    periods: &'a [String],
    series: &'a [Series],
    breaks: &'a [(usize, String)],
    lacking: &'a [(usize, String)],
}

/// A period and a few words on it.
type Notes<'a> = &'a [(usize, String)];

/// Returns the chart as SVG.
pub(super) fn svg(
    id: &str,
    unit: &str,
    periods: &[String],
    series: &[Series],
    (breaks, lacking): (Notes<'_>, Notes<'_>),
) -> String {
    let notes = i32::from(!breaks.is_empty()) + i32::from(!lacking.is_empty());
    let top = LEADING + 40 + notes * (LEADING + 10);
    let right = WIDTH - labels::room(series);
    let gaps = Gaps::new(series, periods.len(), right);
    let plot = Area { left: gaps.left(), top, right, bottom: top + PLOT_HEIGHT };
    let scale = Scale::over(series.iter().flat_map(|s| &s.marks).flat_map(numbers), plot.bottom, plot.top);
    let trend = Trend { plot, scale, periods, series, breaks, lacking };
    paint(id, plot.bottom + gaps.height() + LEADING + 40, |canvas| {
        canvas.measured('y', &trend.scale);
        trend.draw_lacking(canvas);
        axis::standing(canvas, &trend.scale, plot, LEADING / 2, unit);
        trend.draw_periods(canvas, plot.bottom + gaps.height() + 44);
        trend.draw_breaks(canvas);
        for (index, one) in series.iter().enumerate() {
            trend.draw_series(canvas, index, one);
        }
        gaps.draw(canvas, &trend);
        labels::draw(canvas, plot, trend.labels());
    })
}

impl Trend<'_> {
    /// Returns the distance between two periods.
    pub(super) fn pitch(&self) -> i32 {
        (self.plot.right - self.plot.left) / i32::try_from(self.periods.len().max(1)).expect("a chart has few periods")
    }

    /// Returns the place of a period.
    pub(super) fn x(&self, period: usize) -> i32 {
        self.plot.left + i32::try_from(period).expect("a chart has few periods") * self.pitch() + self.pitch() / 2
    }

    /// Lines stand a little beside each other, so that their whiskers do not cover each other.
    fn at(&self, series: usize, period: usize, tenths: i64) -> (i32, i32) {
        let shift = |n: usize| i32::try_from(n).expect("a chart has few lines") * 22;
        let aside = shift(series) - shift(self.series.len().saturating_sub(1)) / 2;
        (self.x(period) + aside, self.scale.at(tenths))
    }

    /// Names every period, or every second or third where they are many; the last one always.
    fn draw_periods(&self, canvas: &mut Canvas<'_>, names: i32) {
        let widest = self.periods.iter().map(|name| text::width(name, SMALL)).max().unwrap_or(0) + 24;
        let step = usize::try_from((widest / self.pitch().max(1) + 1).max(1)).expect("a chart has few periods");
        for (index, name) in self.periods.iter().enumerate().filter(|(i, _)| (self.periods.len() - 1 - i).is_multiple_of(step)) {
            let x = self.x(index);
            canvas.line((x, self.plot.bottom), (x, self.plot.bottom + 12), AXIS, 4);
            canvas.text((x, names), name, Look::label(Align::Centre));
        }
    }

    /// Draws a hatched band behind each period whose source is not complete, with its words over it.
    fn draw_lacking(&self, canvas: &mut Canvas<'_>) {
        for (period, words) in self.lacking {
            let (x, half) = (self.x(*period), (self.pitch() / 2 - 8).min(BAND));
            let band = Area { left: x - half, top: self.plot.top, right: x + half, bottom: self.plot.bottom };
            canvas.rect(band, PALE);
            canvas.hatch(band, 40, GRID, 4);
            let room = text::width(words, SMALL) / 2;
            let middle = x.clamp(room.min(WIDTH / 2), (WIDTH - room).max(WIDTH / 2));
            canvas.plate((middle, self.plot.top - 40), words, Look::small(Align::Centre));
        }
    }

    fn draw_breaks(&self, canvas: &mut Canvas<'_>) {
        for (period, words) in self.breaks {
            let x = self.x(*period) - self.pitch() / 2;
            let above = if self.lacking.is_empty() { 50 } else { 50 + LEADING };
            let y = self.plot.top - above;
            canvas.dashes(x, y - 22, self.plot.bottom, MUTED, 5);
            let look = Look::small(Align::Left);
            let fits = x + 16 + text::width(words, SMALL) <= WIDTH;
            let (at, align) = if fits { (x + 16, Align::Left) } else { (x - 16, Align::Right) };
            canvas.plate((at, y), words, Look { align, ..look });
        }
    }

    fn draw_series(&self, canvas: &mut Canvas<'_>, index: usize, series: &Series) {
        let colour = series_colour(index);
        for run in self.runs(index, series) {
            canvas.path(&run, colour, 8);
        }
        for (period, mark) in self.marks(series) {
            if let Some((low, high)) = interval(mark) {
                canvas.figure(mark.row, |canvas| {
                    let ((x, from), (_, to)) = (self.at(index, period, low), self.at(index, period, high));
                    canvas.line((x, from), (x, to), colour, 4);
                    canvas.line((x - 12, from), (x + 12, from), colour, 4);
                    canvas.line((x - 12, to), (x + 12, to), colour, 4);
                });
            }
        }
        for (period, mark) in self.marks(series) {
            if let Some(value) = shown(mark) {
                canvas.figure(mark.row, |canvas| symbol::draw(canvas, self.at(index, period, value), Symbol::Point(index)));
                self.draw_value(canvas, (index, period), mark);
            }
        }
    }

    fn marks<'s>(&self, series: &'s Series) -> impl Iterator<Item = (usize, &'s Mark)> {
        series.marks.iter().enumerate().take(self.periods.len())
    }

    /// Returns the pieces of a line: it ends before a gap and before a break.
    fn runs(&self, index: usize, series: &Series) -> Vec<Vec<(i32, i32)>> {
        let mut runs = vec![Vec::new()];
        for (period, mark) in self.marks(series) {
            let broken = self.breaks.iter().any(|(at, _)| *at == period);
            if broken || shown(mark).is_none() {
                runs.push(Vec::new());
            }
            if let (Some(value), Some(run)) = (shown(mark), runs.last_mut()) {
                run.push(self.at(index, period, value));
            }
        }
        runs.retain(|run| run.len() > 1);
        runs
    }

    /// A single line has its values over its points; the last value stands in the label.
    fn draw_value(&self, canvas: &mut Canvas<'_>, (index, period): (usize, usize), mark: &Mark) {
        let words = text::number(&mark.text);
        let top = interval(mark).map_or(mark.value, |(_, high)| Some(high)).unwrap_or(0);
        let fits = text::width(words, SMALL) + 10 < self.pitch();
        if self.series.len() == 1 && period + 1 < self.periods.len() && fits {
            let (x, y) = self.at(index, period, top);
            canvas.plate((x, y - 44), words, Look { size: SMALL, colour: INK, ..Look::label(Align::Centre) });
        }
    }

    fn labels(&self) -> Vec<Label> {
        self.series.iter().enumerate().map(|(index, series)| self.label(index, series)).collect()
    }

    /// The label stands where the line ends; one without any value stands at the foot.
    fn label(&self, index: usize, series: &Series) -> Label {
        let last = self.marks(series).filter_map(|(period, mark)| shown(mark).map(|v| (period, v, mark))).last();
        let from = last.map(|(period, value, _)| self.at(index, period, value));
        let newest = last.is_some_and(|(period, _, _)| period + 1 == self.periods.len());
        let text = match last {
            Some((_, _, mark)) if newest => mark.text.clone(),
            Some((period, _, mark)) => format!("{} ({})", mark.text, self.periods[period]),
            None => series.marks.last().map_or_else(String::new, |mark| mark.text.clone()),
        };
        Label { index, name: labels::name_lines(series), value: text, from }
    }
}
