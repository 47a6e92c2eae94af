//! How much a figure varies beyond its own numbers: single persons, or pupils who cluster in schools.

use super::Input;
use super::signal::is_tested;
use super::view::View;
use crate::model::counts::Coordinate;
use crate::model::geography::{Area, Geography};
use crate::model::indicator::{Indicator, Measure, Unit};
use crate::model::release::{CellStatus, Dispersion};
use crate::protect::Protected;
use crate::statistics::{Clustering, interaction_of_means, interaction_of_shares, pooled_freedom, t_critical};

/// On fewer degrees of freedom the districts' changes say too little; then the spread between schools stands for it.
const LEAST_FREEDOM: f64 = 6.0;

/// What lies behind the uncertainty of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spread {
    /// Persons who are counted once, with nothing that ties them together.
    Persons,
    /// Pupils of schools. Means vary in tenths of a percentage point.
    Schools(Clustering),
    /// Pupils of schools, too few of which are known: what cannot be judged has no interval and no test.
    Unknown,
}

/// Returns how the whole figures of an indicator vary, within the report's period.
pub(super) fn spread(protected: &Protected, indicator: &Indicator) -> Spread {
    if !counts_pupils(indicator) {
        return Spread::Persons;
    }
    let known = protected.dispersion(&indicator.id).filter(|dispersion| dispersion.within() > 0);
    known.map_or(Spread::Unknown, |dispersion| Spread::Schools(clustering(indicator.unit(), dispersion)))
}

fn counts_pupils(indicator: &Indicator) -> bool {
    let of_pupils = matches!(
        indicator.maal,
        Measure::AnswerShare { .. }
            | Measure::AnswerMean { .. }
            | Measure::Answers { .. }
            | Measure::Overestimate { .. }
            | Measure::Index { .. }
            | Measure::AbsenceMean { .. }
            | Measure::AbsenceOver { .. }
    );
    of_pupils && indicator.geography() == Geography::School
}

fn clustering(unit: Unit, dispersion: Dispersion) -> Clustering {
    let tenths = f64::from(dispersion.tenths);
    let variance = if unit == Unit::Share { tenths / 10.0 } else { tenths * tenths };
    let within = f64::from(dispersion.within());
    let pooled = unit == Unit::Share && dispersion.periods > 1;
    let freedom = if pooled { pooled_freedom(variance, within, f64::from(dispersion.periods)) } else { within };
    Clustering { variance, freedom }
}

impl Spread {
    /// Returns how a part of a figure's pupils varies, `n` of `whole`: of a third of each school a school's own ways move the share
    /// as much, but chance among its pupils does three times as much, so that φ - 1 shrinks with the part.
    pub(super) fn of_part(self, n: i64, whole: i64) -> Self {
        match self {
            Self::Schools(all) if (1..whole).contains(&n) => {
                let part = super::value::real(super::value::unsigned(n)) / super::value::real(super::value::unsigned(whole));
                Self::Schools(Clustering { variance: 1.0 + (all.variance - 1.0) * part, ..all })
            }
            other => other,
        }
    }
}

/// Returns how one figure varies: a sex or a grade is a part of its schools.
pub(super) fn spread_at(protected: &Protected, indicator: &Indicator, at: &Coordinate) -> Spread {
    let all = spread(protected, indicator);
    if indicator.unit() != Unit::Share || (at.sex.is_none() && at.grade.is_none()) {
        return all;
    }
    let n = |at: &Coordinate| match protected.status(at) {
        CellStatus::Shown(figure) => figure.denominator,
        CellStatus::Suppressed(_) | CellStatus::NoData => None,
    };
    let whole = Coordinate { sex: None, grade: None, ..at.clone() };
    n(at).zip(n(&whole)).map_or(all, |(part, whole)| all.of_part(part, whole))
}

/// Returns how the municipality's figure of pupils varies from year to year.
///
/// What a school keeps from year to year does not move a change, so the spread between schools would hide nearly every change. What
/// does move it is measured by the published figures themselves: how far the districts' changes lie apart. The spread between schools
/// is never the smaller of the two but may be better known: what says more is used, and the spread alone where too few districts and
/// years are shown.
pub(super) fn over_time(input: &Input, indicator: &Indicator, at: &Coordinate, level: Clustering) -> Clustering {
    let rows = district_rows(input, at);
    let found = if indicator.unit() == Unit::Mean {
        let tenths = |(k, n): &(u64, u64)| (super::value::real(*k) / 1_000.0, super::value::real(*n));
        interaction_of_means(&rows.iter().map(|row| row.iter().map(tenths).collect()).collect::<Vec<_>>())
    } else {
        interaction_of_shares(&rows)
    };
    let says_more = |found: &Clustering| found.freedom >= LEAST_FREEDOM && reach(*found) < reach(level);
    found.filter(says_more).unwrap_or(level)
}

/// Returns how far a 95 % interval reaches, for one person.
fn reach(clustering: Clustering) -> f64 {
    t_critical(clustering.freedom) * clustering.variance.sqrt()
}

/// Returns (k, n) per year of every district that is shown in all the years in which the municipality is, and of the rest of it.
fn district_rows(input: &Input, at: &Coordinate) -> Vec<Vec<(u64, u64)>> {
    let shown = |at: &Coordinate| match input.protected.status(at) {
        CellStatus::Shown(figure) => figure.denominator.filter(|n| *n > 0).map(|n| (figure.numerator, n)),
        CellStatus::Suppressed(_) | CellStatus::NoData => None,
    };
    let earlier =
        std::iter::successors(Some(at.clone()), |at| Some(Coordinate { period: at.period.a_year_before(), ..at.clone() }));
    let years: Vec<Coordinate> = earlier.take_while(|at| shown(at).is_some()).collect();
    let whole = |(k, n): (i64, i64)| (super::value::unsigned(k), super::value::unsigned(n));
    let row = |area: Area| years.iter().map(|at| shown(&at.in_area(area)).map(whole)).collect::<Option<Vec<_>>>();
    let mut rows: Vec<Vec<(u64, u64)>> = input.project.district_ids().filter_map(|id| row(Area::District(id))).collect();
    let rest = |(year, at): (usize, &Coordinate)| {
        let (k, n) = rows.iter().fold((0, 0), |(k, n), row| (k + row[year].0, n + row[year].1));
        let all = shown(at).map(whole)?;
        Some((all.0.checked_sub(k)?, all.1.checked_sub(n).filter(|n| *n > 0)?))
    };
    let rest: Option<Vec<(u64, u64)>> = years.iter().enumerate().map(rest).collect();
    rows.extend(rest);
    rows
}

/// The one number of an indicator that does not come from its published k and n, and what it rests on.
pub(super) struct Published {
    value: String,
    /// Schools it is measured among.
    pub(super) schools: u32,
    /// Areas these schools lie in.
    pub(super) districts: u32,
}

impl Published {
    /// Returns "1,2", or "1,2 (9 skoler i 4 områder)".
    pub(super) fn told(&self, with_schools: bool) -> String {
        let Self { value, schools, districts } = self;
        if with_schools { format!("{value} ({schools} skoler i {districts} områder)") } else { value.clone() }
    }
}

/// Returns how much the schools of an area differ by an indicator; `None` where that is unknown or nothing is tested.
pub(super) fn published(view: &View, indicator: &Indicator) -> Option<Published> {
    let dispersion = view.input.protected.dispersion(&indicator.id).filter(|_| is_tested(indicator))?;
    let number = super::format::decimal(i64::from(dispersion.tenths));
    let value = if indicator.unit() == Unit::Share { number } else { format!("{number} procentpoint") };
    Some(Published { value, schools: dispersion.schools, districts: dispersion.districts })
}
