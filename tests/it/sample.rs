//! The committed municipality is the one the program writes.

use crate::example::{Small, assert_same_files, files, ssp};
use std::path::Path;

const LARGEST: usize = 15_000_000;

#[test]
fn the_committed_municipality_is_what_the_program_writes() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-samples").join("eksempelby");
    assert!(
        committed.exists(),
        "data-samples/eksempelby is missing; make it with: ssp opret data-samples/eksempelby --med-eksempel"
    );
    let home = tempfile::tempdir().expect("a temporary folder");
    let fresh = home.path().join("eksempelby");
    ssp(&["opret", fresh.to_str().expect("UTF-8"), "--med-eksempel"]).ends_with(0);
    let mut committed = files(&committed);
    // Whoever tried the program on the folder has a key, its control, and a report there.
    let is_of_a_run =
        |path: &String| path.starts_with("hemmeligt/") || path.starts_with("rapporter/") || path == "noegle-kontrol";
    committed.retain(|path, _| !is_of_a_run(path));
    assert!(committed.values().map(Vec::len).sum::<usize>() < LARGEST);
    assert_same_files(&committed, &files(&fresh));
}

#[test]
fn the_same_start_value_gives_the_same_municipality_and_another_one_another() {
    let (one, two) = (Small::new(), Small::new());
    let of = |small: &Small| files(Path::new(small.folder()));
    assert_same_files(&of(&one), &of(&two));
    let other = tempfile::tempdir().expect("a temporary folder");
    let folder = other.path().to_str().expect("UTF-8");
    ssp(&["eksempel", folder, "--elever", "300", "--antal-år", "1", "--startværdi", "2"]).ends_with(0);
    let (other, one) = (files(other.path()), of(&one));
    let differ = other.keys().filter(|path| one.get(*path) != Some(&other[*path])).count();
    assert!(differ > 20, "only {differ} files differ");
}

#[test]
fn a_size_out_of_bounds_is_refused() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("stor");
    let run = ssp(&["eksempel", folder.to_str().expect("UTF-8"), "--elever", "10"]).ends_with(2);
    assert!(run.stderr.contains("mellem 300 og 500.000"), "{}", run.stderr);
    assert!(!folder.exists());
}
