//! `ssp importprofil` from the outside: where it writes, what it never overwrites, and that a project can use what it wrote.

use crate::example::{Run, Small, files, ssp};
use std::fs;
use std::path::Path;

const LIST: &str = "Dato;CPR;Rolle;Hændelse;Sted\n17-03-2024;711210-4321;Sigtet;Hærværk;Torvet 1\n";

fn propose(file: &Path, folder: &str, more: &[&str]) -> Run {
    let file = file.to_str().expect("UTF-8");
    ssp(&[&["importprofil", file, folder], more].concat())
}

#[test]
fn a_proposal_is_written_in_the_project_and_never_over_another() {
    let small = Small::new();
    small.write("ny.csv", LIST);
    for name in ["politi-forslag", "politi-forslag-2"] {
        let run = propose(&small.path("ny.csv"), small.folder(), &[]).ends_with(0);
        assert!(
            run.stdout.contains("Politiets SSP-lister") && run.stdout.contains(&format!("profil = \"{name}\"")),
            "{}",
            run.stdout
        );
        assert!(small.path(&format!("profiler/{name}.toml")).exists());
    }
    let run = propose(&small.path("ny.csv"), small.folder(), &["--gem-som", "vores-liste"]).ends_with(0);
    assert!(run.stdout.contains("vores-liste.toml"));
}

#[test]
fn without_a_project_the_proposal_lies_beside_the_file() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let file = home.path().join("ny.csv");
    fs::write(&file, LIST).expect("written");
    ssp(&["import-profile", file.to_str().expect("UTF-8")]).ends_with(0);
    assert_eq!(files(home.path()).into_keys().collect::<Vec<_>>(), ["ny.csv", "politi-forslag.toml"]);
}

#[test]
fn the_project_reads_its_own_files_by_the_proposals_for_them() {
    let small = Small::new();
    for (source, built_in) in
        [("politi", "politi-ugeliste"), ("fravaer", "fravaer-elev-maaned"), ("befolkning", "befolkning-distrikt")]
    {
        let folder = small.path(&format!("indbakke/{source}"));
        let (path, _) = files(&folder).into_iter().next_back().expect("a file");
        propose(&folder.join(path), small.folder(), &["--gem-som", source]).ends_with(0);
        small.change_settings(&format!("profil = \"{built_in}\""), &format!("profil = \"{source}\""));
    }
    let own = ssp(&["tjek", small.folder()]).ends_with(0);
    let before = ssp(&["tjek", Small::new().folder()]).ends_with(0);
    assert_eq!(rows_used(&own.stdout), rows_used(&before.stdout));
}

/// Returns the lines that tell how many rows of each source were used.
fn rows_used(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("brugt")).collect();
    assert!(lines.len() > 3, "{text}");
    lines
}

#[test]
fn a_register_with_other_headers_is_read_by_the_projects_own_profile() {
    let small = Small::new();
    let register = fs::read_to_string(small.path("stamdata/skoler.csv")).expect("the register");
    small.write("stamdata/skoler.csv", register.replacen("Distrikt", "Skoledistrikt", 1));
    let run = ssp(&["tjek", small.folder()]).ends_with(12);
    assert!(run.stdout.contains("Skoledistrikt"), "{}", run.stdout);
    propose(&small.path("stamdata/skoler.csv"), small.folder(), &[]).ends_with(0);
    assert!(small.path("profiler/stamdata-skoler.toml").exists());
    ssp(&["tjek", small.folder()]).ends_with(0);
}

#[test]
fn what_cannot_be_proposed_is_said() {
    let small = Small::new();
    small.write("tom.csv", "");
    small.write("uden.csv", "711210-4321;Canaria\n711210-4322;Kanarino\n");
    small.write("ny.csv", LIST);
    propose(&small.path("tom.csv"), small.folder(), &[]).ends_with(11);
    let run = propose(&small.path("uden.csv"), small.folder(), &[]).ends_with(12);
    assert!(run.stdout.contains("D170") && !run.stdout.contains("Canaria") && !run.stdout.contains("4321"), "{}", run.stdout);
    propose(&small.path("ny.csv"), small.folder(), &["--kilde", "skat"]).ends_with(2);
    propose(&small.path("ny.csv"), small.folder(), &["--gem-som", "../ud"]).ends_with(2);
    propose(&small.path("findes-ikke.csv"), small.folder(), &[]).ends_with(11);
    assert!(files(&small.path("profiler")).is_empty(), "nothing was written");
}
