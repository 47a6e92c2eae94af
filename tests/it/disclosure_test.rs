//! `ssp diskretionstest` on the example's report: nothing is found in it as it is, and every change that tells too much is found.

use crate::example::{EXAMPLE, program, run, ssp};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A copy of the example's report without its PDF files, which say what the pages say, in a project with the tables of earlier years.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let copy = Self(home);
        copy.add(&EXAMPLE.report, "2025");
        copy.add(&EXAMPLE.project.join("tidligere"), "tidligere");
        fs::write(copy.0.path().join("ssp.toml"), "").expect("a file");
        copy
    }

    fn add(&self, from: &Path, to: &str) {
        for (path, bytes) in crate::example::files(from).into_iter().filter(|(path, _)| !path.ends_with(".pdf")) {
            let file = self.0.path().join(to).join(path);
            fs::create_dir_all(file.parent().expect("a file in a folder")).expect("a folder");
            fs::write(file, bytes).expect("a file");
        }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join("2025").join(file)
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("a text file")
    }

    /// Changes the first place of a file where `from` stands.
    fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(self.path(file), text.replacen(from, to, 1)).expect("a file");
    }

    fn found(&self) -> BTreeSet<String> {
        found(self.0.path())
    }
}

/// Returns what is found in a folder: place and words.
fn found(folder: &Path) -> BTreeSet<String> {
    let folder = folder.to_str().expect("the path is UTF-8");
    let run = ssp(&["diskretionstest", folder, "--format", "json"]);
    let verdict: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let found: Vec<&serde_json::Value> = verdict["fund"].as_array().expect("a list").iter().collect();
    assert_eq!(run.code, if found.is_empty() { 0 } else { 13 }, "{}", run.stderr);
    let line = |found: &&serde_json::Value| {
        format!("{} | {}", found["sted"].as_str().expect("text"), found["fund"].as_str().expect("text"))
    };
    found.iter().map(line).collect()
}

/// One row of an open table, split at its semicolons.
type Row = Vec<String>;

fn rows(text: &str) -> Vec<Row> {
    text.lines().skip(1).map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

/// Returns the two hidden districts of figures whose other districts are shown: table, row, and half of what is left.
fn lone_pairs(copy: &Copy) -> Vec<(String, Row, [i64; 2])> {
    let mut found = Vec::new();
    for (path, bytes) in crate::example::files(&copy.path("tabeller")) {
        let rows = rows(std::str::from_utf8(&bytes).expect("UTF-8"));
        for whole in rows.iter().filter(|row| row[3] == "kommune" && row[11] == "procent" && row[12] == "vist") {
            let beside = |row: &&Row| (0..8).all(|at| if at == 3 { row[at] != "kommune" } else { row[at] == whole[at] });
            let parts: Vec<&Row> = rows.iter().filter(beside).collect();
            let hidden: Vec<&&Row> = parts.iter().filter(|row| row[12] == "skjult").collect();
            let left = |at: usize| {
                let number = |row: &Row| row[at].parse::<i64>().unwrap_or(0);
                number(whole) - parts.iter().map(|row| number(row)).sum::<i64>()
            };
            if hidden.len() == 2 && parts.len() > 3 && path.starts_with('u') && left(8) >= 12 && left(9) - left(8) >= 12 {
                found.push((path.clone(), hidden[0].to_vec(), [left(8) / 2, left(9) / 2]));
            }
        }
    }
    found
}

#[test]
fn nothing_is_found_in_the_untouched_report() {
    // With the PDF files, which are read as a reader would.
    assert_eq!(found(&EXAMPLE.report), BTreeSet::new());
}

#[test]
fn a_hidden_number_that_is_shown_gives_another_away() {
    let copy = Copy::new();
    let pairs = lone_pairs(&copy);
    assert!(pairs.len() >= 3, "{} sums have two hidden districts", pairs.len());
    let before = copy.found();
    let mut tables = BTreeSet::new();
    for (table, row, [k, n]) in pairs.iter().filter(|(table, ..)| tables.insert(table.clone())) {
        let hidden = row.join(";");
        let shown: Vec<String> =
            [&row[..8], &[k.to_string(), n.to_string(), String::new()], &[row[11].clone(), "vist".into(), String::new()]]
                .concat();
        copy.change(&format!("tabeller/{table}"), &hidden, &shown.join(";"));
    }
    let new: BTreeSet<String> = copy.found().difference(&before).cloned().collect();
    for table in &tables {
        let name = format!("({})", table.trim_end_matches(".csv"));
        assert!(new.iter().any(|found| found.contains(&name) && found.contains("kan regnes ud")), "{name}: {new:?}");
    }
}

/// Returns the inside of the first element whose start tag holds a text.
fn element<'a>(page: &'a str, holds: &str) -> Option<&'a str> {
    let at = page.find(holds)?;
    let from = at + page[at..].find('>')? + 1;
    Some(&page[from..from + page[from..].find('<')?])
}

#[test]
fn one_more_decimal_a_mark_and_an_interval_are_found() {
    const PAGE: &str = "datarapport-2025.html";
    let copy = Copy::new();
    let before = copy.found();
    let page = copy.text(PAGE);
    // One more decimal in a cell.
    let cell = page.match_indices("data-tal=").map(|(at, _)| &page[at..]).find(|rest| {
        element(rest, "data-tal=").is_some_and(|text| text.contains(",") && text.contains('%') && !text.contains('–'))
    });
    let value = element(cell.expect("a cell with per cent"), "data-tal=").expect("its text").to_owned();
    let (whole, rest) = value.split_once(',').expect("a decimal comma");
    copy.change(PAGE, &format!(">{value}<"), &format!(">{whole},{}3{}<", &rest[..1], &rest[1..]));
    // An interval where a table says that a number is hidden.
    copy.change(PAGE, "<span class=\"hidden-word\">skjult</span>", "<span class=\"hidden-word\">16–51 %</span>");
    // A mark in the group of a hidden row.
    let hatched = page.find("fill=\"#F3F5F7\" stroke=\"none\"/>").expect("a hatched box");
    let group = page[..hatched].rfind("<g data-tal=").expect("its row");
    let tag = page[group..group + page[group..].find('>').expect("the end of the tag") + 1].to_owned();
    copy.change(PAGE, &tag, &format!("{tag}<circle cx=\"200\" cy=\"20\" r=\"17\" fill=\"#0B3D6E\"/>"));
    // A disc moved by three units.
    let disc = page.find("<circle cx=\"").expect("a disc") + "<circle cx=\"".len();
    assert!(page[..disc].contains("data-skala="));
    let new: BTreeSet<String> = copy.found().difference(&before).cloned().collect();
    let has = |words: &str| new.iter().filter(|found| found.contains(words)).count();
    assert!(has("kan ikke forklares") >= 1, "one more decimal: {new:?}");
    assert!(has("Et skjult tal har et tal, et mærke") >= 2, "an interval and a mark: {new:?}");
}

#[test]
fn a_bar_of_another_length_is_found() {
    const PAGE: &str = "datarapport-2025.html";
    let copy = Copy::new();
    let before = copy.found();
    let page = copy.text(PAGE);
    let groups = page.match_indices("<g data-tal=").map(|(at, _)| &page[at..]);
    let disc = groups
        .filter_map(|group| Some(&group[group.find('>')? + 1..]))
        .find(|inside| inside.trim_start().starts_with("<circle cx="));
    let disc = disc.expect("a disc").trim_start();
    let line = &disc[..disc.find("/>").expect("its end")];
    let number = |name: &str| line.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).expect("a number");
    let (x, y) = (number("cx").to_owned(), number("cy").to_owned());
    let moved = |at: &str| (at.parse::<i64>().expect("whole") + 3).to_string();
    let other = line.replacen(&format!("cx=\"{x}\" cy=\"{y}\""), &format!("cx=\"{}\" cy=\"{}\"", moved(&x), moved(&y)), 1);
    copy.change(PAGE, line, &other);
    let new: BTreeSet<String> = copy.found().difference(&before).cloned().collect();
    assert!(new.iter().any(|found| found.contains("står ikke, hvor det trykte tal er")), "{new:?}");
}

#[test]
fn the_table_of_the_municipality_without_a_district_is_found() {
    let copy = Copy::new();
    let before = copy.found();
    let header = copy.text("tabeller/u15.csv").lines().next().expect("a header").to_owned();
    let row = "U15;vinteren 2024/25;skole;kommune uden nord;alle;alle;alle;alle;3;900;0,3;procent;vist;";
    fs::write(copy.path("tabeller/kommune-uden-nord.csv"), format!("{header}\n{row}\n")).expect("a file");
    let page = "<table><tr><th>Kommunen uden Nordre distrikt</th><td>3 af 900 elever (0,33 %)</td></tr></table></main>";
    copy.change("datarapport-2025.html", "</main>", page);
    let new: BTreeSet<String> = copy.found().difference(&before).cloned().collect();
    assert!(new.iter().any(|found| found.contains("kommune-uden-nord.csv") && found.contains("datapackage.json")), "{new:?}");
    assert!(new.iter().any(|found| found.contains("datarapport-2025.html") && found.contains("forklares")), "{new:?}");
}

#[test]
fn a_file_that_is_not_what_the_program_wrote_is_told() {
    let copy = Copy::new();
    copy.change("datarapport-2025.html", "</html>", "</html>\n");
    let only = "datarapport-2025.html | Filen er ændret, efter at programmet skrev den.";
    assert_eq!(copy.found(), BTreeSet::from([only.to_owned()]));
}

#[test]
fn a_file_that_somebody_put_into_the_folder_is_told() {
    let copy = Copy::new();
    fs::write(copy.path("tabeller/noegle"), "x").expect("a file");
    let only = "tabeller/noegle | Filen ligger i mappen, men programmet har ikke skrevet den.";
    assert_eq!(copy.found(), BTreeSet::from([only.to_owned()]));
}

#[test]
fn a_folder_without_control_sums_is_told() {
    let copy = Copy::new();
    fs::remove_file(copy.path("manifest.json")).expect("a file");
    let only = "manifest.json | Filen mangler. Uden den kan programmet ikke se, om andre filer er ændret.";
    assert_eq!(copy.found(), BTreeSet::from([only.to_owned()]));
}

/// Whatever it tells of others, a hidden number that somebody has filled in is told by its file.
#[test]
fn a_hidden_row_that_is_filled_in_is_told_in_every_table() {
    let copy = Copy::new();
    let mut filled = BTreeSet::new();
    for (table, bytes) in crate::example::files(&copy.path("tabeller")) {
        let rows = rows(std::str::from_utf8(&bytes).expect("UTF-8"));
        let Some(row) = rows.iter().find(|row| row.get(12).is_some_and(|status| status == "skjult")) else { continue };
        let shown = [&row[..8], &["7".into(), "900".into(), String::new(), row[11].clone(), "vist".into()], &row[13..]].concat();
        copy.change(&format!("tabeller/{table}"), &row.join(";"), &shown.join(";"));
        filled.insert(format!("tabeller/{table} | Filen er ændret, efter at programmet skrev den."));
    }
    assert!(filled.len() > 40, "{} tables have a hidden row", filled.len());
    let found = copy.found();
    let missed: Vec<&String> = filled.difference(&found).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn a_later_release_with_one_more_is_found() {
    let copy = Copy::new();
    copy.add(&EXAMPLE.report, "2025-igen");
    let file = copy.0.path().join("2025-igen/tabeller/p11.csv");
    let text = fs::read_to_string(&file).expect("the table");
    let row =
        rows(&text).into_iter().find(|row| row[12] == "vist" && row[8].parse::<i64>().is_ok_and(|k| k > 50)).expect("a row");
    let k: i64 = row[8].parse().expect("a number");
    let mut more = row.clone();
    more[8] = (k + 1).to_string();
    fs::write(&file, text.replacen(&row.join(";"), &more.join(";"), 1)).expect("a file");
    let new = found(copy.0.path());
    assert!(new.iter().any(|found| found.contains("(p11)") && found.contains("ændret med få")), "{new:?}");
}

#[test]
fn the_verb_says_what_was_tested_and_no_number_unless_it_is_asked() {
    let report = EXAMPLE.report.to_str().expect("the path is UTF-8");
    let run = ssp(&["diskretionstest", report]);
    assert!(
        run.stdout.contains("Skjulte tal") && run.stdout.contains("Trykte tal, der er fundet i tabellerne"),
        "{}",
        run.stdout
    );
    let findings = run.stdout.split("\n\n").skip(1).filter(|found| found.contains("regnes ud"));
    assert!(findings.clone().all(|found| found.trim_end().ends_with('.') && !found.contains("interval:")), "{}", run.stdout);
    let empty = tempfile::tempdir().expect("a folder");
    let folder = empty.path().to_str().expect("UTF-8");
    let refused = run_in(folder);
    assert!(refused.contains("ingen færdig rapport"), "{refused}");
}

fn run_in(folder: &str) -> String {
    run(program().args(["diskretionstest", folder]), "diskretionstest".into()).ends_with(11).stderr
}
