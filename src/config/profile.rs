//! Import profiles and codebooks: what the shape of the file cannot say about them.

use super::document::Document;
use super::values::file_name;
use crate::model::profile::{Codebook, Column, Item, Profile};
use std::collections::BTreeMap;

/// Complains about everything in a profile that would make a file be read wrongly.
pub(super) fn check_profile(document: &mut Document<'_>, profile: &Profile) {
    if profile.kolonner.is_empty() {
        document.complain(&["kolonner"], "Profilen har ingen kolonner. Tilføj et afsnit for hver, for eksempel [kolonner.dato].");
    }
    if !matches!(profile.decimaltegn, None | Some(',' | '.')) {
        document.complain(&["decimaltegn"], "Nøglen \"decimaltegn\" skal være \",\" eller \".\".");
    }
    if let Some(name) = &profile.kodebog {
        file_name(document, &["kodebog"], name);
    }
    for field in profile.konstanter.keys().filter(|field| profile.kolonner.contains_key(*field)) {
        let text = format!(
            "\"{field}\" står både under [konstanter] og [kolonner]. Slet den ene, så det er klart, hvilken værdi der gælder."
        );
        document.complain_of_key(&["konstanter", field], text);
    }
    check_columns(document, &profile.kolonner, &profile.afvis_kolonner);
}

fn check_columns(document: &mut Document<'_>, columns: &BTreeMap<String, Column>, refused: &[String]) {
    let mut headers = Headers::new("kolonner", "navne");
    for (field, column) in columns {
        headers.check(document, field, &column.navne);
    }
    for (index, header) in refused.iter().enumerate() {
        if let Some(field) = headers.taken.get(&folded(header)) {
            let text = format!("\"{header}\" skal både afvises og læses som [kolonner.{field}]. Slet den ene.");
            document.complain(&["afvis_kolonner", &index.to_string()], text);
        }
    }
}

/// Complains about everything in a codebook that would make an answer be counted wrongly.
pub(super) fn check_codebook(document: &mut Document<'_>, codebook: &Codebook) {
    if codebook.spoergsmaal.is_empty() {
        document.complain(
            &["spoergsmaal"],
            "Kodebogen har ingen spørgsmål. Tilføj et afsnit for hvert, for eksempel [spoergsmaal.\"wb.lonely\"].",
        );
    }
    let mut headers = Headers::new("spoergsmaal", "kolonne");
    for (name, item) in &codebook.spoergsmaal {
        headers.check(document, name, &item.kolonne);
        check_item(document, name, item);
    }
}

fn check_item(document: &mut Document<'_>, name: &str, item: &Item) {
    let place = ["spoergsmaal", name];
    match item.tal {
        None if item.svar.is_empty() => {
            let text = format!(
                "Spørgsmålet \"{name}\" har hverken \"svar\" eller \"tal\". Tilføj svar = {{ \"Ja\" = 1, \"Nej\" = 0 }} eller tal = [0, 10]"
            );
            document.complain(&place, text);
        }
        Some(_) if !item.svar.is_empty() => {
            let text = format!("Spørgsmålet \"{name}\" har både \"svar\" og \"tal\". Slet den ene.");
            document.complain(&["spoergsmaal", name, "tal"], text);
        }
        Some((from, to)) if from > to => {
            document.complain(
                &["spoergsmaal", name, "tal"],
                format!("Det første tal ({from}) er større end det sidste ({to}). Byt dem om."),
            );
        }
        _ => {}
    }
    for answer in item.ugyldige.iter().filter(|answer| item.svar.contains_key(*answer)) {
        let text = format!("Svaret \"{answer}\" står både under \"svar\" og \"ugyldige\". Slet det ene.");
        document.complain(&["spoergsmaal", name, "ugyldige"], text);
    }
}

/// The headers seen so far, and who reads them.
struct Headers {
    section: &'static str,
    key: &'static str,
    taken: BTreeMap<String, String>,
}

impl Headers {
    fn new(section: &'static str, key: &'static str) -> Self {
        Self { section, key, taken: BTreeMap::new() }
    }

    /// Complains when `owner` has no header, a blank one, or one that another owner has.
    fn check(&mut self, document: &mut Document<'_>, owner: &str, headers: &[String]) {
        let Self { section, key, .. } = *self;
        if headers.is_empty() {
            document.complain(
                &[section, owner, key],
                format!("Listen \"{key}\" er tom. Skriv kolonnens overskrift, som den står i filen."),
            );
        }
        for (index, header) in headers.iter().enumerate() {
            let index = index.to_string();
            let place = [section, owner, key, index.as_str()];
            let first = self.taken.entry(folded(header)).or_insert_with(|| owner.to_owned());
            if header.trim().is_empty() {
                document.complain(&place, "En overskrift er tom. Skriv den, som den står i filen, eller slet den.");
            } else if first != owner {
                document.complain(
                    &place,
                    format!("Overskriften \"{header}\" bruges allerede af \"{first}\". En kolonne kan kun læses ét sted."),
                );
            }
        }
    }
}

/// Returns a header as the reader compares it.
fn folded(header: &str) -> String {
    header.trim().to_lowercase()
}
