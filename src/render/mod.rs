//! Documents become files: PDF (typst door), HTML (minijinja door), charts (plotters door), open tables (csv and xlsx).
//!
//! Takes nothing but [`Document`]: no exact count and no person can reach this stage.

pub mod chart;
pub mod fonts;
pub mod html;
pub mod pdf;
pub mod tables;

use crate::model::artefact::Artefact;
use crate::model::document::{Block, ChartSpec, Document, Kind, Picture};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Why a paper could not be rendered. Holds no figure and no person, so that it may be shown.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is wrong (exit code 14).
    #[error("Skabelonen {template} kan ikke bruges: {message}")]
    Template {
        /// Name of the template file.
        template: String,
        /// What the engine said, with the line.
        message: String,
    },
    /// The paper breaks a rule of accessible PDF: a bug of ours (exit code 70).
    #[error("PDF-filen {file} kan ikke skrives som tilgængelig PDF: {message}")]
    Pdf {
        /// File stem.
        file: String,
        /// What the exporter said.
        message: String,
    },
    /// A workbook could not be written: a bug of ours (exit code 70).
    #[error("Regnearket kan ikke skrives: {0}")]
    Workbook(String),
}

/// Templates: those embedded in the program, and files of the same name that the project puts in their place.
#[derive(Default)]
pub struct Templates {
    own: BTreeMap<String, String>,
}

impl Templates {
    /// Returns templates where `own` (name such as `html/report.html` → text) wins over the embedded ones.
    pub fn new(own: BTreeMap<String, String>) -> Self {
        Self { own }
    }

    /// Returns the texts of the project's own templates.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        self.own.values().map(String::as_str)
    }

    /// Returns the text of a template: the project's own, else `embedded`.
    pub fn get<'a>(&'a self, name: &str, embedded: &'a str) -> &'a str {
        self.own.get(name).map_or(embedded, String::as_str)
    }
}

/// Returns the files of all papers: PDF and HTML of each, and the open tables of the papers that carry them.
///
/// # Errors
/// When a template is wrong, or a paper breaks a rule of accessible PDF.
pub fn render(documents: &[Document], templates: &Templates) -> Result<Vec<Artefact>, RenderError> {
    // The annual report takes as long as many sheets together: two threads, each taking the next paper, halve the wait.
    let next = AtomicUsize::new(0);
    let take = || documents.get(next.fetch_add(1, Ordering::Relaxed));
    let work = || std::iter::from_fn(take).map(|document| files(document, templates)).collect::<Result<Vec<_>, _>>();
    let (mine, others) = std::thread::scope(|scope| {
        let others = scope.spawn(work);
        (work(), others.join().expect("rendering a paper does not panic"))
    });
    let mut artefacts: Vec<Artefact> = mine?.into_iter().chain(others?).flatten().collect();
    artefacts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(artefacts)
}

fn files(document: &Document, templates: &Templates) -> Result<Vec<Artefact>, RenderError> {
    let mut artefacts = paper(document, templates)?.to_vec();
    artefacts.extend(open_data(document)?);
    Ok(artefacts)
}

fn paper(document: &Document, templates: &Templates) -> Result<[Artefact; 2], RenderError> {
    let charts = charts(document);
    let stem = match document.meta.kind {
        Kind::Annual | Kind::Paper => document.meta.file_stem.clone(),
        Kind::School => format!("skoleark/{}", document.meta.file_stem),
        Kind::District => format!("distriktsark/{}", document.meta.file_stem),
    };
    let pdf = pdf::pdf(document, &charts, templates)?;
    let html = html::html(document, &charts, templates)?;
    Ok([Artefact::new(format!("{stem}.pdf"), pdf), Artefact::new(format!("{stem}.html"), html)])
}

/// Draws every chart and every small picture once; both media show the same drawing.
fn charts(document: &Document) -> BTreeMap<String, String> {
    let blocks = document.sections.iter().flat_map(|s| &s.blocks);
    blocks.flat_map(drawings).map(|(id, spec)| (id.to_owned(), chart::svg(spec, id))).collect()
}

fn drawings(block: &Block) -> Vec<(&str, &ChartSpec)> {
    match block {
        Block::Chart(chart) => vec![(&chart.id, &chart.spec)],
        Block::Table(table) => table.rows.iter().flatten().filter_map(|cell| cell.picture.as_deref()).map(named).collect(),
        Block::Messages { items } => items.iter().filter_map(|message| message.picture.as_ref()).map(named).collect(),
        _ => Vec::new(),
    }
}

fn named(picture: &Picture) -> (&str, &ChartSpec) {
    (&picture.id, &picture.spec)
}

/// Tables carry the marks in their title: "SSP-datarapport 2025 · UDKAST".
fn marked_title(document: &Document) -> String {
    let meta = &document.meta;
    std::iter::once(&meta.title).chain(&meta.marks).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// Returns the open tables of papers as CSV files.
pub fn open_tables(documents: &[Document]) -> impl Iterator<Item = Artefact> {
    let tables = documents.iter().flat_map(|document| &document.open_tables);
    tables.map(|table| Artefact::new(table.file.clone(), tables::csv(table)))
}

/// Returns the open tables of a paper as CSV files and as a workbook, and what the data package tells of them; nothing of a paper without.
///
/// # Errors
/// When the workbook cannot be written.
pub fn open_data(document: &Document) -> Result<Vec<Artefact>, RenderError> {
    let open = &document.open_tables;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let (title, date) = (&marked_title(document), document.meta.date);
    let mut files: Vec<Artefact> = open_tables(std::slice::from_ref(document)).collect();
    files.push(Artefact::new(format!("{}-tabeller.xlsx", document.meta.file_stem), tables::workbook(title, date, open)?));
    files.push(Artefact::new("datapackage.json", tables::datapackage(title, date, open, &document.told)));
    Ok(files)
}
