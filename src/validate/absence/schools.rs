//! Absence figures a source gives per school.

use super::super::cell::Cells;
use super::super::column::{Kind, Value};
use super::super::schools::{Levels, Unit};
use super::super::{Checked, Context, Tally};
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::geography::{DistrictId, SchoolDistrict};
use crate::model::period::SchoolYear;
use crate::model::profile::Profile;
use crate::model::project::Project;
use crate::model::raw::RawTable;
use crate::model::records::{Given, SchoolAbsence};
use crate::model::register::SchoolRegister;
use std::collections::{BTreeMap, BTreeSet};

/// Fields of a row that are no figures.
const KEYS: [&str; 6] = ["skolenavn", "skoleaar", "institution", "klasse", "maaned", "dato"];
/// The three kinds of absence, in per cent of the school days.
const KINDS: [&str; 3] = ["sygdom", "lovligt", "ulovligt"];
/// The source's own sum of them.
const TOTALS: [&str; 2] = ["fravaer_i_alt", "samlet"];
/// Four figures, each rounded to one decimal, can differ by this much; thousandths.
const ROUNDING: i64 = 200;
/// A hundred per cent, in thousandths.
const ALL: i64 = 100_000;
/// A whole, in thousandths.
const THOUSAND: i64 = 1_000;
/// Institutions named in one finding.
const MOST_NAMED: usize = 20;

/// Returns the figures of one school per row. The district comes from the institution number, or is the longest name or alias of
/// ssp.toml the school's name begins with. Institutions of the register without a row are told.
pub fn per_school(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<SchoolAbsence>> {
    let (levels, findings) = Levels::of(tables, profile, context.schools, Unit::School);
    let mut checked = Checked { value: Vec::new(), findings, tallies: Vec::new() };
    let mut told: BTreeMap<SchoolYear, BTreeSet<String>> = BTreeMap::new();
    for table in tables {
        let cells = Cells::new(table, profile);
        let figures: Vec<&str> = table.fields().iter().map(String::as_str).filter(|f| !KEYS.contains(f)).collect();
        let mut tally = Tally::of(table);
        let numbers: Vec<(&str, Kind)> = figures.iter().map(|field| (*field, kind(field))).collect();
        if !cells.decide(&numbers, &[], &mut checked.findings) {
            checked.tallies.push(tally.all_rejected());
            continue;
        }
        for row in 0..table.len() {
            if levels.skips(&cells, row, &mut checked.findings) {
                tally.skipped += 1;
                continue;
            }
            match school(&cells, row, &figures, context, &mut checked.findings) {
                Some(school) => {
                    told.entry(school.school_year).or_default().insert(cells.text(row, "institution").to_owned());
                    checked.value.push(school);
                    tally.used += 1;
                }
                None => tally.rejected += 1,
            }
        }
        checked.tallies.push(tally);
    }
    if let Some(first) = tables.first().filter(|t| t.field("institution").is_some()) {
        omitted(&told, context.schools, first.file(), &mut checked.findings);
    }
    checked
}

fn school(cells: &Cells, row: usize, figures: &[&str], context: Context, findings: &mut Findings) -> Option<SchoolAbsence> {
    let Some(school_year) = cells.school_year(row).or_else(|| super::period(cells, row).map(|(year, _)| year)) else {
        cells.report(104, row, "skoleaar", "Skoleåret kan ikke læses.", findings);
        return None;
    };
    let mut values = BTreeMap::new();
    for field in figures {
        let value = match cells.number(row, field, kind(field), findings) {
            Value::Known(value) if kind(field) == Kind::Count => Given::Known(value.saturating_mul(THOUSAND)),
            Value::Known(value) => Given::Known(value),
            Value::Hidden => Given::HiddenBySource,
            Value::Blank | Value::Unreadable => continue,
        };
        values.insert((*field).to_owned(), value);
    }
    if !add_up(&values, cells, row, findings) {
        return None;
    }
    let by_number = cells.school(row, context.schools, findings);
    let district = by_number.or_else(|| by_prefix(cells.text(row, "skolenavn"), context.project).map(SchoolDistrict));
    Some(SchoolAbsence { school_year, district, values })
}

/// Numbers of pupils are counts; every other figure is a part of a hundred.
fn kind(field: &str) -> Kind {
    if field.starts_with("antal") { Kind::Count } else { Kind::Percent }
}

/// Returns whether the kinds give the source's own total and stay below a hundred per cent; a figure that is missing or hidden
/// proves nothing.
fn add_up(values: &BTreeMap<String, Given>, cells: &Cells, row: usize, findings: &mut Findings) -> bool {
    let kinds: Vec<i64> = KINDS.iter().filter_map(|kind| values.get(*kind)?.known()).collect();
    let sum: i64 = kinds.iter().sum();
    if kinds.len() == KINDS.len() && sum > ALL + ROUNDING {
        cells.report(42, row, "sygdom", "Sygdom, lovligt og ulovligt fravær giver tilsammen mere end 100 procent.", findings);
        return false;
    }
    let total = TOTALS.iter().find_map(|field| values.get(*field)?.known().map(|total| (*field, total)));
    let Some((field, total)) = total.filter(|_| kinds.len() == KINDS.len()) else { return true };
    if (sum - total).abs() > ROUNDING {
        cells.report(42, row, field, "Sygdom, lovligt og ulovligt fravær giver tilsammen ikke fraværet i alt.", findings);
        return false;
    }
    true
}

/// Tells which institutions of the register have no row in a school year that others have. A main school and its departments
/// speak for each other.
fn omitted(told: &BTreeMap<SchoolYear, BTreeSet<String>>, register: &SchoolRegister, file: &str, findings: &mut Findings) {
    for (year, rows) in told {
        let is_told = |number: &String| {
            let school = &register.schools[number];
            let departments = register.schools.iter().filter(|(_, s)| s.parent.as_ref() == Some(number)).map(|(n, _)| n);
            rows.contains(number)
                || school.parent.as_ref().is_some_and(|p| rows.contains(p))
                || departments.into_iter().any(|n| rows.contains(n))
        };
        let missing: Vec<&str> = register.schools.keys().filter(|n| !is_told(n)).map(|n| shown(n)).collect();
        if missing.is_empty() {
            continue;
        }
        let named = missing.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = missing.len().saturating_sub(MOST_NAMED);
        let rest = if more > 0 { format!(" og {more} mere") } else { String::new() };
        let message = format!("Ingen række for {named}{rest} i {year}: behandlet som ukendt, ikke 0.");
        let count = u64::try_from(missing.len()).expect("a number of schools fits 64 bits");
        findings.push(Finding::new(26, Location::file(file), message).counted(count));
    }
}

/// The number of an institution is no secret, but what else may stand in its place could be.
pub(super) fn shown(number: &str) -> &str {
    let is_number = (5..=7).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    if is_number { number } else { "en institution uden gyldigt nummer" }
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
