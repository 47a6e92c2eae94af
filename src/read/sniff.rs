//! What a file is, by its first bytes and its parts. The name only leads to a remark.

use super::archive::Archive;
use super::compound::Compound;
use super::encoding;
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
    /// A web page.
    Html,
    /// Text with separators.
    Delimited,
}

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const NO_TABLE: &str = "Filen er hverken et Excel-ark, et Word-dokument eller en tekstfil.";
const AS_XLSX: &str = "Åbn filen i Excel, gem den som Excel-projektmappe (.xlsx), og prøv igen.";
const AS_DOCX: &str = "Åbn filen i Word, gem den som .docx, og prøv igen.";
const FROM_SOURCE: &str = "Hent tallene som Excel- eller CSV-fil i det system, filen kommer fra.";
const UNPACKED: &str = "Pak filen ud, og læg de filer, der ligger i den, i mappen.";
const FROM_SPSS: &str = "Åbn filen i SPSS, eller gå til undersøgelsens system, og vælg eksport til Excel eller CSV med svartekster \
    i stedet for koder. Kan filen kun eksporteres med koder, så tag arket med kodernes betydning med.";

/// Kinds that are known by their first bytes and cannot be read: first bytes, what they are, what to do.
const UNREADABLE: &[(&[u8], &str, &str)] = &[
    (b"$FL2", "Filen er en SPSS-fil (.sav).", FROM_SPSS),
    (b"$FL3", "Filen er en SPSS-fil (.zsav).", FROM_SPSS),
    (b"<stata_dta>", "Filen er en Stata-fil (.dta).", FROM_SOURCE),
    (b"%PDF", "Filen er en PDF-fil.", FROM_SOURCE),
    (b"{\\rtf", "Filen er et dokument i formatet RTF.", AS_DOCX),
    (b"\x89PNG", "Filen er et billede.", FROM_SOURCE),
    (b"\xff\xd8\xff", "Filen er et billede.", FROM_SOURCE),
    (b"GIF8", "Filen er et billede.", FROM_SOURCE),
    (b"II*\0", "Filen er et billede.", FROM_SOURCE),
    (b"MM\0*", "Filen er et billede.", FROM_SOURCE),
    (b"\x1f\x8b", "Filen er pakket (gzip).", UNPACKED),
    (b"7z\xbc\xaf\x27\x1c", "Filen er pakket (7-Zip).", UNPACKED),
    (b"Rar!\x1a\x07", "Filen er pakket (RAR).", UNPACKED),
    (b"\0\x01\0\0Standard ", "Filen er en Access-database.", FROM_SOURCE),
    (b"SQLite format 3\0", "Filen er en database.", FROM_SOURCE),
    (b"\x09\x00\x04\x00", "Filen er et Excel-ark fra før 1995.", AS_XLSX),
    (b"\x09\x02\x06\x00", "Filen er et Excel-ark fra før 1995.", AS_XLSX),
    (b"\x09\x04\x06\x00", "Filen er et Excel-ark fra før 1995.", AS_XLSX),
];

/// Returns the kind of a file, or stops it when it cannot be read.
pub(super) fn kind(file: &str, bytes: &[u8], journal: &mut Journal) -> Result<Kind, Stopped> {
    if bytes.trim_ascii().is_empty() {
        let how = if bytes.is_empty() { " (0 byte)" } else { ", den har kun blanke tegn" };
        return Err(journal.stop(4, &format!("Filen er tom{how}.")));
    }
    if let Some((_, what, action)) = UNREADABLE.iter().find(|(first, ..)| bytes.starts_with(first)) {
        return Err(journal.stop_with(121, what, action));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes, journal);
    }
    if bytes.starts_with(OLE) {
        return compound(file, bytes, journal);
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
    let mut archive = Archive::open(bytes, journal)?;
    let found = PARTS.iter().find(|(part, _)| archive.has(part)).map(|(_, kind)| *kind);
    let mimetype = archive.part("mimetype", 200).unwrap_or_default();
    match found {
        Some(Kind::Ods) if mimetype.starts_with(b"application/vnd.oasis.opendocument.text") => {
            let action = "Åbn filen i LibreOffice, gem den som .docx, og prøv igen.";
            Err(journal.stop_with(121, "Filen er et tekstdokument fra LibreOffice (.odt).", action))
        }
        Some(kind) => Ok(kind),
        None if archive.has_below("ppt/") => Err(journal.stop_with(121, "Filen er en PowerPoint-præsentation.", FROM_SOURCE)),
        None if archive.has_below("Index/") => {
            let action = "Åbn filen i Numbers, vælg eksport til Excel, og læg den nye fil i mappen.";
            Err(journal.stop_with(121, "Filen er et regneark fra Numbers.", action))
        }
        None => Err(journal.stop_with(121, "Filen er en zip-fil og hverken et Excel-ark eller et Word-dokument.", UNPACKED)),
    }
}

fn compound(name: &str, bytes: &[u8], journal: &mut Journal) -> Result<Kind, Stopped> {
    let Some(file) = Compound::open(bytes) else { return Err(journal.stop(4, "Filen er afbrudt eller beskadiget.")) };
    if file.has("EncryptedPackage") {
        return Err(password(name, journal));
    }
    if file.has("Workbook") || file.has("Book") {
        return Ok(Kind::Xls);
    }
    let (what, action) = if file.has("WordDocument") {
        ("Filen er et gammelt Word-dokument (.doc).", AS_DOCX)
    } else if file.has("PowerPoint Document") {
        ("Filen er en PowerPoint-præsentation.", FROM_SOURCE)
    } else if file.has("__properties_version1.0") {
        ("Filen er en mail fra Outlook.", "Gem den vedhæftede fil fra mailen, og læg den i mappen.")
    } else {
        ("Filen er hverken et Excel-ark eller et Word-dokument.", FROM_SOURCE)
    };
    Err(journal.stop_with(121, what, action))
}

fn password(name: &str, journal: &mut Journal) -> Stopped {
    let message = "Filen er beskyttet med adgangskode.";
    if ending(name).is_some_and(|ending| ending.starts_with("doc")) {
        let action = "Åbn filen i Word, fjern adgangskoden (Filer › Oplysninger › Beskyt dokument), og gem igen.";
        return journal.stop_with(1, message, action);
    }
    journal.stop(1, message)
}

fn text(bytes: &[u8], journal: &mut Journal) -> Result<Kind, Stopped> {
    let start = encoding::beginning(bytes);
    let has = |word: &str| start.contains(word);
    if start.starts_with("<?xml") && (has("<workbook") || has("excel.sheet")) {
        return Err(journal.stop_with(121, "Filen er et regneark gemt som XML (Excel 2003).", AS_XLSX));
    }
    if start.starts_with('<') && ["<html", "<table", "<!doctype html", "<body"].iter().any(|word| has(word)) {
        return Ok(Kind::Html);
    }
    if start.starts_with("mime-version:") {
        return Err(journal.stop_with(121, "Filen er et webarkiv (.mht).", AS_XLSX));
    }
    if start.starts_with("<?xml") {
        return Err(journal.stop_with(121, "Filen er en XML-fil.", FROM_SOURCE));
    }
    if bytes.len() > 8 && bytes[4..].starts_with(b"ftyp") {
        return Err(journal.stop_with(121, "Filen er et billede eller en film.", FROM_SOURCE));
    }
    Ok(Kind::Delimited)
}

/// Returns what stops a file that is neither of a known kind nor text.
pub(super) fn unknown(journal: &mut Journal) -> Stopped {
    journal.stop(4, NO_TABLE)
}

fn ending(file: &str) -> Option<String> {
    Path::new(file).extension().and_then(|e| e.to_str()).map(str::to_lowercase)
}

/// Remarks that the name of the file says something else than its content.
pub(super) fn compare_with_name(file: &str, kind: Kind, journal: &mut Journal) {
    let Some(ending) = ending(file) else { return };
    let (fitting, what): (&[&str], &str) = match kind {
        Kind::Xlsx => (&["xlsx", "xlsm", "xltx", "xltm"], "et Excel-ark (.xlsx)"),
        Kind::Xls => (&["xls", "xlt"], "et Excel-ark (.xls)"),
        Kind::Xlsb => (&["xlsb"], "et Excel-ark (.xlsb)"),
        Kind::Ods => (&["ods", "ots"], "et LibreOffice-ark (.ods)"),
        Kind::Docx => (&["docx", "docm", "dotx"], "et Word-dokument (.docx)"),
        // A web page is remarked with its table.
        Kind::Html => return,
        Kind::Delimited => (&["csv", "txt", "tsv", "tab", "asc"], "en tekstfil med skilletegn"),
    };
    if !fitting.contains(&ending.as_str()) {
        journal.note(2, &format!("Filen hedder .{ending}, men er {what} og er læst som det."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::compound::with_stream;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn sniffed(bytes: &[u8]) -> Result<Kind, String> {
        let mut journal = Journal::new("f.xls");
        kind("f.xls", bytes, &mut journal).map_err(|_| {
            let findings = journal.into_findings();
            let said: Vec<String> = findings.iter().map(|f| format!("{} {}", f.code, f.message)).collect();
            assert!(findings.iter().all(|f| f.action.ends_with('.')), "{said:?}");
            said.join("; ")
        })
    }

    fn zip(names: &[&str], mimetype: &str) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default()).expect("memory takes a part");
            writer.write_all(mimetype.as_bytes()).expect("memory takes bytes");
        }
        writer.finish().expect("memory takes the directory").into_inner()
    }

    #[track_caller]
    fn assert_stops(bytes: &[u8], expected: &str) {
        let found = sniffed(bytes).expect_err("the file cannot be read");
        assert!(found.starts_with(expected) && !found.contains("; "), "{found} is not {expected}");
    }

    #[test]
    fn a_file_with_password_is_named_as_such() {
        assert_stops(&with_stream("EncryptedPackage", &[0; 100]), "D001 Filen er beskyttet");
        let mut journal = Journal::new("f.docx");
        assert!(kind("f.docx", &with_stream("EncryptedPackage", &[0; 100]), &mut journal).is_err());
        assert!(journal.into_findings().iter().all(|f| f.action.contains("Word")));
    }

    #[test]
    fn empty_files_and_torn_ones_are_named() {
        assert_stops(b"", "D004 Filen er tom (0 byte).");
        assert_stops(b" \r\n", "D004 Filen er tom, den har kun blanke tegn.");
        assert_stops(b"PK\x03\x04 torn", "D004 Filen er afbrudt");
        assert_stops(&[OLE, &[0; 100]].concat(), "D004 Filen er afbrudt");
    }

    #[test]
    fn kinds_that_are_not_read_are_named_with_what_to_do() {
        let cases: [(&[u8], &str); 9] = [
            (b"$FL2@(#) SPSS DATA FILE", "D121 Filen er en SPSS-fil (.sav)."),
            (b"$FL3@(#) SPSS DATA FILE", "D121 Filen er en SPSS-fil (.zsav)."),
            (b"%PDF-1.7", "D121 Filen er en PDF-fil."),
            (b"{\\rtf1\\ansi", "D121 Filen er et dokument i formatet RTF."),
            (b"\x89PNG\r\n\x1a\n", "D121 Filen er et billede."),
            (b"<?xml version=\"1.0\"?><data/>", "D121 Filen er en XML-fil."),
            (b"MIME-Version: 1.0\r\n<html>", "D121 Filen er et webarkiv"),
            (b"\x09\x02\x06\x00\x00\x00", "D121 Filen er et Excel-ark fra før 1995."),
            (
                b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook><Table>",
                "D121 Filen er et regneark gemt som XML",
            ),
        ];
        for (bytes, expected) in cases {
            assert_stops(bytes, expected);
        }
    }

    #[test]
    fn containers_are_known_by_what_is_in_them() {
        assert_eq!(sniffed(&with_stream("Workbook", &[0; 100])), Ok(Kind::Xls));
        assert_stops(&with_stream("WordDocument", &[0; 100]), "D121 Filen er et gammelt Word-dokument");
        assert_stops(&with_stream("__properties_version1.0", &[0; 100]), "D121 Filen er en mail");
        assert_eq!(sniffed(&zip(&["content.xml"], "")), Ok(Kind::Ods));
        assert_stops(
            &zip(&["mimetype", "content.xml"], "application/vnd.oasis.opendocument.text"),
            "D121 Filen er et tekstdokument",
        );
        assert_stops(&zip(&["ppt/presentation.xml"], ""), "D121 Filen er en PowerPoint");
        assert_stops(&zip(&["liste.csv"], ""), "D121 Filen er en zip-fil");
    }

    #[test]
    fn text_and_web_pages_are_told_apart() {
        assert_eq!(sniffed(b"a;b"), Ok(Kind::Delimited));
        assert_eq!(sniffed(b"a<table;b"), Ok(Kind::Delimited));
        assert_eq!(sniffed(b"\r\n<HTML><body><table>"), Ok(Kind::Html));
        assert_eq!(sniffed("\u{feff}<meta charset=utf-8><table>".as_bytes()), Ok(Kind::Html));
        let wide: Vec<u8> = "<html><table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniffed(&wide), Ok(Kind::Html));
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
