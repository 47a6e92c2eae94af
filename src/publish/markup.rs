//! What HTML, SVG and the XML parts of a workbook say, read so that a tag can neither hide nor invent a number.

/// Elements that stand inside a word: HTML, SVG and the rich text of a workbook. Every other tag ends a word.
const INLINE: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "charset",
    "code",
    "color",
    "em",
    "family",
    "font",
    "i",
    "mark",
    "r",
    "rfont",
    "rpr",
    "s",
    "scheme",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "sz",
    "t",
    "tspan",
    "u",
    "vertalign",
    "wbr",
];

/// Attributes that hold lists of coordinates. They are left out of the scan: two numbers of a path such as `010203 1234` look like a
/// CPR number, and no coordinate is ever read as one. Texts, labels and all other attributes are scanned.
const DRAWING: &[&str] = &[
    "cx",
    "cy",
    "d",
    "dx",
    "dy",
    "height",
    "points",
    "r",
    "rx",
    "ry",
    "stroke-dasharray",
    "transform",
    "viewbox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// Returns a markup text in the two ways it must be clean: with its tags (attributes, comments, scripts), and as a reader sees it.
pub(super) fn readings(source: &str) -> [String; 2] {
    let (mut whole, mut visible) = (String::new(), String::new());
    let mut rest = source;
    while let Some(start) = rest.find('<') {
        let (text, after) = rest.split_at(start);
        let (tag, next) = after.split_at(tag_length(after));
        for reading in [&mut whole, &mut visible] {
            reading.push_str(text);
        }
        push_without_drawing(&mut whole, tag);
        if !is_inline(tag) {
            visible.push('\n');
        }
        rest = next;
    }
    whole.push_str(rest);
    visible.push_str(rest);
    [decode(&whole), decode(&visible)]
}

/// Returns the length of the tag a text starts with, up to and with the `>` outside quotes; of a comment, up to its end; 1 for a
/// `<` that begins neither.
fn tag_length(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |end| end + 3);
    }
    if !text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
        return 1;
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn is_inline(tag: &str) -> bool {
    let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
    INLINE.contains(&name.to_ascii_lowercase().as_str())
}

/// Adds a tag without the values of its drawing attributes.
fn push_without_drawing(out: &mut String, tag: &str) {
    let mut rest = tag;
    while let Some(at) = rest.find(['"', '\'']) {
        let (before, quoted) = rest.split_at(at);
        let quote = &quoted[..1];
        let length = quoted[1..].find(quote).map_or(quoted.len(), |end| end + 2);
        out.push_str(before);
        if !DRAWING.contains(&attribute_name(before).as_str()) {
            out.push_str(&quoted[..length]);
        }
        rest = &quoted[length..];
    }
    out.push_str(rest);
}

/// Returns the name before `=` at the end of a piece of a tag.
fn attribute_name(before: &str) -> String {
    let name = before.trim_end().trim_end_matches('=').trim_end();
    name.rsplit(|c: char| c.is_whitespace() || c == '<').next().unwrap_or_default().to_ascii_lowercase()
}

/// Returns the text with character references decoded that can stand in a number: by code, or a blank or dash by name.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = reference(rest).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// Returns the character and the length of the reference a text starts with.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let c = match name {
        "nbsp" | "thinsp" | "ensp" | "emsp" => ' ',
        "ndash" | "minus" | "hyphen" | "dash" => '-',
        "shy" => '\u{ad}',
        _ => numeric(name.strip_prefix('#')?)?,
    };
    Some((c, end + 1))
}

fn numeric(code: &str) -> Option<char> {
    let value = match code.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => code.parse(),
    };
    value.ok().and_then(char::from_u32)
}

/// Returns whether a text embeds data in a `data:` address, where a scan of text cannot look. Fonts may be embedded: the page needs them.
pub(super) fn embeds_data(source: &str) -> bool {
    let lower = source.to_ascii_lowercase();
    lower.match_indices("data:").any(|(at, found)| {
        let address = &lower[at + found.len()..];
        let kind: String = address.chars().take_while(|c| c.is_ascii_alphanumeric() || "+-.".contains(*c)).collect();
        !kind.is_empty() && kind != "font" && address[kind.len()..].starts_with('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_tags_join_and_other_tags_part() {
        let [_, visible] = readings("<td>71<b>01</b>01</td><td>4321</td>");
        assert_eq!(visible, "\n710101\n\n4321\n");
    }

    #[test]
    fn coordinates_are_left_out_and_labels_kept() {
        let [whole, _] = readings(r#"<path d="M 010203 1234" aria-label='x > y' data-n="7"/>"#);
        assert_eq!(whole, r#"<path d= aria-label='x > y' data-n="7"/>"#);
    }

    #[test]
    fn an_apostrophe_in_a_comment_or_a_lone_sign_hides_nothing() {
        let [whole, visible] = readings("<!-- don't --><p>7 < 8 & 71<i>0101</i>-4321</p>");
        assert!(whole.contains("don't") && visible.contains("710101-4321"));
    }

    #[test]
    fn character_references_are_decoded() {
        assert_eq!(
            decode("7&#49;0101&#x2D;4321 &ndash; &nbsp;&amp; R&D; & &#xFFFFFFFF;"),
            "710101-4321 -  &amp; R&D; & &#xFFFFFFFF;"
        );
    }

    #[test]
    fn embedded_pictures_are_noticed_and_fonts_and_prose_are_not() {
        assert!(embeds_data("<img src=\"DATA:image/png;base64,iVBO\">"));
        assert!(embeds_data("url(data:application/pdf;base64,JVBE)"));
        assert!(!embeds_data("url(data:font/woff2;base64,d09G) <link href=\"data:,\"> Vores data: elever/klasser"));
    }
}
