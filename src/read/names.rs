//! What the columns of a header are called, and the names a profile knows.

use super::grid::Row;
use crate::model::profile::Profile;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of the longest text that can be a header.
pub(super) const LONGEST: usize = 2000;

/// Columns `from` up to, but not including, `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Span {
    /// Every column of a sheet.
    pub(super) const WHOLE: Self = Self { from: 0, to: usize::MAX };

    /// Returns the cells of a row inside the span, with their columns.
    pub(super) fn cells(self, row: Row<'_>) -> impl Iterator<Item = (usize, &str)> + Clone {
        (self.from..self.to.min(row.len())).map(move |column| (column, row.cell(column)))
    }

    /// Returns the cells of a row inside the span that are not blank, with their columns.
    pub(super) fn filled(self, row: Row<'_>) -> impl Iterator<Item = (usize, &str)> + Clone {
        self.cells(row).filter(|(_, cell)| !cell.is_empty())
    }
}

/// Returns a header as it is compared: lower case, single spaces, no closing full stop or colon.
pub(super) fn normal(header: &str) -> String {
    // Text as long as this names no column, and a line without end may be a hundred million letters long.
    if header.len() > LONGEST {
        return String::new();
    }
    let words: Vec<&str> = header.split_whitespace().collect();
    words.join(" ").trim_start_matches(['\'', '\u{feff}']).trim_end_matches(['.', ':', ' ']).to_lowercase()
}

/// Returns a cell as a name; what is too long for one is none.
fn name(cell: &str) -> String {
    if cell.len() > LONGEST { String::new() } else { cell.to_owned() }
}

/// One way to name the columns: the text compared and the text shown, by column.
type Level = Vec<(String, String)>;

/// The names of the columns of a header. Where it has two rows, a column is known under both together, under the lower alone
/// or, where only one column stands under the upper one, under that.
#[derive(Clone, Debug)]
pub(super) struct Names {
    levels: Vec<Level>,
}

impl Names {
    pub(super) fn of_row(row: Row, span: Span) -> Self {
        Self { levels: vec![level(span.cells(row).map(|(column, cell)| (column, name(cell))))] }
    }

    /// A blank cell of the upper row belongs to the group to the left of it.
    pub(super) fn of_pair(upper: Row, lower: Row, span: Span) -> Self {
        let width = upper.len().max(lower.len()).min(span.to);
        let columns = span.from..width;
        let mut group = "";
        let filled: Vec<&str> = columns
            .clone()
            .map(|column| {
                group = Some(upper.cell(column)).filter(|cell| !cell.is_empty()).unwrap_or(group);
                group
            })
            .collect();
        let both = columns.clone().zip(&filled).map(|(column, group)| (column, joined(&name(group), &name(lower.cell(column)))));
        let below = columns.clone().map(|column| (column, name(lower.cell(column))));
        let narrow = |column: usize| lower.cell(column).is_empty() || column + 1 == width || !upper.cell(column + 1).is_empty();
        let above = columns.map(|column| (column, if narrow(column) { name(upper.cell(column)) } else { String::new() }));
        Self { levels: vec![level(both), level(below), level(above)] }
    }

    /// Returns the columns known under one of these names, with what the file calls them. The first name that is found counts.
    pub(super) fn hits(&self, names: &[String]) -> Option<Vec<(usize, &str)>> {
        let wanted: Vec<String> = names.iter().map(|n| normal(n)).filter(|n| !n.is_empty()).collect();
        let of = |level: &'_ Level, name: &String| (0..level.len()).filter(|at| level[*at].0 == *name).collect::<Vec<_>>();
        let mut found = self.levels.iter().flat_map(|level| wanted.iter().map(move |name| (level, of(level, name))));
        let (level, columns) = found.find(|(_, columns)| !columns.is_empty())?;
        Some(columns.into_iter().map(|column| (column, level[column].1.as_str())).collect())
    }

    /// Returns whether a column is called anything.
    pub(super) fn is_named(&self, column: usize) -> bool {
        self.levels.iter().any(|level| level.get(column).is_some_and(|(_, shown)| !shown.is_empty()))
    }

    /// Returns what the file calls a column, the fullest name first; empty when it has no name.
    pub(super) fn shown(&self, column: usize) -> &str {
        let mut names = self.levels.iter().filter_map(|level| level.get(column)).map(|(_, shown)| shown.as_str());
        names.find(|shown| !shown.is_empty()).unwrap_or("")
    }

    /// Returns every name of a column as it is compared.
    pub(super) fn of_column(&self, column: usize) -> impl Iterator<Item = &str> {
        self.levels
            .iter()
            .filter_map(move |level| level.get(column))
            .map(|(name, _)| name.as_str())
            .filter(|name| !name.is_empty())
    }

    /// Returns the number of columns, unnamed ones included.
    pub(super) fn width(&self) -> usize {
        self.levels.iter().map(Vec::len).max().unwrap_or(0)
    }
}

fn joined(group: &str, name: &str) -> String {
    format!("{group} {name}").trim().to_owned()
}

fn level(cells: impl Iterator<Item = (usize, String)>) -> Level {
    let mut level = Level::new();
    for (column, cell) in cells {
        level.resize(column, Default::default());
        level.push((normal(&cell), cell));
    }
    level
}

/// The names of a profile, normalised, each with the number of the column it belongs to.
pub(super) struct Aliases {
    owners: BTreeMap<String, Vec<usize>>,
    /// Bytes of the longest name.
    longest: usize,
    /// Whether a name begins with a digit.
    digits: bool,
}

impl Aliases {
    pub(super) fn of(profile: &Profile) -> Self {
        let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let unfolded = profile.udfold.iter().flat_map(|u| u.kolonner.keys()).map(std::slice::from_ref);
        let columns = profile.kolonner.values().map(|c| c.navne.as_slice()).chain(unfolded);
        for (number, names) in columns.enumerate() {
            for name in names.iter().map(|n| normal(n)).filter(|n| !n.is_empty()) {
                owners.entry(name).or_default().push(number);
            }
        }
        let longest = owners.keys().map(String::len).max().unwrap_or(0);
        let digits = owners.keys().any(|name| name.starts_with(|c: char| c.is_ascii_digit()));
        Self { owners, longest, digits }
    }

    /// Returns how many columns of the profile are named; one column of the file stands for one of them at most.
    pub(super) fn score(&self, names: &Names) -> usize {
        let (mut fields, mut columns) = (BTreeSet::<usize>::new(), BTreeSet::new());
        for (column, (name, _)) in names.levels.iter().flat_map(|level| level.iter().enumerate()) {
            if let Some(owners) = self.owners.get(name) {
                fields.extend(owners.iter().copied());
                columns.insert(column);
            }
        }
        fields.len().min(columns.len())
    }

    /// Returns whether a cell holds one of the names. Asked for every row, so most cells are told by their length or first digit.
    pub(super) fn holds(&self, cell: &str) -> bool {
        let may = cell.len() <= self.longest + 4 && (self.digits || !cell.starts_with(|c: char| c.is_ascii_digit()));
        may && self.owners.contains_key(&normal(cell))
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::Grid;
    use super::*;

    #[test]
    fn headers_are_compared_without_case_blanks_and_closing_marks() {
        for header in ["Journalnr.", " JOURNALNR ", "journalnr:", "\u{a0}Journalnr.\u{a0}"] {
            assert_eq!(normal(header), "journalnr");
        }
        assert_eq!(normal("CPR\nnr."), "cpr nr");
    }

    #[test]
    fn a_column_under_a_group_is_known_under_both_rows_and_under_the_lower() {
        let mut grid = Grid::default();
        grid.push(1, ["Skole", "Fravær", "", "Skoledage"]).expect("four cells are few");
        grid.push(2, ["", "Sygdom", "Ulovligt", "antal"]).expect("four cells are few");
        let names = Names::of_pair(grid.row(0), grid.row(1), Span::WHOLE);
        let column = |name: &str| names.hits(&[name.to_owned()]).map(|found| found[0]);
        assert_eq!(column("fravær ulovligt"), Some((2, "Fravær Ulovligt")));
        assert_eq!(column("Sygdom"), Some((1, "Sygdom")));
        assert_eq!(column("Skole"), Some((0, "Skole")));
        assert_eq!(column("Skoledage"), Some((3, "Skoledage")));
        assert_eq!(column("Fravær"), None, "a group over two columns names neither");
    }
}
