//! `ssp tjek`: read and validate everything, write nothing.

use super::arguments::{Check, Format};
use super::progress::Clock;
use super::{Outcome, exit, key};
use crate::diagnostic::{self, Severity};
use crate::pipeline::{self, Inspection, Request};

pub(super) fn run(options: &Check) -> Outcome {
    let key = match key::throw_away() {
        Ok(key) => key,
        Err(error) => return Outcome::failed(error, exit::BUG),
    };
    let request = Request { folder: &options.folder, year: options.year, key: &key, only: None, target: None };
    let mut clock = Clock::new(options.verbose);
    let result = pipeline::check(request, &mut clock);
    clock.finish();
    match result {
        Ok(inspection) => {
            Outcome { output: output(&inspection, options.format), complaint: String::new(), code: code(&inspection) }
        }
        Err(error) => Outcome::failed(&error, exit::code(&error)),
    }
}

fn output(inspection: &Inspection, format: Format) -> String {
    let needs = pipeline::needs(inspection);
    match format {
        Format::Text => {
            let found = diagnostic::text(&inspection.findings);
            format!("{found}\nDet mangler du endnu\n  {}\n", needs.join("\n  "))
        }
        Format::Json => diagnostic::json(&inspection.findings, &needs) + "\n",
    }
}

fn code(inspection: &Inspection) -> u8 {
    let rows = inspection.findings.iter().any(|f| f.severity == Severity::Row);
    match exit::stopped(inspection) {
        exit::DONE if rows => exit::ROWS_LEFT_OUT,
        code => code,
    }
}
