//! Files that are made to take all memory, or for ever: each run of the program ends with the right finding, within the promised
//! memory and time.
//!
//! The files are made here, because they are too large to keep. The program runs with a limit on its memory, so that setting
//! aside what a file claims would end it, and the memory it really used is looked at while it runs.
#![cfg(unix)]

use crate::hard_workbooks::{archive, bomb, numbers, old_excel, parts, spreadsheet};
use rust_xlsxwriter::Workbook;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The promise: kilobytes of real memory, and time.
const MOST_MEMORY: u64 = 1_000_000;
const MOST_TIME: Duration = Duration::from_secs(60);
/// Kilobytes of addresses: the promise and what the program and its threads map without using it.
const MOST_ADDRESSES: u64 = 1_600_000;

const PROJECT: &str = "aar = 2025\n[kommune]\nkode = \"999\"\nnavn = \"Eksempelby\"\n\
    [[distrikter]]\nid = \"nord\"\nnavn = \"Nord\"\n[kilder.befolkning]\nmappe = \"indbakke\"\nprofil = \"befolkning-distrikt\"\n";
const HEADER: &str = "Distrikt;Køn;Alder;År;Antal\n";

/// A project with one file.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(home.path().join("indbakke")).expect("a folder");
        fs::write(home.path().join("ssp.toml"), PROJECT).expect("a file");
        Self(home)
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join("indbakke").join(name)
    }
}

/// Checks a file the test writes, and asserts the finding it must lead to.
#[track_caller]
fn assert_found(name: &str, code: &str, write: impl FnOnce(&mut BufWriter<File>)) {
    let project = Project::new();
    let mut file = BufWriter::new(File::create(project.file(name)).expect("a file"));
    write(&mut file);
    file.flush().expect("the disk has room");
    drop(file);
    check(&project, name, code);
}

#[track_caller]
fn assert_found_in(name: &str, code: &str, bytes: &[u8]) {
    assert_found(name, code, |file| file.write_all(bytes).expect("the disk has room"));
}

#[track_caller]
fn check(project: &Project, name: &str, code: &str) {
    let start = Instant::now();
    let limited = format!("ulimit -v {MOST_ADDRESSES}; exec \"$0\" tjek \"$1\"");
    let mut child = Command::new("sh")
        .args(["-c", &limited, env!("CARGO_BIN_EXE_ssp")])
        .arg(project.0.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let ended = loop {
        memory = memory.max(peak(Path::new(&status)));
        if let Some(ended) = child.try_wait().expect("the program can be waited for") {
            break ended;
        }
        assert!(start.elapsed() < MOST_TIME, "{name} takes too long");
        std::thread::sleep(Duration::from_millis(2));
    };
    let (mut said, mut complaint) = (String::new(), String::new());
    child.stdout.take().expect("it is piped").read_to_string(&mut said).expect("UTF-8");
    child.stderr.take().expect("it is piped").read_to_string(&mut complaint).expect("UTF-8");
    assert!(said.contains(code), "{name} does not lead to {code}: {ended}\n{said}\n{complaint}");
    assert!(memory < MOST_MEMORY, "{name} takes {memory} kB");
    assert!(!complaint.contains("panicked"), "{name}: {complaint}");
}

/// Returns the most real memory a process has used so far, in kilobytes; 0 where the system does not tell.
fn peak(status: &Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn repeat(file: &mut BufWriter<File>, piece: &str, times: usize) {
    let many = piece.repeat(1000);
    for _ in 0..times / 1000 {
        file.write_all(many.as_bytes()).expect("the disk has room");
    }
}

#[test]
fn endless_text_files_end() {
    assert_found("ti millioner rækker.csv", "D008", |file| {
        file.write_all(HEADER.as_bytes()).expect("the disk has room");
        repeat(file, "Nord;K;15;2024;1\n", 10_000_000);
    });
    assert_found("tyve millioner skilletegn.csv", "D008", |file| repeat(file, ";", 20_000_000));
    assert_found("en lang linje.csv", "D017", |file| repeat(file, "linje uden ende ", 12_000_000));
    assert_found("to gigabyte.csv", "D008", |file| file.get_ref().set_len(2 << 30).expect("the disk has room"));
    assert_found("åbent citationstegn.csv", "D021", |file| {
        file.write_all(HEADER.as_bytes()).expect("the disk has room");
        file.write_all(b"\"Nord;K;15;2024;1\n").expect("the disk has room");
        repeat(file, "Nord;K;15;2024;1\n", 5_000_000);
    });
    assert_found("tabel i tabel.xls", "D008", |file| repeat(file, "<table><tr><td>", 4_000_000));
}

#[test]
fn the_largest_text_file_that_is_read_stays_within_the_promise() {
    assert_found("to millioner ni hundrede tusind rækker.csv", "D111", |file| {
        file.write_all(HEADER.as_bytes()).expect("the disk has room");
        repeat(file, "Nord;K;15;2024;1\n", 2_900_000);
    });
}

#[test]
fn packed_files_that_grow_end() {
    // The part says that it holds a hundred bytes: whoever unpacks it sees after those that the file lies.
    assert_found_in("ti gigabyte.xlsx", "D004", &bomb("xl/worksheets/sheet1.xml", 10 << 30));
    let many: Vec<(String, Vec<u8>)> = (0..20_000).map(|n| (format!("xl/{n}"), Vec::new())).collect();
    assert_found_in("mange dele.xlsx", "D008", &archive(&many));
    let inner = archive(&[("a".to_owned(), vec![0; 1 << 20])]);
    assert_found_in("zip i zip.xlsx", "D121", &archive(&[("b.zip".to_owned(), inner)]));
    assert_found_in("afbrudt.xlsx", "D004", &numbers()[..2000]);
}

#[test]
fn stray_cells_cost_nothing() {
    for (row, column, name) in [(1_048_575, 16_383, "XFD1048576"), (199_999, 999, "ALL200000")] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, header) in (0..).zip(["Distrikt", "Køn", "Alder", "År", "Antal"]) {
            sheet.write(0, column, header).expect("a cell");
        }
        sheet.write(row, column, "x").expect("a cell");
        let bytes = book.save_to_buffer().expect("a workbook");
        assert_found_in("ensom celle.xlsx", &format!("Cellen {name} står langt uden for tabellen"), &bytes);
    }
    assert_found_in("ensom celle.xls", "Cellen IV65536 står langt uden for tabellen", &old_excel(&[(0, 0), (65_535, 255)]));
    assert_found_in("fuldt ark.xls", "D008", &old_excel(&(0..66).map(|n| (n * 990, n * 3)).collect::<Vec<_>>()));
}

#[test]
fn claims_are_not_believed() {
    let whole = numbers();
    let with = |part: &str, from: &str, to: &str| parts(&whole, part, |text| text.replacen(from, to, 1));
    let size = with("sheet1.xml", "<dimension ref=\"A1:E2\"/>", "<dimension ref=\"A1:XFD1048576\"/>");
    assert_found_in("løgn om størrelse.xlsx", "D111", &size);
    let strings = parts(&whole, "sharedStrings.xml", |text| text.replace("uniqueCount=\"", "uniqueCount=\"99999999"));
    assert_found_in("løgn om tekster.xlsx", "D004", &strings);
    let merged = format!("</sheetData><mergeCells>{}</mergeCells>", "<mergeCell ref=\"A1:B2\"/>".repeat(5_000_000));
    assert_found_in("flettede celler.xlsx", "D111", &with("sheet1.xml", "</sheetData>", &merged));
    let shared = "<row r=\"3\"><c r=\"F3\"><f t=\"shared\" si=\"4000000000\" ref=\"F3:F4\">1</f><v>1</v></c></row></sheetData>";
    assert_found_in("delt formel.xlsx", "D111", &with("sheet1.xml", "</sheetData>", shared));
    let names = format!("<definedNames>{}</definedNames><calcPr", "<definedName name=\"a\">1</definedName>".repeat(800_000));
    assert_found_in("navne.xlsx", "D008", &with("workbook.xml", "<calcPr", &names));
    let sheets = format!("<sheets>{}", "<sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/>".repeat(700_000));
    assert_found_in("ark.xlsx", "D008", &with("workbook.xml", "<sheets>", &sheets));
    let styles = format!("<cellXfs>{}", "<xf numFmtId=\"0\" fontId=\"0\"/>".repeat(900_000));
    assert_found_in(
        "formater.xlsx",
        "D008",
        &parts(&whole, "styles.xml", |text| text.replacen("<cellXfs count=\"1\">", &styles, 1)),
    );
}

#[test]
fn the_strings_of_a_large_workbook_stay_within_the_promise() {
    let strings: String = (0..1_900_000).map(|n| format!("<si><t>svar {n}</t></si>")).collect();
    let more = parts(&numbers(), "sharedStrings.xml", |text| text.replace("</sst>", &format!("{strings}</sst>")));
    assert_found_in("mange tekster.xlsx", "D111", &more);
}

#[test]
fn laughs_by_the_billion_are_not_heard() {
    let levels: String = (1..20).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE x [<!ENTITY l0 \"ha\">{levels}]>");
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>&l19;</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let document = format!("<?xml version=\"1.0\"?>{laughs}<w:document>{table}</w:document>");
    assert_found_in("latter.docx", "D017", &archive(&[("word/document.xml".to_owned(), document.into_bytes())]));
    let sheet = parts(&numbers(), "sheet1.xml", |text| {
        text.replacen("?>", &format!("?>{laughs}"), 1).replacen("<v>0</v>", "<v>&l19;</v>", 1)
    });
    assert_found_in("latter.xlsx", "D0", &sheet);
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>&l19;</text:p></table:table-cell>";
    let rows = format!("<table:table table:name=\"A\"><table:table-row>{cell}</table:table-row></table:table>");
    assert_found_in("latter.ods", "D017", &spreadsheet(&laughs, &rows));
}

#[test]
fn repeated_cells_are_not_written_out_without_end() {
    let cell = "<table:table-cell table:number-columns-repeated=\"1000000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let rows = |cell: &str| {
        let row = format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>");
        spreadsheet("", &format!("<table:table table:name=\"A\">{row}</table:table>"))
    };
    assert_found_in("gentaget.ods", "D008", &rows(cell));
    assert_found_in("gentaget nedad.ods", "D017", &rows(&cell.replace("1000000", "1")));
    let blank = "<table:table-cell/>".repeat(20_000_000);
    assert_found_in("tomme celler.ods", "D017", &rows(&format!("{}{blank}", cell.replace("1000000", "1"))));
}
