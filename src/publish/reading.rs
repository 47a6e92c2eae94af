//! The narrow door through which finished files are opened as a reader would: the words of a PDF, the parts of a workbook, and what the
//! manifest says of them.

pub use super::manifest::{added, altered};
use super::pdf_text;
use std::io::{Cursor, Read};

/// Returns the words of a PDF file, page by page and drawing by drawing; `None` when part of it cannot be read.
pub fn pdf_texts(bytes: &[u8]) -> Option<Vec<String>> {
    pdf_text::readings(bytes).map(|readings| readings.texts)
}

/// Returns the parts of a workbook, each with its name; `None` when it cannot be opened.
pub fn workbook_parts(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).ok()?;
            let name = entry.name().ok()?.to_string();
            let mut text = String::new();
            entry.read_to_string(&mut text).ok()?;
            Some((name, text))
        })
        .collect()
}
