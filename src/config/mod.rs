//! Settings: TOML text in, checked settings or all errors at once out. Every error is Danish and points at its line.
//!
//! This module must not open files: the caller gives the name and the text. It must not know which stage uses a setting.

mod catalogue;
mod check;
mod codebook;
mod complaint;
mod districts;
mod document;
mod error;
mod profile;
mod protection;
mod reference;
mod report;
mod unchecked;
mod values;
mod words;

#[cfg(test)]
mod tests;

pub use complaint::{Complaint, refusal};
pub use error::ConfigError;

use crate::model::indicator::Indicator;
use crate::model::profile::{Codebook, Profile};
use crate::model::project::{Project, Reference};
use catalogue::UncheckedCatalogue;
use document::Document;

/// The commented ssp.toml a new project starts with. It has two districts to be changed.
pub const PROJECT_TEMPLATE: &str = include_str!("../../report-templates/projekt/ssp.toml");

/// The ssp.toml of the synthetic municipality.
pub const SAMPLE_PROJECT: &str = include_str!("../../report-templates/projekt/eksempelby.toml");

/// `Tjek.cmd`, to double-click in the project folder. Its lines end in `\n`; whoever writes it must write `\r\n`.
pub const CHECK_CMD: &str = include_str!("../../report-templates/projekt/tjek.cmd");

/// `Lav rapport.cmd`, to double-click in the project folder. Its lines end in `\n`; whoever writes it must write `\r\n`.
pub const REPORT_CMD: &str = include_str!("../../report-templates/projekt/lav-rapport.cmd");

/// Returns the project that ssp.toml describes; `file` is the name used in messages.
///
/// # Errors
/// When the text is not TOML, or a key is unknown, missing or cannot be used: all of them at once.
pub fn project(file: &str, text: &str) -> Result<Project, ConfigError> {
    let mut document = Document::parse(file, text)?;
    let project = document.read().map(|raw| check::project(&mut document, raw));
    document.finish(project)
}

/// Returns the import profile written in `text`; `file` is the name used in messages.
///
/// # Errors
/// When the text is not TOML, or the profile would make a file be read wrongly.
pub fn profile(file: &str, text: &str) -> Result<Profile, ConfigError> {
    checked(file, text, profile::check_profile)
}

/// Returns the codebook written in `text`; `file` is the name used in messages.
///
/// # Errors
/// When the text is not TOML, or the codebook would make an answer be counted wrongly.
pub fn codebook(file: &str, text: &str) -> Result<Codebook, ConfigError> {
    checked(file, text, codebook::check)
}

/// Returns the indicators written in `text`, in their order; `file` is the name used in messages.
///
/// # Errors
/// When the text is not TOML, or an indicator could not be counted or must not be.
pub fn indicators(file: &str, text: &str) -> Result<Vec<Indicator>, ConfigError> {
    more_indicators(file, text, &[])
}

/// Returns the indicators written in `text`, which may name some of `built_in`; `file` is the name used in messages.
///
/// # Errors
/// When the text is not TOML, or an indicator could not be counted or must not be.
pub fn more_indicators(file: &str, text: &str, built_in: &[Indicator]) -> Result<Vec<Indicator>, ConfigError> {
    let check = |document: &mut Document<'_>, raw: &UncheckedCatalogue| catalogue::check(document, &raw.indikator, built_in);
    checked(file, text, check).map(|raw| raw.indikator)
}

/// Returns the values of other municipalities written in `text`; `file` is the name used in messages.
///
/// # Errors
/// When the text is not TOML, or a value belongs to no indicator, has no period of its indicator, or cannot be.
pub fn references(file: &str, text: &str, indicators: &[Indicator]) -> Result<Vec<Reference>, ConfigError> {
    let mut document = Document::parse(file, text)?;
    let values = document.read().map(|raw| reference::check(&mut document, raw, indicators));
    document.finish(values)
}

/// Reads a file whose shape is its model, then checks the rest. Parts that could not be read make no further complaints.
fn checked<T: serde::de::DeserializeOwned>(
    file: &str,
    text: &str,
    check: impl Fn(&mut Document<'_>, &T),
) -> Result<T, ConfigError> {
    let mut document = Document::parse(file, text)?;
    let settings: Option<T> = document.read();
    if let Some(settings) = settings.as_ref().filter(|_| document.is_whole()) {
        check(&mut document, settings);
    }
    document.finish(settings)
}
