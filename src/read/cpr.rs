//! CPR numbers and the other keys police lists use: what can be learnt from them, without ever repeating them.

use jiff::civil::Date;

/// What one cell of a CPR column says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cpr {
    /// Nothing.
    Blank,
    /// A key of a person.
    Key(Key),
    /// A birth date without a key: six digits, or the last four hidden.
    BirthOnly(Date),
    /// A number Excel turned into `1,01E+09`: it cannot be restored.
    Destroyed,
    /// Anything else.
    Unreadable,
}

/// A key of a person.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// The normalised number; it must go into a keyed hash and nowhere else.
    pub(super) identity: String,
    /// Birth date, where the key holds one.
    pub(super) birth: Option<Date>,
    /// Whether the number is a man's; unknown for keys without a tenth digit.
    pub(super) male: Option<bool>,
    /// A leading zero was put back.
    pub(super) padded: bool,
    /// A replacement number (day + 60).
    pub(super) replacement: bool,
}

/// Reads a cell of a CPR column.
pub(super) fn parse(cell: &str) -> Cpr {
    let text = compact(cell);
    if text.is_empty() {
        return Cpr::Blank;
    }
    if is_scientific(&text) {
        return Cpr::Destroyed;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return digits_only(&text);
    }
    if !text.is_ascii() || text.len() < 7 || !text.bytes().take(6).all(|b| b.is_ascii_digit()) {
        return Cpr::Unreadable;
    }
    with_letters(&text)
}

/// Returns whether a cell looks like a whole CPR number: ten digits that begin with a date.
pub(super) fn looks_like_cpr(cell: &str) -> bool {
    let text = compact(cell);
    text.len() == 10 && matches!(digits_only(&text), Cpr::Key(_))
}

fn compact(cell: &str) -> String {
    let skipped = |c: &char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\'');
    cell.chars().filter(|c| !skipped(c)).map(|c| c.to_ascii_uppercase()).collect()
}

fn is_scientific(text: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
    text.split_once('E').is_some_and(|(before, after)| {
        number(before) && (after.strip_prefix('+').is_some_and(number) || before.contains([',', '.']) && number(after))
    })
}

fn digits_only(text: &str) -> Cpr {
    match text.len() {
        10 => full(text, false),
        9 => full(&format!("0{text}"), true),
        6 => birth(text, None).map_or(Cpr::Unreadable, |b| Cpr::BirthOnly(b.date)),
        _ => Cpr::Unreadable,
    }
}

fn full(text: &str, padded: bool) -> Cpr {
    let digit = |at: usize| text.as_bytes().get(at).filter(|b| b.is_ascii_digit()).map(|b| b - b'0');
    let (Some(seventh), Some(tenth)) = (digit(6), digit(9)) else { return Cpr::Unreadable };
    let Some(birth) = birth(text, Some(seventh)) else { return Cpr::Unreadable };
    Cpr::Key(Key {
        identity: text.to_owned(),
        birth: Some(birth.date),
        male: Some(tenth % 2 == 1),
        padded,
        replacement: birth.replacement,
    })
}

/// `010112-xxxx` (hidden), `010112+AB12` (person without CPR number) and `010112ABCD` (unknown date of birth).
fn with_letters(text: &str) -> Cpr {
    let born = birth(text, None).map(|b| b.date);
    let tail = &text[6..];
    if tail.len() <= 4 && tail.bytes().all(|b| b == b'X' || b == b'*') {
        return born.map_or(Cpr::Unreadable, Cpr::BirthOnly);
    }
    let serial = tail.strip_prefix('+').unwrap_or(tail);
    if serial.len() != 4 || !serial.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Cpr::Unreadable;
    }
    Cpr::Key(Key { identity: text.to_owned(), birth: born, male: None, padded: false, replacement: false })
}

struct Birth {
    date: Date,
    replacement: bool,
}

/// Reads the date in the first six digits. Without a seventh digit the century is the one a young person is born in.
fn birth(text: &str, seventh: Option<u8>) -> Option<Birth> {
    let pair = |at: usize| text.get(at..at + 2)?.parse::<i8>().ok();
    let (day, month, year) = (pair(0)?, pair(2)?, pair(4)?);
    let replacement = day > 60;
    let day = if replacement { day - 60 } else { day };
    let date = Date::new(i16::from(year) + century(seventh.unwrap_or(4), year), month, day).ok()?;
    Some(Birth { date, replacement })
}

fn century(seventh: u8, year: i8) -> i16 {
    match (seventh, year) {
        (0..=3, _) | (4 | 9, 37..) => 1900,
        (4 | 9, _) | (_, ..=57) => 2000,
        _ => 1800,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(cell: &str) -> Key {
        match parse(cell) {
            Cpr::Key(key) => key,
            other => panic!("no key but {other:?}"),
        }
    }

    fn born(cell: &str) -> String {
        key(cell).birth.expect("the key holds a birth date").to_string()
    }

    #[test]
    fn the_seventh_digit_decides_the_century() {
        let vectors = [
            ("6101200000", "1920"),
            ("6101363000", "1936"),
            ("6101364000", "2036"),
            ("6101374000", "1937"),
            ("6101369000", "2036"),
            ("6101379000", "1937"),
            ("6101575000", "2057"),
            ("6101585000", "1858"),
            ("6101578000", "2057"),
            ("6101588000", "1858"),
            ("6101990000", "1999"),
        ];
        for (cell, year) in vectors {
            assert_eq!(&born(cell)[..4], year, "{cell}");
        }
    }

    #[test]
    fn every_common_spelling_is_the_same_person() {
        for cell in ["711210-4321", "7112104321", " 711210 4321\u{a0}", "'711210-4321", "711210–4321"] {
            let key = key(cell);
            assert_eq!((key.identity.as_str(), key.replacement, key.male), ("7112104321", true, Some(true)), "{cell}");
        }
        assert_eq!(born("711210-4321"), "2010-12-11");
    }

    #[test]
    fn a_lost_leading_zero_is_put_back_only_when_the_date_is_valid() {
        // One of the national test persons: a lost zero cannot be shown with a replacement number.
        let key = key("201609995");
        assert_eq!((key.identity.as_str(), key.padded, key.male), ("0201609995", true, Some(true)));
        assert_eq!(parse("991124320"), Cpr::Unreadable);
    }

    #[test]
    fn six_digits_and_hidden_numbers_give_a_birth_date_only() {
        for cell in ["710112", "710112-xxxx", "710112-****", "710112XXXX"] {
            assert!(matches!(parse(cell), Cpr::BirthOnly(d) if d.to_string() == "2012-01-11"), "{cell}");
        }
    }

    #[test]
    fn keys_of_persons_without_cpr_number_are_keys() {
        assert_eq!(born("110112+AB12"), "2012-01-11");
        assert_eq!((key("300251MPSH").birth, key("300251MPSH").male), (None, None));
    }

    #[test]
    fn broken_numbers_give_no_key() {
        assert_eq!(parse("1,01124E+09"), Cpr::Destroyed);
        assert_eq!(parse("1E+09"), Cpr::Destroyed);
        assert_eq!(parse(" \u{a0}"), Cpr::Blank);
        for cell in ["6113121234", "123", "ukendt", "290200K/M", "300212-1234", "æøåæøå1234"] {
            assert_eq!(parse(cell), Cpr::Unreadable, "{cell}");
        }
    }

    #[test]
    fn a_running_number_is_no_cpr_number() {
        assert!(looks_like_cpr("711210-4321"));
        assert!(!looks_like_cpr("1000000001"));
        assert!(!looks_like_cpr("999001"));
    }
}
