//! Marks a source puts where it has hidden a number. Hidden is neither zero nor missing.

/// Words and signs that sources use for hidden or unknown numbers. One that no list of the profile names is never guessed at:
/// Statistics Denmark writes `-` for zero and `..` for hidden, others the other way round.
const KNOWN: [&str; 18] = [
    "-",
    "–",
    "—",
    ".",
    "..",
    "...",
    "…",
    "*",
    "**",
    ":",
    "x",
    "c",
    "z",
    "ns",
    "diskretioneret",
    "fortrolig",
    "skjult",
    "<fejl>",
];

/// Returns whether a text is one of the marks, compared without case and with any blank as a blank.
pub(super) fn is_one_of(text: &str, marks: &[&str]) -> bool {
    marks.iter().any(|mark| folded(text).eq(folded(mark)))
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
    text.trim().chars().flat_map(char::to_lowercase).map(blank)
}

/// Returns a mark of the usual kind as it may be shown, when a text is one.
pub(super) fn usual(text: &str) -> Option<String> {
    if let Some(known) = KNOWN.iter().find(|known| is_one_of(text, &[known])) {
        return Some((*known).to_owned());
    }
    let small: String = folded(text).collect();
    let limit = small.strip_prefix(['<', '≤']).map(str::trim_start).or_else(|| small.strip_suffix(" eller færre"));
    let limit = limit.or_else(|| small.strip_prefix("under ")).or_else(|| small.strip_prefix("færre end "))?;
    let number = limit.trim_start_matches('=').trim_start();
    ((1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())).then_some(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_compared_without_case_and_blanks() {
        assert!(is_one_of(" NS\u{a0}", &["ns"]));
        assert!(is_one_of("3\u{a0}eller færre", &["3 eller Færre"]));
        assert!(!is_one_of("<5", &["<4"]));
        assert!(!is_one_of("", &[]));
    }

    #[test]
    fn usual_marks_may_be_shown_and_nothing_else() {
        for (text, shown) in [("<5", "<5"), ("< 5", "< 5"), ("NS", "ns"), ("3 eller færre", "3 eller færre"), ("..", "..")] {
            assert_eq!(usual(text).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "5", "<2007101234", "Anna", "Anna eller færre", "<x", "--"] {
            assert_eq!(usual(text), None, "{text}");
        }
    }
}
