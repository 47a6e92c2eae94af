//! Same input, same bytes.

use crate::example::{EXAMPLE, Small, assert_same_files, assert_same_report, control_sums, files, ssp, without_sums};
use ssp_datarapport::aggregate::{Scope, aggregate};
use ssp_datarapport::pipeline::{self, Edition, Request};
use ssp_datarapport::protect::protect;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn the_same_project_gives_the_same_report_two_seconds_later() {
    let first = files(&EXAMPLE.report);
    // A clock in any of the files would show: their dates count seconds, and a zip file's every second one.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let home = tempfile::tempdir().expect("a temporary folder");
    let target = home.path().join("igen");
    ssp(&["rapport", EXAMPLE.project.to_str().expect("UTF-8"), "--gem-i", target.to_str().expect("UTF-8")]).ends_with(0);
    assert_same_files(&first, &files(&target));
}

/// Makes the report of a small municipality, then changes something and makes it again elsewhere; returns both folders.
fn before_and_after(small: &Small, change: impl FnOnce()) -> [PathBuf; 2] {
    small.report().ends_with(0);
    change();
    let again = small.path("igen");
    ssp(&["rapport", small.folder(), "--gem-i", again.to_str().expect("UTF-8")]).ends_with(0);
    [small.path("rapporter/2025"), again]
}

#[test]
fn another_key_changes_the_control_sums_alone() {
    let small = Small::new();
    let [before, after] = before_and_after(&small, || small.write("hemmeligt/noegle", "5a".repeat(32)));
    assert_ne!(control_sums(&files(&before)), control_sums(&files(&after)), "the sums are keyed");
    assert_same_report(&before, &after);
}

#[test]
fn the_order_of_the_files_changes_the_order_of_the_deliveries_alone() {
    let small = Small::new();
    let reverse_all = || {
        for source in ["upu", "politi", "fravaer", "observationer", "befolkning"] {
            reverse(&small.path("indbakke").join(source));
        }
    };
    let [before, after] = before_and_after(&small, reverse_all);
    let sums = |report: &Path| control_sums(&files(report));
    assert_ne!(sums(&before), sums(&after), "the deliveries came in another order");
    assert_same_files(&in_any_order(&before), &in_any_order(&after));
}

/// Returns a report with the lines of the annual page sorted, for it lists the deliveries; its PDF says the same in print.
fn in_any_order(report: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = without_sums(report);
    let page = files.remove("datarapport-2025.html").expect("the page");
    let mut lines: Vec<&str> = std::str::from_utf8(&page).expect("UTF-8").lines().collect();
    lines.sort_unstable();
    files.insert("datarapport-2025.html".into(), lines.join("\n").into_bytes());
    files.remove("datarapport-2025.pdf").expect("the PDF");
    files
}

#[test]
fn the_order_of_the_records_does_not_matter() {
    let small = Small::new();
    let key = [7; 32];
    let request =
        Request { folder: Path::new(small.folder()), year: None, key: &key, edition: Edition::Public, only: None, target: None };
    let mut inspection = pipeline::check(request, &mut Silence).expect("the municipality can be read");
    let first = figures(&inspection);
    let records = &mut inspection.records;
    records.police.rows.reverse();
    records.absence.reverse();
    records.population.reverse();
    records.survey.rows.reverse();
    records.survey.answers.values_mut().for_each(|answers| answers.reverse());
    assert!(first.len() > 1000 && records.police.rows.len() > 10);
    assert_eq!(first, figures(&inspection));
}

struct Silence;

impl pipeline::Progress for Silence {
    fn stage(&mut self, _stage: &str) {}
}

/// Returns every figure with what may be known of it.
fn figures(inspection: &pipeline::Inspection) -> Vec<String> {
    let districts: Vec<_> = inspection.settings.project.district_ids().collect();
    let scope = Scope { periods: inspection.periods, districts: &districts, first_list: inspection.first_list };
    let counts = aggregate(&inspection.records, &inspection.settings.indicators, scope).expect("counts");
    let protected = protect(counts, &[], inspection.settings.project.protection);
    protected.cells().map(|(at, status)| format!("{at:?} {status:?}")).collect()
}

/// Renames the files of a folder so that they are read in the opposite order.
fn reverse(folder: &Path) {
    let paths: Vec<_> = files(folder).into_keys().map(|path| folder.join(path)).collect();
    let count = paths.len();
    for (at, path) in paths.into_iter().enumerate() {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        fs::rename(&path, path.with_file_name(format!("{:03} {name}", count - at))).expect("a new name");
    }
}
