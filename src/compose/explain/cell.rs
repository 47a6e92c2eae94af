//! One cell of a table of the report, or of an open table.

use super::place::{self, coordinate, same, terms};
use super::{Passage, reason};
use crate::compose::Input;
use crate::compose::format::{capital, period, slug};
use crate::compose::hiding::why_here;
use crate::compose::sentence::finding;
use crate::compose::value::Reading;
use crate::compose::view::{View, group};
use crate::model::counts::Coordinate;
use crate::model::document::{Block, Cell, Document, Table};
use crate::model::indicator::Indicator;
use crate::model::release::CellStatus;

/// Returns what a cell shows and from which figure. `table` is the name printed below the table (or its end, `u15-distrikter`),
/// or the name of an open table (`u15`); `words` are the row and, where a table has several columns of figures, the column.
///
/// # Errors
/// Returns the sentence that says what could be written instead.
pub fn about_cell(input: &Input, documents: &[Document], table: &str, words: &[String]) -> Result<Vec<Passage>, String> {
    let view = View::new(input, "");
    let found = find(documents, table);
    let terms = terms(words);
    let named = terms.iter().find_map(|term| place::indicator(&view, term));
    let of_name = || of_table(&view, found.map_or(table, |t| t.id.as_str()));
    if found.is_none() && of_table(&view, table).is_none() {
        return Err(format!("Tabellen \"{table}\" findes ikke. Navnet står under hver tabel i rapporten efter ordet Tabel."));
    }
    if words.is_empty() {
        return Err(format!("Skriv også rækken, som den står i tabellen.{}", rows_of(found)));
    }
    let Some(indicator) = named.or_else(of_name) else {
        return Err(format!("Skriv også indikatoren, som den står i rækken eller kolonnen.{}", rows_of(found)));
    };
    let known: Vec<String> = found.into_iter().flat_map(|t| t.columns.iter().map(|column| column.title.clone())).collect();
    let at = coordinate(&view, indicator, &terms, &known)
        .map_err(|term| format!("\"{term}\" er hverken en række eller en kolonne her.{}", rows_of(found)))?;
    let shown = found.and_then(|table| row(table, words).map(|row| in_table(table, row)));
    Ok(shown.into_iter().chain(figure(&view, indicator, &at)).collect())
}

/// Returns the table with this name, or whose name ends so.
fn find<'a>(documents: &'a [Document], name: &str) -> Option<&'a Table> {
    let name = name.trim().trim_end_matches('.').to_lowercase();
    let blocks = documents.iter().flat_map(|d| &d.sections).flat_map(|s| &s.blocks);
    let tables: Vec<&Table> = blocks.filter_map(|b| if let Block::Table(table) = b { Some(table) } else { None }).collect();
    let end = format!("-{name}");
    let whole = tables.iter().find(|table| table.id == name);
    whole.or_else(|| tables.iter().find(|table| table.id.ends_with(&end))).copied()
}

/// Returns the indicator whose id is a part of a table's name.
fn of_table<'a>(view: &View<'a>, name: &str) -> Option<&'a Indicator> {
    let name = name.trim_end_matches('.').to_lowercase();
    view.input.protected.indicators().iter().find(|i| name.split('-').any(|part| part == slug(&i.id)))
}

fn rows_of(table: Option<&Table>) -> String {
    let Some(table) = table else { return String::new() };
    let rows: Vec<String> = table.rows.iter().filter_map(|row| row.first()).map(|cell| format!("\"{}\"", cell.text)).collect();
    format!(" Tabellen {} har rækkerne {}.", table.id, rows.join(", "))
}

fn row<'a>(table: &'a Table, words: &[String]) -> Option<&'a [Cell]> {
    let plain = |text: &str| text.replace('\u{a0}', " ");
    let is_head = |cell: &Cell| words.iter().any(|word| same(&plain(&cell.text), word));
    table.rows.iter().find(|row| row.first().is_some_and(is_head)).map(Vec::as_slice)
}

fn in_table(table: &Table, row: &[Cell]) -> Passage {
    let line = |(column, cell): (&crate::model::document::ColumnHead, &Cell)| format!("{}: {}", column.title, cell.text);
    let lines = table.columns.iter().zip(row).map(line);
    Passage::new(format!("Tabellen {}", table.id), std::iter::once(table.caption.clone()).chain(lines))
}

fn figure(view: &View, indicator: &Indicator, at: &Coordinate) -> Vec<Passage> {
    let now = view.reading(indicator, at);
    let reading = view.long_reading(indicator, at);
    let about = [
        format!("Indikator: {} {}", indicator.id, indicator.titel),
        format!("Periode: {}", period(at.period)),
        format!("Sted: {}, {}", view.area(at.area), view.by_place(indicator)),
        format!("Gruppe: {}{}", group(indicator, at), at.category.as_ref().map_or_else(String::new, |c| format!(", {c}"))),
    ];
    let mut lines = value(view, indicator, at, reading);
    if now.missing() && !reading.missing() {
        lines.push("Tallet er fra kommunens egne åbne tabeller i mappen tidligere.".to_owned());
    }
    let mut parts = vec![Passage::new("Tallet bag cellen", about), Passage::new("Som det offentliggøres", lines)];
    if now.figure().is_some() {
        parts.push(Passage::new("I ord", [finding(view, indicator, at)]));
    }
    parts
}

fn value(view: &View, indicator: &Indicator, at: &Coordinate, reading: Reading) -> Vec<String> {
    match reading.status {
        CellStatus::Shown(_) => {
            let interval = reading.interval_text();
            let interval = (interval != "–").then(|| format!("Interval (95 %): {interval}"));
            std::iter::once(capital(&reading.full_text())).chain(interval).collect()
        }
        CellStatus::Suppressed(_) => {
            let told = reason(reading.status).map(|reason| why_here(view, indicator, at, reason));
            let own = (!reading.hidden_by_source()).then(|| view.say("hvorfor_kun_til_jer", &[]));
            std::iter::once(format!("{}.", capital(&reading.text()))).chain(told).chain(own).collect()
        }
        CellStatus::NoData => vec!["Der er ingen data: ingen har målt noget her.".to_owned()],
    }
}
