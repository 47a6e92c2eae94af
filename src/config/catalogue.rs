//! Indicator catalogues: unique ids, known counterparts, and roles that may stand in one sum.

use super::document::Document;
use super::words::nearest;
use crate::model::indicator::{Answer, Breakdown, Indicator, Measure, RoleName, Sensitivity};
use crate::model::profile::Source;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UncheckedCatalogue {
    /// The entries in order.
    pub(super) indikator: Vec<Indicator>,
}

/// Complains about every indicator that could not be counted, or must not be.
///
/// `built_in` are the indicators the file adds to; it may name them.
pub(super) fn check(document: &mut Document<'_>, indicators: &[Indicator], built_in: &[Indicator]) {
    if indicators.is_empty() {
        document.complain(&["indikator"], "Filen har ingen indikatorer. Tilføj et afsnit for hver: [[indikator]]");
    }
    check_ids(document, indicators);
    for (index, indicator) in indicators.iter().enumerate() {
        let number = index.to_string();
        check_range(document, &["indikator", &number, "klassetrin"], indicator.klassetrin);
        check_range(document, &["indikator", &number, "alder"], indicator.alder);
        for (key, wanted) in named(indicator) {
            check_counterpart(document, &["indikator", &number, key], (indicator, wanted), indicators.iter().chain(built_in));
        }
        if indicator.definition.is_empty() {
            document.complain(
                &["indikator", &number],
                "Indikatoren har ingen definition. Skriv definition, eller skriv taeller og naevner.",
            );
        }
        if matches!(indicator.maal, Measure::TopShare { .. }) && !indicator.udbryd.is_empty() {
            document.complain(&["indikator", &number, "udbryd"], "De mest aktive er for få til at blive delt op. Slet linjen.");
        }
        if indicator.udbryd.contains(&Breakdown::Offence) && counts_persons(&indicator.maal) {
            document.complain(
                &["indikator", &number, "udbryd"],
                "Kun forhold kan deles op efter lovovertrædelse: en ung kan stå bag flere slags. Slet \"lovovertrædelse\".",
            );
        }
        check_class(document, &["indikator", &number, "beskyttelse"], indicator);
        for (key, fault) in measure_faults(&indicator.maal) {
            document.complain(&["indikator", &number, "maal", key], fault);
        }
    }
}

/// Persons may have incidents of several kinds: they would stand in several, and the kinds would tell of them.
fn counts_persons(measure: &Measure) -> bool {
    use Measure::{FirstTime, OffencesPerPerson, Persons, Repeat};
    matches!(measure, Persons { .. } | FirstTime { .. } | Repeat { .. } | OffencesPerPerson { .. })
}

/// Ordinary is what tells little of one young person: nothing of the police, no absence, nothing that is called very sensitive.
fn check_class(document: &mut Document<'_>, place: &[&str], indicator: &Indicator) {
    if indicator.beskyttelse == Sensitivity::Sensitive {
        return;
    }
    let fault = match indicator.kilde {
        _ if indicator.foelsom => "Indikatoren kan ikke både være almindelig og have foelsom = true. Slet den ene linje.",
        Source::Politi => "Tal fra politiet er altid følsomme. Slet linjen.",
        Source::Fravaer => "Tal om fravær er altid følsomme. Slet linjen.",
        _ => return,
    };
    document.complain(place, fault);
}

fn check_ids(document: &mut Document<'_>, indicators: &[Indicator]) {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, indicator) in indicators.iter().enumerate() {
        let number = index.to_string();
        let place = ["indikator", number.as_str(), "id"];
        let id = indicator.id.as_str();
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            document.complain(
                &place,
                format!("Id \"{id}\" må kun have bogstaver a-z, tal og bindestreg. Skriv for eksempel \"U40\"."),
            );
            continue;
        }
        let line = document.line_number(&place);
        let first = *lines.entry(id).or_insert(line);
        if first != line {
            document.complain(&place, format!("Id \"{id}\" bruges også i linje {first}. Giv indikatoren sit eget id."));
        }
    }
}

fn check_range(document: &mut Document<'_>, place: &[&str], range: Option<(u8, u8)>) {
    if let Some((from, to)) = range.filter(|(from, to)| from > to) {
        document.complain(place, format!("Det første tal ({from}) er større end det sidste ({to}). Byt dem om."));
    }
}

/// Returns the other indicators an indicator names, each with its key.
fn named(indicator: &Indicator) -> impl Iterator<Item = (&'static str, &str)> {
    let single = [("modpart", &indicator.modpart), ("delmaengde_af", &indicator.delmaengde_af)];
    let lists = [("en_af", &indicator.en_af), ("ingen_af", &indicator.ingen_af), ("sum_af", &indicator.sum_af)];
    let of_lists = lists.into_iter().flat_map(|(key, ids)| ids.iter().map(move |id| (key, id.as_str())));
    single.into_iter().filter_map(|(key, id)| Some((key, id.as_deref()?))).chain(of_lists)
}

fn check_counterpart<'a>(
    document: &mut Document<'_>,
    place: &[&str],
    (indicator, wanted): (&Indicator, &str),
    all: impl Iterator<Item = &'a Indicator> + Clone,
) {
    let mut others = all.map(|other| other.id.as_str()).filter(|id| *id != indicator.id);
    if others.clone().any(|id| id == wanted) {
        return;
    }
    let advice = match nearest(wanted, &mut others) {
        Some(near) => format!("Mente du \"{near}\"?"),
        None => "Skriv id for en anden indikator i filen, eller slet linjen.".to_owned(),
    };
    document.complain(place, format!("Indikatoren \"{wanted}\" findes ikke blandt de andre indikatorer. {advice}"));
}

/// Returns what is wrong with a measure, with the key it is about.
fn measure_faults(measure: &Measure) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let mut must_not_be_empty = |key: &'static str, is_empty: bool| {
        if is_empty {
            faults.push((key, format!("Listen \"{key}\" er tom, så der er intet at tælle. Skriv mindst ét punkt i den.")));
        }
    };
    match measure {
        Measure::AnswerShare { koder, .. } => must_not_be_empty("koder", koder.is_empty()),
        Measure::Answers { svar, .. } => must_not_be_empty("svar", svar.is_empty()),
        Measure::Overestimate { faktisk, .. } => must_not_be_empty("faktisk", faktisk.koder.is_empty()),
        Measure::Index { items, .. } => must_not_be_empty("items", items.is_empty()),
        Measure::OffenceShare { lovovertraedelser, .. } => must_not_be_empty("lovovertraedelser", lovovertraedelser.is_empty()),
        Measure::AbsenceMean { fravaer } | Measure::AbsenceOver { fravaer, .. } | Measure::AbsenceGap { fravaer, .. } => {
            must_not_be_empty("fravaer", fravaer.is_empty());
        }
        _ => {}
    }
    if let Measure::Index { items, omvendt, skala, .. } = measure {
        faults.extend(index_faults(items, omvendt, *skala));
        return faults;
    }
    if let Measure::Answers { svar, mindst, hoejst } = measure {
        faults.extend(answer_faults(svar, *mindst, *hoejst));
        return faults;
    }
    if let Some(roles) = measure.roles() {
        must_not_be_empty("roller", roles.is_empty());
        if roles.iter().any(|role| kind(*role) != kind(roles[0])) {
            faults.push(("roller", MIXED_ROLES.to_owned()));
        }
    }
    faults
}

fn answer_faults(answers: &[Answer], least: usize, most: Option<usize>) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    for (at, answer) in answers.iter().enumerate().filter(|(_, answer)| !answer.item.is_empty()) {
        if answers[..at].iter().any(|other| other.item == answer.item) {
            faults.push(("svar", format!("\"{}\" står to gange. Skriv alle koder i den samme linje.", answer.item)));
        }
        if answer.koder.is_empty() {
            faults.push(("svar", format!("\"{}\" har ingen koder. Skriv mindst én.", answer.item)));
        }
    }
    if least > most.unwrap_or(answers.len()) {
        faults.push(("mindst", format!("\"mindst\" er {least}, og så mange svar kan ingen have. Skriv et lavere tal.")));
    }
    if least == 0 && most.is_none() {
        faults.push(("svar", "Målet tæller alle, for der er ingen grænse. Skriv \"mindst\" eller \"hoejst\".".to_owned()));
    }
    faults
}

fn index_faults(items: &[String], turned: &[String], (from, to): (i16, i16)) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    for item in turned.iter().filter(|item| !items.contains(item)) {
        let advice = match nearest(item, items.iter().map(String::as_str)) {
            Some(near) => format!("Mente du \"{near}\"?"),
            None => "Skriv det også under \"items\", eller slet det.".to_owned(),
        };
        faults.push(("omvendt", format!("\"{item}\" står under \"omvendt\", men ikke under \"items\". {advice}")));
    }
    if from >= to {
        faults.push(("skala", format!("\"skala\" går fra {from} til {to}. Skriv den laveste kode først og den højeste sidst.")));
    }
    faults
}

const MIXED_ROLES: &str = "Indikatoren blander roller, der ikke må lægges sammen. At være antruffet eller forurettet er noget andet end at \
    være sigtet eller mistænkt, og summen ville pege forkert. Lav én indikator for \"antruffet\", én for \"sigtet\" og \"mistænkt\" og én for \"forurettet\".";

/// Returns which of the three kinds of role this is; only roles of one kind may share an indicator.
fn kind(role: RoleName) -> u8 {
    match role {
        RoleName::Encountered => 0,
        RoleName::Suspected | RoleName::Charged => 1,
        RoleName::Victim => 2,
    }
}
