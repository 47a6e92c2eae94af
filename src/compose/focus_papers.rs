//! Papers about the chosen focus area: how it stands, and the same in depth. They read as a whole before anything is chosen.

use super::blocks::{columns, lead, note, paragraph, section, subsection, table, write_space};
use super::criteria::{filled, is_about};
use super::focus::{next_time, then_and_now, then_period};
use super::format::{and, capital, date, open, slug};
use super::plan::Entry;
use super::sentence::{finding, no_source};
use super::source_line::{sourced, sourced_in};
use super::tables::danish_order;
use super::theme;
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, Section};
use crate::model::geography::Area;
use crate::model::indicator::{Breakdown, Indicator, Measure};
use crate::model::profile::Source;
use crate::model::project::Focus;

/// Returns the indicators of the focus area the papers are about.
pub(super) fn indicators<'a>(view: &View<'a>) -> Vec<&'a Indicator> {
    let chosen = view.input.project.report.chosen_focus();
    chosen.iter().flat_map(|focus| &focus.indicators).filter_map(|id| view.indicator(id)).collect()
}

fn chosen<'a>(view: &View<'a>) -> Option<&'a Focus> {
    view.input.project.report.chosen_focus()
}

/// What a paper says before a focus area is chosen, or when no figure measures it.
fn nothing(view: &View) -> String {
    let area = view.word("fokusområde");
    match chosen(view) {
        None => format!(
            "Der er ikke valgt et {area} endnu. Skriv det under [fokus] i ssp.toml, når mødet har valgt, og lav papirerne igen."
        ),
        Some(focus) => format!("Valgt i {}: {}. Ingen af rapportens indikatorer er knyttet til det.", focus.chosen, focus.title),
    }
}

/// Returns the status: each indicator of the focus area, when it was chosen and now, in the municipality and each district.
pub(super) fn status(view: &View, entry: &Entry) -> Vec<Section> {
    let (title, measured) = (view.input.project.word(&entry.titel), indicators(view));
    let Some(focus) = chosen(view).filter(|_| !measured.is_empty()) else {
        return vec![section(entry, title, vec![paragraph(nothing(view))])];
    };
    let opening = format!("{}, valgt i {}: {}.", capital(view.word("fokusområdet")), focus.chosen, focus.title);
    let untested = format!("Udviklingen i et enkelt {} er ikke afprøvet statistisk.", view.word("distrikt"));
    let head = section(entry, title, vec![paragraph(opening), note(untested)]);
    let parts = measured.into_iter().map(|indicator| of_indicator(view, entry, indicator, focus));
    std::iter::once(head).chain(parts).collect()
}

fn of_indicator(view: &View, entry: &Entry, indicator: &Indicator, focus: &Focus) -> Section {
    let told = lead(finding(view, indicator, &view.at(indicator, Area::Municipality)));
    let by_district = indicator.udbryd.contains(&Breakdown::District);
    let districts = view.input.project.district_ids().map(Area::District).filter(|_| by_district);
    let row = |area: Area| {
        let cells = then_and_now(view, indicator, focus, area);
        std::iter::once(Cell::text(view.area(area))).chain(cells).collect::<Vec<Cell>>()
    };
    let rows = std::iter::once(Area::Municipality).chain(districts).map(row).collect();
    let caption = format!("{}, {}.", open(&indicator.titel), view.by_place(indicator));
    let titles = ["Område", "#Da det blev valgt", "#Nu", "#Interval nu (95 %)"];
    let id = format!("{}{}-{}-tabel", view.prefix, entry.id, slug(&indicator.id));
    let again = paragraph(format!("Tallet måles næste gang {}.", next_time(view, indicator)));
    let table = table(id, caption, columns(&titles), rows, &view.hidden_legend());
    let periods = [then_period(indicator, focus), view.current(indicator)];
    let blocks = vec![told, sourced_in(table, periods.map(|when| (indicator, when))), again];
    subsection(entry, &slug(&indicator.id), open(&indicator.titel), blocks)
}

/// Returns the themes and approved quotes of the district groups that are about the focus area, and the plan's lines for
/// each district.
pub(super) fn words(view: &View, entry: &Entry) -> Vec<Section> {
    let measured = indicators(view);
    let themes = themes(view, entry, &measured);
    let mut blocks = vec![match themes.is_empty() {
        false => paragraph(format!("Temaer om {}: {}. {SOURCES}", view.word("fokusområdet"), and(&themes))),
        true if !view.has_source(Source::Observationer) => {
            paragraph(no_source(view, &format!("”{}”", entry.titel), &[Source::Observationer]))
        }
        true => paragraph(format!("Ingen af gruppernes viste temaer handler om {}.", view.word("fokusområdet"))),
    }];
    blocks.extend(quotes(view, &measured));
    let lines = |label: &String| {
        let each = view.input.project.district_ids();
        each.map(|id| write_space(filled(label, &[("distrikt", view.district(id))]), 1)).collect::<Vec<_>>()
    };
    blocks.extend(entry.felter.iter().flat_map(lines));
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

const SOURCES: &str = "I parentes står antallet af uafhængige kilder, aldrig et antal børn.";

fn themes(view: &View, entry: &Entry, measured: &[&Indicator]) -> Vec<String> {
    let about = |theme: &String| measured.iter().any(|indicator| is_about(theme, indicator));
    let mut found = Vec::new();
    for notes in theme::chosen(view, entry).into_iter().filter(|i| matches!(i.maal, Measure::Notes)) {
        let whole = view.at(notes, Area::Municipality);
        let named = view.values(notes, whole.period, |at| at.category.clone()).into_iter().filter(about);
        found.extend(named.map(|theme| {
            let reading = view.reading(notes, &Coordinate { category: Some(theme.clone()), ..whole.clone() });
            format!("{theme} ({})", reading.text())
        }));
    }
    let order = danish_order();
    found.sort_by(|a, b| order.compare(a, b));
    found
}

/// Approved quotes about the focus area, never with their district.
fn quotes(view: &View, measured: &[&Indicator]) -> Vec<Block> {
    let year = view.input.periods.police;
    let notes = view.input.protected.notes().iter().filter(|note| note.year == year);
    let about = notes.filter(|note| measured.iter().any(|indicator| is_about(&note.theme, indicator)));
    let quote = |note: &crate::model::release::ReleasedNote| {
        let quote = note.quote.as_ref()?;
        let source = format!("Tema: {}. Godkendt af {} den {}.", note.theme, quote.approved_by, date(quote.approved_on));
        Some((quote.text.clone(), source))
    };
    // Sorted by their words, so that their order tells nothing of where they come from.
    let sorted: std::collections::BTreeSet<(String, String)> = about.filter_map(quote).collect();
    sorted.into_iter().map(|(text, source)| Block::Quote { text, source }).collect()
}

/// Returns the focus area's indicators, each with its charts and tables as in a theme.
pub(super) fn figures(view: &View, entry: &Entry) -> Vec<Section> {
    let title = view.input.project.word(&entry.titel);
    let Some(focus) = chosen(view).filter(|_| !indicators(view).is_empty()) else {
        return vec![section(entry, title, vec![paragraph(nothing(view))])];
    };
    let intro = format!("{}, valgt i {}: {}.", capital(view.word("fokusområdet")), focus.chosen, focus.title);
    theme::theme(view, &Entry { indikatorer: focus.indicators.clone(), intro: Some(intro), ..entry.clone() })
}

/// Returns the other indicators of the focus area's themes beside each other, each with its source, period and place.
pub(super) fn sources(view: &View, entry: &Entry) -> Vec<Section> {
    let (title, measured) = (view.input.project.word(&entry.titel), indicators(view));
    let related = |i: &&Indicator| {
        let same_theme = measured.iter().any(|focus| focus.tema == i.tema || i.modpart.as_ref() == Some(&focus.id));
        same_theme && !measured.iter().any(|focus| focus.id == i.id) && view.has_now(i)
    };
    let others: Vec<&Indicator> = view.indicators().filter(related).collect();
    if measured.is_empty() || others.is_empty() {
        let none = if measured.is_empty() { nothing(view) } else { "Rapporten har ingen andre tal om det samme.".into() };
        return vec![section(entry, title, vec![paragraph(none)])];
    }
    let row = |i: &&Indicator| {
        let value = view.now(i, Area::Municipality).full_cell();
        vec![Cell::text(i.titel.clone()), Cell::text(i.kilde.danish()), Cell::text(view.period_and_place(i)), value]
    };
    let rows = others.iter().map(row).collect();
    let caption = format!("Andre tal i de samme temaer {}.", view.inside(Area::Municipality));
    let id = format!("{}{}-tabel", view.prefix, entry.id);
    let titles = ["Indikator", "Kilde", "Periode og sted", "#Værdi"];
    let apart = "Kilderne måler forskellige ting og kan ikke lægges sammen.";
    let table = table(id, caption, columns(&titles), rows, &view.hidden_legend());
    vec![section(entry, title, vec![sourced(view, table, others.iter().copied()), note(apart)])]
}
