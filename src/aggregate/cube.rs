//! Many indicators in few queries. The rows of a source are grouped once, by the finest cross of its dimensions, and the groups of
//! every layout are made of those groups, for all indicators at a time: a query has its price, one sum more in it has hardly any.
//!
//! Only for what adds up: each unit (a pupil) is one row of its period, and a figure is made of sums over rows. Of one value the two
//! largest can be had too: those of a group are found among those of its parts.

use super::frame::{EngineError, Frame, NONE, group};
use super::groups::{Dim, Group, layouts, second_largest, told};
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
    /// The number of the value (from 1) whose two largest are wanted.
    pub(super) extremes: Option<usize>,
}

/// What is asked, by name.
pub(super) type Questions = BTreeMap<String, Wanted>;

/// The sums of all indicators of a source: per question the number of rows first, then the sum of each value, then the two largest.
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
        let of_rows: Vec<Expr> = questions.iter().flat_map(|(name, wanted)| wanted.of_rows(name)).collect();
        let of_groups = || questions.iter().flat_map(|(name, wanted)| wanted.of_groups(name)).collect::<Vec<Expr>>();
        let ones: Vec<Expr> = questions.iter().map(|(name, wanted)| wanted.one(name)).collect();
        let values: Vec<Expr> = questions.iter().flat_map(|(name, wanted)| wanted.values(name)).collect();
        let finest = group(rows.with_columns(ones).with_columns(values), &finest_key(&layouts), of_rows)?;
        let mut by_layout = BTreeMap::new();
        for layout in layouts {
            let groups = group(finest.query().filter(is_stated(&layout)), &key(&layout), of_groups())?;
            by_layout.insert(layout, groups);
        }
        let placed = col("area").gt(lit(NONE)).and(col("school").gt(lit(NONE)));
        let by_school = group(finest.query().filter(placed), &["period", "area", "school"], of_groups())?;
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
        let extremes = self.extremes.iter().flat_map(|_| extremes(name));
        (0..=self.values.len()).map(|number| column(name, number)).chain(extremes).collect()
    }

    fn sums(&self, name: &str) -> impl Iterator<Item = Expr> {
        (0..=self.values.len()).map(|number| col(column(name, number)).sum()).collect::<Vec<_>>().into_iter()
    }

    /// What a group of rows is told by.
    fn of_rows(&self, name: &str) -> Vec<Expr> {
        let two_of = |number: &usize| {
            let ([largest, second], value) = (extremes(name), column(name, *number));
            [col(value.as_str()).max().alias(largest), second_largest(&value).alias(second)]
        };
        self.sums(name).chain(self.extremes.iter().flat_map(two_of)).collect()
    }

    /// What a group of groups is told by: its second largest value is the largest of another part, or the second of its own.
    fn of_groups(&self, name: &str) -> Vec<Expr> {
        let two_of = |_: &usize| {
            let [largest, second] = extremes(name);
            let (of_another, of_its_own) = (second_largest(&largest), col(second.as_str()).max());
            let greater = when(of_another.clone().gt_eq(of_its_own.clone())).then(of_another).otherwise(of_its_own);
            [col(largest.as_str()).max(), greater.alias(second)]
        };
        self.sums(name).chain(self.extremes.iter().flat_map(two_of)).collect()
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

/// The columns of the largest and second largest value of a question.
fn extremes(name: &str) -> [String; 2] {
    ["største", "næststørste"].map(|which| format!("{name} {which}"))
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
