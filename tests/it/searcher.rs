//! Looks for texts in finished files the way somebody with time would: every container unpacked, every encoding undone.
//!
//! It shares nothing with the program's own last scan, so that one mistake cannot blind both.

use base64::Engine;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Cursor, Read};

/// What is looked for.
#[derive(Clone)]
enum Needle {
    /// Exactly as written, not inside a longer run of letters and digits.
    Exact(String),
    /// By its letters and digits alone, in any case: line breaks, kerning, hyphens and tags do not hide it.
    Letters(String),
}

/// Texts that must not be found.
#[derive(Default)]
pub(crate) struct Searcher {
    exact: HashMap<[u8; 4], Vec<String>>,
    letters: HashMap<[u8; 4], Vec<String>>,
    pub(crate) count: usize,
}

impl Searcher {
    /// Looks for a number or a code as it is written.
    pub(crate) fn exactly(&mut self, text: &str) {
        self.add(Needle::Exact(text.to_owned()));
    }

    /// Looks for words.
    pub(crate) fn words(&mut self, text: &str) {
        self.add(Needle::Letters(squeezed(text)));
    }

    fn add(&mut self, needle: Needle) {
        let (map, text) = match needle {
            Needle::Exact(text) => (&mut self.exact, text),
            Needle::Letters(text) => (&mut self.letters, text),
        };
        assert!(text.len() >= 4, "\"{text}\" is too short to be looked for");
        let known = map.entry(first(text.as_bytes()).expect("four bytes")).or_default();
        if !known.contains(&text) {
            known.push(text);
            self.count += 1;
        }
    }

    /// Returns what a file holds of the texts.
    pub(crate) fn find(&self, path: &str, bytes: &[u8]) -> BTreeSet<String> {
        let texts = texts_of(path, bytes);
        texts.iter().flat_map(|text| self.find_in_text(text)).collect()
    }

    /// Returns what a text holds of the texts.
    pub(crate) fn find_in_text(&self, text: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        hits(&self.exact, text, |at, needle| {
            let alone = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
            if alone(text[..at].chars().next_back()) && alone(text[at + needle.len()..].chars().next()) {
                found.insert(needle.to_owned());
            }
        });
        hits(&self.letters, &squeezed(text), |_, needle| {
            found.insert(needle.to_owned());
        });
        found
    }
}

fn first(bytes: &[u8]) -> Option<[u8; 4]> {
    bytes.get(..4)?.try_into().ok()
}

fn hits(needles: &HashMap<[u8; 4], Vec<String>>, text: &str, mut hit: impl FnMut(usize, &str)) {
    let bytes = text.as_bytes();
    for at in 0..bytes.len().saturating_sub(3) {
        let start = first(&bytes[at..]).expect("four bytes are left");
        for needle in needles.get(&start).into_iter().flatten() {
            if bytes[at..].starts_with(needle.as_bytes()) {
                hit(at, needle);
            }
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns every text a file can be read as.
pub(crate) fn texts_of(path: &str, bytes: &[u8]) -> Vec<String> {
    let mut texts = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "pdf" => texts_of_pdf(bytes),
        "xlsx" | "docx" | "zip" => texts_of_archive(bytes),
        "json" => texts_of_json(bytes),
        _ => Vec::new(),
    };
    texts.push(loose(bytes));
    let mut all = Vec::new();
    for text in texts {
        all.extend(unwrapped(&text));
        all.push(text);
    }
    all
}

/// Bytes as text: UTF-8 where it is, else one character a byte, which is what Latin-1 means.
fn loose(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Undoes markup, references, percent signs and base64.
fn unwrapped(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if text.contains('&') {
        found.push(without_references(text));
    }
    if text.contains('<') {
        found.push(without_references(&without_tags(text)));
    }
    if text.contains('%') {
        found.push(without_percents(text));
    }
    for bytes in base64_segments(text) {
        let inner = loose(&bytes);
        found.extend(unwrapped(&inner));
        found.push(inner);
    }
    found
}

fn without_tags(text: &str) -> String {
    let mut inside = false;
    let keep = |c: &char| {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                return false;
            }
            _ => {}
        }
        !inside
    };
    text.chars().filter(keep).collect()
}

fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match rest.char_indices().take(12).find(|(_, c)| *c == ';').and_then(|(end, _)| Some((end, referred(&rest[1..end])?))) {
            Some((end, c)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

fn without_percents(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code =
            (bytes[at] == b'%').then(|| text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok())).flatten();
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    loose(&out)
}

fn base64_segments(text: &str) -> Vec<Vec<u8>> {
    let engine = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/' | '='));
    runs.filter(|run| run.len() >= 16).filter_map(|run| engine.decode(run).ok()).collect()
}

fn texts_of_json(bytes: &[u8]) -> Vec<String> {
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes) else { return Vec::new() };
    let mut texts = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::String(text) => texts.push(text),
            serde_json::Value::Array(items) => open.extend(items),
            serde_json::Value::Object(items) => {
                for (key, value) in items {
                    texts.push(key);
                    open.push(value);
                }
            }
            _ => {}
        }
    }
    texts
}

/// Every part of a zip file, and its names.
fn texts_of_archive(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("the archive opens");
    let mut texts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("the part is whole");
        texts.push(loose(&content));
    }
    texts
}

/// Every stream inflated, every string, and the text of pages and drawings by the Unicode tables of their fonts.
fn texts_of_pdf(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).expect("the PDF opens");
    let mut texts = Vec::new();
    for object in document.objects.values() {
        strings(object, &mut texts);
        if let Object::Stream(stream) = object {
            texts.push(loose(&stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())));
            if let Ok(resources) = stream.dict.get_deref(b"Resources", &document).and_then(Object::as_dict) {
                let content = stream.get_plain_content().unwrap_or_default();
                texts.extend(shown(&document, &content, &fonts(&document, resources)));
            }
        }
    }
    for page in document.get_pages().into_values() {
        let fonts = document.get_page_fonts(page).expect("fonts of a page");
        let fonts = fonts.into_iter().map(|(name, font)| (name, font.clone())).collect();
        texts.extend(shown(&document, &document.get_page_content(page), &fonts));
    }
    texts
}

fn fonts(document: &Document, resources: &Dictionary) -> BTreeMap<Vec<u8>, Dictionary> {
    let Ok(fonts) = resources.get_deref(b"Font", document).and_then(Object::as_dict) else { return BTreeMap::new() };
    let font =
        |(name, font): (&Vec<u8>, &Object)| Some((name.clone(), document.dereference(font).ok()?.1.as_dict().ok()?.clone()));
    fonts.iter().filter_map(font).collect()
}

fn strings(object: &Object, texts: &mut Vec<String>) {
    match object {
        Object::String(bytes, _) => {
            texts.extend(lopdf::decode_text_string(object));
            texts.push(loose(bytes));
        }
        Object::Array(items) => items.iter().for_each(|item| strings(item, texts)),
        Object::Dictionary(items) => items.iter().for_each(|(_, item)| strings(item, texts)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, item)| strings(item, texts)),
        _ => {}
    }
}

/// Returns the shown text twice: in one run, as labels set glyph by glyph need, and a line for each text object.
fn shown(document: &Document, content: &[u8], fonts: &BTreeMap<Vec<u8>, Dictionary>) -> [String; 2] {
    let encodings: BTreeMap<&[u8], Encoding> =
        fonts.iter().filter_map(|(name, font)| Some((name.as_slice(), font.get_font_encoding(document).ok()?))).collect();
    let Ok(content) = Content::decode(content) else { return Default::default() };
    let mut encoding = None;
    let (mut run, mut lines) = (String::new(), String::new());
    for operation in &content.operations {
        match operation.operator.as_str() {
            "Tf" => encoding = operation.operands.first().and_then(|o| o.as_name().ok()).and_then(|name| encodings.get(name)),
            "Td" | "TD" | "Tm" | "T*" | "ET" => lines.push('\n'),
            "Tj" | "TJ" | "'" | "\"" => {
                let pieces = operation.operands.iter().flat_map(|o| o.as_array().map_or(std::slice::from_ref(o), Vec::as_slice));
                for piece in pieces {
                    if let (Object::String(bytes, _), Some(encoding)) = (piece, encoding) {
                        let text = encoding.bytes_to_string(bytes).unwrap_or_default();
                        run.push_str(&text);
                        lines.push_str(&text);
                    }
                }
            }
            _ => {}
        }
    }
    [run, lines]
}

/// The text of the pages of a PDF, in order.
pub(crate) fn pages(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).expect("the PDF opens");
    let page = |id| {
        let fonts = document.get_page_fonts(id).expect("fonts of a page");
        let fonts = fonts.into_iter().map(|(name, font)| (name, font.clone())).collect();
        let [run, _] = shown(&document, &document.get_page_content(id), &fonts);
        run
    };
    document.get_pages().into_values().map(page).collect()
}

/// Texts by their letters and digits alone, to compare across media.
pub(crate) fn letters(text: &str) -> String {
    squeezed(text)
}

/// The text of a page without its tags and references.
pub(crate) fn plain(markup: &str) -> String {
    without_references(&without_tags(markup))
}
