//! Survey indicators: shares and means of valid answers, per wave.

use super::cube::{Cube, Questions, School, Wanted, layouts_of_all};
use super::dispersion::{SchoolSum, school_code};
use super::frame::{EngineError, Frame, NONE, group};
use super::groups::{area_code, column, groups, is_empty, layouts, sex_code};
use super::{Counts, Part, Scope, asked, response};
use crate::model::counts::{Coordinate, Exact, UNSTATED_GRADE};
use crate::model::geography::Area;
use crate::model::indicator::{Answer, Indicator, Measure};
use crate::model::period::{Period, SchoolYear};
use crate::model::person::Sex;
use crate::model::records::{HiddenAnswers, Records, Respondent, SurveyRecords};
use polars::prelude::{DataType, Expr, col, lit};
use std::collections::BTreeSet;

/// Counts the indicators of the survey.
pub(super) fn part(records: &Records, indicators: &[Indicator], scope: Scope) -> Result<Part, EngineError> {
    let (frame, hidden) = (frame(&records.survey)?, &records.survey.hidden);
    let cube = cube(&frame, indicators, scope)?;
    let mut part = Part::default();
    for indicator in indicators {
        part.add(match indicator.maal {
            Measure::ResponseRate => response::count(&records.survey, indicator, scope),
            Measure::Rows => rows(&frame, hidden, indicator, scope)?,
            _ => count(&cube, hidden, indicator)?,
        });
        part.add_spread(indicator, &by_school(&cube, hidden, indicator)?, scope.periods.survey);
    }
    for indicator in indicators {
        let mut nobody = asked::of_nobody(&part.cells, indicator);
        leave_out_hidden(&mut nobody, &hidden_of(hidden, indicator).map(|h| h.group).collect::<Vec<_>>());
        part.add(nobody);
    }
    Ok(part)
}

/// Returns the survey as a frame: wave, district, sex, grade, `asked` (1 where the wave knows anybody's sex), `linked` (1 where
/// the answers of a row are one pupil's), and one column of codes per item.
fn frame(records: &SurveyRecords) -> Result<Frame, EngineError> {
    let rows = &records.rows;
    let asked: BTreeSet<SchoolYear> = rows.iter().filter(|r| r.sex != Sex::Unknown).map(|r| r.wave).collect();
    let mut columns = vec![
        ("period", column(rows, |r| i64::from(r.wave.0))),
        ("area", column(rows, |r| area_code(r.district.map(|d| d.0)))),
        ("sex", column(rows, |r| sex_code(r.sex))),
        ("grade", column(rows, |r| r.grade.map_or(NONE, i64::from))),
        ("school", (0..rows.len()).map(|at| Some(school_code(records.schools.get(at).copied().flatten()))).collect()),
        ("asked", column(rows, |r| i64::from(asked.contains(&r.wave)))),
        ("linked", column(rows, |r| i64::from(r.linked))),
    ];
    for (item, answers) in &records.answers {
        columns.push((item.as_str(), answers.iter().map(|a| a.map(i64::from)).collect()));
    }
    Frame::new(columns)
}

/// Sums what the indicators of answers ask of the survey. Pupils of a sex nobody states are in no figure: see [`is_stated`].
fn cube(frame: &Frame, indicators: &[Indicator], scope: Scope) -> Result<Cube, EngineError> {
    let mut questions = Questions::new();
    for indicator in indicators {
        let all = covered(indicator, scope).and(is_stated());
        if let Some(Counted { valid, value }) = counted(frame, &indicator.maal, &all)? {
            questions.insert(indicator.id.clone(), Wanted { rows: all.and(valid), values: vec![value], extremes: None });
        }
    }
    if questions.is_empty() { Ok(Cube::default()) } else { Cube::new(frame.query(), &questions, layouts_of_all(indicators)) }
}

/// Returns k and n of every group of an answer share, a mean or an index.
fn count(cube: &Cube, hidden: &[HiddenAnswers], indicator: &Indicator) -> Result<Counts, EngineError> {
    let share = !matches!(indicator.maal, Measure::AnswerMean { .. });
    let mut counts = Counts::new();
    for layout in layouts(indicator) {
        let found = cube.groups(&indicator.id, &layout, indicator, &wave)?;
        counts.extend(found.into_iter().map(|g| (g.at, exact(g.sums[1], g.sums[0], share))));
    }
    let groups: Vec<Respondent> = hidden_of(hidden, indicator).map(|h| h.group).collect();
    leave_out_hidden(&mut counts, &groups);
    Ok(counts)
}

/// Returns sum and number of every school of a district, per closed wave; waves with a hidden number of the item are left out.
fn by_school(cube: &Cube, hidden: &[HiddenAnswers], indicator: &Indicator) -> Result<Vec<SchoolSum>, EngineError> {
    let waves: BTreeSet<i64> = hidden_of(hidden, indicator).map(|h| i64::from(h.group.wave.0)).collect();
    let found = cube.schools(&indicator.id)?.into_iter().filter(|school| !waves.contains(&school.period));
    let sum = |s: School| SchoolSum { period: s.period, area: s.area, sum: s.sums[1], n: s.sums[0] };
    Ok(found.map(sum).collect())
}

/// The numbers the source has hidden of the items an indicator asks for.
fn hidden_of<'a>(hidden: &'a [HiddenAnswers], indicator: &'a Indicator) -> impl Iterator<Item = &'a HiddenAnswers> {
    let items = indicator.maal.items();
    hidden.iter().filter(move |h| h.item.as_deref().is_some_and(|item| items.contains(&item)))
}

/// Which rows a measure counts, and what of each.
struct Counted {
    valid: Expr,
    value: Expr,
}

/// Returns `None` where the frame lacks what the measure needs. `all` are the rows the indicator covers.
fn counted(frame: &Frame, measure: &Measure, all: &Expr) -> Result<Option<Counted>, EngineError> {
    if measure.items().iter().any(|item| frame.lacks(item)) {
        return Ok(None);
    }
    Ok(match measure {
        Measure::AnswerShare { item, koder } => Some(Counted { valid: answered(item), value: hit(item, koder) }),
        // An answer of 0-100 is a share in per cent; a mean is a sum of millionths.
        Measure::AnswerMean { item } => Some(Counted { valid: answered(item), value: col(item.as_str()) * lit(10_000_i64) }),
        Measure::Answers { svar, mindst, hoejst } => several(svar, *mindst, *hoejst),
        Measure::Overestimate { item, faktisk, over } => overestimate(frame, all, item, (faktisk, *over))?,
        Measure::Index { items, omvendt, skala, graense_hundrededele } => {
            index(frame, items, omvendt, *skala, *graense_hundrededele)
        }
        _ => None,
    })
}

fn answered(item: &str) -> Expr {
    col(item).is_not_null()
}

/// A pupil counts who answered all the items: an item left out may be the one that was meant.
fn several(answers: &[Answer], least: usize, most: Option<usize>) -> Option<Counted> {
    let number = answers.iter().map(|answer| hit(&answer.item, &answer.koder)).reduce(|a, b| a + b)?;
    let all = answers.iter().map(|answer| answered(&answer.item)).reduce(Expr::and)?;
    let limit = |limit: usize| lit(i64::try_from(limit).unwrap_or(i64::MAX));
    let enough = number.clone().gt_eq(limit(least)).and(number.lt_eq(limit(most.unwrap_or(answers.len()))));
    Some(Counted { valid: col("linked").eq(lit(1_i64)).and(all), value: enough.cast(DataType::Int64) })
}

/// The actual share is read from the exact counts and not from the published ones, which may be hidden, and rounded to whole
/// per cent: a limit, of which the figure tells no more than where it lies among the guesses.
fn overestimate(frame: &Frame, all: &Expr, item: &str, (actual, over): (&Answer, i64)) -> Result<Option<Counted>, EngineError> {
    let rows = frame.query().filter(all.clone().and(answered(&actual.item)));
    let sums = vec![hit(&actual.item, &actual.koder).sum().alias("k"), col("period").count().alias("n")];
    let shares = group(rows, &["period", "grade"], sums)?;
    let (periods, grades) = (shares.values("period")?, shares.values("grade")?);
    let limits = shares.values("k")?.into_iter().zip(shares.values("n")?).map(|(k, n)| (200 * k + n) / (2 * n) + over);
    let here = |period: i64, grade: i64| col("period").eq(lit(period)).and(col("grade").eq(lit(grade)));
    let parts: Vec<(Expr, Expr)> = (periods.into_iter().zip(grades).zip(limits))
        .map(|((period, grade), limit)| (here(period, grade), col(item).gt(lit(limit))))
        .collect();
    let known = parts.iter().map(|(here, _)| here.clone()).reduce(Expr::or);
    let above = parts.into_iter().map(|(here, above)| here.and(above)).reduce(Expr::or);
    let counted = |(known, above): (Expr, Expr)| Counted { valid: answered(item).and(known), value: above.cast(DataType::Int64) };
    Ok(known.zip(above).map(counted))
}

/// A pupil counts when at least half of the items are answered, items the file lacks among those that are not. The mean of the
/// answered ones reaches the limit when a hundred times their sum reaches the limit times their number: whole numbers only.
fn index(frame: &Frame, items: &[String], turned: &[String], scale: (i16, i16), limit: i64) -> Option<Counted> {
    let known: Vec<&String> = items.iter().filter(|item| !frame.lacks(item)).collect();
    let ends = i64::from(scale.0) + i64::from(scale.1);
    let code = |item: &str| {
        let code = col(item);
        let code = if turned.iter().any(|t| t == item) { lit(ends) - code } else { code };
        code.fill_null(lit(0_i64))
    };
    let given = |item: &str| answered(item).cast(DataType::Int64);
    let sum = known.iter().map(|item| code(item)).reduce(|a, b| a + b)?;
    let number = known.iter().map(|item| given(item)).reduce(|a, b| a + b)?;
    let half = lit(i64::try_from(items.len()).expect("a list of items fits 64 bits"));
    let valid = col("linked").eq(lit(1_i64)).and((number.clone() * lit(2_i64)).gt_eq(half));
    let value = (sum * lit(100_i64)).gt_eq(number * lit(limit)).cast(DataType::Int64);
    Some(Counted { valid, value })
}

/// Takes out every figure that a number hidden by the source belongs to: it is neither zero nor known.
fn leave_out_hidden(counts: &mut Counts, hidden: &[Respondent]) {
    counts.retain(|at, _| !hidden.iter().any(|group| holds(at, group)));
}

/// Returns whether a figure is about a group, or about pupils some of whom are in it.
fn holds(at: &Coordinate, group: &Respondent) -> bool {
    let place = match at.area {
        Area::Municipality => true,
        Area::District(id) => group.district.is_some_and(|d| d.0 == id),
        Area::Unknown => group.district.is_none(),
    };
    let sex = at.sex.is_none_or(|sex| sex == group.sex);
    let grade = at.grade.is_none_or(|grade| grade == group.grade.unwrap_or(UNSTATED_GRADE));
    at.period == Period::Wave(group.wave) && place && sex && grade
}

/// Pupils who did not state their sex, or gave another answer, are few and known to their class. In a wave that asks, they are in
/// no figure: else the whole less boys and girls would tell of them.
fn is_stated() -> Expr {
    col("asked").eq(lit(0_i64)).or(col("sex").lt_eq(lit(1_i64)))
}

fn exact(k: i64, n: i64, share: bool) -> Exact {
    if share {
        Exact { numerator: k, denominator: Some(n), behind: k, complement: Some(n - k), largest: 1, ..Exact::default() }
    } else {
        Exact { numerator: k, denominator: Some(n), behind: n, complement: None, largest: 1, ..Exact::default() }
    }
}

/// Returns the number of respondents per wave and district.
fn rows(frame: &Frame, hidden: &[HiddenAnswers], indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
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
    leave_out_hidden(&mut counts, &hidden.iter().map(|h| h.group).collect::<Vec<_>>());
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
    any.cast(DataType::Int64)
}

fn wave(code: i64) -> Period {
    Period::Wave(SchoolYear(i16::try_from(code).expect("a school year fits 16 bits")))
}
