//! The shape of a CPR number in text.

/// Returns whether a text holds something shaped like a CPR number.
///
/// Six digits that are a date (day, month, two digits of the year; a replacement number has 60 added to the day), perhaps a
/// separator, and four digits, not inside a longer run of letters and digits. The control digit is not asked: numbers given out since
/// 2007 need not have one.
pub(super) fn holds_cpr(text: &str) -> bool {
    let chars: Vec<char> = text.chars().filter(|&c| !is_invisible(c)).collect();
    (0..chars.len()).any(|at| starts_cpr(&chars, at))
}

/// Soft hyphens and zero-width characters stand between the digits without being seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn starts_cpr(chars: &[char], at: usize) -> bool {
    let free_before = at == 0 || !chars[at - 1].is_alphanumeric();
    free_before && digits::<6>(chars, at).is_some_and(|date| is_date(&date)) && ends_cpr(chars, after_separator(chars, at + 6))
}

fn ends_cpr(chars: &[char], at: usize) -> bool {
    let free_after = chars.get(at + 4).is_none_or(|c| !c.is_alphanumeric());
    free_after && digits::<4>(chars, at).is_some()
}

fn digits<const N: usize>(chars: &[char], at: usize) -> Option<[u32; N]> {
    let mut found = [0; N];
    for (place, c) in found.iter_mut().zip(chars.get(at..at + N)?) {
        *place = c.to_digit(10)?;
    }
    Some(found)
}

/// Returns the position behind one blank, or behind one dash with blanks around it: a line may break at the dash.
fn after_separator(chars: &[char], at: usize) -> usize {
    let skip_blanks = |from: usize| from + chars.iter().skip(from).take(2).take_while(|c| c.is_whitespace()).count();
    let dash = skip_blanks(at);
    match chars.get(dash) {
        Some('-' | '‐' | '‑' | '–' | '−') => skip_blanks(dash + 1),
        _ if dash == at + 1 && !matches!(chars[at], '\n' | '\r' | '\t') => dash,
        _ => at,
    }
}

/// Returns whether DDMMYY is a date in some century.
fn is_date(ddmmyy: &[u32; 6]) -> bool {
    let [d1, d2, m1, m2, ..] = ddmmyy;
    let (written, month) = (d1 * 10 + d2, m1 * 10 + m2);
    let day = if written > 60 { written - 60 } else { written };
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => 0,
    };
    (1..=last).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_number_is_found() {
        let written =
            ["710101-4321", "7101014321", "710101 4321", "710101–4321", "710101\u{a0}4321", "710101-\n4321", "710101 - 4321"];
        for number in written.into_iter().chain(["7101\u{ad}01-43\u{200b}21", "890200-1111"]) {
            assert!(
                holds_cpr(number) && holds_cpr(&format!("Se ({number}).")) && holds_cpr(&format!("a;{number};b")),
                "{number}"
            );
        }
    }

    #[test]
    fn what_is_no_date_or_part_of_something_longer_is_no_number() {
        let innocent = ["721301-4321", "600101-4321", "920101-4321", "900200-1111", "000101-4321", "17101014321", "71010143210"];
        for text in
            innocent.into_iter().chain(["x710101-4321", "710101-4321x", "710101\n4321", "710101;4321", "710101-432", "2024-2025"])
        {
            assert!(!holds_cpr(text), "{text}");
        }
    }
}
