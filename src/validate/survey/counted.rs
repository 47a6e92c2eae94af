//! Numbers the supplier has counted: one row per question, answer and group of pupils.
//!
//! Each group becomes as many respondents as its largest question has answers, and the answers of each question are dealt to
//! them. A row of the records is therefore no pupil ([`Respondent::linked`] is false): figures of one item are right, and
//! nothing may be read from two.

use super::super::Tally;
use super::super::column::{Kind, Value};
use super::questions::{Answer, Target};
use super::remarks::{Oddity, Remarks};
use super::replies::Replies;
use super::sheet::Sheet;
use crate::diagnostic::{Finding, Findings};
use crate::model::records::{HiddenAnswers, Respondent};
use std::collections::{BTreeMap, BTreeSet};

/// More pupils than any municipality has: a file with more is no survey, and would fill the memory.
const MOST: u64 = 1_000_000;

/// Fields that may say "all of them" in a row that is the sum of others.
const GROUPS: [&str; 6] = ["spoergsmaal", "svar", "klasse", "koen", "institution", "distrikt"];

/// The numbers of one group: per slot the answers (`None` = no valid one) and how many gave them.
struct Group<'a> {
    who: Respondent,
    school: &'a str,
    slots: BTreeMap<usize, Vec<(Option<i16>, u64)>>,
    /// Slots of which a number is hidden or cannot be read.
    hidden: BTreeSet<usize>,
    /// A number of invalid answers is hidden: only the number of respondents is unknown.
    unsure: bool,
}

/// Reads the groups of a table.
pub(super) fn read(sheet: &Sheet, replies: &mut Replies) -> Tally {
    let mut tally = Tally::of(sheet.table);
    let all = tally.read - tally.skipped - tally.rejected;
    if has_no_numbers(sheet) {
        let message =
            "Tabellen har kun procenter og ingen antal. Af procenter kan værktøjet ikke se, hvor mange elever der står bag.";
        replies.findings.push(Finding::new(165, sheet.table.table_location(), message));
        tally.rejected += all;
        return tally;
    }
    if !sheet.cells.decide(&[("antal", Kind::Count)], &[], &mut replies.findings) {
        return tally.all_rejected();
    }
    let mut counting = Counting::new(sheet);
    for row in 0..sheet.table.len() {
        match counting.take(row, &mut replies.findings) {
            Fate::Used => tally.used += 1,
            Fate::Skipped => tally.skipped += 1,
            Fate::Rejected => tally.rejected += 1,
        }
    }
    let Counting { mut groups, present, remarks, .. } = counting;
    sheet.report_missing(&present, &mut replies.findings);
    sheet.report_blind_filters(&present, &mut replies.findings);
    remarks.write(sheet.questions, &mut replies.findings);
    remark_limits(sheet, replies);
    groups.iter_mut().for_each(|group| lead_past(sheet, group, &present));
    if groups.iter().map(Group::size).fold(0, u64::saturating_add) > MOST {
        let message = format!("Tallene giver flere end {MOST} elever.");
        replies.findings.push(Finding::new(8, sheet.table.table_location(), message));
        tally.rejected += std::mem::take(&mut tally.used);
        return tally;
    }
    groups.iter().for_each(|group| deal(sheet, group, replies));
    tally
}

/// A number with a per cent sign is none either.
fn has_no_numbers(sheet: &Sheet) -> bool {
    let is_share = |row: usize| sheet.cells.text(row, "antal").ends_with('%');
    sheet.table.field("antal").is_none() || (0..sheet.table.len()).any(is_share)
}

fn remark_limits(sheet: &Sheet, replies: &mut Replies) {
    let screened = if replies.screens() { " Useriøse besvarelser kan ikke sorteres fra." } else { "" };
    let message =
        format!("Filen har antal for ét spørgsmål ad gangen, så indekser over flere spørgsmål kan ikke måles.{screened}");
    replies.findings.push(Finding::new(166, sheet.table.table_location(), message));
}

/// What became of a row.
enum Fate {
    Used,
    Skipped,
    Rejected,
}

struct Counting<'s, 'a> {
    sheet: &'s Sheet<'a>,
    by_group: BTreeMap<(Respondent, &'a str), usize>,
    groups: Vec<Group<'a>>,
    present: Vec<bool>,
    totals: Vec<String>,
    remarks: Remarks,
}

impl<'s, 'a> Counting<'s, 'a> {
    fn new(sheet: &'s Sheet<'a>) -> Self {
        let totals = sheet.profile.bundlinjer.iter().map(|word| word.trim().to_lowercase()).collect();
        let present = vec![false; sheet.questions.slots.len()];
        Self { sheet, by_group: BTreeMap::new(), groups: Vec::new(), present, totals, remarks: Remarks::default() }
    }

    fn take(&mut self, row: usize, findings: &mut Findings) -> Fate {
        if let Some(field) = GROUPS.into_iter().find(|field| self.is_total(row, field)) {
            let message = "Rækken er en sum af andre rækker og er ikke læst som data.";
            self.sheet.cells.report(12, row, field, message, findings);
            return Fate::Skipped;
        }
        if self.sheet.skips(row, findings) {
            return Fate::Skipped;
        }
        let Some((who, school)) = self.sheet.who(row, false, findings) else { return Fate::Rejected };
        let Some(target) = self.sheet.question(row, findings) else { return Fate::Skipped };
        let Some((slot, answer)) = self.answer(row, target, findings) else { return Fate::Skipped };
        self.present[slot] = true;
        let count = self.count(row, findings);
        let group = self.group(who, school);
        match (answer, &count) {
            (Answer::Unknown | Answer::Unlabelled, _) => return Fate::Rejected,
            (Answer::Code(code), Count::Given(n)) => group.put(slot, Some(code), *n),
            (_, Count::Given(n)) => group.put(slot, None, *n),
            // A part of the base is missing, so no share of the group is right.
            (Answer::Code(_), _) => group.hidden.extend([slot]),
            (_, _) => group.unsure = true,
        }
        if let (Some(oddity), Count::Given(n @ 1..)) = (Oddity::of(answer), &count) {
            let question = self.sheet.questions.slots[slot].question;
            self.remarks.add(oddity, question, *n, || self.sheet.place(row, "svar"));
        }
        if matches!(count, Count::Unreadable) { Fate::Rejected } else { Fate::Used }
    }

    fn is_total(&self, row: usize, field: &str) -> bool {
        let text = self.sheet.cells.text(row, field).to_lowercase();
        self.totals.contains(&text)
    }

    /// Returns the slot of a row and its answer; a question with several answers is counted by its choices only.
    fn answer(&mut self, row: usize, target: Target, findings: &mut Findings) -> Option<(usize, Answer)> {
        let text = self.sheet.cells.text(row, "svar");
        let questions = self.sheet.questions;
        let (slot, answer) = match target {
            Target::Choice(slot) => {
                let question = &questions.list[questions.slots[slot].question];
                (slot, question.choice(slot - question.slots.start, text))
            }
            Target::Question(at) if questions.list[at].is_single() => {
                (questions.list[at].slots.start, questions.list[at].answer(text))
            }
            Target::Question(_) => {
                let message = "Spørgsmålet tager flere svar, og antal pr. svar siger ikke, hvor mange der har svaret. Rækken er sprunget over.";
                self.sheet.cells.report(166, row, "spoergsmaal", message, findings);
                return None;
            }
        };
        if matches!(answer, Answer::Unknown | Answer::Unlabelled) {
            let oddity = Oddity::of(answer).expect("an answer nobody knows is odd");
            self.remarks.add(oddity, questions.slots[slot].question, 1, || self.sheet.place(row, "svar"));
        }
        Some((slot, answer))
    }

    fn count(&self, row: usize, findings: &mut Findings) -> Count {
        match self.sheet.cells.number(row, "antal", Kind::Count, findings) {
            Value::Hidden => Count::Hidden,
            Value::Known(number) => u64::try_from(number).map_or(Count::Unreadable, Count::Given),
            Value::Unreadable => Count::Unreadable,
            Value::Blank => {
                let message = "Antallet mangler. Ingen tal, det hører til, bliver vist.";
                self.sheet.cells.report(104, row, "antal", message, findings);
                Count::Unreadable
            }
        }
    }

    fn group(&mut self, who: Respondent, school: &'a str) -> &mut Group<'a> {
        let next = self.groups.len();
        let at = *self.by_group.entry((who, school)).or_insert(next);
        if at == next {
            self.groups.push(Group { who, school, slots: BTreeMap::new(), hidden: BTreeSet::new(), unsure: false });
        }
        &mut self.groups[at]
    }
}

/// The number of a row.
enum Count {
    Given(u64),
    Hidden,
    Unreadable,
}

impl Group<'_> {
    fn put(&mut self, slot: usize, code: Option<i16>, count: u64) {
        self.slots.entry(slot).or_default().push((code, count));
    }

    /// Returns the number of respondents the group becomes.
    fn size(&self) -> u64 {
        let answered = |pile: &Vec<(Option<i16>, u64)>| pile.iter().map(|(_, n)| *n).fold(0, u64::saturating_add);
        self.slots.values().map(answered).max().unwrap_or(0)
    }

    /// Returns how many answered an item with another code than these.
    fn with_other_codes(&self, slot: usize, codes: &[i16]) -> u64 {
        let others = self.slots.get(&slot).into_iter().flatten();
        let others = others.filter(|(code, _)| code.is_some_and(|c| !codes.contains(&c)));
        others.map(|(_, n)| *n).fold(0, u64::saturating_add)
    }
}

/// Adds those the filters led past, where the codebook gives them a code: they are the group's answers to the deciding item
/// that do not lead to this one.
fn lead_past(sheet: &Sheet, group: &mut Group, present: &[bool]) {
    let mut past: BTreeMap<usize, u64> = BTreeMap::new();
    for &at in &sheet.questions.order {
        let slot = &sheet.questions.slots[at];
        let Some((decides, leads)) = slot.filter else { continue };
        if !present[decides] {
            if slot.outside.is_some() {
                group.slots.remove(&at);
            }
            continue;
        }
        // Who was led past the deciding item, too, is among its answers where the codebook gives those a code.
        let before = past.get(&decides).copied().filter(|_| sheet.questions.slots[decides].outside.is_none()).unwrap_or(0);
        let led_past = group.with_other_codes(decides, leads).saturating_add(before);
        past.insert(at, led_past);
        if let Some(code) = slot.outside.filter(|_| present[at]) {
            group.put(at, Some(code), led_past);
            if group.hidden.contains(&decides) {
                group.hidden.insert(at);
            }
        }
    }
}

/// Writes the group's respondents, and what of it is unknown.
fn deal(sheet: &Sheet, group: &Group, replies: &mut Replies) {
    let dealt = |pile: &Vec<(Option<i16>, u64)>| pile.clone().into_iter().flat_map(|(code, n)| (0..n).map(move |_| code));
    let mut piles: Vec<_> = group.slots.iter().map(|(slot, pile)| (*slot, dealt(pile))).collect();
    let mut codes = vec![None; sheet.questions.slots.len()];
    for _ in 0..group.size() {
        piles.iter_mut().for_each(|(slot, pile)| codes[*slot] = pile.next().flatten());
        replies.push(group.who, group.school, &codes);
    }
    for slot in &group.hidden {
        let item = Some(sheet.questions.slots[*slot].id.to_owned());
        replies.hide(HiddenAnswers { group: group.who, item });
    }
    if group.unsure {
        replies.hide(HiddenAnswers { group: group.who, item: None });
    }
}
