//! The texts a municipality may put its own in the place of: the patterns of sentences, and the breaks in the series.
//!
//! A pattern is Danish with places in braces. It is checked when it is read, so that a report never stops at a place that
//! nobody fills. Must not know a figure.

use crate::model::period::Date;
use crate::model::profile::Source;
use crate::model::series_break::SeriesBreak;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use thiserror::Error;
use toml::Spanned;

/// File name of the patterns, below `skabeloner/` for the municipality's own.
pub const SENTENCES: &str = "saetninger.toml";

/// File name of the breaks.
pub const BREAKS: &str = "brud.toml";

const BUILT_IN_SENTENCES: &str = include_str!("../../report-templates/saetninger.toml");
const BUILT_IN_BREAKS: &str = include_str!("../../report-templates/brud.toml");

/// Why a file of texts cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("Skabelonen {file}, linje {line}: {problem}")]
pub struct TextError {
    /// Name of the file.
    pub file: &'static str,
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong and what to do, in Danish.
    pub problem: String,
}

/// Checked texts.
#[derive(Clone, Debug)]
pub struct Texts {
    patterns: BTreeMap<String, String>,
    topics: BTreeMap<String, String>,
    pairs: Vec<Pair>,
    breaks: Vec<SeriesBreak>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    #[serde(default)]
    saetning: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    emne: BTreeMap<String, String>,
    #[serde(default)]
    forskel: Vec<Pair>,
}

/// Why a self-reported and a registered figure of the same thing differ.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    svaret: String,
    registreret: String,
    hvorfor: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Breaks {
    #[serde(default)]
    brud: Vec<RawBreak>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBreak {
    kilder: Vec<Source>,
    fra: Spanned<String>,
    til: Option<Spanned<String>>,
    navn: String,
    hvorfor: String,
}

impl Texts {
    /// Returns the built-in texts with the municipality's own sentences and breaks in their place: sentence by sentence, but
    /// the breaks as a whole.
    ///
    /// # Errors
    /// When a file cannot be read, a sentence is not one of the report's, or its places are not those of the built-in one.
    ///
    /// # Panics
    /// When a built-in file is wrong: a bug.
    pub fn read(own_sentences: Option<&str>, own_breaks: Option<&str>) -> Result<Self, TextError> {
        let built_in: Sentences = read(SENTENCES, BUILT_IN_SENTENCES).expect("the built-in sentences are valid");
        let own = own_sentences.map_or(Ok(None), |text| read::<Sentences>(SENTENCES, text).map(Some))?;
        let mut texts = Self {
            patterns: built_in.saetning.into_iter().map(|(name, pattern)| (name, pattern.into_inner())).collect(),
            topics: built_in.emne,
            pairs: built_in.forskel,
            breaks: breaks(own_breaks.unwrap_or(BUILT_IN_BREAKS))?,
        };
        if let (Some(own), Some(text)) = (own, own_sentences) {
            texts.replace(own, text)?;
        }
        Ok(texts)
    }

    fn replace(&mut self, own: Sentences, text: &str) -> Result<(), TextError> {
        for (name, pattern) in own.saetning {
            let place = pattern.span().start;
            let problem = |problem| TextError { file: SENTENCES, line: line(text, place), problem };
            let usual = self.patterns.get(&name).ok_or_else(|| problem(unknown_name(&name)))?;
            same_places(&name, usual, pattern.get_ref()).map_err(problem)?;
            self.patterns.insert(name, pattern.into_inner());
        }
        self.topics.extend(own.emne);
        // The first that fits is told.
        self.pairs.splice(0..0, own.forskel);
        Ok(())
    }

    /// Returns the sentence `name` with its places filled. A place without text takes the brackets around it along.
    ///
    /// # Panics
    /// When the program asks for a sentence that is not there, or leaves a place without text: a bug.
    pub(super) fn fill(&self, name: &str, texts: &[(&str, &dyn Display)]) -> String {
        let pattern = self.patterns.get(name).unwrap_or_else(|| panic!("the sentence {name} is built in"));
        let filled = pieces(pattern).expect("a pattern was checked when it was read").into_iter().map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Place(place) => {
                let given = texts.iter().find(|(known, _)| *known == place);
                given.unwrap_or_else(|| panic!("the place {place} of {name} is given")).1.to_string()
            }
        });
        filled.collect::<String>().replace(" ()", "").trim().to_owned()
    }

    /// Returns every text: patterns with their places, nouns, and why figures differ.
    pub(super) fn words(&self) -> impl Iterator<Item = String> + '_ {
        let texts = self.patterns.values().chain(self.topics.values());
        texts.chain(self.pairs.iter().map(|pair| &pair.hvorfor)).cloned()
    }

    /// Returns what an indicator is about as a noun ("mobning"), where it has one.
    pub(super) fn topic(&self, indicator: &str) -> Option<&str> {
        self.topics.get(indicator).map(String::as_str)
    }

    /// Returns why a self-reported and a registered figure differ: the first that names these two, or any (`*`).
    pub(super) fn why_different(&self, answered: &str, registered: &str) -> Option<&str> {
        let fits = |known: &str, id: &str| known == id || known == "*";
        let found = self.pairs.iter().find(|pair| fits(&pair.svaret, answered) && fits(&pair.registreret, registered))?;
        Some(&found.hvorfor)
    }

    /// Returns the breaks known to everybody.
    pub(super) fn breaks(&self) -> &[SeriesBreak] {
        &self.breaks
    }
}

fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, TextError> {
    toml::from_str(text).map_err(|error| {
        let name = error.message().split('`').nth(1).unwrap_or("").to_owned();
        let problem = match error.message() {
            m if m.starts_with("unknown field") => format!("\"{name}\" kendes ikke her. Ret navnet, eller slet linjen."),
            m if m.starts_with("missing field") => format!("Feltet \"{name}\" mangler. Tilføj det."),
            m if m.starts_with("unknown variant") => {
                format!("\"{name}\" kendes ikke. Skriv upu, politi, fravaer, observationer eller befolkning.")
            }
            _ => "Linjen kan ikke læses. Sammenlign med den indbyggede fil.".into(),
        };
        TextError { file, line: line(text, error.span().map_or(0, |span| span.start)), problem }
    })
}

fn line(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].matches('\n').count() + 1
}

fn breaks(text: &str) -> Result<Vec<SeriesBreak>, TextError> {
    read::<Breaks>(BREAKS, text)?.brud.into_iter().map(|raw| one_break(text, raw)).collect()
}

fn one_break(text: &str, raw: RawBreak) -> Result<SeriesBreak, TextError> {
    let date = |value: Spanned<String>| {
        let problem = || format!("\"{}\" er ikke en dato. Skriv den som \"2020-01-31\".", value.get_ref());
        iso_date(value.get_ref()).ok_or_else(|| TextError {
            file: BREAKS,
            line: line(text, value.span().start),
            problem: problem(),
        })
    };
    let from = date(raw.fra)?;
    Ok(SeriesBreak { sources: raw.kilder, from, until: raw.til.map(date).transpose()?, name: raw.navn, why: raw.hvorfor })
}

fn iso_date(text: &str) -> Option<Date> {
    let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
    let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
    (text.len() == 10 && (1..=12).contains(&date.month) && (1..=31).contains(&date.day)).then_some(date)
}

/// A part of a pattern.
enum Piece<'a> {
    Words(&'a str),
    Place(&'a str),
}

/// Returns the parts of a pattern; `None` where a brace has no partner.
fn pieces(pattern: &str) -> Option<Vec<Piece<'_>>> {
    let mut found = Vec::new();
    let mut rest = pattern;
    while let Some((words, behind)) = rest.split_once('{') {
        let (place, after) = behind.split_once('}')?;
        found.extend([Piece::Words(words), Piece::Place(place)]);
        rest = after;
    }
    found.push(Piece::Words(rest));
    let closed = |piece: &Piece| !matches!(piece, Piece::Words(words) if words.contains('}'));
    found.iter().all(closed).then_some(found)
}

fn places(pattern: &str) -> Option<BTreeSet<&str>> {
    let place = |piece| if let Piece::Place(place) = piece { Some(place) } else { None };
    Some(pieces(pattern)?.into_iter().filter_map(place).collect())
}

fn unknown_name(name: &str) -> String {
    format!("\"{name}\" er ikke en af rapportens sætninger. Ret navnet efter den indbyggede fil, eller slet linjen.")
}

fn same_places(name: &str, usual: &str, own: &str) -> Result<(), String> {
    let wanted = places(usual).expect("the built-in patterns are valid");
    let Some(used) = places(own) else {
        return Err(format!("Sætningen \"{name}\" har en {{ eller }} uden makker. Skriv en plads som {{navn}}."));
    };
    let listed = |places: &BTreeSet<&str>| places.iter().map(|p| format!("{{{p}}}")).collect::<Vec<_>>().join(", ");
    if let Some(unknown) = used.difference(&wanted).next() {
        let choice = if wanted.is_empty() { "Den har ingen pladser.".into() } else { format!("Brug {}.", listed(&wanted)) };
        return Err(format!("Pladsen {{{unknown}}} kendes ikke i sætningen \"{name}\". {choice}"));
    }
    match wanted.difference(&used).next() {
        Some(missing) => Err(format!("Sætningen \"{name}\" mangler pladsen {{{missing}}}. Tilføj den.")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
