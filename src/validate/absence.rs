//! School absence: per pupil and month, or as figures a source gives per school.

use super::cell::Cells;
use super::column::{Kind, Value};
use super::date;
use super::schools::{Levels, Unit};
use super::{Checked, Context, Tally};
use crate::diagnostic::Findings;
use crate::model::geography::{DistrictId, SchoolDistrict};
use crate::model::period::SchoolYear;
use crate::model::profile::Profile;
use crate::model::project::Project;
use crate::model::raw::RawTable;
use crate::model::records::{AbsenceRecord, Given, SchoolAbsence};

/// The columns of days.
const DAYS: [&str; 4] = ["sygdom", "lovligt", "ulovligt", "skoledage"];

/// Returns one record per pupil and month. Rows whose days do not fit the school days are rejected.
pub fn per_pupil(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<AbsenceRecord>> {
    let (levels, findings) = Levels::of(tables, profile, context.schools, Unit::Pupil);
    let mut checked = Checked { value: Vec::new(), findings, tallies: Vec::new() };
    for table in tables {
        let cells = Cells::new(table, profile);
        let mut tally = Tally::of(table);
        if !cells.decide(&DAYS.map(|field| (field, Kind::Days)), &[], &mut checked.findings) {
            checked.tallies.push(tally.all_rejected());
            continue;
        }
        for row in 0..table.len() {
            if levels.skips(&cells, row, &mut checked.findings) {
                tally.skipped += 1;
                continue;
            }
            match pupil_month(&cells, row, context, &mut checked.findings) {
                Some(record) => {
                    tally.used += 1;
                    checked.value.push(record);
                }
                None => tally.rejected += 1,
            }
        }
        checked.tallies.push(tally);
    }
    checked
}

fn pupil_month(cells: &Cells, row: usize, context: Context, findings: &mut Findings) -> Option<AbsenceRecord> {
    let [illness, permitted, unauthorised, school_days] = DAYS.map(|field| days(cells, row, field, findings));
    let (illness, permitted, unauthorised, school_days) = (illness?, permitted?, unauthorised?, school_days?);
    let absent: i64 = [illness, permitted, unauthorised].into_iter().filter_map(Given::known).sum();
    if school_days.known().is_some_and(|days| absent > days) {
        cells.report(42, row, "skoledage", "Eleven har flere fraværsdage end skoledage i måneden.", findings);
        return None;
    }
    let school_year = cells.school_year(row);
    let (Some(school_year), Some(month)) = (school_year, month(cells.text(row, "maaned"), school_year)) else {
        cells.report(104, row, "maaned", "Skoleår eller måned kan ikke læses. Ventede 2023/24 og 2023-08.", findings);
        return None;
    };
    let Some(pupil) = cells.person(row) else {
        cells.report(103, row, "elev", "Rækken har ingen elevnøgle.", findings);
        return None;
    };
    let district = cells.school(row, context.schools, findings);
    Some(AbsenceRecord {
        pupil,
        school_year,
        month,
        district,
        grade: cells.grade(row),
        illness,
        permitted,
        unauthorised,
        school_days,
    })
}

fn days(cells: &Cells, row: usize, field: &str, findings: &mut Findings) -> Option<Given> {
    match cells.number(row, field, Kind::Days, findings) {
        Value::Known(days) if days >= 0 => Some(Given::Known(days)),
        Value::Hidden => Some(Given::HiddenBySource),
        Value::Unreadable => None,
        Value::Known(_) | Value::Blank => {
            cells.report(104, row, field, "Tallet kan ikke læses. Ventede et antal dage som 1,5.", findings);
            None
        }
    }
}

/// Returns the month of a row; a month outside the row's school year (August to July) is not read.
fn month(text: &str, school_year: Option<SchoolYear>) -> Option<u8> {
    let (year, month) = date::month(text)?;
    let start = if month >= 8 { year } else { year - 1 };
    (Some(SchoolYear(start)) == school_year).then_some(month)
}

/// Returns the figures of one school per row. The district is the longest name or alias of ssp.toml the school's name begins with.
pub fn per_school(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<SchoolAbsence>> {
    let (levels, findings) = Levels::of(tables, profile, context.schools, Unit::School);
    let mut checked = Checked { value: Vec::new(), findings, tallies: Vec::new() };
    for table in tables {
        let cells = Cells::new(table, profile);
        let figures: Vec<&str> =
            table.fields().iter().map(String::as_str).filter(|f| !["skolenavn", "skoleaar", "institution"].contains(f)).collect();
        let mut tally = Tally::of(table);
        let percents: Vec<(&str, Kind)> = figures.iter().map(|field| (*field, Kind::Percent)).collect();
        if !cells.decide(&percents, &[], &mut checked.findings) {
            checked.tallies.push(tally.all_rejected());
            continue;
        }
        for row in 0..table.len() {
            if levels.skips(&cells, row, &mut checked.findings) {
                tally.skipped += 1;
                continue;
            }
            let Some(school_year) = cells.school_year(row) else {
                cells.report(104, row, "skoleaar", "Skoleåret kan ikke læses.", &mut checked.findings);
                tally.rejected += 1;
                continue;
            };
            let district = by_prefix(cells.text(row, "skolenavn"), context.project).map(SchoolDistrict);
            let values = figures.iter().filter_map(|field| {
                let value = match cells.number(row, field, Kind::Percent, &mut checked.findings) {
                    Value::Known(value) => Given::Known(value),
                    Value::Hidden => Given::HiddenBySource,
                    Value::Blank | Value::Unreadable => return None,
                };
                Some(((*field).to_owned(), value))
            });
            let values = values.collect();
            checked.value.push(SchoolAbsence { school_year, district, values });
            tally.used += 1;
        }
        checked.tallies.push(tally);
    }
    checked
}

fn by_prefix(name: &str, project: &Project) -> Option<DistrictId> {
    let named = |id: DistrictId| {
        let district = project.district(id);
        let known = std::iter::once(&district.name).chain(&district.aliases);
        known.filter(|n| begins_with(name, n)).map(String::len).max().map(|length| (length, id))
    };
    project.district_ids().filter_map(named).max_by_key(|(length, id)| (*length, std::cmp::Reverse(*id))).map(|(_, id)| id)
}

/// A name counts only as whole words: "North Mid" does not begin "North Middlesex".
fn begins_with(text: &str, name: &str) -> bool {
    let cut = |rest: &str| name.ends_with(|c: char| !c.is_alphanumeric()) || !rest.starts_with(char::is_alphanumeric);
    text.strip_prefix(name).is_some_and(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_is_named_by_whole_words() {
        assert!(begins_with("Nord-Skolen", "Nord"));
        assert!(begins_with("Nord-Skolen", "Nord-"));
        assert!(!begins_with("Nordborg-Skolen", "Nord"));
    }
}
