//! Pupils and their absence: one row per pupil and full school year, and per pupil and the closed months of the running one.

use super::dispersion::school_code;
use super::frame::{EngineError, Frame, NONE, group};
use super::groups::{area_code, column};
use crate::model::period::{Period, ReportPeriods, SchoolYear};
use crate::model::person::Pseudonym;
use crate::model::records::{AbsenceRecord, Given};
use polars::prelude::{DataType, Expr, col, lit};
use std::collections::{BTreeMap, BTreeSet};

/// The pupils of all parts of the years counted. Days are sums over the months of the part; area, grade and school are those of the
/// last month.
#[derive(Default)]
pub(super) struct Pupils {
    /// One row per part and pupil; `period` is the number of the part.
    pub(super) rows: Frame,
    pub(super) parts: Vec<Part>,
    /// The school years with any row.
    pub(super) years: BTreeSet<SchoolYear>,
}

/// The school years counted: full ones, and the closed months of the running one with the same months a year before.
pub(super) struct Part {
    pub(super) year: SchoolYear,
    through: i64,
    pub(super) period: Period,
}

/// A limit to be reached within one calendar quarter, and the column that says whether a pupil did.
pub(super) struct QuarterLimit {
    pub(super) column: String,
    pub(super) over: Expr,
}

/// Days of a month: the column, the column that is above zero where the source hid them, and where they stand.
type Days = (&'static str, &'static str, fn(&AbsenceRecord) -> Given);

const DAYS: [Days; 4] = [
    ("sygdom", "sygdom_hidden", |r| r.illness),
    ("lovligt", "lovligt_hidden", |r| r.permitted),
    ("ulovligt", "ulovligt_hidden", |r| r.unauthorised),
    ("days", "days_hidden", |r| r.school_days),
];

impl Pupils {
    /// Groups the months by pupil; `limits` are judged for each.
    pub(super) fn new(records: &[AbsenceRecord], limits: &[QuarterLimit], periods: ReportPeriods) -> Result<Self, EngineError> {
        let mut pupils =
            Self { parts: parts(records, periods), years: records.iter().map(|r| r.school_year).collect(), ..Self::default() };
        let months = frame(records)?;
        for (number, part) in (0_i64..).zip(&pupils.parts) {
            let here = col("year").eq(lit(i64::from(part.year.0))).and(col("order").lt_eq(lit(part.through)));
            let rows = of_part(&months.kept(here)?, limits)?.with(lit(number).alias("period"))?;
            pupils.rows = pupils.rows.and(&rows)?;
        }
        Ok(pupils)
    }
}

fn parts(records: &[AbsenceRecord], periods: ReportPeriods) -> Vec<Part> {
    let running = periods.absence_running;
    let full: BTreeSet<SchoolYear> = records.iter().map(|r| r.school_year).filter(|year| *year <= periods.absence).collect();
    let mut parts: Vec<Part> =
        full.into_iter().map(|year| Part { year, through: 11, period: Period::SchoolYear(year) }).collect();
    let months = records.iter().filter(|r| r.school_year == running).map(|r| r.month);
    if let Some(last) = months.max_by_key(|month| order(*month)) {
        let closed = |year| Part { year, through: order(last), period: Period::RunningSchoolYear(year, last) };
        parts.extend([running, SchoolYear(running.0 - 1)].map(closed));
    }
    parts
}

/// Months of a school year, from August (0) to July (11).
fn order(month: u8) -> i64 {
    i64::from((month + 4) % 12)
}

/// Returns absence as a frame, one row per pupil and month, in the order of the months.
fn frame(records: &[AbsenceRecord]) -> Result<Frame, EngineError> {
    let mut numbers: BTreeMap<Pseudonym, i64> = BTreeMap::new();
    let mut rows: Vec<&AbsenceRecord> = records.iter().collect();
    rows.sort_by_key(|r| order(r.month));
    let pupils = rows.iter().map(|r| {
        let next = i64::try_from(numbers.len()).expect("a pupil count fits 63 bits");
        Some(*numbers.entry(r.pupil).or_insert(next))
    });
    let mut columns = vec![
        ("pupil", pupils.collect()),
        ("year", column(&rows, |r| i64::from(r.school_year.0))),
        ("order", column(&rows, |r| order(r.month))),
        ("quarter", column(&rows, |r| i64::from((r.month - 1) / 3))),
        ("area", column(&rows, |r| area_code(r.district.map(|d| d.0)))),
        ("grade", column(&rows, |r| r.grade.map_or(NONE, i64::from))),
        ("school", column(&rows, |r| school_code(r.school))),
    ];
    for (name, hidden, days) in DAYS {
        // Zero where the source hid the days: the flag beside it hides every figure made from that zero.
        columns.push((name, column(&rows, |r| days(r).known().unwrap_or(0))));
        columns.push((hidden, column(&rows, |r| i64::from(days(r).known().is_none()))));
    }
    Frame::new(columns)
}

/// Returns one row per pupil of some months.
fn of_part(months: &Frame, limits: &[QuarterLimit]) -> Result<Frame, EngineError> {
    let last = ["area", "grade", "school"].map(|name| col(name).last());
    let hidden = DAYS.map(|(_, hidden, _)| col(hidden).sum());
    let number = [col("order").n_unique().alias("months")];
    let pupils = group(months.query(), &["pupil"], last.into_iter().chain(days()).chain(hidden).chain(number).collect())?;
    if limits.is_empty() {
        return Ok(pupils);
    }
    let quarters = group(months.query(), &["pupil", "quarter"], days().collect())?;
    let over = limits.iter().map(|limit| limit.over.clone().cast(DataType::Int64).max().alias(limit.column.as_str()));
    // Both have one row per pupil of the same months, sorted by pupil.
    pupils.beside(&group(quarters.query(), &["pupil"], over.collect())?, limits.iter().map(|limit| limit.column.as_str()))
}

fn days() -> impl Iterator<Item = Expr> {
    DAYS.into_iter().map(|(days, _, _)| col(days).sum())
}
