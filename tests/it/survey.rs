//! The survey in its other shapes: the same answers give the same figures, from the files to the open tables.

use crate::example::{Small, files, ssp};
use calamine::{Data, Reader, Xlsx};
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;

/// Columns of the sample that are no question.
const GROUP: [&str; 4] = ["Skoleår", "Institutionsnr", "Klasse", "Køn"];

/// One pupil: the four columns of the group, and question with answer.
struct Pupil {
    group: String,
    answers: Vec<(String, String)>,
}

/// Returns the pupils of every wave of the small municipality, file by file.
fn pupils(small: &Small) -> BTreeMap<String, Vec<Pupil>> {
    let of_file = |(path, bytes): (String, Vec<u8>)| (path.replace(".xlsx", ".csv"), pupils_of(bytes));
    files(&small.path("indbakke/upu")).into_iter().map(of_file).collect()
}

fn pupils_of(bytes: Vec<u8>) -> Vec<Pupil> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("the sample is a workbook");
    let range = book.worksheet_range("Data").expect("the sample's sheet");
    let mut rows = range.rows().map(|row| row.iter().map(Data::to_string).collect::<Vec<String>>());
    let headers = rows.next().expect("a header");
    let place = |name: &str| headers.iter().position(|h| h == name).unwrap_or_else(|| panic!("the sample has {name}"));
    let one = |row: Vec<String>| Pupil {
        group: GROUP.map(|name| row[place(name)].clone()).join(";"),
        answers: headers.iter().cloned().zip(row).filter(|(h, a)| h.as_bytes()[1].is_ascii_digit() && !a.is_empty()).collect(),
    };
    rows.map(one).collect()
}

/// Returns the small municipality with its survey written in another shape.
fn reshaped(profile: &str, header: &str, rows: fn(&[Pupil]) -> Vec<String>) -> (Small, Small) {
    let (wide, other) = (Small::of(300), Small::of(300));
    for (path, pupils) in pupils(&wide) {
        let rows: String = rows(&pupils).into_iter().map(|row| row + "\n").collect();
        other.write(&format!("indbakke/upu/{path}"), format!("{};{header}\n{rows}", GROUP.join(";")));
        fs::remove_file(other.path(&format!("indbakke/upu/{}", path.replace(".csv", ".xlsx")))).expect("the sample's file");
    }
    other.change_settings("upu-bred", profile);
    (wide, other)
}

/// Returns the open tables of the survey's indicators.
fn tables(small: &Small) -> BTreeMap<String, Vec<u8>> {
    small.report().ends_with(0);
    let tables = files(&small.path("rapporter/2025/tabeller"));
    let survey: BTreeMap<_, _> = tables.into_iter().filter(|(name, _)| name.starts_with('u') || name == "q01.csv").collect();
    assert!(survey.len() > 10, "the survey has many indicators");
    survey
}

#[test]
fn one_row_per_respondent_and_question_gives_the_same_open_tables() {
    let (wide, long) = reshaped("upu-lang", "Respondent;Spørgsmål;Svar", |pupils| {
        let of_pupil = |(number, pupil): (usize, &Pupil)| {
            pupil
                .answers
                .iter()
                .map(move |(question, answer)| format!("{};{number};{question};{answer}", pupil.group))
                .collect::<Vec<_>>()
        };
        pupils.iter().enumerate().flat_map(of_pupil).collect()
    });
    assert_eq!(tables(&wide), tables(&long));
}

fn counts(pupils: &[Pupil]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for pupil in pupils {
        for (question, answer) in &pupil.answers {
            *counts.entry(format!("{};{question};{answer}", pupil.group)).or_default() += 1;
        }
    }
    counts
}

#[test]
fn counts_per_question_and_group_give_the_same_open_tables() {
    let rows = |pupils: &[Pupil]| counts(pupils).into_iter().map(|(row, count)| format!("{row};{count}")).collect();
    let (wide, counted) = reshaped("upu-optalt", "Spørgsmål;Svar;Antal", rows);
    let (wide, counts) = (tables(&wide), tables(&counted));
    let differ = wide.iter().filter(|(name, bytes)| counts.get(*name) != Some(bytes)).map(|(name, _)| name.as_str());
    // Counts per question do not say who answered what else, and hide nothing for the joint figures they do not have.
    assert_eq!(differ.collect::<Vec<_>>(), ["u18.csv", "u19.csv", "u20.csv", "u21.csv", "u24.csv", "u30.csv", "u35.csv"]);
    // Other figures may be hidden for others; what both show is the same, in every table.
    let shown = |of: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, String> {
        let lines = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).expect("UTF-8");
        let text: String = of.values().map(lines).collect();
        let place = |line: &str| line.split(';').take(8).collect::<Vec<_>>().join(";");
        text.lines().filter(|line| line.ends_with(";vist;")).map(|line| (place(line), line.to_owned())).collect()
    };
    let (wide, counts) = (shown(&wide), shown(&counts));
    let both: Vec<&String> = wide.keys().filter(|place| counts.contains_key(*place)).collect();
    assert!(both.len() * 10 > wide.len() * 9, "{} of {} stand in both", both.len(), wide.len());
    assert!(both.iter().all(|place| wide[*place] == counts[*place]));
    let said = ssp(&["tjek", counted.folder()]).ends_with(0);
    assert!(said.stdout.contains("D166 Oplysning: Undersøgelsen er talt op på forhånd"), "{}", said.stdout);
}

#[test]
fn counts_the_supplier_has_hidden_are_in_no_open_table() {
    let rows = |pupils: &[Pupil]| {
        let shown = |(row, count): (String, usize)| if count < 3 { format!("{row};<3") } else { format!("{row};{count}") };
        counts(pupils).into_iter().map(shown).collect()
    };
    let (_, counted) = reshaped("upu-optalt", "Spørgsmål;Svar;Antal", rows);
    counted.report().ends_with(0);
    let tables = files(&counted.path("rapporter/2025/tabeller"));
    let survey = tables.iter().filter(|(name, _)| name.starts_with('u') || *name == "q01.csv");
    let whole = |line: &&str| line.contains(";kommune;alle;alle;") && line.ends_with(";vist");
    for (name, bytes) in survey {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        assert_eq!(text.lines().find(whole), None, "{name}: every class has few of some answer");
    }
}

#[test]
fn the_response_of_the_schools_is_told_and_those_without_answers_are_named() {
    let small = Small::of(300);
    let schools = "999001;50\n2024/25;999003;60\n2024/25;999006;60\n2024/25;999008;60\n2024/25;999010;10\n2024/25;999099;40";
    small.write("stamdata/inviterede.csv", format!("Skoleår;Institutionsnr;Inviteret\n2024/25;{schools}\n"));
    small.write(
        "stamdata/skoler.csv",
        fs::read_to_string(small.path("stamdata/skoler.csv")).expect("the register")
            + "999099;Bakkeskolen;skole;;Nordre distrikt;;\n",
    );
    small.change_settings("[stamdata]\n", "[stamdata]\ninviterede = \"stamdata/inviterede.csv\"\n");
    let said = ssp(&["tjek", small.folder()]).ends_with(0).stdout;
    for sentence in
        ["Bakkeskolen (999099) var inviteret i vinteren 2024/25, men har ingen svar.", "D168 Oplysning: Skolens svarprocent"]
    {
        assert!(said.contains(sentence), "{said}");
    }
    small.report().ends_with(0);
    let page = fs::read_to_string(small.path("rapporter/2025/datarapport-2025.html")).expect("the report");
    for words in
        ["En inviteret skole har ingen svar i undersøgelsen vinteren 2024&#x2f;25: Bakkeskolen.", "Svarprocent: Søndre distrikt"]
    {
        assert!(page.contains(words), "{words}");
    }
    let table = fs::read_to_string(small.path("rapporter/2025/tabeller/q04.csv")).expect("an open table");
    let whole = table.lines().find(|line| line.contains(";kommune;")).expect("the municipality");
    assert!(whole.contains(";280;") && whole.ends_with(";procent;vist;"), "{whole}");
}
