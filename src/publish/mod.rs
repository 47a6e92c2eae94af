//! Puts finished files in the output folder: staged beside it, scanned for personal data, swapped in as one.
//!
//! Must not change a byte of a file, and must not know what the files say: it takes bytes and paths. A run that fails leaves the
//! report of the last good run as it was.

mod cpr;
mod ledger;
mod manifest;
mod marks;
mod markup;
mod pdf_text;
pub mod reading;
mod scan;
mod staging;
#[cfg(test)]
mod tests;

pub use ledger::{Entry, Illegible, LEDGER, Ledger, RELEASED, folder, lying_sums, table_sums};
pub use manifest::{Facts, Manifest};
pub use scan::{Leak, scan};

use crate::model::artefact::Artefact;
use staging::Places;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Why nothing was published. Holds no figure and no person, so that it may be shown.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A file stayed in use by another program (exit code 15).
    #[error(
        "{path} er i brug. Luk rapportens filer (PDF, regneark) i andre programmer, kontrollér, at du må skrive i mappen, og prøv igen."
    )]
    Locked {
        /// The file or folder.
        path: PathBuf,
    },
    /// A folder in the way was not written by this program, or somebody put files of their own in it.
    #[error("{path} er ikke skrevet af programmet og bliver derfor ikke erstattet. Flyt eller omdøb den, og prøv igen.")]
    ForeignFolder {
        /// The folder, or the file in it.
        path: PathBuf,
    },
    /// The last scan found what must not be published.
    #[error("Rapporten er ikke skrevet, fordi den sidste kontrol fandt: {}. Ret observationer, skabeloner eller ssp.toml, og prøv igen.", list(.0))]
    Leak(Vec<Leak>),
    /// A page does not say that it is a draft, or for whom alone it is.
    #[error(
        "Rapporten er ikke skrevet, for {path} har sider, hvor der ikke står \"{mark}\". Har projektet egne skabeloner i mappen skabeloner, skal de vise mærkerne (meta.marks)."
    )]
    Unmarked {
        /// Path below the output folder.
        path: String,
        /// The words.
        mark: String,
    },
    /// The disk refused.
    #[error("{path} kan ikke læses eller skrives: {}.", reason(*kind))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What kind of refusal.
        kind: ErrorKind,
    },
}

fn list(leaks: &[Leak]) -> String {
    let each: Vec<String> = leaks.iter().map(|leak| format!("{} i {}", leak.kind, leak.path)).collect();
    each.join(", ")
}

fn reason(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "stien findes ikke",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "disken er fuld",
        ErrorKind::ReadOnlyFilesystem => "drevet er skrivebeskyttet",
        ErrorKind::NotADirectory => "en del af stien er en fil og ikke en mappe",
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => "navnet er for langt eller har tegn, der ikke må bruges",
        _ => "drevet svarer ikke, som det skal",
    }
}

/// Replaces the folder `target` with the artefacts and a `manifest.json`, whole or not at all.
///
/// The files are first written to `<target>.ny`, read back and scanned; only then the folders change places.
///
/// # Errors
/// When a file is locked, a folder in the way is not ours, the scan finds something, or the disk refuses.
pub fn publish(target: &Path, artefacts: &[Artefact], facts: &Facts) -> Result<(), PublishError> {
    let places = Places::of(target);
    places.recover()?;
    places.refuse_foreign()?;
    let result = stage(&places, artefacts, facts).and_then(|()| places.swap());
    if result.is_err() {
        places.discard_staged();
    }
    result
}

fn stage(places: &Places, artefacts: &[Artefact], facts: &Facts) -> Result<(), PublishError> {
    places.begin()?;
    let written: Vec<Artefact> = artefacts.iter().map(|a| places.write_and_read_back(a)).collect::<Result<_, _>>()?;
    let manifest = Artefact::new(manifest::FILE, Manifest::new(artefacts, facts).to_json());
    let leaks = scan(&manifest);
    if !leaks.is_empty() {
        return Err(PublishError::Leak(leaks));
    }
    look_through(&written, &facts.marks)?;
    places.write_and_read_back(&manifest).map(drop)
}

/// Looks through finished files: no personal number anywhere, every mark on every page.
///
/// # Errors
/// When a file holds what looks like a personal number, or a page lacks a mark.
pub fn look_through(files: &[Artefact], marks: &[String]) -> Result<(), PublishError> {
    let leaks = scan_all(files);
    if !leaks.is_empty() {
        return Err(PublishError::Leak(leaks));
    }
    marks::lacking(files, marks).map_or(Ok(()), |(path, mark)| Err(PublishError::Unmarked { path, mark }))
}

/// Scans on two threads; leaks come in the order of the files.
fn scan_all(written: &[Artefact]) -> Vec<Leak> {
    let every_second = |first: usize| written.iter().skip(first).step_by(2).map(scan).collect::<Vec<_>>();
    let (even, odd) = std::thread::scope(|scope| {
        let odd = scope.spawn(|| every_second(1));
        (every_second(0), odd.join().expect("the scan does not panic on any bytes"))
    });
    let mut odd = odd.into_iter();
    even.into_iter().flat_map(|leaks| leaks.into_iter().chain(odd.next().into_iter().flatten())).collect()
}

/// Finishes or undoes a swap that an earlier run left half done; does nothing when there is none.
///
/// [`publish`] calls it first; the command line calls it before it reads anything, so that `target` is a whole report again.
///
/// # Errors
/// When a file is locked, `<target>.ny` is not ours, or the disk refuses.
pub fn recover(target: &Path) -> Result<(), PublishError> {
    Places::of(target).recover()
}
