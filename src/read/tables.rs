//! Tables of a document or a web page: those with the header the profile knows become one table.

use super::grid::{Grid, Room, WHOLE_FILE};
use super::header::{normal, score};
use crate::model::profile::Profile;

/// Most tables of one document, and most that stand inside each other.
const MOST_TABLES: usize = 10_000;
const DEEPEST: usize = 64;
/// Most columns, as in a spreadsheet, and most rows a cell may go over.
const MOST_COLUMNS: usize = 512;
const MOST_ROWS: u32 = 65_534;
/// Rows from the top among which the header is looked for.
const FIRST_ROWS: usize = 20;

/// Tables while they are read. A table inside a cell is a table of its own.
#[derive(Default)]
pub(super) struct Tables {
    finished: Vec<Option<Grid>>,
    open: Vec<Open>,
    used: (usize, usize),
    /// Whether there is text that is in no table.
    pub(super) text_outside: bool,
    /// Whether there was more than a reader takes.
    pub(super) too_large: bool,
}

struct Open {
    at: usize,
    grid: Grid,
    room: Room,
    number: u32,
    row: Vec<String>,
    cell: Option<Cell>,
    in_row: bool,
    /// Per column: rows a cell above still goes over, and its text.
    held: Vec<(u32, String)>,
}

struct Cell {
    text: String,
    columns: usize,
    rows: u32,
}

impl Tables {
    pub(super) fn open_table(&mut self) {
        if self.open.len() >= DEEPEST || self.finished.len() >= MOST_TABLES {
            self.too_large = true;
            return;
        }
        let room =
            Room { cells: WHOLE_FILE.cells.saturating_sub(self.used.0), text: WHOLE_FILE.text.saturating_sub(self.used.1) };
        let (at, grid) = (self.finished.len(), Grid::with_room(room));
        self.finished.push(None);
        self.open.push(Open { at, grid, room, number: 0, row: Vec::new(), cell: None, in_row: false, held: Vec::new() });
    }

    pub(super) fn close_table(&mut self) {
        self.close_row();
        let Some(table) = self.open.pop() else { return };
        let left = table.grid.room_left();
        self.used.0 += table.room.cells - left.cells;
        self.used.1 += table.room.text - left.text;
        self.finished[table.at] = Some(table.grid);
    }

    pub(super) fn open_row(&mut self) {
        self.close_row();
        if let Some(table) = self.open.last_mut() {
            table.number = table.number.saturating_add(1);
            table.in_row = true;
        }
    }

    pub(super) fn close_row(&mut self) {
        self.close_cell();
        let Some(table) = self.open.last_mut().filter(|table| table.in_row) else { return };
        table.fill_from_above();
        let pushed = table.grid.push(table.number, table.row.iter().map(String::as_str));
        table.row.clear();
        table.in_row = false;
        self.too_large |= pushed.is_err();
    }

    /// Begins a cell; one that goes over several rows is repeated in each, and one over several columns is followed by blanks.
    pub(super) fn open_cell(&mut self, columns: usize, rows: u32) {
        self.close_cell();
        if self.open.last().is_some_and(|table| !table.in_row) {
            self.open_row();
        }
        let Some(table) = self.open.last_mut() else { return };
        table.fill_from_above();
        table.cell = Some(Cell { text: String::new(), columns: columns.clamp(1, MOST_COLUMNS), rows: rows.clamp(1, MOST_ROWS) });
    }

    /// Says how many columns the open cell goes over.
    pub(super) fn widen(&mut self, columns: usize) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.columns = columns.clamp(1, MOST_COLUMNS);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            Some(cell) => cell.text.push_str(text),
            None => self.text_outside |= !text.trim().is_empty(),
        }
    }

    pub(super) fn close_cell(&mut self) {
        let Some(table) = self.open.last_mut() else { return };
        let Some(cell) = table.cell.take() else { return };
        let first = table.row.len();
        if first + cell.columns > MOST_COLUMNS {
            self.too_large = true;
            return;
        }
        if cell.rows > 1 {
            table.held.resize(table.held.len().max(first + cell.columns), (0, String::new()));
            table.held[first..first + cell.columns].fill((cell.rows - 1, String::new()));
            table.held[first].1.clone_from(&cell.text);
        }
        table.row.push(cell.text);
        table.row.resize(first + cell.columns, String::new());
    }

    /// Returns the tables whose header the profile knows best as one, with rows numbered from 1 through the document, and
    /// whether anything of the document is not in it. There is nothing when there is no table, or too much.
    pub(super) fn joined(mut self, profile: &Profile) -> Option<(Grid, bool)> {
        while !self.open.is_empty() {
            self.close_table();
        }
        let tables: Vec<Grid> = self.finished.into_iter().flatten().filter(|table| table.len() > 0).collect();
        let headers: Vec<(usize, Vec<String>)> = tables.iter().map(|table| header(table, profile)).collect();
        // The first of those that know equally many columns, as a reader of the document would take it.
        let best = headers.iter().rev().max_by_key(|(score, _)| *score)?.1.clone();
        let mut unread = self.text_outside;
        let mut grid = Grid::default();
        let mut number = 0;
        for (table, (_, names)) in tables.into_iter().zip(headers) {
            let fits = names == best;
            unread |= !fits;
            for at in 0..table.len() {
                number += 1;
                if fits {
                    grid.push(number, table.row(at).cells()).ok()?;
                }
            }
        }
        Some((grid, unread))
    }
}

impl Open {
    /// Puts the cells of earlier rows that go over this one where they stand.
    fn fill_from_above(&mut self) {
        while let Some((rows, text)) = self.held.get_mut(self.row.len()).filter(|(rows, _)| *rows > 0) {
            *rows -= 1;
            self.row.push(text.clone());
        }
    }
}

/// Returns the row of a table that names most columns of the profile, with its score.
fn header(table: &Grid, profile: &Profile) -> (usize, Vec<String>) {
    let scored = |at: usize| (score(table.row(at).cells(), profile), table.row(at).cells().map(normal).collect());
    (0..table.len().min(FIRST_ROWS)).map(scored).rev().max_by_key(|(score, _): &(usize, Vec<String>)| *score).unwrap_or_default()
}
