//! Numbers a source has hidden: every figure made from them is hidden too.

use super::*;

#[test]
fn one_hidden_cell_hides_the_district_and_the_municipality_and_no_other_district() {
    let south = |pupil| AbsenceRecord { district: Some(SchoolDistrict(SOUTH)), ..month(pupil, 8, 200) };
    let gap = AbsenceRecord { unauthorised: Given::HiddenBySource, ..month(1, 8, 0) };
    let records = Records { absence: vec![gap, month(2, 8, 100), south(3)], ..Records::default() };
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    for measure in ["fraværsgennemsnit',fravaer=['ulovligt']", "elever over',fravaer=['ulovligt'],procent=10"] {
        let table = counted(&records, &format!("kilde='fravaer'\nsted='skole'\nudbryd=['distrikt']\nmaal={{slags='{measure}}}"));
        let all = Some(Some(HiddenPart::Numerator));
        assert!(hidden(&table, &at) == all && hidden(&table, &at.in_area(Area::District(NORTH))) == all, "{measure}");
        assert!(hidden(&table, &at.in_area(Area::District(SOUTH))) == Some(None), "{measure}");
    }
    let other = "kilde='fravaer'\nsted='skole'\nmaal={slags='fraværsgennemsnit',fravaer=['sygdom']}";
    assert!(hidden(&counted(&records, other), &at) == Some(None), "nothing of the illness is hidden");
    let pupils = "kilde='fravaer'\nsted='skole'\nmaal={slags='rækker'}";
    assert_eq!(numbers(&counted(&records, pupils), &at), Some((3, None, 3, None)), "a pupil with hidden days is a pupil");
}

#[test]
fn a_pupil_whose_school_days_are_hidden_is_in_the_figure_and_hides_it() {
    let gap = AbsenceRecord { school_days: Given::HiddenBySource, ..month(1, 8, 100) };
    let records = Records { absence: vec![gap], ..Records::default() };
    let mean = "kilde='fravaer'\nsted='skole'\nmaal={slags='fraværsgennemsnit',fravaer=['sygdom']}";
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    assert!(hidden(&counted(&records, mean), &at) == Some(Some(HiddenPart::Numerator)));
}

#[test]
fn a_school_with_a_hidden_value_hides_the_range() {
    let school = |district, value| SchoolAbsence {
        school_year: SchoolYear(2023),
        district: Some(SchoolDistrict(district)),
        values: [("andel".to_owned(), value)].into(),
    };
    let schools =
        vec![school(NORTH, Given::Known(93_000)), school(NORTH, Given::HiddenBySource), school(SOUTH, Given::Known(95_000))];
    let records = Records { school_absence: schools, ..Records::default() };
    let range = "kilde='fravaer'\nsted='skole'\nudbryd=['distrikt']\nmaal={slags='skolespænd',felt='andel'}";
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    let table = counted(&records, range);
    assert!(hidden(&table, &at) == Some(Some(HiddenPart::Numerator)));
    assert!(hidden(&table, &at.in_area(Area::District(NORTH))) == Some(Some(HiddenPart::Numerator)));
    assert!(hidden(&table, &at.in_area(Area::District(SOUTH))) == Some(None));
}

#[test]
fn hidden_inhabitants_hide_the_rates_they_stand_under() {
    let mut records =
        police(vec![row(0, Some(1), 2, Role::Charged, Some(NORTH)), row(1, Some(2), 2, Role::Charged, Some(SOUTH))]);
    let people = |district, count| PopulationRow {
        district: Some(ResidenceDistrict(district)),
        sex: Sex::Girl,
        age: 15,
        year: 2024,
        count,
    };
    let known = Given::Known(40);
    records.population = vec![people(NORTH, known), people(NORTH, Given::HiddenBySource), people(SOUTH, known)];
    let incidents = PERSONS.replace("'personer'", "'hændelser'");
    for measure in [PERSONS, incidents.as_str()] {
        let table = counted(&records, &measure.replace("'mistænkt']", "'mistænkt'],pr_1000=true"));
        let base = Some(Some(HiddenPart::Denominator));
        assert!(hidden(&table, &year()) == base && hidden(&table, &year().in_area(Area::District(NORTH))) == base);
        assert!(hidden(&table, &year().in_area(Area::District(SOUTH))) == Some(None));
    }
    let half = Coordinate { period: Period::HalfYear(2024, 1), ..year() };
    let persons = counted(&records, &PERSONS.replace("'mistænkt']", "'mistænkt'],pr_1000=true"));
    assert!(hidden(&persons, &half) == Some(None), "a count of half a year has no inhabitants under it");
}
