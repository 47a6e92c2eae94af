//! The attack vectors of textbooks, as small releases: CSV in, verdict out.

mod links;
mod papers;
mod properties;
mod releases;

use super::*;
use crate::model::artefact::Artefact;

const HEADER: &str =
    "indikator;periode;stedbegreb;omraade;koen;klassetrin;alder;kategori;taeller;naevner;vaerdi;enhed;status;taeller_hoejst";

/// One release of one table; `rows` are `omraade;koen;taeller;naevner;vaerdi;enhed;status`.
fn release(name: &str, structure: &str, rows: &[&str]) -> Release {
    tables(name, &[("t", structure, rows)])
}

fn tables(name: &str, tables: &[(&str, &str, &[&str])]) -> Release {
    let mut files = Vec::new();
    let mut resources = Vec::new();
    for (table, structure, rows) in tables {
        let line = |row: &&str| {
            let cells: Vec<&str> = row.split(';').collect();
            let [area, sex, numbers @ ..] = cells.as_slice() else { panic!("a row has an area and a sex") };
            format!("{table};2024;bopæl;{area};{sex};alle;alle;alle;{};\n", numbers.join(";"))
        };
        let text = format!("{HEADER}\n{}", rows.iter().map(line).collect::<String>());
        files.push(Artefact::new(format!("tabeller/{table}.csv"), text.into_bytes()));
        resources.push(format!(
            r#"{{"name":"{table}","title":"Tabel {table}","path":"tabeller/{table}.csv","ssp:struktur":{structure}}}"#
        ));
    }
    let package = format!(r#"{{"title":"x","resources":[{}]}}"#, resources.join(","));
    files.push(Artefact::new("datapackage.json", package.into_bytes()));
    Release::of(name, &files).expect("the data package can be read")
}

const CROSS: &str = r#"{"graense":5,"summer":[
    {"kolonne":"omraade","hele":"kommune","dele":["nord","syd"],"taeller":"lig"},
    {"kolonne":"koen","hele":"alle","dele":["dreng","pige"],"taeller":"lig"}]}"#;
const AREAS: &str =
    r#"{"graense":5,"summer":[{"kolonne":"omraade","hele":"kommune","dele":["a","b","c","d","uoplyst"],"taeller":"lig"}]}"#;
const SHARES: &str = r#"{"graense":5,"resten_beskyttes":true}"#;
const RATES: &str = r#"{"graense":5}"#;

fn known(release: Release) -> Vec<(String, What, Known)> {
    attack(&[release]).findings.into_iter().map(|found| (found.cell, found.what, found.known)).collect()
}

fn of_k(release: Release) -> Vec<Known> {
    let hidden = |what: What, known: &Known| what == What::Taeller && !matches!(known, Known::Few(_));
    known(release).into_iter().filter(|(_, what, known)| hidden(*what, known)).map(|(_, _, known)| known).collect()
}

#[test]
fn vector_1_a_table_with_its_margins_bounds_its_cells() {
    let rows = [
        "kommune;alle;10;;10;antal;vist",
        "nord;alle;7;;7;antal;vist",
        "syd;alle;3;;3;antal;vist",
        "kommune;dreng;6;;6;antal;vist",
        "kommune;pige;4;;4;antal;vist",
        "nord;dreng;;;;antal;skjult",
        "nord;pige;;;;antal;skjult",
        "syd;dreng;;;;antal;skjult",
        "syd;pige;;;;antal;skjult",
    ];
    let between = |least, most| Known::Between(Some(least), Some(most));
    let found = of_k(release("r", CROSS, &rows));
    assert_eq!(found, [between(3, 6), between(1, 4), between(0, 3), between(0, 3)]);
}

#[test]
fn vector_2_a_per_cent_is_a_count() {
    let of = |n: &str, percent: &str| of_k(release("r", SHARES, &[&format!("kommune;alle;;{n};{percent};procent;vist")]));
    assert_eq!(of("14", "21"), [Known::Exact(3)]);
    assert_eq!(of("23", "30"), [Known::Exact(7)]);
    assert_eq!(of("85", "32"), [Known::Exact(27)]);
    assert!(of("101", "50").is_empty(), "50 or 51");
    assert!(of("400", "33").is_empty(), "130 to 133");
    assert_eq!(of("400", "33,0"), [Known::Exact(132)]);
}

#[test]
fn vector_3_a_per_cent_of_a_hidden_base_bounds_the_count() {
    // At most twelve: as many as the sum leaves.
    let structure = r#"{"graense":5,"resten_beskyttes":true,"summer":[
        {"kolonne":"omraade","hele":"kommune","dele":["a","b"],"naevner":"lig"}]}"#;
    let rows = ["kommune;alle;20;42;47,6;procent;vist", "a;alle;6;30;20,0;procent;vist", "b;alle;;;33;procent;vist"];
    assert_eq!(of_k(release("r", structure, &rows)), [Known::Exact(4)], "(4, 12)");
}

#[test]
fn vector_3_a_per_cent_of_at_most_so_many_tells_a_few() {
    let structure = r#"{"graense":5,"summer":[{"kolonne":"omraade","hele":"kommune","dele":["a","b","c"],"naevner":"lig"}]}"#;
    // b and c together are as many as the municipality has besides a.
    let of = |whole: &str| {
        let whole = format!("kommune;alle;;{whole};;procent;vist");
        let rows = [&whole, "a;alle;10;30;33,3;procent;vist", "b;alle;;;33;procent;skjult", "c;alle;;;;procent;skjult"];
        let found = known(release("r", structure, &rows)).into_iter().filter(|(cell, ..)| cell.ends_with(", b"));
        found.map(|(_, _, known)| known).collect::<Vec<_>>()
    };
    assert_eq!(of("42"), [Known::Between(Some(1), Some(4))], "(1, 3), (2, 6), (3, 9) or (4, 12)");
    assert_eq!(of("38"), [Known::Between(Some(1), Some(2))], "(1, 3) or (2, 6)");
}

/// A year and its halves.
fn halves(counts: [i64; 3]) -> Release {
    let rows = ["2024", "1. halvår 2024", "2. halvår 2024"].into_iter().zip(counts);
    let line = |(period, k): (&str, i64)| format!("t;{period};bopæl;kommune;alle;alle;alle;alle;{k};;{k};antal;vist;\n");
    let sums = r#"[{"kolonne":"periode","hele":"2024","dele":["1. halvår 2024","2. halvår 2024"],"taeller":"overlap"}]"#;
    let table = format!(r#"{{"name":"t","title":"T","path":"tabeller/t.csv","ssp:struktur":{{"graense":5,"summer":{sums}}}}}"#);
    let files = [
        Artefact::new("tabeller/t.csv", format!("{HEADER}\n{}", rows.map(line).collect::<String>()).into_bytes()),
        Artefact::new("datapackage.json", format!(r#"{{"title":"x","resources":[{table}]}}"#).into_bytes()),
    ];
    Release::of("r", &files).expect("the data package can be read")
}

/// The persons of a year and its halves, and those with several days of the year.
fn repeats(counts: [i64; 3], several: i64) -> Release {
    let rows = ["2024", "1. halvår 2024", "2. halvår 2024"].into_iter().zip(counts);
    let line =
        |(id, period, k): (&str, &str, i64)| format!("{id};{period};bopæl;kommune;alle;alle;alle;alle;{k};;{k};antal;vist;\n");
    let persons: String = rows.map(|(period, k)| line(("a", period, k))).collect();
    let sums = r#""summer":[{"kolonne":"periode","hele":"2024","dele":["1. halvår 2024","2. halvår 2024"],"taeller":"overlap"}]"#;
    let links = r#""led":[{"slags":"rummer dem i begge halvaar","tabeller":["a"]}]"#;
    let resource = |name: &str, structure: &str| {
        format!(r#"{{"name":"{name}","title":"T","path":"tabeller/{name}.csv","ssp:struktur":{{"graense":5,{structure}}}}}"#)
    };
    let resources = [resource("a", sums), resource("b", links)].join(",");
    let files = [
        Artefact::new("tabeller/a.csv", format!("{HEADER}\n{persons}").into_bytes()),
        Artefact::new("tabeller/b.csv", format!("{HEADER}\n{}", line(("b", "2024", several))).into_bytes()),
        Artefact::new("datapackage.json", format!(r#"{{"title":"x","resources":[{resources}]}}"#).into_bytes()),
    ];
    Release::of("r", &files).expect("the data package can be read")
}

#[test]
fn a_few_with_several_days_in_one_half_of_the_year_are_found() {
    let of =
        |several| known(repeats([60, 40, 30], several)).into_iter().map(|(_, what, known)| (what, known)).collect::<Vec<_>>();
    assert_eq!(of(12), [(What::Within, Known::Few(2))], "ten are in both halves");
    assert!(of(10).is_empty() && of(15).is_empty());
}

/// Two releases of persons and of a share of them, of which the first was counted anew and the other is hidden.
#[test]
fn what_was_counted_anew_is_not_held_to_what_hangs_together_with_it_and_is_hidden() {
    let link = r#"{"graense":5,"led":[{"slags":"naevner er taeller","tabeller":["hele"]}]}"#;
    let of = |whole: &str| {
        let whole = format!("kommune;alle;{whole};;;antal;vist");
        let rows: [(&str, &str, &[&str]); 2] = [("hele", RATES, &[&whole]), ("del", link, &["kommune;alle;;;;procent;skjult"])];
        tables("r", &rows)
    };
    let (before, after) = (of("74"), of("80"));
    assert_eq!(attack_new(&after, &[before]).findings, []);
}

#[test]
fn a_few_who_are_in_both_halves_of_a_year_are_found() {
    assert_eq!(
        known(halves([52, 30, 25])).into_iter().map(|(_, what, known)| (what, known)).collect::<Vec<_>>(),
        [(What::Again, Known::Few(3))]
    );
    assert!(known(halves([55, 30, 25])).is_empty(), "nobody is");
    assert!(known(halves([45, 30, 25])).is_empty(), "ten are");
}

#[test]
fn a_zero_is_no_finding_where_nobody_is_told_openly() {
    let of = |openly: &str| {
        let structure = AREAS.replacen("\"graense\":5", &format!("\"graense\":5{openly}"), 1);
        let rows = ["kommune;alle;0;;0;antal;vist", "a;alle;;;;antal;skjult", "b;alle;;;;antal;skjult"];
        of_k(release("r", &structure, &rows))
    };
    assert!(of(r#","ingen_skjules":false"#).is_empty());
    assert_eq!(of(r#","ingen_skjules":true"#), [Known::Exact(0), Known::Exact(0)]);
    assert_eq!(of(""), [Known::Exact(0), Known::Exact(0)], "what is not said is not known");
}

#[test]
fn a_bound_without_end_is_told_without_a_number() {
    let words = |known: Known| Finding { known, ..Finding::in_file("r", Known::Undecided) }.words(true);
    assert!(words(Known::Between(Some(1), None)).ends_with(": 1 eller flere."));
    assert!(words(Known::Between(None, Some(4))).ends_with(": højst 4."));
    // A whole that is hidden too has no end.
    let rows = ["kommune;alle;;;;antal;skjult", "a;alle;3;;3;antal;vist"];
    let found = of_k(release("r", AREAS, &rows));
    assert!(found.iter().all(|known| !matches!(known, Known::Between(_, Some(most)) if *most > 1000)), "{found:?}");
}

#[test]
fn vector_5_a_rate_of_a_public_population_is_a_count() {
    let of = |n: &str, rate: &str| of_k(release("r", RATES, &[&format!("kommune;alle;;{n};{rate};pr. 1.000;vist")]));
    assert_eq!(of("850", "3,5"), [Known::Exact(3)]);
    assert_eq!(of("850", "4"), [Known::Exact(3)]);
    assert!(of("2400", "4").is_empty(), "9 or 10");
    assert_eq!(of("12000", "4,2"), [Known::Exact(50)]);
}

#[test]
fn vector_6_hidden_zeros_and_ones_are_found() {
    let of = |whole: &str, a: &str, b: &str| {
        let shown = |area: &str, k: &str| format!("{area};alle;{k};;{k};antal;vist");
        let rows = [shown("kommune", whole), shown("a", a), shown("b", b)];
        let mut rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        rows.extend(["c;alle;;;;antal;skjult", "d;alle;;;;antal;skjult"]);
        of_k(release("r", AREAS, &rows))
    };
    assert_eq!(of("15", "10", "5"), [Known::Exact(0), Known::Exact(0)]);
    assert_eq!(of("15", "10", "3"), [Known::Between(Some(0), Some(2)), Known::Between(Some(0), Some(2))]);
    assert!(of("25", "10", "6").is_empty(), "nine may be all in one, or none");
}

#[test]
fn vector_7_a_later_release_tells_of_one() {
    let year = |k: &str| [format!("kommune;alle;{k};;{k};antal;vist")];
    let [before, after] = ["14", "15"].map(|k| {
        let rows = year(k);
        release(k, AREAS, &rows.iter().map(String::as_str).collect::<Vec<_>>())
    });
    let found = attack(&[before, after]).findings;
    assert_eq!(found.iter().map(|found| found.known.clone()).collect::<Vec<_>>(), [Known::Change(1)]);
    // A total of 20 in one sheet, the sibling's 18 in another.
    let whole = release("1", AREAS, &["kommune;alle;20;;20;antal;vist", "a;alle;;;;antal;skjult", "b;alle;;;;antal;skjult"]);
    let part = release("2", AREAS, &["a;alle;;;;antal;skjult", "b;alle;18;;18;antal;vist"]);
    let found = attack(&[whole, part]).findings;
    assert!(found.iter().any(|found| found.cell.contains(", a") && found.known == Known::Exact(2)), "{found:?}");
}

#[test]
fn a_change_is_also_what_is_left_of_a_sum() {
    let rows = |whole: &str, a: &str| {
        let (whole, a) = (format!("kommune;alle;{whole};;;antal;vist"), format!("a;alle;{a};;;antal;vist"));
        release(&whole, AREAS, &[&whole, &a, "b;alle;;;;antal;skjult", "c;alle;;;;antal;skjult"])
    };
    let found = attack(&[rows("60", "20"), rows("66", "25")]).findings;
    assert_eq!(found.iter().map(|found| found.known.clone()).collect::<Vec<_>>(), [Known::Change(1)]);
    assert!(attack(&[rows("60", "20"), rows("70", "25")]).findings.is_empty());
}

#[test]
fn a_large_number_may_be_known_to_be_large_but_not_known() {
    let rows = |c: &str| {
        vec![
            "kommune;alle;60;;60;antal;vist".to_owned(),
            "a;alle;20;;20;antal;vist".to_owned(),
            c.to_owned(),
            "d;alle;;;;antal;skjult".to_owned(),
        ]
    };
    let of = |rows: Vec<String>| of_k(release("r", AREAS, &rows.iter().map(String::as_str).collect::<Vec<_>>()));
    assert!(of(rows("c;alle;;;;antal;skjult")).is_empty());
    assert_eq!(of(rows("c;alle;20;;20;antal;vist")), [Known::Exact(20)]);
}

#[test]
fn linked_tables_are_read_together() {
    let part = r#"{"graense":5,"led":[{"slags":"del af","tabeller":["hele"]}]}"#;
    let of = |whole: &str| {
        let whole = format!("kommune;alle;{whole};;;antal;vist");
        let rows: [(&str, &str, &[&str]); 2] = [("hele", RATES, &[&whole]), ("del", part, &["kommune;alle;;;;antal;skjult"])];
        of_k(tables("r", &rows))
    };
    assert_eq!(of("3"), [Known::Between(Some(0), Some(3))]);
    assert!(of("40").is_empty());
}

#[test]
fn a_number_that_two_tables_tell_is_one() {
    let structure = |name: &str| {
        format!(
            r#"{{"graense":5,"beskyttet_tal":"naevner",{name}"summer":[
            {{"kolonne":"omraade","hele":"kommune","dele":["a","b","c"],"naevner":"lig"}}]}}"#
        )
    };
    let one = ["kommune;alle;;100;;x;vist", "a;alle;;;;x;skjult", "b;alle;;;;x;skjult", "c;alle;;40;;x;vist"];
    let other = |a: &str| {
        vec![
            "kommune;alle;;100;;x;vist".into(),
            format!("a;alle;;{a};;x;vist"),
            "b;alle;;;;x;skjult".into(),
            "c;alle;;;;x;skjult".into(),
        ]
    };
    let found = |name: &str, a: &str| {
        let (structure, other) = (structure(name), other(a));
        let other: Vec<&str> = other.iter().map(String::as_str).collect();
        known(tables("r", &[("one", &structure, &one), ("other", &structure, &other)]))
    };
    let same = r#""naevner_er":"elever","#;
    assert_eq!(found("", "57"), []);
    let exact: Vec<Known> = found(same, "57").into_iter().map(|(_, _, known)| known).collect();
    assert!(exact.contains(&Known::Exact(3)) && exact.len() == 4, "57 and 40 of 100 leave 3: {exact:?}");
}

#[test]
fn names_that_printed_numbers_belie_are_not_believed() {
    let structure = r#"{"graense":5,"beskyttet_tal":"naevner","naevner_er":"elever"}"#;
    let one: [&str; 2] = ["kommune;alle;;100;;x;vist", "a;alle;;;;x;skjult"];
    let of = |whole: &str| {
        let whole = format!("kommune;alle;;{whole};;x;vist");
        known(tables("r", &[("one", structure, &one), ("other", structure, &[&whole, "a;alle;;40;;x;vist"])]))
    };
    assert_eq!(of("90"), []);
    assert_eq!(of("100").len(), 1, "40 in one table is 40 in the other");
}

#[test]
fn offences_and_persons_bound_who_has_several() {
    let again = r#"{"graense":5,"led":[{"slags":"hoejst taeller minus naevner","tabeller":["alle"]}]}"#;
    let of = |offences: &str| {
        let all = format!("kommune;alle;{offences};24;;forhold pr. ung;vist");
        of_k(tables("r", &[("alle", "{}", &[&all]), ("flere", again, &["kommune;alle;;;;procent;skjult"])]))
    };
    assert_eq!(of("27"), [Known::Between(Some(0), Some(3))]);
    assert!(of("28").is_empty());
}

#[test]
fn those_outside_a_share_are_protected_too() {
    let structure = r#"{"graense":5,"resten_beskyttes":true,"summer":[
        {"kolonne":"omraade","hele":"kommune","dele":["a","b"],"taeller":"lig","naevner":"lig"}]}"#;
    let rows = ["kommune;alle;90;100;90,0;procent;vist", "a;alle;;;;procent;skjult", "b;alle;;;;procent;skjult"];
    assert!(known(release("r", structure, &rows)).is_empty());
    let rows = ["kommune;alle;97;100;97,0;procent;vist", "a;alle;;;;procent;skjult", "b;alle;;;;procent;skjult"];
    let found = known(release("r", structure, &rows));
    assert!(found.iter().all(|(_, what, _)| *what == What::Rest) && found.len() == 3, "{found:?}");
}

#[test]
fn numbers_that_do_not_fit_each_other_are_told_as_such() {
    let rows = ["kommune;alle;10;;10;antal;vist", "a;alle;20;;20;antal;vist", "b;alle;;;;antal;skjult"];
    assert_eq!(of_k(release("r", AREAS, &rows)), [Known::Contradiction]);
}

#[test]
fn a_table_the_data_package_does_not_tell_of_is_a_finding() {
    let mut release = release("r", AREAS, &["kommune;alle;10;;10;antal;vist"]);
    release.unlisted.push("tabeller/kommunen-uden-nord.csv".into());
    assert!(matches!(attack(&[release]).findings[0].known, Known::Unlisted { .. }));
}

#[test]
fn a_row_that_is_in_no_sum_is_a_finding() {
    let shown = |area: &str, k: i64| format!("{area};alle;{k};;{k};antal;vist");
    let rows = [shown("kommune", 90), shown("a", 40), shown("b", 50), shown("ikke-a", 50)];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let found = known(release("r", AREAS, &rows));
    assert_eq!(found.iter().map(|(_, _, known)| known).collect::<Vec<_>>(), [&Known::Apart]);
    assert!(found[0].0.contains("ikke-a"), "{found:?}");
}

#[test]
fn no_number_is_said_unless_it_is_asked_for() {
    let found = Finding { known: Known::Exact(3), ..Finding::in_file("r", Known::Undecided) };
    assert!(!found.words(false).contains('3') && found.words(true).contains('3'));
}

#[test]
fn a_few_may_not_be_shown_at_all() {
    let of = |k: &str| known(release("r", AREAS, &[&format!("kommune;alle;{k};;{k};antal;vist")]));
    assert_eq!(of("3").into_iter().map(|(_, _, known)| known).collect::<Vec<_>>(), [Known::Few(3)]);
    assert!(of("0").is_empty() && of("5").is_empty(), "nobody may be told of, and enough");
}

#[test]
fn a_share_of_too_few_who_were_asked_may_not_be_shown() {
    let structure = r#"{"graense":3,"resten_beskyttes":true,"mindste_naevner":10}"#;
    let of =
        |row: &str| known(release("r", structure, &[row])).into_iter().map(|(_, what, known)| (what, known)).collect::<Vec<_>>();
    assert_eq!(of("kommune;alle;4;9;44,4;procent;vist"), [(What::Naevner, Known::Few(9))]);
    assert_eq!(of("kommune;alle;;9;;procent;skjult").last(), Some(&(What::Naevner, Known::Few(9))), "not even how many");
    assert!(of("kommune;alle;4;10;40,0;procent;vist").is_empty());
}

#[test]
fn vector_8_everybody_in_the_harmful_part_is_found() {
    // Accidents by municipality and gravity: "6 of 6 serious" tells of each of the six, though six are enough.
    let structure = r#"{"graense":4,"resten_beskyttes":true,"alle_skjules":true}"#;
    let found = known(release("r", structure, &["a;alle;6;6;100,0;procent;vist"]));
    assert_eq!(found.iter().map(|(_, what, known)| (*what, known.clone())).collect::<Vec<_>>(), [(What::Rest, Known::Few(0))]);
    assert!(known(release("r", structure, &["a;alle;6;12;50,0;procent;vist"])).is_empty());
    let harmless = r#"{"graense":4,"resten_beskyttes":true}"#;
    assert!(known(release("r", harmless, &["a;alle;6;6;100,0;procent;vist"])).is_empty());
}
