//! What a chart or a small drawing shows, before it is drawn.

use super::{RowMark, Signal};
use serde::Serialize;

/// A chart with its words.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// Anchor and file name, unique over all papers of a run, `[a-z0-9-]+`.
    pub id: String,
    /// Caption below the chart: what, period, geography, n.
    pub caption: String,
    /// Alternative text: states the finding with its figures; no two alike in one paper.
    pub alt: String,
    /// What is drawn.
    pub spec: ChartSpec,
}

/// What a chart draws. All numbers are tenths of the printed unit, as printed: nothing finer exists here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ChartSpec {
    /// One dot with interval per row, on one scale, with a reference line.
    Dots {
        /// Unit written at the axis ("procent", "pr. 1.000 unge").
        unit: String,
        /// Rows from top to bottom.
        rows: Vec<Mark>,
        /// The whole municipality, drawn as a vertical line with its label.
        reference: Option<Mark>,
    },
    /// Lines over periods.
    Trend {
        /// Unit written at the axis.
        unit: String,
        /// Period names, oldest first.
        periods: Vec<String>,
        /// Lines; each has one mark per period.
        series: Vec<Series>,
        /// Breaks: a vertical line before the period with this index, with a word.
        breaks: Vec<(usize, String)>,
        /// Periods whose source is not complete: a hatched band behind the period with this index, with a word.
        lacking: Vec<(usize, String)>,
    },
    /// Grouped bars.
    Bars {
        /// Unit written at the axis.
        unit: String,
        /// Group names.
        groups: Vec<String>,
        /// Series; each has one mark per group. At most four.
        series: Vec<Series>,
    },
    /// Two dots joined by a line per row: actual (●) and believed (○).
    Dumbbell {
        /// Unit written at the axis.
        unit: String,
        /// Word for the first dot ("Svarede selv ja").
        first: String,
        /// Word for the second dot ("Troede om jævnaldrende").
        second: String,
        /// Rows: label, first, second.
        rows: Vec<(String, Mark, Mark)>,
    },
    /// Weeks of one or more years as squares, filled = a list came.
    Calendar {
        /// Per year: the year, and for each week (or month) in order whether a list came.
        years: Vec<(i16, Vec<bool>)>,
        /// "uge" or "måned".
        unit: String,
    },
    /// A line of the size of a word over the last years, from zero; the last value as a dot.
    Spark {
        /// One mark per period, oldest first.
        marks: Vec<Mark>,
        /// The line does not cross into the periods with these indices.
        breaks: Vec<usize>,
    },
    /// The districts as dots on one scale from zero, each at its own height in the order of the list.
    Strip {
        /// Districts from top to bottom.
        rows: Vec<Mark>,
        /// The whole municipality, an upright line.
        reference: Option<Mark>,
    },
}

/// Marks of one series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Name.
    pub label: String,
    /// One mark per period or group.
    pub marks: Vec<Mark>,
}

/// One drawn value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Row or point label.
    pub label: String,
    /// Value, formatted ("16,4 %", "skjult", "ingen data").
    pub text: String,
    /// Tenths of the printed unit; `None` = hidden or no data: nothing is drawn but the text.
    pub value: Option<i64>,
    /// Interval in tenths.
    pub interval: Option<(i64, i64)>,
    /// Whether the value is hidden (a hatched "skjult" is drawn).
    pub hidden: bool,
    /// Signal.
    pub signal: Signal,
    /// Rests on few answers: drawn grey, and its label says so.
    pub weak: bool,
    /// The row of the open tables whose figure it is, where it is one.
    pub row: Option<RowMark>,
}

/// A drawing of the size of a word, without words of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Unique over all papers of a run, `[a-z0-9-]+`.
    pub id: String,
    /// Alternative text: the drawn figures in words.
    pub alt: String,
    /// What is drawn: [`ChartSpec::Spark`] or [`ChartSpec::Strip`].
    pub spec: ChartSpec,
}
