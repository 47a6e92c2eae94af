//! `ssp tjek`: read and validate everything; write nothing but the findings, where the user asks for them.

use super::arguments::{Check, Format};
use super::progress::Clock;
use super::{Outcome, exit, key};
use crate::diagnostic::{self, Findings, Severity};
use crate::pipeline::{self, Edition, Inspection, Request};
use std::io::Write;
use std::path::Path;

pub(super) fn run(options: &Check) -> Outcome {
    if let Some(complaint) = options.findings.as_deref().and_then(|file| refused(file, &options.folder)) {
        return Outcome::failed(complaint, exit::WRONG_COMMAND);
    }
    let key = match key::throw_away() {
        Ok(key) => key,
        Err(error) => return Outcome::failed(error, exit::BUG),
    };
    let request =
        Request { folder: &options.folder, year: options.year, key: &key, edition: Edition::Public, only: None, target: None };
    let mut clock = Clock::new(options.verbose);
    let result = pipeline::check(request, &mut clock);
    clock.finish();
    match result {
        Ok(inspection) => checked(&inspection, options),
        Err(error) => Outcome::failed(&error, exit::code(&error)),
    }
}

fn checked(inspection: &Inspection, options: &Check) -> Outcome {
    let mut outcome = Outcome { output: output(inspection, options.format), complaint: String::new(), code: code(inspection) };
    let Some(file) = &options.findings else { return outcome };
    match save(inspection, file) {
        Ok(()) if options.format == Format::Text => outcome.output += &format!("\nBemærkningerne er gemt i {}\n", file.display()),
        Ok(()) => {}
        Err(failed) => (outcome.complaint, outcome.code) = (failed.complaint, failed.code),
    }
    outcome
}

/// Returns why the findings cannot be saved under this name.
fn refused(file: &Path, project: &Path) -> Option<String> {
    let is_workbook = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let folder = file.parent().and_then(|parent| parent.canonicalize().ok());
    let inbox = project.join("indbakke").canonicalize().ok();
    if !is_workbook {
        Some(format!("{} er ikke navnet på et regneark. Skriv et navn, der slutter på .xlsx.", file.display()))
    } else if folder.zip(inbox).is_some_and(|(folder, inbox)| folder.starts_with(inbox)) {
        Some("Bemærkningerne kan ikke gemmes i indbakken, for så bliver de læst som data. Vælg en anden mappe.".to_owned())
    } else {
        None
    }
}

/// Writes the findings beside their place and moves them there, so that a workbook is never half written.
fn save(inspection: &Inspection, file: &Path) -> Result<(), Outcome> {
    let bytes = pipeline::findings_workbook(inspection).map_err(|error| Outcome::failed(&error, exit::code(&error)))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::Builder::new().prefix(".ssp-").tempfile_in(folder).and_then(|mut half| {
        half.write_all(&bytes)?;
        half.persist(file)?;
        Ok(())
    });
    written.map_err(|_| {
        let advice = "Luk filen, hvis den er åben i Excel, og kontrollér, at mappen findes, og at du må skrive i den.";
        Outcome::failed(format!("{} kan ikke gemmes. {advice}", file.display()), exit::TARGET)
    })
}

fn output(inspection: &Inspection, format: Format) -> String {
    let needs = pipeline::needs(inspection);
    let files = pipeline::file_rows(inspection);
    match format {
        Format::Text => {
            let found = diagnostic::text(&inspection.findings) + &more(&inspection.findings);
            let rows = diagnostic::rows_text(&files);
            let rows = if rows.is_empty() { rows } else { format!("\n{rows}") };
            format!("{found}{rows}\nDet mangler du endnu\n  {}\n", needs.join("\n  "))
        }
        Format::Json => diagnostic::json(&inspection.findings, &files, &needs) + "\n",
    }
}

/// Returns how to learn more, with the gravest code as the example.
fn more(findings: &Findings) -> String {
    let gravest = findings.iter().min_by_key(|finding| (finding.severity, finding.code));
    gravest.map_or_else(String::new, |finding| format!("\nSkriv ssp forklar {} for at få en kode forklaret.\n", finding.code))
}

fn code(inspection: &Inspection) -> u8 {
    let rows = inspection.findings.iter().any(|f| f.severity == Severity::Row);
    match exit::stopped(inspection) {
        exit::DONE if rows => exit::ROWS_LEFT_OUT,
        code => code,
    }
}
