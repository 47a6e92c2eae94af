//! A [`Document`] becomes an accessible PDF: tagged, archivable, searchable, the same bytes every time.
//!
//! The typst compiler refuses to write a file that breaks PDF/UA-1 or PDF/A-2a, and what it does not refuse (a chart that is
//! not there, an alternative text of spaces, a character no typeface has) is looked for first. The look is decided in the
//! templates alone; nothing is computed here.

use crate::model::document::{Block, Document, Meta, Signal};
use crate::render::{RenderError, Templates};
use std::collections::{BTreeMap, BTreeSet};
use typst::WorldExt;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Smart};
use typst::text::is_default_ignorable;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use world::{FONTS, PaperWorld, path_of};

mod world;

#[cfg(test)]
mod tests;

const REPORT: &str = include_str!("../../../report-templates/typst/report.typ");
const BLOCKS: &str = include_str!("../../../report-templates/typst/blocks.typ");

/// Names of the templates that a project may put in the place of the embedded ones, with the embedded text.
pub const TEMPLATES: [(&str, &str); 2] = [("typst/report.typ", REPORT), ("typst/blocks.typ", BLOCKS)];

/// Returns the paper as a PDF that is PDF/UA-1 and PDF/A-2a. `charts` holds the SVG text of each chart id.
pub fn pdf(document: &Document, charts: &BTreeMap<String, String>, templates: &Templates) -> Result<Vec<u8>, RenderError> {
    let paper = Paper { meta: &document.meta, templates };
    paper.check_charts(document, charts)?;
    let data = data(document);
    paper.check_glyphs(charts.values().map(String::as_str).chain([data.as_str()]))?;
    let pdf = paper.compile(&data, charts);
    // Papers are set side by side: what another one uses now must stay, what ten papers did not use may go.
    typst::comemo::evict(10);
    pdf
}

/// Returns the characters of `text` that not all four typefaces have, sorted, each once.
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let shown: BTreeSet<char> = text.chars().filter(|c| !c.is_whitespace() && !is_default_ignorable(*c)).collect();
    shown.into_iter().filter(|c| !FONTS.iter().all(|font| font.info().coverage.contains(u32::from(*c)))).collect()
}

/// What every step needs: the facts of the paper and the templates in force.
struct Paper<'a> {
    meta: &'a Meta,
    templates: &'a Templates,
}

impl Paper<'_> {
    fn check_charts(&self, document: &Document, charts: &BTreeMap<String, String>) -> Result<(), RenderError> {
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        for chart in blocks.filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None }) {
            if chart.alt.trim().is_empty() {
                return Err(self.fault(format!("diagrammet {} har ingen alternativ tekst", chart.id)));
            }
            if !charts.contains_key(&chart.id) {
                return Err(self.fault(format!("diagrammet {} er ikke tegnet", chart.id)));
            }
        }
        Ok(())
    }

    fn check_glyphs<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Result<(), RenderError> {
        for text in texts {
            if let Some(glyph) = missing_glyphs(text).first() {
                let code = u32::from(*glyph);
                return Err(self.fault(format!("skrifttypen har ikke tegnet \"{glyph}\" (U+{code:04X})")));
            }
        }
        Ok(())
    }

    fn compile(&self, data: &str, charts: &BTreeMap<String, String>) -> Result<Vec<u8>, RenderError> {
        let world = self.world(data, charts);
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
        let pages = output.map_err(|errors| self.wrong(&world, &errors))?;
        if !warnings.is_empty() {
            return Err(self.wrong(&world, &warnings));
        }
        typst_pdf::pdf(&pages, &self.options()).map_err(|errors| self.wrong(&world, &errors))
    }

    fn world(&self, data: &str, charts: &BTreeMap<String, String>) -> PaperWorld {
        let mut files = BTreeMap::from([("/data.json".to_owned(), Bytes::from_string(data.to_owned()))]);
        files.extend(charts.iter().map(|(id, svg)| (format!("/charts/{id}.svg"), Bytes::from_string(svg.clone()))));
        let [(report, report_text), (blocks, blocks_text)] = TEMPLATES;
        let sources = [
            ("/typst/report.typ", self.templates.get(report, report_text)),
            ("/typst/blocks.typ", self.templates.get(blocks, blocks_text)),
        ];
        PaperWorld::new(&sources, files, self.date())
    }

    fn options(&self) -> PdfOptions {
        PdfOptions {
            ident: Smart::Custom(self.meta.file_stem.clone()),
            creator: Smart::Custom(Some("ssp-datarapport".to_owned())),
            timestamp: Some(Timestamp::new_utc(self.date())),
            standards: PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).expect("PDF/UA-1 and PDF/A-2a go together"),
            ..PdfOptions::default()
        }
    }

    fn date(&self) -> Datetime {
        let (year, month, day) = self.meta.date;
        Datetime::from_ymd_hms(i32::from(year), month, day, 0, 0, 0).expect("a paper's date exists in the calendar")
    }

    /// Blames the project's own template where the fault lies in one, else ourselves.
    fn wrong(&self, world: &PaperWorld, faults: &[SourceDiagnostic]) -> RenderError {
        let Some(fault) = faults.first() else {
            return self.fault("ukendt fejl".to_owned());
        };
        let place = fault.span.id().map(path_of).map_or("", |path| path.trim_start_matches('/'));
        let message = match line_of(world, fault) {
            Some(line) => format!("linje {line}: {}", fault.message),
            None => fault.message.to_string(),
        };
        let own = TEMPLATES.iter().any(|(name, text)| *name == place && self.templates.get(name, text) != *text);
        if own { RenderError::Template { template: place.to_owned(), message } } else { self.fault(message) }
    }

    fn fault(&self, message: String) -> RenderError {
        RenderError::Pdf { file: self.meta.file_stem.clone(), message }
    }
}

/// Returns the document and the marks and words of the signals as JSON, so that the templates have no word list of their own.
fn data(document: &Document) -> String {
    let all = [Signal::Better, Signal::Worse, Signal::Higher, Signal::Lower, Signal::NoDifference, Signal::None];
    let signals: serde_json::Map<String, serde_json::Value> = all
        .into_iter()
        .map(|signal| {
            let name = serde_json::to_value(signal).expect("a signal is serialized as its name");
            let name = name.as_str().expect("a signal is serialized as its name").to_owned();
            (name, serde_json::json!({ "mark": signal.mark(), "word": signal.word() }))
        })
        .collect();
    serde_json::json!({ "document": document, "signals": signals }).to_string()
}

/// Returns the line of a fault, counted from 1, unless it arose outside the templates.
fn line_of(world: &PaperWorld, fault: &SourceDiagnostic) -> Option<usize> {
    use typst::World;
    let range = world.range(fault.span)?;
    let source = world.source(fault.span.id()?).ok()?;
    source.lines().byte_to_line(range.start).map(|line| line + 1)
}
