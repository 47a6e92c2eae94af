//! The papers of the example: accessible, of the right length, and the same in both media.

use crate::example::{EXAMPLE, files};
use crate::papers::Paper;
use crate::searcher::{letters, pages, plain};
use lopdf::Object;
use std::collections::{BTreeMap, BTreeSet};

/// Every paper of the report: PDF and page.
fn papers() -> BTreeMap<String, (Vec<u8>, String)> {
    let files = files(&EXAMPLE.report);
    let pdfs = files.iter().filter_map(|(path, bytes)| Some((path.strip_suffix(".pdf")?.to_owned(), bytes.clone())));
    let page = |stem: &str| String::from_utf8(files[&format!("{stem}.html")].clone()).expect("UTF-8");
    let papers: BTreeMap<_, _> = pdfs.map(|(stem, pdf)| (stem.clone(), (pdf, page(&stem)))).collect();
    assert_eq!(papers.len(), 13, "one report, four sheets for districts, four for schools, and four papers for one meeting");
    papers
}

#[test]
fn every_pdf_is_tagged_and_says_its_language_and_standards() {
    for (stem, (bytes, _)) in papers() {
        let pdf = Paper::open(&bytes);
        let catalogue = pdf.0.catalog().expect("a catalogue");
        assert_eq!(catalogue.get(b"Lang").and_then(Object::as_str).expect("a language"), b"da-DK", "{stem}");
        assert!(catalogue.has(b"StructTreeRoot"), "{stem}");
        let marked = catalogue.get_deref(b"MarkInfo", &pdf.0).and_then(Object::as_dict).expect("marks");
        assert!(marked.get(b"Marked").and_then(Object::as_bool).expect("a mark"), "{stem}");
        let metadata = catalogue.get_deref(b"Metadata", &pdf.0).and_then(Object::as_stream).expect("metadata");
        let xmp = String::from_utf8(metadata.get_plain_content().expect("its text")).expect("UTF-8");
        assert!(xmp.contains("pdfuaid:part") && xmp.contains("pdfaid:part"), "{stem}: {xmp}");
    }
}

#[test]
fn every_table_of_every_pdf_has_header_cells() {
    for (stem, (bytes, _)) in papers() {
        let pdf = Paper::open(&bytes);
        assert!(pdf.count("Table") > 0 || stem.starts_with("talepapir"), "{stem}");
        for table in pdf.elements("Table") {
            assert!(pdf.count_below(table, "TH") > 0, "a table of {stem} has no header cell");
        }
    }
}

#[test]
fn every_chart_has_a_text_of_its_own_with_figures() {
    for (stem, (bytes, page)) in papers() {
        let texts = Paper::open(&bytes).alternative_texts();
        let different: BTreeSet<&String> = texts.iter().collect();
        assert_eq!(different.len(), texts.len(), "{stem}");
        assert!(!is_annual(&stem) || texts.len() > 5, "{stem} has {} charts", texts.len());
        for text in &texts {
            assert!(text.chars().any(|c| c.is_ascii_digit()) && text.len() > 30, "{stem}: {text}");
            assert!(letters(&plain_attributes(&page)).contains(&letters(text)), "{stem}: the page does not say {text}");
        }
    }
}

/// The page with what stands in its attributes.
fn plain_attributes(page: &str) -> String {
    plain(&page.replace(['<', '>'], " "))
}

/// Only the annual report has a title page and a list of contents.
fn is_annual(stem: &str) -> bool {
    stem.starts_with("datarapport")
}

#[test]
fn a_sheet_has_two_pages_the_report_24_to_40_and_a_paper_for_one_meeting_few() {
    for (stem, (bytes, _)) in papers() {
        let pages = Paper::open(&bytes).pages();
        let allowed = match stem.split_once('/') {
            Some(("distriktsark", _)) => 2..=2,
            Some(_) => 1..=4,
            None if is_annual(&stem) => 24..=40,
            None => 1..=5,
        };
        assert!(allowed.contains(&pages), "{stem} has {pages} pages");
    }
}

/// Returns the texts of elements of a page.
fn elements(page: &str, tag: &str) -> Vec<String> {
    let open = |at: usize| page[at..].starts_with(&format!("<{tag}>")) || page[at..].starts_with(&format!("<{tag} "));
    let text = |at: usize| {
        let end = page[at..].find(&format!("</{tag}>")).expect("the element ends");
        plain(&page[at..at + end])
    };
    page.match_indices('<').map(|(at, _)| at).filter(|at| open(*at)).map(text).collect()
}

#[test]
fn pdf_and_page_have_the_same_headings() {
    for (stem, (bytes, page)) in papers() {
        let pdf = Paper::open(&bytes);
        let text = letters(&pages(&bytes).concat());
        assert_eq!((pdf.count("Title"), elements(&page, "h1").len()), (1, 1), "title of {stem}");
        // The list of contents has a heading in print only.
        let contents = usize::from(pdf.count("TOC") > 0);
        for (html, tag, more) in [("h2", "H1", contents), ("h3", "H2", 0), ("h4", "H3", 0), ("h5", "H4", 0)] {
            let headings = elements(&page, html);
            assert_eq!(pdf.count(tag), headings.len() + more, "{tag} of {stem}; the page has {headings:?}");
            for heading in headings {
                assert!(text.contains(&letters(&heading)), "{stem}: the PDF lacks the heading {heading}");
            }
        }
    }
}

#[test]
fn pdf_and_page_have_the_same_tables_and_figures() {
    for (stem, (bytes, page)) in papers() {
        let pdf = Paper::open(&bytes);
        // The facts of the title page are a table in print and a list of terms on the page; a sheet has no title page.
        let facts = usize::from(is_annual(&stem));
        assert_eq!(pdf.count("Table"), elements(&page, "table").len() + facts, "tables of {stem}");
        // Drawings of the size of a word are figures in print.
        let figures = elements(&page, "figure").len() + page.matches("class=\"picture\"").count();
        assert_eq!(pdf.count("Figure"), figures, "figures of {stem}");
        let text = letters(&pages(&bytes).concat());
        for caption in elements(&page, "caption").into_iter().chain(elements(&page, "figcaption")) {
            assert!(text.contains(&letters(&caption)), "{stem}: the PDF lacks the caption {caption}");
        }
    }
}

#[test]
fn the_text_of_a_pdf_can_be_read_out() {
    for (stem, (bytes, page)) in papers() {
        let title = elements(&page, "h1").remove(0);
        let pages = pages(&bytes);
        assert!(letters(&pages[0]).contains(&letters(&title)), "{stem}: {title}");
        assert!(pages.iter().all(|page| letters(page).len() > 20), "{stem} has an empty page");
        assert!(pages.concat().contains('æ') && pages.concat().contains('ø'), "{stem}");
    }
}

#[test]
fn a_page_needs_no_network_and_no_program() {
    for (stem, (_, page)) in papers() {
        for foreign in ["http://", "https://", "<script", "<link", "<iframe", "@import", "url("] {
            let found = page.match_indices(foreign).map(|(at, _)| &page[at..]);
            // The names of XML vocabularies are no addresses to fetch.
            let fetched: Vec<&str> = found
                .filter(|rest| !rest.starts_with("http://www.w3.org/"))
                .map(|rest| rest.get(..60).unwrap_or(foreign))
                .collect();
            assert!(fetched.is_empty(), "{stem}: {fetched:?}");
        }
    }
}
