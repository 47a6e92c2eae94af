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
