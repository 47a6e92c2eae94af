//! What the tool knows of a person: a keyed pseudonym, sex, age band. Never a name, never a number.

use std::fmt;

/// A keyed pseudonym (HMAC-SHA-256, first 16 bytes). It can be compared, never printed or serialised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(pub u128);

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<hidden>")
    }
}

/// Sex as registered or answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Dreng.
    Boy,
    /// Pige.
    Girl,
    /// Another answer, or none.
    Unknown,
}

impl Sex {
    /// Returns the word of the open tables.
    pub fn danish(self) -> &'static str {
        match self {
            Self::Boy => "dreng",
            Self::Girl => "pige",
            Self::Unknown => "uoplyst",
        }
    }
}

/// Age at the incident: exact years, a band the source gave, or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Age {
    /// Whole years at the incident date.
    Years(u8),
    /// From and to, both included, as the source states it.
    Band(u8, u8),
    /// Not stated.
    Unknown,
}

/// An age band of a figure, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeBand {
    /// Youngest age in the band.
    pub from: u8,
    /// Oldest age in the band.
    pub to: u8,
}

impl AgeBand {
    /// Returns whether an age lies wholly inside the band.
    pub fn holds(self, age: Age) -> bool {
        match age {
            Age::Years(y) => (self.from..=self.to).contains(&y),
            Age::Band(from, to) => from >= self.from && to <= self.to,
            Age::Unknown => false,
        }
    }
}

/// The part a person has in an incident. The three kinds are never added together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Antruffet.
    Encountered,
    /// Mistænkt (under 15 nobody is charged; over 15 some are only suspected).
    Suspected,
    /// Sigtet.
    Charged,
    /// Forurettet.
    Victim,
    /// Any other word on the list (witness, reporter, unknown): counted, in no indicator.
    Other,
}

impl Role {
    /// Returns the Danish word of the lists.
    pub fn danish(self) -> &'static str {
        match self {
            Self::Encountered => "antruffet",
            Self::Suspected => "mistænkt",
            Self::Charged => "sigtet",
            Self::Victim => "forurettet",
            Self::Other => "anden rolle",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_never_shows_itself() {
        assert_eq!(format!("{:?}", Pseudonym(42)), "<hidden>");
    }

    #[test]
    fn a_band_from_the_source_counts_only_when_it_lies_wholly_inside() {
        let band = AgeBand { from: 10, to: 17 };
        assert!(band.holds(Age::Band(10, 17)));
        assert!(!band.holds(Age::Band(10, 18)));
        assert!(!band.holds(Age::Unknown));
    }
}
