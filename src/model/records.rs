//! Validated records of the person zone. None of these types can be serialised or printed.

use super::geography::{DistrictId, ResidenceDistrict, SceneDistrict, SchoolDistrict};
use super::period::{Date, Period, SchoolYear, Week};
use super::person::{Age, Pseudonym, Role, Sex};
use super::profile::Source;
use std::collections::BTreeMap;

/// Everything the sources said, validated and pseudonymous.
#[derive(Default)]
pub struct Records {
    /// Survey answers.
    pub survey: SurveyRecords,
    /// Rows of the police lists after merging.
    pub police: PoliceRecords,
    /// Absence, one row per pupil and month.
    pub absence: Vec<AbsenceRecord>,
    /// Absence figures the source had already aggregated per school.
    pub school_absence: Vec<SchoolAbsence>,
    /// Observations of the district groups.
    pub notes: Vec<Note>,
    /// Population by district, sex and age.
    pub population: Vec<PopulationRow>,
    /// What became of the rows of each table.
    pub file_rows: Vec<FileRows>,
}

/// The rows of one table that do not stand behind the figures.
pub struct FileRows {
    /// The source.
    pub source: Source,
    /// The period the table speaks of.
    pub period: Period,
    /// Rows left out with a finding.
    pub rejected: u64,
    /// Rows that are the same event as an earlier row.
    pub merged: u64,
    /// Rows that are no data: totals, repeated headers, other areas.
    pub skipped: u64,
}

/// A number of a source. What the source hides is neither zero nor missing: every figure made from it is hidden too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The number.
    Known(i64),
    /// The source has the number and does not give it.
    HiddenBySource,
}

impl Given {
    /// Returns the number, if the source gives it.
    pub fn known(self) -> Option<i64> {
        match self {
            Self::Known(number) => Some(number),
            Self::HiddenBySource => None,
        }
    }
}

/// A school without its name or number: equal keys are the same school. Only for counting how much schools differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SchoolKey(u32);

impl SchoolKey {
    /// Returns the key of an institution number (FNV-1a, 32 bits); `None` for an empty one.
    pub fn of(number: &str) -> Option<Self> {
        let mix = |key: u32, byte: u8| (key ^ u32::from(byte)).wrapping_mul(16_777_619);
        (!number.is_empty()).then(|| Self(number.bytes().fold(2_166_136_261, mix)))
    }

    /// Returns the key as a number for a column.
    pub fn code(self) -> i64 {
        i64::from(self.0)
    }
}

/// Survey answers, column-wise: `answers[item][i]` belongs to `rows[i]`.
#[derive(Default)]
pub struct SurveyRecords {
    /// One row per respondent.
    pub rows: Vec<Respondent>,
    /// The school of each row, `schools[i]` of `rows[i]`; `None` = not stated. Empty where nobody told.
    pub schools: Vec<Option<SchoolKey>>,
    /// Answer codes per canonical item; `None` = no valid answer (blank, routed past, does not wish to answer).
    pub answers: BTreeMap<String, Vec<Option<i16>>>,
    /// Numbers of a counted survey that the source has hidden.
    pub hidden: Vec<HiddenAnswers>,
    /// Respondents per wave and institution number.
    pub by_school: BTreeMap<(SchoolYear, String), i64>,
    /// Who answered of those invited, per school; empty where nobody gave the invited numbers.
    pub responses: Vec<SchoolResponse>,
}

/// A number that is known to exist only: every figure of the item that holds the group is unknown.
pub struct HiddenAnswers {
    /// The group of pupils the number is about.
    pub group: Respondent,
    /// The item; `None` = the answer is no valid one, so that only the number of respondents is unknown.
    pub item: Option<String>,
}

/// How many answered of those who were invited at one school.
pub struct SchoolResponse {
    /// The wave.
    pub wave: SchoolYear,
    /// The district of the school; `None` = the school serves the whole municipality or is unknown.
    pub district: Option<SchoolDistrict>,
    /// Pupils who answered.
    pub answered: i64,
    /// Pupils who were invited.
    pub invited: i64,
}

/// One respondent of one survey wave. There is no person key: the survey must not carry one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Respondent {
    /// The wave answered.
    pub wave: SchoolYear,
    /// The district of the school; `None` = not stated.
    pub district: Option<SchoolDistrict>,
    /// Grade 0-10 (real-world files of other countries: up to 12).
    pub grade: Option<u8>,
    /// Sex as answered.
    pub sex: Sex,
    /// Whether the answers of the row are those of one pupil. They are not where the source gave only counts per question: then
    /// nothing may be read from two answers of a row.
    pub linked: bool,
}

/// The police lists of all periods.
#[derive(Default)]
pub struct PoliceRecords {
    /// One row per person and role in an incident, duplicates merged.
    pub rows: Vec<PoliceRecord>,
    /// Names of the offence groups, in the order of [`PoliceRecord::offence`].
    pub offences: Vec<String>,
}

/// One person in one role in one incident.
#[derive(Clone)]
pub struct PoliceRecord {
    /// Same number = same incident (journal number, or the row itself where there is none).
    pub incident: u32,
    /// `None` = the row has no person key; such rows are never merged.
    pub person: Option<Pseudonym>,
    /// Incident date.
    pub date: Date,
    /// Age at the incident date.
    pub age: Age,
    /// Sex.
    pub sex: Sex,
    /// Role, as the list states it.
    pub role: Role,
    /// Offence group, index into [`PoliceRecords::offences`].
    pub offence: u16,
    /// Where the person lives; `None` = not found.
    pub residence: Option<ResidenceDistrict>,
    /// Where it happened; `None` = not found.
    pub scene: Option<SceneDistrict>,
    /// The list the row came with.
    pub list: Option<Week>,
    /// Days from the incident to the first follow-up; `None` = the list does not say.
    pub followed_after: Option<i64>,
}

/// One pupil in one month. Days are hundredths of a school day, so that sums are exact.
pub struct AbsenceRecord {
    /// The pupil.
    pub pupil: Pseudonym,
    /// School year.
    pub school_year: SchoolYear,
    /// Calendar month, 1-12.
    pub month: u8,
    /// The district of the school.
    pub district: Option<SchoolDistrict>,
    /// The school; `None` = not stated.
    pub school: Option<SchoolKey>,
    /// Grade 0-10.
    pub grade: Option<u8>,
    /// Absent because of illness, hundredths of days.
    pub illness: Given,
    /// Absent with permission, hundredths of days.
    pub permitted: Given,
    /// Absent without permission, hundredths of days.
    pub unauthorised: Given,
    /// School days of the month, hundredths of days.
    pub school_days: Given,
}

/// Figures a source gives per school, without the number of pupils. Values are thousandths of the source's unit.
pub struct SchoolAbsence {
    /// School year.
    pub school_year: SchoolYear,
    /// The district; `None` = outside the districts named in the project.
    pub district: Option<SchoolDistrict>,
    /// Canonical field → value in thousandths; a missing value is absent from the map.
    pub values: BTreeMap<String, Given>,
}

/// One observation of a district group.
pub struct Note {
    /// The district whose group wrote it.
    pub district: Option<DistrictId>,
    /// Calendar year of the observation.
    pub year: i16,
    /// Theme, one of the project's themes.
    pub theme: String,
    /// Who said it (a group, never a person).
    pub source: String,
    /// The text. Leaves the person zone only with an approval.
    pub text: String,
    /// Who approved the text for printing, and when.
    pub approval: Option<Approval>,
}

/// An approval of a free text.
#[derive(Clone)]
pub struct Approval {
    /// Role of the approver, for example "SSP-tovholder".
    pub by: String,
    /// Date of the approval.
    pub date: Date,
}

/// Inhabitants of one district, sex and age on 1 January of a year.
pub struct PopulationRow {
    /// The district of residence; `None` = the whole municipality only.
    pub district: Option<ResidenceDistrict>,
    /// Sex.
    pub sex: Sex,
    /// Age in whole years.
    pub age: u8,
    /// Year of 1 January.
    pub year: i16,
    /// Number of inhabitants.
    pub count: Given,
}
