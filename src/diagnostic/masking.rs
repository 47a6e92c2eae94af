//! Numbers that no text for the user may hold, wherever it took its words from: sheets, headers and files can be named after a child.

/// Returns a text with every number shaped like a CPR number as x's: six digits that begin with a day and a month, perhaps a sign
/// between, and four digits. Digits and letters around it do not save it: "Ark1711210-4321" shows the number just as well.
pub fn masked(text: &str) -> String {
    if text.bytes().filter(u8::is_ascii_digit).count() < 10 {
        return text.to_owned();
    }
    let mut chars: Vec<char> = text.chars().collect();
    let numbers: Vec<_> = (0..chars.len()).filter_map(|from| Some(from..=last_digit(&chars, from)?)).collect();
    for at in numbers.into_iter().flatten() {
        if chars[at].is_ascii_digit() {
            chars[at] = 'x';
        }
    }
    chars.into_iter().collect()
}

/// Writes a text masked.
pub(super) fn serialize<S: serde::Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&masked(text))
}

/// Returns where a number that begins here ends.
fn last_digit(chars: &[char], from: usize) -> Option<usize> {
    let date = digits(chars, from, 6)?;
    let (day, month) = (date / 10_000, date / 100 % 100);
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&if day > 60 { day - 60 } else { day });
    let between = chars.get(from + 6).filter(|c| matches!(c, ' ' | '-' | '‐' | '‑' | '–' | '−' | '_' | '.' | '/'));
    let rest = from + 6 + usize::from(between.is_some());
    (is_date && digits(chars, rest, 4).is_some()).then_some(rest + 3)
}

fn digits(chars: &[char], from: usize, number: usize) -> Option<u32> {
    chars.get(from..from + number)?.iter().try_fold(0, |sum, c| Some(sum * 10 + c.to_digit(10)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_masked_wherever_it_stands() {
        for (text, shown) in [
            ("Ark1711210-4321", "Ark1xxxxxx-xxxx"),
            ("7112104321", "xxxxxxxxxx"),
            ("a711210 4321b", "axxxxxx xxxxb"),
            ("711210-43217112104321", "xxxxxx-xxxxxxxxxxxxxx"),
            ("711210–4321.xlsx", "xxxxxx–xxxx.xlsx"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn dates_weeks_and_counts_stay() {
        for text in ["2024-12-31", "SSP-liste 2024 uge 07.xlsx", "1.200.000 rækker", "999001-2024", "kl. 23:59 på række 10482"]
        {
            assert_eq!(masked(text), text);
        }
    }
}
