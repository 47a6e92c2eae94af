//! What to say of the main messages, and answers to likely questions. Built from tested comparisons; the words are data.

use super::blocks::{list, paragraph, section, subsection};
use super::charts;
use super::criteria::{WORDS as CRITERIA, filled};
use super::focus::next_time;
use super::format::{NBSP, open};
use super::overview;
use super::plan::Entry;
use super::plans::done_and_owner;
use super::signal::Comparison;
use super::view::View;
use crate::model::document::{Block, Section};
use crate::model::indicator::Indicator;
use crate::model::profile::Source;
use serde::Deserialize;
use std::sync::LazyLock;

/// How many messages are talked about: as many as the report's first page holds.
const MESSAGES: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    ingen: String,
    sig: String,
    budskab: OfMessage,
    spoergsmaal: Vec<Question>,
}

/// Questions of each message.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfMessage {
    sikkert: String,
    interval: String,
    hvor: String,
    hvorfor: String,
    goer: String,
    goer_ikke: String,
    igen: String,
}

/// A question of every year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    spoerg: String,
    svar: String,
    /// Asked only where one of these sources has figures; empty = always.
    #[serde(default)]
    kilder: Vec<Source>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../report-templates/talk-words.toml"))
        .expect("the words of the talking points are valid TOML")
});

/// Returns the main messages, each with what to say and what will be asked.
pub(super) fn messages(view: &View, entry: &Entry) -> Vec<Section> {
    let told = weightiest(view);
    let opening = if told.is_empty() { vec![paragraph(WORDS.ingen.as_str())] } else { Vec::new() };
    let head = section(entry, view.input.project.word(&entry.titel), opening);
    let parts = told.into_iter().filter_map(|c| Some(of_message(view, entry, view.indicator(&c.indicator)?, c)));
    std::iter::once(head).chain(parts).collect()
}

/// Returns the comparisons of the report's first page, the weightiest of each indicator.
fn weightiest<'a>(view: &'a View) -> Vec<&'a Comparison> {
    let mut told: Vec<&Comparison> = Vec::new();
    for comparison in view.family.sure().into_iter().filter(|c| c.front()) {
        if told.iter().all(|known| known.indicator != comparison.indicator) {
            told.push(comparison);
        }
    }
    told.truncate(MESSAGES);
    told
}

/// Returns the intervals the talking points tell; they stand in no table.
pub(super) fn intervals(view: &View) -> Vec<String> {
    let told = weightiest(view).into_iter().filter_map(|c| Some(view.reading(view.indicator(&c.indicator)?, &c.at)));
    told.map(|reading| reading.interval_text()).collect()
}

fn of_message(view: &View, entry: &Entry, indicator: &Indicator, comparison: &Comparison) -> Section {
    let say = filled(&WORDS.sig, &[("tekst", &overview::message(view, comparison).text)]);
    let blocks = vec![paragraph(say), Block::List { numbered: false, items: answers(view, indicator, comparison) }];
    subsection(entry, &super::format::slug(&indicator.id), open(&indicator.titel), blocks)
}

fn answers(view: &View, indicator: &Indicator, comparison: &Comparison) -> Vec<String> {
    let words = &WORDS.budskab;
    let interval = match view.reading(indicator, &comparison.at).interval_text() {
        none if none == "–" => String::new(),
        text => filled(&words.interval, &[("interval", &text)]).replace("95 %", &format!("95{NBSP}%")),
    };
    let limits = CRITERIA.forbehold.get(indicator.kilde.key()).or_else(|| CRITERIA.forbehold.get("andre"));
    let done = done_and_owner(view, indicator);
    vec![
        filled(&words.sikkert, &[("interval", &interval)]),
        filled(&words.hvor, &[("hvor", &charts::deviations(view, indicator))]),
        filled(&words.hvorfor, &[("forbehold", limits.map_or("", String::as_str))]),
        match done {
            Some((what, owner)) => filled(&words.goer, &[("goer", &what), ("ejer", &owner)]),
            None => words.goer_ikke.clone(),
        },
        filled(&words.igen, &[("igen", &next_time(view, indicator))]),
    ]
}

/// Returns the questions that come every year, as far as their sources have figures.
pub(super) fn questions(view: &View, entry: &Entry) -> Vec<Section> {
    let asked =
        |question: &&Question| question.kilder.is_empty() || question.kilder.iter().any(|source| view.has_source(*source));
    let item = |question: &Question| format!("{} Svar: {}", question.spoerg, question.svar);
    let items = WORDS.spoergsmaal.iter().filter(asked).map(item).collect();
    vec![section(entry, view.input.project.word(&entry.titel), vec![list(items)])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_ends_as_one_and_every_answer_is_a_sentence() {
        assert!(WORDS.spoergsmaal.len() >= 5);
        for question in &WORDS.spoergsmaal {
            assert!(question.spoerg.ends_with('?') && question.svar.ends_with('.'), "{}", question.spoerg);
        }
    }
}
