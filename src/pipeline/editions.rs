//! The figures of both editions. The confidential one shows everything the public one shows, and more: the public one is protected
//! first, and its figures are known when the other is.

use super::{Inspection, PipelineError, Progress, counted, earlier};
use crate::compose;
use crate::model::counts::CountTable;
use crate::model::edition::Edition;
use crate::protect::{Earlier, Protected, protect_again, protect_confidential};
use std::collections::BTreeMap;

/// The figures of the public edition, and of the confidential one where it was asked for.
pub(super) struct Editions {
    pub(super) public: Protected,
    confidential: Option<Protected>,
}

impl Editions {
    /// Returns the figures of an edition.
    pub(super) fn of(&self, edition: Edition) -> &Protected {
        match edition {
            Edition::Public => &self.public,
            Edition::Confidential => self.confidential.as_ref().expect("the edition that was asked for was protected"),
        }
    }

    /// Returns what was decided in this run, for the memory of the next.
    pub(super) fn decided(&self) -> String {
        let lines = self.confidential.iter().chain([&self.public]).flat_map(Protected::decided);
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// Returns the figures of an edition and drops the others.
    pub(super) fn into_of(self, edition: Edition) -> Protected {
        match edition {
            Edition::Public => self.public,
            Edition::Confidential => self.confidential.expect("the edition that was asked for was protected"),
        }
    }
}

/// Counts, and hides what must not be told, for the readers of the inspection's edition.
pub(super) fn protect(inspection: &Inspection, progress: &mut dyn Progress) -> Result<Editions, PipelineError> {
    progress.stage("Tæller");
    let counts = counted(inspection)?;

    progress.stage("Beskytter små tal");
    if inspection.edition == Edition::Public {
        return Ok(Editions { public: of_public(inspection, counts)?, confidential: None });
    }
    let public = of_public(inspection, counts.clone())?;
    let before = before(inspection, Edition::Confidential);
    let settings = inspection.settings.project.protection.for_edition(Edition::Confidential);
    let confidential = protect_confidential(counts, &inspection.records.notes, settings, before, (&public, &inspection.memory));
    let confidential = safe(inspection, confidential)?;
    Ok(Editions { public, confidential: Some(confidential) })
}

fn of_public(inspection: &Inspection, counts: CountTable) -> Result<Protected, PipelineError> {
    let before = before(inspection, Edition::Public);
    let settings = inspection.settings.project.protection.for_edition(Edition::Public);
    safe(inspection, protect_again(counts, &inspection.records.notes, settings, before, &inspection.memory))
}

fn before(inspection: &Inspection, edition: Edition) -> Earlier {
    Earlier { figures: earlier::seen_by(inspection, edition), standing: inspection.standing.clone() }
}

/// How many cells of a table a refusal names.
const MOST_NAMED: usize = 3;

/// Refuses figures that give hidden ones away; tables and cells are named, never a number.
fn safe(inspection: &Inspection, protected: Protected) -> Result<Protected, PipelineError> {
    let project = &inspection.settings.project;
    let mut tables: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for at in protected.exposed() {
        tables.entry(at.indicator.as_str()).or_default().push(compose::cell_name(at, project));
    }
    if tables.is_empty() {
        return Ok(protected.printing(&inspection.settings.indicators));
    }
    let named = |(table, cells): (&&str, &Vec<String>)| {
        let more = if cells.len() > MOST_NAMED { " og flere" } else { "" };
        format!("{table} ({}{more})", cells[..cells.len().min(MOST_NAMED)].join("; "))
    };
    Err(PipelineError::Exposed(tables.iter().map(named).collect::<Vec<_>>().join(", ")))
}
