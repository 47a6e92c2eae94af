//! From the unchecked ssp.toml to a project: every rule that TOML itself cannot hold, each complaint at its line.

use super::document::Document;
use super::unchecked::{UncheckedIndicators, UncheckedProject, UncheckedSource, UncheckedSources};
use super::values::{date, file_name, path, required_text, texts, year};
use super::{districts, protection, reference, report};
use crate::model::profile::Source;
use crate::model::project::{IndicatorSettings, Project, SourceSetting};
use std::collections::BTreeMap;

/// Returns the project. Where something is wrong the document has a complaint, and the value is a stand-in.
pub(super) fn project(document: &mut Document<'_>, raw: UncheckedProject) -> Project {
    let districts = districts::check(document, raw.distrikter);
    let as_of = date(document, &["opgjort"], raw.opgjort);
    Project {
        code: code(document, raw.kommune.kode),
        name: required_text(document, &["kommune", "navn"], raw.kommune.navn),
        meeting_year: year(document, &["aar"], raw.aar),
        as_of,
        school_register: path(document, &["stamdata", "skoler"], raw.stamdata.skoler.clone()),
        street_register: path(document, &["stamdata", "veje"], raw.stamdata.veje.clone()),
        invited_register: path(document, &["stamdata", "inviterede"], raw.stamdata.inviterede.clone()),
        school_calendar: path(document, &["stamdata", "skolekalender"], raw.stamdata.skolekalender.clone()),
        plan_files: report::plan_files(document, &raw.stamdata),
        sources: sources(document, raw.kilder),
        protection: protection::check(document, &raw.beskyttelse),
        report: report::check(document, raw.rapport, raw.fokus, &districts),
        words: words(document, raw.ordvalg),
        indicators: indicators(document, raw.indikatorer),
        jump_percent: jump_percent(document, raw.kontrol.spring_procent),
        least_effect: reference::least_effect(document, &raw.signaler),
        reference_file: path(document, &["stamdata", "reference"], raw.stamdata.reference),
        references: Vec::new(),
        districts,
    }
}

fn code(document: &mut Document<'_>, value: Option<String>) -> String {
    let place = ["kommune", "kode"];
    let code = required_text(document, &place, value);
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    if !is_code && !code.is_empty() {
        document.complain(&place, format!("Kommunekoden \"{code}\" skal have tre cifre. Skriv for eksempel kode = \"999\""));
    }
    code
}

fn sources(document: &mut Document<'_>, raw: UncheckedSources) -> BTreeMap<Source, SourceSetting> {
    let written = [
        (Source::Upu, raw.upu),
        (Source::Politi, raw.politi),
        (Source::Fravaer, raw.fravaer),
        (Source::Observationer, raw.observationer),
        (Source::Befolkning, raw.befolkning),
    ];
    let mut sources: BTreeMap<Source, SourceSetting> = BTreeMap::new();
    for (source, setting) in written.into_iter().filter_map(|(source, setting)| Some((source, setting?))) {
        let setting = source_setting(document, source, setting);
        let twin =
            sources.iter().find(|(_, other)| other.folder.eq_ignore_ascii_case(&setting.folder) && !setting.folder.is_empty());
        if let Some((other, _)) = twin {
            let text =
                format!("Mappen \"{}\" bruges også af [kilder.{}]. Giv hver kilde sin egen mappe.", setting.folder, other.key());
            document.complain(&["kilder", source.key(), "mappe"], text);
        }
        sources.insert(source, setting);
    }
    sources
}

fn source_setting(document: &mut Document<'_>, source: Source, raw: UncheckedSource) -> SourceSetting {
    let place = |key| ["kilder", source.key(), key];
    if raw.mappe.is_none() {
        document.complain_missing(&place("mappe"));
    }
    let folder = path(document, &place("mappe"), raw.mappe).unwrap_or_default();
    let profile = required_text(document, &place("profil"), raw.profil);
    file_name(document, &place("profil"), &profile);
    let mut exempted = Vec::new();
    for (index, file) in raw.undtaget.into_iter().enumerate() {
        let item = index.to_string();
        exempted.extend(path(document, &["kilder", source.key(), "undtaget", &item], Some(file)));
    }
    SourceSetting { folder, profile, exempted }
}

fn indicators(document: &mut Document<'_>, raw: UncheckedIndicators) -> IndicatorSettings {
    if raw.kun_egne && raw.fil.is_none() {
        let text = "kun_egne er true, men der er ingen egne indikatorer. Tilføj en linje som fil = \"indikatorer.toml\"";
        document.complain(&["indikatorer", "kun_egne"], text);
    }
    for (index, id) in raw.til.iter().enumerate().filter(|(_, id)| raw.fra.contains(id)) {
        let text = format!("\"{id}\" står både under til og fra. Slet den ene.");
        document.complain(&["indikatorer", "til", &index.to_string()], text);
    }
    IndicatorSettings {
        file: path(document, &["indikatorer", "fil"], raw.fil),
        only_own: raw.kun_egne,
        on: texts(document, &["indikatorer", "til"], raw.til),
        off: texts(document, &["indikatorer", "fra"], raw.fra),
        merged: raw.samlet,
    }
}

fn jump_percent(document: &mut Document<'_>, value: Option<i64>) -> i64 {
    const USUAL: i64 = 50;
    let percent = value.unwrap_or(USUAL);
    if !(10..=1000).contains(&percent) {
        let text = format!("spring_procent er {percent}, men skal være fra 10 til 1000. Det anbefalede tal er {USUAL}.");
        document.complain(&["kontrol", "spring_procent"], text);
    }
    percent
}

fn words(document: &mut Document<'_>, raw: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for (general, own) in raw {
        let own = required_text(document, &["ordvalg", &general], Some(own));
        words.insert(general, own);
    }
    words
}
