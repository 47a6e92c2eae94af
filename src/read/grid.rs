//! The rows of one sheet or file as text, before any column is known.

/// What one file may fill: a table of it is made beside the grid, and both must stay below 1 GB.
pub(super) const WHOLE_FILE: Room = Room { cells: 40_000_000, text: 256 << 20 };

/// Most cells without a usable value.
const MOST_FLAWS: usize = 4_000_000;

/// The file holds more than a reader takes.
#[derive(Debug)]
pub(super) struct TooLarge;

/// A cell that has no usable value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// An Excel error, such as `#REF!`.
    Error(&'static str),
    /// A formula whose result was never stored.
    Uncached,
}

/// What a grid may still take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Cells, blank ones between filled ones included.
    pub(super) cells: usize,
    /// Bytes of text.
    pub(super) text: usize,
}

/// Rows of text in one buffer. A row has as many cells as it has up to its last filled one; what lies beyond is blank.
pub(super) struct Grid {
    /// Whether the rows come from a delimited file, where too many fields mean a broken row.
    pub(super) delimited: bool,
    /// The sheet, for workbooks.
    pub(super) sheet: Option<String>,
    text: String,
    ends: Vec<u32>,
    rows: Vec<(u32, u32)>,
    flaws: Vec<(u32, usize, Flaw)>,
    room: Room,
}

impl Default for Grid {
    fn default() -> Self {
        Self::with_room(WHOLE_FILE)
    }
}

impl Grid {
    /// Returns an empty grid that takes no more than `room`.
    pub(super) fn with_room(room: Room) -> Self {
        let (text, ends, rows, flaws) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        Self { delimited: false, sheet: None, text, ends, rows, flaws, room }
    }

    /// Returns the grid of a delimited file: its fields stand one after another in `text` up to `ends`; a row is its
    /// 1-based number and the position of its first field.
    pub(super) fn of_delimited_file(text: String, ends: Vec<u32>, rows: Vec<(u32, u32)>) -> Self {
        Self { delimited: true, text, ends, rows, ..Self::default() }
    }

    /// Returns what another grid of the same file may take.
    pub(super) fn room_left(&self) -> Room {
        Room {
            cells: self.room.cells.saturating_sub(self.ends.len().max(self.rows.len())),
            text: self.room.text.saturating_sub(self.text.len()),
        }
    }

    /// Appends a row under its 1-based number; numbers must rise.
    pub(super) fn push<'a>(&mut self, number: u32, cells: impl IntoIterator<Item = &'a str>) -> Result<(), TooLarge> {
        if self.rows.len() >= self.room.cells {
            return Err(TooLarge);
        }
        self.rows.push((number, u32::try_from(self.ends.len()).map_err(|_| TooLarge)?));
        for cell in cells {
            if self.text.len() + cell.len() > self.room.text || self.ends.len() >= self.room.cells {
                return Err(TooLarge);
            }
            self.text.push_str(cell);
            self.ends.push(u32::try_from(self.text.len()).map_err(|_| TooLarge)?);
        }
        Ok(())
    }

    /// Remembers a cell without a usable value; cells must come in reading order.
    pub(super) fn push_flaw(&mut self, row: u32, column: usize, flaw: Flaw) -> Result<(), TooLarge> {
        self.flaws.push((row, column, flaw));
        if self.flaws.len() > MOST_FLAWS { Err(TooLarge) } else { Ok(()) }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the row at a 0-based position.
    pub(super) fn row(&self, at: usize) -> Row<'_> {
        let (number, first) = (self.rows[at].0, self.rows[at].1 as usize);
        let end = self.rows.get(at + 1).map_or(self.ends.len(), |(_, next)| *next as usize);
        let start = if first == 0 { 0 } else { self.ends[first - 1] };
        Row { number, text: &self.text, start, ends: &self.ends[first..end] }
    }

    /// Returns the flaws of a row (by its number) with their columns.
    pub(super) fn flaws(&self, number: u32) -> &[(u32, usize, Flaw)] {
        let from = self.flaws.partition_point(|(row, ..)| *row < number);
        let to = self.flaws.partition_point(|(row, ..)| *row <= number);
        &self.flaws[from..to]
    }
}

/// One row of a grid.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    /// 1-based number in the file.
    pub(super) number: u32,
    text: &'a str,
    start: u32,
    ends: &'a [u32],
}

impl<'a> Row<'a> {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the text of a cell without outer blanks; beyond the last cell it is empty.
    pub(super) fn cell(&self, column: usize) -> &'a str {
        let Some(end) = self.ends.get(column) else { return "" };
        let start = if column == 0 { self.start } else { self.ends[column - 1] };
        let text = &self.text[start as usize..*end as usize];
        // Nearly every cell begins and ends with a plain character, and is asked for several times.
        match text.as_bytes() {
            [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
            _ => text.trim(),
        }
    }

    pub(super) fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map(move |column| self.cell(column))
    }

    pub(super) fn is_blank(&self) -> bool {
        self.cells().all(str::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_takes_no_more_than_its_room() {
        let mut grid = Grid::with_room(Room { cells: 3, text: 4 });
        grid.push(1, ["ab", "c"]).expect("there is room for two cells");
        assert!(matches!(grid.room_left(), Room { cells: 1, text: 1 }));
        assert!(grid.push(2, ["de"]).is_err(), "the text is too long");
        assert!(grid.push(3, ["", ""]).is_err(), "the cells are too many");
    }

    #[test]
    fn a_cell_beyond_the_last_one_is_blank() {
        let mut grid = Grid::default();
        grid.push(3, ["a", " b\u{a0}"]).expect("two cells are few");
        grid.push(5, [""]).expect("one cell is few");
        assert_eq!((grid.row(0).number, grid.row(0).cell(1), grid.row(0).cell(2)), (3, "b", ""));
        assert!(grid.row(1).is_blank());
    }

    #[test]
    fn flaws_are_found_by_row_number() {
        let mut grid = Grid::default();
        for (row, column) in [(2, 0), (4, 1), (4, 3)] {
            grid.push_flaw(row, column, Flaw::Uncached).expect("three flaws are few");
        }
        assert_eq!(grid.flaws(4).len(), 2);
        assert!(grid.flaws(3).is_empty());
    }
}
