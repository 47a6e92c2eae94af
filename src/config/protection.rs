//! `[beskyttelse]`: a preset, and what the municipality has changed of it.

use super::document::Document;
use super::unchecked::UncheckedProtection;
use super::words::{any_of, nearest};
use crate::model::project::{Preset, Protection};

const SECTION: &str = "beskyttelse";

/// Below this number of persons nothing is ever told.
const LEAST: i64 = 3;

/// Returns the limits: those of the preset, with the changes of the file.
pub(super) fn check(document: &mut Document<'_>, raw: &UncheckedProtection) -> Protection {
    let usual = Protection::of(preset(document, raw.regelsaet.as_deref()));
    let limits = thresholds(document, raw, usual);
    let limits = bases(document, raw, limits);
    Protection {
        dominance: between(document, "stoerste_andel", raw.stoerste_andel, (10, usual.dominance)),
        coalition: coalition(document, raw.alle_paa_naer, limits),
        confidential: confidential(document, raw.fortrolig.mindste_antal, limits),
        ..limits
    }
}

fn preset(document: &mut Document<'_>, name: Option<&str>) -> Preset {
    let Some(name) = name else { return Preset::default() };
    let names = Preset::ALL.map(Preset::key);
    Preset::find(name.trim()).unwrap_or_else(|| {
        let advice = match nearest(name, names.into_iter()) {
            Some(near) => format!("Mente du \"{near}\"?"),
            None => format!("Brug {}.", any_of(&names)),
        };
        document.complain(&[SECTION, "regelsaet"], format!("Regelsættet \"{name}\" kendes ikke. {advice}"));
        Preset::default()
    })
}

/// `mindste_antal` alone holds for every indicator, as it did before there were classes.
fn thresholds(document: &mut Document<'_>, raw: &UncheckedProtection, usual: Protection) -> Protection {
    let sensitive = raw.mindste_antal.unwrap_or(usual.sensitive);
    let ordinary = raw.mindste_antal_almindelig.or(raw.mindste_antal).unwrap_or(usual.ordinary);
    let given = [
        ("mindste_antal", raw.mindste_antal, Protection::default().sensitive),
        ("mindste_antal_almindelig", raw.mindste_antal_almindelig, Protection::default().ordinary),
    ];
    for (key, threshold, advised) in given.into_iter().filter_map(|(key, value, advised)| Some((key, value?, advised))) {
        if threshold < LEAST {
            let text = format!(
                "{key} er {threshold}, men skal være mindst {LEAST}. Med et lavere tal kan enkelte unge kendes i rapporten. Det anbefalede tal er {advised}."
            );
            document.complain(&[SECTION, key], text);
        }
    }
    if ordinary > sensitive && sensitive >= LEAST {
        let text = format!(
            "mindste_antal_almindelig er {ordinary}, men må ikke være højere end grænsen for følsomme tal ({sensitive}). Sæt også mindste_antal = {ordinary}."
        );
        document.complain(&[SECTION, "mindste_antal_almindelig"], text);
    }
    Protection { sensitive, ordinary, ..usual }
}

/// A base is at least as large as the threshold: of fewer nothing could be told.
fn bases(document: &mut Document<'_>, raw: &UncheckedProtection, limits: Protection) -> Protection {
    let mut base = |key: &str, value: Option<i64>, usual: i64, (least, least_key): (i64, &str)| {
        let base = value.unwrap_or(usual.max(least));
        if base < least && limits.sensitive >= LEAST {
            let text =
                format!("{key} er {base}, men må ikke være lavere end {least_key} ({least}). Det anbefalede tal er {usual}.");
            document.complain(&[SECTION, key], text);
        }
        base
    };
    let persons = (limits.sensitive, "mindste_antal");
    let survey_base = base("mindste_svar", raw.mindste_svar, limits.survey_base, persons);
    let rate_base = base("mindste_befolkning", raw.mindste_befolkning, limits.rate_base, persons);
    let answers = (survey_base.max(limits.sensitive), "mindste_svar");
    let very_sensitive_base = base("mindste_svar_foelsom", raw.mindste_svar_foelsom, limits.very_sensitive_base, answers);
    Protection { survey_base, very_sensitive_base, rate_base, ..limits }
}

fn coalition(document: &mut Document<'_>, value: Option<i64>, limits: Protection) -> i64 {
    value.map_or(limits.coalition, |_| between(document, "alle_paa_naer", value, (0, limits.sensitive.max(LEAST))))
}

/// The confidential edition may tell more than the public one, never less.
fn confidential(document: &mut Document<'_>, value: Option<i64>, limits: Protection) -> i64 {
    let least = value.unwrap_or(limits.confidential);
    // A complaint about the public threshold is enough.
    if value.is_some() && !(LEAST..=limits.sensitive.max(LEAST)).contains(&least) {
        let text = format!(
            "mindste_antal i den fortrolige udgave er {least}, men skal være mindst {LEAST} og højst mindste_antal under [{SECTION}] ({}).",
            limits.sensitive
        );
        document.complain(&[SECTION, "fortrolig", "mindste_antal"], text);
    }
    least
}

/// Returns a number within bounds; the upper bound where none is given.
fn between(document: &mut Document<'_>, key: &str, value: Option<i64>, (from, to): (i64, i64)) -> i64 {
    let number = value.unwrap_or(to);
    if !(from..=to).contains(&number) {
        document.complain(&[SECTION, key], format!("{key} er {number}, men skal være fra {from} til {to}."));
    }
    number
}

#[cfg(test)]
mod tests {
    use crate::config::project;
    use crate::model::project::{Preset, Protection};

    const SMALL: &str =
        "[kommune]\nkode = \"999\"\nnavn = \"Eksempelby\"\n[[distrikter]]\nid = \"nord\"\nnavn = \"Nord\"\n[beskyttelse]\n";

    fn limits(more: &str) -> Protection {
        project("ssp.toml", &format!("{SMALL}{more}")).expect("the limits are right").protection
    }

    fn refusal(more: &str) -> String {
        project("ssp.toml", &format!("{SMALL}{more}")).expect_err("the limits are wrong").to_string()
    }

    #[test]
    fn a_preset_sets_all_limits_and_each_may_be_changed() {
        assert_eq!(limits(""), Protection::of(Preset::Ssp));
        assert_eq!(limits("regelsaet = \"dst\""), Protection::of(Preset::Dst));
        let changed = limits("regelsaet = \"uvm\"\nmindste_antal = 6\nmindste_antal_almindelig = 4\nmindste_svar_foelsom = 60");
        assert_eq!((changed.preset, changed.sensitive, changed.ordinary), (Preset::Uvm, 6, 4));
        assert_eq!((changed.survey_base, changed.very_sensitive_base, changed.rate_base), (10, 60, 100));
        let strict = limits("stoerste_andel = 40\nalle_paa_naer = 2");
        assert_eq!((strict.dominance, strict.coalition), (40, 2));
    }

    #[test]
    fn a_threshold_without_class_holds_for_all_as_it_always_did() {
        let old = limits("mindste_antal = 5\nmindste_svar = 10\nmindste_befolkning = 100");
        assert_eq!((old.sensitive, old.ordinary, old.survey_base, old.rate_base), (5, 5, 10, 100));
        assert_eq!(limits("mindste_antal = 20").survey_base, 20, "a base follows a threshold above it");
    }

    #[test]
    fn limits_that_contradict_each_other_are_refused_at_their_line() {
        let said = refusal("regelsaet = \"dts\"");
        assert!(said.starts_with("ssp.toml, linje 8: Regelsættet \"dts\" kendes ikke. Mente du \"dst\"?"), "{said}");
        assert!(refusal("regelsaet = \"norsk\"").contains("Brug \"ssp\", \"dst\" eller \"uvm\"."));
        let said = refusal("mindste_antal_almindelig = 2");
        assert!(
            said.contains("linje 8: mindste_antal_almindelig er 2, men skal være mindst 3.") && said.contains("tal er 3."),
            "{said}"
        );
        assert!(
            refusal("mindste_antal_almindelig = 6")
                .contains("højere end grænsen for følsomme tal (5). Sæt også mindste_antal = 6.")
        );
        assert!(
            refusal("mindste_svar = 20\nmindste_svar_foelsom = 15")
                .contains("linje 9: mindste_svar_foelsom er 15, men må ikke være lavere end mindste_svar (20)")
        );
        assert!(refusal("stoerste_andel = 60").contains("stoerste_andel er 60, men skal være fra 10 til 50."));
        assert!(refusal("alle_paa_naer = 6").contains("alle_paa_naer er 6, men skal være fra 0 til 5."));
    }
}
