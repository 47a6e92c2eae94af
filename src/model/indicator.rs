//! Indicators as data: one entry in `indicators.toml` each.

use super::geography::Geography;
use super::person::Role;
use super::profile::Source;
use serde::{Deserialize, Deserializer};

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
    /// Fewer than fifty in the base of a share or a mean are never told, whatever the settings say.
    #[serde(default)]
    pub foelsom: bool,
    /// Off, unless ssp.toml switches it on.
    #[serde(default)]
    pub fra: bool,
    /// The indicator whose numerator holds this one's ("fuld seneste 30 dage" is a part of "har været fuld").
    #[serde(default)]
    pub delmaengde_af: Option<String>,
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
    /// Respondents by how many of several answers they gave, of those with a valid answer to all the items.
    #[serde(rename = "flere svar")]
    Answers {
        /// The answers counted, each item once.
        svar: Vec<Answer>,
        /// At least so many of them; 0 where nothing is written.
        #[serde(default)]
        mindst: usize,
        /// At most so many of them.
        #[serde(default)]
        hoejst: Option<usize>,
    },
    /// Respondents who believe that more of their peers do something than do, of those with a valid answer. The actual share is
    /// that of the municipality's pupils of the same grade and wave, rounded to whole per cent.
    #[serde(rename = "overvurdering")]
    Overestimate {
        /// Canonical item: the share believed, 0-100.
        item: String,
        /// The answer that shows who does it.
        faktisk: Answer,
        /// More than so many percentage points above the actual share.
        over: i64,
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
    /// Offences, once for each young person in them, per person.
    #[serde(rename = "forhold pr. person")]
    OffencesPerPerson {
        /// Roles counted.
        roller: Vec<RoleName>,
    },
    /// Offences of the persons with most of them, of the offences of all, each offence once for each young person in it.
    #[serde(rename = "topandel")]
    TopShare {
        /// Roles counted.
        roller: Vec<RoleName>,
        /// How large a part of the persons is called the most active, in per cent; rounded up to whole persons.
        procent: i64,
        /// No figure where that part is fewer persons than this.
        mindst_personer: i64,
    },
    /// Incidents in a district with a young person who lives in it, of all incidents in the district.
    #[serde(rename = "eget distrikt")]
    OwnDistrict {
        /// Roles counted.
        roller: Vec<RoleName>,
    },
    /// Incidents followed up within some days, of all incidents; only where the lists say when they were followed up.
    #[serde(rename = "rettidig opfølgning")]
    FollowUp {
        /// Roles counted.
        roller: Vec<RoleName>,
        /// Days from the incident, both included.
        dage: i64,
    },
    /// Mean of pupils' shares of school days absent, weighted by months (the ministry's formula).
    #[serde(rename = "fraværsgennemsnit")]
    AbsenceMean {
        /// Kinds of absence.
        fravaer: Vec<AbsenceKind>,
    },
    /// The mean absence of some grades less that of others, in percentage points.
    #[serde(rename = "fraværsforskel")]
    AbsenceGap {
        /// Kinds of absence.
        fravaer: Vec<AbsenceKind>,
        /// First and last grade of the first mean.
        klassetrin: (u8, u8),
        /// First and last grade of the mean taken from it.
        minus: (u8, u8),
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

impl Measure {
    /// Returns the roles of the police lists it counts.
    pub fn roles(&self) -> Option<&[RoleName]> {
        match self {
            Self::Persons { roller, .. } | Self::Incidents { roller, .. } | Self::OffenceShare { roller, .. } => Some(roller),
            Self::FirstTime { roller, .. } | Self::Repeat { roller } | Self::OffencesPerPerson { roller } => Some(roller),
            Self::TopShare { roller, .. } | Self::OwnDistrict { roller } | Self::FollowUp { roller, .. } => Some(roller),
            _ => None,
        }
    }

    /// Returns the survey items without which it cannot be counted. An index does without some of its items.
    pub fn items(&self) -> Vec<&str> {
        self.answers().into_iter().map(|(item, _)| item).collect()
    }

    /// Returns the survey items it cannot be counted without, each with the codes that count; none where the answer is a number.
    pub fn answers(&self) -> Vec<(&str, &[i16])> {
        match self {
            Self::AnswerShare { item, koder } => vec![(item, koder)],
            Self::AnswerMean { item } => vec![(item, &[])],
            Self::Answers { svar, .. } => svar.iter().map(|answer| (answer.item.as_str(), answer.koder.as_slice())).collect(),
            Self::Overestimate { item, faktisk, .. } => vec![(item, &[]), (&faktisk.item, &faktisk.koder)],
            _ => Vec::new(),
        }
    }

    /// Returns whether one person may stand behind several units of the numerator: then a test of persons does not hold.
    pub fn counts_deeds(&self) -> bool {
        matches!(
            self,
            Self::Incidents { .. }
                | Self::OffenceShare { .. }
                | Self::OffencesPerPerson { .. }
                | Self::TopShare { .. }
                | Self::OwnDistrict { .. }
                | Self::FollowUp { .. }
                | Self::Rows
        )
    }
}

/// Some answers to one item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Canonical item.
    pub item: String,
    /// Codes.
    pub koder: Vec<i16>,
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

impl AbsenceKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Illness, Self::Permitted, Self::Unauthorised];

    /// Returns the canonical field of the kind.
    pub fn field(self) -> &'static str {
        match self {
            Self::Illness => "sygdom",
            Self::Permitted => "lovligt",
            Self::Unauthorised => "ulovligt",
        }
    }
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
    /// k of n, printed as a number with one decimal: offences per person.
    PerPerson,
    /// k.
    Count,
    /// k is a difference in millionths and n the pupils behind it, printed in percentage points. k may be negative.
    Points,
    /// Schools: n = number of schools; k = lowest * 1_000_000 + highest, both in thousandths of the source's unit.
    SchoolRange,
}
