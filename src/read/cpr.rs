//! CPR numbers and the other keys police lists use: what can be learnt from them, without ever repeating them.

use jiff::civil::Date;

/// What one cell of a CPR column says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cpr {
    /// Nothing.
    Blank,
    /// A key of a person.
    Key(Key),
    /// No key, but the birth date where it is left: a birth date alone, or a number with hidden digits.
    Hidden(Option<Date>),
    /// The police's mark for a person nobody could identify (`290200K`, `290200M`).
    Unidentified,
    /// A company's number (SE number, eight digits): no person.
    Company,
    /// A number Excel turned into `1,01E+09`: it cannot be restored.
    Destroyed,
    /// Anything else.
    Unreadable,
}

/// A key of a person.
#[derive(PartialEq, Eq)]
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
    /// Whether an ordinary number fails modulus 11; since 2007 that is no error.
    pub(super) without_modulus: bool,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(<hidden>)")
    }
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
    if text.chars().all(is_mask) {
        return Cpr::Hidden(None);
    }
    let first_six = text.is_ascii() && text.len() >= 7 && text.bytes().take(6).all(|b| b.is_ascii_digit());
    if first_six { with_letters(&text) } else { Cpr::Unreadable }
}

/// Returns whether a cell looks like a whole CPR number: ten digits that begin with a date.
pub(super) fn looks_like_cpr(cell: &str) -> bool {
    let text = compact(cell);
    text.len() == 10 && matches!(digits_only(&text), Cpr::Key(key) if key.birth.is_some())
}

/// Leaves out blanks, every kind of dash, Excel's apostrophe and characters without width; a bullet hides like an asterisk.
fn compact(cell: &str) -> String {
    let skipped = |c: &char| {
        c.is_whitespace()
            || matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
            || matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    let plain = |c: char| if c == '\u{2022}' { '*' } else { c.to_ascii_uppercase() };
    cell.chars().filter(|c| !skipped(c)).map(plain).collect()
}

fn is_mask(c: char) -> bool {
    matches!(c, 'X' | '*' | '#' | '?')
}

fn is_scientific(text: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
    text.split_once('E').is_some_and(|(before, after)| {
        number(before) && (after.strip_prefix('+').is_some_and(number) || before.contains([',', '.']) && number(after))
    })
}

/// Five and nine digits are six and ten without the leading zero a numeric cell loses; eight are a birth date with its whole
/// year, or a company.
fn digits_only(text: &str) -> Cpr {
    let hidden = |text: &str| birth(text, None).map_or(Cpr::Unreadable, |b| Cpr::Hidden(Some(b.date)));
    match text.len() {
        10 if text.starts_with("99") => artificial(text),
        10 => full(text, false),
        9 => full(&format!("0{text}"), true),
        8 => whole_year(text).map_or(Cpr::Company, |date| Cpr::Hidden(Some(date))),
        6 => hidden(text),
        5 => hidden(&format!("0{text}")),
        _ => Cpr::Unreadable,
    }
}

fn full(text: &str, padded: bool) -> Cpr {
    let digits = digits(text);
    let [.., seventh, _, _, tenth] = digits[..] else { return Cpr::Unreadable };
    let Some(birth) = birth(text, Some(seventh)) else { return Cpr::Unreadable };
    Cpr::Key(Key {
        identity: text.to_owned(),
        birth: Some(birth.date),
        male: Some(tenth % 2 == 1),
        padded,
        replacement: birth.replacement,
        without_modulus: !birth.replacement && !passes_modulus_11(&digits),
    })
}

fn digits(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect()
}

/// The control CPR numbers were made with until 1 October 2007.
fn passes_modulus_11(digits: &[u8]) -> bool {
    const WEIGHTS: [u16; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    digits.iter().zip(WEIGHTS).map(|(digit, weight)| u16::from(*digit) * weight).sum::<u16>().is_multiple_of(11)
}

/// `010112-xxxx` (hidden), `010112+AB12` (person without CPR number), `300251MPSH` (unknown date of birth), `290200K`
/// (nobody knows who).
fn with_letters(text: &str) -> Cpr {
    let (front, tail) = text.split_at(6);
    if front == "290200" && matches!(tail, "K" | "M" | "K/M" | "M/K") {
        return Cpr::Unidentified;
    }
    if tail.len() <= 4 && tail.chars().all(|c| is_mask(c) || c.is_ascii_digit()) && tail.chars().any(is_mask) {
        let seventh = tail.bytes().next().filter(u8::is_ascii_digit).map(|b| b - b'0');
        return birth(front, seventh).map_or(Cpr::Unreadable, |b| Cpr::Hidden(Some(b.date)));
    }
    let serial = tail.strip_prefix('+').unwrap_or(tail);
    if serial.len() != 4 || !serial.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Cpr::Unreadable;
    }
    if front.starts_with("99") { artificial(text) } else { without_number(text, birth(front, None).map(|b| b.date)) }
}

/// A key the police made for a person in no register: it begins with 99 and holds no date.
fn artificial(text: &str) -> Cpr {
    without_number(text, None)
}

fn without_number(identity: &str, birth: Option<Date>) -> Cpr {
    let identity = identity.to_owned();
    Cpr::Key(Key { identity, birth, male: None, padded: false, replacement: false, without_modulus: false })
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

/// Reads `01012012`, a birth date with its whole year.
fn whole_year(text: &str) -> Option<Date> {
    let year: i16 = text.get(4..8)?.parse().ok()?;
    let (day, month) = (text.get(..2)?.parse().ok()?, text.get(2..4)?.parse().ok()?);
    (1900..2100).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
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
        let odd = ["711210\u{2212}4321", "711210\u{2011}4321", "711210\u{ad}4321", "\u{feff}711210-4321"];
        for cell in ["711210-4321", "7112104321", " 711210 4321\u{a0}", "'711210-4321", "711210–4321"].into_iter().chain(odd) {
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
        for cell in ["710112", "710112-xxxx", "710112-****", "710112XXXX", "710112-••••", "710112-4xxx", "11012012", "11-01-2012"]
        {
            assert!(matches!(parse(cell), Cpr::Hidden(Some(d)) if d.to_string() == "2012-01-11"), "{cell}");
        }
        assert!(matches!(parse("10112"), Cpr::Hidden(Some(d)) if d.to_string() == "2012-01-01"), "a lost zero");
        assert!(
            matches!(parse("710112-1xxx"), Cpr::Hidden(Some(d)) if d.to_string() == "1912-01-11"),
            "the seventh digit is left"
        );
        assert_eq!(parse("xxxxxx-xxxx"), Cpr::Hidden(None));
    }

    #[test]
    fn a_number_with_hidden_digits_is_never_a_key() {
        for cell in ["710112-1xxx", "710112-12xx", "710112-123x", "710112-x2x4", "710112-***4"] {
            assert!(matches!(parse(cell), Cpr::Hidden(_)), "two persons with the same digits left would be one");
        }
    }

    #[test]
    fn a_company_and_a_person_nobody_knows_are_no_keys() {
        for cell in ["31883949", "12-34-56-78", "99999999"] {
            assert_eq!(parse(cell), Cpr::Company, "{cell}");
        }
        for cell in ["290200K", "290200M", "290200-K", "290200K/M"] {
            assert_eq!(parse(cell), Cpr::Unidentified, "{cell}");
        }
    }

    #[test]
    fn numbers_made_by_the_police_are_keys_without_a_date() {
        for cell in ["9912345678", "991234-5678", "991234AB12"] {
            let key = key(cell);
            assert_eq!((key.birth, key.male, key.replacement, key.without_modulus), (None, None, false, false), "{cell}");
        }
        assert_eq!(key("991234-5678"), key("9912345678"));
    }

    /// Ten digits of the vectors of reload/cpr (MIT): the form is right in all of them, modulus 11 in the first and the third.
    #[test]
    fn modulus_11_is_known_and_rejects_nobody() {
        let vectors = [("010120-0000", true), ("010120-1000", false), ("010157-3001", true), ("010158-8001", false)];
        for (cell, passes) in vectors {
            assert_eq!(key(cell).without_modulus, !passes, "{cell}");
        }
        assert!(!key("7112104321").without_modulus, "a replacement number has no such control");
        assert_eq!(born("7212123333"), "1912-12-12", "OS2mo's replacement number");
    }

    #[test]
    fn what_a_program_writes_of_a_key_holds_no_digit() {
        for cell in ["7112104321", "110112+AB12", "9912345678", "711210-4321"] {
            let text = format!("{:?}", parse(cell));
            assert!(!text.contains(char::is_numeric) && !text.contains("AB"), "{cell}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_text_makes_the_parser_panic(cell in "\\PC{0,14}") {
            parse(&cell);
            looks_like_cpr(&cell);
        }

        #[test]
        fn nearly_numbers_never_panic_and_only_ten_characters_are_keys(cell in "[0-9]{4,8}[-–+ xX*#?EeK/,.0-9A-Zæø]{0,6}") {
            if let Cpr::Key(key) = parse(&cell) {
                proptest::prop_assert!((10..=11).contains(&key.identity.len()));
                proptest::prop_assert!(!key.identity.contains(['*', '#', '?', '-', ' ']));
            }
        }

        #[test]
        fn a_written_number_is_read_back(day in 1_u8..=28, month in 1_u8..=12, year in 0_u8..=99, serial in 0_u16..=9999) {
            let digits = format!("{:02}{month:02}{year:02}{serial:04}", day + 60);
            let key = key(&format!("{}-{}", &digits[..6], &digits[6..]));
            let born = key.birth.expect("a replacement number holds a date");
            proptest::prop_assert_eq!(key.identity, digits);
            proptest::prop_assert_eq!((born.day(), born.month()), (day.cast_signed(), month.cast_signed()));
            proptest::prop_assert_eq!(born.year().rem_euclid(100), i16::from(year));
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
        for cell in ["6113121234", "123", "ukendt", "300212-1234", "æøåæøå1234", "711210-43210", "1234567"] {
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
