//! The findings as a workbook to send back to a supplier, and what became of the rows of each file. Exact numbers and file names:
//! for `tjek` only.

use super::{Inspection, PipelineError};
use crate::diagnostic::{FileRows, Finding, Severity, column_letters, entry, masked, meaning};
use crate::render::tables::{Cell, Sheet, plain_workbook};
use std::collections::{BTreeMap, BTreeSet};

const TITLE: &str = "Bemærkninger fra SSP-tjek";
const LEVELS: [Severity; 4] = [Severity::Stop, Severity::Row, Severity::Warning, Severity::Information];

/// Returns what became of the rows of each table, and the delivered files that were stopped before they had one; sorted by file.
pub fn file_rows(inspection: &Inspection) -> Vec<FileRows> {
    let stopped: BTreeSet<&str> = inspection
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Stop && !f.is_of_releases())
        .map(|f| f.location.file.as_str())
        .collect();
    let of_file = |file: &str| FileRows {
        fil: file.to_owned(),
        ark: None,
        laest: 0,
        brugt: 0,
        afvist: 0,
        slaaet_sammen: 0,
        sprunget_over: 0,
        stoppet: stopped.contains(file),
        undtaget: inspection.exempted.contains(file),
    };
    let tallied = inspection.tallies.values().flatten().map(|table| FileRows {
        ark: table.sheet.as_deref().map(masked),
        laest: table.tally.read,
        brugt: table.tally.used,
        afvist: table.tally.rejected,
        slaaet_sammen: table.tally.merged,
        sprunget_over: table.tally.skipped,
        ..of_file(&table.file)
    });
    let mut all: Vec<FileRows> = tallied.collect();
    let without_table = stopped.iter().filter(|file| all.iter().all(|rows| rows.fil != **file));
    let without_table: Vec<FileRows> = without_table.map(|file| of_file(file)).collect();
    all.extend(without_table);
    all.sort_by(|a, b| a.fil.cmp(&b.fil));
    all
}

/// Returns the findings as a workbook: an overview of the files, the kinds of findings, and every finding. It holds the same words as
/// the messages, and so no personal data but a name in a file's name.
///
/// # Errors
/// When there are more findings than a sheet has rows.
pub fn findings_workbook(inspection: &Inspection) -> Result<Vec<u8>, PipelineError> {
    Ok(plain_workbook(TITLE, &[overview(inspection), kinds(inspection), all(inspection)])?)
}

fn overview(inspection: &Inspection) -> Sheet {
    let mut counts: BTreeMap<(&str, Severity), u64> = BTreeMap::new();
    for finding in inspection.findings.iter() {
        *counts.entry((&finding.location.file, finding.severity)).or_default() += 1;
    }
    let row = |file: &FileRows| {
        let rows = [file.laest, file.brugt, file.afvist, file.slaaet_sammen, file.sprunget_over];
        let levels = LEVELS.map(|level| counts.get(&(file.fil.as_str(), level)).copied().unwrap_or(0));
        let mut cells = vec![Cell::Text(masked(&file.fil)), Cell::from(file.ark.as_deref().unwrap_or_default())];
        cells.extend(rows.into_iter().chain(levels).map(Cell::Number));
        cells.push(Cell::from(file.fate()));
        cells
    };
    let mut columns = vec![("Fil", 44.0), ("Ark", 16.0)];
    columns.extend(["Rækker læst", "Brugt", "Afvist", "Slået sammen", "Sprunget over"].map(|name| (name, 10.0)));
    columns.extend(LEVELS.map(|level| (level.danish_plural(), 12.0)));
    columns.push(("Hvad der sker med filen", 44.0));
    Sheet { name: "Oversigt", columns, rows: file_rows(inspection).iter().map(row).collect() }
}

fn kinds(inspection: &Inspection) -> Sheet {
    let mut found: BTreeMap<_, (u64, BTreeSet<&str>)> = BTreeMap::new();
    for finding in inspection.findings.iter() {
        let (count, files) = found.entry((finding.severity, finding.code)).or_default();
        *count += finding.count;
        files.insert(&finding.location.file);
    }
    let row = |((severity, code), (count, files)): (&(Severity, _), &(u64, BTreeSet<&str>))| {
        let known = entry(*code);
        let files = u64::try_from(files.len()).expect("a count fits 64 bits");
        vec![
            Cell::Text(code.to_string()),
            severity.danish().into(),
            known.title.into(),
            Cell::Number(*count),
            Cell::Number(files),
            Cell::Text(meaning(*code)),
            known.action.into(),
        ]
    };
    let columns = vec![
        ("Kode", 8.0),
        ("Alvor", 14.0),
        ("Fejltype", 34.0),
        ("Antal", 8.0),
        ("Filer", 8.0),
        ("Hvad det betyder", 56.0),
        ("Hvad der skal gøres", 44.0),
    ];
    Sheet { name: "Fejltyper", columns, rows: found.iter().map(row).collect() }
}

fn all(inspection: &Inspection) -> Sheet {
    let mut findings: Vec<&Finding> = inspection.findings.iter().collect();
    findings.sort_by_key(|finding| (finding.severity, finding.code, &finding.location, &finding.message));
    let columns = vec![
        ("Kode", 8.0),
        ("Alvor", 14.0),
        ("Fil", 44.0),
        ("Ark", 16.0),
        ("Række", 8.0),
        ("Kolonne", 9.0),
        ("Overskrift", 18.0),
        ("Hvad der er galt", 50.0),
        ("Hvad der skal gøres", 44.0),
        ("Antal", 8.0),
    ];
    Sheet { name: "Alle bemærkninger", columns, rows: findings.into_iter().map(finding_row).collect() }
}

fn finding_row(finding: &Finding) -> Vec<Cell> {
    let place = &finding.location;
    let (letters, header) = match &place.column {
        Some((index, header)) => (column_letters(*index), header.as_str()),
        None => (String::new(), ""),
    };
    vec![
        Cell::Text(finding.code.to_string()),
        finding.severity.danish().into(),
        Cell::Text(masked(&place.file)),
        place.sheet.as_deref().unwrap_or_default().into(),
        place.row.map_or_else(|| Cell::from(""), |row| Cell::Number(u64::from(row))),
        Cell::Text(letters),
        header.into(),
        finding.message.as_str().into(),
        finding.action.as_str().into(),
        Cell::Number(finding.count),
    ]
}
