//! Indicators as data: one entry in `indicators.toml` each.

use super::geography::Geography;
use super::profile::Source;
use serde::{Deserialize, Deserializer};

pub use super::measure::{AbsenceKind, Answer, Measure, RoleName};

/// One published series. Danish keys are those of `indicators.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Indicator {
    /// Stable id, for example `U15`.
    pub id: String,
    /// Title, for example "Fuld inden for de seneste 30 dage".
    pub titel: String,
    /// Theme, one of the themes of the report plan.
    pub tema: String,
    /// Level of prevention.
    pub niveau: Level,
    /// Source.
    pub kilde: Source,
    /// Which way is worse.
    pub retning: Direction,
    /// Clause that ends a sentence: survey "at de havde været fulde inden for de seneste 30 dage".
    pub saetning: String,
    /// Where the numbers are measured.
    pub sted: Place,
    /// What is counted.
    pub maal: Measure,
    /// How the figure is split.
    #[serde(default)]
    pub udbryd: Vec<Breakdown>,
    /// Grades the indicator covers, first and last.
    #[serde(default)]
    pub klassetrin: Option<(u8, u8)>,
    /// Ages the indicator covers, first and last.
    #[serde(default)]
    pub alder: Option<(u8, u8)>,
    /// Another indicator this one is read against (norm gap: the actual share).
    #[serde(default)]
    pub modpart: Option<String>,
    /// What a teacher can say, from the figure of those who do not (norm gap).
    #[serde(default)]
    pub laerersaetning: Option<String>,
    /// The base of a share or a mean is larger than that of other indicators.
    #[serde(default)]
    pub foelsom: bool,
    /// How sensitive a figure is: which threshold it is held to.
    #[serde(default)]
    pub beskyttelse: Sensitivity,
    /// Off, unless ssp.toml switches it on.
    #[serde(default)]
    pub fra: bool,
    /// The indicator whose numerator holds this one's ("fuld seneste 30 dage" is a part of "har været fuld").
    #[serde(default)]
    pub delmaengde_af: Option<String>,
    /// The indicators whose numerators hold everybody who was asked, by the filters of the survey's codebook.
    #[serde(skip)]
    pub asked_of: Vec<String>,
    /// The same, of those who gave none of the answers the numerator counts.
    #[serde(skip)]
    pub asked_beside: Vec<String>,
    /// The indicators this one is any of.
    #[serde(default)]
    pub en_af: Vec<String>,
    /// The indicators this one is none of: those outside its numerator are any of them.
    #[serde(default)]
    pub ingen_af: Vec<String>,
    /// The indicators whose numerators add up to this one's.
    #[serde(default)]
    pub sum_af: Vec<String>,
    /// The question that was asked.
    #[serde(default)]
    pub spoergsmaal: Option<String>,
    /// Who or what is counted, in words.
    #[serde(default)]
    pub taeller: Option<String>,
    /// What it is counted of, in words.
    #[serde(default)]
    pub naevner: Option<String>,
    /// What to keep in mind when reading the figure.
    #[serde(default)]
    pub forbehold: Option<String>,
    /// Definition and limits, for the appendix. Where the file has none it is made of `taeller`, `naevner` and `forbehold`.
    #[serde(default)]
    pub definition: String,
}

impl<'de> Deserialize<'de> for Indicator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut written = Self::deserialize(deserializer)?;
        written.definition = written.full_definition();
        Ok(written)
    }
}

impl Indicator {
    /// Returns the definition as written, else numerator and base; then what to keep in mind. Empty where nothing is written.
    fn full_definition(&self) -> String {
        let counted = match (&self.taeller, &self.naevner) {
            (Some(k), Some(n)) => format!("{k}, ud af {n}."),
            (Some(k), None) => format!("{k}."),
            (None, _) => String::new(),
        };
        let first = if self.definition.is_empty() { &counted } else { &self.definition };
        [Some(first), self.forbehold.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
            .trim()
            .to_owned()
    }

    /// Returns the geography of the indicator's figures.
    pub fn geography(&self) -> Geography {
        match self.sted {
            Place::School => Geography::School,
            Place::Residence => Geography::Residence,
            Place::Scene => Geography::Scene,
            Place::DistrictGroup => Geography::DistrictGroup,
        }
    }

    /// Returns the unit of the indicator's values.
    pub fn unit(&self) -> Unit {
        match &self.maal {
            Measure::AnswerShare { .. } | Measure::FirstTime { .. } | Measure::Repeat { .. } => Unit::Share,
            Measure::OffenceShare { .. } | Measure::AbsenceOver { .. } => Unit::Share,
            Measure::Index { .. } | Measure::ResponseRate => Unit::Share,
            Measure::Answers { .. } | Measure::Overestimate { .. } => Unit::Share,
            Measure::TopShare { .. } | Measure::OwnDistrict { .. } | Measure::FollowUp { .. } => Unit::Share,
            Measure::OffencesPerPerson { .. } => Unit::PerPerson,
            Measure::AbsenceGap { .. } => Unit::Points,
            Measure::AnswerMean { .. } | Measure::AbsenceMean { .. } => Unit::Mean,
            Measure::Persons { pr_1000: true, .. } | Measure::Incidents { pr_1000: true, .. } => Unit::Rate,
            Measure::Persons { .. } | Measure::Incidents { .. } | Measure::Notes | Measure::Rows | Measure::FileRows => {
                Unit::Count
            }
            Measure::SchoolRange { .. } => Unit::SchoolRange,
        }
    }
}

/// Level of the prevention triangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Den generelle forebyggelse.
    Generel,
    /// Den specifikke forebyggelse.
    Specifik,
    /// Den individorienterede forebyggelse.
    Individ,
    /// Outside the levels: children harmed.
    Udsat,
    /// Data quality; on the quality page only.
    Kvalitet,
}

/// Which way is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Direction {
    /// Higher is worse.
    #[serde(rename = "høj er dårlig")]
    HighIsBad,
    /// Higher is better.
    #[serde(rename = "høj er god")]
    HighIsGood,
    /// Neither: only "højere" and "lavere" may be said.
    #[serde(rename = "neutral")]
    Neutral,
}

/// How sensitive an indicator is. Ordinary only where the catalogue says so: whatever is new is sensitive until somebody has
/// thought about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Sensitivity {
    /// Police, crime, drugs, self-harm, digital abuse, absence, and all that is not called ordinary.
    #[default]
    #[serde(rename = "følsom")]
    Sensitive,
    /// Leisure, parents, general well-being: of one young person it tells little.
    #[serde(rename = "almindelig")]
    Ordinary,
}

/// Where a figure is measured, as written in `indicators.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Place {
    /// The school's district.
    #[serde(rename = "skole")]
    School,
    /// The person's residence.
    #[serde(rename = "bopæl")]
    Residence,
    /// The scene.
    #[serde(rename = "gerningssted")]
    Scene,
    /// The district group.
    #[serde(rename = "distriktsgruppe")]
    DistrictGroup,
}

/// How a figure is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Breakdown {
    /// By district (always with `uoplyst`).
    #[serde(rename = "distrikt")]
    District,
    /// By sex.
    #[serde(rename = "køn")]
    Sex,
    /// By grade.
    #[serde(rename = "klassetrin")]
    Grade,
    /// By sex within grade.
    #[serde(rename = "køn og klassetrin")]
    SexGrade,
    /// By grade within district.
    #[serde(rename = "distrikt og klassetrin")]
    DistrictGrade,
    /// By the fixed age bands 10-14, 15-17 and 18-25 (0-9 for victims).
    #[serde(rename = "aldersgruppe")]
    AgeBand,
    /// By offence group.
    #[serde(rename = "lovovertrædelse")]
    Offence,
    /// By theme (observations).
    #[serde(rename = "tema")]
    Theme,
    /// The closed half-years of the year, too.
    #[serde(rename = "halvår")]
    HalfYear,
    /// The fixed two-month periods of the year, too.
    #[serde(rename = "to måneder")]
    TwoMonths,
}

impl Breakdown {
    /// Every split, crosses first, districts last: the order in which readers can best do without.
    pub const COARSER: [Self; 9] = [
        Self::DistrictGrade,
        Self::SexGrade,
        Self::TwoMonths,
        Self::HalfYear,
        Self::Offence,
        Self::AgeBand,
        Self::Grade,
        Self::Sex,
        Self::District,
    ];

    /// Returns the name in settings.
    pub fn key(self) -> &'static str {
        match self {
            Self::District => "distrikt",
            Self::Sex => "køn",
            Self::Grade => "klassetrin",
            Self::SexGrade => "køn og klassetrin",
            Self::DistrictGrade => "distrikt og klassetrin",
            Self::AgeBand => "aldersgruppe",
            Self::Offence => "lovovertrædelse",
            Self::Theme => "tema",
            Self::HalfYear => "halvår",
            Self::TwoMonths => "to måneder",
        }
    }

    /// Returns what is left of a split when another is no longer made: of a cross what the other is not in.
    fn without(self, merged: Self) -> Vec<Self> {
        match (self, merged) {
            _ if self == merged && self == Self::SexGrade => vec![Self::Sex, Self::Grade],
            _ if self == merged && self == Self::DistrictGrade => vec![Self::District, Self::Grade],
            _ if self == merged => Vec::new(),
            (Self::SexGrade, Self::Grade) => vec![Self::Sex],
            (Self::DistrictGrade, Self::Grade) => vec![Self::District],
            (Self::SexGrade, Self::Sex) | (Self::DistrictGrade, Self::District) => vec![Self::Grade],
            _ => vec![self],
        }
    }
}

impl Indicator {
    /// Returns the indicator without a split: what stood apart is told together.
    pub fn merged(mut self, merged: Breakdown) -> Self {
        let left: Vec<Breakdown> = self.udbryd.iter().flat_map(|split| split.without(merged)).collect();
        self.udbryd.clear();
        for split in left {
            if !self.udbryd.contains(&split) {
                self.udbryd.push(split);
            }
        }
        self
    }
}

/// Unit of a value, and how k and n give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// k of n, printed in per cent.
    Share,
    /// k millionths over n persons, printed in per cent.
    Mean,
    /// k per 1,000 of n.
    Rate,
    /// k of n, printed as a number with one decimal: offences per person.
    PerPerson,
    /// k.
    Count,
    /// k is a difference in millionths and n the pupils behind it, printed in percentage points. k may be negative.
    Points,
    /// Schools: n = number of schools; k = lowest * 1_000_000 + highest, both in thousandths of the source's unit.
    SchoolRange,
}
