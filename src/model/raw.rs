//! What the readers hand over: cells as text, with the place they came from.

use crate::diagnostic::Location;
use std::fmt;

/// One table of one file, mapped to canonical field names. Cells are text in one buffer.
///
/// CPR numbers, names and addresses are gone before this value exists: a person is a 32-digit hexadecimal pseudonym.
#[derive(Clone, Default)]
pub struct RawTable {
    file: String,
    sheet: Option<String>,
    fields: Vec<String>,
    headers: Vec<String>,
    columns: Vec<u32>,
    buffer: String,
    ends: Vec<u32>,
    rows: Vec<u32>,
    left_out: LeftOut,
}

/// Rows of a file that are not in its table. Blank rows count nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Rows that are no data: totals, repeated headers, units, notes.
    pub skipped: u64,
    /// Rows that could not be read, each with a finding.
    pub rejected: u64,
}

impl RawTable {
    /// Returns an empty table for `file` (label shown in messages) with canonical `fields`; each field comes with the
    /// header text it was found under and its 0-based column in the file.
    pub fn new(file: &str, sheet: Option<&str>, fields: Vec<(String, String, u32)>) -> Self {
        let mut table = Self { file: file.to_owned(), sheet: sheet.map(str::to_owned), ..Self::default() };
        for (field, header, column) in fields {
            table.fields.push(field);
            table.headers.push(header);
            table.columns.push(column);
        }
        table
    }

    /// Appends one row; `row` is its 1-based number in the file.
    ///
    /// # Panics
    /// When the number of cells differs from the number of fields, or the text passes 4 GB: both are bugs in a reader.
    pub fn push_row<'a>(&mut self, row: u32, cells: impl IntoIterator<Item = &'a str>) {
        let before = self.ends.len();
        for cell in cells {
            self.buffer.push_str(cell);
            self.ends.push(u32::try_from(self.buffer.len()).expect("the text of one table stays below 4 GB"));
        }
        assert_eq!(self.ends.len() - before, self.fields.len(), "a row has one cell per field");
        self.rows.push(row);
    }

    /// Counts a row that is no data: a total, a repeated header, a unit, a note.
    pub fn count_skipped(&mut self) {
        self.left_out.skipped += 1;
    }

    /// Counts a row that could not be read; a finding tells about it.
    pub fn count_rejected(&mut self) {
        self.left_out.rejected += 1;
    }

    /// Returns how many rows below the header are not in the table.
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// Returns the sheet, for workbooks.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// Returns the number of data rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether the table has no data rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the label of the file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the canonical field names, in the order of the cells.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    /// Returns the position of a canonical field, if the file has it.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|f| f == name)
    }

    /// Returns the text of a cell (`row` is 0-based among the data rows).
    pub fn cell(&self, row: usize, field: usize) -> &str {
        let at = row * self.fields.len() + field;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.buffer[start..self.ends[at] as usize]
    }

    /// Returns where a cell stands in the file.
    pub fn location(&self, row: usize, field: usize) -> Location {
        Location {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            row: Some(self.rows[row]),
            column: Some((self.columns[field], self.headers[field].clone())),
        }
    }

    /// Returns where a row stands in the file.
    pub fn row_location(&self, row: usize) -> Location {
        Location { file: self.file.clone(), sheet: self.sheet.clone(), row: Some(self.rows[row]), column: None }
    }

    /// Returns where a column stands in the file.
    pub fn column_location(&self, field: usize) -> Location {
        Location {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            row: None,
            column: Some((self.columns[field], self.headers[field].clone())),
        }
    }

    /// Returns the place of the whole table.
    pub fn table_location(&self) -> Location {
        Location { file: self.file.clone(), sheet: self.sheet.clone(), row: None, column: None }
    }
}

impl fmt::Debug for RawTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawTable({} rows, cells <hidden>)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_row_and_field() {
        let fields = vec![("a".into(), "A".into(), 0), ("b".into(), "B".into(), 3)];
        let mut table = RawTable::new("f.csv", None, fields);
        table.push_row(7, ["x", ""]);
        table.push_row(9, ["", "æ"]);
        assert_eq!((table.cell(0, 0), table.cell(0, 1), table.cell(1, 0), table.cell(1, 1)), ("x", "", "", "æ"));
        assert_eq!(table.location(1, 1).row, Some(9));
        assert_eq!(table.location(1, 1).column, Some((3, "B".into())));
    }

    #[test]
    fn debug_output_hides_every_cell() {
        let mut table = RawTable::new("f.csv", None, vec![("a".into(), "A".into(), 0)]);
        table.push_row(2, ["hemmelig"]);
        assert!(!format!("{table:?}").contains("hemmelig"));
    }
}
