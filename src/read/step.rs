//! One column of the file to the fields it becomes: persons as pseudonyms, addresses as districts.

use super::Reading;
use super::columns::Found;
use super::cpr::{self, Cpr, Key};
use super::grid::Row;
use super::header::Header;
use super::journal::Journal;
use super::labels::{ColumnLabels, Labels};
use crate::model::geography::DistrictId;
use crate::model::profile::{ColumnKind, Profile};
use std::cell::RefCell;

/// Header of a field whose value the profile gives for the whole file.
const CONSTANT: &str = "(fast værdi)";

/// A row is left out; the finding has been written.
pub(super) enum LeftOut {
    /// It should have been data.
    Rejected,
    /// It is no data of a person.
    Skipped,
}

/// One column of the file and the fields it becomes.
pub(super) struct Step<'a> {
    found: &'a Found<'a>,
    /// Position of the first field among the cells of a row.
    at: usize,
    parts: Vec<Part>,
    /// The words of the column's codes.
    labels: Option<&'a ColumnLabels>,
    /// The last person key and its pseudonym: the rows of a person often stand together, and the keyed hash is dear.
    last: RefCell<(String, String)>,
}

/// What becomes of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    Person,
    Birth,
    Sex,
    Case,
    Residence,
    Scene,
    Place,
}

/// Field, header as shown, 0-based column.
pub(super) type Fields = Vec<(String, String, u32)>;

/// Returns what becomes of the columns of a header, and the fields, those the profile gives a fixed value for last.
pub(super) fn plan<'a>(header: &'a Header, labels: &'a Labels, profile: &Profile) -> (Vec<Step<'a>>, Fields) {
    let mut steps = Vec::new();
    let mut fields: Fields = Vec::new();
    for found in &header.columns {
        let at = fields.len();
        let mut parts = Vec::new();
        for part in parts_of(found.kind) {
            let field = part.field(found.field);
            let own = *part != Part::Text && profile.kolonner.get(field).is_some_and(|c| c.slags == ColumnKind::Text);
            if !own && fields.iter().all(|(f, ..)| f != field) {
                let column = u32::try_from(found.column).expect("a grid has at most 20 million cells");
                fields.push((field.to_owned(), found.header.clone(), column));
                parts.push(*part);
            }
        }
        if !parts.is_empty() {
            steps.push(Step { found, at, parts, labels: labels.of(&found.header), last: RefCell::default() });
        }
    }
    for field in profile.konstanter.keys() {
        if fields.iter().all(|(f, ..)| f != field) {
            fields.push((field.clone(), CONSTANT.to_owned(), 0));
        }
    }
    (steps, fields)
}

fn parts_of(kind: ColumnKind) -> &'static [Part] {
    match kind {
        ColumnKind::Text => &[Part::Text],
        ColumnKind::Cpr => &[Part::Person, Part::Birth, Part::Sex],
        ColumnKind::PersonKey | ColumnKind::Respondent => &[Part::Person],
        ColumnKind::Residence => &[Part::Residence],
        ColumnKind::Scene => &[Part::Scene, Part::Place],
        ColumnKind::Case => &[Part::Case],
    }
}

impl Part {
    fn field(self, own: &str) -> &str {
        match self {
            Self::Text => own,
            Self::Person => "person",
            Self::Birth => "foedt",
            Self::Sex => "koen",
            Self::Case => "sag",
            Self::Residence => "bopael",
            Self::Scene => "gerningssted",
            Self::Place => "sted",
        }
    }
}

impl Step<'_> {
    /// Returns whether the step writes the field at a position.
    pub(super) fn writes(&self, at: usize) -> bool {
        (self.at..self.at + self.parts.len()).contains(&at)
    }

    pub(super) fn read(&self, row: Row, how: &Reading, cells: &mut [String], journal: &mut Journal) -> Result<(), LeftOut> {
        let cell = cleaned(row.cell(self.found.column), how.profile);
        let cell = self.labels.map_or(cell, |labels| labels.text(cell));
        let out = &mut cells[self.at..self.at + self.parts.len()];
        out.iter_mut().for_each(String::clear);
        match self.found.kind {
            ColumnKind::Cpr => return self.read_cpr(cell, row.number, how, out, journal),
            ColumnKind::PersonKey if cell.is_empty() => self.count(33, row.number, "Personnøglen mangler.", journal),
            _ => {}
        }
        if !cell.is_empty() {
            self.parts.iter().zip(out).for_each(|(part, out)| self.write(*part, cell, how, out));
        }
        Ok(())
    }

    fn write(&self, part: Part, cell: &str, how: &Reading, out: &mut String) {
        if part != Part::Person {
            return write_part(part, cell, how, out);
        }
        let (key, pseudonym) = &mut *self.last.borrow_mut();
        if key != cell {
            write_part(part, cell, how, pseudonym);
            cell.clone_into(key);
        }
        out.push_str(pseudonym);
    }

    fn read_cpr(&self, cell: &str, row: u32, how: &Reading, out: &mut [String], journal: &mut Journal) -> Result<(), LeftOut> {
        let parsed = cpr::parse(cell);
        for (code, message) in cpr_remarks(&parsed) {
            self.count(code, row, message, journal);
        }
        match &parsed {
            Cpr::Key(key) => self.parts.iter().zip(out).for_each(|(part, out)| write_key(*part, key, how, out)),
            Cpr::Hidden(Some(date)) => {
                self.parts.iter().zip(out).filter(|(p, _)| **p == Part::Birth).for_each(|(_, out)| *out = date.to_string());
            }
            Cpr::Destroyed => return Err(LeftOut::Rejected),
            Cpr::Company => return Err(LeftOut::Skipped),
            Cpr::Blank | Cpr::Hidden(None) | Cpr::Unidentified | Cpr::Unreadable => {}
        }
        Ok(())
    }

    fn count(&self, code: u16, row: u32, message: &str, journal: &mut Journal) {
        journal.count(code, row, Some((self.found.column, &self.found.header)), message);
    }
}

/// Returns what is said of a cell of a CPR column: code and message.
fn cpr_remarks(parsed: &Cpr) -> Vec<(u16, &'static str)> {
    let key = match parsed {
        Cpr::Key(key) => key,
        Cpr::Blank => return vec![(33, "CPR-nummeret mangler.")],
        Cpr::Hidden(_) => return vec![(33, "CPR-nummeret er skjult eller er kun en fødselsdato.")],
        Cpr::Unidentified => return vec![(33, "Personen er ikke identificeret af politiet.")],
        Cpr::Unreadable => return vec![(33, "Cellen kan ikke læses som et CPR-nummer.")],
        Cpr::Destroyed => return vec![(34, "CPR-nummeret er ødelagt af Excel, og rækken er ikke læst.")],
        Cpr::Company => return vec![(156, "Nummeret er en virksomheds (otte cifre), og rækken er ikke talt med.")],
    };
    let remarks = [
        (key.padded, 32, "CPR-nummeret havde mistet det første nul, som er sat på igen."),
        (key.replacement, 35, "Rækken har et erstatningspersonnummer, som er læst som personnøgle."),
        (key.without_modulus, 36, "CPR-nummeret opfylder ikke modulus 11. Det har været tilladt siden 2007."),
    ];
    remarks.into_iter().filter(|(said, ..)| *said).map(|(_, code, message)| (code, message)).collect()
}

fn write_key(part: Part, key: &Key, how: &Reading, out: &mut String) {
    match part {
        Part::Person => *out = how.people.pseudonym(&key.identity),
        Part::Birth => *out = key.birth.map(|b| b.to_string()).unwrap_or_default(),
        _ => out.push_str(key.male.map_or("", |male| if male { "dreng" } else { "pige" })),
    }
}

fn write_part(part: Part, cell: &str, how: &Reading, out: &mut String) {
    match part {
        Part::Person => *out = how.people.pseudonym(cell),
        Part::Case => *out = how.people.pseudonym(&format!("sag {cell}")),
        Part::Residence => *out = district(how.streets.residence(&single_spaced(cell)).map(|d| d.0)),
        Part::Scene => *out = district(how.streets.scene(&single_spaced(cell)).map(|d| d.0)),
        // Only for telling whether two rows without journal number are the same event.
        Part::Place => *out = how.people.pseudonym(&format!("sted {}", single_spaced(cell).to_lowercase())),
        _ => out.push_str(cell),
    }
}

fn district(found: Option<DistrictId>) -> String {
    found.map_or_else(|| "?".to_owned(), |id| format!("#{}", id.0))
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a cell without what Excel puts around text, and empty when the profile says it means nothing.
pub(super) fn cleaned<'a>(cell: &'a str, profile: &Profile) -> &'a str {
    let inner = cell.strip_prefix("=\"").and_then(|c| c.strip_suffix('"')).unwrap_or(cell);
    let text = inner.strip_prefix('\'').unwrap_or(inner).trim();
    if profile.manglende.iter().any(|m| m.trim() == text) { "" } else { text }
}
