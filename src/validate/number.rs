//! Numbers as text, written the Danish way (1.299,5) or the English (1,299.5). One cell never decides how it is read: the
//! whole column does, in [`super::column`].

/// Blanks that may stand between groups of three digits.
const BLANKS: [char; 3] = [' ', '\u{a0}', '\u{202f}'];

/// No count, no number of days and no share is larger; sums of what is smaller stay far inside 64 bits.
const LARGEST: i64 = 1_000_000_000;

/// Decimals that are looked at when two readings are compared.
const ALL_PLACES: u8 = 6;

/// What separates the decimals of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// `1.299,5`
    Comma,
    /// `1,299.5`
    Point,
}

impl Sign {
    /// Returns the sign a profile states.
    pub(super) fn stated(sign: char) -> Self {
        if sign == '.' { Self::Point } else { Self::Comma }
    }

    fn decimal(self) -> char {
        if self == Self::Comma { ',' } else { '.' }
    }

    fn thousands(self) -> char {
        if self == Self::Comma { '.' } else { ',' }
    }
}

/// What one cell says of the sign of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// No number, or the same number both ways.
    Nothing,
    /// A number with this sign only.
    Only(Sign),
    /// Two different numbers, such as `1.299`. The sign is the one that makes it a whole number.
    Either(Sign),
}

/// Returns what a cell says of the sign of its column.
pub(super) fn proof(text: &str) -> Proof {
    if !text.contains([',', '.']) {
        return Proof::Nothing;
    }
    match (scaled(text, Sign::Comma, ALL_PLACES), scaled(text, Sign::Point, ALL_PLACES)) {
        (Some(comma), Some(point)) if comma != point => {
            Proof::Either(if comma.abs() > point.abs() { Sign::Comma } else { Sign::Point })
        }
        (Some(_), None) => Proof::Only(Sign::Comma),
        (None, Some(_)) => Proof::Only(Sign::Point),
        _ => Proof::Nothing,
    }
}

/// Returns a number in units of 10^-`places`; further decimals are rounded half up, away from zero. A thousands sign is
/// understood only between groups of three digits.
pub(super) fn scaled(text: &str, sign: Sign, places: u8) -> Option<i64> {
    let (negative, whole, fraction) = parts(text, sign)?;
    let unit = 10_i64.checked_pow(u32::from(places))?;
    let size = whole.checked_mul(unit)?.checked_add(rounded(fraction, places)?)?;
    Some(if negative { -size } else { size })
}

/// Returns a whole number; decimals may only be zeros.
pub(super) fn whole(text: &str, sign: Sign) -> Option<i64> {
    let (negative, whole, fraction) = parts(text, sign)?;
    let size = fraction.bytes().all(|b| b == b'0').then_some(whole)?;
    Some(if negative { -size } else { size })
}

/// Returns the number of decimals a cell is written with.
pub(super) fn decimals(text: &str, sign: Sign) -> usize {
    parts(text, sign).map_or(0, |(_, _, fraction)| fraction.len())
}

/// Returns a number of the same shape as the text, for messages: never the text itself.
pub(super) fn example(text: &str) -> &'static str {
    let count = |sign: char| text.chars().filter(|c| *c == sign).count();
    let last = text.rfind([',', '.']).map_or("", |at| &text[at + 1..]);
    match (count('.'), count(',')) {
        (0, 1) => {
            if last.len() == 3 {
                "1,299"
            } else {
                "1,5"
            }
        }
        (1, 0) => {
            if last.len() == 3 {
                "1.299"
            } else {
                "1.5"
            }
        }
        (0, _) => "1,299,000",
        (_, 0) => "1.299.000",
        _ if text.rfind(',') > text.rfind('.') => "1.299,5",
        _ => "1,299.5",
    }
}

/// Returns whether a number is negative, its whole part and the text of its decimals.
fn parts(text: &str, sign: Sign) -> Option<(bool, i64, &str)> {
    let (negative, digits) = text.strip_prefix(['-', '\u{2212}']).map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = match digits.split_once(sign.decimal()) {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (digits, ""),
    };
    let whole = ungrouped(whole, sign.thousands())?;
    fraction.bytes().all(|b| b.is_ascii_digit()).then_some((negative, whole, fraction))
}

fn ungrouped(text: &str, thousands: char) -> Option<i64> {
    let value = match text.chars().find(|c| !c.is_ascii_digit()) {
        None => text.parse().ok()?,
        Some(sign) if sign == thousands || BLANKS.contains(&sign) => grouped(text, sign)?,
        Some(_) => return None,
    };
    (value <= LARGEST).then_some(value)
}

/// Reads `1.299.000`: the first group has one to three digits and is not zero, every other has three.
fn grouped(text: &str, sign: char) -> Option<i64> {
    let mut groups = text.split(sign);
    let first = groups.next().filter(|g| (1..=3).contains(&g.len()) && !g.starts_with('0'))?;
    let mut value: i64 = digits(first)?;
    for group in groups {
        value = value.checked_mul(1000)?.checked_add(digits(group).filter(|_| group.len() == 3)?)?;
    }
    Some(value)
}

fn digits(text: &str) -> Option<i64> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn rounded(fraction: &str, places: u8) -> Option<i64> {
    let kept = usize::from(places);
    let mut value = 0_i64;
    for at in 0..kept {
        value = value * 10 + i64::from(fraction.as_bytes().get(at).map_or(0, |digit| digit - b'0'));
    }
    let up = fraction.as_bytes().get(kept).is_some_and(|digit| *digit >= b'5');
    value.checked_add(i64::from(up))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_in_both_ways_of_writing() {
        assert_eq!(scaled("1,5", Sign::Comma, 2), Some(150));
        assert_eq!(scaled("1.299,5", Sign::Comma, 2), Some(129_950));
        assert_eq!(scaled("1 299,5", Sign::Comma, 2), Some(129_950));
        assert_eq!(scaled("1\u{a0}299", Sign::Point, 0), Some(1299));
        assert_eq!(scaled("1,299.5", Sign::Point, 2), Some(129_950));
        assert_eq!(scaled("-0,5", Sign::Comma, 2), Some(-50));
        assert_eq!(scaled("\u{2212}0,5", Sign::Comma, 2), Some(-50));
        assert_eq!(scaled("7,33333333", Sign::Comma, 2), Some(733));
        assert_eq!(scaled("0,995", Sign::Comma, 2), Some(100));
    }

    #[test]
    fn what_is_no_number_of_the_sign_is_not_read() {
        for text in ["", "-", ",5", "5,", "1.5", "1.29", "1,2,3", "12a", "1234.567", "0.299", "1.299.5", "1..299", "1 29", "+5"] {
            assert_eq!(scaled(text, Sign::Comma, 2), None, "{text}");
        }
    }

    #[test]
    fn a_count_has_no_decimals_but_zeros() {
        assert_eq!(whole("1.299", Sign::Comma), Some(1299));
        assert_eq!(whole("1299,00", Sign::Comma), Some(1299));
        assert_eq!(whole("1299,5", Sign::Comma), None);
    }

    #[test]
    fn a_cell_proves_a_sign_or_says_that_it_cannot() {
        let cases = [
            ("1,5", Proof::Only(Sign::Comma)),
            ("1.299.000", Proof::Only(Sign::Comma)),
            ("1.299,5", Proof::Only(Sign::Comma)),
            ("0.75", Proof::Only(Sign::Point)),
            ("0.299", Proof::Only(Sign::Point)),
            ("1,299.5", Proof::Only(Sign::Point)),
            ("1.299", Proof::Either(Sign::Comma)),
            ("1,299", Proof::Either(Sign::Point)),
            ("1299", Proof::Nothing),
            ("<5", Proof::Nothing),
        ];
        for (text, expected) in cases {
            assert_eq!(proof(text), expected, "{text}");
        }
    }

    /// Writes a number of thousandths with all its thousands signs.
    fn written(thousandths: i64, sign: Sign, grouped: bool) -> String {
        let (whole, fraction) = (thousandths.abs() / 1000, thousandths.abs() % 1000);
        let plain = whole.to_string();
        let digits: Vec<char> = plain.chars().collect();
        let mut text = String::new();
        for (at, digit) in digits.iter().enumerate() {
            if grouped && at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(sign.thousands());
            }
            text.push(*digit);
        }
        let minus = if thousandths < 0 { "-" } else { "" };
        format!("{minus}{text}{}{fraction:03}", sign.decimal())
    }

    proptest! {
        #[test]
        fn a_number_written_in_a_style_is_read_back(value in -999_999_999_i64..999_999_999, grouped: bool, point: bool) {
            let sign = if point { Sign::Point } else { Sign::Comma };
            prop_assert_eq!(scaled(&written(value, sign, grouped), sign, 3), Some(value));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,12}|[-0-9., %<\u{a0}]{0,30}", places in 0_u8..19) {
            for sign in [Sign::Comma, Sign::Point] {
                let _ = (scaled(&text, sign, places), whole(&text, sign), decimals(&text, sign));
            }
            let _ = (proof(&text), example(&text));
        }
    }
}
