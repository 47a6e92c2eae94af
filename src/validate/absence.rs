//! School absence: per pupil and month, or as figures a source gives per school.

use super::cell::Cells;
use super::{Checked, Context, Tally};
use crate::diagnostic::Findings;
use crate::model::geography::{DistrictId, SchoolDistrict};
use crate::model::period::SchoolYear;
use crate::model::profile::Profile;
use crate::model::project::Project;
use crate::model::raw::RawTable;
use crate::model::records::{AbsenceRecord, SchoolAbsence};

/// Returns one record per pupil and month. Rows whose days do not fit the school days are rejected.
pub fn per_pupil(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<AbsenceRecord>> {
    let mut checked = Checked { value: Vec::new(), findings: Findings::default(), tallies: Vec::new() };
    for table in tables {
        let cells = Cells::new(table, profile);
        let mut tally = Tally::of(table);
        for row in 0..table.len() {
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
    let mut needed = |value: Option<i64>, field: &str| {
        if value.is_none_or(|v| v < 0) {
            cells.report(104, row, field, "Tallet kan ikke læses. Ventede et antal dage som 1,5.", findings);
        }
        value.filter(|v| *v >= 0)
    };
    let illness = needed(cells.hundredths(row, "sygdom"), "sygdom");
    let permitted = needed(cells.hundredths(row, "lovligt"), "lovligt");
    let unauthorised = needed(cells.hundredths(row, "ulovligt"), "ulovligt");
    let school_days = needed(cells.hundredths(row, "skoledage"), "skoledage");
    let (illness, permitted, unauthorised, school_days) = (illness?, permitted?, unauthorised?, school_days?);
    if illness + permitted + unauthorised > school_days {
        cells.report(42, row, "skoledage", "Eleven har flere fraværsdage end skoledage i måneden.", findings);
        return None;
    }
    let (Some(school_year), Some(month)) = (cells.school_year(row), month(cells.text(row, "maaned"), cells.school_year(row)))
    else {
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

/// Reads `2023-08`; a month outside the row's school year (August to July) is not read.
fn month(text: &str, school_year: Option<SchoolYear>) -> Option<u8> {
    let (year, month) = text.split_once('-')?;
    let (year, month): (i16, u8) = (year.parse().ok()?, month.parse().ok()?);
    let start = if month >= 8 { year } else { year - 1 };
    ((1..=12).contains(&month) && Some(SchoolYear(start)) == school_year).then_some(month)
}

/// Returns the figures of one school per row. The district is the longest name or alias of ssp.toml the school's name begins with.
pub fn per_school(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<SchoolAbsence>> {
    let mut checked = Checked { value: Vec::new(), findings: Findings::default(), tallies: Vec::new() };
    for table in tables {
        let cells = Cells::new(table, profile);
        let figures: Vec<&str> =
            table.fields().iter().map(String::as_str).filter(|f| !["skolenavn", "skoleaar"].contains(f)).collect();
        let mut tally = Tally::of(table);
        for row in 0..table.len() {
            let Some(school_year) = cells.school_year(row) else {
                cells.report(104, row, "skoleaar", "Skoleåret kan ikke læses.", &mut checked.findings);
                tally.rejected += 1;
                continue;
            };
            let district = by_prefix(cells.text(row, "skolenavn"), context.project).map(SchoolDistrict);
            let values = figures.iter().filter_map(|field| {
                let value = cells.thousandths(row, field);
                if value.is_none() && !cells.text(row, field).is_empty() && !cells.is_hidden(row, field, &mut checked.findings) {
                    cells.report(104, row, field, "Tallet kan ikke læses.", &mut checked.findings);
                }
                value.map(|v| ((*field).to_owned(), v))
            });
            checked.value.push(SchoolAbsence { school_year, district, values: values.collect() });
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
