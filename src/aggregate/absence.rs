//! Absence indicators. A pupil's share is whole millionths; every sum is exact.

use super::dispersion::{SchoolSum, school_code, school_sums};
use super::frame::{EngineError, Frame, NONE, group};
use super::groups::{Dim, area_code, column, groups, layouts};
use super::{Counts, Scope, school_means};
use crate::model::counts::{Coordinate, Exact, HiddenPart};
use crate::model::geography::Area;
use crate::model::indicator::{AbsenceKind, Indicator, Measure};
use crate::model::period::{Period, SchoolYear};
use crate::model::person::Pseudonym;
use crate::model::records::{AbsenceRecord, Given, SchoolAbsence};
use polars::prelude::{Expr, LazyFrame, SortMultipleOptions, col, lit};
use std::collections::{BTreeMap, BTreeSet};

/// Returns absence as a frame, one row per pupil and month. `order` counts months from August (0) to July (11).
pub(super) fn frame(records: &[AbsenceRecord]) -> Result<Frame, EngineError> {
    let mut numbers: BTreeMap<Pseudonym, i64> = BTreeMap::new();
    let pupils = records.iter().map(|r| {
        let next = i64::try_from(numbers.len()).expect("a pupil count fits 63 bits");
        Some(*numbers.entry(r.pupil).or_insert(next))
    });
    let pupils: Vec<Option<i64>> = pupils.collect();
    Frame::new(vec![
        ("pupil", pupils),
        ("year", column(records, |r| i64::from(r.school_year.0))),
        ("order", column(records, |r| i64::from((r.month + 4) % 12))),
        ("quarter", column(records, |r| i64::from((r.month - 1) / 3))),
        ("area", column(records, |r| area_code(r.district.map(|d| d.0)))),
        ("grade", column(records, |r| r.grade.map_or(NONE, i64::from))),
        ("school", column(records, |r| school_code(r.school))),
        ("sygdom", given(records, |r| r.illness)),
        ("lovligt", given(records, |r| r.permitted)),
        ("ulovligt", given(records, |r| r.unauthorised)),
        ("days", given(records, |r| r.school_days)),
        ("sygdom_hidden", hidden_flags(records, |r| r.illness)),
        ("lovligt_hidden", hidden_flags(records, |r| r.permitted)),
        ("ulovligt_hidden", hidden_flags(records, |r| r.unauthorised)),
        ("days_hidden", hidden_flags(records, |r| r.school_days)),
    ])
}

/// Returns the days a source gave, zero where it hid them: a flag beside it hides every figure made from that zero.
fn given(records: &[AbsenceRecord], days: impl Fn(&AbsenceRecord) -> Given) -> Vec<Option<i64>> {
    column(records, |r| days(r).known().unwrap_or(0))
}

fn hidden_flags(records: &[AbsenceRecord], days: impl Fn(&AbsenceRecord) -> Given) -> Vec<Option<i64>> {
    column(records, |r| i64::from(days(r).known().is_none()))
}

/// The school years counted: full ones, and the closed months of the running one with the same months a year before.
struct Part {
    year: i64,
    through: i64,
    period: Period,
}

fn parts(frame: &Frame, scope: Scope) -> Result<Vec<Part>, EngineError> {
    let running = scope.periods.absence_running;
    let years = frame.values("year")?;
    let mut full: Vec<i64> = years.iter().copied().filter(|y| *y <= i64::from(scope.periods.absence.0)).collect();
    full.sort_unstable();
    full.dedup();
    let mut parts: Vec<Part> =
        full.iter().map(|y| Part { year: *y, through: 11, period: Period::SchoolYear(school_year(*y)) }).collect();
    let of_running = years.iter().zip(frame.values("order")?).filter(|(y, _)| **y == i64::from(running.0)).map(|(_, m)| m);
    if let Some(last) = of_running.max() {
        let month = u8::try_from((last + 7) % 12 + 1).expect("a month is below 13");
        for year in [running, SchoolYear(running.0 - 1)] {
            parts.push(Part { year: i64::from(year.0), through: last, period: Period::RunningSchoolYear(year, month) });
        }
    }
    Ok(parts)
}

fn school_year(code: i64) -> SchoolYear {
    SchoolYear(i16::try_from(code).expect("a school year fits 16 bits"))
}

/// Returns the absence of the pupils, and that of the schools in school years that have no pupils.
pub(super) fn means(
    frame: &Frame,
    schools: &[SchoolAbsence],
    indicator: &Indicator,
    scope: Scope,
) -> Result<Counts, EngineError> {
    let mut counts = count(frame, indicator, scope)?;
    if let Measure::AbsenceMean { fravaer } = &indicator.maal {
        let years = if frame.lacks("year") { Vec::new() } else { frame.values("year")? };
        let by_pupil: BTreeSet<SchoolYear> = years.into_iter().map(school_year).collect();
        counts.extend(school_means::count(schools, fravaer, indicator, (scope.periods.absence, &by_pupil)));
    }
    Ok(counts)
}

/// Returns the pupils of an absence indicator.
pub(super) fn count(frame: &Frame, indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    let mut counts = Counts::new();
    if frame.lacks("pupil") {
        return Ok(counts);
    }
    for part in parts(frame, scope)? {
        let months = frame.query().filter(col("year").eq(lit(part.year)).and(col("order").lt_eq(lit(part.through))));
        let pupils = of_grades(pupils_of(months, indicator)?, indicator)?;
        for layout in layouts(indicator) {
            counts.extend(one_layout(&pupils, &layout, indicator, part.period)?);
        }
    }
    Ok(counts)
}

/// Returns the pupils of the grades an indicator covers.
fn of_grades(pupils: Frame, indicator: &Indicator) -> Result<Frame, EngineError> {
    let Some((from, to)) = indicator.klassetrin else { return Ok(pupils) };
    let fits = col("grade").gt_eq(lit(i64::from(from))).and(col("grade").lt_eq(lit(i64::from(to))));
    pupils.kept(fits)
}

fn one_layout(pupils: &Frame, layout: &[Dim], indicator: &Indicator, period: Period) -> Result<Counts, EngineError> {
    let sums = vec![
        ("weighted", col("weighted").sum()),
        ("months", col("months").sum()),
        ("over", col("over").sum()),
        ("all", col("over").count()),
        ("hidden", col("hidden").max()),
    ];
    let mean = matches!(indicator.maal, Measure::AbsenceMean { .. });
    let found = groups(pupils.query(), layout, sums, indicator, &|_| period)?;
    let exact = |sums: &[i64]| {
        let (weighted, months, over, all) = (sums[0], sums[1], sums[2], sums[3]);
        let by_source = (sums[4] > 0).then_some(HiddenPart::Numerator);
        if mean {
            Exact {
                numerator: mean_sum(weighted, months, all),
                denominator: Some(all),
                behind: all,
                complement: None,
                largest: 1,
                by_source,
                ..Exact::default()
            }
        } else {
            Exact {
                numerator: over,
                denominator: Some(all),
                behind: over,
                complement: Some(all - over),
                largest: 1,
                by_source,
                ..Exact::default()
            }
        }
    };
    Ok(found.into_iter().map(|g| (g.at, exact(&g.sums))).collect())
}

/// Returns sum and number of every school of a district, per full school year; years with a number hidden by the source are left out.
pub(super) fn by_school(frame: &Frame, indicator: &Indicator, scope: Scope) -> Result<Vec<SchoolSum>, EngineError> {
    let mut found = Vec::new();
    if frame.lacks("pupil") {
        return Ok(found);
    }
    for part in parts(frame, scope)?.into_iter().filter(|part| matches!(part.period, Period::SchoolYear(_))) {
        let pupils = pupils_of(frame.query().filter(col("year").eq(lit(part.year))), indicator)?;
        if pupils.lacks("hidden") || pupils.values("hidden")?.iter().any(|hidden| *hidden > 0) {
            continue;
        }
        let of_pupils = |column: &str| school_sums(pupils.query(), col(column).sum());
        let of_year = |sum: SchoolSum| SchoolSum { period: part.year, ..sum };
        let sums: Vec<SchoolSum> = if matches!(indicator.maal, Measure::AbsenceMean { .. }) {
            let months = of_pupils("months")?;
            let mean = |(own, months): (SchoolSum, SchoolSum)| SchoolSum { sum: mean_sum(own.sum, months.sum, own.n), ..own };
            of_pupils("weighted")?.into_iter().zip(months).map(mean).collect()
        } else {
            of_pupils("over")?
        };
        found.extend(sums.into_iter().map(of_year));
    }
    Ok(found)
}

/// Returns the mean absence of some grades less that of others, where both groups have pupils.
pub(super) fn gap(frame: &Frame, indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    let Measure::AbsenceGap { fravaer, klassetrin, minus } = &indicator.maal else { return Ok(Counts::new()) };
    let mean_of = |grades: (u8, u8)| {
        let maal = Measure::AbsenceMean { fravaer: fravaer.clone() };
        Indicator { maal, klassetrin: Some(grades), ..indicator.clone() }
    };
    let (upper, lower) = (count(frame, &mean_of(*klassetrin), scope)?, count(frame, &mean_of(*minus), scope)?);
    Ok(upper.into_iter().filter_map(|(at, one)| Some((at.clone(), difference(one, *lower.get(&at)?)?))).collect())
}

/// The difference of two means, in millionths. The smaller group decides how many stand behind it.
fn difference(one: Exact, other: Exact) -> Option<Exact> {
    let mean = |exact: Exact| exact.denominator.filter(|n| *n > 0).map(|n| (2 * exact.numerator + n) / (2 * n));
    Some(Exact {
        numerator: mean(one)? - mean(other)?,
        denominator: one.denominator.zip(other.denominator).map(|(a, b)| a + b),
        behind: one.behind.min(other.behind),
        largest: 1,
        by_source: one.by_source.max(other.by_source),
        ..Exact::default()
    })
}

/// The ministry's mean is the pupils' shares weighted by months, Σ(share·months) / Σ months. It is kept as a sum over a number
/// of pupils: the mean times the pupils, rounded half up to a millionth.
fn mean_sum(weighted: i64, months: i64, pupils: i64) -> i64 {
    let exact = (i128::from(weighted) * i128::from(pupils) * 2 + i128::from(months)) / (i128::from(months) * 2);
    i64::try_from(exact).expect("a sum of shares below one per pupil fits 63 bits")
}

/// Returns one row per pupil: where and in which grade the last month was, share times months, months, and over the limit or not.
fn pupils_of(months: LazyFrame, indicator: &Indicator) -> Result<Frame, EngineError> {
    let (kinds, limit) = match &indicator.maal {
        Measure::AbsenceOver { fravaer, procent, graensen_med, i_et_kvartal } => {
            (fravaer, Some((*procent, *graensen_med, *i_et_kvartal)))
        }
        Measure::AbsenceMean { fravaer } => (fravaer, None),
        _ => return Frame::new(vec![]),
    };
    let last = |name: &str| {
        col(name).sort_by([col("order")], SortMultipleOptions::default().with_maintain_order(true)).last().alias(name)
    };
    let sums = vec![
        last("area"),
        last("grade"),
        last("school"),
        absent(kinds).sum().alias("absent"),
        col("days").sum().alias("days"),
        col("order").n_unique().alias("months"),
        hidden(kinds).max().alias("hidden"),
    ];
    let counted = col("days").gt(lit(0_i64)).or(col("hidden").gt(lit(0_i64)));
    let pupils = group(months.clone(), &["pupil"], sums)?.kept(counted)?;
    let ids = pupils.values("pupil")?;
    let over = match limit {
        Some((percent, included, true)) => over_in_a_quarter(months, kinds, percent, included)?,
        Some((percent, included, false)) => over_in_all(&pupils, percent, included)?,
        None => BTreeMap::new(),
    };
    let shares = pupils
        .values("absent")?
        .into_iter()
        .zip(pupils.values("days")?)
        .map(|(absent, days)| (absent * 2_000_000 + days) / (days * 2).max(1));
    let months = pupils.values("months")?;
    let weighted = shares.zip(&months).map(|(share, months)| Some(share * months)).collect();
    let flag = ids.iter().map(|id| Some(i64::from(over.get(id).copied().unwrap_or(false)))).collect();
    let plain = |name: &str| pupils.values(name).map(|v| v.into_iter().map(Some).collect::<Vec<_>>());
    Frame::new(vec![
        ("period", vec![Some(0); ids.len()]),
        ("area", plain("area")?),
        ("grade", plain("grade")?),
        ("school", plain("school")?),
        ("months", plain("months")?),
        ("weighted", weighted),
        ("over", flag),
        ("hidden", plain("hidden")?),
    ])
}

fn absent(kinds: &[AbsenceKind]) -> Expr {
    kinds.iter().map(|kind| col(kind.field())).reduce(|a, b| a + b).unwrap_or_else(|| lit(0_i64))
}

/// Above zero where the source has hidden any number the share is made from.
fn hidden(kinds: &[AbsenceKind]) -> Expr {
    let of_kind = |kind: &AbsenceKind| col(format!("{}_hidden", kind.field()));
    kinds.iter().map(of_kind).fold(col("days_hidden"), |all, kind| all + kind)
}

fn is_over(absent: i64, days: i64, percent: i64, included: bool) -> bool {
    let (share, limit) = (absent * 100, days * percent);
    days > 0 && (share > limit || (included && share == limit))
}

fn over_in_all(pupils: &Frame, percent: i64, included: bool) -> Result<BTreeMap<i64, bool>, EngineError> {
    let rows = pupils.values("pupil")?.into_iter().zip(pupils.values("absent")?).zip(pupils.values("days")?);
    Ok(rows.map(|((id, absent), days)| (id, is_over(absent, days, percent, included))).collect())
}

/// The limit of the law is reached inside one calendar quarter (children's allowance act: 15 % unauthorised in a quarter).
fn over_in_a_quarter(
    months: LazyFrame,
    kinds: &[AbsenceKind],
    percent: i64,
    included: bool,
) -> Result<BTreeMap<i64, bool>, EngineError> {
    let sums = vec![absent(kinds).sum().alias("absent"), col("days").sum().alias("days")];
    let quarters = group(months, &["pupil", "quarter"], sums)?;
    let mut over = BTreeMap::new();
    for ((id, absent), days) in
        quarters.values("pupil")?.into_iter().zip(quarters.values("absent")?).zip(quarters.values("days")?)
    {
        *over.entry(id).or_insert(false) |= is_over(absent, days, percent, included);
    }
    Ok(over)
}

/// Returns the number of pupils per school year and district.
pub(super) fn pupils(frame: &Frame, indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    let all = Indicator { maal: Measure::AbsenceMean { fravaer: vec![AbsenceKind::Illness] }, ..indicator.clone() };
    let counted = count(frame, &all, scope)?;
    // A pupil is counted by having a row: the number of pupils is made from no hidden days.
    let plain = |e: Exact| Exact {
        numerator: e.behind,
        denominator: None,
        behind: e.behind,
        complement: None,
        largest: 1,
        ..Exact::default()
    };
    Ok(counted.into_iter().map(|(at, e)| (at, plain(e))).collect())
}

/// Returns the number of schools with a value and their lowest and highest, per school year and district. Schools outside the
/// project's districts are counted as `uoplyst`. k packs both values: lowest · 1,000,000 + highest, in thousandths.
pub(super) fn school_range(schools: &[SchoolAbsence], field: &str, indicator: &Indicator) -> Counts {
    let mut values: BTreeMap<Coordinate, Vec<Given>> = BTreeMap::new();
    for school in schools {
        let Some(value) = school.values.get(field) else { continue };
        let whole = Coordinate::whole(&indicator.id, Period::SchoolYear(school.school_year), indicator.geography());
        let area = school.district.map_or(Area::Unknown, |d| Area::District(d.0));
        values.entry(whole.in_area(area)).or_default().push(*value);
        values.entry(whole).or_default().push(*value);
    }
    values.into_iter().map(|(at, found)| (at, range(&found))).collect()
}

/// The school whose value is hidden may be the lowest, the highest or neither: then both are hidden.
fn range(values: &[Given]) -> Exact {
    let known: Vec<i64> = values.iter().filter_map(|value| value.known()).collect();
    let (lowest, highest) = (known.iter().min().copied().unwrap_or(0), known.iter().max().copied().unwrap_or(0));
    let schools = i64::try_from(values.len()).expect("a number of schools fits 63 bits");
    let by_source = (known.len() < values.len()).then_some(HiddenPart::Numerator);
    let packed = lowest * 1_000_000 + highest;
    Exact { numerator: packed, denominator: Some(schools), behind: schools, by_source, ..Exact::default() }
}
