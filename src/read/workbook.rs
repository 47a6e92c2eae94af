//! Workbooks: Excel in its three formats and LibreOffice.
//!
//! Only the streaming readers are used where a format has one: a single stray cell makes a dense range of many gigabytes.

use super::archive::Archive;
use super::biff::{self, Harmless};
use super::choice::{self, Listed};
use super::grid::{Grid, WHOLE_FILE};
use super::journal::{Journal, Stopped};
use super::ods::Ods;
use super::sheet::{Sheet, Strays, Trouble, cell_name};
use super::sniff::Kind;
use super::xlsb;
use crate::model::profile::Profile;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads the sheets the profile names, or the only visible one.
pub(super) fn read(kind: Kind, bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Vec<Grid>, Stopped> {
    // A damaged file can make a format reader panic; that must not end the whole run.
    let read = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Xls => xls(bytes, profile, journal),
        Kind::Xlsb => xlsb(bytes, profile, journal),
        Kind::Ods => ods(bytes, profile, journal),
        _ => xlsx(bytes, profile, journal),
    }));
    read.unwrap_or_else(|_| Err(explain(&Trouble::Damaged, journal)))
}

fn xlsx(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Vec<Grid>, Stopped> {
    Archive::open(bytes, journal)?.measure(journal)?;
    let book = Xlsx::new(Cursor::new(bytes)).map_err(|_| explain(&Trouble::Damaged, journal))?;
    Book::Xlsx(Box::new(book)).read(profile, journal)
}

fn xlsb(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Vec<Grid>, Stopped> {
    let mut archive = Archive::open(bytes, journal)?;
    archive.measure(journal)?;
    xlsb::check(&mut archive).map_err(|trouble| explain(&trouble, journal))?;
    let book = Xlsb::new(Cursor::new(bytes)).map_err(|_| explain(&Trouble::Damaged, journal))?;
    Book::Xlsb(Box::new(book)).read(profile, journal)
}

fn ods(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Vec<Grid>, Stopped> {
    let archive = Archive::open(bytes, journal)?;
    let book = Ods::open(archive, decimal(profile)).map_err(|trouble| explain(&trouble, journal))?;
    Book::Ods(book).read(profile, journal)
}

/// Numbers of a workbook are written with the sign that text of the profile is read with.
fn decimal(profile: &Profile) -> char {
    profile.decimaltegn.unwrap_or(',')
}

fn xls(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Vec<Grid>, Stopped> {
    if bytes.len() > biff::MOST_BYTES {
        let action = "Åbn filen i Excel, gem den som .xlsx, og prøv igen.";
        return Err(journal.stop_with(8, "Filen fylder over 32 MB i det gamle Excel-format (.xls).", action));
    }
    let Harmless { bytes, strays } = biff::harmless(bytes).map_err(|trouble| explain(&trouble, journal))?;
    let book: Result<Xls<Bytes>, XlsError> = Xls::new(Cursor::new(&bytes));
    let book = book.map_err(|_| explain(&Trouble::Damaged, journal))?;
    Book::Xls(Box::new(book), strays).read(profile, journal)
}

/// An opened workbook.
enum Book<'a> {
    Xlsx(Box<Xlsx<Bytes<'a>>>),
    Xlsb(Box<Xlsb<Bytes<'a>>>),
    Xls(Box<Xls<Bytes<'a>>>, BTreeMap<String, Strays>),
    Ods(Ods),
}

impl Book<'_> {
    fn read(mut self, profile: &Profile, journal: &mut Journal) -> Result<Vec<Grid>, Stopped> {
        let listed = self.sheets();
        let chosen = choice::choose(&listed, profile, journal, |name| self.is_blank(name))?;
        let mut room = WHOLE_FILE;
        let mut grids = Vec::new();
        for name in chosen {
            journal.enter_sheet(&name);
            let read = self.grid(&name, Sheet::new(decimal(profile), room));
            let (mut grid, strays) = read.map_err(|trouble| explain(&trouble, journal))?;
            strays.into_iter().for_each(|strays| remark_strays(strays, journal));
            room = grid.room_left();
            grid.sheet = Some(name);
            grids.push(grid);
        }
        Ok(grids)
    }

    fn sheets(&self) -> Vec<Listed> {
        let of_calamine = |sheets: &[calamine::Sheet]| {
            let tables = sheets.iter().filter(|s| s.typ == SheetType::WorkSheet);
            tables.map(|s| Listed { name: s.name.clone(), visible: s.visible == SheetVisible::Visible }).collect()
        };
        match self {
            Self::Xlsx(book) => of_calamine(book.sheets_metadata()),
            Self::Xlsb(book) => of_calamine(book.sheets_metadata()),
            Self::Xls(book, _) => of_calamine(book.sheets_metadata()),
            Self::Ods(book) => book.sheets(),
        }
    }

    /// Returns whether no cell of a sheet is filled; a sheet that cannot be read is not blank.
    fn is_blank(&mut self, name: &str) -> bool {
        match self {
            Self::Xlsx(book) => {
                let Ok(mut cells) = book.worksheet_cells_reader(name) else { return false };
                loop {
                    match cells.next_cell() {
                        Ok(Some(cell)) if matches!(cell.get_value(), DataRef::Empty) => {}
                        Ok(next) => return next.is_none(),
                        Err(_) => return false,
                    }
                }
            }
            Self::Xlsb(book) => book.worksheet_cells_reader(name).is_ok_and(|mut cells| matches!(cells.next_cell(), Ok(None))),
            Self::Xls(book, _) => book.worksheet_range(name).is_ok_and(|range| range.is_empty()),
            Self::Ods(book) => book.is_blank(name),
        }
    }

    fn grid(&mut self, name: &str, mut sheet: Sheet) -> Result<(Grid, Option<Strays>), Trouble> {
        match self {
            Self::Xlsx(book) => fill_xlsx(book, name, &mut sheet)?,
            Self::Xlsb(book) => fill_xlsb(book, name, &mut sheet)?,
            Self::Xls(book, strays) => {
                strays.get(name).into_iter().for_each(|strays| sheet.leave_out(*strays));
                fill_xls(book, name, &mut sheet)?;
            }
            Self::Ods(book) => return book.take(name),
        }
        sheet.finish()
    }
}

fn fill_xlsx(book: &mut Xlsx<Bytes>, name: &str, sheet: &mut Sheet) -> Result<(), Trouble> {
    let mut plain = plain_numbers(book, name)?.into_iter().peekable();
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Trouble::Damaged)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| Trouble::Damaged)? {
        match cell.value {
            DataRef::DateTime(moment) if plain.next_if_eq(&cell.pos).is_some() => {
                sheet.put(cell.pos, &DataRef::Float(moment.as_f64()), false)?;
            }
            value => sheet.put(cell.pos, &value, cell.formula.is_some())?,
        }
    }
    Ok(())
}

/// Returns the cells that are numbers although their format looks like a date: `Standard`, the Danish name of the general
/// format, holds letters that elsewhere mean a date. Few workbooks have that format, so the others are not read twice.
fn plain_numbers(book: &mut Xlsx<Bytes>, name: &str) -> Result<Vec<(u32, u32)>, Trouble> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Trouble::Damaged)?;
    let is_general = |style: &calamine::Style| style.number_format.as_ref().is_some_and(|f| is_danish_general(&f.format_code));
    let general: Vec<bool> = cells.styles().iter().map(is_general).collect();
    let mut found = Vec::new();
    if general.contains(&true) {
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| Trouble::Damaged)? {
            if matches!(cell.get_value(), DataRef::DateTime(_)) && general.get(style) == Some(&true) {
                found.push(cell.get_position());
            }
        }
    }
    Ok(found)
}

fn is_danish_general(format: &str) -> bool {
    let first = format.split(';').next().unwrap_or_default();
    first.trim().eq_ignore_ascii_case("standard")
}

fn fill_xlsb(book: &mut Xlsb<Bytes>, name: &str, sheet: &mut Sheet) -> Result<(), Trouble> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Trouble::Damaged)?;
    while let Some(cell) = cells.next_cell().map_err(|_| Trouble::Damaged)? {
        sheet.put(cell.get_position(), cell.get_value(), false)?;
    }
    Ok(())
}

fn fill_xls(book: &mut Xls<Bytes>, name: &str, sheet: &mut Sheet) -> Result<(), Trouble> {
    let range = book.worksheet_range(name).map_err(|_| Trouble::Damaged)?;
    let (row, column) = range.start().unwrap_or_default();
    let place = |at: usize, first: u32| u32::try_from(at).map(|at| first.saturating_add(at)).map_err(|_| Trouble::TooLarge);
    for (r, c, value) in range.used_cells() {
        sheet.put((place(r, row)?, place(c, column)?), value, false)?;
    }
    Ok(())
}

fn remark_strays((first, count): Strays, journal: &mut Journal) {
    let others = match count {
        1 => "Den".to_owned(),
        2 => "Den og en celle mere".to_owned(),
        more => format!("Den og {} celler mere", more - 1),
    };
    let message = format!("Cellen {} står langt uden for tabellen. {others} er ikke læst.", cell_name(first));
    let finding = journal.finding(7, None, None, &message);
    journal.write(finding.counted(count));
}

fn explain(trouble: &Trouble, journal: &mut Journal) -> Stopped {
    match trouble {
        Trouble::Damaged => journal.stop(4, "Regnearket er beskadiget og kan ikke læses."),
        Trouble::Password => journal.stop(1, "Filen er beskyttet med adgangskode."),
        Trouble::TooLarge => journal.stop(8, "Arket har flere celler, end værktøjet læser."),
        Trouble::Ancient => {
            let action = "Åbn filen i Excel, gem den som .xlsx, og prøv igen.";
            journal.stop_with(121, "Filen er et Excel-ark fra før 1995.", action)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_danish_general_format_is_known_in_every_spelling() {
        assert!(["Standard", "standard ", "Standard;-Standard"].iter().all(|f| is_danish_general(f)));
        assert!(!["dd-mm-yyyy", "Standard dd", "@"].iter().any(|f| is_danish_general(f)));
    }
}
