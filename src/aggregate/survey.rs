//! Survey indicators: shares and means of valid answers, per wave.

use super::frame::{EngineError, Frame, NONE};
use super::groups::{Dim, area_code, column, groups, is_empty, layouts, sex_code};
use super::{Counts, Scope};
use crate::model::counts::Exact;
use crate::model::indicator::{Indicator, Measure};
use crate::model::period::{Period, SchoolYear};
use crate::model::records::SurveyRecords;
use polars::prelude::{Expr, LazyFrame, col, lit};

/// Returns the survey as a frame: wave, district, sex, grade, and one column of codes per item.
pub(super) fn frame(records: &SurveyRecords) -> Result<Frame, EngineError> {
    let rows = &records.rows;
    let mut columns = vec![
        ("period", column(rows, |r| i64::from(r.wave.0))),
        ("area", column(rows, |r| area_code(r.district.map(|d| d.0)))),
        ("sex", column(rows, |r| sex_code(r.sex))),
        ("grade", column(rows, |r| r.grade.map_or(NONE, i64::from))),
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
    let mut counts = Counts::new();
    for layout in layouts(indicator) {
        let query = stated(base(frame, indicator, scope), &layout).filter(col(item.as_str()).is_not_null());
        let sums = vec![("k", value.clone().sum()), ("n", col(item.as_str()).count())];
        let share = matches!(indicator.maal, Measure::AnswerShare { .. });
        let found = groups(query, &layout, sums, indicator, &wave)?;
        counts.extend(found.into_iter().map(|g| (g.at, exact(g.sums[0], g.sums[1], share))));
    }
    Ok(counts)
}

fn exact(k: i64, n: i64, share: bool) -> Exact {
    if share {
        Exact { numerator: k, denominator: Some(n), behind: k, complement: Some(n - k), largest: 1 }
    } else {
        Exact { numerator: k, denominator: Some(n), behind: n, complement: None, largest: 1 }
    }
}

/// Returns the number of respondents per wave and district.
pub(super) fn rows(frame: &Frame, indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    if is_empty(frame) {
        return Ok(Counts::new());
    }
    let mut counts = Counts::new();
    for layout in layouts(indicator) {
        let found = groups(base(frame, indicator, scope), &layout, vec![("k", col("period").count())], indicator, &wave)?;
        let one = |k| Exact { numerator: k, denominator: None, behind: k, complement: None, largest: 1 };
        counts.extend(found.into_iter().map(|g| (g.at, one(g.sums[0]))));
    }
    Ok(counts)
}

/// Figures by grade count the pupils who stated their sex. The few who did not would otherwise be found in every grade by
/// subtraction, and hiding them would hide the girls or the boys of that grade as well.
fn stated(query: LazyFrame, layout: &[Dim]) -> LazyFrame {
    if layout.contains(&Dim::Grade) { query.filter(col("sex").lt_eq(lit(1_i64))) } else { query }
}

fn base(frame: &Frame, indicator: &Indicator, scope: Scope) -> LazyFrame {
    let query = frame.query().filter(col("period").lt_eq(lit(i64::from(scope.periods.survey.0))));
    match indicator.klassetrin {
        Some((from, to)) => query.filter(col("grade").gt_eq(lit(i64::from(from))).and(col("grade").lt_eq(lit(i64::from(to))))),
        None => query,
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
