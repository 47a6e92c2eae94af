//! The open tables as one workbook for reading: first a sheet that explains, then one sheet per table.

use super::{COLUMNS, cells, decimal};
use crate::model::document::{OpenRow, OpenTable};
use crate::render::RenderError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, IgnoreError, Workbook, Worksheet, XlsxError};
use std::collections::BTreeSet;

const README: &str = "Læs mig";
const MOST_LETTERS: usize = 31;
const ACCENT: u32 = 0x0B_3D6E;

const EXPLANATION: [&str; 6] = [
    "Hver række er ét tal. Arkene indeholder de samme tal som rapporten og CSV-filerne i mappen tabeller.",
    "skjult: Tallet vises ikke, så ingen unge kan genkendes. Cellerne med tal er da tomme. Et skjult tal kan være både stort og lille.",
    "skjult af kilden: Kilden har selv skjult et eller flere af de tal, der skal bruges. Cellerne med tal er da tomme.",
    "ingen data: Kilden har ingen oplysninger om gruppen. Det siger intet om, hvor udbredt noget er.",
    "Områder med stedbegrebet skole, bopæl og gerningssted er opgjort på hver sin måde og må ikke lægges sammen.",
    "Kilderne er beskrevet i rapportens afsnit om datagrundlag og i dens bilag.",
];

/// Returns one workbook with every table; `date` `(year, month, day)` becomes the file's date.
///
/// # Errors
///
/// Returns [`RenderError::Workbook`] when the writer refuses a table, for example one with more rows than a sheet holds.
pub fn workbook(document_title: &str, date: (i16, u8, u8), tables: &[OpenTable]) -> Result<Vec<u8>, RenderError> {
    write(document_title, date, tables).map_err(|error| RenderError::Workbook(error.to_string()))
}

fn write(title: &str, (year, month, day): (i16, u8, u8), tables: &[OpenTable]) -> Result<Vec<u8>, XlsxError> {
    let created = ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(0), month, day)?;
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let names = sheet_names(tables);
    // The title says which edition it is, on every page that is printed of any sheet.
    let header = format!("&C{}", title.replace('&', "&&"));
    write_readme(book.add_worksheet().set_header(&header), title, tables, &names)?;
    for (table, name) in tables.iter().zip(&names) {
        write_table(book.add_worksheet().set_header(&header), name, table)?;
    }
    book.save_to_buffer()
}

/// Returns a name per sheet: the title without what Excel forbids, cut to 31 letters, no two alike.
fn sheet_names(tables: &[OpenTable]) -> Vec<String> {
    let mut taken = BTreeSet::from([README.to_lowercase()]);
    tables.iter().map(|table| free_name(&mut taken, &table.title)).collect()
}

fn free_name(taken: &mut BTreeSet<String>, title: &str) -> String {
    let allowed: String = title.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = allowed.split_whitespace().collect();
    let base = words.join(" ").trim_matches('\'').to_owned();
    let base = if base.is_empty() { "Tabel".to_owned() } else { base };
    let numbered = (2..).map(|number| format!(" ({number})"));
    let mut names = std::iter::once(String::new()).chain(numbered).map(|tail| {
        let room = MOST_LETTERS - tail.encode_utf16().count();
        format!("{}{tail}", cut(&base, room))
    });
    names.find(|name| taken.insert(name.to_lowercase())).expect("there are more numbers than tables")
}

/// Excel counts UTF-16 units.
fn cut(text: &str, room: usize) -> String {
    let mut used = 0;
    let fits = |letter: &char| {
        used += letter.len_utf16();
        used <= room
    };
    text.chars().take_while(fits).collect::<String>().trim_end_matches([' ', '\'']).to_owned()
}

fn heading() -> Format {
    Format::new().set_bold().set_font_color(0xFF_FFFF).set_background_color(ACCENT).set_align(FormatAlign::Top).set_text_wrap()
}

fn write_readme(sheet: &mut Worksheet, title: &str, tables: &[OpenTable], names: &[String]) -> Result<(), XlsxError> {
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    let columns = COLUMNS.iter().map(|column| (column.name.to_owned(), column.meaning.to_owned()));
    let sheets = tables.iter().zip(names).map(|(table, name)| (name.clone(), format!("{} ({})", table.title, table.file)));
    sheet.set_name(README)?.set_column_width(0, 32)?.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, title, &Format::new().set_bold().set_font_size(16).set_font_color(ACCENT))?;
    let mut row = 2;
    for line in EXPLANATION {
        sheet.merge_range(row, 0, row, 1, line, &wrapped)?.set_row_height(row, 32)?;
        row += 1;
    }
    let parts: [(&str, Vec<(String, String)>); 2] = [("Kolonne", columns.collect()), ("Ark", sheets.collect())];
    for (head, lines) in parts {
        row += 1;
        sheet.write_string_with_format(row, 0, head, &heading())?.write_string_with_format(row, 1, "Betydning", &heading())?;
        for (name, meaning) in lines {
            row += 1;
            sheet.write_string_with_format(row, 0, name, &bold)?.write_string_with_format(row, 1, meaning, &wrapped)?;
        }
        row += 1;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_table(sheet: &mut Worksheet, name: &str, table: &OpenTable) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    for (column, index) in COLUMNS.iter().zip(0u16..) {
        sheet.write_string_with_format(0, index, column.name, &heading())?;
        sheet.set_column_width(index, if column.numeric { 11 } else { 17 })?;
    }
    for (row, number) in table.rows.iter().zip(1u32..) {
        write_row(sheet, number, row)?;
    }
    let last_row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(COLUMNS.len() - 1).expect("there are 14 columns");
    sheet.autofilter(0, 0, last_row, last_column)?.set_freeze_panes(1, 0)?;
    // Grades such as 7 are names, not numbers; Excel need not warn of them.
    sheet.ignore_error_range(0, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

fn write_row(sheet: &mut Worksheet, number: u32, row: &OpenRow) -> Result<(), XlsxError> {
    for ((cell, column), index) in cells(row).into_iter().zip(&COLUMNS).zip(0u16..) {
        match decimal(cell).filter(|_| column.numeric) {
            Some((value, 0)) => sheet.write_number(number, index, value)?,
            Some((value, decimals)) => {
                let format = Format::new().set_num_format(format!("0.{}", "0".repeat(decimals)));
                sheet.write_number_with_format(number, index, value, &format)?
            }
            None if cell.is_empty() => continue,
            None => sheet.write_string(number, index, cell)?,
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(title: &str) -> OpenTable {
        OpenTable {
            name: "t".into(),
            file: "tabeller/t.csv".into(),
            title: title.into(),
            rows: vec![],
            structure: Default::default(),
        }
    }

    #[test]
    fn sheet_names_are_short_unique_and_allowed() {
        let long = "Sigtede og mistænkte unge efter alder og distrikt";
        let names = sheet_names(&[table(long), table(long), table("Uger/lister: [2024]"), table("læs mig"), table("")]);
        assert!(names.iter().all(|name| name.encode_utf16().count() <= 31 && !name.contains(['/', '[', ':'])), "{names:?}");
        assert_eq!(names.iter().map(|name| name.to_lowercase()).collect::<BTreeSet<_>>().len(), 5);
        assert_eq!(names[1], "Sigtede og mistænkte unge e (2)");
        assert_eq!(names[3], "læs mig (2)");
    }
}
