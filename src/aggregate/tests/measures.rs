//! The measures of more than one answer, one incident or one mean, counted by hand.

use super::*;

/// Three pupils of grade 8 and one of grade 9 with answers to `a` and `b`.
fn answers(a: [Option<i16>; 4], b: [Option<i16>; 4]) -> Records {
    let mut records = Records::default();
    records.survey.rows = [8, 8, 8, 9].map(|grade| respondent(NORTH, grade, Sex::Girl)).into();
    records.survey.answers = [("a".to_owned(), a.to_vec()), ("b".to_owned(), b.to_vec())].into();
    records
}

fn several(rule: &str) -> String {
    format!(
        "kilde='upu'\nsted='skole'\nudbryd=['klassetrin']\nmaal={{slags='flere svar',svar=[{{item='a',koder=[1]}},{{item='b',koder=[2,3]}}],{rule}}}"
    )
}

#[test]
fn any_all_and_none_of_several_answers_are_of_those_who_answered_all() {
    let records = answers([Some(1), Some(1), Some(0), Some(1)], [Some(2), Some(0), Some(1), None]);
    let whole = |rule: &str| numbers(&counted(&records, &several(rule)), &wave());
    assert_eq!(whole("mindst=1"), Some((2, Some(3), 2, Some(1))), "the fourth did not answer b");
    assert_eq!(whole("mindst=2"), Some((1, Some(3), 1, Some(2))), "both");
    assert_eq!(whole("hoejst=0"), Some((1, Some(3), 1, Some(2))), "neither");
    let ninth = Coordinate { grade: Some(9), ..wave() };
    assert_eq!(numbers(&counted(&records, &several("mindst=1")), &ninth), None);
}

#[test]
fn several_answers_are_not_read_from_counts_nor_from_a_file_without_one_of_the_questions() {
    let mut records = answers([Some(1); 4], [Some(2); 4]);
    records.survey.rows[0].linked = false;
    assert_eq!(numbers(&counted(&records, &several("mindst=1")), &wave()), Some((3, Some(3), 3, Some(0))));
    records.survey.answers.remove("b");
    assert!(counted(&records, &several("mindst=1")).cells.is_empty());
}

#[test]
fn a_number_of_the_source_hidden_in_one_of_the_questions_hides_the_figure() {
    let mut records = answers([Some(1); 4], [Some(2); 4]);
    let group = Respondent { linked: false, ..respondent(NORTH, 8, Sex::Girl) };
    records.survey.hidden.push(HiddenAnswers { group, item: Some("b".into()) });
    assert_eq!(numbers(&counted(&records, &several("mindst=1")), &wave()), None);
}

#[test]
fn who_overestimates_is_judged_by_the_share_of_the_own_grade_in_whole_per_cent() {
    // Grade 8: one of three does it, 33 %; more than 43 is too much. Grade 9: one of one, 100 %.
    let records = answers([Some(43), Some(44), None, Some(100)], [Some(1), Some(0), Some(0), Some(1)]);
    let over = "kilde='upu'\nsted='skole'\nudbryd=['klassetrin']\nmaal={slags='overvurdering',item='a',faktisk={item='b',koder=[1]},over=10}";
    let table = counted(&records, over);
    assert_eq!(numbers(&table, &wave()), Some((1, Some(3), 1, Some(2))));
    assert_eq!(numbers(&table, &Coordinate { grade: Some(8), ..wave() }), Some((1, Some(2), 1, Some(1))));
}

/// Two young people in one case, one of them in two more; one row without a key.
fn cases() -> Vec<PoliceRecord> {
    vec![
        row(0, Some(1), 2, Role::Charged, Some(NORTH)),
        row(0, Some(2), 2, Role::Charged, Some(SOUTH)),
        row(1, Some(1), 3, Role::Suspected, Some(NORTH)),
        row(2, Some(1), 4, Role::Charged, Some(SOUTH)),
        row(3, None, 5, Role::Charged, Some(NORTH)),
        row(4, Some(2), 5, Role::Victim, Some(SOUTH)),
    ]
}

const ROLES: &str = "roller=['sigtet','mistænkt']";

#[test]
fn offences_per_person_count_a_shared_case_for_each_and_place_it_where_the_person_lives() {
    let text = format!("kilde='politi'\nsted='bopæl'\nudbryd=['distrikt']\nmaal={{slags='forhold pr. person',{ROLES}}}");
    let table = counted(&police(cases()), &text);
    assert_eq!(numbers(&table, &year()), Some((4, Some(2), 2, None)), "three of the one and one of the other");
    assert_eq!(numbers(&table, &year().in_area(Area::District(NORTH))), Some((3, Some(1), 1, None)));
    assert_eq!(exact(&table, &year()).map(|e| (e.largest, e.second)), Some((3, 1)));
}

#[test]
fn the_most_active_are_counted_for_the_whole_municipality() {
    let text = format!("kilde='politi'\nsted='bopæl'\nmaal={{slags='topandel',{ROLES},procent=50,mindst_personer=10}}");
    let table = counted(&police(cases()), &text);
    assert_eq!(numbers(&table, &year()), Some((3, Some(4), 1, Some(1))));
}

#[test]
fn what_happens_in_a_district_is_set_beside_who_lives_there() {
    let at = |home, scene: DistrictId, record: PoliceRecord| PoliceRecord {
        residence: Some(ResidenceDistrict(home)),
        scene: Some(crate::model::geography::SceneDistrict(scene)),
        ..record
    };
    let case = |number, person| row(number, Some(person), 2, Role::Charged, None);
    let rows = vec![
        at(NORTH, NORTH, case(0, 1)),
        at(SOUTH, NORTH, case(0, 2)),
        at(SOUTH, NORTH, case(1, 2)),
        at(SOUTH, SOUTH, case(2, 3)),
        at(NORTH, SOUTH, case(3, 1)),
    ];
    let text = format!("kilde='politi'\nsted='gerningssted'\nudbryd=['distrikt']\nmaal={{slags='eget distrikt',{ROLES}}}");
    let table = counted(&police(rows), &text);
    let scene = Coordinate::whole("X", Period::Year(2024), Geography::Scene);
    let told = |at: &Coordinate| exact(&table, at).map(|e| (e.numerator, e.denominator));
    assert_eq!(told(&scene), Some((2, Some(4))), "cases 0 and 2");
    assert_eq!(told(&scene.in_area(Area::District(NORTH))), Some((1, Some(2))));
    // One of the two cases in the north is of nobody who lives there; one of the two of the north's young people is elsewhere.
    assert_eq!(exact(&table, &scene.in_area(Area::District(NORTH))).and_then(|e| e.complement), Some(1));
}

#[test]
fn a_follow_up_in_time_needs_lists_that_say_when() {
    let text = format!("kilde='politi'\nsted='bopæl'\nmaal={{slags='rettidig opfølgning',{ROLES},dage=14}}");
    assert!(counted(&police(cases()), &text).cells.is_empty());
    let mut rows = cases();
    for (row, days) in rows.iter_mut().zip([Some(14), None, Some(15), Some(-1), None]) {
        row.followed_after = days;
    }
    assert_eq!(exact(&counted(&police(rows), &text), &year()).map(|e| (e.numerator, e.denominator)), Some((1, Some(4))));
}

#[test]
fn the_gap_between_grades_is_a_difference_of_means_in_millionths() {
    // Grade 7: 10 % and 30 %, mean 20 %. Grade 0: 5 %. The gap is 15 percentage points.
    let of = |pupil, grade, absent| AbsenceRecord { grade: Some(grade), ..month(pupil, 8, absent) };
    let records = Records { absence: vec![of(1, 7, 200), of(2, 9, 600), of(3, 0, 100), of(4, 5, 900)], ..Records::default() };
    let text = "kilde='fravaer'\nsted='skole'\nudbryd=['distrikt']\nmaal={slags='fraværsforskel',fravaer=['ulovligt'],klassetrin=[7,9],minus=[0,3]}";
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    assert_eq!(numbers(&counted(&records, text), &at), Some((150_000, Some(3), 1, None)));
}

#[test]
fn the_two_largest_parts_of_a_mean_are_found_over_schools_and_grades() {
    // 40 %, 30 % and 10 % of the days: the whole is the mean of three, and the parts are those of pupils of two grades.
    let of = |pupil, grade, absent| AbsenceRecord { grade: Some(grade), ..month(pupil, 8, absent) };
    let records = Records { absence: vec![of(1, 7, 800), of(2, 9, 600), of(3, 7, 200)], ..Records::default() };
    let text = "kilde='fravaer'\nsted='skole'\nudbryd=['klassetrin']\nmaal={slags='fraværsgennemsnit',fravaer=['ulovligt']}";
    let table = counted(&records, text);
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    let told = |at: &Coordinate| exact(&table, at).map(|e| (e.numerator, e.largest, e.second));
    assert_eq!(told(&at), Some((801_000, 400_000, 300_000)), "the sum is that of the printed mean, 26.7 %");
    assert_eq!(told(&Coordinate { grade: Some(7), ..at.clone() }), Some((500_000, 400_000, 100_000)));
    assert_eq!(told(&Coordinate { grade: Some(9), ..at }), Some((300_000, 300_000, 0)));
}

const MEAN: &str = "kilde='fravaer'\nsted='skole'\nudbryd=['distrikt']\nmaal={slags='fraværsgennemsnit',fravaer=['sygdom','lovligt','ulovligt']}";

fn school(district: DistrictId, values: &[(&str, Given)]) -> SchoolAbsence {
    let values = values.iter().map(|(field, value)| ((*field).to_owned(), *value)).collect();
    SchoolAbsence { school_year: SchoolYear(2023), district: Some(SchoolDistrict(district)), values }
}

fn known(pupils: i64, thousandths: i64) -> [(&'static str, Given); 2] {
    [("antal_elever", Given::Known(pupils * 1_000)), ("samlet", Given::Known(thousandths))]
}

#[test]
fn schools_count_with_their_pupils_where_a_year_has_no_pupils_of_its_own() {
    // 300 pupils with 6 % and 100 with 10 %: (18 + 10) of 400, 7 %.
    let schools = || vec![school(NORTH, &known(300, 6_000)), school(SOUTH, &known(100, 10_000))];
    let mut records = Records { school_absence: schools(), ..Records::default() };
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    assert_eq!(numbers(&counted(&records, MEAN), &at), Some((28_000_000, Some(400), 400, None)));
    assert_eq!(numbers(&counted(&records, MEAN), &at.in_area(Area::District(SOUTH))), Some((10_000_000, Some(100), 100, None)));
    records.absence = vec![month(1, 8, 200)];
    assert_eq!(numbers(&counted(&records, MEAN), &at), Some((100_000, Some(1), 1, None)), "never beside pupils of the year");
}

#[test]
fn a_school_without_its_number_of_pupils_makes_no_mean_of_the_others_and_a_hidden_one_hides_it() {
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    let of = |other: SchoolAbsence| {
        let records = Records { school_absence: vec![school(NORTH, &known(300, 6_000)), other], ..Records::default() };
        counted(&records, MEAN)
    };
    assert_eq!(numbers(&of(school(SOUTH, &known(100, 9_000)[1..])), &at), None);
    let covered = [("antal_elever", Given::HiddenBySource), ("samlet", Given::Known(9_000))];
    assert!(hidden(&of(school(SOUTH, &covered)), &at) == Some(Some(HiddenPart::Numerator)));
    let kinds = [("antal_elever", 100_000), ("sygdom", 4_000), ("lovligt", 1_000), ("ulovligt", 5_000)];
    let kinds = kinds.map(|(field, value)| (field, Given::Known(value)));
    assert_eq!(numbers(&of(school(SOUTH, &kinds)), &at), Some((28_000_000, Some(400), 400, None)), "the kinds make the total");
}

#[test]
fn a_pupil_stands_where_the_last_month_of_the_school_year_was() {
    let at = |district, month: AbsenceRecord| AbsenceRecord { district: Some(SchoolDistrict(district)), ..month };
    let moved = [at(SOUTH, month(1, 5, 0)), at(NORTH, month(1, 9, 0))];
    let twice_in_a_month = [at(SOUTH, month(2, 8, 0)), at(NORTH, month(2, 8, 0))];
    let records = Records { absence: moved.into_iter().chain(twice_in_a_month).collect(), ..Records::default() };
    let table = counted(&records, "kilde='fravaer'\nsted='skole'\nudbryd=['distrikt']\nmaal={slags='rækker'}");
    let year = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    let pupils = |area| numbers(&table, &year.in_area(area)).map(|(pupils, ..)| pupils);
    assert_eq!(pupils(Area::Municipality), Some(2));
    assert_eq!(pupils(Area::District(SOUTH)), Some(1), "May comes after September");
    assert_eq!(pupils(Area::District(NORTH)), Some(1), "the later row of a month counts");
}

/// The mean of some pupils of the north and the south, each absent for so many per cent of one month: sum, largest and second.
fn peaks(north: &[i64], south: &[i64]) -> Option<(i64, i64, i64)> {
    let at = |area, percent: &i64| (SchoolDistrict(area), percent * 20);
    let all = north.iter().map(|percent| at(NORTH, percent)).chain(south.iter().map(|percent| at(SOUTH, percent)));
    let pupil = |(number, (area, absent))| AbsenceRecord { district: Some(area), ..month(number, 8, absent) };
    let records = Records { absence: (1..).zip(all).map(pupil).collect(), ..Records::default() };
    let whole = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    exact(&counted(&records, MEAN), &whole).map(|e| (e.numerator, e.largest, e.second))
}

#[test]
fn the_two_most_absent_are_found_in_one_district_or_in_two() {
    let whole = Some((1_000_000, 400_000, 300_000));
    assert_eq!(peaks(&[10, 40, 30], &[20]), whole, "both in the north");
    assert_eq!(peaks(&[10, 40], &[30, 20]), whole, "one in each");
    assert_eq!(peaks(&[20, 10], &[30, 40]), whole, "both in the south");
    assert_eq!(peaks(&[40, 40], &[]), Some((800_000, 400_000, 400_000)), "two alike");
    assert_eq!(peaks(&[40], &[40]), Some((800_000, 400_000, 400_000)), "two alike in two districts");
    assert_eq!(peaks(&[40], &[]), Some((400_000, 400_000, 0)), "one alone has nobody beside him");
}

#[test]
fn the_most_absent_weighs_by_months_as_the_mean_does() {
    // Pupil 1: two months of 15 %. Pupil 2: one month of 25 %. Pupil 3: one month of 5 %. Together 60 % over four months.
    let records =
        Records { absence: vec![month(1, 8, 300), month(1, 9, 300), month(2, 8, 500), month(3, 8, 100)], ..Records::default() };
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School).in_area(Area::District(NORTH));
    let found = exact(&counted(&records, MEAN), &at).map(|e| (e.numerator, e.largest, e.second));
    assert_eq!(found, Some((450_000, 225_000, 187_500)), "each of three pupils' shares of a mean of 15 %");
}

#[test]
fn the_running_school_year_stands_beside_the_same_months_a_year_before() {
    let running = |pupil, month_, absent| AbsenceRecord { school_year: SchoolYear(2024), ..month(pupil, month_, absent) };
    let at = |year| Coordinate::whole("X", Period::RunningSchoolYear(SchoolYear(year), 9), Geography::School);
    let alone = Records { absence: vec![running(1, 8, 100), running(1, 9, 200)], ..Records::default() };
    assert_eq!(numbers(&counted(&alone, MEAN), &at(2024)), Some((75_000, Some(1), 1, None)));
    assert_eq!(numbers(&counted(&alone, MEAN), &at(2023)), None, "nobody has the year before");
    let both = Records { absence: vec![running(1, 9, 200), month(1, 9, 400), month(1, 10, 2_000)], ..Records::default() };
    assert_eq!(numbers(&counted(&both, MEAN), &at(2023)), Some((200_000, Some(1), 1, None)), "October is not closed this year");
}
