//! Refusing files that must not name persons but do.

use super::columns::may_be_shown;
use super::cpr::looks_like_cpr;
use super::grid::Grid;
use super::header::Header;
use super::journal::{Journal, Stopped};
use crate::model::profile::{ColumnKind, Profile};

/// Rows whose content is looked at.
const SAMPLE: usize = 200;

/// Stops the file when the profile refuses persons and a header or the content of a column gives one away.
pub(super) fn check(grid: &Grid, header: &Header, profile: &Profile, journal: &mut Journal) -> Result<(), Stopped> {
    check_respondents(grid, header, journal)?;
    if profile.afvis_kolonner.is_empty() {
        return Ok(());
    }
    let refused: Vec<Vec<String>> = profile.afvis_kolonner.iter().map(|w| words(w)).collect();
    let width = (header.at..grid.len()).take(SAMPLE).map(|at| grid.row(at).len()).max().unwrap_or(0);
    let mut stopped = None;
    for column in header.span.from..width.min(header.span.to) {
        let name = header.names.shown(column);
        let message = if names_persons(name, &refused) {
            "Kolonnens overskrift viser, at den indeholder personoplysninger."
        } else if holds_persons(grid, header.at + 1, column) {
            "Kolonnens indhold ligner personnumre eller brugernavne."
        } else {
            continue;
        };
        // A row taken for a header may be a person's.
        let shown = if may_be_shown(name) { name } else { "" };
        let finding = journal.finding(43, None, Some((column, shown)), message);
        journal.write(finding);
        stopped = Some(Stopped);
    }
    stopped.map_or(Ok(()), Err)
}

/// A respondent's number must lead to nobody: one cell that looks like a person's number is enough, in any row.
fn check_respondents(grid: &Grid, header: &Header, journal: &mut Journal) -> Result<(), Stopped> {
    let names_somebody = |column: usize| {
        (header.at + 1..grid.len()).map(|at| grid.row(at).cell(column)).any(|c| looks_like_cpr(c) || looks_like_login(c))
    };
    let mut numbers = header.columns.iter().filter(|c| c.kind == ColumnKind::Respondent);
    let Some(found) = numbers.find(|c| names_somebody(c.column)) else { return Ok(()) };
    let message = "Respondenternes numre ligner personnumre eller brugernavne.";
    let action = "Lav udtrækket igen med løbenumre, som ikke kan føres tilbage til eleverne.";
    let finding = journal.finding(43, None, Some((found.column, &found.header)), message);
    journal.write(finding.with_action(action));
    Err(Stopped)
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn names_persons(header: &str, refused: &[Vec<String>]) -> bool {
    let header = words(header);
    refused.iter().any(|r| !r.is_empty() && header.windows(r.len()).any(|w| w == r))
}

fn holds_persons(grid: &Grid, first: usize, column: usize) -> bool {
    let cells = (first..grid.len()).take(SAMPLE).map(|at| grid.row(at).cell(column)).filter(|c| !c.is_empty());
    let (all, hits) =
        cells.fold((0, 0), |(all, hits), c| (all + 1, hits + usize::from(looks_like_cpr(c) || looks_like_login(c))));
    hits * 2 > all
}

/// A UNI-login has four letters and four letters or digits.
fn looks_like_login(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    bytes.len() == 8
        && bytes[..4].iter().all(u8::is_ascii_lowercase)
        && bytes[4..].iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && bytes[4..].iter().any(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_word_counts_as_a_word_only() {
        let refused = [words("cpr"), words("uni-login"), words("navn")];
        assert!(names_persons("CPR-nr.", &refused));
        assert!(names_persons("Elevens Uni login", &refused));
        assert!(!names_persons("Skolenavn", &refused));
    }

    #[test]
    fn a_login_has_letters_then_digits() {
        assert!(looks_like_login("anna12b4"));
        assert!(!looks_like_login("dagligtt"));
        assert!(!looks_like_login("Ugentl12"));
    }
}
