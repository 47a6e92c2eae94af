//! The text of a PDF file: pages and drawings by their fonts' Unicode tables, and every string and description outside them.
//!
//! Reads what our own PDF writer writes (composite fonts with Unicode tables) and refuses the rest: text that cannot be decoded
//! cannot be cleared.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId, Stream};
use std::collections::BTreeMap;

/// What a PDF file says.
#[derive(Default)]
pub(super) struct Readings {
    /// Texts of pages, drawings, titles, alternative texts and other strings.
    pub(super) texts: Vec<String>,
    /// Descriptions in XML.
    pub(super) markup: Vec<Vec<u8>>,
    /// Whether files are embedded.
    pub(super) embeds_files: bool,
}

/// Returns what a PDF file says, or `None` when part of it cannot be read.
pub(super) fn readings(bytes: &[u8]) -> Option<Readings> {
    let document = Document::load_mem(bytes).ok().filter(|document| !document.is_encrypted())?;
    let mut readings = Readings::default();
    push_strings(&Object::Dictionary(document.trailer.clone()), &mut readings.texts);
    for object in document.objects.values() {
        push_strings(object, &mut readings.texts);
        if let Object::Stream(stream) = object {
            readings.push_stream(&document, stream)?;
        }
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return None;
    }
    for page in pages.into_values() {
        let fonts = document.get_page_fonts(page).ok()?;
        readings.texts.push(content_text(&document, &page_content(&document, page)?, &fonts)?);
    }
    Some(readings)
}

/// Returns the text of every page, or `None` when part of it cannot be read.
pub(super) fn pages(bytes: &[u8]) -> Option<Vec<String>> {
    let document = Document::load_mem(bytes).ok()?;
    let text = |page| content_text(&document, &page_content(&document, page)?, &document.get_page_fonts(page).ok()?);
    document.get_pages().into_values().map(text).collect()
}

/// Returns the operators of a page, whose streams the format joins with a line break.
fn page_content(document: &Document, page: ObjectId) -> Option<Vec<u8>> {
    let streams = document.get_page_contents(page).into_iter();
    let contents: Option<Vec<Vec<u8>>> =
        streams.map(|id| document.get_object(id).and_then(Object::as_stream).ok()?.get_plain_content().ok()).collect();
    Some(contents?.join(&b'\n'))
}

impl Readings {
    /// Reads a stream that stands by itself: a drawing used on a page, or a description.
    fn push_stream(&mut self, document: &Document, stream: &Stream) -> Option<()> {
        if let Ok(resources) = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict) {
            let content = stream.get_plain_content().ok()?;
            self.texts.push(content_text(document, &content, &fonts_of(document, resources))?);
        }
        if stream.dict.has_type(b"Metadata") {
            self.markup.push(stream.get_plain_content().ok()?);
        }
        self.embeds_files |= stream.dict.has_type(b"EmbeddedFile");
        Some(())
    }
}

fn fonts_of<'a>(document: &'a Document, resources: &'a Dictionary) -> BTreeMap<Vec<u8>, &'a Dictionary> {
    let Ok(fonts) = resources.get_deref(b"Font", document).and_then(Object::as_dict) else { return BTreeMap::new() };
    let font = |name: &Vec<u8>| Some((name.clone(), fonts.get_deref(name, document).and_then(Object::as_dict).ok()?));
    fonts.iter().filter_map(|(name, _)| font(name)).collect()
}

/// Adds every string of an object, one below the other: information, titles, alternative texts.
fn push_strings(object: &Object, out: &mut Vec<String>) {
    match object {
        Object::String(..) => out.extend(lopdf::decode_text_string(object)),
        Object::Array(items) => items.iter().for_each(|item| push_strings(item, out)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, entry)| push_strings(entry, out)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, entry)| push_strings(entry, out)),
        _ => {}
    }
}

fn content_text(document: &Document, content: &[u8], fonts: &BTreeMap<Vec<u8>, &Dictionary>) -> Option<String> {
    let mut page = Page { encodings: encodings(document, fonts)?, ..Page::default() };
    for operation in Content::decode(content).ok()?.operations {
        page.apply(&operation.operator, &operation.operands)?;
    }
    page.out.extend(page.strings.iter().map(|text| format!("\n{text}")));
    Some(page.out)
}

/// Returns how each font is decoded. A font without a Unicode table is refused: the scan would not see what a reader sees.
fn encodings<'a>(document: &'a Document, fonts: &BTreeMap<Vec<u8>, &'a Dictionary>) -> Option<BTreeMap<Vec<u8>, Encoding<'a>>> {
    fonts
        .iter()
        .map(|(name, font)| match font.get_font_encoding(document) {
            Ok(encoding @ Encoding::UnicodeMapEncoding(_)) => Some((name.clone(), encoding)),
            _ => None,
        })
        .collect()
}

/// A matrix `[a b c d e f]` of the PDF format.
#[derive(Clone, Copy)]
struct Matrix([f32; 6]);

impl Default for Matrix {
    fn default() -> Self {
        Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }
}

impl Matrix {
    fn from_operands(operands: &[Object]) -> Option<Self> {
        let numbers: Vec<f32> = operands.iter().map(|number| number.as_float().ok()).collect::<Option<_>>()?;
        numbers.try_into().ok().map(Self)
    }

    fn moved(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Returns the matrix that first applies `self`, then `outer`.
    fn then(self, outer: Self) -> Self {
        let ([a, b, c, d, e, f], [oa, ob, oc, od, oe, of]) = (self.0, outer.0);
        Self([a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of])
    }
}

/// The state while the operators of a page or drawing are followed.
#[derive(Default)]
struct Page<'a> {
    encodings: BTreeMap<Vec<u8>, Encoding<'a>>,
    matrix: Matrix,
    saved: Vec<Matrix>,
    line: Matrix,
    font: Vec<u8>,
    size: f32,
    last: Option<(f32, f32)>,
    out: String,
    strings: Vec<String>,
}

impl Page<'_> {
    fn apply(&mut self, operator: &str, operands: &[Object]) -> Option<()> {
        match operator {
            "q" => self.saved.push(self.matrix),
            "Q" => self.matrix = self.saved.pop().unwrap_or_default(),
            "cm" => self.matrix = Matrix::from_operands(operands)?.then(self.matrix),
            "BT" => self.line = Matrix::default(),
            "Tm" => self.line = Matrix::from_operands(operands)?,
            "Td" | "TD" => self.line = Matrix::moved(number(operands, 0)?, number(operands, 1)?).then(self.line),
            "Tf" => {
                self.font = operands.first()?.as_name().ok()?.to_vec();
                self.size = number(operands, 1)?;
            }
            "Tj" | "TJ" | "'" | "\"" => self.show(operands)?,
            "BDC" | "DP" => operands.iter().for_each(|operand| push_strings(operand, &mut self.strings)),
            _ => {}
        }
        Some(())
    }

    /// Adds the text of one showing operator, on a new line unless it goes on where the last one stopped.
    fn show(&mut self, operands: &[Object]) -> Option<()> {
        let encoding = self.encodings.get(&self.font)?;
        let mut text = String::new();
        for piece in operands.iter().flat_map(|operand| operand.as_array().map_or(std::slice::from_ref(operand), Vec::as_slice)) {
            if let Object::String(bytes, _) = piece {
                text.push_str(&encoding.bytes_to_string(bytes).ok()?);
            }
        }
        let at = self.line.then(self.matrix).0;
        if !self.follows(at) {
            self.out.push('\n');
        }
        self.out.push_str(&text);
        self.last = (text.chars().count() == 1).then_some((at[4], at[5]));
        Some(())
    }

    /// Returns whether a text that begins at `at` goes on with the word before it.
    ///
    /// Running text comes a line at a time, but the labels of a chart glyph by glyph, each with its own place. Two lone glyphs belong
    /// together when they begin at most one letter height apart; the ticks of an axis stand farther from each other than that.
    fn follows(&self, at: [f32; 6]) -> bool {
        let height = self.size.abs() * (at[0] * at[3] - at[1] * at[2]).abs().sqrt();
        self.last.is_some_and(|(x, y)| (at[4] - x).hypot(at[5] - y) <= height)
    }
}

fn number(operands: &[Object], index: usize) -> Option<f32> {
    operands.get(index)?.as_float().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::cpr::holds_cpr;
    use lopdf::dictionary;

    /// Codes are UTF-16 units, so that the tests can write text.
    const UNICODE_TABLE: &str = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Custom def\n/CMapType 0 def\n\
        1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n1 beginbfrange\n<0000> <00FF> <0000>\nendbfrange\nendcmap\n\
        CMapName currentdict /CMap defineresource pop\nend\nend\n";

    struct Sample {
        document: Document,
        font: ObjectId,
    }

    impl Sample {
        fn new() -> Self {
            let mut document = Document::with_version("1.7");
            let table = document.add_object(Stream::new(Dictionary::new(), UNICODE_TABLE.as_bytes().to_vec()));
            let font = document.add_object(
                dictionary! { "Type" => "Font", "Subtype" => "Type0", "Encoding" => "Identity-H", "ToUnicode" => table },
            );
            Self { document, font }
        }

        fn resources(&self) -> Dictionary {
            dictionary! { "Font" => dictionary! { "F" => self.font } }
        }

        fn add(&mut self, kind: Dictionary, content: &str) {
            self.document.add_object(Stream::new(kind, content.as_bytes().to_vec()));
        }

        fn with_page(mut self, content: &str) -> Vec<u8> {
            let content = self.document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
            let page = self
                .document
                .add_object(dictionary! { "Type" => "Page", "Contents" => content, "Resources" => self.resources() });
            let pages = self.document.add_object(dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] });
            let catalog = self.document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
            self.document.trailer.set("Root", catalog);
            let mut bytes = Vec::new();
            self.document.save_to(&mut bytes).expect("memory takes all bytes");
            bytes
        }
    }

    fn codes(text: &str) -> String {
        text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
    }

    fn line(text: &str) -> String {
        format!("BT /F 11 Tf 1 0 0 1 70 700 Tm [<{}>] TJ ET", codes(text))
    }

    /// Returns operators that set each glyph by itself, `step` apart, as the labels of charts are set.
    fn glyphs(text: &str, step: usize) -> String {
        let glyph = |(at, c): (usize, char)| {
            format!("q 0.25 0 0 -0.25 {} 90 cm BT /F 40 Tf 1 0 0 -1 0 0 Tm <{}> Tj ET Q ", at * step, codes(&c.to_string()))
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn leaks(bytes: &[u8]) -> bool {
        readings(bytes).expect("the file can be read").texts.iter().any(|text| holds_cpr(text))
    }

    #[test]
    fn a_number_in_running_text_is_found() {
        assert!(leaks(&Sample::new().with_page(&line("Se 710101-4321 her"))));
        assert!(!leaks(&Sample::new().with_page(&line("I alt 214 af 1.302 elever"))));
    }

    #[test]
    fn kerning_does_not_hide_a_number() {
        let content = format!("BT /F 11 Tf [<{}> -47.3 <{}>] TJ ET", codes("7101"), codes("01-4321"));
        assert!(leaks(&Sample::new().with_page(&content)));
    }

    #[test]
    fn cells_beside_each_other_do_not_make_a_number() {
        assert!(!leaks(&Sample::new().with_page(&format!("{} {}", line("710101"), line("4321")))));
    }

    #[test]
    fn labels_set_glyph_by_glyph_are_read_as_words() {
        assert!(leaks(&Sample::new().with_page(&glyphs("nr 710101-4321", 6))));
        assert!(!leaks(&Sample::new().with_page(&glyphs("0510152025", 30))), "ticks of an axis");
    }

    #[test]
    fn a_number_in_a_drawing_is_found() {
        let mut sample = Sample::new();
        let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "Resources" => sample.resources() };
        sample.add(form, &line("710101-4321"));
        assert!(leaks(&sample.with_page("")));
    }

    #[test]
    fn numbers_outside_the_visible_text_are_found() {
        let mut titled = Sample::new();
        titled.document.add_object(dictionary! { "Title" => lopdf::text_string("Sag æ 710101-4321") });
        assert!(leaks(&titled.with_page("")));
        assert!(leaks(&Sample::new().with_page("/Span << /ActualText (710101-4321) >> BDC EMC")));
    }

    #[test]
    fn descriptions_and_embedded_files_are_noticed() {
        let mut sample = Sample::new();
        sample.add(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, "<dc:title>710101-4321</dc:title>");
        sample.add(dictionary! { "Type" => "EmbeddedFile" }, "x");
        let found = readings(&sample.with_page("")).expect("the file can be read");
        assert_eq!(found.markup, [b"<dc:title>710101-4321</dc:title>".to_vec()]);
        assert!(found.embeds_files);
    }

    #[test]
    fn text_that_cannot_be_decoded_is_not_cleared() {
        let mut sample = Sample::new();
        sample.font = sample.document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Symbol" });
        assert!(readings(&sample.with_page(&line("x"))).is_none());
        assert!(readings(&Sample::new().with_page("BT /Ukendt 11 Tf (x) Tj ET")).is_none());
    }
}
