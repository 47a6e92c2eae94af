use super::*;
use crate::model::period::Period;

fn fault(own: &str) -> TextError {
    Texts::read(Some(own), None).expect_err("the file is wrong")
}

#[test]
fn an_own_sentence_takes_the_place_of_the_built_in_one_alone() {
    let own = "[saetning]\nfravaer_elever = \"Bag tallet står {n} elever.\"\n[emne]\nU07 = \"drilleri\"\n";
    let texts = Texts::read(Some(own), None).expect("valid");
    assert_eq!(texts.fill("fravaer_elever", &[("n", &402)]), "Bag tallet står 402 elever.");
    assert_eq!(texts.fill("stigning_sikker", &[]), "Stigningen er statistisk sikker.");
    assert_eq!((texts.topic("U07"), texts.topic("U08"), texts.topic("Z1")), (Some("drilleri"), Some("pjæk"), None));
}

#[test]
fn a_place_without_text_takes_its_brackets_along_and_a_filled_one_is_not_read_again() {
    let texts = Texts::read(None, None).expect("valid");
    let filled = |part: &str| {
        let rest: [(&str, &dyn Display); 5] =
            [("periode", &"2024"), ("k", &7), ("n", &38), ("hvem", &"elever"), ("hvor", &"i {by}")];
        texts.fill("svarprocent", &[rest.as_slice(), &[("andel", &part)]].concat())
    };
    assert_eq!(filled(""), "I 2024 svarede 7 af 38 elever i {by}.");
    assert_eq!(filled("18 %"), "I 2024 svarede 7 af 38 elever i {by} (18 %).");
}

#[test]
fn an_unknown_or_missing_place_is_blamed_at_its_line() {
    let unknown = fault("[saetning]\n\nfravaer_elever = \"Bag tallet står {antal} elever ({n}).\"\n");
    assert_eq!(unknown.line, 3);
    assert!(unknown.problem.contains("{antal}") && unknown.problem.ends_with("Brug {n}."), "{unknown}");
    let missing = fault("[saetning]\nfravaer_elever = \"Mange elever.\"\n");
    assert_eq!((missing.line, missing.problem.contains("{n}")), (2, true));
    assert!(fault("[saetning]\nfravaer_elever = \"{n elever.\"\n").problem.contains("uden makker"));
    assert!(fault("[saetning]\nfravaer_elever = \"n} elever.\"\n").problem.contains("uden makker"));
}

#[test]
fn an_unknown_sentence_or_key_is_blamed_at_its_line() {
    assert_eq!(fault("[saetning]\nvejret = \"Det regner.\"\n").line, 2);
    let key = fault("[emne]\nU07 = \"x\"\n[vejr]\n");
    assert!(key.line == 3 && key.to_string().starts_with("Skabelonen saetninger.toml, linje 3: \"vejr\""), "{key}");
}

#[test]
fn the_reason_of_two_named_figures_wins_over_the_general_one() {
    let texts = Texts::read(None, None).expect("valid");
    assert!(texts.why_different("U26", "P07").is_some_and(|why| why.contains("butikstyveri")));
    assert!(texts.why_different("U26", "F01").is_some_and(|why| why.starts_with("Tallene er forskellige")));
}

#[test]
fn own_breaks_are_read_as_a_whole_and_a_wrong_date_is_blamed() {
    let own = |from: &str| {
        let text = format!("[[brud]]\nkilder = [\"upu\"]\nfra = \"{from}\"\nnavn = \"nyt\"\nhvorfor = \"alt er nyt\"\n");
        Texts::read(None, Some(&text))
    };
    let texts = own("2023-08-01").expect("valid");
    assert_eq!(texts.breaks().len(), 1);
    assert!(texts.breaks()[0].parts(Source::Upu, Period::Year(2023), Period::Year(2024)));
    let fault = own("1. august 2023").expect_err("no date");
    assert_eq!((fault.file, fault.line), ("brud.toml", 3));
}

/// Sentences nobody asks for would be translated in vain, and ones that are not there stop a report.
#[test]
fn the_program_asks_for_every_sentence_of_the_built_in_file_and_no_other() {
    let sources = [
        include_str!("../sentence.rs"),
        include_str!("../change.rs"),
        include_str!("../far.rs"),
        include_str!("../norms.rs"),
        include_str!("../overview.rs"),
        include_str!("../charts.rs"),
        include_str!("../breaks.rs"),
        include_str!("../response.rs"),
        include_str!("../protecting.rs"),
        include_str!("../data_basis.rs"),
        include_str!("../hiding.rs"),
        include_str!("../explain/cell.rs"),
    ]
    .concat();
    let known = Texts::read(None, None).expect("valid").patterns;
    for name in known.keys() {
        assert!(sources.contains(&format!("\"{name}\"")), "nobody says {name}");
    }
    for asked in sources.split("say(\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()) {
        assert!(known.contains_key(asked), "{asked} is no sentence");
    }
}
