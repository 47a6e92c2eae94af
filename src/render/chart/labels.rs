//! Names and last values of lines at the right of a chart, moved apart where they would cover each other.

use super::canvas::{AXIS, Align, Area, Canvas, LEADING, Look, Point, SMALL, TEXT, WIDTH};
use super::symbol::{self, Symbol};
use super::text;
use crate::model::document::Series;

const NAME_LIMIT: i32 = 420;
const MARGIN: i32 = 110;

/// The label of one line.
pub(super) struct Label {
    pub(super) index: usize,
    pub(super) name: Vec<String>,
    pub(super) value: String,
    /// The point it names; none where nothing of the line is drawn.
    pub(super) from: Option<Point>,
}

impl Label {
    fn lines(&self) -> Vec<String> {
        let value = text::wrap(&self.value, SMALL, NAME_LIMIT);
        self.name.iter().cloned().chain(value).collect()
    }

    fn height(&self) -> i32 {
        text::height(&self.lines()) + 14
    }
}

/// Returns the name of a line, wrapped.
pub(super) fn name_lines(series: &Series) -> Vec<String> {
    text::wrap(&series.label, SMALL, NAME_LIMIT)
}

/// Returns the room all labels need at the right.
pub(super) fn room(series: &[Series]) -> i32 {
    let names = series.iter().flat_map(name_lines);
    let values = series.iter().flat_map(|s| &s.marks).flat_map(|mark| text::wrap(&mark.text, SMALL, NAME_LIMIT));
    names.chain(values).map(|line| text::width(&line, TEXT)).max().unwrap_or(0).min(NAME_LIMIT + 40) + MARGIN
}

/// Draws all labels beside the plot, in the order of their points.
pub(super) fn draw(canvas: &mut Canvas<'_>, plot: Area, mut labels: Vec<Label>) {
    let alone = labels.len() == 1;
    let wish = |label: &Label| label.from.map_or(plot.bottom, |(_, y)| y);
    labels.sort_by_key(|label| (wish(label), label.index));
    let heights: Vec<i32> = labels.iter().map(Label::height).collect();
    let wishes: Vec<i32> = labels.iter().map(wish).collect();
    for (label, y) in labels.iter().zip(apart(&wishes, &heights, plot.bottom + LEADING)) {
        let x = plot.right + 34;
        if let Some(from) = label.from {
            canvas.line((from.0 + 26, from.1), (x - 6, y), AXIS, 3);
        }
        // One line needs no key; a second dot beside its last one would look like one period more.
        if !alone {
            canvas.key(|canvas| symbol::draw(canvas, (x + 16, y), Symbol::Point(label.index)));
        }
        let lines = label.lines();
        let look = Look { size: SMALL, ..Look::label(Align::Left) };
        let (first, rest) = lines.split_at(label.name.len());
        let middle = |part: &[String]| (text::height(part) - text::height(&lines)) / 2;
        canvas.lines((x + 48, y + middle(first)), first, look.bold());
        canvas.lines((x + 48, y - middle(rest)), rest, look);
    }
    debug_assert!(plot.right < WIDTH, "the room of the labels lies inside the chart");
}

/// Returns the middles of boxes that wish to stand at `wishes` (ascending): pushed down until none overlap, then up from the foot.
fn apart(wishes: &[i32], heights: &[i32], foot: i32) -> Vec<i32> {
    let mut middles = wishes.to_vec();
    for i in 1..middles.len() {
        let least = middles[i - 1] + (heights[i - 1] + heights[i]) / 2;
        middles[i] = middles[i].max(least);
    }
    let mut limit = foot;
    for (middle, height) in middles.iter_mut().zip(heights).rev() {
        *middle = (*middle).min(limit - height / 2);
        limit = *middle - height / 2;
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn labels_of_close_lines_do_not_cover_each_other() {
        let middles = apart(&[500, 505, 790], &[100, 100, 100], 800);
        assert!(middles.windows(2).all(|pair| pair[1] - pair[0] >= 100));
        assert!(middles.iter().all(|middle| *middle <= 750));
    }
}
