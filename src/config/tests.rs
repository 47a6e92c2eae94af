//! The settings as a tovholder meets them: what is accepted, and the exact words when something is not.

use super::*;
use crate::model::period::Date;
use crate::model::profile::Source;
use crate::model::project::{FocusWeights, Protection};

const SMALL: &str =
    "[kommune]\nkode = \"999\"\nnavn = \"Eksempelby\"\n\n[[distrikter]]\nid = \"nord\"\nnavn = \"Nordre distrikt\"\n";

/// Returns the message for the small project with `more` after it.
fn refusal_of(more: &str) -> String {
    project("ssp.toml", &format!("{SMALL}{more}")).expect_err("the project is wrong").to_string()
}

fn read_by_the_catalogue(maal: &str, more: &str) -> Result<Vec<Indicator>, ConfigError> {
    let head = "[[indikator]]\nid = \"P1\"\ntitel = \"T\"\ntema = \"t\"\nniveau = \"individ\"\nkilde = \"politi\"\nretning = \"neutral\"\n";
    let text = format!("{head}sted = \"bopæl\"\nsaetning = \"s\"\ndefinition = \"d\"\nmaal = {maal}\n{more}");
    indicators("indikatorer.toml", &text)
}

#[test]
fn the_template_of_a_new_project_parses_with_all_sources_and_two_districts() {
    let template = project("ssp.toml", PROJECT_TEMPLATE).unwrap();
    assert_eq!(template.districts.len(), 2);
    assert!(Source::ALL.iter().all(|source| template.sources.contains_key(source)));
}

#[test]
fn the_synthetic_municipality_uses_every_setting() {
    let sample = project("ssp.toml", SAMPLE_PROJECT).unwrap();
    let ids: Vec<&str> = sample.districts.iter().map(|district| district.id.as_str()).collect();
    assert_eq!(ids, ["nord", "syd", "oest", "vest"]);
    assert_eq!((sample.code.as_str(), sample.name.as_str(), sample.meeting_year), ("999", "Eksempelby", Some(2025)));
    assert_eq!(sample.report.meeting_date, Some(Date { year: 2025, month: 2, day: 5 }));
    assert_eq!(sample.report.annual_plan.len(), 6);
    assert_eq!(sample.report.district_meetings.len(), 4);
    assert_eq!((sample.report.focus.is_none(), sample.report.since_last), (true, Some((2024, 5))));
    assert_eq!(sample.report.weights, FocusWeights::default());
    assert_eq!(sample.plan_files.process_plan.as_deref(), Some("stamdata/procesplan.csv"));
    assert_eq!(sample.report.last_focus.unwrap().indicators, ["U19"]);
    assert_eq!(sample.words["SSP-tovholder"], "SSP-konsulent");
}

#[test]
fn what_new_projects_explain_in_comments_parses_too() {
    let is_setting =
        |line: &str| line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.trim_matches('"').contains(' '));
    let uncommented: Vec<&str> =
        PROJECT_TEMPLATE.lines().map(|line| line.strip_prefix("# ").filter(|l| is_setting(l)).unwrap_or(line)).collect();
    let full = project("ssp.toml", &uncommented.join("\n")).unwrap();
    assert_eq!(full.report.annual_plan.len(), 1);
    assert_eq!((full.report.focus.as_ref().map(|focus| focus.chosen), full.report.since_last), (Some(2025), Some((2024, 5))));
    assert_eq!(full.plan_files.council_points.as_deref(), Some("stamdata/indsatspunkter.csv"));
    assert_eq!(full.words.len(), 2);
    assert_eq!(full.indicators.file.as_deref(), Some("indikatorer.toml"));
}

#[test]
fn the_built_in_indicators_parse() {
    let built_in = indicators("indikatorer.toml", include_str!("../aggregate/indicators.toml")).unwrap();
    assert!(built_in.iter().any(|indicator| indicator.id == "U19"));
}

#[test]
fn the_small_project_is_accepted_with_the_usual_protection_even_with_windows_line_ends() {
    let text = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
    assert_eq!(project("ssp.toml", &text).unwrap().protection, Protection::default());
}

#[test]
fn an_unknown_key_is_refused_with_its_nearest_neighbour() {
    let text = SMALL.replace("navn = \"Eksempelby\"", "navn = \"Eksempelby\"\nkommunenavn = \"Eksempelby\"");
    let error = project("ssp.toml", &text).unwrap_err();
    let expected = "ssp.toml, linje 4: Nøglen \"kommunenavn\" kendes ikke. Mente du \"navn\"?\n    4 | kommunenavn = \"Eksempelby\"\n      | ^^^^^^^^^^^";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_key_in_the_wrong_section_is_told_what_belongs_there() {
    let expected = "ssp.toml, linje 9: Nøglen \"postnummer\" kendes ikke i [stamdata]. Brug \"skoler\", \"veje\", \"inviterede\", \"skolekalender\", \"reference\", \"aarshjul\", \"procesplan\", \"indsatser\" eller \"indsatspunkter\", eller flyt eller slet \
        linjen.\n    9 | postnummer = 9999\n      | ^^^^^^^^^^";
    assert_eq!(refusal_of("[stamdata]\npostnummer = 9999\n"), expected);
}

#[test]
fn a_missing_key_is_named_at_its_section() {
    let expected = "ssp.toml, linje 8: I [kilder.upu] mangler nøglen \"profil\". Tilføj en linje som profil = \"upu-bred\"\n    8 | [kilder.upu]\n      |         ^^^";
    assert_eq!(refusal_of("[kilder.upu]\nmappe = \"indbakke/upu\"\n"), expected);
}

#[test]
fn a_value_of_the_wrong_kind_is_not_told_missing_too() {
    let error = project("ssp.toml", &SMALL.replace("\"999\"", "999")).unwrap_err();
    let expected = "ssp.toml, linje 2: Nøglen \"kode\" skal være en tekst i anførselstegn. Sæt anførselstegn om værdien.\n    2 | kode = 999\n      |        ^^^";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_line_that_is_not_toml_gets_a_hint() {
    let expected = "ssp.toml, linje 9: Linjen kan ikke læses. Skriv / i stedet for \\ i stier: \"indbakke/politi\"\n    \
        9 | skoler = \"stamdata\\skoler.csv\"\n      |                    ^";
    assert_eq!(refusal_of("[stamdata]\nskoler = \"stamdata\\skoler.csv\"\n"), expected);
}

#[test]
fn a_threshold_that_may_expose_persons_is_refused() {
    let expected = "ssp.toml, linje 9: mindste_antal er 2, men skal være mindst 3. Med et lavere tal kan enkelte unge kendes i rapporten. \
        Det anbefalede tal er 5.\n    9 | mindste_antal = 2\n      |                 ^";
    assert_eq!(refusal_of("[beskyttelse]\nmindste_antal = 2\n"), expected);
}

#[test]
fn a_weight_out_of_bounds_is_refused_and_so_are_weights_that_weigh_nothing() {
    let expected = "ssp.toml, linje 9: udvikling er 11, men skal være fra 0 til 10. Den anbefalede vægt er 2.\n    9 | udvikling = 11\n      |             ^^";
    assert_eq!(refusal_of("[fokus.vaegte]\nudvikling = 11\n"), expected);
    let keys = ["signal", "stoerrelse", "udvikling", "udbredelse", "kilder", "observationer", "niveau"];
    let zeros: String = keys.iter().map(|key| format!("{key} = 0\n")).collect();
    assert!(refusal_of(&format!("[fokus.vaegte]\n{zeros}")).starts_with("ssp.toml, linje 8: Alle vægte er 0"));
}

#[test]
fn a_chosen_focus_area_needs_its_year_and_weights_alone_choose_none() {
    let said = refusal_of("[fokus]\ntitel = \"Færre bruger e-cigaretter\"\n");
    assert!(said.starts_with("ssp.toml, linje 8: I [fokus] mangler nøglen \"valgt\"."), "{said}");
    let weights = project("ssp.toml", &format!("{SMALL}\n[fokus.vaegte]\nsignal = 5\n")).unwrap();
    assert_eq!((weights.report.focus.is_none(), weights.report.weights.signal, weights.report.weights.size), (true, 5, 2));
}

#[test]
fn the_time_since_the_last_meeting_begins_with_a_fixed_period() {
    let expected = "ssp.toml, linje 9: \"2024-10\" er ikke en periode, der kan bruges. Skriv år-måned, og begynd med januar (01)";
    let said = refusal_of("[rapport]\nsiden_sidst = \"2024-10\"\n");
    assert!(said.starts_with(expected), "{said}");
    let read = |month: &str| {
        let text = format!("{SMALL}\n[rapport]\nsiden_sidst = \"2024-{month}\"\n");
        project("ssp.toml", &text).unwrap().report.since_last
    };
    assert_eq!((read("01"), read("11")), (Some((2024, 1)), Some((2024, 6))));
}

#[test]
fn a_limit_for_jumps_that_would_be_told_of_everything_is_refused() {
    let expected = "ssp.toml, linje 9: spring_procent er 5, men skal være fra 10 til 1000. Det anbefalede tal er 50.\n    9 | spring_procent = 5\n      |                  ^";
    assert_eq!(refusal_of("[kontrol]\nspring_procent = 5\n"), expected);
}

#[test]
fn two_districts_may_not_share_an_id_or_a_name() {
    let expected = "ssp.toml, linje 9: \"nord\" bruges også af distriktet i linje 6. Giv de to distrikter hver sit id og hver sine navne.\n    \
        9 | id = \"nord\"\n      |      ^^^^^^";
    assert_eq!(refusal_of("[[distrikter]]\nid = \"nord\"\nnavn = \"Andet\"\n"), expected);
    assert!(
        refusal_of("[[distrikter]]\nid = \"ny\"\nnavn = \"Ny\"\naliasser = [\"NORDRE distrikt\"]\n")
            .contains("linje 11: \"NORDRE distrikt\"")
    );
}

#[test]
fn a_date_in_another_spelling_is_refused() {
    let expected = "ssp.toml, linje 9: \"5-2-2025\" er ikke en dato. Skriv år-måned-dag: \"2025-02-05\".\n    9 | moede = \"5-2-2025\"\n      |         ^^^^^^^^^^";
    assert_eq!(refusal_of("[rapport]\nmoede = \"5-2-2025\"\n"), expected);
}

#[test]
fn a_meeting_of_an_unknown_district_is_refused() {
    let expected =
        "ssp.toml, linje 9: \"nors\" er ikke id for et distrikt. Mente du \"nord\"?\n    9 | nors = \"2025-03-11\"\n      | ^^^^";
    assert_eq!(refusal_of("[rapport.distriktsmoeder]\nnors = \"2025-03-11\"\n"), expected);
}

#[test]
fn a_break_of_the_municipality_holds_for_its_sources_or_for_all() {
    let one = "[[rapport.brud]]\nfra = \"2023-08-01\"\nnavn = \"nye distrikter\"\nhvorfor = \"to distrikter blev til ét\"\n";
    let breaks =
        project("ssp.toml", &format!("{SMALL}{one}{}", one.replace("fra", "kilder = [\"politi\"]\nfra"))).unwrap().report.breaks;
    assert_eq!(breaks[0].sources, Source::ALL);
    assert_eq!((breaks[1].sources.as_slice(), breaks[1].until), ([Source::Politi].as_slice(), None));
}

#[test]
fn a_break_without_a_day_or_of_an_unknown_source_is_refused() {
    let message = refusal_of("[[rapport.brud]]\nkilder = [\"skole\"]\nnavn = \"a\"\nhvorfor = \"b\"\n");
    assert!(message.contains("\"skole\" kendes ikke. Brug \"upu\"") && message.contains("fra"), "{message}");
    let turned = "[[rapport.brud]]\nfra = \"2023-08-01\"\ntil = \"2023-07-01\"\nnavn = \"a\"\nhvorfor = \"b\"\n";
    assert!(refusal_of(turned).contains("ligger før datoen i fra"));
}

#[test]
fn a_response_rate_that_cannot_be_is_refused() {
    assert!(refusal_of("[rapport]\nmindste_svarprocent = 101\n").contains("fra 0 til 100"));
    assert_eq!(project("ssp.toml", SMALL).unwrap().report.lowest_response, 60);
}

#[test]
fn all_errors_are_told_at_once_in_the_order_of_the_file() {
    let message = refusal_of("[stamdata]\nskoler = 5\nhest = 1\nveje = \"../veje.csv\"\n[beskyttelse]\nmindste_antal = 1\n");
    let lines: Vec<&str> = message.lines().filter_map(|line| line.split_once(": ")).map(|(place, _)| place).collect();
    assert_eq!(lines, ["ssp.toml, linje 9", "ssp.toml, linje 10", "ssp.toml, linje 11", "ssp.toml, linje 13"]);
}

#[test]
fn windows_paths_become_plain_paths() {
    let text = format!("{SMALL}[kilder.upu]\nmappe = 'indbakke\\upu\\'\nprofil = \"upu-bred\"\n");
    assert_eq!(project("ssp.toml", &text).unwrap().sources[&Source::Upu].folder, "indbakke/upu");
}

#[test]
fn roles_of_two_kinds_in_one_indicator_are_refused() {
    for roles in ["\"sigtet\", \"forurettet\"", "\"antruffet\", \"mistænkt\""] {
        let error = read_by_the_catalogue(&format!("{{ slags = \"personer\", roller = [{roles}] }}"), "").unwrap_err();
        assert!(
            error.to_string().starts_with("indikatorer.toml, linje 11: Indikatoren blander roller, der ikke må lægges sammen.")
        );
    }
    assert!(read_by_the_catalogue("{ slags = \"personer\", roller = [\"sigtet\", \"mistænkt\"] }", "").is_ok());
}

#[test]
fn an_indicator_that_cannot_be_counted_is_refused() {
    let error =
        read_by_the_catalogue("{ slags = \"svarandel\", item = \"a\", koder = [] }", "alder = [17, 10]\nmodpart = \"P9\"")
            .unwrap_err();
    let expected = "indikatorer.toml, linje 11: Listen \"koder\" er tom, så der er intet at tælle. Skriv mindst ét punkt i den.\n    \
        11 | maal = { slags = \"svarandel\", item = \"a\", koder = [] }\n       |                                                   ^^\n\
        indikatorer.toml, linje 12: Det første tal (17) er større end det sidste (10). Byt dem om.\n    12 | alder = [17, 10]\n       |         ^^^^^^^^\n\
        indikatorer.toml, linje 13: Indikatoren \"P9\" findes ikke blandt de andre indikatorer. Skriv id for en anden indikator i filen, eller \
        slet linjen.\n    13 | modpart = \"P9\"\n       |           ^^^^";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn an_indicator_switched_on_and_off_and_own_ones_without_a_file_are_refused() {
    let expected = "ssp.toml, linje 9: \"U15\" står både under til og fra. Slet den ene.\n    9 | til = [\"N03\", \"U15\"]\n      |               ^^^^^";
    assert_eq!(refusal_of("[indikatorer]\ntil = [\"N03\", \"U15\"]\nfra = [\"U15\"]\n"), expected);
    assert!(refusal_of("[indikatorer]\nkun_egne = true\n").contains("linje 9: kun_egne er true, men der er ingen egne"));
}

#[test]
fn a_measure_of_several_answers_names_each_once_and_has_a_limit() {
    let of = |measure: &str| read_by_the_catalogue(measure, "").map(|_| ()).unwrap_err().to_string();
    let twice = "{ slags = \"flere svar\", svar = [{ item = \"a\", koder = [1] }, { item = \"a\", koder = [2] }], mindst = 1 }";
    assert!(of(twice).contains("linje 11: \"a\" står to gange."), "{}", of(twice));
    assert!(of("{ slags = \"flere svar\", svar = [{ item = \"a\", koder = [1] }] }").contains("der er ingen grænse"));
    assert!(of("{ slags = \"flere svar\", svar = [{ item = \"a\", koder = [1] }], mindst = 2 }").contains("\"mindst\" er 2"));
    let more = "delmaengde_af = \"P9\"\nen_af = [\"P8\"]";
    let links = read_by_the_catalogue("{ slags = \"svarandel\", item = \"a\", koder = [1] }", more).unwrap_err().to_string();
    assert!(links.contains("Indikatoren \"P9\" findes ikke") && links.contains("Indikatoren \"P8\" findes ikke"), "{links}");
}

#[test]
fn what_is_very_sensitive_or_from_the_police_is_never_ordinary() {
    let said = |more: &str| {
        let counted = "{ slags = \"personer\", roller = [\"sigtet\"] }";
        read_by_the_catalogue(counted, more).map(|_| ()).unwrap_err().to_string()
    };
    assert!(said("beskyttelse = \"almindelig\"").contains("linje 12: Tal fra politiet er altid følsomme. Slet linjen."));
    assert!(said("foelsom = true\nbeskyttelse = \"almindelig\"").contains("linje 13: Indikatoren kan ikke både være almindelig"));
    assert!(said("beskyttelse = \"almindlig\"").contains("Mente du \"almindelig\"?"));
}

#[test]
fn the_most_active_are_not_split() {
    let top = "{ slags = \"topandel\", roller = [\"sigtet\"], procent = 7, mindst_personer = 10 }";
    let said = read_by_the_catalogue(top, "udbryd = [\"distrikt\"]").unwrap_err().to_string();
    assert!(said.contains("De mest aktive er for få til at blive delt op."), "{said}");
}

#[test]
fn persons_are_not_split_by_offence() {
    let persons = "{ slags = \"personer\", roller = [\"sigtet\"] }";
    let said = read_by_the_catalogue(persons, "udbryd = [\"lovovertrædelse\"]").unwrap_err().to_string();
    assert!(said.contains("linje 12: Kun forhold kan deles op efter lovovertrædelse"), "{said}");
}

#[test]
fn a_header_is_read_by_one_column_only() {
    let text = "navn = \"x\"\nkilde = \"politi\"\n[kolonner.dato]\nnavne = [\"Dato\"]\n[kolonner.uge]\nnavne = [\"dato \"]\n";
    let expected = "p.toml, linje 6: Overskriften \"dato \" bruges allerede af \"dato\". En kolonne kan kun læses ét sted.\n    6 | navne = [\"dato \"]\n      |          ^^^^^^^";
    assert_eq!(profile("p.toml", text).unwrap_err().to_string(), expected);
}

#[test]
fn an_unknown_date_order_is_refused_with_the_ones_there_are() {
    let text = "navn = \"x\"\nkilde = \"politi\"\ndatoformat = \"amerikansk\"\n[kolonner.dato]\nnavne = [\"Dato\"]\n";
    let message = profile("p.toml", text).unwrap_err().to_string();
    assert!(
        message.starts_with("p.toml, linje 3: Nøglen \"datoformat\" kan ikke være \"amerikansk\". Skriv \"dag-maaned-aar\""),
        "{message}"
    );
}

#[test]
fn a_mark_cannot_mean_both_hidden_and_missing() {
    let text = "navn = \"x\"\nkilde = \"politi\"\nmanglende = [\"..\"]\n[kolonner.alder]\nnavne = [\"Alder\"]\nskjult_af_kilden = [\" ..\"]\ndecimaltegn = \";\"\n";
    let expected = "p.toml, linje 6: \" ..\" står både under \"manglende\" og \"skjult_af_kilden\". Slet den ene.\n    6 | skjult_af_kilden = [\" ..\"]\n      |                     ^^^^^\n\
        p.toml, linje 7: Nøglen \"decimaltegn\" skal være \",\" eller \".\".\n    7 | decimaltegn = \";\"\n      |               ^^^";
    assert_eq!(profile("p.toml", text).unwrap_err().to_string(), expected);
}

#[test]
fn a_question_without_answers_is_refused() {
    let text = "kilde = \"x\"\n[spoergsmaal.\"wb.life\"]\nkolonne = [\"S02\"]\ntekst = \"?\"\n";
    let expected = "k.toml, linje 2: Spørgsmålet \"wb.life\" har hverken \"svar\" eller \"tal\". Tilføj svar = { \"Ja\" = 1, \"Nej\" = 0 } eller \
        tal = [0, 10]\n    2 | [spoergsmaal.\"wb.life\"]\n      |              ^^^^^^^^^";
    assert_eq!(codebook("k.toml", text).unwrap_err().to_string(), expected);
    assert!(codebook("k.toml", &format!("{text}tal = [0, 10]\n")).is_ok());
}

#[test]
fn an_unknown_word_is_marked_where_it_stands_and_the_nearest_one_is_named() {
    let text = "navn = \"x\"\nkilde = \"poloti\" # politiets lister\n[kolonner.cpr]\nnavne = [\"CPR\"]\nslags = \"cqr\"\n";
    let expected = "p.toml, linje 2: Nøglen \"kilde\" kan ikke være \"poloti\". Mente du \"politi\"?\n    \
        2 | kilde = \"poloti\" # politiets lister\n      |         ^^^^^^^^\n\
        p.toml, linje 5: Nøglen \"slags\" kan ikke være \"cqr\". Mente du \"cpr\"?\n    5 | slags = \"cqr\"\n      |         ^^^^^";
    assert_eq!(profile("p.toml", text).unwrap_err().to_string(), expected);
}

#[test]
fn an_unknown_section_is_marked_at_its_name() {
    let expected = "ssp.toml, linje 8: Afsnittet [kilder.politi_liste] kendes ikke. Mente du \"politi\"?\n    8 | [kilder.politi_liste]\n      \
        |         ^^^^^^^^^^^^";
    assert_eq!(refusal_of("[kilder.politi_liste]\nmappe = \"a\"\n"), expected);
}

#[test]
fn names_of_other_files_are_marked_and_the_nearest_one_is_named() {
    let text = format!("{SMALL}[kilder.upu]\nmappe = \"a\"\nprofil = \"upu-bret\"\n");
    let unknown = Complaint::unknown(&["kilder", "upu", "profil"], "Profilen", "upu-bret", &["upu-bred", "observationer"]);
    let expected = "ssp.toml, linje 10: Profilen \"upu-bret\" kendes ikke. Mente du \"upu-bred\"?\n    10 | profil = \"upu-bret\"\n       \
        |          ^^^^^^^^^^";
    assert_eq!(refusal("ssp.toml", &text, vec![unknown]).expect("a complaint").to_string(), expected);
    assert!(refusal("ssp.toml", &text, Vec::new()).is_none());
}

#[test]
fn no_english_of_the_parser_reaches_the_user() {
    for wrong in
        ["x", "x = ", "x = [1", "[x", "x = \"a", "x = 1\nx = 2", "aar = 1.5", "kommune = 3", "distrikter = [1]", "kilder = \"x\""]
    {
        let message = project("ssp.toml", wrong).expect_err("the text is wrong").to_string();
        assert!(message.starts_with("ssp.toml"), "{message}");
        for word in ["expected", "invalid", "missing", "unknown", "string", "TOML parse"] {
            assert!(!message.contains(word), "{message}");
        }
    }
}

#[test]
fn the_double_click_files_never_end_a_quoted_folder_in_a_backslash() {
    for (text, verb) in [(CHECK_CMD, "tjek"), (REPORT_CMD, "rapport")] {
        assert!(text.contains(&format!("\"%SSP%\" {verb} \"%~dp0.\"\n")));
        assert!(text.contains("chcp 65001 >nul") && text.contains("\npause\n"));
    }
}
