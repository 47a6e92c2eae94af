//! What an indicator counts.

use super::person::Role;
use serde::Deserialize;

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

    /// Returns whether it counts who of those who answered the survey gave an answer: nobody else is in its base.
    pub fn is_of_answers(&self) -> bool {
        matches!(
            self,
            Self::AnswerShare { .. }
                | Self::AnswerMean { .. }
                | Self::Answers { .. }
                | Self::Overestimate { .. }
                | Self::Index { .. }
        )
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
