//! Exact decimal numbers, for comparing a total with its rows.

use std::fmt;

/// Decimals kept; what Excel calculates has no more that mean anything.
const PLACES: usize = 9;
/// One, in the smallest unit.
const ONE: i128 = 1_000_000_000;
/// Whole numbers from here on are keys rather than figures, and are never shown.
const KEY: i128 = 100_000_000 * ONE;

/// A decimal number in billionths, and with how many decimals it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    value: i128,
    places: usize,
}

impl Decimal {
    pub(super) const ZERO: Self = Self { value: 0, places: 0 };

    /// Returns the sum; `None` when it is too large to be a figure.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let value = self.value.checked_add(other.value)?;
        Some(Self { value, places: self.places.max(other.places) })
    }

    /// Returns whether the sum, rounded as a total is written, is that total.
    pub(super) fn is_written_as(self, total: Self) -> bool {
        self.rounded(total.places) == total.value
    }

    /// Returns whether the sum is the total but for what calculating with binary fractions does to so many rows.
    pub(super) fn is_calculated_as(self, total: Self, rows: u32) -> bool {
        (self.value - total.value).abs() <= i128::from(rows)
    }

    /// Returns whether the sum divided by a number of rows, rounded as a total is written, is that total.
    pub(super) fn is_mean_written_as(self, total: Self, rows: u32) -> bool {
        rows > 1 && Self { value: self.value / i128::from(rows), ..self }.is_written_as(total)
    }

    /// Returns whether the number has as many digits as a key of a person or a school.
    pub(super) fn looks_like_a_key(self) -> bool {
        self.value.abs() >= KEY
    }

    /// Rounds half away from zero.
    fn rounded(self, places: usize) -> i128 {
        let unit = 10_i128.pow(u32::try_from(PLACES - places.min(PLACES)).expect("at most nine decimals are kept"));
        let up = if self.value < 0 { -unit / 2 } else { unit / 2 };
        (self.value + up) / unit * unit
    }
}

impl fmt::Display for Decimal {
    /// Writes the number as a Danish reader writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.value.abs() / ONE, self.value.abs() % ONE);
        let sign = if self.value < 0 { "-" } else { "" };
        let decimals = format!("{rest:09}");
        let decimals = decimals.trim_end_matches('0');
        let comma = if decimals.is_empty() { "" } else { "," };
        write!(f, "{sign}{whole}{comma}{decimals}")
    }
}

/// Reads a number with the given decimal sign; the other sign, or a blank, may group thousands.
pub(super) fn exact(text: &str, sign: char) -> Option<Decimal> {
    let (negative, digits) = text.strip_prefix(['-', '\u{2212}']).map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once(sign).unwrap_or((digits, ""));
    let whole = without_groups(whole, if sign == ',' { '.' } else { ',' })?;
    let is_number = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let ended = digits.ends_with(sign);
    if whole.is_empty() || whole.len() > 18 || ended || !is_number(&whole) || !is_number(fraction) {
        return None;
    }
    let kept: String = fraction.chars().chain(std::iter::repeat('0')).take(PLACES).collect();
    let value = whole.parse::<i128>().ok()? * ONE + kept.parse::<i128>().ok()?;
    Some(Decimal { value: if negative { -value } else { value }, places: fraction.len().min(PLACES) })
}

fn without_groups(whole: &str, sign: char) -> Option<String> {
    let mut groups = whole.split([sign, ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (1..=3).contains(&first.len()) && rest.iter().all(|g| g.len() == 3);
    grouped.then(|| first.to_owned() + &rest.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, sign: char) -> Option<String> {
        exact(text, sign).map(|n| n.to_string())
    }

    #[test]
    fn numbers_are_read_with_either_sign() {
        assert_eq!(read("1.299,5", ','), Some("1299,5".to_owned()));
        assert_eq!(read("1,299.5", '.'), Some("1299,5".to_owned()));
        assert_eq!(read("-1 299", ','), Some("-1299".to_owned()));
        for text in ["", "-", "12a", "1,2,3", "1.29", "7.A", "1,"] {
            assert_eq!(read(text, ','), None, "{text}");
        }
    }

    #[test]
    fn a_total_may_be_written_with_fewer_decimals_than_its_rows() {
        let sum = exact("12,345", ',').and_then(|n| n.plus(exact("0,005", ',')?)).expect("two numbers");
        let total = |text: &str| exact(text, ',').expect("a number");
        assert!(sum.is_written_as(total("12,35")) && sum.is_written_as(total("12,4")) && !sum.is_written_as(total("12,3")));
        assert!(sum.is_mean_written_as(total("6,2"), 2));
    }
}
