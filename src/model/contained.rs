//! Which indicators are a part of others by their definitions, whether or not somebody has written so.

use super::indicator::Indicator;
use super::measure::{AbsenceKind, Measure};

impl Indicator {
    /// Returns whether whoever is in this indicator's numerator is in the other's too: the same question with fewer of its answers,
    /// the same roles at fewer ages, a higher limit of the same absence.
    pub fn is_part_of(&self, whole: &Self) -> bool {
        let place = (self.kilde, self.geography()) == (whole.kilde, whole.geography());
        let counts = match (&self.maal, &whole.maal) {
            (Measure::AnswerShare { item, koder }, Measure::AnswerShare { item: asked, koder: all }) => {
                item == asked && is_among(koder, all)
            }
            (Measure::Persons { roller, .. }, Measure::Persons { roller: all, .. }) => is_among(roller, all),
            (Measure::AbsenceOver { .. }, Measure::AbsenceOver { .. }) => is_rarer_absence(&self.maal, &whole.maal),
            _ => false,
        };
        place && counts && is_within(self.alder, whole.alder) && is_within(self.klassetrin, whole.klassetrin)
    }

    /// Returns whether whoever is in this indicator's base is in the other's numerator: who answered a question answered the survey,
    /// and who was asked it gave the answer that leads to it.
    pub fn has_base_within(&self, all: &Self) -> bool {
        let place = (self.kilde, self.geography()) == (all.kilde, all.geography());
        let answered = matches!(all.maal, Measure::Rows) && self.maal.is_of_answers();
        let asked = self.asked_of.contains(&all.id);
        place && (answered || asked) && is_within(self.alder, all.alder) && is_within(self.klassetrin, all.klassetrin)
    }

    /// Returns whether whoever is in this indicator's base is in the other's, but not in its numerator.
    pub fn has_base_beside(&self, all: &Self) -> bool {
        let place = (self.kilde, self.geography()) == (all.kilde, all.geography());
        place
            && self.asked_beside.contains(&all.id)
            && is_within(self.alder, all.alder)
            && is_within(self.klassetrin, all.klassetrin)
    }

    /// Returns whether only those who gave an answer to another question were asked.
    pub fn is_asked_of_some(&self) -> bool {
        !(self.asked_of.is_empty() && self.asked_beside.is_empty())
    }

    /// Returns the limit in per cent where this indicator counts pupils above it and the other is the mean of no more kinds of absence:
    /// a mean above the limit tells that somebody is.
    pub fn limit_under(&self, mean: &Self) -> Option<i64> {
        self.limit_beside(mean, |over, mean| is_among(mean, over))
    }

    /// Returns the limit in per cent where this indicator counts pupils above it in the whole year, and the other is the mean of no fewer
    /// kinds of absence: a mean below the limit tells that somebody is not above it.
    pub fn limit_over(&self, mean: &Self) -> Option<i64> {
        let in_a_quarter = matches!(self.maal, Measure::AbsenceOver { i_et_kvartal: true, .. });
        self.limit_beside(mean, is_among).filter(|_| !in_a_quarter)
    }

    fn limit_beside(&self, mean: &Self, fits: impl Fn(&[AbsenceKind], &[AbsenceKind]) -> bool) -> Option<i64> {
        let (Measure::AbsenceOver { fravaer, procent, .. }, Measure::AbsenceMean { fravaer: of_mean }) = (&self.maal, &mean.maal)
        else {
            return None;
        };
        let same_pupils = (self.geography(), self.klassetrin) == (mean.geography(), mean.klassetrin);
        (same_pupils && fits(fravaer, of_mean)).then_some(*procent)
    }
}

/// "15 % or more" is rarer than "more than 10 %", and "more than 10 %" than "10 % or more".
fn is_rarer_absence(part: &Measure, whole: &Measure) -> bool {
    let limit = |measure: &Measure| match measure {
        Measure::AbsenceOver { fravaer, procent, graensen_med, i_et_kvartal } => {
            Some((fravaer.clone(), *i_et_kvartal, (*procent, !*graensen_med)))
        }
        _ => None,
    };
    let limits = limit(part).zip(limit(whole));
    limits.is_some_and(|(part, whole)| (&part.0, part.1) == (&whole.0, whole.1) && part.2 >= whole.2)
}

fn is_among<T: PartialEq>(some: &[T], all: &[T]) -> bool {
    some.iter().all(|one| all.contains(one))
}

fn is_within(some: Option<(u8, u8)>, all: Option<(u8, u8)>) -> bool {
    match (some, all) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((from, to)), Some((first, last))) => first <= from && to <= last,
    }
}
