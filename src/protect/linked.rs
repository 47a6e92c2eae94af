//! Indicators that tell of each other: some offences of all offences, shares of the persons another indicator counts.

use super::secondary::Sum;
use crate::model::counts::{Coordinate, CountTable};
use crate::model::indicator::{Indicator, Measure, RoleName};
use std::collections::BTreeMap;

/// Returns a sum for every figure of a part indicator: the figure, and the figures by kind it consists of. A sum with one
/// part says that two figures are the same.
pub(super) fn sums(table: &CountTable) -> Vec<Sum> {
    let place: BTreeMap<&Coordinate, usize> = table.cells.iter().enumerate().map(|(at, (c, _))| (c, at)).collect();
    let mut found = Vec::new();
    for part in &table.indicators {
        let Some(offences) = offences(part) else { continue };
        for all in table.indicators.iter().filter(|all| is_whole_of(all, part)) {
            let cells = table.cells.iter().enumerate().filter(|(_, (at, _))| at.indicator == part.id && at.category.is_none());
            for (whole, (at, _)) in cells {
                let of_kind =
                    |kind: &String| Coordinate { indicator: all.id.clone(), category: Some(kind.clone()), ..at.clone() };
                let parts: Vec<usize> = offences.iter().filter_map(|kind| place.get(&of_kind(kind)).copied()).collect();
                found.extend((!parts.is_empty()).then_some(Sum { whole, parts }));
            }
        }
    }
    found
}

/// Returns pairs of figures where the second repeats a number of the first: the persons of an indicator are the n of the shares
/// of the same persons, all offences are the n of a share of them, and the respondents are the k of the response rate. If the first is hidden, so is the second.
pub(super) fn followers(table: &CountTable) -> Vec<(usize, usize)> {
    let place: BTreeMap<&Coordinate, usize> = table.cells.iter().enumerate().map(|(at, (c, _))| (c, at)).collect();
    let mut found = Vec::new();
    for share in &table.indicators {
        for all in table.indicators.iter().filter(|all| is_base_of(all, share)) {
            let cells = table.cells.iter().enumerate().filter(|(_, (at, _))| at.indicator == share.id);
            found.extend(cells.filter_map(|(follower, (at, _))| {
                let leader = Coordinate { indicator: all.id.clone(), ..at.clone() };
                place.get(&leader).map(|leader| (*leader, follower))
            }));
        }
    }
    found
}

fn is_base_of(all: &Indicator, share: &Indicator) -> bool {
    let fits = match (&all.maal, &share.maal) {
        (Measure::Persons { .. }, Measure::FirstTime { .. } | Measure::Repeat { .. }) => true,
        (Measure::Incidents { lovovertraedelser, .. }, Measure::OffenceShare { .. }) => lovovertraedelser.is_empty(),
        (Measure::Rows, Measure::ResponseRate) => all.kilde == share.kilde,
        _ => false,
    };
    fits && roles(all) == roles(share) && all.alder == share.alder && all.sted == share.sted
}

/// Returns the kinds of offence of an indicator that counts only some.
fn offences(indicator: &Indicator) -> Option<&[String]> {
    match &indicator.maal {
        Measure::Incidents { lovovertraedelser, .. } | Measure::OffenceShare { lovovertraedelser, .. } => {
            Some(lovovertraedelser.as_slice()).filter(|kinds| !kinds.is_empty())
        }
        _ => None,
    }
}

/// Returns whether an indicator counts all offences of the same roles, ages and place.
fn is_whole_of(all: &Indicator, part: &Indicator) -> bool {
    let is_all = matches!(&all.maal, Measure::Incidents { lovovertraedelser, .. } if lovovertraedelser.is_empty());
    is_all && roles(all) == roles(part) && all.alder == part.alder && all.sted == part.sted
}

fn roles(indicator: &Indicator) -> Option<&[RoleName]> {
    match &indicator.maal {
        Measure::Incidents { roller, .. } | Measure::OffenceShare { roller, .. } => Some(roller),
        Measure::Persons { roller, .. } | Measure::FirstTime { roller, .. } | Measure::Repeat { roller } => Some(roller),
        _ => None,
    }
}
