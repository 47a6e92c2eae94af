//! The last scan: finished bytes are opened as a reader would open them and searched for personal data.
//!
//! What cannot be read cannot be cleared, so an unknown or unreadable file counts as a leak too. Never reports a value.

use super::{cpr, markup, pdf_text};
use crate::model::artefact::Artefact;
use std::io::{Cursor, Read};

/// A CPR number, or what looks like one.
const CPR: &str = "muligt CPR-nummer";
/// A picture or file inside the file, which the scan cannot look into.
const EMBEDDED: &str = "indlejret data";
/// A file type the scan cannot open.
const UNKNOWN: &str = "ukendt filtype";
/// A file of a known type that cannot be opened.
const UNREADABLE: &str = "ulæselig tekst";

/// Something that must not be published: where and what kind, never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// Path below the output folder.
    pub path: String,
    /// Kind, in Danish.
    pub kind: &'static str,
}

/// Returns what stands in a finished file and must not be published; empty when it is clean. Each kind once.
pub fn scan(artefact: &Artefact) -> Vec<Leak> {
    let mut kinds = kinds(artefact);
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().map(|kind| Leak { path: artefact.path.clone(), kind }).collect()
}

fn kinds(artefact: &Artefact) -> Vec<&'static str> {
    let extension = artefact.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "csv" | "json" | "toml" | "txt" => plain(&artefact.bytes),
        "html" | "svg" => markup(&artefact.bytes),
        "xlsx" => workbook(&artefact.bytes),
        "pdf" => pdf(&artefact.bytes),
        _ => vec![UNKNOWN],
    }
}

fn in_texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<&'static str> {
    texts.into_iter().filter(|text| cpr::holds_cpr(text)).map(|_| CPR).collect()
}

fn plain(bytes: &[u8]) -> Vec<&'static str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => in_texts([&text.to_owned()]),
        Err(_) => vec![UNREADABLE],
    }
}

fn markup(bytes: &[u8]) -> Vec<&'static str> {
    let Ok(source) = std::str::from_utf8(bytes) else { return vec![UNREADABLE] };
    let mut kinds = in_texts(&markup::readings(source));
    if markup::embeds_data(source) {
        kinds.push(EMBEDDED);
    }
    kinds
}

/// Scans every part of a workbook: cells, shared texts, comments, sheet names and document properties are all XML.
fn workbook(bytes: &[u8]) -> Vec<&'static str> {
    let Ok(mut parts) = zip::ZipArchive::new(Cursor::new(bytes)) else { return vec![UNREADABLE] };
    (0..parts.len()).flat_map(|index| part(&mut parts, index)).collect()
}

fn part(parts: &mut zip::ZipArchive<Cursor<&[u8]>>, index: usize) -> Vec<&'static str> {
    let Ok(mut entry) = parts.by_index(index) else { return vec![UNREADABLE] };
    if entry.is_dir() {
        return Vec::new();
    }
    let is_xml = [".xml", ".rels", ".vml"].iter().any(|ending| entry.name().is_ok_and(|name| name.ends_with(ending)));
    let mut content = Vec::new();
    match entry.read_to_end(&mut content) {
        Ok(_) if is_xml => markup(&content),
        Ok(_) => vec![EMBEDDED],
        Err(_) => vec![UNREADABLE],
    }
}

fn pdf(bytes: &[u8]) -> Vec<&'static str> {
    let Some(readings) = pdf_text::readings(bytes) else { return vec![UNREADABLE] };
    let mut kinds = in_texts(&readings.texts);
    kinds.extend(readings.markup.iter().flat_map(|source| markup(source)));
    if readings.embeds_files {
        kinds.push(EMBEDDED);
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn found(path: &str, content: &str) -> Vec<&'static str> {
        kinds_of(path, content.as_bytes().to_vec())
    }

    fn kinds_of(path: &str, bytes: Vec<u8>) -> Vec<&'static str> {
        scan(&Artefact::new(path, bytes)).into_iter().map(|leak| leak.kind).collect()
    }

    fn xlsx(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a new part starts");
            writer.write_all(content.as_bytes()).expect("memory takes all bytes");
        }
        writer.finish().expect("the archive closes").into_inner()
    }

    #[test]
    fn a_number_in_a_plain_file_is_found_and_its_value_never_repeated() {
        for path in ["tabeller/a.csv", "manifest.json", "a.toml", "a.txt"] {
            let leaks = scan(&Artefact::new(path, b"\xef\xbb\xbfa;710101-4321;b\r\n".to_vec()));
            assert_eq!(leaks, [Leak { path: path.to_owned(), kind: CPR }]);
            assert!(!format!("{leaks:?}").contains("4321"));
            assert!(found(path, "omraade;taeller\r\nnord;214\r\n").is_empty(), "{path}");
        }
    }

    #[test]
    fn a_number_in_a_page_is_found_in_text_attributes_and_comments() {
        for leak in ["<p>71<b>01</b>01-4321</p>", "<img alt=\"710101 4321\">", "<!-- 7101014321 -->", "<p>710101&#8211;4321</p>"]
        {
            assert_eq!(found("a.html", leak), [CPR], "{leak}");
        }
        assert!(found("a.html", "<table><tr><td>710101</td><td>4321</td></tr></table>").is_empty());
    }

    #[test]
    fn a_picture_in_a_page_is_refused() {
        assert_eq!(found("a.html", "<img src=\"data:image/png;base64,iVBORw0\">"), [EMBEDDED]);
    }

    #[test]
    fn a_chart_is_scanned_but_for_its_coordinates() {
        assert_eq!(found("a.svg", "<svg><text x=\"1\">710101-4321</text></svg>"), [CPR]);
        assert!(found("a.svg", "<svg><path d=\"M 010203 1234\"/><text>16,4 %</text></svg>").is_empty());
    }

    #[test]
    fn a_number_in_any_part_of_a_workbook_is_found() {
        let clean = ("xl/worksheets/sheet1.xml", "<row><c><v>710101</v></c><c><v>4321</v></c></row>");
        assert!(kinds_of("a.xlsx", xlsx(&[clean])).is_empty());
        let rich = ("xl/sharedStrings.xml", "<si><r><rPr><b/></rPr><t>710101</t></r><r><t>-4321</t></r></si>");
        let number = ("xl/worksheets/sheet2.xml", "<c><v>7101014321</v></c>");
        let property = ("docProps/core.xml", "<dc:creator>710101-4321</dc:creator>");
        for leak in [rich, number, property] {
            assert_eq!(kinds_of("a.xlsx", xlsx(&[clean, leak])), [CPR], "{}", leak.0);
        }
    }

    #[test]
    fn a_workbook_with_a_picture_or_without_a_structure_is_refused() {
        assert_eq!(kinds_of("a.xlsx", xlsx(&[("xl/media/image1.png", "x")])), [EMBEDDED]);
        assert_eq!(found("a.xlsx", "PK"), [UNREADABLE]);
    }

    #[test]
    fn what_cannot_be_read_is_not_cleared() {
        assert_eq!(found("a.docx", ""), [UNKNOWN]);
        assert_eq!(found("uden-endelse", ""), [UNKNOWN]);
        assert_eq!(kinds_of("a.csv", vec![0xe6, 0xf8]), [UNREADABLE]);
        assert_eq!(found("a.pdf", "%PDF-1.7"), [UNREADABLE]);
    }
}
