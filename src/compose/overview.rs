//! The first pages: what matters most, what is to be decided, everything at once.

use super::blocks::{columns, list, note, paragraph, section, signal_cell, subsection, table, words_table, write_space};
use super::far::far;
use super::format::{and, capital, period, slug, thousands};
use super::plan::Entry;
use super::sentence::finding;
use super::signal::{Against, Comparison};
use super::source_line::sourced_in;
use super::view::View;
use super::{data_basis, focus, pictures};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, Message, Picture, Section, Signal};
use crate::model::geography::Area;
use crate::model::indicator::{Indicator, Level, Measure};
use crate::model::project::PlannedActivity;

/// How many messages the first page holds.
const MESSAGES: usize = 8;

/// Returns the tested messages and what they rest on.
pub(super) fn messages(view: &View, entry: &Entry) -> Vec<Section> {
    let sure = view.family.sure();
    let front: Vec<&Comparison> = sure.iter().copied().filter(|c| c.front()).collect();
    let items: Vec<Message> = chosen(&front).into_iter().map(|c| with_others(view, entry, c, &sure)).collect();
    let mut blocks = Vec::new();
    if items.is_empty() && view.family.len() > 0 {
        let name = if sure.is_empty() { "ingen_sikre" } else { "ingen_paa_forsiden" };
        blocks.push(paragraph(view.say(name, &[])));
    }
    let drawn = items.iter().any(|message| message.picture.is_some());
    if !items.is_empty() {
        blocks.push(Block::Messages { items });
    }
    let front = if drawn { format!(" {}", view.say("forsiden", &[])) } else { String::new() };
    blocks.push(paragraph(how_many(view) + &front));
    blocks.extend(drawn.then(|| paragraph(pictures::legend(view))));
    blocks.extend(data_basis::missing_in(view, view.input.periods.police).map(note));
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

/// Returns the weightiest comparison of each indicator, as many as the page holds, good news and bad where there are both.
fn chosen<'a>(sure: &'a [&'a Comparison]) -> Vec<&'a Comparison> {
    let all: Vec<&Comparison> = one_each(sure).collect();
    let mut page: Vec<&Comparison> = all.iter().copied().take(MESSAGES).collect();
    for kind in [Signal::Better, Signal::Worse] {
        let of_kind = |c: &&&Comparison| c.signal() == kind;
        let left_out = all.iter().skip(MESSAGES).find(of_kind);
        if let (None, Some(other)) = (page.iter().find(of_kind), left_out) {
            page.truncate(MESSAGES - 1);
            page.push(other);
        }
    }
    page
}

/// Returns the weightiest comparison of each indicator over time and the weightiest among its districts: a development and a
/// place that differs are two pieces of news.
fn one_each<'a>(sure: &'a [&'a Comparison]) -> impl Iterator<Item = &'a Comparison> {
    let kind = |c: &'a Comparison| (&c.indicator, c.is_of_district());
    let first = move |at: usize| sure[..at].iter().all(|earlier| kind(earlier) != kind(sure[at]));
    (0..sure.len()).filter(move |at| first(*at)).map(|at| sure[at])
}

/// A district far from the others pulls the rest with it, so that the others differ from a rest it is part of: they are named,
/// not told as news of their own.
fn with_others(view: &View, entry: &Entry, comparison: &Comparison, sure: &[&Comparison]) -> Message {
    let mut told = message(view, comparison);
    let others: Vec<String> =
        sure.iter().filter(|c| c.indicator == comparison.indicator).filter_map(|c| other(view, comparison, c)).collect();
    if !others.is_empty() {
        let name = if others.len() == 1 { "ogsaa_et" } else { "ogsaa_flere" };
        let rest = view.word("kommunen");
        told.text += &format!(" {}", view.say(name, &[("hvem", &and(&others)), ("kommunen", &rest)]));
    }
    let indicator = view.indicator(&comparison.indicator).expect("every comparison belongs to an indicator of the report");
    let picture = match comparison.against {
        Against::YearBefore | Against::Trend | Against::Reference => pictures::spark(view, &entry.id, indicator),
        Against::Rest(_) => pictures::strip(view, &entry.id, indicator),
    };
    // The overview has the same drawing: a reader who hears both is to know which is which.
    told.picture = picture.map(|p| Picture { alt: format!("Tallene bag budskabet. {}", p.alt), ..p });
    told
}

fn other(view: &View, told: &Comparison, comparison: &Comparison) -> Option<String> {
    match comparison.against {
        Against::Rest(id) if told.is_of_district() && comparison.against != told.against => Some(view.district(id).to_owned()),
        _ => None,
    }
}

/// Returns one comparison as a message.
pub(super) fn message(view: &View, comparison: &Comparison) -> Message {
    let indicator = view.indicator(&comparison.indicator).expect("every comparison belongs to an indicator of the report");
    let against = match comparison.against {
        Against::YearBefore => "end året før".to_owned(),
        Against::Rest(_) => format!("end resten af {}", view.word("kommunen")),
        Against::Reference => "end i de andre kommuner".to_owned(),
        Against::Trend => format!("siden {}", period(comparison.since)),
    };
    let text = match comparison.against {
        Against::Reference | Against::Trend => far(view, indicator, comparison),
        Against::YearBefore | Against::Rest(_) => finding(view, indicator, &comparison.at),
    };
    Message { signal: comparison.signal(), against, text, picture: None }
}

fn how_many(view: &View) -> String {
    let as_number = |count: usize| i64::try_from(count).expect("a report makes few comparisons");
    let (all, sure) = (as_number(view.family.len()), as_number(view.family.sure().len()));
    let name = match (all, sure) {
        (0, _) => "bygger_ikke",
        (1, 0) => "bygger_en_ingen",
        (1, _) => "bygger_en",
        (_, 0) => "bygger_ingen",
        (_, 1) => "bygger_paa_en",
        _ => "bygger_paa",
    };
    let method = view.say("metode", &[]);
    view.say(name, &[("alle", &thousands(all)), ("sikre", &thousands(sure)), ("metode", &method)])
}

/// Returns the agenda of the first meeting.
pub(super) fn decisions(view: &View, entry: &Entry) -> Vec<Section> {
    let report = &view.input.project.report;
    let council = view.word("lokalrådet");
    let mut parts = vec![section(entry, view.input.project.word(&entry.titel), Vec::new())];
    let points = listed(&report.council_points, &format!("{} har ikke meldt punkter ind til denne rapport.", capital(council)));
    parts.push(subsection(
        entry,
        "lokalraad",
        format!("Indsatspunkter fra {council}"),
        vec![points, write_space("Beslutning", 1)],
    ));
    let areas = focus::one_liners(view);
    let candidates = listed(&areas, "Tallene peger ikke selv på et område. Se afsnittet om mulige områder.");
    let title = format!("Mulige {}", view.word("fokusområder"));
    parts.push(subsection(entry, "fokus", title, vec![candidates, write_space("Valgt område og begrundelse", 2)]));
    let groups = listed(&report.professional_groups, "Ingen faggrupper er foreslået endnu.");
    parts.push(subsection(entry, "ad-hoc", "Forslag til faggrupper i ad hoc-gruppen", vec![groups]));
    let plan = annual_plan(&format!("{}{}-aarshjul-plan", view.prefix, entry.id), &report.annual_plan);
    let wheel = view.word("årshjul");
    parts.push(subsection(entry, "aarshjul", format!("{} til godkendelse", capital(wheel)), vec![plan]));
    parts
}

fn listed(items: &[String], otherwise: &str) -> Block {
    if items.is_empty() { paragraph(otherwise) } else { list(items.to_vec()) }
}

/// Returns the annual plan as a table, or a remark that there is none.
pub(super) fn annual_plan(id: &str, plan: &[PlannedActivity]) -> Block {
    if plan.is_empty() {
        return paragraph("Der er ikke lagt planer ind for året endnu.");
    }
    let text = |text: &str| Cell::text(if text.is_empty() { "–" } else { text });
    let told = plan.iter().any(|p| !p.status.is_empty());
    let cells = |p: &PlannedActivity| {
        let status = told.then(|| text(&p.status));
        [text(&p.when), text(&p.what), text(&p.for_whom)].into_iter().chain(status).collect()
    };
    let titles = ["Hvornår", "Hvad", "For hvem", "Status"];
    let titles = if told { &titles[..] } else { &titles[..3] };
    words_table(id.to_owned(), "Årets planlagte aktiviteter.", columns(titles), plan.iter().map(cells).collect())
}

/// The levels of prevention, with their headings and anchors.
const LEVELS: [(Level, &str); 4] = [
    (Level::Generel, "Den generelle forebyggelse"),
    (Level::Specifik, "Den specifikke forebyggelse"),
    (Level::Individ, "Den individorienterede forebyggelse"),
    (Level::Udsat, "Udsat for kriminalitet"),
];

/// Returns all indicators by level of prevention.
pub(super) fn overview(view: &View, entry: &Entry) -> Vec<Section> {
    let levels: Vec<Section> = LEVELS.iter().filter_map(|(level, title)| level_section(view, entry, *level, title)).collect();
    let head = section(entry, view.input.project.word(&entry.titel), vec![note(legend(view))]);
    std::iter::once(head).chain(levels).collect()
}

fn legend(view: &View) -> String {
    let signs = format!(
        "Tegnene ▲ bedre, ▼ dårligere og ○ ingen sikker forskel sammenligner {} med året før; i prikkerne sammenligner de {} med \
         resten af {}. Tal, der hverken er gode eller dårlige, er kun ▲ højere eller ▼ lavere. Kan ikke vurderes betyder, at der \
         mangler tal at sammenligne med, eller at tallet ikke kan afprøves.",
        view.word("kommunen"),
        view.word("et distrikt"),
        view.word("kommunen")
    );
    format!("{signs} {} {}", pictures::legend(view), view.hidden_legend())
}

fn level_section(view: &View, entry: &Entry, level: Level, title: &'static str) -> Option<Section> {
    let counted = |i: &&Indicator| i.niveau == level && !matches!(i.maal, Measure::Notes);
    let indicators: Vec<&Indicator> = view.indicators().filter(counted).collect();
    if indicators.is_empty() {
        return None;
    }
    let word = view.word(title);
    let districts = capital(view.word("distrikterne"));
    let titles =
        ["Indikator, periode og sted", "#Værdi (k af n)", "#Interval (95 %)", "#Året før", "Fem år", &districts, "Mod året før"];
    let rows = indicators.iter().map(|i| row(view, entry, i)).collect();
    let caption = format!("{word}: tal for {} med periode og sted.", view.word("kommunen"));
    let id = format!("{}{}-{}-tabel", view.prefix, entry.id, slug(title));
    let table = table(id, caption, columns(&titles), rows, &view.hidden_legend());
    let years = |i: &Indicator| [view.current(i), view.current(i).a_year_before()];
    let table = sourced_in(table, indicators.iter().flat_map(|i| years(i).map(|when| (*i, when))));
    Some(subsection(entry, &slug(title), word, vec![table]))
}

/// A narrow cell breaks between value and base, never inside the base.
fn held_together(cell: Cell) -> Cell {
    match cell.text.split_once(" (") {
        Some((value, base)) => Cell {
            text: format!("{value} ({}", base.replace(" af ", "\u{a0}af\u{a0}").replace(" elever", "\u{a0}elever")),
            ..cell
        },
        None => cell,
    }
}

/// Returns the row of one indicator: a hidden figure takes interval and signal with it.
fn row(view: &View, entry: &Entry, indicator: &Indicator) -> Vec<Cell> {
    let now = view.now(indicator, Area::Municipality);
    let at = view.at(indicator, Area::Municipality);
    let before = view.long_reading(indicator, &Coordinate { period: at.period.a_year_before(), ..at });
    let signal = if now.figure().is_some() { view.in_time(indicator) } else { Signal::None };
    vec![
        Cell::text(format!("{}, {}", indicator.titel, view.period_and_place(indicator))),
        held_together(now.full_cell()),
        now.marked(Cell::text(now.interval_text())),
        before.cell(),
        pictures::spark_cell(view, &entry.id, indicator),
        pictures::strip_cell(view, &entry.id, indicator),
        signal_cell(signal),
    ]
}
