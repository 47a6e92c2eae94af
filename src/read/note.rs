//! Text under a table, and words that can only be headers. What a note says is never repeated.

use super::grid::Row;
use super::header::Header;
use super::names::normal;
use crate::model::month::Month;
use crate::model::profile::Profile;

/// What notes begin with, in lower case.
const BEGINNINGS: [&str; 14] = [
    "*",
    "kilde",
    "note",
    "noter",
    "anm",
    "anmærkning",
    "bemærk",
    "bemærkning",
    "udtrukket",
    "udskrevet",
    "opgjort",
    "dannet",
    "datakilde",
    "side",
];
/// Longest text that can be a header.
const LONGEST_HEADER: usize = 60;

/// Returns whether a row is text and no data: one cell with words, or two of which the first begins like a note while a column
/// the profile cannot do without is blank.
pub(super) fn is_note(row: Row, header: &Header) -> bool {
    let filled: Vec<(usize, &str)> = header.span.filled(row).take(3).collect();
    let Some((first, text)) = filled.first() else { return false };
    let begins = begins_like_a_note(text);
    match filled.len() {
        1 => begins || header.columns.len() > 1 && is_prose(text) && is_outside(*first, header),
        2 => begins && header.columns.iter().any(|c| c.required && c.column != *first && row.cell(c.column).is_empty()),
        _ => false,
    }
}

/// A text that is no note by its first word stands where notes are written: in the first column, or beside those that are read.
fn is_outside(column: usize, header: &Header) -> bool {
    let leftmost = (header.span.from..header.width).find(|c| header.names.is_named(*c));
    leftmost.is_none_or(|first| column <= first) || header.columns.iter().all(|c| c.column != column)
}

fn begins_like_a_note(text: &str) -> bool {
    let lower: String = text.chars().take(20).collect::<String>().to_lowercase();
    BEGINNINGS
        .iter()
        .any(|word| lower.strip_prefix(word).is_some_and(|rest| *word == "*" || !rest.starts_with(char::is_alphanumeric)))
}

/// Words with a blank between them, or a month.
fn is_prose(text: &str) -> bool {
    !Month::named_in(text).is_empty()
        || text.split_whitespace().nth(1).is_some() && text.chars().filter(|c| c.is_alphabetic()).count() > 2
}

/// Returns whether cells can be the headers of a table: two or more different words without a digit, none of them a mark the
/// profile knows.
pub(super) fn are_headers<'a>(cells: impl Iterator<Item = (usize, &'a str)>, profile: &Profile) -> bool {
    let mut seen: Vec<String> = Vec::new();
    for (_, cell) in cells {
        let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
        let digits = cell.contains(|c: char| c.is_ascii_digit());
        let mark = profile.manglende.iter().chain(&profile.skjult_af_kilden).any(|m| m.trim() == cell);
        let name = normal(cell);
        if letters < 2 || digits || mark || cell.chars().count() > LONGEST_HEADER || seen.contains(&name) {
            return false;
        }
        seen.push(name);
    }
    seen.len() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_begins_with_a_word_of_its_own() {
        for text in ["Kilde: skolen", "* tal under 5", "NOTE. se bilag", "*) foreløbige tal", "Udtrukket den 3. maj"] {
            assert!(begins_like_a_note(text), "{text}");
        }
        for text in ["Kildeskolen", "Sidevej", "Nordre Skole", "Notatark"] {
            assert!(!begins_like_a_note(text), "{text}");
        }
    }
}
