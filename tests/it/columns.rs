//! A column whose numbers cannot be read one way: no number of it reaches a report.

use crate::example::{Run, Small, ssp};

const FILE: &str = "indbakke/befolkning/befolkning-2024.csv";

/// Returns a small municipality with one thousands point and one decimal point in its population file.
fn mixed() -> Small {
    let small = Small::new();
    let text = std::fs::read_to_string(small.path(FILE)).expect("the population");
    let mut numbers = ["8.127", "0.41"].into_iter();
    let mix = |line: &str| match line.rsplit_once(';').filter(|_| line.starts_with("Nordre distrikt;K;1")) {
        Some((row, _)) => numbers.next().map_or(line.to_owned(), |number| format!("{row};{number}")),
        None => line.to_owned(),
    };
    let lines: Vec<String> = text.lines().map(mix).collect();
    small.write(FILE, lines.join("\r\n"));
    small
}

fn said(run: &Run) -> String {
    format!("{}\n{}", run.stdout, run.stderr)
}

#[test]
fn a_mixed_column_stops_the_report_with_the_question_and_without_its_numbers() {
    let small = mixed();
    let run = small.report();
    assert!(run.code != 0 && !small.path("rapporter/2025/manifest.json").exists(), "{}", said(&run));
    let words = said(&run);
    for part in ["D023 Stop", "Kolonnen \"Antal\" blander tal som 1.299", "under kolonner.antal i importprofilen"] {
        assert!(words.contains(part), "{part}\n{words}");
    }
    assert!(!words.contains("8.127") && !words.contains("0.41"), "{words}");
    let tjek = ssp(&["tjek", small.folder()]);
    assert!(said(&tjek).contains("0 brugt"), "{}", said(&tjek));
}

#[test]
fn a_stopped_column_can_be_set_aside_and_the_report_says_so() {
    let small = mixed();
    let settings = std::fs::read_to_string(small.path("ssp.toml")).expect("ssp.toml");
    let (before, population) = settings.split_once("[kilder.befolkning]").expect("the population has a section");
    let aside = population.replacen("undtaget = []", "undtaget = [\"befolkning-2024.csv\"]", 1);
    assert!(aside != population);
    small.write("ssp.toml", format!("{before}[kilder.befolkning]{aside}"));
    small.report().ends_with(0);
    let manifest = std::fs::read_to_string(small.path("rapporter/2025/manifest.json")).expect("the manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let aside = |d: &&serde_json::Value| d["undtaget"] == true;
    let list = manifest["leverancer"].as_array().expect("a list of deliveries");
    assert_eq!(list.iter().filter(aside).map(|d| d["kilde"].as_str()).collect::<Vec<_>>(), [Some("befolkning")]);
}
