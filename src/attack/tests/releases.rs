//! Several releases together: earlier files, and two editions.

use super::*;

const HIDDEN: [&str; 5] = [
    "kommune;alle;40;;40;antal;vist",
    "a;alle;20;;20;antal;vist",
    "b;alle;;;;antal;skjult",
    "c;alle;;;;antal;skjult",
    "d;alle;;;;antal;skjult",
];

fn confidential(release: Release) -> Release {
    Release { confidential: true, ..release }
}

/// Rows of one file for all indicators, as an earlier report had them.
fn combined(rows: &[&str]) -> Artefact {
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let header = HEADER.strip_suffix(";taeller_hoejst").expect("the last column");
    Artefact::new("tidligere/2023/datarapport-2023.csv", format!("{header}\n{lines}").into_bytes())
}

fn found_beside(earlier: &[&str]) -> Vec<(String, Known)> {
    let new = tables("ny", &[("t", AREAS, &HIDDEN), ("u", RATES, &["kommune;alle;30;;30;antal;vist"])]);
    let earlier = new.earlier("2023", &[combined(earlier)], false);
    attack(&[earlier, new]).findings.into_iter().map(|found| (found.name, found.known)).collect()
}

#[test]
fn an_earlier_file_with_all_tables_shows_what_is_hidden_now() {
    let found = found_beside(&["t;2024;bopæl;b;alle;alle;alle;alle;12;;12;antal;vist"]);
    assert!(found.contains(&("t".into(), Known::Exact(12))), "{found:?}");
    assert!(found_beside(&["u;2024;bopæl;kommune;alle;alle;alle;alle;30;;30;antal;vist"]).is_empty());
}

#[test]
fn an_earlier_file_with_all_tables_that_differs_by_one_is_found() {
    let found = found_beside(&["u;2024;bopæl;kommune;alle;alle;alle;alle;29;;29;antal;vist"]);
    assert_eq!(found, [("u".into(), Known::Change(1))]);
}

#[test]
fn an_edition_is_read_from_the_data_package() {
    let package = |edition: &str| format!(r#"{{"ssp:udgave":"{edition}","ssp:tal_i_tekster":["12 møder"],"resources":[]}}"#);
    let of = |edition: &str| Release::of("r", &[Artefact::new("datapackage.json", package(edition).into_bytes())]);
    assert!(of("fortrolig").is_some_and(|release| release.confidential && release.words == ["12 møder"]));
    assert!(of("offentlig").is_some_and(|release| !release.confidential));
}

#[test]
fn what_the_confidential_edition_shows_is_no_secret_to_its_readers() {
    let shown = ["kommune;alle;40;;40;antal;vist", "b;alle;4;;4;antal;vist", "c;alle;;;;antal;skjult", "d;alle;;;;antal;skjult"];
    let lower = AREAS.replacen("\"graense\":5", "\"graense\":3", 1);
    let verdict = attack(&[release("offentlig", AREAS, &HIDDEN), confidential(release("fortrolig", &lower, &shown))]);
    assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    assert_eq!((verdict.releases, verdict.confidential), (2, 1));
}

#[test]
fn what_the_confidential_edition_hides_may_not_be_told_by_the_public_one() {
    let public =
        ["kommune;alle;40;;40;antal;vist", "a;alle;20;;20;antal;vist", "b;alle;18;;18;antal;vist", "c;alle;;;;antal;skjult"];
    let secret =
        ["kommune;alle;40;;40;antal;vist", "a;alle;20;;20;antal;vist", "b;alle;;;;antal;skjult", "c;alle;;;;antal;skjult"];
    let verdict = attack(&[release("offentlig", AREAS, &public), confidential(release("fortrolig", AREAS, &secret))]);
    let by = |name: &str| verdict.findings.iter().filter(|found| found.release == name).count();
    assert!(by("offentlig") > 0 && by("fortrolig") > 0, "{:?}", verdict.findings);
}

#[test]
fn the_public_readers_have_the_public_releases_alone() {
    let alone = attack(&[release("offentlig", AREAS, &HIDDEN)]);
    assert!(alone.findings.is_empty());
    // Two confidential releases that differ by one tell their own readers, and no other.
    let other = |k: &str| {
        let row = format!("kommune;alle;{k};;{k};antal;vist");
        confidential(release(k, AREAS, &[&row]))
    };
    let verdict = attack(&[release("offentlig", AREAS, &HIDDEN), other("40"), other("41")]);
    assert!(verdict.findings.iter().all(|found| found.release != "offentlig" || matches!(found.known, Known::Change(_))));
    assert!(verdict.findings.iter().any(|found| found.known == Known::Change(1)), "{:?}", verdict.findings);
}

#[test]
fn a_per_cent_of_a_later_release_tells_of_what_an_earlier_one_hid() {
    let first = release("foer", SHARES, &["kommune;alle;;;;procent;skjult"]);
    let later = release("nu", SHARES, &["kommune;alle;;14;21;procent;vist"]);
    let found: Vec<Known> = attack(&[first, later]).findings.into_iter().map(|found| found.known).collect();
    assert!(found.contains(&Known::Exact(3)), "{found:?}");
}

/// What is found between two releases of one row.
fn between(structure: &str, before: &str, after: &str) -> Vec<(What, Known)> {
    let of = |name: &str, row: &str| release(name, structure, &[&format!("kommune;alle;{row};vist")]);
    let found = attack(&[of("foer", before), of("nu", after)]).findings;
    found.into_iter().map(|found| (found.what, found.known)).collect()
}

#[test]
fn a_mean_that_moves_tells_of_those_who_moved_it() {
    let mean = r#"{"graense":5,"mindste_naevner":10,"beskyttet_tal":"naevner"}"#;
    let of = |after: &str| between(mean, ";400;7,1;procent (gennemsnit)", &format!("{after};procent (gennemsnit)"));
    assert_eq!(of(";400;7,2"), [(What::Naevner, Known::Change(1))], "of one pupil, for all a reader knows");
    assert_eq!(of(";406;7,2"), [(What::Naevner, Known::Change(6))], "six have a mean of their own");
    assert_eq!(of(";412;7,2"), []);
}

#[test]
fn a_change_on_one_side_alone_tells_of_all_who_came() {
    let share = r#"{"graense":5,"resten_beskyttes":true,"ingen_skjules":false,"alle_skjules":true}"#;
    let of = |after: &str| between(share, "29;87;33,3;procent", &format!("{after};procent"));
    assert_eq!(of("35;93;37,6"), [(What::Rest, Known::Change(0))]);
    assert_eq!(of("35;100;35,0"), []);
    assert_eq!(of("29;95;30,5"), [], "nobody of them is in the state that harms");
}
