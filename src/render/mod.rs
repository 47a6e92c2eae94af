//! Documents become files: PDF (typst door), HTML (minijinja door), charts (plotters door), open tables (csv and xlsx).
//!
//! Takes nothing but [`Document`]: no exact count and no person can reach this stage.

pub mod chart;
pub mod fonts;
pub mod pdf;

use crate::model::artefact::Artefact;
use crate::model::document::Document;
use std::collections::BTreeMap;

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

    /// Returns the text of a template: the project's own, else `embedded`.
    pub fn get<'a>(&'a self, name: &str, embedded: &'a str) -> &'a str {
        self.own.get(name).map_or(embedded, String::as_str)
    }
}
