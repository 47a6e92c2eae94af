//! Finding the header row and the columns the profile names.

use super::grid::{Grid, Row};
use super::journal::{Journal, Stopped};
use crate::model::profile::{ColumnKind, Profile};

/// Rows from the top among which the header is looked for.
const FIRST_ROWS: usize = 20;
/// Share of common letter pairs from which a header is offered as the one that may be meant.
const LIKE: f64 = 0.35;

/// The header row and what was found in it.
pub(super) struct Header<'a> {
    /// Position of the header among the rows of the grid.
    pub(super) at: usize,
    /// The row itself.
    pub(super) row: Row<'a>,
    /// Number of fields of the row, blank ones included.
    pub(super) width: usize,
    /// The columns of the profile, in the order of its fields.
    pub(super) columns: Vec<Found<'a>>,
}

/// A column of the profile that the file has.
pub(super) struct Found<'a> {
    pub(super) field: &'a str,
    pub(super) kind: ColumnKind,
    /// 0-based column in the file.
    pub(super) column: usize,
    /// Header as written in the file.
    pub(super) header: &'a str,
}

/// Finds the header row: the one of the first rows with most of the profile's names.
pub(super) fn find<'a>(grid: &'a Grid, profile: &'a Profile, journal: &mut Journal) -> Result<Header<'a>, Stopped> {
    let best = (0..grid.len().min(FIRST_ROWS)).map(|at| (score(grid.row(at).cells(), profile), std::cmp::Reverse(at))).max();
    let Some((1.., std::cmp::Reverse(at))) = best else { return Err(no_header(profile, journal)) };
    let row = grid.row(at);
    let columns = columns(row, profile, journal)?;
    require(row, &columns, profile, journal)?;
    if row.number > 1 {
        journal.note(11, &format!("Overskriften står i række {}. Rækkerne over den er ikke læst.", row.number));
    }
    let header = Header { at, row, width: row.len(), columns };
    remark_blank_headers(grid, &header, journal);
    Ok(header)
}

/// Returns how many columns of the profile a row names.
pub(super) fn score<'a>(cells: impl Iterator<Item = &'a str>, profile: &Profile) -> usize {
    let cells: Vec<String> = cells.map(normal).collect();
    profile.kolonner.values().filter(|c| c.navne.iter().any(|n| cells.contains(&normal(n)))).count()
}

/// Returns a header as it is compared: lower case, single spaces, no closing full stop or colon.
pub(super) fn normal(header: &str) -> String {
    let words: Vec<&str> = header.split_whitespace().collect();
    words.join(" ").trim_start_matches(['\'', '\u{feff}']).trim_end_matches(['.', ':', ' ']).to_lowercase()
}

fn no_header(profile: &Profile, journal: &mut Journal) -> Stopped {
    let action = format!(
        "Kontrollér, at det er den rigtige fil, eller skriv filens overskrifter under kolonner i importprofilen {}.",
        profile.navn
    );
    journal.stop_with(
        17,
        &format!("Ingen af filens første {FIRST_ROWS} rækker har en overskrift, som importprofilen kender."),
        &action,
    )
}

fn columns<'a>(row: Row<'a>, profile: &'a Profile, journal: &mut Journal) -> Result<Vec<Found<'a>>, Stopped> {
    let headers: Vec<String> = row.cells().map(normal).collect();
    let mut found = Vec::new();
    let mut clash = None;
    for (field, column) in &profile.kolonner {
        let positions = |name: &String| -> Vec<usize> {
            let name = normal(name);
            (0..headers.len()).filter(|at| headers[*at] == name).collect()
        };
        let Some(hits) = column.navne.iter().map(positions).find(|hits| !hits.is_empty()) else { continue };
        if let [first, second, ..] = hits[..] {
            clash = Some(two_alike(row.cell(first), first, second, journal));
        }
        found.push(Found { field, kind: column.slags, column: hits[0], header: row.cell(hits[0]) });
    }
    clash.map_or(Ok(found), Err)
}

fn two_alike(header: &str, first: usize, second: usize, journal: &mut Journal) -> Stopped {
    let message = format!("Kolonne {} og kolonne {} hedder begge \"{header}\".", first + 1, second + 1);
    journal.stop(16, &message)
}

fn require(row: Row, columns: &[Found], profile: &Profile, journal: &mut Journal) -> Result<(), Stopped> {
    let mut stopped = None;
    for (field, column) in profile.kolonner.iter().filter(|(_, column)| column.paakraevet) {
        if columns.iter().any(|c| c.field == field) || profile.konstanter.contains_key(field) {
            continue;
        }
        let others: Vec<&str> =
            (0..row.len()).filter(|at| columns.iter().all(|c| c.column != *at)).map(|at| row.cell(at)).collect();
        stopped = Some(missing(field, &column.navne, &others, profile, journal));
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

fn remark_blank_headers(grid: &Grid, header: &Header, journal: &mut Journal) {
    for column in (0..header.width).filter(|c| header.row.cell(*c).is_empty()) {
        if (header.at + 1..grid.len()).any(|at| !grid.row(at).cell(column).is_empty()) {
            let message = format!("Kolonne {} har ingen overskrift og er ikke læst.", column + 1);
            let finding = journal.finding(15, None, Some((column, "")), &message);
            journal.write(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_compared_without_case_blanks_and_closing_marks() {
        for header in ["Journalnr.", " JOURNALNR ", "journalnr:", "\u{a0}Journalnr.\u{a0}"] {
            assert_eq!(normal(header), "journalnr");
        }
        assert_eq!(normal("CPR\nnr."), "cpr nr");
    }

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
