//! *Det mangler du endnu*: per source, what came and what is still to come. Exact numbers: for `tjek` only.

use super::Inspection;
use super::catalogue::State;
use crate::model::indicator::{Indicator, Level, Measure};
use crate::model::period::{ReportPeriods, SchoolYear};
use crate::model::profile::{Rhythm, Source};
use crate::model::records::SurveyRecords;
use crate::validate::Tally;

/// Returns the lines of each source of ssp.toml, and of the sources indicators wait for, in Danish.
pub fn needs(inspection: &Inspection) -> Vec<String> {
    let waiting = waiting(inspection);
    Source::ALL.iter().filter_map(|source| of_source(inspection, *source, &waiting)).collect()
}

/// Returns the counted indicators nothing came for in the report's periods, told by the rows alone: counting them all takes longer
/// than reading the files. Which they are is not known where the year is not.
fn waiting(inspection: &Inspection) -> Vec<(Source, String)> {
    if inspection.periods.meeting_year == 0 {
        return Vec::new();
    }
    let of_report = |indicator: &&Indicator| indicator.niveau != Level::Kvalitet && !has_rows(inspection, indicator);
    let all = inspection.settings.indicators.iter().filter(of_report);
    all.map(|indicator| (indicator.kilde, indicator.id.clone())).collect()
}

fn has_rows(inspection: &Inspection, indicator: &Indicator) -> bool {
    let (records, periods) = (&inspection.records, inspection.periods);
    match indicator.kilde {
        Source::Upu => is_answered(&records.survey, indicator, periods.survey),
        Source::Fravaer => {
            let of_pupils = records.absence.iter().any(|row| row.school_year == periods.absence);
            of_pupils || records.school_absence.iter().any(|row| row.school_year == periods.absence)
        }
        Source::Politi => {
            let came = inspection.coverage.lists.iter().any(|(list, came)| *came && list.year == periods.police);
            came && looks_back(inspection, indicator)
        }
        Source::Observationer => records.notes.iter().any(|note| note.year == periods.police),
        Source::Befolkning => true,
    }
}

/// Whether some respondent of the wave answered all the questions of the indicator.
fn is_answered(survey: &SurveyRecords, indicator: &Indicator, wave: SchoolYear) -> bool {
    let items = indicator.maal.items();
    let answered = |at: usize, item: &str| survey.answers.get(item).is_some_and(|answers| answers[at].is_some());
    survey.rows.iter().enumerate().any(|(at, row)| row.wave == wave && items.iter().all(|item| answered(at, item)))
}

/// Whether the lists go back as far as an indicator of those who are new looks.
fn looks_back(inspection: &Inspection, indicator: &Indicator) -> bool {
    let Measure::FirstTime { maaneder, .. } = indicator.maal else { return true };
    inspection.coverage.months_of_lists_before(inspection.periods.police) >= Some(i64::from(maaneder))
}

fn of_source(inspection: &Inspection, source: Source, waiting: &[(Source, String)]) -> Option<String> {
    let ids: Vec<&str> = waiting.iter().filter(|(of, _)| *of == source).map(|(_, id)| id.as_str()).collect();
    let came = inspection.settings.project.sources.contains_key(&source).then(|| need(inspection, source));
    let told = came.or_else(|| (!ids.is_empty()).then(|| "kilden står ikke i ssp.toml.".to_owned()))?;
    let wait = match ids.as_slice() {
        [] => String::new(),
        [one] => format!(" Indikatoren {one} venter på data."),
        more => format!(" Indikatorerne {} venter på data.", and(more)),
    };
    Some(format!("{}: {told}{wait}{}", source.danish(), not_asked(inspection, source)))
}

fn and(names: &[&str]) -> String {
    match names {
        [others @ .., last] if !others.is_empty() => format!("{} og {last}", others.join(", ")),
        names => names.concat(),
    }
}

/// Returns which questions the codebook lacks, and which indicators are off for that.
fn not_asked(inspection: &Inspection, source: Source) -> String {
    let missing = inspection.settings.catalogue.iter().filter(|entry| entry.indicator.kilde == source);
    let named = missing.filter_map(|entry| match &entry.state {
        State::ItemsMissing(items) => Some(format!("{} ({})", entry.indicator.id, items.join(", "))),
        _ => None,
    });
    let named: Vec<String> = named.collect();
    let names: Vec<&str> = named.iter().map(String::as_str).collect();
    if names.is_empty() { String::new() } else { format!(" Kodebogen mangler spørgsmål til {}.", and(&names)) }
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
