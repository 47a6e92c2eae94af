//! Names one settings file uses for things of another: profiles, fields of a source, indicators, items of the codebook.

use super::PipelineError;
use super::catalogue::items;
use crate::config::{Complaint, ConfigError, refusal};
use crate::model::indicator::{Indicator, Measure};
use crate::model::profile::{Codebook, Profile, Source};
use crate::model::project::{Focus, Project};
use crate::source::{BUILT_IN, fields, unknown_fields};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Returns the names of the project's own profiles and codebooks, sorted.
pub(super) fn own_profiles(folder: &Path) -> Result<Vec<String>, PipelineError> {
    let folder = folder.join("profiler");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(&folder).map_err(|_| PipelineError::Unreadable(folder.clone()))?;
    let name = |entry: fs::DirEntry| entry.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned);
    let mut names: Vec<String> = entries.flatten().filter_map(name).collect();
    names.sort();
    Ok(names)
}

/// Refuses names in ssp.toml that nothing has: profiles, the indicators of a focus area, and those switched on, off, or told together.
pub(super) fn check_project<'a>(
    text: &str,
    project: &'a Project,
    indicators: impl Iterator<Item = &'a Indicator>,
    own: &[String],
) -> Result<(), ConfigError> {
    let mut complaints = Vec::new();
    for (source, setting) in &project.sources {
        let known: Vec<&str> = own.iter().map(String::as_str).chain(built_in_for(*source)).collect();
        let place = ["kilder", source.key(), "profil"];
        let exists = own.contains(&setting.profile) || BUILT_IN.iter().any(|(name, _)| *name == setting.profile);
        if !exists {
            complaints.push(Complaint::unknown(&place, "Profilen", &setting.profile, &known));
        }
    }
    let ids: Vec<&str> = indicators.map(|indicator| indicator.id.as_str()).collect();
    let of = |focus: Option<&'a Focus>| focus.map_or(&[][..], |focus| focus.indicators.as_slice());
    let lists: [(&[&str], &[String]); 4] = [
        (&["rapport", "sidste_fokus", "indikatorer"], of(project.report.last_focus.as_ref())),
        (&["fokus", "indikatorer"], of(project.report.focus.as_ref())),
        (&["indikatorer", "til"], &project.indicators.on),
        (&["indikatorer", "fra"], &project.indicators.off),
    ];
    for (place, named) in lists {
        for (at, id) in named.iter().enumerate().filter(|(_, id)| !ids.contains(&id.as_str())) {
            complaints.push(Complaint::unknown(&[place, &[&at.to_string()]].concat(), "Indikatoren", id, &ids));
        }
    }
    let unknown = project.indicators.merged.keys().filter(|id| !ids.contains(&id.as_str()));
    complaints.extend(unknown.map(|id| Complaint::unknown(&["indikatorer", "samlet", id], "Indikatoren", id, &ids)));
    refused("ssp.toml", text, complaints)
}

/// Refuses a profile of another source, and fields its source does not have.
pub(super) fn check_profile(
    file: &str,
    text: &str,
    name: &str,
    source: Source,
    profile: &Profile,
    project: &str,
) -> Result<(), ConfigError> {
    if profile.kilde != source {
        let place = ["kilder", source.key(), "profil"];
        let known: Vec<&str> = built_in_for(source).collect();
        let message = format!(
            "Profilen \"{name}\" er til kilden {} og kan ikke bruges her. Brug en profil til {}, for eksempel \"{}\".",
            profile.kilde.key(),
            source.key(),
            known.first().copied().unwrap_or_default()
        );
        return refused("ssp.toml", project, vec![Complaint::new(&place, message)]);
    }
    let known = fields(source);
    let complaint = |field: &String| {
        let section = if profile.kolonner.contains_key(field) { "kolonner" } else { "konstanter" };
        Complaint::unknown(&[section, field], "Feltet", field, known).of_key()
    };
    refused(file, text, unknown_fields(profile).iter().map(complaint).collect())
}

/// Refuses a codebook that does not exist.
pub(super) fn check_codebook(folder: &Path, file: &str, text: &str, name: &str) -> Result<(), PipelineError> {
    let own = own_profiles(folder)?;
    let built_in = BUILT_IN.iter().map(|(name, _)| *name).filter(|name| name.ends_with("kodebog"));
    let known: Vec<&str> = own.iter().map(String::as_str).chain(built_in).collect();
    let unknown = Complaint::unknown(&["kodebog"], "Kodebogen", name, &known);
    let complaints = if known.contains(&name) { Vec::new() } else { vec![unknown] };
    Ok(refused(file, text, complaints)?)
}

/// Refuses items in the project's own indicators that its codebook does not have.
pub(super) fn check_items(
    file: &str,
    text: &str,
    indicators: &[Indicator],
    profiles: &BTreeMap<Source, (Profile, Codebook)>,
) -> Result<(), ConfigError> {
    let Some((_, codebook)) = profiles.get(&Source::Upu) else { return Ok(()) };
    let known: Vec<&str> = items(codebook).collect();
    let mut complaints = Vec::new();
    for (at, indicator) in indicators.iter().enumerate() {
        for item in indicator.maal.items().into_iter().filter(|item| !known.contains(item)) {
            let key = if matches!(indicator.maal, Measure::Answers { .. }) { "svar" } else { "item" };
            let place = ["indikator", &at.to_string(), "maal", key];
            complaints.push(Complaint::unknown(&place, "Spørgsmålet", item, &known));
        }
    }
    refused(file, text, complaints)
}

fn built_in_for<'a>(source: Source) -> impl Iterator<Item = &'a str> {
    let is_for = move |(name, text): &&(&str, &str)| {
        let other = name.starts_with("stamdata") || name.ends_with("kodebog") || *name == "tidligere";
        !other && text.lines().any(|line| line.trim() == format!("kilde = \"{}\"", source.key()))
    };
    BUILT_IN.iter().filter(is_for).map(|(name, _)| -> &'a str { name })
}

fn refused(file: &str, text: &str, complaints: Vec<Complaint>) -> Result<(), ConfigError> {
    refusal(file, text, complaints).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_has_a_profile_that_comes_with_the_program() {
        for source in Source::ALL {
            assert!(built_in_for(source).next().is_some(), "{}", source.key());
        }
        assert_eq!(built_in_for(Source::Politi).collect::<Vec<_>>(), ["politi-ugeliste", "politi-odense", "politi-doegnrapport"]);
    }
}
