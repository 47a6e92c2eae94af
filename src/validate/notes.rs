//! Observations of the district groups. A note with a number, phone or e-mail address is stopped; the rest keep their theme,
//! and their text only with an approval.

use super::cell::Cells;
use super::{Checked, Context, Tally};
use crate::diagnostic::Findings;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::records::{Approval, Note};

/// Returns the notes that hold no personal number, phone number or e-mail address.
pub fn notes(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<Note>> {
    let mut checked = Checked { value: Vec::new(), findings: Findings::default(), tallies: Vec::new() };
    for table in tables {
        let cells = Cells::new(table, profile);
        let mut tally = Tally::of(table);
        if !cells.decide(&[], &["dato", "godkendt_dato"], &mut checked.findings) {
            checked.tallies.push(tally.all_rejected());
            continue;
        }
        for row in 0..table.len() {
            match note(&cells, row, context, &mut checked.findings) {
                Some(note) => {
                    tally.used += 1;
                    checked.value.push(note);
                }
                None => tally.rejected += 1,
            }
        }
        checked.tallies.push(tally);
    }
    checked
}

fn note(cells: &Cells, row: usize, context: Context, findings: &mut Findings) -> Option<Note> {
    let text = cells.text(row, "observation");
    if let Some(kind) = personal(text) {
        let message = format!("Observationen indeholder {kind} og er ikke taget med.");
        cells.report(44, row, "observation", &message, findings);
        return None;
    }
    let date = cells.event(row, "dato", context).map_err(|message| cells.report(29, row, "dato", message, findings)).ok()?;
    let theme = cells.word(row, "tema", findings)?;
    let approval = approval(cells, row);
    if approval.is_none() {
        cells.report(105, row, "observation", "Teksten er ikke godkendt. Kun temaet vises i rapporten.", findings);
    }
    let district = cells.district(row, "distrikt", context.project, findings);
    let source = cells.text(row, "kilde").to_owned();
    Some(Note { district, year: date.year, theme: theme.to_lowercase(), source, text: text.to_owned(), approval })
}

fn approval(cells: &Cells, row: usize) -> Option<Approval> {
    let by = cells.text(row, "godkendt_af");
    let date = cells.date(row, "godkendt_dato")?;
    (!by.is_empty()).then(|| Approval { by: by.to_owned(), date })
}

/// Names the kind of personal information a text holds. Digits may be grouped by blanks, dots or dashes.
fn personal(text: &str) -> Option<&'static str> {
    if text.split_whitespace().any(|word| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')))
    {
        return Some("en e-mailadresse");
    }
    let longest = digit_runs(text).into_iter().max().unwrap_or(0);
    match longest {
        0..8 => None,
        8 => Some("et telefonnummer"),
        _ => Some("et nummer, der ligner et CPR-nummer eller telefonnummer"),
    }
}

/// Lengths of the runs of digits, where single blanks, dots, dashes and a leading `+` do not end a run.
fn digit_runs(text: &str) -> Vec<usize> {
    let mut runs = Vec::new();
    let (mut length, mut gap) = (0, false);
    for c in text.chars() {
        match c {
            '0'..='9' => (length, gap) = (length + 1, false),
            ' ' | '\u{a0}' | '-' | '–' | '.' if !gap => gap = true,
            _ => {
                runs.push(length);
                (length, gap) = (0, false);
            }
        }
    }
    runs.push(length);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_of_persons_are_found() {
        for text in ["ring 20 30 40 50", "tlf. 20304050", "skriv til a.b@skole.dk", "nr. 710112-4321", "+45 20 30 40 50"] {
            assert!(personal(text).is_some(), "{text}");
        }
    }

    #[test]
    fn ordinary_sentences_pass() {
        for text in ["Omkring 20-30 unge i 7. klasse mødes kl. 19.30", "I uge 12 2024 var der uro", "@torvet er roligt"] {
            assert_eq!(personal(text), None, "{text}");
        }
    }
}
