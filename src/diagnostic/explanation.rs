//! What a code means, at length: one Danish text per code in `forklaringer/`, easy to edit without knowing Rust.

use super::{CATALOGUE, Code, CodeEntry};

/// Makes the table of texts from the names of the files.
macro_rules! texts {
    ($($code:literal)*) => {
        [$(($code, include_str!(concat!("forklaringer/", $code, ".txt")))),*]
    };
}

/// Every text, sorted by code. A code of the catalogue without a text here is noticed by a test, and so is the reverse.
const TEXTS: &[(&str, &str)] = &texts! {
    "D001" "D002" "D003" "D004" "D005" "D006" "D007" "D008" "D009" "D010" "D011" "D012" "D013" "D014"
    "D015" "D016" "D017" "D018" "D019" "D020" "D021" "D022" "D023" "D024" "D025" "D026" "D027" "D028"
    "D029" "D030" "D031" "D032" "D033" "D034" "D035" "D036" "D037" "D038" "D039" "D040" "D041" "D042"
    "D043" "D044" "D101" "D102" "D103" "D104" "D105" "D106" "D107" "D108" "D109" "D110" "D111" "D112"
    "D113" "D120" "D121" "D122" "D123" "D130" "D131" "D132" "D133" "D134" "D135" "D136" "D137" "D138"
    "D139" "D140" "D141" "D142" "D150" "D151" "D152" "D153" "D154" "D155" "D156" "D157" "D160" "D161"
    "D162" "D163" "D164" "D165" "D166" "D167" "D168" "D169" "D170" "D171" "D180" "D181" "D182"
    "D183" "D184" "D185" "D186" "D187" "D188"
};

/// The headings of every text, in their order.
#[cfg(test)]
const HEADINGS: [&str; 5] = [
    "Hvad det betyder",
    "Hvad det gør ved tallene",
    "Hvor det typisk kommer fra",
    "Hvad du gør",
    "Prøvefil i programmets kildekode",
];

/// Returns the explanation of a code: its title with its level, what it means, what it does to the figures, where it comes from, and
/// what to do step by step. `None` when the catalogue does not have it.
pub fn explanation(code: Code) -> Option<String> {
    let known = CATALOGUE.iter().find(|entry| entry.code == code)?;
    Some(format!("{code} {}: {}\n\n{}", known.severity.danish(), known.title, text(code)))
}

/// Returns what a code means, in one or a few sentences on one line; empty when there is no such code.
pub fn meaning(code: Code) -> String {
    let lines = text(code).lines().skip(1).take_while(|line| !line.is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

fn text(code: Code) -> &'static str {
    let name = code.to_string();
    TEXTS.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text)
}

/// Returns every code on a line of its own, with its level and title.
pub fn codes() -> String {
    let widest = CATALOGUE.iter().map(|entry| entry.severity.danish().chars().count()).max().unwrap_or(0);
    let line = |entry: &CodeEntry| format!("{}  {:widest$}  {}\n", entry.code, entry.severity.danish(), entry.title);
    CATALOGUE.iter().map(line).collect()
}

/// Returns the code written as `D017`, `d17` or `17`.
///
/// # Errors
/// When there is no such code: the one nearest to it, by its number, else by a word of its title, if there is any.
pub fn find(written: &str) -> Result<Code, Option<&'static CodeEntry>> {
    let written = written.trim();
    let digits = written.strip_prefix(['D', 'd']).unwrap_or(written);
    let Ok(number) = digits.parse::<u16>() else { return Err(by_title(written)) };
    match CATALOGUE.iter().min_by_key(|entry| entry.code.0.abs_diff(number)) {
        Some(entry) if entry.code.0 == number => Ok(entry.code),
        nearest => Err(nearest),
    }
}

fn by_title(word: &str) -> Option<&'static CodeEntry> {
    let word = word.to_lowercase();
    CATALOGUE.iter().find(|entry| word.chars().count() > 2 && entry.title.to_lowercase().contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_text_and_every_text_its_code() {
        let codes: Vec<String> = CATALOGUE.iter().map(|entry| entry.code.to_string()).collect();
        let texts: Vec<&str> = TEXTS.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, texts);
    }

    #[test]
    fn every_text_has_the_same_headings_and_whole_sentences() {
        for (code, text) in TEXTS {
            let headings: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with(' ')).collect();
            assert_eq!(headings, HEADINGS, "{code}");
            let parts: Vec<&str> = text.trim_end().split("\n\n").collect();
            assert!(parts.iter().take(4).all(|part| part.ends_with('.')), "{code}: a part does not end as a sentence");
            assert!(!text.contains(['!', '\t', '\r']), "{code}");
            assert!(text.lines().all(|line| line.chars().count() <= 100), "{code}: a line is too long");
        }
    }

    #[test]
    fn every_step_is_numbered_unless_there_is_only_one() {
        for (code, text) in TEXTS {
            let steps = text.split("Hvad du gør\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
            let numbers: Vec<u32> = steps.lines().filter_map(|line| line.trim().split_once(". ")?.0.parse().ok()).collect();
            let expected: Vec<u32> = (1..=u32::try_from(numbers.len()).expect("few steps")).collect();
            assert_eq!(numbers, expected, "{code}");
            assert!(numbers.len() != 1, "{code}: a single step has no number");
        }
    }

    #[test]
    fn a_code_is_understood_however_it_is_written() {
        for written in ["D017", "d17", "17", " D17 ", "017"] {
            assert_eq!(find(written).ok(), Some(Code(17)), "{written}");
        }
    }

    #[test]
    fn an_unknown_code_leads_to_the_nearest_one() {
        let nearest = |written: &str| find(written).expect_err("no such code").map(|entry| entry.code.0);
        assert_eq!(nearest("D045"), Some(44));
        assert_eq!(nearest("9999"), CATALOGUE.last().map(|entry| entry.code.0));
        assert_eq!(nearest("adgangskode"), Some(1));
        assert_eq!(nearest("?"), None);
    }

    #[test]
    fn an_explanation_begins_with_the_code_its_level_and_its_title() {
        let text = explanation(Code(17)).expect("D017 is known");
        assert!(text.starts_with("D017 Stop: En nødvendig kolonne mangler\n\nHvad det betyder\n  En kolonne"));
        assert!(meaning(Code(17)).starts_with("En kolonne") && meaning(Code(17)).ends_with("i filen."));
        assert_eq!(explanation(Code(9999)), None);
        assert!(codes().starts_with("D001  Stop          Filen er beskyttet med adgangskode\n"));
    }
}
