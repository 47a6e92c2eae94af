//! What tables tell of each other: how many answered, were asked, or are above a limit.

use super::*;

/// Two tables of one place, the second hidden.
fn of_two(first: (&str, &str), link: &str, second: &str) -> Vec<(What, Known)> {
    let structure = format!(r#"{{"graense":5,"resten_beskyttes":true,"led":[{link}]}}"#);
    let row = format!("kommune;alle;{}", first.1);
    let shown = if link.contains("ingen af") { r#"{"resten_beskyttes":true}"# } else { "{}" };
    let tables = tables("r", &[(first.0, shown, &[&row]), ("skjult", &structure, &[second])]);
    known(tables).into_iter().map(|(_, what, known)| (what, known)).collect()
}

#[test]
fn nobody_answers_a_question_who_did_not_answer_at_all() {
    let link = r#"{"slags":"naevner er hoejst taeller","tabeller":["svar"]}"#;
    let of = |rows: &str| of_two(("svar", &format!("{rows};;{rows};antal;vist")), link, "kommune;alle;;;;procent;skjult");
    let most = Known::Between(Some(0), Some(3));
    assert_eq!(of("3"), [(What::Taeller, most.clone()), (What::Rest, most)]);
    assert_eq!(of("12"), []);
}

#[test]
fn who_was_asked_did_not_give_the_other_answer() {
    let link = r#"{"slags":"naevner er hoejst resten","tabeller":["svar"]}"#;
    let structure = r#"{"graense":5,"resten_beskyttes":true}"#;
    let of = |n: &str| {
        let asked = format!("kommune;alle;3;{n};x;procent;vist");
        let of_asked = format!(r#"{{"resten_beskyttes":true,"led":[{link}]}}"#);
        let rows: [(&str, &str, &[&str]); 2] =
            [("svar", structure, &["kommune;alle;;;;procent;skjult"]), ("spurgt", &of_asked, &[&asked])];
        known(tables("r", &rows)).into_iter().map(|(_, what, known)| (what, known)).collect::<Vec<_>>()
    };
    assert_eq!(of("3"), [(What::Rest, Known::Between(Some(3), None))]);
    assert_eq!(of("15"), []);
}

#[test]
fn of_nobody_who_was_asked_nobody_answered() {
    let structure = r#"{"graense":5,"resten_beskyttes":true,"ingen_skjules":true,"alle_skjules":true}"#;
    let of = |n: &str| known(release("r", structure, &[&format!("kommune;alle;0;{n};;procent;vist")]));
    assert_eq!(of("0"), []);
    assert_eq!(of("20").len(), 1, "none of twenty");
}

#[test]
fn a_mean_above_a_limit_tells_that_somebody_is() {
    let link = r#"{"slags":"over graensen for gennemsnittet","tabeller":["svar"],"procent":10}"#;
    let of = |mean: &str| of_two(("svar", &format!(";20;{mean};procent;vist")), link, "kommune;alle;;;;procent;skjult");
    assert_eq!(of("10,1"), [(What::Taeller, Known::Between(Some(1), None))]);
    assert_eq!(of("10,0"), [], "ten may be rounded up");
}

#[test]
fn a_mean_below_a_limit_tells_that_somebody_is_not_above_it() {
    let link = r#"{"slags":"under graensen for gennemsnittet","tabeller":["svar"],"procent":10}"#;
    let of = |mean: &str| of_two(("svar", &format!(";20;{mean};procent;vist")), link, "kommune;alle;;;;procent;skjult");
    assert_eq!(of("9,9"), [(What::Rest, Known::Between(Some(1), None))]);
    assert_eq!(of("10,0"), [], "ten may be rounded down");
}

#[test]
fn who_answered_all_of_some_questions_answered_each() {
    let link = r#"{"slags":"ingen af","tabeller":["svar"]}"#;
    let of = |n: &str| of_two(("svar", &format!("1;{n};x;procent;vist")), link, "kommune;alle;;;;procent;skjult");
    let most = |most| Known::Presumed(Some(0), Some(most));
    assert_eq!(of("3"), [(What::Taeller, most(2)), (What::Rest, most(3))], "three answered the one question");
    assert_eq!(of("30"), []);
}

#[test]
fn that_one_answer_is_a_part_of_another_is_presumed() {
    let part = r#"{"graense":5,"resten_beskyttes":true,"led":[{"slags":"del af","tabeller":["hele"]}]}"#;
    let rows: [(&str, &str, &[&str]); 2] =
        [("hele", RATES, &["kommune;alle;3;;;antal;vist"]), ("del", part, &["kommune;alle;;;;procent;skjult"])];
    assert_eq!(of_k(tables("r", &rows)), [Known::Presumed(Some(0), Some(3))]);
}

#[test]
fn those_in_the_larger_of_two_figures_alone_are_not_few() {
    let part = r#"{"graense":5,"led":[{"slags":"del af","tabeller":["hele"]}]}"#;
    let of = |whole: &str, part_of: &str| {
        let (whole, own) = (format!("kommune;alle;{whole};;;antal;vist"), format!("kommune;alle;{part_of};;;antal;vist"));
        let rows: [(&str, &str, &[&str]); 2] = [("hele", RATES, &[&whole]), ("del", part, &[&own])];
        known(tables("r", &rows)).into_iter().map(|(_, what, known)| (what, known)).collect::<Vec<_>>()
    };
    assert_eq!(of("79", "77"), [(What::Apart, Known::Few(2))]);
    assert!(of("79", "79").is_empty() && of("79", "70").is_empty());
}

#[test]
fn who_is_in_none_of_several_is_outside_each_though_one_of_them_has_no_figure_here() {
    let any = r#"{"graense":5,"resten_beskyttes":true,"led":[{"slags":"en af","tabeller":["a","b"]}]}"#;
    let of = |others: &[(&str, &str, &[&str])]| {
        let any: (&str, &str, &[&str]) = ("en", any, &["syd;alle;28;46;;procent;vist"]);
        let all: Vec<_> = others.iter().copied().chain([any]).collect();
        known(tables("r", &all)).into_iter().map(|(_, what, known)| (what, known)).collect::<Vec<_>>()
    };
    let rest = r#"{"graense":30,"resten_beskyttes":true}"#;
    let hidden: &[&str] = &["syd;alle;;;;procent;skjult"];
    let elsewhere: &[&str] = &["nord;alle;3;46;;procent;vist"];
    // Eighteen are in neither, so as many are outside the hidden one; that all the others are in it is not said.
    assert_eq!(of(&[("a", rest, hidden), ("b", "{}", elsewhere)]).first(), Some(&(What::Rest, Known::Presumed(Some(18), None))));
    assert_eq!(
        of(&[("a", rest, hidden), ("b", "{}", &["syd;alle;3;46;;procent;vist"])]).first(),
        Some(&(What::Taeller, Known::Presumed(Some(25), None)))
    );
}
