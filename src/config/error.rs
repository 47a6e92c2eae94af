//! What is wrong with a settings file: all problems at once, each with its line. No parser text reaches the user.

use std::ops::Range;

/// Everything found wrong in one settings file. `Display` gives one to three lines per problem, in Danish: what is wrong and
/// what to do, the line, and a mark under the place.
#[derive(Debug, thiserror::Error)]
#[error("{}", listed(.file, .problems))]
pub struct ConfigError {
    file: String,
    problems: Vec<Problem>,
}

impl ConfigError {
    /// Returns an error with its problems in the order of the file; a repeated problem is told once.
    pub(super) fn new(file: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|p| p.line.as_ref().map(|l| (l.number, l.before)));
        problems.dedup();
        Self { file: file.to_owned(), problems }
    }
}

/// One problem: what is wrong and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// The line it stands in; `None` when something is missing from the whole file.
    pub(super) line: Option<Line>,
    /// Danish sentences.
    pub(super) text: String,
}

/// A line of the file, and the part of it that is meant.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// 1-based number.
    pub(super) number: usize,
    /// The line as written, without outer blanks.
    pub(super) text: String,
    /// Number of characters of `text` before the part that is meant.
    before: usize,
    /// Number of characters of the part that is meant; at least one.
    width: usize,
}

impl Line {
    /// Returns the line of `text` in which `place` (bytes) begins. What of the place lies on later lines is not marked.
    pub(super) fn at(text: &str, place: Range<usize>) -> Self {
        let start = place.start.min(text.len());
        let number = text.as_bytes().iter().take(start).filter(|byte| **byte == b'\n').count();
        let begin = text.as_bytes().iter().take(start).rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let whole = text.get(begin..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let written = whole.trim();
        let begin = begin + (whole.len() - whole.trim_start().len());
        let letters = |to: usize| written.char_indices().take_while(|(at, _)| begin + at < to).count();
        let before = letters(start);
        Self { number: number + 1, text: written.to_owned(), before, width: letters(place.end).saturating_sub(before).max(1) }
    }

    /// Returns the line with its number, and below it a mark under the part that is meant.
    fn quoted(&self) -> String {
        let Self { number, text, before, width } = self;
        let margin = " ".repeat(number.to_string().len());
        // A tab is as wide as the one above it.
        let blanks: String = text.chars().take(*before).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        format!("    {number} | {text}\n    {margin} | {blanks}{}", "^".repeat(*width))
    }
}

fn listed(file: &str, problems: &[Problem]) -> String {
    let told = |problem: &Problem| match &problem.line {
        None => format!("{file}: {}", problem.text),
        Some(line) => format!("{file}, linje {}: {}\n{}", line.number, problem.text, line.quoted()),
    };
    problems.iter().map(told).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_in_its_line_even_at_the_end_of_the_text() {
        let text = "a = 1\r\n  b = 2\r\n";
        assert_eq!(Line::at(text, 0..1), Line { number: 1, text: "a = 1".into(), before: 0, width: 1 });
        assert_eq!(Line::at(text, 9..10), Line { number: 2, text: "b = 2".into(), before: 0, width: 1 });
        assert_eq!(Line::at(text, 99..99).number, 3);
    }

    #[test]
    fn the_mark_stands_under_the_place_and_counts_letters_not_bytes() {
        let text = "# æøå\n\tår = \"blåbær\" # x\n";
        let start = text.find("\"bl").expect("the value");
        let line = Line::at(text, start..start + "\"blåbær\"".len());
        assert_eq!(line.quoted(), "    2 | år = \"blåbær\" # x\n      |      ^^^^^^^^");
        let long = Line::at("a = [\n  1,\n  2,\n]\n", 4..17);
        assert_eq!(long.quoted(), "    1 | a = [\n      |     ^", "the rest of a long value is not marked");
    }

    #[test]
    fn problems_are_told_in_the_order_of_the_file_and_once_each() {
        let text = "x\n".repeat(12);
        let problem =
            |number: usize| Problem { line: Some(Line::at(&text, number * 2 - 2..number * 2 - 1)), text: "Forkert.".into() };
        let error = ConfigError::new("a.toml", vec![problem(10), problem(2), problem(10)]);
        let expected = "a.toml, linje 2: Forkert.\n    2 | x\n      | ^\na.toml, linje 10: Forkert.\n    10 | x\n       | ^";
        assert_eq!(error.to_string(), expected);
    }
}
