//! Absence: one row per pupil and month, days with decimal comma, Windows-1252.

use super::calendar::Span;
use super::dice::Dice;
use super::pupils::Pupil;
use super::register::{SOUTH, School};
use super::workbook::latin1;
use super::{MEETING_YEAR, Size};
use crate::model::artefact::Artefact;
use crate::model::period::SchoolYear;
use std::fmt::Write;

/// Months of a school year with their school days: 200 in all, none in July.
const MONTHS: [(u8, u32); 11] =
    [(8, 16), (9, 21), (10, 17), (11, 22), (12, 15), (1, 21), (2, 16), (3, 17), (4, 19), (5, 18), (6, 18)];

/// Months of the running school year that have passed at the meeting.
const PASSED_MONTHS: usize = 5;

/// How much more absence Søndre distrikt has.
const SOUTH_FACTOR: f64 = 1.35;

/// Absence of one pupil in one month, in half days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct HalfDays {
    /// Illness.
    pub(super) illness: u32,
    /// With permission.
    pub(super) permitted: u32,
    /// Without permission.
    pub(super) unauthorised: u32,
}

/// Chances per school day of one pupil.
struct Habit {
    illness: f64,
    permitted: f64,
    unauthorised: f64,
}

/// Returns one file per school year, the running one to December.
pub(super) fn files(size: Size, span: &Span, schools: &[School], pupils: &[Pupil]) -> Vec<Artefact> {
    span.absence.iter().map(|year| file(size, *year, schools, pupils)).collect()
}

fn file(size: Size, year: i16, schools: &[School], pupils: &[Pupil]) -> Artefact {
    let label = SchoolYear(year).to_string();
    let mut bytes = latin1("Skoleår;Måned;Institutionsnr;Klasse;Elevnr;Sygdom;Lovligt;Ulovligt;Skoledage\r\n");
    let mut text = String::new();
    visit(size, year, schools, pupils, |pupil, grade, month, days, absent| {
        let calendar_year = if month >= 8 { year } else { year + 1 };
        write!(text, "{label};{calendar_year}-{month:02};{};{grade}.{}", schools[pupil.school].number, pupil.letter)
            .expect("writing to a String cannot fail");
        write!(text, ";E{:06};{}", pupil.number, comma(absent.illness)).expect("writing to a String cannot fail");
        write!(text, ";{};{};{days}\r\n", comma(absent.permitted), comma(absent.unauthorised))
            .expect("writing to a String cannot fail");
        bytes.extend(latin1(&text));
        text.clear();
    });
    Artefact::new(format!("indbakke/fravaer/fravaer-{}.csv", label.replace('/', "-")), bytes)
}

/// Calls `row` for every pupil and month of the school year that begins in `year`: pupil, grade, month, school days, absence.
pub(super) fn visit(
    size: Size,
    year: i16,
    schools: &[School],
    pupils: &[Pupil],
    mut row: impl FnMut(&Pupil, u8, u8, u32, HalfDays),
) {
    let mut dice = Dice::new(size.seed, &format!("absence {year}"));
    let months = if year == MEETING_YEAR - 1 { &MONTHS[..PASSED_MONTHS] } else { &MONTHS[..] };
    for pupil in pupils {
        let Some(grade) = pupil.grade(year) else { continue };
        let habit = habit(pupil, grade, schools[pupil.school].district == Some(SOUTH));
        for (month, days) in months {
            row(pupil, grade, *month, *days, draw_month(&habit, *month, *days, &mut dice));
        }
    }
}

/// Returns the chances of a pupil: illness skewed by frailty, absence without permission strongly skewed by risk.
fn habit(pupil: &Pupil, grade: u8, south: bool) -> Habit {
    let place = if south { SOUTH_FACTOR } else { 1.0 };
    let grade = f64::from(grade) - 4.5;
    Habit {
        illness: place * 0.0118 * (0.65 * pupil.frailty + 0.2 * pupil.mood + 0.03 * grade).exp(),
        permitted: place * 0.0046 * (0.3 * pupil.frailty - 0.02 * grade).exp(),
        unauthorised: place * 0.0037 * (0.95 * pupil.risk + 0.16 * grade).exp(),
    }
}

/// Draws a month: each spell begins by chance and lasts some days; together never more than the school days.
fn draw_month(habit: &Habit, month: u8, days: u32, dice: &mut Dice) -> HalfDays {
    let winter = if matches!(month, 1 | 2 | 11 | 12) { 1.35 } else { 0.85 };
    let mut absent = HalfDays::default();
    let mut left = 2 * days;
    for _ in 0..days {
        if left == 0 {
            break;
        }
        if dice.chance(habit.illness * winter) {
            absent.illness += spell(4, &mut left, dice);
        }
        if dice.chance(habit.permitted) {
            absent.permitted += spell(5, &mut left, dice);
        }
        if dice.chance(habit.unauthorised) {
            absent.unauthorised += spell(3, &mut left, dice);
        }
    }
    absent
}

/// Draws a spell of at most `longest` days, now and then half a day shorter, and takes it from what is left.
fn spell(longest: u32, left: &mut u32, dice: &mut Dice) -> u32 {
    let half_days = 2 * (1 + dice.below(longest)) - u32::from(dice.chance(0.2));
    let taken = half_days.min(*left);
    *left -= taken;
    taken
}

/// Returns half days as days with decimal comma: `0`, `0,5`, `1`, `1,5`.
fn comma(half_days: u32) -> String {
    let half = if half_days % 2 == 1 { ",5" } else { "" };
    format!("{}{half}", half_days / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_has_200_days_and_no_july() {
        assert_eq!(MONTHS.iter().map(|m| m.1).sum::<u32>(), 200);
        assert!(MONTHS.iter().all(|m| m.0 != 7));
    }

    #[test]
    fn half_days_are_written_with_decimal_comma() {
        assert_eq!([0, 1, 2, 3, 25].map(comma), ["0", "0,5", "1", "1,5", "12,5"]);
    }

    #[test]
    fn nobody_is_absent_longer_than_school_was_open() {
        let habit = Habit { illness: 1.0, permitted: 1.0, unauthorised: 1.0 };
        let absent = draw_month(&habit, 1, 15, &mut Dice::new(1, "test"));
        assert_eq!(absent.illness + absent.permitted + absent.unauthorised, 30);
    }
}
