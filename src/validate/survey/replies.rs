//! Respondents on their way to the records: screened, led through the filters, kept.

use super::questions::{Answer, Questions};
use super::remarks::{Oddity, Remarks};
use super::screen::Screen;
use super::sheet::Sheet;
use crate::diagnostic::{Finding, Findings};
use crate::model::profile::Screening;
use crate::model::records::{HiddenAnswers, Respondent, SchoolKey, SurveyRecords};

/// One respondent with the answers as given.
pub(super) struct Reply<'a> {
    pub(super) who: Respondent,
    /// Institution number, empty where the file has none.
    pub(super) school: &'a str,
    /// The respondent's first row in the table.
    pub(super) row: usize,
    /// One answer per slot.
    pub(super) answers: Vec<Answer>,
}

/// Collects the respondents of all tables.
pub(super) struct Replies<'a> {
    questions: &'a Questions<'a>,
    screen: Screen<'a>,
    columns: Vec<Vec<Option<i16>>>,
    records: SurveyRecords,
    pub(super) findings: Findings,
    /// Respondents of the table in hand: all, and those left out.
    seen: (u64, u64),
}

impl<'a> Replies<'a> {
    pub(super) fn new(questions: &'a Questions<'a>, screening: &'a Screening) -> Self {
        Self {
            questions,
            screen: Screen::new(screening, questions),
            columns: vec![Vec::new(); questions.slots.len()],
            records: SurveyRecords::default(),
            findings: Findings::default(),
            seen: (0, 0),
        }
    }

    /// Keeps a respondent, or returns `false` when the rules leave the respondent out.
    pub(super) fn keep(&mut self, reply: &Reply, sheet: &Sheet, present: &[bool], remarks: &mut Remarks) -> bool {
        self.seen.0 += 1;
        if self.screen.leaves_out(&reply.answers) {
            self.seen.1 += 1;
            return false;
        }
        let despite = |slot: usize| {
            let slot = &self.questions.slots[slot];
            remarks.add(Oddity::Despite, slot.question, 1, || sheet.place(reply.row, slot.id));
        };
        let codes = route(self.questions, &reply.answers, present, despite);
        self.push(reply.who, reply.school, &codes);
        true
    }

    /// Adds one row of codes, one per slot.
    pub(super) fn push(&mut self, who: Respondent, school: &str, codes: &[Option<i16>]) {
        self.records.rows.push(who);
        self.records.schools.push(SchoolKey::of(school));
        if !school.is_empty() {
            *self.records.by_school.entry((who.wave, school.to_owned())).or_default() += 1;
        }
        self.columns.iter_mut().zip(codes).for_each(|(column, code)| column.push(*code));
    }

    /// Notes a number the source has hidden.
    pub(super) fn hide(&mut self, hidden: HiddenAnswers) {
        self.records.hidden.push(hidden);
    }

    /// Returns whether the codebook has rules on answers that are not in earnest.
    pub(super) fn screens(&self) -> bool {
        self.screen.is_on()
    }

    /// Ends a table: tells how many respondents were left out of it.
    pub(super) fn end_table(&mut self, sheet: &Sheet) {
        let (all, out) = std::mem::take(&mut self.seen);
        if out > 0 {
            let share = super::super::response::percent(out, all);
            let message = format!(
                "{out} af {all} besvarelser ({share}) bryder mindst {} af kodebogens regler for useriøse svar og er ladt ude af alle tal.",
                self.screen.least()
            );
            self.findings.push(Finding::new(167, sheet.table.table_location(), message));
        }
    }

    pub(super) fn finish(self) -> (SurveyRecords, Findings) {
        let mut records = self.records;
        let columns = self.questions.slots.iter().zip(self.columns).filter(|(slot, _)| slot.is_item());
        records.answers = columns.map(|(slot, codes)| (slot.id.to_owned(), codes)).collect();
        (records, self.findings)
    }
}

/// Returns the codes behind the filters. Who was led past an item is not in its base, or has the code the codebook gives
/// those; who did not answer the item that decides is in neither. An answer given all the same is told to `despite`.
fn route(questions: &Questions, answers: &[Answer], present: &[bool], mut despite: impl FnMut(usize)) -> Vec<Option<i16>> {
    let mut codes: Vec<Option<i16>> = answers.iter().map(|a| a.code()).collect();
    let mut past = vec![false; codes.len()];
    for &at in &questions.order {
        let slot = &questions.slots[at];
        let Some((decides, leads)) = slot.filter else { continue };
        if !present[decides] {
            // Without the deciding item nobody knows who was led past; a share of those asked would be another figure.
            codes[at] = codes[at].filter(|_| slot.outside.is_none());
            continue;
        }
        if codes[decides].is_some_and(|code| leads.contains(&code)) {
            continue;
        }
        if codes[at].is_some_and(|code| slot.choice.is_none() || code == 1) {
            despite(at);
        }
        past[at] = codes[decides].is_some() || past[decides];
        codes[at] = slot.outside.filter(|_| past[at] && present[at]);
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::profile::Codebook;

    const CODEBOOK: &str = "kilde = 'x'\n[spoergsmaal.ever]\ntekst = 'a'\nsvar = { Ja = 1, Nej = 0 }\n\
        [spoergsmaal.last]\ntekst = 'b'\ntal = [0, 9]\nfilter = { spoergsmaal = 'ever', svar = [1] }\nuden_for_filter = 0\n\
        [spoergsmaal.where]\ntekst = 'c'\ntal = [0, 9]\nfilter = { spoergsmaal = 'last', svar = [1, 2, 3] }\n";

    fn routed(answers: [Answer; 3], present: [bool; 3]) -> (Vec<Option<i16>>, Vec<usize>) {
        let codebook: Codebook = toml::from_str(CODEBOOK).expect("a valid codebook");
        let questions = Questions::new(&codebook, false);
        let mut despite = Vec::new();
        let codes = route(&questions, &answers, &present, |slot| despite.push(slot));
        (codes, despite)
    }

    #[test]
    fn those_led_past_get_the_code_of_the_codebook_or_leave_the_base() {
        use Answer::{Blank, Code};
        let all = [true; 3];
        assert_eq!(routed([Code(1), Code(2), Code(5)], all), (vec![Some(1), Some(2), Some(5)], vec![]));
        assert_eq!(routed([Code(0), Blank, Blank], all), (vec![Some(0), Some(0), None], vec![]), "never is no time");
        assert_eq!(routed([Code(0), Code(2), Code(5)], all), (vec![Some(0), Some(0), None], vec![1, 2]), "not used, but told");
        assert_eq!(routed([Blank, Blank, Blank], all), (vec![None, None, None], vec![]), "nobody knows");
    }

    #[test]
    fn without_the_item_that_decides_no_base_is_invented() {
        use Answer::{Blank, Code};
        assert_eq!(routed([Blank, Code(2), Code(5)], [false, true, true]).0, [None, None, None]);
        assert_eq!(routed([Code(1), Blank, Code(5)], [true, false, true]).0, [Some(1), None, Some(5)]);
    }
}
