//! The response rate: pupils who answered, of those invited, by the district of the school.
//!
//! Its numerator is the number of respondents the report shows elsewhere, to the pupil: two numbers that differ by the few
//! pupils of a school nobody invited would tell of those few.

use super::{Counts, Scope};
use crate::model::counts::{Coordinate, Exact};
use crate::model::geography::{Area, SchoolDistrict};
use crate::model::indicator::Indicator;
use crate::model::period::{Period, SchoolYear};
use crate::model::records::SurveyRecords;
use std::collections::BTreeMap;

/// The rate is not told where more than one in this many respondents is from a school nobody invited.
const UNINVITED: i64 = 20;

/// The numbers of one area and wave.
#[derive(Default)]
struct Numbers {
    respondents: i64,
    /// Respondents of the invited schools.
    answered: i64,
    invited: i64,
}

impl Numbers {
    /// Where more answered than were invited, one of the numbers is wrong.
    fn make_a_rate(&self) -> bool {
        let uninvited = self.respondents - self.answered;
        self.invited > 0 && self.respondents <= self.invited && uninvited * UNINVITED <= self.respondents
    }
}

/// Returns k and n of the municipality and of every district that has invited schools, per closed wave.
pub(super) fn count(survey: &SurveyRecords, indicator: &Indicator, scope: Scope) -> Counts {
    let mut areas: BTreeMap<Coordinate, Numbers> = BTreeMap::new();
    for response in survey.responses.iter().filter(|r| r.wave <= scope.periods.survey) {
        for at in places(indicator, response.wave, response.district) {
            let numbers = areas.entry(at).or_default();
            numbers.answered += response.answered;
            numbers.invited += response.invited;
        }
    }
    for row in &survey.rows {
        for at in places(indicator, row.wave, row.district) {
            areas.entry(at).and_modify(|numbers| numbers.respondents += 1);
        }
    }
    // Where the source hides how many answered, the rate is unknown too.
    for hidden in &survey.hidden {
        places(indicator, hidden.group.wave, hidden.group.district).iter().for_each(|at| {
            areas.remove(at);
        });
    }
    areas.into_iter().filter(|(_, numbers)| numbers.make_a_rate()).map(|(at, numbers)| (at, exact(&numbers))).collect()
}

/// Returns the figures a school belongs to: its district's and the municipality's.
fn places(indicator: &Indicator, wave: SchoolYear, district: Option<SchoolDistrict>) -> [Coordinate; 2] {
    let whole = Coordinate::whole(&indicator.id, Period::Wave(wave), indicator.geography());
    let area = district.map_or(Area::Unknown, |d| Area::District(d.0));
    [whole.in_area(area), whole]
}

fn exact(numbers: &Numbers) -> Exact {
    let (k, n) = (numbers.respondents, numbers.invited);
    Exact { numerator: k, denominator: Some(n), behind: k, complement: Some(n - k), largest: 1, ..Exact::default() }
}
