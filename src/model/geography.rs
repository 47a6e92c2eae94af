//! Districts, areas and the three geographies that must never be mixed (school, residence, scene).

/// A district's place in the project's list of districts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DistrictId(pub u16);

/// The district a pupil's school lies in (survey, absence).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchoolDistrict(pub DistrictId);

/// The district a person lives in (police lists, by person).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResidenceDistrict(pub DistrictId);

/// The district an incident took place in (police lists, by incident).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SceneDistrict(pub DistrictId);

/// What "place" means in a figure. Every figure prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Geography {
    /// The school's district.
    School,
    /// The person's residence.
    Residence,
    /// The scene of the incident.
    Scene,
    /// The district group that wrote a note.
    DistrictGroup,
}

impl Geography {
    /// Returns the word used in open tables and labels.
    pub fn danish(self) -> &'static str {
        match self {
            Self::School => "skole",
            Self::Residence => "bopæl",
            Self::Scene => "gerningssted",
            Self::DistrictGroup => "distriktsgruppe",
        }
    }
}

/// The area a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// The whole municipality, records without a district included.
    Municipality,
    /// One district.
    District(DistrictId),
    /// Records whose district could not be found: counted, never dropped, never guessed.
    Unknown,
}
