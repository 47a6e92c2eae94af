//! Calendar months and weekdays, without a clock.

use super::period::{Date, SchoolYear};
use std::borrow::Cow;
use std::fmt;

/// The first letters of the Danish months; what may follow is the rest of the name or nothing.
const NAMES: [&str; 12] =
    ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Year, four digits.
    pub year: i16,
    /// Month, 1-12.
    pub month: u8,
}

impl Month {
    /// Returns the month of a year; `None` when there is no such month.
    pub fn new(year: i16, month: u8) -> Option<Self> {
        ((1..=12).contains(&month) && (1900..=2200).contains(&year)).then_some(Self { year, month })
    }

    /// Reads `2024-10`, `202410`, `10/2024`, `oktober 2024`, `okt-24`, or a date in the month. A month without year
    /// (`10`, `oktober`) is read where the school year is known.
    pub fn parse(text: &str, school_year: Option<SchoolYear>) -> Option<Self> {
        // Most files write a month in digits, a million times.
        let digits = !text.contains(char::is_alphabetic);
        let text = if digits { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) };
        let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
        match [parts.next(), parts.next(), parts.next(), parts.next()] {
            [Some(one), None, ..] => Self::from_one(one, school_year),
            [Some(first), Some(second), None, _] => Self::from_two(first, second),
            [Some(first), Some(second), Some(third), None] => {
                if first.len() == 4 {
                    Self::new(number(first)?, number(second)?)
                } else {
                    Self::new(year(third)?, number(second)?)
                }
            }
            _ => None,
        }
    }

    /// Returns the months a text names with their year, such as a title "Fravær oktober 2024" or "Måned: 10/2024". The month
    /// of a date ("3. november 2024", "03-11-2024") is none: it may be the day of printing.
    pub fn named_in(text: &str) -> Vec<Self> {
        let words: Vec<String> =
            text.split_whitespace().map(|w| w.trim_matches([',', ';', ':', '(', ')', '.']).to_lowercase()).collect();
        let mut found: Vec<Self> = Vec::new();
        for at in 0..words.len() {
            let after_a_day = at > 0 && number::<u8>(&words[at - 1]).is_some();
            let pair =
                words.get(at + 1).filter(|_| !after_a_day).and_then(|next| Self::new(year(next)?, month_name(&words[at])?));
            found.extend(pair.or_else(|| Self::from_word(&words[at])));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the school year (August to July) the month lies in.
    pub fn school_year(self) -> SchoolYear {
        SchoolYear(if self.month >= 8 { self.year } else { self.year - 1 })
    }

    /// Returns the number of days of the month.
    pub fn days(self) -> u8 {
        match self.month {
            2 if self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Returns the date of a day of the month; `None` when the month is shorter.
    pub fn date(self, day: u8) -> Option<Date> {
        (1..=self.days()).contains(&day).then_some(Date { year: self.year, month: self.month, day })
    }

    fn from_one(text: &str, school_year: Option<SchoolYear>) -> Option<Self> {
        if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::new(number(&text[..4])?, number(&text[4..])?);
        }
        if let Some((year, month)) = text.split_once('m').filter(|(year, _)| year.len() == 4) {
            return Self::new(number(year)?, number(month)?);
        }
        let month = number(text).filter(|_| text.len() <= 2).or_else(|| month_name(text))?;
        let SchoolYear(start) = school_year?;
        Self::new(if month >= 8 { start } else { start + 1 }, month)
    }

    fn from_two(first: &str, second: &str) -> Option<Self> {
        if first.len() == 4 && first.bytes().all(|b| b.is_ascii_digit()) {
            return Self::new(number(first)?, number(second)?);
        }
        match month_name(first) {
            Some(month) => Self::new(year(second)?, month),
            None => Self::new(number(second).filter(|_| second.len() == 4)?, number(first)?),
        }
    }

    /// Reads one word of a title: two numbers with the year in four digits, or a name with a year.
    fn from_word(word: &str) -> Option<Self> {
        let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
        let [first, second] = parts[..] else { return None };
        // "2009/10" is a school year.
        let school_year = first.len() == 4 && !word.contains('-');
        if school_year { None } else { Self::from_two(first, second) }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn year(text: &str) -> Option<i16> {
    match text.len() {
        4 => number(text),
        2 => number::<i16>(text).map(|y| 2000 + y),
        _ => None,
    }
}

/// Reads the name of a month, or its first three letters or more.
fn month_name(text: &str) -> Option<u8> {
    let letters = text.trim_end_matches('.');
    let at = NAMES.iter().position(|name| letters.len() >= 3 && name.starts_with(letters))?;
    u8::try_from(at + 1).ok()
}

/// Returns the weekday of a date, 1 (Monday) to 7 (Sunday).
pub fn weekday(date: Date) -> u8 {
    // Sakamoto's method: the shift of each month, January and February belonging to the year before.
    const SHIFTS: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = i32::from(date.year) - i32::from(date.month < 3);
    let shift = SHIFTS[usize::from(date.month.clamp(1, 12)) - 1];
    let from_sunday = (year + year / 4 - year / 100 + year / 400 + shift + i32::from(date.day)).rem_euclid(7);
    u8::try_from(if from_sunday == 0 { 7 } else { from_sunday }).expect("a remainder of 7 fits a byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OCTOBER: Option<Month> = Some(Month { year: 2024, month: 10 });

    #[test]
    fn months_are_read_in_the_spellings_of_school_systems() {
        for text in ["2024-10", "202410", "10/2024", "10-2024", "oktober 2024", "Okt. 24", "okt-24", "2024M10", "2024-10-01"] {
            assert_eq!(Month::parse(text, None), OCTOBER, "{text}");
        }
        for text in ["10", "Oktober", "okt."] {
            assert_eq!(Month::parse(text, Some(SchoolYear(2024))), OCTOBER, "{text}");
        }
        assert_eq!(Month::parse("3", Some(SchoolYear(2024))), Month::new(2025, 3));
        for text in ["", "13", "2024-13", "2024/25", "ok 2024", "10", "æøå"] {
            assert_eq!(Month::parse(text, None), None, "{text}");
        }
    }

    #[test]
    fn a_title_names_a_month_and_a_date_of_printing_does_not() {
        assert_eq!(Month::named_in("Fravær oktober 2024 (udskrevet 3. november 2024)"), [OCTOBER.expect("a month")]);
        assert_eq!(Month::named_in("Måned: 10/2024"), [OCTOBER.expect("a month")]);
        for text in ["Udskrevet 03-11-2024", "Skoleår 2009/10", "Skoleåret 2024/2025", "7.A", "maj"] {
            assert_eq!(Month::named_in(text), [], "{text}");
        }
    }

    #[test]
    fn months_know_their_days_and_their_school_year() {
        assert_eq!(Month::new(2024, 2).map(Month::days), Some(29));
        assert_eq!(Month::new(2100, 2).map(Month::days), Some(28));
        assert_eq!(Month::new(2024, 7).map(Month::school_year), Some(SchoolYear(2023)));
        assert_eq!(OCTOBER.map(Month::school_year), Some(SchoolYear(2024)));
    }

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        let day = |year, month, day| weekday(Date { year, month, day });
        assert_eq!((day(2024, 10, 1), day(2024, 2, 29), day(2000, 1, 1), day(2023, 12, 31)), (2, 4, 6, 7));
    }
}
