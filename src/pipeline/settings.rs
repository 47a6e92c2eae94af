//! Everything that is data in a project: ssp.toml, indicators, profiles, codebooks, plans and templates. The project's own
//! files win over the embedded ones.

use super::catalogue::{Entry, State, entries};
use super::{PipelineError, names};
use crate::aggregate::INDICATORS;
use crate::compose::{self, Plans, Texts};
use crate::config;
use crate::model::indicator::Indicator;
use crate::model::profile::{Codebook, Profile, Source};
use crate::model::project::Project;
use crate::render::Templates;
use crate::source::{built_in, with_items};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The checked settings of a project.
pub struct Settings {
    /// ssp.toml.
    pub project: Project,
    /// The whole catalogue, with what is on and off.
    pub catalogue: Vec<Entry>,
    /// The indicators that are counted, in catalogue order.
    pub indicators: Vec<Indicator>,
    /// Profile of each source in use, with the codebook of the survey.
    pub profiles: BTreeMap<Source, (Profile, Codebook)>,
    /// Templates.
    pub templates: Templates,
    /// Plans of the year's papers.
    pub plans: Plans,
    /// Sentences, and breaks in the series.
    pub texts: Texts,
}

const OWN_TEMPLATES: [&str; 5] =
    ["html/report.html", "html/blocks.html", "html/style.css", "typst/report.typ", "typst/blocks.typ"];

/// Loads the settings of a project folder.
///
/// # Errors
/// When there is no ssp.toml, or any of the files cannot be used.
pub(super) fn load(folder: &Path) -> Result<Settings, PipelineError> {
    let text = read_if_there(&folder.join("ssp.toml"))?.ok_or_else(|| PipelineError::NoProject(folder.to_path_buf()))?;
    let mut project = config::project("ssp.toml", &text)?;
    let own_profiles = names::own_profiles(folder)?;
    let built_in = config::indicators("indicators.toml", INDICATORS)?;
    let own = match &project.indicators.file {
        Some(file) => own_indicators(folder, file, if project.indicators.only_own { &[] } else { &built_in })?,
        None => Vec::new(),
    };
    let all: Vec<Indicator> = built_in.iter().chain(&own).cloned().collect();
    if let Some(file) = &project.reference_file {
        let values = needed(folder, file, "Læg filen der, eller slet linjen reference under [stamdata] i ssp.toml.")?;
        project.references = config::references(file, &values, &all)?;
    }
    names::check_project(&text, &project, all.iter(), &own_profiles)?;
    let mut profiles = BTreeMap::new();
    for (source, setting) in &project.sources {
        profiles.insert(*source, profile(folder, *source, &setting.profile, &text)?);
    }
    if let Some(file) = &project.indicators.file {
        names::check_items(file, &needed(folder, file, "")?, &own, &profiles)?;
    }
    let codebook = profiles.get(&Source::Upu).map(|(_, codebook)| codebook);
    let catalogue = entries(built_in, own, &project.indicators, codebook);
    let on = catalogue.iter().filter(|entry| entry.state == State::On);
    let mut own = BTreeMap::new();
    for name in OWN_TEMPLATES {
        own.extend(read_if_there(&folder.join("skabeloner").join(name))?.map(|text| (name.to_owned(), text)));
    }
    let own_plan = |file: &str| read_if_there(&folder.join("skabeloner").join(file));
    let sentences = read_if_there(&folder.join("skabeloner").join(compose::SENTENCES))?;
    let breaks = read_if_there(&folder.join("skabeloner").join(compose::BREAKS))?;
    Ok(Settings {
        project,
        indicators: on.map(|entry| entry.indicator.clone()).collect(),
        catalogue,
        profiles,
        templates: Templates::new(own),
        plans: Plans::read::<PipelineError>(own_plan)?,
        texts: Texts::read(sentences.as_deref(), breaks.as_deref())?,
    })
}

fn own_indicators(folder: &Path, file: &str, built_in: &[Indicator]) -> Result<Vec<Indicator>, PipelineError> {
    let text = needed(folder, file, "Ret fil under [indikatorer] i ssp.toml.")?;
    Ok(config::more_indicators(file, &text, built_in)?)
}

fn profile(folder: &Path, source: Source, name: &str, project: &str) -> Result<(Profile, Codebook), PipelineError> {
    let (file, text) = own_or_built_in(folder, name)?;
    let profile = config::profile(&file, &text)?;
    names::check_profile(&file, &text, name, source, &profile, project)?;
    let Some(codebook) = &profile.kodebog else {
        return Ok((profile, Codebook::default()));
    };
    let codebook = codebook.trim_end_matches(".toml");
    names::check_codebook(folder, &file, &text, codebook)?;
    let (file, text) = own_or_built_in(folder, codebook)?;
    let codebook = config::codebook(&file, &text)?;
    Ok((with_items(profile, &codebook), codebook))
}

/// Returns a profile or codebook by name with the name shown in messages: the project's own file wins over the built-in one.
pub(super) fn own_or_built_in(folder: &Path, name: &str) -> Result<(String, String), PipelineError> {
    let file = format!("profiler/{name}.toml");
    if let Some(text) = read_if_there(&folder.join(&file))? {
        return Ok((file, text));
    }
    let known: Vec<&str> = crate::source::BUILT_IN.iter().map(|(name, _)| *name).collect();
    let advice = format!("Læg profilen i mappen profiler, eller brug en af de indbyggede: {}.", known.join(", "));
    let text = built_in(name).ok_or(PipelineError::Missing { file: file.clone(), advice })?;
    Ok((file, text.to_owned()))
}

fn needed(folder: &Path, file: &str, advice: &str) -> Result<String, PipelineError> {
    let missing = || PipelineError::Missing { file: file.to_owned(), advice: advice.to_owned() };
    read_if_there(&folder.join(file))?.ok_or_else(missing)
}

fn read_if_there(path: &Path) -> Result<Option<String>, PipelineError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.trim_start_matches('\u{feff}').to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(_) => Err(PipelineError::Unreadable(path.to_path_buf())),
    }
}
