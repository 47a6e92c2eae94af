//! Records become exact counts: indicators as data, polars as the engine.
//!
//! The last stage of the person zone. What leaves is a [`CountTable`]: sums and numbers of units, nothing of a person.

mod absence;
mod activity;
mod asked;
mod cells;
mod cube;
mod dispersion;
mod file_rows;
mod frame;
mod groups;
mod notes;
mod person_periods;
mod police;
mod population;
mod pupils;
mod response;
mod school_means;
mod survey;
#[cfg(test)]
mod tests;

use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::geography::{DistrictId, Geography};
use crate::model::indicator::{Indicator, Measure};
use crate::model::period::{ReportPeriods, SchoolYear};
use crate::model::profile::Source;
use crate::model::records::Records;
use crate::model::release::Dispersion;
use std::collections::BTreeMap;

/// The built-in indicator catalogue.
pub const INDICATORS: &str = include_str!("indicators.toml");

/// The engine refused a query: a bug, not a problem of the data. Holds no value.
#[derive(Debug, thiserror::Error)]
#[error("Beregningen af {0} kunne ikke gennemføres")]
pub struct AggregateError(pub String);

/// What is counted: the periods of the report and the districts of the project.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The three clocks.
    pub periods: ReportPeriods,
    /// All districts, in the order of ssp.toml.
    pub districts: &'a [DistrictId],
    /// Month of the first police list, counted from year 0; `None` = there are no lists. What happened in a year before it is
    /// known only by chance and counts nowhere.
    pub first_list: Option<i64>,
}

/// The counts of one indicator, on the way to the table.
type Counts = BTreeMap<Coordinate, Exact>;

/// The counts of the indicators of one source, and how its schools vary.
#[derive(Default)]
struct Part {
    cells: Counts,
    dispersions: BTreeMap<String, Dispersion>,
}

type CountPart = fn(&Records, &[Indicator], Scope) -> Result<Part, frame::EngineError>;

/// The sources that the engine counts.
const SOURCES: [(Source, CountPart); 3] =
    [(Source::Fravaer, absence::part), (Source::Upu, survey::part), (Source::Politi, police::part)];

/// Returns the exact counts of every indicator over all closed periods of the data.
///
/// # Errors
/// When the engine refuses a query: a bug.
pub fn aggregate(records: &Records, indicators: &[Indicator], scope: Scope) -> Result<CountTable, AggregateError> {
    // The sources have nothing in common: each is counted on a thread of its own.
    let parts = std::thread::scope(|threads| {
        let counting = SOURCES.map(|(source, count)| {
            let own: Vec<Indicator> = indicators.iter().filter(|i| counted_from(i) == Some(source)).cloned().collect();
            threads.spawn(move || count(records, &own, scope).map_err(|_| refused(count, records, &own, scope)))
        });
        counting.map(|part| part.join().expect("counting does not panic"))
    });
    let (mut cells, mut dispersions) = (of_no_source(records, indicators, scope), BTreeMap::new());
    for part in parts {
        let part = part?;
        cells.extend(part.cells);
        dispersions.extend(part.dispersions);
    }
    Ok(CountTable { indicators: indicators.to_vec(), cells: cells.into_iter().collect(), dispersions })
}

/// Names the indicator of a source that the engine refuses: by itself it is refused again.
fn refused(count: CountPart, records: &Records, indicators: &[Indicator], scope: Scope) -> AggregateError {
    let one = indicators.iter().find(|one| count(records, std::slice::from_ref(*one), scope).is_err());
    AggregateError(one.map_or_else(String::new, |one| one.id.clone()))
}

/// Returns the source whose records an indicator counts.
fn counted_from(indicator: &Indicator) -> Option<Source> {
    match indicator.maal {
        Measure::AnswerShare { .. }
        | Measure::AnswerMean { .. }
        | Measure::Answers { .. }
        | Measure::Overestimate { .. }
        | Measure::Index { .. }
        | Measure::ResponseRate => Some(Source::Upu),
        Measure::Persons { .. } | Measure::FirstTime { .. } | Measure::Repeat { .. } => Some(Source::Politi),
        Measure::OffencesPerPerson { .. } | Measure::TopShare { .. } => Some(Source::Politi),
        Measure::Incidents { .. } | Measure::OffenceShare { .. } => Some(Source::Politi),
        Measure::OwnDistrict { .. } | Measure::FollowUp { .. } => Some(Source::Politi),
        Measure::AbsenceMean { .. } | Measure::AbsenceOver { .. } => Some(Source::Fravaer),
        Measure::AbsenceGap { .. } | Measure::SchoolRange { .. } => Some(Source::Fravaer),
        Measure::Rows => Some(indicator.kilde),
        Measure::Notes | Measure::FileRows => None,
    }
}

/// Returns the counts of observations, and of the rows of the files of all sources.
fn of_no_source(records: &Records, indicators: &[Indicator], scope: Scope) -> Counts {
    let count = |indicator: &Indicator| match indicator.maal {
        Measure::Notes => notes::count(&records.notes, indicator),
        Measure::FileRows => file_rows::count(&records.file_rows, indicator, scope),
        _ => Counts::new(),
    };
    indicators.iter().flat_map(count).collect()
}

impl Part {
    fn add(&mut self, counts: Counts) {
        self.cells.extend(counts);
    }

    /// Adds how much the schools of an indicator differ, where its pupils are those of schools.
    fn add_spread(&mut self, indicator: &Indicator, schools: &[dispersion::SchoolSum], now: SchoolYear) {
        if indicator.geography() == Geography::School {
            let found = dispersion::dispersion(schools, indicator.unit(), now);
            self.dispersions.extend(found.map(|dispersion| (indicator.id.clone(), dispersion)));
        }
    }
}
