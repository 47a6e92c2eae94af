//! What the report says besides numbers: `[rapport]`, `[fokus]` and the tables named under `[stamdata]`.

use super::document::Document;
use super::unchecked::{
    UncheckedActivity, UncheckedBreak, UncheckedChoice, UncheckedFocus, UncheckedRegisters, UncheckedReport, UncheckedWeights,
};
use super::values::{date, path, required_text, texts, year};
use super::words::{any_of, nearest};
use crate::model::period::Date;
use crate::model::profile::Source;
use crate::model::project::{District, Focus, FocusWeights, PlanFiles, PlannedActivity, ReportSettings};
use crate::model::series_break::SeriesBreak;
use std::collections::BTreeMap;

/// The highest weight of a criterion.
const HEAVIEST: i64 = 10;

/// Returns the settings of the report.
pub(super) fn check(
    document: &mut Document<'_>,
    raw: UncheckedReport,
    choice: UncheckedChoice,
    districts: &[District],
) -> ReportSettings {
    ReportSettings {
        meeting_date: date(document, &["rapport", "moede"], raw.moede),
        council_points: texts(document, &["rapport", "lokalraad"], raw.lokalraad),
        professional_groups: texts(document, &["rapport", "faggrupper"], raw.faggrupper),
        last_focus: raw.sidste_fokus.map(|focus| chosen(document, &["rapport", "sidste_fokus"], focus)),
        annual_plan: raw.aarshjul.into_iter().enumerate().map(|(i, line)| activity(document, i, line)).collect(),
        district_meetings: district_meetings(document, raw.distriktsmoeder, districts),
        since_last: since_last(document, raw.siden_sidst),
        lowest_response: lowest_response(document, raw.mindste_svarprocent),
        breaks: raw.brud.into_iter().enumerate().map(|(i, raw)| series_break(document, i, raw)).collect(),
        weights: weights(document, &choice.vaegte),
        focus: focus(document, choice),
        process_plan: Vec::new(),
        efforts: Vec::new(),
    }
}

/// Returns where the tables with plans lie.
pub(super) fn plan_files(document: &mut Document<'_>, raw: &UncheckedRegisters) -> PlanFiles {
    let mut file = |key: &str, value: &Option<String>| path(document, &["stamdata", key], value.clone());
    PlanFiles {
        annual_plan: file("aarshjul", &raw.aarshjul),
        process_plan: file("procesplan", &raw.procesplan),
        efforts: file("indsatser", &raw.indsatser),
        council_points: file("indsatspunkter", &raw.indsatspunkter),
    }
}

/// A section with weights alone chooses no focus area.
fn focus(document: &mut Document<'_>, raw: UncheckedChoice) -> Option<Focus> {
    let UncheckedChoice { titel, indikatorer, valgt, .. } = raw;
    let is_chosen = titel.is_some() || valgt.is_some() || !indikatorer.is_empty();
    is_chosen.then(|| chosen(document, &["fokus"], UncheckedFocus { titel, indikatorer, valgt }))
}

fn chosen(document: &mut Document<'_>, section: &[&str], raw: UncheckedFocus) -> Focus {
    let place = |key| [section, &[key]].concat();
    if raw.valgt.is_none() {
        document.complain_missing(&place("valgt"));
    }
    Focus {
        title: required_text(document, &place("titel"), raw.titel),
        indicators: texts(document, &place("indikatorer"), raw.indikatorer),
        chosen: year(document, &place("valgt"), raw.valgt).unwrap_or_default(),
    }
}

fn weights(document: &mut Document<'_>, raw: &UncheckedWeights) -> FocusWeights {
    let usual = FocusWeights::default();
    let mut weight = |key: &str, value: Option<i64>, usual: i64| {
        let weight = value.unwrap_or(usual);
        if !(0..=HEAVIEST).contains(&weight) {
            let text = format!("{key} er {weight}, men skal være fra 0 til {HEAVIEST}. Den anbefalede vægt er {usual}.");
            document.complain(&["fokus", "vaegte", key], text);
        }
        weight
    };
    let checked = FocusWeights {
        signal: weight("signal", raw.signal, usual.signal),
        size: weight("stoerrelse", raw.stoerrelse, usual.size),
        trend: weight("udvikling", raw.udvikling, usual.trend),
        prevalence: weight("udbredelse", raw.udbredelse, usual.prevalence),
        sources: weight("kilder", raw.kilder, usual.sources),
        notes: weight("observationer", raw.observationer, usual.notes),
        level: weight("niveau", raw.niveau, usual.level),
    };
    let FocusWeights { signal, size, trend, prevalence, sources, notes, level } = checked;
    if [signal, size, trend, prevalence, sources, notes, level].iter().all(|weight| *weight == 0) {
        document
            .complain(&["fokus", "vaegte"], "Alle vægte er 0, så ingen områder kan få point. Giv mindst én vægt et tal over 0.");
    }
    checked
}

/// Returns the two-month period that begins with the month written as 2024-09. Only the fixed periods of a year exist.
fn since_last(document: &mut Document<'_>, value: Option<String>) -> Option<(i16, u8)> {
    let text = value?;
    let period = text.split_once('-').and_then(|(year, month)| {
        let (year, month): (i16, u8) = (year.parse().ok()?, month.parse().ok()?);
        let fits = text.len() == 7 && (2015..=2100).contains(&year) && [1, 3, 5, 7, 9, 11].contains(&month);
        fits.then_some((year, month / 2 + 1))
    });
    if period.is_none() {
        let months = "januar (01), marts (03), maj (05), juli (07), september (09) eller november (11)";
        let text = format!(
            "\"{text}\" er ikke en periode, der kan bruges. Skriv år-måned, og begynd med {months}: \"2024-09\". Tal vises kun for faste perioder på to måneder."
        );
        document.complain(&["rapport", "siden_sidst"], text);
    }
    period
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

fn series_break(document: &mut Document<'_>, index: usize, raw: UncheckedBreak) -> SeriesBreak {
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

fn activity(document: &mut Document<'_>, index: usize, raw: UncheckedActivity) -> PlannedActivity {
    let index = index.to_string();
    let place = |key| ["rapport", "aarshjul", index.as_str(), key];
    PlannedActivity {
        when: required_text(document, &place("hvornaar"), raw.hvornaar),
        what: required_text(document, &place("hvad"), raw.hvad),
        for_whom: required_text(document, &place("for"), raw.for_whom),
        status: raw.status.unwrap_or_default().trim().to_owned(),
    }
}

fn district_meetings(
    document: &mut Document<'_>,
    raw: BTreeMap<String, String>,
    districts: &[District],
) -> BTreeMap<String, Date> {
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
