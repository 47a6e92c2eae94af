//! Which week or month a list says it is. The words of a list are read here and judged in [`super::weeks`].

use super::date::iso_date;
use super::weeks::{MONTHS, numbers, weeks_between};
use crate::model::period::Week;
use crate::model::profile::Rhythm;

/// What one cell of the list's column for weeks says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stated {
    /// Nothing.
    Nothing,
    /// This week (or month, numbered 1-12).
    Week(Week),
    /// A week the year does not have.
    NoSuch(Week),
    /// Something else.
    Unreadable,
}

impl Stated {
    /// Returns the week, if it is one.
    pub(super) fn week(self) -> Option<Week> {
        match self {
            Self::Week(week) => Some(week),
            Self::Nothing | Self::NoSuch(_) | Self::Unreadable => None,
        }
    }
}

/// Reads `2024-U12`, `2024-W12`, `12/2024`, `uge 12 2024`, `202412` and, by months, `marts 2024`. A number alone (`12`) is of
/// the year in which it lies nearest to `near`, the week of the list's dates.
pub(super) fn stated(text: &str, rhythm: Rhythm, near: Option<Week>) -> Stated {
    if text.is_empty() {
        return Stated::Nothing;
    }
    if iso_date(text).is_some() {
        return Stated::Unreadable;
    }
    let parts: Vec<i32> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let is_year = |n: &i32| (1900..2200).contains(n);
    let found = match (parts[..].iter().as_slice(), month_named(text).filter(|_| rhythm == Rhythm::Month)) {
        ([year], Some(month)) if is_year(year) => week(*year, month),
        ([year, number] | [number, year], None) if is_year(year) && !is_year(number) => week(*year, *number),
        ([both], None) if is_year(&(both / 100)) => week(both / 100, both % 100),
        ([number], None) => near.and_then(|near| nearest(*number, rhythm, near)),
        _ => None,
    };
    match found {
        None => Stated::Unreadable,
        Some(week) if (1..=numbers(week.year, rhythm)).contains(&week.number) => Stated::Week(week),
        Some(week) if (1..=53).contains(&week.number) && rhythm == Rhythm::Week => Stated::NoSuch(week),
        Some(_) => Stated::Unreadable,
    }
}

fn week(year: i32, number: i32) -> Option<Week> {
    Some(Week { year: i16::try_from(year).ok()?, number: u8::try_from(number).ok()? })
}

fn month_named(text: &str) -> Option<i32> {
    let lower = text.to_lowercase();
    (1..).zip(MONTHS).find(|(_, name)| lower.contains(name)).map(|(number, _)| number)
}

/// Returns the week with this number that lies nearest to another. In a year without it there is none such.
fn nearest(number: i32, rhythm: Rhythm, near: Week) -> Option<Week> {
    let here = week(i32::from(near.year), number)?;
    let years = [near.year - 1, near.year, near.year + 1].map(|year| Week { year, ..here });
    let exists = |w: &Week| (1..=numbers(w.year, rhythm)).contains(&w.number);
    let closest = years.into_iter().filter(exists).min_by_key(|w| weeks_between(*w, near, rhythm).map(i64::abs));
    closest.filter(|w| weeks_between(*w, near, rhythm).is_some_and(|apart| apart.abs() <= 26)).or(Some(here))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Stated {
        stated(text, Rhythm::Week, None)
    }

    fn is(year: i16, number: u8) -> Stated {
        Stated::Week(Week { year, number })
    }

    #[test]
    fn weeks_are_read_in_the_spellings_of_lists() {
        for text in ["2024-U12", "2024-W12", "12/2024", "uge 12 2024", "202412", "Uge 12, 2024"] {
            assert_eq!(read(text), is(2024, 12), "{text}");
        }
        for text in ["2024-03-18", "12", "uge 12-13 2024", "i går", "2024", "99/2024", "0/2024", "99999999999"] {
            assert_eq!(read(text), Stated::Unreadable, "{text}");
        }
    }

    #[test]
    fn week_53_exists_only_in_long_years() {
        assert_eq!(read("2020-U53"), is(2020, 53));
        assert_eq!(read("2024-U53"), Stated::NoSuch(Week { year: 2024, number: 53 }));
    }

    #[test]
    fn a_number_alone_is_of_the_year_of_the_dates() {
        let near = |text, year, number| stated(text, Rhythm::Week, Some(Week { year, number }));
        assert_eq!(near("12", 2024, 11), is(2024, 12));
        assert_eq!(near("Uge 1", 2024, 52), is(2025, 1));
        assert_eq!(near("52", 2025, 1), is(2024, 52));
        assert_eq!(near("53", 2025, 20), Stated::NoSuch(Week { year: 2025, number: 53 }));
    }

    #[test]
    fn months_are_read_by_name_and_number() {
        for text in ["marts 2024", "2024-03", "3/2024", "Marts, 2024"] {
            assert_eq!(stated(text, Rhythm::Month, None), is(2024, 3), "{text}");
        }
        assert_eq!(stated("13/2024", Rhythm::Month, None), Stated::Unreadable);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,12}|[0-9uU/ .-]{0,12}", year in 2000_i16..2100, number in 1_u8..=52) {
            for rhythm in [Rhythm::Week, Rhythm::Month] {
                stated(&text, rhythm, None);
                stated(&text, rhythm, Some(Week { year, number: number.min(12) }));
            }
        }
    }
}
