//! Primary rules: which figures are hidden for what stands behind them.

use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::indicator::{Direction, Indicator, Measure};
use crate::model::project::Protection;
use crate::model::release::{CellStatus, Figure, Reason};
use std::collections::BTreeMap;

/// Returns the status of every figure by the rules on the figure alone.
pub(super) fn apply(table: &CountTable, settings: Protection) -> BTreeMap<Coordinate, CellStatus> {
    let by_id: BTreeMap<&str, &Indicator> = table.indicators.iter().map(|i| (i.id.as_str(), i)).collect();
    let judge = |at: &Coordinate, exact: &Exact| {
        let indicator = by_id.get(at.indicator.as_str()).expect("every count belongs to an indicator of its table");
        status(indicator, *exact, settings)
    };
    table.cells.iter().map(|(at, exact)| (at.clone(), judge(at, exact))).collect()
}

fn status(indicator: &Indicator, exact: Exact, settings: Protection) -> CellStatus {
    match reason(indicator, exact, settings) {
        Some(reason) => CellStatus::Suppressed(reason),
        None => CellStatus::Shown(Figure { numerator: exact.numerator, denominator: exact.denominator, upper: exact.upper }),
    }
}

/// What the source has hidden stays hidden, whatever its size. Else the threshold counts persons, or incidents where rows have no person key. A part is hidden when fewer than the threshold
/// stand in it, or outside it (the complement rule): with one girl of ten outside, the nine know about her. Nobody in the
/// part that harms is told openly; everybody in it is not ("alle i klassen har prøvet"), so the complement is hidden at
/// zero too where the numerator harms, and the part at zero where the complement harms.
pub(super) fn reason(indicator: &Indicator, exact: Exact, settings: Protection) -> Option<Reason> {
    if exact.by_source.is_some() {
        return Some(Reason::BySource);
    }
    if matches!(indicator.maal, Measure::Notes | Measure::SchoolRange { .. }) {
        return None;
    }
    if exact.denominator.zip(settings.base(indicator)).is_some_and(|(n, base)| n < base) {
        return Some(Reason::Base);
    }
    if matches!(indicator.maal, Measure::TopShare { mindst_personer, .. } if exact.behind < mindst_personer) {
        return Some(Reason::Small);
    }
    let harmless_zero = indicator.retning == Direction::HighIsBad || exact.complement.is_none();
    if few(exact.behind, harmless_zero, settings.threshold(indicator)) {
        return Some(Reason::Small);
    }
    if exact.upper.is_some_and(|upper| tells_of_few(exact.numerator, upper, settings.threshold(indicator))) {
        return Some(Reason::Small);
    }
    let harmless_rest = indicator.retning == Direction::HighIsGood;
    if exact.complement.is_some_and(|rest| few(rest, harmless_rest, settings.threshold(indicator))) {
        return Some(Reason::Complement);
    }
    // Where one person can stand behind several, one may stand behind nearly all.
    let dominated = exact.behind > 0 && exact.largest * 2 >= exact.numerator && indicator.maal.counts_deeds();
    dominated.then_some(Reason::Dominance)
}

/// The two ends of an interval tell how many rows have no person key: a number of its own. Where nobody has a key, there is
/// somebody all the same.
fn tells_of_few(lower: i64, upper: i64, threshold: i64) -> bool {
    upper > lower && (lower == 0 || upper - lower < threshold)
}

fn few(units: i64, zero_may_be_told: bool, threshold: i64) -> bool {
    units < threshold && !(units == 0 && zero_may_be_told)
}
