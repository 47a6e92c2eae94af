//! Weeks as lists write them.

use super::cell::Cells;
use super::date::iso_date;
use crate::diagnostic::Findings;
use crate::model::period::Week;
use crate::model::profile::{Profile, Rhythm};

/// What a cell says of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stated {
    /// A week of the calendar.
    Week(Week),
    /// Week 53 of a year that has 52, week 0, week 54.
    NoSuchWeek,
    /// Anything else.
    Unreadable,
}

/// Reads `2025-U12`, `2025-W12`, `12/2025`, `uge 12 2025`, `u12-25`; a date is no week.
pub(super) fn stated(text: &str) -> Stated {
    if iso_date(text).is_some() {
        return Stated::Unreadable;
    }
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, number) = match numbers[..] {
        [year, number] if year.len() == 4 && number.len() <= 2 => (year.parse(), number.parse()),
        [number, year] if year.len() == 4 && number.len() <= 2 => (year.parse(), number.parse()),
        [number, year] if year.len() == 2 && number.len() <= 2 => (format!("20{year}").parse(), number.parse()),
        _ => return Stated::Unreadable,
    };
    let (Ok(year), Ok(number)) = (year, number) else { return Stated::Unreadable };
    let week = Week { year, number };
    match (1900..2100).contains(&year) {
        true if exists(week) => Stated::Week(week),
        true => Stated::NoSuchWeek,
        false => Stated::Unreadable,
    }
}

fn exists(week: Week) -> bool {
    let monday = jiff::civil::Weekday::Monday;
    i8::try_from(week.number).is_ok_and(|number| jiff::civil::ISOWeekDate::new(week.year, number, monday).is_ok())
}

/// Reports the weeks that the calendar does not have.
pub(super) fn report_impossible(cells: &Cells, profile: &Profile, rows: usize, findings: &mut Findings) {
    if profile.rytme == Some(Rhythm::Month) {
        return;
    }
    for row in (0..rows).filter(|row| stated(cells.text(*row, "uge")) == Stated::NoSuchWeek) {
        cells.report(31, row, "uge", "Året har ikke den uge, der står i cellen. Ugen er ikke læst.", findings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_read_in_the_spellings_of_lists() {
        let week = Stated::Week(Week { year: 2025, number: 12 });
        for text in ["2025-U12", "2025-W12", "2025U12", "12/2025", "uge 12 2025", "Uge 12, 2025", "u12-25"] {
            assert_eq!(stated(text), week, "{text}");
        }
        for text in ["", "12", "2025", "2025-03-17", "uge 12 125", "17-03-2025"] {
            assert_eq!(stated(text), Stated::Unreadable, "{text}");
        }
    }

    #[test]
    fn week_53_exists_only_in_long_years() {
        assert_eq!(stated("2020-U53"), Stated::Week(Week { year: 2020, number: 53 }));
        for text in ["2025-U53", "0/2025", "uge 54 2026"] {
            assert_eq!(stated(text), Stated::NoSuchWeek, "{text}");
        }
    }
}
