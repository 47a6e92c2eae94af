//! The codebook of an unknown survey: each column with few answers becomes an item.

use super::columns::{identifier, quoted};
use super::content::Content;
use super::matching::Match;
use super::number;
use super::showable;
use super::table::{Column, Table};
use super::words;
use std::collections::BTreeSet;

/// Answers that are none, whoever asks.
const NO_ANSWER: [&str; 8] = [
    "ved ikke",
    "ønsker ikke at svare",
    "vil ikke svare",
    "ikke besvaret",
    "ubesvaret",
    "uoplyst",
    "don't know",
    "prefer not to say",
];

/// Codes most survey programs write for no answer.
const NO_ANSWER_CODES: [&str; 4] = ["97", "98", "99", "999"];

/// Returns the text of the codebook; nothing when no item can be written.
pub(super) fn text(table: &Table, found: &Match) -> Option<String> {
    let mut taken = BTreeSet::new();
    let mut out = String::new();
    let mut written = 0;
    for at in &found.items {
        let column = &table.columns[*at];
        if showable::tells_of_person(column.header) || !showable::header(column.header) {
            out += &format!(
                "\n# Kolonne {} er ikke taget med: overskriften kan handle om en person eller er for lang.\n",
                column.place + 1
            );
            continue;
        }
        let name = format!("sp.{}", identifier(column.header, &mut taken));
        let answers = answers(column, found.contents[*at]);
        written += usize::from(answers.is_some());
        out += &item(&name, column, answers);
    }
    (written > 0).then_some(out)
}

fn item(name: &str, column: &Column, answers: Option<String>) -> String {
    let header = quoted(column.header);
    match answers {
        Some(answers) => format!("\n[spoergsmaal.\"{name}\"]\nkolonne = [{header}]\ntekst = {header}\n{answers}"),
        None => format!(
            "\n# {header} har {} forskellige svar, som ikke vises her. Skriv dem selv, og fjern #:\n\
             # [spoergsmaal.\"{name}\"]\n# kolonne = [{header}]\n# tekst = {header}\n# svar = {{ \"svaret i filen\" = 1 }}\n",
            column.values().count()
        ),
    }
}

fn answers(column: &Column, content: Content) -> Option<String> {
    if content == Content::Whole {
        return whole(column);
    }
    let (valid, invalid) = sorted(column);
    if valid.is_empty() || !showable::words(column, None) {
        return None;
    }
    let pairs: Vec<String> = valid.iter().zip(1..).map(|(answer, code)| format!("{} = {code}", quoted(answer))).collect();
    let mut out = format!("svar = {{ {} }}\n", pairs.join(", "));
    if !invalid.is_empty() {
        let list: Vec<String> = invalid.iter().map(|answer| quoted(answer)).collect();
        out += "# Svar, der ikke tæller med. Flyt et svar op i svar, hvis det skal tælle.\n";
        out += &format!("ugyldige = [{}]\n", list.join(", "));
    }
    Some(out)
}

/// A column of whole numbers. 99 and the like far above the other numbers are how most programs write that nobody answered.
fn whole(column: &Column) -> Option<String> {
    let (low, high) = showable::range(column)?;
    let others = column.counted().filter(|(cell, _)| !NO_ANSWER_CODES.contains(cell));
    let highest = others.filter_map(|(cell, times)| cell.parse::<i16>().ok().filter(|_| times > 2)).max().unwrap_or(high);
    let coded = high >= 90 && highest <= 50;
    let is_code = |answer: &str| coded && NO_ANSWER_CODES.contains(&answer);
    let none: Vec<String> = column.values().filter(|cell| is_no_answer(cell) || is_code(cell)).map(quoted).collect();
    let range = format!("tal = [{low}, {}]\n", if coded { highest } else { high });
    Some(if none.is_empty() { range } else { format!("{range}ugyldige = [{}]\n", none.join(", ")) })
}

fn is_no_answer(answer: &str) -> bool {
    NO_ANSWER.contains(&answer.to_lowercase().as_str())
}

/// Returns the valid answers in their order (numbers and intervals first, by size), and the invalid ones. Where the answers
/// are amounts and one of them is 0, an answer in words is no amount: it says that the question does not concern the pupil.
fn sorted<'a>(column: &Column<'a>) -> (Vec<&'a str>, Vec<&'a str>) {
    let answers = || column.values().filter(|answer| !words::is_mark(answer));
    let amounts: Vec<u32> = answers().filter_map(amount).collect();
    let with_zero = amounts.contains(&0) && amounts.len() >= 3;
    let (invalid, mut valid): (Vec<&str>, Vec<&str>) =
        answers().partition(|answer| is_no_answer(answer) || (with_zero && amount(answer).is_none()));
    valid.sort_by_key(|answer| (amount(answer).unwrap_or(u32::MAX), !answer.starts_with('<'), *answer));
    (valid, invalid)
}

/// Returns the first number of `3-5`, `<5`, `10+`, `2 gange`.
fn amount(answer: &str) -> Option<u32> {
    let digits: String = answer.trim_start_matches('<').chars().take_while(char::is_ascii_digit).collect();
    number::is_whole(&digits).then(|| digits.parse().ok()).flatten()
}
