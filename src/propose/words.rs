//! Words and marks that mean the same whoever writes them. No word stands here because one file has it.

/// Words for the sexes in Danish and English: every register, survey platform and record system writes one of them.
const SEXES: [(&str, &str); 20] = [
    ("dreng", "dreng"),
    ("drenge", "dreng"),
    ("mand", "dreng"),
    ("mænd", "dreng"),
    ("m", "dreng"),
    ("male", "dreng"),
    ("boy", "dreng"),
    ("pige", "pige"),
    ("piger", "pige"),
    ("kvinde", "pige"),
    ("kvinder", "pige"),
    ("k", "pige"),
    ("f", "pige"),
    ("female", "pige"),
    ("girl", "pige"),
    ("andet", "uoplyst"),
    ("other", "uoplyst"),
    ("ukendt", "uoplyst"),
    ("unknown", "uoplyst"),
    ("uoplyst", "uoplyst"),
];

/// Marks for a number the source has hidden.
const HIDDEN: [&str; 9] = ["-", "..", ".", "*", "x", "ns", "diskretioneret", "3 eller færre", "færre end 5"];

/// Marks for an answer that is not there.
const MISSING: [&str; 8] = ["na", "n/a", "#n/a", "null", "nan", "none", "999", "9999"];

/// First words of total rows.
pub(super) const TOTALS: [&str; 4] = ["I alt", "Total", "Sum", "Hovedtotal"];

/// Returns the canonical word for a sex.
pub(super) fn sex(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    SEXES.iter().find(|(known, _)| *known == word).map(|(_, canonical)| *canonical)
}

/// Returns whether a cell is a mark for something that is not there. Numbers among them count only as `is_missing`.
pub(super) fn is_mark(cell: &str) -> bool {
    is_hidden(cell) || (is_missing(cell) && cell.bytes().any(|b| !b.is_ascii_digit()))
}

/// Returns whether a cell is a mark for a number the source has hidden. `<5` is none here: in a survey it is an answer.
pub(super) fn is_hidden(cell: &str) -> bool {
    HIDDEN.contains(&cell.to_lowercase().as_str())
}

/// Returns whether a cell is a mark for an answer that is not there.
pub(super) fn is_missing(cell: &str) -> bool {
    MISSING.contains(&cell.to_lowercase().as_str())
}

/// Returns whether a cell is `<5` or the like.
pub(super) fn is_less_than(cell: &str) -> bool {
    cell.strip_prefix('<').map(str::trim).is_some_and(|n| (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns an age band as `from-to`: `10-17`, `15-17 år`, `under 10`, `over 34`, `18+`, `18 år og derover`. A number alone
/// is an age and no band.
pub(super) fn age_band(cell: &str) -> Option<String> {
    let text = cell.to_lowercase().replace(['–', '—'], "-");
    let text = text.trim().trim_end_matches("years").trim_end_matches("år").trim();
    let age = |part: &str| part.trim().trim_end_matches("år").trim().parse::<u8>().ok().filter(|age| *age <= 120);
    if let Some((from, to)) = text.split_once('-').or_else(|| text.split_once(" til ")) {
        let (from, to) = (age(from)?, age(to)?);
        return (from < to).then(|| format!("{from}-{to}"));
    }
    if let Some(below) = ["under ", "<"].iter().find_map(|word| text.strip_prefix(word)) {
        return age(below).filter(|age| *age > 0).map(|age| format!("0-{}", age - 1));
    }
    if let Some(above) = ["over ", ">"].iter().find_map(|word| text.strip_prefix(word)) {
        return age(above).filter(|age| *age < 120).map(|age| format!("{}-120", age + 1));
    }
    let at_least = ["+", " og derover", " og ældre", " and over", " and older"].iter().find_map(|word| text.strip_suffix(word));
    at_least.and_then(age).map(|age| format!("{age}-120"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_bands_are_read_however_they_are_written() {
        for (cell, band) in [
            ("10-17", "10-17"),
            ("15–17 år", "15-17"),
            ("under 10", "0-9"),
            ("Under 15 år", "0-14"),
            ("over 34", "35-120"),
            ("18+", "18-120"),
            ("18 år og derover", "18-120"),
            ("12 til 14", "12-14"),
        ] {
            assert_eq!(age_band(cell).as_deref(), Some(band), "{cell}");
        }
        for cell in ["15", "15 år", "17-10", "1-2-3", "ung", "711210-4321", ""] {
            assert_eq!(age_band(cell), None, "{cell}");
        }
    }

    #[test]
    fn marks_are_told_from_answers() {
        assert!(is_mark("..") && is_mark("NA") && is_mark("Diskretioneret") && !is_mark("<5") && !is_mark("999"));
        assert!(is_less_than("<5") && !is_less_than("<7112104321") && !is_less_than("<fejl>") && !is_less_than("5"));
        assert_eq!((sex("Male"), sex("K"), sex("Other"), sex("Anna")), (Some("dreng"), Some("pige"), Some("uoplyst"), None));
    }
}
