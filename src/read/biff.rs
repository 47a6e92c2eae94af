//! Old Excel files (.xls), made harmless before the reader sees them.
//!
//! The reader sets aside room for the rectangle around all cells of a sheet, for the size a sheet claims, and for a copy of a
//! text at every cell that shows it; formulas are spelled out. So the records are walked through first: what nobody reads is
//! blotted out, cells far from the rest too, and what would not fit is refused.

use super::compound::{Compound, with_stream};
use super::sheet::Trouble;
use std::collections::{BTreeMap, BTreeSet};

/// The place of the first stray cell (0-based row and column), and how many there are.
type Strays = ((u32, u32), u64);

/// Most bytes of an old Excel file.
pub(super) const MOST_BYTES: usize = 32 << 20;
/// Most cells of the rectangles around the cells of all sheets.
const MOST_CELLS: u64 = 4_000_000;
/// From this size on, a rectangle is looked through for cells far from the rest.
const LARGE: u64 = 500_000;
/// Rows, and columns, without a cell that make what follows lie far from the rest.
const FAR: (u16, u16) = (10_000, 100);
/// Most texts, and most bytes of all texts as the cells show them.
const MOST_STRINGS: usize = 1_000_000;
const MOST_TEXT: u64 = 256 << 20;
/// A kind of record nobody knows.
const BLOTTED: [u8; 2] = [0xff, 0xff];

/// An old Excel file without its dangers.
pub(super) struct Harmless {
    /// The file, with nothing but the workbook in it.
    pub(super) bytes: Vec<u8>,
    /// Sheet → its first cell far from the rest (0-based row and column) and how many there are.
    pub(super) strays: BTreeMap<String, ((u32, u32), u64)>,
}

/// Returns the workbook of an old Excel file, made harmless.
pub(super) fn harmless(bytes: &[u8]) -> Result<Harmless, Trouble> {
    let file = Compound::open(bytes).ok_or(Trouble::Damaged)?;
    let stream = file.stream("Workbook").or_else(|| file.stream("Book")).ok_or(Trouble::Damaged)?;
    let mut book = Book { stream, lengths: Vec::new(), sheets: Vec::new(), modern: true, walked: 0, text: 0, cells: 0 };
    book.walk_globals()?;
    let mut strays = BTreeMap::new();
    for (name, start) in book.sheets.clone() {
        if let Some(stray) = book.walk_sheet(start)? {
            strays.insert(name, stray);
        }
    }
    Ok(Harmless { bytes: with_stream("Workbook", &book.stream), strays })
}

struct Book {
    stream: Vec<u8>,
    /// Length of each shared text, in characters.
    lengths: Vec<u32>,
    sheets: Vec<(String, usize)>,
    /// Whether texts are Unicode (Excel 97 and later).
    modern: bool,
    /// Bytes of sheets walked through: sheets may share their records.
    walked: usize,
    text: u64,
    cells: u64,
}

/// A record: its kind, and where its data stand.
#[derive(Clone, Copy)]
struct Record {
    kind: u16,
    start: usize,
    end: usize,
}

impl Book {
    fn record(&self, at: usize) -> Option<Record> {
        let (kind, length) = (self.short(at)?, usize::from(self.short(at + 2)?));
        let (start, end) = (at + 4, at + 4 + length);
        (end <= self.stream.len()).then_some(Record { kind, start, end })
    }

    fn short(&self, at: usize) -> Option<u16> {
        self.stream.get(at..at + 2).map(|two| u16::from_le_bytes([two[0], two[1]]))
    }

    fn blot(&mut self, record: Record) {
        self.stream[record.start - 4..record.start - 2].copy_from_slice(&BLOTTED);
    }

    fn walk_globals(&mut self) -> Result<(), Trouble> {
        let mut at = 0;
        while let Some(record) = self.record(at) {
            at = record.end;
            match record.kind {
                0x0809 => self.modern = self.short(record.start) == Some(0x0600),
                0x002f if self.short(record.start).is_some_and(|kind| kind != 0) => return Err(Trouble::Password),
                // Names and references to other files: only formulas need them.
                0x0018 | 0x0017 => self.blot(record),
                0x041e => self.mend_format(record),
                0x0085 => self.note_sheet(record)?,
                0x00fc => self.measure_strings(record)?,
                0x000a => return Ok(()),
                0x0009 | 0x0209 | 0x0409 => return Err(Trouble::Ancient),
                _ => {}
            }
        }
        Err(Trouble::Damaged)
    }

    fn note_sheet(&mut self, record: Record) -> Result<(), Trouble> {
        let data = self.stream[record.start..record.end].to_vec();
        let [a, b, c, d, _, _, length, ref rest @ ..] = data[..] else { return Err(Trouble::Damaged) };
        let start = usize::try_from(u32::from_le_bytes([a, b, c, d])).map_err(|_| Trouble::Damaged)?;
        self.sheets.push((sheet_name(usize::from(length), rest, self.modern), start));
        if self.sheets.len() > 4096 { Err(Trouble::TooLarge) } else { Ok(()) }
    }

    /// The Danish name of the general format holds letters that elsewhere mean a date.
    fn mend_format(&mut self, record: Record) {
        let head = if self.modern { 5 } else { 3 };
        let text = record.start + head..record.end;
        let wide = self.modern && self.stream.get(record.start + 4).is_some_and(|flags| flags & 1 == 1);
        let Some(bytes) = self.stream.get_mut(text) else { return };
        let letters: Vec<u8> = if wide { bytes.iter().step_by(2).copied().collect() } else { bytes.to_vec() };
        if letters.eq_ignore_ascii_case(b"standard") {
            let step = if wide { 2 } else { 1 };
            bytes.iter_mut().step_by(step).for_each(|letter| *letter = b'0');
        }
    }

    /// Walks through the shared texts, each of which may go on in the records that continue this one.
    fn measure_strings(&mut self, record: Record) -> Result<(), Trouble> {
        let mut reader = Strings { book: self, at: record.start + 8, end: record.end };
        let mut lengths = Vec::new();
        while reader.is_open() {
            lengths.push(reader.one().ok_or(Trouble::Damaged)?);
            if lengths.len() > MOST_STRINGS {
                return Err(Trouble::TooLarge);
            }
        }
        self.lengths = lengths;
        Ok(())
    }

    /// Blots out what is dangerous in a sheet and returns its cells far from the rest.
    fn walk_sheet(&mut self, start: usize) -> Result<Option<Strays>, Trouble> {
        let (mut at, mut depth) = (start, 0_usize);
        let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
        let mut records = Vec::new();
        while let Some(record) = self.record(at) {
            at = record.end;
            match record.kind {
                0x0809 => depth += 1,
                0x000a if depth <= 1 => break,
                0x000a => depth -= 1,
                _ if depth > 1 => {}
                0x0200 => self.blot(record),
                _ => {
                    let Some((row, first, last)) = self.place(record) else { continue };
                    self.weigh(record)?;
                    rows.insert(row);
                    columns.extend(if last - first < 256 { first..=last } else { last..=last });
                    records.push((record, row, first, last));
                }
            }
        }
        self.walked += at.saturating_sub(start);
        if self.walked > 4 * self.stream.len() {
            return Err(Trouble::TooLarge);
        }
        self.keep_near(&records, &rows, &columns)
    }

    /// Returns row, first and last column of the cells of a record.
    fn place(&self, record: Record) -> Option<(u16, u16, u16)> {
        let of_cell = matches!(record.kind, 0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd | 0x0006);
        let (row, first) = (self.short(record.start)?, self.short(record.start + 2)?);
        match record.kind {
            0x00bd if record.end - record.start >= 6 => Some((row, first, self.short(record.end - 2)?.max(first))),
            _ if of_cell && record.end - record.start >= 6 => Some((row, first, first)),
            _ => None,
        }
    }

    /// Counts the text a cell will show, and takes away what only a formula's spelling needs.
    fn weigh(&mut self, record: Record) -> Result<(), Trouble> {
        let (start, end) = (record.start, record.end);
        if record.kind == 0x00fd {
            let index =
                self.short(start + 6).zip(self.short(start + 8)).map(|(low, high)| usize::from(high) << 16 | usize::from(low));
            let length = index.and_then(|index| self.lengths.get(index)).copied().unwrap_or(0);
            self.text += u64::from(length) * 3;
        } else if record.kind == 0x0006 && end - start >= 22 {
            if self.short(start + 12) == Some(0xffff) {
                self.stream[start + 20..start + 22].fill(0);
            } else {
                // A number with its formula behind it is a number to the reader.
                self.stream[start - 4..start - 2].copy_from_slice(&0x0203_u16.to_le_bytes());
            }
        }
        if self.text > MOST_TEXT { Err(Trouble::TooLarge) } else { Ok(()) }
    }

    fn keep_near(
        &mut self,
        records: &[(Record, u16, u16, u16)],
        rows: &BTreeSet<u16>,
        columns: &BTreeSet<u16>,
    ) -> Result<Option<Strays>, Trouble> {
        let whole = area(rows.iter(), columns.iter());
        let (last_row, last_column) =
            if whole > LARGE { (last_near(rows.iter(), FAR.0), last_near(columns.iter(), FAR.1)) } else { (u16::MAX, u16::MAX) };
        self.cells += area(rows.iter().filter(|r| **r <= last_row), columns.iter().filter(|c| **c <= last_column));
        if self.cells > MOST_CELLS {
            return Err(Trouble::TooLarge);
        }
        let mut found = None;
        for (record, row, first, last) in records.iter().filter(|(_, row, _, last)| *row > last_row || *last > last_column) {
            self.blot(*record);
            let (place, count) = found.unwrap_or(((u32::from(*row), u32::from(*last)), 0));
            found = Some((place, count + u64::from(last - first) + 1));
        }
        Ok(found)
    }
}

fn area<'a>(rows: impl Iterator<Item = &'a u16> + Clone, columns: impl Iterator<Item = &'a u16> + Clone) -> u64 {
    let side = |first: Option<&u16>, last: Option<&u16>| first.zip(last).map_or(0, |(a, b)| u64::from(b - a) + 1);
    side(rows.clone().min(), rows.max()) * side(columns.clone().min(), columns.max())
}

/// Returns the last number before a gap of more than `far`.
fn last_near<'a>(numbers: impl Iterator<Item = &'a u16>, far: u16) -> u16 {
    let mut last = None;
    for number in numbers {
        if last.is_some_and(|last| number - last > far) {
            break;
        }
        last = Some(*number);
    }
    last.unwrap_or(u16::MAX)
}

fn sheet_name(length: usize, rest: &[u8], modern: bool) -> String {
    if !modern {
        return encoding_rs::WINDOWS_1252.decode_without_bom_handling(&rest[..length.min(rest.len())]).0.into_owned();
    }
    let Some((flags, text)) = rest.split_first() else { return String::new() };
    if flags & 1 == 1 {
        let units: Vec<u16> = text.chunks_exact(2).take(length).map(|u| u16::from_le_bytes([u[0], u[1]])).collect();
        String::from_utf16_lossy(&units)
    } else {
        text.iter().take(length).map(|byte| char::from(*byte)).collect()
    }
}

/// The shared texts of a workbook, record by record.
struct Strings<'a> {
    book: &'a Book,
    at: usize,
    end: usize,
}

impl Strings<'_> {
    /// Returns whether a text follows; the list may go on in the next record.
    fn is_open(&mut self) -> bool {
        self.at < self.end || self.enter_next()
    }

    fn enter_next(&mut self) -> bool {
        let Some(next) = self.book.record(self.end).filter(|next| next.kind == 0x003c) else { return false };
        (self.at, self.end) = (next.start, next.end);
        true
    }

    fn byte(&self) -> Option<u8> {
        self.book.stream.get(self.at).copied().filter(|_| self.at < self.end)
    }

    /// Passes over one text and returns its length in characters.
    fn one(&mut self) -> Option<u32> {
        let length = self.book.short(self.at)?;
        self.at += 2;
        let flags = self.byte()?;
        self.at += 1;
        let mut behind = 0;
        if flags & 8 != 0 {
            behind += usize::from(self.book.short(self.at)?) * 4;
            self.at += 2;
        }
        if flags & 4 != 0 {
            let (low, high) = (self.book.short(self.at)?, self.book.short(self.at + 2)?);
            behind += usize::from(high) << 16 | usize::from(low);
            self.at += 4;
        }
        self.pass_characters(usize::from(length), flags & 1 == 1)?;
        self.pass_bytes(behind)?;
        Some(u32::from(length))
    }

    /// A text that goes on in the next record begins there with a new mark of its width.
    fn pass_characters(&mut self, mut left: usize, mut wide: bool) -> Option<()> {
        loop {
            let width = if wide { 2 } else { 1 };
            let here = (self.end.saturating_sub(self.at) / width).min(left);
            self.at += here * width;
            left -= here;
            if left == 0 {
                return Some(());
            }
            if !self.enter_next() {
                return None;
            }
            wide = self.byte()? & 1 == 1;
            self.at += 1;
        }
    }

    fn pass_bytes(&mut self, mut left: usize) -> Option<()> {
        loop {
            let here = self.end.saturating_sub(self.at).min(left);
            self.at += here;
            left -= here;
            if left == 0 {
                return Some(());
            }
            if !self.enter_next() {
                return None;
            }
        }
    }
}
