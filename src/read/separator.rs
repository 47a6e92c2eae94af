//! What separates the fields of a text file.

use super::header::score;
use super::journal::Journal;
use crate::model::profile::Profile;

/// Separators that are looked for, the likelier first.
const SEPARATORS: [char; 4] = [';', '\t', '¤', ','];
/// Lines from the top that show the separator.
const FIRST_LINES: usize = 50;
/// Bytes of a line that are looked at.
const LINE_START: usize = 1 << 16;

/// Returns the separator, and how many bytes a first line takes that only states it: `sep=;`, which Excel writes and hides.
pub(super) fn find(text: &str, profile: &Profile, journal: &mut Journal) -> (char, usize) {
    let (stated, skipped) = stated(text);
    let separator = profile.skilletegn.or(stated).unwrap_or_else(|| likeliest(&text[skipped..], profile));
    if stated.is_some() {
        journal.note(20, &format!("Filens første linje siger, at skilletegnet er {}.", name(separator)));
    } else if separator != ';' {
        journal.note(20, &format!("Filens skilletegn er {}.", name(separator)));
    }
    (separator, skipped)
}

fn name(separator: char) -> String {
    match separator {
        '\t' => "tabulator".to_owned(),
        ',' => "komma".to_owned(),
        ';' => "semikolon".to_owned(),
        ' ' => "mellemrum".to_owned(),
        other => other.to_string(),
    }
}

fn stated(text: &str) -> (Option<char>, usize) {
    let Some(rest) = text.strip_prefix("sep=") else { return (None, 0) };
    let mut characters = rest.chars();
    let (Some(separator), after) = (characters.next(), characters.as_str()) else { return (None, 0) };
    let line_end = ["\r\n", "\n", "\r"].into_iter().find(|end| after.starts_with(end));
    match line_end {
        Some(end) => (Some(separator), text.len() - after.len() + end.len()),
        None if after.is_empty() => (Some(separator), text.len()),
        None => (None, 0),
    }
}

/// Returns the separator that shows most of the profile's headers, then the one that splits most lines alike.
fn likeliest(text: &str, profile: &Profile) -> char {
    let start = |line: &'_ str| line.floor_char_boundary(LINE_START);
    let lines = text.split(['\n', '\r']).filter(|l| !l.trim().is_empty()).take(FIRST_LINES);
    let lines: Vec<&str> = lines.map(|line| &line[..start(line)]).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_separator_takes_its_line() {
        for (text, expected) in [
            ("sep=|\r\na", (Some('|'), 7)),
            ("sep=¤\na", (Some('¤'), 7)),
            ("sep=;\ra", (Some(';'), 6)),
            ("sep=", (None, 0)),
            ("sep=ab\n", (None, 0)),
            ("a;b", (None, 0)),
        ] {
            assert_eq!(stated(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_that_split_alike_show_the_separator() {
        let lines = ["a,b,c", "1,2,3", "1;2"];
        assert!(lines_alike(&lines, ',') > lines_alike(&lines, ';'));
    }
}
