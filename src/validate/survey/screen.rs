//! Respondents who did not answer in earnest, told by the codebook's rules.

use super::questions::{Answer, Questions};
use crate::model::profile::{Rule, Screening};

/// Rules a respondent must break where the codebook does not say how many.
const USUAL: usize = 2;

pub(super) struct Screen<'a> {
    rules: Vec<Sign<'a>>,
    least: usize,
}

/// One rule over slots; a rule about an item the codebook does not have is never broken.
enum Sign<'a> {
    Together(Vec<(usize, &'a [i16])>),
    Alike(Vec<usize>),
    Highest(Vec<(usize, i16)>),
}

impl<'a> Screen<'a> {
    pub(super) fn new(screening: &'a Screening, questions: &Questions) -> Self {
        let rules = screening.regel.iter().filter_map(|rule| Sign::new(rule, questions)).collect();
        Self { rules, least: screening.mindst.unwrap_or(USUAL).max(1) }
    }

    /// Returns whether there is any rule.
    pub(super) fn is_on(&self) -> bool {
        !self.rules.is_empty()
    }

    pub(super) fn least(&self) -> usize {
        self.least
    }

    /// Returns whether the answers, as they were given, break enough rules.
    pub(super) fn leaves_out(&self, answers: &[Answer]) -> bool {
        self.is_on() && self.rules.iter().filter(|rule| rule.is_broken(answers)).count() >= self.least
    }
}

impl<'a> Sign<'a> {
    fn new(rule: &'a Rule, questions: &Questions) -> Option<Self> {
        let slots = |ids: &[String]| ids.iter().map(|id| questions.slot(id)).collect::<Option<Vec<usize>>>();
        if !rule.svar.is_empty() {
            let pairs = rule.svar.iter().map(|(id, codes)| Some((questions.slot(id)?, codes.as_slice())));
            return pairs.collect::<Option<Vec<_>>>().map(Self::Together);
        }
        if !rule.alle_ens.is_empty() {
            return slots(&rule.alle_ens).map(Self::Alike);
        }
        let highest = slots(&rule.hoejeste)?.into_iter().map(|at| Some((at, questions.slots[at].highest?)));
        highest.collect::<Option<Vec<_>>>().filter(|list| !list.is_empty()).map(Self::Highest)
    }

    fn is_broken(&self, answers: &[Answer]) -> bool {
        match self {
            Self::Together(pairs) => pairs.iter().all(|(at, codes)| answers[*at].code().is_some_and(|c| codes.contains(&c))),
            Self::Alike(slots) => {
                let first = slots.first().and_then(|at| answers[*at].code());
                first.is_some() && slots.iter().all(|at| answers[*at].code() == first)
            }
            Self::Highest(pairs) => pairs.iter().all(|(at, code)| answers[*at] == Answer::Code(*code)),
        }
    }
}
