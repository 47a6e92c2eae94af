//! Who answered of those who were invited, school by school.

use super::cell::Cells;
use super::column::Kind;
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::period::SchoolYear;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::records::{SchoolResponse, SurveyRecords};
use crate::model::register::SchoolRegister;
use std::collections::{BTreeMap, BTreeSet};

/// The pupils invited to the survey, per school and wave.
#[derive(Default)]
pub struct Invited {
    schools: BTreeMap<(SchoolYear, String), OneSchool>,
    /// The register, for findings about schools that do not stand in it.
    register: Location,
}

struct OneSchool {
    /// Invited pupils by grade; `None` = of all grades.
    by_grade: BTreeMap<Option<u8>, i64>,
    place: Location,
}

/// The response of the schools, and the names of those that gave no answer, per wave.
pub struct Participation {
    /// One entry per invited school of a wave that has answers.
    pub responses: Vec<SchoolResponse>,
    /// Names of the invited schools without any answer; an empty name stands for a school that is not in the register.
    pub silent: Vec<(SchoolYear, Vec<String>)>,
}

/// Returns the register of invited pupils. A row that cannot be read stops the register: a rate would be wrong unseen.
pub fn invited(table: &RawTable, profile: &Profile) -> (Invited, Findings) {
    let (cells, mut findings) = (Cells::new(table, profile), Findings::default());
    let mut invited = Invited { schools: BTreeMap::new(), register: table.table_location() };
    for row in 0..table.len() {
        let count = cells.known(row, "inviteret", Kind::Count).filter(|n| *n >= 0);
        let (Some(wave), Some(count)) = (cells.school_year(row), count) else {
            findings.push(Finding::new(110, table.row_location(row), "Skoleåret eller antallet af inviterede kan ikke læses."));
            continue;
        };
        let key = (wave, cells.text(row, "institution").to_owned());
        let place = table.row_location(row);
        let school = invited.schools.entry(key).or_insert_with(|| OneSchool { by_grade: BTreeMap::new(), place });
        let grade = cells.grade(row);
        let twice = school.by_grade.contains_key(&grade) || school.by_grade.keys().any(|g| g.is_none() != grade.is_none());
        if twice {
            let message = "Skolen står flere gange for samme skoleår og klassetrin, eller både med og uden klassetrin.";
            findings.push(Finding::new(110, table.row_location(row), message));
        }
        school.by_grade.insert(grade, count);
    }
    (invited, findings)
}

/// Returns the response of every invited school in the waves that have answers.
pub fn responses(survey: &SurveyRecords, invited: &Invited, schools: &SchoolRegister) -> (Participation, Findings) {
    let mut findings = Findings::default();
    let waves: BTreeSet<SchoolYear> = survey.rows.iter().map(|r| r.wave).collect();
    let mut responses = Vec::new();
    let mut silent: BTreeMap<SchoolYear, Vec<String>> = BTreeMap::new();
    for ((wave, number), school) in invited.schools.iter().filter(|((wave, _), _)| waves.contains(wave)) {
        let known = schools.schools.get(number);
        let response = SchoolResponse {
            wave: *wave,
            district: known.and_then(|s| s.district),
            answered: survey.by_school.get(&(*wave, number.clone())).copied().unwrap_or(0),
            invited: school.by_grade.values().sum(),
        };
        report(&response, number, known.map_or("", |s| s.name.as_str()), &school.place, &mut findings);
        if response.answered == 0 && response.invited > 0 {
            silent.entry(*wave).or_default().push(known.map(|s| s.name.clone()).unwrap_or_default());
        }
        responses.push(response);
    }
    report_uninvited(survey, invited, &mut findings);
    (Participation { responses, silent: silent.into_iter().collect() }, findings)
}

fn report(response: &SchoolResponse, number: &str, name: &str, place: &Location, findings: &mut Findings) {
    let SchoolResponse { wave, answered, invited, .. } = response;
    let school = if name.is_empty() { unnamed(number) } else { format!("{name} ({})", shown(number)) };
    let (code, message) = match (answered, invited) {
        (0, 1..) => (169, format!("{school} var inviteret i vinteren {wave}, men har ingen svar.")),
        (a, i) if a > i => (169, format!("{school} har {a} svar i vinteren {wave}, men kun {i} elever var inviteret.")),
        (a, i) => {
            let share = percent(unsigned(*a), unsigned(*i));
            (168, format!("{school}: {a} af {i} inviterede elever har svaret i vinteren {wave} ({share})."))
        }
    };
    findings.push(Finding::new(code, place.clone(), message));
}

fn unnamed(number: &str) -> String {
    format!("Skolen {}", shown(number))
}

/// A cell that is no institution number could be anything.
fn shown(number: &str) -> &str {
    if number.len() <= 6 && number.bytes().all(|b| b.is_ascii_digit()) { number } else { "uden et gyldigt institutionsnummer" }
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).expect("numbers of pupils are never negative")
}

/// Schools with answers that nobody invited: where they are many, there is no response rate.
fn report_uninvited(survey: &SurveyRecords, invited: &Invited, findings: &mut Findings) {
    let waves: BTreeSet<SchoolYear> = invited.schools.keys().map(|(wave, _)| *wave).collect();
    for (wave, number) in survey.by_school.keys() {
        if waves.contains(wave) && !invited.schools.contains_key(&(*wave, number.clone())) {
            let message = format!("{} har svar i vinteren {wave}, men står ikke blandt de inviterede.", unnamed(number));
            findings.push(Finding::new(169, invited.register.clone(), message));
        }
    }
}

/// Returns a share in per cent with one decimal, rounded half up ("86,3 %").
pub(super) fn percent(part: u64, whole: u64) -> String {
    let tenths = part.saturating_mul(1000).saturating_add(whole / 2).checked_div(whole).unwrap_or(0);
    format!("{},{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::person::Sex;
    use crate::model::records::Respondent;
    use crate::model::register::School;

    fn register(rows: &[[&str; 4]]) -> (Invited, Findings) {
        let fields = ["skoleaar", "institution", "klasse", "inviteret"];
        let mut table =
            RawTable::new("inviterede.csv", None, (0..).zip(fields).map(|(at, f)| (f.into(), f.into(), at)).collect());
        (2..).zip(rows).for_each(|(number, row)| table.push_row(number, *row));
        let profile = crate::source::built_in("stamdata-inviterede").expect("a built-in profile");
        invited(&table, &toml::from_str(profile).expect("a valid profile"))
    }

    fn survey(schools: &[(&str, i64)]) -> SurveyRecords {
        let wave = SchoolYear(2024);
        let mut records = SurveyRecords::default();
        records.rows.push(Respondent { wave, district: None, grade: Some(8), sex: Sex::Unknown, linked: true });
        for (number, count) in schools {
            records.by_school.insert((wave, (*number).to_owned()), *count);
        }
        records
    }

    fn messages(findings: &Findings) -> Vec<(u16, String)> {
        findings.iter().map(|f| (f.code.0, f.message.clone())).collect()
    }

    #[test]
    fn the_response_is_told_school_by_school_and_silent_schools_by_name() {
        let (invited, found) = register(&[
            ["2024/25", "999001", "8", "55"],
            ["2024/25", "999001", "9", "40"],
            ["2024/25", "999002", "", "40"],
            ["2023/24", "999001", "", "90"],
        ]);
        assert!(found.is_empty());
        let mut schools = SchoolRegister::default();
        schools.schools.insert("999002".into(), School { name: "Bakkeskolen".into(), district: None, parent: None });
        let (participation, findings) = responses(&survey(&[("999001", 82)]), &invited, &schools);
        let told = messages(&findings);
        assert_eq!(told[0], (168, "Skolen 999001: 82 af 95 inviterede elever har svaret i vinteren 2024/25 (86,3 %).".into()));
        assert_eq!(told[1], (169, "Bakkeskolen (999002) var inviteret i vinteren 2024/25, men har ingen svar.".into()));
        assert_eq!(participation.silent, [(SchoolYear(2024), vec!["Bakkeskolen".to_owned()])]);
        let numbers: Vec<(i64, i64)> = participation.responses.iter().map(|r| (r.answered, r.invited)).collect();
        assert_eq!(numbers, [(82, 95), (0, 40)], "grades are added up; waves without answers are not told");
    }

    #[test]
    fn more_answers_than_invited_and_schools_nobody_invited_are_warned_about() {
        let (invited, _) = register(&[["2024/25", "999001", "", "100"]]);
        let (_, findings) = responses(&survey(&[("999001", 132), ("0102031234", 9)]), &invited, &SchoolRegister::default());
        let told = messages(&findings);
        assert_eq!(told[0], (169, "Skolen 999001 har 132 svar i vinteren 2024/25, men kun 100 elever var inviteret.".into()));
        assert_eq!(told[1].0, 169);
        assert!(!told[1].1.contains("0102031234"), "a cell that is no institution number is never shown");
    }

    #[test]
    fn a_register_that_could_mean_two_things_is_stopped() {
        for rows in [
            [["2024/25", "999001", "", "90"], ["2024/25", "999001", "8", "30"]],
            [["2024/25", "999001", "8", "30"], ["2024/25", "999001", "8", "31"]],
            [["2024/25", "999001", "8", "30"], ["2024/25", "999001", "9", "ca. 30"]],
        ] {
            assert_eq!(register(&rows).1.iter().map(|f| f.code.0).collect::<Vec<_>>(), [110], "{rows:?}");
        }
    }

    #[test]
    fn a_share_is_rounded_half_up() {
        assert_eq!((percent(1, 8), percent(1, 3), percent(0, 0)), ("12,5 %".into(), "33,3 %".into(), "0,0 %".into()));
    }
}
