//! Denominators of rates: inhabitants by residence on 1 January.

use crate::model::counts::Coordinate;
use crate::model::geography::Area;
use crate::model::period::Period;
use crate::model::records::PopulationRow;

/// Returns the inhabitants a coordinate's rate is per; `None` where the population file does not cover it, and for shorter
/// periods than a year (a rate of half a year would be read as one of a year).
pub(super) fn inhabitants(population: &[PopulationRow], at: &Coordinate, ages: Option<(u8, u8)>) -> Option<i64> {
    let Period::Year(year) = at.period else { return None };
    let (from, to) = at.age.map(|band| (band.from, band.to)).or(ages)?;
    let here = |row: &&PopulationRow| match at.area {
        Area::Municipality => true,
        Area::District(id) => row.district.is_some_and(|d| d.0 == id),
        Area::Unknown => false,
    };
    let fits = |row: &&PopulationRow| row.year == year && (from..=to).contains(&row.age) && at.sex.is_none_or(|s| s == row.sex);
    let total: i64 = population.iter().filter(fits).filter(here).map(|row| row.count).sum();
    (total > 0).then_some(total)
}
