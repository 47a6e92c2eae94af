//! What the district groups say: themes over the whole municipality, and approved quotes without their district.

use super::blocks::{note, paragraph, section};
use super::plan::Entry;
use super::sentence::no_source;
use super::tables;
use super::theme::chosen;
use super::view::View;
use crate::model::document::{Block, Section};
use crate::model::profile::Source;
use crate::model::release::ReleasedNote;

/// Returns the themes with their number of independent sources, then the approved quotes.
pub(super) fn observations(view: &View, entry: &Entry) -> Vec<Section> {
    let mut blocks: Vec<Block> = chosen(view, entry).iter().filter_map(|i| tables::categories(view, &entry.id, i)).collect();
    let quotes = quotes(view);
    if blocks.is_empty() && quotes.is_empty() {
        blocks.push(paragraph(no_source(view, &format!("”{}”", entry.titel), &[Source::Observationer])));
    } else {
        blocks.push(note(
            "Tallet er antallet af uafhængige kilder, der har nævnt temaet. Det er aldrig et antal børn. En kilde kan nævne flere temaer. Citater \
         vises kun, når de er godkendt, og aldrig med distrikt.",
        ));
    }
    blocks.extend(quotes);
    vec![section(entry, view.input.project.word(&entry.titel), blocks)]
}

fn quotes(view: &View) -> Vec<Block> {
    let year = view.input.periods.police;
    let mut this_year: Vec<&ReleasedNote> = view.input.protected.notes().iter().filter(|n| n.year == year).collect();
    let order = tables::danish_order();
    this_year.sort_by(|a, b| order.compare(&a.theme, &b.theme).then_with(|| text(a).cmp(text(b))));
    let quote = |note: &&ReleasedNote| {
        let quote = note.quote.as_ref()?;
        let source =
            format!("Tema: {}. Godkendt af {} den {}.", note.theme, quote.approved_by, super::format::date(quote.approved_on));
        Some(Block::Quote { text: quote.text.clone(), source })
    };
    this_year.iter().filter_map(quote).collect()
}

fn text(note: &ReleasedNote) -> &str {
    note.quote.as_ref().map_or("", |quote| &quote.text)
}
