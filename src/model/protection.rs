//! What disclosure control asks of a figure: thresholds by class of indicator, bases, dominance. A preset gives all of them a name
//! and a source; ssp.toml may change each.

use super::edition::Edition;
use super::indicator::{Indicator, Measure, Sensitivity, Unit};
use super::profile::Source;

/// A named set of limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Preset {
    /// The recommended one: five persons behind what is sensitive, three behind what is not.
    #[default]
    Ssp,
    /// Statistics Denmark: three persons.
    Dst,
    /// The Ministry of Children and Education: nothing below five.
    Uvm,
}

impl Preset {
    /// Every preset, the recommended one first.
    pub const ALL: [Self; 3] = [Self::Ssp, Self::Dst, Self::Uvm];

    /// Returns the name in ssp.toml.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ssp => "ssp",
            Self::Dst => "dst",
            Self::Uvm => "uvm",
        }
    }

    /// Returns the preset with this name.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.key() == key)
    }
}

/// Settings of the disclosure control. Asked per indicator: [`Protection::threshold`], [`Protection::base`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protection {
    /// Where the limits come from; some of them may have been changed since.
    pub preset: Preset,
    /// Smallest number of persons (or incidents without person key) behind a published number of a sensitive indicator. At least 3.
    pub sensitive: i64,
    /// The same for an ordinary one. At least 3, and not above the sensitive one.
    pub ordinary: i64,
    /// Smallest number of answers under a published share.
    pub survey_base: i64,
    /// Smallest base of a share or mean of what is very sensitive (`foelsom`).
    pub very_sensitive_base: i64,
    /// Smallest population under a published rate.
    pub rate_base: i64,
    /// From this share of a number, in per cent, one person dominates it.
    pub dominance: i64,
    /// All but this many of a group in the state that harms are as good as all of it: so many may know of themselves and tell.
    pub coalition: i64,
    /// Smallest number of persons behind a published number of the confidential edition. At least 3, and not above the sensitive one.
    pub confidential: i64,
}

impl Default for Protection {
    fn default() -> Self {
        Self::of(Preset::default())
    }
}

impl Protection {
    /// Returns the limits of a preset. No Danish source was found for the base of a survey and of a rate; they are the same in all.
    pub fn of(preset: Preset) -> Self {
        let (sensitive, ordinary) = match preset {
            Preset::Ssp => (5, 3),
            Preset::Dst => (3, 3),
            Preset::Uvm => (5, 5),
        };
        let base = (10, 50, 100);
        Self {
            preset,
            sensitive,
            ordinary,
            survey_base: base.0,
            very_sensitive_base: base.1,
            rate_base: base.2,
            dominance: 50,
            coalition: 1,
            confidential: 3,
        }
    }

    /// Returns the limits an edition is protected with.
    #[must_use]
    pub fn for_edition(self, edition: Edition) -> Self {
        let lower = |threshold: i64| match edition {
            Edition::Public => threshold,
            Edition::Confidential => self.confidential.min(threshold),
        };
        Self { sensitive: lower(self.sensitive), ordinary: lower(self.ordinary), ..self }
    }

    /// Returns the same limits with one threshold for every class.
    #[must_use]
    pub fn with_threshold(self, threshold: i64) -> Self {
        Self { sensitive: threshold, ordinary: threshold, ..self }
    }

    /// Returns the smallest number of persons behind a published figure of an indicator.
    pub fn threshold(self, indicator: &Indicator) -> i64 {
        self.threshold_of(indicator.beskyttelse)
    }

    /// Returns the smallest number of persons behind a published figure of a class.
    pub fn threshold_of(self, class: Sensitivity) -> i64 {
        match class {
            Sensitivity::Sensitive => self.sensitive,
            Sensitivity::Ordinary => self.ordinary,
        }
    }

    /// Returns the smallest n of an indicator's figures; `None` where a figure has no n to be held to.
    pub fn base(self, indicator: &Indicator) -> Option<i64> {
        let of_answers = indicator.kilde == Source::Upu && !matches!(indicator.maal, Measure::ResponseRate);
        let usual = match indicator.unit() {
            Unit::Rate => self.rate_base,
            Unit::Share if of_answers => self.survey_base,
            Unit::Mean | Unit::PerPerson | Unit::Points => self.survey_base,
            Unit::Share => self.threshold(indicator),
            Unit::Count | Unit::SchoolRange => return None,
        };
        Some(if indicator.foelsom { usual.max(self.very_sensitive_base) } else { usual })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator(source: &str, measure: &str, more: &str) -> Indicator {
        let head = "id='X'\ntitel='x'\ntema='x'\nniveau='generel'\nretning='neutral'\nsaetning='x'\nsted='skole'\ndefinition='x'";
        toml::from_str(&format!("{head}\nkilde='{source}'\nmaal={measure}\n{more}")).expect("a valid indicator")
    }

    const SHARE: &str = "{slags='svarandel',item='q',koder=[1]}";

    #[test]
    fn an_indicator_is_sensitive_unless_the_catalogue_says_otherwise() {
        let limits = Protection::default();
        let thresholds =
            ["", "beskyttelse='almindelig'", "beskyttelse='følsom'"].map(|more| limits.threshold(&indicator("upu", SHARE, more)));
        assert_eq!(thresholds, [5, 3, 5]);
    }

    #[test]
    fn presets_differ_in_how_many_persons_must_stand_behind_a_number() {
        let thresholds = Preset::ALL.map(Protection::of).map(|limits| (limits.sensitive, limits.ordinary));
        assert_eq!(thresholds, [(5, 3), (3, 3), (5, 5)]);
        assert!(Preset::ALL.into_iter().all(|preset| Preset::find(preset.key()) == Some(preset)));
    }

    #[test]
    fn the_confidential_edition_has_a_lower_threshold_and_no_higher_one() {
        let thresholds = |limits: Protection, edition| {
            let of = limits.for_edition(edition);
            (of.sensitive, of.ordinary, of.survey_base)
        };
        assert_eq!(thresholds(Protection::default(), Edition::Public), (5, 3, 10));
        assert_eq!(thresholds(Protection::default(), Edition::Confidential), (3, 3, 10));
        let higher = Protection { confidential: 4, ..Protection::default() };
        assert_eq!(thresholds(higher, Edition::Confidential), (4, 3, 10));
    }

    #[test]
    fn the_base_is_of_answers_inhabitants_or_persons() {
        let limits = Protection::default();
        let base = |source, measure, more| limits.base(&indicator(source, measure, more));
        assert_eq!(base("upu", SHARE, ""), Some(10));
        assert_eq!(base("upu", SHARE, "foelsom=true"), Some(50));
        assert_eq!(base("politi", "{slags='personer',roller=['sigtet'],pr_1000=true}", ""), Some(100));
        assert_eq!(base("politi", "{slags='personer',roller=['sigtet']}", ""), None);
        assert_eq!(base("fravaer", "{slags='elever over',fravaer=['sygdom'],procent=10}", "beskyttelse='almindelig'"), Some(3));
    }
}
