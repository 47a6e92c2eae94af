//! The same random answers in every shape become the same records.

use super::*;
use crate::model::records::Respondent;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;

/// One pupil of a random survey.
#[derive(Clone, Debug)]
struct Pupil {
    school: usize,
    grade: u8,
    sex: usize,
    /// S1-S3: the place of the word; S4: the two choices.
    ever: Option<usize>,
    last: Option<usize>,
    life: Option<usize>,
    places: Option<(bool, bool)>,
}

const EVER: [&str; 3] = ["Nej", "Ja", "Ønsker ikke at svare"];
const LIFE: [&str; 4] = ["Skidt", "Middel", "Godt", "Ved ikke"];
const SEXES: [&str; 3] = ["Dreng", "Pige", "Andet"];

fn pupil() -> impl Strategy<Value = Pupil> {
    let who = (0..2_usize, 7..=9_u8, 0..3_usize);
    let said =
        (option::of(0..3_usize), option::of(0..10_usize), option::of(0..4_usize), option::of((any::<bool>(), any::<bool>())));
    (who, said).prop_map(|((school, grade, sex), (ever, last, life, places))| Pupil {
        school,
        grade,
        sex,
        ever,
        // The platform asks only those who have.
        last: last.filter(|_| ever == Some(1)),
        life,
        places: places.filter(|(club, street)| *club || *street),
    })
}

impl Pupil {
    fn group(&self) -> String {
        format!("2024/25;{};{};{}", SCHOOLS[self.school], self.grade, SEXES[self.sex])
    }

    fn places(&self) -> String {
        let words = self.places.map_or([None, None], |(club, street)| [club.then_some("Klub"), street.then_some("På gaden")]);
        words.into_iter().flatten().collect::<Vec<_>>().join(";")
    }

    /// What stands in S1-S4, in words.
    fn words(&self) -> [String; 4] {
        let word = |words: &[&str], at: Option<usize>| at.map_or_else(String::new, |at| words[at].to_owned());
        let last = self.last.map_or_else(String::new, |n| if n == 0 { "Ingen".into() } else { n.to_string() });
        [word(&EVER, self.ever), last, word(&LIFE, self.life), self.places()]
    }

    fn answered_anything(&self) -> bool {
        self.words().iter().any(|word| !word.is_empty())
    }
}

fn as_wide(pupils: &[Pupil]) -> Outcome {
    let row = |p: &Pupil| format!("{};{}\n", p.group(), p.words().map(|w| format!("\"{w}\"")).join(";"));
    wide(&pupils.iter().map(row).collect::<String>())
}

/// A workbook with codes, and their words in a sheet of its own.
fn as_codes(pupils: &[Pupil]) -> Outcome {
    let code = |at: Option<usize>| at.map_or_else(String::new, |at| at.to_string());
    let mut book = Workbook::new();
    let mut fill = || -> Result<(), XlsxError> {
        let data = book.add_worksheet().set_name("Data")?;
        data.write_row(0, 0, "Skoleår;Institutionsnr;Klasse;Køn;S1;S2;S3;S4".split(';'))?;
        for (row, p) in (1..).zip(pupils) {
            let group = ["2024/25".to_owned(), SCHOOLS[p.school].to_owned(), p.grade.to_string(), p.sex.to_string()];
            data.write_row(row, 0, group)?;
            data.write_row(row, 4, [code(p.ever), code(p.last), code(p.life), p.places()])?;
        }
        let labels = book.add_worksheet().set_name("Værdier")?;
        labels.write_row(0, 0, ["Variabel", "Kode", "Tekst"])?;
        let blocks: [(&str, &[&str]); 4] = [("S1", &EVER), ("S2", &["Ingen"]), ("S3", &LIFE), ("Køn", &SEXES)];
        let mut at = 1;
        for (variable, words) in blocks {
            for (code, word) in words.iter().enumerate() {
                labels.write_row(at, 0, [if code == 0 { variable } else { "" }, &code.to_string(), word])?;
                at += 1;
            }
        }
        Ok(())
    };
    fill().expect("a valid workbook");
    through(&book.save_to_buffer().expect("memory takes a workbook"), "upu-koder", CODEBOOK)
}

fn as_long(pupils: &[Pupil]) -> Outcome {
    let mut rows = String::new();
    for (number, p) in pupils.iter().enumerate() {
        for (question, word) in ["S1", "S2", "S3", "S4"].into_iter().zip(p.words()) {
            for word in word.split(';').filter(|w| !w.is_empty()) {
                writeln!(rows, "{};{number};{question};{word}", p.group()).expect("writing to a string cannot fail");
            }
        }
    }
    long(&rows)
}

fn as_counts(pupils: &[Pupil]) -> Outcome {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for p in pupils {
        let mut add =
            |question: &str, answer: &str| *numbers.entry(format!("{};{question};{answer}", p.group())).or_default() += 1;
        let [ever, last, life, _] = p.words();
        [("S1", ever), ("S2", last), ("S3", life)].iter().filter(|(_, word)| !word.is_empty()).for_each(|(q, word)| add(q, word));
        if let Some((club, street)) = p.places {
            [("le.club", club), ("le.street", street)].into_iter().for_each(|(q, yes)| add(q, if yes { "Ja" } else { "Nej" }));
        }
    }
    counted(&numbers.into_iter().map(|(row, count)| format!("{row};{count}\n")).collect::<String>())
}

/// Group and code of every answer to an item, sorted.
fn told(read: &Outcome, item: &str) -> Vec<(Respondent, i16)> {
    let pairs = read.records.rows.iter().zip(read.answers(item));
    let mut told: Vec<_> = pairs.filter_map(|(who, code)| code.map(|code| (Respondent { linked: true, ..*who }, code))).collect();
    told.sort();
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_codes_and_rows_of_answers_give_the_same_records(pupils in vec(pupil(), 1..25)) {
        let wide = as_wide(&pupils);
        let codes = as_codes(&pupils);
        prop_assert!(wide.records.rows == codes.records.rows);
        prop_assert_eq!(&wide.records.answers, &codes.records.answers);
        let spoke: Vec<Pupil> = pupils.into_iter().filter(Pupil::answered_anything).collect();
        let (wide, long) = (as_wide(&spoke), as_long(&spoke));
        prop_assert!(wide.records.rows == long.records.rows);
        for item in ["al.ever", "wb.life", "le.club", "le.street"] {
            prop_assert_eq!(wide.answers(item), long.records.answers.get(item).map_or(&[][..], Vec::as_slice));
        }
        if long.count(107) == 0 {
            prop_assert_eq!(&wide.records.answers, &long.records.answers);
        }
    }

    #[test]
    fn counts_give_the_same_numbers_per_item(pupils in vec(pupil(), 1..40)) {
        let (wide, counted) = (as_wide(&pupils), as_counts(&pupils));
        for item in wide.records.answers.keys().filter(|item| *item != "al.last" || !counted.findings.iter().any(|f| f.code.0 == 107)) {
            prop_assert!(told(&wide, item) == told(&counted, item), "{}", item);
        }
    }

    #[test]
    fn no_cells_make_a_shape_panic(cells in vec("[A-Za-zæøå0-9;:<>%.,-]{0,12}", 0..40)) {
        let rows = |width: usize| cells.chunks(width).map(|row| row.join(";") + "\n").collect::<String>();
        for read in [wide(&rows(8)), long(&rows(7)), counted(&rows(7)), counted(&pupils(&[cells.join(";").as_str()]))] {
            prop_assert!(read.tally.is_whole());
        }
    }
}
