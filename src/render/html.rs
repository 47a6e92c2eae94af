//! One self-contained HTML file per paper (the minijinja door): no network, no script, the same content as the PDF.
//!
//! The look lives in `report-templates/html/`; a project may put its own templates in the place of these.

use super::{RenderError, Templates};
use crate::model::document::{Document, Section, Signal};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, UndefinedBehavior, context};
use serde::Serialize;
use std::collections::BTreeMap;

const PAGE: &str = "html/report.html";
const BLOCKS: &str = "html/blocks.html";
const STYLE: &str = "html/style.css";
const SIGNALS: [(&str, Signal); 6] = [
    ("better", Signal::Better),
    ("worse", Signal::Worse),
    ("higher", Signal::Higher),
    ("lower", Signal::Lower),
    ("no_difference", Signal::NoDifference),
    ("none", Signal::None),
];

/// A line of the contents with the lines below it.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    title: &'a str,
    below: Vec<Entry<'a>>,
}

/// Returns the paper as one UTF-8 HTML file; `charts` holds the SVG of every chart by its id.
///
/// # Errors
///
/// Returns [`RenderError::Template`] when a template cannot be read, or asks for something that does not exist.
pub fn html(document: &Document, charts: &BTreeMap<String, String>, templates: &Templates) -> Result<Vec<u8>, RenderError> {
    let page = render(document, charts, templates).map_err(|error| template_error(&error))?;
    Ok(format!("{}\n", page.replace("\r\n", "\n").trim()).into_bytes())
}

fn render(document: &Document, charts: &BTreeMap<String, String>, templates: &Templates) -> Result<String, Error> {
    let environment = environment(charts, templates)?;
    let (year, month, day) = document.meta.date;
    environment.get_template(PAGE)?.render(context! {
        document => Serde(document),
        outline => Serde(outline(&document.sections)),
        date => format!("{year:04}-{month:02}-{day:02}"),
        style => Value::from_safe_string(style(templates)),
    })
}

fn environment<'a>(charts: &BTreeMap<String, String>, templates: &'a Templates) -> Result<Environment<'a>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template(PAGE, templates.get(PAGE, include_str!("../../report-templates/html/report.html")))?;
    environment.add_template(BLOCKS, templates.get(BLOCKS, include_str!("../../report-templates/html/blocks.html")))?;
    // Macros do not see the page's values, so what they need is known everywhere.
    let drawn = charts.iter().map(|(id, svg)| (id.clone(), Value::from_safe_string(svg.trim().to_owned())));
    environment.add_global("charts", drawn.collect::<BTreeMap<_, _>>());
    let words = SIGNALS.iter().map(|(name, signal)| (*name, context! { mark => signal.mark(), word => signal.word() }));
    environment.add_global("signals", words.collect::<BTreeMap<_, _>>());
    Ok(environment)
}

/// A style sheet cannot be escaped; one that closes its element would end the page's head.
fn style(templates: &Templates) -> String {
    templates.get(STYLE, include_str!("../../report-templates/html/style.css")).replace("</", "<\\/").trim().to_owned()
}

/// Returns sections of the first two levels, the second below the first.
fn outline(sections: &[Section]) -> Vec<Entry<'_>> {
    let mut outline: Vec<Entry<'_>> = Vec::new();
    for section in sections {
        let entry = Entry { id: &section.id, title: &section.title, below: Vec::new() };
        match (section.level, outline.last_mut()) {
            (1, _) => outline.push(entry),
            (2, Some(parent)) => parent.below.push(entry),
            _ => {}
        }
    }
    outline
}

fn template_error(error: &Error) -> RenderError {
    let template = error.name().unwrap_or(PAGE).to_owned();
    let line = error.line().map_or_else(String::new, |line| format!("linje {line}: "));
    let what = error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
    RenderError::Template { template, message: format!("{line}{what}") }
}

#[cfg(test)]
mod tests;
