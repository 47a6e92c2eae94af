//! Candidates for focus area: the indicators with the most points, one for each theme. Never a choice.

use super::criteria::{Criterion, Score, rate};
use super::signal::Comparison;
use super::view::View;
use crate::model::geography::Area;
use crate::model::indicator::{Direction, Indicator, Measure, Unit};
use crate::model::project::FocusWeights;

/// How many candidates are put before the meeting.
const CANDIDATES: usize = 5;

/// An indicator with its points.
pub(super) struct Rated<'a> {
    pub(super) indicator: &'a Indicator,
    /// Sure differences to the worse, the weightiest first.
    pub(super) worse: Vec<&'a Comparison>,
    /// Points by criterion, before weights.
    pub(super) scores: Vec<(Criterion, Score)>,
    /// Weighted points.
    pub(super) total: i64,
    speaks: bool,
}

impl<'a> Rated<'a> {
    /// Returns the indicator with its weighted points.
    pub(super) fn new(
        indicator: &'a Indicator,
        worse: Vec<&'a Comparison>,
        scores: Vec<(Criterion, Score)>,
        weights: FocusWeights,
    ) -> Self {
        let weighted = |(criterion, score): &(Criterion, Score)| criterion.weight(weights) * score.points;
        let total = scores.iter().map(weighted).sum();
        let speaks = scores.iter().any(|rated| rated.0.speaks() && weighted(rated) > 0);
        Self { indicator, worse, scores, total, speaks }
    }
}

/// Returns the candidates, most points first; equal ones in catalogue order.
pub(super) fn candidates<'a>(view: &'a View<'a>) -> Vec<Rated<'a>> {
    let mut rated: Vec<Rated> =
        view.indicators().filter(|i| can_be_chosen(view, i)).map(|i| rate(view, i)).filter(|rated| rated.speaks).collect();
    rated.sort_by_key(|rated| std::cmp::Reverse(rated.total));
    let mut themes: Vec<&str> = Vec::new();
    rated.retain(|rated| {
        let is_new = !themes.contains(&rated.indicator.tema.as_str());
        themes.push(&rated.indicator.tema);
        is_new
    });
    rated.truncate(CANDIDATES);
    rated
}

/// A figure that is hidden for the municipality, or neither good nor bad, is no candidate.
fn can_be_chosen(view: &View, indicator: &Indicator) -> bool {
    let counted = matches!(indicator.unit(), Unit::Share | Unit::Rate | Unit::Mean);
    let belief = matches!(indicator.maal, Measure::AnswerMean { .. } | Measure::ResponseRate);
    let directed = indicator.retning != Direction::Neutral;
    counted && directed && !belief && view.now(indicator, Area::Municipality).tenths().is_some()
}
