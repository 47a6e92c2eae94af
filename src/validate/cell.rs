//! Cells as typed values. A cell that cannot be read becomes a finding, never a guess.

use crate::diagnostic::{Finding, Findings};
use crate::model::geography::{DistrictId, SchoolDistrict};
use crate::model::period::{Date, SchoolYear};
use crate::model::person::{Pseudonym, Sex};
use crate::model::profile::{DateOrder, Profile};
use crate::model::project::Project;
use crate::model::raw::RawTable;
use crate::model::register::SchoolRegister;
use std::collections::BTreeMap;

/// The cells of one table with the words of its profile.
pub(super) struct Cells<'a> {
    table: &'a RawTable,
    profile: &'a Profile,
    fields: BTreeMap<&'a str, usize>,
    words: BTreeMap<&'a str, BTreeMap<String, &'a str>>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(table: &'a RawTable, profile: &'a Profile) -> Self {
        let fields = table.fields().iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let lower = |(word, value): (&'a String, &'a String)| (word.trim().to_lowercase(), value.as_str());
        let words = profile.kolonner.iter().map(|(name, column)| (name.as_str(), column.vaerdier.iter().map(lower).collect()));
        Self { table, profile, fields, words: words.collect() }
    }

    /// Returns the text of a field; empty when the file has no such column.
    pub(super) fn text(&self, row: usize, field: &str) -> &'a str {
        self.fields.get(field).map_or("", |at| self.table.cell(row, *at))
    }

    /// Returns the canonical word of a field. `None` = a word the profile does not know, reported and counted.
    pub(super) fn word(&self, row: usize, field: &str, findings: &mut Findings) -> Option<&'a str> {
        let text = self.text(row, field);
        let Some(words) = self.words.get(field).filter(|w| !w.is_empty()) else { return Some(text) };
        let known = words.get(text.to_lowercase().as_str()).copied();
        if known.is_none() && !text.is_empty() {
            self.report(40, row, field, "Cellen har et ord, som importprofilen ikke kender.", findings);
        }
        known
    }

    /// Returns a date: ISO, or in the order the profile states. The time after `T` or a blank is cut off.
    pub(super) fn date(&self, row: usize, field: &str) -> Option<Date> {
        let text = self.text(row, field);
        iso_date(text).or_else(|| match self.profile.datoformat {
            None | Some(DateOrder::DayMonthYear) => day_month_year(text),
            Some(_) => None,
        })
    }

    /// Returns a number in hundredths, written with the profile's decimal sign.
    pub(super) fn hundredths(&self, row: usize, field: &str) -> Option<i64> {
        decimal(self.text(row, field), self.profile.decimaltegn.unwrap_or(','), 2)
    }

    /// Returns whether the source has hidden the number of a cell; counts it as such.
    pub(super) fn is_hidden(&self, row: usize, field: &str, findings: &mut Findings) -> bool {
        let hidden = self.profile.skjult_af_kilden.iter().any(|mark| mark == self.text(row, field));
        if hidden {
            self.report(25, row, field, "Kilden har skjult tallet. Det er hverken nul eller ukendt og vises ikke.", findings);
        }
        hidden
    }

    /// Returns a number in thousandths, written with the profile's decimal sign.
    pub(super) fn thousandths(&self, row: usize, field: &str) -> Option<i64> {
        decimal(self.text(row, field), self.profile.decimaltegn.unwrap_or(','), 3)
    }

    /// Returns the sex of a row; an unknown word counts as unknown.
    pub(super) fn sex(&self, row: usize, findings: &mut Findings) -> Sex {
        match self.word(row, "koen", findings) {
            Some("dreng") => Sex::Boy,
            Some("pige") => Sex::Girl,
            _ => Sex::Unknown,
        }
    }

    /// Returns the pseudonym the reader put in the place of the person's number.
    pub(super) fn person(&self, row: usize) -> Option<Pseudonym> {
        u128::from_str_radix(self.text(row, "person"), 16).ok().map(Pseudonym)
    }

    /// Returns a district: `#id` from the street register, or a name the project knows. Unknown ones are reported.
    pub(super) fn district(&self, row: usize, field: &str, project: &Project, findings: &mut Findings) -> Option<DistrictId> {
        let text = self.word(row, field, findings)?;
        if let Some(id) = text.strip_prefix('#') {
            return id.parse().ok().map(DistrictId);
        }
        let found = project.find_district(text);
        match text {
            "" => {}
            "?" => self.report(102, row, field, "Rækken er talt som uoplyst distrikt.", findings),
            _ if found.is_none() => self.report(108, row, field, "Distriktet findes ikke i ssp.toml.", findings),
            _ => {}
        }
        found
    }

    /// Returns the district of the school with the row's institution number; an unknown school is reported.
    pub(super) fn school(&self, row: usize, schools: &SchoolRegister, findings: &mut Findings) -> Option<SchoolDistrict> {
        let number = self.text(row, "institution");
        if number.is_empty() {
            return None;
        }
        let school = schools.schools.get(number);
        if school.is_none() {
            self.report(41, row, "institution", "Institutionsnummeret findes ikke i skoleregistret.", findings);
        }
        school.and_then(|s| s.district)
    }

    /// Returns the school year of a row.
    pub(super) fn school_year(&self, row: usize) -> Option<SchoolYear> {
        SchoolYear::parse(self.text(row, "skoleaar"))
    }

    /// Returns the grade of a class name such as `7.A`, `7A`, `7. kl.` or `7`.
    pub(super) fn grade(&self, row: usize) -> Option<u8> {
        let digits: String = self.text(row, "klasse").chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok().filter(|grade| *grade <= 12)
    }

    /// Adds a finding at a cell; equal ones of a column are counted together.
    pub(super) fn report(&self, code: u16, row: usize, field: &str, message: &str, findings: &mut Findings) {
        let place = match self.fields.get(field) {
            Some(at) => self.table.location(row, *at),
            None => self.table.row_location(row),
        };
        findings.push_counted(Finding::new(code, place, message));
    }
}

/// Reads `2024-03-17`, with or without a time behind it.
pub(super) fn iso_date(text: &str) -> Option<Date> {
    let day = text.get(..10)?;
    let separated = text.len() == 10 || matches!(text.as_bytes()[10], b'T' | b' ');
    let mut parts = day.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    (separated && year.len() == 4 && month.len() == 2).then(|| valid(year, month, date)).flatten()
}

/// Reads `17-03-2024`, `17/3/24`, `17.03.2024`; two-digit years are 2000-2099.
fn day_month_year(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [day, month, year] = parts[..] else { return None };
    match year.len() {
        4 => valid(year, month, day),
        2 => valid(&format!("20{year}"), month, day),
        _ => None,
    }
}

fn valid(year: &str, month: &str, day: &str) -> Option<Date> {
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    Some(Date { year: date.year(), month: u8::try_from(date.month()).ok()?, day: u8::try_from(date.day()).ok()? })
}

/// Reads a number with at most `places` decimals as a whole number of the smallest unit. A thousands point is understood
/// only where the decimal sign is a comma, and only before groups of three digits.
pub(super) fn decimal(text: &str, sign: char, places: u32) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once(sign).unwrap_or((digits, ""));
    let whole = if sign == ',' { without_thousands_points(whole)? } else { whole.to_owned() };
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let kept = usize::try_from(places).ok()?;
    if whole.is_empty() || !all_digits(&whole) || !all_digits(fraction) || fraction.len() > kept {
        return None;
    }
    let value: i64 = format!("{whole}{fraction:0<kept$}").parse().ok()?;
    Some(if negative { -value } else { value })
}

fn without_thousands_points(whole: &str) -> Option<String> {
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|g| g.len() == 3));
    grouped.then(|| first.to_owned() + &rest.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly() {
        assert_eq!(decimal("1,5", ',', 2), Some(150));
        assert_eq!(decimal("1.299", ',', 2), Some(129_900));
        assert_eq!(decimal("1.299,5", ',', 2), Some(129_950));
        assert_eq!(decimal("97.3", '.', 3), Some(97_300));
        assert_eq!(decimal("-0,5", ',', 2), Some(-50));
    }

    #[test]
    fn numbers_that_could_mean_two_things_are_refused() {
        for text in ["1.5", "1.29", "1,2,3", "", ",5", "1,234", "12a", "1234.567"] {
            assert_eq!(decimal(text, ',', 2), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_danish_and_iso_order() {
        let date = Some(Date { year: 2024, month: 3, day: 17 });
        assert_eq!(iso_date("2024-03-17"), date);
        assert_eq!(iso_date("2024-03-17T23:00:00+00:00"), date);
        for text in ["17-03-2024", "17/3/2024", "17.03.24"] {
            assert_eq!(day_month_year(text), date, "{text}");
        }
    }

    #[test]
    fn impossible_dates_are_not_moved_to_possible_ones() {
        assert_eq!(day_month_year("31-02-2024"), None);
        assert_eq!(iso_date("2024-13-01"), None);
        assert_eq!(iso_date("2024-03-171"), None);
    }
}
