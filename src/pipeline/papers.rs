//! Which papers a run makes.

use super::catalogue::not_asked;
use super::{Inspection, Papers, VERSION};
use crate::compose::{self, Input};
use crate::model::document::Document;
use crate::protect::Protected;

/// Composes the papers asked for: the annual report, one sheet per district, or both.
pub(super) fn compose(inspection: &Inspection, protected: &Protected, only: Option<Papers>) -> Vec<Document> {
    with_input(inspection, protected, |input| chosen(input, only))
}

fn chosen(input: &Input, only: Option<Papers>) -> Vec<Document> {
    let annual = (only != Some(Papers::Districts)).then(|| compose::annual(input));
    let districts = input.project.district_ids().filter(|_| only != Some(Papers::Annual));
    annual.into_iter().chain(districts.map(|id| compose::district(input, id))).collect()
}

/// Puts together everything a paper is composed from, for as long as `write` needs it.
pub(super) fn with_input<T>(inspection: &Inspection, protected: &Protected, write: impl FnOnce(&Input) -> T) -> T {
    let earlier = compose::earlier(&inspection.earlier, &inspection.settings.project);
    let quality = quality(inspection);
    let input = Input {
        project: &inspection.settings.project,
        protected,
        coverage: &inspection.coverage,
        periods: inspection.periods,
        as_of: inspection.as_of,
        earlier: &earlier,
        schools: &inspection.schools,
        other_schools: &inspection.other_schools,
        plan: &inspection.settings.annual_plan,
        district_plan: &inspection.settings.district_plan,
        texts: &inspection.settings.texts,
        version: VERSION,
        quality: &quality,
    };
    write(&input)
}

/// Sentences of the quality page about whole files. File names stay out: they may hold a name.
fn quality(inspection: &Inspection) -> Vec<String> {
    let exempted = inspection.coverage.deliveries.iter().filter(|d| d.exempted);
    let sentence = |source: &str| {
        format!(
            "En fil fra kilden {source} kunne ikke bruges og er undtaget i ssp.toml. Tallene fra kilden kan derfor være for lave."
        )
    };
    let mut sentences: Vec<String> = exempted.map(|d| sentence(d.source.danish())).collect();
    sentences.dedup();
    sentences.extend(not_asked(&inspection.settings.catalogue));
    let folders = inspection.settings.project.sources.iter().map(|(source, setting)| (*source, setting.folder.clone())).collect();
    sentences.extend(compose::quality_sentences(&inspection.findings, &folders));
    sentences
}
