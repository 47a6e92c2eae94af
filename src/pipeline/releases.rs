//! `ssp frigiv`: what was looked at becomes what readers have. And what the ledger of releases tells the next run.

use super::editions::Editions;
use super::making::{Made, make};
use super::{Date, Edition, Inspection, PipelineError, Progress, Report, Request, VERSION, decisions, drafts, papers};
use crate::diagnostic::{Code, Finding, Findings, Location};
use crate::model::artefact::Artefact;
use crate::model::edition::Issue;
use crate::publish::{Entry, Illegible, LEDGER, Ledger, RELEASED, folder, lying_sums, table_sums};
use crate::render;
use std::path::Path;

/// Makes the report anew without the mark of a draft, puts it in its folder below `frigivet`, and enters it in the ledger.
///
/// # Errors
/// As [`super::report`]; when the open tables are not those of the draft that lies in `rapporter`; when the public edition of the
/// same figures has not been released before the confidential one; when a folder below `frigivet` has no entry, unless it is what a
/// release of the same draft left when it was cut off.
pub fn release(request: Request, day: Date, progress: &mut dyn Progress) -> Result<Report, PipelineError> {
    let request = Request { only: None, target: None, ..request };
    let (made, editions) = make(&request, false, progress)?;
    let (year, edition) = (made.inspection.periods.meeting_year, made.inspection.edition);
    let tables = table_sums(&made.artefacts);
    let draft = drafts(&request, made.inspection.periods);
    if lying_sums(&draft) != tables {
        return Err(PipelineError::NotTheDraft(draft));
    }
    if edition == Edition::Confidential && !public_is_released(&made, &editions)? {
        return Err(PipelineError::PublicFirst);
    }
    let number = made.inspection.ledger.next(year, edition.name());
    let entry = Entry {
        nummer: number,
        dato: format!("{:04}-{:02}-{:02}", day.year, day.month, day.day),
        aar: year,
        udgave: edition.name().into(),
        mappe: folder(year, number, edition.name()),
        version: VERSION.into(),
        tabeller: tables,
    };
    let mut report = made.published(request.folder.join(RELEASED).join(&entry.mappe), progress)?;
    Ledger::append(request.folder, &entry)?;
    report.decisions.path = decisions::of_release(&entry.mappe);
    Ok(report)
}

/// Whether the latest public release of the year has the figures the confidential edition builds on. Its readers read both: a figure
/// that is released to them alone could differ by one person from what the public edition says later.
fn public_is_released(made: &Made, editions: &Editions) -> Result<bool, PipelineError> {
    let inspection = &made.inspection;
    let documents = papers::compose(inspection, &editions.public, &Issue::default(), Some(super::Paper::Annual));
    let tables: Vec<Artefact> = render::open_tables(&documents).collect();
    let last = inspection.ledger.last(inspection.periods.meeting_year, Edition::Public.name());
    Ok(last.is_some_and(|entry| entry.tabeller == table_sums(&tables)))
}

/// Returns the ledger of a project, and what is wrong with it and with what it lists.
pub(super) fn ledger(project: &Path) -> (Ledger, Findings) {
    let mut findings = Findings::default();
    let file = format!("{RELEASED}/{LEDGER}");
    let ledger = Ledger::read(project).unwrap_or_else(|Illegible(line)| {
        let line = line.map_or_else(String::new, |line| format!(" Se linje {line}."));
        let message = format!("Listen kan ikke læses, eller der er rettet i den.{line}");
        findings.push(Finding::new(185, Location::file(&file), message));
        Ledger::default()
    });
    let is_known = |entry: &Entry| Edition::of_name(&entry.udgave).is_some() && date(&entry.dato).is_some();
    if !ledger.entries.iter().all(is_known) {
        let message = "Listen har en dato eller en udgave, der ikke kan læses.";
        findings.push(Finding::new(185, Location::file(&file), message));
    }
    for (path, entry, gone) in ledger.changed(project) {
        let what = if gone { "findes ikke mere" } else { "er ændret" };
        let message =
            format!("Tabellen {what}. Den blev frigivet den {} i den {}e udgave for {}.", entry.dato, entry.udgave, entry.aar);
        findings.push(Finding::new(183, Location::file(path), message));
    }
    if findings.is_empty() {
        findings.extend(unlisted(&ledger, project));
    }
    (ledger, findings)
}

/// Returns the folders nobody entered. Their readers may have them, so they stop a run as a changed release does.
fn unlisted(ledger: &Ledger, project: &Path) -> Findings {
    let mut findings = Findings::default();
    for path in ledger.unlisted(project) {
        let name = path.rsplit('/').next().unwrap_or_default();
        let message = format!(
            "Mappen {name} står ikke i listen over frigivelser ({RELEASED}/{LEDGER}). Har læserne mappens tal, kan en ny rapport sammen med dem vise en enkelt ung."
        );
        findings.push(Finding::new(184, Location::file(path), message));
    }
    findings
}

/// Lets a release complete the folder one of the same draft left when it was cut off: its tables are byte for byte those of the draft,
/// which are those this release makes. Any other folder without an entry stops it.
pub(super) fn let_complete(request: &Request, inspection: &mut Inspection) {
    let (year, edition) = (inspection.periods.meeting_year, inspection.edition.name());
    let own = format!("{RELEASED}/{}", folder(year, inspection.ledger.next(year, edition), edition));
    let draft = lying_sums(&drafts(request, inspection.periods));
    let is_left = |path: &str| path == own && !draft.is_empty() && lying_sums(&request.folder.join(path)) == draft;
    inspection.findings.retain(|finding| finding.code != Code(184) || !is_left(&finding.location.file));
}

/// Refuses to release where nothing was looked at.
pub(super) fn refuse_without_draft(request: &Request, inspection: &Inspection) -> Result<(), PipelineError> {
    let draft = drafts(request, inspection.periods);
    if lying_sums(&draft).is_empty() { Err(PipelineError::NoDraft(draft)) } else { Ok(()) }
}

/// Returns the day of an entry.
pub(super) fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let date = Date {
        year: parts.next()?.parse().ok()?,
        month: parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?,
        day: parts.next()?.parse().ok().filter(|day| (1..=31).contains(day))?,
    };
    parts.next().is_none().then_some(date)
}

/// A release readers have seen: the edition, the day, and its tables.
pub(super) type Seen = (Edition, Option<Date>, Vec<String>);

/// Returns the tables of the releases the readers of an edition have seen: the edition, the day, and the tables below the project
/// folder, oldest first.
pub(super) fn seen_by(ledger: &Ledger, edition: Edition) -> Vec<Seen> {
    let of = |entry: &Entry| {
        let of = Edition::of_name(&entry.udgave).filter(|of| edition.has_seen(*of))?;
        Some((of, date(&entry.dato), entry.tabeller.keys().map(|name| entry.table(name)).collect()))
    };
    ledger.entries.iter().filter_map(of).collect()
}
