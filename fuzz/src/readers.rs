//! One target per kind of file. An input that is a whole file is taken as it is; any other is the inside of one.

use crate::model::profile::{Profile, Sheets};
use crate::packing;
use crate::promises::{NAME, NUMBER, PRINTED, hold, profile};
use std::sync::LazyLock;

static POLICE: LazyLock<Profile> =
    LazyLock::new(|| Profile { ark: Some(Sheets::One("alle".into())), ..profile("politi-ugeliste") });
static SURVEY: LazyLock<Profile> = LazyLock::new(|| profile("upu-bred"));
static NOTES: LazyLock<Profile> = LazyLock::new(|| profile("observationer"));

/// Old Excel: a compound file has no checksums, so it is mutated as it is.
pub fn xls(input: &[u8]) {
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let bytes = [&ole[..], input.get(ole.len()..).unwrap_or_default()].concat();
    hold("indbakke/a.xls", bytes, &POLICE, input, None);
}

/// Excel: sheet, shared strings, styles, workbook and relations.
pub fn xlsx(input: &[u8]) {
    packed("indbakke/a.xlsx", input, packing::xlsx, &POLICE, b"<c");
}

/// Binary Excel: sheet, shared strings, workbook and styles.
pub fn xlsb(input: &[u8]) {
    packed("indbakke/a.xlsb", input, packing::xlsb, &POLICE, b"");
}

/// LibreOffice: the content.
pub fn ods(input: &[u8]) {
    packed("indbakke/a.ods", input, packing::ods, &POLICE, b"");
}

/// Word: the document.
pub fn docx(input: &[u8]) {
    packed("indbakke/a.docx", input, packing::docx, &NOTES, b"tr");
}

/// A web page saved as a workbook.
pub fn html(input: &[u8]) {
    let row = format!("<tr><td>{PRINTED}</td><td>{NAME}</td></tr>");
    let bytes = [b"<html><body><table>", input, row.as_bytes(), b"</table></body></html>"].concat();
    hold("indbakke/a.xls", bytes, &POLICE, input, None);
}

/// Delimited text: with rows of ours above, and as it is.
pub fn delimited(input: &[u8]) {
    let above = format!("CPR-nr.;Rolle;Dato\n{PRINTED};{NAME};{NUMBER}\n");
    let with_row = [above.as_bytes(), input].concat();
    let most = lines(&with_row);
    hold("indbakke/a.csv", with_row, &POLICE, input, Some(most));
    hold("indbakke/a.csv", input.to_vec(), &SURVEY, input, Some(lines(input)));
}

/// Any bytes under any name.
pub fn sniff(input: &[u8]) {
    let names = ["a.csv", "a.xlsx", "a.xls", "a.docx", "a"];
    let name = names[usize::from(input.first().copied().unwrap_or(0)) % names.len()];
    hold(name, input.to_vec(), &POLICE, input, None);
    hold(name, input.get(1..).unwrap_or_default().to_vec(), &NOTES, input, None);
}

/// `cell` is a text each cell or row of the inside holds, so that their number is known.
fn packed(file: &str, input: &[u8], pack: fn(&[u8]) -> Vec<u8>, profile: &Profile, cell: &[u8]) {
    if input.starts_with(b"PK\x03\x04") {
        hold(file, input.to_vec(), profile, input, None);
        return;
    }
    let bytes = pack(input);
    let most = (!cell.is_empty()).then(|| bytes.windows(cell.len()).filter(|w| *w == cell).count());
    hold(file, bytes, profile, input, most);
}

/// A row of a text file ends at a line feed or a carriage return, in UTF-16 too.
fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1
}
