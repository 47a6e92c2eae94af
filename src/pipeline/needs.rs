//! *Det mangler du endnu*: per source, what came and what is still to come. Exact numbers: for `tjek` only.

use super::Inspection;
use crate::model::period::{ReportPeriods, SchoolYear};
use crate::model::profile::{Rhythm, Source};
use crate::validate::Tally;

/// Returns one line per source of ssp.toml, in Danish.
pub fn needs(inspection: &Inspection) -> Vec<String> {
    inspection
        .settings
        .project
        .sources
        .keys()
        .map(|source| format!("{}: {}", source.danish(), need(inspection, *source)))
        .collect()
}

fn need(inspection: &Inspection, source: Source) -> String {
    let files = inspection.coverage.deliveries.iter().filter(|d| d.source == source).count();
    if files == 0 {
        let folder = &inspection.settings.project.sources[&source].folder;
        return format!("ingen filer endnu. Læg dem i {folder}.");
    }
    let mut rows = Tally::default();
    inspection.tallies.get(&source).into_iter().flatten().for_each(|file| rows += file.tally);
    let read = format!(
        "{files} {}, {} rækker læst: {} brugt, {} afvist, {} slået sammen, {} sprunget over. ",
        word(files, "fil", "filer"),
        rows.read,
        rows.used,
        rows.rejected,
        rows.merged,
        rows.skipped
    );
    read + &still_missing(inspection, source)
}

fn word<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

fn still_missing(inspection: &Inspection, source: Source) -> String {
    let periods = inspection.periods;
    match source {
        Source::Upu => survey(inspection, periods.survey),
        Source::Politi => lists(inspection),
        Source::Fravaer => absence(inspection, periods),
        Source::Observationer => notes(inspection),
        Source::Befolkning => population(inspection, periods.police),
    }
}

fn survey(inspection: &Inspection, wave: SchoolYear) -> String {
    let has = inspection.records.survey.rows.iter().any(|r| r.wave == wave);
    if has { format!("Vinteren {wave} er med.") } else { format!("Vinteren {wave} mangler.") }
}

fn lists(inspection: &Inspection) -> String {
    let lists = &inspection.coverage.lists;
    let came = lists.iter().filter(|(_, came)| *came).count();
    let unit = if inspection.coverage.rhythm == Some(Rhythm::Month) { "måneder" } else { "uger" };
    if came == lists.len() {
        "Alle lister er med.".to_owned()
    } else {
        format!("Der er lister for {came} af {} {unit}; bemærkning D101 siger hvilke der mangler.", lists.len())
    }
}

fn absence(inspection: &Inspection, periods: ReportPeriods) -> String {
    let years = [periods.absence, periods.absence_running];
    let has = |year: SchoolYear| {
        inspection.records.absence.iter().any(|r| r.school_year == year)
            || inspection.records.school_absence.iter().any(|r| r.school_year == year)
    };
    let missing: Vec<String> = years.into_iter().filter(|y| !has(*y)).map(|y| y.to_string()).collect();
    if missing.is_empty() {
        format!("Skoleårene {} og {} er med.", years[0], years[1])
    } else {
        format!("Skoleåret {} mangler.", missing.join(" og "))
    }
}

fn notes(inspection: &Inspection) -> String {
    match inspection.records.notes.iter().filter(|n| n.approval.is_none()).count() {
        0 => "Alle observationer er godkendt.".to_owned(),
        1 => "En observation mangler godkendelse.".to_owned(),
        more => format!("I alt {more} observationer mangler godkendelse."),
    }
}

fn population(inspection: &Inspection, year: i16) -> String {
    let has = inspection.records.population.iter().any(|r| r.year == year);
    if has {
        format!("Tallene for 1. januar {year} er med.")
    } else {
        format!("Tallene for 1. januar {year} mangler, så antal pr. 1.000 unge vises ikke.")
    }
}
