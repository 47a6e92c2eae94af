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

/// Returns whether a finding stops a report: all do, but a number of running text that no table explains. It is matched by its value
/// alone, and the project's own texts may hold one; `ssp diskretionstest` tells of it. Tables that do not fit each other stop nothing
/// either: who mixes them up learns nothing true. Where it may be plain that there is nobody, the rules of protection say, and its audit
/// holds to them: a figure can be hidden for its small population alone.
pub(super) fn stops(found: &Finding) -> bool {
    let of_prose = matches!(found.known, Known::Unexplained { .. }) && found.name.is_empty();
    !of_prose && !matches!(found.known, Known::Contradiction | Known::Exact(0))
}

/// Attacks the files of a report, together with the open tables of earlier years and of the releases its readers have seen.
pub(super) fn of_report(project: &Path, released: &[(Edition, Option<Date>, Vec<String>)], artefacts: &[Artefact]) -> Verdict {
    let Some(new) = Release::of("rapporten", artefacts) else { return Verdict::default() };
    let mut folders: BTreeMap<String, Vec<Artefact>> = BTreeMap::new();
    gather(&project.join(FOLDER), FOLDER, &mut folders);
    for path in released.iter().flat_map(|(_, _, tables)| tables) {
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
