//! Records become exact counts: indicators as data, polars as the engine.
//!
//! The last stage of the person zone. What leaves is a [`CountTable`]: sums and numbers of units, nothing of a person.

mod absence;
mod activity;
mod cells;
mod dispersion;
mod file_rows;
mod frame;
mod groups;
mod notes;
mod person_periods;
mod police;
mod population;
mod response;
mod school_means;
mod survey;
#[cfg(test)]
mod tests;

use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::geography::DistrictId;
use crate::model::indicator::{Indicator, Measure};
use crate::model::period::ReportPeriods;
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

/// Returns the exact counts of every indicator over all closed periods of the data.
///
/// # Errors
/// When the engine refuses a query: a bug.
pub fn aggregate(records: &Records, indicators: &[Indicator], scope: Scope) -> Result<CountTable, AggregateError> {
    let frames = Frames::new(records).map_err(|_| AggregateError("datarammen".into()))?;
    let every_other = |first: usize| -> Vec<Indicator> { indicators.iter().skip(first).step_by(2).cloned().collect() };
    let (even, odd) = (every_other(0), every_other(1));
    // Each indicator asks many small questions: two threads ask twice as many.
    let (first, second) = std::thread::scope(|threads| {
        let second = threads.spawn(|| part(&frames, records, &odd, scope));
        (part(&frames, records, &even, scope), second.join().expect("counting does not panic"))
    });
    let ((mut cells, mut dispersions), (more, spread)) = (first?, second?);
    cells.extend(more);
    dispersions.extend(spread);
    Ok(CountTable { indicators: indicators.to_vec(), cells: cells.into_iter().collect(), dispersions })
}

type Part = (Counts, BTreeMap<String, Dispersion>);

/// Returns the counts of some of the indicators, and how their schools vary.
fn part(frames: &Frames, records: &Records, indicators: &[Indicator], scope: Scope) -> Result<Part, AggregateError> {
    let mut cells = Counts::new();
    for indicator in indicators {
        let counts = count(frames, records, indicator, scope);
        cells.extend(counts.map_err(|_| AggregateError(indicator.id.clone()))?);
    }
    let dispersions = dispersion::dispersions(frames, &records.survey.hidden, indicators, scope);
    Ok((cells, dispersions.map_err(|_| AggregateError("spredningen mellem skoler".into()))?))
}

/// One frame per source, built once.
struct Frames {
    survey: frame::Frame,
    police: frame::Frame,
    absence: frame::Frame,
}

impl Frames {
    fn new(records: &Records) -> Result<Self, frame::EngineError> {
        Ok(Self {
            survey: survey::frame(&records.survey)?,
            police: police::frame(&records.police)?,
            absence: absence::frame(&records.absence)?,
        })
    }
}

fn count(frames: &Frames, records: &Records, indicator: &Indicator, scope: Scope) -> Result<Counts, frame::EngineError> {
    match (&indicator.maal, indicator.kilde) {
        (
            Measure::AnswerShare { .. }
            | Measure::AnswerMean { .. }
            | Measure::Answers { .. }
            | Measure::Overestimate { .. }
            | Measure::Index { .. },
            _,
        ) => survey::count(&frames.survey, &records.survey.hidden, indicator, scope),
        (Measure::ResponseRate, _) => Ok(response::count(&records.survey, indicator, scope)),
        (Measure::Persons { .. } | Measure::FirstTime { .. } | Measure::Repeat { .. }, _) => {
            person_periods::count(&frames.police, &records.population, indicator, scope)
        }
        (Measure::OffencesPerPerson { .. } | Measure::TopShare { .. }, _) => activity::count(&frames.police, indicator, scope),
        (Measure::Incidents { .. } | Measure::OffenceShare { .. }, _) => police::count(&frames.police, records, indicator, scope),
        (Measure::OwnDistrict { .. } | Measure::FollowUp { .. }, _) => police::count(&frames.police, records, indicator, scope),
        (Measure::AbsenceMean { .. }, _) => absence::means(&frames.absence, &records.school_absence, indicator, scope),
        (Measure::AbsenceOver { .. }, _) => absence::count(&frames.absence, indicator, scope),
        (Measure::AbsenceGap { .. }, _) => absence::gap(&frames.absence, indicator, scope),
        (Measure::SchoolRange { felt }, _) => Ok(absence::school_range(&records.school_absence, felt, indicator)),
        (Measure::Notes, _) => notes::count(&records.notes, indicator),
        (Measure::FileRows, _) => Ok(file_rows::count(&records.file_rows, indicator, scope)),
        (Measure::Rows, Source::Upu) => survey::rows(&frames.survey, &records.survey.hidden, indicator, scope),
        (Measure::Rows, Source::Politi) => police::rows(&frames.police, indicator, scope),
        (Measure::Rows, Source::Fravaer) => absence::pupils(&frames.absence, indicator, scope),
        (Measure::Rows, _) => Ok(Counts::new()),
    }
}
