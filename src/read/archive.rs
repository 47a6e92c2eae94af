//! Zip files: opened with limits, so that no small file can fill the memory.

use super::journal::{Journal, Stopped};
use std::io::{Cursor, Read, copy, sink};
use zip::ZipArchive;

/// Most bytes all parts of one file may hold when unpacked.
const MOST_UNPACKED: u64 = 1 << 30;

/// A zip file whose parts have been measured.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Archive<'a> {
    /// Opens a zip file and unpacks every part once without keeping it: sizes stated in a zip file can lie.
    pub(super) fn open(bytes: &'a [u8], journal: &mut Journal) -> Result<Self, Stopped> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(journal))?;
        let mut archive = Self { zip };
        let mut left = MOST_UNPACKED;
        for at in 0..archive.zip.len() {
            let part = archive.zip.by_index(at).map_err(|_| damaged(journal))?;
            let size = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| damaged(journal))?;
            left = left.checked_sub(size).ok_or_else(|| journal.stop(8, "Filen fylder over 1 GB, når den er pakket ud."))?;
        }
        archive.check_promises(journal)?;
        Ok(archive)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Returns the bytes of a part, at most `most` of them.
    pub(super) fn part(&mut self, name: &str, most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.zip.by_name(name).ok()?.take(most).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// The workbook reader sets aside room for as many strings as the file promises, so the promise is checked first.
    fn check_promises(&mut self, journal: &mut Journal) -> Result<(), Stopped> {
        let names: Vec<String> = self.zip.file_names().flatten().map(|n| n.into_owned()).collect();
        for name in names.iter().filter(|n| n.to_lowercase().ends_with("sharedstrings.xml")) {
            let size = self.zip.by_name(name).map_or(0, |part| part.size());
            let start = self.part(name, 4096).unwrap_or_default();
            if promised_strings(&start).is_some_and(|promised| promised > size) {
                return Err(damaged(journal));
            }
        }
        Ok(())
    }
}

fn promised_strings(start: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(start);
    let (_, after) = text.split_once("uniqueCount=")?;
    let digits: String = after.chars().skip(1).take_while(char::is_ascii_digit).collect();
    Some(digits.parse().unwrap_or(u64::MAX))
}

fn damaged(journal: &mut Journal) -> Stopped {
    journal.stop(4, "Filen er afbrudt eller beskadiget.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zip(name: &str, content: &[u8]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, SimpleFileOptions::default()).expect("memory takes a part");
        writer.write_all(content).expect("memory takes bytes");
        writer.finish().expect("memory takes the directory").into_inner()
    }

    fn code(bytes: &[u8]) -> Option<String> {
        let mut journal = Journal::new("f.xlsx");
        let _ = Archive::open(bytes, &mut journal);
        journal.into_findings().iter().map(|f| f.code.to_string()).next()
    }

    #[test]
    fn a_promise_of_more_strings_than_bytes_is_refused() {
        assert_eq!(code(&zip("xl/sharedStrings.xml", b"<sst uniqueCount=\"99999999999\">")).as_deref(), Some("D004"));
        assert_eq!(code(&zip("xl/sharedStrings.xml", b"<sst uniqueCount=\"1\"><si/></sst>")), None);
    }

    #[test]
    fn a_cut_off_zip_file_is_refused() {
        let whole = zip("a", &[7; 500]);
        assert_eq!(code(&whole[..whole.len() - 30]).as_deref(), Some("D004"));
    }
}
