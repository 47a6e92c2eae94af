//! Groups of a drawing: which shapes are a figure, and which explain the figures.
//!
//! The backend of the drawing library knows no groups. A text with a sign no paper has stands where a group begins or ends, and is
//! replaced in the finished drawing.

use crate::model::document::RowMark;

/// No paper has it, and the library writes it as it is.
const SIGN: char = '\u{e000}';
/// Ends a group.
pub(super) const END: &str = "\u{e000}/";
/// Begins a group of what explains the marks.
pub(super) const KEY: &str = "\u{e000}-";

/// Returns the text that begins the group of a figure.
pub(super) fn of(row: RowMark) -> String {
    format!("{SIGN}{row}")
}

/// Returns the drawing with its groups.
pub(super) fn put(drawing: &str) -> String {
    let mut out = String::with_capacity(drawing.len());
    let mut rest = drawing;
    while let Some(at) = rest.find(SIGN) {
        let start = rest[..at].rfind("<text").unwrap_or(at);
        let end = rest[at..].find("</text>").map_or(rest.len(), |end| at + end + "</text>".len());
        let tag =
            rest[at..end].trim_start_matches(SIGN).split(|c: char| c.is_whitespace() || c == '<').next().unwrap_or_default();
        out.push_str(&rest[..start]);
        match tag {
            "/" => out.push_str("</g>"),
            "-" => out.push_str("<g data-tegn=\"\">"),
            row => out.push_str(&format!("<g data-tal=\"{row}\">")),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
