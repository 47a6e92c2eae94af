//! `ssp frigiv`: the draft becomes what readers have.

use super::arguments::Release;
use super::progress::Clock;
use super::report::{failed, finished};
use super::{Outcome, day, exit, key};
use crate::pipeline::{self, Date, PipelineError, Request};
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub(super) fn run(options: &Release) -> Outcome {
    if !options.folder.join("ssp.toml").exists() {
        let error = PipelineError::NoProject(options.folder.clone());
        return Outcome::failed(&error, exit::code(&error));
    }
    let Some(date) = options.date.or_else(today) else {
        return Outcome::failed("Computerens ur kan ikke læses. Skriv dagen selv: --dato 2025-02-05", exit::WRONG_COMMAND);
    };
    let key = match key::of_project(&options.folder) {
        Ok(key) => key,
        Err(error) => return Outcome::failed(error, exit::TARGET),
    };
    let request = Request {
        folder: &options.folder,
        year: options.year,
        key: &key.key,
        edition: options.edition,
        only: None,
        target: None,
    };
    let mut clock = Clock::new(options.verbose);
    let result = pipeline::release(request, date, &mut clock);
    clock.finish();
    let outcome = match result {
        Ok(report) => {
            // The draft's log is the same, until the next run writes its own.
            let copy = format!("gem en kopi af udkastets fil som {}", report.decisions.path);
            finished(&options.folder, &report, "Rapporten er frigivet og ligger i", &copy)
        }
        Err(error) => failed(&error),
    };
    Outcome { complaint: key.warning.unwrap_or_default().to_owned() + &outcome.complaint, ..outcome }
}

/// Returns the day by the computer's clock, in universal time: in the first hour or two of a Danish day it is still the day before.
fn today() -> Option<Date> {
    day(Timestamp::now().to_zoned(TimeZone::UTC).date())
}
