//! Projects to test on: the whole synthetic municipality, made and reported once per run of the tests, and small ones to break.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;

/// What a run of the program said.
pub(crate) struct Run {
    pub(crate) what: String,
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Fails the test with everything the program said when the code is another.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}\n{}", self.what, self.stdout, self.stderr);
        self
    }
}

/// The whole municipality with its report.
pub(crate) struct Example {
    pub(crate) project: PathBuf,
    pub(crate) report: PathBuf,
    /// Every verb that was run on it, with what it said.
    pub(crate) runs: Vec<Run>,
}

pub(crate) static EXAMPLE: LazyLock<Example> = LazyLock::new(|| {
    let project = scratch().join("eksempelby");
    let folder = project.to_str().expect("the path is UTF-8").to_owned();
    let verbs: [&[&str]; 4] = [
        &["opret", &folder, "--med-eksempel"],
        &["tjek", &folder, "-v"],
        &["tjek", &folder, "--format", "json", "-v"],
        &["rapport", &folder, "-v"],
    ];
    let runs = verbs.into_iter().map(ssp).collect();
    Example { report: project.join("rapporter").join("2025"), project, runs }
});

/// Makes a folder that outlives the test that made it. A static is never dropped, so older runs' folders are removed here.
fn scratch() -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(home).expect("cargo's folder for tests");
    for entry in fs::read_dir(home).expect("cargo's folder for tests").flatten() {
        let age = entry.metadata().and_then(|m| m.modified()).ok().and_then(|time| time.elapsed().ok());
        if entry.file_name().to_string_lossy().starts_with("it-") && age.is_some_and(|age| age > Duration::from_secs(3600)) {
            // Another run may be removing the same folder.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    tempfile::Builder::new().prefix("it-").tempdir_in(home).expect("a temporary folder").keep()
}

/// Returns the program with an environment that a user's shell cannot disturb.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ssp"));
    command.env_remove("COLUMNS").env_remove("CLICOLOR_FORCE");
    command
}

/// Runs the program.
pub(crate) fn ssp(args: &[&str]) -> Run {
    run(program().args(args), args.join(" "))
}

/// Runs a command and keeps what it says.
pub(crate) fn run(command: &mut Command, what: String) -> Run {
    let output = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Run { what, code: output.status.code().expect("an exit code"), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A small municipality of its own, for a test that changes it.
pub(crate) struct Small(TempDir);

impl Small {
    pub(crate) fn new() -> Self {
        Self::of(1_500)
    }

    /// Returns the project of a municipality with so many pupils and one year of police lists.
    pub(crate) fn of(pupils: u32) -> Self {
        let small = Self(tempfile::tempdir().expect("a temporary folder"));
        ssp(&["eksempel", small.folder(), "--elever", &pupils.to_string(), "--antal-aar", "1"]).ends_with(0);
        small
    }

    /// Like [`Small::new`], with two approved observations that hold a telephone number and an e-mail address.
    pub(crate) fn with_rejected_rows() -> Self {
        let small = Self::new();
        let file = "indbakke/observationer/observationer-2024.csv";
        let mut text = fs::read_to_string(small.path(file)).expect("the observations");
        for secret in ["ring 20 30 40 50", "skriv til ukendt.canari@eksempelby.example"] {
            text +=
                &format!("12-09-2024;Vestre distrikt;Skole;Fritid;Vil man vide mere, så {secret}.;SSP-tovholder;05-12-2024\r\n");
        }
        small.write(file, text);
        small
    }

    pub(crate) fn folder(&self) -> &str {
        self.0.path().to_str().expect("the path is UTF-8")
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.0.path().join(inside)
    }

    pub(crate) fn write(&self, inside: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(inside);
        fs::create_dir_all(path.parent().expect("a file in the project")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Changes ssp.toml; `from` must stand in it.
    pub(crate) fn change_settings(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.path("ssp.toml")).expect("ssp.toml");
        assert!(text.contains(from), "ssp.toml has no {from}");
        self.write("ssp.toml", text.replacen(from, to, 1));
    }

    pub(crate) fn report(&self) -> Run {
        ssp(&["rapport", self.folder()])
    }
}

/// Returns every file below a folder: path with `/`, and bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap_or_else(|_| panic!("{} can be listed", at.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let inside = path.strip_prefix(folder).expect("it lies below the folder");
                let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                found.insert(parts.join("/"), fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// Fails with the names of the files that differ, never with their bytes.
#[track_caller]
pub(crate) fn assert_same_files(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other));
    let differ: Vec<&String> = one.keys().filter(|name| one[*name] != other[*name]).collect();
    assert!(differ.is_empty(), "these files differ: {differ:?}");
}

/// Fails when two reports of the same data differ in anything but the deliveries' control sums. Those are keyed, and stand in the
/// manifest and in the annual report's list of deliveries.
#[track_caller]
pub(crate) fn assert_same_report(one: &Path, other: &Path) {
    assert_same_files(&without_sums(one), &without_sums(other));
}

/// Returns a report with its control sums blotted out; the annual PDF, which packs its text, as the text of its pages.
pub(crate) fn without_sums(report: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut report = files(report);
    let sums = control_sums(&report);
    // The manifest also holds the sums of the two files that print them.
    report.remove("manifest.json").expect("every report has a manifest");
    for (path, bytes) in report.iter_mut().filter(|(path, _)| path.starts_with("datarapport-") && !path.ends_with(".xlsx")) {
        let text = if path.ends_with(".pdf") {
            crate::searcher::pages(bytes).join("\n")
        } else {
            String::from_utf8(bytes.clone()).expect("UTF-8")
        };
        // The paper prints the first sixteen signs.
        *bytes = sums.iter().fold(text, |text, sum| text.replace(&sum[..16], "kontrolsum")).into_bytes();
    }
    report
}

/// Returns the control sums of a report's deliveries, as the manifest lists them.
pub(crate) fn control_sums(report: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_slice(&report["manifest.json"]).expect("JSON");
    let deliveries = manifest["leverancer"].as_array().expect("a list of deliveries");
    deliveries.iter().map(|delivery| delivery["kontrolsum"].as_str().expect("a sum").to_owned()).collect()
}
