//! What must stand on every page: that a paper is a draft, or for whom alone it is. A project's own templates may have forgotten it.

use super::pdf_text;
use crate::model::artefact::Artefact;

/// Returns the first paper with a page that does not carry a mark, and the mark. A page that cannot be read does not carry it.
pub(super) fn lacking(artefacts: &[Artefact], marks: &[String]) -> Option<(String, String)> {
    if marks.is_empty() {
        return None;
    }
    let missing = |artefact: &Artefact| {
        let pages = pages(artefact)?;
        let mark = marks.iter().find(|mark| pages.is_empty() || pages.iter().any(|page| !page.contains(&letters(mark))))?;
        Some((artefact.path.clone(), mark.clone()))
    };
    artefacts.iter().find_map(missing)
}

/// Returns the letters of every page of a paper; `None` for what is no paper.
fn pages(artefact: &Artefact) -> Option<Vec<String>> {
    match artefact.path.rsplit_once('.')?.1 {
        "pdf" => Some(pdf_text::pages(&artefact.bytes).unwrap_or_default().iter().map(|page| letters(page)).collect()),
        "html" => Some(vec![letters(&String::from_utf8_lossy(&artefact.bytes))]),
        _ => None,
    }
}

/// A line may be broken anywhere, so blanks do not count.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_the_mark_is_named_and_tables_need_none() {
        let marks = ["UDKAST".to_owned(), "Kun til os".to_owned()];
        let page = |text: &str| Artefact::new("a.html", text.as_bytes().to_vec());
        assert_eq!(lacking(&[page("UDKAST · Kun\n til os")], &marks), None);
        assert_eq!(lacking(&[page("UDKAST")], &marks), Some(("a.html".into(), "Kun til os".into())));
        assert_eq!(lacking(&[page("")], &[]), None);
        assert_eq!(lacking(&[Artefact::new("a.csv", Vec::new())], &marks), None);
        let broken = Artefact::new("a.pdf", b"hej".to_vec());
        assert!(lacking(&[broken], &marks).is_some(), "what cannot be read is not cleared");
    }
}
