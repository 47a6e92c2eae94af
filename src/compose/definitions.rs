//! The definition of every indicator: one table for each source, so that what holds for all its rows is said once.

use super::blocks::{columns, paragraph, section, words_table};
use super::plan::Entry;
use super::spread::{self, Published};
use super::view::{View, group};
use crate::model::document::{Block, Cell, Section, Table};
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Level, Measure};
use crate::model::profile::Source;

/// Returns the definition of every indicator, then of every measure of the data's quality.
pub(super) fn definitions(view: &View, entry: &Entry) -> Vec<Section> {
    // What was not measured says nothing about the quality of the data.
    let shown = |i: &&Indicator| !matches!(i.maal, Measure::ResponseRate) || view.has_figures(i);
    let all = view.input.protected.indicators().iter().filter(shown);
    let (of_quality, others): (Vec<&Indicator>, Vec<&Indicator>) = all.partition(|i| i.niveau == Level::Kvalitet);
    let of_source = |source: &Source| {
        let rows: Vec<&Indicator> = others.iter().copied().filter(|i| i.kilde == *source).collect();
        (!rows.is_empty()).then(|| source_table(view, entry, (*source, &rows)))
    };
    let mut blocks: Vec<Block> = Source::ALL.iter().filter_map(of_source).collect();
    if !of_quality.is_empty() {
        blocks.push(quality_table(view, entry, &of_quality));
    }
    if blocks.is_empty() {
        blocks.push(paragraph("Rapporten har ingen indikatorer."));
    }
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

/// A column that says the same in every row is said above or below the table instead.
fn source_table(view: &View, entry: &Entry, (source, indicators): (Source, &[&Indicator])) -> Block {
    let groups: Vec<String> = indicators.iter().map(|i| place_and_group(view, i)).collect();
    let spreads: Vec<Option<Published>> = indicators.iter().map(|i| spread::published(view, i)).collect();
    let one_group = groups.iter().all(|group| *group == groups[0]);
    let (has_spread, schools) = (spreads.iter().any(Option::is_some), common_schools(&spreads));
    let row = |((indicator, group), spread): ((&&Indicator, &String), &Option<Published>)| {
        let spread = spread.as_ref().map_or_else(|| "–".to_owned(), |s| s.told(schools.is_none()));
        let group = (!one_group).then(|| Cell::text(group.clone()));
        let definition = Cell::text(indicator.definition.clone());
        let cells = std::iter::once(name(indicator)).chain(group).chain([definition]);
        cells.chain(has_spread.then(|| Cell::text(spread))).collect()
    };
    let rows = indicators.iter().zip(&groups).zip(&spreads).map(row).collect();
    let heads = [("Indikator", true), ("Sted og gruppe", !one_group), ("Definition", true), ("Skolernes spredning", has_spread)];
    let heads: Vec<&str> = heads.iter().filter(|(_, shown)| *shown).map(|(head, _)| *head).collect();
    let common = if one_group { format!(", efter {}", groups[0]) } else { String::new() };
    let id = format!("{}{}-{}", view.prefix, entry.id, source.key());
    let table = words_table(id, &format!("{}{common}.", source.danish()), columns(&heads), rows);
    with_note(table, schools.map(|(schools, areas)| format!("Skolernes spredning bygger på {schools} skoler i {areas} områder.")))
}

fn quality_table(view: &View, entry: &Entry, indicators: &[&Indicator]) -> Block {
    let row = |i: &&Indicator| vec![name(i), Cell::text(i.kilde.danish()), Cell::text(i.definition.clone())];
    let id = format!("{}{}-kvalitet", view.prefix, entry.id);
    let heads = columns(&["Mål", "Kilde", "Definition"]);
    words_table(id, "Mål for datakvalitet.", heads, indicators.iter().map(row).collect())
}

fn name(indicator: &Indicator) -> Cell {
    Cell::text(format!("{} {}", indicator.id, indicator.titel))
}

fn place_and_group(view: &View, indicator: &Indicator) -> String {
    format!("{}, {}", indicator.geography().danish(), group(indicator, &view.at(indicator, Area::Municipality)))
}

/// Returns how many schools and areas every spread rests on, where they all rest on the same.
fn common_schools(spreads: &[Option<Published>]) -> Option<(u32, u32)> {
    let mut known = spreads.iter().flatten().map(|spread| (spread.schools, spread.districts));
    let first = known.next()?;
    known.all(|other| other == first).then_some(first)
}

fn with_note(block: Block, note: Option<String>) -> Block {
    match block {
        Block::Table(table) => Block::Table(Table { notes: note.into_iter().collect(), ..table }),
        other => other,
    }
}
