//! Districts whose figures from the survey rest on few answers: fewer than the municipality's limit answered.

use super::format::and;
use super::view::View;
use crate::model::document::Mark;
use crate::model::geography::{Area, DistrictId};
use crate::model::indicator::{Indicator, Measure};
use crate::model::profile::Source;

/// Returns whether a district's figures of an indicator rest on few answers; unknown and hidden response rates say nothing.
pub(super) fn weak(view: &View, indicator: &Indicator, id: DistrictId) -> bool {
    let of_survey = |i: &&Indicator| indicator.kilde == Source::Upu && matches!(i.maal, Measure::ResponseRate);
    let rate = view.input.protected.indicators().iter().find(of_survey);
    let figure = rate.and_then(|rate| view.now(rate, Area::District(id)).figure());
    figure.is_some_and(|figure| {
        let limit = view.input.project.report.lowest_response;
        figure.denominator.is_some_and(|invited| 100 * figure.numerator < limit * invited)
    })
}

/// Returns the name of an area, marked where its figures rest on few answers.
pub(super) fn label(view: &View, indicator: &Indicator, area: Area) -> String {
    match area {
        Area::District(id) if weak(view, indicator, id) => format!("{} (få svar)", view.area(area)),
        _ => view.area(area),
    }
}

/// Returns a district's mark, grey where it rests on few answers.
pub(super) fn mark(view: &View, indicator: &Indicator, id: DistrictId, mark: Mark) -> Mark {
    Mark { weak: weak(view, indicator, id), label: label(view, indicator, Area::District(id)), ..mark }
}

/// Returns the sentence on the districts that rest on few answers; `None` without any.
pub(super) fn remark(view: &View, indicator: &Indicator) -> Option<String> {
    let names = view.input.project.district_ids().filter(|id| weak(view, indicator, *id)).map(|id| view.district(id).to_owned());
    let names: Vec<String> = names.collect();
    let limit = view.input.project.report.lowest_response;
    (!names.is_empty()).then(|| view.say("faa_svar", &[("hvem", &and(&names)), ("graense", &limit)]))
}
