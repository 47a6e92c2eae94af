//! Making a report in memory: protect, compose, render, and attack what came of it before anything is written.

use super::{
    Inspection, Leakage, MEMORY, PipelineError, Progress, Report, Request, decisions, earlier, editions, facts, inspect, leakage,
    merging, papers, refuse_unusable, released, releases, stopped,
};
use crate::compose::Paper;
use crate::model::artefact::Artefact;
use crate::model::document::Document;
use crate::model::edition::Issue;
use crate::model::profile::Source;
use crate::publish::{look_through, publish, recover};
use crate::render;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A report in memory.
pub(super) struct Made {
    pub(super) inspection: Inspection,
    pub(super) artefacts: Vec<Artefact>,
    decisions: Artefact,
    memory: Artefact,
    marks: Vec<String>,
}

/// Everything up to the finished files; nothing is written.
pub(super) fn make(
    request: &Request,
    draft: bool,
    progress: &mut dyn Progress,
) -> Result<(Made, editions::Editions), PipelineError> {
    let mut inspection = inspect(*request, progress)?;
    refuse_unusable(request, &inspection)?;
    if !draft {
        releases::let_complete(request, &mut inspection);
    }
    let mut inspection = stopped(inspection)?;
    if !draft {
        releases::refuse_without_draft(request, &inspection)?;
    }
    let attempt = safe(request, &mut inspection, draft, progress)?;
    let memory = Artefact::new(MEMORY, attempt.editions.decided().into_bytes());
    let Attempt { artefacts, decisions, marks, editions, .. } = attempt;
    Ok((Made { inspection, artefacts, decisions, memory, marks }, editions))
}

/// The finished files of a report, before they are attacked.
struct Attempt {
    editions: editions::Editions,
    artefacts: Vec<Artefact>,
    /// The files, and the tables their numbers are tested against.
    files: Vec<Artefact>,
    decisions: Artefact,
    marks: Vec<String>,
}

/// Nothing is published that an attacker with the finished files could work a hidden number out of. Where it is what readers have that
/// tells too much beside what is counted anew, what they have stands, and the report is made again.
fn safe(
    request: &Request,
    inspection: &mut Inspection,
    draft: bool,
    progress: &mut dyn Progress,
) -> Result<Attempt, PipelineError> {
    let read = inspection.findings.clone();
    loop {
        inspection.findings = read.clone();
        let attempt = attempt(request, inspection, draft, progress)?;
        let seen = released(inspection);
        let found = leakage::of_report(request.folder, &seen, &attempt.files).findings;
        if found.is_empty() {
            return Ok(attempt);
        }
        let blamed = leakage::blamed(request.folder, &seen, &attempt.files, &found);
        let renewed = renewed(inspection, &attempt.editions, &found);
        if blamed.is_empty() || renewed.is_empty() {
            return Err(refusal(request, inspection, found, &blamed, progress)?);
        }
        inspection.standing.extend(renewed);
    }
}

/// Returns the sources of the tables in which something was found, of which released figures were counted anew.
fn renewed(inspection: &Inspection, editions: &editions::Editions, found: &[Leakage]) -> BTreeSet<Source> {
    let is_found = |id: &str| found.iter().any(|one| one.name == id.to_lowercase());
    let of_tables = inspection.settings.catalogue.iter().filter(|entry| is_found(&entry.indicator.id));
    let sources: BTreeSet<Source> = of_tables.map(|entry| entry.indicator.kilde).collect();
    let anew = editions.public.renewed().iter().chain(editions.of(inspection.edition).renewed());
    let may_stand = |source: &Source| sources.contains(source) && !inspection.standing.contains(source);
    anew.map(|(source, _)| *source).filter(may_stand).collect()
}

/// Says why nothing is written, and what to do.
fn refusal(
    request: &Request,
    inspection: &mut Inspection,
    found: Vec<Leakage>,
    blamed: &[String],
    progress: &mut dyn Progress,
) -> Result<PipelineError, PipelineError> {
    if !blamed.is_empty() {
        return Ok(PipelineError::Leakage { found, advice: leakage::advice_on_releases(blamed) });
    }
    progress.stage("Prøver at slå sammen");
    let merge = merging::that_would_do(request, inspection, &found, progress)?;
    let advice = leakage::advice(&found, merge);
    Ok(PipelineError::Leakage { found, advice })
}

fn attempt(
    request: &Request,
    inspection: &mut Inspection,
    draft: bool,
    progress: &mut dyn Progress,
) -> Result<Attempt, PipelineError> {
    let editions = editions::protect(inspection, progress)?;
    let protected = editions.of(inspection.edition);
    inspection.findings.extend(earlier::changed(inspection, protected));

    progress.stage("Skriver teksten");
    let (released, hidden_in) = (earlier::dates(inspection), earlier::logs(inspection));
    let issue = Issue { edition: inspection.edition, draft, released, hidden_in };
    let decisions = decisions::decisions(inspection, protected, &issue);
    let documents = papers::compose(inspection, protected, &issue, request.only);

    progress.stage("Sætter siderne");
    let artefacts = render::render(&documents, &inspection.settings.templates)?;
    // A personal number or a forgotten mark is told as such, before any number of it is looked for in the tables.
    look_through(&artefacts, &issue.marks())?;
    progress.stage("Prøver at regne skjulte tal ud");
    let tables = tables_of(request.only, || papers::compose(inspection, protected, &issue, Some(Paper::Annual)))?;
    let files: Vec<Artefact> = artefacts.iter().chain(&tables).cloned().collect();
    Ok(Attempt { editions, artefacts, files, decisions, marks: issue.marks() })
}

/// Returns the open tables a run for one paper does not write: what its numbers are tested against.
fn tables_of(only: Option<Paper>, annual: impl FnOnce() -> Vec<Document>) -> Result<Vec<Artefact>, PipelineError> {
    let documents = if only.is_some_and(|only| only != Paper::Annual) { annual() } else { Vec::new() };
    let tables: Result<Vec<_>, _> = documents.iter().map(render::open_data).collect();
    Ok(tables?.into_iter().flatten().collect())
}

impl Made {
    /// Puts the report in its folder.
    pub(super) fn published(self, target: PathBuf, progress: &mut dyn Progress) -> Result<Report, PipelineError> {
        progress.stage("Kontrollerer og gemmer");
        recover(&target)?;
        publish(&target, &self.artefacts, &facts(&self.inspection, self.marks))?;
        let papers = self.artefacts.iter().map(|a| a.path.clone()).filter(|p| p.ends_with(".pdf") || p.ends_with(".html"));
        let Self { inspection, decisions, memory, .. } = self;
        Ok(Report { target, papers: papers.collect(), findings: inspection.findings, decisions, memory })
    }
}
