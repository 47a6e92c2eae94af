//! No sample, and no cell of a sample, comes out again in anything the program says or saves.

use super::workbook::{Sheet, docx, xlsx};
use super::{MANIFEST, Project, Sample, TOLD, Told, bytes};
use crate::searcher::Searcher;
use ssp_datarapport::diagnostic;
use ssp_datarapport::pipeline::{self, Edition, Progress, Request};
use std::collections::BTreeSet;

/// A replacement number and a name, written into every cell in turn.
const NUMBER: &str = "731210-4321";
const NAME: &str = "Kanariefugl Østergaardsen";

/// Returns the runs of digits that are written like CPR numbers.
fn numbers(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '-');
    let is_number = |word: &&str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let dash = word.find('-');
        (9..=10).contains(&digits) && (dash.is_none() || dash == Some(6) && word.len() == 11)
    };
    words.filter(is_number).map(str::to_owned).collect()
}

fn texts() -> Vec<String> {
    let whole = MANIFEST.proeve.iter().filter(|sample| sample.laves_af_testen.is_none());
    whole.map(|sample| String::from_utf8_lossy(&bytes(sample)).into_owned()).collect()
}

fn secrets() -> Searcher {
    let mut searcher = Searcher::default();
    for words in &MANIFEST.hemmeligt {
        if words.contains('-') { searcher.exactly(words) } else { searcher.words(words) }
    }
    for number in texts().iter().flat_map(|text| numbers(text)) {
        searcher.exactly(&number);
        searcher.exactly(&number.replace('-', ""));
    }
    searcher
}

fn found(told: &Told, secrets: &Searcher) -> BTreeSet<String> {
    let mut found = secrets.find("bemaerkninger.xlsx", &told.workbook);
    found.extend(secrets.find("tjek.json", told.runs[1].stdout.as_bytes()));
    found.extend(secrets.find_in_text(&told.runs[0].stdout));
    found.extend(told.runs.iter().flat_map(|run| secrets.find_in_text(&run.stderr)));
    found
}

#[test]
fn nothing_that_is_said_or_saved_of_a_sample_holds_its_secrets() {
    let secrets = secrets();
    for told in TOLD.iter() {
        let leaks = found(told, &secrets);
        assert!(leaks.is_empty(), "{}: {leaks:?}", told.sample.fil);
        assert!(told.left_behind.is_empty(), "{} left {:?}", told.sample.fil, told.left_behind);
    }
}

#[test]
fn every_secret_stands_in_a_sample() {
    // Otherwise not finding it would mean nothing.
    let all = texts().join("\n");
    for words in &MANIFEST.hemmeligt {
        assert!(all.contains(words.as_str()), "no sample has \"{words}\"");
    }
    assert!(numbers(&all).len() >= 6, "{:?}", numbers(&all));
}

struct Silence;

impl Progress for Silence {
    fn stage(&mut self, _stage: &str) {}
}

/// Returns everything the program would say and save of a project.
fn everything(project: &Project) -> (String, Vec<u8>) {
    let request =
        Request { folder: project.0.path(), year: None, key: &[7; 32], edition: Edition::Public, only: None, target: None };
    match pipeline::check(request, &mut Silence) {
        Ok(inspection) => {
            let (files, needs) = (pipeline::file_rows(&inspection), pipeline::needs(&inspection));
            let text = diagnostic::text(&inspection.findings) + &diagnostic::rows_text(&files) + &needs.join("\n");
            let text = text + &diagnostic::json(&inspection.findings, &files, &needs);
            (text, pipeline::findings_workbook(&inspection).expect("few findings"))
        }
        Err(error) => (format!("{error} {error:?}"), Vec::new()),
    }
}

fn separator(text: &str) -> char {
    if text.contains('\t') { '\t' } else { ';' }
}

/// Returns the cells of a text sample.
fn grid(sample: &Sample) -> Vec<Vec<String>> {
    let bytes = bytes(sample);
    let text = String::from_utf8(bytes.clone()).unwrap_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect());
    let separator = separator(&text);
    text.lines().map(|line| line.split(separator).map(str::to_owned).collect()).collect()
}

fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    rows.iter().map(|row| row.join(";") + "\n").collect::<String>().into_bytes()
}

/// Returns the sample as every kind of file its source may come in.
fn disguises(sample: &Sample, rows: &[Vec<String>]) -> Vec<Vec<u8>> {
    let narrow = rows.iter().all(|row| row.len() <= 26);
    let mut all = vec![csv(rows)];
    if narrow && sample.kilde != "stamdata" {
        all.push(xlsx(&[Sheet::of("Data", rows)]));
    }
    if sample.kilde == "observationer" {
        all.push(docx("", rows));
    }
    all
}

/// Rows that are written into, counted from the header: the rows of a long sample are alike.
const ROWS: usize = 12;

/// Writes the canary into every cell of every text sample in turn. The names of columns may be shown, so a name stands in data only.
fn leaks_of(canary: &str, in_headers: bool) -> BTreeSet<String> {
    let mut searcher = Searcher::default();
    searcher.words(canary);
    searcher.exactly(canary);
    let mut leaks = BTreeSet::new();
    let mut planted = 0;
    for sample in MANIFEST.proeve.iter().filter(|sample| sample.fil.ends_with(".csv") && sample.laves_af_testen.is_none()) {
        let rows = grid(sample);
        let header = rows.iter().map(Vec::len).position(|width| width > 1).expect("a header");
        for row in if in_headers { 0 } else { header + 1 }..rows.len().min(header + ROWS) {
            for column in 0..rows[row].len() {
                let mut changed = rows.clone();
                changed[row][column] = canary.to_owned();
                for bytes in disguises(sample, &changed) {
                    planted += 1;
                    let (text, workbook) = everything(&Project::with(sample, &bytes));
                    let mut found = searcher.find_in_text(&text);
                    if !workbook.is_empty() {
                        found.extend(searcher.find("bemaerkninger.xlsx", &workbook));
                    }
                    if !found.is_empty() {
                        leaks.insert(format!("{} row {} column {}", sample.fil, row + 1, column + 1));
                    }
                }
            }
        }
    }
    assert!(planted > 1000, "only {planted} cells");
    leaks
}

#[test]
fn a_number_in_any_cell_of_any_kind_of_file_is_never_repeated() {
    let leaks = leaks_of(NUMBER, true);
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn a_name_in_any_cell_below_the_header_is_never_repeated() {
    let leaks = leaks_of(NAME, false);
    assert!(leaks.is_empty(), "{leaks:#?}");
}
