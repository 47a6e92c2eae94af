//! The municipality's own registers. A register with an error is stopped: every figure rests on it.

use super::cell::Cells;
use crate::diagnostic::{Finding, Findings};
use crate::model::geography::{DistrictId, SchoolDistrict};
use crate::model::profile::Profile;
use crate::model::project::Project;
use crate::model::raw::RawTable;
use crate::model::register::{School, SchoolCalendar, SchoolRegister, StreetRegister, Stretch};

/// Returns the school register; an empty district serves the whole municipality.
pub fn schools(table: &RawTable, profile: &Profile, project: &Project) -> (SchoolRegister, Findings) {
    let (cells, mut findings, mut register) = (Cells::new(table, profile), Findings::default(), SchoolRegister::default());
    for row in 0..table.len() {
        let district = district(&cells, table, row, project, &mut findings).map(SchoolDistrict);
        let parent = Some(cells.text(row, "hovedinstitution")).filter(|p| !p.is_empty()).map(str::to_owned);
        let school = School { name: cells.text(row, "navn").to_owned(), district, parent };
        let earlier = register.schools.insert(cells.text(row, "institution").to_owned(), school);
        if earlier.is_some() {
            findings.push(Finding::new(110, table.row_location(row), "Institutionsnummeret står to gange i registret."));
        }
    }
    (register, findings)
}

/// Returns the street register.
pub fn streets(table: &RawTable, profile: &Profile, project: &Project) -> (StreetRegister, Findings) {
    let (cells, mut findings, mut register) = (Cells::new(table, profile), Findings::default(), StreetRegister::default());
    for row in 0..table.len() {
        let number = |field| cells.text(row, field).parse().ok();
        let district = district(&cells, table, row, project, &mut findings);
        match (number("fra"), number("til"), district) {
            (Some(from), Some(to), Some(district)) => {
                let postcode = cells.text(row, "postnr").to_owned();
                register.insert(cells.text(row, "vej"), Stretch { from, to, postcode, district });
            }
            (.., None) => {}
            _ => findings.push(Finding::new(110, table.row_location(row), "Husnumrene kan ikke læses som tal.")),
        }
    }
    (register, findings)
}

/// Returns the school calendar: every date whose row says `ja`.
pub fn calendar(table: &RawTable, profile: &Profile) -> (SchoolCalendar, Findings) {
    let (cells, mut findings, mut calendar) = (Cells::new(table, profile), Findings::default(), SchoolCalendar::default());
    for row in 0..table.len() {
        match (cells.date(row, "dato"), cells.word(row, "skoledag", &mut findings)) {
            (Some(date), Some("ja")) => {
                calendar.days.insert(date);
            }
            (Some(_), Some("nej")) => {}
            _ => findings.push(Finding::new(110, table.row_location(row), "Datoen eller ordet for skoledag kan ikke læses.")),
        }
    }
    (calendar, findings)
}

fn district(cells: &Cells, table: &RawTable, row: usize, project: &Project, findings: &mut Findings) -> Option<DistrictId> {
    let text = cells.text(row, "distrikt");
    let found = project.find_district(text);
    if found.is_none() && !text.is_empty() {
        findings.push(Finding::new(110, table.row_location(row), "Distriktet findes ikke i ssp.toml."));
    }
    found
}
