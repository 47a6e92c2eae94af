//! The headers and words of the built-in profiles, by what a file can be.

use super::target::Target;
use crate::model::profile::{ColumnKind, Profile};
use crate::read::glimpse::normal;
use crate::source::BUILT_IN;
use std::collections::BTreeMap;

/// Headers that say the same in every file: plain words for what a field is. The English ones are what survey platforms,
/// spreadsheets made abroad and the export functions of international record systems write.
const PLAIN: [(&str, &[&str]); 12] = [
    ("koen", &["Køn", "Gender", "Sex"]),
    ("alder", &["Alder", "Age", "Age group", "Aldersgruppe"]),
    ("dato", &["Dato", "Date"]),
    ("klasse", &["Klasse", "Klassetrin", "Trin", "Grade", "Class"]),
    ("skoleaar", &["Skoleår", "School year"]),
    ("institution", &["Institutionsnr", "Institutionsnummer", "Skolekode", "Inst.nr"]),
    ("skolenavn", &["Skolenavn", "Skole", "Skolens navn", "School", "School name"]),
    ("distrikt", &["Distrikt", "Skoledistrikt", "District"]),
    ("bopaelsdistrikt", &["Bopælsdistrikt"]),
    ("gerningsdistrikt", &["Gerningsdistrikt", "Distrikt", "District"]),
    ("antal", &["Antal", "Folketal", "Count"]),
    ("cpr", &["CPR", "CPR-nr.", "CPR nr.", "CPR-nummer", "Cprnr", "Personnummer", "Personnr."]),
];

/// One field of a target: how its column is known and read.
#[derive(Default)]
pub(super) struct Field {
    /// Headers, as the reader compares them.
    pub(super) names: Vec<String>,
    /// What the reader does with the cell.
    pub(super) kind: ColumnKind,
    /// Whether no built-in profile can do without it.
    pub(super) required: bool,
    /// Whether some built-in profile cannot.
    pub(super) required_by_some: bool,
    /// Words in lower case → the word as a profile writes it, and the canonical word.
    pub(super) words: BTreeMap<String, (String, String)>,
}

/// Returns the fields of a target with everything the built-in profiles know of them.
pub(super) fn fields(target: Target) -> BTreeMap<&'static str, Field> {
    let profiles = profiles(target);
    target.fields().iter().map(|field| (*field, of_field(field, &profiles))).collect()
}

fn of_field(name: &'static str, profiles: &[(&'static str, Profile)]) -> Field {
    let mut field = Field { required: !profiles.is_empty(), ..Field::default() };
    let mut known = false;
    for (_, profile) in profiles {
        let Some(column) = profile.kolonner.get(name) else {
            field.required = false;
            continue;
        };
        known = true;
        field.kind = column.slags;
        field.required &= column.paakraevet;
        field.required_by_some |= column.paakraevet;
        field.names.extend(column.navne.iter().map(|header| normal(header)));
        field.words.extend(column.vaerdier.iter().map(|(word, ours)| (word.trim().to_lowercase(), (word.clone(), ours.clone()))));
    }
    field.required &= known;
    let plain = PLAIN.iter().filter(|(plain, _)| *plain == name).flat_map(|(_, headers)| headers.iter());
    field.names.extend(plain.map(|header| normal(header)));
    field
}

/// Returns the built-in profiles of a target, by name.
pub(super) fn profiles(target: Target) -> Vec<(&'static str, Profile)> {
    let all = BUILT_IN.iter().filter(|(name, _)| !name.ends_with("kodebog") && *name != "tidligere");
    let parsed = all.filter_map(|(name, text)| Some((*name, toml::from_str::<Profile>(text).ok()?)));
    parsed.filter(|(name, profile)| target.has(name, profile)).collect()
}

/// Returns whether any built-in profile, or a plain word, knows a header.
pub(super) fn is_known_header(header: &str) -> bool {
    static KNOWN: std::sync::LazyLock<std::collections::BTreeSet<String>> = std::sync::LazyLock::new(|| {
        let of_target = |target: &Target| fields(*target).into_values().flat_map(|field| field.names);
        Target::ALL.iter().flat_map(of_target).collect()
    });
    KNOWN.contains(&normal(header))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_belongs_to_one_target() {
        let named = ["stamdata-skoler", "stamdata-veje"];
        let of_a_source = |name: &str| !name.ends_with("kodebog") && name != "tidligere" && !name.starts_with("stamdata");
        for (name, _) in BUILT_IN.iter().filter(|(name, _)| of_a_source(name) || named.contains(name)) {
            let targets = Target::ALL.iter().filter(|target| profiles(**target).iter().any(|(known, _)| known == name));
            assert_eq!(targets.count(), 1, "{name}");
        }
    }

    #[test]
    fn headers_of_all_profiles_of_a_source_are_known() {
        assert!(
            is_known_header("CPR-nr.") && is_known_header("OMRÅDE") && is_known_header("Vejnavn") && !is_known_header("Anna")
        );
        assert_eq!(fields(Target::Police)["cpr"].kind, ColumnKind::Cpr);
    }
}
