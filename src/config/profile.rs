//! Import profiles: what the shape of the file cannot say about them.

use super::document::Document;
use super::values::file_name;
use super::words::{any_of, nearest};
use crate::model::profile::{Column, ColumnKind, MonthGrid, Profile, Source};
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
    check_marks(document, profile, &["skjult_af_kilden"], &profile.skjult_af_kilden);
    for (field, column) in &profile.kolonner {
        check_marks(document, profile, &["kolonner", field, "skjult_af_kilden"], &column.skjult_af_kilden);
        if !matches!(column.decimaltegn, None | Some(',' | '.')) {
            document.complain(&["kolonner", field, "decimaltegn"], "Nøglen \"decimaltegn\" skal være \",\" eller \".\".");
        }
    }
    check_columns(document, &profile.kolonner, &profile.afvis_kolonner);
    if let Some(grid) = &profile.maanedsgitter {
        check_month_grid(document, grid);
    }
    if let Some(unfold) = profile.udfold.as_ref().filter(|unfold| unfold.kolonner.is_empty()) {
        let text = format!("[udfold.kolonner] er tom. Skriv de overskrifter, der skal læses som {}.", unfold.felt);
        document.complain(&["udfold"], text);
    }
    if profile.kilde == Source::Upu {
        check_survey_form(document, profile);
    }
}

/// The forms a survey can have, and the fields each must have.
const SURVEY_FORMS: [(&str, &[&str]); 3] =
    [("bred", &[]), ("lang", &["respondent", "spoergsmaal", "svar"]), ("aggregeret", &["spoergsmaal", "svar", "antal"])];

fn check_survey_form(document: &mut Document<'_>, profile: &Profile) {
    let form = profile.form.as_deref().unwrap_or("bred");
    let Some((_, needed)) = SURVEY_FORMS.iter().find(|(name, _)| *name == form) else {
        let names = SURVEY_FORMS.map(|(name, _)| name);
        let advice = match nearest(form, names.into_iter()) {
            Some(near) => format!("Mente du \"{near}\"?"),
            None => format!("Skriv {}.", any_of(&names)),
        };
        return document.complain(&["form"], format!("Nøglen \"form\" kan ikke være \"{form}\". {advice}"));
    };
    for field in needed.iter().filter(|field| !profile.kolonner.contains_key(**field)) {
        let text = format!("En undersøgelse med form = \"{form}\" skal have kolonnen [kolonner.{field}]. Tilføj den.");
        document.complain(&["form"], text);
    }
    if let Some(column) = profile.kolonner.get("respondent").filter(|c| c.slags != ColumnKind::Respondent) {
        let place = ["kolonner", "respondent", if column.slags == ColumnKind::Text { "navne" } else { "slags" }];
        document
            .complain(&place, "Respondentens nummer må ikke gemmes. Skriv slags = \"svarnoegle\" under [kolonner.respondent].");
    }
}

/// A mark that is both hidden and missing would be read as missing, and a figure be told that must not.
fn check_marks(document: &mut Document<'_>, profile: &Profile, path: &[&str], marks: &[String]) {
    for (index, mark) in marks.iter().enumerate() {
        let index = index.to_string();
        let place: Vec<&str> = path.iter().copied().chain([index.as_str()]).collect();
        if mark.trim().is_empty() {
            document.complain(&place, "Et mærke er tomt. Skriv det, som det står i filen, eller slet det.");
        } else if profile.manglende.iter().any(|missing| folded(missing) == folded(mark)) {
            let text = format!("\"{mark}\" står både under \"manglende\" og \"skjult_af_kilden\". Slet den ene.");
            document.complain(&place, text);
        }
    }
}

/// What a letter of a month grid can mean.
const MEANINGS: [&str; 5] = ["sygdom", "lovligt", "ulovligt", "til stede", "ingen skoledag"];

fn check_month_grid(document: &mut Document<'_>, grid: &MonthGrid) {
    for (code, meaning) in grid.koder.iter().filter(|(_, meaning)| !MEANINGS.contains(&meaning.as_str())) {
        let text = format!("\"{meaning}\" er ikke noget, et bogstav kan betyde. Brug {}.", any_of(&MEANINGS));
        document.complain(&["maanedsgitter", "koder", code], text);
    }
    for (index, half) in grid.halve.iter().enumerate().filter(|(_, half)| !grid.koder.contains_key(*half)) {
        let text = format!("\"{half}\" står under halve, men ikke under [maanedsgitter.koder]. Tilføj det der.");
        document.complain(&["maanedsgitter", "halve", &index.to_string()], text);
    }
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

/// The headers seen so far, and who reads them.
pub(super) struct Headers {
    section: &'static str,
    key: &'static str,
    taken: BTreeMap<String, String>,
}

impl Headers {
    pub(super) fn new(section: &'static str, key: &'static str) -> Self {
        Self { section, key, taken: BTreeMap::new() }
    }

    /// Complains when `owner` has no header, a blank one, or one that another owner has.
    pub(super) fn check(&mut self, document: &mut Document<'_>, owner: &str, headers: &[String]) {
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
