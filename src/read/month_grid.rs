//! Month grids: a column per day, a letter in each cell. The letters of a row are counted into days.

use super::grid::Grid;
use super::header::{Header, letter};
use super::journal::{Journal, Stopped};
use crate::model::month::{Month, weekday};
use crate::model::period::SchoolYear;
use crate::model::profile::{MonthGrid, Profile};
use std::collections::BTreeMap;

/// The fields a row of letters becomes: days of three kinds of absence, school days, the month and its school year.
pub(super) const FIELDS: [&str; 6] = ["sygdom", "lovligt", "ulovligt", "skoledage", "maaned", "skoleaar"];
/// Header shown for them.
pub(super) const HEADER: &str = "(talt af dagene)";
/// Fewer columns than this are no month.
const FEWEST_DAYS: usize = 5;
/// Rows above a header among which its title is looked for.
const TITLE_ROWS: usize = 10;

/// What a letter means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Absent; which of the first three fields.
    Absent(usize),
    Present,
    NoSchool,
}

/// A letter: what it means, and whether for half a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter {
    meaning: Meaning,
    half: bool,
}

/// The days of the rows of one table.
pub(super) struct Days {
    /// Column and day of the month.
    days: Vec<(usize, u8)>,
    letters: BTreeMap<String, Letter>,
    /// The month of the whole table; without it each row says its own.
    month: Option<Month>,
    decimal: char,
}

/// What a row's letters cannot be counted for: code, column of the cell, message, and a more exact action.
pub(super) struct Trouble {
    pub(super) code: u16,
    pub(super) column: Option<usize>,
    pub(super) message: &'static str,
    pub(super) action: Option<&'static str>,
}

impl Days {
    /// Finds the day columns and the month of a table; `before` is the month of the table above it.
    pub(super) fn find(
        header: &Header,
        grid: &Grid,
        profile: &Profile,
        before: Option<Month>,
        journal: &mut Journal,
    ) -> Result<Option<Self>, Stopped> {
        let Some(setting) = &profile.maanedsgitter else { return Ok(None) };
        let (days, mut months) = columns(header);
        if days.len() < FEWEST_DAYS {
            let action = "Kontrollér, at det er den rigtige fil. Dagene skal stå som overskrifterne 1-31 eller som datoer.";
            return Err(journal.stop_with(17, "Arket har ingen kolonner for månedens dage.", action));
        }
        twice(&days, journal)?;
        let in_rows = header.columns.iter().any(|c| c.field == "maaned");
        if months.is_empty() && !in_rows {
            months = stated(profile).map_or_else(|| titles(header, grid), |month| vec![month]);
        }
        if months.is_empty() {
            months.extend(before);
        }
        let month = match months[..] {
            [one] => Some(one),
            [] if in_rows => None,
            _ => return Err(no_month(months.len(), profile, journal)),
        };
        let decimal = profile.decimaltegn.unwrap_or(',');
        Ok(Some(Self { days, letters: letters(setting), month, decimal }))
    }

    /// Returns the month of the whole table.
    pub(super) fn month(&self) -> Option<Month> {
        self.month
    }

    /// Returns the columns of the days.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.days.iter().map(|(column, _)| *column)
    }

    /// Counts the letters of a row. Returns a value for each of [`FIELDS`]. `cell` gives the text of a column; `month` and
    /// `school_year` are what the row itself says.
    pub(super) fn count<'a>(
        &self,
        cell: impl Fn(usize) -> &'a str,
        month: &str,
        school_year: &str,
    ) -> Result<[String; 6], Trouble> {
        let month = self.month.or_else(|| Month::parse(month, SchoolYear::parse(school_year)));
        let month = month.ok_or(Trouble {
            code: 104,
            column: None,
            message: "Måneden kan ikke læses. Ventede 2024-10 eller oktober 2024.",
            action: None,
        })?;
        let (mut absent, mut school) = ([0_u32; 3], 0_u32);
        for (column, day) in &self.days {
            let Some(letter) = self.letter(cell(*column), *column, month, *day)? else { continue };
            match letter.meaning {
                Meaning::Absent(kind) => {
                    absent[kind] += if letter.half { 1 } else { 2 };
                    school += 2;
                }
                Meaning::Present => school += 2,
                Meaning::NoSchool => school += u32::from(letter.half),
            }
        }
        let days = |halves: u32| {
            if halves.is_multiple_of(2) { (halves / 2).to_string() } else { format!("{}{}5", halves / 2, self.decimal) }
        };
        let [illness, permitted, unauthorised] = absent.map(days);
        Ok([illness, permitted, unauthorised, days(school), month.to_string(), month.school_year().to_string()])
    }

    /// Returns what a cell means; `None` for a blank one on a day without school.
    fn letter(&self, cell: &str, column: usize, month: Month, day: u8) -> Result<Option<Letter>, Trouble> {
        let trouble = |code, message, action| Trouble { code, column: Some(column), message, action };
        let Some(date) = month.date(day) else {
            let message = "Cellen er udfyldt, men måneden har ikke den dag. Rækken er ikke læst.";
            return if cell.is_empty() { Ok(None) } else { Err(trouble(29, message, None)) };
        };
        if cell.is_empty() && weekday(date) > 5 {
            return Ok(None);
        }
        let found = self.letters.get(&cell.to_lowercase()).copied();
        found.map(Some).ok_or_else(|| {
            if cell.is_empty() {
                let action =
                    "Skriv \"\" = \"til stede\" eller \"\" = \"ingen skoledag\" under maanedsgitter.koder i importprofilen.";
                trouble(40, "En dag er tom, og importprofilen siger ikke, hvad det betyder. Rækken er ikke læst.", Some(action))
            } else {
                let action = "Tilføj bogstavet under maanedsgitter.koder i importprofilen.";
                trouble(40, "Cellen har et bogstav, som importprofilen ikke kender. Rækken er ikke læst.", Some(action))
            }
        })
    }
}

fn letters(setting: &MonthGrid) -> BTreeMap<String, Letter> {
    let halves: Vec<String> = setting.halve.iter().map(|h| h.trim().to_lowercase()).collect();
    let meaning = |value: &str| match value {
        "til stede" => Some(Meaning::Present),
        "ingen skoledag" => Some(Meaning::NoSchool),
        _ => FIELDS.iter().take(3).position(|f| *f == value).map(Meaning::Absent),
    };
    let letter = |(code, value): (&String, &String)| {
        let code = code.trim().to_lowercase();
        Some((code.clone(), Letter { meaning: meaning(value.trim())?, half: halves.contains(&code) }))
    };
    setting.koder.iter().filter_map(letter).collect()
}

/// Returns the columns whose header is a day of a month, and the months their dates name.
fn columns(header: &Header) -> (Vec<(usize, u8)>, Vec<Month>) {
    let (mut days, mut months) = (Vec::new(), Vec::new());
    for column in header.span.from..header.width {
        let taken = header.columns.iter().any(|c| c.column == column);
        if let Some((day, month)) = header.names.of_column(column).find_map(day).filter(|_| !taken) {
            days.push((column, day));
            months.extend(month);
        }
    }
    months.sort_unstable();
    months.dedup();
    (days, months)
}

/// Reads `1`, `01`, `ma 1`, `1 ma`, `2024-10-01`, `01-10-2024` or `1/10`.
fn day(header: &str) -> Option<(u8, Option<Month>)> {
    let parts: Vec<&str> = header.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
    let number = |text: &str| text.parse::<u8>().ok().filter(|day| text.len() <= 2 && (1..=31).contains(day));
    let word = |text: &str| text.chars().count() <= 7 && text.chars().all(char::is_alphabetic);
    match parts[..] {
        [one] => number(one).map(|day| (day, None)),
        [name, one] | [one, name] if word(name) => number(one).map(|day| (day, None)),
        [one, month] if header.contains(['/', '-']) => {
            number(one).filter(|_| number(month).is_some_and(|m| m <= 12)).map(|day| (day, None))
        }
        [year, _, one] if year.len() == 4 => Some((number(one)?, Month::parse(header, None))),
        [one, _, year] if year.len() == 4 => Some((number(one)?, Month::parse(header, None))),
        _ => None,
    }
}

fn twice(days: &[(usize, u8)], journal: &mut Journal) -> Result<(), Stopped> {
    for (at, (second, day)) in days.iter().enumerate() {
        if let Some((first, _)) = days[..at].iter().find(|(_, other)| other == day) {
            let message = format!("Kolonne {} og kolonne {} er begge for dag {day}.", letter(*first), letter(*second));
            return Err(journal.stop(16, &message));
        }
    }
    Ok(())
}

fn stated(profile: &Profile) -> Option<Month> {
    let year = profile.konstanter.get("skoleaar").and_then(|y| SchoolYear::parse(y));
    profile.konstanter.get("maaned").and_then(|text| Month::parse(text, year))
}

/// Returns the months named in the rows just above a header.
fn titles(header: &Header, grid: &Grid) -> Vec<Month> {
    let top = header.at - usize::from(header.upper.is_some());
    let rows = (top.saturating_sub(TITLE_ROWS)..top)
        .rev()
        .map(|at| grid.row(at))
        .filter(|row| header.span.filled(*row).nth(3).is_none());
    for row in rows {
        // "Måned:" and "10/2024" may stand in two cells.
        let text = header.span.filled(row).map(|(_, cell)| cell).collect::<Vec<_>>().join(" ");
        let months = Month::named_in(&text);
        if !months.is_empty() {
            return months;
        }
    }
    Vec::new()
}

fn no_month(found: usize, profile: &Profile, journal: &mut Journal) -> Stopped {
    let message = if found == 0 {
        "Arket siger ikke, hvilken måned dagene hører til."
    } else {
        "Arket nævner flere måneder, så det er uvist, hvilken dagene hører til."
    };
    let action = format!(
        "Skriv måneden over tabellen, for eksempel \"Måned: 10/2024\", eller som maaned = \"2024-10\" under konstanter i importprofilen {}.",
        profile.navn
    );
    journal.stop_with(135, message, &action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_days_are_read_in_every_spelling() {
        for text in ["1", "01", "ma 1", "1 ti", "1/10", "01-10"] {
            assert_eq!(day(text), Some((1, None)), "{text}");
        }
        assert_eq!(day("2024-10-01"), Some((1, Month::new(2024, 10))));
        assert_eq!(day("1-10-2024"), Some((1, Month::new(2024, 10))));
        for text in ["", "32", "0", "elevnr", "s01", "1000", "7 a b"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
