//! Invented persons: names from words nobody is called, replacement CPR numbers, addresses in Eksempelby.

use super::dice::Dice;
use super::register::{STREETS, TOWN, WEST};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Texts that stand in the data and may stand in no paper: names, CPR numbers with and without dash, a house number, a phrase.
pub const CANARIES: &[&str] = &[
    "Kanariefugl Testesen-Ærø",
    "Undulata Attrapsen-Østø",
    "Papegøjus Prøvesen-Åbo",
    "740309-4117",
    "7403094117",
    "820511-6238",
    "8205116238",
    "901108-5019",
    "9011085019",
    "731QX",
    "KANARIETEKST-7Q",
];

const FIRST_NAMES: [&str; 24] = [
    "Prøvine",
    "Testor",
    "Attrapia",
    "Syntax",
    "Modella",
    "Skitso",
    "Kopine",
    "Blindtekst",
    "Fiktus",
    "Tænkia",
    "Opdigta",
    "Mønstra",
    "Skabelonius",
    "Pladsholder",
    "Dummius",
    "Lorema",
    "Ipsum",
    "Dolora",
    "Variabla",
    "Konstant",
    "Parametra",
    "Nullius",
    "Cifra",
    "Stikprøve",
];

const LAST_NAMES: [&str; 20] = [
    "Eksempelsen",
    "Attrapsen",
    "Prøvegaard",
    "Testdalsen",
    "Syntesen",
    "Modelby",
    "Skitsebæk",
    "Kopisen",
    "Fiktivsen",
    "Opdigtsen",
    "Mønsterlund",
    "Pladsholdt",
    "Kladdesen",
    "Øvelinjesen",
    "Åbentest",
    "Talsen",
    "Rækkesen",
    "Cellesen",
    "Kolonnesen",
    "Tabelholm",
];

/// A street that no register knows.
pub(super) const UNREGISTERED: &str = "Udstykningen";

/// A person on the lists.
pub(super) struct Person {
    /// Full name.
    pub(super) name: String,
    /// Replacement number with dash.
    pub(super) cpr: String,
    /// Date of birth.
    pub(super) birth: Date,
    /// Girl or boy.
    pub(super) girl: bool,
    /// Address as the lists write it.
    pub(super) address: String,
    /// Position of the district the street register finds; `None` = not found.
    pub(super) district: Option<usize>,
}

/// Draws persons, each with a number of its own.
pub(super) struct Births {
    taken: BTreeSet<String>,
    weights: [u32; 4],
}

impl Births {
    /// Returns a source of persons who live in the districts by these weights.
    pub(super) fn new(weights: [u32; 4]) -> Self {
        Self { taken: canaries().into_iter().map(|p| p.cpr).collect(), weights }
    }

    /// Draws a person born on `birth`.
    pub(super) fn person(&mut self, birth: Date, girl: bool, dice: &mut Dice) -> Person {
        let name = format!("{} {} {}", dice.of(&FIRST_NAMES), dice.of(&LAST_NAMES), dice.of(&LAST_NAMES));
        let home = dice.weighted(&self.weights);
        let (address, district) = match dice.below(1_000) {
            0..18 => (format!("{UNREGISTERED} {}, {TOWN}", dice.below(40) + 1), None),
            _ => (format!("{}, {TOWN}", street_in(home, dice)), Some(home)),
        };
        Person { name, cpr: self.number(birth, girl, dice), birth, girl, address, district }
    }

    fn number(&mut self, birth: Date, girl: bool, dice: &mut Dice) -> String {
        loop {
            let number = replacement_number(birth, girl, dice);
            if self.taken.insert(number.clone()) {
                return number;
            }
        }
    }
}

/// Draws a street and house number of a district.
pub(super) fn street_in(district: usize, dice: &mut Dice) -> String {
    let choice: Vec<_> = STREETS.iter().filter(|s| s.3 == district).collect();
    let (street, from, to, _) = **dice.of(&choice);
    format!("{street} {}", from + dice.below(to - from + 1))
}

/// Returns a replacement number: day + 60, the 7th digit by century, the last digit odd for boys.
fn replacement_number(birth: Date, girl: bool, dice: &mut Dice) -> String {
    let century = if birth.year() < 2000 { dice.below(4) } else { 4 + dice.below(6) };
    let last = 2 * dice.below(5) + u32::from(!girl);
    let year = birth.year().rem_euclid(100);
    format!("{:02}{:02}{year:02}-{century}{:02}{last}", birth.day() + 60, birth.month(), dice.below(100))
}

/// Returns the three canary persons: Kanariefugl, Undulata (the one-person cell), Papegøjus.
pub(super) fn canaries() -> [Person; 3] {
    let person = |at: usize, born: (i16, i8, i8), girl, address: &str, district| Person {
        name: CANARIES[at].to_owned(),
        cpr: CANARIES[3 + 2 * at].to_owned(),
        birth: Date::constant(born.0, born.1, born.2),
        girl,
        address: format!("{address}, {TOWN}"),
        district: Some(district),
    };
    [
        person(0, (2009, 3, 14), false, "Kanarievej 731QX", 0),
        person(1, (2011, 5, 22), true, "Klitvej 17", WEST),
        person(2, (2008, 11, 30), false, "Mosevænget 44", 1),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_tell_century_sex_and_that_they_are_replacements() {
        let mut dice = Dice::new(1, "test");
        for (birth, centuries) in [(date(1999, 12, 31), '0'..='3'), (date(2000, 1, 1), '4'..='9'), (date(2024, 2, 29), '4'..='9')]
        {
            for girl in [true, false] {
                let number: Vec<char> = replacement_number(birth, girl, &mut dice).chars().collect();
                assert_eq!(number.len(), 11);
                assert!(('6'..='9').contains(&number[0]));
                assert!(centuries.contains(&number[7]));
                assert_eq!(number[10].to_digit(10).expect("a digit").is_multiple_of(2), girl);
            }
        }
    }

    #[test]
    fn no_number_is_given_twice() {
        let mut dice = Dice::new(1, "test");
        let mut births = Births::new([1; 4]);
        let numbers: BTreeSet<String> = (0..2_000).map(|_| births.person(date(2010, 6, 1), true, &mut dice).cpr).collect();
        assert_eq!(numbers.len(), 2_000);
    }

    #[test]
    fn canary_numbers_fit_the_canaries_births_and_sexes() {
        for person in canaries() {
            let expected = format!("{:02}{:02}{:02}-", person.birth.day() + 60, person.birth.month(), person.birth.year() - 2000);
            assert!(person.cpr.starts_with(&expected), "{}", person.name);
            let last = person.cpr.chars().last().and_then(|c| c.to_digit(10)).expect("a digit");
            assert_eq!(last.is_multiple_of(2), person.girl, "{}", person.name);
            assert!(CANARIES.contains(&person.cpr.replace('-', "").as_str()));
        }
    }
}
