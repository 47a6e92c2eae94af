//! One row per respondent and question. The respondent's number joins the rows of one table and is forgotten with it.

use super::super::Tally;
use super::questions::{Answer, Target};
use super::remarks::{Oddity, Remarks};
use super::replies::{Replies, Reply};
use super::sheet::Sheet;
use crate::diagnostic::Findings;
use crate::model::period::SchoolYear;
use std::collections::BTreeMap;

/// A respondent while the rows are gathered.
struct Gathered<'a> {
    reply: Reply<'a>,
    /// Rows that are the respondent's and could be used.
    rows: u64,
}

/// What became of a row.
enum Fate {
    Used,
    Skipped,
    Merged,
    Rejected,
}

/// Reads the respondents of a table, in the order of their first rows.
pub(super) fn read(sheet: &Sheet, replies: &mut Replies) -> Tally {
    let mut gathering = Gathering {
        sheet,
        by_key: BTreeMap::new(),
        list: Vec::new(),
        present: vec![false; sheet.questions.slots.len()],
        remarks: Remarks::default(),
    };
    let mut tally = Tally::of(sheet.table);
    for row in 0..sheet.table.len() {
        match gathering.take(row, &mut replies.findings) {
            Fate::Used => {}
            Fate::Skipped => tally.skipped += 1,
            Fate::Merged => tally.merged += 1,
            Fate::Rejected => tally.rejected += 1,
        }
    }
    let Gathering { list, present, mut remarks, .. } = gathering;
    sheet.report_missing(&present, &mut replies.findings);
    sheet.report_blind_filters(&present, &mut replies.findings);
    for mut gathered in list {
        for question in &sheet.questions.list {
            question.complete(&mut gathered.reply.answers[question.slots.clone()]);
        }
        let kept = replies.keep(&gathered.reply, sheet, &present, &mut remarks);
        *if kept { &mut tally.used } else { &mut tally.rejected } += gathered.rows;
    }
    remarks.write(sheet.questions, &mut replies.findings);
    replies.end_table(sheet);
    tally
}

struct Gathering<'s, 'a> {
    sheet: &'s Sheet<'a>,
    /// The same number at two schools, or in two waves, is two respondents.
    by_key: BTreeMap<(&'a str, SchoolYear, &'a str), usize>,
    list: Vec<Gathered<'a>>,
    present: Vec<bool>,
    remarks: Remarks,
}

impl Gathering<'_, '_> {
    fn take(&mut self, row: usize, findings: &mut Findings) -> Fate {
        if self.sheet.skips(row, findings) {
            return Fate::Skipped;
        }
        let Some((who, school)) = self.sheet.who(row, true, findings) else { return Fate::Rejected };
        let key = self.sheet.cells.text(row, "person");
        if key.is_empty() {
            let message = "Respondentens nummer mangler, så svaret ikke kan lægges til en elev.";
            self.sheet.cells.report(103, row, "person", message, findings);
            return Fate::Rejected;
        }
        let slots = self.sheet.questions.slots.len();
        let next = self.list.len();
        let at = *self.by_key.entry((key, who.wave, school)).or_insert(next);
        if at == next {
            let reply = Reply { who, school, row, answers: vec![Answer::Blank; slots] };
            self.list.push(Gathered { reply, rows: 0 });
        }
        if self.list[at].reply.who != who {
            let message = "Elevens rækker er ikke enige om klassetrin, køn eller distrikt. Rækken er ladt ude.";
            self.sheet.cells.report(164, row, "person", message, findings);
            return Fate::Rejected;
        }
        let Some(target) = self.sheet.question(row, findings) else { return Fate::Skipped };
        let fate = self.answer(row, at, target, findings);
        self.list[at].rows += u64::from(matches!(fate, Fate::Used));
        fate
    }

    fn answer(&mut self, row: usize, at: usize, target: Target, findings: &mut Findings) -> Fate {
        let text = self.sheet.cells.text(row, "svar");
        let question = match target {
            Target::Question(question) => question,
            Target::Choice(slot) => self.sheet.questions.slots[slot].question,
        };
        let asked = &self.sheet.questions.list[question];
        let first = asked.slots.start;
        let (answers, odd) = match target {
            Target::Choice(slot) => (vec![(slot, asked.choice(slot - first, text))], None),
            Target::Question(_) if asked.is_single() => (vec![(first, asked.answer(text))], None),
            // A question with several answers may have a row for each: what is not chosen here may be chosen in another.
            Target::Question(_) => {
                let (answers, odd) = asked.chosen(text);
                let said = answers.into_iter().enumerate().filter(|(_, a)| *a != Answer::Code(0));
                (said.map(|(choice, answer)| (first + choice, answer)).collect(), odd)
            }
        };
        asked
            .slots
            .clone()
            .filter(|slot| !matches!(target, Target::Choice(own) if own != *slot))
            .for_each(|s| self.present[s] = true);
        for answer in odd.into_iter().chain(answers.first().map(|(_, answer)| *answer)) {
            if let Some(oddity) = Oddity::of(answer) {
                self.remarks.add(oddity, question, 1, || self.sheet.place(row, "svar"));
            }
        }
        self.put(row, at, &answers, asked.is_single(), findings)
    }

    /// Puts the answers of one row. A second answer to a question that takes one is left out.
    fn put(&mut self, row: usize, at: usize, answers: &[(usize, Answer)], single: bool, findings: &mut Findings) -> Fate {
        let given = &mut self.list[at].reply.answers;
        for (slot, answer) in answers.iter().filter(|(_, a)| *a != Answer::Blank) {
            let before = given[*slot];
            if single && before == *answer {
                return Fate::Merged;
            }
            if single && before != Answer::Blank {
                let message = "Eleven har to forskellige svar på spørgsmålet. Det første er brugt.";
                self.sheet.cells.report(164, row, "svar", message, findings);
                return Fate::Rejected;
            }
            given[*slot] = *answer;
        }
        Fate::Used
    }
}
