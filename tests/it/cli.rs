//! What a user types, sees and gets back: help, messages in Danish, exit codes.

use crate::example::{EXAMPLE, Run, Small, assert_same_files, assert_same_report, files, program, run, ssp};
use assert_cmd::Command;
use rust_xlsxwriter::Workbook;
use std::fs;
use std::path::Path;

/// Compares with the text kept in `tests/golden/`; after a wished change: `INSTA_UPDATE=always cargo test --release`.
macro_rules! assert_golden {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            snapshot_path => "../golden",
            prepend_module_to_snapshot => false,
            omit_expression => true,
            filters => vec![(r"ssp\.exe", "ssp")],
        }, { insta::assert_snapshot!($name, $text) })
    };
}

#[track_caller]
fn assert_says(run: &Run, texts: &[&str]) {
    let said = format!("{}{}", run.stdout, run.stderr);
    for text in texts {
        assert!(said.contains(text), "{} does not say \"{text}\":\n{said}", run.what);
    }
}

// ── Help and the command line ───────────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_help_of_every_verb_is_as_agreed() {
    assert_golden!("hjaelp", ssp(&["--hjælp"]).ends_with(0).stdout);
    assert_golden!("hjaelp-opret", ssp(&["opret", "--help"]).ends_with(0).stdout);
    assert_golden!("hjaelp-tjek", ssp(&["tjek", "--help"]).ends_with(0).stdout);
    assert_golden!("hjaelp-rapport", ssp(&["rapport", "--help"]).ends_with(0).stdout);
    assert_golden!("hjaelp-forklar", ssp(&["forklar", "--help"]).ends_with(0).stdout);
    assert_golden!("hjaelp-eksempel", ssp(&["eksempel", "--help"]).ends_with(0).stdout);
    assert_golden!("hjaelp-importprofil", ssp(&["importprofil", "--help"]).ends_with(0).stdout);
    assert_golden!("hjaelp-indikatorer", ssp(&["indikatorer", "--help"]).ends_with(0).stdout);
    assert_golden!("hjaelp-profiler", ssp(&["profiler", "--help"]).ends_with(0).stdout);
    assert_golden!("profiler", ssp(&["profiler"]).ends_with(0).stdout);
}

#[test]
fn help_holds_no_english() {
    for verb in ["", "opret", "tjek", "rapport", "forklar", "eksempel", "importprofil", "profiler"] {
        let args: Vec<&str> = [verb, "--help"].into_iter().filter(|arg| !arg.is_empty()).collect();
        let help = ssp(&args).ends_with(0).stdout;
        for word in ["OPTIONS", "COMMAND", "Usage", "Options", "Arguments", "Print", "default", "possible values"] {
            assert!(!help.contains(word), "{verb:?} says {word}:\n{help}");
        }
    }
}

#[test]
fn help_without_a_verb_is_a_wrong_command_line() {
    let run = ssp(&[]).ends_with(2);
    assert_says(&run, &["Brug: ssp", "opret", "tjek", "rapport", "eksempel"]);
}

#[test]
fn what_is_not_known_is_said_in_danish() {
    for (args, said) in [
        (&["rapprot"][..], "Kommandoen rapprot kendes ikke."),
        (&["rapport", "--kunn", "x"], "--kunn kendes ikke her."),
        (&["rapport", "--år", "i år"], "\"i år\""),
        (&["rapport", "--kun", "alt"], "\"alt\""),
        (&["tjek", "--format", "xml"], "\"xml\""),
        (&["opret"], "Der mangler noget"),
    ] {
        let run = ssp(args).ends_with(2);
        assert_says(&run, &[said, "ssp --hjælp"]);
        assert!(run.stdout.is_empty(), "complaints go to standard error");
    }
}

#[test]
fn options_are_understood_with_and_without_danish_letters() {
    let small = Small::new();
    for option in ["--år", "--aar"] {
        let run = ssp(&["rapport", small.folder(), option, "2025", "--kun", "distriktsark"]).ends_with(0);
        assert_says(&run, &["distriktsark-nord-2025.pdf"]);
        assert!(!run.stdout.contains("datarapport-2025"), "only the sheets were asked for");
    }
}

#[test]
fn english_verbs_are_understood() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| home.path().join(name).to_str().expect("UTF-8").to_owned();
    ssp(&["init", &path("a")]).ends_with(0);
    ssp(&["sample", &path("b"), "--elever", "300", "--antal-aar", "1"]).ends_with(0);
    ssp(&["check", &path("b")]).ends_with(0);
    ssp(&["report", &path("b"), "--kun", "datarapport"]).ends_with(0);
    assert!(home.path().join("b/rapporter/2025-datarapport/datarapport-2025.pdf").exists());
}

#[test]
fn what_is_piped_has_no_colours_and_no_progress() {
    for run in &EXAMPLE.runs {
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{}", run.what);
    }
    let small = Small::new();
    assert!(small.report().ends_with(0).stderr.is_empty());
    let verbose = ssp(&["rapport", small.folder(), "-v"]).ends_with(0);
    assert_says(&verbose, &["Læser filerne: ", " s\n", "I alt: "]);
}

// ── Projects ────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn opret_makes_a_folder_with_everything_and_leaves_an_old_one_alone() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("Datarapport æøå");
    let name = folder.to_str().expect("UTF-8");
    ssp(&["opret", name]).ends_with(0);
    for part in [
        "ssp.toml",
        "Tjek.cmd",
        "Lav rapport.cmd",
        "indbakke/upu",
        "indbakke/politi",
        "indbakke/fravaer",
        "indbakke/observationer",
        "indbakke/befolkning",
        "stamdata/skoler.csv",
        "stamdata/veje.csv",
    ] {
        assert!(folder.join(part).exists(), "{part}");
    }
    let script = fs::read_to_string(folder.join("Tjek.cmd")).expect("the script");
    assert!(script.lines().count() == script.matches("\r\n").count(), "a script for Windows has its line ends");
    let before = files(&folder);
    let run = ssp(&["opret", name, "--med-eksempel"]).ends_with(15);
    assert_says(&run, &["har allerede en ssp.toml"]);
    assert_same_files(&before, &files(&folder));
}

#[test]
fn tjek_writes_nothing() {
    let small = Small::new();
    let before = files(Path::new(small.folder()));
    let run = ssp(&["tjek", small.folder()]).ends_with(0);
    assert_says(&run, &["D101 Advarsel", "Det mangler du endnu", "Ungeprofilundersøgelsen"]);
    assert_same_files(&before, &files(Path::new(small.folder())));
    assert!(!small.path("hemmeligt").exists(), "tjek uses a throw-away key");
}

#[test]
fn tjek_writes_json_for_programs() {
    let json = EXAMPLE.runs.iter().find(|run| run.what.contains("json")).expect("a run with json");
    let value: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let findings = value["bemaerkninger"].as_array().expect("a list");
    assert!(findings.len() > 100 && value["mangler"].as_array().is_some_and(|lines| lines.len() == 5));
    for finding in findings {
        let code = finding["code"].as_str().expect("a code");
        assert!(code.starts_with('D') && code.len() == 4, "{finding}");
        for part in ["message", "action"] {
            assert!(finding[part].as_str().is_some_and(|text| text.ends_with('.')), "{finding}");
        }
        assert!(finding["location"]["file"].as_str().is_some_and(|file| !file.is_empty()), "{finding}");
    }
}

#[test]
fn a_folder_without_settings_is_no_project() {
    let home = tempfile::tempdir().expect("a temporary folder");
    for verb in ["tjek", "rapport"] {
        let run = ssp(&[verb, home.path().to_str().expect("UTF-8")]).ends_with(10);
        assert_says(&run, &["ingen ssp.toml", "ssp opret"]);
    }
    assert!(files(home.path()).is_empty(), "nothing is left behind");
}

const RULES: &str = "regelsaet = \"ssp\"";

#[test]
fn broken_settings_are_shown_with_their_line() {
    for (from, to, said) in [
        (RULES, "regelset = \"ssp\"", "regelsaet"),
        (RULES, "regelsaet = \"ssp", "regelsaet = \"ssp"),
        (RULES, "mindste_antal = 1", "mindste_antal = 1"),
    ] {
        let small = Small::new();
        let text = fs::read_to_string(small.path("ssp.toml")).expect("ssp.toml");
        let line = text.lines().position(|line| line == from).expect("the line") + 1;
        small.change_settings(from, to);
        for verb in ["tjek", "rapport"] {
            let run = ssp(&[verb, small.folder()]).ends_with(10);
            assert_says(&run, &[&format!("ssp.toml, linje {line}"), said]);
        }
    }
}

#[test]
fn an_empty_inbox_is_a_missing_delivery() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("nyt");
    let name = folder.to_str().expect("UTF-8");
    ssp(&["opret", name]).ends_with(0);
    assert_says(&ssp(&["tjek", name]), &["ingen filer endnu"]);
    let run = ssp(&["rapport", name]).ends_with(12);
    assert_says(&run, &["ingen filer i indbakken"]);
    assert!(!folder.join("rapporter/2025").exists());
}

#[test]
fn rows_that_were_left_out_are_told_by_the_exit_code() {
    Small::new().report().ends_with(0);
    let small = Small::with_rejected_rows();
    let run = small.report().ends_with(1);
    assert_says(&run, &["ssp tjek"]);
    let tjek = ssp(&["tjek", small.folder()]).ends_with(1);
    assert_says(&tjek, &["D044 Afvist række", "observationer-2024.csv", "kolonne E \"Observation\""]);
    for secret in ["20 30 40 50", "ukendt.canari"] {
        assert!(!format!("{}{}{}", run.stdout, tjek.stdout, tjek.stderr).contains(secret), "no message repeats {secret}");
        for (path, bytes) in files(&small.path("rapporter/2025")) {
            assert!(crate::searcher::texts_of(&path, &bytes).iter().all(|text| !text.contains(secret)), "{path} holds {secret}");
        }
    }
}

// ── Files that cannot be used ───────────────────────────────────────────────────────────────────────────────────────

/// A project whose report is good, and a broken list that came afterwards.
fn with_a_broken_list() -> Small {
    let small = Small::new();
    small.report().ends_with(0);
    let list = files(&small.path("indbakke/politi")).into_values().next().expect("a list");
    small.write("indbakke/politi/afbrudt.xlsx", &list[..list.len() / 2]);
    small
}

#[test]
fn an_unreadable_file_stops_the_report_and_the_last_one_stays() {
    let small = with_a_broken_list();
    let before = files(&small.path("rapporter"));
    let run = small.report().ends_with(11);
    assert_says(&run, &["indbakke/politi/afbrudt.xlsx", "undtaget i ssp.toml"]);
    assert_same_files(&before, &files(&small.path("rapporter")));
    ssp(&["tjek", small.folder()]).ends_with(11);
}

#[test]
fn an_exempted_file_lets_the_report_pass_and_the_report_says_so() {
    let small = with_a_broken_list();
    small.change_settings(
        "profil = \"politi-ugeliste\"\nundtaget = []",
        "profil = \"politi-ugeliste\"\nundtaget = [\"afbrudt.xlsx\"]",
    );
    small.report().ends_with(0);
    let page = fs::read_to_string(small.path("rapporter/2025/datarapport-2025.html")).expect("the page");
    assert!(page.contains("kunne ikke bruges og er undtaget i ssp.toml"));
    assert!(!page.contains("afbrudt"), "a file's name may hold a person's");
    let manifest = fs::read_to_string(small.path("rapporter/2025/manifest.json")).expect("the manifest");
    assert!(manifest.contains("\"undtaget\": true") && !manifest.contains("afbrudt"));
}

#[test]
fn a_survey_with_a_column_of_personal_numbers_is_refused() {
    let small = Small::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Data").expect("a name");
    for (column, (header, value)) in (0..).zip([
        ("Skoleår", "2024/25"),
        ("Institutionsnr", "999001"),
        ("Klasse", "7.A"),
        ("Køn", "Pige"),
        ("CPR-nr.", "710110-4000"),
    ]) {
        sheet.write_string(0, column, header).expect("a cell");
        sheet.write_string(1, column, value).expect("a cell");
    }
    small.write("indbakke/upu/med-cpr.xlsx", workbook.save_to_buffer().expect("a workbook"));
    for verb in ["tjek", "rapport"] {
        let run = ssp(&[verb, small.folder()]).ends_with(12);
        assert_says(&run, &["D043", "indbakke/upu/med-cpr.xlsx", "kolonne E"]);
        assert!(!format!("{}{}", run.stdout, run.stderr).contains("4000"), "no message repeats a number");
    }
}

#[test]
fn every_broken_file_is_told_at_once() {
    let small = with_a_broken_list();
    small.write("indbakke/upu/tom.xlsx", b"");
    small.write("indbakke/fravaer/side.xls", b"<html><body>x</body></html>");
    let run = small.report().ends_with(11);
    assert_says(&run, &["indbakke/politi/afbrudt.xlsx", "indbakke/upu/tom.xlsx", "indbakke/fravaer/side.xls"]);
}

// ── Where the report goes ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_folder_the_program_did_not_write_is_never_replaced() {
    let small = Small::new();
    small.write("andet/dagbog.txt", "vigtigt");
    let target = small.path("andet");
    let run = ssp(&["rapport", small.folder(), "--gem-i", target.to_str().expect("UTF-8")]).ends_with(15);
    assert_says(&run, &["andet", "ikke skrevet af programmet"]);
    assert_eq!(files(&target).into_keys().collect::<Vec<_>>(), ["dagbog.txt"]);
}

#[test]
fn a_report_a_person_added_a_file_to_is_never_replaced() {
    let small = Small::new();
    small.report().ends_with(0);
    small.write("rapporter/2025/referat.txt", "vigtigt");
    let before = files(&small.path("rapporter"));
    let run = small.report().ends_with(15);
    assert_says(&run, &["referat.txt"]);
    assert_same_files(&before, &files(&small.path("rapporter")));
}

#[test]
fn a_target_that_cannot_be_written_is_told() {
    let small = Small::new();
    // A file where a folder should be stands for every folder that cannot be written; rights do not bind an administrator.
    small.write("spaerret", "");
    let target = small.path("spaerret").join("2025");
    let run = ssp(&["rapport", small.folder(), "--gem-i", target.to_str().expect("UTF-8")]).ends_with(15);
    assert_says(&run, &["spaerret", "Fejl: "]);
}

#[cfg(unix)]
#[test]
fn a_locked_folder_is_told_and_the_last_report_stays() {
    use std::os::unix::fs::PermissionsExt;
    let small = Small::new();
    small.report().ends_with(0);
    let (before, reports) = (files(&small.path("rapporter")), small.path("rapporter"));
    fs::set_permissions(&reports, fs::Permissions::from_mode(0o555)).expect("rights");
    let binds = fs::write(reports.join("proeve"), "").is_err();
    let run = small.report();
    fs::set_permissions(&reports, fs::Permissions::from_mode(0o755)).expect("rights");
    if binds {
        assert_says(&run.ends_with(15), &["er i brug"]);
        assert_same_files(&before, &files(&reports));
    } else {
        // An administrator may write everywhere: then the report is simply made again.
        run.ends_with(0);
    }
}

#[test]
fn a_swap_that_was_cut_off_is_finished_by_the_next_run() {
    let small = Small::new();
    small.report().ends_with(0);
    let before = files(&small.path("rapporter/2025"));
    let old = small.path("rapporter/2025.gammel");
    fs::rename(small.path("rapporter/2025"), &old).expect("the old report is set aside");
    small.write("rapporter/2025.gammel/midlertidig-mappe.txt", "x");
    small.report().ends_with(0);
    assert_same_files(&before, &files(&small.path("rapporter/2025")));
    assert!(!old.exists());
}

#[test]
fn the_program_file_alone_makes_a_project_and_a_report() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let name = if cfg!(windows) { "ssp.exe" } else { "ssp" };
    let alone = home.path().join(name);
    fs::copy(program().get_program(), &alone).expect("a copy of the program");
    let in_home = |args: &[&str]| run(Command::new(&alone).args(args).env_clear().current_dir(home.path()), args.join(" "));
    in_home(&["opret", "proeve", "--med-eksempel"]).ends_with(0);
    let report = in_home(&["rapport", "proeve"]).ends_with(0);
    assert_says(&report, &["Udkastet til rapporten ligger i", "datarapport-2025.pdf"]);
    assert_same_report(&EXAMPLE.report, &home.path().join("proeve/rapporter/2025"));
}
