//! Closed periods and their Danish names. No clock: a period is always given, never "now".

use std::fmt;

/// A school year, named by the calendar year it starts in (2024 = 2024/25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(pub i16);

impl SchoolYear {
    /// Reads `2024/2025`, `2024/25`, `24/25` or `2024-25`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, second) = text.trim().split_once(['/', '-'])?;
        let start = full_year(first.trim())?;
        let end = full_year(second.trim())?;
        (end == start + 1).then_some(Self(start))
    }
}

fn full_year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

/// A closed period. Rolling windows and "to date" do not exist here by design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The survey wave of one school year (November to January).
    Wave(SchoolYear),
    /// A calendar year.
    Year(i16),
    /// A half of a calendar year (1 or 2).
    HalfYear(i16, u8),
    /// A quarter of a calendar year (1 to 4).
    Quarter(i16, u8),
    /// A fixed two-month period of a calendar year (1 = January-February … 6).
    TwoMonths(i16, u8),
    /// A whole school year, August to July.
    SchoolYear(SchoolYear),
    /// The closed months of a school year that is still running, from August to the given month (1-12).
    RunningSchoolYear(SchoolYear, u8),
}

impl Period {
    /// Returns the calendar year a part of it belongs to; any other period is whole.
    pub fn whole_year(self) -> Self {
        match self {
            Self::HalfYear(year, _) | Self::Quarter(year, _) | Self::TwoMonths(year, _) => Self::Year(year),
            whole => whole,
        }
    }

    /// Returns the same period one year earlier.
    pub fn a_year_before(self) -> Self {
        match self {
            Self::Wave(SchoolYear(y)) => Self::Wave(SchoolYear(y - 1)),
            Self::Year(y) => Self::Year(y - 1),
            Self::HalfYear(y, h) => Self::HalfYear(y - 1, h),
            Self::Quarter(y, q) => Self::Quarter(y - 1, q),
            Self::TwoMonths(y, p) => Self::TwoMonths(y - 1, p),
            Self::SchoolYear(SchoolYear(y)) => Self::SchoolYear(SchoolYear(y - 1)),
            Self::RunningSchoolYear(SchoolYear(y), m) => Self::RunningSchoolYear(SchoolYear(y - 1), m),
        }
    }
}

/// The three clocks of one report (design: `--aar 2025` is the first meeting in 2025).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportPeriods {
    /// The year of the first steering group meeting.
    pub meeting_year: i16,
    /// This winter's survey wave.
    pub survey: SchoolYear,
    /// Last calendar year, by incident date.
    pub police: i16,
    /// The last full school year.
    pub absence: SchoolYear,
    /// The school year that is running at the meeting.
    pub absence_running: SchoolYear,
}

impl ReportPeriods {
    /// Returns the periods of the report for the meeting in `year`.
    pub fn for_meeting(year: i16) -> Self {
        Self {
            meeting_year: year,
            survey: SchoolYear(year - 1),
            police: year - 1,
            absence: SchoolYear(year - 2),
            absence_running: SchoolYear(year - 1),
        }
    }
}

/// A calendar date without a clock or zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, four digits.
    pub year: i16,
    /// Month, 1-12.
    pub month: u8,
    /// Day, 1-31.
    pub day: u8,
}

/// An ISO 8601 week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    /// ISO week-year.
    pub year: i16,
    /// Week number, 1-53.
    pub number: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn school_year_is_read_in_every_common_spelling() {
        for text in ["2024/2025", "2024/25", "24/25", "2024-25", " 2024/25 "] {
            assert_eq!(SchoolYear::parse(text), Some(SchoolYear(2024)), "{text}");
        }
    }

    #[test]
    fn school_year_that_does_not_follow_is_refused() {
        for text in ["2024/26", "2024", "24/2", "x/y", ""] {
            assert_eq!(SchoolYear::parse(text), None, "{text}");
        }
    }

    #[test]
    fn century_turn_prints_two_digits() {
        assert_eq!(SchoolYear(2099).to_string(), "2099/00");
    }
}
