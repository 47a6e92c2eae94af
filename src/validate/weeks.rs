//! Which police lists came. A missing list makes a year look calmer than it was, so every gap is found and shown.

use super::cell::Cells;
use super::list_week::{Stated, stated};
use crate::diagnostic::{Finding, Findings, Location};
use crate::model::period::{Date, Week};
use crate::model::profile::{Profile, Rhythm};
use crate::model::raw::RawTable;
use std::collections::{BTreeMap, BTreeSet};

/// The lists of all files, and the gaps between them.
pub struct Lists {
    /// The list each table is, in the order of the tables.
    pub of_table: Vec<TableList>,
    /// Every expected list and whether it came. Months are numbered 1-12.
    pub expected: Vec<(Week, bool)>,
}

/// The list one table is.
#[derive(Default)]
pub struct TableList {
    /// The week (or month) of the list; `None` = cannot be told, or an extract over many weeks.
    pub week: Option<Week>,
    /// Every week the table has.
    weeks: BTreeSet<Week>,
    /// Each row states the list it was on: several lists in one table.
    pub by_row: bool,
    /// The list says its week; a week taken from the dates cannot contradict them.
    pub stated: bool,
    /// The week of most dates.
    usual: Option<Week>,
}

impl TableList {
    /// Returns the week a number alone is read near to: the row's own date, but for one far from all others.
    pub(super) fn near(&self, date: Option<Week>, rhythm: Rhythm) -> Option<Week> {
        near(date, self.usual, rhythm)
    }
}

fn near(date: Option<Week>, usual: Option<Week>, rhythm: Rhythm) -> Option<Week> {
    let within_a_year = |date: &Week| usual.and_then(|usual| weeks_between(*date, usual, rhythm)).is_some_and(|w| w.abs() <= 60);
    date.filter(within_a_year).or(usual)
}

impl Lists {
    /// Returns the month of the first list that came, counted from year 0 (January 2022 = 2022 · 12).
    pub fn first_month(&self, profile: &Profile) -> Option<i64> {
        let first = self.of_table.iter().flat_map(|list| &list.weeks).min()?;
        let day = first_day(*first, profile.rytme.unwrap_or(Rhythm::Week))?;
        // Week 1 may begin in the last days of December; it is the first list of its own year all the same.
        let month = if day.year < first.year { 1 } else { day.month };
        Some(i64::from(first.year) * 12 + i64::from(month) - 1)
    }
}

/// Returns which lists came between week 1 of the first year seen and the end of `through` (or the last list seen).
pub fn lists(tables: &[RawTable], profile: &Profile, through: i16) -> (Lists, Findings) {
    let rhythm = profile.rytme.unwrap_or(Rhythm::Week);
    let mut findings = Findings::default();
    let of_table: Vec<TableList> = tables.iter().map(|t| list_of(t, profile, rhythm, &mut findings)).collect();
    findings.extend(doubled(tables, &of_table, rhythm));
    let came: BTreeSet<Week> = of_table.iter().flat_map(|list| &list.weeks).copied().collect();
    let (Some(first), Some(last)) = (came.first(), came.last()) else {
        return (Lists { of_table, expected: Vec::new() }, findings);
    };
    let end = (*last).max(Week { year: through, number: numbers(through, rhythm) });
    let all = (first.year..=end.year).flat_map(|year| (1..=numbers(year, rhythm)).map(move |number| Week { year, number }));
    let expected: Vec<(Week, bool)> = all.filter(|w| *w <= end).map(|w| (w, came.contains(&w))).collect();
    findings.extend(missing(&expected, &folder(tables), rhythm));
    (Lists { of_table, expected }, findings)
}

/// One finding per year with lists that did not come.
fn missing(expected: &[(Week, bool)], folder: &str, rhythm: Rhythm) -> Findings {
    let mut missing: BTreeMap<i16, Vec<Week>> = BTreeMap::new();
    for (week, _) in expected.iter().filter(|(_, came)| !came) {
        missing.entry(week.year).or_default().push(*week);
    }
    let mut findings = Findings::default();
    for (year, weeks) in missing {
        let names: Vec<String> = weeks.iter().map(|week| short_name(*week, rhythm)).collect();
        let unit = if rhythm == Rhythm::Week { "uge " } else { "" };
        let message = format!("Der mangler lister i {year}: {unit}{}.", listed(&names));
        let count = u64::try_from(weeks.len()).expect("a year has fewer than 54 lists");
        findings.push(Finding::new(101, Location::file(folder), message).counted(count));
    }
    findings
}

fn doubled(tables: &[RawTable], of_table: &[TableList], rhythm: Rhythm) -> Findings {
    let mut findings = Findings::default();
    let mut seen: BTreeMap<Week, &str> = BTreeMap::new();
    for (table, list) in tables.iter().zip(of_table) {
        // An extract over many weeks is no list: it does not double one.
        for week in list.weeks.iter().filter(|_| list.week.is_some()) {
            if let Some(earlier) = seen.insert(*week, table.file()) {
                let message = format!("Der er også en liste for {} i {earlier}.", name(*week, rhythm));
                findings.push(Finding::new(109, table.table_location(), message));
            }
        }
    }
    findings
}

/// Returns the folder all files lie in.
pub(super) fn folder(tables: &[RawTable]) -> String {
    let mut common = tables.first().map_or("", RawTable::file);
    while tables.iter().any(|t| !t.file().starts_with(common)) || !common.ends_with('/') {
        let Some((shorter, _)) = common.trim_end_matches('/').rsplit_once('/') else { return String::new() };
        common = &common[..=shorter.len()];
    }
    common.trim_end_matches('/').to_owned()
}

/// Returns "29, 51 og 52".
fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} og {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

pub(super) const MONTHS: [&str; 12] =
    ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];

/// Returns "12" or "marts".
fn short_name(week: Week, rhythm: Rhythm) -> String {
    match rhythm {
        Rhythm::Week => week.number.to_string(),
        Rhythm::Month => MONTHS[usize::from(week.number - 1)].to_owned(),
    }
}

/// Returns "uge 12 i 2024" or "marts 2024".
fn name(week: Week, rhythm: Rhythm) -> String {
    match rhythm {
        Rhythm::Week => format!("uge {} i {}", week.number, week.year),
        Rhythm::Month => format!("{} {}", short_name(week, rhythm), week.year),
    }
}

/// Returns how many lists a year has.
pub(super) fn numbers(year: i16, rhythm: Rhythm) -> u8 {
    match rhythm {
        Rhythm::Month => 12,
        Rhythm::Week => weeks_in(year),
    }
}

/// Returns 52 or 53: the ISO week of 28 December is always the last of its year.
fn weeks_in(year: i16) -> u8 {
    week_of(Date { year, month: 12, day: 28 }).number
}

/// Returns the ISO week of a date.
pub(super) fn week_of(date: Date) -> Week {
    let iso = civil(date).iso_week_date();
    Week { year: iso.year(), number: iso.week().unsigned_abs() }
}

fn civil(date: Date) -> jiff::civil::Date {
    let (month, day) = (date.month.cast_signed(), date.day.cast_signed());
    jiff::civil::Date::new(date.year, month, day).expect("a model date is a valid calendar date")
}

/// Returns how many days `later` lies after `earlier`.
pub(super) fn days_between(earlier: Date, later: Date) -> i64 {
    civil(earlier).duration_until(civil(later)).as_hours() / 24
}

/// Returns how many whole weeks the first day of `later` lies after the first day of `earlier`.
pub(super) fn weeks_between(earlier: Week, later: Week, rhythm: Rhythm) -> Option<i64> {
    Some(days_between(first_day(earlier, rhythm)?, first_day(later, rhythm)?) / 7)
}

/// Returns the Monday of an ISO week, or the first day of a month.
pub(super) fn first_day(week: Week, rhythm: Rhythm) -> Option<Date> {
    let monday = || {
        let iso = jiff::civil::ISOWeekDate::new(week.year, week.number.cast_signed(), jiff::civil::Weekday::Monday).ok()?;
        let date = iso.date();
        Some(Date { year: date.year(), month: date.month().unsigned_abs(), day: date.day().unsigned_abs() })
    };
    match rhythm {
        Rhythm::Week => monday(),
        Rhythm::Month => Some(Date { year: week.year, month: week.number, day: 1 }),
    }
}

/// So many different weeks (or months) of dates make a table without a stated week an extract, not a list. A list of one week
/// tells of late reports from some others, never of two months.
const EXTRACT_WEEKS: usize = 8;
const EXTRACT_MONTHS: usize = 4;

/// A list is made of the week that passed, now and then of two. When most rows are older, or later than the list, the week is
/// wrong and not the dates; of one or two rows it cannot be told.
const USUAL_DELAY_DAYS: i64 = 21;
const ROWS_TO_TELL: usize = 3;

fn list_of(table: &RawTable, profile: &Profile, rhythm: Rhythm, findings: &mut Findings) -> TableList {
    let cells = Cells::new(table, profile);
    let dates: Vec<Option<Week>> = (0..table.len()).map(|row| cells.date(row, "dato").map(|d| of_date(d, rhythm))).collect();
    let usual = most_frequent(dates.iter().flatten().copied());
    let mut said = Vec::new();
    for (row, date) in dates.iter().enumerate() {
        let text = stated(cells.text(row, "uge"), rhythm, near(*date, usual, rhythm));
        report_unread(&text, &cells, row, findings);
        said.extend(text.week());
    }
    let weeks: BTreeSet<Week> = said.iter().copied().collect();
    match (most_frequent(said.into_iter()), usual) {
        (Some(week), _) if weeks.len() == 1 => {
            let week = believed(week, &dates, table, rhythm, findings);
            TableList { week: Some(week), weeks: [week].into(), by_row: false, stated: true, usual }
        }
        (Some(week), _) => TableList { week: Some(week), weeks, by_row: true, stated: true, usual },
        (None, usual) => from_dates(dates.into_iter().flatten().collect(), usual, rhythm),
    }
}

fn report_unread(text: &Stated, cells: &Cells, row: usize, findings: &mut Findings) {
    let what = match text {
        Stated::Nothing | Stated::Week(_) => return,
        Stated::NoSuch(week) => format!("Uge {} findes ikke i {}.", week.number, week.year),
        Stated::Unreadable => "Ugen kan ikke læses. Ventede 2024-U12, 12/2024 eller uge 12 2024.".to_owned(),
    };
    cells.report(31, row, "uge", &format!("{what} Listens datoer er brugt i stedet."), findings);
}

/// Returns the week a list says, or the week of most of its dates where they lie after it: the dates cannot all be wrong.
fn believed(week: Week, dates: &[Option<Week>], table: &RawTable, rhythm: Rhythm, findings: &mut Findings) -> Week {
    let slack = if rhythm == Rhythm::Week { USUAL_DELAY_DAYS } else { 2 * 31 };
    let days_before = |date: &Week| weeks_between(*date, week, rhythm).map_or(0, |weeks| weeks * 7);
    let most = |wrong: &dyn Fn(&Week) -> bool| {
        let found: Vec<Week> = dates.iter().flatten().copied().filter(|date| wrong(date)).collect();
        let is_most = found.len() >= ROWS_TO_TELL && found.len() * 2 > dates.iter().flatten().count();
        most_frequent(found.into_iter()).filter(|_| is_most)
    };
    let (later, older) = (most(&|date| *date > week), most(&|date| days_before(date) >= slack));
    let Some(dated) = later.or(older) else { return week };
    let own = if rhythm == Rhythm::Week { "Listens egen uge er brugt." } else { "Listens egen måned er brugt." };
    let used = if later.is_some() { "Datoerne er brugt." } else { own };
    let (said, seen) = (name(week, rhythm), name(dated, rhythm));
    let message = format!("Listen er for {said}, men de fleste datoer ligger langt fra, flest i {seen}. {used}");
    findings.push(Finding::new(151, table.table_location(), message));
    later.unwrap_or(week)
}

/// A table that states no week: the week of most dates, or an extract when the dates are spread over many.
fn from_dates(dates: Vec<Week>, usual: Option<Week>, rhythm: Rhythm) -> TableList {
    let different: BTreeSet<Week> = dates.into_iter().collect();
    let many = if rhythm == Rhythm::Week { EXTRACT_WEEKS } else { EXTRACT_MONTHS };
    let (Some(first), Some(last)) = (different.first(), different.last()) else { return TableList::default() };
    if different.len() < many {
        return TableList { week: usual, weeks: usual.into_iter().collect(), ..TableList::default() };
    }
    let all = (first.year..=last.year).flat_map(|year| (1..=numbers(year, rhythm)).map(move |number| Week { year, number }));
    TableList { weeks: all.filter(|w| (first..=last).contains(&w)).collect(), ..TableList::default() }
}

/// Returns the list a date belongs to.
pub(super) fn of_date(date: Date, rhythm: Rhythm) -> Week {
    match rhythm {
        Rhythm::Week => week_of(date),
        Rhythm::Month => Week { year: date.year, number: date.month },
    }
}

fn most_frequent(weeks: impl Iterator<Item = Week>) -> Option<Week> {
    let mut counted: BTreeMap<Week, u32> = BTreeMap::new();
    for week in weeks {
        *counted.entry(week).or_default() += 1;
    }
    counted.into_iter().max_by_key(|(week, count)| (*count, std::cmp::Reverse(*week))).map(|(week, _)| week)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_days_of_december_may_belong_to_week_1() {
        assert_eq!(week_of(Date { year: 2024, month: 12, day: 30 }), Week { year: 2025, number: 1 });
    }

    fn list(week: &str) -> RawTable {
        dated(week, &[""])
    }

    fn dated(week: &str, dates: &[&str]) -> RawTable {
        let fields = vec![("uge".into(), "Uge".into(), 0), ("dato".into(), "Dato".into(), 1)];
        let mut table = RawTable::new("indbakke/politi/a.xlsx", None, fields);
        (2..).zip(dates).for_each(|(row, date)| table.push_row(row, [week, date]));
        table
    }

    fn weekly() -> Profile {
        toml::from_str("navn='x'\nkilde='politi'\nrytme='uge'\n[kolonner]\n").expect("valid profile")
    }

    fn codes(findings: &Findings) -> Vec<u16> {
        findings.iter().map(|f| f.code.0).filter(|c| *c != 101).collect()
    }

    fn only(table: &RawTable) -> (TableList, Findings) {
        let mut findings = Findings::default();
        (list_of(table, &weekly(), Rhythm::Week, &mut findings), findings)
    }

    fn week(year: i16, number: u8) -> Week {
        Week { year, number }
    }

    #[test]
    fn gaps_are_found_up_to_the_end_of_the_report_year() {
        let tables: Vec<RawTable> = (1..=50).filter(|n| *n != 29).map(|n| list(&format!("2024-U{n}"))).collect();
        let (lists, findings) = lists(&tables, &weekly(), 2024);
        let missing: Vec<u8> = lists.expected.iter().filter(|(_, came)| !came).map(|(w, _)| w.number).collect();
        assert_eq!(missing, [29, 51, 52]);
        assert_eq!(
            findings.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(),
            ["Der mangler lister i 2024: uge 29, 51 og 52."]
        );
    }

    #[test]
    fn a_second_list_for_a_week_names_the_first() {
        let (_, findings) = lists(&[list("2024-U1"), list("2024-U2"), list("2024-U1")], &weekly(), 2024);
        assert_eq!(codes(&findings), [109]);
        let message = &findings.iter().next().expect("one").message;
        assert_eq!(message, "Der er også en liste for uge 1 i 2024 i indbakke/politi/a.xlsx.");
    }

    #[test]
    fn a_week_that_does_not_exist_gives_way_to_the_dates() {
        let (list, findings) = only(&dated("2025-U53", &["2025-12-17", "2025-12-18"]));
        assert_eq!((list.week, codes(&findings)), (Some(week(2025, 51)), vec![31]));
        let message = &findings.iter().next().expect("one").message;
        assert_eq!(message, "Uge 53 findes ikke i 2025. Listens datoer er brugt i stedet.");
    }

    #[test]
    fn an_unreadable_week_gives_way_to_the_dates_and_is_not_repeated() {
        let (list, findings) = only(&dated("Anna", &["2024-03-20"]));
        assert_eq!((list.week, codes(&findings)), (Some(week(2024, 12)), vec![31]));
        assert!(findings.iter().all(|f| !f.message.contains("Anna")));
    }

    #[test]
    fn dates_after_the_stated_week_are_believed_and_old_dates_are_only_remarked() {
        let (list, findings) = only(&dated("2024-U12", &["2024-05-21", "2024-05-22", "2024-03-20", "2024-05-28"]));
        assert_eq!((list.week, codes(&findings)), (Some(week(2024, 21)), vec![151]));
        let (list, findings) = only(&dated("2024-U21", &["2024-03-20", "2024-03-21", "2024-04-03"]));
        assert_eq!((list.week, codes(&findings)), (Some(week(2024, 21)), vec![151]));
        let (list, findings) = only(&dated("2024-U12", &["2024-03-20", "2024-03-13", "2024-03-14"]));
        assert_eq!((list.week, codes(&findings)), (Some(week(2024, 12)), vec![]), "last week is what a list tells of");
        let (list, findings) = only(&dated("2024-U12", &["2025-03-20", "2025-03-21"]));
        assert_eq!((list.week, codes(&findings)), (Some(week(2024, 12)), vec![]), "two wrong dates make no wrong list");
    }

    #[test]
    fn one_wrong_year_does_not_move_a_list_that_says_only_a_number() {
        let (list, findings) = only(&dated("12", &["2024-03-20", "2042-03-20", "2024-03-19"]));
        assert_eq!((list.week, list.by_row, codes(&findings)), (Some(week(2024, 12)), false, vec![]));
    }

    #[test]
    fn several_lists_in_one_table_all_came() {
        let fields = vec![("uge".into(), "Uge".into(), 0)];
        let mut table = RawTable::new("indbakke/politi/a.xlsx", None, fields);
        (2..).zip(["2024-U1", "2024-U2", "2024-U4"]).for_each(|(row, week)| table.push_row(row, [week]));
        let (lists, _) = lists(&[table], &weekly(), 2023);
        assert!(lists.of_table[0].by_row);
        assert_eq!(lists.expected.iter().map(|(_, came)| *came).collect::<Vec<_>>(), [true, true, false, true]);
    }

    #[test]
    fn an_extract_over_many_weeks_is_no_list_of_one_of_them() {
        let dates: Vec<String> = (1..=9).map(|week| format!("2024-{:02}-15", week)).collect();
        let (list, findings) = only(&dated("", &dates.iter().map(String::as_str).collect::<Vec<_>>()));
        assert_eq!((list.week, list.weeks.len(), findings.is_empty()), (None, 35, true));
    }
}
