//! Jumps since the year before: half a file looks like a calm year, a file read twice like a wild one.

use super::cell::Cells;
use super::weeks::folder;
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::period::{ReportPeriods, SchoolYear};
use crate::model::profile::Profile;
use crate::model::raw::RawTable;
use crate::model::records::Records;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Fewer rows than this jump by themselves.
const FEW: u64 = 20;

/// What is compared with the year before.
pub struct Compared<'a> {
    /// The files of the survey.
    pub survey: Option<(&'a [RawTable], &'a Profile)>,
    /// The files of absence per pupil.
    pub absence: Option<(&'a [RawTable], &'a Profile)>,
    /// The validated rows of all sources.
    pub records: &'a Records,
    /// The folders of police lists and population, for the place of a finding.
    pub folders: (&'a str, &'a str),
    /// The three clocks.
    pub periods: ReportPeriods,
    /// Month of the first police list, counted from year 0.
    pub first_list: Option<i64>,
    /// The limit, in per cent.
    pub percent: i64,
}

/// Returns a finding for each source and school that changed by more than the limit since the year before.
pub fn jumps(compared: &Compared) -> Findings {
    let mut findings = Findings::default();
    let (limit, periods) = (compared.percent, compared.periods);
    if let Some((tables, profile)) = compared.survey {
        let counted = per_school(tables, profile, |_, _, running| running);
        findings.extend(of_schools(&counted, periods.survey, "svar", &folder(tables), limit));
    }
    if let Some((tables, profile)) = compared.absence {
        let counted = per_school(tables, profile, |cells, row, _| pupil(cells, row));
        findings.extend(of_schools(&counted, periods.absence, "elever", &folder(tables), limit));
    }
    police(compared).into_iter().chain(population(compared)).for_each(|finding| findings.push(finding));
    findings
}

/// How many there were, and how many there are.
struct Change<'a> {
    /// "Politiets lister", "Institution 280417".
    who: &'a str,
    /// "rækker", "elever".
    what: &'a str,
    years: (String, String),
    before: u64,
    now: u64,
}

impl Change<'_> {
    fn finding(&self, place: &str, limit: i64) -> Option<Finding> {
        let Self { who, what, years: (last, this), before, now } = self;
        let percent = now.abs_diff(*before) * 100 / (*before).max(1);
        if *before.max(now) < FEW || i64::try_from(percent).is_ok_and(|percent| percent <= limit) {
            return None;
        }
        let direction = if now > before { "en stigning" } else { "et fald" };
        let message = match before {
            0 => format!("{who} har {now} {what} i {this}, men ingen i {last}."),
            _ => format!("{who} har {now} {what} i {this} mod {before} i {last}, {direction} på {percent} %."),
        };
        Some(Finding::new(155, Location::file(place), message))
    }
}

/// Different units of each school of each school year, as numbers that stand for them here only.
type PerSchool<'a> = BTreeMap<SchoolYear, BTreeMap<&'a str, Vec<u64>>>;

/// Returns the units of each school; `unit` names the unit of a row by its cells or its running number.
fn per_school<'a>(tables: &'a [RawTable], profile: &'a Profile, unit: impl Fn(&Cells, usize, u64) -> u64) -> PerSchool<'a> {
    let (mut found, mut running) = (PerSchool::new(), 0);
    for table in tables {
        let cells = Cells::new(table, profile);
        // The months of a pupil stand together in most files: they are looked up once.
        let mut last = None;
        for row in 0..table.len() {
            running += 1;
            let at = (cells.text(row, "skoleaar"), cells.text(row, "institution"), unit(&cells, row, running));
            if last.replace(at) == Some(at) {
                continue;
            }
            if let Some(year) = cells.school_year(row) {
                found.entry(year).or_default().entry(at.1).or_default().push(at.2);
            }
        }
    }
    for units in found.values_mut().flat_map(BTreeMap::values_mut) {
        units.sort_unstable();
        units.dedup();
    }
    found
}

fn pupil(cells: &Cells, row: usize) -> u64 {
    let mut hash = DefaultHasher::new();
    cells.text(row, "person").hash(&mut hash);
    hash.finish()
}

/// A source that has nothing in one of the years has not jumped: it begins, or it is missing and told elsewhere.
fn of_schools(counted: &PerSchool, year: SchoolYear, what: &str, place: &str, limit: i64) -> Findings {
    let mut findings = Findings::default();
    let last = SchoolYear(year.0 - 1);
    let (Some(now), Some(before)) = (counted.get(&year), counted.get(&last)) else { return findings };
    let years = || (last.to_string(), year.to_string());
    let size = |school: Option<&Vec<u64>>| school.map_or(0, |units| u64::try_from(units.len()).expect("a count fits 64 bits"));
    let all = |schools: &BTreeMap<&str, Vec<u64>>| schools.values().map(|units| size(Some(units))).sum();
    let whole = Change { who: "Kilden", what, years: years(), before: all(before), now: all(now) };
    let whole = whole.finding(place, limit);
    let told = whole.is_some();
    whole.into_iter().for_each(|finding| findings.push(finding));
    let schools: BTreeSet<&str> = now.keys().chain(before.keys()).copied().filter(|number| is_number(number)).collect();
    // Where the whole source has jumped, every school has.
    for school in schools.into_iter().filter(|_| !told) {
        let who = format!("Institution {school}");
        let change = Change { who: &who, what, years: years(), before: size(before.get(school)), now: size(now.get(school)) };
        change.finding(place, limit).into_iter().for_each(|finding| findings.push(finding));
    }
    findings
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 8 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Only years with lists from their first month on.
fn police(compared: &Compared) -> Option<Finding> {
    let year = compared.periods.police;
    let covered = compared.first_list.is_some_and(|first| first <= i64::from(year - 1) * 12);
    let of = |year: i16| compared.records.police.rows.iter().filter(|row| row.date.year == year).count();
    yearly(covered, "Politiets lister", "rækker", (of(year - 1), of(year)), year).finding(compared.folders.0, compared.percent)
}

/// The newest year that is there.
fn population(compared: &Compared) -> Option<Finding> {
    let rows = &compared.records.population;
    let year = rows.iter().map(|row| row.year).filter(|year| *year <= compared.periods.meeting_year).max()?;
    let of = |year: i16| {
        usize::try_from(rows.iter().filter(|row| row.year == year).filter_map(|row| row.count.known()).sum::<i64>()).unwrap_or(0)
    };
    let counts = (of(year - 1), of(year));
    yearly(counts.0 > 0, "Befolkningen", "personer", counts, year).finding(compared.folders.1, compared.percent)
}

fn yearly<'a>(covered: bool, who: &'a str, what: &'a str, (before, now): (usize, usize), year: i16) -> Change<'a> {
    let count = |n: usize| if covered { u64::try_from(n).expect("a count fits 64 bits") } else { 0 };
    Change { who, what, years: ((year - 1).to_string(), year.to_string()), before: count(before), now: count(now) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::geography::ResidenceDistrict;
    use crate::model::person::Sex;
    use crate::model::records::Given;
    use crate::model::records::PopulationRow;

    fn said(before: u64, now: u64) -> Option<String> {
        let change = Change { who: "Kilden", what: "svar", years: ("2023/24".into(), "2024/25".into()), before, now };
        change.finding("indbakke/upu", 50).map(|f| f.message)
    }

    #[test]
    fn a_jump_is_told_with_both_numbers() {
        assert_eq!(said(84, 31), Some("Kilden har 31 svar i 2024/25 mod 84 i 2023/24, et fald på 63 %.".into()));
        assert_eq!(said(20, 31), Some("Kilden har 31 svar i 2024/25 mod 20 i 2023/24, en stigning på 55 %.".into()));
        assert_eq!(said(0, 31), Some("Kilden har 31 svar i 2024/25, men ingen i 2023/24.".into()));
    }

    #[test]
    fn what_is_within_the_limit_or_tiny_is_not_told() {
        assert_eq!((said(20, 30), said(60, 30), said(2, 19), said(19, 0)), (None, None, None, None));
    }

    fn survey(years: &[(&str, &str, usize)]) -> RawTable {
        let fields = vec![("skoleaar".into(), "Skoleår".into(), 0), ("institution".into(), "Nr".into(), 1)];
        let mut table = RawTable::new("indbakke/upu/a.csv", None, fields);
        for (year, number, rows) in years {
            (0..*rows).for_each(|_| table.push_row(2, [*year, *number]));
        }
        table
    }

    fn told(years: &[(&str, &str, usize)]) -> Vec<String> {
        let profile: Profile = toml::from_str("navn='x'\nkilde='upu'\n[kolonner]\n").expect("valid");
        let (tables, records) = ([survey(years)], Records::default());
        let compared = Compared {
            survey: Some((&tables, &profile)),
            absence: None,
            records: &records,
            folders: ("", ""),
            periods: ReportPeriods::for_meeting(2025),
            first_list: None,
            percent: 50,
        };
        jumps(&compared).iter().map(|f| f.message.clone()).collect()
    }

    #[test]
    fn each_school_is_compared_with_itself() {
        let years = [("2023/24", "280417", 84), ("2024/25", "280417", 31), ("2023/24", "280418", 90), ("2024/25", "280418", 95)];
        assert_eq!(told(&years), ["Institution 280417 har 31 svar i 2024/25 mod 84 i 2023/24, et fald på 63 %."]);
    }

    #[test]
    fn a_source_that_jumps_as_a_whole_is_told_once_and_a_first_year_is_none() {
        assert_eq!(told(&[("2023/24", "1", 90), ("2023/24", "2", 90), ("2024/25", "1", 40), ("2024/25", "2", 30)]).len(), 1);
        assert!(told(&[("2024/25", "1", 90)]).is_empty());
        assert!(
            told(&[("2023/24", "Anna", 90), ("2024/25", "Anna", 20), ("2024/25", "2", 60)]).iter().all(|m| !m.contains("Anna"))
        );
    }

    #[test]
    fn the_population_of_the_newest_year_is_compared() {
        let row = |year, count| PopulationRow {
            district: None::<ResidenceDistrict>,
            sex: Sex::Boy,
            age: 12,
            year,
            count: Given::Known(count),
        };
        let records = Records { population: vec![row(2023, 1000), row(2024, 100)], ..Records::default() };
        let compared = Compared {
            survey: None,
            absence: None,
            records: &records,
            folders: ("p", "b"),
            periods: ReportPeriods::for_meeting(2025),
            first_list: None,
            percent: 50,
        };
        let found = jumps(&compared);
        let places: Vec<&str> = found.iter().map(|f| f.location.file.as_str()).collect();
        assert_eq!(places, ["b"]);
    }
}
