//! Findings: everything that is wrong with the data, as values with place, words and what to do.
//!
//! No message may hold a CPR number, a name or free text; only the words of open fields are ever echoed.

mod catalogue;
mod explanation;
mod files;
mod masking;
mod report;

pub use catalogue::{CATALOGUE, CodeEntry, entry};
pub use explanation::{codes, explanation, find, meaning};
pub use files::{FileRows, rows_text};
pub use report::{column_letters, json, text};

pub use masking::masked;
use serde::Serialize;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be used.
    Stop,
    /// A row was left out.
    Row,
    /// Worth knowing, counted, shown on the quality page.
    Warning,
    /// What the reader did.
    Information,
}

impl Severity {
    /// Returns the Danish word printed before a finding.
    pub fn danish(self) -> &'static str {
        match self {
            Self::Stop => "Stop",
            Self::Row => "Afvist række",
            Self::Warning => "Advarsel",
            Self::Information => "Oplysning",
        }
    }
}

/// A finding's number, printed as `D017`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "D{:03}", self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A place in a file. Rows are 1-based; a column is its 0-based index with the header found there.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Location {
    /// Path relative to the project folder, as it is: files are told apart by it. It is masked where it is shown.
    #[serde(serialize_with = "masking::serialize")]
    pub file: String,
    /// Sheet, for workbooks.
    pub sheet: Option<String>,
    /// Row.
    pub row: Option<u32>,
    /// Column.
    pub column: Option<(u32, String)>,
}

impl Location {
    /// Returns the place of a whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    fn masked(self) -> Self {
        let column = self.column.map(|(index, header)| (index, masked(&header)));
        Self { sheet: self.sheet.as_deref().map(masked), column, ..self }
    }
}

/// One problem, or one kind of problem counted in one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Number in the catalogue.
    pub code: Code,
    /// Severity, from the catalogue.
    pub severity: Severity,
    /// The first place.
    pub location: Location,
    /// What is wrong, in one Danish sentence.
    pub message: String,
    /// What to do, in one Danish sentence.
    pub action: String,
    /// How many times in this file (1 for a single place).
    pub count: u64,
}

impl Finding {
    /// Returns a finding with the severity and the default action of the catalogue. A CPR number in the message or in a name of the
    /// place is masked.
    pub fn new(code: u16, location: Location, message: impl Into<String>) -> Self {
        let known = entry(Code(code));
        Self {
            code: Code(code),
            severity: known.severity,
            location: location.masked(),
            message: masked(&message.into()),
            action: known.action.to_owned(),
            count: 1,
        }
    }

    /// Returns whether it says that this run does not know what the readers of a release have.
    pub fn is_of_releases(&self) -> bool {
        matches!(self.code.0, 183..=187)
    }

    /// Returns the finding with a more exact action.
    #[must_use]
    pub fn with_action(mut self, action: impl Into<String>) -> Self {
        self.action = masked(&action.into());
        self
    }

    /// Returns the finding with a count.
    #[must_use]
    pub fn counted(mut self, count: u64) -> Self {
        self.count = count;
        self
    }
}

/// All findings of a stage, in the order found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "findings must reach the user"]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds a finding, or counts it with an earlier one of the same code, file, sheet, column and message.
    pub fn push_counted(&mut self, finding: Finding) {
        let same = |f: &&mut Finding| {
            f.code == finding.code
                && f.location.file == finding.location.file
                && f.location.sheet == finding.location.sheet
                && f.location.column == finding.location.column
                && f.message == finding.message
        };
        match self.0.iter_mut().rev().find(same) {
            Some(earlier) => earlier.count += finding.count,
            None => self.0.push(finding),
        }
    }

    /// Adds all findings of another stage.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Adds all findings of a further part of the same rows; equal ones are counted together.
    pub fn extend_counted(&mut self, other: Self) {
        other.0.into_iter().for_each(|finding| self.push_counted(finding));
    }

    /// Keeps the findings that are wanted.
    pub fn retain(&mut self, is_wanted: impl FnMut(&Finding) -> bool) {
        self.0.retain(is_wanted);
    }

    /// Returns the findings in order.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// Returns the findings of one severity.
    pub fn only(&self, severity: Severity) -> Self {
        Self(self.0.iter().filter(|f| f.severity == severity).cloned().collect())
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the gravest severity, if there is any finding.
    pub fn gravest(&self) -> Option<Severity> {
        self.0.iter().map(|f| f.severity).min()
    }

    /// Returns whether a file was stopped.
    pub fn stops(&self) -> bool {
        self.gravest() == Some(Severity::Stop)
    }
}
