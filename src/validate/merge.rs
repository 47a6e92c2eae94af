//! The same event in two lists is one event. Rows without a person key are never merged.

use super::Tally;
use crate::model::period::{Date, Week};
use crate::model::person::{Pseudonym, Role};
use crate::model::records::PoliceRecord;
use std::collections::{BTreeMap, BTreeSet};

/// Position of `uoplyst` among the offence groups.
const UNSTATED_OFFENCE: u16 = 0;

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
    rows: Vec<Judged>,
}

/// What became of one row.
#[derive(Clone, Copy)]
struct Judged {
    table: usize,
    has_key: bool,
    /// It went into an earlier row.
    merged: bool,
    /// No person key, and exactly like an earlier row: reported, never merged.
    alike: bool,
    /// An earlier list has the same person, day and role, and the same place or offence, under another journal number.
    /// The police give a case its final number when the offence is known: reported, never merged.
    recoded: bool,
}

/// What is told of the rows of one table.
#[derive(Clone, Copy, Default)]
pub(super) struct Remarks {
    /// Rows that went into an earlier one.
    pub(super) merged: u64,
    /// Rows without a person key exactly like an earlier one.
    pub(super) alike: u64,
    /// Rows that may be an earlier case with a new number.
    pub(super) recoded: u64,
}

impl Merged {
    /// Returns what is told of a table.
    pub(super) fn remarks(&self, table: usize) -> Remarks {
        let mut told = Remarks::default();
        for row in self.rows.iter().filter(|row| row.table == table) {
            told.merged += u64::from(row.merged);
            told.alike += u64::from(row.alike);
            told.recoded += u64::from(row.recoded);
        }
        told
    }

    /// Adds every row to the tally of its table.
    pub(super) fn count_into(&self, tallies: &mut [Tally]) {
        for row in &self.rows {
            let tally = &mut tallies[row.table];
            tally.used += u64::from(!row.merged);
            tally.merged += u64::from(row.merged);
            tally.without_key += u64::from(!row.merged && !row.has_key);
        }
    }
}

/// Merges on (journal number, person, role), without journal number on (date, person, role, offence, place); the earliest
/// row stays. Numbers the incidents: rows with the same journal number are one incident, a row without is its own.
pub(super) fn merge(rows: Vec<Row>) -> Merged {
    let mut seen: BTreeSet<Key> = BTreeSet::new();
    let mut incidents: BTreeMap<String, u32> = BTreeMap::new();
    let (mut alike, mut cases) = (BTreeSet::new(), Cases::default());
    let mut out = Merged { records: Vec::new(), rows: Vec::new() };
    let mut next = 0_u32;
    for row in rows {
        let has_key = row.record.person.is_some();
        let merged = key(&row).is_some_and(|k| !seen.insert(k));
        let alike = !has_key && !alike.insert(row.fingerprint.clone());
        let recoded = !merged && cases.add(&row);
        out.rows.push(Judged { table: row.table, has_key, merged, alike, recoded });
        if merged {
            continue;
        }
        let fresh = next;
        let incident = if row.case.is_empty() { fresh } else { *incidents.entry(row.case).or_insert(fresh) };
        next += u32::from(incident == fresh);
        out.records.push(PoliceRecord { incident, ..row.record });
    }
    out
}

/// The cases seen so far by person, day and role.
#[derive(Default)]
struct Cases(BTreeMap<(Pseudonym, Date, Role), Vec<Case>>);

struct Case {
    list: (usize, Option<Week>),
    number: String,
    place: String,
    offence: u16,
}

impl Cases {
    /// Adds a row; returns whether it may be an earlier case of another list with a new number.
    fn add(&mut self, row: &Row) -> bool {
        let Some(person) = row.record.person.filter(|_| !row.case.is_empty()) else { return false };
        let list = (row.table, row.record.list);
        let case = Case { list, number: row.case.clone(), place: row.place.clone(), offence: row.record.offence };
        let earlier = self.0.entry((person, row.record.date, row.record.role)).or_default();
        let recoded = earlier.iter().any(|other| case.may_be(other));
        earlier.push(case);
        recoded
    }
}

impl Case {
    fn may_be(&self, other: &Self) -> bool {
        let same_place = !self.place.is_empty() && self.place == other.place;
        let same_offence = self.offence != UNSTATED_OFFENCE && self.offence == other.offence;
        self.list != other.list && self.number != other.number && (same_place || same_offence)
    }
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
            followed_after: None,
        };
        Row { table: 0, record, case: case.into(), place: "p".into(), fingerprint: "f".into() }
    }

    #[test]
    fn the_same_person_in_the_same_case_and_role_is_one_row() {
        let merged =
            merge(vec![row("a", Some(1), Role::Charged), row("a", Some(1), Role::Charged), row("a", Some(2), Role::Charged)]);
        assert_eq!((merged.records.len(), merged.remarks(0).merged), (2, 1));
        assert_eq!(merged.records[0].incident, merged.records[1].incident);
    }

    #[test]
    fn one_person_in_two_roles_of_a_case_stays_two_rows() {
        let merged = merge(vec![row("a", Some(1), Role::Charged), row("a", Some(1), Role::Victim)]);
        assert_eq!((merged.records.len(), merged.remarks(0).merged), (2, 0));
    }

    #[test]
    fn rows_without_a_person_are_never_merged_but_counted() {
        let merged = merge(vec![row("", None, Role::Encountered), row("", None, Role::Encountered)]);
        assert_eq!((merged.records.len(), merged.remarks(0).merged, merged.remarks(0).alike), (2, 0, 1));
        assert_ne!(merged.records[0].incident, merged.records[1].incident);
    }
    fn in_list(table: usize, row: Row) -> Row {
        Row { table, ..row }
    }

    #[test]
    fn the_same_event_under_a_new_number_is_told_and_not_merged() {
        let first = row("undersøgelse", Some(1), Role::Charged);
        let merged = merge(vec![first, in_list(1, row("sag", Some(1), Role::Charged))]);
        assert_eq!((merged.records.len(), merged.remarks(1).recoded, merged.remarks(0).recoded), (2, 1, 0));
        assert_ne!(merged.records[0].incident, merged.records[1].incident);
    }

    #[test]
    fn two_cases_on_one_list_or_of_different_place_and_offence_are_two_cases() {
        let one = || row("a", Some(1), Role::Charged);
        assert_eq!(merge(vec![one(), row("b", Some(1), Role::Charged)]).remarks(0).recoded, 0);
        let mut elsewhere = in_list(1, row("b", Some(1), Role::Charged));
        elsewhere.place = "q".into();
        assert_eq!(merge(vec![one(), elsewhere]).remarks(1).recoded, 0, "the offence is not stated");
        let mut other_day = in_list(1, row("b", Some(1), Role::Charged));
        other_day.record.date.day = 2;
        assert_eq!(merge(vec![one(), other_day]).remarks(1).recoded, 0);
        assert_eq!(merge(vec![one(), in_list(1, row("b", Some(1), Role::Victim))]).remarks(1).recoded, 0);
    }

    #[test]
    fn what_was_found_is_told_at_the_later_list() {
        let rows = vec![
            row("a", Some(1), Role::Charged),
            in_list(1, row("a", Some(1), Role::Charged)),
            in_list(1, row("", None, Role::Victim)),
        ];
        let merged = merge(rows);
        assert_eq!((merged.remarks(0).merged, merged.remarks(1).merged, merged.remarks(1).alike), (0, 1, 0));
        let mut tallies = [Tally { read: 1, ..Tally::default() }, Tally { read: 2, ..Tally::default() }];
        merged.count_into(&mut tallies);
        assert!(tallies.iter().all(Tally::is_whole));
        assert_eq!(tallies[1].without_key, 1);
    }
}
