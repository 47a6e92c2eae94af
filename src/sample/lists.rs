//! The weekly police lists: rows of the story on the list they came with.

use super::calendar::Span;
use super::dice::Dice;
use super::police::Crime;
use super::{SampleError, Size, workbook};
use crate::model::artefact::Artefact;
use crate::model::period::Week;
use crate::model::person::Role;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One row as the list writes it.
pub(super) struct ListRow<'a> {
    /// The list's week, `2024-U12`.
    pub(super) week: &'a str,
    /// Journal number.
    pub(super) journal: &'a str,
    /// Role, with capital letter.
    pub(super) role: &'a str,
    /// Full name.
    pub(super) name: &'a str,
    /// Replacement number with dash, or empty.
    pub(super) cpr: &'a str,
    /// Address.
    pub(super) address: &'a str,
    /// Incident date.
    pub(super) date: Date,
    /// Offence.
    pub(super) offence: &'a str,
    /// Scene, or empty.
    pub(super) scene: &'a str,
}

/// Returns one workbook per week whose list came; weeks without rows give a list without rows.
pub(super) fn files(crime: &Crime, span: &Span, size: Size) -> Result<Vec<Artefact>, SampleError> {
    let mut dice = Dice::new(size.seed, "totals");
    let by_week = by_week(crime);
    let came = span.weeks().into_iter().filter(|w| !span.is_missing(*w));
    came.map(|week| file(crime, week, by_week.get(&week).map_or(&[], Vec::as_slice), dice.chance(0.5))).collect()
}

fn by_week(crime: &Crime) -> BTreeMap<Week, Vec<usize>> {
    let mut by_week: BTreeMap<Week, Vec<usize>> = BTreeMap::new();
    for (at, row) in crime.rows.iter().enumerate() {
        by_week.entry(row.list).or_default().push(at);
    }
    for rows in by_week.values_mut() {
        rows.sort_by_key(|at| (crime.rows[*at].date, &crime.rows[*at].journal, *at));
    }
    by_week
}

fn file(crime: &Crime, week: Week, rows: &[usize], total: bool) -> Result<Artefact, SampleError> {
    let Week { year, number } = week;
    let label = format!("{year}-U{number:02}");
    let rows: Vec<ListRow<'_>> = rows.iter().map(|at| list_row(crime, *at, &label)).collect();
    let bytes = workbook::list(&format!("SSP-liste uge {number} {year} - Eksempelby (syntetiske data)"), &rows, total)?;
    Ok(Artefact::new(format!("indbakke/politi/{year}/SSP-liste {year} uge {number:02}.xlsx"), bytes))
}

fn list_row<'a>(crime: &'a Crime, at: usize, week: &'a str) -> ListRow<'a> {
    let row = &crime.rows[at];
    let person = &crime.people[row.person];
    ListRow {
        week,
        journal: &row.journal,
        role: role_word(row.role),
        name: &person.name,
        cpr: if row.without_key { "" } else { &person.cpr },
        address: &person.address,
        date: row.date,
        offence: row.offence,
        scene: &row.scene,
    }
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Encountered => "Antruffet",
        Role::Suspected => "Mistænkt",
        Role::Charged => "Sigtet",
        Role::Victim => "Forurettet",
        Role::Other => "Vidne",
    }
}
