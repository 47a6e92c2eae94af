//! What the cells of a column look like. Only shapes that mean the same in every file are known here: numbers, dates, CPR
//! numbers and the like.

use super::number;
use super::table::Column;
use super::words;
use crate::model::period::SchoolYear;
use crate::model::profile::DateOrder;
use crate::read::glimpse::is_key_of_person;

/// Share of a column's cells that must look alike.
const MOST: (usize, usize) = (9, 10);

/// What nearly all cells of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// No cell is filled.
    Blank,
    /// Whole CPR numbers and the like.
    PersonNumber,
    /// Dates; without an order where day and month cannot be told apart.
    Date(Option<DateOrder>),
    /// School years such as `2024/25`.
    SchoolYear,
    /// Months such as `2024-03`.
    Month,
    /// Weeks such as `2024-U12`.
    Week,
    /// Words for the sexes.
    Sex,
    /// Institution numbers: six digits.
    Institution,
    /// Names of classes such as `7.A`.
    Class,
    /// Age bands such as `10-17` and `under 10`.
    AgeBand,
    /// Journal numbers of the police, `dddd-ddddd-ddddd-dd`.
    Journal,
    /// Running numbers and codes: digits that begin with a zero, or that no two rows share.
    Code,
    /// Whole numbers.
    Whole,
    /// Numbers, some with decimals or a per cent sign.
    Decimal,
    /// Anything else.
    Text,
}

/// What a cell must hold, and what a column of such cells is.
type Shape = (fn(&str) -> bool, Content);

/// Returns what the filled cells of a column look like.
pub(super) fn of(column: &Column) -> Content {
    let cells: Vec<&str> = column.values().filter(|cell| !words::is_mark(cell)).collect();
    if cells.is_empty() {
        return Content::Blank;
    }
    let share = |holds: fn(&str) -> bool| {
        let hits = column.counted().filter(|(cell, _)| !words::is_mark(cell) && holds(cell)).map(|(_, n)| n).sum::<usize>();
        let all = column.counted().filter(|(cell, _)| !words::is_mark(cell)).map(|(_, n)| n).sum::<usize>();
        hits * MOST.1 >= all * MOST.0
    };
    const SHAPES: [Shape; 9] = [
        (looks_like_person_number, Content::PersonNumber),
        (is_school_year, Content::SchoolYear),
        (is_month, Content::Month),
        (is_week, Content::Week),
        (is_sex, Content::Sex),
        (is_institution, Content::Institution),
        (is_class, Content::Class),
        (is_journal, Content::Journal),
        (is_band_or_age, Content::AgeBand),
    ];
    if share(is_date) {
        return Content::Date(date_order(cells.iter().copied()));
    }
    let shape = SHAPES.iter().find(|(holds, content)| share(*holds) && is_meant(*content, &cells));
    shape.map_or_else(|| numbers(column, &cells, share(number::is_number)), |(_, content)| *content)
}

/// Shapes that plain numbers have too need at least one cell that is no plain number.
fn is_meant(content: Content, cells: &[&str]) -> bool {
    match content {
        Content::AgeBand => cells.iter().any(|cell| words::age_band(cell).is_some()),
        Content::PersonNumber => cells.iter().any(|cell| cell.contains(['-', '+']) || cell.starts_with(['0', '1', '2', '3'])),
        _ => true,
    }
}

fn numbers(column: &Column, cells: &[&str], are_numbers: bool) -> Content {
    if !are_numbers {
        return Content::Text;
    }
    let whole = cells.iter().all(|cell| cell.bytes().all(|b| b.is_ascii_digit()) || !number::is_number(cell));
    let zero_led = cells.iter().any(|cell| cell.len() > 1 && cell.starts_with('0') && number::is_whole(cell));
    let running = column.filled() > 20 && cells.len() == column.filled() && cells.iter().any(|cell| cell.len() > 3);
    match whole {
        true if zero_led || running => Content::Code,
        true => Content::Whole,
        false => Content::Decimal,
    }
}

fn looks_like_person_number(cell: &str) -> bool {
    is_key_of_person(cell) && cell.bytes().filter(u8::is_ascii_digit).count() >= 6
}

fn is_school_year(cell: &str) -> bool {
    SchoolYear::parse(cell).is_some()
}

fn is_month(cell: &str) -> bool {
    cell.split_once('-')
        .is_some_and(|(year, month)| year.len() == 4 && month.len() == 2 && in_range(year, 1990, 2099) && in_range(month, 1, 12))
}

/// `2024-U12`, `2024-W12`, `uge 12`, `uge 12/2024`.
fn is_week(cell: &str) -> bool {
    let text = cell.to_lowercase();
    let week = |part: &str| in_range(part.trim().trim_start_matches('.').trim(), 1, 53);
    if let Some(rest) = text.strip_prefix("uge") {
        return week(rest.split(['/', '-', ',']).next().unwrap_or_default().trim_start_matches("nr"));
    }
    let parts = text.split_once("-u").or_else(|| text.split_once("-w"));
    parts.is_some_and(|(year, number)| in_range(year, 1990, 2099) && week(number))
}

fn is_sex(cell: &str) -> bool {
    words::sex(cell).is_some()
}

fn is_institution(cell: &str) -> bool {
    cell.len() == 6 && number::is_whole(cell) && !cell.starts_with('0')
}

/// `7.A`, `7A`, `7. kl.`, `10.b`; a number alone is none.
fn is_class(cell: &str) -> bool {
    let grade: String = cell.chars().take_while(char::is_ascii_digit).collect();
    let rest = cell[grade.len()..].trim_start_matches('.').trim().to_lowercase();
    let letters = rest.chars().all(|c| c.is_alphabetic() || c == '.') && (rest.chars().count() <= 2 || rest.starts_with("kl"));
    in_range(&grade, 0, 10) && !rest.is_empty() && letters
}

fn is_band_or_age(cell: &str) -> bool {
    words::age_band(cell).is_some() || in_range(cell, 0, 120)
}

fn is_journal(cell: &str) -> bool {
    let lengths: Vec<usize> = cell.split('-').map(str::len).collect();
    lengths == [4, 5, 5, 2] && cell.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

fn in_range(text: &str, from: u16, to: u16) -> bool {
    number::is_whole(text) && text.parse::<u16>().is_ok_and(|value| (from..=to).contains(&value))
}

/// The parts of a date written with two signs between: the first, the second, and whether the year comes first.
fn parts(cell: &str) -> Option<(u16, u16, bool)> {
    let day = cell.split(['T', ' ']).next().unwrap_or(cell);
    let sign = day.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let pieces: Vec<&str> = day.split(sign).collect();
    let [first, second, third] = pieces[..] else { return None };
    let parsed = |text: &str| number::is_whole(text).then(|| text.parse::<u16>().ok()).flatten();
    let (a, b, c) = (parsed(first)?, parsed(second)?, parsed(third)?);
    if first.len() == 4 {
        return ((1900..2100).contains(&a) && (1..=12).contains(&b) && (1..=31).contains(&c)).then_some((b, c, true));
    }
    let year = third.len() == 4 && (1900..2100).contains(&c) || third.len() == 2;
    let days = (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12);
    (year && days && first.len() <= 2 && second.len() <= 2).then_some((a, b, false))
}

/// Returns whether a cell is a date in figures.
pub(super) fn is_date(cell: &str) -> bool {
    parts(cell).is_some()
}

/// Returns the order of day and month that every cell allows; none where both would do or neither does. A point or a
/// hyphen between the parts is Danish.
pub(super) fn date_order<'a>(cells: impl Iterator<Item = &'a str>) -> Option<DateOrder> {
    let (mut day_first, mut month_first, mut iso, mut american_sign) = (false, false, true, false);
    for cell in cells {
        let Some((first, second, year_first)) = parts(cell) else { continue };
        iso &= year_first;
        day_first |= !year_first && first > 12;
        month_first |= !year_first && second > 12;
        american_sign |= !year_first && cell.contains('/');
    }
    match (iso, day_first, month_first) {
        (true, ..) => Some(DateOrder::Iso),
        (_, true, false) => Some(DateOrder::DayMonthYear),
        (_, false, true) => Some(DateOrder::MonthDayYear),
        (_, false, false) if !american_sign => Some(DateOrder::DayMonthYear),
        _ => None,
    }
}

/// Returns the day a date in figures stands for, as year, month, day; two-digit years are 2000-2099.
pub(super) fn day(cell: &str, order: DateOrder) -> Option<(u16, u16, u16)> {
    let (first, second, year_first) = parts(cell)?;
    let text = cell.split(['T', ' ']).next().unwrap_or(cell);
    let year = if year_first { text.get(..4)? } else { text.rsplit(['-', '/', '.']).next()? };
    let year: u16 = year.parse().ok().map(|year: u16| if year < 100 { year + 2000 } else { year })?;
    Some(match (year_first, order) {
        (true, _) | (false, DateOrder::MonthDayYear) => (year, first, second),
        _ => (year, second, first),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_apart() {
        assert!(is_week("2024-U12") && is_week("uge 7") && is_week("Uge 52/2024") && !is_week("12") && !is_week("uge 54"));
        assert!(is_class("7.A") && is_class("0b") && is_class("7. klasse") && !is_class("7") && !is_class("12.A"));
        assert!(is_month("2023-08") && !is_month("2023-13") && !is_month("01-2023"));
        assert!(is_journal("1234-71121-00001-24") && !is_journal("71121-1234"));
        assert!(is_institution("999001") && !is_institution("04450105"));
    }

    #[test]
    fn a_date_is_no_journal_number_and_has_an_order() {
        for cell in ["17-03-2025", "17/3/25", "2025-03-17", "2025-03-17T10:00:00+00:00", "17.03.2025 10:15"] {
            assert!(is_date(cell), "{cell}");
        }
        for cell in ["1234-71121-00001-24", "711210-4321", "40-03-2025", "13-13-2025", "1.2", "2025-17-03"] {
            assert!(!is_date(cell), "{cell}");
        }
        let order = |cells: &[&'static str]| date_order(cells.iter().copied());
        assert_eq!(order(&["17-03-2025", "01-02-2025"]), Some(DateOrder::DayMonthYear));
        assert_eq!(order(&["03/17/2025", "01/02/2025"]), Some(DateOrder::MonthDayYear));
        assert_eq!(order(&["03/04/2025"]), None);
        assert_eq!(order(&["03-04-2025"]), Some(DateOrder::DayMonthYear));
        assert_eq!(order(&["13/01/2025", "01/13/2025"]), None);
    }
}
