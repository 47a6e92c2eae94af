//! What a number of an indicator counts: numbers with the same name are one number, whichever indicators tell them.

use super::indicator::Indicator;
use super::measure::Measure;
use super::person::Role;
use super::profile::Source;

/// Pupils with school days.
const WITH_ABSENCE: &str = "elever med fravær opgjort";

impl Indicator {
    /// Returns the name of what its numerator counts; `None` where no other indicator's number can be the same.
    pub fn numerator_counts(&self) -> Option<String> {
        match &self.maal {
            Measure::Persons { .. } => Some(self.of("personer", &[])),
            Measure::OffencesPerPerson { .. } => Some(self.of("forhold for hver ung", &[])),
            Measure::Incidents { lovovertraedelser: kinds, .. } | Measure::OffenceShare { lovovertraedelser: kinds, .. } => {
                Some(self.of("forhold", kinds))
            }
            Measure::AnswerShare { item, koder } => {
                let codes: Vec<String> = koder.iter().map(i16::to_string).collect();
                Some(self.of(&format!("elever, der svarede {item}"), &codes))
            }
            // Whoever has a row of absence is in every mean of it.
            Measure::Rows if self.kilde == Source::Fravaer => Some(self.of(WITH_ABSENCE, &[])),
            Measure::FirstTime { maaneder, .. } => Some(self.of(&format!("unge uden forhold {maaneder} måneder før"), &[])),
            Measure::Repeat { .. } => Some(self.of("unge med forhold på flere datoer", &[])),
            Measure::AbsenceOver { fravaer, procent, graensen_med, i_et_kvartal } => {
                let kinds: Vec<String> = fravaer.iter().map(|kind| kind.field().to_owned()).collect();
                let limit = if *graensen_med { "mindst" } else { "mere end" };
                let when = if *i_et_kvartal { "et kvartal" } else { "hele perioden" };
                Some(self.of(&format!("elever med {limit} {procent} procent fravær i {when}"), &kinds))
            }
            _ => None,
        }
    }

    /// Returns the name of what its base counts: the n of a share or a mean.
    pub fn base_counts(&self) -> Option<String> {
        match &self.maal {
            Measure::FirstTime { .. } | Measure::Repeat { .. } | Measure::OffencesPerPerson { .. } => {
                Some(self.of("personer", &[]))
            }
            Measure::TopShare { .. } => Some(self.of("forhold for hver ung", &[])),
            Measure::OffenceShare { .. } | Measure::OwnDistrict { .. } | Measure::FollowUp { .. } => {
                Some(self.of("forhold", &[]))
            }
            Measure::AnswerShare { item, .. } | Measure::AnswerMean { item } | Measure::Overestimate { item, .. } => {
                Some(self.of(&format!("elever, der svarede {item}"), &[]))
            }
            Measure::AbsenceMean { .. } | Measure::AbsenceOver { .. } => Some(self.of(WITH_ABSENCE, &[])),
            _ => None,
        }
    }

    /// Names a number by all that decides who or what is counted.
    fn of(&self, what: &str, kinds: &[String]) -> String {
        let mut roles: Vec<&str> = self.maal.roles().into_iter().flatten().map(|role| Role::from(*role).danish()).collect();
        let mut kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        roles.sort_unstable();
        kinds.sort_unstable();
        let range = |word: &str, range: Option<(u8, u8)>| range.map(|(from, to)| format!("{word} {from}-{to}"));
        let parts = [
            Some(what.to_owned()),
            Some(kinds.join(", ")),
            Some(roles.join(", ")),
            range("alder", self.alder),
            range("klassetrin", self.klassetrin),
            Some(self.geography().danish().to_owned()),
        ];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }
}
