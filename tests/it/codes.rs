//! Every code has its level, its explanation, its sample and a run that shows it; and nothing of these stands alone.

use crate::bad_samples::{MANIFEST, TOLD, Told, folder, proposed};
use crate::example::{files, ssp};
use ssp_datarapport::diagnostic::{CATALOGUE, Severity, explanation};
use std::collections::BTreeSet;

/// The levels of the list of dirty-data cases: stop, warning (a row that is left out is one too) or information.
/// The third is a web page whose table is read; one without a table stops with a code of its own (D120).
const LEVELS: &str = "SIISSAASASIAIAASSIAISASAAAISAAAIAAIIAAAASASA";

fn level(severity: Severity) -> char {
    match severity {
        Severity::Stop => 'S',
        Severity::Row | Severity::Warning => 'A',
        Severity::Information => 'I',
    }
}

#[test]
fn every_case_of_the_list_has_its_code_and_its_level() {
    assert_eq!(LEVELS.len(), 44);
    for (expected, number) in LEVELS.chars().zip(1..) {
        let entry = CATALOGUE.iter().find(|entry| entry.code.0 == number);
        assert_eq!(entry.map(|entry| level(entry.severity)), Some(expected), "D{number:03}");
    }
}

fn lacking() -> Vec<String> {
    let of_sample: BTreeSet<&str> = MANIFEST.proeve.iter().map(|sample| sample.kode.as_str()).collect();
    let mut lacking = Vec::new();
    for entry in CATALOGUE {
        let code = entry.code.to_string();
        if !of_sample.contains(code.as_str()) {
            lacking.push(format!("{code} has no sample in proever.toml"));
        }
        if !explanation(entry.code).is_some_and(|text| text.contains("Hvad du gør")) {
            lacking.push(format!("{code} has no explanation in src/diagnostic/forklaringer"));
        }
    }
    let known: BTreeSet<String> = CATALOGUE.iter().map(|entry| entry.code.to_string()).collect();
    lacking.extend(of_sample.iter().filter(|code| !known.contains(**code)).map(|code| format!("{code} is no code")));
    lacking
}

#[test]
fn every_code_has_a_sample_and_an_explanation() {
    let lacking = lacking();
    assert!(lacking.is_empty(), "{lacking:#?}");
}

#[test]
fn no_sample_and_no_line_of_the_list_is_orphaned() {
    let listed = MANIFEST.proeve.iter().filter(|sample| sample.laves_af_testen.is_none()).map(|sample| sample.fil.clone());
    let there = files(&folder()).into_keys();
    let there: BTreeSet<String> =
        there.filter(|name| !name.starts_with("projekt/") && name != "README.md" && name != "proever.toml").collect();
    assert_eq!(listed.collect::<BTreeSet<_>>(), there);
    for sample in &MANIFEST.proeve {
        assert!(sample.fil.starts_with(&format!("{}-", sample.kode)), "{} is named after another code", sample.fil);
    }
}

#[test]
fn every_explanation_names_its_sample() {
    for sample in &MANIFEST.proeve {
        let entry = CATALOGUE.iter().find(|entry| entry.code.to_string() == sample.kode);
        let text = entry.and_then(|entry| explanation(entry.code)).unwrap_or_default();
        let named = match sample.laves_af_testen {
            Some(_) => "Ingen. Programmets egne prøver laver filen, når de kører.".to_owned(),
            None => format!("data-samples/fejl/{}\n", sample.fil),
        };
        assert!(text.contains(&named), "{} does not name {named}", sample.kode);
    }
}

/// Returns what is missing in what the program says of a sample.
fn amiss(told: &Told) -> Option<String> {
    let sample = told.sample;
    let findings = told.json["bemaerkninger"].as_array()?;
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let of_code: Vec<_> = findings.iter().filter(|finding| finding["code"] == sample.kode.as_str()).collect();
    let as_expected =
        of_code.iter().any(|f| text(f, "severity") == sample.alvor && text(f, "message").starts_with(&sample.begynder));
    let said: Vec<String> = findings.iter().map(|f| format!("{} {} {}", f["code"], f["severity"], f["message"])).collect();
    (!as_expected).then(|| format!("{} ({} {}) gave {said:#?}", sample.fil, sample.alvor, sample.begynder))
}

#[test]
fn every_sample_gives_its_finding() {
    let amiss: Vec<String> = TOLD.iter().filter_map(amiss).collect();
    assert!(amiss.is_empty(), "{} samples:\n{}", amiss.len(), amiss.join("\n"));
}

#[test]
fn every_sample_of_a_proposal_gives_its_finding() {
    let proposed = proposed();
    assert_eq!(proposed.len() + TOLD.len(), MANIFEST.proeve.len(), "a sample has a command nobody runs");
    for (sample, run) in proposed {
        let run = run.ends_with(12);
        let title = CATALOGUE.iter().find(|entry| entry.code.to_string() == sample.kode).expect("a code").title;
        let said = run.stdout.clone() + &run.stderr;
        assert!(said.contains(&format!("{} Stop: {title}\n  {}", sample.kode, sample.begynder)), "{}: {said}", sample.fil);
        assert_eq!(sample.alvor, "stop", "{}", sample.fil);
    }
}

#[test]
fn a_stopped_sample_ends_with_a_code_and_the_others_do_not() {
    for told in TOLD.iter() {
        let findings = told.json["bemaerkninger"].as_array().expect("a list");
        let has = |severity: &str| findings.iter().any(|finding| finding["severity"] == severity);
        let expected: &[i32] = if has("stop") {
            &[11, 12, 13]
        } else if has("row") {
            &[1]
        } else {
            &[0]
        };
        assert!(expected.contains(&told.runs[0].code), "{} ended with {}", told.sample.fil, told.runs[0].code);
        assert_eq!(told.runs[0].code, told.runs[1].code, "{}", told.sample.fil);
    }
}

#[test]
fn every_finding_of_every_sample_says_what_is_wrong_where_and_what_to_do() {
    for told in TOLD.iter() {
        for finding in told.json["bemaerkninger"].as_array().expect("a list") {
            for part in ["message", "action"] {
                let text = finding[part].as_str().expect("a text");
                assert!(
                    text.ends_with('.') && (!text.contains('!') || text.contains("Excel-fejlen #")),
                    "{}: {text}",
                    told.sample.fil
                );
            }
            assert!(finding["location"]["file"].as_str().is_some_and(|file| !file.is_empty()), "{}", told.sample.fil);
        }
        let (text, nothing_found) = (&told.runs[0].stdout, told.json["bemaerkninger"] == serde_json::json!([]));
        assert!(nothing_found || text.contains("Skriv ssp forklar D"), "{}", told.sample.fil);
    }
}

#[test]
fn every_row_of_every_sample_is_accounted_for() {
    let mut rows = 0;
    for told in TOLD.iter() {
        for file in told.json["filer"].as_array().expect("a list") {
            let count = |key: &str| file[key].as_u64().unwrap_or_else(|| panic!("{}: no {key}", told.sample.fil));
            let sum: u64 = ["brugt", "afvist", "slaaet_sammen", "sprunget_over"].into_iter().map(count).sum();
            assert_eq!(count("laest"), sum, "{}: {file}", told.sample.fil);
            rows += sum;
        }
    }
    assert!(rows > 40, "{rows} rows");
}

// ── ssp forklar ─────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_code_is_explained_however_it_is_written() {
    let text = ssp(&["forklar", "D017"]).ends_with(0).stdout;
    assert!(text.starts_with("D017 Stop: En nødvendig kolonne mangler\n\nHvad det betyder\n"), "{text}");
    for args in [["forklar", "d17"], ["forklar", "17"], ["explain", "D17"], ["forklar", "017"]] {
        assert_eq!(ssp(&args).ends_with(0).stdout, text);
    }
}

/// Runs `ssp forklar` on the whole municipality.
fn explained(args: &[&str], code: i32) -> crate::example::Run {
    let folder = crate::example::EXAMPLE.project.to_str().expect("the path is UTF-8");
    ssp(&[&["forklar"], args, &["--mappe", folder]].concat()).ends_with(code)
}

/// Returns the rows of a released open table as fields.
fn released(table: &str) -> Vec<Vec<String>> {
    let path = crate::example::EXAMPLE.report.join("tabeller").join(format!("{table}.csv"));
    let text = std::fs::read_to_string(path).expect("the table is released");
    text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

#[test]
fn an_indicator_is_explained_from_the_question_to_the_figures_as_published() {
    let text = explained(&["u15"], 0).stdout;
    for heading in
        ["U15 Fuld inden for de seneste 30 dage", "Spørgsmål", "Filer fra kilden Ungeprofilundersøgelsen", "Rækker", "I ord"]
    {
        assert!(text.lines().any(|line| line == heading), "{heading}: {text}");
    }
    let figures =
        text.split("Tal, som de offentliggøres (vinteren 2024/25)").nth(1).expect("the figures").replace(['.', '\u{a0}'], "");
    let names = [("kommune", "Kommunen"), ("nord", "Nordre"), ("syd", "Søndre"), ("oest", "Østre"), ("vest", "Vestre")];
    let now = |row: &&Vec<String>| row[1] == "vinteren 2024/25" && row[4..8].iter().all(|dimension| dimension == "alle");
    let rows = released("u15");
    for (area, name) in names {
        let row = rows.iter().filter(now).find(|row| row[3] == area).expect("the table has the area");
        let line = figures.lines().find(|line| line.trim().starts_with(name)).expect("a line per area");
        let value = if row[12] == "vist" { format!("({} af {})", row[8], row[9]) } else { row[12].clone() };
        assert!(line.contains(&value), "{line}: {value}");
    }
}

#[test]
fn a_cell_is_explained_by_the_table_s_name_and_the_words_of_its_row_and_column() {
    let cell = explained(&["butikstyveri-p07-distrikter", "Vestre distrikt"], 0).stdout;
    assert!(cell.starts_with("Tabellen butikstyveri-p07-distrikter\n") && cell.contains("Område: Vestre distrikt\n"), "{cell}");
    assert!(cell.contains("Indikator: P07 Butikstyveri\n  Periode: 2024\n  Sted: Vestre distrikt"), "{cell}");
    let girls = explained(&["u15", "8. klasse", "Piger", "2023/24"], 0).stdout;
    assert!(girls.contains("Periode: vinteren 2023/24\n") && girls.contains("Gruppe: piger i 8. klasse\n"), "{girls}");
}

#[test]
fn a_hidden_cell_shows_no_number_and_gives_its_reason_to_the_terminal_alone() {
    let rows = released("u15");
    let hidden = rows.iter().find(|row| row[12] == "skjult" && row[4..8].iter().all(|d| d == "alle")).expect("a hidden district");
    let text = explained(&["u15", &hidden[3], &hidden[1]], 0).stdout;
    let told = text.split("Som det offentliggøres\n").nth(1).expect("the published figure");
    assert!(told.starts_with("  Skjult.\n") && told.contains("Giv den ikke videre."), "{text}");
    assert!(!told.contains(|c: char| c.is_ascii_digit()), "{told}");
}

#[test]
fn what_is_not_there_is_said_with_what_could_be_written() {
    for (args, said) in [
        (&["U99"][..], "Projektet har U01"),
        (&["u15-distrikter", "Andeby"], "\"Andeby\" er hverken en række eller en kolonne her."),
        (&["butikstyveri-p07-distrikter", "Andeby"], "har rækkerne \"Kommunen\", \"Nordre distrikt\""),
        (&["butikstyveri-p07-distrikter"], "Skriv også rækken"),
        (&["andeby-distrikter", "Nordre distrikt"], "Navnet står under hver tabel"),
    ] {
        let run = explained(args, 2);
        assert!(run.stdout.is_empty() && run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn without_a_code_all_codes_are_listed_with_level_and_title() {
    let text = ssp(&["forklar"]).ends_with(0).stdout;
    for entry in CATALOGUE {
        let line = text.lines().find(|line| line.starts_with(&entry.code.to_string())).expect("a line per code");
        assert!(line.contains(entry.severity.danish()) && line.ends_with(entry.title), "{line}");
    }
}

#[test]
fn an_unknown_code_leads_to_the_nearest_one() {
    for (written, said) in [("D045", "Mente du D044"), ("adgangskode", "Mente du D001"), ("xyz", "En kode skrives som D017.")] {
        let run = ssp(&["forklar", written]).ends_with(2);
        assert!(run.stdout.is_empty() && run.stderr.contains(said) && run.stderr.contains(written), "{}", run.stderr);
    }
}
