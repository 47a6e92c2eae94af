//! Counts of small, hand-made records, checked by hand.

use super::*;
use crate::model::counts::HiddenPart;
use crate::model::geography::{Area, Geography, ResidenceDistrict, SchoolDistrict};
use crate::model::period::{Date, Period, SchoolYear};
use crate::model::person::{Age, AgeBand, Pseudonym, Role, Sex};
use crate::model::records::{
    AbsenceRecord, Given, HiddenAnswers, Note, PoliceRecord, PopulationRow, Respondent, SchoolAbsence, SchoolResponse,
};

mod catalogue;
mod dispersion;
mod hidden;
mod measures;

const NORTH: DistrictId = DistrictId(0);
const SOUTH: DistrictId = DistrictId(1);

/// January 2022.
const FIRST_LIST: i64 = 2022 * 12;

fn indicators(text: &str) -> Vec<Indicator> {
    #[derive(serde::Deserialize)]
    struct Catalogue {
        indikator: Vec<Indicator>,
    }
    let head = "id='X'\ntitel='x'\ntema='x'\nniveau='generel'\nretning='neutral'\nsaetning='x'\ndefinition='x'\n";
    toml::from_str::<Catalogue>(&format!("[[indikator]]\n{head}{text}")).expect("a valid indicator").indikator
}

fn counted(records: &Records, indicator: &str) -> CountTable {
    let scope = Scope { periods: ReportPeriods::for_meeting(2025), districts: &[NORTH, SOUTH], first_list: Some(FIRST_LIST) };
    aggregate(records, &indicators(indicator), scope).expect("the engine answers")
}

fn exact(table: &CountTable, at: &Coordinate) -> Option<Exact> {
    table.cells.iter().find(|(c, _)| c == at).map(|(_, e)| *e)
}

/// k, n, units behind, units outside.
fn numbers(table: &CountTable, at: &Coordinate) -> Option<(i64, Option<i64>, i64, Option<i64>)> {
    exact(table, at).map(|e| (e.numerator, e.denominator, e.behind, e.complement))
}

fn respondent(district: DistrictId, grade: u8, sex: Sex) -> Respondent {
    Respondent { wave: SchoolYear(2024), district: Some(SchoolDistrict(district)), grade: Some(grade), sex, linked: true }
}

fn survey() -> Records {
    let mut records = Records::default();
    records.survey.rows = vec![
        respondent(NORTH, 7, Sex::Boy),
        respondent(NORTH, 8, Sex::Girl),
        respondent(SOUTH, 8, Sex::Girl),
        respondent(SOUTH, 8, Sex::Unknown),
        respondent(SOUTH, 10, Sex::Boy),
    ];
    records.survey.answers.insert("q".into(), vec![Some(1), Some(0), Some(1), Some(1), Some(1)]);
    records.survey.answers.insert("p".into(), vec![Some(40), None, Some(41), Some(0), Some(100)]);
    records
}

const SHARE: &str = "kilde='upu'\nsted='skole'\nklassetrin=[7,9]\nudbryd=['distrikt','køn og klassetrin']\nmaal={slags='svarandel',item='q',koder=[1]}";

fn wave() -> Coordinate {
    Coordinate::whole("X", Period::Wave(SchoolYear(2024)), Geography::School)
}

#[test]
fn a_share_counts_valid_answers_of_the_grades_covered() {
    let table = counted(&survey(), SHARE);
    assert_eq!(numbers(&table, &wave()), Some((2, Some(3), 2, Some(1))), "one pupil did not state the sex, one is in grade 10");
    assert_eq!(numbers(&table, &wave().in_area(Area::District(SOUTH))), Some((1, Some(1), 1, Some(0))));
}

#[test]
fn pupils_who_did_not_state_their_sex_are_in_no_figure() {
    let table = counted(&survey(), SHARE);
    assert_eq!(numbers(&table, &Coordinate { grade: Some(8), ..wave() }), Some((1, Some(2), 1, Some(1))));
    assert_eq!(numbers(&table, &Coordinate { sex: Some(Sex::Unknown), ..wave() }), None, "never told by themselves");
}

#[test]
fn a_survey_that_never_asks_for_sex_counts_everybody() {
    let mut records = survey();
    records.survey.rows.iter_mut().for_each(|r| r.sex = Sex::Unknown);
    let table = counted(&records, SHARE);
    assert_eq!(numbers(&table, &wave()), Some((3, Some(4), 3, Some(1))));
    assert_eq!(numbers(&table, &Coordinate { grade: Some(8), ..wave() }), Some((2, Some(3), 2, Some(1))));
}

#[test]
fn a_mean_of_answers_is_a_sum_of_millionths_over_respondents() {
    let mean = "kilde='upu'\nsted='skole'\nklassetrin=[7,9]\nmaal={slags='svargennemsnit',item='p'}";
    assert_eq!(numbers(&counted(&survey(), mean), &wave()), Some((810_000, Some(2), 2, None)));
}

const INDEX: &str = "kilde='upu'\nsted='skole'\nudbryd=['distrikt']\nmaal={slags='indeks',items=['a','b','c','d'],omvendt=['d'],skala=[1,5],graense_hundrededele=350}";

fn index_survey(rows: &[[Option<i16>; 4]]) -> Records {
    let mut records = Records::default();
    records.survey.rows = rows.iter().map(|_| respondent(NORTH, 8, Sex::Girl)).collect();
    for (at, item) in ["a", "b", "c", "d"].into_iter().enumerate() {
        records.survey.answers.insert(item.into(), rows.iter().map(|row| row[at]).collect());
    }
    records
}

#[test]
fn a_pupil_counts_in_an_index_when_half_of_its_items_are_answered() {
    let mut records = index_survey(&[
        [Some(4), Some(3), Some(4), Some(3)],
        [Some(4), None, None, Some(3)],
        [Some(3), Some(3), None, None],
        [Some(5), None, None, None],
        [None, None, None, None],
    ]);
    let table = counted(&records, INDEX);
    assert_eq!(
        numbers(&table, &wave()),
        Some((2, Some(3), 2, Some(1))),
        "3.5 is in, turned 3 is 3; one answer of four is too few"
    );
    records.survey.answers.remove("b");
    assert_eq!(
        numbers(&counted(&records, INDEX), &wave()),
        Some((2, Some(2), 2, Some(0))),
        "an item the file lacks is not answered"
    );
}

#[test]
fn an_index_is_not_read_from_counts() {
    let mut records = index_survey(&[[Some(4), Some(4), Some(4), Some(1)], [Some(4), Some(4), Some(4), Some(1)]]);
    records.survey.rows[1].linked = false;
    assert_eq!(numbers(&counted(&records, INDEX), &wave()), Some((1, Some(1), 1, Some(0))));
}

#[test]
fn a_number_hidden_by_the_source_hides_every_figure_it_belongs_to() {
    let mut records = survey();
    records.survey.rows[3].sex = Sex::Boy;
    let group = Respondent { linked: false, ..respondent(SOUTH, 8, Sex::Girl) };
    records.survey.hidden.push(HiddenAnswers { group, item: Some("q".into()) });
    let table = counted(&records, SHARE);
    let told = |at: Coordinate| numbers(&table, &at).is_some();
    assert!(
        !told(wave()) && !told(wave().in_area(Area::District(SOUTH))) && !told(Coordinate { sex: Some(Sex::Girl), ..wave() })
    );
    assert!(told(wave().in_area(Area::District(NORTH))) && told(Coordinate { sex: Some(Sex::Boy), ..wave() }));
    records.survey.hidden[0].item = Some("p".into());
    assert!(numbers(&counted(&records, SHARE), &wave()).is_some(), "another item is another figure");
    let rows = "kilde='upu'\nsted='skole'\nudbryd=['distrikt']\nmaal={slags='rækker'}";
    assert!(numbers(&counted(&records, rows), &wave()).is_none(), "nobody knows how many answered");
}

#[test]
fn the_response_rate_has_the_respondents_the_report_shows_as_its_numerator() {
    let (north, south) = (Some(SchoolDistrict(NORTH)), Some(SchoolDistrict(SOUTH)));
    let mut records = Records::default();
    let pupils = |district, count| std::iter::repeat_n(Respondent { district, ..respondent(NORTH, 8, Sex::Girl) }, count);
    records.survey.rows = pupils(north, 81).chain(pupils(south, 31)).chain(pupils(None, 2)).collect();
    let school = |district, answered, invited| SchoolResponse { wave: SchoolYear(2024), district, answered, invited };
    records.survey.responses = vec![school(north, 80, 100), school(north, 0, 50), school(south, 31, 30)];
    let rate = "kilde='upu'\nsted='skole'\nudbryd=['distrikt']\nmaal={slags='svarprocent'}";
    let table = counted(&records, rate);
    assert_eq!(numbers(&table, &wave()), Some((114, Some(180), 114, Some(66))), "three of 114 are from elsewhere");
    assert_eq!(numbers(&table, &wave().in_area(Area::District(NORTH))), Some((81, Some(150), 81, Some(69))));
    assert_eq!(numbers(&table, &wave().in_area(Area::District(SOUTH))), None, "more answers than invited is no rate");
    records.survey.responses[0].answered = 70;
    let told = counted(&records, rate);
    assert!(numbers(&told, &wave().in_area(Area::District(NORTH))).is_none(), "too many are from schools nobody invited");
}

fn row(incident: u32, person: Option<u128>, month: u8, role: Role, home: Option<DistrictId>) -> PoliceRecord {
    PoliceRecord {
        incident,
        person: person.map(Pseudonym),
        date: Date { year: 2024, month, day: 3 },
        age: Age::Years(15),
        sex: Sex::Girl,
        role,
        offence: 0,
        residence: home.map(ResidenceDistrict),
        scene: None,
        list: None,
        followed_after: None,
    }
}

fn police(rows: Vec<PoliceRecord>) -> Records {
    let mut records = Records::default();
    records.police.rows = rows;
    records.police.offences = vec!["vold".into(), "tyveri".into()];
    records
}

fn year() -> Coordinate {
    Coordinate::whole("X", Period::Year(2024), Geography::Residence)
}

const PERSONS: &str = "kilde='politi'\nsted='bopæl'\nalder=[10,17]\nudbryd=['distrikt','aldersgruppe','halvår']\nmaal={slags='personer',roller=['sigtet','mistænkt']}";

#[test]
fn a_person_counts_once_in_a_period_where_the_first_record_placed_her() {
    let rows = vec![
        row(1, Some(9), 8, Role::Charged, Some(SOUTH)),
        row(0, Some(9), 2, Role::Suspected, Some(NORTH)),
        row(2, Some(9), 3, Role::Victim, Some(NORTH)),
        row(3, None, 3, Role::Charged, Some(NORTH)),
    ];
    let table = counted(&police(rows), PERSONS);
    assert_eq!(numbers(&table, &year()), Some((1, None, 1, None)));
    assert_eq!(numbers(&table, &year().in_area(Area::District(NORTH))), Some((1, None, 1, None)));
    assert_eq!(numbers(&table, &year().in_area(Area::District(SOUTH))), Some((0, None, 0, None)), "nobody is a zero, not a gap");
    let band = AgeBand { from: 15, to: 17 };
    assert_eq!(numbers(&table, &Coordinate { age: Some(band), ..year() }), Some((1, None, 1, None)));
    let second_half = Coordinate { period: Period::HalfYear(2024, 2), ..year().in_area(Area::District(SOUTH)) };
    assert_eq!(numbers(&table, &second_half), Some((1, None, 1, None)));
}

#[test]
fn a_rate_is_per_the_inhabitants_of_the_same_ages() {
    let mut records = police(vec![row(0, Some(1), 2, Role::Charged, Some(NORTH))]);
    let people = |district, age, count| PopulationRow {
        district: Some(ResidenceDistrict(district)),
        sex: Sex::Girl,
        age,
        year: 2024,
        count: Given::Known(count),
    };
    records.population = vec![people(NORTH, 10, 30), people(NORTH, 9, 500), people(SOUTH, 17, 40)];
    let table = counted(&records, &PERSONS.replace("'mistænkt']", "'mistænkt'],pr_1000=true"));
    assert_eq!(numbers(&table, &year()), Some((1, Some(70), 1, None)));
    assert_eq!(numbers(&table, &year().in_area(Area::District(NORTH))), Some((1, Some(30), 1, None)));
}

#[test]
fn lists_without_person_keys_give_no_number_of_persons() {
    let table = counted(&police(vec![row(0, None, 2, Role::Charged, None)]), PERSONS);
    assert!(table.cells.is_empty());
}

#[test]
fn two_young_people_in_one_case_are_one_incident_with_two_persons_behind_it() {
    let rows = vec![
        row(0, Some(1), 2, Role::Charged, None),
        row(0, Some(2), 2, Role::Charged, None),
        row(1, Some(1), 2, Role::Charged, None),
        row(2, None, 2, Role::Charged, None),
    ];
    let incidents = "kilde='politi'\nsted='bopæl'\nudbryd=['lovovertrædelse']\nmaal={slags='hændelser',roller=['sigtet']}";
    let whole = exact(&counted(&police(rows), incidents), &year()).expect("a whole");
    assert_eq!((whole.numerator, whole.behind, whole.largest, whole.second), (3, 3, 2, 1));
}

#[test]
fn repeat_means_two_dates_and_first_time_means_nothing_before() {
    let mut rows = vec![
        row(0, Some(1), 2, Role::Charged, None),
        row(1, Some(1), 5, Role::Charged, None),
        row(2, Some(2), 5, Role::Charged, None),
    ];
    let repeat = "kilde='politi'\nsted='bopæl'\nmaal={slags='flere gange',roller=['sigtet']}";
    assert_eq!(numbers(&counted(&police(rows.clone()), repeat), &year()), Some((1, Some(2), 1, Some(1))));
    let first = "kilde='politi'\nsted='bopæl'\nmaal={slags='førstegang',roller=['sigtet'],maaneder=24}";
    rows.push(PoliceRecord { date: Date { year: 2022, month: 6, day: 1 }, ..row(3, Some(2), 6, Role::Charged, None) });
    let since = |first_list| Scope { periods: ReportPeriods::for_meeting(2025), districts: &[NORTH, SOUTH], first_list };
    let late = aggregate(&police(rows.clone()), &indicators(first), since(Some(FIRST_LIST + 1))).expect("the engine answers");
    assert!(late.cells.is_empty(), "the lists do not reach 24 months back, whatever an old date says");
    let table = counted(&police(rows), first);
    assert_eq!(numbers(&table, &year()), Some((1, Some(2), 1, Some(1))));
}

fn month(pupil: u128, month: u8, absent: i64) -> AbsenceRecord {
    AbsenceRecord {
        pupil: Pseudonym(pupil),
        school_year: SchoolYear(2023),
        month,
        district: Some(SchoolDistrict(NORTH)),
        school: None,
        grade: Some(7),
        illness: Given::Known(0),
        permitted: Given::Known(0),
        unauthorised: Given::Known(absent),
        school_days: Given::Known(2_000),
    }
}

/// What of a figure is hidden by its source; `None` = the figure is not there.
fn hidden(table: &CountTable, at: &Coordinate) -> Option<Option<HiddenPart>> {
    exact(table, at).map(|e| e.by_source)
}

#[test]
fn mean_absence_weighs_each_pupil_by_months() {
    // Pupil 1: two months, 10 % absent. Pupil 2: one month, 40 % absent. Mean = (2·10 + 1·40) / 3 = 20 %.
    let records = Records { absence: vec![month(1, 8, 200), month(1, 9, 200), month(2, 8, 800)], ..Records::default() };
    let mean = "kilde='fravaer'\nsted='skole'\nudbryd=['distrikt']\nmaal={slags='fraværsgennemsnit',fravaer=['ulovligt']}";
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    assert_eq!(numbers(&counted(&records, mean), &at), Some((400_000, Some(2), 2, None)));
}

#[test]
fn the_limit_counts_only_where_the_rule_says_so() {
    // 15 % of the third calendar quarter, 7.5 % of both months.
    let records =
        Records { absence: vec![month(1, 9, 300), month(1, 10, 0), month(2, 9, 299), month(3, 9, 200)], ..Records::default() };
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    let over = |rule: &str| {
        let text = format!("kilde='fravaer'\nsted='skole'\nmaal={{slags='elever over',fravaer=['ulovligt'],{rule}}}");
        exact(&counted(&records, &text), &at).map(|e| e.numerator)
    };
    assert_eq!(over("procent=15,graensen_med=true,i_et_kvartal=true"), Some(1));
    assert_eq!(over("procent=10"), Some(1), "10 % itself is not more than 10 %");
}

#[test]
fn the_indicator_that_asks_for_what_a_source_does_not_hold_is_named() {
    let records = Records { absence: vec![month(1, 8, 200)], ..Records::default() };
    let by_sex = "kilde='fravaer'\nsted='skole'\nudbryd=['køn']\nmaal={slags='fraværsgennemsnit',fravaer=['ulovligt']}";
    let scope = Scope { periods: ReportPeriods::for_meeting(2025), districts: &[NORTH], first_list: None };
    let refused = aggregate(&records, &indicators(by_sex), scope).err().map(|refused| refused.0);
    assert_eq!(refused.as_deref(), Some("X"));
}

#[test]
fn themes_count_different_sources() {
    let note = |source: &str| Note {
        district: Some(NORTH),
        year: 2024,
        theme: "fritid".into(),
        source: source.into(),
        text: "x".into(),
        approval: None,
    };
    let records = Records { notes: vec![note("klub"), note("klub"), note("skole")], ..Records::default() };
    let notes = "kilde='observationer'\nsted='distriktsgruppe'\nudbryd=['tema']\nmaal={slags='observationer'}";
    let at =
        Coordinate { category: Some("fritid".into()), ..Coordinate::whole("X", Period::Year(2024), Geography::DistrictGroup) };
    assert_eq!(numbers(&counted(&records, notes), &at), Some((2, None, 2, None)));
}

#[test]
fn a_pupil_without_grade_takes_nothing_from_the_whole() {
    let mut absence = vec![month(1, 8, 200), month(2, 8, 200)];
    absence[1].grade = None;
    let records = Records { absence, ..Records::default() };
    let mean = "kilde='fravaer'\nsted='skole'\nudbryd=['klassetrin']\nmaal={slags='fraværsgennemsnit',fravaer=['ulovligt']}";
    let at = Coordinate::whole("X", Period::SchoolYear(SchoolYear(2023)), Geography::School);
    let table = counted(&records, mean);
    assert_eq!(numbers(&table, &at), Some((200_000, Some(2), 2, None)));
    let unstated = Coordinate { grade: Some(crate::model::counts::UNSTATED_GRADE), ..at };
    assert_eq!(numbers(&table, &unstated), Some((100_000, Some(1), 1, None)), "judged with the grades, never printed");
}

#[test]
fn what_happened_before_the_lists_began_makes_no_year() {
    let old = PoliceRecord { date: Date { year: 2019, month: 1, day: 5 }, ..row(0, Some(1), 1, Role::Charged, Some(NORTH)) };
    assert!(counted(&police(vec![old]), PERSONS).cells.is_empty());
}

#[test]
fn rows_without_a_person_key_make_the_number_of_persons_an_interval() {
    let rows = vec![
        row(1, Some(1), 2, Role::Charged, Some(NORTH)),
        row(2, Some(1), 3, Role::Charged, Some(NORTH)),
        row(3, None, 3, Role::Charged, Some(NORTH)),
        row(4, None, 9, Role::Suspected, Some(SOUTH)),
        row(5, None, 9, Role::Victim, Some(SOUTH)),
    ];
    let table = counted(&police(rows), PERSONS);
    let ends = |at: &Coordinate| exact(&table, at).map(|e| (e.numerator, e.upper));
    assert_eq!(ends(&year()), Some((1, Some(3))), "the victim has another role");
    assert_eq!(ends(&year().in_area(Area::District(NORTH))), Some((1, Some(2))));
    assert_eq!(ends(&year().in_area(Area::District(SOUTH))), Some((0, Some(1))));
    assert_eq!(ends(&Coordinate { period: Period::HalfYear(2024, 2), ..year() }), Some((0, Some(1))));
    let incidents = counted(&police(vec![row(1, None, 2, Role::Charged, None)]), &PERSONS.replace("personer", "hændelser"));
    assert_eq!(ends_of(&incidents), None, "an incident is counted whoever was in it");
}

fn ends_of(table: &CountTable) -> Option<i64> {
    table.cells.iter().find_map(|(_, exact)| exact.upper)
}
