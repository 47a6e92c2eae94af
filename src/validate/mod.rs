//! Raw tables become records: types parsed, districts found, all problems collected.
//!
//! Order per source: field, row, cross checks (structure was checked when the file was read). A rejected row is a finding
//! with its place; a value never stands in a message.

mod absence;
mod cell;
mod change;
mod column;
mod date;
mod doubt;
mod earlier;
mod list_week;
mod mark;
mod merge;
mod notes;
mod number;
mod order;
mod plans;
mod police;
mod population;
mod register;
mod response;
mod schools;
mod survey;
mod tally;
mod weeks;

pub use absence::{per_pupil, per_school};
pub use change::{Compared, jumps};
pub use earlier::earlier;
pub use notes::notes;
pub use plans::{annual_plan, council_points, efforts, process_plan};
pub use police::police;
pub use population::population;
pub use register::{calendar, schools, streets};
pub use response::{Invited, Participation, invited, responses};
pub use survey::survey;
pub use weeks::{Lists, TableList, lists};

use crate::diagnostic::Findings;
use crate::model::project::Project;
use crate::model::register::SchoolRegister;
pub use tally::Tally;

/// A stage's value with everything found on the way.
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// What was found.
    pub findings: Findings,
    /// What became of the rows, one tally per table, in the order of the tables.
    pub tallies: Vec<Tally>,
}

/// What the validation of every source needs to know.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Settings.
    pub project: &'a Project,
    /// Schools.
    pub schools: &'a SchoolRegister,
}
