//! What may be known on both sides of the disclosure wall: published figures, coverage, released notes.

use super::geography::DistrictId;
use super::period::{Date, Period, SchoolYear, Week};
use super::profile::{Rhythm, Source};

/// What a reader may know of one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellStatus {
    /// Published, with k and n together.
    Shown(Figure),
    /// Hidden whole. The reason is for the decision log; every reader sees the same words, but for [`Reason::BySource`].
    Suppressed(Reason),
    /// Nothing was measured.
    NoData,
}

/// A published figure: k, and n where there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// k.
    pub numerator: i64,
    /// n.
    pub denominator: Option<i64>,
    /// k is a number of persons between the numerator and this: some rows have no person key.
    pub upper: Option<i64>,
}

/// How much the schools of a district differ, beyond what chance among single pupils would make them: the one rounded number per
/// indicator that is made from exact counts and leaves with the published figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispersion {
    /// Of shares: the factor φ on the binomial variance, in tenths rounded up, at least 10. Of means: the standard deviation between
    /// schools per pupil, in tenths of a percentage point rounded up.
    pub tenths: u32,
    /// Schools of the report's period that lie in a district.
    pub schools: u32,
    /// The districts they lie in.
    pub districts: u32,
    /// Waves or school years the number is pooled over; 1 for means, whose pupils' own part is not known apart.
    pub periods: u32,
}

impl Dispersion {
    /// Returns the degrees of freedom within one period: schools less districts.
    pub fn within(self) -> u32 {
        self.schools.saturating_sub(self.districts)
    }
}

/// Why a figure is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Too few behind the number.
    Small,
    /// Too few outside it.
    Complement,
    /// Too few answered, or too few live there.
    Base,
    /// All of a group, or nearly all, are in the state that harms.
    GroupDisclosure,
    /// One person stands for so much of it that it is a number about that person.
    Dominance,
    /// It would give away another hidden figure.
    Secondary,
    /// A reader could have narrowed another hidden figure with it.
    Audit,
    /// An earlier release hid it, or did not have it and could be compared with this one.
    Released,
    /// The source had hidden a part of it. The only reason a reader is told: the source says as much itself, it tells nothing
    /// of how this program hides, and the municipality can ask the source for the number.
    BySource,
}

/// Which lists came, of those that should have come. Not about persons.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Rhythm of the police lists, if there are any.
    pub rhythm: Option<Rhythm>,
    /// Every week (or month, with number 1-12) of the covered years, and whether a list came.
    pub lists: Vec<(Week, bool)>,
    /// What came per source.
    pub deliveries: Vec<Delivery>,
    /// Latest date found in the data.
    pub latest: Option<Date>,
    /// Per survey wave, the names of schools that were invited and gave no answer; an empty name stands for a school that is
    /// not in the register.
    pub silent_schools: Vec<(SchoolYear, Vec<String>)>,
}

impl Coverage {
    /// Returns how many months of police lists there are before a year: from the month of the first list that came to December
    /// of the year before. `None` where no list came before the year.
    pub fn months_of_lists_before(&self, year: i16) -> Option<i64> {
        let first = self.lists.iter().filter(|(list, came)| *came && list.year < year).map(|(list, _)| *list).min()?;
        let month = match self.rhythm {
            Some(Rhythm::Month) => i64::from(first.number),
            // Weeks 1-4 begin in January, 5-8 in February and so on: 52 weeks are 12 months.
            _ => (i64::from(first.number) - 1) * 12 / 52 + 1,
        };
        Some((i64::from(year) - i64::from(first.year)) * 12 - (month - 1)).filter(|months| *months > 0)
    }
}

/// One delivery, without its file name: file names may hold a person's name.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The source.
    pub source: Source,
    /// Running number within the source, from 1.
    pub number: u32,
    /// Keyed hash (HMAC-SHA-256, hexadecimal) of the bytes.
    pub keyed_hash: String,
    /// Whether the file was stopped and is exempted in ssp.toml.
    pub exempted: bool,
    /// The period the delivery speaks of, where known.
    pub period: Option<Period>,
}

/// Category of rows left out with a finding.
pub const REJECTED: &str = "ladt ude på grund af fejl";

/// Category of rows that are the same event as an earlier row.
pub const MERGED: &str = "lagt sammen med en anden række";

/// Category of rows that are no data.
pub const SKIPPED: &str = "sprunget over, fordi de ikke er data";

/// A note as it may be printed.
#[derive(Clone, Debug)]
pub struct ReleasedNote {
    /// Theme.
    pub theme: String,
    /// Year of the observation.
    pub year: i16,
    /// The district whose group wrote it: for counting themes, never printed beside a quote.
    pub district: Option<DistrictId>,
    /// The approved text; `None` = theme only.
    pub quote: Option<Quote>,
}

/// An approved text.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The text.
    pub text: String,
    /// Role of the approver.
    pub approved_by: String,
    /// Date of approval.
    pub approved_on: Date,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_before_a_year_are_counted_in_months_from_the_first_that_came() {
        let week = |year, number, came| (Week { year, number }, came);
        let weeks =
            Coverage { lists: vec![week(2022, 1, false), week(2022, 27, true), week(2024, 1, true)], ..Coverage::default() };
        assert_eq!(weeks.months_of_lists_before(2024), Some(18), "from July 2022");
        assert_eq!(weeks.months_of_lists_before(2022), None);
        let months = Coverage { lists: vec![week(2022, 1, true)], rhythm: Some(Rhythm::Month), ..Coverage::default() };
        assert_eq!(months.months_of_lists_before(2024), Some(24));
    }
}
