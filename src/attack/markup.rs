//! A page or drawing as a row of tags and texts. Knows what our own pages need, and reads everything else as text.

use std::collections::BTreeMap;

/// One piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A tag that opens an element; `true` when it ends it, too.
    Open(String, BTreeMap<String, String>, bool),
    /// A tag that closes an element.
    Close(String),
    /// Words, decoded.
    Text(String),
}

/// Returns the pieces of a page. Style sheets are left out; a comment is an empty element, entitled with its words.
pub(super) fn pieces(source: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        push_text(&mut pieces, &rest[..at]);
        let tag = &rest[at..];
        let length = length(tag);
        rest = &tag[length..];
        let Some(piece) = piece(&tag[..length]) else { continue };
        if matches!(&piece, Piece::Open(name, ..) if name == "style") {
            rest = rest.find("</").map_or("", |end| &rest[end..]);
        }
        pieces.push(piece);
    }
    push_text(&mut pieces, rest);
    pieces
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.trim().is_empty() {
        pieces.push(Piece::Text(decode(text)));
    }
}

/// Returns the length of a tag: up to the `>` outside quotes, of a comment up to its end.
fn length(tag: &str) -> usize {
    if tag.starts_with("<!--") {
        return tag.find("-->").map_or(tag.len(), |end| end + 3);
    }
    let mut quote = None;
    for (at, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn piece(tag: &str) -> Option<Piece> {
    if let Some(comment) = tag.strip_prefix("<!--") {
        let words = decode(comment.trim_end_matches("-->"));
        return Some(Piece::Open("!--".into(), BTreeMap::from([("title".into(), words)]), true));
    }
    let inside = tag.strip_prefix('<')?.trim_end_matches('>');
    if inside.starts_with(['!', '?']) {
        return None;
    }
    if let Some(name) = inside.strip_prefix('/') {
        return Some(Piece::Close(name.trim().to_ascii_lowercase()));
    }
    let ended = inside.ends_with('/');
    let inside = inside.trim_end_matches('/');
    let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    Some(Piece::Open(name.to_ascii_lowercase(), of_tag(attributes), ended))
}

fn of_tag(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once('=') {
        let quote = after.chars().next().filter(|letter| ['"', '\''].contains(letter));
        let (value, end) = match quote {
            Some(quote) => (&after[1..], after[1..].find(quote)),
            None => (after, after.find(char::is_whitespace)),
        };
        let end = end.unwrap_or(value.len());
        let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
        found.insert(name.to_ascii_lowercase(), decode(&value[..end]));
        rest = value.get(end + 1..).unwrap_or_default();
    }
    found
}

/// Returns the text with its character references decoded.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let decoded = end.and_then(|end| Some((reference(&rest[1..end])?, end + 1)));
        let (letter, length) = decoded.unwrap_or(('&', 1));
        out.push(letter);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => code.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
    }
}
