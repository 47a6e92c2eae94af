//! The synthetic municipality of the benches, in a folder of its own and as checked records.

use ssp_datarapport::config::SAMPLE_PROJECT;
use ssp_datarapport::pipeline::{self, Edition, Inspection, Progress, Request};
use ssp_datarapport::sample::{Size, municipality};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The key of the pseudonyms.
pub(super) const KEY: [u8; 32] = [7; 32];

/// Says nothing on the way.
pub(super) struct Silence;

impl Progress for Silence {
    fn stage(&mut self, _stage: &str) {}
}

/// The municipality in a folder of its own.
pub(super) fn project(size: Size) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("ssp.toml"), SAMPLE_PROJECT).expect("ssp.toml");
    for file in municipality(size).expect("a municipality") {
        let path = folder.path().join(&file.path);
        fs::create_dir_all(path.parent().expect("a file in the project")).expect("a folder");
        fs::write(path, &file.bytes).expect("a file");
    }
    folder
}

/// All of a project's report.
pub(super) fn request(folder: &Path) -> Request<'_> {
    Request { folder, year: None, key: &KEY, edition: Edition::Public, only: None, target: None }
}

/// The checked records of a project.
pub(super) fn inspect(folder: &Path) -> Inspection {
    pipeline::check(request(folder), &mut Silence).expect("the municipality can be read")
}
