//! Raw tables become records: types parsed, districts found, all problems collected.
//!
//! Order per source: field, row, cross checks (structure was checked when the file was read). A rejected row is a finding
//! with its place; a value never stands in a message.

mod absence;
mod cell;
mod earlier;
mod merge;
mod notes;
mod police;
mod population;
mod register;
mod survey;
mod weeks;

pub use absence::{per_pupil, per_school};
pub use earlier::earlier;
pub use notes::notes;
pub use police::police;
pub use population::population;
pub use register::{schools, streets};
pub use survey::survey;
pub use weeks::{Lists, lists};

use crate::diagnostic::Findings;
use crate::model::project::Project;
use crate::model::register::SchoolRegister;

/// A stage's value with everything found on the way.
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// What was found.
    pub findings: Findings,
    /// What became of the rows.
    pub tally: Tally,
}

/// What became of the rows of one source. Exact numbers: for `tjek` only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows read.
    pub read: u64,
    /// Rows left out with a finding.
    pub rejected: u64,
    /// Rows merged with an earlier row of the same person and incident.
    pub merged: u64,
    /// Rows without a person key.
    pub without_key: u64,
}

/// What the validation of every source needs to know.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Settings.
    pub project: &'a Project,
    /// Schools.
    pub schools: &'a SchoolRegister,
}
