//! Absence as a list: one row per pupil, date and kind. The days are summed per month; the school days come from the calendar.

use super::super::cell::Cells;
use super::super::{Checked, Context, Tally};
use super::schools::shown;
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::geography::SchoolDistrict;
use crate::model::month::{Month, weekday};
use crate::model::period::Date;
use crate::model::person::Pseudonym;
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::records::{AbsenceRecord, Given, SchoolKey};
use crate::model::register::SchoolCalendar;
use std::collections::{BTreeMap, BTreeSet};

/// A whole day, in hundredths.
const DAY: i64 = 100;

/// What a row says a pupil was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Illness,
    Permitted,
    Unauthorised,
    Present,
}

/// One row that can be read.
struct Day {
    pupil: Pseudonym,
    date: Date,
    kind: Kind,
    hundredths: i64,
    place: Place,
}

/// Where a pupil goes to school.
#[derive(Clone, Copy)]
struct Place {
    district: Option<SchoolDistrict>,
    school: Option<SchoolKey>,
    grade: Option<u8>,
}

/// Returns a record per pupil and month.
///
/// A pupil counts in every month from the first to the last of the whole list, with the school days of the calendar. Pupils
/// who were never absent must be in the list too (`til stede`), or the profile must say that nobody is left out
/// (`alle_elever = "ja"` under konstanter): without them every share would be too high, so the list is stopped.
pub(super) fn per_day(tables: &[RawTable], profile: &Profile, context: Context) -> Checked<Vec<AbsenceRecord>> {
    let mut checked = Checked { value: Vec::new(), findings: Findings::default(), tallies: Vec::new() };
    let Some(calendar) = &context.schools.calendar else {
        return stopped(tables, "En liste med fraværsdage kan først tælles, når skoledagene er kendt.", CALENDAR_ADVICE);
    };
    let mut list = List::default();
    for table in tables {
        let cells = Cells::new(table, profile);
        let mut tally = Tally::of(table);
        for row in 0..table.len() {
            match day(&cells, row, calendar, context, &mut checked.findings) {
                Some(day) => list.take(&day, &cells, row, &mut tally, &mut checked.findings),
                None => tally.rejected += 1,
            }
        }
        list.complete |= !table.is_empty() && cells.text(0, "alle_elever").eq_ignore_ascii_case("ja");
        checked.tallies.push(tally);
    }
    if !list.complete && !list.days.is_empty() {
        let message = "Listen har kun elever med fravær, så andelen af alle elever kan ikke beregnes.";
        return stopped(tables, message, PUPILS_ADVICE);
    }
    checked.value = list.records(calendar);
    if let Some(first) = tables.first() {
        list.tell_closed_days(&first.table_location(), &mut checked.findings);
    }
    checked
}

const CALENDAR_ADVICE: &str = "Skriv skolekalender = \"stamdata/skolekalender.csv\" under [stamdata] i ssp.toml, og læg en fil \
    med kolonnerne dato og skoledag (ja eller nej) der.";
const PUPILS_ADVICE: &str = "Tag elever uden fravær med i listen med typen \"til stede\", eller skriv alle_elever = \"ja\" under \
    konstanter i importprofilen, hvis ingen elever mangler.";

const CLOSED_ADVICE: &str = "Var skolen lukket, så skriv dagen som fridag i skolekalenderen, og tag fraværet ud af filen.";

/// Fewer pupils may well be ill on the same day.
const FEWEST_OF_A_SCHOOL: usize = 10;

fn danish(date: Date) -> String {
    format!("{}-{:02}-{:02}", date.year, date.month, date.day)
}

/// Returns nothing but the finding; every row is rejected.
fn stopped(tables: &[RawTable], message: &str, action: &str) -> Checked<Vec<AbsenceRecord>> {
    let mut findings = Findings::default();
    let all_rejected = |table: &RawTable| {
        let mut tally = Tally::of(table);
        tally.rejected = tally.read - tally.skipped;
        tally
    };
    for table in tables {
        findings.push(Finding::new(136, table.table_location(), message).with_action(action));
    }
    Checked { value: Vec::new(), findings, tallies: tables.iter().map(all_rejected).collect() }
}

fn day(cells: &Cells, row: usize, calendar: &SchoolCalendar, context: Context, findings: &mut Findings) -> Option<Day> {
    let Some(date) = cells.date(row, "dato") else {
        cells.report(104, row, "dato", "Datoen kan ikke læses.", findings);
        return None;
    };
    let kind = match cells.word(row, "type", findings) {
        Some("sygdom") => Kind::Illness,
        Some("lovligt") => Kind::Permitted,
        Some("ulovligt") => Kind::Unauthorised,
        Some("til stede") => Kind::Present,
        other => {
            if other.is_some() {
                cells.report(
                    104,
                    row,
                    "type",
                    "Fraværets type kan ikke læses. Ventede sygdom, lovligt, ulovligt eller til stede.",
                    findings,
                );
            }
            return None;
        }
    };
    let hundredths = length(cells, row, findings)?;
    let message = if weekday(date) > 5 {
        Some("Datoen er en lørdag eller en søndag.")
    } else if !calendar.days.contains(&date) {
        Some("Datoen er ikke en skoledag i skolekalenderen.")
    } else {
        None
    };
    if let Some(message) = message.filter(|_| kind != Kind::Present) {
        cells.report(42, row, "dato", message, findings);
        return None;
    }
    let Some(pupil) = cells.person(row) else {
        cells.report(103, row, "elev", "Rækken har ingen elevnøgle.", findings);
        return None;
    };
    let school = SchoolKey::of(cells.text(row, "institution"));
    let place = Place { district: cells.school(row, context.schools, findings), school, grade: cells.grade(row) };
    Some(Day { pupil, date, kind, hundredths, place })
}

/// Returns how much of the day: `dage` or `andel` (0,5), a whole day where the file has neither.
fn length(cells: &Cells, row: usize, findings: &mut Findings) -> Option<i64> {
    let field = if cells.text(row, "dage").is_empty() { "andel" } else { "dage" };
    if cells.text(row, field).is_empty() {
        return Some(DAY);
    }
    let found = cells.hundredths(row, field).filter(|part| (0..=DAY).contains(part));
    if found.is_none() {
        cells.report(104, row, field, "Tallet kan ikke læses. Ventede en del af en dag mellem 0 og 1, som 0,5.", findings);
    }
    found
}

/// The days of all tables.
#[derive(Default)]
struct List {
    days: BTreeMap<(Pseudonym, Date), BTreeMap<Kind, i64>>,
    places: BTreeMap<Pseudonym, BTreeMap<Month, Place>>,
    complete: bool,
    /// The pupils of each institution, by its number.
    pupils: BTreeMap<String, BTreeSet<Pseudonym>>,
}

impl List {
    fn take(&mut self, day: &Day, cells: &Cells, row: usize, tally: &mut Tally, findings: &mut Findings) {
        let kinds = self.days.entry((day.pupil, day.date)).or_default();
        let absent: i64 = kinds.iter().filter(|(kind, _)| **kind != Kind::Present).map(|(_, part)| part).sum();
        if kinds.get(&day.kind) == Some(&day.hundredths) {
            cells.report(39, row, "dato", "Samme elev, dato og type står to gange og er talt én gang.", findings);
            tally.merged += 1;
        } else if day.kind != Kind::Present && absent + day.hundredths > DAY {
            cells.report(42, row, "dato", "Eleven har mere end én fraværsdag på samme dato.", findings);
            tally.rejected += 1;
        } else {
            *kinds.entry(day.kind).or_default() += day.hundredths;
            self.pupils.entry(cells.text(row, "institution").to_owned()).or_default().insert(day.pupil);
            self.complete |= day.kind == Kind::Present;
            if let Some(month) = Month::new(day.date.year, day.date.month) {
                self.places.entry(day.pupil).or_default().insert(month, day.place);
            }
            tally.used += 1;
        }
    }

    fn records(&self, calendar: &SchoolCalendar) -> Vec<AbsenceRecord> {
        let mut sums: BTreeMap<(Pseudonym, Month), [i64; 3]> = BTreeMap::new();
        for ((pupil, date), kinds) in &self.days {
            let Some(month) = Month::new(date.year, date.month) else { continue };
            let sum = sums.entry((*pupil, month)).or_default();
            for (kind, place) in [(Kind::Illness, 0), (Kind::Permitted, 1), (Kind::Unauthorised, 2)] {
                sum[place] += kinds.get(&kind).copied().unwrap_or(0);
            }
        }
        let months: Vec<(Month, i64)> = self.months(calendar);
        let of_pupil = |(pupil, places): (&Pseudonym, &BTreeMap<Month, Place>)| -> Vec<AbsenceRecord> {
            let one = |(month, school_days): &(Month, i64)| {
                let place = places.range(..=*month).next_back().or_else(|| places.iter().next()).map(|(_, place)| *place)?;
                let [illness, permitted, unauthorised] =
                    sums.get(&(*pupil, *month)).copied().unwrap_or_default().map(Given::Known);
                Some(AbsenceRecord {
                    pupil: *pupil,
                    school_year: month.school_year(),
                    month: month.month,
                    district: place.district,
                    school: place.school,
                    grade: place.grade,
                    illness,
                    permitted,
                    unauthorised,
                    school_days: Given::Known(*school_days),
                })
            };
            months.iter().filter_map(one).collect()
        };
        self.places.iter().flat_map(of_pupil).collect()
    }

    /// A day on which nobody of a school came was hardly a school day there: it makes the school's absence too high.
    fn tell_closed_days(&self, place: &Location, findings: &mut Findings) {
        let dates: BTreeSet<Date> = self.days.keys().map(|(_, date)| *date).collect();
        let is_away = |pupil: &Pseudonym, date: Date| {
            let kinds = self.days.get(&(*pupil, date)).into_iter().flatten();
            kinds.filter(|(kind, _)| **kind != Kind::Present).map(|(_, part)| part).sum::<i64>() >= DAY
        };
        for (school, pupils) in self.pupils.iter().filter(|(_, pupils)| pupils.len() >= FEWEST_OF_A_SCHOOL) {
            for date in dates.iter().filter(|date| pupils.iter().all(|pupil| is_away(pupil, **date))) {
                let name = if school.is_empty() { "skolen" } else { shown(school) };
                let message = format!("Ingen elev fra {name} var i skole den {}.", danish(*date));
                findings.push(Finding::new(137, place.clone(), message).with_action(CLOSED_ADVICE));
            }
        }
    }

    /// Returns the months of the list that have school days, with how many, in hundredths.
    fn months(&self, calendar: &SchoolCalendar) -> Vec<(Month, i64)> {
        let mut in_list = self.places.values().flat_map(BTreeMap::keys);
        let Some(first) = in_list.next() else { return Vec::new() };
        let (first, last) = in_list.fold((*first, *first), |(low, high), month| (low.min(*month), high.max(*month)));
        let mut days: BTreeMap<Month, i64> = BTreeMap::new();
        for month in calendar.days.iter().filter_map(|date| Month::new(date.year, date.month)) {
            if (first..=last).contains(&month) {
                *days.entry(month).or_default() += DAY;
            }
        }
        days.into_iter().collect()
    }
}
