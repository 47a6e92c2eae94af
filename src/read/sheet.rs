//! Cells of a workbook, in reading order, to rows of text.

use super::grid::{Flaw, Grid, Room, TooLarge};
use calamine::{CellErrorType, DataType, ExcelDateTime};
use std::fmt::Write;

/// Columns and rows beyond these are not data.
pub(super) const MOST_COLUMNS: u32 = 512;
pub(super) const MOST_ROWS: u32 = 1_048_576;
/// Most bytes of the text of one cell; Excel takes 32,767 characters.
const MOST_OF_A_CELL: usize = 1 << 20;
/// A cell further below the last filled row than this is a stray one.
const FAR_BELOW: u32 = 200_000;

/// Why a sheet could not be read.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The reader of the format gave up, or the rows are out of order.
    Damaged,
    /// Protected by a password.
    Password,
    /// More than a reader takes.
    TooLarge,
    /// A format of the last century.
    Ancient,
}

impl From<TooLarge> for Trouble {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// Builds the grid of one sheet.
pub(super) struct Sheet {
    grid: Grid,
    decimal: char,
    row: u32,
    cells: Vec<String>,
    filled: usize,
    strays: Option<Strays>,
}

/// Cells left out because they stand far outside the table: the first (0-based row and column), and how many.
pub(super) type Strays = ((u32, u32), u64);

impl Sheet {
    /// Returns an empty sheet; `decimal` is the sign numbers are written with.
    pub(super) fn new(decimal: char, room: Room) -> Self {
        Self { grid: Grid::with_room(room), decimal, row: 0, cells: Vec::new(), filled: 0, strays: None }
    }

    /// Counts cells that stand far outside the table.
    pub(super) fn leave_out(&mut self, (place, count): Strays) {
        let (first, earlier) = self.strays.unwrap_or((place, 0));
        self.strays = Some((first, earlier.saturating_add(count)));
    }

    /// Takes a cell at a 0-based row and column. `formula` says whether the cell holds one.
    pub(super) fn put(&mut self, at: (u32, u32), value: &impl DataType, formula: bool) -> Result<(), Trouble> {
        if value.is_empty() && !formula {
            return Ok(());
        }
        if self.is_stray(at) {
            self.leave_out((at, 1));
            return Ok(());
        }
        self.enter_row(at.0)?;
        let column = usize::try_from(at.1).map_err(|_| Trouble::Damaged)?;
        if let Some(flaw) = flaw(value) {
            self.grid.push_flaw(at.0 + 1, column, flaw)?;
        }
        self.open_cell(column);
        if value.get_string().is_some_and(|text| text.len() > MOST_OF_A_CELL) {
            return Err(Trouble::TooLarge);
        }
        write_text(value, self.decimal, &mut self.cells[column]);
        Ok(())
    }

    /// Returns the rows, and the stray cells that were left out.
    pub(super) fn finish(mut self) -> Result<(Grid, Option<Strays>), Trouble> {
        self.close_row()?;
        Ok((self.grid, self.strays))
    }

    /// Returns whether a cell stands so far outside that it is not read.
    pub(super) fn is_stray(&self, (row, column): (u32, u32)) -> bool {
        column >= MOST_COLUMNS || row >= MOST_ROWS || row > self.row.saturating_add(FAR_BELOW)
    }

    fn enter_row(&mut self, row: u32) -> Result<(), Trouble> {
        if row < self.row {
            return Err(Trouble::Damaged);
        }
        if row > self.row {
            self.close_row()?;
            self.row = row;
        }
        Ok(())
    }

    fn open_cell(&mut self, column: usize) {
        while self.cells.len() <= column {
            self.cells.push(String::new());
        }
        for cell in self.cells.iter_mut().take(column + 1).skip(self.filled) {
            cell.clear();
        }
        self.cells[column].clear();
        self.filled = self.filled.max(column + 1);
    }

    fn close_row(&mut self) -> Result<(), TooLarge> {
        if self.filled > 0 {
            self.grid.push(self.row + 1, self.cells[..self.filled].iter().map(String::as_str))?;
            self.filled = 0;
        }
        Ok(())
    }
}

fn flaw(value: &impl DataType) -> Option<Flaw> {
    if value.is_empty() {
        return Some(Flaw::Uncached);
    }
    value.get_error().map(|error| {
        Flaw::Error(match error {
            CellErrorType::Div0 => "#DIV/0!",
            CellErrorType::NA => "#I/T",
            CellErrorType::Name => "#NAVN?",
            CellErrorType::Null => "#NUL!",
            CellErrorType::Num => "#NUM!",
            CellErrorType::Ref => "#REFERENCE!",
            CellErrorType::Value => "#VÆRDI!",
            CellErrorType::GettingData => "#HENTER_DATA",
        })
    })
}

fn write_text(value: &impl DataType, decimal: char, out: &mut String) {
    if let Some(text) = value.get_string().or_else(|| value.get_duration_iso()) {
        out.push_str(text);
    } else if let Some(number) = value.get_float() {
        write_number(number, decimal, out);
    } else if let Some(whole) = value.get_int() {
        write!(out, "{whole}").expect("writing to a String cannot fail");
    } else if let Some(moment) = value.get_datetime() {
        write_moment(moment, decimal, out);
    } else if let Some(iso) = value.get_datetime_iso() {
        out.push_str(iso.split('T').next().unwrap_or(iso));
    } else if let Some(yes) = value.get_bool() {
        out.push_str(if yes { "SAND" } else { "FALSK" });
    }
}

/// Writes the shortest text of a number, with the 15 digits Excel shows at most.
fn write_number(number: f64, decimal: char, out: &mut String) {
    if let Some(whole) = whole(number) {
        return write_whole(whole, out);
    }
    let start = out.len();
    write!(out, "{number}").expect("writing to a String cannot fail");
    if out.len() - start > 16 {
        out.truncate(start);
        let rounded = format!("{number:.14e}").parse().unwrap_or(number);
        write!(out, "{rounded}").expect("writing to a String cannot fail");
    }
    if let Some(point) = out[start..].find('.') {
        out.replace_range(start + point..=start + point, decimal.encode_utf8(&mut [0; 4]));
    }
}

/// Returns a number of the size of a count, when it is one: most numbers are, and they are written much faster so. The bits of
/// a number are 11 for the power of two (offset by 1023) and 52 behind a leading one.
fn whole(number: f64) -> Option<u64> {
    let bits = number.to_bits();
    let power = (bits >> 52).checked_sub(1023).filter(|power| *power <= 52)?;
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let below = 52 - power;
    (mantissa & ((1 << below) - 1) == 0).then_some(mantissa >> below)
}

fn write_whole(number: u64, out: &mut String) {
    let mut digits = [0; 20];
    let (mut left, mut first) = (number, digits.len());
    while left > 0 {
        first -= 1;
        digits[first] = b'0' + u8::try_from(left % 10).expect("a remainder of ten fits a byte");
        left /= 10;
    }
    out.extend(digits[first..].iter().map(|digit| char::from(*digit)));
}

/// Returns the name Excel shows for a cell at a 0-based row and column: `A1`, `XFD1048576`.
pub(super) fn cell_name((row, column): (u32, u32)) -> String {
    let mut left = u64::from(column) + 1;
    let mut letters = Vec::new();
    while left > 0 {
        letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).expect("a remainder of 26 fits a byte")));
        left = (left - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

/// Writes a date without its time; a time alone (a day number below 1) as hours and minutes; a duration as a number.
fn write_moment(moment: ExcelDateTime, decimal: char, out: &mut String) {
    if moment.is_duration() {
        return write_number(moment.as_f64(), decimal, out);
    }
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let written =
        if moment.as_f64() < 1.0 { write!(out, "{hour:02}:{minute:02}") } else { write!(out, "{year:04}-{month:02}-{day:02}") };
    written.expect("writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::grid::WHOLE_FILE;
    use calamine::{Data, ExcelDateTimeType};

    fn text(value: &Data) -> String {
        let mut out = String::new();
        write_text(value, ',', &mut out);
        out
    }

    #[test]
    fn numbers_are_written_as_a_danish_reader_writes_them() {
        let cases = [(12.5, "12,5"), (3.0, "3"), (201_609_995.0, "201609995"), (0.1 + 0.2, "0,3"), (-1.25, "-1,25")];
        for (number, expected) in cases {
            assert_eq!(text(&Data::Float(number)), expected);
        }
    }

    #[test]
    fn whole_numbers_are_known_by_their_bits() {
        for number in [1.0, 2.0, 3.0, 2024.0, 45_733.0, 4_503_599_627_370_497.0] {
            assert_eq!(whole(number).map(|w| w.to_string()), Some(number.to_string()));
        }
        assert!([0.0, -1.0, 0.5, 1.5, 1e16, f64::NAN, f64::INFINITY].into_iter().all(|number| whole(number).is_none()));
    }

    #[test]
    fn dates_lose_their_time() {
        let moment = |value| Data::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        assert_eq!(text(&moment(45_368.75)), "2024-03-17");
        assert_eq!(text(&moment(0.75)), "18:00");
        assert_eq!(text(&Data::DateTimeIso("2024-03-17T10:00:00".into())), "2024-03-17");
    }

    #[test]
    fn stray_cells_are_left_out_and_counted() {
        let mut sheet = Sheet::new(',', WHOLE_FILE);
        for at in [(0, 0), (0, 600), (1, 1), (300_000, 0), (u32::MAX, u32::MAX)] {
            sheet.put(at, &Data::Int(1), false).expect("the cells come in order");
        }
        let (grid, strays) = sheet.finish().expect("the sheet is small");
        assert_eq!((grid.len(), strays), (2, Some(((0, 600), 3))));
        assert_eq!((grid.row(1).cell(0), grid.row(1).cell(1)), ("", "1"));
    }

    #[test]
    fn a_cell_has_the_name_excel_shows() {
        let names = [(0, 0), (199_999, 999), (1_048_575, 16_383)].map(cell_name);
        assert_eq!(names, ["A1", "ALL200000", "XFD1048576"]);
    }

    #[test]
    fn rows_out_of_order_are_damage() {
        let mut sheet = Sheet::new(',', WHOLE_FILE);
        sheet.put((5, 0), &Data::Int(1), false).expect("the first cell is in order");
        assert!(matches!(sheet.put((4, 0), &Data::Int(1), false), Err(Trouble::Damaged)));
    }
}
