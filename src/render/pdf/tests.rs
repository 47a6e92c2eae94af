use super::{missing_glyphs, pdf};
use crate::model::document::{
    Block, Cell, Chart, ChartSpec, ColumnHead, Described, Document, Fact, KeyFigure, Kind, Message, Meta, Section, Signal, Table,
    TableSource,
};
use crate::render::{RenderError, Templates};
use lopdf::{Dictionary, Object};
use std::collections::BTreeMap;

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 240" width="680" height="240"><circle cx="340" cy="90" r="9" fill="navy"/><text x="20" y="96" font-family="Noto Sans" font-size="14">Nordre distrikt ≥ 3,4</text></svg>"#;

fn table() -> Table {
    let signalled = |signal, text: &str| Cell { signal: Some(signal), ..Cell::text(text) };
    let head = |title: &str, numeric| ColumnHead { title: title.into(), numeric };
    Table {
        id: "t-ecig".into(),
        caption: "E-cigaretter mindst lejlighedsvis, vinteren 2024/25".into(),
        columns: vec![head("Distrikt", false), head("Andel", true), head("Mod resten", false)],
        rows: vec![
            vec![Cell::text("Nordre distrikt"), Cell::text("9,0 %"), signalled(Signal::Better, "bedre")],
            vec![Cell::text("Søndre distrikt"), Cell::hidden(), signalled(Signal::Lower, "3,4")],
        ],
        notes: vec!["skjult: tallet vises ikke, så ingen unge kan genkendes.".into()],
        source: TableSource::Figures("Kilde: Skolefravær, skoleåret 2023/24. Tabel: t.".into()),
    }
}

fn chart() -> Chart {
    Chart {
        id: "ecig".into(),
        caption: "Andel, distrikt for distrikt".into(),
        alt: "Punktdiagram: 9,0 % i Nordre distrikt.".into(),
        spec: ChartSpec::Calendar { years: Vec::new(), unit: "uge".into() },
    }
}

fn prose() -> Vec<Block> {
    let text = || "Unge på ”Æblevej” fortæller, at førstegangsregistrerede er ≤ 5 år ældre – mindst.".to_owned();
    let items = || vec!["Første punkt".to_owned(), "Andet punkt".to_owned()];
    vec![
        Block::Lead { text: text() },
        Block::Paragraph { text: text() },
        Block::Note { text: text() },
        Block::List { numbered: false, items: items() },
        Block::List { numbered: true, items: items() },
        Block::Quote { text: text(), source: "Tema: tryghed".into() },
        Block::WriteSpace { label: "Aftaler".into(), lines: 3 },
    ]
}

fn figures() -> Vec<Block> {
    let signals = [Signal::Better, Signal::Worse, Signal::Higher, Signal::Lower, Signal::NoDifference, Signal::None];
    let message = |signal| Message { signal, against: "end året før".into(), text: "Andelen er 9,0 %.".into(), picture: None };
    let card = |signal| KeyFigure {
        label: "Har været fuld".into(),
        value: "9,0 %".into(),
        context: vec!["Hele kommunen: 18,1 %".into()],
        signal,
    };
    vec![
        Block::Messages { items: signals.into_iter().map(message).collect() },
        Block::KeyFigures { items: signals.into_iter().map(card).collect() },
        Block::Table(table()),
        Block::Chart(chart()),
    ]
}

/// A paper with every kind of block.
fn paper(kind: Kind) -> Document {
    let section =
        |id: &str, level, blocks| Section { id: id.into(), level, title: format!("Afsnit {id}"), new_page: level == 1, blocks };
    Document {
        meta: Meta {
            kind,
            file_stem: "datarapport-2025".into(),
            title: "SSP-datarapport 2025".into(),
            subtitle: "Eksempelby Kommune".into(),
            marks: vec!["UDKAST".into()],
            facts: vec![Fact { label: "Møde".into(), text: "17. marts 2025".into() }],
            running_foot: "Syntetiske data".into(),
            date: (2025, 2, 28),
            description: "Årets datarapport.".into(),
        },
        sections: vec![section("et", 1, prose()), section("to", 2, figures()), section("tre", 3, Vec::new())],
        open_tables: Vec::new(),
        told: Described::default(),
    }
}

fn charts() -> BTreeMap<String, String> {
    BTreeMap::from([("ecig".to_owned(), SVG.to_owned())])
}

fn own(name: &str, text: String) -> Templates {
    Templates::new(BTreeMap::from([(name.to_owned(), text)]))
}

fn print(document: &Document) -> Vec<u8> {
    pdf(document, &charts(), &Templates::default()).expect("the paper is accessible")
}

fn fault(document: &Document) -> String {
    match pdf(document, &charts(), &Templates::default()) {
        Err(RenderError::Pdf { message, .. }) => message,
        other => panic!("expected a fault of the paper, got {} bytes or {:?}", other.as_ref().map_or(0, Vec::len), other.err()),
    }
}

/// The structure elements of one kind that hang under `object`, itself included.
fn count(pdf: &lopdf::Document, object: &Object, kind: &[u8]) -> usize {
    match pdf.dereference(object).expect("a reference leads somewhere").1 {
        Object::Array(children) => children.iter().map(|child| count(pdf, child, kind)).sum(),
        Object::Dictionary(element) => {
            usize::from(is(element, kind)) + element.get(b"K").map_or(0, |children| count(pdf, children, kind))
        }
        _ => 0,
    }
}

fn is(element: &Dictionary, kind: &[u8]) -> bool {
    element.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == kind)
}

fn dictionaries<'a>(pdf: &'a lopdf::Document, kind: &'a [u8]) -> impl Iterator<Item = &'a Dictionary> {
    pdf.objects.values().filter_map(|object| object.as_dict().ok()).filter(move |element| is(element, kind))
}

fn shows(pdf: &lopdf::Document, page: u32, words: &str) -> bool {
    pdf.extract_text(&[page]).expect("text can be read").contains(words)
}

#[test]
fn every_block_is_printed_in_both_papers() {
    for kind in [Kind::Annual, Kind::District] {
        let pdf = lopdf::Document::load_mem(&print(&paper(kind))).expect("a PDF");
        let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
        let text = pdf.extract_text(&pages).expect("text can be read");
        for words in
            ["17. marts 2025", "Første punkt", "Tema: tryghed", "Aftaler", "ingen sikker forskel", "skjult", "Andel, distrikt"]
        {
            assert!(text.contains(words), "{kind:?} lacks {words}: {text}");
        }
    }
}

#[test]
fn same_document_gives_same_bytes() {
    let document = paper(Kind::Annual);
    assert!(print(&document) == print(&document));
}

#[test]
fn catalogue_says_danish_and_tagged() {
    let pdf = lopdf::Document::load_mem(&print(&paper(Kind::Annual))).expect("a PDF");
    let catalogue = pdf.catalog().expect("a catalogue");
    assert_eq!(catalogue.get(b"Lang").and_then(Object::as_str).expect("a language"), b"da-DK");
    assert!(catalogue.has(b"StructTreeRoot") && catalogue.has(b"MarkInfo"));
}

#[test]
fn file_is_dated_by_its_data() {
    let pdf = lopdf::Document::load_mem(&print(&paper(Kind::Annual))).expect("a PDF");
    let info =
        pdf.trailer.get(b"Info").and_then(|info| pdf.dereference(info)).and_then(|(_, info)| info.as_dict()).expect("facts");
    let date = info.get(b"CreationDate").and_then(Object::as_str).expect("a date");
    assert!(date.starts_with(b"D:20250228"), "{}", String::from_utf8_lossy(date));
}

#[test]
fn headings_keep_their_levels() {
    let pdf = lopdf::Document::load_mem(&print(&paper(Kind::District))).expect("a PDF");
    let levels = [b"H1", b"H2", b"H3"].map(|level| dictionaries(&pdf, level).count());
    assert_eq!(levels, [1, 1, 1]);
}

#[test]
fn head_of_a_long_table_is_repeated_on_every_page() {
    let mut document = paper(Kind::District);
    let long = Table { rows: table().rows.into_iter().cycle().take(200).collect(), ..table() };
    document.sections[0].blocks = vec![Block::Table(long)];
    let pdf = lopdf::Document::load_mem(&print(&document)).expect("a PDF");
    let with_rows: Vec<u32> = pdf.get_pages().into_keys().filter(|page| shows(&pdf, *page, "Nordre distrikt")).collect();
    assert!(with_rows.len() > 2);
    assert!(with_rows.iter().all(|page| shows(&pdf, *page, "Mod resten")));
}

#[test]
fn every_table_has_column_and_row_headers() {
    let pdf = lopdf::Document::load_mem(&print(&paper(Kind::Annual))).expect("a PDF");
    let heads: Vec<usize> =
        dictionaries(&pdf, b"Table").map(|table| count(&pdf, &Object::Dictionary(table.clone()), b"TH")).collect();
    assert_eq!(heads, [1, 5], "the facts of the title page, and three columns with two rows");
}

#[test]
fn every_chart_is_a_figure_with_its_text() {
    let pdf = lopdf::Document::load_mem(&print(&paper(Kind::District))).expect("a PDF");
    let texts: Vec<bool> = dictionaries(&pdf, b"Figure").map(|figure| figure.has(b"Alt")).collect();
    assert_eq!(texts, [true]);
}

#[test]
fn chart_without_alternative_text_is_refused() {
    let mut document = paper(Kind::Annual);
    document.sections[0].blocks = vec![Block::Chart(Chart { alt: " ".into(), ..chart() })];
    assert_eq!(fault(&document), "diagrammet ecig har ingen alternativ tekst");
}

#[test]
fn chart_that_was_not_drawn_is_refused() {
    let mut document = paper(Kind::Annual);
    document.sections[0].blocks = vec![Block::Chart(Chart { id: "andet".into(), ..chart() })];
    assert_eq!(fault(&document), "diagrammet andet er ikke tegnet");
}

#[test]
fn unknown_glyph_is_refused() {
    let mut document = paper(Kind::Annual);
    document.sections[0].blocks = vec![Block::Paragraph { text: "Tegnet 漢 findes ikke".into() }];
    assert_eq!(fault(&document), "skrifttypen har ikke tegnet \"漢\" (U+6F22)");
}

#[test]
fn skipped_heading_level_is_refused() {
    let mut document = paper(Kind::Annual);
    document.sections[1].level = 3;
    assert!(fault(&document).contains("heading"), "{}", fault(&document));
}

#[test]
fn own_template_takes_the_place_of_ours_and_is_blamed_for_its_faults() {
    let shorter =
        own("typst/report.typ", "#set document(title: \"Kort\")\n#set text(font: \"Noto Sans\", lang: \"da\")\nKort".into());
    assert!(pdf(&paper(Kind::Annual), &charts(), &shorter).is_ok());
    let broken = own("typst/report.typ", "#set document(title: \"Kort\")\n\n#ukendt".into());
    match pdf(&paper(Kind::Annual), &charts(), &broken) {
        Err(RenderError::Template { template, message }) => {
            assert_eq!(template, "typst/report.typ");
            assert!(message.starts_with("linje 3: "), "{message}");
        }
        other => panic!("expected the template to be blamed: {:?}", other.err()),
    }
}

#[test]
fn warning_of_the_compiler_stops_the_paper() {
    let unknown = own("typst/report.typ", "#set document(title: \"Kort\")\n#set text(font: \"Findes Ikke\")\nKort".into());
    assert!(matches!(pdf(&paper(Kind::Annual), &charts(), &unknown), Err(RenderError::Template { .. })));
}

#[test]
fn every_mark_of_the_papers_has_a_glyph_in_all_typefaces() {
    assert!(missing_glyphs("▲▼●○≥≤–−·…”“’§×ÆØÅæøå éü½\u{a0}\u{ad}").is_empty());
    assert_eq!(missing_glyphs("a漢b漢"), ['漢']);
}
