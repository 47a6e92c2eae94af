//! Files for the municipality alone, beside the key in `hemmeligt`: only their owner may open them, and they are never below a
//! published folder.

use super::key::keep_to_owner;
use crate::pipeline::SECRET;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file in `hemmeligt` of the project, in the place of an earlier one of that name; returns where it lies.
///
/// # Errors
/// When the disk refuses. The earlier file stays as it was.
pub(super) fn write(project: &Path, (name, bytes): (&str, &[u8])) -> io::Result<PathBuf> {
    let folder = project.join(SECRET);
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    let mut half = tempfile::Builder::new().prefix(".ssp-").tempfile_in(&folder)?;
    half.write_all(bytes)?;
    half.persist(&path)?;
    keep_to_owner(&path);
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(text: &str) -> (&str, &[u8]) {
        ("beslutninger-2025.csv", text.as_bytes())
    }

    #[test]
    fn a_later_run_writes_in_the_place_of_the_earlier_and_leaves_nothing_else() {
        let project = tempfile::tempdir().expect("a temporary folder");
        write(project.path(), log("et")).expect("written");
        let path = write(project.path(), log("to")).expect("written again");
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "to");
        assert_eq!(std::fs::read_dir(project.path().join("hemmeligt")).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_open_it() {
        use std::os::unix::fs::PermissionsExt;
        let project = tempfile::tempdir().expect("a temporary folder");
        let path = write(project.path(), log("et")).expect("written");
        let rights = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!((rights(&path), rights(&project.path().join("hemmeligt"))), (0o600, 0o700));
    }
}
