//! The police lists: one row per person, role and incident. Roles are kept as the list states them.

use super::cell::Cells;
use super::merge::{Merged, Row, merge};
use super::weeks::{Lists, first_day};
use super::{Checked, Context, Tally};
use crate::diagnostic::{Finding, Findings};
use crate::model::geography::{ResidenceDistrict, SceneDistrict};
use crate::model::period::{Date, Week};
use crate::model::person::{Age, Role};
use crate::model::profile::{Profile, Rhythm};
use crate::model::raw::RawTable;
use crate::model::records::{PoliceRecord, PoliceRecords};

/// Returns the rows of all lists, merged over lists.
pub fn police(tables: &[RawTable], lists: &Lists, profile: &Profile, context: Context) -> Checked<PoliceRecords> {
    let (mut findings, mut tallies, mut rows) = (Findings::default(), Vec::new(), Vec::new());
    let mut offences = vec!["uoplyst".to_owned()];
    for (at, (table, list)) in tables.iter().zip(&lists.of_table).enumerate() {
        let mut tally = Tally::of(table);
        let reader = ListReader { cells: Cells::new(table, profile), list: *list, profile, context };
        super::week::report_impossible(&reader.cells, profile, table.len(), &mut findings);
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
    let Some(place) = tables.first().map(RawTable::table_location) else { return };
    let times = merged.merged();
    if times > 0 {
        let message = "Samme person, sag og rolle står på flere lister. Rækkerne er talt som én.";
        findings.push(Finding::new(39, crate::diagnostic::Location::file(place.file.clone()), message).counted(times));
    }
    if merged.alike_without_key > 0 {
        let message = "Helt ens rækker uden personnøgle. De er ikke slået sammen.";
        findings
            .push(Finding::new(112, crate::diagnostic::Location::file(place.file), message).counted(merged.alike_without_key));
    }
}

/// Reads the rows of one list.
struct ListReader<'a> {
    cells: Cells<'a>,
    list: Option<Week>,
    profile: &'a Profile,
    context: Context<'a>,
}

impl ListReader<'_> {
    fn row(&self, row: usize, table: usize, offences: &mut Vec<String>, findings: &mut Findings) -> Option<Row> {
        let date = self.date(row, findings)?;
        let role = self.role(row, findings);
        let age = self.age(row, date, findings);
        self.check_role_and_age(row, role, age, findings);
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
            list: self.list,
        };
        let hash = |field| self.cells.text(row, field).to_owned();
        Some(Row { table, record, case: hash("sag"), place: hash("sted"), fingerprint: hash("aftryk") })
    }

    /// A row without date belongs to the week of its list; a date after the list cannot be true.
    fn date(&self, row: usize, findings: &mut Findings) -> Option<Date> {
        if self.cells.text(row, "dato").is_empty() {
            let week = self.list.and_then(|list| first_day(list, self.profile.rytme.unwrap_or(Rhythm::Week)));
            let (code, message) = match week {
                Some(_) => (30, "Rækken har ingen dato. Den er lagt på listens uge."),
                None => (103, "Rækken har ingen dato, og listens uge kan ikke læses."),
            };
            self.cells.report(code, row, "dato", message, findings);
            return week;
        }
        let message = match self.cells.event(row, "dato", self.context) {
            Err(message) => message,
            Ok(date) if self.is_after_list(date) => "Datoen ligger efter listens uge.",
            Ok(date) => return Some(date),
        };
        self.cells.report(29, row, "dato", message, findings);
        None
    }

    fn is_after_list(&self, date: Date) -> bool {
        let weekly = self.profile.rytme.unwrap_or(Rhythm::Week) == Rhythm::Week;
        weekly && self.list.is_some_and(|list| super::weeks::week_of(date) > list)
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

    fn check_role_and_age(&self, row: usize, role: Role, age: Age, findings: &mut Findings) {
        if role == Role::Charged && matches!(age, Age::Years(years) if years < 15) {
            self.cells.report(38, row, "rolle", "Rollen er sigtet, men personen var under 15 år.", findings);
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
