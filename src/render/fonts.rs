//! The one typeface of every paper, carried in the program: the same bytes on every machine.

/// Name of the typeface, as charts and style sheets must write it.
pub const FAMILY: &str = "Noto Sans";

/// Returns the upright typeface (TrueType).
pub fn regular() -> &'static [u8] {
    notosans::REGULAR_TTF
}

/// Returns the bold typeface (TrueType).
pub fn bold() -> &'static [u8] {
    notosans::BOLD_TTF
}

/// Returns the italic typeface (TrueType).
pub fn italic() -> &'static [u8] {
    notosans::ITALIC_TTF
}

/// Returns the bold italic typeface (TrueType).
pub fn bold_italic() -> &'static [u8] {
    notosans::BOLD_ITALIC_TTF
}
