//! Zip files: opened with limits, so that no small file can fill the memory.
//!
//! A zip file says itself how many parts it has and how large they are, and it can lie. So the parts are counted before they
//! are listed, and unpacked to nowhere before a reader that trusts them sees them.

use super::guard::{Guarded, Seen, Watch};
use super::journal::{Journal, Stopped};
use quick_xml::events::Event;
use std::io::{Cursor, Read, copy, sink};
use zip::ZipArchive;
use zip::read::ZipFile;

/// Most bytes of a packed file: the names of its parts are copied several times.
const MOST_PACKED: usize = 100 << 20;
/// Most parts; a workbook of a hundred sheets with drawings has a thousand.
const MOST_PARTS: usize = 10_000;
/// Most bytes all parts of one file may hold when unpacked.
const MOST_UNPACKED: u64 = 1 << 30;
/// Parts up to this size are not watched piece by piece: one piece as long as the part still fits the memory, beside few
/// strings and beside many.
const UNWATCHED: u64 = 300 << 20;
const UNWATCHED_WITH_STRINGS: u64 = 64 << 20;
const MANY_STRINGS: u64 = 32 << 20;
/// Most bytes of a part of a workbook that is no sheet.
const MOST_OF_A_PART: u64 = 32 << 20;
/// Most bytes of the strings of a workbook, and most strings.
const MOST_OF_STRINGS: u64 = 128 << 20;
const MOST_STRINGS: u64 = 4_000_000;
const MOST_OF_BINARY_STRINGS: u64 = 40 << 20;
/// Most tags of the part that lists the sheets, and most bytes of one tag of the relations it looks up for each.
const MOST_OF_A_LIST: u64 = 50_000;
const LONGEST_RELATION: usize = 4096;
/// Most bytes of the list of sheets in a binary workbook.
const MOST_OF_A_BINARY_LIST: u64 = 1 << 20;
/// Most bytes that the formats of cells may become: each is kept with copies of the names it uses.
const MOST_OF_STYLES: u64 = 256 << 20;

/// An opened zip file.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Archive<'a> {
    /// Opens a zip file whose parts are not too many.
    pub(super) fn open(bytes: &'a [u8], journal: &mut Journal) -> Result<Self, Stopped> {
        if bytes.len() > MOST_PACKED {
            return Err(journal.stop(8, "Filen fylder over 100 MB, og så store regneark og dokumenter læses ikke."));
        }
        if parts(bytes) > MOST_PARTS {
            return Err(journal.stop(8, "Filen består af over 10.000 dele."));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(journal))?;
        Ok(Self { zip })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Returns whether a part lies in a folder.
    pub(super) fn has_below(&self, folder: &str) -> bool {
        self.zip.file_names().flatten().any(|name| name.starts_with(folder))
    }

    /// Returns the bytes of a part, at most `most` of them.
    pub(super) fn part(&mut self, name: &str, most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.zip.by_name(name).ok()?.take(most).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Returns a part as a watched stream of markup.
    pub(super) fn markup<'b>(&'b mut self, name: &str, seen: &'b Seen) -> Option<Guarded<'b, impl Read + use<'a, 'b>>> {
        let part = self.zip.by_name(name).ok()?;
        let (most, watch) = if part.size() > UNWATCHED { (MOST_UNPACKED, Watch::Pieces) } else { (UNWATCHED, Watch::Length) };
        Some(Guarded::new(part, most, watch, seen))
    }

    /// Unpacks every part of a workbook once without keeping it, and refuses what would not fit the memory of its reader.
    pub(super) fn measure(&mut self, journal: &mut Journal) -> Result<(), Stopped> {
        if self.names_another_workbook() {
            return Err(damaged(journal));
        }
        let (mut left, mut unwatched) = (MOST_UNPACKED, UNWATCHED);
        for at in self.strings_first() {
            let part = self.zip.by_index(at).map_err(|_| damaged(journal))?;
            let name = part.name().map(|name| lower(&name)).unwrap_or_default();
            let seen = Seen::default();
            match measured(part, &name, left, unwatched, &seen) {
                Ok(()) => left -= seen.bytes.get().min(left),
                Err(Misfit::TooLarge) => return Err(journal.stop(8, too_large(&name))),
                Err(Misfit::Damaged) => return Err(damaged(journal)),
            }
            if is_strings(&name) && seen.bytes.get() > MANY_STRINGS {
                unwatched = UNWATCHED_WITH_STRINGS;
            }
        }
        self.check_promise(journal)
    }

    /// Returns the positions of all parts, those with strings before the others.
    fn strings_first(&self) -> Vec<usize> {
        let strings =
            |at: &usize| self.zip.name_for_index(*at).is_some_and(|name| name.is_ok_and(|name| is_strings(&lower(&name))));
        let (first, rest): (Vec<usize>, Vec<usize>) = (0..self.zip.len()).partition(strings);
        [first, rest].concat()
    }

    /// A relation that names another part as the workbook would have that part read whole, whatever its size.
    fn names_another_workbook(&mut self) -> bool {
        let relations = self.part("_rels/.rels", MOST_OF_A_PART).unwrap_or_default();
        let text = String::from_utf8_lossy(&relations);
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => {
                    let value = |name: &str| tag.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name);
                    let main = value("Type").is_some_and(|kind| kind.value.ends_with("/officeDocument"));
                    if main && value("Target").is_none_or(|target| !target.value.to_lowercase().contains("xl/workbook.")) {
                        return true;
                    }
                }
                Ok(Event::Eof) | Err(_) => return false,
                Ok(_) => {}
            }
        }
    }

    /// The workbook reader sets aside room for as many strings as the file promises, so the promise is checked first.
    fn check_promise(&mut self, journal: &mut Journal) -> Result<(), Stopped> {
        let names: Vec<String> = self.zip.file_names().flatten().map(|n| n.into_owned()).collect();
        for name in names.iter().filter(|n| n.to_lowercase().ends_with("sharedstrings.xml")) {
            let part = self.zip.by_name(name).map_err(|_| damaged(journal))?;
            if promised_strings(part).is_some_and(|promised| promised > MOST_STRINGS) {
                return Err(damaged(journal));
            }
        }
        Ok(())
    }
}

/// Why a part is refused.
enum Misfit {
    TooLarge,
    Damaged,
}

fn lower(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

fn is_strings(name: &str) -> bool {
    last(name).starts_with("sharedstrings")
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

fn measured(part: ZipFile<'_, Cursor<&[u8]>>, name: &str, left: u64, unwatched: u64, seen: &Seen) -> Result<(), Misfit> {
    let (strings, styles, list) = (is_strings(name), last(name).starts_with("styles"), last(name).starts_with("workbook."));
    let most = match name {
        "xl/workbook.bin" => MOST_OF_A_BINARY_LIST,
        _ if strings && name.ends_with(".bin") => MOST_OF_BINARY_STRINGS,
        _ if strings => MOST_OF_STRINGS,
        _ if name.contains("worksheets/") || !is_markup(name) => left,
        _ => MOST_OF_A_PART,
    };
    let (most, watch) = match part.size() {
        _ if name.ends_with(".bin") => (most, Watch::Length),
        _ if strings => (most, Watch::Tags),
        size if size > unwatched || styles || list => (most, Watch::Pieces),
        _ => (most.min(unwatched), Watch::Length),
    };
    let counted = copy(&mut Guarded::new(part, most.min(left), watch, seen), &mut sink());
    match counted {
        Err(_) if seen.cut.get() => Err(Misfit::TooLarge),
        Err(_) => Err(Misfit::Damaged),
        // A string has at least an opening and a closing tag.
        Ok(_) if strings && seen.tags.get() / 2 > MOST_STRINGS => Err(Misfit::TooLarge),
        Ok(_) if name == "xl/workbook.xml" && seen.tags.get() > MOST_OF_A_LIST => Err(Misfit::TooLarge),
        Ok(_) if list && name.ends_with(".rels") && seen.longest.get() > LONGEST_RELATION => Err(Misfit::TooLarge),
        Ok(_) if styles && weight(seen) > MOST_OF_STYLES => Err(Misfit::TooLarge),
        Ok(_) => Ok(()),
    }
}

/// Every tag may be a format of a cell with two names as long as the longest tag.
fn weight(seen: &Seen) -> u64 {
    let longest = u64::try_from(seen.longest.get()).unwrap_or(u64::MAX);
    seen.tags.get().saturating_mul(longest.saturating_add(200))
}

/// Pictures and the like are never unpacked by a reader.
fn is_markup(name: &str) -> bool {
    [".xml", ".rels", ".bin"].iter().any(|ending| name.ends_with(ending))
}

fn too_large(name: &str) -> &'static str {
    if name.ends_with("xml") || name.ends_with("bin") {
        "Filens indhold er større, end værktøjet læser, når det er pakket ud."
    } else {
        "Filen fylder over 1 GB, når den er pakket ud."
    }
}

/// Returns how many parts a zip file lists, counted by the mark before each.
fn parts(bytes: &[u8]) -> usize {
    bytes.windows(4).filter(|mark| *mark == b"PK\x01\x02").count()
}

/// Returns how many strings the head of a list of strings promises.
fn promised_strings(part: impl Read) -> Option<u64> {
    let mut reader = quick_xml::Reader::from_reader(std::io::BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sst" => {
                let count = tag.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == "uniqueCount")?;
                let digits: String = count.value.chars().filter(char::is_ascii_digit).collect();
                return Some(digits.parse().unwrap_or(u64::MAX));
            }
            Event::Eof => return None,
            _ => {}
        }
    }
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

    fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).expect("memory takes a part");
            writer.write_all(content).expect("memory takes bytes");
        }
        writer.finish().expect("memory takes the directory").into_inner()
    }

    fn code(bytes: &[u8]) -> Option<String> {
        let mut journal = Journal::new("f.xlsx");
        let _ = Archive::open(bytes, &mut journal).and_then(|mut archive| archive.measure(&mut journal));
        journal.into_findings().iter().map(|f| f.code.to_string()).next()
    }

    #[test]
    fn a_promise_of_more_strings_than_fit_is_refused() {
        let strings = |head: &str| code(&zip(&[("xl/sharedStrings.xml", head.as_bytes())]));
        assert_eq!(strings("<sst uniqueCount=\"99999999999\">").as_deref(), Some("D004"));
        assert_eq!(
            strings(&format!("<?xml?><!--{}--><x:sst  uniqueCount = '99999999999'>", " ".repeat(9000))).as_deref(),
            Some("D004")
        );
        assert_eq!(strings("<sst uniqueCount=\"1\"><si/></sst>"), None);
    }

    #[test]
    fn a_lie_about_a_size_is_found_out() {
        let mut whole = zip(&[("xl/worksheets/sheet1.xml", &b"<a/>".repeat(80 << 20))]);
        let size = (320_u32 << 20).to_le_bytes();
        let places: Vec<usize> = (0..whole.len() - 4).filter(|at| whole[*at..*at + 4] == size).collect();
        assert_eq!(code(&whole), None);
        places.iter().for_each(|at| whole[*at..*at + 4].copy_from_slice(&100_u32.to_le_bytes()));
        assert_eq!((places.len(), code(&whole).as_deref()), (2, Some("D004")));
    }

    #[test]
    fn a_cut_off_zip_file_is_refused() {
        let whole = zip(&[("a", &[7; 500])]);
        assert_eq!(code(&whole[..whole.len() - 30]).as_deref(), Some("D004"));
    }

    #[test]
    fn parts_that_would_fill_the_memory_are_refused() {
        let long = format!("<font><name val=\"{}\"/></font>{}", "x".repeat(5000), "<xf/>".repeat(60_000));
        assert_eq!(code(&zip(&[("xl/styles.xml", long.as_bytes())])).as_deref(), Some("D008"));
        assert_eq!(code(&zip(&[("xl/workbook.xml", "<s/>".repeat(9 << 20).as_bytes())])).as_deref(), Some("D008"));
        let long = "x".repeat(301 << 20);
        assert_eq!(code(&zip(&[("xl/worksheets/sheet1.xml", long.as_bytes())])).as_deref(), Some("D008"));
        assert_eq!(code(&zip(&[("xl/media/image1.png", "x".repeat(40 << 20).as_bytes())])), None);
    }

    #[test]
    fn more_parts_than_any_workbook_has_are_refused() {
        let names: Vec<String> = (0..10_001).map(|n| n.to_string()).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
        assert_eq!(code(&zip(&parts)).as_deref(), Some("D008"));
    }
}
