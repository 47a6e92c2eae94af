//! Mistakes in the settings: the line, a mark under the place, and the nearest name that exists.

use crate::example::{Small, ssp};
use crate::released::rows;

/// Returns what `tjek` says of a project that was changed.
#[track_caller]
fn refusal(change: impl FnOnce(&Small)) -> String {
    let small = Small::new();
    change(&small);
    let run = ssp(&["tjek", small.folder()]).ends_with(10);
    assert!(run.stdout.is_empty(), "complaints go to standard error");
    run.stderr
}

#[track_caller]
fn assert_marks(said: &str, message: &str, line: &str, marked: &str) {
    assert!(said.contains(message), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let at = lines.iter().position(|text| text.ends_with(&format!("| {line}"))).unwrap_or_else(|| panic!("{said}"));
    let letters = |text: &str| text.chars().collect::<Vec<char>>();
    let (quoted, marks) = (letters(lines[at]), letters(lines[at + 1]));
    let pointed: String = quoted.iter().zip(&marks).filter(|(_, mark)| **mark == '^').map(|(letter, _)| letter).collect();
    assert_eq!(pointed, marked, "{said}");
}

const POLICE: &str = "profil = \"politi-ugeliste\"";

/// A profile of the project's own, with a mistake.
fn own_profile(small: &Small, text: &str) {
    small.write("profiler/egen.toml", text);
    small.change_settings(POLICE, "profil = \"egen\"");
}

const LIST: &str = "navn = \"Egen\"\nkilde = \"politi\"\n\n[kolonner.cpr]\nnavne = [\"CPR\"]\nslags = \"cpr\"\n";

#[test]
fn an_unknown_key_and_an_unknown_section_are_marked() {
    let said = refusal(|small| small.change_settings("regelsaet = \"ssp\"", "regelset = \"ssp\""));
    assert_marks(&said, "Mente du \"regelsaet\"?", "regelset = \"ssp\"", "regelset");
    let said = refusal(|small| small.change_settings("regelsaet = \"ssp\"", "regelsaet = \"dsp\""));
    assert_marks(&said, "Regelsættet \"dsp\" kendes ikke.", "regelsaet = \"dsp\"", "\"dsp\"");
    let said = refusal(|small| small.change_settings("[kilder.politi]", "[kilder.polti]"));
    assert_marks(&said, "Mente du \"politi\"?", "[kilder.polti]", "polti");
}

#[test]
fn an_unknown_profile_is_marked_in_ssp_toml_and_own_profiles_are_known() {
    let said = refusal(|small| small.change_settings(POLICE, "profil = \"politi-uglliste\""));
    assert_marks(&said, "Mente du \"politi-ugeliste\"?", "profil = \"politi-uglliste\"", "\"politi-uglliste\"");
    let said = refusal(|small| {
        small.write("profiler/sydoestpolitiet.toml", LIST);
        small.change_settings(POLICE, "profil = \"sydostpolitiet\"");
    });
    assert_marks(&said, "Mente du \"sydoestpolitiet\"?", "profil = \"sydostpolitiet\"", "\"sydostpolitiet\"");
}

#[test]
fn a_profile_of_another_source_is_marked_in_ssp_toml() {
    let said = refusal(|small| small.change_settings(POLICE, "profil = \"observationer\""));
    assert_marks(&said, "er til kilden observationer", "profil = \"observationer\"", "\"observationer\"");
    assert!(said.contains("for eksempel \"politi-ugeliste\""), "{said}");
}

#[test]
fn unknown_fields_and_words_of_a_profile_are_marked() {
    let said = refusal(|small| own_profile(small, &format!("{LIST}\n[kolonner.gerningsted]\nnavne = [\"Sted\"]\n")));
    assert_marks(&said, "Mente du \"gerningssted\"?", "[kolonner.gerningsted]", "gerningsted");
    assert!(said.starts_with("Fejl: profiler/egen.toml, linje 8: "), "{said}");
    let said = refusal(|small| own_profile(small, &format!("{LIST}\n[konstanter]\nroller = \"sigtet\"\n")));
    assert_marks(&said, "Mente du \"rolle\"?", "roller = \"sigtet\"", "roller");
    let said = refusal(|small| own_profile(small, &LIST.replace("slags = \"cpr\"", "slags = \"crp\"")));
    assert_marks(&said, "Mente du \"cpr\"?", "slags = \"crp\"", "\"crp\"");
    let said = refusal(|small| own_profile(small, &LIST.replace("\"politi\"", "\"polti\"")));
    assert_marks(&said, "Mente du \"politi\"?", "kilde = \"polti\"", "\"polti\"");
}

#[test]
fn an_unknown_codebook_is_marked() {
    let said = refusal(|small| {
        let text =
            "navn = \"Egen\"\nkilde = \"upu\"\nkodebog = \"upu-kodbog.toml\"\n\n[kolonner.skoleaar]\nnavne = [\"Skoleår\"]\n";
        small.write("profiler/egen.toml", text);
        small.change_settings("profil = \"upu-bred\"", "profil = \"egen\"");
    });
    assert_marks(&said, "Mente du \"upu-kodebog\"?", "kodebog = \"upu-kodbog.toml\"", "\"upu-kodbog.toml\"");
}

#[test]
fn an_unknown_indicator_is_marked_in_ssp_toml() {
    let said = refusal(|small| small.change_settings("indikatorer = [\"U19\"]", "indikatorer = [\"U19\", \"U1l\"]"));
    assert!(said.contains("Indikatoren \"U1l\" kendes ikke."), "{said}");
    assert_marks(&said, "ssp.toml, linje", "indikatorer = [\"U19\", \"U1l\"]", "\"U1l\"");
}

#[test]
fn an_unknown_item_of_the_codebook_is_marked_in_the_own_indicators() {
    let said = refusal(|small| {
        let entry = "[[indikator]]\nid = \"X1\"\ntitel = \"Ensom\"\ntema = \"trivsel\"\nniveau = \"generel\"\nkilde = \"upu\"\n\
            retning = \"neutral\"\nsted = \"skole\"\nsaetning = \"at de var ensomme\"\ndefinition = \"Prøve.\"\n\
            maal = { slags = \"svarandel\", item = \"wb.lonly\", koder = [1] }\n";
        small.write("egne.toml", entry);
        small.change_settings("[rapport]\n", "[indikatorer]\nfil = \"egne.toml\"\n\n[rapport]\n");
        small.change_settings("indikatorer = [\"U19\"]", "indikatorer = [\"X1\"]");
    });
    let line = "maal = { slags = \"svarandel\", item = \"wb.lonly\", koder = [1] }";
    assert_marks(&said, "Mente du \"wb.lonely\"?", line, "\"wb.lonly\"");
}

#[test]
fn an_unknown_district_is_marked() {
    let said = refusal(|small| small.change_settings("nord = \"2025-03-11\"", "nors = \"2025-03-11\""));
    assert_marks(&said, "Mente du \"nord\"?", "nors = \"2025-03-11\"", "nors");
}

#[test]
fn a_plan_that_cannot_be_read_is_told_with_its_file_and_row() {
    let small = Small::new();
    small.write("stamdata/procesplan.csv", "Hvornår;Hvad;Hvem;Status;Distrikt\nMaj;Aftaler;Klubben;;\nJuni;;Klubben;;\n");
    small.write("stamdata/indsatser.csv", "Indsats;Tema;Ejer\nUndervisning;nikotn;Skolerne\n");
    let run = ssp(&["tjek", small.folder()]).ends_with(12);
    let said = run.stdout + &run.stderr;
    assert!(said.contains("stamdata/procesplan.csv › række 3") && said.contains("Udfyld de tomme celler."), "{said}");
    assert!(said.contains("stamdata/indsatser.csv › række 2") && said.contains("Temaet kendes ikke."), "{said}");
}

#[test]
fn an_indicator_of_a_focus_area_that_does_not_exist_is_marked() {
    let said = refusal(|small| {
        small.change_settings(
            "[beskyttelse]",
            "[fokus]\ntitel = \"Færre\"\nindikatorer = [\"U1X\"]\nvalgt = 2025\n\n[beskyttelse]",
        );
    });
    assert_marks(&said, "Indikatoren \"U1X\" kendes ikke.", "indikatorer = [\"U1X\"]", "\"U1X\"");
}

#[test]
fn what_is_told_together_is_split_nowhere() {
    let small = Small::new();
    let settings = std::fs::read_to_string(small.path("ssp.toml")).expect("ssp.toml");
    let merged =
        "samlet = { U15 = [\"køn\"], P02 = [\"distrikt\", \"aldersgruppe\"], F01 = [\"klassetrin\"], F02 = [\"klassetrin\"] }";
    small.write("ssp.toml", format!("{settings}\n[indikatorer]\n{merged}\n"));
    small.report().ends_with(0);
    let split = |table: &str| {
        let bytes = std::fs::read(small.path(&format!("rapporter/2025/tabeller/{table}.csv"))).expect("the table");
        let rows = rows(&bytes);
        let is_split = |column: &str| rows.iter().any(|row| !["alle", "kommune", "uoplyst"].contains(&row.get(column)));
        ["omraade", "koen", "klassetrin", "alder"].map(is_split)
    };
    assert_eq!(split("u15"), [true, false, true, false]);
    assert_eq!(split("p02"), [false, true, false, false]);
    assert_eq!(split("f01"), [true, false, false, false]);
    assert_eq!(split("u16"), [true, true, true, false], "what is not merged is split as ever");
}

#[test]
fn what_is_done_about_a_theme_that_is_switched_off_stops_nothing() {
    let small = Small::new();
    let efforts = std::fs::read_to_string(small.path("stamdata/indsatser.csv")).expect("the register");
    assert!(efforts.to_lowercase().contains("nikotin"));
    let settings = std::fs::read_to_string(small.path("ssp.toml")).expect("ssp.toml");
    small.write("ssp.toml", format!("{settings}\n[indikatorer]\nfra = [\"U18\", \"U19\", \"U20\", \"U21\"]\n"));
    ssp(&["tjek", small.folder()]).ends_with(0);
}
