//! The decision log of a run, as a file for the municipality alone.

use super::Inspection;
use super::papers::with_input;
use crate::compose;
use crate::model::artefact::Artefact;
use crate::model::edition::Issue;
use crate::protect::Protected;
use crate::render::tables::plain_csv;

/// Returns the log of every hidden figure and the rule that hid it. Its path is a file name: it belongs in a folder that only its owner
/// may open, never below a published one.
pub(super) fn decisions(inspection: &Inspection, protected: &Protected, issue: &Issue) -> Artefact {
    let rows = with_input(inspection, protected, issue, compose::decisions);
    let name = format!("beslutninger-{}{}.csv", inspection.periods.meeting_year, issue.edition.suffix());
    Artefact::new(name, plain_csv(&compose::DECISION_COLUMNS, &rows))
}

/// Returns the name of the log of a release, which stays when later runs write theirs.
pub(super) fn of_release(folder: &str) -> String {
    format!("beslutninger-{folder}.csv")
}
