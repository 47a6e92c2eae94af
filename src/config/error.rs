//! What is wrong with a settings file: all problems at once, each with its line. No parser text reaches the user.

use std::fmt::Write;

/// Everything found wrong in one settings file. `Display` gives one or two lines per problem, in Danish.
#[derive(Debug, thiserror::Error)]
#[error("{}", listed(.file, .problems))]
pub struct ConfigError {
    file: String,
    problems: Vec<Problem>,
}

impl ConfigError {
    /// Returns an error with its problems in the order of the file; a repeated problem is told once.
    pub(super) fn new(file: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|p| p.line.as_ref().map(|l| l.number));
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

/// A line of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// 1-based number.
    pub(super) number: usize,
    /// The line as written, without outer blanks.
    pub(super) text: String,
}

impl Line {
    /// Returns the line of `text` that holds the byte at `offset`.
    pub(super) fn at(text: &str, offset: usize) -> Self {
        let offset = offset.min(text.len());
        let before = text.as_bytes().get(..offset).unwrap_or_default();
        let number = before.iter().filter(|byte| **byte == b'\n').count();
        Self { number: number + 1, text: text.lines().nth(number).unwrap_or_default().trim().to_owned() }
    }
}

fn listed(file: &str, problems: &[Problem]) -> String {
    let mut out = String::new();
    for problem in problems {
        let separator = if out.is_empty() { "" } else { "\n" };
        let written = match &problem.line {
            None => write!(out, "{separator}{file}: {}", problem.text),
            Some(Line { number, text }) => {
                write!(out, "{separator}{file}, linje {number}: {}\n    {number} | {text}", problem.text)
            }
        };
        written.expect("writing to a string cannot fail");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_in_its_line_even_at_the_end_of_the_text() {
        let text = "a = 1\r\n  b = 2\r\n";
        assert_eq!(Line::at(text, 0), Line { number: 1, text: "a = 1".into() });
        assert_eq!(Line::at(text, 9), Line { number: 2, text: "b = 2".into() });
        assert_eq!(Line::at(text, 99).number, 3);
    }

    #[test]
    fn problems_are_told_in_the_order_of_the_file_and_once_each() {
        let problem = |number| Problem { line: Some(Line { number, text: "x".into() }), text: "Forkert.".into() };
        let error = ConfigError::new("a.toml", vec![problem(9), problem(2), problem(9)]);
        assert_eq!(error.to_string(), "a.toml, linje 2: Forkert.\n    2 | x\na.toml, linje 9: Forkert.\n    9 | x");
    }
}
