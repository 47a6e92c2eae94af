//! The workbook of the open tables: each of its rows must be a row of the CSV files, and nothing else in it a number.

use super::explained::mark;
use super::markup::{Piece, pieces};
use super::table::{PLACE, Place, Printed, Row};
use std::collections::{BTreeMap, BTreeSet};

/// The columns with numbers.
const NUMBERS: [&str; 4] = ["taeller", "naevner", "vaerdi", "taeller_hoejst"];

/// The parts a workbook of this program has none of; they hold what a reader can open.
const FOREIGN: [&str; 8] = ["comment", "drawing", "chart", "embedding", "pivot", "external", "media", "custom"];

/// Returns the rows of the sheets that have the columns of an open table: the mark of each, and its numbers as they stand.
pub(super) fn rows(parts: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    sheets(parts).iter().flat_map(|lines| table(lines)).collect()
}

/// Returns what stands outside the rows of the tables and is a number, or can hide one.
pub(super) fn strays(parts: &[(String, String)]) -> Vec<String> {
    let foreign = |name: &&String| FOREIGN.iter().any(|word| name.to_lowercase().contains(word));
    let mut found: Vec<String> = parts.iter().map(|(name, _)| name).filter(foreign).cloned().collect();
    for piece in parts.iter().filter(|(name, _)| name.starts_with("xl/")).flat_map(|(_, text)| pieces(text)) {
        let Piece::Open(name, attributes, _) = piece else { continue };
        let called = attributes.get("name").map_or("", String::as_str);
        let is_hidden = attributes.get("state").is_some_and(|state| state.to_lowercase().contains("hidden"));
        // Excel keeps a name for each filter.
        let is_name = name.eq_ignore_ascii_case("definedname") && !called.starts_with("_xlnm.");
        if name == "f" || is_name || name == "sheet" && is_hidden {
            found.push(if called.is_empty() { name } else { called.to_owned() });
        }
    }
    found.extend(sheets(parts).iter().flat_map(|lines| outside(lines)));
    found
}

/// Returns the cells beside the columns of a table, and the numbers of a sheet without one.
fn outside(lines: &[Line]) -> Vec<String> {
    let is_table = columns(lines).is_some();
    let header: BTreeSet<&String> = lines.first().into_iter().flat_map(BTreeMap::keys).collect();
    let is_stray = |column: &String, word: &String| match is_table {
        true => !header.contains(column),
        false => word.chars().any(|c| c.is_ascii_digit()) && word.parse::<f64>().is_ok(),
    };
    lines.iter().flatten().filter(|(column, word)| is_stray(column, word)).map(|(_, word)| word.clone()).collect()
}

/// The cells of one row, by column.
type Line = BTreeMap<String, String>;

fn sheets(parts: &[(String, String)]) -> Vec<Vec<Line>> {
    let shared =
        parts.iter().find(|(name, _)| name.ends_with("sharedStrings.xml")).map_or_else(Vec::new, |(_, text)| shared(text));
    let sheets = parts.iter().filter(|(name, _)| name.contains("worksheets/sheet"));
    sheets.map(|(_, text)| lines(&pieces(text), &shared)).collect()
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

fn lines(pieces: &[Piece], shared: &[String]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut column, mut is_shared, mut is_value) = (String::new(), false, false);
    for piece in pieces {
        match piece {
            Piece::Open(name, ..) if name == "row" => lines.push(Line::new()),
            Piece::Open(name, attributes, _) if name == "c" => {
                let place = attributes.get("r").map_or("", String::as_str);
                column = place.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
                is_shared = attributes.get("t").is_some_and(|kind| kind == "s");
            }
            Piece::Open(name, ..) => is_value = ["v", "t"].contains(&name.as_str()),
            Piece::Text(text) if is_value => {
                let word = if is_shared { text.parse().ok().and_then(|at: usize| shared.get(at).cloned()) } else { None };
                if let Some(line) = lines.last_mut() {
                    line.insert(column.clone(), word.unwrap_or_else(|| text.clone()));
                }
            }
            Piece::Close(_) => is_value = false,
            Piece::Text(_) => {}
        }
    }
    lines
}

/// Returns where the columns of an open table stand: those of the place, then the numbers.
fn columns(lines: &[Line]) -> Option<Vec<String>> {
    let header = lines.first()?;
    let column_of = |name: &str| header.iter().find(|(_, title)| *title == name).map(|(column, _)| column.clone());
    PLACE.iter().chain(&NUMBERS).map(|name| column_of(name)).collect()
}

fn table(lines: &[Line]) -> Vec<(String, Vec<String>)> {
    let Some(columns) = columns(lines) else { return Vec::new() };
    let cell = |line: &Line, at: usize| line.get(&columns[at]).cloned().unwrap_or_default();
    let one = |line: &Line| {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table_with(more: &str) -> (String, String) {
        let names = PLACE.iter().chain(&NUMBERS).zip('A'..);
        let header: String = names.map(|(name, column)| format!("<c r=\"{column}1\"><is><t>{name}</t></is></c>")).collect();
        ("xl/worksheets/sheet2.xml".into(), format!("<row>{header}</row><row><c r=\"I2\"><v>30</v></c>{more}</row>"))
    }

    fn strays_with(part: &str, text: &str) -> Vec<String> {
        strays(&[table_with(""), (part.to_owned(), text.to_owned())])
    }

    #[test]
    fn what_stands_in_the_columns_of_a_table_is_no_stray() {
        let readme = "<row><c r=\"A1\"><t>SSP-datarapport 2025</t></c></row><oddHeader>17</oddHeader>";
        assert!(strays_with("xl/worksheets/sheet1.xml", readme).is_empty());
        let workbook = "<sheet name=\"U15\"/><definedName name=\"_xlnm._FilterDatabase\" hidden=\"1\">A1</definedName>";
        assert!(strays_with("xl/workbook.xml", workbook).is_empty());
    }

    #[test]
    fn numbers_beside_a_table_and_what_can_hide_them_are_strays() {
        assert_eq!(strays(&[table_with("<c r=\"T2\"><v>9137</v></c>")]), ["9137"]);
        assert_eq!(strays(&[table_with("<c r=\"J2\"><f>A1+1</f><v>31</v></c>")]), ["f"]);
        assert_eq!(strays_with("xl/worksheets/sheet1.xml", "<row><c r=\"A9\"><v>17</v></c></row>"), ["17"]);
        assert_eq!(strays_with("xl/workbook.xml", "<sheet name=\"Skjult\" state=\"veryHidden\"/>"), ["Skjult"]);
        assert_eq!(strays_with("xl/workbook.xml", "<definedName name=\"syv\">7</definedName>"), ["syv"]);
        assert_eq!(strays_with("xl/comments1.xml", "<t>7</t>"), ["xl/comments1.xml"]);
    }
}
