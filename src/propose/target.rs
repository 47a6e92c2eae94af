//! What a file can be: a source in one of its shapes, or one of the municipality's own registers.

use super::content::Content;
use super::matching::Match;
use crate::model::profile::{Profile, Source};
use crate::source;

/// What a file is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The youth survey, one row per pupil.
    Survey,
    /// A police list.
    Police,
    /// Absence per pupil.
    AbsencePupil,
    /// Absence as figures per school.
    AbsenceSchool,
    /// Observations.
    Notes,
    /// Population.
    Population,
    /// The school register.
    Schools,
    /// The street register.
    Streets,
}

impl Target {
    /// All targets; where two fit alike, the first is taken.
    pub(super) const ALL: [Self; 8] = [
        Self::Police,
        Self::AbsencePupil,
        Self::Notes,
        Self::Population,
        Self::Schools,
        Self::Streets,
        Self::AbsenceSchool,
        Self::Survey,
    ];

    /// Returns the targets a word of the command line means: a source, `skoler` or `veje`. Empty for another word.
    pub fn named(word: &str) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|target| target.key() == word).collect()
    }

    /// Returns the word of the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Schools => "skoler",
            Self::Streets => "veje",
            _ => self.source().key(),
        }
    }

    /// Returns the source; a register has the one its built-in profile states.
    pub fn source(self) -> Source {
        match self {
            Self::Survey => Source::Upu,
            Self::Police => Source::Politi,
            Self::AbsencePupil | Self::AbsenceSchool => Source::Fravaer,
            Self::Notes => Source::Observationer,
            Self::Population | Self::Schools | Self::Streets => Source::Befolkning,
        }
    }

    /// Returns the name a reader sees.
    pub fn danish(self) -> &'static str {
        match self {
            Self::AbsencePupil => "Skolefravær pr. elev",
            Self::AbsenceSchool => "Skolefravær pr. skole",
            Self::Schools => "Skoleregistret",
            Self::Streets => "Vejregistret",
            _ => self.source().danish(),
        }
    }

    /// Returns whether the file is a register, which goes under `[stamdata]`.
    pub fn is_register(self) -> bool {
        matches!(self, Self::Schools | Self::Streets)
    }

    /// Returns the name a proposal gets when the user gives none; registers have a name of their own.
    pub fn profile_name(self) -> String {
        match self {
            Self::Schools => "stamdata-skoler".to_owned(),
            Self::Streets => "stamdata-veje".to_owned(),
            Self::AbsenceSchool => "fravaer-skole-forslag".to_owned(),
            _ => format!("{}-forslag", self.source().key()),
        }
    }

    pub(super) fn form(self) -> Option<&'static str> {
        match self {
            Self::AbsencePupil => Some("elev"),
            Self::AbsenceSchool => Some("skole"),
            _ => None,
        }
    }

    pub(super) fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Schools => &["institution", "navn", "hovedinstitution", "distrikt"],
            Self::Streets => &["vej", "fra", "til", "postnr", "distrikt"],
            Self::AbsenceSchool => &["skoleaar", "institution", "skolenavn"],
            Self::AbsencePupil => {
                &["skoleaar", "maaned", "institution", "klasse", "elev", "sygdom", "lovligt", "ulovligt", "skoledage"]
            }
            _ => source::fields(self.source()),
        }
    }

    /// Returns whether a built-in profile is one of this target.
    pub(super) fn has(self, name: &str, profile: &Profile) -> bool {
        match self {
            Self::Schools => name == "stamdata-skoler" || name == "stamdata-institutionsregister",
            Self::Streets => name == "stamdata-veje",
            _ => {
                let per_school = profile.form.as_deref() == Some("skole");
                profile.kilde == self.source()
                    && !name.starts_with("stamdata")
                    && (profile.kilde != Source::Fravaer || per_school == (self == Self::AbsenceSchool))
            }
        }
    }

    /// Returns whether what was found is enough to take a file for this target.
    pub(super) fn fits(self, found: &Match) -> bool {
        let has = |field: &str| found.has(field);
        let any = |fields: &[&str]| fields.iter().any(|field| has(field));
        let person = found.holds(Content::PersonNumber);
        match self {
            Self::Police => {
                has("dato") && any(&["cpr", "koen", "alder"]) || has("cpr") && any(&["gerningssted", "rolle", "forhold"])
            }
            Self::AbsencePupil => has("elev") && any(&["sygdom", "lovligt", "ulovligt", "skoledage"]),
            Self::AbsenceSchool => {
                any(&["skolenavn", "institution"]) && !person && !found.figures.is_empty() && !found.is_per_person()
            }
            Self::Notes => has("observation") && any(&["tema", "dato", "distrikt"]),
            Self::Population => has("antal") && has("alder"),
            Self::Schools => {
                any(&["navn"]) && has("institution") && any(&["distrikt", "hovedinstitution"]) && found.figures.is_empty()
            }
            Self::Streets => has("vej") && any(&["fra", "til"]),
            Self::Survey => any(&["klasse", "koen", "skema"]) && found.items.len() >= 3 && !found.holds_dates(),
        }
    }
}
