//! The survey waves: who answers, and what. No key leads from a row to a pupil.

use super::calendar::Span;
use super::dice::Dice;
use super::items::{ITEMS, Item, LATER};
use super::pupils::Pupil;
use super::register::{SOUTH, School};
use super::{MEETING_YEAR, SampleError, Size, workbook};
use crate::model::artefact::Artefact;
use crate::model::period::SchoolYear;

/// Institution number of the school that took no part in the wave before the last (a very small municipality does not have it).
pub const ABSENT_SCHOOL: &str = "999007";

/// Share of 100 peers believed to have been drunk in grades 7, 8 and 9: the actual share and 20-25 more.
const BELIEVED: [i32; 3] = [28, 35, 52];

/// Share of 100 peers believed to use e-cigarettes in grades 7, 8 and 9: the actual share and 15-20 more.
const BELIEVED_ECIG: [i32; 3] = [27, 36, 48];

/// One answer as it stands in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Label and code.
    Label(&'static str, i16),
    /// A number that is its own code.
    Number(i16),
    /// "Ønsker ikke at svare".
    Refused,
    /// Nothing.
    Blank,
}

/// One row of a wave.
pub(super) struct Response {
    /// Position of the school.
    pub(super) school: usize,
    /// Grade 7-9.
    pub(super) grade: u8,
    /// Letter of the class.
    pub(super) letter: char,
    /// Sex as answered.
    pub(super) sex: &'static str,
    /// Answers to S01 … S37.
    pub(super) answers: Vec<Answer>,
}

/// Returns one workbook per wave.
pub(super) fn files(size: Size, span: &Span, schools: &[School], pupils: &[Pupil]) -> Result<Vec<Artefact>, SampleError> {
    let file = |year: &i16| {
        let label = SchoolYear(*year).to_string();
        let bytes = workbook::wave(&label, schools, &draw(size, *year, schools, pupils))?;
        Ok(Artefact::new(format!("indbakke/upu/upu-{}.xlsx", label.replace('/', "-")), bytes))
    };
    span.waves.iter().map(file).collect()
}

/// Returns the answers of the wave of the school year that begins in `year`.
pub(super) fn draw(size: Size, year: i16, schools: &[School], pupils: &[Pupil]) -> Vec<Response> {
    let mut dice = Dice::new(size.seed, &format!("survey {year}"));
    let mut later = Dice::new(size.seed, &format!("survey {year}, later questions"));
    let rates: Vec<f64> = schools.iter().map(|s| response_rate(year, s, &mut dice)).collect();
    let mut responses = Vec::new();
    for pupil in pupils {
        let Some(grade) = pupil.grade(year).filter(|g| *g >= 7) else { continue };
        if dice.chance(rates[pupil.school]) {
            let south = schools[pupil.school].district == Some(SOUTH);
            let mut response = respond(pupil, grade, year, south, &mut dice);
            ask_more(&mut response, pupil, year, south, &mut later);
            responses.push(response);
        }
    }
    responses.sort_by_key(|r| (r.school, r.grade, r.letter));
    responses
}

/// Returns 0.75-0.92, or 0 for the school that is missing.
fn response_rate(year: i16, school: &School, dice: &mut Dice) -> f64 {
    let rate = 0.79 + 0.13 * dice.unit();
    if year == MEETING_YEAR - 2 && school.number == ABSENT_SCHOOL { 0.0 } else { rate }
}

fn respond(pupil: &Pupil, grade: u8, year: i16, south: bool, dice: &mut Dice) -> Response {
    let item = |item: &Item, dice: &mut Dice| answer(item, shift(item, pupil, grade, year, south), dice);
    let mut answers: Vec<Answer> = ITEMS.iter().map(|i| valid_or_not(dice, |d| item(i, d))).collect();
    answers.push(valid_or_not(dice, |d| believed(BELIEVED[usize::from(grade - 7)], d)));
    Response { school: pupil.school, grade, letter: pupil.letter, sex: sex(pupil.girl, dice), answers }
}

/// Adds the answers to the later questions.
fn ask_more(response: &mut Response, pupil: &Pupil, year: i16, south: bool, dice: &mut Dice) {
    let grade = response.grade;
    for item in &LATER {
        let given = valid_or_not(dice, |d| answer(item, shift(item, pupil, grade, year, south), d));
        response.answers.push(given);
    }
    response.answers.push(valid_or_not(dice, |d| believed(BELIEVED_ECIG[usize::from(grade - 7)], d)));
    make_agree(&mut response.answers, i16::from(grade));
}

/// Lets answers about the same thing agree: who was drunk last month has been drunk and has drunk alcohol, nobody has drunk at an
/// age to come, and only those who have tried hash did so within the year.
fn make_agree(answers: &mut [Answer], grade: i16) {
    let (drunk, hash, ever, debut, hash_year) = (8, 10, 18, 20, 23);
    let youngest_age = grade + 6;
    if matches!((answers[drunk], answers[ever]), (Answer::Label(_, 1..), Answer::Label(..))) {
        answers[ever] = Answer::Label("Ja", 1);
    }
    answers[debut] = match (answers[ever], answers[debut]) {
        (Answer::Label(_, 1), Answer::Label(..)) => Answer::Number(youngest_age),
        (_, Answer::Number(age)) => Answer::Number(age.min(youngest_age)),
        (_, given) => given,
    };
    answers[hash_year] = match (answers[hash], answers[hash_year]) {
        (Answer::Label(_, 0), Answer::Label(..)) => Answer::Label("0 gange", 0),
        // Whoever leaves the first question out is not asked the second.
        (Answer::Refused | Answer::Blank, _) => Answer::Blank,
        (_, given) => given,
    };
}

fn sex(girl: bool, dice: &mut Dice) -> &'static str {
    match dice.below(1_000) {
        0..6 => "Andet",
        6..16 => "Ønsker ikke at svare",
        _ if girl => "Pige",
        _ => "Dreng",
    }
}

fn valid_or_not(dice: &mut Dice, valid: impl FnOnce(&mut Dice) -> Answer) -> Answer {
    match dice.below(1_000) {
        0..11 => Answer::Refused,
        11..16 => Answer::Blank,
        _ => valid(dice),
    }
}

/// Returns how much a pupil differs from a middle pupil of the 8th grade in the last wave, in log odds.
fn shift(item: &Item, pupil: &Pupil, grade: u8, year: i16, south: bool) -> f64 {
    let e = item.effect;
    let girl = if pupil.girl { e.girl } else { 0.0 };
    let south = if south { e.south } else { 0.0 };
    let waves = f64::from(year - (MEETING_YEAR - 1));
    e.risk * pupil.risk + e.mood * pupil.mood + girl + south + e.grade * (f64::from(grade) - 8.0) + e.wave * waves
}

/// Draws one answer: as many steps down the list as the same number falls below the moved share.
fn answer(item: &Item, shift: f64, dice: &mut Dice) -> Answer {
    let drawn = dice.unit();
    let reached = item.answers.iter().skip(1).take_while(|a| drawn < moved(a.2, shift)).count();
    let (label, code, _) = item.answers[reached];
    if label == code.to_string() { Answer::Number(code) } else { Answer::Label(label, code) }
}

/// Returns a share moved by `shift` log odds.
fn moved(share: f64, shift: f64) -> f64 {
    1.0 / (1.0 + (1.0 - share) / share * (-shift).exp())
}

/// Draws the share believed of peers, mostly in steps of five.
fn believed(centre: i32, dice: &mut Dice) -> Answer {
    let spread = |dice: &mut Dice| i32::try_from(dice.below(41)).expect("a number below 41 is small") - 20;
    let raw = centre + spread(dice) + spread(dice) / 2;
    let rounded = if dice.chance(0.85) { (raw + 2).div_euclid(5) * 5 } else { raw };
    Answer::Number(i16::try_from(rounded.clamp(0, 100)).expect("a share of 100 is small"))
}
