//! What the data package tells of how an indicator's rows hang together: which column is made of which parts, and which other
//! indicators tell of the same young people. Told of the catalogue alone: no number of a figure decides anything here.

use super::format::{period, read_period, slug};
use crate::model::document::{Adds, Column, Link, LinkKind, OpenRow, Structure, Sum};
use crate::model::indicator::{Direction, Indicator, Measure, RoleName, Unit};
use crate::model::period::Period;
use crate::protect::Protected;
use std::collections::BTreeSet;

/// The columns a figure can be split by, what the whole is called, and how a row says it.
type Split = (&'static str, &'static str, fn(&OpenRow) -> &str);
const SPLITS: [Split; 5] = [
    ("omraade", "kommune", |row| &row.omraade),
    ("koen", "alle", |row| &row.koen),
    ("klassetrin", "alle", |row| &row.klassetrin),
    ("alder", "alle", |row| &row.alder),
    ("kategori", "alle", |row| &row.kategori),
];

/// Returns the structure of an indicator's open table.
pub(super) fn of(protected: &Protected, indicator: &Indicator, rows: &[OpenRow]) -> Structure {
    let settings = protected.settings();
    let persons = !matches!(indicator.maal, Measure::Notes | Measure::SchoolRange { .. });
    let mean = matches!(indicator.unit(), Unit::Mean | Unit::Points);
    Structure {
        threshold: persons.then(|| settings.threshold(indicator)),
        rest: indicator.unit() == Unit::Share,
        nobody: indicator.unit() == Unit::Share && indicator.retning != Direction::HighIsBad,
        everybody: indicator.unit() == Unit::Share && indicator.retning != Direction::HighIsGood,
        guarded: if mean { Column::Naevner } else { Column::Taeller },
        base: settings.base(indicator).filter(|_| persons),
        numerator_counts: indicator.numerator_counts(),
        base_counts: indicator.base_counts(),
        sums: sums(indicator, rows),
        links: links(protected.indicators(), indicator),
    }
}

fn sums(indicator: &Indicator, rows: &[OpenRow]) -> Vec<Sum> {
    let split = |(column, whole, value): &Split| {
        let values: BTreeSet<&str> = rows.iter().map(value).collect();
        let parts: Vec<String> = values.iter().filter(|value| *value != whole).map(|value| (*value).to_owned()).collect();
        let (numerator, denominator) = adds(&indicator.maal, column);
        let told = values.contains(whole) && !parts.is_empty() && (numerator.is_some() || denominator.is_some());
        told.then(|| Sum { column, whole: (*whole).to_owned(), parts, numerator, denominator })
    };
    let mut all: Vec<Sum> = SPLITS.iter().filter_map(split).collect();
    let at_home: Vec<Sum> = all.iter().filter_map(|sum| of_known_scenes(&indicator.maal, sum)).collect();
    all.extend(at_home.into_iter().chain(of_periods(indicator, rows)));
    all
}

/// An incident has one scene, and is in its district's numerator or in none.
fn of_known_scenes(measure: &Measure, sum: &Sum) -> Option<Sum> {
    let is_of_scenes = matches!(measure, Measure::OwnDistrict { .. }) && sum.column == "omraade";
    let parts = sum.parts.iter().filter(|part| *part != "uoplyst").cloned().collect();
    is_of_scenes.then(|| Sum { parts, numerator: Some(Adds::Lig), denominator: None, ..sum.clone() })
}

/// How the numbers of the parts of a column make that of the whole.
///
/// A person stands in one district, at one age and with one sex in a period; an incident may have young people of several. Whoever
/// answered more than one question stands in each.
fn adds(measure: &Measure, column: &str) -> (Option<Adds>, Option<Adds>) {
    let (lig, overlap, delvis) = (Some(Adds::Lig), Some(Adds::Overlap), Some(Adds::Delvis));
    match measure {
        _ if column == "kategori" && !matches!(measure, Measure::Incidents { .. } | Measure::OffenceShare { .. }) => (None, None),
        Measure::Incidents { .. } => (overlap, None),
        Measure::OffenceShare { .. } | Measure::FollowUp { .. } => (overlap, overlap),
        Measure::OwnDistrict { .. } => (None, overlap),
        Measure::ResponseRate => (delvis, delvis),
        Measure::Persons { .. } | Measure::Rows => (lig, None),
        Measure::AbsenceMean { .. } | Measure::AbsenceGap { .. } => (None, lig),
        Measure::TopShare { .. } | Measure::Notes | Measure::FileRows | Measure::SchoolRange { .. } => (None, None),
        _ => (lig, lig),
    }
}

/// Young people and incidents of parts of a year may stand in several parts; shares do not add up over time.
fn of_periods(indicator: &Indicator, rows: &[OpenRow]) -> Vec<Sum> {
    let told: BTreeSet<&str> = rows.iter().map(|row| row.periode.as_str()).collect();
    let counts = matches!(indicator.maal, Measure::Persons { .. } | Measure::Incidents { .. });
    let years = told.iter().filter_map(|name| match read_period(name) {
        Some(Period::Year(year)) => Some(year),
        _ => None,
    });
    let wholes = years.flat_map(|year| {
        let halves: Vec<Period> = (1..=2).map(|half| Period::HalfYear(year, half)).collect();
        let two = |from: u8, to: u8| (from..=to).map(|part| Period::TwoMonths(year, part)).collect::<Vec<_>>();
        let of_half = [(1, two(1, 3)), (2, two(4, 6))].map(|(half, parts)| (Period::HalfYear(year, half), parts));
        [(Period::Year(year), halves), (Period::Year(year), two(1, 6))].into_iter().chain(of_half)
    });
    let named = wholes.map(|(whole, parts)| (period(whole), parts.into_iter().map(period).collect::<Vec<_>>()));
    let complete = named.filter(|(whole, parts)| {
        counts && told.contains(whole.as_str()) && parts.iter().all(|part| told.contains(part.as_str()))
    });
    complete
        .map(|(whole, parts)| Sum { column: "periode", whole, parts, numerator: Some(Adds::Overlap), denominator: None })
        .collect()
}

fn links(all: &[Indicator], indicator: &Indicator) -> Vec<Link> {
    let named = |kind, ids: &[String]| {
        (!ids.is_empty()).then(|| Link {
            kind,
            tables: ids.iter().map(|id| slug(id)).collect(),
            categories: Vec::new(),
            percent: None,
        })
    };
    let part_of: Vec<String> = indicator.delmaengde_af.iter().cloned().collect();
    let against: Vec<String> = indicator.modpart.iter().cloned().collect();
    let declared = [
        named(LinkKind::ReadAgainst, &against),
        named(LinkKind::PartOf, &part_of),
        named(LinkKind::AnyOf, &indicator.en_af),
        named(LinkKind::NoneOf, &indicator.ingen_af),
        named(LinkKind::SumOf, &indicator.sum_af),
    ];
    let others = all.iter().filter(|other| other.id != indicator.id && same_people(other, indicator));
    let of_measures = others.flat_map(|other| [link(indicator, other), both(indicator, other), below(indicator, other)]);
    declared.into_iter().chain(of_measures).flatten().collect()
}

/// Whoever has records in both halves of a year has them on two days.
fn both(indicator: &Indicator, other: &Indicator) -> Option<Link> {
    let is_repeat = matches!((&indicator.maal, &other.maal), (Measure::Repeat { .. }, Measure::Persons { .. }));
    is_repeat.then(|| Link { kind: LinkKind::BothHalves, tables: vec![slug(&other.id)], categories: Vec::new(), percent: None })
}

/// Where the mean of the same is below the limit, not all are above it.
fn below(indicator: &Indicator, other: &Indicator) -> Option<Link> {
    let percent = indicator.limit_over(other)?;
    let kind = LinkKind::BelowLimit;
    Some(Link { kind, tables: vec![slug(&other.id)], categories: Vec::new(), percent: Some(percent) })
}

fn same_people(one: &Indicator, other: &Indicator) -> bool {
    let same = (one.alder, one.sted, one.kilde) == (other.alder, other.sted, other.kilde);
    same && roles(one) == roles(other)
}

fn roles(indicator: &Indicator) -> Option<&[RoleName]> {
    indicator.maal.roles()
}

/// Returns what the measures of two indicators of the same people have to do with each other.
fn link(indicator: &Indicator, other: &Indicator) -> Option<Link> {
    use Measure::{
        FirstTime, FollowUp, Incidents, OffenceShare, OffencesPerPerson, Persons, Repeat, ResponseRate, Rows, TopShare,
    };
    let (kind, categories) = match (&indicator.maal, &other.maal) {
        (FirstTime { .. } | Repeat { .. } | OffencesPerPerson { .. }, Persons { .. }) => (LinkKind::BaseIs, Vec::new()),
        (TopShare { .. }, OffencesPerPerson { .. }) => (LinkKind::BaseIs, Vec::new()),
        (OffenceShare { .. } | FollowUp { .. }, Incidents { lovovertraedelser, .. }) if lovovertraedelser.is_empty() => {
            (LinkKind::BaseIs, Vec::new())
        }
        (Repeat { .. }, OffencesPerPerson { .. }) => (LinkKind::AtMostMore, Vec::new()),
        (OffenceShare { lovovertraedelser: part, .. }, Incidents { lovovertraedelser: of, .. }) if part == of => {
            (LinkKind::SameAs, Vec::new())
        }
        (Incidents { lovovertraedelser: part, .. }, Incidents { lovovertraedelser: of, .. })
            if of.is_empty() && !part.is_empty() =>
        {
            (LinkKind::CategoriesOf, part.clone())
        }
        (ResponseRate, Rows) => (LinkKind::SameAs, Vec::new()),
        _ if indicator.limit_under(other).is_some() => (LinkKind::AboveLimit, Vec::new()),
        _ if indicator.has_base_within(other) => (LinkKind::BaseWithin, Vec::new()),
        _ if indicator.has_base_beside(other) => (LinkKind::BaseBeside, Vec::new()),
        _ => return None,
    };
    Some(Link { kind, tables: vec![slug(&other.id)], categories, percent: indicator.limit_under(other) })
}
