//! From an indicator's breakdowns to groups, and from a group's codes to a coordinate.

use super::frame::{EngineError, Frame, NONE, group};
use crate::model::counts::{Coordinate, UNSTATED_AGES, UNSTATED_GRADE};
use crate::model::geography::{Area, DistrictId};
use crate::model::indicator::{Breakdown, Indicator};
use crate::model::period::Period;
use crate::model::person::{AgeBand, Sex};
use polars::prelude::{Expr, LazyFrame, SortOptions, col, lit};
use std::collections::{BTreeMap, BTreeSet};

/// A dimension of a figure: the column of that name holds its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dim {
    Area,
    Sex,
    Grade,
    Age,
    Category,
}

impl Dim {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Sex => "sex",
            Self::Grade => "grade",
            Self::Age => "age",
            Self::Category => "category",
        }
    }
}

/// The fixed age bands. Together they cover 0-25 once.
pub(super) const AGE_BANDS: [AgeBand; 4] =
    [AgeBand { from: 0, to: 9 }, AgeBand { from: 10, to: 14 }, AgeBand { from: 15, to: 17 }, AgeBand { from: 18, to: 25 }];

/// Returns the sets of dimensions an indicator is split by: always the whole, then each breakdown. A crossed breakdown
/// brings its own margins, so that every cell has a whole it is a part of.
pub(super) fn layouts(indicator: &Indicator) -> Vec<Vec<Dim>> {
    let mut layouts = vec![vec![]];
    for breakdown in &indicator.udbryd {
        layouts.extend(match breakdown {
            Breakdown::District => vec![vec![Dim::Area]],
            Breakdown::Sex => vec![vec![Dim::Sex]],
            Breakdown::Grade => vec![vec![Dim::Grade]],
            Breakdown::SexGrade => vec![vec![Dim::Sex], vec![Dim::Grade], vec![Dim::Sex, Dim::Grade]],
            Breakdown::DistrictGrade => vec![vec![Dim::Area], vec![Dim::Grade], vec![Dim::Area, Dim::Grade]],
            Breakdown::AgeBand => vec![vec![Dim::Age]],
            Breakdown::Offence | Breakdown::Theme => vec![vec![Dim::Category]],
            Breakdown::HalfYear | Breakdown::TwoMonths => vec![],
        });
    }
    layouts.sort();
    layouts.dedup();
    layouts
}

/// Returns the second largest value of a column; 0 where there is one only.
pub(super) fn second_largest(column: &str) -> Expr {
    col(column).sort(SortOptions::default().with_order_descending(true)).slice(lit(1), lit(1)).sum()
}

/// One group: its coordinate (category still as a code) and its sums.
pub(super) struct Group {
    pub(super) at: Coordinate,
    pub(super) category: Option<i64>,
    pub(super) sums: Vec<i64>,
}

/// Returns the sums of every group of one layout; `period` turns the code of the column `period` into a period.
pub(super) fn groups(
    query: LazyFrame,
    layout: &[Dim],
    sums: Vec<(&str, Expr)>,
    indicator: &Indicator,
    period: &dyn Fn(i64) -> Period,
) -> Result<Vec<Group>, EngineError> {
    let mut key = vec!["period"];
    key.extend(layout.iter().map(|dim| dim.column()));
    let (names, exprs): (Vec<&str>, Vec<Expr>) = sums.into_iter().map(|(name, expr)| (name, expr.alias(name))).unzip();
    told(&group(query, &key, exprs)?, layout, &names, indicator, period)
}

/// Returns the sums of every group of several layouts by one query: the groups of the finest cross add up to all others. Only for
/// sums over rows.
pub(super) fn groups_of_all(
    query: LazyFrame,
    layouts: &[Vec<Dim>],
    sums: Vec<(&str, Expr)>,
    indicator: &Indicator,
    period: &dyn Fn(i64) -> Period,
) -> Result<BTreeMap<Coordinate, Vec<i64>>, EngineError> {
    let finest: BTreeSet<Dim> = layouts.iter().flatten().copied().collect();
    let finest = groups(query, &finest.into_iter().collect::<Vec<_>>(), sums, indicator, period)?;
    let mut all: BTreeMap<Coordinate, Vec<i64>> = BTreeMap::new();
    for group in &finest {
        for layout in layouts {
            let sums = all.entry(margin(&group.at, layout)).or_insert_with(|| vec![0; group.sums.len()]);
            sums.iter_mut().zip(&group.sums).for_each(|(sum, more)| *sum += more);
        }
    }
    Ok(all)
}

/// Returns the coordinate of the group of a layout that a finer group is a part of. Categories have no groups here.
fn margin(at: &Coordinate, layout: &[Dim]) -> Coordinate {
    let has = |dim: Dim| layout.contains(&dim);
    Coordinate {
        area: if has(Dim::Area) { at.area } else { Area::Municipality },
        sex: at.sex.filter(|_| has(Dim::Sex)),
        grade: at.grade.filter(|_| has(Dim::Grade)),
        age: at.age.filter(|_| has(Dim::Age)),
        ..at.clone()
    }
}

/// Returns the groups of a frame with one row per group of a layout; `sums` names its columns of sums.
pub(super) fn told(
    grouped: &Frame,
    layout: &[Dim],
    sums: &[impl AsRef<str>],
    indicator: &Indicator,
    period: &dyn Fn(i64) -> Period,
) -> Result<Vec<Group>, EngineError> {
    let key = ["period"].into_iter().chain(layout.iter().map(|dim| dim.column()));
    let keys: Vec<Vec<i64>> = key.map(|name| grouped.values(name)).collect::<Result<_, _>>()?;
    let values: Vec<Vec<i64>> = sums.iter().map(|name| grouped.values(name.as_ref())).collect::<Result<_, _>>()?;
    let rows = keys.first().map_or(0, Vec::len);
    Ok((0..rows).map(|row| one(row, layout, &keys, &values, indicator, period)).collect())
}

fn one(
    row: usize,
    layout: &[Dim],
    keys: &[Vec<i64>],
    values: &[Vec<i64>],
    indicator: &Indicator,
    period: &dyn Fn(i64) -> Period,
) -> Group {
    let mut at = Coordinate::whole(&indicator.id, period(keys[0][row]), indicator.geography());
    let mut category = None;
    for (dim, codes) in layout.iter().zip(&keys[1..]) {
        let code = codes[row];
        match dim {
            Dim::Area => at.area = area(code),
            Dim::Sex => at.sex = Some(sex(code)),
            Dim::Grade => at.grade = Some(u8::try_from(code).unwrap_or(UNSTATED_GRADE)),
            Dim::Age => {
                at.age = Some(usize::try_from(code).ok().and_then(|c| AGE_BANDS.get(c)).copied().unwrap_or(UNSTATED_AGES));
            }
            Dim::Category => category = Some(code),
        }
    }
    Group { at, category, sums: values.iter().map(|v| v[row]).collect() }
}

pub(super) fn area(code: i64) -> Area {
    u16::try_from(code).map_or(Area::Unknown, |id| Area::District(DistrictId(id)))
}

pub(super) fn area_code(district: Option<DistrictId>) -> i64 {
    district.map_or(NONE, |d| i64::from(d.0))
}

pub(super) fn sex_code(sex: Sex) -> i64 {
    match sex {
        Sex::Boy => 0,
        Sex::Girl => 1,
        Sex::Unknown => 2,
    }
}

fn sex(code: i64) -> Sex {
    match code {
        0 => Sex::Boy,
        1 => Sex::Girl,
        _ => Sex::Unknown,
    }
}

/// Returns a frame column of plain values.
pub(super) fn column<T>(rows: &[T], value: impl Fn(&T) -> i64) -> Vec<Option<i64>> {
    rows.iter().map(|row| Some(value(row))).collect()
}

/// Returns whether a frame can be asked at all.
pub(super) fn is_empty(frame: &Frame) -> bool {
    frame.lacks("period")
}
