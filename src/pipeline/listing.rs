//! The indicators as a list: what each is, whether it is counted, and what it waits for. No figure is in it.

use super::catalogue::{Entry, State, entries};
use super::{Inspection, PipelineError, Progress, Request, check};
use crate::aggregate::{INDICATORS, Scope, aggregate};
use crate::config;
use crate::model::indicator::{Indicator, Level};
use crate::model::period::{Period, ReportPeriods};
use crate::model::profile::Source;
use crate::model::project::IndicatorSettings;
use serde::Serialize;
use std::collections::BTreeSet;

/// One indicator of the list.
#[derive(Serialize)]
pub struct Listed {
    /// Id.
    pub id: String,
    /// Title.
    pub titel: String,
    /// Danish name of the source.
    pub kilde: &'static str,
    /// Level of prevention, in Danish.
    pub niveau: &'static str,
    /// Whether it is counted.
    pub til: bool,
    /// Whether it is counted, and why not, in Danish.
    pub tilstand: String,
}

/// Returns the built-in indicators as they are without any project.
///
/// # Panics
/// When the built-in catalogue is no valid TOML: a bug.
pub fn built_in_indicators() -> Vec<Listed> {
    let built_in = config::indicators("indicators.toml", INDICATORS).expect("the built-in catalogue is valid");
    let all = entries(built_in, Vec::new(), &IndicatorSettings::default(), None);
    in_order(all.iter().map(|entry| listed(entry, None)))
}

/// Returns the indicators of a project, with those that have no data.
///
/// # Errors
/// When the folder is no project, its settings are wrong, or a folder cannot be read.
pub fn indicators(request: Request, progress: &mut dyn Progress) -> Result<Vec<Listed>, PipelineError> {
    let inspection = check(request, progress)?;
    let measured = measured(&inspection)?;
    let of = |entry: &Entry| listed(entry, Some((&inspection, measured.contains(&entry.indicator.id))));
    Ok(in_order(inspection.settings.catalogue.iter().map(of)))
}

/// Returns the ids of the indicators with any figure in the report's periods.
fn measured(inspection: &Inspection) -> Result<BTreeSet<String>, PipelineError> {
    let (project, periods) = (&inspection.settings.project, inspection.periods);
    let districts: Vec<_> = project.district_ids().collect();
    let scope = Scope { periods, districts: &districts, first_list: inspection.first_list };
    let counts = aggregate(&inspection.records, &inspection.settings.indicators, scope)?;
    let current: BTreeSet<Period> = Source::ALL.iter().map(|source| current(periods, *source)).collect();
    let cells = counts.cells.into_iter().filter(|(at, _)| current.contains(&at.period));
    Ok(cells.map(|(at, _)| at.indicator).collect())
}

fn current(periods: ReportPeriods, source: Source) -> Period {
    match source {
        Source::Upu => Period::Wave(periods.survey),
        Source::Fravaer => Period::SchoolYear(periods.absence),
        Source::Politi | Source::Observationer | Source::Befolkning => Period::Year(periods.police),
    }
}

/// The sources in the order of the report, each with its indicators in catalogue order.
fn in_order(listed: impl Iterator<Item = Listed>) -> Vec<Listed> {
    let mut all: Vec<Listed> = listed.collect();
    let place = |one: &Listed| Source::ALL.iter().position(|source| source.danish() == one.kilde);
    all.sort_by_key(place);
    all
}

fn listed(entry: &Entry, project: Option<(&Inspection, bool)>) -> Listed {
    let Indicator { id, titel, kilde, niveau, .. } = &entry.indicator;
    Listed {
        id: id.clone(),
        titel: titel.clone(),
        kilde: kilde.danish(),
        niveau: level(*niveau),
        til: entry.state == State::On,
        tilstand: state(entry, project),
    }
}

fn state(entry: &Entry, project: Option<(&Inspection, bool)>) -> String {
    match (&entry.state, project) {
        (State::OffByItself, _) => "fra som standard".into(),
        (State::SwitchedOff, _) => "fra i ssp.toml".into(),
        (State::ItemsMissing(items), _) => format!("fra: {} mangler i kodebogen", items.join(", ")),
        (State::On, Some((inspection, false))) => format!("til, ingen data: {}", why(inspection, entry.indicator.kilde)),
        (State::On, _) => "til".into(),
    }
}

fn why(inspection: &Inspection, source: Source) -> &'static str {
    if !inspection.settings.project.sources.contains_key(&source) {
        return "kilden står ikke i ssp.toml";
    }
    if inspection.coverage.deliveries.iter().any(|delivery| delivery.source == source) {
        "filerne har ikke det, der skal bruges, for perioden"
    } else {
        "kilden har ingen filer"
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Generel => "generel",
        Level::Specifik => "specifik",
        Level::Individ => "individorienteret",
        Level::Udsat => "udsat",
        Level::Kvalitet => "datakvalitet",
    }
}
