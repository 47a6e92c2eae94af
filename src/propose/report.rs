//! What `importprofil` tells on the screen: what the file is, which column is which field, and ten masked rows.

use super::columns::{canonical, shown};
use super::content::Content;
use super::draft::decimal_sign;
use super::matching::{Match, unreadable};
use super::table::{Column, Table};
use super::target::Target;
use super::{showable, vocabulary};
use crate::model::profile::DateOrder;
use crate::model::project::Project;
use crate::read::glimpse::Glimpse;

/// Rows shown masked.
const SHOWN_ROWS: usize = 10;
/// Columns shown masked.
const SHOWN_COLUMNS: usize = 12;

/// Returns the text.
pub(super) fn text(glimpse: &Glimpse, table: &Table, found: &Match, project: Option<&Project>) -> String {
    let blocks = [file(glimpse, table, found), source(table, found), columns(table, found, project), rows(table)];
    blocks.join("\n")
}

fn file(glimpse: &Glimpse, table: &Table, found: &Match) -> String {
    let mut lines = vec![format!("Filen er {}.", glimpse.kind)];
    lines.extend(glimpse.encoding.map(|name| format!("Tegnsæt: {name}.")));
    lines.extend(glimpse.separator.map(|sign| format!("Skilletegn: {}.", separator(sign))));
    let visible: Vec<String> = glimpse.sheets.iter().filter_map(|s| s.name()).map(|name| format!("\"{name}\"")).collect();
    if !visible.is_empty() {
        let read = table.sheet.name().map_or(String::new(), |name| format!(" Forslaget bygger på arket \"{name}\"."));
        lines.push(format!("Synlige ark: {}.{read}", visible.join(", ")));
    }
    if !glimpse.hidden.is_empty() {
        let hidden: Vec<String> = glimpse.hidden.iter().map(|name| format!("\"{name}\"")).collect();
        lines.push(format!("Skjulte ark, der ikke er læst: {}.", hidden.join(", ")));
    }
    lines.push(format!("Overskriften står i række {}, og der er {} rækker under den.", table.header_row, table.rows.len()));
    lines.extend(styles(table, found));
    lines.join("\n") + "\n"
}

fn separator(sign: char) -> String {
    match sign {
        ';' => "semikolon".to_owned(),
        ',' => "komma".to_owned(),
        '\t' => "tabulator".to_owned(),
        other => other.to_string(),
    }
}

fn styles(table: &Table, found: &Match) -> Vec<String> {
    let mut lines = Vec::new();
    if found.contents.contains(&Content::Decimal) {
        lines.push(match decimal_sign(table, found) {
            Some(',') => "Tal har decimalkomma.".to_owned(),
            Some(_) => "Tal har decimalpunktum.".to_owned(),
            None => "Det kan ikke ses, om tal har decimalkomma eller decimalpunktum. Skriv decimaltegn i profilen.".to_owned(),
        });
    }
    let orders = found.contents.iter().filter_map(|content| match content {
        Content::Date(order) => Some(*order),
        _ => None,
    });
    let mut orders: Vec<&str> = orders.map(date_style).collect();
    orders.dedup();
    lines.extend(orders.into_iter().map(str::to_owned));
    lines
}

fn date_style(order: Option<DateOrder>) -> &'static str {
    match order {
        Some(DateOrder::DayMonthYear) => "Datoer er skrevet med dagen først.",
        Some(DateOrder::MonthDayYear) => "Datoer er skrevet med måneden først.",
        Some(DateOrder::Iso) => "Datoer er skrevet med året først.",
        None => "Det kan ikke ses, om datoer har dagen eller måneden først. Skriv datoformat i profilen.",
    }
}

fn source(table: &Table, found: &Match) -> String {
    let mut out = format!("Filen er taget for {}, fordi {}.\n", found.target.danish(), found.reason(table));
    if let Some(name) = fitting(table, found) {
        out += &format!("Den indbyggede profil {name} kender alle nødvendige kolonner.\n");
    }
    for field in found.missing() {
        out += &format!("Ingen kolonne ligner {field}. De indbyggede profiler kræver den.\n");
    }
    if found.target == Target::Survey && has_persons(table, found) {
        out += "Filen har en kolonne, der kan vise, hvem eleven er. Undersøgelsen bliver afvist, til kolonnen er fjernet i kildesystemet.\n";
    }
    out
}

fn has_persons(table: &Table, found: &Match) -> bool {
    let refused = ["cpr", "personnummer", "unilogin", "navn", "fornavn", "efternavn"];
    let named =
        |column: &Column| column.header.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| refused.contains(&w));
    found.holds(Content::PersonNumber) || table.columns.iter().any(named)
}

/// Returns the first built-in profile whose required columns the file has.
fn fitting(table: &Table, found: &Match) -> Option<&'static str> {
    let headers: Vec<String> = table.columns.iter().map(|c| crate::read::glimpse::normal(c.header)).collect();
    let names = |navne: &[String]| navne.iter().any(|name| headers.contains(&crate::read::glimpse::normal(name)));
    let fits = vocabulary::profiles(found.target).into_iter().find(|(_, profile)| {
        profile.kodebog.is_none() && profile.kolonner.values().all(|column| !column.paakraevet || names(&column.navne))
    });
    fits.map(|(name, _)| name)
}

fn columns(table: &Table, found: &Match, project: Option<&Project>) -> String {
    let mut out = "Kolonner\n".to_owned();
    for (at, column) in table.columns.iter().enumerate() {
        let told = match found.field_of(at) {
            Some((field, how)) => format!("{field} ({}){}", how.danish(), readability(table, found, field, column, project)),
            None if found.days.contains(&at) => "en dag i måneden".to_owned(),
            None if found.target == Target::AbsenceSchool && found.figures.contains(&at) => "et tal for skolen".to_owned(),
            None if found.target == Target::Survey && found.items.contains(&at) => {
                format!("et spørgsmål med {} forskellige svar", column.values().count())
            }
            None => "ukendt, bruges ikke".to_owned(),
        };
        out += &format!("  {}. {}: {told}\n", column.place + 1, shown(column));
    }
    out
}

/// Returns how many cells cannot be read, and how many different words a column has.
fn readability(table: &Table, found: &Match, field: &str, column: &Column, project: Option<&Project>) -> String {
    let mut out = String::new();
    if let Some(count) = unreadable(found, table, field, project) {
        let tenths = (count * 1000 + column.filled() / 2) / column.filled().max(1);
        let share = format!("{},{} %", tenths / 10, tenths % 10);
        out += &format!(", {share} af cellerne kan ikke læses ({count} af {})", column.filled());
    }
    if matches!(field, "koen" | "rolle" | "forhold") {
        let unknown = column.values().filter(|word| canonical(found, field, word).is_none()).count();
        out += &format!(", {} forskellige ord, {unknown} ikke kendt", column.values().count());
    }
    out
}

fn rows(table: &Table) -> String {
    let mut out = "De første rækker, hvor hvert bogstav er x og hvert tal 9\n".to_owned();
    for at in table.rows.iter().take(SHOWN_ROWS) {
        let cells = table.columns.iter().take(SHOWN_COLUMNS).map(|column| showable::masked(table.sheet.cell(*at, column.place)));
        out += &format!("  {}\n", cells.collect::<Vec<_>>().join(" | ").trim_end());
    }
    out
}
