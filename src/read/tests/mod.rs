//! Whole files through the reader.

mod binary;
mod files;
mod grids;
mod mutations;
mod old_excel;
mod random;
mod shapes;
mod tables;
mod workbooks;

use super::{Pseudonymiser, Reading, read_tables};
use crate::diagnostic::{Findings, Severity};
use crate::model::geography::DistrictId;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::register::{StreetRegister, Stretch};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const POLICE: &str = r#"
navn = "politi"
kilde = "politi"
bundlinjer = ["I alt"]
manglende = ["-"]
[kolonner.cpr]
navne = ["CPR-nr."]
slags = "cpr"
paakraevet = true
[kolonner.adresse]
navne = ["Adresse"]
slags = "bopael"
[kolonner.sted]
navne = ["Gerningssted"]
slags = "gerningssted"
[kolonner.journal]
navne = ["Journalnr."]
slags = "sag"
[kolonner.dato]
navne = ["Dato"]
[kolonner.rolle]
navne = ["Rolle", "Forholdstype"]
paakraevet = true
[konstanter]
kreds = "sydøst"
"#;

const SURVEY: &str = r#"
navn = "upu"
kilde = "upu"
afvis_kolonner = ["cpr", "navn", "uni-login"]
[kolonner.nr]
navne = ["Løbenr"]
paakraevet = true
[kolonner.svar]
navne = ["S01"]
"#;

fn profile(toml: &str) -> Profile {
    toml::from_str(toml).expect("the profile of a test is valid")
}

fn streets() -> StreetRegister {
    let mut streets = StreetRegister::default();
    streets.insert("Skovvej", Stretch { from: 1, to: 99, postcode: "9999".into(), district: DistrictId(2) });
    streets
}

fn read(file: &str, bytes: &[u8], toml: &str) -> (Option<RawTable>, Findings) {
    let people = Pseudonymiser::new(&[7; 32]);
    let profile = profile(toml);
    let (tables, findings) =
        read_tables(file, bytes.to_vec(), &Reading { profile: &profile, people: &people, streets: &streets() });
    (tables.into_iter().next(), findings)
}

fn column(table: &RawTable, field: &str) -> Vec<String> {
    let at = table.field(field).unwrap_or_else(|| panic!("the table has the field {field}"));
    (0..table.len()).map(|row| table.cell(row, at).to_owned()).collect()
}

fn codes(findings: &Findings) -> Vec<u16> {
    findings.iter().map(|f| f.code.0).collect()
}

fn docx(body: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).expect("memory takes a part");
    write!(writer, "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
        .expect("memory takes bytes");
    writer.finish().expect("memory takes the directory").into_inner()
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|c| format!("<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>")).collect();
    format!("<w:tr>{cells}</w:tr>")
}
