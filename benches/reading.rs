//! How long the three heaviest deliveries take to read and validate, each beside the bare library over the same bytes, so that
//! the cost of care can be seen: `cargo bench --bench reading`.
//!
//! With `SSP_BENCH_PROJECTS=FOLDER` it writes a project folder for each delivery below FOLDER instead, for `benches/memory.sh`.

use calamine::{DataType, Reader, Xlsx};
use criterion::{Criterion, criterion_group};
use encoding_rs::WINDOWS_1252;
use ssp_datarapport::config::{self, SAMPLE_PROJECT};
use ssp_datarapport::model::artefact::Artefact;
use ssp_datarapport::model::profile::{Codebook, Profile};
use ssp_datarapport::model::project::Project;
use ssp_datarapport::model::raw::RawTable;
use ssp_datarapport::model::register::{School, SchoolRegister, StreetRegister};
use ssp_datarapport::read::{Pseudonymiser, Reading, read_tables};
use ssp_datarapport::sample::{Size, municipality};
use ssp_datarapport::source::{built_in, with_items};
use ssp_datarapport::validate::{self, Context};
use std::cell::LazyCell;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::io::{Cursor, Write as _};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A large municipality's absence of a school year: a row per pupil and month.
const ABSENCE_ROWS: usize = 1_200_000;
/// Three years of weekly lists.
const LISTS: usize = 156;
/// A survey of many years in one sheet.
const SURVEY_ROWS: usize = 200_000;
const SURVEY_COLUMNS: usize = 40;
/// Columns before the answers of the survey.
const LEADING: [&str; 5] = ["Skoleår", "Skema", "Institutionsnr", "Klasse", "Køn"];
const ANSWERS: [&str; 4] = ["Aldrig", "Sjældent", "Hver uge", "Hver dag"];
const WORDS: [&str; 5] = ["2024/25", "Udskoling", "7.A", "Pige", "Dreng"];

/// Everything the stages need besides the bytes.
struct Desk {
    people: Pseudonymiser,
    streets: StreetRegister,
    project: Project,
    schools: SchoolRegister,
}

impl Desk {
    fn new() -> Self {
        let school = |number: u32| (number.to_string(), School { name: "Skole".into(), district: None, parent: None });
        Self {
            people: Pseudonymiser::new(&[7; 32]),
            streets: StreetRegister::default(),
            project: config::project("ssp.toml", SAMPLE_PROJECT).expect("the sample's settings are valid"),
            schools: SchoolRegister { schools: (999_001..999_041).map(school).collect(), ..SchoolRegister::default() },
        }
    }

    fn context(&self) -> Context<'_> {
        Context { project: &self.project, schools: &self.schools }
    }

    /// Reads a file as the pipeline does: the keyed hash of its bytes, then its tables.
    fn tables(&self, file: &str, bytes: &[u8], profile: &Profile) -> Vec<RawTable> {
        black_box(self.people.keyed_hash(bytes));
        read_tables(file, bytes.to_vec(), &Reading { profile, people: &self.people, streets: &self.streets }).0
    }

    fn absence(&self, bytes: &[u8], profile: &Profile) -> usize {
        let tables = self.tables("fravaer.csv", bytes, profile);
        validate::per_pupil(&tables, profile, self.context()).value.len()
    }

    fn survey(&self, bytes: &[u8], profile: &Profile, codebook: &Codebook) -> usize {
        let tables = self.tables("upu.xlsx", bytes, profile);
        validate::survey(&tables, profile, codebook, self.context()).value.rows.len()
    }

    /// Reads the lists on two threads, as the pipeline does.
    fn lists(&self, files: &[Artefact], profile: &Profile) -> usize {
        let half = |first: usize| -> Vec<RawTable> {
            files.iter().skip(first).step_by(2).flat_map(|file| self.tables(&file.path, &file.bytes, profile)).collect()
        };
        let tables = std::thread::scope(|scope| {
            let odd = scope.spawn(|| half(1));
            let mut tables = half(0);
            tables.extend(odd.join().expect("reading does not panic"));
            tables
        });
        let (lists, _) = validate::lists(&tables, profile, 2024);
        validate::police(&tables, &lists, profile, self.context()).value.rows.len()
    }
}

fn profile(name: &str) -> Profile {
    config::profile(name, built_in(name).expect("a built-in profile")).expect("a built-in profile is valid")
}

// ---- the deliveries ----

/// About 55 MB of Windows-1252.
fn absence() -> Vec<u8> {
    let mut text = String::from("Skoleår;Måned;Institutionsnr;Klasse;Elevnr;Sygdom;Lovligt;Ulovligt;Skoledage\r\n");
    for row in 0..ABSENCE_ROWS {
        let (pupil, month) = (row / 11, [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6][row % 11]);
        let year = if month >= 8 { 2023 } else { 2024 };
        let days = |step: usize| ["0", "0", "1", "0,5", "0", "2", "0"][row * step % 7];
        let (school, class) = (999_001 + pupil % 40, ["A", "B", "C"][pupil % 3]);
        let (ill, free, away) = (days(1), days(3), days(5));
        writeln!(text, "2023/24;{year}-{month:02};{school};{}.{class};E{pupil:06};{ill};{free};{away};20\r", pupil % 10)
            .expect("memory takes a row");
    }
    WINDOWS_1252.encode(&text).0.into_owned()
}

fn lists() -> Vec<Artefact> {
    let files = municipality(Size { years: 4, ..Size::default() }).expect("a municipality");
    let mut lists: Vec<Artefact> = files.into_iter().filter(|file| file.path.contains("/politi/")).collect();
    lists.truncate(LISTS);
    assert_eq!(lists.len(), LISTS, "four years have more lists");
    lists
}

fn headers() -> Vec<String> {
    let answers = (LEADING.len()..SURVEY_COLUMNS).map(|column| format!("S{column:02}"));
    LEADING.iter().map(|&header| header.to_owned()).chain(answers).collect()
}

/// A workbook as Excel writes it: texts are shared, numbers stand in the cells.
fn survey() -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!("<Relationships><Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>")
    };
    let texts: Vec<String> = headers().into_iter().chain(WORDS.iter().chain(&ANSWERS).map(|&word| word.to_owned())).collect();
    let shared: String = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    let book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).expect("memory takes a part");
        zip.write_all(text.as_bytes()).expect("memory takes bytes");
    };
    part("_rels/.rels", &relation("officeDocument", "xl/workbook.xml"));
    part("xl/workbook.xml", book);
    part("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml"));
    part("xl/sharedStrings.xml", &format!("<sst uniqueCount=\"{}\">{shared}</sst>", texts.len()));
    part("xl/worksheets/sheet1.xml", &survey_sheet());
    zip.finish().expect("memory takes the directory").into_inner()
}

fn survey_sheet() -> String {
    let mut xml = String::from("<worksheet><sheetData>");
    for row in 1..=SURVEY_ROWS + 1 {
        write!(xml, "<row r=\"{row}\">").expect("memory takes a row");
        for column in 0..SURVEY_COLUMNS {
            survey_cell(&mut xml, row, column).expect("memory takes a cell");
        }
        xml.push_str("</row>");
    }
    xml + "</sheetData></worksheet>"
}

fn survey_cell(xml: &mut String, row: usize, column: usize) -> std::fmt::Result {
    const LETTERS: [char; 26] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X',
        'Y', 'Z',
    ];
    let first = if column < 26 { "" } else { "A" };
    let place = format!("{first}{}{row}", LETTERS[column % 26]);
    let shared = match column {
        _ if row == 1 => column,
        0 | 1 => SURVEY_COLUMNS + column,
        3 => SURVEY_COLUMNS + 2,
        4 => SURVEY_COLUMNS + 3 + row % 2,
        _ => SURVEY_COLUMNS + WORDS.len() + (row * column) % ANSWERS.len(),
    };
    match column {
        2 if row > 1 => write!(xml, "<c r=\"{place}\"><v>999001</v></c>"),
        5.. if row > 1 && column.is_multiple_of(3) => write!(xml, "<c r=\"{place}\"><v>{}</v></c>", (row * column) % 11),
        _ => write!(xml, "<c r=\"{place}\" t=\"s\"><v>{shared}</v></c>"),
    }
}

/// A profile and a codebook that read every column of the survey.
fn survey_profile() -> (String, String) {
    let own = built_in("upu-bred").expect("a built-in profile");
    let profile: String = own
        .lines()
        .map(|line| if line.starts_with("kodebog") { "kodebog = \"bred-kodebog.toml\"" } else { line }.to_owned() + "\n")
        .collect();
    let mut codebook = String::from("kilde = \"prøve\"\n");
    for header in headers().iter().skip(LEADING.len()) {
        let column: usize = header[1..].parse().expect("an answer's header ends with its column");
        let answers = if column.is_multiple_of(3) {
            "tal = [0, 10]"
        } else {
            "svar = { \"Aldrig\" = 0, \"Sjældent\" = 1, \"Hver uge\" = 2, \"Hver dag\" = 3 }"
        };
        writeln!(codebook, "[spoergsmaal.\"s.{column:02}\"]\nkolonne = [\"{header}\"]\ntekst = \"?\"\n{answers}")
            .expect("memory takes an item");
    }
    (profile, codebook)
}

// ---- the libraries alone ----

/// The csv library over decoded bytes.
fn bare_csv(bytes: &[u8]) -> usize {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let (mut record, mut length) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).expect("the file is whole") {
        length += record.iter().map(str::len).sum::<usize>();
    }
    length
}

/// The streaming reader of workbooks.
fn bare_xlsx(bytes: &[u8]) -> usize {
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).expect("the workbook is whole");
    let sheet = book.sheets_metadata()[0].name.clone();
    let mut cells = book.worksheet_cells_reader(&sheet).expect("the sheet is there");
    let mut length = 0;
    while let Some(cell) = cells.next_cell().expect("the sheet is whole") {
        length += cell.get_value().get_string().map_or(1, str::len);
    }
    length
}

// ---- the benches ----

fn reading(c: &mut Criterion) {
    let desk = Desk::new();
    let mut group = c.benchmark_group("reading");
    group.sample_size(10);

    // Made only for the benches that are run.
    let (bytes, how) = (LazyCell::new(absence), profile("fravaer-elev-maaned"));
    group.bench_function("1.2 million absence rows", |b| {
        assert_eq!(desk.absence(&bytes, &how), ABSENCE_ROWS, "every row is used");
        b.iter(|| desk.absence(black_box(&bytes), &how));
    });
    group.bench_function("1.2 million absence rows, csv alone", |b| b.iter(|| bare_csv(black_box(&bytes))));

    let (files, how) = (LazyCell::new(lists), profile("politi-ugeliste"));
    group.bench_function("156 weekly lists", |b| {
        assert!(desk.lists(&files, &how) > 900, "the lists have rows");
        b.iter(|| desk.lists(black_box(&files), &how));
    });
    group.bench_function("156 weekly lists, calamine alone", |b| {
        b.iter(|| files.iter().map(|file| bare_xlsx(black_box(&file.bytes))).sum::<usize>());
    });

    let (bytes, (how, codebook)) = (LazyCell::new(survey), survey_profile());
    let codebook = config::codebook("bred-kodebog.toml", &codebook).expect("the codebook is valid");
    let how = with_items(config::profile("bred.toml", &how).expect("the profile is valid"), &codebook);
    group.bench_function("200,000 x 40 survey", |b| {
        assert_eq!(desk.survey(&bytes, &how, &codebook), SURVEY_ROWS, "every row is used");
        b.iter(|| desk.survey(black_box(&bytes), &how, &codebook));
    });
    group.bench_function("200,000 x 40 survey, calamine alone", |b| b.iter(|| bare_xlsx(black_box(&bytes))));
    group.finish();
}

/// Writes three project folders with one delivery each.
fn write_projects(folder: &Path) {
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    };
    let settings = |source: &str, profile: &str| {
        format!(
            "[kommune]\nkode = \"999\"\nnavn = \"Eksempelby\"\n[[distrikter]]\nid = \"nord\"\nnavn = \"Nord\"\n[stamdata]\nskoler = \"skoler.csv\"\n[kilder.{source}]\nmappe = \"indbakke\"\nprofil = \"{profile}\"\n"
        )
    };
    let schools: String = (999_001..999_041).map(|number| format!("{number};Skole {number};;Nord\n")).collect();
    for project in ["fravaer", "politi", "upu"] {
        write(&format!("{project}/skoler.csv"), format!("Institutionsnr;Navn;Hovedinstitution;Distrikt\n{schools}").as_bytes());
    }
    write("fravaer/ssp.toml", settings("fravaer", "fravaer-elev-maaned").as_bytes());
    write("fravaer/indbakke/fravaer.csv", &absence());
    write("politi/ssp.toml", settings("politi", "politi-ugeliste").as_bytes());
    for (number, file) in lists().iter().enumerate() {
        write(&format!("politi/indbakke/liste-{number:03}.xlsx"), &file.bytes);
    }
    let (profile, codebook) = survey_profile();
    write("upu/ssp.toml", settings("upu", "bred").as_bytes());
    write("upu/profiler/bred.toml", profile.as_bytes());
    write("upu/profiler/bred-kodebog.toml", codebook.as_bytes());
    write("upu/indbakke/upu.xlsx", &survey());
}

criterion_group!(benches, reading);

fn main() {
    match std::env::var_os("SSP_BENCH_PROJECTS") {
        Some(folder) => write_projects(Path::new(&folder)),
        None => {
            benches();
            Criterion::default().configure_from_args().final_summary();
        }
    }
}
