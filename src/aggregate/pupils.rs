//! Pupils and their absence: one row per pupil and full school year, and per pupil and the closed months of the running one.

use super::dispersion::school_code;
use super::frame::{EngineError, Frame, NONE, group};
use super::groups::{area_code, column};
use crate::model::period::{Period, ReportPeriods, SchoolYear};
use crate::model::person::Pseudonym;
use crate::model::records::{AbsenceRecord, Given};
use polars::prelude::{DataType, Expr, col};
use std::collections::{BTreeSet, HashMap};

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
        for (number, part) in (0_i64..).zip(&pupils.parts) {
            let months: Vec<&AbsenceRecord> = records.iter().filter(|r| part.holds(r)).collect();
            pupils.rows = pupils.rows.and(&of_part(&months, number, limits)?)?;
        }
        Ok(pupils)
    }
}

impl Part {
    fn holds(&self, record: &AbsenceRecord) -> bool {
        record.school_year == self.year && order(record.month) <= self.through
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

/// Returns one row per pupil of some months.
fn of_part(months: &[&AbsenceRecord], part: i64, limits: &[QuarterLimit]) -> Result<Frame, EngineError> {
    let rows = frame(months)?;
    let hidden = DAYS.map(|(_, hidden, _)| col(hidden).sum());
    let more = [col("order").n_unique().alias("months"), col("last").max()];
    let pupils = group(rows.query(), &["pupil"], days().chain(hidden).chain(more).collect())?;
    let last = pupils.values("last")?.into_iter().map(|last| usize::try_from(last % ROWS).ok().and_then(|row| months.get(row)));
    let last: Vec<&AbsenceRecord> = last.map(|row| *row.expect("the last month is a row")).collect();
    let places = Frame::new(vec![
        ("period", vec![Some(part); last.len()]),
        ("area", column(&last, |r| area_code(r.district.map(|d| d.0)))),
        ("grade", column(&last, |r| r.grade.map_or(NONE, i64::from))),
        ("school", column(&last, |r| school_code(r.school))),
    ])?;
    // All have one row per pupil, sorted by the pupils' numbers.
    pupils.beside(&places)?.beside(&over(&rows, limits)?)
}

/// Returns whether each pupil of some months reaches the limits in a quarter.
fn over(rows: &Frame, limits: &[QuarterLimit]) -> Result<Frame, EngineError> {
    if limits.is_empty() {
        return Ok(Frame::default());
    }
    let quarters = group(rows.query(), &["quarter"], days().chain([col("pupil").first()]).collect())?;
    let over = limits.iter().map(|limit| limit.over.clone().cast(DataType::Int64).max().alias(limit.column.as_str()));
    group(quarters.query(), &["pupil"], over.collect())?.without("pupil")
}

fn days() -> impl Iterator<Item = Expr> {
    DAYS.into_iter().map(|(days, _, _)| col(days).sum())
}

/// More than there are rows, so that a month and a row make one code.
const ROWS: i64 = 1 << 40;

/// Returns months as a frame, one row per pupil and month. `quarter` is that of one pupil, `last` is highest for the last row of a
/// pupil's last month and ends with its number.
fn frame(months: &[&AbsenceRecord]) -> Result<Frame, EngineError> {
    let pupils = numbers(months);
    let quarter = |(r, pupil): (&&AbsenceRecord, &Option<i64>)| pupil.map(|pupil| pupil * 4 + i64::from((r.month - 1) / 3));
    let last = months.iter().zip(0_i64..).map(|(r, row)| Some(order(r.month) * ROWS + row));
    let mut columns = vec![
        ("quarter", months.iter().zip(&pupils).map(quarter).collect()),
        ("order", column(months, |r| order(r.month))),
        ("last", last.collect()),
        ("pupil", pupils),
    ];
    for (name, hidden, days) in DAYS {
        // Zero where the source hid the days: the flag beside it hides every figure made from that zero.
        columns.push((name, column(months, |r| days(r).known().unwrap_or(0))));
        columns.push((hidden, column(months, |r| i64::from(days(r).known().is_none()))));
    }
    Frame::new(columns)
}

/// Numbers the pupils by their first row.
fn numbers(months: &[&AbsenceRecord]) -> Vec<Option<i64>> {
    let mut numbers: HashMap<Pseudonym, i64> = HashMap::new();
    let number = |r: &&AbsenceRecord| {
        let next = i64::try_from(numbers.len()).expect("a pupil count fits 63 bits");
        Some(*numbers.entry(r.pupil).or_insert(next))
    };
    months.iter().map(number).collect()
}
