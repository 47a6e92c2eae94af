//! Indicators as data: one entry in `indicators.toml` each.

use super::geography::Geography;
use super::person::Role;
use super::profile::Source;
use serde::Deserialize;

/// One published series. Danish keys are those of `indicators.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// Definition and limits, for the appendix.
    pub definition: String,
}

impl Indicator {
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

/// What an indicator counts. Roles are listed; antruffet, sigtet/mistænkt and forurettet may not share an indicator.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "slags", deny_unknown_fields)]
pub enum Measure {
    /// Respondents with one of the codes, of those with a valid answer.
    #[serde(rename = "svarandel")]
    AnswerShare {
        /// Canonical item.
        item: String,
        /// Codes in the numerator.
        koder: Vec<i16>,
    },
    /// Mean of a numeric answer 0-100 (perceived share among peers). k = sum in millionths, n = respondents.
    #[serde(rename = "svargennemsnit")]
    AnswerMean {
        /// Canonical item.
        item: String,
    },
    /// Respondents whose mean code over several items reaches a limit, of those who answered at least half of the items.
    #[serde(rename = "indeks")]
    Index {
        /// Canonical items.
        items: Vec<String>,
        /// Items whose scale runs the other way; `skala` turns them.
        #[serde(default)]
        omvendt: Vec<String>,
        /// Lowest and highest code of the items.
        skala: (i16, i16),
        /// The limit in hundredths of a code: 250 is a mean of 2.5. The limit itself counts.
        graense_hundrededele: i64,
    },
    /// Respondents, of the pupils invited.
    #[serde(rename = "svarprocent")]
    ResponseRate,
    /// Different persons.
    #[serde(rename = "personer")]
    Persons {
        /// Roles counted.
        roller: Vec<RoleName>,
        /// Per 1,000 inhabitants of the ages covered.
        #[serde(default)]
        pr_1000: bool,
    },
    /// Incidents (offences).
    #[serde(rename = "hændelser")]
    Incidents {
        /// Roles counted.
        roller: Vec<RoleName>,
        /// Offence groups; empty = all.
        #[serde(default)]
        lovovertraedelser: Vec<String>,
        /// Per 1,000 inhabitants of the ages covered.
        #[serde(default)]
        pr_1000: bool,
    },
    /// Incidents of some offence groups, of all incidents of the roles.
    #[serde(rename = "andel af hændelser")]
    OffenceShare {
        /// Roles counted.
        roller: Vec<RoleName>,
        /// Offence groups of the numerator.
        lovovertraedelser: Vec<String>,
    },
    /// Persons without any record in these roles in the months before their first of the period, of all persons.
    #[serde(rename = "førstegang")]
    FirstTime {
        /// Roles counted.
        roller: Vec<RoleName>,
        /// Months looked back.
        maaneder: u8,
    },
    /// Persons with records on at least two dates in the period, of all persons.
    #[serde(rename = "flere gange")]
    Repeat {
        /// Roles counted.
        roller: Vec<RoleName>,
    },
    /// Mean of pupils' shares of school days absent, weighted by months (the ministry's formula).
    #[serde(rename = "fraværsgennemsnit")]
    AbsenceMean {
        /// Kinds of absence.
        fravaer: Vec<AbsenceKind>,
    },
    /// Pupils over a share of absent days, of all pupils.
    #[serde(rename = "elever over")]
    AbsenceOver {
        /// Kinds of absence.
        fravaer: Vec<AbsenceKind>,
        /// Limit in per cent.
        procent: i64,
        /// The limit itself counts (15 % or more), or not (more than 10 %).
        #[serde(default)]
        graensen_med: bool,
        /// Reached within one calendar quarter instead of the whole year.
        #[serde(default)]
        i_et_kvartal: bool,
    },
    /// Number of schools and their lowest and highest value, where the source gives no pupil numbers. Unweighted.
    #[serde(rename = "skolespænd")]
    SchoolRange {
        /// Canonical field of the source.
        felt: String,
    },
    /// Independent sources per theme. Never children.
    #[serde(rename = "observationer")]
    Notes,
    /// Rows used (data quality).
    #[serde(rename = "rækker")]
    Rows,
    /// Rows of the period's files, by what became of them (data quality).
    #[serde(rename = "filernes rækker")]
    FileRows,
}

/// A role as written in `indicators.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum RoleName {
    /// Antruffet.
    #[serde(rename = "antruffet")]
    Encountered,
    /// Mistænkt.
    #[serde(rename = "mistænkt")]
    Suspected,
    /// Sigtet.
    #[serde(rename = "sigtet")]
    Charged,
    /// Forurettet.
    #[serde(rename = "forurettet")]
    Victim,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Encountered => Self::Encountered,
            RoleName::Suspected => Self::Suspected,
            RoleName::Charged => Self::Charged,
            RoleName::Victim => Self::Victim,
        }
    }
}

/// Kind of absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum AbsenceKind {
    /// Sygdom.
    #[serde(rename = "sygdom")]
    Illness,
    /// Med tilladelse.
    #[serde(rename = "lovligt")]
    Permitted,
    /// Ulovligt.
    #[serde(rename = "ulovligt")]
    Unauthorised,
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

/// Unit of a value, and how k and n give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// k of n, printed in per cent.
    Share,
    /// k millionths over n persons, printed in per cent.
    Mean,
    /// k per 1,000 of n.
    Rate,
    /// k.
    Count,
    /// Schools: n = number of schools; k = lowest * 1_000_000 + highest, both in thousandths of the source's unit.
    SchoolRange,
}
