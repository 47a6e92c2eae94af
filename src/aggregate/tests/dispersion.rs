//! How much schools differ, from single pupils.

use super::*;
use crate::model::records::SchoolKey;
use crate::model::release::Dispersion;

/// Five schools of Nordre distrikt with 20 pupils each, of whom 2, 4, 6, 8 and 10 answer yes.
fn schools() -> Records {
    let mut records = Records::default();
    for (school, yes) in [(0, 2), (1, 4), (2, 6), (3, 8), (4, 10)] {
        records.survey.rows.extend(std::iter::repeat_n(respondent(NORTH, 8, Sex::Girl), 20));
        records.survey.schools.extend(std::iter::repeat_n(SchoolKey::of(&format!("10000{school}")), 20));
        let answers = (0..20).map(|pupil| Some(i16::from(pupil < yes)));
        records.survey.answers.entry("q".into()).or_default().extend(answers);
    }
    records
}

#[test]
fn schools_that_differ_leave_one_rounded_dispersion() {
    let found = counted(&schools(), SHARE).dispersions;
    // Squares 16 + 4 + 0 + 4 + 16 over expected 5 * 20 * 4/5 * 0.3 * 0.7 = 16.8: 2.38, rounded up.
    assert_eq!(found.get("X"), Some(&Dispersion { tenths: 24, schools: 5, districts: 1, periods: 1 }));
}

#[test]
fn pupils_whose_school_or_district_nobody_knows_say_nothing_of_schools() {
    let mut records = schools();
    records.survey.schools[80..].fill(None);
    let found = counted(&records, SHARE).dispersions;
    assert_eq!(found["X"].schools, 4);
    records.survey.rows[40..].iter_mut().for_each(|row| row.district = None);
    assert!(counted(&records, SHARE).dispersions.is_empty(), "two schools are too few");
    records.survey.schools.clear();
    assert!(counted(&records, SHARE).dispersions.is_empty());
}

#[test]
fn the_spread_of_absence_is_the_spread_of_schools_means() {
    let mut records = Records::default();
    for (school, absent) in [(0_u128, 100), (1, 200), (2, 300), (3, 200)] {
        let pupils = (0..10).map(|pupil| month(100 * school + pupil, 8, absent));
        records.absence.extend(pupils.map(|m| AbsenceRecord { school: SchoolKey::of(&school.to_string()), ..m }));
    }
    let mean = "kilde='fravaer'\nsted='skole'\nmaal={slags='fraværsgennemsnit',fravaer=['sygdom','ulovligt']}";
    // Means of 5, 10, 15 and 10 per cent over 10 pupils each: 10 * (25 + 25) / 3 = 166.7, its root 12.91 points.
    assert_eq!(
        counted(&records, mean).dispersions.get("X"),
        Some(&Dispersion { tenths: 130, schools: 4, districts: 1, periods: 1 })
    );
    let over = "kilde='fravaer'\nsted='skole'\nmaal={slags='elever over',fravaer=['ulovligt'],procent=8}";
    let found = counted(&records, over).dispersions;
    assert!(found["X"].tenths > 100, "all or none of a school: {}", found["X"].tenths);
}
