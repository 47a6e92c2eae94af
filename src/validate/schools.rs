//! Institutions across files: numbers the register does not know, and pupils counted at two levels.
//!
//! A main school and its departments have numbers of their own. A file with both counts every pupil twice where the main
//! school's rows are the departments' rows again; where a main school has rows of its own it does not.

use super::cell::Cells;
use crate::diagnostic::{Finding, Findings};
use crate::model::period::SchoolYear;
use crate::model::profile::{Profile, SchoolLevel};
use crate::model::raw::RawTable;
use crate::model::register::SchoolRegister;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How a row shows that it is the same pupils as a row of another institution.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// The same pupil and month.
    Pupil,
    /// Nobody has a key: the same text in every field but the institution's.
    Respondent,
    /// A row is a school: its pupils are always its departments' pupils.
    School,
}

/// The rows that are left out because their pupils are counted on another level.
#[derive(Default)]
pub(super) struct Levels {
    left_out: BTreeSet<(SchoolYear, String)>,
}

/// A main school with departments in the files of one school year.
#[derive(Default)]
struct Family<'a> {
    main: BTreeMap<u64, u32>,
    departments: BTreeMap<u64, u32>,
    numbers: BTreeSet<&'a str>,
    /// The table with the first row of the main school.
    place: Option<&'a RawTable>,
}

impl Levels {
    /// Returns which rows are left out by the profile's level, and stops the files where it does not say which level counts.
    pub(super) fn of(tables: &[RawTable], profile: &Profile, schools: &SchoolRegister, unit: Unit) -> (Self, Findings) {
        let (mut levels, mut findings) = (Self::default(), Findings::default());
        for ((year, main), family) in families(tables, profile, schools, unit) {
            let Some(place) = family.place.filter(|_| !family.numbers.is_empty()) else { continue };
            match profile.niveau {
                Some(SchoolLevel::Afdeling) => levels.leave_out(year, [main]),
                Some(SchoolLevel::Hovedinstitution) => levels.leave_out(year, family.numbers.iter().copied()),
                None => findings.push_counted(undecided(main, &family, unit, place)),
            }
        }
        (levels, findings)
    }

    fn leave_out<'a>(&mut self, year: SchoolYear, numbers: impl IntoIterator<Item = &'a str>) {
        self.left_out.extend(numbers.into_iter().map(|number| (year, number.to_owned())));
    }

    /// Returns whether a row is left out, and counts it as such.
    pub(super) fn skips(&self, cells: &Cells, row: usize, findings: &mut Findings) -> bool {
        if self.left_out.is_empty() {
            return false;
        }
        let at = cells.school_year(row).map(|year| (year, cells.text(row, "institution").to_owned()));
        let skipped = at.is_some_and(|at| self.left_out.contains(&at));
        if skipped {
            let message = "Elevernes tal er med på et andet niveau. Rækken er ikke talt, som niveau i importprofilen siger.";
            cells.report(154, row, "institution", message, findings);
        }
        skipped
    }
}

type Families<'a> = BTreeMap<(SchoolYear, &'a str), Family<'a>>;

fn families<'a>(tables: &'a [RawTable], profile: &Profile, schools: &'a SchoolRegister, unit: Unit) -> Families<'a> {
    let main_of = mains(schools);
    let mut families = Families::new();
    if main_of.is_empty() {
        return families;
    }
    for table in tables {
        let cells = Cells::new(table, profile);
        for row in 0..table.len() {
            let number = cells.text(row, "institution");
            let Some((number, main)) = main_of.get_key_value(number) else { continue };
            let Some(year) = cells.school_year(row) else { continue };
            let family = families.entry((year, main)).or_default();
            let twin = fingerprint(table, &cells, row, unit);
            if number == main {
                *family.main.entry(twin).or_default() += 1;
                family.place.get_or_insert(table);
            } else {
                *family.departments.entry(twin).or_default() += 1;
                family.numbers.insert(number);
            }
        }
    }
    families
}

/// Returns the main school of every institution that has departments or is one. A main school is its own.
fn mains(schools: &SchoolRegister) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    for (number, school) in &schools.schools {
        let Some(parent) = school.parent.as_deref().filter(|parent| parent != number) else { continue };
        found.insert(number.as_str(), parent);
        found.insert(parent, parent);
    }
    found
}

/// A number for what makes two rows the same pupils; kept for this comparison only.
fn fingerprint(table: &RawTable, cells: &Cells, row: usize, unit: Unit) -> u64 {
    let mut hash = DefaultHasher::new();
    match unit {
        Unit::Pupil => [cells.text(row, "person"), cells.text(row, "maaned")].hash(&mut hash),
        Unit::Respondent => {
            let others = table.fields().iter().enumerate().filter(|(_, field)| *field != "institution");
            others.for_each(|(at, _)| table.cell(row, at).hash(&mut hash));
        }
        Unit::School => {}
    }
    hash.finish()
}

impl Family<'_> {
    /// Returns whether the rows of the departments are among the rows of the main school once more.
    ///
    /// A pupil who moves between them in a month has a row with both, so half of the rows are asked for; answers without a key
    /// are alike by chance, so nearly all are, and then either nearly all different or exactly as many.
    fn is_doubled(&self, unit: Unit) -> bool {
        let (all, different) = (total(&self.departments), self.departments.len());
        let in_main = |twin| self.main.get(twin).copied().unwrap_or(0);
        let again: u64 = self.departments.iter().map(|(twin, n)| u64::from((*n).min(in_main(twin)))).sum();
        let telling = u64::try_from(different).is_ok_and(|different| different * 2 > all);
        match unit {
            Unit::School => true,
            Unit::Pupil => again * 2 >= all,
            Unit::Respondent => again * 20 >= all * 19 && (telling || total(&self.main) == all),
        }
    }
}

fn total(counted: &BTreeMap<u64, u32>) -> u64 {
    counted.values().map(|n| u64::from(*n)).sum()
}

fn undecided(main: &str, family: &Family, unit: Unit, place: &RawTable) -> Finding {
    let numbers: Vec<&str> = family.numbers.iter().copied().collect();
    let (departments, all) = match numbers[..] {
        [one] => (format!("dens afdeling {one}"), "begge"),
        _ => (format!("dens afdelinger {}", numbers.join(", ")), "alle"),
    };
    let found = format!("Institution {main} og {departments} er {all} i filerne");
    if family.is_doubled(unit) {
        let message = format!("{found} med de samme elever, så eleverne ville blive talt to gange.");
        return Finding::new(153, place.table_location(), message);
    }
    Finding::new(157, place.table_location(), format!("{found} med hver deres elever. Alle elever er talt én gang."))
}

/// Returns the message on an institution the register does not know, with the likeliest ones it knows: by one digit, or by the
/// name where the file has one. A cell that is no number is not repeated.
pub(super) fn unknown(number: &str, name: &str, schools: &SchoolRegister) -> String {
    let is_number = number.len() <= 8 && number.bytes().all(|b| b.is_ascii_digit());
    let mut near = if is_number { near_numbers(number, schools) } else { named(number, schools) };
    if near.is_empty() {
        near = named(name, schools);
    }
    let what = if is_number { format!("Institution {number}") } else { "Institutionen".to_owned() };
    let meant = match &near[..] {
        [] => String::new(),
        [one] => format!(" Mente du {one}?"),
        [rest @ .., last] => format!(" Mente du {} eller {last}?", rest.join(", ")),
    };
    format!("{what} findes ikke i skoleregistret.{meant}")
}

/// Numbers with one other digit, one more or less, or two neighbours swapped; at most three.
fn near_numbers<'a>(number: &str, schools: &'a SchoolRegister) -> Vec<&'a str> {
    let known = schools.schools.keys().map(String::as_str);
    known.filter(|known| strsim::osa_distance(known, number) == 1).take(3).collect()
}

/// Schools whose name is this one, in whatever way it is written.
fn named<'a>(name: &str, schools: &'a SchoolRegister) -> Vec<&'a str> {
    let wanted = plain(name);
    let same = schools.schools.iter().filter(|(_, school)| !wanted.is_empty() && plain(&school.name) == wanted);
    same.map(|(number, _)| number.as_str()).take(3).collect()
}

/// A name without the words that come and go: "Københavns Kommune" is "København", "Sct. Knuds Skole" is "sct knud".
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !["", "kommune", "skole", "skolen", "afdeling"].contains(w));
    let bare = |word: &str| {
        let word = word.strip_suffix("skolen").or_else(|| word.strip_suffix("skole")).filter(|w| !w.is_empty()).unwrap_or(word);
        word.strip_suffix('s').unwrap_or(word).to_owned()
    };
    words.map(bare).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::register::School;

    fn register() -> SchoolRegister {
        let school =
            |name: &str, parent: Option<&str>| School { name: name.into(), district: None, parent: parent.map(str::to_owned) };
        let schools = [
            ("280417", school("Engskolen", None)),
            ("607003", school("Engskolen, afdeling Mosen", Some("280417"))),
            ("607004", school("Engskolen, afdeling Bakken", Some("280417"))),
            ("280500", school("Sct. Knuds Skole", None)),
        ];
        SchoolRegister {
            schools: schools.map(|(number, school)| (number.to_owned(), school)).into(),
            ..SchoolRegister::default()
        }
    }

    #[test]
    fn one_digit_off_is_named() {
        let said = |number, name| unknown(number, name, &register());
        assert_eq!(said("280416", ""), "Institution 280416 findes ikke i skoleregistret. Mente du 280417?");
        assert_eq!(said("284017", ""), "Institution 284017 findes ikke i skoleregistret. Mente du 280417?");
        assert_eq!(said("607005", ""), "Institution 607005 findes ikke i skoleregistret. Mente du 607003 eller 607004?");
        assert_eq!(said("999999", ""), "Institution 999999 findes ikke i skoleregistret.");
    }

    #[test]
    fn a_name_is_known_in_every_spelling_and_never_repeated() {
        for name in ["Sct. Knuds Skole", "sct knud", "SCT KNUDS SKOLE"] {
            assert_eq!(unknown("999999", name, &register()), "Institution 999999 findes ikke i skoleregistret. Mente du 280500?");
        }
        assert_eq!(unknown("Anna Prøve", "", &register()), "Institutionen findes ikke i skoleregistret.");
        assert_eq!(unknown("Engskolen", "", &register()), "Institutionen findes ikke i skoleregistret. Mente du 280417?");
        assert_eq!(plain("Københavns Kommune"), plain("København"));
    }

    type Line<'a> = (&'a str, &'a str, &'a str);

    fn pupils(lines: &[Line]) -> RawTable {
        let fields = ["skoleaar", "institution", "person", "maaned"];
        let fields = (0..).zip(fields).map(|(at, field)| (field.to_owned(), field.to_owned(), at)).collect();
        let mut table = RawTable::new("a.csv", None, fields);
        (2..).zip(lines).for_each(|(row, (number, person, month))| table.push_row(row, ["2023/24", number, person, month]));
        table
    }

    fn judged(lines: &[Line], level: &str, unit: Unit) -> (Vec<u16>, Vec<bool>) {
        let profile: Profile = toml::from_str(&format!("navn='x'\nkilde='fravaer'\n{level}\n[kolonner]\n")).expect("valid");
        let tables = [pupils(lines)];
        let (levels, found) = Levels::of(&tables, &profile, &register(), unit);
        let (cells, mut findings) = (Cells::new(&tables[0], &profile), Findings::default());
        let skipped = (0..lines.len()).map(|row| levels.skips(&cells, row, &mut findings)).collect();
        (found.iter().chain(findings.iter()).map(|f| f.code.0).collect(), skipped)
    }

    const TWICE: [Line; 4] =
        [("280417", "1", "2023-08"), ("280417", "2", "2023-08"), ("607003", "1", "2023-08"), ("607004", "2", "2023-08")];
    const APART: [Line; 3] = [("280417", "1", "2023-08"), ("280417", "2", "2023-08"), ("607003", "3", "2023-08")];

    #[test]
    fn the_same_pupils_on_two_levels_stop_the_file() {
        assert_eq!(judged(&TWICE, "", Unit::Pupil), (vec![153], vec![false; 4]));
        assert_eq!(judged(&TWICE, "", Unit::School).0, [153]);
    }

    #[test]
    fn a_main_school_with_pupils_of_its_own_is_only_remarked() {
        assert_eq!(judged(&APART, "", Unit::Pupil).0, [157]);
        assert!(judged(&APART[..2], "", Unit::Pupil).0.is_empty(), "one level");
    }

    #[test]
    fn the_profile_says_which_level_counts() {
        assert_eq!(judged(&TWICE, "niveau='afdeling'", Unit::Pupil), (vec![154], vec![true, true, false, false]));
        assert_eq!(judged(&TWICE, "niveau='hovedinstitution'", Unit::Pupil), (vec![154], vec![false, false, true, true]));
        assert_eq!(judged(&APART[..2], "niveau='afdeling'", Unit::Pupil), (vec![], vec![false, false]), "nothing is lost");
    }

    #[test]
    fn answers_without_a_key_are_compared_whole() {
        assert_eq!(judged(&TWICE, "", Unit::Respondent).0, [153]);
        assert_eq!(judged(&APART, "", Unit::Respondent).0, [157]);
    }
}
