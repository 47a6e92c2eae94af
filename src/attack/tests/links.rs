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
fn a_mean_above_a_limit_tells_that_somebody_is() {
    let link = r#"{"slags":"over graensen for gennemsnittet","tabeller":["svar"],"procent":10}"#;
    let of = |mean: &str| of_two(("svar", &format!(";20;{mean};procent;vist")), link, "kommune;alle;;;;procent;skjult");
    assert_eq!(of("10,1"), [(What::Taeller, Known::Between(Some(1), None))]);
    assert_eq!(of("10,0"), [], "ten may be rounded up");
}

#[test]
fn who_answered_all_of_some_questions_answered_each() {
    let link = r#"{"slags":"ingen af","tabeller":["svar"]}"#;
    let of = |n: &str| of_two(("svar", &format!("1;{n};x;procent;vist")), link, "kommune;alle;;;;procent;skjult");
    let most = |most| Known::Presumed(Some(0), Some(most));
    assert_eq!(of("3"), [(What::Taeller, most(2)), (What::Rest, most(3))], "three answered the one question");
    assert_eq!(of("30"), []);
}
