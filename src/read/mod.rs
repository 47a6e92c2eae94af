//! Reads a file of any known kind into a [`RawTable`]: bytes in, cells as text with their place out.
//!
//! A file is opened by its content, never by its name. CPR numbers become pseudonyms, addresses become districts and
//! columns the profile does not name are never looked at, all before a table exists. This stage knows nothing of what a
//! column means to a source, and no message of it holds the text of a cell or the words of a parser.

mod archive;
mod biff;
mod choice;
mod columns;
mod compound;
mod cpr;
mod decimal;
mod delimited;
mod docx;
mod doubled;
mod encoding;
mod entity;
pub mod glimpse;
mod grid;
mod guard;
mod header;
mod html;
mod journal;
mod labels;
mod map;
mod month_grid;
mod names;
mod note;
mod ods;
mod person;
mod refuse;
mod rows;
mod separator;
mod shape;
mod sheet;
mod sniff;
mod step;
mod tables;
mod total;
mod unfold;
mod unit;
mod workbook;
mod xlsb;

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

/// Most bytes of a file, 256 MB: what is made of it stays below 1 GB. A larger one need not be brought into memory.
pub const MOST_BYTES: u64 = 256 << 20;

/// Returns the finding for a file that is larger than [`MOST_BYTES`].
pub fn too_large(file: &str) -> Findings {
    let mut journal = Journal::new(file);
    journal.note(8, "Filen fylder over 256 MB.");
    journal.into_findings()
}

/// Returns the tables of a file (one per sheet read), mapped to canonical fields, with everything odd about it. There is no
/// table when the file was stopped. `file` is the path relative to the project folder, as shown in messages.
pub fn read_tables(file: &str, bytes: Vec<u8>, how: &Reading) -> (Vec<RawTable>, Findings) {
    let mut journal = Journal::new(file);
    // The sheet of labels is read from the same bytes, once the file has passed the guards of `open`.
    let workbook = how.profile.vaerdiark.is_some().then(|| bytes.clone());
    let opened = open(file, bytes, how.profile, &mut journal).and_then(|grids| {
        let labels = labels::read(workbook.as_deref().unwrap_or_default(), how.profile, &mut journal)?;
        Ok((grids, labels))
    });
    let Ok((grids, labels)) = opened else { return (Vec::new(), journal.into_findings()) };
    let mut tables = Vec::new();
    let mut stopped = false;
    for mut grid in grids {
        grid.sheet.take().into_iter().for_each(|sheet| journal.enter_sheet(&sheet));
        match map::table(&grid, &labels, how, &mut journal) {
            Ok(found) => tables.extend(found),
            Err(Stopped) => stopped = true,
        }
    }
    if stopped {
        tables.clear();
    }
    (tables, journal.into_findings())
}

fn open(file: &str, bytes: Vec<u8>, profile: &Profile, journal: &mut Journal) -> Result<Vec<Grid>, Stopped> {
    let kind = sniff::kind(file, &bytes, journal)?;
    sniff::compare_with_name(file, kind, journal);
    match kind {
        Kind::Delimited => delimited::read(bytes, profile, journal).map(|grid| vec![grid]),
        Kind::Html => html::read(bytes, profile, journal).map(|grid| vec![grid]),
        Kind::Docx => docx::read(&bytes, profile, journal).map(|grid| vec![grid]),
        _ => workbook::read(kind, &bytes, profile, journal),
    }
}
