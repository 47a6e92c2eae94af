//! Denominators of rates: inhabitants by residence on 1 January.

use crate::model::counts::{Coordinate, Exact, HiddenPart};
use crate::model::geography::Area;
use crate::model::period::Period;
use crate::model::records::{Given, PopulationRow};

/// Inhabitants.
#[derive(Clone, Copy)]
pub(super) struct People {
    /// Those the source gives the number of.
    known: i64,
    /// Whether it hides the number of others.
    hidden: bool,
}

/// Returns the inhabitants a coordinate's rate is per; `None` where the population file does not cover it, and for shorter
/// periods than a year (a rate of half a year would be read as one of a year).
pub(super) fn inhabitants(population: &[PopulationRow], at: &Coordinate, ages: Option<(u8, u8)>) -> Option<People> {
    let Period::Year(year) = at.period else { return None };
    let (from, to) = at.age.map(|band| (band.from, band.to)).or(ages)?;
    let here = |row: &&PopulationRow| match at.area {
        Area::Municipality => true,
        Area::District(id) => row.district.is_some_and(|d| d.0 == id),
        Area::Unknown => false,
    };
    let fits = |row: &&PopulationRow| row.year == year && (from..=to).contains(&row.age) && at.sex.is_none_or(|s| s == row.sex);
    let counts: Vec<Given> = population.iter().filter(fits).filter(here).map(|row| row.count).collect();
    let known: i64 = counts.iter().filter_map(|count| count.known()).sum();
    let hidden = counts.contains(&Given::HiddenBySource);
    (known > 0 || hidden).then_some(People { known, hidden })
}

/// Returns the figure as a number per these inhabitants. What the source has hidden of them hides the rate.
pub(super) fn per(exact: Exact, people: Option<People>) -> Exact {
    let by_source = people.filter(|people| people.hidden).map(|_| HiddenPart::Denominator);
    Exact { denominator: people.map(|people| people.known), by_source: exact.by_source.max(by_source), ..exact }
}
