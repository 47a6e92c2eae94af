//! A number the source has hidden, all the way to the papers: neither zero nor blank, and in nothing that is made from it.

use crate::example::{Small, files, ssp};
use crate::released::{Row, rows};

const FILE: &str = "indbakke/befolkning/befolkning-2024.csv";

/// Returns a municipality, large enough to have rates, whose population file hides the number of 15-year-old girls in the north.
fn town() -> Small {
    let small = Small::new();
    let text = std::fs::read_to_string(small.path(FILE)).expect("the population");
    let hide = |line: &str| match line.strip_prefix("Nordre distrikt;K;15;2024;") {
        Some(_) => "Nordre distrikt;K;15;2024;<5".to_owned(),
        None => line.to_owned(),
    };
    let lines: Vec<String> = text.lines().map(hide).collect();
    assert_eq!(lines.iter().filter(|line| line.ends_with("<5")).count(), 1);
    small.write(FILE, lines.join("\r\n"));
    small
}

fn with_mark(small: &Small) {
    let profile = include_str!("../../src/source/profiles/befolkning-distrikt.toml");
    small.write("profiler/befolkning-med-maerker.toml", format!("skjult_af_kilden = [\"<5\"]\n{profile}"));
    small.change_settings("profil = \"befolkning-distrikt\"", "profil = \"befolkning-med-maerker\"");
}

/// Returns the rates of the indicators whose ages hold 15, for all ages and both sexes.
fn rates(small: &Small) -> Vec<Row> {
    let tables = files(&small.path("rapporter/2025/tabeller"));
    let all = tables.iter().filter(|(name, _)| name.ends_with(".csv")).flat_map(|(_, bytes)| rows(bytes));
    let whole = |row: &Row| row.get("alder") == "alle" && row.get("koen") == "alle" && row.get("enhed") == "pr. 1.000";
    all.filter(|row| ["P02", "P09", "P10"].contains(&row.get("indikator")) && whole(row)).collect()
}

#[test]
fn a_hidden_cell_hides_the_rates_of_its_district_and_of_the_municipality() {
    let small = town();
    with_mark(&small);
    small.report().ends_with(0);
    let said = ssp(&["tjek", small.folder()]).stdout;
    assert!(said.contains("D025 Advarsel") && said.contains("0 afvist"), "{said}");
    let rates = rates(&small);
    for area in ["nord", "kommune"] {
        let here: Vec<&Row> = rates.iter().filter(|row| row.get("omraade") == area).collect();
        assert!(!here.is_empty(), "{area}");
        for row in here {
            assert_eq!(row.get("status"), "skjult af kilden", "{row:?}");
            assert!(["taeller", "naevner", "vaerdi"].iter().all(|column| row.get(column).is_empty()), "{row:?}");
        }
    }
    let elsewhere = |row: &&Row| !["nord", "kommune", "uoplyst"].contains(&row.get("omraade"));
    assert!(rates.iter().filter(elsewhere).all(|row| row.get("status") != "skjult af kilden"));
    assert!(rates.iter().any(Row::is_shown), "the other districts keep their rates");
    let page = files(&small.path("rapporter/2025")).remove("datarapport-2025.html").expect("the annual report");
    let page = String::from_utf8(page).expect("UTF-8");
    assert!(page.contains(">skjult af kilden</span>"), "the table says it in the cell");
    assert!(page.contains("fordi kilden selv har skjult et eller flere af de tal, der skal bruges"), "a sentence says it");
}

#[test]
fn a_mark_the_profile_does_not_list_is_asked_about_and_never_guessed() {
    let small = town();
    small.report().ends_with(1);
    let said = ssp(&["tjek", small.folder()]).stdout;
    assert!(said.contains("D142 Afvist række") && said.contains("skjult_af_kilden"), "{said}");
    assert!(rates(&small).iter().all(|row| row.get("status") != "skjult af kilden"));
}
