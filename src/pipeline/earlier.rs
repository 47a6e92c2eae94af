//! The program's own tables of earlier years in `tidligere`: read, checked, and compared with what this run measured.

use super::Inspection;
use super::catalogue::{Entry, State};
use super::intake::Release;
use super::settings::Settings;
use crate::compose::{self, Told};
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::counts::{Coordinate, CountTable};
use crate::model::document::OpenRow;
use crate::model::edition::Edition;
use crate::model::indicator::Indicator;
use crate::model::period::{Date, Period};
use crate::model::profile::Source;
use crate::model::project::Project;
use crate::model::raw::RawTable;
use crate::model::register::DistrictSchools;
use crate::model::release::CellStatus;
use crate::protect::Protected;
use crate::validate;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of figures.
type Figures = BTreeMap<Coordinate, CellStatus>;

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
    let mut findings = forgotten(tables, &known);
    let by_hand = |told: &Told| places[told.row].0.file().starts_with(FOLDER);
    let is_forgotten = |told: &Told| !by_hand(told) && !known.iter().any(|indicator| indicator.id == rows[told.row].indikator);
    let is_gone = |told: &Told| !by_hand(told) && told.column == "omraade";
    unread
        .into_iter()
        .filter(|told| !is_forgotten(told) && !is_gone(told))
        .for_each(|told| findings.push_counted(finding(180, told)));
    // What the program released a second time with another number was renewed.
    twice.into_iter().filter(by_hand).for_each(|told| findings.push_counted(finding(181, told).with_action(TWICE)));
    (rows, findings)
}

/// Returns which indicators the program released and the project does not know any more. What its readers know cannot be counted then.
fn forgotten(tables: &[RawTable], known: &[Indicator]) -> Findings {
    let mut findings = Findings::default();
    for table in tables.iter().filter(|table| !table.file().starts_with(FOLDER)) {
        let ids: BTreeSet<String> = validate::earlier(table).into_iter().map(|row| row.indikator).collect();
        if ids.iter().any(|id| !compose::is_no_indicator(id) && !known.iter().any(|one| one.id == *id)) {
            let message =
                "Tabellen er frigivet, men dens indikator findes ikke i projektets indikatorer. Læserne har stadig dens tal.";
            findings.push(Finding::new(186, Location::file(table.file()), message));
        }
    }
    findings
}

/// Returns the figures of earlier releases its readers have seen.
pub(super) fn figures(inspection: &Inspection) -> Figures {
    together(inspection, inspection.releases.iter().map(|release| figures_of(inspection, release)))
}

/// Returns the indicators that earlier releases tell and this report does not, because they are switched off.
pub(super) fn no_longer_printed(inspection: &Inspection) -> Vec<Indicator> {
    let told: BTreeSet<String> = figures(inspection).into_keys().map(|at| at.indicator).collect();
    let is_off = |entry: &&Entry| matches!(entry.state, State::SwitchedOff | State::OffByItself);
    let off = inspection.settings.catalogue.iter().filter(is_off).map(|entry| &entry.indicator);
    off.filter(|indicator| told.contains(&indicator.id)).cloned().collect()
}

/// Leaves out the figures of indicators that are not printed, but for the periods some release tells of: no reader has seen the others, and
/// who is taken to know too much is protected too little.
pub(super) fn leave_out_unseen(inspection: &Inspection, counts: &mut CountTable) {
    let printed: BTreeSet<&str> = inspection.settings.indicators.iter().map(|indicator| indicator.id.as_str()).collect();
    if counts.indicators.iter().any(|indicator| !printed.contains(indicator.id.as_str())) {
        keep_seen(counts, &printed, figures(inspection).keys());
    }
}

fn keep_seen<'a>(counts: &mut CountTable, printed: &BTreeSet<&str>, seen: impl Iterator<Item = &'a Coordinate>) {
    let seen: BTreeSet<(&str, Period)> = seen.map(|at| (at.indicator.as_str(), at.period)).collect();
    counts.cells.retain(|(at, _)| printed.contains(at.indicator.as_str()) || seen.contains(&(&at.indicator, at.period)));
}

/// Returns what the readers of an edition know before this run. What the public edition hid binds that edition alone.
pub(super) fn seen_by(inspection: &Inspection, edition: Edition) -> Figures {
    let of = |release: &Release| {
        let mut figures = figures_of(inspection, release);
        figures.retain(|_, status| release.edition == edition || matches!(status, CellStatus::Shown(_)));
        figures
    };
    together(inspection, inspection.releases.iter().filter(|release| edition.has_seen(release.edition)).map(of))
}

fn together(inspection: &Inspection, releases: impl IntoIterator<Item = Figures>) -> Figures {
    let sources: BTreeMap<&str, Source> =
        inspection.settings.catalogue.iter().map(|entry| (entry.indicator.id.as_str(), entry.indicator.kilde)).collect();
    compose::together(releases, |at| Some((*sources.get(at.indicator.as_str())?, at.period.whole_year())))
}

fn figures_of(inspection: &Inspection, release: &Release) -> Figures {
    compose::earlier(&inspection.earlier[release.rows.clone()], &inspection.settings.project)
}

/// Returns the log that says which rule hid a figure, of the first release that hid it from the same readers.
pub(super) fn logs(inspection: &Inspection) -> BTreeMap<Coordinate, String> {
    let mut logs = BTreeMap::new();
    for release in inspection.releases.iter().filter(|release| release.edition == inspection.edition) {
        let Some(log) = &release.log else { continue };
        let figures = figures_of(inspection, release).into_iter();
        for (at, _) in figures.filter(|(_, status)| matches!(status, CellStatus::Suppressed(_))) {
            logs.entry(at).or_insert_with(|| log.clone());
        }
    }
    logs
}

/// Returns the day of the release that first had the figures of a source and year as they were released last.
pub(super) fn dates(inspection: &Inspection) -> BTreeMap<(Source, Period), Date> {
    let source = |id: &str| inspection.settings.catalogue.iter().find(|e| e.indicator.id == id).map(|e| e.indicator.kilde);
    let (mut known, mut dates) = (Figures::new(), BTreeMap::new());
    for release in &inspection.releases {
        let figures = figures_of(inspection, release);
        let changed = |at: &Coordinate, status: &CellStatus| {
            known.get(at).is_some_and(|before| matches!(before, CellStatus::Shown(_)) && before != status)
        };
        let mut parts: BTreeMap<(Source, Period), bool> = BTreeMap::new();
        for (at, status) in figures.iter().filter(|(_, status)| matches!(status, CellStatus::Shown(_))) {
            let Some(source) = source(&at.indicator) else { continue };
            *parts.entry((source, at.period.whole_year())).or_default() |= changed(at, status);
        }
        for (part, is_new) in parts {
            // Of tables that were put into the folder by hand nobody knows the day.
            match release.date {
                Some(date) if is_new || !dates.contains_key(&part) => dates.insert(part, date),
                _ => None,
            };
        }
        known = together(inspection, [known, figures]);
    }
    dates
}

/// What to do where the report shows another number than its readers have.
const RENEWED: &str = "Find ud af, hvorfor tallet er ændret. Rapporten viser det nye tal, så grunden må gerne stå i den.";

/// What to do where it does not. Readers who learn where a released year has changed learn of the few the change is about.
const KEPT: &str = "Du skal ikke gøre noget. Skriv ikke i rapporten, og sig ikke til læserne, hvor tal er ændret.";

/// What to do where the tables contradict each other.
const TWICE: &str = "Find ud af, hvilken tabel læserne fik sidst. Er en af dem ikke offentliggjort, så fjern den fra mappen.";

/// Returns which published numbers this run has measured otherwise.
pub(super) fn changed(inspection: &Inspection, protected: &Protected) -> Findings {
    let mut findings = Findings::default();
    // A district with other schools has other numbers; it is told as such.
    let mut figures = figures(inspection);
    figures.retain(|at, _| !inspection.other_schools.contains(at));
    for told in compose::changed(protected, &figures, &inspection.settings.project) {
        let place = Location::file(folder_with(inspection, &told.at));
        let finding = Finding::new(181, place, told.message).with_action(if told.kept { KEPT } else { RENEWED });
        findings.push(finding.counted(told.count));
    }
    findings
}

/// Returns the folder of the latest release that shows a figure.
fn folder_with<'a>(inspection: &'a Inspection, at: &Coordinate) -> &'a str {
    let shows = |release: &&Release| matches!(figures_of(inspection, release).get(at), Some(CellStatus::Shown(_)));
    inspection.releases.iter().rev().find(shows).map_or(FOLDER, |release| release.folder.as_str())
}

/// Returns the figures of releases whose district had other schools than today, and tells which districts those are. A release is the
/// tables of one folder; where a figure stands in several, the later one counts.
pub(super) fn other_schools(tables: &[RawTable], project: &Project, now: &DistrictSchools) -> (BTreeSet<Coordinate>, Findings) {
    // The tables come release by release, the oldest first.
    let mut releases: Vec<(&str, Vec<OpenRow>)> = Vec::new();
    for table in tables {
        let folder = table.file().rsplit_once('/').map_or("", |(folder, _)| folder);
        match releases.last_mut().filter(|(last, _)| *last == folder) {
            Some((_, rows)) => rows.extend(validate::earlier(table)),
            None => releases.push((folder, validate::earlier(table))),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::geography::{Area, DistrictId, Geography};

    #[test]
    fn of_what_is_switched_off_the_periods_readers_know_are_counted_whole_and_no_other() {
        let at = |id: &str, year| Coordinate::whole(id, Period::Year(year), Geography::Residence);
        let in_district = |id, year| at(id, year).in_area(Area::District(DistrictId(1)));
        let all = [at("P02", 2023), at("P02", 2024), at("P04", 2023), in_district("P04", 2023), at("P04", 2024)];
        let cells = all.into_iter().map(|at| (at, Default::default())).collect();
        let mut counts = CountTable { indicators: Vec::new(), cells, dispersions: BTreeMap::new() };
        keep_seen(&mut counts, &BTreeSet::from(["P02"]), [at("P04", 2023)].iter());
        let left: Vec<Coordinate> = counts.cells.into_iter().map(|(at, _)| at).collect();
        assert_eq!(left, [at("P02", 2023), at("P02", 2024), at("P04", 2023), in_district("P04", 2023)]);
    }
}
