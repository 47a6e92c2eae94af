//! What is said of a column: what was decided, and the question the profile has to answer. Never the text of a cell.

use super::column::{Doubt, NumberColumn, Seen};
use super::order::{self, DateColumn};
use crate::diagnostic::{Finding, Findings};
use crate::model::profile::Profile;
use crate::model::raw::RawTable;

/// A field and the profile it is read by.
type Owner<'a> = (&'a str, &'a Profile);

/// Reports what was decided of a column of numbers; returns whether it can be read.
pub(super) fn report_number(column: &NumberColumn, table: &RawTable, at: usize, owner: Owner, findings: &mut Findings) -> bool {
    let place = table.column_location(at);
    if column.guessed_shares && column.doubt.is_none() {
        let message = "Kolonnens tal er højst 1 og uden procenttegn. De er læst som andele og omregnet til procent.";
        let action = format!(
            "Kontrollér tallene i rapporten. Er de allerede procent, så skriv enhed = \"procent\" {}; ellers skriv enhed = \"andel\".",
            under(owner)
        );
        findings.push(Finding::new(24, place.clone(), message).with_action(action));
    }
    let Some(doubt) = column.doubt else { return true };
    let (code, what, answer) = match doubt {
        Doubt::Mixed(comma, point) => {
            let what = format!(
                "blander {} og {}. Det kan ikke afgøres, om komma eller punktum er decimaltegn.",
                seen(comma, table),
                seen(point, table)
            );
            (23, what, SIGN)
        }
        Doubt::Open(number) => {
            let what =
                format!("har {}, og intet andet i kolonnen viser, om komma eller punktum er decimaltegn.", seen(number, table));
            (23, what, SIGN)
        }
        Doubt::Unit(row) => {
            let what = format!("har tal under 1 uden procenttegn ({}). De kan både være procent og andele.", line(row, table));
            (141, what, "enhed = \"procent\" eller enhed = \"andel\"")
        }
    };
    let action = format!("Skriv {answer} {}, eller ret tallene i kildefilen.", under(owner));
    findings.push(Finding::new(code, place, named(table, at, &what)).with_action(action));
    false
}

const SIGN: &str = "decimaltegn = \",\" eller decimaltegn = \".\"";

/// Reports what was decided of a column of dates; returns whether it can be read.
pub(super) fn report_date(column: &DateColumn, table: &RawTable, at: usize, owner: Owner, findings: &mut Findings) -> bool {
    let place = table.column_location(at);
    let Some(doubt) = column.doubt else {
        if column.serials > 0 {
            let message = "Datoen er gemt som Excels tal for en dag og er læst som datoen.";
            findings.push(Finding::new(27, place, message).counted(column.serials));
        }
        return true;
    };
    let what = match doubt {
        order::Doubt::Open(row) => {
            format!("har datoer med skråstreg ({}), og ingen af dem viser, om dagen eller måneden står først.", line(row, table))
        }
        order::Doubt::Mixed(day, month) => {
            let (day, month) = (line(day, table), line(month, table));
            format!("blander datoer med dagen først ({day}) og datoer med måneden først ({month}).")
        }
        order::Doubt::MonthFirst(row) => {
            format!(
                "har datoer, hvor måneden ser ud til at stå først ({}), men intet viser, at alle er skrevet sådan.",
                line(row, table)
            )
        }
        order::Doubt::YearFirst(row) => {
            format!("har datoer på seks cifre ({}), hvor både dagen og året kan stå først.", line(row, table))
        }
    };
    let orders = "datoformat = \"dag-måned-år\", \"måned-dag-år\" eller \"iso\" (året først)";
    let action = format!("Se efter i kilden, og skriv {orders} {}.", under(owner));
    findings.push(Finding::new(28, place, named(table, at, &what)).with_action(action));
    false
}

fn named(table: &RawTable, at: usize, what: &str) -> String {
    let header = table.column_location(at).column.map_or_else(String::new, |(_, header)| header);
    format!("Kolonnen \"{header}\" {what}")
}

fn under((field, profile): Owner) -> String {
    format!("under kolonner.{field} i importprofilen {}", profile.navn)
}

fn seen(number: Seen, table: &RawTable) -> String {
    format!("tal som {} ({})", number.like, line(number.row, table))
}

fn line(row: usize, table: &RawTable) -> String {
    table.row_location(row).row.map_or_else(String::new, |number| format!("række {number}"))
}
