//! The periods of the sample and its ISO weeks. No clock: everything hangs on the meeting year.

use super::{MEETING_YEAR, SampleError, Size};
use crate::model::period::Week;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// Weeks of the last year whose police lists never came.
pub const MISSING_WEEKS: [u8; 2] = [29, 30];

/// The years each source covers.
pub(super) struct Span {
    /// Calendar years of police lists and population, oldest first.
    pub(super) police: Vec<i16>,
    /// First calendar years of the survey's school years, oldest first.
    pub(super) waves: Vec<i16>,
    /// First calendar years of the school years with absence; the last one runs August to December.
    pub(super) absence: Vec<i16>,
}

impl Span {
    /// Returns the years for a size, or what is wrong with the size.
    pub(super) fn new(size: Size) -> Result<Self, SampleError> {
        if !(300..=500_000).contains(&size.pupils) {
            return Err(SampleError::Pupils);
        }
        if !(1..=10).contains(&size.years) {
            return Err(SampleError::Years);
        }
        let years = i16::try_from(size.years).expect("at most ten years");
        let last = MEETING_YEAR - 1;
        Ok(Self {
            police: (MEETING_YEAR - years..=last).collect(),
            waves: (last - years - 3..=last).collect(),
            absence: ((MEETING_YEAR - years).min(last - 1)..=last).collect(),
        })
    }

    /// Returns the last calendar year with police lists.
    pub(super) fn last(&self) -> i16 {
        MEETING_YEAR - 1
    }

    /// Returns every week that should have a list, oldest first.
    pub(super) fn weeks(&self) -> Vec<Week> {
        self.police.iter().flat_map(|year| (1..=weeks_in(*year)).map(|number| Week { year: *year, number })).collect()
    }

    /// Returns whether the list of a week never came.
    pub(super) fn is_missing(&self, week: Week) -> bool {
        week.year == self.last() && MISSING_WEEKS.contains(&week.number)
    }
}

/// Returns the number of ISO weeks in a year: 52 or 53.
pub(super) fn weeks_in(year: i16) -> u8 {
    let first = ISOWeekDate::new(year, 1, Weekday::Monday).expect("every year has a week 1");
    u8::try_from(first.weeks_in_year()).expect("a year has 52 or 53 weeks")
}

/// Returns the Monday of an ISO week.
pub(super) fn monday(week: Week) -> Date {
    let number = i8::try_from(week.number).expect("week numbers end at 53");
    ISOWeekDate::new(week.year, number, Weekday::Monday).expect("the week exists in its year").date()
}

/// Returns whole years from birth to `day`.
pub(super) fn age(birth: Date, day: Date) -> u8 {
    let before_birthday = (day.month(), day.day()) < (birth.month(), birth.day());
    let years = day.year() - birth.year() - i16::from(before_birthday);
    u8::try_from(years).expect("nobody is on a list before birth")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn long_years_have_week_53_and_others_do_not() {
        assert_eq!([2015, 2020, 2022, 2023, 2024].map(weeks_in), [53, 53, 52, 52, 52]);
    }

    #[test]
    fn week_1_may_begin_in_the_year_before() {
        assert_eq!(monday(Week { year: 2020, number: 1 }), date(2019, 12, 30));
        assert_eq!(monday(Week { year: 2020, number: 53 }), date(2020, 12, 28));
    }

    #[test]
    fn every_source_has_its_own_years() {
        let span = Span::new(Size::default()).expect("the default size is allowed");
        assert_eq!(span.police, [2022, 2023, 2024]);
        assert_eq!(span.waves, [2018, 2019, 2020, 2021, 2022, 2023, 2024], "five of them outside the years of closed schools");
        assert_eq!(span.absence, [2022, 2023, 2024]);
        assert_eq!(span.weeks().len(), 156);
    }

    #[test]
    fn sizes_out_of_bounds_are_refused() {
        assert!(matches!(Span::new(Size { pupils: 299, ..Size::default() }), Err(SampleError::Pupils)));
        assert!(matches!(Span::new(Size { years: 0, ..Size::default() }), Err(SampleError::Years)));
        assert!(matches!(Span::new(Size { years: 11, ..Size::default() }), Err(SampleError::Years)));
    }

    #[test]
    fn age_changes_on_the_birthday() {
        assert_eq!(age(date(2009, 5, 10), date(2024, 5, 9)), 14);
        assert_eq!(age(date(2009, 5, 10), date(2024, 5, 10)), 15);
    }
}
