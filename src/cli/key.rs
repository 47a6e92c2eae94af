//! The secret key of the pseudonyms: in `hemmeligt/noegle` of the project folder, made once. A keyed hash of a fixed word lies
//! beside it in `noegle-kontrol`, outside `hemmeligt`: it tells when the key is lost or another one, and nothing of the key.

use crate::pipeline::key_check;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The key of a project, and what the user should know of it.
pub(super) struct ProjectKey {
    pub(super) key: [u8; 32],
    /// What follows, when the key is not the one of earlier runs.
    pub(super) warning: Option<&'static str>,
}

const LOST: &str = "Nøglen hemmeligt/noegle var væk, og programmet har lavet en ny. Personer og filer fra tidligere kørsler kan ikke \
    kædes sammen med denne. Tallene i rapporten er de samme, for alle filer er læst igen. Har du nøglen i en sikkerhedskopi, så læg \
    den tilbage i mappen hemmeligt, og lav rapporten igen.\n";

const REPLACED: &str = "Nøglen hemmeligt/noegle er en anden end ved sidste kørsel. Personer og filer fra tidligere kørsler kan ikke \
    kædes sammen med denne. Tallene i rapporten er de samme, for alle filer er læst igen. Er nøglen skiftet ved en fejl, så læg den \
    gamle tilbage i mappen hemmeligt, og lav rapporten igen.\n";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub(super) enum KeyError {
    #[error("Nøglen {0} er ødelagt. Hent den fra en sikkerhedskopi, eller slet filen, så laver programmet en ny.")]
    Broken(PathBuf),
    #[error("Nøglen {0} kan ikke læses eller skrives. Kontrollér, at du må skrive i mappen.")]
    Unreachable(PathBuf),
    #[error("Computeren kan ikke give tilfældige tal til nøglen")]
    NoRandomness,
}

/// Returns the project's key; makes one the first time, and when it is lost.
pub(super) fn of_project(folder: &Path) -> Result<ProjectKey, KeyError> {
    let path = folder.join("hemmeligt").join("noegle");
    let earlier = Earlier::of(folder);
    let (key, found) = match fs::read_to_string(&path) {
        Ok(text) => (from_hex(text.trim()).ok_or_else(|| KeyError::Broken(path.clone()))?, true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => (make(&path)?, false),
        Err(_) => return Err(KeyError::Unreachable(path)),
    };
    keep_to_owner(&path);
    let check = key_check(&key);
    let warning = match earlier {
        Earlier::Control(control) if control == check => return Ok(ProjectKey { key, warning: None }),
        Earlier::Control(_) if found => Some(REPLACED),
        Earlier::Control(_) | Earlier::ReportOnly if !found => Some(LOST),
        _ => None,
    };
    write_control(folder, &check)?;
    Ok(ProjectKey { key, warning })
}

/// What is left of earlier runs.
enum Earlier {
    /// The check value of the key they had.
    Control(String),
    /// A report, from a version without check values.
    ReportOnly,
    /// Nothing.
    Nothing,
}

impl Earlier {
    fn of(folder: &Path) -> Self {
        let control = fs::read_to_string(control(folder)).ok();
        match control.as_deref().and_then(|text| text.split_whitespace().next()) {
            Some(value) => Self::Control(value.to_owned()),
            None if has_report(folder) => Self::ReportOnly,
            None => Self::Nothing,
        }
    }
}

fn has_report(folder: &Path) -> bool {
    let years = fs::read_dir(folder.join("rapporter")).into_iter().flatten().flatten();
    years.into_iter().any(|year| year.path().join("manifest.json").exists())
}

fn control(folder: &Path) -> PathBuf {
    folder.join("noegle-kontrol")
}

fn write_control(folder: &Path, check: &str) -> Result<(), KeyError> {
    let about = "Filen viser, om nøglen i mappen hemmeligt er den samme som sidst. Den siger intet om nøglen.";
    fs::write(control(folder), format!("{check}\n{about}\n")).map_err(|_| KeyError::Unreachable(control(folder)))
}

/// Returns a key for one run that nothing remembers.
pub(super) fn throw_away() -> Result<[u8; 32], KeyError> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|_| KeyError::NoRandomness)?;
    Ok(key)
}

fn make(path: &Path) -> Result<[u8; 32], KeyError> {
    let key = throw_away()?;
    let unreachable = |_| KeyError::Unreachable(path.to_path_buf());
    let folder = path.parent().expect("the key's path ends in a folder and a file");
    fs::create_dir_all(folder).map_err(unreachable)?;
    keep_to_owner(path);
    fs::write(folder.join(".gitignore"), "*\n").map_err(unreachable)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    only_for_owner(&mut options);
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    options.open(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(unreachable)?;
    Ok(key)
}

#[cfg(unix)]
fn only_for_owner(options: &mut fs::OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

/// Takes the rights of everybody else from the key and its folder. A disk without rights (a network drive) keeps its own.
#[cfg(unix)]
pub(super) fn keep_to_owner(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let to = |path: &Path, rights| fs::set_permissions(path, fs::Permissions::from_mode(rights));
    let _no_rights_here = path.parent().map(|folder| to(folder, 0o700));
    let _no_rights_here = to(path, 0o600);
}

/// On Windows the rights of the project folder hold.
#[cfg(not(unix))]
fn only_for_owner(_options: &mut fs::OpenOptions) {}

#[cfg(not(unix))]
pub(super) fn keep_to_owner(_path: &Path) {}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary folder")
    }

    fn of(folder: &tempfile::TempDir) -> ProjectKey {
        of_project(folder.path()).expect("a key")
    }

    #[test]
    fn the_key_is_made_once_and_kept_without_a_word() {
        let folder = project();
        let (first, again) = (of(&folder), of(&folder));
        assert_eq!((first.key, first.warning, again.warning), (again.key, None, None));
        assert_ne!(throw_away().expect("another key"), first.key);
    }

    #[test]
    fn a_broken_key_is_not_replaced_silently() {
        let folder = project();
        fs::create_dir(folder.path().join("hemmeligt")).expect("a folder");
        fs::write(folder.path().join("hemmeligt/noegle"), "kort").expect("a file");
        assert!(matches!(of_project(folder.path()), Err(KeyError::Broken(_))));
    }

    #[test]
    fn a_lost_key_is_told_once_and_a_replaced_one_too() {
        let folder = project();
        let first = of(&folder).key;
        fs::remove_dir_all(folder.path().join("hemmeligt")).expect("the key is there");
        let second = of(&folder);
        assert_eq!((second.warning, of(&folder).warning), (Some(LOST), None));
        let text: String = first.iter().map(|byte| format!("{byte:02x}")).collect();
        fs::write(folder.path().join("hemmeligt/noegle"), text).expect("the key is put back");
        let back = of(&folder);
        assert_eq!((back.key, back.warning), (first, Some(REPLACED)));
    }

    #[test]
    fn a_project_of_an_older_version_gets_its_control_without_a_word_but_not_without_its_key() {
        let folder = project();
        let key = of(&folder).key;
        fs::remove_file(control(folder.path())).expect("the control is there");
        fs::create_dir_all(folder.path().join("rapporter/2025")).expect("a folder");
        fs::write(folder.path().join("rapporter/2025/manifest.json"), "{}").expect("a file");
        let same = of(&folder);
        assert_eq!((same.key, same.warning), (key, None));
        fs::remove_file(control(folder.path())).expect("the control is there");
        fs::remove_dir_all(folder.path().join("hemmeligt")).expect("the key is there");
        assert_eq!(of(&folder).warning, Some(LOST));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_see_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = project();
        of(&folder);
        let rights = |path: &str| fs::metadata(folder.path().join(path)).expect("it is there").permissions().mode() & 0o777;
        let loose = |path: &str, mode| {
            fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).expect("mine");
        };
        assert_eq!((rights("hemmeligt"), rights("hemmeligt/noegle")), (0o700, 0o600));
        loose("hemmeligt/noegle", 0o644);
        loose("hemmeligt", 0o755);
        of(&folder);
        assert_eq!((rights("hemmeligt"), rights("hemmeligt/noegle")), (0o700, 0o600));
    }

    #[test]
    fn the_control_does_not_hold_the_key() {
        let folder = project();
        let key: String = of(&folder).key.iter().map(|byte| format!("{byte:02x}")).collect();
        let control = fs::read_to_string(control(folder.path())).expect("a control");
        assert!(!control.contains(&key) && !control.contains(&key[..16]));
    }
}
