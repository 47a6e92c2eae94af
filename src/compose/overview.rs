//! The first pages: what matters most, what is to be decided, everything at once.

use super::blocks::{columns, list, note, paragraph, section, subsection, table, words_table, write_space};
use super::data_basis;
use super::far::far;
use super::focus;
use super::format::{and, capital, period, plural, slug, thousands};
use super::plan::Entry;
use super::sentence::finding;
use super::signal::{Against, Comparison};
use super::source_line::sourced_in;
use super::tables::overview_cells;
use super::view::View;
use crate::model::document::{Block, Cell, Message, Section};
use crate::model::indicator::{Indicator, Level, Measure};
use crate::model::project::PlannedActivity;

/// How many messages the first page holds.
const MESSAGES: usize = 8;

/// Returns the tested messages and what they rest on.
pub(super) fn messages(view: &View, entry: &Entry) -> Vec<Section> {
    let sure = view.family.sure();
    let front: Vec<&Comparison> = sure.iter().copied().filter(|c| c.front()).collect();
    let items: Vec<Message> = one_each(&front).take(MESSAGES).map(|c| with_others(view, c, &sure)).collect();
    let mut blocks = Vec::new();
    if items.is_empty() && view.family.len() > 0 {
        blocks.push(paragraph(if sure.is_empty() {
            "Ingen af rapportens sammenligninger viste en statistisk sikker forskel."
        } else {
            "Ingen enkelt forskel er så sikker, at den kan stå alene her. De sikre forskelle er mærket i resten af rapporten."
        }));
    }
    if !items.is_empty() {
        blocks.push(Block::Messages { items });
    }
    blocks.push(paragraph(how_many(view)));
    blocks.extend(data_basis::missing_in(view, view.input.periods.police).map(note));
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

/// Returns the weightiest comparison of each indicator.
fn one_each<'a>(sure: &'a [&'a Comparison]) -> impl Iterator<Item = &'a Comparison> {
    let first = move |at: usize| sure[..at].iter().all(|earlier| earlier.indicator != sure[at].indicator);
    (0..sure.len()).filter(move |at| first(*at)).map(|at| sure[at])
}

/// A district far from the others pulls the rest with it, so that the others differ from a rest it is part of: they are named,
/// not told as news of their own.
fn with_others(view: &View, comparison: &Comparison, sure: &[&Comparison]) -> Message {
    let mut told = message(view, comparison);
    let others: Vec<String> =
        sure.iter().filter(|c| c.indicator == comparison.indicator).filter_map(|c| other(view, comparison, c)).collect();
    if !others.is_empty() {
        let rest = view.word("kommunen");
        told.text += &format!(" Også {} afviger statistisk sikkert, hver for sig, fra resten af {rest}.", and(&others));
    }
    told
}

fn other(view: &View, told: &Comparison, comparison: &Comparison) -> Option<String> {
    match comparison.against {
        Against::Rest(id) if comparison.against != told.against => Some(view.district(id).to_owned()),
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
    Message { signal: comparison.signal(), against, text }
}

fn how_many(view: &View) -> String {
    let (all, sure) = (view.family.len(), view.family.sure().len());
    let as_number = |count: usize| i64::try_from(count).expect("a report makes few comparisons");
    let (all, sure) = (as_number(all), as_number(sure));
    if all == 0 {
        return "Rapporten bygger ikke på sammenligninger, for der er ikke tal nok.".into();
    }
    let compared = plural(all, "sammenligning", "sammenligninger");
    let found = match sure {
        0 => "ingen af dem viste sikre forskelle".to_owned(),
        1 => format!("{} af dem viste en sikker forskel", thousands(1)),
        more => format!("{} af dem viste sikre forskelle", thousands(more)),
    };
    let method = "Metoden er indstillet, så højst cirka 1 ud af 20 sikre forskelle ventes at skyldes tilfældigheder.";
    format!("Rapporten bygger på {} {compared}, og {found}. {method}", thousands(all))
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
    let rows = plan.iter().map(|p| vec![text(&p.when), text(&p.what), text(&p.for_whom)]).collect();
    words_table(id.to_owned(), "Årets planlagte aktiviteter.", columns(&["Hvornår", "Hvad", "For hvem"]), rows)
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
    let head = section(entry, view.input.project.word(&entry.titel), vec![note(legend(view))]);
    let levels = LEVELS.iter().filter_map(|(level, title)| level_section(view, entry, *level, title));
    std::iter::once(head).chain(levels).collect()
}

fn legend(view: &View) -> String {
    let words = format!(
        "På disse sider sammenligner tegnene ▲ bedre, ▼ dårligere og ○ ingen sikker forskel med tallet året før. I resten af \
         rapporten sammenligner et tegn ved {} med resten af {}.",
        view.word("et distrikt"),
        view.word("kommunen")
    );
    let neutral = "Indikatorer, der hverken er gode eller dårlige, får kun ordene højere og lavere.";
    let none = "Ikke sammenlignet betyder, at der mangler tal at sammenligne med, eller at tallet ikke kan afprøves.";
    format!("{words} {neutral} {none} {}", view.hidden_legend())
}

fn level_section(view: &View, entry: &Entry, level: Level, title: &'static str) -> Option<Section> {
    let counted = |i: &&Indicator| i.niveau == level && !matches!(i.maal, Measure::Notes);
    let indicators: Vec<&Indicator> = view.indicators().filter(counted).collect();
    if indicators.is_empty() {
        return None;
    }
    let word = view.word(title);
    let titles = ["Indikator, periode og sted", "#Værdi (k af n)", "#Interval (95 %)", "#Året før (k af n)", "Signal"];
    let rows = indicators.iter().map(|i| row(view, i)).collect();
    let caption = format!("{word}: tal for {} med periode og sted.", view.word("kommunen"));
    let id = format!("{}{}-{}-tabel", view.prefix, entry.id, slug(title));
    let table = table(id, caption, columns(&titles), rows, &view.hidden_legend());
    let years = |i: &Indicator| [view.current(i), view.current(i).a_year_before()];
    let table = sourced_in(table, indicators.iter().flat_map(|i| years(i).map(|when| (*i, when))));
    Some(subsection(entry, &slug(title), word, vec![table]))
}

fn row(view: &View, indicator: &Indicator) -> Vec<Cell> {
    let head = Cell::text(format!("{}, {}", indicator.titel, view.period_and_place(indicator)));
    std::iter::once(head).chain(overview_cells(view, indicator)).collect()
}
