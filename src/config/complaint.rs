//! Complaints of somebody who knows more than one file: a profile that does not exist, a field its source does not have.

use super::document::Document;
use super::error::ConfigError;
use super::words::{any_of, nearest};

/// Names listed where none is near.
const MOST_NAMED: usize = 8;

/// What is wrong at one place of a settings file, found outside it.
pub struct Complaint {
    path: Vec<String>,
    of_key: bool,
    text: String,
}

impl Complaint {
    /// Returns a complaint of the value at `path`; `text` is Danish and says what is wrong and what to do.
    pub fn new(path: &[&str], text: impl Into<String>) -> Self {
        Self { path: path.iter().map(|step| (*step).to_owned()).collect(), of_key: false, text: text.into() }
    }

    /// Returns a complaint that `name`, the value at `path`, is none of the known ones. `what` is the noun before the name, such as
    /// "Profilen".
    pub fn unknown(path: &[&str], what: &str, name: &str, known: &[&str]) -> Self {
        let advice = match nearest(name, known.iter().copied()) {
            Some(near) => format!("Mente du \"{near}\"?"),
            None if known.len() > MOST_NAMED => format!("Brug for eksempel {}.", any_of(&known[..MOST_NAMED])),
            None => format!("Brug {}.", any_of(known)),
        };
        Self::new(path, format!("{what} \"{name}\" kendes ikke. {advice}"))
    }

    /// Returns the same complaint about the key at the path.
    #[must_use]
    pub fn of_key(self) -> Self {
        Self { of_key: true, ..self }
    }
}

/// Returns all complaints of one file with their lines; `None` when there is none. `text` must have been read before.
pub fn refusal(file: &str, text: &str, complaints: Vec<Complaint>) -> Option<ConfigError> {
    let mut document = match Document::parse(file, text) {
        Ok(document) if !complaints.is_empty() => document,
        Ok(_) => return None,
        Err(error) => return Some(error),
    };
    for Complaint { path, of_key, text } in complaints {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        if of_key { document.complain_of_key(&path, text) } else { document.complain(&path, text) }
    }
    document.finish::<()>(None).err()
}
