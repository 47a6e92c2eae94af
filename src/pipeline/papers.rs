//! Which papers a run makes.

use super::catalogue::not_asked;
use super::{Inspection, VERSION};
use crate::compose::{self, Input, Paper};
use crate::model::document::Document;
use crate::model::edition::Issue;
use crate::protect::Protected;

/// Composes the year's papers, or only those of one kind.
pub(super) fn compose(inspection: &Inspection, protected: &Protected, issue: &Issue, only: Option<Paper>) -> Vec<Document> {
    with_input(inspection, protected, issue, |input| compose::papers(input, only))
}

/// Puts together everything a paper is composed from, for as long as `write` needs it.
pub(super) fn with_input<T>(inspection: &Inspection, protected: &Protected, issue: &Issue, write: impl FnOnce(&Input) -> T) -> T {
    let earlier = super::earlier::figures(inspection);
    let quality = quality(inspection);
    let own_templates: Vec<&str> = inspection.settings.templates.own().collect();
    let input = Input {
        project: &inspection.settings.project,
        protected,
        coverage: &inspection.coverage,
        periods: inspection.periods,
        as_of: inspection.as_of,
        issue,
        earlier: &earlier,
        schools: &inspection.schools,
        other_schools: &inspection.other_schools,
        texts: &inspection.settings.texts,
        plan: inspection.settings.plans.of(Paper::Annual),
        plans: &inspection.settings.plans,
        version: VERSION,
        quality: &quality,
        own_templates: &own_templates,
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
