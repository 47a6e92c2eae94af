//! A column of dates: which part is the day is decided once, from all its cells.
//!
//! Dates with `-` or `.` between are Danish: no American program writes them, so day before month is taken unless the column
//! proves otherwise. Slashes are written in both orders and need a proof: a number above 12 where the month would stand.

use super::date::{Parts, Shape, of_numbers, of_serial, shape};
use crate::model::period::Date;
use crate::model::profile::DateOrder;
use std::collections::BTreeSet;

/// From this many different days on, a column of `170325` would hold years it cannot hold.
const MANY_YEARS: usize = 4;

/// Why a column of dates cannot be read. Rows are 0-based among the rows of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Slashes, and no cell that proves an order.
    Open(usize),
    /// One cell with the day first, one with the month first.
    Mixed(usize, usize),
    /// `03-17-2025` where the day would stand first, and nothing that proves it does.
    MonthFirst(usize),
    /// Six digits that read better with the year first.
    YearFirst(usize),
}

/// How the cells of one column of dates are read.
pub(super) struct DateColumn {
    parts: DateOrder,
    digits: Digits,
    /// Number of cells with Excel's number of a day.
    pub(super) serials: u64,
    /// The question the profile has to answer; until then no cell is read.
    pub(super) doubt: Option<Doubt>,
}

/// What the cells of digits alone are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digits {
    /// Excel's number of a day.
    Serials,
    /// Dates of six or eight digits, in this order.
    Dates(usize, DateOrder),
    /// Different things: none is read.
    Unread,
}

impl DateColumn {
    /// Decides a column from all its cells. `stated` is the order the profile states; then nothing is asked.
    pub(super) fn decide<'a>(cells: impl Iterator<Item = &'a str>, stated: Option<DateOrder>) -> Self {
        let shapes: Vec<(usize, Shape)> =
            cells.enumerate().filter(|(_, text)| !text.is_empty()).map(|(row, text)| (row, shape(text))).collect();
        let order = stated.map_or_else(|| order_of(&shapes), Ok);
        let digits = digits_of(&shapes, stated);
        let serial =
            |shape: &Shape| matches!(shape, Shape::Digits(text) if digits == Ok(Digits::Serials) && read_serial(text).is_some());
        let serials = shapes.iter().filter(|(_, shape)| serial(shape)).count();
        Self {
            parts: order.unwrap_or(DateOrder::DayMonthYear),
            digits: digits.unwrap_or(Digits::Unread),
            serials: u64::try_from(serials).expect("a row count fits 64 bits"),
            doubt: order.err().or(digits.err()),
        }
    }

    /// Returns the date of a cell.
    pub(super) fn read(&self, text: &str) -> Option<Date> {
        if self.doubt.is_some() {
            return None;
        }
        match shape(text) {
            Shape::Plain(date) => date,
            Shape::Parts(parts) => ordered(parts, self.parts),
            Shape::Digits(digits) => self.of_digits(digits),
            Shape::Unreadable => None,
        }
    }

    fn of_digits(&self, digits: &str) -> Option<Date> {
        match self.digits {
            Digits::Serials => read_serial(digits),
            Digits::Dates(width, order) => compact(digits, width, order),
            Digits::Unread => None,
        }
    }
}

fn ordered(Parts { first, second, year, .. }: Parts, order: DateOrder) -> Option<Date> {
    match order {
        DateOrder::DayMonthYear => of_numbers(year, second, first),
        DateOrder::MonthDayYear => of_numbers(year, first, second),
        DateOrder::Iso => None,
    }
}

fn read_serial(digits: &str) -> Option<Date> {
    of_serial(digits.parse().ok()?)
}

/// What the cells with one kind of separator prove, by the first row that proves it.
#[derive(Default)]
struct Votes {
    day_first: Option<usize>,
    month_first: Option<usize>,
    either: Option<usize>,
}

impl Votes {
    fn count(shapes: &[(usize, Shape)], slash: bool) -> Self {
        let mut votes = Self::default();
        for (row, shape) in shapes {
            let Shape::Parts(parts) = shape else { continue };
            if parts.slash != slash || parts.first == parts.second {
                continue;
            }
            let possible = |order| ordered(*parts, order).is_some();
            let vote = match (possible(DateOrder::DayMonthYear), possible(DateOrder::MonthDayYear)) {
                (true, false) => &mut votes.day_first,
                (false, true) => &mut votes.month_first,
                (true, true) => &mut votes.either,
                (false, false) => continue,
            };
            vote.get_or_insert(*row);
        }
        votes
    }
}

fn order_of(shapes: &[(usize, Shape)]) -> Result<DateOrder, Doubt> {
    let (slash, dash) = (Votes::count(shapes, true), Votes::count(shapes, false));
    let danish = slash.day_first.or(dash.day_first).or(dash.either);
    let proven = slash.day_first.or(dash.day_first).is_some();
    match (slash.month_first, dash.month_first) {
        (Some(month), _) => match danish {
            Some(day) => Err(Doubt::Mixed(day, month)),
            None => Ok(DateOrder::MonthDayYear),
        },
        (None, Some(month)) if !proven => Err(Doubt::MonthFirst(month)),
        _ => match slash.either.filter(|_| slash.day_first.is_none()) {
            Some(row) => Err(Doubt::Open(row)),
            None => Ok(DateOrder::DayMonthYear),
        },
    }
}

/// Cells of digits alone are one thing in the whole column, or nothing: days of Excel, or dates of six or eight digits where
/// every filled cell is one or comes from a date cell. A lost leading zero is put back.
fn digits_of(shapes: &[(usize, Shape)], stated: Option<DateOrder>) -> Result<Digits, Doubt> {
    let cells: Vec<&str> =
        shapes.iter().filter_map(|(_, s)| if let Shape::Digits(text) = s { Some(*text) } else { None }).collect();
    let widths: BTreeSet<usize> = cells.iter().map(|text| text.len()).collect();
    if widths.iter().all(|width| *width == 5) {
        return Ok(Digits::Serials);
    }
    let agreed = shapes.iter().all(|(_, s)| matches!(s, Shape::Digits(_) | Shape::Plain(_)));
    let width = if widths.iter().all(|w| [5, 6].contains(w)) { 6 } else { 8 };
    if !agreed || (width == 8 && widths.iter().any(|w| *w < 7)) {
        return Ok(Digits::Unread);
    }
    let fits = |order: DateOrder| cells.iter().all(|text| compact(text, width, order).is_some());
    let order = match stated {
        Some(order) => order,
        None if width == 8 && fits(DateOrder::Iso) => DateOrder::Iso,
        None if width == 8 || !years_first(&cells) => DateOrder::DayMonthYear,
        None => {
            let first = shapes.iter().find(|(_, s)| matches!(s, Shape::Digits(_)));
            return Err(Doubt::YearFirst(first.map_or(0, |(row, _)| *row)));
        }
    };
    Ok(Digits::Dates(width, order))
}

/// Six digits are day, month, year, as in a CPR number. A column whose last two digits take many values and the first two few
/// looks as if the year came first.
fn years_first(cells: &[&str]) -> bool {
    let padded = |text: &&str| format!("{text:0>6}");
    let (first, last): (BTreeSet<String>, BTreeSet<String>) =
        cells.iter().map(padded).map(|t| (t[..2].to_owned(), t[4..].to_owned())).unzip();
    last.len() >= MANY_YEARS && last.len() > first.len()
}

fn compact(digits: &str, width: usize, order: DateOrder) -> Option<Date> {
    let text = format!("{digits:0>width$}");
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u8>().ok();
    let year =
        |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok().map(|y| if to - from == 2 { 2000 + y } else { y });
    let date = match order {
        DateOrder::DayMonthYear => of_numbers(year(4, width)?, number(2, 4)?, number(0, 2)?),
        DateOrder::MonthDayYear => of_numbers(year(4, width)?, number(0, 2)?, number(2, 4)?),
        DateOrder::Iso => of_numbers(year(0, width - 4)?, number(width - 4, width - 2)?, number(width - 2, width)?),
    };
    date.filter(|d| text.len() == width && (1900..2100).contains(&d.year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Dates = Vec<Option<(i16, u8, u8)>>;

    fn read(cells: &[&str], stated: Option<DateOrder>) -> Result<Dates, Doubt> {
        let column = DateColumn::decide(cells.iter().copied(), stated);
        let day = |date: Date| (date.year, date.month, date.day);
        column.doubt.map_or_else(|| Ok(cells.iter().map(|text| column.read(text).map(day)).collect()), Err)
    }

    #[test]
    fn a_number_above_12_decides_for_the_whole_column() {
        assert_eq!(read(&["03/04/2025", "17/03/2025"], None), Ok(vec![Some((2025, 4, 3)), Some((2025, 3, 17))]));
        assert_eq!(read(&["03/04/2025", "3/17/25", ""], None), Ok(vec![Some((2025, 3, 4)), Some((2025, 3, 17)), None]));
    }

    #[test]
    fn slashes_without_proof_and_with_both_proofs_are_asked_about() {
        assert_eq!(read(&["03/03/2025", "03/04/2025"], None), Err(Doubt::Open(1)));
        assert_eq!(read(&["17/03/2025", "03/17/2025"], None), Err(Doubt::Mixed(0, 1)));
        assert_eq!(read(&["03-04-2025", "03/17/2025"], None), Err(Doubt::Mixed(0, 1)));
    }

    #[test]
    fn the_profile_answers_the_question() {
        let cells = ["03/04/2025", "17/03/2025"];
        assert_eq!(read(&cells, Some(DateOrder::MonthDayYear)), Ok(vec![Some((2025, 3, 4)), None]));
        assert_eq!(read(&cells, Some(DateOrder::DayMonthYear)), Ok(vec![Some((2025, 4, 3)), Some((2025, 3, 17))]));
        assert_eq!(read(&["03/04/2025", "2025-04-03"], Some(DateOrder::Iso)), Ok(vec![None, Some((2025, 4, 3))]));
    }

    #[test]
    fn days_that_read_the_same_both_ways_prove_nothing_and_need_no_proof() {
        assert_eq!(read(&["03/03/2025"], None), Ok(vec![Some((2025, 3, 3))]));
    }

    #[test]
    fn dashes_and_points_are_danish_unless_only_the_month_can_stand_first() {
        assert_eq!(read(&["03-04-2025", "3.4.25"], None), Ok(vec![Some((2025, 4, 3)), Some((2025, 4, 3))]));
        assert_eq!(read(&["17-03-2025", "03-17-2025"], None), Ok(vec![Some((2025, 3, 17)), None]), "a slip of one row");
        assert_eq!(read(&["03-04-2025", "03-17-2025"], None), Err(Doubt::MonthFirst(1)));
    }

    #[test]
    fn excel_days_are_read_beside_dates() {
        let column = DateColumn::decide(["45733", "17-03-2025", "45733,5"].into_iter(), None);
        assert_eq!(column.serials, 2);
        assert_eq!(column.read("45733"), column.read("17-03-2025"));
        assert_eq!(column.read("45733,5"), column.read("17-03-2025"));
        assert_eq!(column.read("12345"), None);
    }

    #[test]
    fn digits_alone_are_dates_only_where_the_whole_column_agrees() {
        assert_eq!(
            read(&["170325", "50325"], None),
            Ok(vec![Some((2025, 3, 17)), Some((2025, 3, 5))]),
            "a lost zero is put back"
        );
        assert_eq!(read(&["20250317"], None), Ok(vec![Some((2025, 3, 17))]));
        assert_eq!(read(&["17032025", "5032025"], None), Ok(vec![Some((2025, 3, 17)), Some((2025, 3, 5))]));
        assert_eq!(read(&["170325", "17-03-2025"], None), Ok(vec![None, Some((2025, 3, 17))]));
        assert_eq!(read(&["45733", "20250317"], None), Ok(vec![None, None]));
    }

    #[test]
    fn six_digits_with_the_year_first_are_asked_about() {
        let cells = ["250301", "250302", "250310", "250331"];
        assert_eq!(read(&cells, None), Err(Doubt::YearFirst(0)));
        assert_eq!(read(&cells[..1], Some(DateOrder::Iso)), Ok(vec![Some((2025, 3, 1))]));
    }

    proptest! {
        #[test]
        fn a_date_written_in_an_order_is_read_back_or_asked_about(
            days in prop::collection::vec((2000_i16..2100, 1_u8..=12, 1_u8..=28), 1..8),
            american: bool,
            sign in prop::sample::select(vec!['/', '-', '.']),
        ) {
            let american = american && sign == '/';
            let write = |(year, month, day): &(i16, u8, u8)| {
                let (first, second) = if american { (month, day) } else { (day, month) };
                format!("{first:02}{sign}{second:02}{sign}{year:04}")
            };
            let cells: Vec<String> = days.iter().map(write).collect();
            let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
            if let Ok(found) = read(&texts, None) {
                prop_assert_eq!(found, days.iter().copied().map(Some).collect::<Vec<_>>());
            }
        }

        #[test]
        fn a_column_of_slashes_in_both_orders_is_asked_about(
            month in 1_u8..=12, day in 13_u8..=28, other in 1_u8..=12, more in prop::collection::vec("[0-9]{1,2}/[0-9]{1,2}/2025", 0..5),
        ) {
            let mut cells = vec![format!("{day}/{month}/2025"), format!("{other}/{day}/2025")];
            cells.extend(more);
            let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
            prop_assert!(read(&texts, None).is_err());
        }

        #[test]
        fn no_column_panics(cells in prop::collection::vec("[-0-9./ ]{0,10}|[0-9]{5,8}|\\PC{0,8}", 0..6)) {
            let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
            for stated in [None, Some(DateOrder::Iso), Some(DateOrder::MonthDayYear)] {
                let _ = read(&texts, stated);
            }
        }
    }
}
