//! Cells as typed values. A cell that cannot be read becomes a finding, never a guess; how numbers and dates are written is
//! decided by whole columns.

use super::column::{Kind, NumberColumn, Stated, Value};
use super::order::DateColumn;
use super::schools::unknown;
use super::{Context, doubt, mark};
use crate::diagnostic::{Finding, Findings};
use crate::model::geography::{DistrictId, SchoolDistrict};
use crate::model::period::{Date, SchoolYear};
use crate::model::person::{Pseudonym, Sex};
use crate::model::profile::Profile;
use crate::model::project::Project;
use crate::model::raw::RawTable;
use crate::model::register::SchoolRegister;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The first year an event can lie in.
const FIRST_YEAR: i16 = 2000;

/// The cells of one table with the words of its profile.
pub(super) struct Cells<'a> {
    table: &'a RawTable,
    profile: &'a Profile,
    /// Position of each field, by the length of its name and the name: most comparisons end at the length.
    fields: BTreeMap<(usize, &'a str), usize>,
    words: BTreeMap<&'a str, BTreeMap<String, &'a str>>,
    numbers: Vec<OnceLock<NumberColumn<'a>>>,
    dates: Vec<OnceLock<DateColumn>>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(table: &'a RawTable, profile: &'a Profile) -> Self {
        let fields = table.fields().iter().enumerate().map(|(at, name)| ((name.len(), name.as_str()), at)).collect();
        let lower = |(word, value): (&'a String, &'a String)| (word.trim().to_lowercase(), value.as_str());
        let words = profile.kolonner.iter().map(|(name, column)| (name.as_str(), column.vaerdier.iter().map(lower).collect()));
        let count = table.fields().len();
        let (numbers, dates) = ((0..count).map(|_| OnceLock::new()).collect(), (0..count).map(|_| OnceLock::new()).collect());
        Self { table, profile, fields, words: words.collect(), numbers, dates }
    }

    /// Decides how the columns of numbers and dates are written, and reports what was decided and what the profile has to
    /// answer. When it returns `false`, the table is stopped: none of its rows may be used.
    ///
    /// Columns that are not named here are decided when their first cell is read, without a report.
    pub(super) fn decide(&self, numbers: &[(&str, Kind)], dates: &[&str], findings: &mut Findings) -> bool {
        let mut decided = true;
        for (field, kind) in numbers {
            if let Some((at, column)) = self.number_column(field, *kind) {
                decided &= doubt::report_number(column, self.table, at, (field, self.profile), findings);
            }
        }
        for field in dates {
            if let Some((at, column)) = self.date_column(field) {
                decided &= doubt::report_date(column, self.table, at, (field, self.profile), findings);
            }
        }
        decided
    }

    fn number_column(&self, field: &str, kind: Kind) -> Option<(usize, &NumberColumn<'a>)> {
        let at = self.at(field)?;
        let workbook = self.table.sheet().is_some();
        let decide = || NumberColumn::decide(kind, workbook, Stated::of(self.profile, field), self.column(at));
        Some((at, self.numbers[at].get_or_init(decide)))
    }

    fn date_column(&self, field: &str) -> Option<(usize, &DateColumn)> {
        let at = self.at(field)?;
        let stated = self.profile.kolonner.get(field).and_then(|c| c.datoformat).or(self.profile.datoformat);
        Some((at, self.dates[at].get_or_init(|| DateColumn::decide(self.column(at), stated))))
    }

    fn column(&self, at: usize) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let table = self.table;
        (0..table.len()).map(move |row| table.cell(row, at))
    }

    fn at(&self, field: &str) -> Option<usize> {
        self.fields.get(&(field.len(), field)).copied()
    }

    /// Returns the text of a field; empty when the file has no such column.
    pub(super) fn text(&self, row: usize, field: &str) -> &'a str {
        self.at(field).map_or("", |at| self.table.cell(row, at))
    }

    /// Returns the canonical word of a field. `None` = a word the profile does not know, reported and counted.
    pub(super) fn word(&self, row: usize, field: &str, findings: &mut Findings) -> Option<&'a str> {
        let text = self.text(row, field);
        let Some(words) = self.words.get(field).filter(|w| !w.is_empty()) else { return Some(text) };
        let known = words.get(text.to_lowercase().as_str()).copied();
        if known.is_none() && !text.is_empty() {
            self.report(40, row, field, "Cellen har et ord, som importprofilen ikke kender.", findings);
        }
        known
    }

    /// Returns a date as its column writes dates; any day of the calendar.
    pub(super) fn date(&self, row: usize, field: &str) -> Option<Date> {
        self.date_column(field)?.1.read(self.text(row, field))
    }

    /// Returns the date of an event, or what is wrong with it. An event lies between 2000 and the year of the report's meeting.
    pub(super) fn event(&self, row: usize, field: &str, context: Context) -> Result<Date, &'static str> {
        let project = context.project;
        let last = project.meeting_year.max(project.as_of.map(|date| date.year)).unwrap_or(i16::MAX);
        match self.date(row, field) {
            None => Err("Datoen kan ikke læses."),
            Some(date) if date.year < FIRST_YEAR => Err("Datoen ligger før år 2000."),
            Some(date) if date.year > last => Err("Datoen ligger efter det år, rapporten er lavet til."),
            Some(date) => Ok(date),
        }
    }

    /// Returns the number of a cell in the unit of its kind. What is hidden, and what cannot be read, is reported; a blank cell
    /// is not.
    pub(super) fn number(&self, row: usize, field: &str, kind: Kind, findings: &mut Findings) -> Value {
        let Some((_, column)) = self.number_column(field, kind) else { return Value::Blank };
        let text = self.text(row, field);
        let value = column.read(text);
        match value {
            Value::Hidden => {
                let message = "Kilden har skjult tallet. Det er hverken nul eller ukendt og vises ikke.";
                self.report(25, row, field, message, findings);
            }
            Value::Known(_) if column.is_dated_count(text) => {
                let message = "Tallet har et datoformat i Excel-arket og er læst som det tal, det er.";
                self.report(27, row, field, message, findings);
            }
            Value::Unreadable if column.looks_dated(text) => {
                self.report(140, row, field, "Tallet har et datoformat i Excel-arket, og dets decimaler kan ikke ses.", findings);
            }
            Value::Unreadable => self.report_unreadable(row, field, findings),
            Value::Known(_) | Value::Blank => {}
        }
        value
    }

    fn report_unreadable(&self, row: usize, field: &str, findings: &mut Findings) {
        match mark::usual(self.text(row, field)) {
            Some(mark) => {
                let message =
                    format!("Cellen har mærket \"{mark}\" i stedet for et tal, og importprofilen siger ikke, hvad det betyder.");
                self.report(142, row, field, &message, findings);
            }
            None => self.report(104, row, field, "Tallet kan ikke læses.", findings),
        }
    }

    /// Returns a number in hundredths; `None` = hidden, blank or unreadable.
    pub(super) fn hundredths(&self, row: usize, field: &str) -> Option<i64> {
        self.known(row, field, Kind::Days)
    }

    /// Returns a number in the unit of its kind; `None` = hidden, blank or unreadable.
    pub(super) fn known(&self, row: usize, field: &str, kind: Kind) -> Option<i64> {
        match self.number_column(field, kind)?.1.read(self.text(row, field)) {
            Value::Known(number) => Some(number),
            Value::Hidden | Value::Blank | Value::Unreadable => None,
        }
    }

    /// Returns the sex of a row; an unknown word counts as unknown.
    pub(super) fn sex(&self, row: usize, findings: &mut Findings) -> Sex {
        match self.word(row, "koen", findings) {
            Some("dreng") => Sex::Boy,
            Some("pige") => Sex::Girl,
            _ => Sex::Unknown,
        }
    }

    /// Returns the pseudonym the reader put in the place of the person's number.
    pub(super) fn person(&self, row: usize) -> Option<Pseudonym> {
        let text = self.text(row, "person");
        // Two halves of 64 bits are read several times faster than 128 bits at once.
        let (high, low) = text.split_at_checked(text.len().saturating_sub(16))?;
        let half = |digits: &str| u64::from_str_radix(digits, 16).map(u128::from).ok();
        let high = if high.is_empty() { 0 } else { half(high)? };
        Some(Pseudonym(high << 64 | half(low)?))
    }

    /// Returns a district: `#id` from the street register, or a name the project knows. Unknown ones are reported.
    pub(super) fn district(&self, row: usize, field: &str, project: &Project, findings: &mut Findings) -> Option<DistrictId> {
        let text = self.word(row, field, findings)?;
        // A cell of the file may begin with # too, so the number counts only where there is such a district.
        let numbered = text.strip_prefix('#').and_then(|id| id.parse().ok()).map(DistrictId);
        if let Some(id) = numbered.filter(|id| usize::from(id.0) < project.districts.len()) {
            return Some(id);
        }
        let found = project.find_district(text);
        match text {
            "" => {}
            "?" => self.report(102, row, field, "Rækken er talt som uoplyst distrikt.", findings),
            _ if found.is_none() => self.report(108, row, field, "Distriktet findes ikke i ssp.toml.", findings),
            _ => {}
        }
        found
    }

    /// Returns the district of the school with the row's institution number; an unknown school is reported.
    pub(super) fn school(&self, row: usize, schools: &SchoolRegister, findings: &mut Findings) -> Option<SchoolDistrict> {
        let number = self.text(row, "institution");
        if number.is_empty() {
            return None;
        }
        let school = schools.schools.get(number);
        if school.is_none() {
            self.report(41, row, "institution", &unknown(number, self.text(row, "skolenavn"), schools), findings);
        }
        school.and_then(|s| s.district)
    }

    /// Returns the school year of a row.
    pub(super) fn school_year(&self, row: usize) -> Option<SchoolYear> {
        SchoolYear::parse(self.text(row, "skoleaar"))
    }

    /// Returns the grade of a class name such as `7.A`, `7A`, `7. kl.` or `7`.
    pub(super) fn grade(&self, row: usize) -> Option<u8> {
        let class = self.text(row, "klasse");
        let digits = class.bytes().take_while(u8::is_ascii_digit).count();
        class[..digits].parse().ok().filter(|grade| *grade <= 12)
    }

    /// Adds a finding at a cell; equal ones of a column are counted together.
    pub(super) fn report(&self, code: u16, row: usize, field: &str, message: &str, findings: &mut Findings) {
        let place = match self.at(field) {
            Some(at) => self.table.location(row, at),
            None => self.table.row_location(row),
        };
        findings.push_counted(Finding::new(code, place, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str, table: &RawTable, numbers: &[(&str, Kind)], dates: &[&str]) -> (bool, Vec<(u16, u64, String, String)>) {
        let profile: Profile = toml::from_str(&format!("navn='Prøve'\nkilde='befolkning'\n{text}")).expect("valid profile");
        let mut findings = Findings::default();
        let cells = Cells::new(table, &profile);
        let decided = cells.decide(numbers, dates, &mut findings);
        for (field, kind) in numbers {
            (0..table.len()).for_each(|row| {
                cells.number(row, field, *kind, &mut findings);
            });
        }
        let told = findings.iter().map(|f| (f.code.0, f.count, f.message.clone(), f.action.clone()));
        (decided, told.collect())
    }

    fn table(sheet: Option<&str>, field: &str, cells: &[&str]) -> RawTable {
        let header = field[..1].to_uppercase() + &field[1..];
        let mut table = RawTable::new("f.csv", sheet, vec![(field.into(), header, 0)]);
        cells.iter().zip(2..).for_each(|(cell, row)| table.push_row(row, [*cell]));
        table
    }

    const COLUMNS: &str = "skjult_af_kilden=['<5']\n[kolonner.antal]\nnavne=['Antal']\n";

    #[test]
    fn a_mixed_column_is_stopped_with_the_question_and_without_its_cells() {
        let (decided, told) = report(COLUMNS, &table(None, "antal", &["7", "8.127", "0.41"]), &[("antal", Kind::Count)], &[]);
        assert!(!decided);
        let (code, _, message, action) = &told[0];
        assert_eq!(
            (*code, message.as_str()),
            (
                23,
                "Kolonnen \"Antal\" blander tal som 1.299 (række 3) og tal som 1.5 (række 4). Det kan ikke afgøres, om komma eller punktum er decimaltegn."
            )
        );
        assert_eq!(
            action,
            "Skriv decimaltegn = \",\" eller decimaltegn = \".\" under kolonner.antal i importprofilen Prøve, eller ret tallene i kildefilen."
        );
        assert!(!format!("{told:?}").contains("8.127") && !format!("{told:?}").contains("0.41"));
    }

    #[test]
    fn hidden_cells_are_counted_per_column_and_unknown_marks_are_asked_about() {
        let cells = ["<5", "7", " < 5", "<5", "..", "Anna"];
        let (decided, told) = report(COLUMNS, &table(None, "antal", &cells), &[("antal", Kind::Count)], &[]);
        let codes: Vec<(u16, u64)> = told.iter().map(|t| (t.0, t.1)).collect();
        assert_eq!((decided, codes), (true, vec![(25, 2), (142, 1), (142, 1), (104, 1)]));
        assert!(!format!("{told:?}").contains("Anna"));
    }

    #[test]
    fn a_mark_of_one_column_means_nothing_in_another() {
        let profile = "[kolonner.antal]\nnavne=['Antal']\nskjult_af_kilden=['*']\n[kolonner.alder]\nnavne=['Alder']\n";
        let codes = |field: &str| report(profile, &table(None, field, &["*"]), &[(field, Kind::Count)], &[]).1[0].0;
        assert_eq!((codes("antal"), codes("alder")), (25, 142));
    }

    #[test]
    fn slashes_that_may_be_either_order_stop_the_table_until_the_profile_answers() {
        let dates = table(None, "dato", &["03/04/2025", "05/04/2025"]);
        let (decided, told) = report("[kolonner.dato]\nnavne=['Dato']\n", &dates, &[], &["dato"]);
        assert_eq!((decided, told.len(), told[0].0), (false, 1, 28));
        assert!(report("[kolonner.dato]\nnavne=['Dato']\ndatoformat='måned-dag-år'\n", &dates, &[], &["dato"]).0);
    }

    #[test]
    fn excel_days_are_told_with_their_number() {
        let dates = table(Some("Ark1"), "dato", &["45733", "2025-03-17", "45734"]);
        let (decided, told) = report("[kolonner.dato]\nnavne=['Dato']\n", &dates, &[], &["dato"]);
        assert_eq!((decided, told[0].0, told[0].1), (true, 27, 2));
    }

    #[test]
    fn shares_are_told_and_what_may_be_either_is_asked() {
        let profile = "[kolonner.andel]\nnavne=['Andel']\n";
        let told = |cells: &[&str]| report(profile, &table(None, "andel", cells), &[("andel", Kind::Percent)], &[]);
        assert_eq!((told(&["0,073", "0,12"]).0, told(&["0,073", "0,12"]).1[0].0), (true, 24));
        assert_eq!((told(&["0,5", "0,8"]).0, told(&["0,5", "0,8"]).1[0].0), (false, 141));
    }
}
