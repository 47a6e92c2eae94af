//! Rows of text to a [`RawTable`]: only the columns of the profile, persons as pseudonyms, addresses as districts.

use super::Reading;
use super::cpr::{self, Cpr, Key};
use super::grid::{Flaw, Grid, Row};
use super::header::{self, Found, Header};
use super::journal::{Journal, Stopped};
use super::labels::{ColumnLabels, Labels};
use super::refuse;
use crate::model::geography::DistrictId;
use crate::model::profile::{ColumnKind, Profile, Source};
use crate::model::raw::RawTable;

/// Header of a field whose value the profile gives for the whole file.
const CONSTANT: &str = "(fast værdi)";

/// Field with the keyed hash of a police row, which tells whether two rows without person key are the same.
const FINGERPRINT: &str = "aftryk";

/// Returns the columns whose text makes two rows of a police list alike; the list a row came with is none of them.
fn compared(header: &Header, profile: &Profile) -> Vec<usize> {
    let list = header.columns.iter().find(|c| c.field == "uge").map(|c| c.column);
    let all: Vec<usize> = match (profile.kilde, profile.hele_raekken) {
        (Source::Politi, true) => (0..header.width).collect(),
        (Source::Politi, false) => header.columns.iter().map(|c| c.column).collect(),
        _ => Vec::new(),
    };
    all.into_iter().filter(|c| Some(*c) != list).collect()
}

fn fingerprint(row: Row, compared: &[usize], how: &Reading) -> String {
    let cells: Vec<&str> = compared.iter().map(|c| row.cell(*c)).collect();
    how.people.pseudonym(&format!("række {}", cells.join("\u{1f}")))
}

/// A row is left out; the finding has been written.
enum LeftOut {
    /// It should have been data.
    Rejected,
    /// It is no data of a person.
    Skipped,
}

/// One column of the file and the fields it becomes.
struct Step<'a> {
    found: &'a Found<'a>,
    /// Position of the first field among the cells of a row.
    at: usize,
    parts: Vec<Part>,
    /// The words of the column's codes.
    labels: Option<&'a ColumnLabels>,
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

/// Returns the table of a grid.
pub(super) fn table(grid: &Grid, labels: &Labels, how: &Reading, journal: &mut Journal) -> Result<RawTable, Stopped> {
    let header = header::find(grid, how.profile, journal)?;
    refuse::check(grid, &header, how.profile, journal)?;
    let (steps, mut fields) = plan(&header, labels, how.profile);
    let compared = compared(&header, how.profile);
    if !compared.is_empty() {
        fields.push((FINGERPRINT.to_owned(), "(hele rækken)".to_owned(), 0));
    }
    let mut table = RawTable::new(journal.file(), journal.sheet(), fields);
    let mut cells = constants(&table, &steps, how.profile);
    let mut rows = Rows { header: &header, totals: lower(&how.profile.bundlinjer), last: header.row.number };
    let mut stopped = None;
    for row in (header.at + 1..grid.len()).map(|at| grid.row(at)) {
        if !rows.is_data(row, grid, &mut table, journal) {
            continue;
        }
        match flawed(grid, row, &header, journal) {
            Some(Flaw::Uncached) => stopped = Some(Stopped),
            Some(Flaw::Error(_)) => table.count_rejected(),
            None => match steps.iter().try_for_each(|step| step.read(row, how, &mut cells, journal)) {
                Ok(()) => {
                    if let Some(last) = cells.last_mut().filter(|_| !compared.is_empty()) {
                        *last = fingerprint(row, &compared, how);
                    }
                    table.push_row(row.number, cells.iter().map(String::as_str));
                }
                Err(LeftOut::Rejected) => table.count_rejected(),
                Err(LeftOut::Skipped) => table.count_skipped(),
            },
        }
    }
    stopped.map_or(Ok(table), Err)
}

/// Returns the cells of a row with the values the profile gives for the whole file; the steps write the others.
fn constants(table: &RawTable, steps: &[Step], profile: &Profile) -> Vec<String> {
    let fixed = |(at, field): (usize, &String)| {
        let read = steps.iter().any(|s| (s.at..s.at + s.parts.len()).contains(&at));
        profile.konstanter.get(field).filter(|_| !read).cloned().unwrap_or_default()
    };
    table.fields().iter().enumerate().map(fixed).collect()
}

type Fields = Vec<(String, String, u32)>;

fn plan<'a>(header: &'a Header, labels: &'a Labels, profile: &Profile) -> (Vec<Step<'a>>, Fields) {
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
                fields.push((field.to_owned(), found.header.to_owned(), column));
                parts.push(*part);
            }
        }
        if !parts.is_empty() {
            steps.push(Step { found, at, parts, labels: labels.of(found.header) });
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

fn lower(words: &[String]) -> Vec<String> {
    words.iter().map(|w| w.trim().to_lowercase()).filter(|w| !w.is_empty()).collect()
}

/// Tells data rows from the others, row by row.
struct Rows<'a> {
    header: &'a Header<'a>,
    totals: Vec<String>,
    /// Number of the last row that was not blank.
    last: u32,
}

impl Rows<'_> {
    fn is_data(&mut self, row: Row, grid: &Grid, table: &mut RawTable, journal: &mut Journal) -> bool {
        if row.is_blank() && grid.flaws(row.number).is_empty() {
            return false;
        }
        let gap = row.number > self.last.saturating_add(1);
        let after = std::mem::replace(&mut self.last, row.number);
        if self.is_total(row) {
            table.count_skipped();
            journal.count(12, row.number, None, "Rækken er en bundlinje og er ikke læst som data.");
            return false;
        }
        if self.header.columns.iter().all(|c| row.cell(c.column) == c.header) {
            table.count_skipped();
            journal.count(13, row.number, None, "Overskriften er gentaget i rækken.");
            return false;
        }
        if gap {
            journal.count(14, after.saturating_add(1), None, "Her er der tomme rækker, og tabellen fortsætter under dem.");
        }
        if grid.delimited && (self.header.width..row.len()).any(|c| !row.cell(c).is_empty()) {
            table.count_rejected();
            journal.count(22, row.number, None, "Rækken har flere felter end overskriften.");
            return false;
        }
        true
    }

    /// A total row begins with one of the profile's words, as a whole word.
    fn is_total(&self, row: Row) -> bool {
        let Some(first) = row.cells().find(|c| !c.is_empty()) else { return false };
        let first = first.to_lowercase();
        let begins =
            |word: &String| first.strip_prefix(word.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        self.totals.iter().any(begins)
    }
}

/// Writes the flaws of a row in columns of the profile and returns the gravest.
fn flawed(grid: &Grid, row: Row, header: &Header, journal: &mut Journal) -> Option<Flaw> {
    let mut gravest = None;
    for (_, column, flaw) in grid.flaws(row.number) {
        let Some(found) = header.columns.iter().find(|f| f.column == *column) else { continue };
        let place = Some((*column, found.header));
        match flaw {
            Flaw::Uncached => journal.count(5, row.number, place, "Cellen har en formel uden beregnet værdi."),
            Flaw::Error(error) => {
                journal.count(6, row.number, place, &format!("Cellen har Excel-fejlen {error}, og rækken er ikke læst."));
            }
        }
        if gravest != Some(Flaw::Uncached) {
            gravest = Some(*flaw);
        }
    }
    gravest
}

impl Step<'_> {
    fn read(&self, row: Row, how: &Reading, cells: &mut [String], journal: &mut Journal) -> Result<(), LeftOut> {
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
            self.parts.iter().zip(out).for_each(|(part, out)| write_part(*part, cell, how, out));
        }
        Ok(())
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
        journal.count(code, row, Some((self.found.column, self.found.header)), message);
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
fn cleaned<'a>(cell: &'a str, profile: &Profile) -> &'a str {
    let inner = cell.strip_prefix("=\"").and_then(|c| c.strip_suffix('"')).unwrap_or(cell);
    let text = inner.strip_prefix('\'').unwrap_or(inner).trim();
    if profile.manglende.iter().any(|m| m.trim() == text) { "" } else { text }
}
