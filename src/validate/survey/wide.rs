//! One respondent per row, one column per question or choice.

use super::super::Tally;
use super::missing::{self, Missing};
use super::questions::{Answer, Question};
use super::remarks::{Oddity, Remarks};
use super::replies::{Replies, Reply};
use super::sheet::Sheet;
use crate::diagnostic::Findings;

/// Reads the respondents of a table.
pub(super) fn read(sheet: &Sheet, replies: &mut Replies) -> Tally {
    let present = present(sheet);
    report_missing_columns(sheet, &mut replies.findings);
    sheet.report_blind_filters(&present, &mut replies.findings);
    let (mut tally, mut remarks) = (Tally::of(sheet.table), Remarks::default());
    for row in 0..sheet.table.len() {
        if sheet.skips(row, &mut replies.findings) {
            tally.skipped += 1;
            continue;
        }
        let Some((who, school)) = sheet.who(row, true, &mut replies.findings) else {
            tally.rejected += 1;
            continue;
        };
        let mut answers = vec![Answer::Blank; sheet.questions.slots.len()];
        for (at, question) in sheet.questions.list.iter().enumerate() {
            question_of_row(sheet, row, (at, question), &mut answers[question.slots.clone()], &mut remarks);
        }
        if replies.keep(&Reply { who, school, row, answers }, sheet, &present, &mut remarks) {
            tally.used += 1;
        } else {
            tally.rejected += 1;
        }
    }
    remarks.write(sheet.questions, &mut replies.findings);
    replies.end_table(sheet);
    tally
}

/// Returns which slots have a column.
fn present(sheet: &Sheet) -> Vec<bool> {
    let has = |id: &str| sheet.table.field(id).is_some();
    sheet.questions.slots.iter().map(|slot| has(slot.id) || has(sheet.questions.list[slot.question].id)).collect()
}

fn question_of_row(sheet: &Sheet, row: usize, (at, question): (usize, &Question), answers: &mut [Answer], remarks: &mut Remarks) {
    let mut remark = |answer: Answer, field: &str| {
        if let Some(oddity) = Oddity::of(answer) {
            remarks.add(oddity, at, 1, || sheet.place(row, field));
        }
    };
    if question.is_single() {
        answers[0] = question.answer(sheet.cells.text(row, question.id));
        remark(answers[0], question.id);
        return;
    }
    if !question.item.kolonne.is_empty() {
        let (found, odd) = question.chosen(sheet.cells.text(row, question.id));
        answers.copy_from_slice(&found);
        odd.into_iter().chain(answers.first().copied()).for_each(|answer| remark(answer, question.id));
        return;
    }
    for (choice, id) in question.item.flere.keys().enumerate() {
        answers[choice] = question.choice(choice, sheet.cells.text(row, id));
        if answers[choice] != Answer::Invalid {
            remark(answers[choice], id);
        }
    }
    question.complete(answers);
    if answers.contains(&Answer::Invalid) {
        remark(Answer::Invalid, question.id);
    }
}

fn report_missing_columns(sheet: &Sheet, findings: &mut Findings) {
    let columns = sheet.questions.list.iter().flat_map(|question| {
        let choices = question.item.flere.iter().map(|(id, choice)| Missing { id, headers: &choice.kolonne });
        std::iter::once(Missing { id: question.id, headers: &question.item.kolonne }).chain(choices)
    });
    let lacks = |column: &Missing| !column.headers.is_empty() && sheet.table.field(column.id).is_none();
    let missing: Vec<Missing> = columns.filter(lacks).collect();
    missing::finding(&missing, sheet.table.table_location()).into_iter().for_each(|finding| findings.push(finding));
}
