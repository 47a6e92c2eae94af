//! The last touch on a finished paper: what belongs together is not torn apart at the end of a line.

use super::format::NBSP;
use crate::model::document::{Block, Chart, ChartSpec, Document, Mark, Table};

/// Returns the paper with unbreakable spaces before every per cent sign. Quotations stay as they were approved.
pub(super) fn set(mut document: Document) -> Document {
    for section in &mut document.sections {
        bind(&mut section.title);
        section.blocks.iter_mut().for_each(block);
    }
    bind(&mut document.meta.description);
    document
}

fn bind(text: &mut String) {
    if text.contains(" %") {
        *text = text.replace(" %", &format!("{NBSP}%"));
    }
}

fn block(block: &mut Block) {
    match block {
        Block::Paragraph { text } | Block::Lead { text } | Block::Note { text } => bind(text),
        Block::List { items, .. } => items.iter_mut().for_each(bind),
        Block::Messages { items } => items.iter_mut().for_each(|message| {
            bind(&mut message.text);
            message.picture.iter_mut().for_each(|picture| bind(&mut picture.alt));
        }),
        Block::Table(table) => bind_table(table),
        Block::Chart(chart) => bind_chart(chart),
        Block::WriteSpace { label, .. } => bind(label),
        Block::Quote { .. } => {}
        Block::KeyFigures { items } => items.iter_mut().for_each(|figure| {
            bind(&mut figure.label);
            figure.context.iter_mut().for_each(bind);
        }),
    }
}

fn bind_table(table: &mut Table) {
    bind(&mut table.caption);
    table.columns.iter_mut().for_each(|head| bind(&mut head.title));
    for cell in table.rows.iter_mut().flatten() {
        bind(&mut cell.text);
        cell.picture.iter_mut().for_each(|picture| bind(&mut picture.alt));
    }
    table.notes.iter_mut().for_each(bind);
}

fn bind_chart(chart: &mut Chart) {
    bind(&mut chart.caption);
    bind(&mut chart.alt);
    let labels: Vec<&mut Mark> = match &mut chart.spec {
        ChartSpec::Dots { rows, reference, .. } => rows.iter_mut().chain(reference).collect(),
        ChartSpec::Trend { series, .. } | ChartSpec::Bars { series, .. } => {
            series.iter_mut().flat_map(|s| &mut s.marks).collect()
        }
        ChartSpec::Dumbbell { rows, .. } => rows.iter_mut().flat_map(|(_, first, second)| [first, second]).collect(),
        // Without words of their own.
        ChartSpec::Calendar { .. } | ChartSpec::Spark { .. } | ChartSpec::Strip { .. } => Vec::new(),
    };
    labels.into_iter().for_each(|mark| bind(&mut mark.label));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_per_cent_sign_never_begins_a_line() {
        let mut text = "Mere end 10 % fravær".to_owned();
        bind(&mut text);
        assert_eq!(text, "Mere end 10\u{a0}% fravær");
    }
}
