//! Mean absence where a source gives figures per school: each school counts with its number of pupils.
//!
//! Only school years without a single pupil's row are counted here: a pupil must never count twice.

use super::Counts;
use crate::model::counts::{Coordinate, Exact, HiddenPart};
use crate::model::geography::Area;
use crate::model::indicator::{AbsenceKind, Breakdown, Indicator};
use crate::model::period::{Period, SchoolYear};
use crate::model::records::{Given, SchoolAbsence};
use std::collections::{BTreeMap, BTreeSet};

/// The field of a school's number of pupils, in thousandths.
const PUPILS: &str = "antal_elever";

/// The source's own sum of all kinds.
const TOTALS: [&str; 2] = ["samlet", "fravaer_i_alt"];

/// What is known of one area and school year.
#[derive(Default)]
struct Sum {
    /// Shares of absence in millionths, once for each pupil.
    shares: i64,
    pupils: i64,
    hidden: bool,
    /// A school gives no number of pupils, or no absence: then the mean of the others is no mean of the area.
    partly: bool,
}

/// Returns the means of the municipality and of every district with schools, per closed school year that `by_pupil` does not
/// hold.
pub(super) fn count(
    schools: &[SchoolAbsence],
    kinds: &[AbsenceKind],
    indicator: &Indicator,
    (last, by_pupil): (SchoolYear, &BTreeSet<SchoolYear>),
) -> Counts {
    let mut sums: BTreeMap<Coordinate, Sum> = BTreeMap::new();
    let closed = |school: &&SchoolAbsence| school.school_year <= last && !by_pupil.contains(&school.school_year);
    for school in schools.iter().filter(closed) {
        let whole = Coordinate::whole(&indicator.id, Period::SchoolYear(school.school_year), indicator.geography());
        let area = school.district.map_or(Area::Unknown, |district| Area::District(district.0));
        let places = if indicator.udbryd.contains(&Breakdown::District) { vec![whole.in_area(area), whole] } else { vec![whole] };
        for at in places {
            sums.entry(at).or_default().add(school, kinds);
        }
    }
    sums.into_iter().filter(|(_, sum)| !sum.partly).map(|(at, sum)| (at, sum.exact())).collect()
}

impl Sum {
    fn add(&mut self, school: &SchoolAbsence, kinds: &[AbsenceKind]) {
        match (school.values.get(PUPILS).copied(), share(school, kinds)) {
            (Some(Given::Known(pupils)), Some(Given::Known(share))) => {
                let pupils = pupils / 1_000;
                self.shares += share * 10 * pupils;
                self.pupils += pupils;
            }
            (Some(_), Some(_)) => self.hidden = true,
            _ => self.partly = true,
        }
    }

    fn exact(&self) -> Exact {
        Exact {
            numerator: self.shares,
            denominator: Some(self.pupils),
            behind: self.pupils,
            largest: 1,
            by_source: self.hidden.then_some(HiddenPart::Numerator),
            ..Exact::default()
        }
    }
}

/// Returns the absence of some kinds in thousandths of a per cent: the source's own total for all three, else the sum of the kinds.
fn share(school: &SchoolAbsence, kinds: &[AbsenceKind]) -> Option<Given> {
    let value = |field: &str| school.values.get(field).copied();
    let total = TOTALS.iter().find_map(|field| value(field));
    let of_kinds = || {
        let parts: Option<Vec<Given>> = kinds.iter().map(|kind| value(kind.field())).collect();
        let known: Option<Vec<i64>> = parts.as_ref()?.iter().map(|part| part.known()).collect();
        Some(known.map_or(Given::HiddenBySource, |known| Given::Known(known.iter().sum())))
    };
    if kinds.len() == AbsenceKind::ALL.len() { total.or_else(of_kinds) } else { of_kinds() }
}
