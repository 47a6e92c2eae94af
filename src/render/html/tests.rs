use super::html;
use crate::model::document::{
    Block, Cell, Chart, ChartSpec, ColumnHead, Described, Document, Fact, KeyFigure, Kind, Message, Meta, Section, Signal, Table,
    TableSource,
};
use crate::render::{RenderError, Templates};
use std::collections::BTreeMap;

fn section(id: &str, level: u8, blocks: Vec<Block>) -> Section {
    Section { id: id.into(), level, title: format!("Afsnit {id}"), new_page: level == 1, blocks }
}

fn table() -> Table {
    let column = |title: &str, numeric| ColumnHead { title: title.into(), numeric };
    let signal = Cell { signal: Some(Signal::Better), ..Cell::text("9,0 %") };
    Table {
        id: "tabel-fuld".into(),
        caption: "Fuld inden for 30 dage".into(),
        columns: vec![column("Distrikt", false), column("Andel", true)],
        rows: vec![vec![Cell::text("Nord"), Cell::hidden()], vec![Cell::text("Syd"), signal]],
        notes: vec!["skjult: vises ikke, så ingen unge kan genkendes.".into()],
        source: TableSource::Figures("Kilde: Skolefravær, skoleåret 2023/24. Tabel: t.".into()),
    }
}

fn chart() -> Chart {
    let spec = ChartSpec::Calendar { years: vec![(2024, vec![true, false])], unit: "uge".into() };
    Chart { id: "fig-uger".into(), caption: "Lister pr. uge".into(), alt: "Der kom lister i \"1 af 2\" uger".into(), spec }
}

fn document() -> Document {
    let text = |text: &str| text.to_owned();
    let blocks = vec![
        Block::Lead { text: text("Færre <fulde>") },
        Block::Messages {
            items: vec![Message {
                signal: Signal::Worse,
                against: "end året før".into(),
                text: text("Fraværet er steget."),
                picture: None,
            }],
        },
        Block::Table(table()),
        Block::Chart(chart()),
        Block::WriteSpace { label: text("Aftaler"), lines: 3 },
        Block::Quote { text: text("Vi ses."), source: text("Distriktsgruppen") },
        Block::List { numbered: true, items: vec![text("Et"), text("To")] },
        Block::KeyFigures {
            items: vec![KeyFigure { label: text("Mobning"), value: text("skjult"), context: vec![], signal: Signal::None }],
        },
    ];
    let meta = Meta {
        kind: Kind::Annual,
        file_stem: text("datarapport-2025"),
        title: text("SSP-datarapport 2025"),
        subtitle: text("Eksempelby Kommune"),
        marks: vec![text("UDKAST")],
        facts: vec![Fact { label: text("Møde"), text: text("1") }],
        running_foot: text("Eksempelby"),
        date: (2025, 3, 7),
        description: text("Årets tal."),
    };
    let sections = vec![section("a", 1, blocks), section("b", 2, vec![]), section("c", 3, vec![]), section("d", 1, vec![])];
    Document { meta, sections, open_tables: vec![], told: Described::default() }
}

fn charts() -> BTreeMap<String, String> {
    [("fig-uger".to_owned(), "<svg viewBox=\"0 0 1 1\"></svg>\n".to_owned())].into()
}

fn page_with(templates: &Templates) -> Result<String, RenderError> {
    html(&document(), &charts(), templates).map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
}

fn page() -> String {
    page_with(&Templates::default()).expect("the embedded templates fit the document")
}

#[test]
fn headings_follow_the_levels_and_the_contents_link_to_them() {
    let page = page();
    assert!(page.contains("<h1>SSP-datarapport 2025</h1>"));
    for (id, tag) in [("a", "h2"), ("b", "h3"), ("c", "h4"), ("d", "h2")] {
        assert!(page.contains(&format!("<{tag}>Afsnit {id}</{tag}>")), "{id}");
        assert!(page.contains(&format!("<section id=\"{id}\"")));
    }
    assert_eq!(page.matches("<li><a href=\"#").count(), 3, "levels one and two stand in the contents");
}

#[test]
fn a_table_has_caption_and_headers_and_says_what_is_hidden() {
    let page = page();
    assert!(page.contains("<caption>Fuld inden for 30 dage</caption>"));
    assert_eq!(page.matches("scope=\"col\"").count(), 2);
    assert_eq!(page.matches("scope=\"row\"").count(), 2);
    assert!(page.contains("<td class=\"number hidden\"><span class=\"hidden-word\">skjult</span></td>"));
    assert!(page.contains("bedre: </span>"), "a signal is a word, too");
}

#[test]
fn a_chart_is_inline_with_its_alternative_text() {
    let page = page();
    assert!(page.contains("role=\"img\" aria-label=\"Der kom lister i &quot;1 af 2&quot; uger\""));
    assert!(page.contains("<svg viewBox=\"0 0 1 1\"></svg>"));
    assert!(page.contains("<figcaption>Lister pr. uge</figcaption>"));
}

#[test]
fn words_are_escaped_and_the_page_needs_nothing_from_outside() {
    let page = page();
    assert!(page.contains("Færre &lt;fulde&gt;"));
    for forbidden in ["<script", "http://", "https://", "<link", "@import", "<input"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn a_project_replaces_one_template_and_lines_end_the_same_way() {
    let own = |name: &str, text: &str| Templates::new([(name.to_owned(), text.to_owned())].into());
    let styled =
        page_with(&own("html/style.css", "h1 { color: red }\r\n</style><script>")).expect("a style sheet is no template");
    assert!(styled.contains("h1 { color: red }") && !styled.contains('\r') && !styled.contains("</style><script>"));
    assert!(styled.contains("<h2>Afsnit a</h2>"));
}

#[test]
fn a_template_that_asks_for_an_unknown_value_is_refused_with_its_line() {
    let own = Templates::new([("html/report.html".to_owned(), "\n{{ document.forfatter }}".to_owned())].into());
    let Err(RenderError::Template { template, message }) = page_with(&own) else { panic!("the value does not exist") };
    assert_eq!(template, "html/report.html");
    assert!(message.starts_with("linje 2"), "{message}");
}

#[test]
fn a_chart_that_was_not_drawn_is_an_error() {
    assert!(html(&document(), &BTreeMap::new(), &Templates::default()).is_err());
}
