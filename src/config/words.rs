//! The Danish words for what the TOML parser and serde find. Their own English text stops here.

use toml::de::DeValue;

/// A fault, recognised from serde's message. Names are those of the file and of the settings, never library text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault<'m> {
    /// A key that does not exist here.
    Unknown { name: &'m str, known: Vec<&'m str> },
    /// A word that is not one of the allowed ones.
    Variant { name: &'m str, known: Vec<&'m str> },
    /// A key that must be there.
    Missing(&'m str),
    /// A value of another kind, or a number out of range.
    Kind { expected: &'m str },
    /// Anything else.
    Other,
}

impl<'m> Fault<'m> {
    /// Recognises serde's message.
    pub(super) fn from_message(message: &'m str) -> Self {
        let mut names = message.split('`').skip(1).step_by(2);
        if message.starts_with("unknown field") {
            Self::Unknown { name: names.next().unwrap_or_default(), known: names.collect() }
        } else if message.starts_with("unknown variant") {
            Self::Variant { name: names.next().unwrap_or_default(), known: names.collect() }
        } else if message.starts_with("missing field") {
            Self::Missing(names.next().unwrap_or_default())
        } else if message == "wanted string or table" {
            Self::Kind { expected: "a string" }
        } else if message.starts_with("invalid ") {
            message.rsplit_once(", expected ").map_or(Self::Other, |(_, expected)| Self::Kind { expected })
        } else {
            Self::Other
        }
    }
}

/// Returns what is wrong at `path`, where `value` stands, and what to do.
pub(super) fn fault(fault: &Fault<'_>, path: &[&str], value: Option<&DeValue<'_>>) -> String {
    match fault {
        Fault::Unknown { name, known } => unknown(name, known, path, value),
        Fault::Variant { name, known } => unknown_word(name, known, path),
        Fault::Missing(name) => missing(path, name),
        Fault::Kind { expected } => wrong_kind(expected, path, value),
        Fault::Other => format!("{} kan ikke bruges. Ret værdien, eller slet linjen.", subject(path)),
    }
}

/// Returns that `key` is missing in the section at `path`.
pub(super) fn missing(path: &[&str], key: &str) -> String {
    let special = format!("{}.{key}", path.first().copied().unwrap_or_default());
    let example = EXAMPLES.iter().find(|(known, _)| *known == special || *known == key).map_or("…", |(_, value)| value);
    match section(path) {
        None => format!("Nøglen \"{key}\" mangler. Tilføj en linje som {key} = {example}"),
        Some(name) => format!("I {name} mangler nøglen \"{key}\". Tilføj en linje som {key} = {example}"),
    }
}

const EXAMPLES: [(&str, &str); 13] = [
    ("kode", "\"999\""),
    ("distrikter.navn", "\"Nordre distrikt\""),
    ("navn", "\"Eksempelby\""),
    ("id", "\"nord\""),
    ("mappe", "\"indbakke/upu\""),
    ("profil", "\"upu-bred\""),
    ("titel", "\"Færre unge bruger e-cigaretter\""),
    ("valgt", "2024"),
    ("hvornaar", "\"Oktober\""),
    ("hvad", "\"Forældremøde\""),
    ("for", "\"7. klasse\""),
    ("kilde", "\"politi\""),
    ("navne", "[\"Dato\"]"),
];

fn unknown(name: &str, known: &[&str], path: &[&str], value: Option<&DeValue<'_>>) -> String {
    let is_section = matches!(value, Some(DeValue::Table(_))) && path.len() < 3;
    let what = if is_section { format!("Afsnittet [{}]", path.join(".")) } else { format!("Nøglen \"{name}\"") };
    let around = section(path.split_last().map_or(path, |(_, outer)| outer));
    match (nearest(name, known.iter().copied()), around) {
        (Some(near), _) => format!("{what} kendes ikke. Mente du \"{near}\"?"),
        (None, None) => format!("{what} kendes ikke. Brug {}, eller slet linjen.", any_of(known)),
        (None, Some(around)) => format!("{what} kendes ikke i {around}. Brug {}, eller flyt eller slet linjen.", any_of(known)),
    }
}

fn unknown_word(name: &str, known: &[&str], path: &[&str]) -> String {
    let subject = subject(path);
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("{subject} kan ikke være \"{name}\". Mente du \"{near}\"?"),
        None => format!("{subject} kan ikke være \"{name}\". Skriv {}.", any_of(known)),
    }
}

fn wrong_kind(expected: &str, path: &[&str], value: Option<&DeValue<'_>>) -> String {
    if let Some(brackets) = wrong_brackets(expected, path, value) {
        return brackets;
    }
    let (wanted, advice) = match (expected, value) {
        ("a string" | "string" | "str", Some(DeValue::Datetime(_))) => (TEXT, "Sæt anførselstegn om datoen."),
        ("a string" | "string" | "str", Some(DeValue::Array(_))) => (TEXT, "Fjern de kantede parenteser."),
        ("a string" | "string" | "str", _) => (TEXT, "Sæt anførselstegn om værdien."),
        ("a character", _) => ("ét tegn i anførselstegn", "Skriv for eksempel \";\"."),
        ("a boolean", _) => ("true eller false", "Skriv true (ja) eller false (nej) uden anførselstegn."),
        ("a sequence", _) => ("en liste", "Sæt kantede parenteser om, for eksempel [\"første\", \"anden\"]."),
        ("a tuple of size 2", _) => ("to hele tal i kantede parenteser", "Skriv for eksempel [7, 9]."),
        (kind, Some(DeValue::String(_))) if is_integer(kind) => ("et helt tal", "Fjern anførselstegnene."),
        (kind, Some(DeValue::Integer(_))) if is_integer(kind) => ("et helt tal, der ikke er så stort", "Ret tallet."),
        (kind, _) if is_integer(kind) => ("et helt tal", "Skriv tallet uden anførselstegn, punktum og komma."),
        _ => ("et afsnit med nøgler", "Se, hvordan afsnittet er skrevet i eksemplet."),
    };
    format!("{} skal være {wanted}. {advice}", subject(path))
}

/// Returns the message for `[[kommune]]` and `[distrikter]`: one section written as a list of them, or the other way round.
fn wrong_brackets(expected: &str, path: &[&str], value: Option<&DeValue<'_>>) -> Option<String> {
    let name = path.join(".");
    match value? {
        DeValue::Array(items) if matches!(items.first().map(|item| item.get_ref()), Some(DeValue::Table(_))) => {
            Some(format!("Afsnittet \"{name}\" kan kun stå én gang. Skriv det med enkelte parenteser: [{name}]"))
        }
        DeValue::Table(_) if expected == "a sequence" => {
            Some(format!("Afsnittet \"{name}\" kan stå flere gange. Skriv det med dobbelte parenteser: [[{name}]]"))
        }
        _ => None,
    }
}

const TEXT: &str = "en tekst i anførselstegn";

fn is_integer(kind: &str) -> bool {
    matches!(kind.as_bytes(), [b'i' | b'u', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

/// Returns the grammatical subject of a message about `path`: a key, or an item of a list.
fn subject(path: &[&str]) -> String {
    match path {
        [.., list, item] if item.parse::<usize>().is_ok() => format!("Et punkt i listen \"{list}\""),
        [.., key] => format!("Nøglen \"{key}\""),
        [] => "Filen".to_owned(),
    }
}

/// Returns how the section at `path` is written in the file, without the numbers of list items.
fn section(path: &[&str]) -> Option<String> {
    let keys: Vec<&str> = path.iter().copied().filter(|step| step.parse::<usize>().is_err()).collect();
    match path.last() {
        None => None,
        Some(last) if last.parse::<usize>().is_ok() => Some(format!("[[{}]]", keys.join("."))),
        Some(_) if keys.len() < path.len() => keys.last().map(|key| format!("\"{key}\"")),
        Some(_) => Some(format!("[{}]", keys.join("."))),
    }
}

/// Returns the names as "a", "b" eller "c".
pub(super) fn any_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} eller {last}", rest.join(", ")),
        Some((only, _)) => only.clone(),
        None => "en anden".to_owned(),
    }
}

/// Returns the known word that looks most like `name`, if one does and no other does so just as well.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(name);
    let likeness = |other: &str| {
        let other = fold(other);
        let one_holds_the_other = wanted.len().min(other.len()) >= 4 && (wanted.contains(&other) || other.contains(&wanted));
        let edits = strsim::normalized_damerau_levenshtein(&wanted, &other);
        if one_holds_the_other { edits.max(0.7) } else { edits }
    };
    let mut scored: Vec<(f64, &str)> =
        known.map(|other| (likeness(other), other)).filter(|(likeness, _)| *likeness >= 0.6).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    match scored.as_slice() {
        [(best, word), rest @ ..] if rest.first().is_none_or(|(next, _)| next < best) => Some(word),
        _ => None,
    }
}

/// Returns `name` as a key would spell it: `År` and `aar` are the same word.
fn fold(name: &str) -> String {
    name.to_lowercase().replace('æ', "ae").replace('ø', "oe").replace('å', "aa").replace(['_', '-', ' '], "")
}

/// Returns what is wrong with a line that is not TOML: `found` is the text at the fault, `line` the whole line.
pub(super) fn syntax(message: &str, found: &str, line: &str) -> String {
    if message.starts_with("duplicate key") {
        return format!("\"{}\" står to gange. Slet eller ret den ene.", found.trim());
    }
    let hint = syntax_hint(message, line);
    format!("Linjen kan ikke læses. {hint}")
}

fn syntax_hint(message: &str, line: &str) -> &'static str {
    let outside_quotes: String = line.split('"').step_by(2).collect();
    let is_about = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if outside_quotes.contains(['“', '”', '„', '’', '»', '«']) {
        "Brug lige anførselstegn: \""
    } else if line.contains('\\') {
        "Skriv / i stedet for \\ i stier: \"indbakke/politi\""
    } else if is_about(&["must be quoted", "invalid value"]) {
        TWO_QUOTES
    } else if !outside_quotes.is_ascii() && line.contains('=') && !is_about(&["string"]) {
        "Nøgler skrives uden æ, ø og å, for eksempel aar. Ellers skal der anførselstegn om."
    } else if is_about(&["unclosed array table", "unclosed table"]) {
        "Overskriften til et afsnit skal slutte, som den begynder: [kommune] eller [[distrikter]]."
    } else if is_about(&["array"]) {
        "En liste har komma mellem punkterne og ] til sidst: [\"første\", \"anden\"]. Se også på linjerne over."
    } else if is_about(&["inline table"]) {
        "Mellem { og } skal der stå nøgle = værdi med komma imellem."
    } else if is_about(&["string", "quote"]) {
        TWO_QUOTES
    } else {
        "Skriv nøgle, lighedstegn og værdi på én linje: navn = \"Eksempelby\". En bemærkning begynder med #."
    }
}

const TWO_QUOTES: &str = "En tekst skal have anførselstegn i begge ender: navn = \"Eksempelby\"";

/// Returns whether the parser takes the lines after this error for a part of it, so that its next errors mean nothing.
pub(super) fn swallows_the_rest(message: &str) -> bool {
    message.contains("array element") || message == "unclosed array" || message.starts_with("unclosed array,")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_finds_its_neighbour() {
        let known = ["kode", "navn", "mindste_antal", "aar"];
        for (wrong, right) in [("kommunenavn", "navn"), ("kdoe", "kode"), ("mindsteantal", "mindste_antal"), ("År", "aar")] {
            assert_eq!(nearest(wrong, known.into_iter()), Some(right), "{wrong}");
        }
        assert_eq!(nearest("postnummer", known.into_iter()), None);
        assert_eq!(nearest("høj", ["høj er god", "høj er dårlig"].into_iter()), None);
    }

    #[test]
    fn serde_messages_are_recognised() {
        let unknown = Fault::from_message("unknown field `x`, expected one of `a`, `b`");
        assert_eq!(unknown, Fault::Unknown { name: "x", known: vec!["a", "b"] });
        assert_eq!(Fault::from_message("missing field `navn`"), Fault::Missing("navn"));
        let kind = Fault::from_message("invalid type: integer `5`, expected a string");
        assert_eq!(kind, Fault::Kind { expected: "a string" });
    }
}
