//! Police indicators that count young people: each person once per period, placed by the first record of the period.

use super::cells::fill_zeros;
use super::frame::{EngineError, Frame, group};
use super::groups::groups_of_all;
use super::police::{Cut, base, cuts, has_role, layouts_of};
use super::population::{inhabitants, per};
use super::{Counts, Scope};
use crate::model::counts::{Coordinate, Exact};
use crate::model::indicator::{Indicator, Measure, RoleName};
use crate::model::records::PopulationRow;
use polars::prelude::{LazyFrame, col};
use std::collections::BTreeMap;

/// Returns the persons of an indicator, or the share of them with the property asked for.
pub(super) fn count(
    frame: &Frame,
    population: &[PopulationRow],
    indicator: &Indicator,
    scope: Scope,
) -> Result<Counts, EngineError> {
    let (roles, rate) = match &indicator.maal {
        Measure::Persons { roller, pr_1000 } => (roller, *pr_1000),
        Measure::FirstTime { roller, .. } | Measure::Repeat { roller } => (roller, false),
        _ => return Ok(Counts::new()),
    };
    if frame.lacks("incident") || frame.values("person")?.iter().all(|p| *p < 0) {
        return Ok(Counts::new());
    }
    let mut counts = Counts::new();
    for cut in cuts(indicator) {
        let persons = persons(frame, indicator, roles, cut, scope)?;
        let mut found = of_cut(&persons, indicator, cut)?;
        if matches!(indicator.maal, Measure::Persons { .. }) {
            let without_key = base(frame, indicator, roles, cut, scope).filter(col("person").is_null());
            add_upper(&mut found, without_key, indicator, cut)?;
        }
        counts.extend(found);
    }
    if matches!(indicator.maal, Measure::Persons { .. }) {
        let people = |at: &Coordinate| rate.then(|| inhabitants(population, at, indicator.alder)).flatten();
        fill_zeros(&mut counts, scope, &people);
        for (at, exact) in &mut counts {
            *exact = per(*exact, people(at));
        }
    }
    Ok(counts)
}

/// Each row without a person key may be a person of its own, or one of those counted.
fn add_upper(counts: &mut Counts, without_key: LazyFrame, indicator: &Indicator, cut: Cut) -> Result<(), EngineError> {
    let rows = vec![("rows", col("period").count())];
    for (at, sums) in groups_of_all(without_key, &layouts_of(indicator, cut), rows, indicator, &cut.period)? {
        let exact = counts.entry(at).or_default();
        exact.upper = Some(exact.numerator + sums[0]);
    }
    Ok(())
}

fn of_cut(persons: &Frame, indicator: &Indicator, cut: Cut) -> Result<Counts, EngineError> {
    let sums = vec![("hit", col("hit").sum()), ("all", col("hit").count())];
    let found = groups_of_all(persons.query(), &layouts_of(indicator, cut), sums, indicator, &cut.period)?;
    let share = !matches!(indicator.maal, Measure::Persons { .. });
    let exact = |hit: i64, all: i64| {
        let (denominator, complement) = if share { (Some(all), Some(all - hit)) } else { (None, None) };
        Exact { numerator: hit, denominator, behind: hit, complement, largest: 1, ..Exact::default() }
    };
    Ok(found.into_iter().map(|(at, sums)| (at, exact(sums[0], sums[1]))).collect())
}

/// Returns one row per person and period: period, area, sex, age, `own` (number of offences) and `hit` (1 or 0).
pub(super) fn persons(
    frame: &Frame,
    indicator: &Indicator,
    roles: &[RoleName],
    cut: Cut,
    scope: Scope,
) -> Result<Frame, EngineError> {
    let rows = base(frame, indicator, roles, cut, scope).filter(col("person").is_not_null());
    // The lists are in the order of their dates.
    let wanted = ["area", "sex", "age"].map(|name| col(name).first());
    let more = [col("day").min().alias("first"), col("day").n_unique().alias("days"), col("incident").n_unique().alias("own")];
    let persons = group(rows, &["period", "person"], wanted.into_iter().chain(more).collect())?;
    let hits = match &indicator.maal {
        Measure::FirstTime { maaneder, .. } => first_time(frame, &persons, roles, i64::from(*maaneder), scope)?,
        Measure::Repeat { .. } => persons.values("days")?.into_iter().map(|days| Some(i64::from(days >= 2))).collect(),
        _ => vec![Some(1); persons.values("person")?.len()],
    };
    let column = |name: &str| persons.values(name).map(|v| v.into_iter().map(Some).collect::<Vec<_>>());
    let (period, area, sex, age) = (column("period")?, column("area")?, column("sex")?, column("age")?);
    let columns = vec![("period", period), ("area", area), ("sex", sex), ("age", age), ("own", column("own")?), ("hit", hits)];
    let whole = Frame::new(columns)?;
    whole.kept(col("hit").is_not_null())
}

/// 1 where the person has no record in these roles in the months before the first of the period; no answer (null) where the
/// lists do not reach that far back.
fn first_time(
    frame: &Frame,
    persons: &Frame,
    roles: &[RoleName],
    months: i64,
    scope: Scope,
) -> Result<Vec<Option<i64>>, EngineError> {
    let all = frame.kept(has_role(roles).and(col("person").is_not_null()))?;
    let mut days: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (person, day) in all.values("person")?.into_iter().zip(all.values("day")?) {
        days.entry(person).or_default().push(day);
    }
    let firsts = persons.values("first")?.into_iter().zip(persons.values("person")?);
    let judge = |(first, person): (i64, i64)| {
        let (reach, start_of_year) = (first - months * 32, first / 32 / 12 * 12);
        let covered = scope.first_list.is_some_and(|list| list <= start_of_year - months);
        let before = days.get(&person).is_some_and(|d| d.iter().any(|day| (reach..first).contains(day)));
        covered.then_some(i64::from(!before))
    };
    Ok(firsts.map(judge).collect())
}
