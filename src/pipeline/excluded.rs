//! Which rows of a period stand behind no figure of an indicator, and why. Exact numbers: for the terminal only.

use crate::model::indicator::{Indicator, Measure, RoleName};
use crate::model::period::{ReportPeriods, SchoolYear};
use crate::model::person::{Age, AgeBand, Role, Sex};
use crate::model::records::{PoliceRecord, Records, SurveyRecords};

/// Returns a line for each reason, and before them what they are taken of; nothing for measures that count every row.
pub(super) fn excluded(records: &Records, indicator: &Indicator, periods: ReportPeriods) -> Vec<String> {
    use Measure::{
        FirstTime, FollowUp, Incidents, Index, OffenceShare, OffencesPerPerson, OwnDistrict, Persons, Repeat, TopShare,
    };
    let items = indicator.maal.items();
    let roles = indicator.maal.roles().unwrap_or_default();
    match &indicator.maal {
        Index { .. } => survey(&records.survey, indicator, &[], periods.survey),
        _ if !items.is_empty() => survey(&records.survey, indicator, &items, periods.survey),
        Persons { .. } | FirstTime { .. } | Repeat { .. } | OffencesPerPerson { .. } | TopShare { .. } => {
            police(&records.police.rows, indicator, (roles, true), periods.police)
        }
        Incidents { .. } | OffenceShare { .. } | OwnDistrict { .. } | FollowUp { .. } => {
            police(&records.police.rows, indicator, (roles, false), periods.police)
        }
        _ => Vec::new(),
    }
}

/// Each row counts under the first reason that fits.
fn told(of: &str, all: usize, reasons: &[(&str, usize)]) -> Vec<String> {
    let lines: Vec<String> =
        reasons.iter().filter(|(_, count)| *count > 0).map(|(why, count)| format!("{count:>7}  {why}")).collect();
    let rest = if lines.is_empty() { "Alle tæller med." } else { "Disse tæller ikke med:" };
    std::iter::once(format!("{all:>7}  af dem er {of}. {rest}")).chain(lines).collect()
}

fn survey(records: &SurveyRecords, indicator: &Indicator, items: &[&str], wave: SchoolYear) -> Vec<String> {
    let of_wave: Vec<usize> = (0..records.rows.len()).filter(|at| records.rows[*at].wave == wave).collect();
    let asks_sex = of_wave.iter().any(|at| records.rows[*at].sex != Sex::Unknown);
    let answers: Vec<&Vec<Option<i16>>> = items.iter().filter_map(|item| records.answers.get(*item)).collect();
    let (mut grade, mut sex, mut answer) = (0, 0, 0);
    for at in &of_wave {
        let row = &records.rows[*at];
        let covered = indicator.klassetrin.is_none_or(|(first, last)| row.grade.is_some_and(|g| (first..=last).contains(&g)));
        let valid = answers.iter().all(|codes| codes[*at].is_some());
        if !covered {
            grade += 1;
        } else if asks_sex && row.sex == Sex::Unknown {
            sex += 1;
        } else if !valid {
            answer += 1;
        }
    }
    let reasons = [
        ("på et klassetrin, som indikatoren ikke dækker", grade),
        ("uden oplyst køn eller med et andet svar: de er få og kunne genkendes", sex),
        ("uden et gyldigt svar på spørgsmålet", answer),
    ];
    told(&format!("fra vinteren {wave}"), of_wave.len(), &reasons)
}

fn police(rows: &[PoliceRecord], indicator: &Indicator, (roles, persons): (&[RoleName], bool), year: i16) -> Vec<String> {
    let of_year: Vec<&PoliceRecord> = rows.iter().filter(|row| row.date.year == year).collect();
    let (mut role, mut no_age, mut age, mut key) = (0, 0, 0, 0);
    for row in &of_year {
        let covered = indicator.alder.is_none_or(|(from, to)| AgeBand { from, to }.holds(row.age));
        if !roles.iter().any(|name| Role::from(*name) == row.role) {
            role += 1;
        } else if indicator.alder.is_some() && row.age == Age::Unknown {
            no_age += 1;
        } else if !covered {
            age += 1;
        } else if persons && row.person.is_none() {
            key += 1;
        }
    }
    let mut reasons =
        vec![("med en anden rolle", role), ("uden oplyst alder", no_age), ("med en alder, som indikatoren ikke dækker", age)];
    reasons.extend(persons.then_some(("uden personnøgle: de kan ikke tælles som personer", key)));
    told(&format!("fra {year}"), of_year.len(), &reasons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::records::Respondent;
    use std::collections::BTreeMap;

    fn respondent(grade: u8, sex: Sex) -> Respondent {
        Respondent { wave: SchoolYear(2024), district: None, grade: Some(grade), sex, linked: true }
    }

    #[test]
    fn every_respondent_is_left_out_for_one_reason_at_most() {
        let rows =
            vec![respondent(8, Sex::Boy), respondent(5, Sex::Unknown), respondent(8, Sex::Unknown), respondent(9, Sex::Girl)];
        let answers = BTreeMap::from([("al.drunk.30d".to_owned(), vec![Some(0), None, None, None])]);
        let records = SurveyRecords { rows, answers, ..SurveyRecords::default() };
        let text = include_str!("../aggregate/indicators.toml");
        let catalogue = crate::config::indicators("indicators.toml", text).expect("the built-in catalogue is valid");
        let indicator = catalogue.iter().find(|i| i.id == "U15").expect("U15 is built in");
        let lines = survey(&records, indicator, &["al.drunk.30d"], SchoolYear(2024));
        let counts: Vec<&str> = lines.iter().map(|line| line.trim().split(' ').next().unwrap_or_default()).collect();
        assert_eq!(counts, ["4", "1", "1", "1"]);
        assert!(lines[0].contains("fra vinteren 2024/25"), "{}", lines[0]);
    }
}
