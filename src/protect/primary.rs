//! Primary rules: which figures are hidden for the persons behind them.
//!
//! One rule, one reason. The rules are on persons: incidents are counted by the persons behind them, and by themselves only where
//! rows have no person key. Limits depend on the indicator's class ([`Protection`]).

use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::indicator::{Direction, Indicator, Measure};
use crate::model::project::Protection;
use crate::model::release::{CellStatus, Figure, Reason};
use std::collections::BTreeMap;

/// Returns the status of every figure by the rules on the figure alone, and on a kind of offence beside its whole.
pub(super) fn apply(table: &CountTable, settings: Protection) -> BTreeMap<Coordinate, CellStatus> {
    let by_id: BTreeMap<&str, &Indicator> = table.indicators.iter().map(|i| (i.id.as_str(), i)).collect();
    let wholes: BTreeMap<&Coordinate, &Exact> =
        table.cells.iter().filter(|(at, _)| at.category.is_none()).map(|(at, exact)| (at, exact)).collect();
    let judge = |at: &Coordinate, exact: &Exact| {
        let indicator = by_id.get(at.indicator.as_str()).expect("every count belongs to an indicator of its table");
        let whole = at.category.is_some().then(|| wholes.get(&Coordinate { category: None, ..at.clone() })).flatten();
        let found = reason(indicator, *exact, settings);
        let found = found.or_else(|| whole.and_then(|whole| of_a_kind(indicator, *exact, **whole, settings)));
        found.map_or_else(|| shown(*exact), CellStatus::Suppressed)
    };
    table.cells.iter().map(|(at, exact)| (at.clone(), judge(at, exact))).collect()
}

fn shown(exact: Exact) -> CellStatus {
    CellStatus::Shown(Figure { numerator: exact.numerator, denominator: exact.denominator, upper: exact.upper })
}

/// Returns the first rule that hides a figure for what stands behind it, or `None`. What the source has hidden stays hidden,
/// whatever its size.
pub(super) fn reason(indicator: &Indicator, exact: Exact, settings: Protection) -> Option<Reason> {
    if exact.by_source.is_some() {
        return Some(Reason::BySource);
    }
    // Sources of observations and values of schools are no persons.
    if matches!(indicator.maal, Measure::Notes | Measure::SchoolRange { .. }) {
        return None;
    }
    // That nobody was asked tells no more than the answer that leads to the question: with that it is shown or hidden.
    if indicator.is_asked_of_some() && exact.denominator == Some(0) {
        return None;
    }
    let threshold = settings.threshold(indicator);
    let rules = [
        (is_small_base(indicator, exact, settings), Reason::Base),
        (is_group_told(indicator, exact, settings), Reason::GroupDisclosure),
        (is_small(indicator, exact, threshold), Reason::Small),
        (is_small_rest(exact, threshold), Reason::Complement),
        (is_dominated(indicator, exact, settings), Reason::Dominance),
    ];
    rules.into_iter().find_map(|(hides, reason)| hides.then_some(reason))
}

/// The base: no share of fewer answers, no rate of fewer inhabitants, whatever the numerator.
fn is_small_base(indicator: &Indicator, exact: Exact, settings: Protection) -> bool {
    exact.denominator.zip(settings.base(indicator)).is_some_and(|(n, base)| n < base)
}

/// Group disclosure: all of a group, or all but as many as may know of themselves and tell, are in the state that harms ("alle i
/// 9.B har prøvet hash", "ingen trives"). Then it is told of every one of them, however many they are. Nobody in the state that
/// harms tells nothing of anybody. Where the indicator has no direction, both ends are held to it.
fn is_group_told(indicator: &Indicator, exact: Exact, settings: Protection) -> bool {
    let Some(outside) = exact.complement else { return false };
    let all_in = indicator.retning != Direction::HighIsGood && outside <= settings.coalition;
    let all_out = indicator.retning != Direction::HighIsBad && exact.behind <= settings.coalition;
    all_in || all_out
}

/// Persons: fewer than the threshold stand behind the number, but somebody does. Of an interval of persons the width counts too: it
/// tells how many rows have no person key.
fn is_small(indicator: &Indicator, exact: Exact, threshold: i64) -> bool {
    let of_the_most_active = |least: i64| exact.behind < least;
    (1..threshold).contains(&exact.behind)
        || matches!(indicator.maal, Measure::TopShare { mindst_personer, .. } if of_the_most_active(mindst_personer))
        || exact.upper.is_some_and(|upper| tells_of_few(exact.numerator, upper, threshold))
}

/// Where nobody has a key, there is somebody all the same.
fn tells_of_few(lower: i64, upper: i64, threshold: i64) -> bool {
    upper > lower && (lower == 0 || upper - lower < threshold)
}

/// The complement: with one girl of ten outside, the nine know about her, and all know about nearly all.
fn is_small_rest(exact: Exact, threshold: i64) -> bool {
    exact.complement.is_some_and(|rest| (1..threshold).contains(&rest))
}

/// The second largest contributor knows his own part; what is left for the others must hide the largest by at least so many per
/// cent of it (the p % rule).
const LEFT_FOR_OTHERS: i64 = 10;

/// Dominance: of offences and days of absence one person may stand behind nearly all, and the number is then a number about him.
fn is_dominated(indicator: &Indicator, exact: Exact, settings: Protection) -> bool {
    let adds_up = indicator.maal.counts_deeds() || matches!(indicator.maal, Measure::AbsenceMean { .. });
    if !adds_up || exact.behind == 0 || exact.numerator <= 0 {
        return false;
    }
    let [whole, largest, second] = [exact.numerator, exact.largest, exact.second].map(i128::from);
    let others = whole - largest - second;
    largest * 100 >= whole * i128::from(settings.dominance) || others * 100 < largest * i128::from(LEFT_FOR_OTHERS)
}

/// A kind of offence all persons of its whole stand behind, or all but a few who know of themselves: then the kind is told of each of
/// them. Sexes, ages and places are no secrets of this sort.
fn of_a_kind(indicator: &Indicator, kind: Exact, whole: Exact, settings: Protection) -> Option<Reason> {
    let of_persons = indicator.maal.roles().is_some() && kind.behind > 0;
    (of_persons && whole.behind - kind.behind <= settings.coalition).then_some(Reason::GroupDisclosure)
}
