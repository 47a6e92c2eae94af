//! The sheet of a survey that says what the codes mean, as a proposal to be confirmed.

use super::columns::quoted;
use crate::read::glimpse::{Glimpse, SheetGlimpse, normal};

/// Headers such sheets have, as survey programs write them: the column of the data, the code, and the words.
const HEADERS: [&[&str]; 3] = [
    &["variabel", "variable", "variabelnavn", "kolonne"],
    &["kode", "værdi", "code", "value"],
    &["tekst", "label", "værdilabel", "betydning", "svartekst"],
];

/// Returns the section of the first sheet that has the three headers, with a `#` before each line.
pub(super) fn section(glimpse: &Glimpse) -> String {
    let found = glimpse.sheets.iter().filter_map(|sheet| Some((sheet.name()?, headers(sheet)?))).next();
    let Some((name, [variable, code, words])) = found else { return String::new() };
    let (name, variable, code, words) = (quoted(name), quoted(variable), quoted(code), quoted(words));
    format!(
        "\n# Arket {name} ser ud til at sige, hvad koderne betyder. Gør det det, så fjern #, og skriv ordene som svar i kodebogen.\n\
         # [vaerdiark]\n# ark = {name}\n# variabel = {variable}\n# kode = {code}\n# tekst = {words}\n"
    )
}

fn headers(sheet: &SheetGlimpse) -> Option<[&str; 3]> {
    if sheet.is_empty() {
        return None;
    }
    let cells = || (0..sheet.width(0)).map(|place| sheet.cell(0, place));
    let one = |known: &[&str]| cells().find(|cell| known.contains(&normal(cell).as_str()));
    Some([one(HEADERS[0])?, one(HEADERS[1])?, one(HEADERS[2])?])
}
