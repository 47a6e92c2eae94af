//! Indicators that tell of each other: some offences of all offences, shares of the persons another indicator counts.

use super::sum::Sum;
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
                found.extend((!parts.is_empty()).then_some(Sum { whole, parts, in_time: false }));
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

/// Returns numbers that are one number: of figures of one place and time, with whether their base is meant or their numerator.
pub(super) fn same_numbers(table: &CountTable) -> Vec<Vec<(usize, bool)>> {
    let names = |indicator: &Indicator| [(indicator.numerator_counts(), false), (indicator.base_counts(), true)];
    let named: BTreeMap<&str, [(Option<String>, bool); 2]> =
        table.indicators.iter().map(|indicator| (indicator.id.as_str(), names(indicator))).collect();
    let mut found: BTreeMap<(String, Coordinate), Vec<(usize, bool)>> = BTreeMap::new();
    for (cell, (at, _)) in table.cells.iter().enumerate() {
        for (name, is_base) in named.get(at.indicator.as_str()).into_iter().flatten() {
            let Some(name) = name else { continue };
            let place = Coordinate { indicator: String::new(), ..at.clone() };
            found.entry((name.clone(), place)).or_default().push((cell, *is_base));
        }
    }
    found.into_values().filter(|numbers| numbers.len() > 1).collect()
}

/// Returns pairs of figures: how many have offences of several days, and how many offences and persons there are.
pub(super) fn repeats(table: &CountTable) -> Vec<(usize, usize)> {
    beside_repeats(table, |again, all| {
        matches!(all.maal, Measure::OffencesPerPerson { .. }) && again.base_counts() == all.base_counts()
    })
}

/// Returns pairs of figures: how many have offences of several days, and how many persons there are.
pub(super) fn repeated(table: &CountTable) -> Vec<(usize, usize)> {
    beside_repeats(table, |again, all| again.base_counts() == all.numerator_counts())
}

fn beside_repeats(table: &CountTable, fits: impl Fn(&Indicator, &Indicator) -> bool) -> Vec<(usize, usize)> {
    let is_of = |again: &Indicator, all: &Indicator| matches!(again.maal, Measure::Repeat { .. }) && fits(again, all);
    let ids = |again: &Indicator| -> Vec<String> {
        table.indicators.iter().filter(|all| is_of(again, all)).map(|all| all.id.clone()).collect()
    };
    let all = table.indicators.iter().flat_map(|again| ids(again).into_iter().map(move |id| (again, id)));
    all.flat_map(|(again, id)| at_one_place(table, &again.id, &[id]).map(|(cell, all)| (cell, all[0])).collect::<Vec<_>>())
        .collect()
}

fn is_base_of(all: &Indicator, share: &Indicator) -> bool {
    use Measure::{
        AnswerShare, FirstTime, FollowUp, Incidents, OffenceShare, OffencesPerPerson, Overestimate, OwnDistrict, Persons, Repeat,
        ResponseRate, Rows, TopShare,
    };
    let fits = match (&all.maal, &share.maal) {
        (Persons { .. }, FirstTime { .. } | Repeat { .. } | OffencesPerPerson { .. } | TopShare { .. }) => true,
        (OffencesPerPerson { .. }, TopShare { .. }) => true,
        (Incidents { lovovertraedelser, .. }, OffenceShare { .. } | OwnDistrict { .. } | FollowUp { .. }) => {
            lovovertraedelser.is_empty()
        }
        (OffenceShare { lovovertraedelser: of, .. }, Incidents { lovovertraedelser, .. }) => of == lovovertraedelser,
        (AnswerShare { .. }, Overestimate { .. }) => share.modpart.as_deref() == Some(all.id.as_str()),
        (Rows, ResponseRate) => all.kilde == share.kilde,
        _ => false,
    };
    fits && roles(all) == roles(share) && all.alder == share.alder && all.sted == share.sted
}

/// Returns pairs of figures where the second is the difference of means of which the first is a part: the grades of one year
/// and place.
pub(super) fn differences(table: &CountTable) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for gap in &table.indicators {
        let Measure::AbsenceGap { fravaer, klassetrin, minus } = &gap.maal else { continue };
        let same = |mean: &&Indicator| matches!(&mean.maal, Measure::AbsenceMean { fravaer: of } if of == fravaer);
        let means: Vec<&str> = table.indicators.iter().filter(same).map(|mean| mean.id.as_str()).collect();
        let in_gap = |grade: u8| (klassetrin.0..=klassetrin.1).contains(&grade) || (minus.0..=minus.1).contains(&grade);
        for (follower, (at, _)) in table.cells.iter().enumerate().filter(|(_, (at, _))| at.indicator == gap.id) {
            let leads = |other: &Coordinate| {
                let here = (other.period, other.area, other.sex) == (at.period, at.area, at.sex);
                here && means.contains(&other.indicator.as_str()) && other.grade.is_some_and(in_gap)
            };
            let cells = table.cells.iter().enumerate();
            found.extend(cells.filter(|(_, (other, _))| leads(other)).map(|(leader, _)| (leader, follower)));
        }
    }
    found
}

/// Returns pairs of figures where the second is a mean of absence, and the first how many are above a limit: a mean above it tells that
/// these are not nobody, and a mean below it that they are not everybody.
pub(super) fn beside_means(table: &CountTable) -> Vec<(usize, usize)> {
    let pairs = table.indicators.iter().flat_map(|over| table.indicators.iter().map(move |mean| (over, mean)));
    let is_above = |mean: usize, percent: i64| {
        let exact = table.cells[mean].1;
        exact.denominator.is_some_and(|n| n > 0 && exact.numerator - n * HALF_A_TENTH >= percent * n * ONE_PERCENT)
    };
    let cells = pairs.flat_map(|(over, mean)| {
        let (under, beyond) = (over.limit_under(mean), over.limit_over(mean));
        let tells = move |mean| {
            under.is_some_and(|percent| is_above(mean, percent)) || beyond.is_some_and(|percent| !is_above(mean, percent))
        };
        let is_beside = under.or(beyond).is_some();
        let places = is_beside.then(|| at_one_place(table, &over.id, std::slice::from_ref(&mean.id)));
        places.into_iter().flatten().map(|(over, mean)| (over, mean[0])).filter(move |(_, mean)| tells(*mean)).collect::<Vec<_>>()
    });
    cells.collect()
}

/// One per cent of one pupil, in the millionths a mean of absence adds up.
const ONE_PERCENT: i64 = 10_000;

/// A mean of absence is told in tenths of a per cent: so many millionths for each pupil is what a sum may be off.
pub(super) const HALF_A_TENTH: i64 = ONE_PERCENT / 20;

/// Returns pairs of figures where everybody in the base of the first is in the second, with whether outside its numerator: who was asked
/// gave an answer that leads to the question.
pub(super) fn asked_of(table: &CountTable) -> Vec<(usize, usize, bool)> {
    let wholes = |part: &Indicator| {
        let inside = part.asked_of.clone().into_iter().map(|whole| (whole, false));
        inside.chain(part.asked_beside.clone().into_iter().map(|whole| (whole, true)))
    };
    let pairs = table.indicators.iter().flat_map(|part| wholes(part).map(|whole| (part.id.as_str(), whole)));
    let cells = |(part, (whole, outside))| {
        let places = at_one_place(table, part, &[whole]).map(move |(part, whole)| (part, whole[0], outside));
        places.collect::<Vec<_>>()
    };
    pairs.flat_map(cells).collect()
}

/// Figures of several indicators at one place, where some persons of the whole are in each of the parts.
pub(super) struct Overlap {
    pub(super) whole: usize,
    /// The parts are of those outside the whole's numerator.
    pub(super) outside: bool,
    pub(super) parts: Vec<usize>,
    /// Whoever is in the whole is in one of the parts the catalogue names.
    pub(super) covers: bool,
    /// Each of these has a figure at this place; one that is told together with others has none.
    pub(super) complete: bool,
}

/// Returns the overlaps the catalogue declares: a part of another indicator, any of several, none of several.
pub(super) fn overlaps(table: &CountTable) -> Vec<Overlap> {
    let mut found = Vec::new();
    for indicator in &table.indicators {
        let id = indicator.id.as_str();
        let one = [id.to_owned()];
        let declared: [(Option<&str>, &[String], bool, bool); 3] = [
            (indicator.delmaengde_af.as_deref(), &one, false, false),
            (Some(id), &indicator.en_af, false, true),
            (Some(id), &indicator.ingen_af, true, false),
        ];
        for (whole, parts, outside, covers) in declared {
            let Some(whole) = whole.filter(|_| !parts.is_empty()) else { continue };
            let overlap = |(whole, here): (usize, Vec<usize>)| {
                let complete = here.len() == parts.len();
                Overlap { whole, outside, parts: here, covers, complete }
            };
            found.extend(at_one_place(table, whole, parts).map(overlap));
        }
    }
    found
}

/// Returns the sums of whole indicators the catalogue declares, where each has a figure.
pub(super) fn declared_sums(table: &CountTable) -> Vec<Sum> {
    let with_parts = table.indicators.iter().filter(|indicator| !indicator.sum_af.is_empty());
    let sums = with_parts.flat_map(|indicator| {
        let many = indicator.sum_af.len();
        at_one_place(table, &indicator.id, &indicator.sum_af).filter(move |(_, parts)| parts.len() == many)
    });
    sums.map(|(whole, parts)| Sum { whole, parts, in_time: false }).collect()
}

fn at_one_place<'a>(
    table: &'a CountTable,
    whole: &'a str,
    parts: &[String],
) -> impl Iterator<Item = (usize, Vec<usize>)> + use<'a> {
    let place: BTreeMap<&Coordinate, usize> = table.cells.iter().enumerate().map(|(at, (c, _))| (c, at)).collect();
    let parts: Vec<String> = parts.to_vec();
    let cells = table.cells.iter().enumerate().filter(move |(_, (at, _))| at.indicator == whole);
    cells.filter_map(move |(whole, (at, _))| {
        let of = |id: &String| Coordinate { indicator: id.clone(), ..at.clone() };
        let found: Vec<usize> = parts.iter().filter_map(|id| place.get(&of(id)).copied()).collect();
        (!found.is_empty()).then_some((whole, found))
    })
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
    indicator.maal.roles()
}
