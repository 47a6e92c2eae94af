//! Rows of made-up tables through the validation of absence.

use super::*;
use crate::config;
use crate::model::period::Date;
use crate::model::project::Project;
use crate::model::register::{School, SchoolCalendar, SchoolRegister};
use proptest::prelude::*;

fn project() -> Project {
    let text = "[kommune]\nkode = \"999\"\nnavn = \"Eksempelby\"\n\n[[distrikter]]\nid = \"nord\"\nnavn = \"Nord\"\n";
    config::project("ssp.toml", text).expect("the project of a test is valid")
}

fn profile(form: &str) -> Profile {
    let text = format!("navn = \"p\"\nkilde = \"fravaer\"\nform = \"{form}\"\n[kolonner]\n");
    toml::from_str(&text).expect("the profile of a test is valid")
}

/// Returns a table; each row is its cells with `|` between. A pupil is a number.
fn table(fields: &str, rows: &[&str]) -> RawTable {
    let named = fields.split('|').zip(0_u32..).map(|(field, column)| (field.to_owned(), field.to_owned(), column));
    let mut table = RawTable::new("f.csv", None, named.collect());
    for (row, number) in rows.iter().zip(2..) {
        table.push_row(number, row.split('|'));
    }
    table
}

fn register(calendar: Option<SchoolCalendar>) -> SchoolRegister {
    let school = |parent: Option<&str>| School { name: "s".into(), district: None, parent: parent.map(str::to_owned) };
    let schools = [("461001", None), ("461002", None), ("607001", Some("461001")), ("461003", None)];
    let schools = schools.map(|(number, parent)| (number.to_owned(), school(parent)));
    SchoolRegister { schools: schools.into(), calendar }
}

/// Every weekday of October and November 2024.
fn calendar() -> SchoolCalendar {
    let months = [10, 11].map(|month| Month::new(2024, month).expect("a month"));
    let days = months.iter().flat_map(|month| (1..=31).filter_map(|day| month.date(day)));
    SchoolCalendar { days: days.filter(|date| crate::model::month::weekday(*date) < 6).collect() }
}

fn checked<T>(read: impl FnOnce(Context) -> T, calendar: Option<SchoolCalendar>) -> T {
    let (project, schools) = (project(), register(calendar));
    read(Context { project: &project, schools: &schools })
}

fn codes(findings: &Findings) -> Vec<u16> {
    findings.iter().map(|f| f.code.0).collect()
}

const MONTHS: &str = "person|skoleaar|maaned|sygdom|lovligt|ulovligt|skoledage|fravaer_i_alt";

fn months(rows: &[&str]) -> Checked<Vec<AbsenceRecord>> {
    checked(|context| per_pupil(&[table(MONTHS, rows)], &profile("elev"), context), None)
}

#[test]
fn the_month_says_the_school_year_and_the_school_year_the_month() {
    for (year, month) in [("", "2024-10"), ("2024/25", "oktober"), ("2024/25", "10"), ("", "okt 2024"), ("2024/25", "10/2024")] {
        let found = months(&[&format!("1|{year}|{month}|1|0|0|20|1")]);
        let read: Vec<(SchoolYear, u8)> = found.value.iter().map(|r| (r.school_year, r.month)).collect();
        assert_eq!(read, [(SchoolYear(2024), 10)], "{year} {month}");
    }
    for (year, month) in [("2023/24", "2024-10"), ("2024", "2024-10"), ("", "oktober"), ("", "")] {
        let found = months(&[&format!("1|{year}|{month}|1|0|0|20|1")]);
        assert_eq!((found.value.len(), codes(&found.findings)), (0, vec![104]), "{year} {month}");
    }
}

#[test]
fn days_that_do_not_fit_take_the_row_out() {
    let found = months(&["1||2024-10|1|2|3|20|6", "2||2024-10|1|2|3|20|7", "3||2024-10|1|2|3|5|6", "4||2024-10|1|0|0|24|"]);
    assert_eq!((found.value.len(), found.tallies[0].rejected, found.tallies[0].is_whole()), (2, 2, true));
    assert_eq!(codes(&found.findings), [42, 42, 137]);
}

#[test]
fn a_whole_year_with_too_few_school_days_is_remarked_once_and_counted() {
    let year = |pupil: u8, days: u8| -> Vec<String> {
        let months = (8..=12).map(|m| format!("2023-{m:02}")).chain((1..=6).map(|m| format!("2024-{m:02}")));
        months.map(|month| format!("{pupil}||{month}|0|0|0|{days}|")).collect()
    };
    let rows: Vec<String> = [year(1, 18), year(2, 10), year(3, 19)].concat();
    let found = months(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let unusual: Vec<(u16, u64)> = found.findings.iter().map(|f| (f.code.0, f.count)).collect();
    assert_eq!(unusual, [(137, 2)]);
    let moved = months(&["1||2023-08|0|0|0|10|"]);
    assert!(codes(&moved.findings).is_empty());
}

const DAYS: &str = "person|dato|type|dage|klasse";

fn days(rows: &[&str]) -> Checked<Vec<AbsenceRecord>> {
    checked(|context| per_pupil(&[table(DAYS, rows)], &profile("lang"), context), Some(calendar()))
}

#[test]
fn a_list_of_days_becomes_months_with_the_school_days_of_the_calendar() {
    let found = days(&[
        "1|2024-10-01|sygdom|1|7.A",
        "1|2024-10-02|ulovligt|0,5|7.A",
        "1|2024-10-02|lovligt|0,5|7.A",
        "2|2024-11-04|til stede||8.B",
    ]);
    let read: Vec<_> = found
        .value
        .iter()
        .map(|r| {
            (
                r.pupil.0,
                r.month,
                r.grade,
                [r.illness, r.permitted, r.unauthorised, r.school_days].map(|d| d.known().unwrap_or(-1)),
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            (1, 10, Some(7), [100, 50, 50, 2300]),
            (1, 11, Some(7), [0, 0, 0, 2100]),
            (2, 10, Some(8), [0, 0, 0, 2300]),
            (2, 11, Some(8), [0, 0, 0, 2100]),
        ]
    );
    assert!(found.findings.is_empty() && found.tallies[0].is_whole());
}

#[test]
fn days_without_school_and_more_than_a_day_are_rejected_and_repetitions_merged() {
    let found = days(&[
        "1|2024-10-05|sygdom|1|",
        "1|2024-12-02|sygdom|1|",
        "1|2024-10-01|sygdom|0,5|",
        "1|2024-10-01|sygdom|0,5|",
        "1|2024-10-01|ulovligt|1|",
        "1|i går|sygdom|1|",
        "1|2024-10-03|ferie|1|",
        "1|2024-10-03|sygdom|2|",
        "|2024-10-03|sygdom|1|",
        "2|2024-10-03|til stede||",
    ]);
    let tally = found.tallies[0];
    assert_eq!((tally.used, tally.rejected, tally.merged, tally.is_whole()), (2, 7, 1, true));
    assert_eq!(codes(&found.findings), [42, 42, 39, 42, 104, 104, 104, 103]);
}

#[test]
fn a_list_without_calendar_or_with_absent_pupils_only_is_stopped_with_what_to_do() {
    let rows = ["1|2024-10-01|sygdom|1|"];
    let found = checked(|context| per_pupil(&[table(DAYS, &rows)], &profile("lang"), context), None);
    let finding = found.findings.iter().next().expect("the calendar is missed");
    assert_eq!((finding.code.0, found.value.len(), found.tallies[0].is_whole()), (136, 0, true));
    assert!(finding.action.contains("skolekalender = "));
    let found = days(&rows);
    assert!(found.findings.iter().any(|f| f.code.0 == 136 && f.action.contains("til stede")));
    let stated = table("person|dato|type|alle_elever", &["1|2024-10-01|sygdom|ja"]);
    let found = checked(|context| per_pupil(&[stated], &profile("lang"), context), Some(calendar()));
    assert_eq!((found.value.len(), found.findings.is_empty()), (1, true));
}

#[test]
fn figures_of_schools_are_kept_and_checked_for_their_total() {
    let fields = "skolenavn|skoleaar|sygdom|lovligt|ulovligt|samlet|antal_elever";
    let rows = [
        "Nord Skole|2023/24|3,2|1,1|0,7|5,1|412",
        "Nord Skole|2023/24|3,2|1,1|0,7|6,1|412",
        "Syd|2023/24|90|9|9||",
        "Syd||1|1|1|3|",
    ];
    let found = checked(|context| per_school(&[table(fields, &rows)], &profile("skole"), context), None);
    assert_eq!((found.value.len(), found.tallies[0].rejected, codes(&found.findings)), (1, 3, vec![42, 42, 104]));
    assert_eq!(found.value[0].values.get("antal_elever").and_then(|value| value.known()), Some(412_000));
    assert!(found.value[0].district.is_some());
}

#[test]
fn institutions_without_a_row_are_unknown_and_not_zero() {
    let rows = ["607001|2023/24|5", "461002|2023/24|5", "461002|2022/23|5", "461001|2022/23|5", "461003|2022/23|5"];
    let found = checked(|context| per_school(&[table("institution|skoleaar|sygdom", &rows)], &profile("skole"), context), None);
    let told: Vec<(u16, &str)> = found.findings.iter().map(|f| (f.code.0, f.message.as_str())).collect();
    assert_eq!(told, [(26, "Ingen række for 461003 i 2023/24: behandlet som ukendt, ikke 0.")]);
}

proptest! {
    #[test]
    fn every_row_of_a_list_is_accounted_for(rows in proptest::collection::vec(
        ("[0-3]?", "2024-1[0-2]-[0-3][0-9]", "(sygdom|lovligt|ulovligt|til stede|x)", "(|0,5|1|2|a)"), 0..40)
    ) {
        let rows: Vec<String> = rows.into_iter().map(|(a, b, c, d)| format!("{a}|{b}|{c}|{d}|7")).collect();
        let found = days(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        prop_assert!(found.tallies[0].is_whole());
        for record in &found.value {
            let known = |days: Given| days.known().expect("nothing is hidden here");
            let absent = known(record.illness) + known(record.permitted) + known(record.unauthorised);
            prop_assert!(absent <= known(record.school_days));
        }
    }
}

#[test]
fn the_calendar_of_a_test_knows_its_weekends() {
    let days = calendar().days;
    assert!(days.contains(&Date { year: 2024, month: 10, day: 1 }) && !days.contains(&Date { year: 2024, month: 10, day: 5 }));
}

#[test]
fn a_school_day_on_which_nobody_came_is_told() {
    let absent = |pupil: u8, day: &str| format!("{pupil}|2024-10-{day}|sygdom|1|");
    let mut rows: Vec<String> = (1..=10).map(|pupil| absent(pupil, "14")).collect();
    rows.extend((1..=9).map(|pupil| absent(pupil, "15")));
    rows.push("10|2024-10-15|til stede||".into());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let found = days(&rows);
    let told: Vec<&str> = found.findings.iter().filter(|f| f.code.0 == 137).map(|f| f.message.as_str()).collect();
    assert_eq!(told, ["Ingen elev fra skolen var i skole den 2024-10-14."]);
    let nine: Vec<&str> = rows[..9].iter().copied().chain(["1|2024-10-16|til stede||"]).collect();
    let found = days(&nine);
    assert!(!found.value.is_empty() && found.findings.iter().all(|f| f.code.0 != 137), "nine may be ill");
}
