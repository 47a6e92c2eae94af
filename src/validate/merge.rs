//! The same event in two lists is one event. Rows without a person key are never merged.

use super::Tally;
use crate::model::period::Date;
use crate::model::person::{Pseudonym, Role};
use crate::model::records::PoliceRecord;
use std::collections::BTreeMap;

/// A police row with what is needed to recognise it, before merging.
pub(super) struct Row {
    /// Position of the table the row came with.
    pub(super) table: usize,
    pub(super) record: PoliceRecord,
    /// Keyed hash of the journal number, empty without one.
    pub(super) case: String,
    /// Keyed hash of the place, empty without one.
    pub(super) place: String,
    /// Keyed hash of the row's text.
    pub(super) fingerprint: String,
}

/// What makes two rows the same row.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Case(String, Pseudonym, Role),
    Event(Date, Pseudonym, Role, u16, String),
}

/// The merged records, and what became of each row.
pub(super) struct Merged {
    pub(super) records: Vec<PoliceRecord>,
    /// Per row: its table, what became of it, and whether it has a person key.
    rows: Vec<(usize, Fate, bool)>,
    /// Rows without a person key that look exactly like another row of the same day: reported, never merged.
    pub(super) alike_without_key: u64,
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Used,
    Merged,
}

impl Merged {
    /// Returns how many rows went into an earlier one.
    pub(super) fn merged(&self) -> u64 {
        u64::try_from(self.rows.iter().filter(|(_, fate, _)| *fate == Fate::Merged).count()).expect("a count fits 64 bits")
    }

    /// Adds every row to the tally of its table.
    pub(super) fn count_into(&self, tallies: &mut [Tally]) {
        for (table, fate, has_key) in &self.rows {
            match fate {
                Fate::Used => tallies[*table].used += 1,
                Fate::Merged => tallies[*table].merged += 1,
            }
            tallies[*table].without_key += u64::from(*fate == Fate::Used && !has_key);
        }
    }
}

/// Merges on (journal number, person, role), without journal number on (date, person, role, offence, place); the earliest
/// row stays. Numbers the incidents: rows with the same journal number are one incident, a row without is its own.
pub(super) fn merge(rows: Vec<Row>) -> Merged {
    let mut seen: BTreeMap<Key, ()> = BTreeMap::new();
    let mut incidents: BTreeMap<String, u32> = BTreeMap::new();
    let mut alike: BTreeMap<String, u64> = BTreeMap::new();
    let mut out = Merged { records: Vec::new(), rows: Vec::new(), alike_without_key: 0 };
    let mut next = 0_u32;
    for row in rows {
        if row.record.person.is_none() {
            *alike.entry(row.fingerprint.clone()).or_default() += 1;
        }
        if key(&row).is_some_and(|k| seen.insert(k, ()).is_some()) {
            out.rows.push((row.table, Fate::Merged, true));
            continue;
        }
        out.rows.push((row.table, Fate::Used, row.record.person.is_some()));
        let fresh = next;
        let incident = if row.case.is_empty() { fresh } else { *incidents.entry(row.case).or_insert(fresh) };
        next += u32::from(incident == fresh);
        out.records.push(PoliceRecord { incident, ..row.record });
    }
    out.alike_without_key = alike.values().map(|count| count - 1).sum();
    out
}

fn key(row: &Row) -> Option<Key> {
    let person = row.record.person?;
    Some(if row.case.is_empty() {
        Key::Event(row.record.date, person, row.record.role, row.record.offence, row.place.clone())
    } else {
        Key::Case(row.case.clone(), person, row.record.role)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::person::{Age, Sex};

    fn row(case: &str, person: Option<u128>, role: Role) -> Row {
        let date = Date { year: 2024, month: 5, day: 1 };
        let person = person.map(Pseudonym);
        let record = PoliceRecord {
            incident: 0,
            person,
            date,
            age: Age::Years(15),
            sex: Sex::Boy,
            role,
            offence: 0,
            residence: None,
            scene: None,
            list: None,
        };
        Row { table: 0, record, case: case.into(), place: "p".into(), fingerprint: "f".into() }
    }

    #[test]
    fn the_same_person_in_the_same_case_and_role_is_one_row() {
        let merged =
            merge(vec![row("a", Some(1), Role::Charged), row("a", Some(1), Role::Charged), row("a", Some(2), Role::Charged)]);
        assert_eq!((merged.records.len(), merged.merged()), (2, 1));
        assert_eq!(merged.records[0].incident, merged.records[1].incident);
    }

    #[test]
    fn one_person_in_two_roles_of_a_case_stays_two_rows() {
        let merged = merge(vec![row("a", Some(1), Role::Charged), row("a", Some(1), Role::Victim)]);
        assert_eq!((merged.records.len(), merged.merged()), (2, 0));
    }

    #[test]
    fn rows_without_a_person_are_never_merged_but_counted() {
        let merged = merge(vec![row("", None, Role::Encountered), row("", None, Role::Encountered)]);
        assert_eq!((merged.records.len(), merged.merged(), merged.alike_without_key), (2, 0, 1));
        assert_ne!(merged.records[0].incident, merged.records[1].incident);
    }
}
