//! Columns whose headers are values: each filled cell becomes a row of its own.

use super::header::{Header, letter};
use super::journal::{Journal, Stopped};
use super::step::Fields;
use crate::model::profile::Profile;

/// Header shown for the two fields.
const HEADER: &str = "(kolonner læst som rækker)";

/// The columns that become rows.
///
/// Rows are counted as they are after this: a row of the file with three filled columns counts as three rows read, one with
/// none as one row skipped.
pub(super) struct Unfolded {
    /// Where the field stands that gets what the header stands for, and the one that gets the cell.
    field: usize,
    value: usize,
    columns: Vec<(usize, String)>,
}

impl Unfolded {
    /// Finds the columns, and adds the two fields. A missing column is told; with none of them the file is stopped.
    pub(super) fn find(
        header: &Header,
        profile: &Profile,
        fields: &mut Fields,
        journal: &mut Journal,
    ) -> Result<Option<Self>, Stopped> {
        let Some(setting) = &profile.udfold else { return Ok(None) };
        let mut columns = Vec::new();
        for (name, value) in &setting.kolonner {
            let hits = header.names.hits(std::slice::from_ref(name)).unwrap_or_default();
            let inside: Vec<usize> =
                hits.iter().map(|h| h.0).filter(|c| (header.span.from..header.span.to).contains(c)).collect();
            match inside[..] {
                [] => journal.note(139, &format!("Kolonnen \"{name}\", der skal læses som rækker, mangler.")),
                [one] => columns.push((one, value.clone())),
                [first, second, ..] => {
                    let message = format!("Kolonne {} og kolonne {} hedder begge \"{name}\".", letter(first), letter(second));
                    return Err(journal.stop(16, &message));
                }
            }
        }
        let Some((first, _)) = columns.iter().min() else {
            let action = format!("Skriv filens overskrifter under udfold.kolonner i importprofilen {}.", profile.navn);
            return Err(journal.stop_with(17, "Filen har ingen af de kolonner, der skal læses som rækker.", &action));
        };
        let first = u32::try_from(*first).unwrap_or(u32::MAX);
        columns.sort();
        let mut place = |field: &str| {
            fields.iter().position(|(known, ..)| known == field).unwrap_or_else(|| {
                fields.push((field.to_owned(), HEADER.to_owned(), first));
                fields.len() - 1
            })
        };
        Ok(Some(Self { field: place(&setting.felt), value: place(&setting.vaerdi), columns }))
    }

    /// Returns the columns in the order of the file, each with what its header stands for.
    pub(super) fn columns(&self) -> impl Iterator<Item = (usize, &str)> {
        self.columns.iter().map(|(column, value)| (*column, value.as_str()))
    }

    /// Writes one cell and what its header stands for.
    pub(super) fn write(&self, value: &str, cell: &str, cells: &mut [String]) {
        value.clone_into(&mut cells[self.field]);
        cell.clone_into(&mut cells[self.value]);
    }
}
