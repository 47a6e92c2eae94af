//! The police lists: one row per person, role and incident. Roles are kept as the list states them, but for one: nobody under
//! 15 can be charged (the age of criminal responsibility), so who is said to be is counted as suspected.

use super::cell::Cells;
use super::list_week::stated;
use super::merge::{Merged, Row, merge};
use super::weeks::{Lists, TableList, days_between, first_day, of_date, week_of};
use super::{Checked, Context, Tally};
use crate::diagnostic::{Finding, Findings};
use crate::model::geography::{ResidenceDistrict, SceneDistrict};
use crate::model::period::{Date, Week};
use crate::model::person::{Age, Role};
use crate::model::profile::{Profile, Rhythm};
use crate::model::raw::RawTable;
use crate::model::records::{PoliceRecord, PoliceRecords};

/// Nobody younger can be charged (straffeloven § 15).
const AGE_OF_CHARGE: u8 = 15;

/// SSP is for children and young people of 0-25 years.
const OLDEST: u8 = 25;

/// A list tells of the week that passed. Eight weeks leave room for a late report and a summer holiday; what lies further back
/// is likelier a wrong date or an old case.
const LATE_DAYS: i64 = 8 * 7;

/// Returns the rows of all lists, merged over lists.
pub fn police(tables: &[RawTable], lists: &Lists, profile: &Profile, context: Context) -> Checked<PoliceRecords> {
    let (mut findings, mut tallies, mut rows) = (Findings::default(), Vec::new(), Vec::new());
    let mut offences = vec!["uoplyst".to_owned()];
    for (at, (table, list)) in tables.iter().zip(&lists.of_table).enumerate() {
        let mut tally = Tally::of(table);
        let reader = ListReader { cells: Cells::new(table, profile), list, profile, context };
        if !reader.cells.decide(&[], &["dato"], &mut findings) {
            tallies.push(tally.all_rejected());
            continue;
        }
        for row in 0..table.len() {
            match reader.row(row, at, &mut offences, &mut findings) {
                Some(found) => rows.push(found),
                None => tally.rejected += 1,
            }
        }
        tallies.push(tally);
    }
    let merged = merge(rows);
    merged.count_into(&mut tallies);
    report_merging(&merged, tables, &mut findings);
    Checked { value: PoliceRecords { rows: merged.records, offences }, findings, tallies }
}

fn report_merging(merged: &Merged, tables: &[RawTable], findings: &mut Findings) {
    for (at, table) in tables.iter().enumerate() {
        let told = merged.remarks(at);
        let remarks = [
            (39, told.merged, "Samme person, sag og rolle står tidligere på listerne. Rækken er ikke talt igen."),
            (
                39,
                told.recoded,
                "Mulig omkodning: Samme person, dato og rolle står på en tidligere liste med et andet journalnummer. Rækkerne er talt hver for sig.",
            ),
            (112, told.alike, "Rækken er helt som en tidligere række uden personnøgle. De er ikke slået sammen."),
        ];
        for (code, count, message) in remarks.into_iter().filter(|(_, count, _)| *count > 0) {
            findings.push(Finding::new(code, table.table_location(), message).counted(count));
        }
    }
}

/// Reads the rows of one list.
struct ListReader<'a> {
    cells: Cells<'a>,
    list: &'a TableList,
    profile: &'a Profile,
    context: Context<'a>,
}

impl ListReader<'_> {
    fn row(&self, row: usize, table: usize, offences: &mut Vec<String>, findings: &mut Findings) -> Option<Row> {
        let list = self.list_of(row);
        let date = self.date(row, list, findings)?;
        let age = self.age(row, date, findings);
        let role = self.role_at(row, age, findings);
        let district = |field: &str, findings: &mut Findings| self.cells.district(row, field, self.context.project, findings);
        let residence = district("bopael", findings).or_else(|| district("bopaelsdistrikt", findings));
        let scene = district("gerningssted", findings).or_else(|| district("gerningsdistrikt", findings));
        let record = PoliceRecord {
            incident: 0,
            person: self.cells.person(row),
            date,
            age,
            sex: self.cells.sex(row, findings),
            role,
            offence: self.offence(row, offences, findings),
            residence: residence.map(ResidenceDistrict),
            scene: scene.map(SceneDistrict),
            list,
            followed_after: self.cells.date(row, "opfulgt").map(|day| days_between(date, day)),
        };
        let hash = |field| self.cells.text(row, field).to_owned();
        Some(Row { table, record, case: hash("sag"), place: hash("sted"), fingerprint: hash("aftryk") })
    }

    /// Returns the list a row came with: the table's, or the row's own where a table holds several.
    fn list_of(&self, row: usize) -> Option<Week> {
        if !self.list.by_row {
            return self.list.week;
        }
        let near = self.list.near(self.cells.date(row, "dato").map(|date| of_date(date, self.rhythm())), self.rhythm());
        stated(self.cells.text(row, "uge"), self.rhythm(), near).week()
    }

    fn rhythm(&self) -> Rhythm {
        self.profile.rytme.unwrap_or(Rhythm::Week)
    }

    /// A row without date belongs to the week of its list; a date after the list cannot be true.
    fn date(&self, row: usize, list: Option<Week>, findings: &mut Findings) -> Option<Date> {
        let first = list.and_then(|list| first_day(list, self.rhythm()));
        if self.cells.text(row, "dato").is_empty() {
            let (code, message) = match first {
                Some(_) => (30, "Rækken har ingen dato. Den er lagt på listens uge."),
                None => (103, "Rækken har ingen dato, og listens uge kan ikke læses."),
            };
            self.cells.report(code, row, "dato", message, findings);
            return first;
        }
        let message = match self.cells.event(row, "dato", self.context) {
            Err(message) => message,
            Ok(date) if self.is_after(date, list) => "Datoen ligger efter listens uge.",
            Ok(date) => {
                if first.is_some_and(|first| days_between(date, first) > LATE_DAYS) {
                    let message = "Datoen ligger mere end otte uger før listens uge. Rækken er talt på sin egen dato.";
                    self.cells.report(150, row, "dato", message, findings);
                }
                return Some(date);
            }
        };
        self.cells.report(29, row, "dato", message, findings);
        None
    }

    fn is_after(&self, date: Date, list: Option<Week>) -> bool {
        self.rhythm() == Rhythm::Week && self.list.stated && list.is_some_and(|list| week_of(date) > list)
    }

    fn role(&self, row: usize, findings: &mut Findings) -> Role {
        match self.cells.word(row, "rolle", findings) {
            Some("antruffet") => Role::Encountered,
            Some("mistænkt") => Role::Suspected,
            Some("sigtet") => Role::Charged,
            Some("forurettet") => Role::Victim,
            _ => Role::Other,
        }
    }

    /// Age at the incident date from the birth date, else the age or band the list states.
    fn age(&self, row: usize, date: Date, findings: &mut Findings) -> Age {
        if let Some(born) = self.cells.date(row, "foedt") {
            let years = i32::from(date.year) - i32::from(born.year) - i32::from((date.month, date.day) < (born.month, born.day));
            return match u8::try_from(years) {
                Ok(years) if years <= 100 => Age::Years(years),
                _ => {
                    self.cells.report(
                        37,
                        row,
                        "dato",
                        "Fødselsdagen passer ikke med datoen. Alderen er talt som uoplyst.",
                        findings,
                    );
                    Age::Unknown
                }
            };
        }
        self.cells.word(row, "alder", findings).and_then(stated_age).unwrap_or(Age::Unknown)
    }

    /// Returns the role at the age on the day, and tells what does not fit.
    fn role_at(&self, row: usize, age: Age, findings: &mut Findings) -> Role {
        let role = self.role(row, findings);
        let (youngest, oldest) = match age {
            Age::Years(years) => (years, years),
            Age::Band(from, to) => (from, to),
            Age::Unknown => return role,
        };
        if youngest > OLDEST {
            let message = "Personen var over 25 år på datoen. Rækken er talt, men står i ingen tal om unge.";
            self.cells.report(152, row, "rolle", message, findings);
        }
        match role {
            Role::Charged if oldest < AGE_OF_CHARGE => {
                let message = "Den sigtede var under 15 år på datoen og er talt som mistænkt (kriminel lavalder).";
                self.cells.report(38, row, "rolle", message, findings);
                Role::Suspected
            }
            Role::Suspected if youngest >= AGE_OF_CHARGE => {
                let message = "Den mistænkte var fyldt 15 år på datoen. Rollen er ikke ændret.";
                self.cells.report(38, row, "rolle", message, findings);
                role
            }
            _ => role,
        }
    }

    fn offence(&self, row: usize, offences: &mut Vec<String>, findings: &mut Findings) -> u16 {
        let group = self.cells.word(row, "forhold", findings).filter(|g| !g.is_empty()).unwrap_or("uoplyst");
        let at = offences.iter().position(|known| known == group).unwrap_or_else(|| {
            offences.push(group.to_owned());
            offences.len() - 1
        });
        u16::try_from(at).expect("the profile names fewer than 65,536 offence groups")
    }
}

/// Reads `15` or `10-17`.
fn stated_age(text: &str) -> Option<Age> {
    match text.split_once('-') {
        Some((from, to)) => Some(Age::Band(from.trim().parse().ok()?, to.trim().parse().ok()?)),
        None => text.parse().ok().map(Age::Years),
    }
}

#[cfg(test)]
mod tests;
