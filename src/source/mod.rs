//! What each source means: its canonical fields, its words, and the profiles that come with the program.

use crate::model::profile::{Codebook, Column, Profile, Source};

/// A profile or codebook embedded in the program: name without `.toml`, and its text.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("upu-bred", include_str!("profiles/upu-bred.toml")),
    ("upu-kodebog", include_str!("profiles/upu-kodebog.toml")),
    ("politi-ugeliste", include_str!("profiles/politi-ugeliste.toml")),
    ("fravaer-elev-maaned", include_str!("profiles/fravaer-elev-maaned.toml")),
    ("observationer", include_str!("profiles/observationer.toml")),
    ("befolkning-distrikt", include_str!("profiles/befolkning-distrikt.toml")),
    ("befolkning-folk1a", include_str!("profiles/befolkning-folk1a.toml")),
    ("politi-odense", include_str!("profiles/politi-odense.toml")),
    ("politi-doegnrapport", include_str!("profiles/politi-doegnrapport.toml")),
    ("fravaer-kmd-elev-gitter", include_str!("profiles/fravaer-kmd-elev-gitter.toml")),
    ("fravaer-tabulex", include_str!("profiles/fravaer-tabulex.toml")),
    ("fravaer-uddannelsesstatistik", include_str!("profiles/fravaer-uddannelsesstatistik.toml")),
    ("befolkning-folk1a-tekst", include_str!("profiles/befolkning-folk1a-tekst.toml")),
    ("upu-boernungeliv", include_str!("profiles/upu-boernungeliv.toml")),
    ("stamdata-institutionsregister", include_str!("profiles/stamdata-institutionsregister.toml")),
    ("stamdata-skoler", include_str!("profiles/stamdata-skoler.toml")),
    ("stamdata-veje", include_str!("profiles/stamdata-veje.toml")),
    ("stamdata-skolekalender", include_str!("profiles/stamdata-skolekalender.toml")),
    ("tidligere", include_str!("profiles/tidligere.toml")),
    ("upu-koder", include_str!("profiles/upu-koder.toml")),
    ("upu-lang", include_str!("profiles/upu-lang.toml")),
    ("upu-optalt", include_str!("profiles/upu-optalt.toml")),
    ("stamdata-inviterede", include_str!("profiles/stamdata-inviterede.toml")),
    ("stamdata-aarshjul", include_str!("profiles/stamdata-aarshjul.toml")),
    ("stamdata-procesplan", include_str!("profiles/stamdata-procesplan.toml")),
    ("stamdata-indsatser", include_str!("profiles/stamdata-indsatser.toml")),
    ("stamdata-indsatspunkter", include_str!("profiles/stamdata-indsatspunkter.toml")),
];

/// Returns the text of a built-in profile or codebook.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// A built-in profile as `ssp profiler` lists it.
pub struct Listed {
    /// The name ssp.toml uses.
    pub name: &'static str,
    /// What the profile calls itself.
    pub title: String,
    /// Danish name of the source, or of the register.
    pub source: &'static str,
    /// The shape of the source.
    pub form: Option<String>,
    /// Whether it was tried on a real file, as its first comment says.
    pub tried: bool,
}

/// Returns the built-in profiles a project can name: sources in the order of the report, registers last.
pub fn listed() -> Vec<Listed> {
    let mut all: Vec<(bool, Source, Listed)> = Vec::new();
    for (name, text) in BUILT_IN.iter().filter(|(name, _)| !name.ends_with("kodebog") && *name != "tidligere") {
        let profile: Profile = toml::from_str(text).expect("a built-in profile is valid TOML");
        let register = name.starts_with("stamdata");
        let source = if register { "Stamdata" } else { profile.kilde.danish() };
        let tried = !text.contains("kke afprøvet på") && text.contains("fprøvet på");
        all.push((register, profile.kilde, Listed { name, title: profile.navn, source, form: profile.form, tried }));
    }
    all.sort_by_key(|(register, source, listed)| (*register, *source, listed.name));
    all.into_iter().map(|(.., listed)| listed).collect()
}

/// Returns the canonical fields a source understands. Survey items come on top, from the codebook.
pub fn fields(source: Source) -> &'static [&'static str] {
    match source {
        Source::Upu => &[
            "skoleaar",
            "skema",
            "institution",
            "distrikt",
            "klasse",
            "koen",
            "respondent",
            "spoergsmaal",
            "svar",
            "antal",
            "procent",
        ],
        Source::Politi => &[
            "uge",
            "sag",
            "rolle",
            "cpr",
            "koen",
            "alder",
            "bopael",
            "dato",
            "forhold",
            "gerningssted",
            "bopaelsdistrikt",
            "gerningsdistrikt",
            "opfulgt",
        ],
        Source::Fravaer => {
            // The last row of names belongs to lists of days, and to figures per school.
            &[
                "skoleaar",
                "maaned",
                "institution",
                "klasse",
                "elev",
                "sygdom",
                "lovligt",
                "ulovligt",
                "skoledage",
                "skolenavn",
                "fravaer_i_alt",
                "dato",
                "type",
                "dage",
                "andel",
                "alle_elever",
                "antal_elever",
                "samlet",
                "over_10",
            ]
        }
        Source::Observationer => &["dato", "distrikt", "kilde", "tema", "observation", "godkendt_af", "godkendt_dato"],
        Source::Befolkning => &["distrikt", "omraade", "koen", "alder", "aar", "kvartal", "antal"],
    }
}

/// Returns the profile with the codebook's columns added, so that the reader needs no codebook. Only in the wide form are the
/// items columns; a question with several answers has one column, or one for each choice.
pub fn with_items(mut profile: Profile, codebook: &Codebook) -> Profile {
    if matches!(profile.form.as_deref(), Some("lang" | "aggregeret")) {
        return profile;
    }
    let column = |names: &Vec<String>| Column { navne: names.clone(), ..Column::default() };
    for (id, item) in &codebook.spoergsmaal {
        let own = std::iter::once((id, &item.kolonne));
        let all = own.chain(item.flere.iter().map(|(choice, at)| (choice, &at.kolonne)));
        profile.kolonner.extend(all.filter(|(_, names)| !names.is_empty()).map(|(id, names)| (id.clone(), column(names))));
    }
    profile
}

/// Returns the fields of a profile that its source does not understand (figures of `form = "skole"` may have any name).
pub fn unknown_fields(profile: &Profile) -> Vec<String> {
    let free = profile.form.as_deref() == Some("skole");
    let known = fields(profile.kilde);
    let unfolded = profile.udfold.iter().flat_map(|u| [&u.felt, &u.vaerdi]);
    let names = profile.kolonner.keys().chain(profile.konstanter.keys()).chain(unfolded);
    names.filter(|name| !free && !known.contains(&name.as_str())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_of_a_source_names_only_fields_the_source_understands() {
        for (name, text) in BUILT_IN
            .iter()
            .filter(|(name, _)| !name.starts_with("stamdata") && !name.ends_with("kodebog") && *name != "tidligere")
        {
            let profile: Profile = toml::from_str(text).expect("a built-in profile is valid TOML");
            assert!(unknown_fields(&profile).is_empty(), "{name}: {:?}", unknown_fields(&profile));
        }
    }

    #[test]
    fn every_profile_says_whether_it_was_tried_on_a_real_file() {
        let programs_own = [
            "tidligere",
            "stamdata-skoler",
            "stamdata-veje",
            "stamdata-inviterede",
            "stamdata-skolekalender",
            "stamdata-aarshjul",
            "stamdata-procesplan",
            "stamdata-indsatser",
            "stamdata-indsatspunkter",
            "upu-kodebog",
        ];
        let of_suppliers = BUILT_IN.iter().filter(|(name, _)| !programs_own.contains(name) && !name.starts_with("observationer"));
        for (name, text) in of_suppliers.filter(|(name, _)| !name.ends_with("kodebog") && *name != "befolkning-distrikt") {
            let comment: String = text.lines().take_while(|line| line.starts_with('#')).collect();
            assert!(comment.contains("fprøvet på"), "{name}");
        }
        let tried: Vec<&str> = listed().iter().filter(|listed| listed.tried).map(|listed| listed.name).collect();
        assert_eq!(tried, ["befolkning-folk1a"]);
    }

    #[test]
    fn codebook_items_become_columns() {
        let profile: Profile = toml::from_str(built_in("upu-bred").expect("built in")).expect("valid");
        let codebook: Codebook = toml::from_str(built_in("upu-kodebog").expect("built in")).expect("valid");
        assert!(with_items(profile, &codebook).kolonner.contains_key("al.drunk.30d"));
    }
}
