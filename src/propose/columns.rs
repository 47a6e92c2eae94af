//! The sections `[kolonner.…]` of a proposal, and the words of a column that may be written there.

use super::content::Content;
use super::matching::{Found, Match};
use super::number;
use super::showable;
use super::table::{Column, Table};
use super::target::Target;
use super::words;
use crate::model::profile::ColumnKind;
use std::collections::BTreeSet;

/// Returns a text as a TOML string.
pub(super) fn quoted(text: &str) -> String {
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        _ if c.is_control() => " ".to_owned(),
        _ => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

/// Returns a name of small letters, figures and `_`, made of a header; `taken` keeps it unique.
pub(super) fn identifier(header: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = header.to_lowercase().replace('æ', "ae").replace('ø', "oe").replace('å', "aa");
    let parts = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let joined: String = parts.collect::<Vec<_>>().join("_").chars().take(40).collect();
    let base = if joined.is_empty() { "kolonne".to_owned() } else { joined.trim_matches('_').to_owned() };
    let name = (1..).map(|n| if n == 1 { base.clone() } else { format!("{base}_{n}") }).find(|name| !taken.contains(name));
    let name = name.expect("there are more numbers than columns");
    taken.insert(name.clone());
    name
}

/// Returns the sections of all columns the proposal reads.
pub(super) fn sections(table: &Table, found: &Match) -> String {
    let mut out = choices(table, found);
    for (field, place) in found.in_order() {
        out += &section(table, found, field, place);
    }
    if found.target == Target::AbsenceSchool {
        out += &figures(table, found);
    }
    out + &unused(table, found)
}

fn section(table: &Table, found: &Match, field: &str, place: Found) -> String {
    let column = &table.columns[place.at];
    let known = &found.vocabulary[field];
    if !showable::header(column.header) {
        return format!(
            "\n# Kolonne {} er nok {field}, men overskriften vises ikke her. Skriv den selv:\n# [kolonner.{field}]\n# navne = [\"…\"]\n",
            column.place + 1
        );
    }
    let mut out = format!("\n# Fundet ved: {}.\n[kolonner.{field}]\nnavne = [{}]\n", place.how.danish(), quoted(column.header));
    if known.required_by_some {
        out += "paakraevet = true\n";
    }
    out += match known.kind {
        ColumnKind::Text => "",
        ColumnKind::Cpr => "slags = \"cpr\"\n",
        ColumnKind::PersonKey => "slags = \"personnoegle\"\n",
        ColumnKind::Residence => "slags = \"bopael\"\n",
        ColumnKind::Scene => "slags = \"gerningssted\"\n",
        ColumnKind::Case => "slags = \"sag\"\n",
        ColumnKind::Respondent => "slags = \"svarnoegle\"\n",
    };
    if has_words(found, field, place.at) {
        out += &words_of(table, found, field, column);
    }
    out
}

/// A column of words gets a list of them, so that a word nobody has looked at never becomes a figure of the report.
fn has_words(found: &Match, field: &str, at: usize) -> bool {
    match field {
        "alder" => found.contents[at] == Content::AgeBand,
        "koen" | "forhold" | "rolle" => true,
        _ => !found.vocabulary[field].words.is_empty(),
    }
}

fn words_of(table: &Table, found: &Match, field: &str, column: &Column) -> String {
    let mut out = format!("\n[kolonner.{field}.vaerdier]\n");
    let known = |word: &str| canonical(found, field, word);
    for (word, ours) in column.values().filter_map(|word| Some((word, known(word)?))) {
        out += &format!("{} = {}\n", quoted(word), quoted(&ours));
    }
    out += &words_of_profiles(found, field, column);
    let unknown: Vec<&str> = column.values().filter(|word| known(word).is_none() && !words::is_mark(word)).collect();
    if !unknown.is_empty() && showable::words(column, found.persons(table)) {
        out += "# Ukendte ord: ret ordet til højre.\n";
        let lines = unknown.iter().map(|word| format!("{} = {}\n", quoted(word), quoted(&guess(field, word))));
        out += &lines.collect::<String>();
    } else if !unknown.is_empty() {
        out += &format!(
            "# {} ord er ikke kendt. De vises ikke her, for de kan handle om personer. Skriv hvert ord fra filen sådan:\n# \"ordet i filen\" = \"{}\"\n",
            unknown.len(),
            guess(field, "…")
        );
    }
    // An empty cell has its word even where none is empty today.
    let blank = if field == "alder" { String::new() } else { guess(field, "") };
    let listed = found.vocabulary[field].words.get("").map_or(blank, |(_, ours)| ours.clone());
    out + &format!("\"\" = {}\n", quoted(&listed))
}

/// The other words the built-in profiles know: next week's list has other words than this week's.
fn words_of_profiles(found: &Match, field: &str, column: &Column) -> String {
    if !matches!(field, "rolle" | "forhold") {
        return String::new();
    }
    let seen: BTreeSet<String> = column.values().map(str::to_lowercase).collect();
    let others = found.vocabulary[field].words.iter().filter(|(word, _)| !word.is_empty() && !seen.contains(*word));
    others.map(|(_, (word, ours))| format!("{} = {}\n", quoted(word), quoted(ours))).collect()
}

/// Returns our word for a word of the file: of the built-in profiles, a sex, or an age band.
pub(super) fn canonical(found: &Match, field: &str, word: &str) -> Option<String> {
    let listed = found.vocabulary[field].words.get(&word.to_lowercase()).map(|(_, ours)| ours.clone());
    listed.or_else(|| match field {
        "koen" => words::sex(word).map(str::to_owned),
        "alder" if number::is_whole(word) && word.len() <= 3 => Some(word.to_owned()),
        "alder" => words::age_band(word),
        _ => None,
    })
}

/// Returns where an unknown word is counted until somebody says better.
fn guess(field: &str, word: &str) -> String {
    match field {
        "koen" => "uoplyst".to_owned(),
        "rolle" => "anden".to_owned(),
        "alder" => String::new(),
        "forhold" if word.is_empty() => "uoplyst".to_owned(),
        _ => word.to_lowercase(),
    }
}

/// A police list without known offences: each column of words that could be it, ready to be chosen by taking `#` away.
fn choices(table: &Table, found: &Match) -> String {
    if found.target != Target::Police || found.has("forhold") {
        return String::new();
    }
    let persons = found.persons(table);
    let fits = |at: &&usize| {
        let column = &table.columns[**at];
        found.contents[**at] == Content::Text && showable::header(column.header) && showable::words(column, persons)
    };
    let lines: String = found.items.iter().filter(fits).map(|at| choice(&table.columns[*at])).collect();
    let intro = "\n# Filen har ingen kolonne med lovovertrædelsen, som programmet kender. Er det en af disse, så fjern # foran den linje.\n";
    if lines.is_empty() { lines } else { format!("{intro}[kolonner]\n{lines}") }
}

fn choice(column: &Column) -> String {
    let pair = |word: &str| format!("{} = {}", quoted(word), quoted(&guess("forhold", word)));
    let pairs: Vec<String> = column.values().filter(|word| !words::is_mark(word)).map(pair).collect();
    let header = quoted(column.header);
    format!("# forhold = {{ navne = [{header}], vaerdier = {{ {}, \"\" = \"uoplyst\" }} }}\n", pairs.join(", "))
}

/// The figures of a school may have any name: it is what an indicator asks for under `felt`.
fn figures(table: &Table, found: &Match) -> String {
    let mut taken: BTreeSet<String> = found.fields.keys().map(|field| (*field).to_owned()).collect();
    let mut out = String::new();
    for column in found.figures.iter().map(|at| &table.columns[*at]).filter(|column| showable::header(column.header)) {
        let name = identifier(column.header, &mut taken);
        out += &format!("\n# Et tal for hver skole. Navnet {name} er det, en indikator skriver under felt.\n");
        out += &format!("[kolonner.{name}]\nnavne = [{}]\n", quoted(column.header));
    }
    out
}

fn unused(table: &Table, found: &Match) -> String {
    let in_use = |at: &usize| {
        found.field_of(*at).is_some()
            || found.days.contains(at)
            || (found.target == Target::AbsenceSchool && found.figures.contains(at))
            || (found.target == Target::Survey && found.items.contains(at))
    };
    let names: Vec<String> = (0..table.columns.len()).filter(|at| !in_use(at)).map(|at| shown(&table.columns[at])).collect();
    if names.is_empty() { String::new() } else { format!("\n# Ikke brugt: {}.\n", names.join(", ")) }
}

/// Returns a header as a message may show it.
pub(super) fn shown(column: &Column) -> String {
    if showable::header(column.header) { quoted(column.header) } else { format!("kolonne {}", column.place + 1) }
}
