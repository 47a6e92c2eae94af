//! Which police lists came. A missing list makes a year look calmer than it was, so every gap is found and shown.

use super::cell::Cells;
use super::week::{Stated, stated};
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::period::{Date, Week};
use crate::model::profile::{Profile, Rhythm};
use crate::model::raw::RawTable;
use std::collections::BTreeMap;

/// The lists of all files, and the gaps between them.
pub struct Lists {
    /// The list each table is, in the order of the tables; `None` = cannot be told.
    pub of_table: Vec<Option<Week>>,
    /// Every expected list and whether it came. Months are numbered 1-12.
    pub expected: Vec<(Week, bool)>,
}

impl Lists {
    /// Returns the month of the first list that came, counted from year 0 (January 2022 = 2022 · 12).
    pub fn first_month(&self, profile: &Profile) -> Option<i64> {
        let first = self.of_table.iter().flatten().min()?;
        let day = first_day(*first, profile.rytme.unwrap_or(Rhythm::Week))?;
        // Week 1 may begin in the last days of December; it is the first list of its own year all the same.
        let month = if day.year < first.year { 1 } else { day.month };
        Some(i64::from(first.year) * 12 + i64::from(month) - 1)
    }
}

/// Returns which lists came between week 1 of the first year seen and the end of `through` (or the last list seen).
pub fn lists(tables: &[RawTable], profile: &Profile, through: i16) -> (Lists, Findings) {
    let rhythm = profile.rytme.unwrap_or(Rhythm::Week);
    let of_table: Vec<Option<Week>> = tables.iter().map(|t| list_of(t, profile, rhythm)).collect();
    let mut findings = doubled(tables, &of_table, rhythm);
    let came: Vec<Week> = of_table.iter().flatten().copied().collect();
    let (Some(first), Some(last)) = (came.iter().min(), came.iter().max()) else {
        return (Lists { of_table, expected: Vec::new() }, findings);
    };
    let end = (*last).max(Week { year: through, number: numbers(through, rhythm) });
    let all = (first.year..=end.year).flat_map(|year| (1..=numbers(year, rhythm)).map(move |number| Week { year, number }));
    let expected: Vec<(Week, bool)> = all.filter(|w| *w <= end).map(|w| (w, came.contains(&w))).collect();
    let folder = folder(tables);
    let mut missing: BTreeMap<i16, Vec<Week>> = BTreeMap::new();
    for (week, _) in expected.iter().filter(|(_, came)| !came) {
        missing.entry(week.year).or_default().push(*week);
    }
    for (year, weeks) in missing {
        let names: Vec<String> = weeks.iter().map(|week| short_name(*week, rhythm)).collect();
        let unit = if rhythm == Rhythm::Week { "uge " } else { "" };
        let message = format!("Der mangler lister i {year}: {unit}{}.", listed(&names));
        let count = u64::try_from(weeks.len()).expect("a year has fewer than 54 lists");
        findings.push(Finding::new(101, Location::file(folder.clone()), message).counted(count));
    }
    (Lists { of_table, expected }, findings)
}

fn doubled(tables: &[RawTable], of_table: &[Option<Week>], rhythm: Rhythm) -> Findings {
    let mut findings = Findings::default();
    let mut seen: BTreeMap<Week, &str> = BTreeMap::new();
    for (table, week) in tables.iter().zip(of_table) {
        let Some(week) = week else { continue };
        if let Some(earlier) = seen.insert(*week, table.file()) {
            let message = format!("Der er også en liste for {} i {earlier}.", name(*week, rhythm));
            findings.push(Finding::new(109, table.table_location(), message));
        }
    }
    findings
}

/// Returns the folder all lists lie in.
fn folder(tables: &[RawTable]) -> String {
    let mut common = tables.first().map_or("", RawTable::file);
    while tables.iter().any(|t| !t.file().starts_with(common)) || !common.ends_with('/') {
        let Some((shorter, _)) = common.trim_end_matches('/').rsplit_once('/') else { return String::new() };
        common = &common[..=shorter.len()];
    }
    common.trim_end_matches('/').to_owned()
}

/// Returns "29, 51 og 52".
fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} og {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

const MONTHS: [&str; 12] =
    ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];

/// Returns "12" or "marts".
fn short_name(week: Week, rhythm: Rhythm) -> String {
    match rhythm {
        Rhythm::Week => week.number.to_string(),
        Rhythm::Month => MONTHS[usize::from(week.number - 1)].to_owned(),
    }
}

/// Returns "uge 12 i 2024" or "marts 2024".
fn name(week: Week, rhythm: Rhythm) -> String {
    match rhythm {
        Rhythm::Week => format!("uge {} i {}", week.number, week.year),
        Rhythm::Month => format!("{} {}", short_name(week, rhythm), week.year),
    }
}

fn numbers(year: i16, rhythm: Rhythm) -> u8 {
    match rhythm {
        Rhythm::Month => 12,
        Rhythm::Week => weeks_in(year),
    }
}

/// Returns 52 or 53: the ISO week of 28 December is always the last of its year.
fn weeks_in(year: i16) -> u8 {
    week_of(Date { year, month: 12, day: 28 }).number
}

/// Returns the ISO week of a date.
pub(super) fn week_of(date: Date) -> Week {
    let (month, day) = (date.month.cast_signed(), date.day.cast_signed());
    let iso = jiff::civil::Date::new(date.year, month, day).expect("a model date is a valid calendar date").iso_week_date();
    Week { year: iso.year(), number: iso.week().unsigned_abs() }
}

/// Returns the Monday of an ISO week, or the first day of a month.
pub(super) fn first_day(week: Week, rhythm: Rhythm) -> Option<Date> {
    let monday = || {
        let iso = jiff::civil::ISOWeekDate::new(week.year, week.number.cast_signed(), jiff::civil::Weekday::Monday).ok()?;
        let date = iso.date();
        Some(Date { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() })
    };
    match rhythm {
        Rhythm::Week => monday(),
        Rhythm::Month => Some(Date { year: week.year, month: week.number, day: 1 }),
    }
}

fn list_of(table: &RawTable, profile: &Profile, rhythm: Rhythm) -> Option<Week> {
    let cells = Cells::new(table, profile);
    let stated = (0..table.len()).filter_map(|row| stated_week(cells.text(row, "uge")));
    let dated = || (0..table.len()).filter_map(|row| cells.date(row, "dato")).map(|date| of_date(date, rhythm));
    most_frequent(stated).or_else(|| most_frequent(dated()))
}

fn of_date(date: Date, rhythm: Rhythm) -> Week {
    match rhythm {
        Rhythm::Week => week_of(date),
        Rhythm::Month => Week { year: date.year, number: date.month },
    }
}

/// A week the year does not have is not read.
fn stated_week(text: &str) -> Option<Week> {
    match stated(text) {
        Stated::Week(week) => Some(week),
        Stated::NoSuchWeek | Stated::Unreadable => None,
    }
}

fn most_frequent(weeks: impl Iterator<Item = Week>) -> Option<Week> {
    let mut counted: BTreeMap<Week, u32> = BTreeMap::new();
    for week in weeks {
        *counted.entry(week).or_default() += 1;
    }
    counted.into_iter().max_by_key(|(week, count)| (*count, std::cmp::Reverse(*week))).map(|(week, _)| week)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_read_in_the_spellings_of_lists() {
        let week = Some(Week { year: 2024, number: 12 });
        for text in ["2024-U12", "2024-W12", "12/2024", "uge 12 2024"] {
            assert_eq!(stated_week(text), week, "{text}");
        }
    }

    #[test]
    fn week_53_exists_only_in_long_years() {
        assert_eq!(stated_week("2020-U53"), Some(Week { year: 2020, number: 53 }));
        assert_eq!(stated_week("2024-U53"), None);
    }

    #[test]
    fn the_last_days_of_december_may_belong_to_week_1() {
        assert_eq!(week_of(Date { year: 2024, month: 12, day: 30 }), Week { year: 2025, number: 1 });
    }

    fn list(week: &str) -> RawTable {
        let mut table = RawTable::new("indbakke/politi/a.xlsx", None, vec![("uge".into(), "Uge".into(), 0)]);
        table.push_row(2, [week]);
        table
    }

    #[test]
    fn gaps_are_found_up_to_the_end_of_the_report_year() {
        let profile: Profile = toml::from_str("navn='x'\nkilde='politi'\nrytme='uge'\n[kolonner]\n").expect("valid profile");
        let tables: Vec<RawTable> = (1..=50).filter(|n| *n != 29).map(|n| list(&format!("2024-U{n}"))).collect();
        let (lists, findings) = lists(&tables, &profile, 2024);
        let missing: Vec<u8> = lists.expected.iter().filter(|(_, came)| !came).map(|(w, _)| w.number).collect();
        assert_eq!(missing, [29, 51, 52]);
        assert_eq!(
            findings.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(),
            ["Der mangler lister i 2024: uge 29, 51 og 52."]
        );
    }
}
