//! Many indicators in few queries. The rows of a source are grouped once, by the finest cross of its dimensions, and the groups of
//! every layout are made of those groups, for all indicators at a time: a query has its price, one sum more in it has hardly any.
//!
//! Only for what adds up: each unit (a pupil) is one row of its period, and a figure is made of sums over rows.

use super::frame::{EngineError, Frame, NONE, group};
use super::groups::{Dim, Group, layouts, told};
use crate::model::indicator::Indicator;
use crate::model::period::Period;
use polars::prelude::{DataType, Expr, LazyFrame, col, lit, when};
use std::collections::{BTreeMap, BTreeSet};

/// What an indicator asks of a source.
pub(super) struct Wanted {
    /// The rows it counts.
    pub(super) rows: Expr,
    /// The whole numbers of each such row that it adds up.
    pub(super) values: Vec<Expr>,
}

/// What is asked, by name.
pub(super) type Questions = BTreeMap<String, Wanted>;

/// The sums of all indicators of a source: per question the number of rows first, then the sum of each value.
#[derive(Default)]
pub(super) struct Cube {
    columns: BTreeMap<String, Vec<String>>,
    by_layout: BTreeMap<Vec<Dim>, Frame>,
    by_school: Frame,
}

/// The sums of one school of a district in one period.
pub(super) struct School {
    pub(super) period: i64,
    pub(super) area: i64,
    pub(super) sums: Vec<i64>,
}

impl Cube {
    /// Answers questions about rows with the columns `period`, `area`, `school` and those of the layouts.
    pub(super) fn new(rows: LazyFrame, questions: &Questions, layouts: BTreeSet<Vec<Dim>>) -> Result<Self, EngineError> {
        let columns: BTreeMap<_, _> = questions.iter().map(|(name, wanted)| (name.clone(), wanted.columns(name))).collect();
        let sums = || columns.values().flatten().map(|column| col(column.as_str()).sum()).collect::<Vec<Expr>>();
        let ones: Vec<Expr> = questions.iter().map(|(name, wanted)| wanted.one(name)).collect();
        let values: Vec<Expr> = questions.iter().flat_map(|(name, wanted)| wanted.values(name)).collect();
        let finest = group(rows.with_columns(ones).with_columns(values), &finest_key(&layouts), sums())?;
        let mut by_layout = BTreeMap::new();
        for layout in layouts {
            let groups = group(finest.query().filter(is_stated(&layout)), &key(&layout), sums())?;
            by_layout.insert(layout, groups);
        }
        let placed = col("area").gt(lit(NONE)).and(col("school").gt(lit(NONE)));
        let by_school = group(finest.query().filter(placed), &["period", "area", "school"], sums())?;
        Ok(Self { columns, by_layout, by_school })
    }

    /// Returns the groups of one layout that have rows; `period` turns the code of the column `period` into a period.
    pub(super) fn groups(
        &self,
        question: &str,
        layout: &[Dim],
        indicator: &Indicator,
        period: &dyn Fn(i64) -> Period,
    ) -> Result<Vec<Group>, EngineError> {
        let (columns, frame) = (self.columns.get(question), self.by_layout.get(layout));
        let Some((columns, frame)) = columns.zip(frame) else { return Ok(Vec::new()) };
        let groups = told(frame, layout, columns, indicator, period)?;
        Ok(groups.into_iter().filter(|group| group.sums[0] > 0).collect())
    }

    /// Returns the sums of every known school of a district that has rows, sorted by period and district.
    pub(super) fn schools(&self, question: &str) -> Result<Vec<School>, EngineError> {
        let Some(columns) = self.columns.get(question) else { return Ok(Vec::new()) };
        let sums: Vec<Vec<i64>> = columns.iter().map(|column| self.by_school.values(column)).collect::<Result<_, _>>()?;
        let places = self.by_school.values("period")?.into_iter().zip(self.by_school.values("area")?);
        let school = |(row, (period, area))| School { period, area, sums: sums.iter().map(|sum| sum[row]).collect() };
        Ok(places.enumerate().map(school).filter(|school| school.sums[0] > 0).collect())
    }
}

impl Wanted {
    fn columns(&self, name: &str) -> Vec<String> {
        (0..=self.values.len()).map(|number| column(name, number)).collect()
    }

    /// 1 in every row that counts, else 0.
    fn one(&self, name: &str) -> Expr {
        when(self.rows.clone()).then(lit(1_i64)).otherwise(lit(0_i64)).alias(column(name, 0))
    }

    /// Returns the values of every row: 0 where the row does not count.
    fn values(&self, name: &str) -> Vec<Expr> {
        let counts = || col(column(name, 0)).eq(lit(1_i64));
        let value = |value: &Expr| when(counts()).then(value.clone()).otherwise(lit(0_i64)).cast(DataType::Int64);
        self.values.iter().zip(1..).map(|(one, number)| value(one).alias(column(name, number))).collect()
    }
}

/// The number of rows is column 0 of a question, the sums of its values follow.
fn column(name: &str, number: usize) -> String {
    format!("{name} {number}")
}

/// Returns the layouts of some indicators, each once.
pub(super) fn layouts_of_all(indicators: &[Indicator]) -> BTreeSet<Vec<Dim>> {
    indicators.iter().flat_map(layouts).collect()
}

fn finest_key(layouts: &BTreeSet<Vec<Dim>>) -> Vec<&'static str> {
    let dims: BTreeSet<Dim> = layouts.iter().flatten().copied().chain([Dim::Area]).collect();
    ["period", "school"].into_iter().chain(dims.into_iter().map(Dim::column)).collect()
}

fn key(layout: &[Dim]) -> Vec<&'static str> {
    ["period"].into_iter().chain(layout.iter().map(|dim| dim.column())).collect()
}

/// Pupils whose sex nobody knows are in no group of one sex.
fn is_stated(layout: &[Dim]) -> Expr {
    if layout.contains(&Dim::Sex) { col("sex").lt_eq(lit(1_i64)) } else { lit(true) }
}
