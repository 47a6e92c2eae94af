//! Text files with separators.
//!
//! The fields are moved together in the buffer the file was read into, so that a large file is in memory once. The rows are
//! numbered as a spreadsheet shows them: a line break inside quotation marks is no new row, and an empty line is one.

use super::grid::{Grid, WHOLE_FILE};
use super::journal::{Journal, Stopped};
use super::{encoding, separator, sniff};
use crate::model::profile::Profile;

/// Most rows: the records made of them must fit the memory too.
const MOST_ROWS: usize = 3_000_000;
/// Most fields of one row, as in Excel.
const MOST_FIELDS: usize = 16_384;
/// A field with more line breaks than this has swallowed rows.
const MOST_BREAKS: usize = 100;

/// Reads a text file.
pub(super) fn read(bytes: Vec<u8>, profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    let text = encoding::text(bytes, profile.tegnsaet, journal)?;
    if text.contains('\0') {
        return Err(sniff::unknown(journal));
    }
    let (separator, skipped) = separator::find(&text, profile, journal);
    let mut fields = Fields::new(text, skipped, separator);
    match fields.split() {
        Ok(()) => Ok(fields.into_grid()),
        Err(Broken::Quote { row, line }) => Err(unbalanced(row, line, journal)),
        Err(Broken::TooLarge(message)) => Err(journal.stop(8, message)),
    }
}

fn unbalanced(row: u32, line: u32, journal: &mut Journal) -> Stopped {
    let message = format!("Et citationstegn i linje {line} har intet modstykke, så de næste rækker hænger sammen med den.");
    let finding = journal.finding(21, Some(row), None, &message);
    journal.write(finding);
    Stopped
}

/// Why a file could not be split.
enum Broken {
    /// A quotation mark without its partner: row as in a spreadsheet, line as in a text editor.
    Quote { row: u32, line: u32 },
    /// More than a reader takes, in words.
    TooLarge(&'static str),
}

/// A text whose fields are being moved together: `bytes[..written]` is done, `bytes[read..]` is still to come.
struct Fields {
    bytes: Vec<u8>,
    read: usize,
    written: usize,
    separator: Vec<u8>,
    ends: Vec<u32>,
    rows: Vec<(u32, u32)>,
    /// Number of the row, and of the line, last begun.
    row: u32,
    line: u32,
    /// Most fields of a row so far.
    width: usize,
}

impl Fields {
    fn new(text: String, skipped: usize, separator: char) -> Self {
        let separator = separator.to_string().into_bytes();
        let (bytes, line) = (text.into_bytes(), u32::from(skipped > 0));
        Self { bytes, read: skipped, written: 0, separator, ends: Vec::new(), rows: Vec::new(), row: 0, line, width: 0 }
    }

    fn into_grid(mut self) -> Grid {
        self.bytes.truncate(self.written);
        let text = String::from_utf8(self.bytes).expect("fields are cut at whole characters only");
        Grid::of_delimited_file(text, self.ends, self.rows)
    }

    fn split(&mut self) -> Result<(), Broken> {
        while self.read < self.bytes.len() {
            self.row = self.row.saturating_add(1);
            self.line = self.line.saturating_add(1);
            if !self.line_ends() {
                self.split_row()?;
            }
        }
        Ok(())
    }

    fn split_row(&mut self) -> Result<(), Broken> {
        let first = self.ends.len();
        if self.rows.len() >= MOST_ROWS {
            return Err(Broken::TooLarge("Filen har over 3.000.000 rækker."));
        }
        self.rows.push((self.row, u32::try_from(first).unwrap_or(u32::MAX)));
        loop {
            self.field()?;
            if self.ends.len() - first > MOST_FIELDS {
                return Err(Broken::TooLarge("En række i filen har over 16.384 felter."));
            }
            if self.ends.len() > WHOLE_FILE.cells {
                return Err(Broken::TooLarge("Filen har over 40 millioner felter."));
            }
            if self.is_separator(self.read) {
                self.read += self.separator.len();
            } else {
                self.line_ends();
                break;
            }
        }
        self.width = self.width.max(self.ends.len() - first);
        Ok(())
    }

    /// Passes over the end of a line, if one stands here: Windows writes two characters, and old programs only a carriage
    /// return.
    fn line_ends(&mut self) -> bool {
        let length = match self.bytes[self.read..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        self.read += length;
        length > 0
    }

    fn field(&mut self) -> Result<(), Broken> {
        let start = self.written;
        if self.bytes.get(self.read) == Some(&b'"') {
            self.quoted()?;
        }
        let end = self.field_end();
        self.bytes.copy_within(self.read..end, self.written);
        self.written += end - self.read;
        self.read = end;
        debug_assert!(start <= self.written);
        self.ends.push(u32::try_from(self.written).map_err(|_| Broken::TooLarge("Filens tekst fylder over 256 MB."))?);
        Ok(())
    }

    /// Returns where the field ends that goes on at `read` without quotation marks.
    fn field_end(&self) -> usize {
        let mut at = self.read;
        loop {
            let special = |byte: &u8| *byte == self.separator[0] || matches!(byte, b'\n' | b'\r');
            let Some(found) = self.bytes[at..].iter().position(special) else { return self.bytes.len() };
            at += found;
            if matches!(self.bytes[at], b'\n' | b'\r') || self.is_separator(at) {
                return at;
            }
            at += 1;
        }
    }

    fn is_separator(&self, at: usize) -> bool {
        match self.separator[..] {
            [one] => self.bytes.get(at) == Some(&one),
            _ => self.bytes[at..].starts_with(&self.separator),
        }
    }

    /// Moves what stands between quotation marks; two of them in a row stand for one.
    fn quoted(&mut self) -> Result<(), Broken> {
        let (start, line) = (self.written, self.line);
        let broken = Broken::Quote { row: self.row, line };
        let mut breaks = 0;
        self.read += 1;
        loop {
            let byte = match self.bytes[self.read..] {
                [] => return Err(broken),
                [b'"', b'"', ..] => {
                    self.read += 1;
                    b'"'
                }
                [b'"', ..] => break,
                [b'\r', b'\n', ..] => {
                    self.read += 1;
                    b'\n'
                }
                [b'\r', ..] => b'\n',
                [byte, ..] => byte,
            };
            breaks += usize::from(byte == b'\n');
            if breaks > MOST_BREAKS {
                return Err(broken);
            }
            self.bytes[self.written] = byte;
            self.written += 1;
            self.read += 1;
        }
        self.read += 1;
        self.line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        if breaks > 0 && self.has_swallowed_rows(start) { Err(broken) } else { Ok(()) }
    }

    /// A quotation mark without its partner makes the following rows part of one field. Then some line inside the field has
    /// all the separators of a row.
    fn has_swallowed_rows(&self, start: usize) -> bool {
        let separators = |line: &[u8]| line.windows(self.separator.len()).filter(|w| *w == self.separator).count();
        let mut lines = self.bytes[start..self.written].split(|byte| *byte == b'\n');
        self.width > 2 && lines.any(|line| separators(line) + 1 >= self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows with their numbers.
    type Split = Vec<(u32, Vec<String>)>;

    fn split(text: &str, separator: char) -> Result<Split, (u32, u32)> {
        let mut fields = Fields::new(text.to_owned(), 0, separator);
        match fields.split() {
            Ok(()) => {
                let grid = fields.into_grid();
                let row = |at: usize| (grid.row(at).number, grid.row(at).cells().map(str::to_owned).collect());
                Ok((0..grid.len()).map(row).collect())
            }
            Err(Broken::Quote { row, line }) => Err((row, line)),
            Err(Broken::TooLarge(message)) => panic!("{message}"),
        }
    }

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        split(text, ';').expect("the quotation marks are balanced")
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn fields_are_split_whatever_ends_a_line() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("a;b{end}{end}1;{end};{end}x");
            assert_eq!(rows(&text), [row(1, &["a", "b"]), row(3, &["1", ""]), row(4, &["", ""]), row(5, &["x"])]);
        }
    }

    #[test]
    fn quotation_marks_keep_separators_breaks_and_themselves() {
        let text = "\"a;\"\"b\"\"\";\"c\r\nd\"\r\n\"e\" f;g \"h\"\n\"\"";
        assert_eq!(rows(text), [row(1, &["a;\"b\"", "c\nd"]), row(2, &["e f", "g \"h\""]), row(3, &[""])]);
    }

    #[test]
    fn a_separator_may_be_longer_than_a_byte() {
        let found = split("å¤Â¤\u{a4}x\n", '¤').expect("there are no quotation marks");
        assert_eq!(found, [row(1, &["å", "Â", "", "x"])]);
    }

    #[test]
    fn an_open_quotation_mark_names_the_row_and_the_line() {
        assert_eq!(split("a;b;c\n\"x\ny\";1;2\n\"d;1;2\ne;1;2\n", ';'), Err((3, 4)));
        assert_eq!(split("a;b;c\nd;\"e;f\n1;2;3\n4;\"5;6\n", ';'), Err((2, 2)));
    }
}
