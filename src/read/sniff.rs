//! What a file is, by its first bytes and its parts. The name only leads to a remark.

use super::archive::Archive;
use super::journal::{Journal, Stopped};
use std::path::Path;

/// The kinds of files that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Excel since 2007.
    Xlsx,
    /// Excel before 2007.
    Xls,
    /// Excel, binary.
    Xlsb,
    /// LibreOffice.
    Ods,
    /// Word since 2007.
    Docx,
    /// Text with separators.
    Delimited,
}

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Returns the kind of a file, or stops it when it cannot be read.
pub(super) fn kind(bytes: &[u8], journal: &mut Journal) -> Result<Kind, Stopped> {
    if bytes.trim_ascii().is_empty() {
        return Err(journal.stop(4, "Filen er tom."));
    }
    if bytes.starts_with(b"PK") {
        return zipped(bytes, journal);
    }
    if bytes.starts_with(OLE) {
        return compound(bytes, journal);
    }
    text(bytes, journal)
}

fn zipped(bytes: &[u8], journal: &mut Journal) -> Result<Kind, Stopped> {
    const PARTS: [(&str, Kind); 4] = [
        ("xl/workbook.xml", Kind::Xlsx),
        ("xl/workbook.bin", Kind::Xlsb),
        ("word/document.xml", Kind::Docx),
        ("content.xml", Kind::Ods),
    ];
    let archive = Archive::open(bytes, journal)?;
    let found = PARTS.iter().find(|(part, _)| archive.has(part));
    found
        .map(|(_, kind)| *kind)
        .ok_or_else(|| journal.stop(4, "Filen er hverken et Excel-ark, et Word-dokument eller en tekstfil."))
}

fn compound(bytes: &[u8], journal: &mut Journal) -> Result<Kind, Stopped> {
    if has_stream(bytes, "EncryptedPackage") {
        return Err(journal.stop(1, "Filen er beskyttet med adgangskode."));
    }
    if has_stream(bytes, "WordDocument") {
        let action = "Åbn filen i Word, gem den som .docx, og prøv igen.";
        return Err(journal.stop_with(4, "Filen er et gammelt Word-dokument.", action));
    }
    Ok(Kind::Xls)
}

/// The directory of a compound file holds the names of its streams in UTF-16.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|w| w == wanted)
}

fn text(bytes: &[u8], journal: &mut Journal) -> Result<Kind, Stopped> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') && (start.contains("<html") || start.contains("<table") || start.contains("<!doctype html")) {
        return Err(journal.stop(3, "Filen er en webside, selv om den ligner et regneark."));
    }
    if start.starts_with("<?xml") || start.starts_with("%pdf") || start.starts_with("{\\rtf") {
        return Err(journal.stop(4, "Filen er hverken et Excel-ark, et Word-dokument eller en tekstfil med tabeller."));
    }
    Ok(Kind::Delimited)
}

/// Remarks that the name of the file says something else than its content.
pub(super) fn compare_with_name(file: &str, kind: Kind, journal: &mut Journal) {
    let Some(ending) = Path::new(file).extension().and_then(|e| e.to_str()).map(str::to_lowercase) else { return };
    let (fitting, what): (&[&str], &str) = match kind {
        Kind::Xlsx => (&["xlsx", "xlsm"], "et Excel-ark (.xlsx)"),
        Kind::Xls => (&["xls"], "et Excel-ark (.xls)"),
        Kind::Xlsb => (&["xlsb"], "et Excel-ark (.xlsb)"),
        Kind::Ods => (&["ods"], "et LibreOffice-ark (.ods)"),
        Kind::Docx => (&["docx", "docm"], "et Word-dokument (.docx)"),
        Kind::Delimited => (&["csv", "txt", "tsv"], "en tekstfil med skilletegn"),
    };
    if !fitting.contains(&ending.as_str()) {
        journal.note(2, &format!("Filen hedder .{ending}, men er {what} og er læst som det."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sniffed(bytes: &[u8]) -> Result<Kind, String> {
        let mut journal = Journal::new("f.xls");
        kind(bytes, &mut journal).map_err(|_| journal.into_findings().iter().map(|f| f.code.to_string()).collect())
    }

    #[test]
    fn a_file_with_password_is_named_as_such() {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniffed(&[OLE, &[0; 100], &name].concat()), Err("D001".into()));
    }

    #[test]
    fn web_pages_empty_files_and_torn_archives_are_stopped() {
        assert_eq!(sniffed(b"\r\n<HTML><body><table>"), Err("D003".into()));
        assert_eq!(sniffed(b" \r\n"), Err("D004".into()));
        assert_eq!(sniffed(b"PK\x03\x04 torn"), Err("D004".into()));
        assert_eq!(sniffed(b"%PDF-1.7"), Err("D004".into()));
    }

    #[test]
    fn text_and_old_excel_are_told_apart() {
        assert_eq!(sniffed(b"a;b"), Ok(Kind::Delimited));
        assert_eq!(sniffed(&[OLE, &[0; 100]].concat()), Ok(Kind::Xls));
    }

    #[test]
    fn a_wrong_ending_is_a_remark() {
        let mut journal = Journal::new("liste.xls");
        compare_with_name("liste.xls", Kind::Xlsx, &mut journal);
        compare_with_name("liste.XLSX", Kind::Xlsx, &mut journal);
        let findings = journal.into_findings();
        assert_eq!(findings.iter().map(|f| f.code.0).collect::<Vec<_>>(), [2]);
    }
}
