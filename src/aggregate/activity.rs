//! How many offences the young people on the lists stand behind: per person, and the part of the most active.
//!
//! An offence counts once for each young person in it. Rows without a person key are in no figure here.

use super::frame::{EngineError, Frame};
use super::groups::{Dim, groups, second_largest};
use super::person_periods::persons;
use super::police::{Cut, cuts, layouts_of};
use super::{Counts, Scope};
use crate::model::counts::{Coordinate, Exact};
use crate::model::indicator::{Indicator, Measure};
use polars::prelude::col;
use std::collections::BTreeMap;

/// Returns the offences per person, or the part of them the most active stand behind.
pub(super) fn count(frame: &Frame, indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    let Some(roles) = indicator.maal.roles().filter(|_| !frame.lacks("incident")) else { return Ok(Counts::new()) };
    let mut counts = Counts::new();
    for cut in cuts(indicator) {
        let persons = persons(frame, indicator, roles, cut, scope)?;
        if let Measure::TopShare { procent, .. } = indicator.maal {
            counts.extend(top(&persons, indicator, cut, procent)?);
            continue;
        }
        for layout in layouts_of(indicator, cut) {
            counts.extend(per_person(&persons, &layout, indicator, cut)?);
        }
    }
    Ok(counts)
}

fn per_person(persons: &Frame, layout: &[Dim], indicator: &Indicator, cut: Cut) -> Result<Counts, EngineError> {
    let own = || col("own");
    let sums =
        vec![("offences", own().sum()), ("persons", own().count()), ("largest", own().max()), ("second", second_largest("own"))];
    let found = groups(persons.query(), layout, sums, indicator, &cut.period)?;
    let exact = |sums: &[i64]| Exact {
        numerator: sums[0],
        denominator: Some(sums[1]),
        behind: sums[1],
        largest: sums[2],
        second: sums[3],
        ..Exact::default()
    };
    Ok(found.into_iter().map(|group| (group.at, exact(&group.sums))).collect())
}

/// The whole municipality only: a part of the persons of a district is too few to be told.
fn top(persons: &Frame, indicator: &Indicator, cut: Cut, percent: i64) -> Result<Counts, EngineError> {
    let mut by_period: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (period, own) in persons.values("period")?.into_iter().zip(persons.values("own")?) {
        by_period.entry(period).or_default().push(own);
    }
    let at = |code: i64| Coordinate::whole(&indicator.id, (cut.period)(code), indicator.geography());
    Ok(by_period.into_iter().map(|(code, own)| (at(code), of_the_most_active(own, percent))).collect())
}

/// The part is rounded up to whole persons. Which of several equally active persons are in it changes no number.
fn of_the_most_active(mut own: Vec<i64>, percent: i64) -> Exact {
    own.sort_unstable_by(|a, b| b.cmp(a));
    let persons = i64::try_from(own.len()).expect("a person count fits 63 bits");
    let most = (persons * percent + 99) / 100;
    let numerator = own.iter().zip(0..most).map(|(own, _)| own).sum();
    let (largest, second) = (own.first().copied().unwrap_or_default(), own.get(1).copied().unwrap_or_default());
    let denominator = Some(own.iter().sum());
    Exact { numerator, denominator, behind: most, complement: Some(persons - most), largest, second, ..Exact::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_active_are_a_part_of_the_persons_rounded_up() {
        // 15 persons with 1 offence, one with 6, one with 9: 7 % of 17 persons is 1.19, so two persons with 15 of 30.
        let own = std::iter::repeat_n(1, 15).chain([6, 9]).collect();
        let exact = of_the_most_active(own, 7);
        assert_eq!((exact.numerator, exact.denominator, exact.behind, exact.complement), (15, Some(30), 2, Some(15)));
        assert_eq!((exact.largest, exact.second), (9, 6), "one person behind more than half hides it");
    }
}
