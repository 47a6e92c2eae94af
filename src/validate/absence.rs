//! School absence, in the shapes sources give it: per pupil and month, as a list of days, or as figures per school.

mod days;
mod schools;

#[cfg(test)]
mod tests;

pub use schools::per_school;

use super::cell::Cells;
use super::column::{Kind, Value};
use super::schools::{Levels, Unit};
use super::{Checked, Context, Tally};
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::month::Month;
use crate::model::period::SchoolYear;
use crate::model::person::Pseudonym;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::records::{AbsenceRecord, Given, SchoolKey};
use std::collections::BTreeMap;

/// The columns of days.
const DAYS: [&str; 4] = ["sygdom", "lovligt", "ulovligt", "skoledage"];
/// Most school days a month can have, in hundredths.
const MOST_DAYS_OF_A_MONTH: i64 = 2_300;
/// School days of a year, in hundredths: the law's 200 with what local calendars do to them.
const DAYS_OF_A_YEAR: std::ops::RangeInclusive<i64> = 18_500..=20_500;
/// A pupil with fewer months has moved.
const MONTHS_OF_A_YEAR: usize = 11;

/// Returns one record per pupil and month, read as such or summed from a list of days (`form = "lang"`). Rows whose days do not
/// fit are rejected.
pub fn per_pupil(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<AbsenceRecord>> {
    let mut checked = if profile.form.as_deref() == Some("lang") {
        days::per_day(tables, profile, context)
    } else {
        per_month(tables, profile, context)
    };
    if let Some(first) = tables.first() {
        unusual_years(&checked.value, first, &mut checked.findings);
    }
    checked
}

fn per_month(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<AbsenceRecord>> {
    let (levels, findings) = Levels::of(tables, profile, context.schools, Unit::Pupil);
    let mut checked = Checked { value: Vec::new(), findings, tallies: Vec::new() };
    for table in tables {
        let cells = Cells::new(table, profile);
        let mut tally = Tally::of(table);
        let numbers: Vec<(&str, Kind)> = DAYS.iter().chain(&["fravaer_i_alt"]).map(|field| (*field, Kind::Days)).collect();
        if !cells.decide(&numbers, &[], &mut checked.findings) {
            checked.tallies.push(tally.all_rejected());
            continue;
        }
        for judged in judged(&cells, &levels, table.len(), context) {
            tally.used += u64::try_from(judged.records.len()).expect("a row count fits 64 bits");
            tally.rejected += judged.rejected;
            tally.skipped += judged.skipped;
            checked.value.extend(judged.records);
            checked.findings.extend_counted(judged.findings);
        }
        checked.tallies.push(tally);
    }
    checked
}

/// What became of some rows.
#[derive(Default)]
struct Judged {
    records: Vec<AbsenceRecord>,
    rejected: u64,
    skipped: u64,
    findings: Findings,
}

/// Returns what became of the rows, in two halves: a municipality's school year has a million of them, and two threads judge
/// them in half the time.
fn judged(cells: &Cells, levels: &Levels, rows: usize, context: Context) -> [Judged; 2] {
    let half = rows / 2;
    std::thread::scope(|scope| {
        let second = scope.spawn(|| rows_judged(cells, levels, half..rows, context));
        let first = rows_judged(cells, levels, 0..half, context);
        [first, second.join().expect("judging rows does not panic")]
    })
}

fn rows_judged(cells: &Cells, levels: &Levels, rows: std::ops::Range<usize>, context: Context) -> Judged {
    let mut judged = Judged::default();
    for row in rows {
        if levels.skips(cells, row, &mut judged.findings) {
            judged.skipped += 1;
            continue;
        }
        match pupil_month(cells, row, context, &mut judged.findings) {
            Some(record) => judged.records.push(record),
            None => judged.rejected += 1,
        }
    }
    judged
}

fn pupil_month(cells: &Cells, row: usize, context: Context, findings: &mut Findings) -> Option<AbsenceRecord> {
    let [illness, permitted, unauthorised, school_days] = DAYS.map(|field| days(cells, row, field, findings));
    let (illness, permitted, unauthorised, school_days) = (illness?, permitted?, unauthorised?, school_days?);
    if !fits(cells, row, [illness, permitted, unauthorised], school_days, findings) {
        return None;
    }
    let Some((school_year, month)) = period(cells, row) else {
        cells.report(104, row, "maaned", "Skoleår eller måned kan ikke læses. Ventede 2023/24 og 2023-08.", findings);
        return None;
    };
    let Some(pupil) = cells.person(row) else {
        cells.report(103, row, "elev", "Rækken har ingen elevnøgle.", findings);
        return None;
    };
    let district = cells.school(row, context.schools, findings);
    let (school, grade) = (SchoolKey::of(cells.text(row, "institution")), cells.grade(row));
    Some(AbsenceRecord { pupil, school_year, month, district, school, grade, illness, permitted, unauthorised, school_days })
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

/// Returns whether the days of a row fit each other: not more than the school days, and together the source's own total. What
/// the source has hidden proves nothing.
fn fits(cells: &Cells, row: usize, kinds: [Given; 3], school_days: Given, findings: &mut Findings) -> bool {
    let absent: i64 = kinds.into_iter().filter_map(Given::known).sum();
    let all_known = kinds.into_iter().all(|kind| kind.known().is_some());
    if school_days.known().is_some_and(|days| absent > days) {
        cells.report(42, row, "skoledage", "Eleven har flere fraværsdage end skoledage i måneden.", findings);
        return false;
    }
    if all_known && cells.hundredths(row, "fravaer_i_alt").is_some_and(|total| total != absent) {
        let message = "Sygdom, lovligt og ulovligt fravær giver tilsammen ikke fraværet i alt.";
        cells.report(42, row, "fravaer_i_alt", message, findings);
        return false;
    }
    if school_days.known().is_some_and(|days| days > MOST_DAYS_OF_A_MONTH) {
        cells.report(137, row, "skoledage", "Måneden har mere end 23 skoledage.", findings);
    }
    true
}

/// Returns the school year and month of a row. Either may say the other: `2024-10` lies in 2024/25, and `oktober` of 2024/25 is
/// in 2024. A date gives both. A month outside the row's school year (August to July) is not read.
fn period(cells: &Cells, row: usize) -> Option<(SchoolYear, u8)> {
    let stated = cells.school_year(row);
    if stated.is_none() && !cells.text(row, "skoleaar").is_empty() {
        return None;
    }
    let month = match cells.text(row, "maaned") {
        "" => cells.date(row, "dato").and_then(|date| Month::new(date.year, date.month)),
        text => Month::parse(text, stated),
    }?;
    let school_year = month.school_year();
    stated.is_none_or(|year| year == school_year).then_some((school_year, month.month))
}

/// Tells of school years in which pupils of the whole year have too few or too many school days.
fn unusual_years(records: &[AbsenceRecord], table: &RawTable, findings: &mut Findings) {
    let mut months: Vec<(SchoolYear, Pseudonym, i64)> =
        records.iter().map(|r| (r.school_year, r.pupil, r.school_days.known().unwrap_or(0))).collect();
    months.sort_unstable();
    let mut unusual: BTreeMap<SchoolYear, u64> = BTreeMap::new();
    for pupil in months.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let days: i64 = pupil.iter().map(|(.., days)| days).sum();
        if pupil.len() >= MONTHS_OF_A_YEAR && !DAYS_OF_A_YEAR.contains(&days) {
            *unusual.entry(pupil[0].0).or_default() += 1;
        }
    }
    for (year, pupils) in unusual {
        let message = format!("I skoleåret {year} har elever færre end 185 eller flere end 205 skoledage.");
        findings.push(Finding::new(137, Location::file(table.file()), message).counted(pupils));
    }
}
