//! From the unchecked ssp.toml to a project: every rule that TOML itself cannot hold, each complaint at its line.

use super::document::Document;
use super::unchecked::{
    UncheckedIndicators, UncheckedProject, UncheckedProtection, UncheckedReport, UncheckedSource, UncheckedSources,
};
use super::values::{date, file_name, path, required_text, texts, year};
use super::words::{any_of, nearest};
use super::{districts, reference, unchecked};
use crate::model::period::Date;
use crate::model::profile::Source;
use crate::model::project::{
    District, Focus, IndicatorSettings, PlannedActivity, Project, Protection, ReportSettings, SourceSetting,
};
use crate::model::series_break::SeriesBreak;
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
        school_register: path(document, &["stamdata", "skoler"], raw.stamdata.skoler),
        street_register: path(document, &["stamdata", "veje"], raw.stamdata.veje),
        invited_register: path(document, &["stamdata", "inviterede"], raw.stamdata.inviterede),
        school_calendar: path(document, &["stamdata", "skolekalender"], raw.stamdata.skolekalender),
        sources: sources(document, raw.kilder),
        protection: protection(document, &raw.beskyttelse),
        report: report(document, raw.rapport, &districts),
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

fn protection(document: &mut Document<'_>, raw: &UncheckedProtection) -> Protection {
    let usual = Protection::default();
    let threshold = raw.mindste_antal.unwrap_or(usual.threshold);
    if threshold < 3 {
        let text = format!(
            "mindste_antal er {threshold}, men skal være mindst 3. Med et lavere tal kan enkelte unge kendes i rapporten. Det anbefalede tal er 5."
        );
        document.complain(&["beskyttelse", "mindste_antal"], text);
    }
    let mut base = |key: &str, value: Option<i64>, usual: i64| {
        let base = value.unwrap_or(usual.max(threshold));
        if base < threshold && threshold >= 3 {
            let text = format!(
                "{key} er {base}, men må ikke være lavere end mindste_antal ({threshold}). Det anbefalede tal er {usual}."
            );
            document.complain(&["beskyttelse", key], text);
        }
        base
    };
    Protection {
        threshold,
        survey_base: base("mindste_svar", raw.mindste_svar, usual.survey_base),
        rate_base: base("mindste_befolkning", raw.mindste_befolkning, usual.rate_base),
    }
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

fn report(document: &mut Document<'_>, raw: UncheckedReport, districts: &[District]) -> ReportSettings {
    ReportSettings {
        meeting_date: date(document, &["rapport", "moede"], raw.moede),
        council_points: texts(document, &["rapport", "lokalraad"], raw.lokalraad),
        professional_groups: texts(document, &["rapport", "faggrupper"], raw.faggrupper),
        last_focus: raw.sidste_fokus.map(|focus| last_focus(document, focus)),
        annual_plan: raw.aarshjul.into_iter().enumerate().map(|(i, line)| activity(document, i, line)).collect(),
        district_meetings: district_meetings(document, raw.distriktsmoeder, districts),
        lowest_response: lowest_response(document, raw.mindste_svarprocent),
        breaks: raw.brud.into_iter().enumerate().map(|(i, raw)| series_break(document, i, raw)).collect(),
    }
}

fn lowest_response(document: &mut Document<'_>, value: Option<i64>) -> i64 {
    let usual = ReportSettings::default().lowest_response;
    let percent = value.unwrap_or(usual);
    if !(0..=100).contains(&percent) {
        let text = format!("mindste_svarprocent er {percent}, men skal være fra 0 til 100. Det anbefalede tal er {usual}.");
        document.complain(&["rapport", "mindste_svarprocent"], text);
    }
    percent
}

fn series_break(document: &mut Document<'_>, index: usize, raw: unchecked::UncheckedBreak) -> SeriesBreak {
    let index = index.to_string();
    let place = |key| ["rapport", "brud", index.as_str(), key];
    if raw.fra.is_none() {
        document.complain_missing(&place("fra"));
    }
    let mut sources = Vec::new();
    for key in &raw.kilder {
        match Source::ALL.into_iter().find(|source| source.key() == key) {
            Some(source) => sources.push(source),
            None => {
                let keys: Vec<&str> = Source::ALL.iter().map(|source| source.key()).collect();
                document.complain(&place("kilder"), format!("Kilden \"{key}\" kendes ikke. Brug {}.", any_of(&keys)));
            }
        }
    }
    let from = date(document, &place("fra"), raw.fra);
    let until = date(document, &place("til"), raw.til);
    if until.is_some() && until < from {
        document.complain(&place("til"), "Datoen i til ligger før datoen i fra. Byt dem om, eller slet linjen med til.");
    }
    SeriesBreak {
        // A break that names no source holds for all: new districts, for example.
        sources: if raw.kilder.is_empty() { Source::ALL.to_vec() } else { sources },
        from: from.unwrap_or(Date { year: 0, month: 1, day: 1 }),
        until,
        name: required_text(document, &place("navn"), raw.navn),
        why: required_text(document, &place("hvorfor"), raw.hvorfor),
    }
}

fn last_focus(document: &mut Document<'_>, raw: unchecked::UncheckedFocus) -> Focus {
    let place = |key| ["rapport", "sidste_fokus", key];
    if raw.valgt.is_none() {
        document.complain_missing(&place("valgt"));
    }
    Focus {
        title: required_text(document, &place("titel"), raw.titel),
        indicators: texts(document, &place("indikatorer"), raw.indikatorer),
        chosen: year(document, &place("valgt"), raw.valgt).unwrap_or_default(),
    }
}

fn activity(document: &mut Document<'_>, index: usize, raw: unchecked::UncheckedActivity) -> PlannedActivity {
    let index = index.to_string();
    let place = |key| ["rapport", "aarshjul", index.as_str(), key];
    PlannedActivity {
        when: required_text(document, &place("hvornaar"), raw.hvornaar),
        what: required_text(document, &place("hvad"), raw.hvad),
        for_whom: required_text(document, &place("for"), raw.for_whom),
    }
}

fn district_meetings(
    document: &mut Document<'_>,
    raw: BTreeMap<String, String>,
    districts: &[District],
) -> BTreeMap<String, crate::model::period::Date> {
    let mut meetings = BTreeMap::new();
    for (id, text) in raw {
        let place = ["rapport", "distriktsmoeder", id.as_str()];
        let ids: Vec<&str> = districts.iter().map(|district| district.id.as_str()).collect();
        // Where a district could not be read, its id is unknown for another reason.
        if !ids.contains(&id.as_str()) && !ids.contains(&"") {
            let advice = match nearest(&id, ids.iter().copied()) {
                Some(near) => format!("Mente du \"{near}\"?"),
                None => format!("Brug {}.", any_of(&ids)),
            };
            document.complain_of_key(&place, format!("\"{id}\" er ikke id for et distrikt. {advice}"));
        }
        if let Some(date) = date(document, &place, Some(text)) {
            meetings.insert(id, date);
        }
    }
    meetings
}

fn words(document: &mut Document<'_>, raw: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for (general, own) in raw {
        let own = required_text(document, &["ordvalg", &general], Some(own));
        words.insert(general, own);
    }
    words
}
