//! How much the schools of a district differ, per indicator: one rounded number, made from exact counts before the wall.
//!
//! Pooled over the closed waves or school years: one year's number is mostly chance where few pupils are counted. The years know no
//! more schools than one of them does, but they measure the same schools anew with other chance among pupils; how many degrees of
//! freedom that makes is told by `statistics::pooled_freedom`.

use super::frame::NONE;
use crate::model::indicator::Unit;
use crate::model::period::SchoolYear;
use crate::model::records::SchoolKey;
use crate::model::release::Dispersion;
use crate::statistics::Pooled;
use std::collections::BTreeSet;

/// On fewer degrees of freedom no dispersion leaves: it would tell how far two schools lie apart, and no test could use it.
const LEAST_FREEDOM: u32 = 3;

/// The smallest factor of a share, in tenths: schools are never more alike than chance makes them.
const PLAIN: u32 = 10;

/// Millionths in a tenth of a percentage point.
const TENTH_POINT: f64 = 1_000.0;

/// Sum and number of pupils of one school in one period.
#[derive(Clone, Copy)]
pub(super) struct SchoolSum {
    pub(super) period: i64,
    pub(super) area: i64,
    pub(super) sum: i64,
    pub(super) n: i64,
}

/// Returns the code of a school in a frame.
pub(super) fn school_code(school: Option<SchoolKey>) -> i64 {
    school.map_or(NONE, SchoolKey::code)
}

/// Returns how much the schools of an indicator vary, where there are schools enough in the report's period.
pub(super) fn dispersion(sums: &[SchoolSum], unit: Unit, now: SchoolYear) -> Option<Dispersion> {
    let now = i64::from(now.0);
    let current: Vec<&SchoolSum> = sums.iter().filter(|sum| sum.period == now).collect();
    let areas: BTreeSet<i64> = current.iter().map(|sum| sum.area).collect();
    let (schools, districts) = (u32::try_from(current.len()).ok()?, u32::try_from(areas.len()).ok()?);
    let tenths = tenths(sums, unit)?;
    let pooled: BTreeSet<i64> = sums.iter().map(|sum| sum.period).collect();
    let periods = if unit == Unit::Share { u32::try_from(pooled.len()).ok()? } else { 1 };
    Some(Dispersion { tenths, schools, districts, periods }).filter(|found| found.within() >= LEAST_FREEDOM)
}

/// Returns the factor of shares, or the standard deviation of means per pupil, in tenths rounded up; `None` where means cannot vary.
fn tenths(sums: &[SchoolSum], unit: Unit) -> Option<u32> {
    let mut pooled = Pooled::default();
    for group in sums.chunk_by(|a, b| (a.period, a.area) == (b.period, b.area)) {
        let clusters: Vec<(f64, f64)> = group.iter().map(|school| (real(school.sum), real(school.n))).collect();
        pooled.add(&clusters, |mean| if unit == Unit::Share { mean * (1.0 - mean) } else { 1.0 });
    }
    match unit {
        Unit::Share => Some(pooled.ratio().map_or(PLAIN, |factor| rounded_up(10.0 * factor).max(PLAIN))),
        _ => pooled.ratio().map(|variance| rounded_up(variance.sqrt() / TENTH_POINT)),
    }
}

/// Returns a sum as a real number, exact below 2^53.
fn real(count: i64) -> f64 {
    count as f64
}

/// Rounds up, but not for the last bits of the arithmetic.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a factor or a spread in tenths is small and positive"
)]
fn rounded_up(value: f64) -> u32 {
    (value - 1e-9).ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(schools: &[(i64, i64, i64, i64)]) -> Vec<SchoolSum> {
        schools.iter().map(|(period, area, sum, n)| SchoolSum { period: *period, area: *area, sum: *sum, n: *n }).collect()
    }

    #[test]
    fn the_factor_is_that_of_schools_within_districts_rounded_up() {
        let schools =
            sums(&[(9, 0, 10, 100), (9, 0, 20, 100), (9, 0, 30, 100), (9, 1, 50, 100), (9, 1, 50, 100), (9, 1, 50, 100)]);
        // District 0: squares 200 over expected 3 * 100 * 2/3 * 0.16 = 32; district 1: 0 over 50. 200 / 82 = 2.44.
        let found = dispersion(&schools, Unit::Share, SchoolYear(9)).expect("four degrees of freedom");
        assert_eq!(found, Dispersion { tenths: 25, schools: 6, districts: 2, periods: 1 });
    }

    #[test]
    fn schools_that_are_too_alike_are_as_alike_as_chance_makes_them() {
        let schools = sums(&[(9, 0, 10, 100), (9, 0, 10, 100), (9, 0, 10, 100), (9, 0, 10, 100)]);
        assert_eq!(dispersion(&schools, Unit::Share, SchoolYear(9)).map(|d| d.tenths), Some(10));
        let nobody = sums(&[(9, 0, 0, 100), (9, 0, 0, 100), (9, 0, 0, 100), (9, 0, 0, 100)]);
        assert_eq!(dispersion(&nobody, Unit::Share, SchoolYear(9)).map(|d| d.tenths), Some(10));
    }

    #[test]
    fn years_are_pooled_and_the_schools_are_those_of_the_reports_period() {
        let year = |period| (0..5).map(move |school| SchoolSum { period, area: 0, sum: 10 + 4 * school, n: 100 });
        let one: Vec<SchoolSum> = year(9).collect();
        let two: Vec<SchoolSum> = year(8).chain(year(9)).collect();
        let [one, both] = [&one, &two].map(|sums| dispersion(sums, Unit::Share, SchoolYear(9)).expect("five schools"));
        assert_eq!((one.tenths, one.periods, both.tenths, both.periods), (both.tenths, 1, one.tenths, 2));
        assert_eq!(dispersion(&two, Unit::Share, SchoolYear(10)), None, "nothing was measured in that period");
    }

    #[test]
    fn a_mean_has_the_spread_per_pupil_in_tenths_of_a_point() {
        let millionths = |points: i64| points * 10_000 * 100;
        let schools = sums(&[
            (9, 0, millionths(6), 100),
            (9, 0, millionths(8), 100),
            (9, 0, millionths(10), 100),
            (9, 0, millionths(8), 100),
        ]);
        // Mean square between schools: 100 * (4 + 0 + 4 + 0) / 3 = 266.7 points squared; its root is 16.33 points.
        assert_eq!(
            dispersion(&schools, Unit::Mean, SchoolYear(9)),
            Some(Dispersion { tenths: 164, schools: 4, districts: 1, periods: 1 })
        );
    }

    #[test]
    fn too_few_schools_tell_nothing() {
        let schools = sums(&[(9, 0, 10, 100), (9, 0, 30, 100), (9, 1, 10, 100), (9, 1, 30, 100)]);
        assert_eq!(
            dispersion(&schools, Unit::Share, SchoolYear(9)),
            None,
            "two districts with two schools each would tell of both pairs"
        );
    }
}
