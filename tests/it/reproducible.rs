//! Same input, same bytes.

use crate::example::{EXAMPLE, Small, assert_same_files, assert_same_report, files, ssp};
use ssp_datarapport::aggregate::{Scope, aggregate};
use ssp_datarapport::pipeline::{self, Request};
use ssp_datarapport::protect::protect;
use std::fs;
use std::path::Path;

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

/// Makes the report of a small municipality, then changes something and makes it again elsewhere.
fn assert_unchanged_by(change: impl FnOnce(&Small)) {
    let small = Small::new();
    small.report().ends_with(0);
    change(&small);
    let again = small.path("igen");
    ssp(&["rapport", small.folder(), "--gem-i", again.to_str().expect("UTF-8")]).ends_with(0);
    assert_same_report(&small.path("rapporter/2025"), &again);
}

#[test]
fn another_key_changes_the_control_sums_alone() {
    assert_unchanged_by(|small| small.write("hemmeligt/noegle", "5a".repeat(32)));
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    assert_unchanged_by(|small| {
        for source in ["upu", "politi", "fravaer", "observationer", "befolkning"] {
            reverse(&small.path("indbakke").join(source));
        }
    });
}

#[test]
fn the_order_of_the_records_does_not_matter() {
    let small = Small::new();
    let key = [7; 32];
    let request = Request { folder: Path::new(small.folder()), year: None, key: &key, only: None, target: None };
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
    let scope = Scope {
        periods: inspection.periods,
        districts: &districts,
        survey_base: inspection.settings.project.protection.survey_base,
    };
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
