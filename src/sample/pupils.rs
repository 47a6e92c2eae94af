//! The pupils: one cohort per first school year, the same pupils through all their grades.

use super::calendar::Span;
use super::dice::Dice;
use super::register::School;
use super::{MEETING_YEAR, Size};

/// Oldest grade of the school.
pub(super) const LAST_GRADE: i16 = 9;

/// One pupil. What is latent is standard normal and never written to a file.
pub(super) struct Pupil {
    /// Running number, the pupil key of the absence files.
    pub(super) number: u32,
    /// Calendar year in which the pupil began in grade 0.
    pub(super) start: i16,
    /// Position of the school.
    pub(super) school: usize,
    /// Letter of the class.
    pub(super) letter: char,
    /// Girl or boy.
    pub(super) girl: bool,
    /// Latent risk behind drunkenness, nicotine, hash, shoplifting and truancy; includes the school's effect.
    pub(super) risk: f64,
    /// Latent low mood.
    pub(super) mood: f64,
    /// Latent frailty behind illness.
    pub(super) frailty: f64,
}

impl Pupil {
    /// Returns the grade in the school year that begins in `year`, if the pupil is at school then.
    pub(super) fn grade(&self, year: i16) -> Option<u8> {
        u8::try_from(year - self.start).ok().filter(|g| i16::from(*g) <= LAST_GRADE)
    }
}

/// Returns the number of pupils who begin in grade 0 in `start`: cohorts shrink by two per mille of all pupils a year.
pub(super) fn cohort(size: Size, start: i16) -> u32 {
    let grade = (MEETING_YEAR - 1 - start).clamp(-20, LAST_GRADE);
    let per_mille = u32::try_from(91 + 2 * grade).expect("a cohort never shrinks below half its size");
    size.pupils * per_mille / 1_000
}

/// Returns all pupils of all years, by cohort, school and number.
pub(super) fn draw(size: Size, span: &Span, schools: &[School]) -> Vec<Pupil> {
    let mut dice = Dice::new(size.seed, "pupils");
    let effects: Vec<f64> = schools.iter().map(|_| 0.15 * dice.normal()).collect();
    let first = span.waves.iter().chain(&span.absence).min().expect("a span has at least one year");
    let mut pupils = Vec::new();
    for start in first - LAST_GRADE..MEETING_YEAR {
        let mut places = places(size, start, schools, &mut dice);
        places.sort_unstable();
        for (school, room) in places.chunk_by(|a, b| a == b).map(|room| (room[0], room.len())) {
            for seat in 0..room {
                let number = u32::try_from(pupils.len()).expect("fewer than four billion pupils") + 1;
                pupils.push(pupil(number, start, school, letter(seat, room), effects[school], &mut dice));
            }
        }
    }
    pupils
}

/// Draws a school for each pupil of a cohort.
fn places(size: Size, start: i16, schools: &[School], dice: &mut Dice) -> Vec<usize> {
    let weights: Vec<u32> = schools.iter().map(|s| s.weight).collect();
    (0..cohort(size, start)).map(|_| dice.weighted(&weights)).collect()
}

/// Returns the class letter of a seat when a class holds at most 26 pupils.
fn letter(seat: usize, room: usize) -> char {
    let class = seat % room.div_ceil(26).min(26);
    char::from(b'A' + u8::try_from(class).expect("at most 26 classes"))
}

fn pupil(number: u32, start: i16, school: usize, letter: char, effect: f64, dice: &mut Dice) -> Pupil {
    let girl = dice.chance(0.488);
    let risk = dice.normal() + effect;
    let mood = 0.95 * dice.normal() + 0.25 * risk;
    Pupil { number, start, school, letter, girl, risk, mood, frailty: dice.normal() }
}

#[cfg(test)]
mod tests {
    use super::super::register::schools;
    use super::*;

    #[test]
    fn ten_cohorts_make_the_wished_number_of_pupils() {
        let size = Size::default();
        let span = Span::new(size).expect("the default size is allowed");
        let pupils = draw(size, &span, &schools(size));
        assert_eq!(pupils.iter().filter(|p| p.grade(2024).is_some()).count(), 5_000);
    }

    #[test]
    fn classes_hold_at_most_26_pupils() {
        let letters: Vec<char> = (0..53).map(|seat| letter(seat, 53)).collect();
        assert_eq!(letters.iter().filter(|l| **l == 'A').count(), 18);
        assert_eq!(letters.iter().max(), Some(&'C'));
    }
}
