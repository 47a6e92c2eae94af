//! Files of every shape, from bytes to records.

mod same;

use super::*;
use crate::config;
use crate::diagnostic::{Findings, Severity};
use crate::model::geography::{DistrictId, SchoolDistrict};
use crate::model::person::Sex;
use crate::model::register::{School, SchoolRegister, StreetRegister};
use crate::read::{Pseudonymiser, Reading, read_tables};
use crate::source::{built_in, with_items};
use crate::validate::Tally;
use rust_xlsxwriter::{Workbook, XlsxError};

const CODEBOOK: &str = r#"
kilde = "prøve"
[spoergsmaal."al.ever"]
kolonne = ["S1"]
tekst = "Har du drukket alkohol?"
svar = { Ja = 1, Nej = 0 }
ugyldige = ["Ønsker ikke at svare"]
[spoergsmaal."al.last"]
kolonne = ["S2"]
tekst = "Hvor mange gange inden for de seneste 30 dage?"
tal = [0, 9]
svar = { "Ingen" = 0 }
filter = { spoergsmaal = "al.ever", svar = [1] }
uden_for_filter = 0
[spoergsmaal."wb.life"]
kolonne = ["S3"]
tekst = "Hvor godt er dit liv?"
svar = { Godt = 3, Middel = 2, Skidt = 1 }
ugyldige = ["Ved ikke"]
[spoergsmaal."le.where"]
kolonne = ["S4"]
tekst = "Hvor mødes du med dine venner?"
svar = { Ja = 1, Nej = 0 }
ugyldige = ["Ønsker ikke at svare"]
flere = { "le.club" = { ord = ["Klub"] }, "le.street" = { ord = ["På gaden"] } }
"#;

const SCHOOLS: [&str; 2] = ["999001", "999002"];
const GROUPS: &str = "Skoleår;Institutionsnr;Klasse;Køn";

fn schools() -> SchoolRegister {
    let school = |at: u16| School { name: "x".into(), district: Some(SchoolDistrict(DistrictId(at))), parent: None };
    SchoolRegister {
        schools: (0..).zip(SCHOOLS).map(|(at, number)| (number.to_owned(), school(at))).collect(),
        ..SchoolRegister::default()
    }
}

/// Everything a file became.
struct Outcome {
    records: SurveyRecords,
    findings: Findings,
    tally: Tally,
}

impl Outcome {
    fn codes(&self) -> Vec<u16> {
        self.findings.iter().map(|f| f.code.0).collect()
    }

    fn count(&self, code: u16) -> u64 {
        self.findings.iter().filter(|f| f.code.0 == code).map(|f| f.count).sum()
    }

    fn answers(&self, item: &str) -> &[Option<i16>] {
        &self.records.answers[item]
    }
}

fn through(bytes: &[u8], profile: &str, codebook: &str) -> Outcome {
    let profile = config::profile("p.toml", built_in(profile).expect("a built-in profile")).expect("a valid profile");
    let codebook = config::codebook("k.toml", codebook).unwrap_or_else(|error| panic!("{error}"));
    let profile = with_items(profile, &codebook);
    let (people, streets) = (Pseudonymiser::new(&[7; 32]), StreetRegister::default());
    let reading = Reading { profile: &profile, people: &people, streets: &streets };
    let (tables, mut findings) = read_tables("upu", bytes.to_vec(), &reading);
    let project = "[kommune]\nkode = \"999\"\nnavn = \"x\"\n[[distrikter]]\nid = \"nord\"\nnavn = \"Nord\"\n[[distrikter]]\nid = \"syd\"\nnavn = \"Syd\"\n";
    let project = config::project("ssp.toml", project).expect("a valid project");
    let checked = survey(&tables, &profile, &codebook, Context { project: &project, schools: &schools() });
    findings.extend(checked.findings);
    let mut tally = Tally::default();
    checked.tallies.iter().for_each(|one| tally += *one);
    assert!(tally.is_whole(), "{tally:?}");
    let rows = checked.value.rows.len();
    assert!(checked.value.answers.values().all(|column| column.len() == rows), "every item has one answer per respondent");
    Outcome { records: checked.value, findings, tally }
}

fn wide(rows: &str) -> Outcome {
    through(format!("{GROUPS};S1;S2;S3;S4\n{rows}").as_bytes(), "upu-bred", CODEBOOK)
}

fn long(rows: &str) -> Outcome {
    through(format!("{GROUPS};Respondent;Spørgsmål;Svar\n{rows}").as_bytes(), "upu-lang", CODEBOOK)
}

fn counted(rows: &str) -> Outcome {
    through(format!("{GROUPS};Spørgsmål;Svar;Antal\n{rows}").as_bytes(), "upu-optalt", CODEBOOK)
}

/// One row about a pupil of the first school.
fn pupils(rows: &[&str]) -> String {
    rows.iter().map(|row| format!("2024/25;999001;8.A;Pige;{row}\n")).collect()
}

#[test]
fn invalid_answers_are_counted_and_unknown_ones_reported() {
    let read = wide(
        &pupils(&["Ja;3;Godt;Klub", "Ønsker ikke at svare;;Ved ikke;", "Måske;;Godt;Klub; På gaden"]).replace("; På", "| På"),
    );
    assert_eq!(read.answers("al.ever"), [Some(1), None, None]);
    assert_eq!(read.answers("wb.life"), [Some(3), None, Some(3)]);
    let invalid: Vec<(u64, &str)> =
        read.findings.iter().filter(|f| f.code.0 == 162).map(|f| (f.count, f.message.as_str())).collect();
    assert_eq!(invalid, [(2, "Svar, der står under ugyldige i kodebogen, tæller ikke med: al.ever (1), wb.life (1).")]);
    assert_eq!(read.count(40), 2, "a word nobody knows, and a list that is none");
    assert!(!read.findings.iter().any(|f| f.message.contains("Måske")));
}

#[test]
fn those_the_filter_led_past_have_the_code_of_the_codebook() {
    let read = wide(&pupils(&["Ja;3;;", "Nej;;;", "Nej;2;;", ";4;;", "Ja;Ingen;;", "Ja;;;"]));
    assert_eq!(read.answers("al.last"), [Some(3), Some(0), Some(0), None, Some(0), None]);
    assert_eq!(read.count(163), 2, "two answered in spite of the filter");
}

#[test]
fn a_question_with_several_answers_has_one_base() {
    let text = pupils(&["Ja;;;\"Klub;På gaden\"", "Ja;;;På gaden", "Ja;;;Ønsker ikke at svare", "Ja;;;"]);
    let read = wide(&text);
    assert_eq!(read.answers("le.club"), [Some(1), Some(0), None, None]);
    assert_eq!(read.answers("le.street"), [Some(1), Some(1), None, None]);
    assert!(!read.records.answers.contains_key("le.where"), "the question itself is no item");
}

#[test]
fn choices_may_have_a_column_each() {
    let codebook = "kilde = \"x\"\n[spoergsmaal.\"le.where\"]\ntekst = \"Hvor?\"\nsvar = { Ja = 1, Nej = 0 }\n\
        flere = { \"le.club\" = { kolonne = [\"K1\"] }, \"le.street\" = { kolonne = [\"K2\"], ord = [\"På gaden\"] }, \"le.no\" = { kolonne = [\"K3\"], ugyldig = true } }\n";
    let rows = pupils(&["Ja;Nej;", ";På gaden;", ";;", ";;Ja"]);
    let read = through(format!("{GROUPS};K1;K2;K3\n{rows}").as_bytes(), "upu-bred", codebook);
    assert_eq!(read.answers("le.club"), [Some(1), Some(0), None, None]);
    assert_eq!(read.answers("le.street"), [Some(0), Some(1), None, None]);
    assert!(!read.records.answers.contains_key("le.no"));
    assert_eq!(read.codes(), [162], "who would not answer did not answer");
}

#[test]
fn a_missing_question_is_named_and_its_filter_leads_nobody() {
    let read = through(format!("{GROUPS};S2;S3;S4\n{}", pupils(&["4;Godt;Klub"])).as_bytes(), "upu-bred", CODEBOOK);
    assert_eq!(read.codes(), [107, 163]);
    assert_eq!(read.answers("al.last"), [None], "the share of all pupils is not known without the question before");
    assert_eq!(read.answers("wb.life"), [Some(3)]);
}

#[test]
fn the_rows_of_a_respondent_are_joined_by_the_number_and_the_number_is_forgotten() {
    let read = long(&pupils(&[
        "17;S1;Ja",
        "17;Hvor mange gange inden for de seneste 30 dage?;2",
        "18;al.ever;Nej",
        "17;S4;Klub",
        "17;S4;På gaden",
        "18;S9;Ja",
        "17;S1;Ja",
        "18;S1;Ja",
        ";S1;Ja",
    ]));
    assert_eq!(read.records.rows.len(), 2);
    assert_eq!(read.answers("al.ever"), [Some(1), Some(0)]);
    assert_eq!(read.answers("al.last"), [Some(2), Some(0)]);
    assert_eq!((read.answers("le.club"), read.answers("le.street")), (&[Some(1), None][..], &[Some(1), None][..]));
    assert_eq!(read.tally, Tally { read: 9, used: 5, rejected: 2, merged: 1, skipped: 1, without_key: 0 });
    assert_eq!(read.codes(), [40, 164, 103, 107], "unknown question, two answers, no number, no row on wb.life");
}

#[test]
fn a_number_means_one_respondent_within_a_school_only() {
    let read = long(
        "2024/25;999001;8;Pige;1;S1;Ja\n2024/25;999002;8;Pige;1;S1;Ja\n2023/24;999001;8;Pige;1;S1;Ja\n2024/25;999001;9;Pige;1;S3;Godt\n",
    );
    assert_eq!(read.records.rows.len(), 3);
    assert_eq!((read.count(164), read.tally.rejected), (1, 1), "one pupil is in one grade");
}

#[test]
fn a_respondents_number_that_looks_like_a_persons_stops_the_file() {
    for number in ["711210-4321", "0201609995", "anna12b4"] {
        let rows: String = (0..400).map(|at| format!("2024/25;999001;8;Pige;{at};S1;Ja\n")).collect();
        let read = long(&format!("{rows}2024/25;999001;8;Pige;{number};S1;Ja\n"));
        assert_eq!(read.codes(), [43], "{number}");
        assert!(read.records.rows.is_empty() && !read.findings.iter().any(|f| f.message.contains(number)));
    }
}

#[test]
fn counts_become_respondents_of_single_items() {
    let read = counted(&pupils(&[
        "S1;Ja;3",
        "S1;Nej;2",
        "S1;Ønsker ikke at svare;1",
        "S2;1;2",
        "S2;4;1",
        "le.club;Ja;4",
        "le.club;Nej;1",
        "I alt;;14",
    ]));
    assert_eq!(read.records.rows.len(), 6, "the question most answered");
    assert!(read.records.rows.iter().all(|r| !r.linked && r.grade == Some(8) && r.sex == Sex::Girl));
    assert_eq!(counts(&read, "al.ever"), [(0, 2), (1, 3)]);
    assert_eq!(counts(&read, "al.last"), [(0, 2), (1, 2), (4, 1)], "those who never drank have drunk no time");
    assert_eq!(counts(&read, "le.club"), [(0, 1), (1, 4)]);
    assert_eq!((read.tally.used, read.tally.skipped), (7, 1));
    assert_eq!(read.codes(), [12, 107, 162, 166]);
}

fn counts(read: &Outcome, item: &str) -> Vec<(i16, usize)> {
    let mut found: std::collections::BTreeMap<i16, usize> = std::collections::BTreeMap::new();
    read.answers(item).iter().flatten().for_each(|code| *found.entry(*code).or_default() += 1);
    found.into_iter().collect()
}

#[test]
fn a_number_the_source_has_hidden_is_known_as_such() {
    let read = counted(&pupils(&["S1;Ja;<5", "S1;Nej;20", "S3;Godt;20", "S3;Ved ikke;<5"]));
    let hidden: Vec<Option<&str>> = read.records.hidden.iter().map(|h| h.item.as_deref()).collect();
    assert_eq!(hidden, [Some("al.ever"), None], "an invalid answer hides no share");
    assert_eq!(read.count(25), 2);
    let unreadable = counted(&pupils(&["S1;Ja;mange", "S1;Nej;20"]));
    assert_eq!((unreadable.records.hidden.len(), unreadable.tally.rejected, unreadable.count(104)), (1, 1, 1));
    let behind = counted(&pupils(&["S1;Ja;20", "S1;Nej;<5", "S2;4;20"]));
    assert_eq!(behind.records.hidden.len(), 2, "nobody knows how many the filter led past");
}

#[test]
fn a_table_of_percentages_is_refused_with_the_export_to_choose() {
    let only =
        through(format!("{GROUPS};Spørgsmål;Svar;Procent\n{}", pupils(&["S1;Ja;60,0"])).as_bytes(), "upu-optalt", CODEBOOK);
    let signs = counted(&pupils(&["S1;Ja;60 %", "S1;Nej;40 %"]));
    for read in [only, signs] {
        assert_eq!((read.codes(), read.findings.gravest()), (vec![165], Some(Severity::Stop)));
        assert!(read.records.rows.is_empty());
    }
}

#[test]
fn more_pupils_than_a_municipality_has_fill_no_memory() {
    let read = counted(&pupils(&["S1;Ja;2000000", "S3;Godt;5"]));
    assert!(read.codes().contains(&8) && read.records.rows.is_empty());
    assert_eq!((read.tally.used, read.tally.rejected), (0, 2));
}

#[test]
fn respondents_not_in_earnest_are_left_out_of_everything() {
    let rules = "[useriose]\nmindst = 2\n[[useriose.regel]]\nnavn = \"ni gange, men aldrig\"\nsvar = { \"al.ever\" = [0], \"al.last\" = [9] }\n\
        [[useriose.regel]]\nnavn = \"alt er højst\"\nhoejeste = [\"al.last\", \"wb.life\"]\n\
        [[useriose.regel]]\nnavn = \"alt er ens\"\nalle_ens = [\"al.ever\", \"al.last\", \"le.club\"]\n";
    let rows = pupils(&["Nej;9;Godt;", "Nej;9;Skidt;", "Ja;9;Godt;", "Ja;1;Godt;Klub"]);
    let with =
        |rules: &str| through(format!("{GROUPS};S1;S2;S3;S4\n{rows}").as_bytes(), "upu-bred", &format!("{CODEBOOK}{rules}"));
    let read = with(rules);
    assert_eq!((read.records.rows.len(), read.tally.rejected), (3, 1), "one broke two rules");
    let message = read.findings.iter().find(|f| f.code.0 == 167).expect("a finding").message.clone();
    assert!(message.starts_with("1 af 4 besvarelser (25,0 %) bryder mindst 2"), "{message}");
    assert_eq!(with(&rules.replace("mindst = 2", "mindst = 1")).records.rows.len(), 0);
    assert_eq!(with("").records.rows.len(), 4, "without rules nobody is left out");
}

fn with_labels(cells: [&str; 3], sheet: &str) -> Outcome {
    let mut book = Workbook::new();
    let mut fill = || -> Result<(), XlsxError> {
        let data = book.add_worksheet().set_name("Data")?;
        data.write_row(0, 0, format!("{GROUPS};S1;S2;S3").split(';'))?;
        data.write_row(1, 0, ["2024/25", "999001", "8", "2"])?;
        data.write_row(1, 4, cells)?;
        let labels = book.add_worksheet().set_name(sheet)?;
        for (row, text) in (0..).zip(["Variabel;Kode;Tekst", "S1;1;Ja", ";2;Nej", "S2;0;Ingen", "S3;1;Godt", "Køn;2;Pige"]) {
            labels.write_row(row, 0, text.split(';'))?;
        }
        Ok(())
    };
    fill().expect("a valid workbook");
    through(&book.save_to_buffer().expect("memory takes a workbook"), "upu-koder", CODEBOOK)
}

#[test]
fn a_code_without_words_is_reported_where_the_codebook_does_not_know_it_either() {
    let read = with_labels(["1", "7", "9"], "Værdier");
    assert_eq!(
        (read.answers("al.ever"), read.answers("al.last"), read.answers("wb.life")),
        (&[Some(1)][..], &[Some(7)][..], &[None][..])
    );
    assert!(read.records.rows[0].sex == Sex::Girl, "the words of any column are found");
    assert_eq!((read.count(161), read.count(40)), (1, 0));
}

#[test]
fn a_file_without_its_sheet_of_words_is_stopped() {
    let read = with_labels(["1", "7", "9"], "Etiketter");
    assert_eq!((read.codes(), read.findings.gravest()), (vec![160], Some(Severity::Stop)));
    let text = through(format!("{GROUPS};S1\n{}", pupils(&["1"])).as_bytes(), "upu-koder", CODEBOOK);
    assert!(text.codes().contains(&160), "a text file has no sheets");
}
