//! The sheet that says what the codes of a survey mean: variable, code and words.
//!
//! Statistics programs write the answers as codes and their words in a sheet of their own. A cell's code is replaced by its
//! words before anything else sees it, so that one codebook fits the export with words and the one with codes. A code without
//! words stays as it is.

use super::grid::Grid;
use super::header::normal;
use super::journal::{Journal, Stopped};
use super::sniff::{self, Kind};
use super::workbook;
use crate::model::profile::{Column, Profile, Sheets, ValueSheet};
use std::collections::BTreeMap;

/// Rows from the top among which the headers of the sheet are looked for.
const FIRST_ROWS: usize = 20;

/// The words of the codes, per column of the data.
#[derive(Default)]
pub(super) struct Labels(BTreeMap<String, ColumnLabels>);

/// The words of one column's codes.
#[derive(Default)]
pub(super) struct ColumnLabels(BTreeMap<String, String>);

impl Labels {
    /// Returns the labels of the column under a header, if the sheet has any.
    pub(super) fn of(&self, header: &str) -> Option<&ColumnLabels> {
        self.0.get(&normal(header))
    }
}

impl ColumnLabels {
    /// Returns the words of a code, or the cell itself.
    pub(super) fn text<'a>(&'a self, cell: &'a str) -> &'a str {
        self.0.get(cell).map_or(cell, String::as_str)
    }
}

/// Returns the labels of a file; there are none when the profile names no such sheet.
pub(super) fn read(bytes: &[u8], profile: &Profile, journal: &mut Journal) -> Result<Labels, Stopped> {
    let Some(sheet) = &profile.vaerdiark else { return Ok(Labels::default()) };
    // What is odd about the sheet's form is no news to the user; that it cannot be used is.
    let mut quiet = Journal::new(journal.file());
    let grid = grid(bytes, profile, sheet, &mut quiet);
    let labels = grid.ok().and_then(|grid| labels(&grid, sheet));
    labels.ok_or_else(|| {
        let message = format!(
            "Arket \"{}\" med svarenes tekster findes ikke eller mangler en af kolonnerne \"{}\", \"{}\" og \"{}\".",
            sheet.ark, sheet.variabel, sheet.kode, sheet.tekst
        );
        journal.stop(160, &message)
    })
}

fn grid(bytes: &[u8], profile: &Profile, sheet: &ValueSheet, quiet: &mut Journal) -> Result<Grid, Stopped> {
    let kind = sniff::kind(quiet.file().to_owned().as_str(), bytes, quiet)?;
    if !matches!(kind, Kind::Xlsx | Kind::Xls | Kind::Xlsb | Kind::Ods) {
        return Err(Stopped);
    }
    let column = |header: &String| Column { navne: vec![header.clone()], ..Column::default() };
    let kolonner = [("variabel", &sheet.variabel), ("kode", &sheet.kode), ("tekst", &sheet.tekst)];
    let profile = Profile {
        ark: Some(Sheets::One(sheet.ark.clone())),
        kolonner: kolonner.into_iter().map(|(field, header)| (field.to_owned(), column(header))).collect(),
        ..profile.clone()
    };
    workbook::read(kind, bytes, &profile, quiet)?.into_iter().next().ok_or(Stopped)
}

/// Returns the labels of a sheet; a blank variable is the one above it, as programs write it once per block.
fn labels(grid: &Grid, sheet: &ValueSheet) -> Option<Labels> {
    let (at, [variable, code, words]) = (0..grid.len().min(FIRST_ROWS)).find_map(|at| Some((at, columns(grid, at, sheet)?)))?;
    let mut labels = Labels::default();
    let mut block = String::new();
    for row in (at + 1..grid.len()).map(|at| grid.row(at)) {
        if !row.cell(variable).is_empty() {
            block = normal(row.cell(variable));
        }
        if !row.cell(code).is_empty() && !row.cell(words).is_empty() {
            let of_column = labels.0.entry(block.clone()).or_default();
            of_column.0.entry(row.cell(code).to_owned()).or_insert_with(|| row.cell(words).to_owned());
        }
    }
    Some(labels)
}

fn columns(grid: &Grid, at: usize, sheet: &ValueSheet) -> Option<[usize; 3]> {
    let headers: Vec<String> = grid.row(at).cells().map(normal).collect();
    let place = |header: &str| headers.iter().position(|h| *h == normal(header));
    Some([place(&sheet.variabel)?, place(&sheet.kode)?, place(&sheet.tekst)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> ValueSheet {
        ValueSheet { ark: "Værdier".into(), variabel: "Variabel".into(), kode: "Kode".into(), tekst: "Tekst".into() }
    }

    fn grid_of(rows: &[[&str; 3]]) -> Grid {
        let mut grid = Grid::default();
        (1..).zip(rows).for_each(|(number, row)| grid.push(number, *row).expect("a few cells"));
        grid
    }

    #[test]
    fn a_code_becomes_its_words_and_a_code_without_words_stays() {
        let rows =
            [["Koder", "", ""], ["Variabel", "Kode", "Tekst"], ["S01", "1", "Ja"], ["", "2", "Nej"], ["S02", "1", "Altid"]];
        let labels = labels(&grid_of(&rows), &sheet()).expect("the three headers are there");
        let first = labels.of(" s01 ").expect("the column has labels");
        assert_eq!((first.text("1"), first.text("2"), first.text("3")), ("Ja", "Nej", "3"));
        assert_eq!(labels.of("S02").expect("labels").text("1"), "Altid");
        assert!(labels.of("S03").is_none());
    }

    #[test]
    fn a_sheet_without_its_headers_is_none() {
        assert!(labels(&grid_of(&[["Variabel", "Kode", "Label"]]), &sheet()).is_none());
    }
}
