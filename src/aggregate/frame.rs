//! The engine: frames of whole numbers, and the one query the project needs, sums over groups.
//!
//! Every column is a 64-bit integer or null. Missing dimensions are [`NONE`], so that they form a group of their own.

use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoLazy, LazyFrame, NamedFrom, PolarsError, Series, SortMultipleOptions, col,
};

/// The engine's own error, kept away from users: it may quote values.
pub(super) type EngineError = PolarsError;

/// The code of "not stated" in a dimension.
pub(super) const NONE: i64 = -1;

/// A frame of named integer columns.
#[derive(Clone, Default)]
pub(super) struct Frame(DataFrame);

impl Frame {
    /// Returns a frame of equally long columns.
    pub(super) fn new(columns: Vec<(&str, Vec<Option<i64>>)>) -> Result<Self, EngineError> {
        let columns = columns.into_iter().map(|(name, values)| Column::from(Series::new(name.into(), values)));
        Ok(Self(DataFrame::new_infer_height(columns.collect())?))
    }

    /// Returns whether the frame has no rows or no column of this name.
    pub(super) fn lacks(&self, column: &str) -> bool {
        self.0.height() == 0 || self.0.column(column).is_err()
    }

    /// Starts a query.
    pub(super) fn query(&self) -> LazyFrame {
        self.0.clone().lazy()
    }

    /// Returns the rows a condition keeps.
    pub(super) fn kept(&self, condition: Expr) -> Result<Self, EngineError> {
        Ok(Self(self.query().filter(condition).collect()?))
    }

    /// Returns the rows of both frames, which have the same columns.
    pub(super) fn and(self, more: &Self) -> Result<Self, EngineError> {
        Ok(Self(if self.0.width() == 0 { more.0.clone() } else { self.0.vstack(&more.0)? }))
    }

    /// Returns the columns of both frames, which have the same rows.
    pub(super) fn beside(&self, more: &Self) -> Result<Self, EngineError> {
        Ok(Self(self.0.hstack(more.0.columns())?))
    }

    /// Returns the other columns of the frame.
    pub(super) fn without(&self, column: &str) -> Result<Self, EngineError> {
        Ok(Self(self.0.drop(column)?))
    }

    /// Returns the values of a column; null becomes [`NONE`].
    pub(super) fn values(&self, column: &str) -> Result<Vec<i64>, EngineError> {
        let column = self.0.column(column)?.cast(&DataType::Int64)?;
        Ok(column.i64()?.iter().map(|v| v.unwrap_or(NONE)).collect())
    }
}

/// Returns one row per group with the sums asked for, sorted by the group's key. Nulls in a key cannot occur.
pub(super) fn group(query: LazyFrame, key: &[&str], sums: Vec<Expr>) -> Result<Frame, EngineError> {
    let by: Vec<Expr> = key.iter().map(|name| col(*name)).collect();
    let names: Vec<String> = key.iter().map(|name| (*name).to_owned()).collect();
    let grouped = query.group_by(by).agg(sums).sort(names, SortMultipleOptions::default());
    Ok(Frame(grouped.collect()?))
}
