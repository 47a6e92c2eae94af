//! Breaks in a series: from a day on, or for a while, a source's figures are not comparable with those before.

use super::period::{Date, Period, SchoolYear};
use super::profile::Source;

/// One break. Data: report-templates/brud.toml, and `[[rapport.brud]]` of ssp.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesBreak {
    /// The sources it holds for.
    pub sources: Vec<Source>,
    /// The first day of what is new.
    pub from: Date,
    /// The last day, where the old order came back; figures inside are not compared with those outside.
    pub until: Option<Date>,
    /// A few words for the line in a chart.
    pub name: String,
    /// Why the figures differ: a main clause in Danish without capital letter and full stop.
    pub why: String,
}

impl SeriesBreak {
    /// Returns whether the break keeps the figures of a source of these two periods from being compared; the order of the
    /// two says nothing.
    pub fn parts(&self, source: Source, one: Period, other: Period) -> bool {
        let (from, to) = if first_day(one) <= first_day(other) { (one, other) } else { (other, one) };
        let crossed = match self.until {
            None => first_day(from) < self.from && self.from <= last_day(to),
            Some(until) => self.touches(from, until) != self.touches(to, until),
        };
        self.sources.contains(&source) && crossed
    }

    fn touches(&self, period: Period, until: Date) -> bool {
        first_day(period) <= until && self.from <= last_day(period)
    }
}

fn day(year: i16, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

/// Returns the first day of a period. Waves run from November to January.
fn first_day(period: Period) -> Date {
    match period {
        Period::Wave(SchoolYear(year)) => day(year, 11, 1),
        Period::Year(year) => day(year, 1, 1),
        Period::HalfYear(year, half) => day(year, 6 * half - 5, 1),
        Period::Quarter(year, quarter) => day(year, 3 * quarter - 2, 1),
        Period::TwoMonths(year, part) => day(year, 2 * part - 1, 1),
        Period::SchoolYear(SchoolYear(year)) | Period::RunningSchoolYear(SchoolYear(year), _) => day(year, 8, 1),
    }
}

/// Returns a day no day of the period lies behind: months are taken to have 31 days, which changes no comparison.
fn last_day(period: Period) -> Date {
    match period {
        Period::Wave(SchoolYear(year)) => day(year + 1, 1, 31),
        Period::Year(year) => day(year, 12, 31),
        Period::HalfYear(year, half) => day(year, 6 * half, 31),
        Period::Quarter(year, quarter) => day(year, 3 * quarter, 31),
        Period::TwoMonths(year, part) => day(year, 2 * part, 31),
        Period::SchoolYear(SchoolYear(year)) => day(year + 1, 7, 31),
        Period::RunningSchoolYear(SchoolYear(year), month) => day(if month < 8 { year + 1 } else { year }, month, 31),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(until: Option<Date>) -> SeriesBreak {
        let from = day(2020, 1, 1);
        SeriesBreak { sources: vec![Source::Fravaer], from, until, name: "nye regler".into(), why: "reglerne er nye".into() }
    }

    #[test]
    fn a_period_before_and_one_after_are_parted_for_the_source_alone() {
        let (before, after) = (Period::Year(2019), Period::Year(2020));
        assert!(broken(None).parts(Source::Fravaer, before, after) && broken(None).parts(Source::Fravaer, after, before));
        assert!(!broken(None).parts(Source::Upu, before, after));
        assert!(!broken(None).parts(Source::Fravaer, after, Period::Year(2021)));
        assert!(!broken(None).parts(Source::Fravaer, Period::Year(2018), before));
    }

    #[test]
    fn a_period_with_the_day_inside_is_parted_from_both_neighbours() {
        let year = |y| Period::SchoolYear(SchoolYear(y));
        assert!(broken(None).parts(Source::Fravaer, year(2018), year(2019)));
        assert!(broken(None).parts(Source::Fravaer, year(2019), year(2020)));
        assert!(!broken(None).parts(Source::Fravaer, year(2020), year(2021)));
    }

    #[test]
    fn what_lies_inside_a_while_is_compared_with_itself_only_and_the_outside_too() {
        let covid = broken(Some(day(2021, 12, 31)));
        let parts = |one, other| covid.parts(Source::Fravaer, Period::Year(one), Period::Year(other));
        assert!(parts(2019, 2020) && parts(2021, 2022));
        assert!(!parts(2020, 2021) && !parts(2019, 2022));
    }
}
