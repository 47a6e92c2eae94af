//! A look at a file nobody has a profile for: its kind, encoding, separator, sheets, and the rows of text as the openers
//! read them.
//!
//! A glimpse holds the cells as they stand in the file, persons included. Nothing but `propose` may ask for one; it can
//! be neither printed nor written out.

use super::grid::Grid;
use super::journal::{Journal, Stopped};
use super::sniff::{self, Kind};
use super::{cpr, encoding, header, open};
use crate::diagnostic::Findings;
use crate::model::profile::{Profile, Sheets};
use calamine::{Ods, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most sheets of a workbook that are looked at.
const MOST_SHEETS: usize = 40;
/// Separators that are told, the likelier first.
const SEPARATORS: [char; 5] = [';', '\t', '¤', ',', '|'];
/// Lines from the top that show the separator.
const FIRST_LINES: usize = 50;
/// The finding that says a workbook has several visible sheets, or none.
const SHEETS_TO_CHOOSE: u16 = 10;

/// What can be seen of a file.
pub struct Glimpse {
    /// The kind of file, in Danish, such as `et Excel-ark (.xlsx)`.
    pub kind: &'static str,
    /// Name of the encoding of a text file.
    pub encoding: Option<&'static str>,
    /// Separator of a text file.
    pub separator: Option<char>,
    /// The tables: one per visible sheet, else one.
    pub sheets: Vec<SheetGlimpse>,
    /// Names of hidden sheets; their cells are never looked at.
    pub hidden: Vec<String>,
}

/// The rows of one sheet.
pub struct SheetGlimpse {
    name: Option<String>,
    grid: Grid,
}

impl SheetGlimpse {
    /// Returns the name of the sheet, for workbooks.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.grid.len()
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.grid.len() == 0
    }

    /// Returns the 1-based number in the file of the row at a 0-based position.
    pub fn number(&self, at: usize) -> u32 {
        self.grid.row(at).number
    }

    /// Returns how many cells the row at a 0-based position has, up to its last filled one.
    pub fn width(&self, at: usize) -> usize {
        self.grid.row(at).len()
    }

    /// Returns the text of a cell without outer blanks; empty beyond the last cell.
    pub fn cell(&self, at: usize, column: usize) -> &str {
        self.grid.row(at).cell(column)
    }
}

/// Returns what can be seen of a file, with everything odd about it; nothing when the file cannot be read. `file` is the
/// name shown in messages.
pub fn glimpse(file: &str, bytes: &[u8]) -> (Option<Glimpse>, Findings) {
    let mut journal = Journal::new(file);
    let found = look(file, bytes, &mut journal).ok();
    (found, journal.into_findings())
}

/// Returns a header as the reader compares it.
pub fn normal(header: &str) -> String {
    header::normal(header)
}

/// Returns whether a cell holds a whole number of a person: ten digits that begin with a date, nine that lost a zero, or
/// the forms of persons without CPR number.
pub fn is_key_of_person(cell: &str) -> bool {
    matches!(cpr::parse(cell), cpr::Cpr::Key(_))
}

fn look(file: &str, bytes: &[u8], journal: &mut Journal) -> Result<Glimpse, Stopped> {
    let kind = sniff::kind(file, bytes, journal)?;
    match kind {
        Kind::Xlsx | Kind::Xls | Kind::Xlsb | Kind::Ods => workbook(file, bytes, kind, journal),
        _ => single(file, bytes, kind, journal),
    }
}

fn danish(kind: Kind) -> &'static str {
    match kind {
        Kind::Xlsx => "et Excel-ark (.xlsx)",
        Kind::Xls => "et Excel-ark (.xls)",
        Kind::Xlsb => "et Excel-ark (.xlsb)",
        Kind::Ods => "et LibreOffice-ark (.ods)",
        Kind::Html => "en webside med en tabel",
        Kind::Docx => "et Word-dokument (.docx)",
        Kind::Delimited => "en tekstfil med skilletegn",
    }
}

/// The only place that calls the openers: the rows of one sheet, or of the only one.
fn rows(file: &str, bytes: &[u8], sheet: Option<&str>, journal: &mut Journal) -> Result<Grid, Stopped> {
    open(file, bytes.to_vec(), &empty_profile(sheet), journal)?.into_iter().next().ok_or(Stopped)
}

/// A profile that knows nothing, so that the openers decide by the file alone.
fn empty_profile(sheet: Option<&str>) -> Profile {
    let text = "navn = \"\"\nkilde = \"befolkning\"\n[kolonner]\n";
    let empty: Profile = toml::from_str(text).expect("a profile needs a name, a source and its columns only");
    Profile { ark: sheet.map(|name| Sheets::One(name.to_owned())), ..empty }
}

fn single(file: &str, bytes: &[u8], kind: Kind, journal: &mut Journal) -> Result<Glimpse, Stopped> {
    let grid = rows(file, bytes, None, journal)?;
    let is_text = kind == Kind::Delimited;
    let text = is_text.then(|| encoding::text(bytes.to_vec(), None, &mut Journal::new(file)).ok()).flatten();
    let separator = text.as_ref().and_then(|text| separator(text, &grid));
    let encoding = is_text.then(|| encoding::name(bytes));
    let sheets = vec![SheetGlimpse { name: None, grid }];
    Ok(Glimpse { kind: danish(kind), encoding, separator, sheets, hidden: Vec::new() })
}

/// Returns the separator that splits most of the first lines into as many fields as the opener found in some row.
fn separator(text: &str, grid: &Grid) -> Option<char> {
    let widths: Vec<usize> = (0..grid.len().min(FIRST_LINES)).map(|at| grid.row(at).len()).filter(|w| *w > 1).collect();
    let fits = |separator: &char| {
        text.lines().take(FIRST_LINES).filter(|line| widths.contains(&(line.matches(*separator).count() + 1))).count()
    };
    SEPARATORS.iter().rev().copied().max_by_key(fits).filter(|separator| fits(separator) > 0)
}

/// A workbook is opened the usual way first, so that its size and its parts have been examined before the list of sheets.
fn workbook(file: &str, bytes: &[u8], kind: Kind, journal: &mut Journal) -> Result<Glimpse, Stopped> {
    let mut trial = Journal::new(file);
    let only = rows(file, bytes, None, &mut trial);
    let found = trial.into_findings();
    if only.is_err() && found.iter().all(|f| f.code.0 != SHEETS_TO_CHOOSE) {
        found.iter().for_each(|finding| journal.write(finding.clone()));
        return Err(Stopped);
    }
    let (visible, hidden) = sheet_names(bytes, kind);
    let sheets = match only {
        Ok(mut grid) => vec![SheetGlimpse { name: grid.sheet.take(), grid }],
        Err(Stopped) => several(file, bytes, &visible, journal),
    };
    if sheets.is_empty() {
        return Err(journal.stop_with(10, "Filen har ingen synlige ark.", "Vis det ark i Excel, der skal læses, og gem filen."));
    }
    Ok(Glimpse { kind: danish(kind), encoding: None, separator: None, sheets, hidden })
}

fn several(file: &str, bytes: &[u8], visible: &[String], journal: &mut Journal) -> Vec<SheetGlimpse> {
    let mut sheets = Vec::new();
    for name in visible.iter().take(MOST_SHEETS) {
        // The remark on hidden sheets would be told once for each sheet; the glimpse lists them itself.
        let mut own = Journal::new(file);
        match rows(file, bytes, Some(name), &mut own) {
            Ok(grid) => sheets.push(SheetGlimpse { name: Some(name.clone()), grid }),
            Err(Stopped) => own.into_findings().iter().for_each(|finding| journal.write(finding.clone())),
        }
    }
    sheets
}

/// Returns the names of the visible and of the hidden sheets. A format reader that panics shows none.
fn sheet_names(bytes: &[u8], kind: Kind) -> (Vec<String>, Vec<String>) {
    let sheets = catch_unwind(AssertUnwindSafe(|| metadata(bytes, kind))).unwrap_or_default();
    let tables = sheets.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (visible, hidden): (Vec<Sheet>, Vec<Sheet>) = tables.partition(|sheet| sheet.visible == SheetVisible::Visible);
    let names = |sheets: Vec<Sheet>| sheets.into_iter().map(|sheet| sheet.name).collect();
    (names(visible), names(hidden))
}

fn metadata(bytes: &[u8], kind: Kind) -> Vec<Sheet> {
    fn sheets<'a, R: Reader<Cursor<&'a [u8]>>>(bytes: &'a [u8]) -> Vec<Sheet> {
        R::new(Cursor::new(bytes)).map(|book| book.sheets_metadata().to_vec()).unwrap_or_default()
    }
    match kind {
        Kind::Xls => sheets::<Xls<_>>(bytes),
        Kind::Xlsb => sheets::<Xlsb<_>>(bytes),
        Kind::Ods => sheets::<Ods<_>>(bytes),
        _ => sheets::<Xlsx<_>>(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::Workbook;

    fn seen(bytes: &[u8]) -> Glimpse {
        glimpse("f", bytes).0.expect("the file can be read")
    }

    #[test]
    fn a_text_file_shows_its_encoding_and_separator() {
        let text = seen("Navn¤Alder\nx¤7\ny¤8\n".as_bytes());
        assert_eq!((text.kind, text.encoding, text.separator), ("en tekstfil med skilletegn", Some("UTF-8"), Some('¤')));
        assert_eq!(seen(b"K\xf8n;Alder\nx;7\n").encoding, Some("Windows-1252"));
        assert_eq!((text.sheets[0].len(), text.sheets[0].cell(1, 1), text.sheets[0].number(2)), (3, "7", 3));
    }

    #[test]
    fn a_workbook_shows_its_sheets_and_never_the_cells_of_a_hidden_one() {
        let mut book = Workbook::new();
        for name in ["Uge 1", "Uge 2", "Skjult"] {
            let sheet = book.add_worksheet().set_name(name).expect("a name");
            sheet.write_string(0, 0, name).expect("a cell").set_hidden(name == "Skjult");
        }
        let glimpse = seen(&book.save_to_buffer().expect("a workbook"));
        let names: Vec<_> = glimpse.sheets.iter().map(|s| s.name().unwrap_or_default()).collect();
        assert_eq!((names, glimpse.hidden), (vec!["Uge 1", "Uge 2"], vec!["Skjult".to_owned()]));
    }

    #[test]
    fn a_file_that_cannot_be_read_shows_nothing_and_says_why() {
        let (nothing, findings) = glimpse("f", b"PK\x03\x04 torn");
        assert!(nothing.is_none() && findings.stops());
    }
}
