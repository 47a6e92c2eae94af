//! The swap, state by state, on real folders.

use super::*;
use std::fs;
use tempfile::TempDir;

const MARKER: &str = "midlertidig-mappe.txt";

fn facts() -> Facts<'static> {
    Facts { version: "0.1.0", periods: Vec::new(), as_of: (2025, 3, 17), deliveries: Vec::new(), marks: Vec::new() }
}

fn report(text: &str) -> Vec<Artefact> {
    vec![
        Artefact::new("datarapport.html", format!("<p>{text}</p>").into_bytes()),
        Artefact::new("tabeller/a.csv", b"a;b\r\n".to_vec()),
    ]
}

struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder can be made") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("rapporter").join(name)
    }

    fn publish(&self, text: &str) -> Result<(), PublishError> {
        publish(&self.path("2025"), &report(text), &facts())
    }

    /// Makes a folder as an earlier run left it: its report, with the marker or without.
    fn leave(&self, name: &str, text: &str, marked: bool) {
        publish(&self.path("andet"), &report(text), &facts()).expect("a report can be published");
        fs::rename(self.path("andet"), self.path(name)).expect("a folder can be renamed");
        if marked {
            fs::write(self.path(name).join(MARKER), "").expect("a file can be written");
        }
    }

    fn shown(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(name).join("datarapport.html")).ok()
    }

    fn folders(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("rapporter")).expect("the folder can be listed");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry can be read").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn assert_only(&self, text: &str) {
        assert_eq!(self.shown("2025"), Some(format!("<p>{text}</p>")));
        assert_eq!(self.folders(), ["2025"]);
        assert!(!self.path("2025").join(MARKER).exists(), "the marker never stays in a report");
    }
}

#[test]
fn a_fresh_report_stands_in_its_folder_with_a_manifest() {
    let project = Project::new();
    project.publish("ny").expect("a fresh report is published");
    project.assert_only("ny");
    let manifest = fs::read(project.path("2025").join("manifest.json")).expect("the manifest is there");
    assert_eq!(super::manifest::listed_files(&manifest), Some(vec!["datarapport.html".to_owned(), "tabeller/a.csv".to_owned()]));
}

#[test]
fn an_earlier_report_is_replaced_whole() {
    let project = Project::new();
    publish(&project.path("2025"), &[Artefact::new("gammel-fil.csv", Vec::new())], &facts())
        .expect("a first report is published");
    project.publish("ny").expect("a second report is published");
    project.assert_only("ny");
    assert!(!project.path("2025").join("gammel-fil.csv").exists());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let project = Project::new();
    let manifest = || fs::read(project.path("2025").join("manifest.json")).expect("the manifest is there");
    project.publish("ny").expect("a report is published");
    let first = manifest();
    project.publish("ny").expect("the report is published again");
    assert_eq!(first, manifest());
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_left_alone() {
    let project = Project::new();
    fs::create_dir_all(project.path("2025")).expect("a folder can be made");
    fs::write(project.path("2025").join("noter.docx"), "mine").expect("a file can be written");
    assert!(matches!(project.publish("ny"), Err(PublishError::ForeignFolder { .. })));
    assert!(project.path("2025").join("noter.docx").exists());
    assert_eq!(project.folders(), ["2025"]);
}

#[test]
fn a_file_that_a_person_put_in_the_report_is_not_deleted() {
    let project = Project::new();
    project.publish("gammel").expect("a report is published");
    fs::write(project.path("2025").join("Thumbs.db"), "").expect("a file can be written");
    project.publish("nyere").expect("files of the desktop do not count");
    fs::write(project.path("2025").join("noter.docx"), "mine").expect("a file can be written");
    let error = project.publish("ny").expect_err("a foreign file stops the run");
    assert!(error.to_string().contains("noter.docx"), "{error}");
    assert_eq!(project.shown("2025"), Some("<p>nyere</p>".to_owned()));
}

#[test]
fn an_empty_folder_is_used() {
    let project = Project::new();
    fs::create_dir_all(project.path("2025")).expect("a folder can be made");
    project.publish("ny").expect("an empty folder is no obstacle");
    project.assert_only("ny");
}

#[test]
fn a_leak_leaves_the_last_good_report_and_nothing_else() {
    let project = Project::new();
    project.publish("god").expect("a report is published");
    let error = project.publish("710101-4321").expect_err("a CPR number stops the run");
    let PublishError::Leak(leaks) = &error else { panic!("{error}") };
    assert_eq!(leaks.iter().map(|leak| leak.path.as_str()).collect::<Vec<_>>(), ["datarapport.html"]);
    assert!(error.to_string().contains("datarapport.html") && !error.to_string().contains("4321"), "{error}");
    project.assert_only("god");
}

#[test]
fn a_run_that_stopped_while_writing_is_cleared_away() {
    let project = Project::new();
    project.leave("2025", "god", false);
    fs::create_dir_all(project.path("2025.ny")).expect("a folder can be made");
    fs::write(project.path("2025.ny").join(MARKER), "").expect("a file can be written");
    fs::write(project.path("2025.ny").join("datarapport.html"), "halv").expect("a file can be written");
    recover(&project.path("2025")).expect("the half report is removed");
    project.assert_only("god");
}

#[test]
fn a_run_that_stopped_before_the_swap_keeps_the_last_good_report() {
    for (staged_marked, target_marked) in [(true, false), (false, false), (false, true)] {
        let project = Project::new();
        project.leave("2025", "god", target_marked);
        project.leave("2025.ny", "ny", staged_marked);
        recover(&project.path("2025")).expect("the staged report is removed");
        project.assert_only("god");
    }
}

#[test]
fn a_swap_that_stopped_half_way_is_finished() {
    for staged_marked in [false, true] {
        let project = Project::new();
        project.leave("2025.gammel", "gammel", true);
        project.leave("2025.ny", "ny", staged_marked);
        recover(&project.path("2025")).expect("the swap is finished");
        project.assert_only("ny");
    }
}

#[test]
fn a_swap_without_a_whole_new_report_is_undone() {
    let project = Project::new();
    project.leave("2025.gammel", "gammel", true);
    recover(&project.path("2025")).expect("the swap is undone");
    project.assert_only("gammel");
    project.publish("ny").expect("the next run goes on as usual");
    project.assert_only("ny");
}

#[test]
fn a_swap_that_only_lacks_its_tidying_is_tidied() {
    let project = Project::new();
    project.leave("2025", "ny", false);
    project.leave("2025.gammel", "gammel", true);
    recover(&project.path("2025")).expect("the old report is removed");
    project.assert_only("ny");
}

#[test]
fn a_folder_that_the_user_named_like_ours_is_never_removed() {
    let project = Project::new();
    project.leave("2025.gammel", "min kopi", false);
    project.publish("ny").expect("the copy is not in the way of a first report");
    assert!(matches!(project.publish("nyere"), Err(PublishError::ForeignFolder { .. })), "but of its replacement");
    assert_eq!((project.shown("2025.gammel"), project.shown("2025")), (Some("<p>min kopi</p>".into()), Some("<p>ny</p>".into())));
    fs::create_dir_all(project.path("2026.ny/mit")).expect("a folder can be made");
    assert!(matches!(recover(&project.path("2026")), Err(PublishError::ForeignFolder { .. })));
}

#[test]
fn recovering_nothing_makes_nothing() {
    let project = Project::new();
    recover(&project.path("2025")).expect("there is nothing to do");
    assert!(!project.path("2025").exists());
}
