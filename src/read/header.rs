//! Finding the header of a table: which row, or which two.

use super::columns::{self, Found};
use super::grid::{Grid, Row};
use super::journal::{Journal, Stopped};
use super::names::{Aliases, Names, Span};
use crate::diagnostic::column_letters;
use crate::model::profile::Profile;

pub(super) use super::names::normal;

/// Rows from the top among which the header is looked for.
const FIRST_ROWS: usize = 20;

/// The header of one table and what was found in it.
#[derive(Clone)]
pub(super) struct Header<'a> {
    /// Position of the (last) header row among the rows of the grid.
    pub(super) at: usize,
    /// The row of groups above it, where the header has two rows.
    pub(super) upper: Option<Row<'a>>,
    /// The (last) header row.
    pub(super) row: Row<'a>,
    /// The columns of the table.
    pub(super) span: Span,
    /// Number of the column behind the last one of the header, blank ones included.
    pub(super) width: usize,
    /// What the columns are called.
    pub(super) names: Names,
    /// The columns of the profile, in the order of its fields.
    pub(super) columns: Vec<Found<'a>>,
}

impl Header<'_> {
    /// Returns whether a row repeats a row of the header in all columns of the profile.
    pub(super) fn is_repeated_by(&self, row: Row) -> bool {
        let same = |own: Row| {
            let mut cells = self.columns.iter().map(|c| (row.cell(c.column), own.cell(c.column)));
            cells.clone().all(|(cell, own)| cell == own) && cells.any(|(cell, _)| !cell.is_empty())
        };
        same(self.row) || self.upper.is_some_and(same)
    }

    /// Returns whether another header has the same fields in the same columns.
    pub(super) fn has_columns_of(&self, other: &Header) -> bool {
        let of = |header: &Header| header.columns.iter().map(|c| (c.column, c.field.to_owned())).collect::<Vec<_>>();
        of(self) == of(other)
    }

    /// Returns "3", or "3 og 4" for a header of two rows.
    fn rows(&self) -> String {
        match self.upper {
            Some(upper) => format!("{} og {}", upper.number, self.row.number),
            None => self.row.number.to_string(),
        }
    }
}

/// A row, or a row and the one above it, read as a header.
pub(super) struct Candidate<'a> {
    at: usize,
    upper: Option<Row<'a>>,
    row: Row<'a>,
    names: Names,
    /// Number of columns of the profile it names.
    pub(super) score: usize,
}

impl<'a> Candidate<'a> {
    /// Reads the row at a position as a header; together with the row above it, where both name more than each alone.
    pub(super) fn at(at: usize, grid: &'a Grid, span: Span, aliases: &Aliases) -> Self {
        let row = grid.row(at);
        let names = Names::of_row(row, span);
        let score = aliases.score(&names);
        let single = Self { at, upper: None, row, names, score };
        let above = at.checked_sub(1).map(|at| grid.row(at)).filter(|above| above.number + 1 == row.number);
        let Some(upper) = above.filter(|above| spans_several(*above, row, span)) else { return single };
        let names = Names::of_pair(upper, row, span);
        let score = aliases.score(&names);
        let alone = single.score.max(aliases.score(&Names::of_row(upper, span)));
        if score > alone { Self { at, upper: Some(upper), row, names, score } } else { single }
    }

    /// Returns whether the header would have two rows.
    pub(super) fn has_upper(&self) -> bool {
        self.upper.is_some()
    }

    /// Returns whether the candidate names every column the profile cannot do without.
    pub(super) fn has_required(&self, profile: &Profile) -> bool {
        let mut required = profile.kolonner.iter().filter(|(field, c)| c.paakraevet && !columns::is_given(field, profile));
        required.all(|(_, column)| self.names.hits(&column.navne).is_some())
    }

    /// Finds the columns of the profile: one header, or one for each block of the same columns beside each other.
    pub(super) fn headers(
        self,
        grid: &'a Grid,
        span: Span,
        profile: &'a Profile,
        journal: &mut Journal,
    ) -> Result<Vec<Header<'a>>, Stopped> {
        let Self { at, upper, row, names, .. } = self;
        let width = upper.map_or(0, |upper| upper.len()).max(row.len()).min(span.to);
        let titles = if upper.is_none() { at.checked_sub(1).map(|above| grid.row(above)) } else { None };
        let blocks = columns::find(&names, titles, span, profile, journal)?;
        let several = blocks.len() > 1;
        let header = |(span, columns): (Span, Vec<Found<'a>>)| {
            let width = if several { span.to.min(width) } else { width };
            Header { at, upper, row, span, width, names: names.clone(), columns }
        };
        Ok(blocks.into_iter().map(header).collect())
    }
}

/// A row of groups has blank cells where the row below has names: a group stands over several columns.
fn spans_several(upper: Row, lower: Row, span: Span) -> bool {
    !upper.is_blank() && span.cells(lower).any(|(column, cell)| !cell.is_empty() && upper.cell(column).is_empty())
}

/// Finds the header: the row the profile states, or the one of the first rows with most of the profile's names. Blocks of the
/// same columns beside each other have a header each.
pub(super) fn find<'a>(
    grid: &'a Grid,
    profile: &'a Profile,
    aliases: &Aliases,
    journal: &mut Journal,
) -> Result<Vec<Header<'a>>, Stopped> {
    let best = match profile.overskrift {
        Some(number) => stated(number, grid, profile, aliases, journal)?,
        None => best(grid, aliases).ok_or_else(|| no_header(profile, journal))?,
    };
    let headers = best.headers(grid, Span::WHOLE, profile, journal)?;
    if let [first, ..] = &headers[..] {
        remark_place(first, journal);
    }
    headers.iter().for_each(|header| remark_blank_headers(grid, header, journal));
    Ok(headers)
}

fn best<'a>(grid: &'a Grid, aliases: &Aliases) -> Option<Candidate<'a>> {
    let candidates = (0..grid.len().min(FIRST_ROWS)).map(|at| Candidate::at(at, grid, Span::WHOLE, aliases));
    candidates.max_by_key(|c| (c.score, std::cmp::Reverse(c.at))).filter(|c| c.score > 0)
}

fn stated<'a>(
    number: u32,
    grid: &'a Grid,
    profile: &Profile,
    aliases: &Aliases,
    journal: &mut Journal,
) -> Result<Candidate<'a>, Stopped> {
    let at = (0..grid.len()).find(|at| grid.row(*at).number >= number).filter(|at| grid.row(*at).number == number);
    let found = at.map(|at| Candidate::at(at, grid, Span::WHOLE, aliases)).filter(|c| c.score > 0);
    found.ok_or_else(|| {
        let message = format!("Række {number} har ingen overskrift, som importprofilen kender.");
        let action =
            format!("Ret overskrift i importprofilen {}, eller slet linjen, så rækken findes af sig selv.", profile.navn);
        journal.stop_with(17, &message, &action)
    })
}

/// Returns how many columns of the profile a row names.
pub(super) fn score<'a>(cells: impl Iterator<Item = &'a str>, profile: &Profile) -> usize {
    let cells: Vec<String> = cells.map(normal).collect();
    profile.kolonner.values().filter(|c| c.navne.iter().any(|n| cells.contains(&normal(n)))).count()
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

/// Tells where the header stands, unless it is the first row.
pub(super) fn remark_place(header: &Header, journal: &mut Journal) {
    let first = header.upper.unwrap_or(header.row).number;
    let above = if first > 1 { " Rækkerne over den er ikke læst." } else { "" };
    if first > 1 || header.upper.is_some() {
        journal.note(11, &format!("Overskriften står i række {}.{above}", header.rows()));
    }
}

fn remark_blank_headers(grid: &Grid, header: &Header, journal: &mut Journal) {
    for column in (header.span.from..header.width).filter(|c| !header.names.is_named(*c)) {
        if (header.at + 1..grid.len()).any(|at| !grid.row(at).cell(column).is_empty()) {
            let message = format!("Kolonne {} har ingen overskrift og er ikke læst.", letter(column));
            let finding = journal.finding(15, None, Some((column, "")), &message);
            journal.write(finding);
        }
    }
}

/// Returns the letters Excel shows for a 0-based column.
pub(super) fn letter(column: usize) -> String {
    column_letters(u32::try_from(column).unwrap_or(u32::MAX - 1))
}
