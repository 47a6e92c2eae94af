//! The secret key of the pseudonyms: in `hemmeligt/noegle` of the project folder, made once.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

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

/// Returns the project's key; makes one the first time.
pub(super) fn of_project(folder: &Path) -> Result<[u8; 32], KeyError> {
    let path = folder.join("hemmeligt").join("noegle");
    match fs::read_to_string(&path) {
        Ok(text) => from_hex(text.trim()).ok_or(KeyError::Broken(path)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(&path),
        Err(_) => Err(KeyError::Unreachable(path)),
    }
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

/// On Windows the rights of the project folder hold.
#[cfg(not(unix))]
fn only_for_owner(_options: &mut fs::OpenOptions) {}

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

    #[test]
    fn the_key_is_made_once_and_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = of_project(folder.path()).expect("a key");
        assert_eq!(of_project(folder.path()).expect("the same key"), first);
        assert_ne!(throw_away().expect("another key"), first);
    }

    #[test]
    fn a_broken_key_is_not_replaced_silently() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("hemmeligt")).expect("a folder");
        fs::write(folder.path().join("hemmeligt/noegle"), "kort").expect("a file");
        assert!(matches!(of_project(folder.path()), Err(KeyError::Broken(_))));
    }
}
