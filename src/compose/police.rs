//! Police figures beside each other: persons and offences, residence and scene.

use super::blocks::{columns, lead, note, paragraph, section, table};
use super::charts;
use super::format::{capital, period};
use super::plan::Entry;
use super::sentence::{first_and_repeat, no_source, statement};
use super::source_line::{sourced, sourced_in};
use super::theme::chosen;
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, Section};
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Measure};
use crate::model::profile::Source;

/// Returns persons and offences side by side over the years, so that nobody reads one as the other.
pub(super) fn persons_and_offences(view: &View, entry: &Entry) -> Vec<Section> {
    let indicators = chosen(view, entry);
    let title = view.input.project.word(&entry.titel);
    if !indicators.iter().any(|i| view.has_figures(i)) {
        return vec![section(entry, title, vec![paragraph(no_source(view, &format!("”{}”", entry.titel), &[Source::Politi]))])];
    }
    let mut blocks: Vec<Block> = both(view, &indicators).into_iter().collect();
    blocks.push(note(
        "En person tæller én gang, uanset hvor mange forhold personen står bag. Et forhold tæller én gang, \
         uanset hvor mange personer der står bag. De to tal kan derfor ikke lægges sammen.",
    ));
    let years = indicators.first().map(|first| charts::periods(view, first)).unwrap_or_default();
    let counted: Vec<&Indicator> = indicators.iter().copied().filter(|i| !part_of(i)).collect();
    let rows = years.iter().map(|year| {
        let cells = counted.iter().map(|i| {
            let at = Coordinate { period: *year, ..view.at(i, Area::Municipality) };
            view.long_reading(i, &at).full_cell()
        });
        std::iter::once(Cell::text(capital(&period(*year)))).chain(cells).collect()
    });
    let heads: Vec<String> = counted.iter().map(|i| format!("#{}", i.titel)).collect();
    let titles: Vec<&str> = std::iter::once("År").chain(heads.iter().map(String::as_str)).collect();
    let caption = format!("Personer og forhold år for år, {}, efter bopæl.", view.inside(Area::Municipality));
    let id = format!("{}{}-aar", view.prefix, entry.id);
    let table = table(id, caption, columns(&titles), rows.collect(), &view.hidden_legend());
    blocks.push(sourced_in(table, counted.iter().flat_map(|i| years.iter().map(|year| (*i, *year)))));
    vec![section(entry, title, blocks)]
}

fn part_of(indicator: &Indicator) -> bool {
    matches!(indicator.maal, Measure::FirstTime { .. } | Measure::Repeat { .. })
}

fn both(view: &View, indicators: &[&Indicator]) -> Option<Block> {
    let first = indicators.iter().find(|i| matches!(i.maal, Measure::FirstTime { .. }))?;
    let repeat = indicators.iter().find(|i| matches!(i.maal, Measure::Repeat { .. }))?;
    first_and_repeat(view, first, repeat).map(lead)
}

/// Returns who lives in a district beside what happens in it.
pub(super) fn residence_and_scene(view: &View, entry: &Entry) -> Vec<Section> {
    let indicators = chosen(view, entry);
    let title = view.input.project.word(&entry.titel);
    if !indicators.iter().any(|i| view.has_figures(i)) {
        return vec![section(entry, title, vec![paragraph(no_source(view, &format!("”{}”", entry.titel), &[Source::Politi]))])];
    }
    let districts = view.input.project.district_ids().map(Area::District);
    let unknown = indicators.iter().any(|i| !view.now(i, Area::Unknown).missing()).then_some(Area::Unknown);
    let areas: Vec<Area> = std::iter::once(Area::Municipality).chain(districts).chain(unknown).collect();
    let rows = areas.into_iter().map(|area| {
        let cells = indicators.iter().map(|i| view.now(i, area).full_cell());
        std::iter::once(Cell::text(view.area(area))).chain(cells).collect()
    });
    let heads: Vec<String> = indicators.iter().map(|i| format!("#{} ({})", i.titel, i.geography().danish())).collect();
    let titles: Vec<&str> = std::iter::once("Område").chain(heads.iter().map(String::as_str)).collect();
    let when = indicators.first().map_or_else(String::new, |i| period(view.current(i)));
    let caption = format!("Hvor de unge bor, og hvor det sker, {when}.");
    let id = format!("{}{}-omraader", view.prefix, entry.id);
    let table = table(id, caption, columns(&titles), rows.collect(), &view.hidden_legend());
    let table = sourced(view, table, indicators.iter().copied());
    let different = "Bopæl siger, hvor de unge bor. Gerningssted siger, hvor det sker, uanset hvor de unge bor. De to tal må \
         ikke trækkes fra hinanden.";
    let findings = indicators.iter().map(|i| paragraph(statement(view, i, &view.at(i, Area::Municipality))));
    vec![section(entry, title, findings.chain([table, note(different)]).collect())]
}

/// Returns self-reported beside registered figures, in pairs, with the reason they differ.
pub(super) fn answered_and_registered(view: &View, entry: &Entry) -> Vec<Section> {
    let indicators: Vec<&Indicator> = entry.indikatorer.iter().filter_map(|id| view.indicator(id)).collect();
    let mut blocks = Vec::new();
    for pair in indicators.chunks_exact(2) {
        let [answered, registered] = pair else { continue };
        if !pair.iter().any(|i| view.has_figures(i)) {
            continue;
        }
        blocks.push(pair_table(view, entry, answered, registered));
        let texts = pair.iter().map(|i| statement(view, i, &view.at(i, Area::Municipality)));
        blocks.push(paragraph(texts.collect::<Vec<_>>().join(" ")));
        blocks.extend(view.input.texts.why_different(&answered.id, &registered.id).map(note));
    }
    if blocks.is_empty() {
        blocks.push(paragraph("Der er ingen tal fra to kilder om det samme at sætte ved siden af hinanden."));
    }
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

fn pair_table(view: &View, entry: &Entry, answered: &Indicator, registered: &Indicator) -> Block {
    let row = |how: &str, indicator: &Indicator| {
        let reading = view.now(indicator, Area::Municipality);
        let about = Cell::text(format!("{how}: {}", indicator.titel));
        vec![about, Cell::text(view.period_and_place(indicator)), reading.cell(), super::tables::base_cell(reading)]
    };
    let rows = vec![row("De unge svarede", answered), row("Registreret", registered)];
    let titles = ["Kilde og indikator", "Periode og sted", "#Værdi", "#Grundlag"];
    let caption = format!("”{}” og ”{}” {}.", answered.titel, registered.titel, view.inside(Area::Municipality));
    let table = table(charts::id(view, &entry.id, answered, "par"), caption, columns(&titles), rows, &view.hidden_legend());
    sourced(view, table, [answered, registered])
}
