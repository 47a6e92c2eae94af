//! Figures that were released before. The difference of two releases is a figure of its own, and must tell of no one either.
//!
//! What a release hid stays hidden. A period whose figures have changed by fewer persons than the threshold keeps its published
//! figures: "one more than last year's report said" is one young person. Corrections are told once they are many enough.

use crate::model::counts::{Coordinate, CountTable, Exact};
use crate::model::indicator::{Indicator, Unit};
use crate::model::period::Period;
use crate::model::profile::Source;
use crate::model::project::Protection;
use crate::model::release::{CellStatus, Figure, Reason};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Statuses = BTreeMap<Coordinate, CellStatus>;

/// Hides what an earlier release hid to protect somebody; run before complementary hiding, so that something is hidden beside it.
pub(super) fn hide(statuses: &mut Statuses, before: &Statuses) {
    for (at, earlier) in before {
        if let Some(status @ CellStatus::Shown(_)) = statuses.get_mut(at).filter(|_| is_hidden(*earlier)) {
            *status = CellStatus::Suppressed(Reason::Released);
        }
    }
}

/// Returns which figures of the table readers know, because an earlier release published them and they have not changed; as positions.
pub(super) fn known(table: &CountTable, before: &Statuses) -> BTreeSet<usize> {
    let is_known = |(at, exact): &(Coordinate, Exact)| match before.get(at) {
        Some(CellStatus::Shown(then)) => {
            (then.numerator, then.denominator, then.upper) == (exact.numerator, exact.denominator, exact.upper)
        }
        _ => false,
    };
    (0..).zip(&table.cells).filter(|(_, cell)| is_known(cell)).map(|(position, _)| position).collect()
}

/// Puts the published figures back wherever a source's figures of a year have changed by a few persons; returns of which sources and
/// years. All indicators of a source go together, since they count the same persons.
pub(super) fn keep(
    table: &CountTable,
    statuses: &mut Statuses,
    before: &Statuses,
    settings: Protection,
) -> BTreeSet<(Source, Period)> {
    let by_id: BTreeMap<&str, &Indicator> = table.indicators.iter().map(|i| (i.id.as_str(), i)).collect();
    let group = |at: &Coordinate| by_id.get(at.indicator.as_str()).map(|i| (i.kilde, whole_year(at.period)));
    let touched: BTreeSet<(Source, Period)> = before
        .iter()
        .filter(|(at, earlier)| match (earlier, statuses.get(at), by_id.get(at.indicator.as_str())) {
            (CellStatus::Shown(then), Some(CellStatus::Shown(now)), Some(i)) => {
                by_a_few(i.unit(), *then, *now, settings.threshold(i))
            }
            _ => false,
        })
        .filter_map(|(at, _)| group(at))
        .collect();
    let released: BTreeSet<&str> = before.keys().map(|at| at.indicator.as_str()).collect();
    for (at, status) in statuses.iter_mut() {
        let is_touched = group(at).is_some_and(|group| touched.contains(&group));
        if is_touched && released.contains(at.indicator.as_str()) {
            // What that release did not have could be compared with what it had.
            let unreleased =
                if matches!(status, CellStatus::Shown(_)) { CellStatus::Suppressed(Reason::Released) } else { *status };
            let released = before.get(at).copied().unwrap_or(unreleased);
            *status = if is_hidden(*status) && is_hidden(released) { *status } else { released };
        }
    }
    touched
}

/// Whether a figure is hidden by a rule, which a rule of this run tells better than the earlier release.
fn is_hidden(status: CellStatus) -> bool {
    matches!(status, CellStatus::Suppressed(reason) if reason != Reason::BySource)
}

/// Whether two releases of a figure differ by fewer persons than the threshold, in it or outside it.
fn by_a_few(unit: Unit, then: Figure, now: Figure, threshold: i64) -> bool {
    let few = |a: i64, b: i64| (1..threshold).contains(&(a - b).abs());
    let n = then.denominator.zip(now.denominator);
    match unit {
        Unit::SchoolRange => false,
        // The sum of a mean is no number of persons; who came or left is.
        Unit::Mean | Unit::Points => n.is_some_and(|(a, b)| few(a, b)),
        Unit::Rate | Unit::Count => {
            few(then.numerator, now.numerator) || then.upper.zip(now.upper).is_some_and(|(a, b)| few(a, b))
        }
        // Offences of persons: one of either tells of somebody.
        Unit::PerPerson => few(then.numerator, now.numerator) || n.is_some_and(|(a, b)| few(a, b)),
        Unit::Share => few(then.numerator, now.numerator) || n.is_some_and(|(a, b)| few(a - then.numerator, b - now.numerator)),
    }
}

fn whole_year(period: Period) -> Period {
    match period {
        Period::HalfYear(year, _) | Period::Quarter(year, _) | Period::TwoMonths(year, _) => Period::Year(year),
        whole => whole,
    }
}
