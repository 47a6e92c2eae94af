//! The workbook of the open tables: each of its rows must be a row of the CSV files.

use super::explained::mark;
use super::markup::{Piece, pieces};
use super::table::{PLACE, Place, Printed, Row};
use std::collections::BTreeMap;

/// The columns with numbers.
const NUMBERS: [&str; 4] = ["taeller", "naevner", "vaerdi", "taeller_hoejst"];

/// Returns the rows of the sheets that have the columns of an open table: the mark of each, and its numbers as they stand.
pub(super) fn rows(parts: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    let shared =
        parts.iter().find(|(name, _)| name.ends_with("sharedStrings.xml")).map_or_else(Vec::new, |(_, text)| shared(text));
    let sheets = parts.iter().filter(|(name, _)| name.contains("worksheets/sheet"));
    sheets.flat_map(|(_, text)| sheet(&pieces(text), &shared)).collect()
}

fn shared(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Open(name, ..) if name == "si" => found.push(String::new()),
            Piece::Text(text) => {
                if let Some(last) = found.last_mut() {
                    last.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}

fn sheet(pieces: &[Piece], shared: &[String]) -> Vec<(String, Vec<String>)> {
    let mut lines: Vec<BTreeMap<String, String>> = Vec::new();
    let (mut column, mut is_shared) = (String::new(), false);
    for piece in pieces {
        match piece {
            Piece::Open(name, ..) if name == "row" => lines.push(BTreeMap::new()),
            Piece::Open(name, attributes, _) if name == "c" => {
                let place = attributes.get("r").map_or("", String::as_str);
                column = place.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
                is_shared = attributes.get("t").is_some_and(|kind| kind == "s");
            }
            Piece::Text(text) => {
                let word = if is_shared { text.parse().ok().and_then(|at: usize| shared.get(at).cloned()) } else { None };
                if let Some(line) = lines.last_mut() {
                    line.insert(column.clone(), word.unwrap_or_else(|| text.clone()));
                }
            }
            _ => {}
        }
    }
    let Some(header) = lines.first() else { return Vec::new() };
    let column_of = |name: &str| header.iter().find(|(_, title)| *title == name).map(|(column, _)| column.clone());
    let Some(columns) = PLACE.iter().chain(&NUMBERS).map(|name| column_of(name)).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let cell = |line: &BTreeMap<String, String>, at: usize| line.get(&columns[at]).cloned().unwrap_or_default();
    let one = |line: &BTreeMap<String, String>| {
        let place = Place(std::array::from_fn(|at| cell(line, at)));
        (mark(&place), (PLACE.len()..columns.len()).map(|at| cell(line, at)).collect())
    };
    lines.iter().skip(1).map(one).collect()
}

/// Returns whether the numbers of a row of the workbook are those of the CSV file.
pub(super) fn same(row: &Row, numbers: &[String]) -> bool {
    let plain = |printed: &Option<Printed>| printed.map(|p| (p.digits, p.decimals));
    let read = |text: &String| plain(&Printed::read(&text.replace('.', ",")));
    let whole = |count: Option<i64>| count.map(|count| (count, 0));
    let [k, n, value, most] = numbers else { return false };
    let trimmed = |printed: Option<(i64, u32)>| {
        printed.map(|(mut digits, mut decimals)| {
            while decimals > 0 && digits % 10 == 0 {
                (digits, decimals) = (digits / 10, decimals - 1);
            }
            (digits, decimals)
        })
    };
    let k_fits = row.k.is_none() && !row.hidden() || read(k) == whole(row.k);
    k_fits && read(n) == whole(row.n) && trimmed(read(value)) == trimmed(plain(&row.value)) && read(most) == whole(row.most)
}
