//! Police indicators that count incidents. A case with several young people is one incident.

use super::cells::fill_zeros;
use super::frame::{EngineError, Frame, NONE};
use super::groups::{AGE_BANDS, Dim, Group, area_code, column, groups, groups_of_all, layouts, second_largest, sex_code};
use super::population::{inhabitants, per};
use super::{Counts, Part, Scope, activity, person_periods};
use crate::model::counts::{Coordinate, Exact};
use crate::model::geography::Geography;
use crate::model::indicator::{Breakdown, Indicator, Measure, Place, RoleName};
use crate::model::period::{Date, Period};
use crate::model::person::{Age, Pseudonym, Role};
use crate::model::records::{PoliceRecord, PoliceRecords, Records};
use polars::prelude::{Expr, LazyFrame, col, lit};
use std::collections::{BTreeMap, BTreeSet};

/// Counts the indicators of the police lists.
pub(super) fn part(records: &Records, indicators: &[Indicator], scope: Scope) -> Result<Part, EngineError> {
    let frame = frame(&records.police)?;
    let mut part = Part::default();
    for indicator in indicators {
        part.add(match indicator.maal {
            Measure::Persons { .. } | Measure::FirstTime { .. } | Measure::Repeat { .. } => {
                person_periods::count(&frame, &records.population, indicator, scope)?
            }
            Measure::OffencesPerPerson { .. } | Measure::TopShare { .. } => activity::count(&frame, indicator, scope)?,
            Measure::Rows => rows(&frame, indicator, scope)?,
            _ => count(&frame, records, indicator, scope)?,
        });
    }
    Ok(part)
}

/// Returns the lists as a frame, by date. Persons are numbered by their first row, so no pseudonym decides an order.
fn frame(records: &PoliceRecords) -> Result<Frame, EngineError> {
    let mut rows: Vec<&PoliceRecord> = records.rows.iter().collect();
    rows.sort_by_key(|r| day_number(r.date));
    let mut numbers: BTreeMap<Pseudonym, i64> = BTreeMap::new();
    let person = |r: &&PoliceRecord| {
        let next = i64::try_from(numbers.len()).expect("a person count fits 63 bits");
        r.person.map(|p| *numbers.entry(p).or_insert(next))
    };
    let persons: Vec<Option<i64>> = rows.iter().map(person).collect();
    Frame::new(vec![
        ("person", persons),
        ("incident", column(&rows, |r| i64::from(r.incident))),
        ("year", column(&rows, |r| i64::from(r.date.year))),
        ("half", column(&rows, |r| i64::from(r.date.year) * 10 + i64::from((r.date.month - 1) / 6 + 1))),
        ("two", column(&rows, |r| i64::from(r.date.year) * 10 + i64::from((r.date.month - 1) / 2 + 1))),
        ("day", column(&rows, |r| day_number(r.date))),
        ("residence", column(&rows, |r| area_code(r.residence.map(|d| d.0)))),
        ("scene", column(&rows, |r| area_code(r.scene.map(|d| d.0)))),
        ("sex", column(&rows, |r| sex_code(r.sex))),
        ("role", column(&rows, |r| role_code(r.role))),
        ("from", column(&rows, |r| ages(r.age).0)),
        ("to", column(&rows, |r| ages(r.age).1)),
        ("age", column(&rows, |r| band(r.age))),
        ("category", column(&rows, |r| i64::from(r.offence))),
        ("followed", rows.iter().map(|r| r.followed_after).collect()),
    ])
}

/// Months since year 0 times 32 plus the day: only for comparing dates and going back whole months.
fn day_number(date: Date) -> i64 {
    (i64::from(date.year) * 12 + i64::from(date.month) - 1) * 32 + i64::from(date.day)
}

fn ages(age: Age) -> (i64, i64) {
    match age {
        Age::Years(y) => (i64::from(y), i64::from(y)),
        Age::Band(from, to) => (i64::from(from), i64::from(to)),
        Age::Unknown => (NONE, NONE),
    }
}

fn band(age: Age) -> i64 {
    let at = AGE_BANDS.iter().position(|band| band.holds(age));
    at.map_or(NONE, |at| i64::try_from(at).expect("there are four age bands"))
}

fn role_code(role: Role) -> i64 {
    match role {
        Role::Encountered => 0,
        Role::Suspected => 1,
        Role::Charged => 2,
        Role::Victim => 3,
        Role::Other => 4,
    }
}

/// Returns whether a row has one of the roles.
pub(super) fn has_role(roles: &[RoleName]) -> Expr {
    let one = |role: &RoleName| col("role").eq(lit(role_code(Role::from(*role))));
    roles.iter().map(one).reduce(Expr::or).unwrap_or_else(|| lit(false))
}

/// A way to cut time: the frame's column, and what its codes mean.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    pub(super) column: &'static str,
    pub(super) period: fn(i64) -> Period,
}

/// Returns the cuts of an indicator: the year, and the shorter closed periods it asks for.
pub(super) fn cuts(indicator: &Indicator) -> Vec<Cut> {
    let mut cuts = vec![Cut { column: "year", period: |code| Period::Year(year(code)) }];
    if indicator.udbryd.contains(&Breakdown::HalfYear) {
        cuts.push(Cut { column: "half", period: |code| Period::HalfYear(year(code / 10), part_of_year(code)) });
    }
    if indicator.udbryd.contains(&Breakdown::TwoMonths) {
        cuts.push(Cut { column: "two", period: |code| Period::TwoMonths(year(code / 10), part_of_year(code)) });
    }
    cuts
}

fn year(code: i64) -> i16 {
    i16::try_from(code).expect("a year fits 16 bits")
}

fn part_of_year(code: i64) -> u8 {
    u8::try_from(code % 10).expect("a period of a year is below ten")
}

/// Returns the layouts of a cut: shorter periods are told for the whole and the districts only.
pub(super) fn layouts_of(indicator: &Indicator, cut: Cut) -> Vec<Vec<Dim>> {
    let all = layouts(indicator);
    if cut.column == "year" { all } else { all.into_iter().filter(|l| l.is_empty() || *l == [Dim::Area]).collect() }
}

/// Returns the rows of the closed years with the indicator's roles, ages and geography.
pub(super) fn base(frame: &Frame, indicator: &Indicator, roles: &[RoleName], cut: Cut, scope: Scope) -> LazyFrame {
    let place = if indicator.geography() == Geography::Scene { "scene" } else { "residence" };
    let query = frame.query().filter(covered(scope).and(has_role(roles)));
    let query = query.with_columns([col(cut.column).alias("period"), col(place).alias("area")]);
    match indicator.alder {
        Some((from, to)) => query.filter(col("from").gt_eq(lit(i64::from(from))).and(col("to").lt_eq(lit(i64::from(to))))),
        None => query,
    }
}

/// The closed years from the year of the first list on.
fn covered(scope: Scope) -> Expr {
    let first = scope.first_list.map_or(i64::MAX, |month| month / 12);
    col("year").lt_eq(lit(i64::from(scope.periods.police))).and(col("year").gt_eq(lit(first)))
}

/// Which incidents a measure counts, and whether as a part of all incidents.
struct Counted {
    part: Expr,
    share: bool,
    rate: bool,
}

/// Returns `None` for what is no measure of incidents, or what the lists do not hold.
fn counted(frame: &Frame, measure: &Measure, names: &[String]) -> Result<Option<Counted>, EngineError> {
    Ok(match measure {
        Measure::Incidents { lovovertraedelser, pr_1000, .. } => {
            Some(Counted { part: is_of_kind(lovovertraedelser, names), share: false, rate: *pr_1000 })
        }
        Measure::OffenceShare { lovovertraedelser, .. } => {
            Some(Counted { part: is_of_kind(lovovertraedelser, names), share: true, rate: false })
        }
        Measure::OwnDistrict { .. } => {
            let at_home = col("scene").gt_eq(lit(0_i64)).and(col("scene").eq(col("residence")));
            Some(Counted { part: at_home, share: true, rate: false })
        }
        Measure::FollowUp { dage, .. } if frame.values("followed")?.iter().any(|days| *days >= 0) => {
            let in_time = col("followed").gt_eq(lit(0_i64)).and(col("followed").lt_eq(lit(*dage)));
            Some(Counted { part: in_time, share: true, rate: false })
        }
        _ => None,
    })
}

fn is_of_kind(kinds: &[String], names: &[String]) -> Expr {
    let chosen = (0_i64..).zip(names).filter(|(_, name)| kinds.is_empty() || kinds.contains(name));
    chosen.map(|(code, _)| col("category").eq(lit(code))).reduce(Expr::or).unwrap_or_else(|| lit(false))
}

/// Returns the incidents of an indicator, with the persons behind them.
fn count(frame: &Frame, records: &Records, indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    let names = &records.police.offences;
    let Some(roles) = indicator.maal.roles().filter(|_| !frame.lacks("incident")) else { return Ok(Counts::new()) };
    let Some(Counted { part: wanted, share, rate }) = counted(frame, &indicator.maal, names)? else { return Ok(Counts::new()) };
    let mut counts = Counts::new();
    for cut in cuts(indicator) {
        for layout in layouts_of(indicator, cut) {
            let query = || base(frame, indicator, roles, cut, scope);
            let part = incidents(query().filter(wanted.clone()), &layout, indicator, cut, names)?;
            let all = if share { Some(incidents(query(), &layout, indicator, cut, names)?) } else { None };
            counts.extend(join(part, all));
        }
    }
    if matches!(indicator.maal, Measure::OwnDistrict { .. }) {
        elsewhere_too(&mut counts, frame, indicator, scope, names)?;
    }
    if !share {
        add_empty_wholes(frame, indicator, roles, scope, &mut counts)?;
    }
    let people = |at: &_| rate.then(|| inhabitants(&records.population, at, indicator.alder)).flatten();
    for (at, exact) in counts.iter_mut().filter(|_| rate) {
        *exact = per(*exact, people(at));
    }
    if !share {
        fill_zeros(&mut counts, scope, &people);
    }
    Ok(counts)
}

/// What a district's own young people do at home is a part of what happens there and of what they do in all. Both rests must be
/// large enough: the smaller one is the complement.
fn elsewhere_too(
    counts: &mut Counts,
    frame: &Frame,
    indicator: &Indicator,
    scope: Scope,
    names: &[String],
) -> Result<(), EngineError> {
    let by_residence = Indicator { sted: Place::Residence, ..indicator.clone() };
    let roles = indicator.maal.roles().unwrap_or_default();
    for cut in cuts(indicator) {
        for layout in layouts_of(indicator, cut) {
            let all = incidents(base(frame, &by_residence, roles, cut, scope), &layout, &by_residence, cut, names)?;
            for (at, home) in all {
                let at = Coordinate { geography: indicator.geography(), ..at };
                counts.entry(at).and_modify(|exact| {
                    let rest = (home.numerator - exact.numerator).max(0);
                    exact.complement = exact.complement.map(|other| other.min(rest));
                });
            }
        }
    }
    Ok(())
}

/// A year with lists but without such an incident is a zero, not a gap.
fn add_empty_wholes(
    frame: &Frame,
    indicator: &Indicator,
    roles: &[RoleName],
    scope: Scope,
    counts: &mut Counts,
) -> Result<(), EngineError> {
    for cut in cuts(indicator) {
        let without_kinds: Vec<Vec<Dim>> =
            layouts_of(indicator, cut).into_iter().filter(|layout| !layout.contains(&Dim::Category)).collect();
        let (rows, seen) = (base(frame, indicator, roles, cut, scope), vec![("rows", col("period").count())]);
        for at in groups_of_all(rows, &without_kinds, seen, indicator, &cut.period)?.into_keys() {
            counts.entry(at).or_default();
        }
    }
    Ok(())
}

/// Counts different incidents, the persons behind them (rows without person key count one each), and the largest number of
/// incidents one person stands for.
fn incidents(query: LazyFrame, layout: &[Dim], indicator: &Indicator, cut: Cut, names: &[String]) -> Result<Counts, EngineError> {
    let people = col("person").drop_nulls().n_unique() + col("person").null_count();
    let sums = vec![("k", col("incident").n_unique()), ("behind", people)];
    let found = groups(query.clone(), layout, sums, indicator, &cut.period)?;
    let largest = largest(query, layout, indicator, cut)?;
    Ok(found.into_iter().zip(largest).map(|(group, largest)| one(group, &largest, names)).collect())
}

/// Returns the largest number of incidents one person stands for in each group, and the second largest.
fn largest(query: LazyFrame, layout: &[Dim], indicator: &Indicator, cut: Cut) -> Result<Vec<Vec<i64>>, EngineError> {
    let mut key = vec!["period"];
    key.extend(layout.iter().map(|dim| dim.column()));
    let by: Vec<Expr> = key.iter().map(|k| col(*k)).chain([col("person")]).collect();
    // Rows without person key may be one person or many: each stands for itself.
    let own = polars::prelude::when(col("person").is_null()).then(lit(1_u32)).otherwise(col("incident").n_unique());
    let per_person = query.group_by(by).agg([own.first().alias("own")]);
    let sums = vec![("largest", col("own").max()), ("second", second_largest("own"))];
    let found = groups(per_person, layout, sums, indicator, &cut.period)?;
    Ok(found.into_iter().map(|g| g.sums).collect())
}

fn one(group: Group, largest: &[i64], names: &[String]) -> (Coordinate, Exact) {
    let mut at = group.at;
    at.category = group.category.and_then(|code| usize::try_from(code).ok()).and_then(|code| names.get(code)).cloned();
    // Few incidents of many are as telling as many of few: the smaller number decides.
    let behind = group.sums[1].min(group.sums[0]);
    (at, Exact { numerator: group.sums[0], behind, largest: largest[0], second: largest[1], ..Exact::default() })
}

/// Joins a part with its whole: k of n incidents. A whole without part is 0 of n.
fn join(part: Counts, all: Option<Counts>) -> Counts {
    let Some(all) = all else { return part };
    let with_whole = |(at, whole): (Coordinate, Exact)| {
        let none = Exact { numerator: 0, denominator: None, behind: 0, complement: None, largest: 0, ..Exact::default() };
        let part = part.get(&at).copied().unwrap_or(none);
        let rest = (whole.behind - part.behind).min(whole.numerator - part.numerator).max(0);
        (at, Exact { denominator: Some(whole.numerator), complement: Some(rest), ..part })
    };
    all.into_iter().map(with_whole).collect()
}

/// Returns the rows used per year and role; the role is the category.
fn rows(frame: &Frame, indicator: &Indicator, scope: Scope) -> Result<Counts, EngineError> {
    if frame.lacks("incident") {
        return Ok(Counts::new());
    }
    let query = frame.query().filter(covered(scope)).with_columns([
        col("year").alias("period"),
        col("role").alias("category"),
        col("residence").alias("area"),
    ]);
    let people = col("person").drop_nulls().n_unique() + col("person").null_count();
    let sums = vec![("k", col("period").count()), ("behind", people)];
    let found = groups(query, &[Dim::Category], sums, indicator, &|code| Period::Year(year(code)))?;
    let roles: BTreeSet<Role> = [Role::Encountered, Role::Suspected, Role::Charged, Role::Victim, Role::Other].into();
    let name = |code: i64| roles.iter().find(|r| role_code(**r) == code).map(|r| r.danish().to_owned());
    let counted = found.into_iter().map(|group| {
        let category = group.category.and_then(name);
        let (k, behind) = (group.sums[0], group.sums[1]);
        (
            Coordinate { category, ..group.at },
            Exact { numerator: k, denominator: None, behind, complement: None, largest: 1, ..Exact::default() },
        )
    });
    Ok(counted.collect())
}
