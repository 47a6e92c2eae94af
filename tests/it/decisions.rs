//! The decision log of the example: complete, without numbers, and never where a reader could find it.

use crate::example::{EXAMPLE, Small, files};
use crate::released::{ROWS, rows};
use std::collections::BTreeSet;

const LOG: &str = "hemmeligt/beslutninger-2025.csv";
const PLACE: [&str; 8] = ["indikator", "periode", "stedbegreb", "omraade", "koen", "klassetrin", "alder", "kategori"];

#[test]
fn every_hidden_cell_of_the_open_tables_stands_in_the_log_with_its_rule_and_no_other() {
    let log = rows(&std::fs::read(EXAMPLE.project.join(LOG)).expect("the log"));
    let place = |row: &crate::released::Row| PLACE.map(|column| row.get(column).to_owned());
    let logged: BTreeSet<_> = log.iter().map(place).collect();
    let hidden: BTreeSet<_> = ROWS.iter().filter(|row| row.get("status").starts_with("skjult")).map(place).collect();
    assert_eq!(log.len(), logged.len(), "each once");
    assert!(logged == hidden && hidden.len() > 100, "{} logged, {} hidden", logged.len(), hidden.len());
    let rules: BTreeSet<&str> = log.iter().map(|row| row.get("regel")).collect();
    assert!(rules.contains("få bag tallet") && rules.contains("beskytter et andet tal"), "{rules:?}");
    assert!(log.iter().all(|row| row.get("forklaring").ends_with('.')));
}

#[test]
fn no_file_of_a_report_is_the_log_or_names_a_rule() {
    for (path, bytes) in files(&EXAMPLE.report) {
        assert!(!path.contains("beslutning"), "{path}");
        let text = String::from_utf8_lossy(&bytes);
        for rule in ["få bag tallet", "få uden for tallet", "beskytter et andet tal", "alle eller næsten alle"] {
            assert!(!text.contains(rule), "{path} names the rule {rule}");
        }
    }
}

#[test]
fn a_second_run_writes_the_same_log_for_its_owner_alone() {
    let small = Small::new();
    small.report();
    let first = std::fs::read(small.path(LOG)).expect("the log");
    assert!(first.starts_with("\u{feff}indikator;titel;periode;".as_bytes()));
    small.report();
    assert!(first == std::fs::read(small.path(LOG)).expect("the log"), "the same data give the same log");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights = std::fs::metadata(small.path(LOG)).expect("the log").permissions().mode() & 0o777;
        assert_eq!(rights, 0o600);
    }
}
