//! Survey indicators: shares and means of valid answers, per wave.

use super::frame::{EngineError, Frame, NONE};
use super::groups::{Dim, area_code, column, groups, is_empty, layouts, sex_code};
use super::{Counts, Scope};
use crate::model::counts::Exact;
use crate::model::indicator::{Indicator, Measure};
use crate::model::period::{Period, SchoolYear};
use crate::model::person::Sex;
use crate::model::records::SurveyRecords;
use polars::prelude::{Expr, col, lit};
use std::collections::BTreeSet;

/// Returns the survey as a frame: wave, district, sex, grade, `asked` (1 where the wave knows anybody's sex), and one column of
/// codes per item.
pub(super) fn frame(records: &SurveyRecords) -> Result<Frame, EngineError> {
    let rows = &records.rows;
    let asked: BTreeSet<SchoolYear> = rows.iter().filter(|r| r.sex != Sex::Unknown).map(|r| r.wave).collect();
    let mut columns = vec![
        ("period", column(rows, |r| i64::from(r.wave.0))),
        ("area", column(rows, |r| area_code(r.district.map(|d| d.0)))),
        ("sex", column(rows, |r| sex_code(r.sex))),
        ("grade", column(rows, |r| r.grade.map_or(NONE, i64::from))),
        ("asked", column(rows, |r| i64::from(asked.contains(&r.wave)))),
    ];
    for (item, answers) in &records.answers {
        columns.push((item.as_str(), answers.iter().map(|a| a.map(i64::from)).collect()));
    }
    Frame::new(columns)
}

/// Returns k and n of every group of an answer share or mean.
pub(super) fn count(frame: &Frame, indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    let (item, value) = match &indicator.maal {
        Measure::AnswerShare { item, koder } => (item, hit(item, koder)),
        // An answer of 0-100 is a share in per cent; a mean is a sum of millionths.
        Measure::AnswerMean { item } => (item, col(item.as_str()) * lit(10_000_i64)),
        _ => return Ok(Counts::new()),
    };
    if frame.lacks(item) {
        return Ok(Counts::new());
    }
    let valid = covered(indicator, scope).and(col(item.as_str()).is_not_null()).and(is_stated());
    let mut counts = Counts::new();
    for layout in layouts(indicator) {
        let query = frame.query().filter(valid.clone()).filter(has_sex(&layout));
        let sums = vec![("k", value.clone().sum()), ("n", col(item.as_str()).count())];
        let share = matches!(indicator.maal, Measure::AnswerShare { .. });
        let found = groups(query, &layout, sums, indicator, &wave)?;
        counts.extend(found.into_iter().map(|g| (g.at, exact(g.sums[0], g.sums[1], share))));
    }
    Ok(counts)
}

/// Pupils who did not state their sex, or gave another answer, are few and known to their class. In a wave that asks, they are in
/// no figure: else the whole less boys and girls would tell of them.
fn is_stated() -> Expr {
    col("asked").eq(lit(0_i64)).or(col("sex").lt_eq(lit(1_i64)))
}

/// A wave that does not ask has no figures by sex.
fn has_sex(layout: &[Dim]) -> Expr {
    lit(!layout.contains(&Dim::Sex)).or(col("sex").lt_eq(lit(1_i64)))
}

fn exact(k: i64, n: i64, share: bool) -> Exact {
    if share {
        Exact { numerator: k, denominator: Some(n), behind: k, complement: Some(n - k), largest: 1, ..Exact::default() }
    } else {
        Exact { numerator: k, denominator: Some(n), behind: n, complement: None, largest: 1, ..Exact::default() }
    }
}

/// Returns the number of respondents per wave and district.
pub(super) fn rows(frame: &Frame, indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    if is_empty(frame) {
        return Ok(Counts::new());
    }
    let mut counts = Counts::new();
    for layout in layouts(indicator) {
        let found = groups(
            frame.query().filter(covered(indicator, scope)),
            &layout,
            vec![("k", col("period").count())],
            indicator,
            &wave,
        )?;
        let one = |k| Exact { numerator: k, denominator: None, behind: k, complement: None, largest: 1, ..Exact::default() };
        counts.extend(found.into_iter().map(|g| (g.at, one(g.sums[0]))));
    }
    Ok(counts)
}

/// The closed waves, and the grades the indicator covers.
fn covered(indicator: &Indicator, scope: Scope) -> Expr {
    let closed = col("period").lt_eq(lit(i64::from(scope.periods.survey.0)));
    match indicator.klassetrin {
        Some((from, to)) => closed.and(col("grade").gt_eq(lit(i64::from(from)))).and(col("grade").lt_eq(lit(i64::from(to)))),
        None => closed,
    }
}

/// 1 where the answer is one of the codes, else 0.
fn hit(item: &str, codes: &[i16]) -> Expr {
    let one = |code: &i16| col(item).eq(lit(i64::from(*code)));
    let any = codes.iter().map(one).reduce(Expr::or).unwrap_or_else(|| lit(false));
    any.cast(polars::prelude::DataType::Int64)
}

fn wave(code: i64) -> Period {
    Period::Wave(SchoolYear(i16::try_from(code).expect("a school year fits 16 bits")))
}
