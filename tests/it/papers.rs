//! What a PDF says about itself, for tests that hold it to the page of the same paper.

use lopdf::{Dictionary, Document, Object};

/// A PDF, opened.
pub(crate) struct Paper(pub(crate) Document);

impl Paper {
    pub(crate) fn open(bytes: &[u8]) -> Self {
        Self(Document::load_mem(bytes).expect("the PDF opens"))
    }

    /// Elements of the structure tree with this tag.
    pub(crate) fn elements(&self, tag: &'static str) -> impl Iterator<Item = &Dictionary> {
        let all = self.0.objects.values().filter_map(|object| object.as_dict().ok());
        all.filter(move |item| item.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == tag.as_bytes()))
    }

    pub(crate) fn count(&self, tag: &'static str) -> usize {
        self.elements(tag).count()
    }

    /// How many elements with this tag stand below another.
    pub(crate) fn count_below(&self, above: &Dictionary, tag: &str) -> usize {
        let Ok(children) = above.get(b"K") else { return 0 };
        self.count_in(children, tag)
    }

    fn count_in(&self, object: &Object, tag: &str) -> usize {
        match self.0.dereference(object) {
            Ok((_, Object::Array(items))) => items.iter().map(|item| self.count_in(item, tag)).sum(),
            Ok((_, Object::Dictionary(item))) => {
                let here = item.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == tag.as_bytes());
                usize::from(here) + item.get(b"K").map_or(0, |below| self.count_in(below, tag))
            }
            _ => 0,
        }
    }

    pub(crate) fn alternative_texts(&self) -> Vec<String> {
        let text =
            |figure: &Dictionary| lopdf::decode_text_string(figure.get(b"Alt").expect("an alternative text")).expect("a text");
        self.elements("Figure").map(text).collect()
    }

    pub(crate) fn pages(&self) -> usize {
        self.0.get_pages().len()
    }
}
