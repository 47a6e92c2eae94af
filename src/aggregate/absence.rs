//! Absence indicators. A pupil's share is whole millionths; every sum is exact.

use super::cube::{Cube, Questions, School, Wanted, layouts_of_all};
use super::dispersion::SchoolSum;
use super::frame::EngineError;
use super::groups::layouts;
use super::pupils::{Pupils, QuarterLimit};
use super::{Counts, Part, Scope, school_means};
use crate::model::counts::{Coordinate, Exact, HiddenPart};
use crate::model::geography::Area;
use crate::model::indicator::{AbsenceKind, Indicator, Measure};
use crate::model::period::Period;
use crate::model::records::{AbsenceRecord, Given, Records, SchoolAbsence};
use polars::prelude::{Expr, col, lit, when};
use std::collections::{BTreeMap, BTreeSet};

/// The pupils of the years counted, and the sums all indicators want of them.
#[derive(Default)]
struct Absence {
    pupils: Pupils,
    cube: Cube,
}

/// Counts the indicators of absence.
pub(super) fn part(records: &Records, indicators: &[Indicator], scope: Scope) -> Result<Part, EngineError> {
    let absence = Absence::new(&records.absence, indicators, scope)?;
    let schools = &records.school_absence;
    let mut part = Part::default();
    for indicator in indicators {
        part.add(match &indicator.maal {
            Measure::AbsenceMean { .. } => means(&absence, schools, indicator, scope)?,
            Measure::AbsenceGap { .. } => gap(&absence, indicator)?,
            Measure::SchoolRange { felt } => school_range(schools, felt, indicator),
            Measure::Rows => pupils(&absence, indicator)?,
            _ => count(&absence, indicator)?,
        });
        part.add_spread(indicator, &by_school(&absence, indicator)?, scope.periods.absence);
    }
    Ok(part)
}

/// Where each sum stands in a group.
const PUPILS: usize = 0;
const WEIGHTED: usize = 1;
const MONTHS: usize = 2;
const OVER: usize = 3;
const HIDDEN: usize = 4;
/// Of means alone.
const LARGEST: usize = 5;
const SECOND: usize = 6;

impl Absence {
    /// Sums what the indicators of absence ask of the pupils.
    fn new(records: &[AbsenceRecord], indicators: &[Indicator], scope: Scope) -> Result<Self, EngineError> {
        let asked: Vec<Indicator> = indicators.iter().flat_map(asked).collect();
        if records.is_empty() || asked.is_empty() {
            return Ok(Self::default());
        }
        let pupils = Pupils::new(records, &quarter_limits(&asked), scope.periods)?;
        let questions: Questions = asked.iter().filter_map(|one| Some((name(one), wanted(one)?))).collect();
        let cube = Cube::new(pupils.rows.query(), &questions, layouts_of_all(&asked))?;
        Ok(Self { pupils, cube })
    }

    fn period(&self, part: i64) -> Period {
        let part = usize::try_from(part).ok().and_then(|part| self.pupils.parts.get(part));
        part.expect("every row is of a part").period
    }
}

/// Returns the questions of an indicator, each as an indicator of pupils: the difference of two groups has two.
fn asked(indicator: &Indicator) -> Vec<Indicator> {
    match &indicator.maal {
        Measure::AbsenceMean { .. } | Measure::AbsenceOver { .. } => vec![indicator.clone()],
        Measure::AbsenceGap { fravaer, klassetrin, minus } => {
            [klassetrin, minus].map(|grades| mean(indicator, fravaer, Some(*grades))).into()
        }
        // A pupil is counted by having a row: of which days the mean would be does not matter.
        Measure::Rows => vec![mean(indicator, &[AbsenceKind::Illness], indicator.klassetrin)],
        _ => Vec::new(),
    }
}

fn mean(indicator: &Indicator, kinds: &[AbsenceKind], klassetrin: Option<(u8, u8)>) -> Indicator {
    Indicator { maal: Measure::AbsenceMean { fravaer: kinds.to_vec() }, klassetrin, ..indicator.clone() }
}

/// Two questions of one indicator differ in their grades.
fn name(asked: &Indicator) -> String {
    format!("{} {:?}", asked.id, asked.klassetrin)
}

fn quarter_limits(asked: &[Indicator]) -> Vec<QuarterLimit> {
    let limit = |one: &Indicator| match &one.maal {
        Measure::AbsenceOver { fravaer, procent, graensen_med, i_et_kvartal: true } => {
            Some(QuarterLimit { column: name(one), over: is_over(fravaer, *procent, *graensen_med) })
        }
        _ => None,
    };
    asked.iter().filter_map(limit).collect()
}

/// What a question adds up over pupils with school days, or with hidden ones: share times months, months, whether over the limit,
/// and whether hidden.
fn wanted(asked: &Indicator) -> Option<Wanted> {
    let (kinds, over) = match &asked.maal {
        Measure::AbsenceMean { fravaer } => (fravaer, lit(0_i64)),
        // The limit of the law is reached inside one calendar quarter (children's allowance act: 15 % unauthorised in a quarter).
        Measure::AbsenceOver { fravaer, i_et_kvartal: true, .. } => (fravaer, col(name(asked))),
        Measure::AbsenceOver { fravaer, procent, graensen_med, .. } => (fravaer, is_over(fravaer, *procent, *graensen_med)),
        _ => return None,
    };
    let hidden = hidden(kinds).gt(lit(0_i64));
    let rows = of_grades(asked).and(has_days().or(hidden.clone()));
    let extremes = matches!(asked.maal, Measure::AbsenceMean { .. }).then_some(WEIGHTED);
    Some(Wanted { rows, values: vec![share(kinds) * col("months"), col("months"), over, hidden], extremes })
}

fn of_grades(asked: &Indicator) -> Expr {
    let Some((from, to)) = asked.klassetrin else { return lit(true) };
    col("grade").gt_eq(lit(i64::from(from))).and(col("grade").lt_eq(lit(i64::from(to))))
}

fn has_days() -> Expr {
    col("days").gt(lit(0_i64))
}

/// Days absent of school days, in millionths, rounded half up.
fn share(kinds: &[AbsenceKind]) -> Expr {
    let twice = when(has_days()).then(col("days") * lit(2_i64)).otherwise(lit(1_i64));
    (absent(kinds) * lit(2_000_000_i64) + col("days")) / twice
}

fn absent(kinds: &[AbsenceKind]) -> Expr {
    kinds.iter().map(|kind| col(kind.field())).reduce(|a, b| a + b).unwrap_or_else(|| lit(0_i64))
}

/// Above zero where the source has hidden any number the share is made from.
fn hidden(kinds: &[AbsenceKind]) -> Expr {
    let of_kind = |kind: &AbsenceKind| col(format!("{}_hidden", kind.field()));
    kinds.iter().map(of_kind).fold(col("days_hidden"), |all, kind| all + kind)
}

fn is_over(kinds: &[AbsenceKind], percent: i64, included: bool) -> Expr {
    let (share, limit) = (absent(kinds) * lit(100_i64), col("days") * lit(percent));
    has_days().and(if included { share.gt_eq(limit) } else { share.gt(limit) })
}

/// Returns the absence of the pupils, and that of the schools in school years that have no pupils.
fn means(absence: &Absence, schools: &[SchoolAbsence], indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    let mut counts = count(absence, indicator)?;
    if let Measure::AbsenceMean { fravaer } = &indicator.maal {
        let years = (scope.periods.absence, &absence.pupils.years);
        counts.extend(school_means::count(schools, fravaer, indicator, years));
    }
    Ok(counts)
}

/// Returns the pupils of an absence indicator.
fn count(absence: &Absence, asked: &Indicator) -> Result<Counts, EngineError> {
    let mean = matches!(asked.maal, Measure::AbsenceMean { .. });
    let mut counts = Counts::new();
    for layout in layouts(asked) {
        let found = absence.cube.groups(&name(asked), &layout, asked, &|part| absence.period(part))?;
        counts.extend(found.into_iter().map(|group| (group.at, exact(&group.sums, mean))));
    }
    Ok(counts)
}

fn exact(sums: &[i64], mean: bool) -> Exact {
    let (pupils, over) = (sums[PUPILS], sums[OVER]);
    let by_source = (sums[HIDDEN] > 0).then_some(HiddenPart::Numerator);
    let of_pupils = Exact { denominator: Some(pupils), largest: 1, by_source, ..Exact::default() };
    if !mean {
        return Exact { numerator: over, behind: over, complement: Some(pupils - over), ..of_pupils };
    }
    let [largest, second] = [LARGEST, SECOND].map(|at| in_mean(sums, at));
    Exact { numerator: as_printed(mean_sum(sums), pupils), behind: pupils, largest, second, ..of_pupils }
}

/// Returns the sum of the mean as it is printed, in tenths of a per cent. The days of a pupil who came or left during the year leave a
/// remainder in the sum that nobody else leaves: from more decimals his or her absence could be read.
fn as_printed(sum: i64, pupils: i64) -> i64 {
    const TENTH: i64 = 1000;
    if pupils == 0 { sum } else { (2 * sum + TENTH * pupils) / (2 * TENTH * pupils) * TENTH * pupils }
}

/// Returns sum and number of every school of a district, per full school year; years with a number hidden by the source are left out.
fn by_school(absence: &Absence, indicator: &Indicator) -> Result<Vec<SchoolSum>, EngineError> {
    let mean = match indicator.maal {
        Measure::AbsenceMean { .. } => true,
        Measure::AbsenceOver { .. } => false,
        _ => return Ok(Vec::new()),
    };
    let whole = absence.cube.groups(&name(indicator), &[], indicator, &|part| absence.period(part))?;
    let hidden: BTreeSet<Period> = whole.into_iter().filter(|g| g.sums[HIDDEN] > 0).map(|g| g.at.period).collect();
    let told = |school: School| match absence.period(school.period) {
        at @ Period::SchoolYear(year) if !hidden.contains(&at) => {
            let sum = if mean { mean_sum(&school.sums) } else { school.sums[OVER] };
            Some(SchoolSum { period: i64::from(year.0), area: school.area, sum, n: school.sums[PUPILS] })
        }
        _ => None,
    };
    Ok(absence.cube.schools(&name(indicator))?.into_iter().filter_map(told).collect())
}

/// Returns the mean absence of some grades less that of others, where both groups have pupils.
fn gap(absence: &Absence, indicator: &Indicator) -> Result<Counts, EngineError> {
    let both = asked(indicator);
    let [upper, lower] = both.as_slice() else { return Ok(Counts::new()) };
    let (upper, lower) = (count(absence, upper)?, count(absence, lower)?);
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
fn mean_sum(sums: &[i64]) -> i64 {
    in_mean(sums, WEIGHTED)
}

/// Returns what a weighted share is of the mean's sum: of all pupils, or of one.
fn in_mean(sums: &[i64], at: usize) -> i64 {
    let [weighted, months, pupils] = [at, MONTHS, PUPILS].map(|at| i128::from(sums[at]));
    let exact = (weighted * pupils * 2 + months) / (months * 2);
    i64::try_from(exact).expect("a sum of shares below one per pupil fits 63 bits")
}

/// Returns the number of pupils per school year and district. It is made from no hidden days.
fn pupils(absence: &Absence, indicator: &Indicator) -> Result<Counts, EngineError> {
    let plain = |e: Exact| Exact { numerator: e.behind, behind: e.behind, largest: 1, ..Exact::default() };
    let mut counts = Counts::new();
    for all in asked(indicator) {
        counts.extend(count(absence, &all)?.into_iter().map(|(at, e)| (at, plain(e))));
    }
    Ok(counts)
}

/// Returns the number of schools with a value and their lowest and highest, per school year and district. Schools outside the
/// project's districts are counted as `uoplyst`. k packs both values: lowest · 1,000,000 + highest, in thousandths.
fn school_range(schools: &[SchoolAbsence], field: &str, indicator: &Indicator) -> Counts {
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
