//! Workbooks: Excel in its three formats and LibreOffice.
//!
//! Only the streaming readers are used where a format has one: a single stray cell makes a dense range of many gigabytes.

use super::grid::Grid;
use super::header::normal;
use super::journal::{Journal, Stopped};
use super::sheet::{Sheet, Trouble};
use super::sniff::Kind;
use crate::model::profile::{Profile, Sheets};
use calamine::{Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, Xlsx};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most bytes of a workbook in a format without a streaming reader.
const MOST_UNSTREAMED: usize = 10 << 20;

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads the sheet the profile names, or the only visible one.
pub(super) fn read(kind: Kind, bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    if kind != Kind::Xlsx && bytes.len() > MOST_UNSTREAMED {
        let action = "Åbn filen, gem den som .xlsx, og prøv igen.";
        return Err(journal.stop_with(8, "Filen fylder over 10 MB i et format, der kun læses op til den størrelse.", action));
    }
    // A damaged file can make a format reader panic; that must not end the whole run.
    let read = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Xls => xls(bytes, profile, journal),
        Kind::Xlsb => xlsb(bytes, profile, journal),
        Kind::Ods => ods(bytes, profile, journal),
        _ => xlsx(bytes, profile, journal),
    }));
    read.unwrap_or_else(|_| Err(explain(&Trouble::Damaged, journal)))
}

fn xlsx(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    let mut book: Xlsx<Bytes> = Xlsx::new(Cursor::new(bytes)).map_err(|_| explain(&Trouble::Damaged, journal))?;
    let name = choose(book.sheets_metadata(), profile, journal)?;
    let cells = |sheet: &mut Sheet| {
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Trouble::Damaged)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| Trouble::Damaged)? {
            sheet.put(cell.pos, &cell.value, cell.formula.is_some())?;
        }
        Ok(())
    };
    fill(cells, profile, journal)
}

fn xlsb(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    let mut book: Xlsb<Bytes> = Xlsb::new(Cursor::new(bytes)).map_err(|_| explain(&Trouble::Damaged, journal))?;
    let name = choose(book.sheets_metadata(), profile, journal)?;
    let cells = |sheet: &mut Sheet| {
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Trouble::Damaged)?;
        while let Some(cell) = cells.next_cell().map_err(|_| Trouble::Damaged)? {
            sheet.put(cell.get_position(), cell.get_value(), false)?;
        }
        Ok(())
    };
    fill(cells, profile, journal)
}

fn xls(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    let book: Result<Xls<Bytes>, XlsError> = Xls::new(Cursor::new(bytes));
    let trouble = |error| if matches!(error, XlsError::Password) { Trouble::Password } else { Trouble::Damaged };
    let mut book = book.map_err(|error| explain(&trouble(error), journal))?;
    let name = choose(book.sheets_metadata(), profile, journal)?;
    fill(|sheet| ranged(book.worksheet_range(&name).ok(), sheet), profile, journal)
}

fn ods(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Grid, Stopped> {
    let book: Result<Ods<Bytes>, OdsError> = Ods::new(Cursor::new(bytes));
    let trouble = |error| if matches!(error, OdsError::Password) { Trouble::Password } else { Trouble::Damaged };
    let mut book = book.map_err(|error| explain(&trouble(error), journal))?;
    let name = choose(book.sheets_metadata(), profile, journal)?;
    fill(|sheet| ranged(book.worksheet_range(&name).ok(), sheet), profile, journal)
}

fn ranged(range: Option<calamine::Range<calamine::Data>>, sheet: &mut Sheet) -> Result<(), Trouble> {
    let range = range.ok_or(Trouble::Damaged)?;
    let (row, column) = range.start().unwrap_or_default();
    let place = |at: usize, first: u32| u32::try_from(at).map(|at| first.saturating_add(at)).map_err(|_| Trouble::TooLarge);
    for (r, c, value) in range.used_cells() {
        sheet.put((place(r, row)?, place(c, column)?), value, false)?;
    }
    Ok(())
}

fn fill(
    cells: impl FnOnce(&mut Sheet) -> Result<(), Trouble>,
    profile: &Profile,
    journal: &mut Journal,
) -> Result<Grid, Stopped> {
    let mut sheet = Sheet::new(profile.decimaltegn.unwrap_or(','));
    let (grid, strays) = cells(&mut sheet).and_then(|()| sheet.finish()).map_err(|trouble| explain(&trouble, journal))?;
    if let Some((row, count)) = strays {
        let finding = journal.finding(7, Some(row), None, "En celle langt uden for tabellen er ikke læst.");
        journal.write(finding.counted(count));
    }
    Ok(grid)
}

fn explain(trouble: &Trouble, journal: &mut Journal) -> Stopped {
    match trouble {
        Trouble::Damaged => journal.stop(4, "Regnearket er beskadiget og kan ikke læses."),
        Trouble::Password => journal.stop(1, "Filen er beskyttet med adgangskode."),
        Trouble::TooLarge => journal.stop(8, "Arket har flere celler, end værktøjet læser."),
    }
}

/// Returns the name of the sheet to read: the profile's, or the only visible one. Hidden sheets are never chosen.
fn choose(sheets: &[calamine::Sheet], profile: &Profile, journal: &mut Journal) -> Result<String, Stopped> {
    let tables: Vec<&calamine::Sheet> = sheets.iter().filter(|s| s.typ == SheetType::WorkSheet).collect();
    let chosen = match &profile.ark {
        Some(Sheets::One(wanted)) => tables.iter().find(|s| normal(&s.name) == normal(wanted)).copied(),
        _ => only_visible(&tables),
    };
    for hidden in tables.iter().filter(|s| s.visible != SheetVisible::Visible && chosen.is_none_or(|c| c.name != s.name)) {
        journal.note(9, &format!("Det skjulte ark \"{}\" er ikke læst.", hidden.name));
    }
    let chosen = chosen.ok_or_else(|| no_sheet(&tables, profile, journal))?;
    journal.enter_sheet(&chosen.name);
    Ok(chosen.name.clone())
}

fn only_visible<'a>(tables: &[&'a calamine::Sheet]) -> Option<&'a calamine::Sheet> {
    let mut visible = tables.iter().filter(|s| s.visible == SheetVisible::Visible);
    let first = visible.next()?;
    visible.next().is_none().then_some(first)
}

fn no_sheet(tables: &[&calamine::Sheet], profile: &Profile, journal: &mut Journal) -> Stopped {
    let visible: Vec<String> =
        tables.iter().filter(|s| s.visible == SheetVisible::Visible).take(12).map(|s| format!("\"{}\"", s.name)).collect();
    let message = match (&profile.ark, visible.len()) {
        (Some(Sheets::One(wanted)), _) => {
            format!("Arket \"{wanted}\" findes ikke. Filens synlige ark er {}.", visible.join(", "))
        }
        (_, 0) => {
            return journal.stop_with(10, "Filen har ingen synlige ark.", "Vis det ark i Excel, der skal læses, og gem filen.");
        }
        (_, count) => format!("Filen har {count} synlige ark: {}.", visible.join(", ")),
    };
    let action = format!("Skriv arkets navn under ark i importprofilen {}.", profile.navn);
    journal.stop_with(10, &message, &action)
}
