//! Districts that are not those of a release: what readers have of the old ones, less what they get of the new, is a part of one.

use super::earlier;
use super::settings::Settings;
use crate::compose;
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::document::OpenRow;
use crate::model::profile::Source;
use crate::model::raw::RawTable;
use crate::validate;
use std::collections::BTreeSet;

/// Areas that are no districts.
const WHOLE: [&str; 3] = ["kommune", "uoplyst", ""];

/// Returns which tables were released with a district the project does not know any more. What its readers know cannot be counted then.
pub(super) fn forgotten(tables: &[RawTable], settings: &Settings) -> Findings {
    let released = tables.iter().filter(|table| !table.file().starts_with(earlier::FOLDER));
    let is_gone =
        |row: &OpenRow| !WHOLE.contains(&row.omraade.as_str()) && !compose::is_known_area(&row.omraade, &settings.project);
    let mut findings = Findings::default();
    for table in released.filter(|table| validate::earlier(table).iter().any(is_gone)) {
        let message = "Tabellen er frigivet med et distrikt, som ikke findes i ssp.toml. Læserne har stadig dens tal.";
        findings.push(Finding::new(187, Location::file(table.file()), message));
    }
    findings
}

/// Returns the sources whose released figures stand, because some release had other districts than the project has now: all of them, or
/// none. Tells which districts are new.
pub(super) fn standing(releases: &[&[OpenRow]], settings: &Settings) -> (BTreeSet<Source>, Findings) {
    let mut findings = Findings::default();
    let project = &settings.project;
    let new: BTreeSet<&str> = releases.iter().flat_map(|rows| new_beside(rows, settings)).collect();
    if new.is_empty() {
        return (BTreeSet::new(), findings);
    }
    let message = format!(
        "Tal for disse distrikter er ikke frigivet før: {}. De tal, der er frigivet, bliver stående, og de nye distrikter vises først \
         for år, der ikke er frigivet.",
        new.into_iter().collect::<Vec<_>>().join(", ")
    );
    findings.push(Finding::new(188, Location::file("ssp.toml"), message));
    (project.sources.keys().copied().collect(), findings)
}

/// Returns the names of the districts a release with districts has no rows of.
fn new_beside<'a>(rows: &[OpenRow], settings: &'a Settings) -> Vec<&'a str> {
    let told: BTreeSet<&str> = rows.iter().map(|row| row.omraade.as_str()).filter(|area| !WHOLE.contains(area)).collect();
    let districts = settings.project.district_ids().map(|id| settings.project.district(id));
    let new = districts.filter(|district| !told.is_empty() && !told.contains(district.id.as_str()));
    new.map(|district| district.name.as_str()).collect()
}
