//! Rows of the files that are not behind the figures, per source and period. Data quality, told in protected numbers.
//!
//! Neither the rows read nor the rows used are counted here: together with the rows per role they would give away a role
//! that few have.

use super::{Counts, Scope};
use crate::model::counts::Coordinate;
use crate::model::indicator::Indicator;
use crate::model::period::Period;
use crate::model::profile::Source;
use crate::model::records::FileRows;
use crate::model::release::{MERGED, REJECTED, SKIPPED};

/// Returns the rows left out of the report's period; why is the category.
pub(super) fn count(rows: &[FileRows], indicator: &Indicator, scope: Scope) -> Counts {
    let period = current(indicator.kilde, scope);
    let own = rows.iter().filter(|r| r.source == indicator.kilde && r.period == period);
    let mut counts = Counts::new();
    for file in own {
        let whole = Coordinate::whole(&indicator.id, period, indicator.geography());
        for (fate, rows) in fates(file) {
            add(&mut counts, Coordinate { category: Some(fate.to_owned()), ..whole.clone() }, rows);
        }
    }
    counts
}

fn fates(file: &FileRows) -> [(&'static str, u64); 3] {
    [(REJECTED, file.rejected), (MERGED, file.merged), (SKIPPED, file.skipped)]
}

fn add(counts: &mut Counts, at: Coordinate, rows: u64) {
    let rows = i64::try_from(rows).expect("a row count fits 63 bits");

    let cell = counts.entry(at).or_default();
    cell.numerator += rows;
    cell.behind += rows;
}

fn current(source: Source, scope: Scope) -> Period {
    match source {
        Source::Upu => Period::Wave(scope.periods.survey),
        Source::Fravaer => Period::SchoolYear(scope.periods.absence),
        Source::Politi | Source::Observationer | Source::Befolkning => Period::Year(scope.periods.police),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::INDICATORS;
    use crate::model::period::ReportPeriods;

    #[test]
    fn the_rows_of_the_reports_period_are_counted_by_why_and_never_added_up() {
        let row = |year, merged| FileRows { source: Source::Politi, period: Period::Year(year), rejected: 1, merged, skipped: 2 };
        let indicators = crate::config::indicators("indicators.toml", INDICATORS).expect("the built-in catalogue is valid");
        let police = indicators.iter().find(|i| i.id == "Q06").expect("the catalogue has Q06");
        let scope = Scope { periods: ReportPeriods::for_meeting(2025), districts: &[], first_list: None };
        let counts = count(&[row(2024, 7), row(2024, 3), row(2023, 9)], police, scope);
        let of = |why: &str| counts.iter().find(|(at, _)| at.category.as_deref() == Some(why)).map(|(_, e)| e.numerator);
        assert_eq!((of(REJECTED), of(MERGED), of(SKIPPED)), (Some(2), Some(10), Some(4)));
        assert!(counts.keys().all(|at| at.category.is_some()), "the rows read or used are no figure");
    }
}
