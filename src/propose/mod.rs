//! Proposes an import profile for a file nobody has one for: what the file is, which column is which field, and a TOML text
//! the tovholder can edit.
//!
//! It sees the cells as they are and must let none of them out: what it writes are headers that may be shown, masked cells,
//! words of the built-in profiles, and words of columns that are plainly not about persons (`showable`).

mod codebook;
mod columns;
mod content;
mod draft;
mod matching;
mod number;
mod report;
mod showable;
mod table;
mod target;
mod value_sheet;
mod vocabulary;
mod words;

#[cfg(test)]
mod tests;

pub use target::Target;

use crate::diagnostic::{Finding, Findings, Location};
use crate::model::project::Project;
use crate::read::glimpse::Glimpse;
use content::Content;
use matching::Match;
use table::Table;

/// What is known besides the file.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Name of the file, as shown in messages.
    pub file: &'a str,
    /// What the user says the file is; empty when nobody said.
    pub targets: &'a [Target],
    /// The project, for the names of its districts.
    pub project: Option<&'a Project>,
}

/// A proposal for one file.
pub struct Proposal {
    target: Target,
    /// What is to be told on the screen, in Danish.
    pub report: String,
    draft: draft::Draft,
}

impl Proposal {
    /// Returns what the file is taken for.
    pub fn target(&self) -> Target {
        self.target
    }

    /// Returns the text of the profile when it is called `name`.
    pub fn profile(&self, name: &str) -> String {
        self.draft.profile(name)
    }

    /// Returns the text of the codebook a survey needs, when its profile is called `name`.
    pub fn codebook(&self, name: &str) -> Option<String> {
        self.draft.codebook(name)
    }
}

/// One sheet with the target it fits best.
struct Reading<'a> {
    table: Table<'a>,
    found: Match,
}

/// Returns a proposal for a file, or why there is none.
///
/// # Errors
/// With findings when the file has no header, or it cannot be told what it is.
pub fn propose(glimpse: &Glimpse, known: Known) -> Result<Proposal, Findings> {
    let tables: Vec<Table> = glimpse.sheets.iter().filter_map(Table::of).collect();
    if tables.is_empty() {
        let message = "Ingen af filens første 20 rækker har en overskrift, som programmet kender.";
        return Err(stop(170, known.file, message));
    }
    let headers: Vec<(String, Vec<String>)> =
        tables.iter().map(|t| (t.sheet.name().unwrap_or_default().into(), t.headers())).collect();
    let readings = tables.into_iter().filter_map(|table| best(table, known));
    let Some(reading) = readings.reduce(|a, b| if b.found.score() > a.found.score() { b } else { a }) else {
        let message = "Filen har kendte overskrifter, men det kan ikke ses, hvilken kilde den er.";
        return Err(stop(171, known.file, message));
    };
    let sheets = sheets_to_read(glimpse, &reading.table, &headers);
    let draft = draft::Draft::new(glimpse, &reading.table, &reading.found, &sheets);
    let report = report::text(glimpse, &reading.table, &reading.found, known.project);
    Ok(Proposal { target: reading.found.target, report, draft })
}

fn stop(code: u16, file: &str, message: &str) -> Findings {
    let mut findings = Findings::default();
    findings.push(Finding::new(code, Location::file(file), message));
    findings
}

/// Returns the table with the target that fits best: one of those the user named, else one that has what it needs.
fn best<'a>(table: Table<'a>, known: Known) -> Option<Reading<'a>> {
    let contents: Vec<Content> = table.columns.iter().map(content::of).collect();
    let all: &[Target] = if known.targets.is_empty() { &Target::ALL } else { known.targets };
    let matches = all.iter().map(|target| Match::new(&table, *target, &contents, known.project));
    let fitting = matches.filter(|found| !known.targets.is_empty() || found.target.fits(found));
    // The first of those alike: the order of the targets is part of the decision.
    let rank = |found: &Match| (found.target.fits(found), found.score());
    let found = fitting.reduce(|a, b| if rank(&b) > rank(&a) { b } else { a })?;
    Some(Reading { table, found })
}

/// Which sheets the proposal reads.
enum Sheets {
    /// The file has no sheets to choose from.
    Only,
    /// One of several.
    One(String),
    /// Several of many, with the same header.
    Several(Vec<String>),
    /// Every visible one: they have the same header.
    All,
}

/// `headers` are those of every sheet that has any, by the name of the sheet.
fn sheets_to_read(glimpse: &Glimpse, table: &Table, headers: &[(String, Vec<String>)]) -> Sheets {
    let own = table.headers();
    let alike: Vec<String> = headers.iter().filter(|(_, other)| *other == own).map(|(name, _)| name.clone()).collect();
    match (table.sheet.name(), glimpse.sheets.len()) {
        (None, _) | (_, 1) => Sheets::Only,
        (_, all) if alike.len() == all => Sheets::All,
        (Some(name), _) if alike.len() == 1 => Sheets::One(name.to_owned()),
        _ => Sheets::Several(alike),
    }
}
