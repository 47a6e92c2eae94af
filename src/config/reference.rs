//! What the report's figures are measured with: the smallest effect worth a signal, and values of other municipalities.

use super::document::Document;
use super::unchecked::UncheckedSignals;
use super::values::required_text;
use super::words::nearest;
use crate::model::indicator::{Indicator, Unit};
use crate::model::period::{Period, SchoolYear};
use crate::model::profile::Source;
use crate::model::project::{LeastEffect, Reference};
use serde::Deserialize;

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UncheckedReferences {
    reference: Vec<UncheckedReference>,
}

/// `[[reference]]`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct UncheckedReference {
    indikator: Option<String>,
    periode: Option<String>,
    vaerdi: Option<f64>,
    antal: Option<i64>,
    kilde: Option<String>,
}

/// Returns the smallest effects of ssp.toml, or the usual ones.
pub(super) fn least_effect(document: &mut Document<'_>, raw: &UncheckedSignals) -> LeastEffect {
    let usual = LeastEffect::default();
    let points = raw.mindste_procentpoint.unwrap_or(usual.tenths / 10);
    if !(1..=20).contains(&points) {
        let text =
            format!("mindste_procentpoint er {points}, men skal være fra 1 til 20. Det anbefalede tal er {}.", usual.tenths / 10);
        document.complain(&["signaler", "mindste_procentpoint"], text);
    }
    let percent = raw.mindste_procent.unwrap_or(usual.percent);
    if !(1..=100).contains(&percent) {
        let text = format!("mindste_procent er {percent}, men skal være fra 1 til 100. Det anbefalede tal er {}.", usual.percent);
        document.complain(&["signaler", "mindste_procent"], text);
    }
    LeastEffect { tenths: 10 * points, percent }
}

/// Returns the values, complaining about each that cannot be compared with anything.
pub(super) fn check(document: &mut Document<'_>, raw: UncheckedReferences, indicators: &[Indicator]) -> Vec<Reference> {
    let mut values: Vec<Reference> = Vec::new();
    for (index, raw) in raw.reference.into_iter().enumerate() {
        let Some(value) = one(document, index, raw, indicators) else { continue };
        if values.iter().any(|other| (&other.indicator, other.period) == (&value.indicator, value.period)) {
            let text = format!("Indikatoren \"{}\" har allerede en værdi for den periode. Slet den ene.", value.indicator);
            document.complain(&["reference", &index.to_string(), "indikator"], text);
        }
        values.push(value);
    }
    values
}

fn one(document: &mut Document<'_>, index: usize, raw: UncheckedReference, indicators: &[Indicator]) -> Option<Reference> {
    let index = index.to_string();
    let place = |key| ["reference", index.as_str(), key];
    let id = required_text(document, &place("indikator"), raw.indikator);
    let when = required_text(document, &place("periode"), raw.periode);
    let source = required_text(document, &place("kilde"), raw.kilde);
    if raw.vaerdi.is_none() {
        document.complain_missing(&place("vaerdi"));
    }
    if let Some(n) = raw.antal.filter(|n| *n < 1) {
        document
            .complain(&place("antal"), format!("antal er {n}, men skal være mindst 1. Slet linjen, hvis tallet ikke kendes."));
    }
    let Some(indicator) = indicators.iter().find(|indicator| indicator.id == id) else {
        if !id.is_empty() {
            document.complain(&place("indikator"), unknown(&id, indicators));
        }
        return None;
    };
    let period = period(document, &place("periode"), &when, indicator);
    let tenths = tenths(document, &place("vaerdi"), raw.vaerdi?, indicator)?;
    Some(Reference { indicator: id, period: period?, tenths, n: raw.antal, source })
}

fn unknown(id: &str, indicators: &[Indicator]) -> String {
    let advice = match nearest(id, indicators.iter().map(|indicator| indicator.id.as_str())) {
        Some(near) => format!("Mente du \"{near}\"?"),
        None => "Id for hver indikator står i rapportens bilag.".to_owned(),
    };
    format!("Indikatoren \"{id}\" findes ikke. {advice}")
}

/// A survey wave and a school year are written alike, 2024/25; the police count calendar years.
fn period(document: &mut Document<'_>, place: &[&str], text: &str, indicator: &Indicator) -> Option<Period> {
    let found = match indicator.kilde {
        Source::Upu => SchoolYear::parse(text).map(Period::Wave),
        Source::Fravaer => SchoolYear::parse(text).map(Period::SchoolYear),
        Source::Politi | Source::Observationer | Source::Befolkning => {
            text.parse().ok().filter(|year| (1990..=2100).contains(year)).map(Period::Year)
        }
    };
    if found.is_none() && !text.is_empty() {
        let example = if indicator.kilde == Source::Politi { "2024" } else { "2024/25" };
        let text = format!("Perioden \"{text}\" passer ikke til indikatoren {}. Skriv for eksempel \"{example}\".", indicator.id);
        document.complain(place, text);
    }
    found
}

fn tenths(document: &mut Document<'_>, place: &[&str], value: f64, indicator: &Indicator) -> Option<i64> {
    let highest = match indicator.unit() {
        Unit::Share | Unit::Mean => 100.0,
        Unit::Rate | Unit::PerPerson => 1_000.0,
        Unit::Count | Unit::Points | Unit::SchoolRange => {
            let text = format!("Indikatoren {} er et antal og kan ikke sammenlignes med andre kommuner.", indicator.id);
            document.complain(place, text);
            return None;
        }
    };
    if !(value > 0.0 && value < highest) {
        let text = format!("vaerdi er {}, men skal ligge mellem 0 og {highest}.", value.to_string().replace('.', ","));
        document.complain(place, text);
        return None;
    }
    Some(rounded(10.0 * value))
}

#[expect(clippy::cast_possible_truncation, reason = "a value below a thousand")]
fn rounded(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests {
    use crate::config::{indicators, project, references};
    use crate::model::indicator::Indicator;
    use crate::model::period::{Period, SchoolYear};
    use crate::model::project::{LeastEffect, Reference};

    fn catalogue() -> Vec<Indicator> {
        indicators("indicators.toml", include_str!("../aggregate/indicators.toml")).expect("the built-in catalogue")
    }

    fn complaints(text: &str) -> String {
        references("stamdata/reference.toml", text, &catalogue()).expect_err("something is wrong").to_string()
    }

    const GOOD: &str = "[[reference]]\nindikator = \"U15\"\nperiode = \"2024/25\"\nvaerdi = 17.2\nantal = 51000\nkilde = \"Deltagende \
     kommuner\"\n";

    #[test]
    fn a_value_has_an_indicator_a_period_and_a_source() {
        let found = references("stamdata/reference.toml", GOOD, &catalogue()).expect("a good file");
        let expected = Reference {
            indicator: "U15".into(),
            period: Period::Wave(SchoolYear(2024)),
            tenths: 172,
            n: Some(51_000),
            source: "Deltagende kommuner".into(),
        };
        assert_eq!(found, [expected]);
        assert_eq!(references("r", "", &catalogue()).expect("an empty file").len(), 0);
    }

    #[test]
    fn every_complaint_names_its_line_and_what_to_do() {
        let text = complaints(&GOOD.replace("U15", "U51"));
        assert!(text.contains("linje 2") && text.contains("\"U51\" findes ikke"), "{text}");
        let text = complaints(&GOOD.replace("2024/25", "2024"));
        assert!(text.contains("linje 3") && text.contains("Skriv for eksempel \"2024/25\""), "{text}");
        let text = complaints(&GOOD.replace("17.2", "172.5"));
        assert!(text.contains("linje 4") && text.contains("vaerdi er 172,5, men skal ligge mellem 0 og 100"), "{text}");
        let text = complaints(&GOOD.replace("51000", "0"));
        assert!(text.contains("linje 5") && text.contains("antal er 0"), "{text}");
        let text = complaints(&GOOD.replace("vaerdi = 17.2\n", ""));
        assert!(text.contains("vaerdi"), "{text}");
        assert!(complaints(&GOOD.repeat(2)).contains("linje 8"), "the same value twice");
        assert!(complaints(&GOOD.replace("antal", "n")).contains("linje 5"), "an unknown key");
    }

    #[test]
    fn the_smallest_effect_has_a_usual_value_and_limits() {
        let text = crate::config::PROJECT_TEMPLATE;
        assert_eq!(project("ssp.toml", text).expect("the template").least_effect, LeastEffect::default());
        let own = format!("{text}\n[signaler]\nmindste_procentpoint = 3\nmindste_procent = 15\n");
        assert_eq!(project("ssp.toml", &own).expect("own limits").least_effect, LeastEffect { tenths: 30, percent: 15 });
        let wrong = own.replace("= 3\n", "= 30\n").replace("= 15\n", "= 0\n");
        let text = project("ssp.toml", &wrong).expect_err("both are wrong").to_string();
        assert!(text.contains("mindste_procentpoint er 30") && text.contains("mindste_procent er 0"), "{text}");
    }
}
