//! The response rate: pupils who answered, of those invited, by the district of the school.

use super::{Counts, Scope};
use crate::model::counts::{Coordinate, Exact};
use crate::model::geography::Area;
use crate::model::indicator::Indicator;
use crate::model::period::Period;
use crate::model::records::SurveyRecords;
use std::collections::BTreeMap;

/// Returns k and n of the municipality and of every district that has invited schools, per closed wave. Where more answered
/// than were invited, one of the numbers is wrong and there is no rate.
pub(super) fn count(survey: &SurveyRecords, indicator: &Indicator, scope: Scope) -> Counts {
    let mut sums: BTreeMap<Coordinate, (i64, i64)> = BTreeMap::new();
    for response in survey.responses.iter().filter(|r| r.wave <= scope.periods.survey) {
        let whole = Coordinate::whole(&indicator.id, Period::Wave(response.wave), indicator.geography());
        let area = response.district.map_or(Area::Unknown, |d| Area::District(d.0));
        for at in [whole.in_area(area), whole] {
            let (answered, invited) = sums.entry(at).or_default();
            *answered += response.answered;
            *invited += response.invited;
        }
    }
    // Where the source hides how many answered, the rate is unknown too.
    let hidden = |at: &Coordinate| {
        survey.hidden.iter().any(|h| {
            let inside = match at.area {
                Area::Municipality => true,
                Area::District(id) => h.group.district.is_some_and(|d| d.0 == id),
                Area::Unknown => h.group.district.is_none(),
            };
            inside && at.period == Period::Wave(h.group.wave)
        })
    };
    let possible = sums.into_iter().filter(|(at, (k, n))| k <= n && *n > 0 && !hidden(at));
    possible.map(|(at, (k, n))| (at, exact(k, n))).collect()
}

fn exact(k: i64, n: i64) -> Exact {
    Exact { numerator: k, denominator: Some(n), behind: k, complement: Some(n - k), largest: 1 }
}
