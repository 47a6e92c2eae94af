//! The last test before a report is swapped in: what the finished files, and those released before, tell of what is hidden.

use super::PipelineError;
use super::earlier::FOLDER;
use crate::attack::{Finding, Known, Release, Verdict, attack, releases};
use crate::model::artefact::Artefact;
use crate::model::edition::Edition;
use crate::model::period::Date;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Attacks every release in a folder.
///
/// # Errors
/// When the folder cannot be read, or holds no release.
pub fn disclosure_test(folder: &Path) -> Result<Verdict, PipelineError> {
    let found = releases(folder).map_err(|_| PipelineError::Unreadable(folder.to_path_buf()))?;
    if found.is_empty() {
        return Err(PipelineError::NoRelease(folder.to_path_buf()));
    }
    Ok(attack(&found))
}

/// Returns whether a finding stops a report: what is printed of a hidden figure, changed by a few, or worked out exactly. The rest is for
/// `ssp diskretionstest` to tell. A number of running text is matched by its value alone, and the project's own texts may hold one. An
/// interval is held by the audit of the protection, which knows more than a reader. Where it may be plain that there is nobody, its rules
/// say. Tables that do not fit each other teach nobody anything true.
pub(super) fn stops(found: &Finding) -> bool {
    let of_prose = matches!(found.known, Known::Unexplained { .. }) && found.name.is_empty();
    !of_prose && !matches!(found.known, Known::Contradiction | Known::Exact(0) | Known::Between(..) | Known::Undecided)
}

/// A release readers have seen: the edition, the day, and its tables.
type Seen = (Edition, Option<Date>, Vec<String>);

/// Attacks the files of a report, together with the open tables of earlier years and of the releases its readers have seen.
pub(super) fn of_report(project: &Path, edition: Edition, released: &[Seen], artefacts: &[Artefact]) -> Verdict {
    let Some(new) = Release::of("rapporten", artefacts) else { return Verdict::default() };
    let mut folders: BTreeMap<String, Vec<Artefact>> = BTreeMap::new();
    gather(&project.join(FOLDER), FOLDER, &mut folders);
    // The confidential edition shows all that the public one shows, so its readers know nothing more from both.
    for path in released.iter().filter(|(of, ..)| *of == edition).flat_map(|(_, _, tables)| tables) {
        let (folder, _) = path.rsplit_once('/').unwrap_or_default();
        let bytes = fs::read(project.join(path)).unwrap_or_default();
        folders.entry(folder.to_owned()).or_default().push(Artefact::new(path.clone(), bytes));
    }
    let mut all: Vec<Release> = folders.iter().map(|(name, files)| new.earlier(name, files)).collect();
    all.push(new);
    attack(&all)
}

/// What of the earlier years cannot be read has stopped the report long before.
fn gather(folder: &Path, name: &str, found: &mut BTreeMap<String, Vec<Artefact>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let below = format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            gather(&path, &below, found);
        } else if path.extension().is_some_and(|ending| ending == "csv") {
            let bytes = fs::read(&path).unwrap_or_default();
            found.entry(name.to_owned()).or_default().push(Artefact::new(below, bytes));
        }
    }
}
