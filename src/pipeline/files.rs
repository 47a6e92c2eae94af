//! The files of a project: which there are, and what the readers make of them.

use super::PipelineError;
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::raw::RawTable;
use crate::read::{MOST_BYTES, Reading, read_tables, too_large};
use std::fs;
use std::path::{Path, PathBuf};

/// One file as it was read.
pub(super) struct Read {
    pub(super) tables: Vec<RawTable>,
    pub(super) findings: Findings,
    pub(super) keyed_hash: String,
}

pub(super) fn read_file(folder: &Path, file: &str, how: Reading) -> Read {
    let path = folder.join(file);
    if fs::metadata(&path).is_ok_and(|known| known.len() > MOST_BYTES) {
        return Read { tables: Vec::new(), findings: too_large(file), keyed_hash: String::new() };
    }
    let Ok(bytes) = fs::read(path) else {
        let mut findings = Findings::default();
        findings.push(Finding::new(106, Location::file(file), "Filen kan ikke åbnes."));
        return Read { tables: Vec::new(), findings, keyed_hash: String::new() };
    };
    let keyed_hash = how.people.keyed_hash(&bytes);
    let (tables, findings) = read_tables(file, bytes, &how);
    Read { tables, findings, keyed_hash }
}

/// Reads files on two threads; the result is in the order of the files.
pub(super) fn read_all(folder: &Path, files: &[String], how: Reading) -> Vec<Read> {
    let every_second =
        |first: usize| files.iter().skip(first).step_by(2).map(|file| read_file(folder, file, how)).collect::<Vec<_>>();
    let (even, odd) = std::thread::scope(|scope| {
        let odd = scope.spawn(|| every_second(1));
        (every_second(0), odd.join().expect("reading a file does not panic: the libraries' panics are caught"))
    });
    let mut odd = odd.into_iter();
    even.into_iter().flat_map(|read| std::iter::once(read).chain(odd.next())).collect()
}

/// Returns the files below a folder of the project, sorted, as paths relative to the project with `/`. Temporary files of
/// Office (`~$…`) and hidden files are left out.
pub(super) fn files(project: &Path, folder: &str) -> Result<Vec<String>, PipelineError> {
    let mut found = Vec::new();
    let mut open = vec![project.join(folder)];
    while let Some(at) = open.pop() {
        if !at.exists() {
            continue;
        }
        for entry in fs::read_dir(&at).map_err(|_| PipelineError::Unreadable(at.clone()))? {
            let path = entry.map_err(|_| PipelineError::Unreadable(at.clone()))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                open.push(path);
            } else if !name.starts_with("~$") && !name.starts_with('.') && !["Thumbs.db", "desktop.ini"].contains(&name.as_str())
            {
                found.push(relative(project, &path));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn relative(project: &Path, path: &Path) -> String {
    let inside: PathBuf = path.strip_prefix(project).unwrap_or(path).to_path_buf();
    let parts: Vec<String> = inside.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}
