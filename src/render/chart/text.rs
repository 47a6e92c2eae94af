//! How wide words are and where they break. The backend cannot measure, so the letters are sorted into a few widths.

/// Returns the width of a text in quarter points, a little too large rather than too small.
pub(super) fn width(text: &str, size: i32) -> i32 {
    text.chars().map(|letter| thousandths(letter) * size).sum::<i32>() / 1000
}

/// Width of a letter in thousandths of the size, after the widths of Noto Sans.
fn thousandths(letter: char) -> i32 {
    match letter {
        ' ' | '\u{a0}' | 'i' | 'j' | 'l' | ',' | '.' | '!' | ':' | ';' | '·' | '\'' | '’' => 310,
        'I' | 'J' | 'f' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | '”' | '“' | '"' => 400,
        'r' | 'z' | 'c' | 's' | '?' | '_' | '–' => 550,
        'A' | 'B' | 'C' | 'D' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'R' | 'U' | 'Ø' | 'Å' | '&' | 'w' => 740,
        'm' | 'M' | 'W' | '%' | 'æ' | 'Æ' | '@' | '…' | '—' => 920,
        _ => 640,
    }
}

/// Returns the text broken at spaces into lines of at most `limit` quarter points; a longer word stands alone.
pub(super) fn wrap(text: &str, size: i32, limit: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + width(" ", size) <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Returns the height of wrapped lines in quarter points.
pub(super) fn height(lines: &[String]) -> i32 {
    i32::try_from(lines.len()).expect("a label has few lines") * super::canvas::LEADING
}

/// Returns the number a formatted value begins with ("16,4 %" → "16,4"), else the whole text.
pub(super) fn number(text: &str) -> &str {
    let head = text.split([' ', '\u{a0}']).next().unwrap_or(text);
    if head.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '−') { head } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_breaks_at_spaces_and_keeps_every_word() {
        let lines = wrap("Har du prøvet at ryge hash?", 48, 400);
        assert!(lines.len() > 1);
        assert_eq!(lines.join(" "), "Har du prøvet at ryge hash?");
    }

    #[test]
    fn a_value_loses_its_unit_but_a_word_stays() {
        assert_eq!(number("16,4\u{a0}%"), "16,4");
        assert_eq!(number("3,4 pr. 1.000 unge"), "3,4");
        assert_eq!(number("ingen data"), "ingen data");
    }
}
