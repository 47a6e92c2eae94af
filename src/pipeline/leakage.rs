//! The last test before a report is swapped in: what the finished files, and those released before, tell of what is hidden.

use super::PipelineError;
use super::earlier::FOLDER;
use super::releases::Seen;
use crate::attack::{Finding, Known, PACKAGE, Release, Verdict, attack, attack_new, releases};
use crate::model::artefact::Artefact;
use crate::model::edition::Edition;
use crate::publish::RELEASED;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Attacks every release in a folder, beside those of the project it lies in: its readers have them.
///
/// # Errors
/// When the folder cannot be read, or holds no release.
pub fn disclosure_test(folder: &Path) -> Result<Verdict, PipelineError> {
    let unreadable = |_| PipelineError::Unreadable(folder.to_path_buf());
    let mut found = releases(folder).map_err(unreadable)?;
    let Some(new) = found.first() else { return Err(PipelineError::NoRelease(folder.to_path_buf())) };
    if let Some((project, inside)) = project_of(folder) {
        let mut beside = BTreeMap::new();
        gather(&project.join(FOLDER), FOLDER, &mut beside);
        let earlier: Vec<Release> = beside.iter().map(|(name, files)| new.earlier(name, files, false)).collect();
        found.extend(earlier);
        let released = project.join(RELEASED);
        if !inside.starts_with(&released) && !released.starts_with(&inside) && released.is_dir() {
            found.extend(releases(&released).map_err(unreadable)?.into_iter().map(Release::tables_alone));
        }
    }
    Ok(attack(&found))
}

/// Returns the project a folder lies in, and the folder's full path.
fn project_of(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let inside = folder.canonicalize().ok()?;
    let project = inside.ancestors().find(|above| above.join(PROJECT_FILE).is_file())?.to_path_buf();
    Some((project, inside))
}

/// The file that makes a folder a project.
const PROJECT_FILE: &str = "ssp.toml";

/// Attacks the files of a report, together with the open tables of earlier years and of the releases its readers have seen.
pub(super) fn of_report(project: &Path, released: &[Seen], artefacts: &[Artefact]) -> Verdict {
    let Some(new) = Release::of("rapporten", artefacts) else { return Verdict::default() };
    against(&new, &earlier(&new, project, released))
}

/// Returns the names of the releases without which a report would tell nothing of what was found; none where it tells some of it by
/// itself.
pub(super) fn blamed(project: &Path, released: &[Seen], artefacts: &[Artefact], found: &[Finding]) -> Vec<String> {
    let Some(new) = Release::of("rapporten", artefacts) else { return Vec::new() };
    let others = earlier(&new, project, released);
    let tells = |others: &[Release]| against(&new, others).findings.iter().any(|one| found.contains(one));
    if others.is_empty() || tells(&[]) {
        return Vec::new();
    }
    let name = |release: &Release| release.name.trim_start_matches(&format!("{RELEASED}/")).to_owned();
    let names: Vec<String> = others.iter().filter(|one| tells(std::slice::from_ref(*one))).map(name).collect();
    if names.is_empty() { others.iter().map(name).collect() } else { names }
}

fn against(new: &Release, others: &[Release]) -> Verdict {
    let mut verdict = attack_new(new, others);
    verdict.findings.retain(stops);
    verdict
}

/// Returns the earlier years and the releases, as the readers have them.
fn earlier(new: &Release, project: &Path, released: &[Seen]) -> Vec<Release> {
    let mut folders: BTreeMap<String, Vec<Artefact>> = BTreeMap::new();
    gather(&project.join(FOLDER), FOLDER, &mut folders);
    let mut others: Vec<Release> = folders.iter().map(|(name, files)| new.earlier(name, files, false)).collect();
    for (edition, _, tables) in released {
        let folder = tables.first().and_then(|path| path.split_once("/tabeller")).map_or("", |(folder, _)| folder);
        let file = |path: &str| {
            let inside = path.strip_prefix(&format!("{folder}/")).unwrap_or(path);
            Some(Artefact::new(inside, fs::read(project.join(path)).ok()?))
        };
        let files: Vec<Artefact> = tables.iter().filter_map(|path| file(path)).collect();
        let package = file(&format!("{folder}/{PACKAGE}"));
        // Its own package tells of districts and indicators that this report has no more.
        let told = Release::of(folder, &files.iter().cloned().chain(package).collect::<Vec<_>>()).map(Release::tables_alone);
        let told = told.map(|release| release.held_to(new));
        others.push(told.unwrap_or_else(|| new.earlier(folder, &files, *edition == Edition::Confidential)));
    }
    others
}

/// Returns whether a finding stops a report: all do but what is only presumed.
///
/// That one survey question is a part of another ("hash ever" and "hash this year") is true of those who answered both. Where somebody did
/// not, it can be false, as in real answers it is now and then; the reader who builds on it learns something that need not be true. The
/// protection, which sees the answers, holds it wherever it is true.
fn stops(found: &Finding) -> bool {
    !matches!(found.known, Known::Presumed(..))
}

/// Says where the first few findings are and what they are, never how many young people; a number nobody can explain is told, so that it can be
/// looked for.
pub(super) fn list(found: &[Finding]) -> String {
    const MOST: usize = 5;
    let line = |one: &Finding| format!("  {}: {}", one.place(), one.words(one.is_of_a_text()));
    let mut lines: Vec<String> = found.iter().take(MOST).map(line).collect();
    lines.extend(found.len().checked_sub(MOST).filter(|more| *more > 0).map(|more| format!("  Der er {more} fund mere.")));
    lines.join("\n")
}

/// Says what to do: the merge that was found, else what is left.
pub(super) fn advice(found: &[Finding], merge: Option<String>) -> String {
    match merge {
        Some(line) => {
            format!("Det er prøvet, at dette løser det: Skriv {line} under [indikatorer] i ssp.toml, og lav rapporten igen.")
        }
        None if found.iter().all(Finding::is_of_a_text) => {
            "Ret de tekster eller skabeloner, tallene står i, eller skriv tallene med ord. Lav så rapporten igen.".to_owned()
        }
        None => "Ingen enkelt opdeling løser det. Slå indikatorerne fra under [indikatorer] i ssp.toml, eller bed om hjælp."
            .to_owned(),
    }
}

/// Says what to do where it is what readers have that gives a hidden number away: nothing of this report can take it back.
pub(super) fn advice_on_releases(names: &[String]) -> String {
    format!(
        "Årsagen er tal, der allerede er frigivet i {}. Læserne har dem. Er grænserne i ssp.toml ændret, så sæt dem tilbage til dem, \
         rapporten blev frigivet med, og lav rapporten igen. Bed ellers om hjælp, før du frigiver mere.",
        names.join(" og ")
    )
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

#[cfg(test)]
mod tests;
