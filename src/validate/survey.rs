//! The youth survey: one respondent per row, one row per respondent and question, or numbers counted by the supplier. There is
//! no person key, on purpose: a respondent's number only joins the rows of one file.

mod counted;
mod long;
mod missing;
mod questions;
mod remarks;
mod replies;
mod screen;
mod sheet;
#[cfg(test)]
mod tests;
mod wide;

use super::schools::{Levels, Unit};
use super::{Checked, Context};
use crate::model::profile::{Codebook, Profile};
use crate::model::raw::RawTable;
use crate::model::records::SurveyRecords;
use questions::Questions;
use replies::Replies;
use sheet::Sheet;

/// Returns the respondents of all waves.
pub fn survey(tables: &[RawTable], profile: &Profile, codebook: &Codebook, context: Context) -> Checked<SurveyRecords> {
    let questions = Questions::new(codebook, profile.vaerdiark.is_some());
    let mut replies = Replies::new(&questions, &codebook.useriose);
    let (levels, found) = Levels::of(tables, profile, context.schools, unit(profile));
    replies.findings.extend(found);
    let mut tallies = Vec::new();
    for table in tables {
        let sheet = Sheet::new(table, profile, &questions, context, &levels);
        tallies.push(match profile.form.as_deref() {
            Some("lang") => long::read(&sheet, &mut replies),
            Some("aggregeret") => counted::read(&sheet, &mut replies),
            _ => wide::read(&sheet, &mut replies),
        });
    }
    let (value, findings) = replies.finish();
    Checked { value, findings, tallies }
}

/// Counted rows say nothing of single pupils: a main school's numbers are always its departments' numbers.
fn unit(profile: &Profile) -> Unit {
    if profile.form.as_deref() == Some("aggregeret") { Unit::School } else { Unit::Respondent }
}
