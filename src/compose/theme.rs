//! Theme sections: one finding, then districts, development, grade and sex of each indicator.

use super::blocks::{lead, note, paragraph, section, subsection};
use super::format::{and, open, period};
use super::plan::{Entry, Part, SectionKind};
use super::sentence::{finding, no_source, statement};
use super::view::View;
use super::{charts, compact, data_basis, tables};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Section};
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Unit};
use crate::model::period::Period;
use crate::model::profile::Source;
use std::collections::BTreeSet;

/// Returns the section of an entry's themes and indicators.
pub(super) fn theme(view: &View, entry: &Entry) -> Vec<Section> {
    of_indicators(view, entry, &chosen(view, entry))
}

/// Returns the section of the themes no entry names; nothing when there are none.
pub(super) fn others(view: &View, entry: &Entry) -> Vec<Section> {
    let named: BTreeSet<&str> = view.input.plan.afsnit.iter().flat_map(|e| &e.temaer).map(String::as_str).collect();
    let left: Vec<&Indicator> = view.indicators().filter(|i| !named.contains(i.tema.as_str())).collect();
    if left.is_empty() { Vec::new() } else { of_indicators(view, entry, &left) }
}

/// Returns the indicators of an entry: those of its themes in catalogue order, then those named one by one.
pub(super) fn chosen<'a>(view: &View<'a>, entry: &Entry) -> Vec<&'a Indicator> {
    let of_themes = view.indicators().filter(|i| entry.temaer.contains(&i.tema));
    let mut found: Vec<&Indicator> = of_themes.collect();
    for indicator in entry.indikatorer.iter().filter_map(|id| view.indicator(id)) {
        if !found.iter().any(|known| known.id == indicator.id) {
            found.push(indicator);
        }
    }
    found
}

fn of_indicators(view: &View, entry: &Entry, indicators: &[&Indicator]) -> Vec<Section> {
    let title = view.input.project.word(&entry.titel);
    let measured: Vec<&Indicator> = indicators.iter().copied().filter(|i| view.has_figures(i)).collect();
    let Some((strongest, at)) = strongest(view, &measured) else {
        return vec![section(entry, title, vec![paragraph(nothing(view, entry, indicators))])];
    };
    let told = (at.area == Area::Municipality).then_some(strongest.id.as_str());
    let opening = lead(finding(view, strongest, &at));
    let silent = indicators
        .iter()
        .filter(|i| !view.has_figures(i))
        .map(|i| paragraph(statement(view, i, &view.at(i, Area::Municipality))));
    let remarks = silent_note(view, indicators).into_iter().chain(lists_note(view, entry, &measured));
    if measured.len() == 1 || entry.niveau == 3 {
        let all = measured
            .iter()
            .flat_map(|i| municipality(view, i, told).into_iter().chain(blocks(view, entry, (i, i.id == strongest.id))));
        return vec![section(entry, title, std::iter::once(opening).chain(all).chain(silent).chain(remarks).collect())];
    }
    let head = section(entry, title, std::iter::once(opening).chain(remarks).chain(silent).collect());
    let (alone, together): (Vec<&Indicator>, Vec<&Indicator>) =
        measured.iter().partition(|i| i.id == strongest.id || !entry.vis_andre.contains(&Part::Together));
    let mut parts: Vec<Section> = alone.iter().map(|i| indicator_section(view, entry, (i, i.id == strongest.id), told)).collect();
    if let Some(last) = parts.last_mut() {
        last.blocks.extend(compact::table_of(view, entry, &together));
    }
    // What has been told above, and can be shown no further, needs no heading.
    std::iter::once(head).chain(parts.into_iter().filter(|part| !part.blocks.is_empty())).collect()
}

/// Returns the municipality's finding, unless it has been told.
fn municipality(view: &View, indicator: &Indicator, told: Option<&str>) -> Option<Block> {
    let untold = told != Some(indicator.id.as_str());
    untold.then(|| paragraph(finding(view, indicator, &view.at(indicator, Area::Municipality))))
}

fn indicator_section(view: &View, entry: &Entry, (indicator, leading): (&Indicator, bool), told: Option<&str>) -> Section {
    let blocks = municipality(view, indicator, told).into_iter().chain(blocks(view, entry, (indicator, leading))).collect();
    subsection(entry, &super::format::slug(&indicator.id), open(&indicator.titel), blocks)
}

/// Returns the weightiest sure difference, else the municipality's first shown figure, else its first.
fn strongest<'a>(view: &View, indicators: &[&'a Indicator]) -> Option<(&'a Indicator, Coordinate)> {
    let of = |id: &str| indicators.iter().copied().find(|i| i.id == id);
    let sure = view.family.sure().into_iter().find_map(|c| Some((of(&c.indicator)?, c.at.clone())));
    let shown = || indicators.iter().copied().find(|i| view.now(i, Area::Municipality).figure().is_some());
    sure.or_else(|| {
        let indicator = shown().or_else(|| indicators.first().copied())?;
        Some((indicator, view.at(indicator, Area::Municipality)))
    })
}

/// Returns the remark on police lists that are missing in the report's year: a fall may be no fall.
///
/// Told once in each chapter, in the first section that rests on the lists; the page on the data tells it as well.
fn lists_note(view: &View, entry: &Entry, indicators: &[&Indicator]) -> Option<Block> {
    let of_police = indicators.iter().any(|i| i.kilde == Source::Politi && view.has_now(i));
    let rests_on_lists = |e: &&Entry| chosen(view, e).iter().any(|i| i.kilde == Source::Politi && view.has_now(i));
    let before = view.input.plan.afsnit.iter().take_while(|e| e.id != entry.id);
    let of_chapter: Vec<&Entry> = before.filter(|e| e.slags == SectionKind::Tema || e.niveau == 1).collect();
    let start = of_chapter.iter().rposition(|e| e.niveau == 1).unwrap_or(0);
    let here = entry.niveau == 1 || !of_chapter[start..].iter().any(rests_on_lists);
    (of_police && here).then(|| data_basis::missing_in(view, view.input.periods.police).map(note)).flatten()
}

fn nothing(view: &View, entry: &Entry, indicators: &[&Indicator]) -> String {
    let what = format!("”{}”", entry.titel);
    let sources: BTreeSet<Source> = indicators.iter().map(|i| i.kilde).collect();
    if sources.is_empty() {
        return format!("Der er ingen tal for {what}, fordi ingen af rapportens indikatorer hører til temaet.");
    }
    no_source(view, &what, &sources.into_iter().collect::<Vec<_>>())
}

/// Returns the charts and tables of one indicator that the entry shows and the figures allow.
fn blocks(view: &View, entry: &Entry, (indicator, leading): (&Indicator, bool)) -> Vec<Block> {
    type Build = fn(&View, &str, &Indicator) -> Option<Block>;
    let parts: [(Part, Build); 8] = [
        (Part::Dots, charts::districts),
        (Part::Trend, charts::trend),
        (Part::Bars, charts::bars),
        (Part::Districts, tables::districts),
        (Part::Grades, tables::grades),
        (Part::Ages, tables::ages),
        (Part::Categories, tables::categories),
        (Part::Periods, tables::parts_of_year),
    ];
    if !view.has_now(indicator) {
        return charts::trend(view, &entry.id, indicator).into_iter().collect();
    }
    let shown = parts.iter().filter(|(part, _)| entry.shows(*part, leading));
    let running = running_year(view, indicator).map(paragraph);
    running.into_iter().chain(shown.filter_map(|(_, build)| build(view, &entry.id, indicator))).collect()
}

/// Returns the sentence on the closed months of the running school year, with the same months a year before.
fn running_year(view: &View, indicator: &Indicator) -> Option<String> {
    let running = view.input.periods.absence_running;
    let of_running = view.input.protected.cells().map(|(at, _)| at).filter(|at| at.indicator == indicator.id).find_map(|at| {
        match at.period {
            Period::RunningSchoolYear(year, _) if year == running => Some(at.period),
            _ => None,
        }
    })?;
    let at = Coordinate { period: of_running, ..view.at(indicator, Area::Municipality) };
    let before = view.long_reading(indicator, &Coordinate { period: of_running.a_year_before(), ..at.clone() });
    let same_months = match (indicator.unit(), before.figure()) {
        (Unit::Share, Some(_)) => format!(
            " I {} var det {}. Forskellen er ikke afprøvet statistisk.",
            period(of_running.a_year_before()),
            before.full_text()
        ),
        _ => String::new(),
    };
    Some(format!("{}{same_months}", statement(view, indicator, &at)))
}

/// Returns the remark on districts whose schools took no part in the survey.
fn silent_note(view: &View, indicators: &[&Indicator]) -> Option<Block> {
    let first = indicators.iter().find(|i| i.kilde == Source::Upu && view.has_now(i))?;
    let silent = view.silent_districts(Source::Upu);
    if silent.len() == view.input.project.districts.len() {
        let districts = view.word("distrikterne");
        return Some(note(format!("Undersøgelsen oplyser ikke skolen, så svarene kan ikke fordeles på {districts}.")));
    }
    let names: Vec<String> = silent.iter().map(|id| view.district(*id).to_owned()).collect();
    let schools = format!("ingen af {} skoler deltog i Ungeprofilundersøgelsen", view.word("distriktets"));
    (!names.is_empty()).then(|| {
        let what = format!("Der er ingen tal for {} i {}, fordi {schools}.", and(&names), period(view.current(first)));
        note(format!("{what} Det siger intet om, hvor udbredt det er {}.", if names.len() == 1 { "der" } else { "de steder" }))
    })
}

/// Returns the districts side by side, indicator for indicator; always in the order of ssp.toml, never by size.
pub(super) fn side_by_side(view: &View, entry: &Entry) -> Vec<Section> {
    let indicators = chosen(view, entry);
    let mut blocks = Vec::new();
    for indicator in &indicators {
        if let Some(Block::Chart(mut chart)) = charts::districts(view, &entry.id, indicator) {
            chart.alt = format!("{} side om side. {}", super::format::capital(view.word("distrikterne")), chart.alt);
            chart.caption = format!("{} {}", chart.caption, charts::deviations(view, indicator));
            blocks.push(Block::Chart(chart));
        }
    }
    if blocks.is_empty() {
        let districts = view.word("distrikterne");
        blocks.push(paragraph(format!("Der er ikke tal nok til at vise {districts} side om side.")));
    }
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}
