//! A finished paper before it has a look: sections, prose, tables, charts. Only formatted, protected values.
//!
//! Both renderers (PDF and HTML) read this value and nothing else, so that they cannot disagree.

use serde::Serialize;

mod chart;
mod row_mark;
mod structure;

pub use chart::{Chart, ChartSpec, Mark, Picture, Series};
pub use row_mark::RowMark;
pub use structure::{Adds, Column, Link, LinkKind, Structure, Sum};

/// A whole paper.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// Facts of the title page and the file's own metadata.
    pub meta: Meta,
    /// Sections in reading order. Levels start at 1 and never skip one.
    pub sections: Vec<Section>,
    /// Every protected table as open data; empty for papers that repeat another paper's tables.
    #[serde(skip)]
    pub open_tables: Vec<OpenTable>,
    /// What the data package tells besides the tables.
    #[serde(skip)]
    pub told: Described,
}

/// What the data package tells besides the tables.
#[derive(Clone, Debug, Default)]
pub struct Described {
    /// For whom the report is: "offentlig" or "fortrolig".
    pub edition: &'static str,
    /// The numbers of its words, which are no figures: each with the word behind it.
    pub numbers: Vec<String>,
}

/// Which paper it is: the renderers choose the page layout by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The annual report: title page, contents, running header.
    Annual,
    /// The two pages of one district: no title page, no contents.
    District,
    /// The pages of one district's schools together, laid out as a district's.
    School,
    /// A short paper for one meeting, laid out as a district's.
    Paper,
}

/// Title and facts.
#[derive(Clone, Debug, Serialize)]
pub struct Meta {
    /// Which paper.
    pub kind: Kind,
    /// File name without extension, `[a-z0-9-]+`, for example `datarapport-2025`.
    pub file_stem: String,
    /// "SSP-datarapport 2025".
    pub title: String,
    /// "Eksempelby Kommune".
    pub subtitle: String,
    /// What stands on every page: that it is a draft, or for whom alone it is.
    pub marks: Vec<String>,
    /// Edition, meeting and date, data as of, version …: label and text, for the title page.
    pub facts: Vec<Fact>,
    /// One short line for the foot of every page.
    pub running_foot: String,
    /// The date the data were made up, `(year, month, day)`: the file's date.
    pub date: (i16, u8, u8),
    /// One or two sentences for the file's description.
    pub description: String,
}

/// A label with a text.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// Label.
    pub label: String,
    /// Text.
    pub text: String,
}

/// A section with a heading.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Anchor, unique in the document, `[a-z0-9-]+`.
    pub id: String,
    /// 1-3.
    pub level: u8,
    /// Heading.
    pub title: String,
    /// Starts on a new page of a paper.
    pub new_page: bool,
    /// Content.
    pub blocks: Vec<Block>,
}

/// One piece of content.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Text.
        text: String,
    },
    /// The one finding of a page, set larger than the text.
    Lead {
        /// Text.
        text: String,
    },
    /// A boxed remark: how to read, what is missing.
    Note {
        /// Text.
        text: String,
    },
    /// A bullet list (or numbered one).
    List {
        /// Whether it is numbered.
        numbered: bool,
        /// Items.
        items: Vec<String>,
    },
    /// Tested messages, each with a signal.
    Messages {
        /// Messages, the weightiest first.
        items: Vec<Message>,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// Empty lines to write on, with a label; an empty form box in HTML.
    WriteSpace {
        /// What is to be written.
        label: String,
        /// Number of lines.
        lines: u8,
    },
    /// A quotation with its source.
    Quote {
        /// Text.
        text: String,
        /// Who approved it, theme.
        source: String,
    },
    /// Key figures beside each other (district sheet).
    KeyFigures {
        /// Figures.
        items: Vec<KeyFigure>,
    },
}

/// One message of "Det vigtigste".
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Signal.
    pub signal: Signal,
    /// What the signal's word is against ("end resten af kommunen"), printed after the word.
    pub against: String,
    /// One or two sentences.
    pub text: String,
    /// The figure among the districts or over the years, as a small drawing.
    pub picture: Option<Picture>,
}

/// One key figure.
#[derive(Clone, Debug, Serialize)]
pub struct KeyFigure {
    /// What it is.
    pub label: String,
    /// The value, formatted ("16,4 %" or "skjult").
    pub value: String,
    /// The same for the whole municipality, n, period, place.
    pub context: Vec<String>,
    /// Signal against the rest of the municipality.
    pub signal: Signal,
}

/// A signal: a mark and a word, never colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// ▲ bedre.
    Better,
    /// ▼ dårligere.
    Worse,
    /// ▲ højere (neutral indicator).
    Higher,
    /// ▼ lavere (neutral indicator).
    Lower,
    /// ○ ingen sikker forskel.
    NoDifference,
    /// ● no comparison possible or none made.
    None,
}

impl Signal {
    /// Returns the mark: ▲ ▼ ○ ●.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Better | Self::Higher => "▲",
            Self::Worse | Self::Lower => "▼",
            Self::NoDifference => "○",
            Self::None => "●",
        }
    }

    /// Returns the word beside the mark.
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "bedre",
            Self::Worse => "dårligere",
            Self::Higher => "højere",
            Self::Lower => "lavere",
            Self::NoDifference => "ingen sikker forskel",
            Self::None => "kan ikke vurderes",
        }
    }
}

/// A table. The first cell of each row is the row's header.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// Anchor, unique in the document, `[a-z0-9-]+`.
    pub id: String,
    /// Caption: what, period, geography.
    pub caption: String,
    /// Columns, the row header's first.
    pub columns: Vec<ColumnHead>,
    /// Rows; every row has as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Notes below, for example the legend of "skjult".
    pub notes: Vec<String>,
    /// Where the figures come from, printed below.
    pub source: TableSource,
}

/// Where a table's figures come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum TableSource {
    /// The line with sources, periods and the table's name; never a file name.
    Figures(String),
    /// The table holds no figures: a plan, definitions, how to read.
    Words,
}

/// Head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnHead {
    /// Text.
    pub title: String,
    /// Numbers are set flush right.
    pub numeric: bool,
}

/// What stands in the place of a number its source has hidden.
pub const HIDDEN_BY_SOURCE: &str = "skjult af kilden";

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Formatted text, never empty: "–" says not relevant, "skjult" hidden, "ingen data" not measured.
    pub text: String,
    /// Whether the value is hidden, to protect persons or by its source.
    pub hidden: bool,
    /// Signal shown before the text, if any.
    pub signal: Option<Signal>,
    /// Rests on few answers: set grey; the row's header says so.
    pub faint: bool,
    /// A small drawing in the place of the text, which is then what the drawing says.
    pub picture: Option<Box<Picture>>,
    /// The row of the open tables whose figure it is, where it is one.
    pub row: Option<RowMark>,
}

impl Cell {
    /// Returns a plain cell.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), hidden: false, signal: None, faint: false, picture: None, row: None }
    }

    /// Returns the one look of every number this program hides.
    pub fn hidden() -> Self {
        Self { hidden: true, ..Self::text("skjult") }
    }

    /// Returns a drawing with its words.
    pub fn picture(picture: Picture) -> Self {
        Self { picture: Some(Box::new(picture.clone())), ..Self::text(picture.alt) }
    }

    /// Returns the look of a number made from what its source has hidden.
    pub fn hidden_by_source() -> Self {
        Self { hidden: true, ..Self::text(HIDDEN_BY_SOURCE) }
    }
}

/// One open table: a CSV file and a sheet.
#[derive(Clone, Debug)]
pub struct OpenTable {
    /// Name in the data package, `[a-z0-9-]+`: the same in both editions.
    pub name: String,
    /// Where its CSV file lies in the report, `tabeller/u15.csv`. The name of a confidential one says so.
    pub file: String,
    /// Title in words.
    pub title: String,
    /// One row per cell.
    pub rows: Vec<OpenRow>,
    /// How the rows hang together.
    pub structure: Structure,
}

/// One cell of an open table. Numbers are formatted with decimal comma and without thousands points; hidden = empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenRow {
    /// Indicator id.
    pub indikator: String,
    /// Period in words.
    pub periode: String,
    /// skole, bopæl, gerningssted, distriktsgruppe.
    pub stedbegreb: String,
    /// District id, `kommune` or `uoplyst`.
    pub omraade: String,
    /// dreng, pige, uoplyst or `alle`.
    pub koen: String,
    /// Grade or `alle`.
    pub klassetrin: String,
    /// Age band or `alle`.
    pub alder: String,
    /// Category or `alle`.
    pub kategori: String,
    /// k.
    pub taeller: String,
    /// n.
    pub naevner: String,
    /// Value.
    pub vaerdi: String,
    /// Unit in words.
    pub enhed: String,
    /// `vist`, `skjult`, `skjult af kilden` or `ingen data`.
    pub status: String,
    /// The highest k there can be, where k is an interval; else empty.
    pub taeller_hoejst: String,
}
