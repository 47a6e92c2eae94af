//! The codebook, ready for look-up: questions as the file asks them, items as the figures count them.

use crate::model::profile::{Choice, Codebook, Item};
use std::collections::BTreeMap;

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Blank,
    Code(i16),
    /// Words of the codebook that are no valid answer.
    Invalid,
    /// Words the codebook does not know.
    Unknown,
    /// A code that the sheet with the answers' words does not know, and the codebook neither.
    Unlabelled,
}

impl Answer {
    pub(super) fn code(self) -> Option<i16> {
        match self {
            Self::Code(code) => Some(code),
            _ => None,
        }
    }
}

/// All questions and their items.
pub(super) struct Questions<'a> {
    pub(super) list: Vec<Question<'a>>,
    pub(super) slots: Vec<Slot<'a>>,
    /// The slots, those that decide a filter before those they decide.
    pub(super) order: Vec<usize>,
    names: BTreeMap<String, Option<Target>>,
}

/// What a name in the column of questions stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A question, by its place in the list.
    Question(usize),
    /// One choice of a question with several answers, by its slot.
    Choice(usize),
}

/// One item: what a respondent has one code for.
pub(super) struct Slot<'a> {
    pub(super) id: &'a str,
    pub(super) question: usize,
    /// The slot that decides whether the item was asked, and the codes that lead to it.
    pub(super) filter: Option<(usize, &'a [i16])>,
    /// Code of those the filter led past.
    pub(super) outside: Option<i16>,
    pub(super) highest: Option<i16>,
    /// The choice of a question with several answers.
    pub(super) choice: Option<&'a Choice>,
}

impl Slot<'_> {
    /// A choice that is no valid answer is read like the others, but is no item.
    pub(super) fn is_item(&self) -> bool {
        self.choice.is_none_or(|c| !c.ugyldig)
    }
}

/// One question of the file.
pub(super) struct Question<'a> {
    pub(super) id: &'a str,
    pub(super) item: &'a Item,
    /// Its slots: from, to (exclusive).
    pub(super) slots: std::ops::Range<usize>,
    words: BTreeMap<String, Option<i16>>,
    choices: BTreeMap<String, usize>,
    labelled: bool,
}

impl<'a> Questions<'a> {
    /// Compiles a codebook; `labelled` says that a sheet gives the words of codes.
    pub(super) fn new(codebook: &'a Codebook, labelled: bool) -> Self {
        let (mut list, mut slots) = (Vec::new(), Vec::new());
        for (id, item) in &codebook.spoergsmaal {
            let first = slots.len();
            slots.extend(slots_of(id, item, list.len()));
            list.push(Question::new(id, item, first..slots.len(), labelled));
        }
        let by_id: BTreeMap<&str, usize> = slots.iter().enumerate().map(|(at, s): (usize, &Slot)| (s.id, at)).collect();
        for slot in &mut slots {
            let filter = list[slot.question].item.filter.as_ref();
            slot.filter = filter.and_then(|f| Some((*by_id.get(f.spoergsmaal.as_str())?, f.svar.as_slice())));
        }
        let order = order(&slots);
        let names = names(&list, &slots);
        Self { list, slots, order, names }
    }

    /// Returns what a name in the column of questions stands for: an id, a header of the wide form, or the wording.
    pub(super) fn find(&self, name: &str) -> Option<Target> {
        self.names.get(&folded(name)).copied().flatten()
    }

    pub(super) fn slot(&self, id: &str) -> Option<usize> {
        self.slots.iter().position(|s| s.id == id)
    }
}

fn slots_of<'a>(id: &'a str, item: &'a Item, question: usize) -> Vec<Slot<'a>> {
    let slot = |id, choice, highest| Slot { id, question, filter: None, outside: item.uden_for_filter, highest, choice };
    if item.flere.is_empty() {
        let highest = item.svar.values().copied().chain(item.tal.map(|(_, to)| to)).max();
        return vec![slot(id, None, highest)];
    }
    item.flere.iter().map(|(id, choice)| slot(id, Some(choice), Some(1))).collect()
}

/// A codebook whose filters run in a circle is refused when it is read, so every chain ends.
fn order(slots: &[Slot]) -> Vec<usize> {
    let next = |at: &usize| slots[*at].filter.map(|(decides, _)| decides);
    let depth = |at: usize| std::iter::successors(Some(at), next).take(slots.len()).count();
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|at| depth(*at));
    order
}

/// An id and a header name one thing only; a wording that two questions share names none.
fn names(list: &[Question], slots: &[Slot]) -> BTreeMap<String, Option<Target>> {
    let mut names: BTreeMap<String, Option<Target>> = BTreeMap::new();
    for (at, question) in list.iter().enumerate() {
        for name in std::iter::once(question.id).chain(question.item.kolonne.iter().map(String::as_str)) {
            names.entry(folded(name)).or_insert(Some(Target::Question(at)));
        }
    }
    for (at, slot) in slots.iter().enumerate() {
        let headers = slot.choice.iter().flat_map(|c| c.kolonne.iter().map(String::as_str));
        for name in std::iter::once(slot.id).chain(headers).filter(|_| slot.choice.is_some()) {
            names.entry(folded(name)).or_insert(Some(Target::Choice(at)));
        }
    }
    let mut wordings: BTreeMap<String, Option<Target>> = BTreeMap::new();
    for (at, question) in list.iter().enumerate() {
        let target = Some(Target::Question(at));
        wordings.entry(folded(&question.item.tekst)).and_modify(|shared| *shared = None).or_insert(target);
    }
    wordings.into_iter().for_each(|(wording, target)| {
        names.entry(wording).or_insert(target);
    });
    names
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl<'a> Question<'a> {
    fn new(id: &'a str, item: &'a Item, slots: std::ops::Range<usize>, labelled: bool) -> Self {
        let mut words: BTreeMap<String, Option<i16>> =
            item.svar.iter().map(|(text, code)| (text.to_lowercase(), Some(*code))).collect();
        words.extend(item.ugyldige.iter().map(|text| (text.to_lowercase(), None)));
        // Most cells are spelled as in the codebook and are found without a copy of them.
        let spelled: Vec<(String, Option<i16>)> =
            item.svar.keys().chain(&item.ugyldige).map(|text| (text.clone(), words[&text.to_lowercase()])).collect();
        words.extend(spelled);
        let of_choice = |(at, choice): (usize, &'a Choice)| choice.ord.iter().map(move |word| (word.to_lowercase(), at));
        let choices = item.flere.values().enumerate().flat_map(of_choice).collect();
        Self { id, item, slots, words, choices, labelled }
    }

    /// Returns whether the question takes one answer.
    pub(super) fn is_single(&self) -> bool {
        self.item.flere.is_empty()
    }

    /// Returns the answer of a question that takes one, or of the column of one choice.
    pub(super) fn answer(&self, text: &str) -> Answer {
        if text.is_empty() {
            return Answer::Blank;
        }
        let digits = || text.bytes().all(|b| b.is_ascii_digit());
        if let Some(code) = self.words.get(text).or_else(|| if digits() { None } else { self.words.get(&text.to_lowercase()) }) {
            return code.map_or(Answer::Invalid, Answer::Code);
        }
        let number = self.item.tal.and_then(|(from, to)| text.parse().ok().filter(|n| (from..=to).contains(n)));
        number.map_or(self.unknown(text), Answer::Code)
    }

    fn unknown(&self, text: &str) -> Answer {
        if self.labelled && text.parse::<i64>().is_ok() { Answer::Unlabelled } else { Answer::Unknown }
    }

    /// Returns the answer in a choice's own column: a word of `svar`, or the choice's own words.
    pub(super) fn choice(&self, at: usize, text: &str) -> Answer {
        if self.choices.get(text.to_lowercase().as_str()) == Some(&at) { Answer::Code(1) } else { self.answer(text) }
    }

    /// Returns the answers of all choices from one cell that lists those chosen, and a word among them that nobody knows.
    pub(super) fn chosen(&self, text: &str) -> (Vec<Answer>, Option<Answer>) {
        let mut answers = vec![Answer::Blank; self.slots.len()];
        let mut odd = None;
        for word in text.split(self.item.adskilt.unwrap_or(';')).map(str::trim).filter(|w| !w.is_empty()) {
            match (self.choices.get(word.to_lowercase().as_str()), self.answer(word)) {
                (Some(at), _) => answers[*at] = Answer::Code(1),
                (None, Answer::Invalid) => return (vec![Answer::Invalid; self.slots.len()], odd),
                (None, _) => odd = Some(self.unknown(word)),
            }
        }
        self.complete(&mut answers);
        (answers, odd)
    }

    /// Fills in the choices that were not made: who answered any of them answered the question. Who chose one that is no
    /// valid answer did not.
    pub(super) fn complete(&self, answers: &mut [Answer]) {
        let refused = self.item.flere.values().zip(answers.iter()).any(|(c, a)| c.ugyldig && a.code() == Some(1));
        if refused {
            answers.fill(Answer::Invalid);
        } else if answers.iter().any(|a| a.code().is_some()) {
            answers.iter_mut().filter(|a| **a == Answer::Blank).for_each(|a| *a = Answer::Code(0));
        }
    }
}
