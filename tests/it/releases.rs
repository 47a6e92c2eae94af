//! Drafts, releases and the two editions, as the coordinator and the readers meet them.

use crate::example::{EXAMPLE, Run, Small, assert_same_files, files, ssp};
use crate::released::{Row, rows};
use crate::searcher::{letters, pages};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

const CONFIDENTIAL: &str = "Fortrolig udgave – kun til SSP-styregruppen";

/// What `ssp rapport` says of why figures are hidden.
const LOG: &str = "hemmeligt/beslutninger-2025.csv";

#[cfg(unix)]
#[track_caller]
fn assert_owner_alone(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(fs::metadata(path).expect("the file").permissions().mode() & 0o777, 0o600);
}

#[cfg(not(unix))]
fn assert_owner_alone(path: &Path) {
    assert!(path.is_file());
}

fn release(small: &Small, edition: &str, date: &str) -> Run {
    ssp(&["frigiv", small.folder(), "--udgave", edition, "--dato", date])
}

fn report(small: &Small, edition: &str) -> Run {
    ssp(&["rapport", small.folder(), "--udgave", edition])
}

/// Returns the rows of a report's open tables, by what they are about.
fn table(report: &Path) -> BTreeMap<Vec<String>, Row> {
    const ABOUT: [&str; 8] = ["indikator", "periode", "stedbegreb", "omraade", "koen", "klassetrin", "alder", "kategori"];
    let tables = files(&report.join("tabeller"));
    let all = tables.values().flat_map(|bytes| rows(bytes));
    all.map(|row| (ABOUT.map(|column| row.get(column).to_owned()).to_vec(), row)).collect()
}

fn same(one: &Row, other: &Row) -> bool {
    ["status", "taeller", "naevner", "vaerdi"].iter().all(|column| one.get(column) == other.get(column))
}

/// Returns the cells of absence that are shown in the first and not the same in the second.
fn other_absence(one: &Path, other: &Path) -> usize {
    let other = table(other);
    let shown = table(one).into_iter().filter(|(about, row)| about[0].starts_with('F') && row.is_shown());
    shown.filter(|(about, row)| other.get(about).is_none_or(|other| !same(row, other))).count()
}

/// Adds pupils to the absence of one school and year, who were never away.
fn add_pupils(small: &Small, many: usize) {
    let file = "indbakke/fravaer/fravaer-2023-24.csv";
    let bytes = fs::read(small.path(file)).expect("the absence");
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let pupil = text.lines().nth(1).expect("a row").split(';').nth(4).expect("a pupil").to_owned();
    let months: Vec<Vec<&str>> =
        text.lines().map(|line| line.split(';').collect()).filter(|row: &Vec<&str>| row[4] == pupil).collect();
    let mut more = text.trim_end().to_owned();
    for number in 0..many {
        for month in &months {
            let id = format!("EX{number:04}");
            let row = [month[0], month[1], month[2], month[3], &id, "0", "0", "0", month[8]];
            more += &format!("\r\n{}", row.join(";"));
        }
    }
    // Windows-1252, as the sample writes it.
    let encoded: Vec<u8> =
        more.chars().map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Windows-1252")).collect();
    small.write(file, encoded);
}

// ── Marks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Returns what stands above every page that is printed of each sheet of a workbook.
fn headers(workbook: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a workbook");
    let mut headers = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        if part.name().expect("a name").starts_with("xl/worksheets/sheet") {
            let mut sheet = String::new();
            part.read_to_string(&mut sheet).expect("text");
            let (_, header) = sheet.split_once("<oddHeader>").expect("a header");
            headers.push(header.split_once("</oddHeader>").expect("its end").0.to_owned());
        }
    }
    headers
}

#[track_caller]
fn assert_marked(report: &Path, marks: &[&str], foreign: &[&str]) {
    let files = files(report);
    let mut seen = 0;
    for (path, bytes) in &files {
        let pages = match path.rsplit('.').next() {
            Some("pdf") => pages(bytes),
            Some("html") => vec![String::from_utf8_lossy(bytes).into_owned()],
            Some("xlsx") => headers(bytes),
            _ => continue,
        };
        for (number, page) in pages.iter().enumerate() {
            let page = letters(page);
            for mark in marks {
                assert!(page.contains(&letters(mark)), "page {} of {path} does not say {mark}", number + 1);
            }
            for mark in foreign {
                assert!(!page.contains(&letters(mark)), "page {} of {path} says {mark}", number + 1);
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen} pages");
}

#[test]
fn every_page_of_a_draft_says_so() {
    assert_marked(&EXAMPLE.report, &["UDKAST"], &["Fortrolig udgave"]);
    let said = &EXAMPLE.runs.last().expect("the report").stdout;
    assert!(said.starts_with("Udkastet til rapporten ligger i "), "{said}");
}

#[test]
fn a_template_of_the_project_that_forgets_the_mark_is_refused() {
    let small = Small::new();
    small.write("skabeloner/html/report.html", "<!DOCTYPE html><html lang=\"da\"><title>x</title><body>x</body></html>");
    let run = small.report().ends_with(14);
    assert!(run.stderr.contains("der ikke står \"UDKAST\"") && run.stderr.contains("meta.marks"), "{}", run.stderr);
    assert!(!small.path("rapporter/2025").exists(), "nothing without its mark is left");
}

// ── The ledger ──────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_release_is_the_draft_without_its_mark_and_stands_in_the_ledger() {
    let small = Small::new();
    let run = release(&small, "offentlig", "2025-02-05").ends_with(13);
    assert!(run.stderr.contains("Der er intet udkast i ") && run.stderr.ends_with("Kør ssp rapport først.\n"), "{}", run.stderr);
    assert!(!small.path("frigivet").exists(), "nothing is released unseen");

    small.report().ends_with(0);
    let run = release(&small, "offentlig", "2025-02-05").ends_with(0);
    assert!(run.stdout.starts_with("Rapporten er frigivet og ligger i "), "{}", run.stdout);
    let (draft, released) = (small.path("rapporter/2025"), small.path("frigivet/2025-1-offentlig"));
    assert_marked(&released, &[], &["UDKAST", "Fortrolig udgave"]);
    assert_eq!(files(&draft.join("tabeller")), files(&released.join("tabeller")));

    let log = "hemmeligt/beslutninger-2025-1-offentlig.csv";
    let rules = fs::read(small.path(log)).expect("the log of the release");
    assert!(run.stdout.contains(log) && fs::read(small.path(LOG)).expect("the draft's") == rules, "{}", run.stdout);
    assert_owner_alone(&small.path(log));

    let ledger = fs::read_to_string(small.path("frigivet/frigivelser.toml")).expect("the ledger");
    assert!(ledger.starts_with("# Frigivelser af SSP-datarapporten: det, læserne har fået."), "{ledger}");
    for line in ["nummer = 1", "dato = \"2025-02-05\"", "aar = 2025", "udgave = \"offentlig\"", "mappe = \"2025-1-offentlig\""] {
        assert!(ledger.lines().any(|said| said == line), "{line}: {ledger}");
    }
    let tables = files(&released.join("tabeller"));
    assert_eq!(ledger.lines().filter(|line| line.starts_with('"')).count(), tables.len());

    small.report().ends_with(0);
    let later = rows(&fs::read(small.path(LOG)).expect("the log"));
    let hidden_then: Vec<&Row> = later.iter().filter(|row| row.get("regel") == "skjult i en tidligere rapport").collect();
    assert!(!hidden_then.is_empty() && hidden_then.iter().all(|row| row.get("forklaring").ends_with(&format!("står i {log}."))));
    assert!(rows(&rules).iter().all(|row| row.get("regel") != "skjult i en tidligere rapport"), "the rule stands there");
    release(&small, "offentlig", "2025-03-01").ends_with(0);
    assert_eq!(fs::read(small.path(log)).expect("the log of the release"), rules, "later runs leave it alone");
    let longer = fs::read_to_string(small.path("frigivet/frigivelser.toml")).expect("the ledger");
    assert!(longer.starts_with(ledger.trim_end()) && longer.contains("mappe = \"2025-2-offentlig\""), "lines are only added");
}

#[test]
fn what_was_released_stays_until_it_has_changed_by_enough() {
    let small = Small::new();
    small.report().ends_with(0);
    release(&small, "offentlig", "2025-02-05").ends_with(0);
    let released = small.path("frigivet/2025-1-offentlig");

    add_pupils(&small, 1);
    let draft = small.path("rapporter/2025");
    release(&small, "offentlig", "2025-02-06").ends_with(0);
    assert_eq!(
        files(&small.path("frigivet/2025-2-offentlig/tabeller")),
        files(&released.join("tabeller")),
        "one pupil changes nothing"
    );
    small.report().ends_with(0);
    assert_eq!(other_absence(&released, &draft), 0);
    let page = fs::read_to_string(draft.join("datarapport-2025.html")).expect("the page");
    assert!(page.contains("(som frigivet 5. februar 2025)"), "the figures are dated");
    let said = ssp(&["tjek", small.folder()]).stdout;
    let told = "kan ikke skiftes ud uden at vise en enkelt ung. Rapporten viser derfor de tal, der er offentliggjort.";
    let place = "hvor tal er ændret.\n    frigivet/2025-2-offentlig\n";
    assert!(said.contains("D181") && said.contains(told) && said.contains(place), "{said}");

    add_pupils(&small, 40);
    let run = release(&small, "offentlig", "2025-02-07").ends_with(13);
    assert!(run.stderr.contains("er ikke dem, programmet laver af filerne nu"), "{}", run.stderr);
    small.report().ends_with(0);
    assert!(other_absence(&released, &draft) > 0, "forty pupils more are told");
}

#[test]
fn what_tells_of_one_beside_an_older_release_stays_as_it_was_released_last() {
    let small = Small::new();
    let file = small.path("indbakke/fravaer/fravaer-2023-24.csv");
    let first = fs::read(&file).expect("the absence");
    small.report().ends_with(0);
    release(&small, "offentlig", "2025-02-05").ends_with(0);
    add_pupils(&small, 40);
    small.report().ends_with(0);
    release(&small, "offentlig", "2025-02-06").ends_with(0);
    let (second, draft) = (small.path("frigivet/2025-2-offentlig"), small.path("rapporter/2025"));
    assert!(other_absence(&small.path("frigivet/2025-1-offentlig"), &second) > 0);

    // 39 fewer than the second release says, and one more than the first does.
    fs::write(&file, first).expect("the absence");
    add_pupils(&small, 1);
    small.report().ends_with(0);
    assert_eq!(other_absence(&second, &draft), 0);
    release(&small, "offentlig", "2025-02-07").ends_with(0);
}

#[test]
fn a_new_district_is_told_of_in_years_that_are_not_released_alone() {
    let small = Small::new();
    small.report().ends_with(0);
    release(&small, "offentlig", "2025-02-05").ends_with(0);
    let (released, draft) = (small.path("frigivet/2025-1-offentlig"), small.path("rapporter/2025"));
    let schools = fs::read_to_string(small.path("stamdata/skoler.csv")).expect("the register");
    small.write("stamdata/skoler.csv", schools.replace("Nordre distrikt", "Ny by").replace("Østre distrikt", "Ny by"));
    small.change_settings("[stamdata]\n", "[[distrikter]]\nid = \"ny\"\nnavn = \"Ny by\"\n\n[stamdata]\n");
    assert!(ssp(&["tjek", small.folder()]).ends_with(0).stdout.contains("Tal for disse distrikter er ikke frigivet før: Ny by."));
    small.report().ends_with(0);
    assert_eq!(other_absence(&released, &draft), 0, "the old districts stand");
    let is_told = |about: &[String], row: &Row| about[0].starts_with('F') && about[3] == "ny" && row.is_shown();
    assert!(!table(&draft).iter().any(|(about, row)| is_told(about, row)), "less an old district it would tell of another");
    assert!(table(&draft).keys().any(|about| about[3] == "ny"));

    // Without the old ones nobody could know what readers have.
    let settings = fs::read_to_string(small.path("ssp.toml")).expect("ssp.toml");
    small.write("ssp.toml", settings.replace("id = \"nord\"", "id = \"norden\"").replace("\nnord = ", "\nnorden = "));
    let said = small.report().ends_with(13);
    assert!((said.stdout + &said.stderr).contains("D187"), "a released district has another id");
}

#[test]
fn a_released_table_that_was_changed_stops_everything() {
    let small = Small::new();
    small.report().ends_with(0);
    release(&small, "offentlig", "2025-02-05").ends_with(0);
    let path = small.path("frigivet/2025-1-offentlig/tabeller/f02.csv");
    let text = fs::read_to_string(&path).expect("a table");
    fs::write(&path, text.replacen("vist", "skjult", 1)).expect("a table");
    for run in [small.report().ends_with(13), ssp(&["tjek", small.folder()]).ends_with(13)] {
        let said = run.stdout + &run.stderr;
        assert!(said.contains("D183") && said.contains("Tabellen er ændret.") && said.contains("f02.csv"), "{said}");
    }
    fs::remove_file(&path).expect("a table");
    assert!(small.report().ends_with(13).stderr.contains("Tabellen findes ikke mere."));
    fs::write(&path, text).expect("a table");
    small.report().ends_with(0);
}

/// Returns what is said where a run stops because of a folder without an entry.
#[track_caller]
fn refuses_unlisted(run: Run, folder: &str) {
    let said = run.ends_with(13);
    let said = said.stdout + &said.stderr;
    let told = format!("Mappen {folder} står ikke i listen over frigivelser (frigivet/frigivelser.toml).");
    assert!(said.contains("D184") && said.contains(&told) && !said.contains("undtaget"), "{said}");
}

#[test]
fn a_release_that_was_cut_off_is_told_and_completed_while_it_is_the_draft() {
    let small = Small::new();
    small.report().ends_with(0);
    release(&small, "offentlig", "2025-02-05").ends_with(0);
    // The last step of a release is the line in the ledger.
    fs::remove_file(small.path("frigivet/frigivelser.toml")).expect("the ledger");
    refuses_unlisted(ssp(&["tjek", small.folder()]), "2025-1-offentlig");
    refuses_unlisted(small.report(), "2025-1-offentlig");
    release(&small, "offentlig", "2025-02-06").ends_with(0);
    assert!(!small.path("frigivet/2025-2-offentlig").exists(), "the same release");
    ssp(&["tjek", small.folder()]).ends_with(0);
    small.report().ends_with(0);
}

#[test]
fn without_its_list_a_release_is_neither_forgotten_nor_replaced() {
    let small = Small::new();
    small.report().ends_with(0);
    release(&small, "offentlig", "2025-02-05").ends_with(0);
    small.report().ends_with(0);
    release(&small, "offentlig", "2025-02-06").ends_with(0);
    let ledger = fs::read_to_string(small.path("frigivet/frigivelser.toml")).expect("the ledger");
    let (first, second) = ledger.split_at(ledger.rfind("[[frigivelse]]").expect("two releases"));
    add_pupils(&small, 40);
    let before = files(&small.path("frigivet"));
    let again = || release(&small, "offentlig", "2025-02-07");

    small.write("frigivet/frigivelser.toml", first);
    refuses_unlisted(small.report(), "2025-2-offentlig");
    // The folder is the draft, but the draft is not what the files give now.
    again().ends_with(13);
    let table = small.path("rapporter/2025/tabeller/f02.csv");
    let draft = fs::read(&table).expect("a table");
    fs::write(&table, "").expect("a table");
    refuses_unlisted(again(), "2025-2-offentlig");
    fs::write(&table, draft).expect("a table");

    fs::remove_file(small.path("frigivet/frigivelser.toml")).expect("the ledger");
    refuses_unlisted(small.report(), "2025-1-offentlig");
    refuses_unlisted(again(), "2025-2-offentlig");
    small.write("frigivet/frigivelser.toml", format!("{first}{second}"));
    assert_same_files(&before, &files(&small.path("frigivet")));
    small.report().ends_with(0);
}

#[test]
fn a_released_folder_cannot_be_left_out_in_the_settings() {
    let small = Small::new();
    small.write("frigivet/2025-1-offentlig/tabeller/u15.csv", "x");
    small.change_settings("undtaget = []", "undtaget = [\"frigivet/2025-1-offentlig\"]");
    refuses_unlisted(small.report(), "2025-1-offentlig");
}

#[test]
fn where_new_limits_would_hide_what_is_released_the_release_is_named_as_the_cause() {
    let small = Small::new();
    small.change_settings("regelsaet = \"ssp\"", "regelsaet = \"dst\"");
    small.report().ends_with(0);
    release(&small, "offentlig", "2025-02-05").ends_with(0);
    small.change_settings("regelsaet = \"dst\"", "regelsaet = \"ssp\"");
    let said = small.report().ends_with(13).stderr;
    assert!(said.contains("Årsagen er tal, der allerede er frigivet i 2025-1-offentlig. Læserne har dem."), "{said}");
    assert!(said.contains("sæt dem tilbage") && !said.contains("Slå indikatorerne fra") && !said.contains("samlet = "), "{said}");
    small.change_settings("regelsaet = \"ssp\"", "regelsaet = \"dst\"");
    small.report().ends_with(0);
}

// ── The confidential edition ────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_confidential_edition_is_marked_contains_the_public_one_and_changes_nothing_in_it() {
    let small = Small::new();
    small.report().ends_with(0);
    report(&small, "fortrolig").ends_with(0);
    let (public, confidential) = (small.path("rapporter/2025"), small.path("rapporter/2025-fortrolig"));
    assert_marked(&confidential, &["UDKAST", CONFIDENTIAL], &[]);
    let unnamed: Vec<String> = files(&confidential).into_keys().filter(|path| !path.contains("-fortrolig")).collect();
    assert_eq!(unnamed, ["datapackage.json", "manifest.json"], "the two files other programs look for by name");
    let page = fs::read_to_string(confidential.join("datarapport-2025-fortrolig.html")).expect("the page");
    assert!(page.contains("Det er den fortrolige udgave, som kun medlemmer af styregruppen må læse."));
    assert!(page.contains("når mindst 3 personer står bag det"));

    let more = table(&confidential);
    let shown = table(&public).into_iter().filter(|(_, row)| row.is_shown());
    for (about, row) in shown {
        assert!(same(&row, &more[&about]), "{about:?}");
    }
    assert!(more.values().filter(|row| row.is_shown()).count() > table(&public).values().filter(|row| row.is_shown()).count());

    let before = files(&public.join("tabeller"));
    let run = release(&small, "fortrolig", "2025-02-05").ends_with(13);
    assert!(run.stderr.contains("den offentlige udgave af de samme tal er ikke frigivet"), "{}", run.stderr);
    release(&small, "offentlig", "2025-02-05").ends_with(0);
    release(&small, "fortrolig", "2025-02-05").ends_with(0);
    assert_marked(&small.path("frigivet/2025-1-fortrolig"), &[CONFIDENTIAL], &["UDKAST"]);
    small.report().ends_with(0);
    assert_eq!(files(&public.join("tabeller")), before, "those who read the public edition have not read the other");
    report(&small, "fortrolig").ends_with(0);
    assert_eq!(files(&confidential.join("tabeller")), files(&small.path("frigivet/2025-1-fortrolig/tabeller")));
}

#[test]
fn the_confidential_threshold_is_at_least_three_and_no_higher_than_the_other() {
    let small = Small::new();
    for wrong in [2, 9] {
        let text = fs::read_to_string(small.path("ssp.toml")).expect("ssp.toml");
        small.write("ssp.toml", format!("{text}\n[beskyttelse.fortrolig]\nmindste_antal = {wrong}\n"));
        let run = ssp(&["tjek", small.folder()]).ends_with(10);
        assert!(run.stderr.contains(&format!("mindste_antal i den fortrolige udgave er {wrong}")), "{}", run.stderr);
        small.write("ssp.toml", text);
    }
}
