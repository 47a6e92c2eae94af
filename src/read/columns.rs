//! The columns of a profile among the names of a header.

use super::grid::Row;
use super::header::letter;
use super::journal::{Journal, Stopped};
use super::names::{Names, Span, normal};
use crate::model::profile::{ColumnKind, Profile};

/// Share of common letter pairs from which a header is offered as the one that may be meant.
const LIKE: f64 = 0.35;

/// A column of the profile that the file has.
#[derive(Clone)]
pub(super) struct Found<'a> {
    pub(super) field: &'a str,
    pub(super) kind: ColumnKind,
    /// Whether the profile cannot do without it.
    pub(super) required: bool,
    /// 0-based column in the file.
    pub(super) column: usize,
    /// Header as written in the file.
    pub(super) header: String,
}

/// A field of the profile with all the columns that carry its name.
struct Hits<'a> {
    field: &'a str,
    kind: ColumnKind,
    required: bool,
    columns: Vec<(usize, String)>,
}

/// Returns whether a field gets its value without a column of its own.
pub(super) fn is_given(field: &str, profile: &Profile) -> bool {
    let unfolded = profile.udfold.as_ref().is_some_and(|u| u.felt == field || u.vaerdi == field);
    let counted = profile.maanedsgitter.is_some() && super::month_grid::FIELDS.contains(&field);
    profile.konstanter.contains_key(field) || unfolded || counted
}

/// Finds the columns of the profile: in one block, or in several with the same headers beside each other. `titles` is the row
/// above the header.
pub(super) fn find<'a>(
    names: &Names,
    titles: Option<Row>,
    span: Span,
    profile: &'a Profile,
    journal: &mut Journal,
) -> Result<Vec<(Span, Vec<Found<'a>>)>, Stopped> {
    let hits: Vec<Hits> = profile
        .kolonner
        .iter()
        .filter_map(|(field, column)| {
            let columns = names.hits(&column.navne)?.into_iter().map(|(at, shown)| (at, shown.to_owned())).collect();
            Some(Hits { field, kind: column.slags, required: column.paakraevet, columns })
        })
        .collect();
    require(names, &hits, profile, journal)?;
    if hits.iter().all(|h| h.columns.len() == 1) {
        return Ok(vec![(span, found(&hits, 0))]);
    }
    let Some(blocks) = blocks(&hits, names, titles, span) else { return Err(alike(&hits, journal)) };
    let message =
        format!("Arket har {} tabeller med de samme overskrifter ved siden af hinanden. De er læst som én.", blocks.len());
    journal.note(134, &message);
    Ok(blocks.into_iter().enumerate().map(|(at, span)| (span, found(&hits, at))).collect())
}

fn found<'a>(hits: &[Hits<'a>], block: usize) -> Vec<Found<'a>> {
    let one = |h: &Hits<'a>| {
        let (column, header) = h.columns[block].clone();
        Found { field: h.field, kind: h.kind, required: h.required, column, header }
    };
    hits.iter().map(one).collect()
}

/// Returns the spans of blocks that repeat the whole header, each behind a column without header. `None` when columns of one
/// name are no such blocks, or when the blocks have different titles: then they are not the same figures.
fn blocks(hits: &[Hits], names: &Names, titles: Option<Row>, span: Span) -> Option<Vec<Span>> {
    let count = hits.first()?.columns.len();
    let same = hits.iter().all(|h| h.columns.len() == count);
    let mut starts = vec![span.from];
    for block in 1..count {
        let before = hits.iter().filter_map(|h| h.columns.get(block - 1)).map(|c| c.0).max()?;
        let first = hits.iter().filter_map(|h| h.columns.get(block)).map(|c| c.0).min()?;
        let gap = (before + 1..first).rev().find(|column| !names.is_named(*column))?;
        starts.push(gap + 1);
    }
    let ends = starts.iter().skip(1).copied().chain([span.to]);
    let spans: Vec<Span> = starts.iter().zip(ends).map(|(from, to)| Span { from: *from, to }).collect();
    let headers = |span: &Span| -> Vec<&str> {
        (span.from..span.to.min(names.width())).flat_map(|column| names.of_column(column).next()).collect()
    };
    let title = |span: &Span| titles.and_then(|row| span.filled(row).next()).map(|(_, cell)| cell);
    let alike = spans.iter().all(|s| headers(s) == headers(&spans[0]));
    let untitled = spans.iter().skip(1).all(|s| title(s).is_none_or(|t| Some(t) == title(&spans[0])));
    (same && alike && untitled).then_some(spans)
}

fn alike(hits: &[Hits], journal: &mut Journal) -> Stopped {
    for h in hits {
        if let [(first, header), (second, _), ..] = &h.columns[..] {
            let message = format!("Kolonne {} og kolonne {} hedder begge \"{header}\".", letter(*first), letter(*second));
            journal.note(16, &message);
        }
    }
    Stopped
}

fn require(names: &Names, hits: &[Hits], profile: &Profile, journal: &mut Journal) -> Result<(), Stopped> {
    let taken: Vec<usize> = hits.iter().flat_map(|h| &h.columns).map(|c| c.0).collect();
    let others: Vec<&str> = (0..names.width()).filter(|at| !taken.contains(at)).map(|at| names.shown(at)).collect();
    let mut stopped = None;
    for (field, column) in profile.kolonner.iter().filter(|(_, column)| column.paakraevet) {
        if hits.iter().all(|h| h.field != field) && !is_given(field, profile) {
            stopped = Some(missing(field, &column.navne, &others, profile, journal));
        }
    }
    stopped.map_or(Ok(()), Err)
}

fn missing(field: &str, names: &[String], others: &[&str], profile: &Profile, journal: &mut Journal) -> Stopped {
    let wanted = names.first().map_or(field, String::as_str);
    let shown: Vec<&str> = others.iter().copied().filter(|h| may_be_shown(h)).collect();
    if let Some(near) = nearest(names, &shown) {
        let action = format!(
            "Hvis det er samme oplysning, så skriv \"{near}\" under kolonner.{field}.navne i importprofilen {}.",
            profile.navn
        );
        return journal.stop_with(17, &format!("Kolonnen \"{wanted}\" mangler. Filen har kolonnen \"{near}\"."), &action);
    }
    let action = format!("Skriv den overskrift, filen bruger, under kolonner.{field}.navne i importprofilen {}.", profile.navn);
    let rest = if shown.is_empty() { String::new() } else { format!(" Filens øvrige kolonner er {}.", quoted(&shown)) };
    journal.stop_with(17, &format!("Kolonnen \"{wanted}\" mangler.{rest}"), &action)
}

fn quoted(headers: &[&str]) -> String {
    headers.iter().take(12).map(|h| format!("\"{h}\"")).collect::<Vec<_>>().join(", ")
}

fn nearest<'a>(names: &[String], others: &[&'a str]) -> Option<&'a str> {
    let likeness = |header: &str| names.iter().map(|n| strsim::sorensen_dice(&normal(n), &normal(header))).fold(0.0, f64::max);
    let best = others.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= LIKE).then_some(best)
}

/// A row taken for a header could still be data: what is long or holds many digits is never repeated.
pub(super) fn may_be_shown(header: &str) -> bool {
    !header.is_empty() && header.chars().count() <= 40 && header.chars().filter(char::is_ascii_digit).count() < 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_like_header_is_offered_and_an_unlike_one_is_not() {
        let names = ["gerningssted".to_owned()];
        assert_eq!(nearest(&names, &["Rolle", "G-sted"]), Some("G-sted"));
        assert_eq!(nearest(&names, &["Rolle", "Uge"]), None);
    }

    #[test]
    fn what_may_be_data_is_never_repeated() {
        assert!(!may_be_shown("711210-4321"));
        assert!(may_be_shown("Skoleår 2024"));
    }
}
