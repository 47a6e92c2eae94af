//! For whom a report is made, and whether it has been released.

use super::counts::Coordinate;
use super::period::{Date, Period};
use super::profile::Source;
use std::collections::BTreeMap;

/// The two editions of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// For everybody.
    #[default]
    Public,
    /// For the steering group alone: a lower threshold, and every figure the public one shows.
    Confidential,
}

impl Edition {
    /// Both editions.
    pub const ALL: [Self; 2] = [Self::Public, Self::Confidential];

    /// Returns the Danish name: on the command line, in folders and in the list of releases.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "offentlig",
            Self::Confidential => "fortrolig",
        }
    }

    /// Returns the edition of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|edition| edition.name() == name)
    }

    /// Returns what stands behind the names of its files and folders.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Public => "",
            Self::Confidential => "-fortrolig",
        }
    }

    /// Returns what stands on every page.
    pub fn mark(self) -> Option<&'static str> {
        match self {
            Self::Public => None,
            Self::Confidential => Some("Fortrolig udgave – kun til SSP-styregruppen"),
        }
    }

    /// Returns whether those who read this edition have read the other one too.
    pub fn has_seen(self, other: Self) -> bool {
        other <= self
    }
}

/// What stands on every page of a report that has not been released.
pub const DRAFT: &str = "UDKAST";

/// One making of a report: for whom, whether it is a draft, and what was released before.
#[derive(Clone, Debug, Default)]
pub struct Issue {
    /// For whom.
    pub edition: Edition,
    /// Whether it has not been released.
    pub draft: bool,
    /// When the figures of a source and period were released last.
    pub released: BTreeMap<(Source, Period), Date>,
    /// The municipality's own file with the rule that hid a figure, where a release hid it and the file was kept.
    pub hidden_in: BTreeMap<Coordinate, String>,
}

impl Issue {
    /// Returns the words that stand on every page.
    pub fn marks(&self) -> Vec<String> {
        let draft = self.draft.then_some(DRAFT);
        draft.into_iter().chain(self.edition.mark()).map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_confidential_readers_have_seen_both_editions_and_the_public_one_only() {
        assert!(Edition::Confidential.has_seen(Edition::Public) && Edition::Confidential.has_seen(Edition::Confidential));
        assert!(Edition::Public.has_seen(Edition::Public) && !Edition::Public.has_seen(Edition::Confidential));
    }

    #[test]
    fn a_released_public_report_has_no_mark_and_a_confidential_draft_two() {
        assert!(Issue::default().marks().is_empty());
        let draft = Issue { edition: Edition::Confidential, draft: true, ..Issue::default() };
        assert_eq!(draft.marks(), ["UDKAST", "Fortrolig udgave – kun til SSP-styregruppen"]);
        assert!(Edition::ALL.iter().all(|edition| Edition::of_name(edition.name()) == Some(*edition)));
    }
}
