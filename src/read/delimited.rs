//! Text files with separators.

use super::encoding::decode;
use super::grid::{Grid, TooLarge};
use super::header::score;
use super::journal::{Journal, Stopped};
use crate::model::profile::Profile;
use csv::{ReaderBuilder, StringRecord};
use std::borrow::Cow;

/// Stands for a separator of more than one byte, such as `¤`.
const STAND_IN: char = '\u{1f}';
/// Separators that are looked for, the likelier first.
const SEPARATORS: [char; 4] = [';', '\t', '¤', ','];
/// Lines from the top that show the separator.
const FIRST_LINES: usize = 50;
/// A field with more line breaks than this has swallowed rows.
const MOST_BREAKS: usize = 100;

/// Reads a text file; a row keeps the number a spreadsheet would show.
pub(super) fn read(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    let (text, encoding) = decode(bytes);
    if text.contains('\0') {
        return Err(journal.stop(4, "Filen er hverken et Excel-ark, et Word-dokument eller en tekstfil."));
    }
    if let Some(name) = encoding {
        journal.note(18, &format!("Filens tegnsæt er {name}."));
    }
    let text = with_line_feeds(text);
    let (stated, text) = stated_separator(&text);
    let separator = profile.skilletegn.or(stated).unwrap_or_else(|| find_separator(text, profile));
    let (text, separator) = one_byte(text, separator);
    rows(&text, separator, journal)
}

/// Lines end with a line feed alone from here on; Windows writes two characters, and old programs only a carriage return.
fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

/// Splits off a first line `sep=;`, which Excel writes and hides.
fn stated_separator(text: &str) -> (Option<char>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut stated = match first.strip_prefix("sep=") {
        Some(stated) => stated.chars(),
        None => return (None, text),
    };
    match (stated.next(), stated.next()) {
        (Some(separator), None) => (Some(separator), rest),
        _ => (None, text),
    }
}

/// Returns the separator that shows most of the profile's headers, then the one that splits most lines alike.
fn find_separator(text: &str, profile: &Profile) -> char {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(FIRST_LINES).collect();
    let unquoted = |cell: &'_ str| -> String { cell.trim().trim_matches('"').to_owned() };
    let headers = |separator: char| {
        let of_line = |line: &&str| {
            let cells: Vec<String> = line.split(separator).map(unquoted).collect();
            score(cells.iter().map(String::as_str), profile)
        };
        lines.iter().map(of_line).max().unwrap_or(0)
    };
    let rank = |separator: &char| (headers(*separator), lines_alike(&lines, *separator));
    SEPARATORS.iter().rev().copied().max_by_key(rank).unwrap_or(';')
}

fn lines_alike(lines: &[&str], separator: char) -> usize {
    let counts: Vec<usize> = lines.iter().map(|l| l.matches(separator).count()).collect();
    let alike = |wanted: &usize| counts.iter().filter(|c| *c == wanted).count();
    counts.iter().filter(|c| **c > 0).map(alike).max().unwrap_or(0)
}

fn one_byte(text: &str, separator: char) -> (Cow<'_, str>, u8) {
    match u8::try_from(separator) {
        Ok(byte) if byte.is_ascii() => (Cow::Borrowed(text), byte),
        _ => (Cow::Owned(text.replace(STAND_IN, " ").replace(separator, STAND_IN.encode_utf8(&mut [0; 4]))), b'\x1f'),
    }
}

fn rows(text: &str, separator: u8, journal: &mut Journal) -> Result<Grid, Stopped> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut grid = Grid::of_delimited_file();
    let mut record = StringRecord::new();
    let (mut row, mut width) = (0_u32, 0);
    loop {
        row = row.saturating_add(1).saturating_add(blank_lines(&text[offset(&reader)..]));
        if !reader.read_record(&mut record).map_err(|_| unbalanced(row, journal))? {
            return Ok(grid);
        }
        let unclosed = offset(&reader) == text.len() && is_open_at_end(&record, text);
        if unclosed || record.iter().any(|field| has_swallowed_rows(field, separator, width)) {
            return Err(unbalanced(row, journal));
        }
        width = width.max(record.len());
        grid.push(row, &record).map_err(|TooLarge| journal.stop(8, "Filen har flere celler, end værktøjet læser."))?;
    }
}

fn offset(reader: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).expect("a place in a text in memory fits the memory")
}

/// The reader passes over empty lines, but they are rows all the same.
fn blank_lines(rest: &str) -> u32 {
    u32::try_from(rest.bytes().take_while(|b| *b == b'\n').count()).unwrap_or(u32::MAX)
}

/// A quotation mark without its partner makes the following rows part of one field. Then some line inside the field has
/// all the separators of a row (`width` fields).
fn has_swallowed_rows(field: &str, separator: u8, width: usize) -> bool {
    if !field.contains('\n') {
        return false;
    }
    let separators = |line: &str| line.bytes().filter(|b| *b == separator).count();
    field.matches('\n').count() > MOST_BREAKS || width > 2 && field.lines().any(|line| separators(line) + 1 >= width)
}

/// A last field with line breaks must have been quoted, so the file ends with its closing quotation mark.
fn is_open_at_end(record: &StringRecord, text: &str) -> bool {
    record.iter().next_back().is_some_and(|field| field.contains('\n')) && !text.trim_end().ends_with('"')
}

fn unbalanced(row: u32, journal: &mut Journal) -> Stopped {
    let finding = journal.finding(
        21,
        Some(row),
        None,
        "Et citationstegn i rækken har intet modstykke, så de næste rækker hænger sammen med den.",
    );
    journal.write(finding);
    Stopped
}
