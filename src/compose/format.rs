//! Danish numbers, dates and period names. Integer arithmetic, half up; nothing here knows a project.

use crate::model::period::{Date, Period, SchoolYear};

/// The space that never breaks a line.
pub(super) const NBSP: char = '\u{a0}';

const MONTHS: [&str; 12] =
    ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];

/// Returns `numerator / denominator` rounded half up.
pub(super) fn half_up(numerator: i128, denominator: i128) -> i64 {
    let rounded = (2 * numerator + denominator).div_euclid(2 * denominator);
    i64::try_from(rounded).expect("a printed value fits 64 bits")
}

/// Returns a whole number with thousands points ("1.234").
pub(super) fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Returns tenths as a number with one decimal ("1.234,5").
pub(super) fn decimal(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let size = tenths.abs();
    format!("{sign}{},{}", thousands(size / 10), size % 10)
}

/// Returns tenths of a per cent ("16,4 %").
pub(super) fn percent(tenths: i64) -> String {
    format!("{}{NBSP}%", decimal(tenths))
}

/// Returns "214 af 1.302".
pub(super) fn k_of_n(k: i64, n: i64) -> String {
    format!("{} af {}", thousands(k), thousands(n))
}

/// Returns the name of a month, 1-12.
pub(super) fn month(number: u8) -> &'static str {
    let at = usize::from(number).checked_sub(1).expect("months are numbered from 1");
    MONTHS.get(at).expect("a year has twelve months")
}

/// Returns the number (1-12) of a month's name.
pub(super) fn month_number(name: &str) -> Option<u8> {
    let at = MONTHS.iter().position(|m| *m == name)?;
    u8::try_from(at + 1).ok()
}

/// Returns "17. marts 2025".
pub(super) fn date(date: Date) -> String {
    format!("{}. {} {}", date.day, month(date.month), date.year)
}

/// Returns the name of a period as it stands inside a sentence.
pub(super) fn period(period: Period) -> String {
    match period {
        Period::Wave(year) => format!("vinteren {year}"),
        Period::Year(year) => year.to_string(),
        Period::HalfYear(year, half) => format!("{half}. halvår {year}"),
        Period::Quarter(year, quarter) => format!("{quarter}. kvartal {year}"),
        Period::TwoMonths(year, part) => format!("{}–{} {year}", month(2 * part - 1), month(2 * part)),
        Period::SchoolYear(year) => format!("skoleåret {year}"),
        Period::RunningSchoolYear(year, last) => format!("skoleåret {year} til og med {}", month(last)),
    }
}

/// Returns the period a name from [`period`] stands for.
pub(super) fn read_period(text: &str) -> Option<Period> {
    if let Some(wave) = text.strip_prefix("vinteren ") {
        return SchoolYear::parse(wave).map(Period::Wave);
    }
    if let Some(rest) = text.strip_prefix("skoleåret ") {
        return read_school_year(rest);
    }
    let Some((first, last)) = text.rsplit_once(' ') else { return text.parse().ok().map(Period::Year) };
    let year = last.parse().ok()?;
    if let Some(half) = first.strip_suffix(". halvår") {
        return half.parse().ok().map(|half| Period::HalfYear(year, half));
    }
    if let Some(quarter) = first.strip_suffix(". kvartal") {
        return quarter.parse().ok().map(|quarter| Period::Quarter(year, quarter));
    }
    let (_, second) = first.split_once('–')?;
    month_number(second).map(|month| Period::TwoMonths(year, month / 2))
}

fn read_school_year(text: &str) -> Option<Period> {
    match text.split_once(" til og med ") {
        Some((year, last)) => Some(Period::RunningSchoolYear(SchoolYear::parse(year)?, month_number(last)?)),
        None => SchoolYear::parse(text).map(Period::SchoolYear),
    }
}

/// Returns the text with a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns a title as it may open a text: one that begins with a digit is put in quotation marks.
pub(super) fn open(title: &str) -> String {
    if title.starts_with(|first: char| first.is_ascii_digit()) { format!("”{title}”") } else { title.to_owned() }
}

/// Returns "a, b og c".
pub(super) fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} og {last}", first.join(", ")),
    }
}

/// Returns the singular for 1, else the plural.
pub(super) fn plural<'a>(count: i64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// Returns "7. klasse".
pub(super) fn grade(number: u8) -> String {
    format!("{number}. klasse")
}

/// Returns "7.–9. klasse".
pub(super) fn grades(first: u8, last: u8) -> String {
    if first == last { grade(first) } else { format!("{first}.–{last}. klasse") }
}

/// Returns whole numbers as ranges and single numbers ("3, 7 og 9–12"); the numbers must rise.
pub(super) fn ranges(numbers: &[u8]) -> String {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == *number => *end = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let words = runs.into_iter().flat_map(|(from, to)| match to - from {
        0 => vec![from.to_string()],
        1 => vec![from.to_string(), to.to_string()],
        _ => vec![format!("{from}–{to}")],
    });
    and(&words.collect::<Vec<_>>())
}

/// Returns an anchor: lower case, `[a-z0-9-]` only.
pub(super) fn slug(text: &str) -> String {
    let mut anchor = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => anchor.push(letter),
            'æ' => anchor.push_str("ae"),
            'ø' => anchor.push_str("oe"),
            'å' => anchor.push_str("aa"),
            _ if anchor.is_empty() || anchor.ends_with('-') => {}
            _ => anchor.push('-'),
        }
    }
    anchor.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_half_up_and_written_the_danish_way() {
        assert_eq!(percent(half_up(1000 * 214, 1302)), "16,4\u{a0}%");
        assert_eq!((half_up(5, 10), half_up(4, 10), half_up(-5, 10)), (1, 0, 0));
        assert_eq!((thousands(1_234_567), thousands(999), decimal(12_345)), ("1.234.567".into(), "999".into(), "1.234,5".into()));
    }

    #[test]
    fn every_period_can_be_read_back_from_its_name() {
        let year = SchoolYear(2024);
        let all = [
            (Period::Wave(year), "vinteren 2024/25"),
            (Period::Year(2024), "2024"),
            (Period::HalfYear(2024, 1), "1. halvår 2024"),
            (Period::Quarter(2025, 1), "1. kvartal 2025"),
            (Period::TwoMonths(2024, 1), "januar–februar 2024"),
            (Period::TwoMonths(2024, 6), "november–december 2024"),
            (Period::SchoolYear(year), "skoleåret 2024/25"),
            (Period::RunningSchoolYear(year, 12), "skoleåret 2024/25 til og med december"),
        ];
        for (value, name) in all {
            assert_eq!(period(value), name);
            assert_eq!(read_period(name), Some(value), "{name}");
        }
        assert_eq!(read_period("sidste vinter"), None);
    }

    #[test]
    fn weeks_next_to_each_other_become_a_range() {
        assert_eq!(ranges(&[29, 30]), "29 og 30");
        assert_eq!(ranges(&[3, 7, 9, 10, 11]), "3, 7 og 9–11");
    }

    #[test]
    fn anchors_hold_only_plain_letters_digits_and_hyphens() {
        assert_eq!(slug("Læs, så: på Ærø 18–25 år"), "laes-saa-paa-aeroe-18-25-aar");
    }
}
