//! What the municipality plans and does, from its own tables: process plan, efforts, points of the council, and the papers.

use super::blocks::{columns, list, note, paragraph, section, words_table, write_space};
use super::criteria::{filled, is_about};
use super::format::{and, capital};
use super::plan::Entry;
use super::view::View;
use super::{Paper, focus_papers};
use crate::model::document::{Block, Cell, Section};
use crate::model::geography::DistrictId;
use crate::model::indicator::Indicator;
use crate::model::project::{Effort, PlannedStep};

/// Returns the process plan, or lines to write it on.
pub(super) fn process_plan(view: &View, entry: &Entry) -> Vec<Section> {
    let blocks = vec![steps(view, &entry.id, None).unwrap_or_else(|| write_space("Næste skridt: hvad, hvem og hvornår", 3))];
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

/// Returns the steps of a district's process plan, or of all; `None` where none is written.
pub(super) fn steps(view: &View, id: &str, district: Option<DistrictId>) -> Option<Block> {
    let all = &view.input.project.report.process_plan;
    let mine: Vec<&PlannedStep> =
        all.iter().filter(|step| district.is_none() || step.district.is_none() || step.district == district).collect();
    let places = district.is_none() && mine.iter().any(|step| step.district.is_some());
    let row = |step: &&PlannedStep| {
        let place = step.district.map_or("Alle", |id| view.district(id));
        let texts = [&step.when, &step.what, &step.who, &step.status].map(|text| filled_cell(text));
        texts.into_iter().chain(places.then(|| Cell::text(place))).collect()
    };
    let titles = ["Hvornår", "Hvad", "Hvem", "Status", "Område"];
    let titles = if places { &titles[..] } else { &titles[..4] };
    let caption = format!("Procesplanen for årets {}.", view.word("fokusområde"));
    let id = format!("{}{id}-trin", view.prefix);
    (!mine.is_empty()).then(|| words_table(id, &caption, columns(titles), mine.iter().map(row).collect()))
}

fn filled_cell(text: &str) -> Cell {
    Cell::text(if text.is_empty() { "–" } else { text })
}

/// Returns the efforts that are about any of the indicators, in the order of the table.
pub(super) fn efforts_of<'a>(view: &View<'a>, indicators: &[&Indicator]) -> Vec<&'a Effort> {
    let about = |effort: &&Effort| indicators.iter().any(|indicator| is_about(&effort.theme, indicator));
    view.input.project.report.efforts.iter().filter(about).collect()
}

/// Returns what is done already about the focus area, or lines to write it on.
pub(super) fn efforts(view: &View, entry: &Entry) -> Vec<Section> {
    let found = efforts_of(view, &focus_papers::indicators(view));
    let title = view.input.project.word(&entry.titel);
    if found.is_empty() {
        let none = format!("Der er ikke skrevet indsatser ind, der handler om {}.", view.word("fokusområdet"));
        return vec![section(entry, title, vec![paragraph(none), write_space("Det gør vi, og hvem ejer det", 3)])];
    }
    let row =
        |effort: &&Effort| [&effort.what, &effort.for_whom, &effort.owner].map(|text| filled_cell(text)).into_iter().collect();
    let caption = format!("Indsatser, der handler om {}.", view.word("fokusområdet"));
    let id = format!("{}{}-tabel", view.prefix, entry.id);
    let rows = found.iter().map(row).collect();
    vec![section(entry, title, vec![words_table(id, &caption, columns(&["Indsats", "For hvem", "Ejer"]), rows)])]
}

/// Returns the council's points, and lines for new ones.
pub(super) fn council_points(view: &View, entry: &Entry) -> Vec<Section> {
    let points = &view.input.project.report.council_points;
    let council = view.word("lokalrådet");
    let known = if points.is_empty() {
        paragraph(format!("{} har ikke meldt punkter ind endnu.", capital(council)))
    } else {
        list(points.clone())
    };
    let blocks = vec![known, write_space("Nye punkter og beslutninger", 3)];
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

/// Returns lines to write on, one set for each label of the plan.
pub(super) fn write_spaces(view: &View, entry: &Entry) -> Vec<Section> {
    let blocks = entry.felter.iter().map(|label| write_space(label.as_str(), 3)).collect();
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

/// Returns a paper's name; `{politi}` becomes the year of the police figures.
pub(super) fn named(view: &View, title: &str) -> String {
    filled(view.input.project.word(title), &[("politi", &view.input.periods.police.to_string())])
}

/// Said of the paper that is not made.
const WEEKLY: &str = "Der laves ikke noget papir til overleveringsmødet. Tal vises kun for lukkede perioder på mindst to \
                      måneder, for tal for en enkelt uge kan pege på enkelte unge, også når man trækker uger fra hinanden.";

/// Returns the list of the year's papers: what each is for, and where it lies.
pub(super) fn papers(view: &View, entry: &Entry) -> Vec<Section> {
    let year = view.input.periods.meeting_year;
    let row = |paper: Paper| {
        let plan = view.input.plans.of(paper);
        vec![
            Cell::text(named(view, &plan.titel)),
            Cell::text(view.word(&plan.til)),
            Cell::text(paper.place(year) + view.input.issue.edition.suffix()),
        ]
    };
    let rows = Paper::ALL.into_iter().map(row).collect();
    let caption = "Årets papirer. De ligger i samme mappe, både som PDF og som webside.";
    let id = format!("{}{}-liste", view.prefix, entry.id);
    let same = format!(
        "Alle papirer viser de samme beskyttede tal som datarapporten. Papirer for hvert distrikt har {} i filens navn.",
        view.word("distriktets id")
    );
    let blocks = vec![words_table(id, caption, columns(&["Papir", "Til", "Fil"]), rows), paragraph(same), note(WEEKLY)];
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

/// Returns what is done already and who owns it, in one sentence each; `None` where the table names nothing.
pub(super) fn done_and_owner(view: &View, indicator: &Indicator) -> Option<(String, String)> {
    let known = efforts_of(view, std::slice::from_ref(&indicator));
    let done: Vec<String> = known.iter().map(|effort| format!("”{}”", effort.what)).collect();
    let mut owners: Vec<String> = Vec::new();
    for effort in &known {
        if !owners.contains(&effort.owner) {
            owners.push(effort.owner.clone());
        }
    }
    (!done.is_empty()).then(|| (and(&done), and(&owners)))
}
