//! What must hold for every input.

use crate::config;
use crate::diagnostic::{self, Findings};
use crate::model::geography::DistrictId;
use crate::model::profile::{Codebook, Profile, Source};
use crate::model::project::Project;
use crate::model::raw::RawTable;
use crate::model::records::Records;
use crate::model::register::{School, SchoolRegister, StreetRegister, Stretch};
use crate::read::{Pseudonymiser, Reading, read_tables};
use crate::source::built_in;
use crate::validate::{self, Checked, Context, Tally};
use std::sync::LazyLock;

/// A replacement number that is planted in cells; no message may hold it.
pub const NUMBER: &str = "7112104321";
/// The same number as it is printed.
pub const PRINTED: &str = "711210-4321";
/// A name that is planted in cells below the header; no message may hold it. It is longer than any header that may be shown,
/// because broken markup can put it into the header's row.
pub const NAME: &str = "Kanariefugl Klukkesen Andersine Rapsen fra det yderste af den gyldne pind";

static PROJECT: LazyLock<Project> =
    LazyLock::new(|| config::project("ssp.toml", config::SAMPLE_PROJECT).expect("the sample's settings are valid"));
static PEOPLE: LazyLock<Pseudonymiser> = LazyLock::new(|| Pseudonymiser::new(&[7; 32]));
static CODEBOOK: LazyLock<Codebook> =
    LazyLock::new(|| config::codebook("kodebog", known("upu-kodebog")).expect("the built-in codebook is valid"));
static STREETS: LazyLock<StreetRegister> = LazyLock::new(|| {
    let mut streets = StreetRegister::default();
    streets.insert("Skovvej", Stretch { from: 1, to: 99, postcode: "9999".into(), district: DistrictId(1) });
    streets
});
static SCHOOLS: LazyLock<SchoolRegister> = LazyLock::new(|| {
    let school = School { name: "Skovskolen".into(), district: None, parent: None };
    SchoolRegister { schools: [("999001".to_owned(), school)].into(), ..SchoolRegister::default() }
});

/// Returns the text of a built-in profile or codebook.
pub fn known(name: &str) -> &'static str {
    built_in(name).expect("the built-in files have these names")
}

/// Returns a built-in profile.
pub fn profile(name: &str) -> Profile {
    config::profile(name, known(name)).expect("a built-in profile is valid")
}

/// Reads a file and everything that comes after it. `input` is what the fuzzer chose, `most_rows` how many rows the file can
/// have at most, where that is known.
pub fn hold(file: &str, bytes: Vec<u8>, profile: &Profile, input: &[u8], most_rows: Option<usize>) -> Vec<RawTable> {
    let (tables, findings) = read_tables(file, bytes, &Reading { profile, people: &PEOPLE, streets: &STREETS });
    assert!(!tables.is_empty() || findings.stops(), "a file without a table is stopped");
    let one_row_each = profile.udfold.is_none() && profile.maanedsgitter.is_none();
    for table in &tables {
        rows_rise(table);
        persons_are_hidden(table, profile);
        if let Some(most) = most_rows.filter(|_| one_row_each) {
            rows_are_real(table, most);
        }
    }
    tell_no_secret(&findings, input);
    tell_no_secret(&validated(&tables, profile), input);
    tables
}

fn rows_rise(table: &RawTable) {
    let numbers: Vec<Option<u32>> = (0..table.len()).map(|row| table.row_location(row).row).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] <= pair[1]), "rows keep their order");
}

fn rows_are_real(table: &RawTable, most: usize) {
    let left_out = table.left_out();
    let rows = u64::try_from(table.len()).expect("a row count fits 64 bits") + left_out.skipped + left_out.rejected;
    let most = u64::try_from(most).expect("a row count fits 64 bits");
    assert!(rows <= most, "{rows} rows of a file with {most} at most");
}

/// What the reader makes of a person is a pseudonym, a date and a sex, and nothing else.
fn persons_are_hidden(table: &RawTable, profile: &Profile) {
    let made = |field: &str| {
        let own = profile.kolonner.contains_key(field) || profile.konstanter.contains_key(field);
        table.field(field).filter(|_| !own)
    };
    for row in 0..table.len() {
        if let Some(at) = made("person") {
            let cell = table.cell(row, at);
            assert!(
                cell.is_empty() || cell.len() == 32 && cell.bytes().all(|b| b.is_ascii_hexdigit()),
                "a pseudonym is 32 digits"
            );
        }
        if let Some(at) = made("foedt") {
            assert!(matches!(table.cell(row, at).len(), 0 | 10), "a birth date is an ISO date");
        }
        if let Some(at) = made("koen") {
            assert!(matches!(table.cell(row, at), "" | "dreng" | "pige"), "a sex is one of two words");
        }
    }
}

/// No message holds what was planted. A header may be shown, so the name counts only where the input itself does not have it.
fn tell_no_secret(findings: &Findings, input: &[u8]) {
    hold_back(&(diagnostic::text(findings) + &diagnostic::json(findings, &[], &[])), input);
}

/// No text for the user holds what was planted.
pub fn hold_back(told: &str, input: &[u8]) {
    assert!(!told.contains(NUMBER) && !told.contains(PRINTED), "a message holds a CPR number");
    let chosen = String::from_utf8_lossy(input);
    assert!(chosen.contains(NAME) || !told.contains(NAME), "a message holds a name");
}

/// Validates the tables as their source and checks that every row is accounted for and every district known.
fn validated(tables: &[RawTable], profile: &Profile) -> Findings {
    let context = Context { project: &PROJECT, schools: &SCHOOLS };
    let mut records = Records::default();
    match profile.kilde {
        Source::Upu => keep(validate::survey(tables, profile, &CODEBOOK, context), &mut records.survey),
        Source::Politi => {
            let (lists, mut findings) = validate::lists(tables, profile, 2024);
            lists.first_month(profile);
            findings.extend(keep(validate::police(tables, &lists, profile, context), &mut records.police));
            let places = records.police.rows.iter().flat_map(|r| [r.residence.map(|d| d.0), r.scene.map(|d| d.0)]);
            places.flatten().for_each(district_is_known);
            findings
        }
        Source::Fravaer if profile.form.as_deref() == Some("skole") => {
            keep(validate::per_school(tables, profile, context), &mut records.school_absence)
        }
        Source::Fravaer => keep(validate::per_pupil(tables, profile, context), &mut records.absence),
        Source::Observationer => {
            let findings = keep(validate::notes(tables, profile, context), &mut records.notes);
            records.notes.iter().filter_map(|n| n.district).for_each(district_is_known);
            findings
        }
        Source::Befolkning => {
            let findings = keep(validate::population(tables, profile, context), &mut records.population);
            records.population.iter().filter_map(|p| p.district).for_each(|d| district_is_known(d.0));
            findings
        }
    }
}

fn keep<T>(checked: Checked<T>, records: &mut T) -> Findings {
    assert!(checked.tallies.iter().all(Tally::is_whole), "every row is used, rejected, merged or skipped");
    *records = checked.value;
    checked.findings
}

fn district_is_known(district: DistrictId) {
    assert!(usize::from(district.0) < PROJECT.districts.len(), "a district is one of the project");
}
