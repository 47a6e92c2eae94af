//! `ssp rapport`: the main job.

use super::arguments::Report;
use super::progress::Clock;
use super::{Outcome, exit, key, secret};
use crate::diagnostic::{self, Severity};
use crate::pipeline::{self, PipelineError, Request};
use std::path::Path;

pub(super) fn run(options: &Report) -> Outcome {
    if !options.folder.join("ssp.toml").exists() {
        let error = PipelineError::NoProject(options.folder.clone());
        return Outcome::failed(&error, exit::code(&error));
    }
    let key = match key::of_project(&options.folder) {
        Ok(key) => key,
        Err(error) => return Outcome::failed(error, exit::TARGET),
    };
    let request = Request {
        folder: &options.folder,
        year: options.year,
        key: &key.key,
        edition: options.edition,
        only: options.only,
        target: options.target.as_deref(),
    };
    let mut clock = Clock::new(options.verbose);
    let result = pipeline::report(request, &mut clock);
    clock.finish();
    let outcome = match result {
        Ok(report) => finished(&options.folder, &report, "Udkastet til rapporten ligger i", "lav rapporten igen"),
        Err(error) => failed(&error),
    };
    // Told whatever becomes of the report: the next run says it no more.
    Outcome { complaint: key.warning.unwrap_or_default().to_owned() + &outcome.complaint, ..outcome }
}

/// Says where a report lies; `what` begins the sentence. Keeps the log of what is hidden with the key; `else_do` says what to do where
/// that is not possible.
pub(super) fn finished(project: &Path, report: &pipeline::Report, what: &str, else_do: &str) -> Outcome {
    let papers: Vec<String> = report.papers.iter().map(|p| format!("  {p}")).collect();
    let rows = report.findings.iter().any(|f| f.severity == Severity::Row);
    let advice = if report.findings.is_empty() { "" } else { "Kør ssp tjek for at se bemærkningerne til filerne.\n" };
    let output = format!("{what} {}\n{}\n{advice}", report.target.display(), papers.join("\n"));
    let code = if rows { exit::ROWS_LEFT_OUT } else { exit::DONE };
    // What the next run need not decide again: without it, that run only takes longer.
    let _ = secret::write(project, (&report.memory.path, &report.memory.bytes));
    match secret::write(project, (&report.decisions.path, &report.decisions.bytes)) {
        Ok(log) => Outcome { output: format!("{output}{}", log_lies_in(&log)), complaint: String::new(), code },
        Err(_) => Outcome { output, complaint: format!("{NO_LOG} {else_do}.\n"), code: exit::TARGET },
    }
}

fn log_lies_in(log: &Path) -> String {
    format!("Hvorfor hvert skjult tal er skjult, står i {}. Filen er kun til jer selv.\n", log.display())
}

const NO_LOG: &str = "Rapporten er lavet, men filen med, hvorfor hvert skjult tal er skjult, kan ikke gemmes i mappen hemmeligt. Luk \
    filen, hvis den er åben i Excel, kontrollér, at du må skrive i mappen, og";

/// Says why there is no report, with the findings that stopped it.
pub(super) fn failed(error: &PipelineError) -> Outcome {
    let mut outcome = Outcome::failed(error, exit::code(error));
    if let PipelineError::Stopped(inspection) = error {
        let stops = inspection.findings.only(Severity::Stop);
        outcome.complaint = format!("{}\n{}", diagnostic::text(&stops), outcome.complaint);
    }
    outcome
}
