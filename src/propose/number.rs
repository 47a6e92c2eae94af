//! Numbers written as text, and which sign separates their decimals.

/// Returns whether a cell holds digits only.
pub(super) fn is_whole(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether a cell is a number in Danish or English writing, with or without a per cent sign.
pub(super) fn is_number(cell: &str) -> bool {
    let figures = figures(cell);
    let digits = figures.bytes().filter(u8::is_ascii_digit).count();
    let others = figures.bytes().filter(|b| matches!(b, b'.' | b',')).count();
    digits > 0 && digits + others == figures.len() && figures.starts_with(|c: char| c.is_ascii_digit()) && others <= 4
}

fn figures(cell: &str) -> &str {
    cell.trim_end_matches('%').trim().trim_start_matches('-')
}

/// Returns the decimal sign the cells of a column agree on; none when nothing decides, or the cells contradict each other.
pub(super) fn decimal_sign<'a>(cells: impl Iterator<Item = &'a str>) -> Option<char> {
    let (mut comma, mut point) = (false, false);
    for cell in cells.map(figures).filter(|cell| is_number(cell)) {
        match (cell.rfind(','), cell.rfind('.')) {
            (Some(at), Some(other)) if at > other => comma = true,
            (Some(_), Some(_)) => point = true,
            (Some(at), None) => comma |= is_decimal(cell, at, ','),
            (None, Some(at)) => point |= is_decimal(cell, at, '.'),
            (None, None) => {}
        }
    }
    match (comma, point) {
        (true, false) => Some(','),
        (false, true) => Some('.'),
        _ => None,
    }
}

/// A sign before a group of three digits could be one of thousands; so could several of them.
fn is_decimal(cell: &str, at: usize, sign: char) -> bool {
    cell.matches(sign).count() == 1 && (cell.len() - at != 4 || cell.starts_with('0') || at > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_text() {
        for cell in ["7", "7,3", "1.299", "7,3 %", "97.3", "-0,5", "1.234,5"] {
            assert!(is_number(cell), "{cell}");
        }
        for cell in ["", "-", "..", "<5", "5+", "1-2", "7.A", "10 dage"] {
            assert!(!is_number(cell), "{cell}");
        }
    }

    #[test]
    fn a_whole_column_decides_the_decimal_sign() {
        let sign = |cells: &[&'static str]| decimal_sign(cells.iter().copied());
        assert_eq!(sign(&["1.299", "7,3"]), Some(','));
        assert_eq!(sign(&["97.3", "8"]), Some('.'));
        assert_eq!(sign(&["1.299", "2.351"]), None);
        assert_eq!(sign(&["7,3", "0.75"]), None);
        assert_eq!(sign(&["1.234,5"]), Some(','));
        assert_eq!(sign(&["0.125"]), Some('.'));
    }
}
