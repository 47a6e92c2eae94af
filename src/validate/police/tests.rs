//! Whole lists through the checks.

use super::*;
use crate::diagnostic::Code;
use crate::model::project::Project;
use crate::model::register::SchoolRegister;
use crate::validate::lists;

const PROFILE: &str = "navn='x'\nkilde='politi'\nrytme='uge'\n[kolonner.rolle]\nnavne=['Rolle']\n\
    vaerdier={'Sigtet'='sigtet','Mistænkt'='mistænkt','Forurettet'='forurettet'}\n[kolonner.dato]\nnavne=['Dato']\n";

const FIELDS: [&str; 8] = ["uge", "dato", "foedt", "rolle", "person", "sag", "sted", "alder"];

/// One row: list week, incident date, birth date, role, person, case, place, stated age.
type Line<'a> = [&'a str; 8];

fn table(file: &str, lines: &[Line]) -> RawTable {
    let fields = (0..).zip(FIELDS).map(|(at, field)| (field.to_owned(), field.to_owned(), at)).collect();
    let mut table = RawTable::new(file, None, fields);
    (2..).zip(lines).for_each(|(row, line)| table.push_row(row, line.iter().copied()));
    table
}

fn project() -> Project {
    crate::config::project(
        "ssp.toml",
        "aar = 2025\n[kommune]\nkode = \"999\"\nnavn = \"Eksempelby\"\n[[distrikter]]\nid = \"nord\"\nnavn = \"Nord\"\n",
    )
    .expect("a valid project")
}

fn checked(tables: &[RawTable]) -> Checked<PoliceRecords> {
    let profile: Profile = toml::from_str(PROFILE).expect("a valid profile");
    let (lists, found) = lists(tables, &profile, 2023);
    let (project, schools) = (project(), SchoolRegister::default());
    let mut checked = police(tables, &lists, &profile, Context { project: &project, schools: &schools });
    let mut findings = found;
    findings.extend(checked.findings);
    checked.findings = findings;
    assert!(checked.tallies.iter().all(Tally::is_whole));
    checked
}

fn one(line: Line) -> Checked<PoliceRecords> {
    checked(&[table("a.xlsx", &[line])])
}

fn codes(checked: &Checked<PoliceRecords>) -> Vec<(Code, u64)> {
    checked.findings.iter().filter(|f| f.code.0 != 101).map(|f| (f.code, f.count)).collect()
}

#[test]
fn the_charged_under_15_is_counted_as_suspected() {
    let young = ["2024-U12", "2024-03-20", "2009-03-21", "Sigtet", "1", "a", "", ""];
    let checked = checked(&[table("a.xlsx", &[young, young.map(|c| if c == "1" { "2" } else { c })])]);
    assert!(checked.value.rows.iter().all(|r| r.role == Role::Suspected && r.age == Age::Years(14)));
    assert_eq!(codes(&checked), [(Code(38), 2)]);
}

#[test]
fn the_age_is_that_of_the_day_of_the_incident() {
    let charged = one(["2024-U13", "2024-03-21", "2009-03-21", "Sigtet", "1", "a", "", ""]);
    assert_eq!((charged.value.rows[0].role, charged.value.rows[0].age), (Role::Charged, Age::Years(15)));
    assert!(codes(&charged).is_empty());
}

#[test]
fn a_suspect_of_15_is_remarked_and_stays() {
    let suspected = one(["2024-U12", "2024-03-20", "2008-01-01", "Mistænkt", "1", "a", "", ""]);
    assert_eq!((suspected.value.rows[0].role, codes(&suspected)), (Role::Suspected, vec![(Code(38), 1)]));
}

#[test]
fn an_age_band_of_the_list_is_judged_by_its_ends() {
    let band = |age| one(["2024-U12", "2024-03-20", "", "Sigtet", "1", "a", "", age]).value.rows[0].role;
    assert_eq!((band("10-14"), band("10-17"), band("15-17")), (Role::Suspected, Role::Charged, Role::Charged));
}

#[test]
fn an_unlikely_age_is_no_age_and_a_grown_up_is_counted_and_told() {
    for born in ["1910-05-01", "2024-03-21"] {
        let unlikely = one(["2024-U12", "2024-03-20", born, "Forurettet", "1", "a", "", ""]);
        assert_eq!((unlikely.value.rows[0].age, codes(&unlikely)), (Age::Unknown, vec![(Code(37), 1)]), "{born}");
    }
    let parent = one(["2024-U12", "2024-03-20", "1980-05-01", "Forurettet", "1", "a", "", ""]);
    assert_eq!((parent.value.rows[0].age, codes(&parent)), (Age::Years(43), vec![(Code(152), 1)]));
}

#[test]
fn an_incident_long_before_its_list_is_told_and_one_after_it_is_rejected() {
    let lines = [
        ["2024-U12", "2024-03-20", "", "Sigtet", "1", "a", "", ""],
        ["2024-U12", "2024-03-18", "", "Sigtet", "2", "b", "", ""],
        ["2024-U12", "2024-01-21", "", "Sigtet", "3", "c", "", ""],
        ["2024-U12", "2024-01-22", "", "Sigtet", "4", "d", "", ""],
        ["2024-U12", "2024-03-25", "", "Sigtet", "5", "e", "", ""],
    ];
    let checked = checked(&[table("a.xlsx", &lines)]);
    assert_eq!((checked.value.rows.len(), codes(&checked)), (4, vec![(Code(150), 1), (Code(29), 1)]));
}

#[test]
fn a_file_with_several_lists_is_read_list_by_list() {
    let lines = [
        ["2024-U12", "2024-03-20", "", "Sigtet", "1", "a", "", ""],
        ["2024-U12", "2024-03-20", "", "Sigtet", "2", "b", "", ""],
        ["2024-U30", "2024-07-24", "", "Sigtet", "1", "c", "", ""],
        ["2024-U30", "", "", "Sigtet", "3", "d", "", ""],
    ];
    let checked = checked(&[table("a.xlsx", &lines)]);
    let dates: Vec<(u8, u8)> = checked.value.rows.iter().map(|r| (r.date.month, r.date.day)).collect();
    assert_eq!(dates, [(3, 20), (3, 20), (7, 24), (7, 22)], "the row without a date lies in the week of its own list");
    assert_eq!(codes(&checked), [(Code(30), 1)]);
}

#[test]
fn doublets_and_new_numbers_are_told_per_file() {
    let first = ["2024-U12", "2024-03-20", "", "Sigtet", "1", "a", "p", ""];
    let again = ["2024-U13", "2024-03-20", "", "Sigtet", "1", "a", "p", ""];
    let recoded = ["2024-U13", "2024-03-20", "", "Sigtet", "1", "b", "p", ""];
    let checked = checked(&[table("a.xlsx", &[first]), table("b.xlsx", &[again, recoded])]);
    let told: Vec<(&str, Code, bool)> = checked
        .findings
        .iter()
        .filter(|f| f.code.0 != 101)
        .map(|f| (f.location.file.as_str(), f.code, f.message.starts_with("Mulig omkodning")))
        .collect();
    assert_eq!(told, [("b.xlsx", Code(39), false), ("b.xlsx", Code(39), true)]);
    assert_eq!(checked.value.rows.len(), 2);
}
