//! Dates as text, cell by cell: what a cell can mean. Which part is the day is decided by the whole column, in
//! [`super::order`].

use crate::model::period::Date;

/// Months by their Danish and English names; three letters are enough.
const MONTHS: [[&str; 2]; 12] = [
    ["januar", "january"],
    ["februar", "february"],
    ["marts", "march"],
    ["april", "april"],
    ["maj", "may"],
    ["juni", "june"],
    ["juli", "july"],
    ["august", "august"],
    ["september", "september"],
    ["oktober", "october"],
    ["november", "november"],
    ["december", "december"],
];

const WEEKDAYS: [&str; 7] = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];

/// Day 1 of Excel's calendar is 1 January 1900; the day 29 February 1900, which Excel counts, never was.
const EXCEL_DAY_ZERO: jiff::civil::Date = jiff::civil::date(1899, 12, 30);

/// What a cell of a date column can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// The cell says itself what is what: `2025-03-17`, `17. marts 2025`. `None` = there is no such day.
    Plain(Option<Date>),
    /// `17-03-2025`, `3/17/25`: the first two parts, the year, and whether slashes stand between.
    Parts(Parts),
    /// `170325`, `20250317` or Excel's number of a day.
    Digits(&'a str),
    /// Anything else.
    Unreadable,
}

/// A date whose first part may be the day or the month. Two-digit years are 2000-2099.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) slash: bool,
    pub(super) first: u8,
    pub(super) second: u8,
    pub(super) year: i16,
}

/// Returns what a cell of a date column can be. A time behind the date is cut off.
pub(super) fn shape(text: &str) -> Shape<'_> {
    let text = text.trim();
    if text.chars().any(char::is_alphabetic)
        && let Some(named) = named(text)
    {
        return Shape::Plain(named);
    }
    let Some(day) = without_time(text) else { return Shape::Unreadable };
    if (5..=8).contains(&day.len()) && day.bytes().all(|b| b.is_ascii_digit()) {
        return Shape::Digits(day);
    }
    if let Some(whole) =
        day.split_once([',', '.']).filter(|(whole, part)| whole.len() == 5 && is_number(whole) && is_number(part))
    {
        return Shape::Digits(whole.0);
    }
    parts(day).unwrap_or(Shape::Unreadable)
}

fn parts(day: &str) -> Option<Shape<'_>> {
    let sign = day.chars().find(|c| ['-', '/', '.'].contains(c))?;
    let mut numbers = day.split(sign);
    let (first, second, third) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if numbers.next().is_some() || ![first, second, third].into_iter().all(is_number) {
        return None;
    }
    if first.len() == 4 {
        return Some(Shape::Plain(of_numbers(first.parse().ok()?, second.parse().ok()?, third.parse().ok()?)));
    }
    if first.len() > 2 || second.len() > 2 {
        return None;
    }
    Some(Shape::Parts(Parts { slash: sign == '/', first: first.parse().ok()?, second: second.parse().ok()?, year: year(third)? }))
}

/// Reads `2024-03-17`, with or without a time behind it.
pub(super) fn iso_date(text: &str) -> Option<Date> {
    let (day, rest) = (text.get(..10)?, text.get(10..)?);
    let separated = rest.is_empty() || rest.starts_with(['T', ' ']);
    let mut parts = day.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = separated && (year.len(), month.len(), date.len()) == (4, 2, 2) && [year, month, date].into_iter().all(is_number);
    whole.then(|| of_numbers(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)).flatten()
}

/// Returns a date, if the calendar has it.
pub(super) fn of_numbers(year: i16, month: u8, day: u8) -> Option<Date> {
    let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(model_date(date))
}

/// Returns the date of Excel's day number, for days from 1954 to 2064.
pub(super) fn of_serial(serial: i64) -> Option<Date> {
    let days = (20_000..=60_000).contains(&serial).then_some(serial)?;
    EXCEL_DAY_ZERO.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(model_date)
}

/// Returns Excel's day number of a date, the way back for a number that was given the look of a date.
pub(super) fn serial(date: Date) -> Option<i64> {
    let day = jiff::civil::Date::new(date.year, date.month.cast_signed(), date.day.cast_signed()).ok()?;
    let days = i64::from(EXCEL_DAY_ZERO.until(day).ok()?.get_days());
    // Before the day that never was, every number is one higher.
    let number = if days > 60 { days } else { days - 1 };
    (number >= 0).then_some(number)
}

fn model_date(date: jiff::civil::Date) -> Date {
    Date { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() }
}

/// Reads `17. marts 2025`, `mandag den 17. mar. 2025`, `17-mar-25`, `March 17, 2025`. The inner `None` is no day of the calendar.
fn named(text: &str) -> Option<Option<Date>> {
    let words = text.split([' ', '\u{a0}', '.', '-', '/', ',']).filter(|w| !w.is_empty());
    let mut words = words.skip_while(|word| is_lead(word));
    let (first, second, third) = (words.next()?, words.next()?, words.next()?);
    if words.any(|word| !is_time(word)) {
        return None;
    }
    let (day, month) = match (named_month(first), named_month(second)) {
        (Some(month), None) => (second, month),
        (None, Some(month)) => (first, month),
        _ => return None,
    };
    let day: u8 = Some(day).filter(|d| is_number(d))?.parse().ok()?;
    Some(of_numbers(year(third)?, month, day))
}

fn is_lead(word: &str) -> bool {
    let word = word.to_lowercase();
    word == "den" || word == "d" || (word.chars().count() >= 2 && WEEKDAYS.iter().any(|day| day.starts_with(&word)))
}

fn is_time(word: &str) -> bool {
    word.eq_ignore_ascii_case("kl") || word.starts_with(|c: char| c.is_ascii_digit())
}

fn named_month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let is = |names: &[&str; 2]| names.iter().any(|name| name.starts_with(&word)) || (word == "sept" && names[0] == "september");
    let at = if word.chars().count() < 3 { None } else { MONTHS.iter().position(is) };
    at.and_then(|at| u8::try_from(at + 1).ok())
}

/// Returns a four-digit year, or a two-digit one of this century.
fn year(text: &str) -> Option<i16> {
    match (text.len(), is_number(text)) {
        (4, true) => text.parse().ok(),
        (2, true) => text.parse::<i16>().ok().map(|y| 2000 + y),
        _ => None,
    }
}

/// Cuts off a time after `T`, a blank or `kl.`; `None` where something else stands behind.
fn without_time(text: &str) -> Option<&str> {
    let cut = |c: char| c == 'T' || c == ',' && text.contains(", ") || c.is_whitespace();
    let Some(at) = text.find(cut) else { return Some(text) };
    let rest = text[at..].trim_start_matches(|c: char| c == 'T' || c == ',' || c.is_whitespace());
    let clock = rest.trim_start_matches("kl").trim_start_matches(['.', ' ', '\u{a0}']);
    let is_clock = clock.starts_with(|c: char| c.is_ascii_digit())
        && clock.chars().all(|c| c.is_ascii_digit() || [':', '.', ',', '+', '-', 'Z'].contains(&c));
    is_clock.then(|| text[..at].trim_end())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MARCH_17: Date = Date { year: 2025, month: 3, day: 17 };

    #[test]
    fn a_date_that_says_what_is_what_is_read_alone() {
        for text in [
            "2025-03-17",
            "2025-03-17T10:00",
            "2025-03-17T10:00:00+00:00",
            "2025-03-17 10:00:00",
            "2025/3/17",
            "17. marts 2025",
            "17. mar. 2025",
            "17.mar.25",
            "17-MAR-2025",
            "mandag den 17. marts 2025 kl. 10.30",
            "March 17, 2025",
        ] {
            assert_eq!(shape(text), Shape::Plain(Some(MARCH_17)), "{text}");
        }
        assert_eq!(shape("31. februar 2025"), Shape::Plain(None));
    }

    #[test]
    fn the_other_shapes_wait_for_the_column() {
        let parts = |slash| Shape::Parts(Parts { slash, first: 17, second: 3, year: 2025 });
        for text in ["17-03-2025", "17.3.25", "17-03-2025 10:00", "17.03.2025 kl. 10.30"] {
            assert_eq!(shape(text), parts(false), "{text}");
        }
        assert_eq!(shape("17/3/2025"), parts(true));
        assert_eq!(shape("170325"), Shape::Digits("170325"));
        assert_eq!(shape("45733,75"), Shape::Digits("45733"));
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in ["", "i går", "17-03", "17-03-2025 ca.", "17-03-025", "1703.2025", "17-03/2025", "marts 2025", "123456789"] {
            assert_eq!(shape(text), Shape::Unreadable, "{text}");
        }
    }

    #[test]
    fn excel_days_are_the_days_excel_shows() {
        assert_eq!(of_serial(45_733), Some(MARCH_17));
        assert_eq!(of_serial(12_345), None);
        assert_eq!(serial(Date { year: 1900, month: 1, day: 1 }), Some(1));
        assert_eq!(serial(Date { year: 1900, month: 2, day: 28 }), Some(59));
        assert_eq!(serial(Date { year: 1900, month: 3, day: 1 }), Some(61));
    }

    proptest! {
        #[test]
        fn a_day_number_survives_the_way_there_and_back(number in 20_000_i64..=60_000) {
            prop_assert_eq!(of_serial(number).and_then(serial), Some(number));
        }

        #[test]
        fn an_iso_date_is_read_back(year in 1000_i16..9999, month in 1_u8..=12, day in 1_u8..=28) {
            let date = Date { year, month, day };
            let text = format!("{year:04}-{month:02}-{day:02}");
            prop_assert_eq!(iso_date(&text), Some(date));
            prop_assert_eq!(shape(&text), Shape::Plain(Some(date)));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}|[-0-9./, T:mars]{0,24}|[0-9]{0,12}") {
            let _ = (shape(&text), iso_date(&text));
        }
    }
}
