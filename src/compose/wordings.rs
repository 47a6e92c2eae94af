//! The numbers of a report that nobody counted: those of its words. The data package lists them, so that a reader who looks for the
//! origin of every printed number finds the limits, the definitions, the municipality's own plans and the names.

use super::plan::SectionKind;
use super::view::View;
use super::{Paper, data_basis, section_of, talk};
use crate::model::document::{Block, Section};
use crate::model::indicator::Indicator;
use crate::model::project::{Project, Reference};
use std::collections::BTreeSet;

/// Sections that are made of settings, the catalogue and the municipality's own tables, never of a figure.
const OF_WORDS: [SectionKind; 10] = [
    SectionKind::Laesevejledning,
    SectionKind::Metode,
    SectionKind::Definitioner,
    SectionKind::Beskyttelse,
    SectionKind::Kilder,
    SectionKind::Procesplan,
    SectionKind::Indsatser,
    SectionKind::Indsatspunkter,
    SectionKind::Skriveplads,
    SectionKind::Papirer,
];

/// Returns every number of the report's words, each with the word or sign behind it: "100 jævnaldrende". One at the end of its text, or
/// before a place that is filled, stands alone.
pub(super) fn numbers(view: &View) -> Vec<String> {
    let texts = sections(view).chain(catalogue(view)).chain(own(view.input.project)).chain(come(view));
    let texts = texts.chain(view.input.own_templates.iter().map(|text| (*text).to_owned()));
    let all: BTreeSet<String> = texts.flat_map(|text| in_text(&text)).collect();
    all.into_iter().collect()
}

fn sections<'a>(view: &'a View) -> impl Iterator<Item = String> + 'a {
    let plans = Paper::ALL.into_iter().map(|paper| view.input.plans.of(paper));
    let entries = plans.flat_map(|plan| &plan.afsnit);
    entries.flat_map(|entry| {
        let made = if OF_WORDS.contains(&entry.slags) { section_of(view, entry, None) } else { Vec::new() };
        let plain = [&entry.titel].into_iter().chain(&entry.intro).chain(&entry.felter).cloned().collect::<Vec<_>>();
        plain.into_iter().chain(made.into_iter().flat_map(|section| words(&section)))
    })
}

fn words(section: &Section) -> Vec<String> {
    std::iter::once(section.title.clone()).chain(section.blocks.iter().flat_map(of_block)).collect()
}

fn of_block(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph { text } | Block::Lead { text } | Block::Note { text } => vec![text.clone()],
        Block::List { items, .. } => items.clone(),
        Block::WriteSpace { label, .. } => vec![label.clone()],
        Block::Quote { text, source } => vec![text.clone(), source.clone()],
        Block::Table(table) => {
            let cells = table.rows.iter().flatten().map(|cell| &cell.text);
            let heads = table.columns.iter().map(|head| &head.title);
            cells.chain(heads).chain(&table.notes).chain([&table.caption]).cloned().collect()
        }
        Block::Messages { .. } | Block::Chart(_) | Block::KeyFigures { .. } => Vec::new(),
    }
}

/// What indicators are called and how they are explained, and the patterns of sentences.
fn catalogue<'a>(view: &'a View) -> impl Iterator<Item = String> + 'a {
    let of_one = |i: &Indicator| {
        let always = [&i.titel, &i.saetning, &i.definition, &i.tema];
        let some = [&i.laerersaetning, &i.spoergsmaal, &i.taeller, &i.naevner, &i.forbehold];
        always.into_iter().cloned().chain(some.into_iter().flatten().cloned()).collect::<Vec<_>>()
    };
    view.input.protected.indicators().iter().flat_map(of_one).chain(view.input.texts.words())
}

/// What stands in the municipality's own files.
fn own(project: &Project) -> impl Iterator<Item = String> + '_ {
    let report = &project.report;
    let plan = report.annual_plan.iter().flat_map(|line| [&line.when, &line.what, &line.for_whom, &line.status]);
    let steps = report.process_plan.iter().flat_map(|step| [&step.when, &step.what, &step.who, &step.status]);
    let efforts = report.efforts.iter().flat_map(|one| [&one.what, &one.theme, &one.owner, &one.for_whom]);
    let breaks = report.breaks.iter().flat_map(|one| [&one.name, &one.why]);
    let focus = report.focus.iter().chain(&report.last_focus).map(|focus| &focus.title);
    let names = std::iter::once(&project.name).chain(project.districts.iter().map(|district| &district.name));
    let lists = report.council_points.iter().chain(&report.professional_groups).chain(project.words.values());
    let texts = names.chain(lists).chain(plan).chain(steps).chain(efforts).chain(breaks).chain(focus).cloned();
    let limit = format!("{} %", report.lowest_response);
    texts.chain([limit]).chain(project.references.iter().flat_map(of_reference))
}

/// The values of other municipalities are theirs to tell.
fn of_reference(reference: &Reference) -> [String; 3] {
    let n = reference.n.map_or_else(String::new, super::format::thousands);
    [reference.source.clone(), super::format::decimal(reference.tenths), n]
}

/// The numbers along the calendars of lists: months, and every tenth week.
const CALENDAR: [u8; 16] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 30, 40, 50];

/// What came, and how it is compared: files, lists, comparisons and what counts as unchanged are no young people. Quotations are printed as
/// they were approved.
fn come<'a>(view: &'a View) -> impl Iterator<Item = String> + 'a {
    let input = view.input;
    let (tested, sure) = (view.family.len(), view.family.sure().len());
    let quotes = input.protected.notes().iter().flat_map(|note| &note.quote);
    let quotes = quotes.flat_map(|quote| [quote.text.clone(), quote.approved_by.clone()]);
    let schools = input.coverage.silent_schools.iter().flat_map(|(_, names)| names.clone());
    let breaks = input.texts.breaks().iter().flat_map(|one| [one.name.clone(), one.why.clone()]);
    let compared = [format!("{tested} sammenligninger, og {sure} af dem"), format!("{tested} sammenligninger")];
    let came = data_basis::came(view).into_iter().chain(talk::intervals(view)).chain(CALENDAR.map(|number| number.to_string()));
    let all = input.protected.indicators().iter().flat_map(|indicator| view.family.of(&indicator.id));
    let limits = all.map(|one| format!("{} procentpoint", super::format::decimal(one.practical())));
    quotes.chain(schools).chain(breaks).chain(input.quality.iter().cloned()).chain(compared).chain(limits).chain(came)
}

/// Returns the numbers of a text with what stands behind them.
fn in_text(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let number = rest[..end].trim_end_matches(['.', ',']);
        rest = &rest[number.len()..];
        found.push(format!("{number}{}", behind(rest)));
    }
    found
}

/// Returns the word behind a number, or the sign.
fn behind(rest: &str) -> String {
    let next = rest.trim_start();
    let word: String = next.chars().take_while(|c| c.is_alphabetic() || *c == '%').collect();
    match next.chars().next() {
        None | Some('{' | '0'..='9') => String::new(),
        Some(_) if !word.is_empty() => format!(" {word}"),
        Some(sign) => sign.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn a_number_of_words_keeps_the_word_behind_it() {
        let of = |text: &str| in_text(text);
        assert_eq!(of("mindst 100 unge, pr. 1.000 og (1,0)."), ["100 unge", "1.000 og", "1,0)"]);
        assert_eq!(of("{k} ud af 10 {elever}, 104"), ["10", "104"], "a place and the end of a text may be anything");
        assert_eq!(of("20 % af dem, 12."), ["20 %", "12."]);
        assert_eq!(of("Ring 38 12 00 44"), ["38", "12", "00", "44"]);
    }
}
