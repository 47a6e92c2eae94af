//! Nothing that can single out a young person leaves the tool: neither in a file, nor in anything a verb says.

use crate::example::{EXAMPLE, files, ssp};
use crate::released::{ROWS, Row, rows};
use crate::searcher::Searcher;
use calamine::{Data, Reader, open_workbook_from_rs};
use ssp_datarapport::model::document::{Block, Described, Document, Kind, Meta, Section};
use ssp_datarapport::model::geography::DistrictId;
use ssp_datarapport::model::person::{Age, Role, Sex};
use ssp_datarapport::model::records::PoliceRecord;
use ssp_datarapport::pipeline::{self, Edition, Inspection, Request};
use ssp_datarapport::render::{Templates, pdf, tables};
use ssp_datarapport::sample::CANARIES;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Write};
use std::sync::LazyLock;

/// The rows of all police lists, as written: name, number, address, scene.
static PERSONS: LazyLock<Vec<[String; 4]>> = LazyLock::new(|| {
    let lists = files(&EXAMPLE.project.join("indbakke/politi"));
    lists.values().flat_map(|bytes| persons(bytes)).collect()
});

fn persons(workbook: &[u8]) -> Vec<[String; 4]> {
    let mut workbook: calamine::Xlsx<_> = open_workbook_from_rs(Cursor::new(workbook)).expect("a workbook");
    let sheet = workbook.worksheet_range("Liste").expect("the sheet Liste");
    let rows: Vec<&[Data]> = sheet.rows().collect();
    let header = rows.iter().position(|row| row.iter().any(|cell| *cell == "CPR-nr.")).expect("a header");
    let column = |name: &str| rows[header].iter().position(|cell| *cell == name).expect("a column");
    let columns = ["Navn", "CPR-nr.", "Adresse", "Gerningssted"].map(column);
    rows[header + 1..].iter().map(|row| columns.map(|at| row[at].to_string())).collect()
}

/// Everything the municipality holds about persons and nobody may read.
static SECRETS: LazyLock<Searcher> = LazyLock::new(|| {
    let mut searcher = Searcher::default();
    for canary in CANARIES {
        if canary.chars().filter(|c| c.is_alphabetic()).count() > 6 { searcher.words(canary) } else { searcher.exactly(canary) }
    }
    for [name, number, address, scene] in PERSONS.iter() {
        for words in [name, address, scene].into_iter().filter(|words| words.len() > 8) {
            // The town is in every address and on every page.
            searcher.words(words.trim_end_matches("9999 Eksempelby").trim_end_matches([',', ' ']));
        }
        if !number.is_empty() {
            searcher.exactly(number);
            searcher.exactly(&number.replace('-', ""));
        }
    }
    for note in unapproved_notes() {
        searcher.words(&note);
    }
    let key = fs::read_to_string(EXAMPLE.project.join("hemmeligt/noegle")).expect("the key");
    searcher.exactly(key.trim());
    for pseudonym in pseudonyms() {
        searcher.exactly(&format!("{pseudonym:032x}"));
        searcher.exactly(&pseudonym.to_string());
    }
    searcher
});

/// The observations that nobody has approved.
fn unapproved_notes() -> Vec<String> {
    let folder = EXAMPLE.project.join("indbakke/observationer");
    let csv = fs::read_to_string(folder.join("observationer-2024.csv")).expect("the observations");
    let rows = csv.lines().skip(1).map(|line| line.split(';').map(str::to_owned).collect::<Vec<_>>());
    let docx = fs::read(folder.join("distriktsgruppe-syd-2024.docx")).expect("the document");
    let all: Vec<Vec<String>> = rows.chain(table_of(&docx)).collect();
    let notes: Vec<String> = all.iter().filter(|row| row[5].is_empty()).map(|row| row[4].clone()).collect();
    assert_eq!(notes.len(), 8, "notes without approval");
    notes
}

fn table_of(docx: &[u8]) -> Vec<Vec<String>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a document");
    let text = std::io::read_to_string(archive.by_name("word/document.xml").expect("its text")).expect("UTF-8");
    let rows = text.split("<w:tr>").skip(2);
    rows.map(|row| row.split("<w:tc>").skip(1).map(crate::searcher::plain).collect()).collect()
}

/// The example with its own key, as the report saw it.
static INSPECTION: LazyLock<Inspection> = LazyLock::new(|| {
    let text = fs::read_to_string(EXAMPLE.project.join("hemmeligt/noegle")).expect("the key");
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).expect("the key is hexadecimal");
    }
    let request = Request { folder: &EXAMPLE.project, year: None, key: &key, edition: Edition::Public, only: None, target: None };
    pipeline::check(request, &mut Silence).expect("the example can be read")
});

struct Silence;

impl pipeline::Progress for Silence {
    fn stage(&mut self, _stage: &str) {}
}

fn pseudonyms() -> BTreeSet<u128> {
    let records = &INSPECTION.records;
    let police = records.police.rows.iter().filter_map(|row| row.person);
    police.chain(records.absence.iter().map(|row| row.pupil)).map(|person| person.0).collect()
}

#[test]
fn no_file_of_the_report_names_a_person() {
    let files = files(&EXAMPLE.report);
    assert!(files.len() > 40 && SECRETS.count > 4000, "{} files, {} secrets", files.len(), SECRETS.count);
    for (path, bytes) in &files {
        let found = SECRETS.find(path, bytes);
        assert!(found.is_empty(), "{path} holds {found:?}");
    }
}

#[test]
fn no_verb_says_a_persons_name_or_number() {
    assert_eq!(EXAMPLE.runs.len(), 4);
    for run in &EXAMPLE.runs {
        assert!(!run.stdout.is_empty(), "{} said nothing", run.what);
        let found = SECRETS.find("output.json", run.stdout.as_bytes());
        assert!(found.is_empty(), "{} says {found:?}", run.what);
        let found = SECRETS.find_in_text(&run.stderr);
        assert!(found.is_empty(), "{} complains {found:?}", run.what);
    }
}

#[test]
fn no_proposed_profile_names_a_person() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let inbox = files(&EXAMPLE.project.join("indbakke"));
    // Every tenth list and every other file.
    let lists = |path: &&String| path.starts_with("politi");
    let chosen = inbox.keys().filter(lists).step_by(10).chain(inbox.keys().filter(|path| !lists(path)));
    let mut looked_at = 0;
    for (path, number) in chosen.zip(0..) {
        let file = EXAMPLE.project.join("indbakke").join(path);
        let folder = home.path().join(number.to_string());
        let run = ssp(&["importprofil", file.to_str().expect("UTF-8"), folder.to_str().expect("UTF-8")]).ends_with(0);
        let written: String = files(&folder).into_values().map(|bytes| String::from_utf8(bytes).expect("UTF-8")).collect();
        assert!(written.contains("[kolonner."), "{path} has a proposal");
        let found = SECRETS.find_in_text(&format!("{}\n{}\n{written}", run.stdout, run.stderr));
        assert!(found.is_empty(), "the proposal for {path} holds {found:?}");
        looked_at += 1;
    }
    assert!(looked_at > 20);
}

#[test]
fn the_secrets_are_all_in_the_deliveries() {
    // If a canary were not in the data, not finding it in the report would mean nothing.
    let mut canaries = Searcher::default();
    CANARIES.iter().filter(|c| c.contains(['-', ' '])).for_each(|canary| canaries.words(canary));
    let inbox = files(&EXAMPLE.project.join("indbakke"));
    let found: BTreeSet<String> = inbox.iter().flat_map(|(path, bytes)| canaries.find(path, bytes)).collect();
    assert_eq!(found.len(), canaries.count, "found only {found:?}");
}

// ── The searcher can find ───────────────────────────────────────────────────────────────────────────────────────────

const NAME: &str = "Undulata Attrapsen-Østø";
const NUMBER: &str = "820511-6238";

#[track_caller]
fn assert_finds(path: &str, bytes: &[u8]) {
    assert!(!SECRETS.find(path, bytes).is_empty(), "the leak in {path} was not found");
}

#[test]
fn a_leak_in_plain_text_is_found() {
    for leak in [NAME, NUMBER, "8205116238", "731QX", "UNDULATA\nATTRAPSEN-\nØSTØ"] {
        assert_finds("tabeller/u15.csv", format!("omraade;taeller\r\nnord;{leak}\r\n").as_bytes());
    }
    let pseudonym = pseudonyms().first().copied().expect("a pseudonym");
    assert_finds("manifest.json", format!("{{\"a\": \"{pseudonym:032x}\"}}").as_bytes());
    assert!(SECRETS.find("a.csv", b"omraade;taeller\r\nnord;8205116\r\n").is_empty());
    assert!(SECRETS.find("a.csv", b"18205116238").is_empty(), "a part of a longer number is another number");
}

#[test]
fn a_leak_in_json_is_found_behind_its_escapes() {
    assert_finds("datapackage.json", br#"{"a": [{"titel": "Undulata Attrapsen-\u00d8st\u00f8"}]}"#);
    assert_finds("datapackage.json", br#"{"820511-6238": 1}"#);
}

#[test]
fn a_leak_in_a_page_or_a_chart_is_found() {
    let leaks = [
        "<p>Undulata <b>Attrapsen</b>-Øst&#248;</p>",
        "<img alt='820511&#x2d;6238'>",
        "<p>82<i>0511</i>-6238</p>",
        "<!-- 731QX -->",
        "<a href='data:text/plain,Undulata%20Attrapsen-%C3%98st%C3%B8'>",
        "<img src='data:image/svg+xml;base64,PHN2Zz48dGV4dD44MjA1MTEtNjIzODwvdGV4dD48L3N2Zz4='>",
    ];
    for leak in leaks {
        assert_finds("datarapport-2025.html", leak.as_bytes());
        assert_finds("figur.svg", format!("<svg>{leak}</svg>").as_bytes());
    }
}

#[test]
fn a_leak_in_a_workbook_is_found_in_any_part() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("xl/sharedStrings.xml", packed).expect("a part");
    writer.write_all("<si><r><t>Undulata </t></r><r><t>Attrapsen-Østø</t></r></si>".as_bytes()).expect("a text");
    assert_finds("a.xlsx", &writer.finish().expect("an archive").into_inner());
    let empty = tables::workbook(NUMBER, (2025, 1, 20), &[]).expect("a workbook");
    assert_finds("titel.xlsx", &empty);
}

fn printed(title: &str, text: &str) -> Vec<u8> {
    let meta = Meta {
        kind: Kind::District,
        file_stem: "ark".into(),
        title: title.into(),
        subtitle: "Prøve".into(),
        marks: Vec::new(),
        facts: Vec::new(),
        running_foot: "Prøve".into(),
        date: (2025, 1, 20),
        description: "Prøve".into(),
    };
    let blocks = vec![Block::Paragraph { text: text.into() }];
    let section = Section { id: "a".into(), level: 1, title: "Afsnit".into(), new_page: false, blocks };
    let document = Document { meta, sections: vec![section], open_tables: Vec::new(), told: Described::default() };
    pdf::pdf(&document, &BTreeMap::new(), &Templates::default()).expect("a PDF")
}

#[test]
fn a_leak_in_a_pdf_is_found_in_its_text_and_its_title() {
    let filling = "En lang sætning, der skubber navnet hen over linjens ende, ";
    for leak in [NAME, NUMBER, "8205116238", "731QX"] {
        assert_finds("a.pdf", &printed("Titel", &format!("Om {leak} her.")));
    }
    for length in 0..8 {
        assert_finds("a.pdf", &printed("Titel", &format!("{}{}{NAME}.", filling, "xi ".repeat(length))));
    }
    assert_finds("a.pdf", &printed(NAME, "Intet."));
    assert!(SECRETS.find("a.pdf", &printed("Titel", "Intet.")).is_empty());
}

// ── The one-person cell ─────────────────────────────────────────────────────────────────────────────────────────────

const VEST: DistrictId = DistrictId(3);

fn is_alone(row: &&PoliceRecord) -> bool {
    let violence = &INSPECTION.records.police.offences[usize::from(row.offence)];
    row.role == Role::Suspected
        && row.date.year == 2024
        && row.sex == Sex::Girl
        && matches!(row.age, Age::Years(10..=14))
        && row.residence.is_some_and(|home| home.0 == VEST)
        && violence == "vold og trusler"
}

#[test]
fn the_planted_cell_holds_one_person() {
    let rows: Vec<&PoliceRecord> = INSPECTION.records.police.rows.iter().filter(is_alone).collect();
    let persons: BTreeSet<_> = rows.iter().filter_map(|row| row.person).collect();
    assert_eq!((rows.len(), persons.len()), (1, 1));
}

/// Returns whether a row's area, sex, ages and offences take her in, in an indicator of the suspected and charged.
fn is_about_her(row: &&Row) -> bool {
    let takes_in = |column: &str, hers: &[&str]| hers.contains(&row.get(column));
    ["P02", "P04", "P05", "P06", "P07", "P08"].contains(&row.get("indikator"))
        && row.get("periode").starts_with("2024")
        && takes_in("omraade", &["vest", "kommune"])
        && takes_in("koen", &["pige", "alle"])
        && takes_in("alder", &["10-14", "10-17", "alle"])
        && takes_in("kategori", &["vold og trusler", "alle"])
}

/// Counts the persons again, straight from the records; a row without a person key counts as one.
fn behind(row: &Row) -> usize {
    let police = &INSPECTION.records.police;
    let counts = |record: &&PoliceRecord| {
        let half = match row.get("periode") {
            "2024" => 1..=12,
            text if text.contains("1. halvår") => 1..=6,
            text if text.contains("2. halvår") => 7..=12,
            other => panic!("the period {other} is not known here"),
        };
        let ages = if row.get("alder") == "10-14" { 10..=14 } else { 10..=17 };
        record.date.year == 2024
            && half.contains(&record.date.month)
            && matches!(record.role, Role::Suspected | Role::Charged)
            && (row.get("omraade") == "kommune" || record.residence.is_some_and(|home| home.0 == VEST))
            && (row.get("koen") == "alle" || record.sex == Sex::Girl)
            && matches!(record.age, Age::Years(years) if ages.contains(&years))
            && (row.get("kategori") == "alle" || police.offences[usize::from(record.offence)] == row.get("kategori"))
    };
    let (known, unknown): (Vec<_>, Vec<_>) = police.rows.iter().filter(counts).partition(|record| record.person.is_some());
    known.iter().filter_map(|record| record.person).collect::<BTreeSet<_>>().len() + unknown.len()
}

#[test]
fn every_released_cell_that_takes_her_in_hides_her_in_a_crowd() {
    let about: Vec<&Row> = ROWS.iter().filter(is_about_her).collect();
    let hidden = about.iter().filter(|row| row.is_hidden()).count();
    assert!(about.len() >= 12 && hidden >= 1, "{} cells, {hidden} of them hidden", about.len());
    for row in &about {
        assert!(row.is_hidden() || behind(row) >= 5, "{} persons or incidents: {row:?}", behind(row));
    }
}

/// Returns whether a cell is hers alone, or close to it, and can be read.
fn gives_her_away(row: &&Row) -> bool {
    let narrow = row.get("alder") == "10-14" || row.get("kategori") != "alle";
    is_about_her(row) && row.get("omraade") == "vest" && row.get("koen") == "pige" && narrow && !row.is_hidden()
}

#[test]
fn her_cell_itself_is_hidden_or_not_there() {
    let cells: Vec<&Row> = ROWS.iter().filter(gives_her_away).collect();
    assert!(cells.is_empty(), "{cells:?}");
    let planted = "\u{feff}indikator;periode;omraade;koen;alder;kategori;taeller;naevner;vaerdi;status\n\
        P08;2024;vest;pige;10-14;vold og trusler;1;;1;vist\nP08;2024;vest;pige;10-14;vold og trusler;;;;skjult\n";
    assert_eq!(rows(planted.as_bytes()).iter().map(|row| gives_her_away(&row)).collect::<Vec<_>>(), [true, false]);
}
