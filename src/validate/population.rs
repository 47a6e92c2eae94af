//! Population by district, sex and age. Other areas of a national table are read and summed, not kept.

use super::cell::Cells;
use super::column::{Kind, Value};
use super::date::iso_date;
use super::{Checked, Context, Tally};
use crate::diagnostic::{Finding, Findings};
use crate::model::geography::ResidenceDistrict;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::records::{Given, PopulationRow};

/// Returns the inhabitants of the municipality on 1 January.
pub fn population(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<PopulationRow>> {
    let mut checked = Checked { value: Vec::new(), findings: Findings::default(), tallies: Vec::new() };
    for table in tables {
        let cells = Cells::new(table, profile);
        let (mut known, mut hidden, mut tally) = (Vec::new(), 0_u64, Tally::of(table));
        if !cells.decide(&[("antal", Kind::Count), ("alder", Kind::Count)], &[], &mut checked.findings) {
            checked.tallies.push(tally.all_rejected());
            continue;
        }
        for row in 0..table.len() {
            let Some((count, kept)) = inhabitants(&cells, row, context, &mut checked.findings) else {
                tally.rejected += 1;
                continue;
            };
            match count {
                Given::Known(count) => known.push(count),
                Given::HiddenBySource => hidden += 1,
            }
            match kept {
                Some(_) => tally.used += 1,
                None => tally.skipped += 1,
            }
            checked.value.extend(kept);
        }
        checked.findings.push(Finding::new(111, table.table_location(), summed(&known, hidden)));
        checked.tallies.push(tally);
    }
    checked
}

fn summed(known: &[i64], hidden: u64) -> String {
    let sum: i64 = known.iter().sum();
    let all = format!("Filen har {} rækker med i alt {sum} personer", known.len());
    match hidden {
        0 => format!("{all}."),
        1 => format!("{all} og 1 række, hvor kilden har skjult antallet."),
        _ => format!("{all} og {hidden} rækker, hvor kilden har skjult antallet."),
    }
}

/// Returns the row's count, and the row itself if it is the municipality's own and of 1 January.
fn inhabitants(cells: &Cells, row: usize, context: Context, findings: &mut Findings) -> Option<(Given, Option<PopulationRow>)> {
    let count = match cells.number(row, "antal", Kind::Count, findings) {
        Value::Known(count) if count >= 0 => Given::Known(count),
        Value::Hidden => Given::HiddenBySource,
        Value::Unreadable => return None,
        Value::Known(_) | Value::Blank => return unreadable(cells, row, "antal", findings),
    };
    let age = match cells.number(row, "alder", Kind::Count, findings) {
        Value::Known(age) => age,
        Value::Unreadable => return None,
        Value::Hidden | Value::Blank => return unreadable(cells, row, "alder", findings),
    };
    let (Ok(age), Some((year, first_of_january))) = (u8::try_from(age), year(cells, row)) else {
        return unreadable(cells, row, "antal", findings);
    };
    let sex = cells.sex(row, findings);
    let district = cells.district(row, "distrikt", context.project, findings).map(ResidenceDistrict);
    let area = cells.text(row, "omraade");
    let own = first_of_january && (area.is_empty() || area == context.project.code);
    Some((count, own.then_some(PopulationRow { district, sex, age, year, count })))
}

fn unreadable<T>(cells: &Cells, row: usize, field: &str, findings: &mut Findings) -> Option<T> {
    cells.report(104, row, field, "År, alder eller antal kan ikke læses.", findings);
    None
}

/// Reads `2024`, the quarter `2024K1` or the day itself; tells whether it is the number of 1 January.
fn year(cells: &Cells, row: usize) -> Option<(i16, bool)> {
    let text = if cells.text(row, "aar").is_empty() { cells.text(row, "kvartal") } else { cells.text(row, "aar") };
    if let Some(day) = iso_date(text) {
        return Some((day.year, (day.month, day.day) == (1, 1)));
    }
    match text.split_once('K') {
        Some((year, quarter)) => Some((year.parse().ok()?, quarter == "1")),
        None => Some((text.parse().ok()?, true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_count_is_told_beside_the_sum() {
        assert_eq!(summed(&[3, 4], 0), "Filen har 2 rækker med i alt 7 personer.");
        assert_eq!(summed(&[3], 2), "Filen har 1 rækker med i alt 3 personer og 2 rækker, hvor kilden har skjult antallet.");
    }
}
