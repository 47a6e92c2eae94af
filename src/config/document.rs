//! One TOML text and its places: reads it into settings, past every fault that can be left out, and finds the line of a key.
//!
//! This module must not know what any key means.

use super::error::{ConfigError, Line, Problem};
use super::words::{self, Fault};
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A settings file under examination.
pub(super) struct Document<'t> {
    file: &'t str,
    text: &'t str,
    root: Spanned<DeTable<'t>>,
    problems: Vec<Problem>,
    /// Paths of keys left out because their value could not be used: that they are missing now is no news.
    dropped: Vec<Vec<String>>,
    is_whole: bool,
}

/// Which part of a line is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Key,
    Value,
}

impl<'t> Document<'t> {
    /// Parses `text`; every line that is not TOML is a problem of its own.
    pub(super) fn parse(file: &'t str, text: &'t str) -> Result<Self, ConfigError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (root, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return Ok(Self { file, text, root, problems: Vec::new(), dropped: Vec::new(), is_whole: true });
        }
        Err(ConfigError::new(file, syntax_problems(text, &errors)))
    }

    /// Reads the document into `T`. A fault is noted and left out, and the rest is read again, so that all faults are told.
    pub(super) fn read<T: DeserializeOwned>(&mut self) -> Option<T> {
        loop {
            match T::deserialize(toml::Deserializer::from(self.root.clone())) {
                Ok(value) => return Some(value),
                Err(error) => self.leave_out(&error)?,
            }
        }
    }

    /// Returns whether nothing but unknown keys was left out, so that what is absent was never written.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Notes a problem of the value or list item at `path`, or of the nearest thing around it that exists.
    pub(super) fn complain(&mut self, path: &[&str], text: impl Into<String>) {
        self.note(path, Mark::Value, text.into());
    }

    /// Notes a problem of the key at `path`: it should not be there, whatever its value.
    pub(super) fn complain_of_key(&mut self, path: &[&str], text: impl Into<String>) {
        self.note(path, Mark::Key, text.into());
    }

    fn note(&mut self, path: &[&str], mark: Mark, text: String) {
        let line = self.place(path, mark).map(|place| Line::at(self.text, place));
        self.problems.push(Problem { line, text });
    }

    /// Returns the bytes to be marked: a value only where it is written behind its key, not where a section is.
    fn place(&self, path: &[&str], mark: Mark) -> Option<Range<usize>> {
        let found = find(self.root.get_ref(), path)?;
        let is_section = matches!(found.value.get_ref(), DeValue::Table(_)) && !self.text[found.value.span()].starts_with('{');
        let is_list_of_sections =
            matches!(found.value.get_ref(), DeValue::Array(_)) && !self.text[found.value.span()].starts_with('[');
        let has_value = found.is_whole && !is_section && !is_list_of_sections;
        Some(if mark == Mark::Value && has_value { found.value.span() } else { found.name })
    }

    /// Notes that the key at the end of `path` is missing, unless it was left out for another reason.
    pub(super) fn complain_missing(&mut self, path: &[&str]) {
        let Some((key, section)) = path.split_last() else { return };
        if !self.dropped.iter().any(|dropped| starts_with(path, dropped)) {
            self.complain(section, words::missing(section, key));
        }
    }

    /// Returns the line number of the key at `path`, for a message about another place.
    pub(super) fn line_number(&self, path: &[&str]) -> usize {
        find(self.root.get_ref(), path).map_or(1, |found| Line::at(self.text, found.name).number)
    }

    /// Returns the settings, or all problems noted.
    pub(super) fn finish<T>(self, settings: Option<T>) -> Result<T, ConfigError> {
        match settings {
            Some(settings) if self.problems.is_empty() => Ok(settings),
            _ => Err(ConfigError::new(self.file, self.problems)),
        }
    }

    /// Notes the fault and takes it out of the tree; `None` when nothing is left to take out.
    fn leave_out(&mut self, error: &toml::de::Error) -> Option<()> {
        let fault = Fault::from_message(error.message());
        let path = self.fault_path(&fault, &error.span().unwrap_or_default());
        let borrowed: Vec<&str> = path.iter().map(String::as_str).collect();
        self.complain_of(&fault, &borrowed);
        remove(self.root.get_mut(), &borrowed)?;
        if !matches!(fault, Fault::Unknown { .. }) {
            self.is_whole = false;
            self.remember_dropped(path);
        }
        Some(())
    }

    fn complain_of(&mut self, fault: &Fault<'_>, path: &[&str]) {
        match fault {
            Fault::Missing(name) => self.complain_missing(&[path, &[*name]].concat()),
            // A pair that has just lost an item is too short for that reason only.
            Fault::Kind { expected } if expected.starts_with("a tuple") && self.has_dropped_from(path) => {}
            _ => {
                let text = words::fault(fault, path, value_at(self.root.get_ref(), path));
                let mark = if matches!(fault, Fault::Unknown { .. }) { Mark::Key } else { Mark::Value };
                self.note(path, mark, text);
            }
        }
    }

    fn has_dropped_from(&self, list: &[&str]) -> bool {
        self.dropped.iter().any(|path| path.split_last().is_some_and(|(_, outer)| outer == list))
    }

    /// Remembers a path that was left out. A section left out of a list gives its number to the next one.
    fn remember_dropped(&mut self, path: Vec<String>) {
        let borrowed: Vec<&str> = path.iter().map(String::as_str).collect();
        let outer = borrowed.split_last().map_or(&[][..], |(_, outer)| outer);
        let was_section_of_list = matches!(value_at(self.root.get_ref(), outer), Some(DeValue::Array(_))) && outer.len() == 1;
        if was_section_of_list {
            self.dropped.retain(|dropped| !dropped.starts_with(&path));
        } else {
            self.dropped.push(path);
        }
    }

    /// Returns the path of what the fault is about: the unknown key itself, else the value or table at `span`.
    fn fault_path(&self, fault: &Fault<'_>, span: &Range<usize>) -> Vec<String> {
        let mut paths = Vec::new();
        paths_at(self.root.get_ref(), span, &mut Vec::new(), &mut paths);
        // A list of sections shares its span with its first section: only a missing key is about the inner one.
        let chosen = if matches!(fault, Fault::Missing(_)) { paths.pop() } else { paths.into_iter().next() };
        let mut path = chosen.unwrap_or_default();
        if let Fault::Unknown { name, .. } = fault {
            let inner = [path.as_slice(), &[(*name).to_owned()]].concat();
            if value_at(self.root.get_ref(), &inner.iter().map(String::as_str).collect::<Vec<_>>()).is_some() {
                path = inner;
            }
        }
        path
    }
}

fn starts_with(path: &[&str], beginning: &[String]) -> bool {
    path.len() >= beginning.len() && path.iter().zip(beginning).all(|(step, other)| step == other)
}

fn syntax_problems(text: &str, errors: &[toml::de::Error]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for error in errors {
        let line = Line::at(text, error.span().unwrap_or_default());
        let told = problems.iter().any(|p| p.line.as_ref().is_some_and(|l| l.number == line.number));
        if !told {
            let found = error.span().and_then(|span| text.get(span)).unwrap_or_default();
            problems.push(Problem { text: words::syntax(error.message(), found, &line.text), line: Some(line) });
        }
        if words::swallows_the_rest(error.message()) {
            break;
        }
    }
    problems
}

/// Collects the paths whose key or value stands at `span`, outer before inner.
fn paths_at(table: &DeTable<'_>, span: &Range<usize>, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    for (key, value) in table.iter() {
        path.push(key.get_ref().to_string());
        if key.span() == *span {
            found.push(path.clone());
        }
        paths_in(value, span, path, found);
        path.pop();
    }
}

fn paths_in(value: &Spanned<DeValue<'_>>, span: &Range<usize>, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    if value.span() == *span && found.last() != Some(path) {
        found.push(path.clone());
    }
    match value.get_ref() {
        DeValue::Table(table) => paths_at(table, span, path, found),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                paths_in(item, span, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Returns the value at `path`.
fn value_at<'a, 't>(table: &'a DeTable<'t>, path: &[&str]) -> Option<&'a DeValue<'t>> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(table.get(*first)?.get_ref(), |value, step| match value {
        DeValue::Table(inner) => inner.get(*step).map(Spanned::get_ref),
        DeValue::Array(items) => items.get(step.parse::<usize>().ok()?).map(Spanned::get_ref),
        _ => None,
    })
}

/// The innermost existing part of a path.
struct Found<'a, 't> {
    /// Where its key stands, or the item of a list.
    name: Range<usize>,
    value: &'a Spanned<DeValue<'t>>,
    /// Whether the path ends here.
    is_whole: bool,
}

fn find<'a, 't>(table: &'a DeTable<'t>, path: &[&str]) -> Option<Found<'a, 't>> {
    let (first, rest) = path.split_first()?;
    let (key, value) = table.get_key_value(*first)?;
    let mut found = Found { name: key.span(), value, is_whole: rest.is_empty() };
    for (step, left) in rest.iter().zip((0..rest.len()).rev()) {
        let inner = match found.value.get_ref() {
            DeValue::Table(table) => table.get_key_value(*step).map(|(key, inner)| (key.span(), inner)),
            DeValue::Array(items) => step.parse().ok().and_then(|i: usize| items.get(i)).map(|item| (item.span(), item)),
            _ => None,
        };
        let Some((name, value)) = inner else { break };
        found = Found { name, value, is_whole: left == 0 };
    }
    Some(found)
}

fn remove(table: &mut DeTable<'_>, path: &[&str]) -> Option<()> {
    let (first, rest) = path.split_first()?;
    if rest.is_empty() {
        return table.remove(*first).map(drop);
    }
    remove_inside(table.get_mut(*first)?.get_mut(), rest)
}

fn remove_inside(value: &mut DeValue<'_>, path: &[&str]) -> Option<()> {
    let (first, rest) = path.split_first()?;
    match value {
        DeValue::Table(table) => remove(table, path),
        DeValue::Array(items) if rest.is_empty() => {
            let index: usize = first.parse().ok()?;
            let kept = items.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, item)| item.clone()).collect();
            *items = kept;
            Some(())
        }
        DeValue::Array(items) => remove_inside(items.get_mut(first.parse::<usize>().ok()?)?.get_mut(), rest),
        _ => None,
    }
}
