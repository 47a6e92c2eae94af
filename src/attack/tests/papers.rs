//! The papers of a release: pages and drawings against the open tables.

use super::super::explained::mark;
use super::super::table::Place;
use super::*;

const ROWS: [&str; 3] = ["kommune;alle;60;400;15,0;procent;vist", "a;alle;30;200;15,0;procent;vist", "b;alle;;;;procent;skjult"];

fn of(area: &str) -> String {
    mark(&Place(["t", "2024", "bopæl", area, "alle", "alle", "alle", "alle"].map(str::to_owned)))
}

/// What is found in a page beside the open table.
fn found(page: &str) -> Vec<Known> {
    let mut release = release("r", RATES, &ROWS);
    release.papers.push(Artefact::new("a.html", page.as_bytes().to_vec()));
    let papers = |found: &Finding| !matches!(found.known, Known::Exact(_) | Known::Between(..));
    attack(&[release]).findings.into_iter().filter(papers).map(|found| found.known).collect()
}

fn unexplained(number: &str) -> Known {
    Known::Unexplained { file: "a.html".into(), number: number.into() }
}

fn shown() -> Known {
    Known::Shown { file: "a.html".into() }
}

#[test]
fn a_page_of_the_tables_numbers_has_no_finding() {
    let page = format!(
        r#"<h2>7. klasse i 2024, skoleåret 2024/25</h2><td data-tal="{}">15,0&nbsp;% (30 af 200)</td><td data-tal="{}">11,8–18,9 %</td>
        <td data-tal="{}">skjult</td><p>I alt 60 af 400 elever (15,0 %), 30 af 200 i resten.</p>"#,
        of("a"),
        of("kommune"),
        of("b")
    );
    assert!(found(&page).is_empty(), "{:?}", found(&page));
}

#[test]
fn what_is_told_together_now_has_no_data_where_an_earlier_release_hid_it() {
    let of_second = |rows: &[&str], text: &str| {
        let mut second = release("r2", RATES, rows);
        second.papers.push(Artefact::new("a.html", format!(r#"<td data-tal="{}">{text}</td>"#, of("b")).into_bytes()));
        let found = attack(&[release("r1", RATES, &ROWS), second]).findings;
        found.into_iter().filter(|found| found.known == shown()).count()
    };
    assert_eq!([of_second(&ROWS[..2], "ingen data"), of_second(&ROWS[..2], "5"), of_second(&ROWS, "ingen data")], [0, 1, 1]);
}

#[test]
fn one_more_decimal_is_found_in_a_cell_and_in_prose() {
    assert_eq!(found(&format!(r#"<td data-tal="{}">15,00 %</td>"#, of("a"))), [unexplained("15,00")]);
    assert_eq!(found("<p>Andelen var 15,04 %.</p>"), [unexplained("15,04")]);
}

#[test]
fn what_a_page_holds_without_showing_it_is_found() {
    let hidden = [
        "<!-- det var 17 -->".to_owned(),
        format!(r#"<td data-tal="{}"><!-- 17 -->skjult</td>"#, of("b")),
        "<script>var elever = 17;</script>".to_owned(),
        r#"<p data-antal="17 elever">mange</p>"#.to_owned(),
        "<p data-antal=171 hidden>mange</p>".to_owned(),
        r#"<svg><desc data-antal="17 elever"></desc></svg>"#.to_owned(),
    ];
    for page in hidden {
        assert_eq!(found(&page).len(), 1, "{page}: {:?}", found(&page));
    }
}

#[test]
fn the_number_of_another_row_is_found_in_a_cell() {
    assert_eq!(found(&format!(r#"<td data-tal="{}">60 af 400</td>"#, of("a"))).len(), 2);
}

#[test]
fn vector_4_an_interval_for_a_hidden_row_is_found() {
    for text in ["30 % (16–51)", "21 % (8–48)", "16–51 %", "7"] {
        assert_eq!(found(&format!(r#"<td data-tal="{}">{text}</td>"#, of("b"))), [shown()], "{text}");
    }
}

#[test]
fn vector_4_a_per_cent_with_its_interval_tells_the_hidden_counts() {
    let mut release = release("r", RATES, &ROWS);
    let page = format!(r#"<td data-tal="{}">30 % (16–51)</td>"#, of("b"));
    release.papers.push(Artefact::new("a.html", page.into_bytes()));
    let found: Vec<(What, Known)> = attack(&[release]).findings.into_iter().map(|found| (found.what, found.known)).collect();
    assert!(found.contains(&(What::Taeller, Known::Exact(7))) && found.contains(&(What::Naevner, Known::Exact(23))), "{found:?}");
}

#[test]
fn a_cell_that_names_a_row_of_no_table_is_found() {
    assert_eq!(found(r#"<td data-tal="0000000000000000">15,0 % (30 af 200)</td>"#), [unexplained("15,0 % (30 af 200)")]);
    assert!(found(r#"<td data-tal="0000000000000000">ingen data i vinteren 2023/24</td>"#).is_empty());
    assert_eq!(found(r#"<td data-tal="0000000000000000">3</td>"#), [unexplained("3")]);
}

#[test]
fn a_number_of_words_is_let_through_with_its_word_alone() {
    let of = |text: &str| {
        let mut release = release("r", RATES, &ROWS);
        release.words = vec!["120 møder".into(), "104".into()];
        release.papers.push(Artefact::new("a.html", format!("<p>{text}</p>").into_bytes()));
        attack(&[release]).findings.iter().filter(|found| found.is_of_a_text()).count()
    };
    assert_eq!(of("Vi holdt 120 møder, og der kom 104 lister."), 0);
    assert_eq!(of("Vi holdt 120 mø-\nder."), 0, "a line may break in the word");
    assert_eq!(of("Der var 120 unge."), 1);
    assert_eq!(of("Der var 104 unge."), 1, "young people are never words alone");
    assert_eq!(of("104 af 120 svarede."), 2);
}

#[test]
fn the_page_of_a_chapter_is_no_number_of_the_young_people_on_the_next_line() {
    assert!(found("<p>Bopæl og gerningssted ........................ 11\nUnge på 18–25 år ........ 12</p>").is_empty());
    assert_eq!(found("<p>Det var ... 11\nunge.</p>"), [unexplained("11")]);
    assert!(found(r#"<a title="Afsnittet ”Egne forslag” side 13">forslag</a>"#).is_empty());
    assert_eq!(found("<p>På den ene side 3 unge.</p>"), [unexplained("3")]);
}

#[test]
fn a_date_and_the_months_with_a_list_are_no_numbers_of_young_people() {
    assert!(found(r#"<meta name="dcterms.created" content="2024-10-31">"#).is_empty());
    assert_eq!(found("<p>10-29 unge, 204-29 og 2024-293</p>"), ["10", "204", "29", "293"].map(unexplained));
    assert!(found("<p>2024\n3 af 12\nMåned med liste</p>").is_empty());
    assert_eq!(found("<p>2024\n3 af 12\nelever</p>"), ["12", "3"].map(unexplained));
}

#[test]
fn a_share_with_more_decimals_in_the_tables_is_printed_with_one() {
    let of = |printed: &str| {
        let mut release = release("r", RATES, &["kommune;alle;;400;93,750;procent;vist"]);
        release.papers.push(Artefact::new("a.html", format!("<p>{printed}</p>").into_bytes()));
        attack(&[release]).findings.iter().filter(|found| found.is_of_a_text()).count()
    };
    assert_eq!([of("93,8"), of("93,7")], [0, 1]);
}

#[test]
fn the_pupils_of_the_rest_are_those_of_the_municipality_less_those_of_a_district() {
    let of = |text: &str| {
        let rows = ["kommune;alle;361,9;5170;7,0;procent (gennemsnit);vist", "a;alle;90,2;1100;8,2;procent (gennemsnit);vist"];
        let mut release = release("r", RATES, &rows);
        release.papers.push(Artefact::new("a.html", format!("<p>{text}</p>").into_bytes()));
        attack(&[release]).findings.iter().filter(|found| found.is_of_a_text()).count()
    };
    assert_eq!([of("4.070 elever i resten af kommunen"), of("4.071 elever i resten af kommunen")], [0, 1]);
}

#[test]
fn an_interval_in_prose_is_one_of_the_value_before_it() {
    assert!(found("<p>15,0 % (30 af 200) 10,7–20,6 %</p>").is_empty());
    assert_eq!(found("<p>15,0 % (30 af 200) 16,7–20,6 %</p>"), ["16,7", "20,6"].map(unexplained), "not around it");
    assert_eq!(found("<p>15,0 % skjult 10,7–20,6 %</p>"), ["10,7", "20,6"].map(unexplained), "nor of a hidden one");
    assert_eq!(found("<p>Det er 10,7–20,6 %.</p>"), ["10,7", "20,6"].map(unexplained));
}

#[test]
fn a_few_young_people_in_prose_are_found() {
    assert_eq!(found("<p>Der var 3 unge.</p>"), [unexplained("3")]);
    assert_eq!(found("<p>Der var 3&nbsp;af 38 elever.</p>").len(), 2);
    assert_eq!(found("<p>4 har prøvet hash i Nordre distrikt.</p>"), [unexplained("4")]);
    assert_eq!(found("<p>Det er 25 % af pigerne.</p>"), [unexplained("25")]);
    assert!(found("<p>Unge på 10–17 år.</p>").is_empty());
    assert!(found("<p>Se afsnit 3 og uge 12. Det gælder 9. klasse.</p>").is_empty());
    assert!(found("<p>Lister for uge 1, 3, 6–9, 38–40 og\n44–48 mangler.</p>").is_empty());
    assert_eq!(found("<p>I uge 12 var der 38 og 44 unge, og i uge 39 unge.</p>"), ["38", "39", "44"].map(unexplained));
    assert_eq!(found("<p>I uge 77.</p>"), [unexplained("77")]);
}

/// A scale of 0-40 per cent from 0 to 400.
fn drawing(inside: &str) -> Vec<Known> {
    found(&format!(r#"<svg data-skala="x 0 400 0 400" viewBox="0 0 400 100">{inside}</svg>"#))
}

#[test]
fn a_mark_stands_where_its_number_is() {
    let of_a = |shape: &str| drawing(&format!(r#"<g data-tal="{}">{shape}</g>"#, of("a")));
    let misplaced = [Known::Misplaced { file: "a.html".into() }];
    assert!(of_a(r##"<circle cx="150" cy="9" r="9" fill="#0B3D6E"/>"##).is_empty());
    assert!(of_a(r##"<rect x="0" y="4" width="150" height="9" fill="#0B3D6E"/>"##).is_empty());
    assert_eq!(of_a(r##"<rect x="0" y="4" width="152" height="9" fill="#0B3D6E"/>"##), misplaced);
    assert_eq!(of_a(r##"<circle cx="148" cy="9" r="9" fill="#0B3D6E"/>"##), misplaced);
}

#[test]
fn nothing_is_drawn_for_a_hidden_row_but_its_box() {
    let of_b = |shape: &str| drawing(&format!(r#"<g data-tal="{}">{shape}</g>"#, of("b")));
    let hatched = r##"<rect x="0" y="0" width="90" height="9" fill="#F3F5F7"/><line x1="0" y1="9" x2="9" y2="0"/><text x="9" y="9">skjult</text>"##;
    assert!(of_b(hatched).is_empty());
    for shape in [
        r##"<circle cx="150" cy="9" r="9" fill="#0B3D6E"/>"##,
        r##"<rect x="0" y="4" width="150" height="9" fill="#0B3D6E"/>"##,
        r##"<line x1="100" y1="9" x2="180" y2="9"/>"##,
    ] {
        assert_eq!(of_b(&format!("{hatched}{shape}")), [shown()], "{shape}");
    }
}

#[test]
fn a_mark_that_names_no_row_is_found() {
    let loose = r##"<circle cx="150" cy="9" r="9" fill="#0B3D6E"/>"##;
    assert!(matches!(drawing(loose).as_slice(), [Known::Unexplained { .. }]));
    assert!(drawing(&format!(r#"<g data-tegn="">{loose}</g>"#)).is_empty(), "a legend explains the marks");
    assert!(drawing(r#"<text x="200" y="90">20</text>"#).is_empty(), "the number of the axis stands where it is");
    assert_eq!(drawing(r#"<text x="200" y="90">77</text>"#), [unexplained("77")]);
}
