//! What is odd about the answers of one table, counted per question.

use super::questions::{Answer, Questions};
use crate::diagnostic::{Finding, Findings, Location};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Questions named in the finding of invalid answers.
const MOST_NAMED: usize = 3;

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Oddity {
    Unknown,
    Unlabelled,
    Invalid,
    /// Given although the filter led past the question.
    Despite,
}

impl Oddity {
    pub(super) fn of(answer: Answer) -> Option<Self> {
        match answer {
            Answer::Unknown => Some(Self::Unknown),
            Answer::Unlabelled => Some(Self::Unlabelled),
            Answer::Invalid => Some(Self::Invalid),
            Answer::Blank | Answer::Code(_) => None,
        }
    }

    fn code(self) -> u16 {
        match self {
            Self::Unknown => 40,
            Self::Unlabelled => 161,
            Self::Invalid => 162,
            Self::Despite => 163,
        }
    }

    fn message(self, question: &str) -> String {
        match self {
            Self::Invalid => "Svaret står under ugyldige i kodebogen og tæller ikke med.".into(),
            Self::Unknown => "Svaret findes ikke i kodebogen og tæller ikke med.".into(),
            Self::Unlabelled => format!("Koden i spørgsmålet {question} har ingen tekst i værdiarket og tæller ikke med."),
            Self::Despite => {
                format!("Spørgsmålet {question} er besvaret af elever, som filteret leder forbi. Svaret tæller ikke med.")
            }
        }
    }
}

/// The first place and the number of each oddity, per question.
#[derive(Default)]
pub(super) struct Remarks(BTreeMap<(Oddity, usize), (Location, u64)>);

impl Remarks {
    /// Counts an oddity of a question; `place` is asked for at the first one only.
    pub(super) fn add(&mut self, oddity: Oddity, question: usize, times: u64, place: impl FnOnce() -> Location) {
        self.0.entry((oddity, question)).or_insert_with(|| (place(), 0)).1 += times;
    }

    /// Writes one finding per oddity and question; answers that are invalid by the codebook, which every question has, in one.
    pub(super) fn write(self, questions: &Questions, findings: &mut Findings) {
        let (invalid, odd): (Vec<_>, Vec<_>) = self.0.into_iter().partition(|((oddity, _), _)| *oddity == Oddity::Invalid);
        for ((oddity, question), (place, count)) in odd {
            let question = &questions.list[question];
            let mut finding = Finding::new(oddity.code(), place, oddity.message(question.id)).counted(count);
            if oddity == Oddity::Unknown {
                let action = format!("Tilføj svaret under svar eller ugyldige ved spørgsmålet {} i kodebogen.", question.id);
                finding = finding.with_action(action);
            }
            findings.push(finding);
        }
        let mut invalid: Vec<(usize, Location, u64)> =
            invalid.into_iter().map(|((_, question), (place, count))| (question, place, count)).collect();
        invalid.sort_by_key(|(question, _, count)| (Reverse(*count), *question));
        all_invalid(&invalid, questions).into_iter().for_each(|finding| findings.push(finding));
    }
}

/// Returns one finding for all invalid answers of a table, the questions with the most first.
fn all_invalid(invalid: &[(usize, Location, u64)], questions: &Questions) -> Option<Finding> {
    let (_, place, _) = invalid.first()?;
    let named: Vec<String> = invalid
        .iter()
        .take(MOST_NAMED)
        .map(|(question, _, count)| format!("{} ({count})", questions.list[*question].id))
        .collect();
    let more =
        if invalid.len() > MOST_NAMED { format!(" og {} spørgsmål til", invalid.len() - MOST_NAMED) } else { String::new() };
    let message = format!("Svar, der står under ugyldige i kodebogen, tæller ikke med: {}{more}.", named.join(", "));
    let place = Location { row: None, column: None, ..place.clone() };
    Some(Finding::new(Oddity::Invalid.code(), place, message).counted(invalid.iter().map(|(.., count)| count).sum()))
}
