//! Reads a file of any known kind into a [`RawTable`]: bytes in, cells as text with their place out.
//!
//! A file is opened by its content, never by its name. CPR numbers become pseudonyms, addresses become districts and
//! columns the profile does not name are never looked at, all before a table exists. This stage knows nothing of what a
//! column means to a source, and no message of it holds the text of a cell or the words of a parser.

mod archive;
mod cpr;
mod delimited;
mod docx;
mod encoding;
pub mod glimpse;
mod grid;
mod header;
mod journal;
mod labels;
mod map;
mod person;
mod refuse;
mod sheet;
mod sniff;
mod workbook;

#[cfg(test)]
mod tests;

pub use person::Pseudonymiser;

use crate::diagnostic::Findings;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::register::StreetRegister;
use grid::Grid;
use journal::{Journal, Stopped};
use sniff::Kind;

/// What a reader needs besides the bytes.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// How the supplier's file looks.
    pub profile: &'a Profile,
    /// The maker of pseudonyms.
    pub people: &'a Pseudonymiser,
    /// The street register addresses are looked up in.
    pub streets: &'a StreetRegister,
}

/// Returns the tables of a file (one per sheet read), mapped to canonical fields, with everything odd about it. There is no
/// table when the file was stopped. `file` is the path relative to the project folder, as shown in messages.
pub fn read_tables(file: &str, bytes: Vec<u8>, how: &Reading) -> (Vec<RawTable>, Findings) {
    let mut journal = Journal::new(file);
    let table = open(file, &bytes, how.profile, &mut journal).and_then(|grid| {
        let labels = labels::read(&bytes, how.profile, &mut journal)?;
        map::table(&grid, &labels, how, &mut journal)
    });
    (table.into_iter().collect(), journal.into_findings())
}

fn open(file: &str, bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    let kind = sniff::kind(bytes, journal)?;
    sniff::compare_with_name(file, kind, journal);
    match kind {
        Kind::Delimited => delimited::read(bytes, profile, journal),
        Kind::Docx => docx::read(bytes, profile, journal),
        _ => workbook::read(kind, bytes, profile, journal),
    }
}
