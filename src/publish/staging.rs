//! The three folders of a swap and the steps between them, each of which can be the last one before a power cut.
//!
//! A folder that waits to be removed carries a marker file, so that a folder of the same name that the user made is never touched.

use super::PublishError;
use super::manifest;
use crate::model::artefact::Artefact;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Marks a folder as ours and on its way out; a person who finds it learns why it is there.
const MARKER: &str = "midlertidig-mappe.txt";
const MARKER_TEXT: &str = "Denne mappe er midlertidig. Programmet fjerner den, næste gang det skriver rapporten.\r\n";

/// What stands behind the name of the folder being written, and of the one being replaced.
const STAGED: &str = ".ny";
const OLD: &str = ".gammel";

/// Files that Windows and macOS put in a folder by themselves.
const DESKTOP_FILES: &[&str] = &["desktop.ini", "Thumbs.db", ".DS_Store"];

/// A virus scanner or a preview holds a file for a moment; two seconds tell it from a file that somebody has open.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(200);

/// The output folder, the folder being written and the folder being replaced.
pub(super) struct Places {
    target: PathBuf,
    staged: PathBuf,
    old: PathBuf,
}

impl Places {
    /// Returns the folders around `target`: `<target>.ny` and `<target>.gammel` stand beside it.
    pub(super) fn of(target: &Path) -> Self {
        // Collecting the parts drops a slash at the end, behind which the suffix would name a folder inside the target.
        let target: PathBuf = target.components().collect();
        let beside = |suffix: &str| {
            let mut name = target.clone().into_os_string();
            name.push(suffix);
            PathBuf::from(name)
        };
        Self { staged: beside(STAGED), old: beside(OLD), target }
    }

    /// Finishes or undoes what an earlier run left.
    ///
    /// A marked old folder without a target means that the run stopped between the two renames: the new report moves in when it is
    /// whole, else the old one moves back.
    pub(super) fn recover(&self) -> Result<(), PublishError> {
        if is_marked(&self.old) && !self.target.exists() {
            if listed_files(&self.staged).is_some() {
                unmark(&self.staged)?;
                rename(&self.staged, &self.target)?;
            } else {
                rename(&self.old, &self.target)?;
            }
        }
        unmark(&self.target)?;
        if is_marked(&self.old) {
            remove_marked(&self.old)?;
        }
        self.remove_stale()
    }

    fn remove_stale(&self) -> Result<(), PublishError> {
        if !self.staged.exists() {
            return Ok(());
        }
        if is_marked(&self.staged) || listed_files(&self.staged).is_some() || is_empty(&self.staged) {
            return remove_marked(&self.staged);
        }
        Err(PublishError::ForeignFolder { path: self.staged.clone() })
    }

    /// Refuses to replace what this program did not write: a foreign folder, a file a person put in ours, a file of the same name.
    pub(super) fn refuse_foreign(&self) -> Result<(), PublishError> {
        if !self.target.exists() || is_empty(&self.target) {
            return Ok(());
        }
        let foreign = |path: &Path| Err(PublishError::ForeignFolder { path: path.to_owned() });
        let Some(listed) = listed_files(&self.target) else { return foreign(&self.target) };
        if self.old.exists() {
            return foreign(&self.old);
        }
        let ours: Vec<PathBuf> =
            listed.iter().map(|path| self.target.join(path)).chain([self.target.join(manifest::FILE)]).collect();
        let is_desktop_file = |path: &Path| DESKTOP_FILES.iter().any(|name| path.ends_with(name));
        let found = files_below(&self.target).map_err(|error| refused(&self.target, &error))?;
        match found.iter().find(|path| !ours.contains(path) && !is_desktop_file(path)) {
            Some(path) => foreign(path),
            None => Ok(()),
        }
    }

    /// Creates the empty, marked folder the new report is written to.
    pub(super) fn begin(&self) -> Result<(), PublishError> {
        patiently(&self.staged, || fs::create_dir_all(&self.staged))?;
        mark(&self.staged)
    }

    /// Writes an artefact to the new folder and returns what the disk then holds.
    ///
    /// # Panics
    /// When the path leads outside the folder: a bug of the renderer.
    pub(super) fn write_and_read_back(&self, artefact: &Artefact) -> Result<Artefact, PublishError> {
        assert!(
            is_plain(&artefact.path),
            "an artefact's path is made of a-z, 0-9, '-', '.' and '/', and stays below the output folder"
        );
        let path = self.staged.join(&artefact.path);
        let folder = path.parent().expect("a file in the staging folder has a parent");
        patiently(folder, || fs::create_dir_all(folder))?;
        patiently(&path, || write_whole(&path, &artefact.bytes))?;
        let bytes = patiently(&path, || fs::read(&path))?;
        Ok(Artefact::new(artefact.path.clone(), bytes))
    }

    /// Puts the new folder in the target's place. When a step fails, the target is again what it was.
    pub(super) fn swap(&self) -> Result<(), PublishError> {
        unmark(&self.staged)?;
        let replaces = self.target.exists() && !is_empty(&self.target);
        if replaces {
            self.set_aside()?;
        } else if self.target.exists() {
            patiently(&self.target, || fs::remove_dir(&self.target))?;
        }
        if let Err(error) = rename(&self.staged, &self.target) {
            if replaces {
                rename(&self.old, &self.target)?;
                unmark(&self.target)?;
            }
            return Err(error);
        }
        if replaces {
            // The report is published; an old folder that is held open is no failure of it, and the next run removes it.
            let _ = remove_marked(&self.old);
        }
        Ok(())
    }

    fn set_aside(&self) -> Result<(), PublishError> {
        mark(&self.target)?;
        rename(&self.target, &self.old).inspect_err(|_| {
            // The rename's error is the one to show; recover() takes a marker that stays behind.
            let _ = unmark(&self.target);
        })
    }

    /// Removes the new folder after a failed run, so that nothing that was refused lies about. The next run tries again.
    pub(super) fn discard_staged(&self) {
        let _ = self.remove_stale();
    }
}

fn is_plain(path: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    path.split('/').all(|part| !part.trim_matches('.').is_empty() && part.chars().all(allowed))
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    // The rename must not reach the disk before the content.
    file.sync_all()
}

/// Replaces a file whole: written beside it and moved over it.
pub(super) fn write_beside(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let mut half = path.as_os_str().to_owned();
    half.push(".ny");
    let half = PathBuf::from(half);
    patiently(&half, || write_whole(&half, bytes))?;
    rename(&half, path)
}

/// Returns whether a folder is one a run that was cut off left: the next run of its report removes it, or puts it back.
pub(super) fn is_temporary(folder: &Path) -> bool {
    let name = folder.to_string_lossy();
    [STAGED, OLD].iter().any(|suffix| name.ends_with(suffix)) && is_marked(folder)
}

fn is_marked(folder: &Path) -> bool {
    folder.join(MARKER).is_file()
}

fn mark(folder: &Path) -> Result<(), PublishError> {
    let path = folder.join(MARKER);
    patiently(&path, || fs::write(&path, MARKER_TEXT))
}

fn unmark(folder: &Path) -> Result<(), PublishError> {
    let path = folder.join(MARKER);
    if path.is_file() { patiently(&path, || fs::remove_file(&path)) } else { Ok(()) }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Returns the files the folder's own manifest lists, or `None` when it has no manifest of this program.
fn listed_files(folder: &Path) -> Option<Vec<String>> {
    manifest::listed_files(&fs::read(folder.join(manifest::FILE)).ok()?)
}

fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { files.extend(files_below(&entry.path())?) } else { files.push(entry.path()) }
    }
    files.sort();
    Ok(files)
}

/// Removes a folder, the marker last: a removal that stops half-way must leave a folder that is still known as ours.
fn remove_marked(folder: &Path) -> Result<(), PublishError> {
    mark(folder)?;
    let entries = patiently(folder, || fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>())?;
    for path in entries.iter().map(fs::DirEntry::path).filter(|path| !path.ends_with(MARKER)) {
        patiently(&path, || if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) })?;
    }
    patiently(folder, || fs::remove_dir_all(folder))
}

fn rename(from: &Path, to: &Path) -> Result<(), PublishError> {
    patiently(from, || fs::rename(from, to))
}

/// Tries an action again while another program holds the file.
pub(super) fn patiently<T>(path: &Path, mut action: impl FnMut() -> io::Result<T>) -> Result<T, PublishError> {
    for _ in 1..TRIES {
        match action() {
            Err(error) if is_lock(&error) => std::thread::sleep(PAUSE),
            result => return result.map_err(|error| refused(path, &error)),
        }
    }
    action().map_err(|error| refused(path, &error))
}

fn refused(path: &Path, error: &io::Error) -> PublishError {
    let path = path.to_owned();
    if is_lock(error) { PublishError::Locked { path } } else { PublishError::Io { path, kind: error.kind() } }
}

/// Returns whether another program is in the way. Windows has own numbers for a shared and a locked file (32, 33), and keeps a folder
/// filled while a deleted file in it is still open.
fn is_lock(error: &io::Error) -> bool {
    let windows =
        cfg!(windows) && (matches!(error.raw_os_error(), Some(32 | 33)) || error.kind() == ErrorKind::DirectoryNotEmpty);
    windows || matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ResourceBusy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_use_is_tried_again_until_it_is_free() {
        let mut tries = 0;
        let result = patiently(Path::new("a.pdf"), || {
            tries += 1;
            if tries < 3 { Err(ErrorKind::PermissionDenied.into()) } else { Ok(tries) }
        });
        assert_eq!(result.expect("the third try succeeds"), 3);
    }

    #[test]
    fn a_file_that_stays_in_use_is_reported_as_locked() {
        let mut tries = 0;
        let result = patiently(Path::new("a.pdf"), || -> io::Result<()> {
            tries += 1;
            Err(ErrorKind::PermissionDenied.into())
        });
        assert!(matches!(result, Err(PublishError::Locked { .. })) && tries == TRIES);
    }

    #[test]
    fn another_refusal_is_not_tried_again() {
        let mut tries = 0;
        let result = patiently(Path::new("a.pdf"), || -> io::Result<()> {
            tries += 1;
            Err(ErrorKind::StorageFull.into())
        });
        assert!(matches!(result, Err(PublishError::Io { kind: ErrorKind::StorageFull, .. })) && tries == 1);
    }

    #[test]
    fn a_path_out_of_the_folder_is_not_plain() {
        assert!(["a.csv", "tabeller/a-2024.csv"].iter().all(|path| is_plain(path)));
        assert!(["", "/a", "../a", "a/../b", "a//b", "a\\b", "C:/a", "Å.csv"].iter().all(|path| !is_plain(path)));
    }

    #[test]
    fn a_slash_at_the_end_names_the_same_folders() {
        assert_eq!(Places::of(Path::new("rapporter/2025/")).staged, Path::new("rapporter/2025.ny"));
    }
}
