//! The program's own tables of earlier years in `tidligere`: read, checked, and compared with what this run measured.

use super::Inspection;
use super::settings::Settings;
use crate::compose::{self, Told};
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::counts::Coordinate;
use crate::model::document::OpenRow;
use crate::model::indicator::Indicator;
use crate::model::project::Project;
use crate::model::raw::RawTable;
use crate::model::register::DistrictSchools;
use crate::model::release::CellStatus;
use crate::protect::Protected;
use crate::validate;
use std::collections::{BTreeMap, BTreeSet};

/// The folder of the tables.
pub(super) const FOLDER: &str = "tidligere";

/// Returns the rows of the tables, and what of them cannot be used.
pub(super) fn rows(tables: &[RawTable], settings: &Settings) -> (Vec<OpenRow>, Findings) {
    let rows: Vec<OpenRow> = tables.iter().flat_map(validate::earlier).collect();
    let places: Vec<(&RawTable, usize)> = tables.iter().flat_map(|table| (0..table.len()).map(move |row| (table, row))).collect();
    let finding = |code: u16, told: Told| {
        let (table, row) = places[told.row];
        let place = table.field(told.column).map_or_else(|| table.row_location(row), |field| table.location(row, field));
        Finding::new(code, place, told.message)
    };
    let known: Vec<Indicator> = settings.catalogue.iter().map(|entry| entry.indicator.clone()).collect();
    let (unread, twice) = compose::unusable(&rows, &settings.project, &known);
    let mut findings = Findings::default();
    unread.into_iter().for_each(|told| findings.push_counted(finding(180, told)));
    twice.into_iter().for_each(|told| findings.push_counted(finding(181, told)));
    (rows, findings)
}

/// Returns the figures of earlier releases.
pub(super) fn figures(inspection: &Inspection) -> BTreeMap<Coordinate, CellStatus> {
    compose::earlier(&inspection.earlier, &inspection.settings.project)
}

/// Returns which published numbers this run has measured otherwise.
pub(super) fn changed(inspection: &Inspection, protected: &Protected) -> Findings {
    let mut findings = Findings::default();
    // A district with other schools has other numbers; it is told as such.
    let mut figures = figures(inspection);
    figures.retain(|at, _| !inspection.other_schools.contains(at));
    for (count, message) in compose::changed(protected, &figures, &inspection.settings.project) {
        findings.push(Finding::new(181, Location::file(FOLDER), message).counted(count));
    }
    findings
}

/// Returns the figures of releases whose district had other schools than today, and tells which districts those are. A release is the
/// tables of one folder; where a figure stands in several, the later one counts.
pub(super) fn other_schools(tables: &[RawTable], project: &Project, now: &DistrictSchools) -> (BTreeSet<Coordinate>, Findings) {
    let mut releases: BTreeMap<&str, Vec<OpenRow>> = BTreeMap::new();
    for table in tables {
        let folder = table.file().rsplit_once('/').map_or("", |(folder, _)| folder);
        releases.entry(folder).or_default().extend(validate::earlier(table));
    }
    let (mut other, mut findings) = (BTreeSet::new(), Findings::default());
    for (folder, rows) in releases {
        let changed = compose::other_schools(&rows, project, now);
        let mut named = BTreeSet::new();
        for at in compose::earlier(&rows, project).into_keys() {
            let Some(district) = compose::of_schools(&at) else { continue };
            other.remove(&at);
            if changed.contains(&district) {
                named.insert(project.district(district).name.as_str());
                other.insert(at);
            }
        }
        if !named.is_empty() {
            let names = named.into_iter().collect::<Vec<_>>().join(", ");
            let message =
                format!("Skolerne er ikke de samme som i tabellerne her, eller tabellerne siger ikke, hvilke de var: {names}.");
            findings.push(Finding::new(182, Location::file(folder), message));
        }
    }
    (other, findings)
}
