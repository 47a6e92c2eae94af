//! The description that lets a program read the CSV files without guessing (Frictionless Data Package).

use super::COLUMNS;
use crate::model::document::{Described, OpenTable, Structure};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Package<'a> {
    profile: &'static str,
    name: String,
    title: &'a str,
    created: String,
    /// Not of the standard: for whom it is, and which printed numbers are no figures.
    #[serde(rename = "ssp:udgave")]
    edition: &'a str,
    #[serde(rename = "ssp:tal_i_tekster")]
    numbers: &'a [String],
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Resource<'a> {
    profile: &'static str,
    name: &'a str,
    title: &'a str,
    path: &'a str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    dialect: Dialect,
    schema: Schema,
    /// Not of the standard: how the rows hang together.
    #[serde(rename = "ssp:struktur")]
    structure: &'a Structure,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: &'static str,
    line_terminator: &'static str,
    quote_char: &'static str,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    decimal_char: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    constraints: Option<Constraints>,
}

#[derive(Serialize)]
struct Constraints {
    required: bool,
    #[serde(rename = "enum")]
    values: [&'static str; 4],
}

/// Returns `datapackage.json` for the CSV files of the tables; `date` is `(year, month, day)`.
pub fn datapackage(title: &str, date: (i16, u8, u8), tables: &[OpenTable], told: &Described) -> Vec<u8> {
    let (year, month, day) = date;
    let package = Package {
        profile: "tabular-data-package",
        name: slug(title),
        title,
        created: format!("{year:04}-{month:02}-{day:02}T00:00:00Z"),
        edition: told.edition,
        numbers: &told.numbers,
        resources: tables.iter().map(resource).collect(),
    };
    let mut json = serde_json::to_vec_pretty(&package).expect("plain text and lists are always JSON");
    json.push(b'\n');
    json
}

fn resource(table: &OpenTable) -> Resource<'_> {
    Resource {
        profile: "tabular-data-resource",
        name: &table.name,
        title: &table.title,
        path: &table.file,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        dialect: Dialect { delimiter: ";", line_terminator: "\n", quote_char: "\"", double_quote: true, header: true },
        schema: Schema { fields: fields(), missing_values: [""] },
        structure: &table.structure,
    }
}

fn fields() -> Vec<Field> {
    let field = |column: &super::Column| Field {
        name: column.name,
        kind: if column.numeric { "number" } else { "string" },
        description: column.meaning,
        decimal_char: column.numeric.then_some(","),
        constraints: (column.name == "status")
            .then_some(Constraints { required: true, values: ["vist", "skjult", "skjult af kilden", "ingen data"] }),
    };
    COLUMNS.iter().map(field).collect()
}

/// Returns the title as a name of `[a-z0-9-]`.
fn slug(title: &str) -> String {
    let plain = title.to_lowercase().replace('æ', "ae").replace('ø', "oe").replace('å', "aa");
    let dashed: String = plain.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}
