//! A workbook of plain sheets: rows of text and whole numbers under one header, to be read on a screen, filtered and printed.

use crate::render::RenderError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

const ACCENT: u32 = 0x0B_3D6E;
const LINES: u32 = 0xD0_D5DB;

/// One cell.
pub enum Cell {
    /// Words, written as text whatever they look like.
    Text(String),
    /// A count.
    Number(u64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// One sheet: a header row and the rows below it.
pub struct Sheet {
    /// Name, as Excel allows it: at most 31 letters, none of `[]:*?/\`.
    pub name: &'static str,
    /// Header and width (in letters) of each column.
    pub columns: Vec<(&'static str, f64)>,
    /// One cell per column in each row.
    pub rows: Vec<Vec<Cell>>,
}

/// Returns a workbook with the same bytes for the same sheets: its properties hold the title and a fixed date, and nobody's name.
///
/// # Errors
/// Returns [`RenderError::Workbook`] when the writer refuses a sheet, for example one with more rows than a sheet holds.
pub fn plain_workbook(title: &str, sheets: &[Sheet]) -> Result<Vec<u8>, RenderError> {
    write(title, sheets).map_err(|error| RenderError::Workbook(error.to_string()))
}

fn write(title: &str, sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The clock would make every copy another file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    for sheet in sheets {
        write_sheet(book.add_worksheet(), title, sheet)?;
    }
    book.save_to_buffer()
}

fn write_sheet(sheet: &mut Worksheet, title: &str, plain: &Sheet) -> Result<(), XlsxError> {
    sheet.set_name(plain.name)?;
    let head = body().set_bold().set_font_color(0xFF_FFFF).set_background_color(ACCENT);
    for ((name, width), column) in plain.columns.iter().zip(0u16..) {
        sheet.write_string_with_format(0, column, *name, &head)?.set_column_width(column, *width)?;
    }
    let cell = body();
    for (row, number) in plain.rows.iter().zip(1u32..) {
        write_row(sheet, number, row, &cell)?;
    }
    let last_row = u32::try_from(plain.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(plain.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_header(format!("&L{title}&R{}", plain.name)).set_footer("&RSide &P af &N");
    Ok(())
}

fn write_row(sheet: &mut Worksheet, number: u32, row: &[Cell], format: &Format) -> Result<(), XlsxError> {
    for (cell, column) in row.iter().zip(0u16..) {
        match cell {
            Cell::Text(text) => sheet.write_string_with_format(number, column, text, format)?,
            Cell::Number(count) => {
                let shown = u32::try_from(*count).unwrap_or(u32::MAX);
                sheet.write_number_with_format(number, column, shown, format)?
            }
        };
    }
    Ok(())
}

fn body() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin).set_border_color(LINES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets() -> Vec<Sheet> {
        let rows = vec![vec![Cell::from("=1+1"), Cell::Number(3)]];
        vec![Sheet { name: "Oversigt", columns: vec![("Fil", 30.0), ("Antal", 8.0)], rows }]
    }

    #[test]
    fn the_same_sheets_make_the_same_bytes() {
        let one = plain_workbook("Bemærkninger", &sheets()).expect("a workbook");
        assert!(one == plain_workbook("Bemærkninger", &sheets()).expect("a workbook"));
    }

    #[test]
    fn an_empty_sheet_is_a_header() {
        let empty = vec![Sheet { rows: Vec::new(), ..sheets().remove(0) }];
        assert!(plain_workbook("Bemærkninger", &empty).is_ok());
    }
}
