//! The checked settings of one municipality's project: what ssp.toml says, after checking.

use super::geography::DistrictId;
use super::indicator::Breakdown;
use super::period::{Date, Period};
use super::profile::Source;
use super::series_break::SeriesBreak;
use std::collections::BTreeMap;

pub use super::protection::{Preset, Protection};

/// One municipality's settings.
#[derive(Clone, Debug)]
pub struct Project {
    /// Four-letter-free municipality code, three digits.
    pub code: String,
    /// Name without "Kommune".
    pub name: String,
    /// Districts in the order of ssp.toml.
    pub districts: Vec<District>,
    /// Year of the first meeting, from ssp.toml; `--aar` wins.
    pub meeting_year: Option<i16>,
    /// Date the data were made up; `None` = latest date in the data.
    pub as_of: Option<Date>,
    /// Paths of the registers, relative to the project folder.
    pub school_register: Option<String>,
    /// Street register.
    pub street_register: Option<String>,
    /// Pupils invited to the survey, per school.
    pub invited_register: Option<String>,
    /// School calendar, for absence given as a list of days.
    pub school_calendar: Option<String>,
    /// Tables with the year's plans.
    pub plan_files: PlanFiles,
    /// Where each source lies and how it is read. A source without entry is not used.
    pub sources: BTreeMap<Source, SourceSetting>,
    /// Disclosure control.
    pub protection: Protection,
    /// What the report says besides numbers.
    pub report: ReportSettings,
    /// Local words: general word → the municipality's word.
    pub words: BTreeMap<String, String>,
    /// Which indicators are counted.
    pub indicators: IndicatorSettings,
    /// A change since the year before of more than so many per cent is remarked.
    pub jump_percent: i64,
    /// How large a sure difference must be to be worth acting on.
    pub least_effect: LeastEffect,
    /// Path of the values of other municipalities, relative to the project folder.
    pub reference_file: Option<String>,
    /// The values of that file.
    pub references: Vec<Reference>,
}

impl Project {
    /// Returns the district with this id.
    ///
    /// # Panics
    /// When the id does not come from this project: a bug.
    pub fn district(&self, id: DistrictId) -> &District {
        self.districts.get(usize::from(id.0)).expect("a district id always comes from the project's own list")
    }

    /// Returns the ids of all districts in the order of ssp.toml.
    pub fn district_ids(&self) -> impl Iterator<Item = DistrictId> + use<> {
        (0..u16::try_from(self.districts.len()).expect("the project file holds fewer than 65,536 districts")).map(DistrictId)
    }

    /// Returns the district known under `text` (id, name or alias; without case and outer blanks).
    pub fn find_district(&self, text: &str) -> Option<DistrictId> {
        let wanted = text.trim().to_lowercase();
        self.district_ids().find(|id| self.district(*id).is_called(&wanted))
    }

    /// Returns the municipality's own word for `general`, or `general` itself.
    pub fn word<'a>(&'a self, general: &'a str) -> &'a str {
        self.words.get(general).map_or(general, String::as_str)
    }
}

/// How large a sure difference must be to be worth acting on: the smaller of the two for shares and means, the part alone for
/// numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeastEffect {
    /// Tenths of a percentage point.
    pub tenths: i64,
    /// Per cent of the lower of the two values.
    pub percent: i64,
}

impl Default for LeastEffect {
    fn default() -> Self {
        Self { tenths: 40, percent: 20 }
    }
}

/// A value of other municipalities ("deltagende kommuner") that this one supplied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Indicator id.
    pub indicator: String,
    /// The period it was measured in.
    pub period: Period,
    /// The value in tenths of the printed unit.
    pub tenths: i64,
    /// How many persons it rests on, where told.
    pub n: Option<i64>,
    /// Where it is from, for the source line.
    pub source: String,
}

/// Which indicators are counted: the built-in ones that are on by themselves, with what ssp.toml changes.
#[derive(Clone, Debug, Default)]
pub struct IndicatorSettings {
    /// The project's own indicators, relative path.
    pub file: Option<String>,
    /// Only the project's own are counted.
    pub only_own: bool,
    /// Ids switched on.
    pub on: Vec<String>,
    /// Ids switched off.
    pub off: Vec<String>,
    /// Splits that are not made, by id.
    pub merged: BTreeMap<String, Vec<Breakdown>>,
}

/// One district.
#[derive(Clone, Debug)]
pub struct District {
    /// Id used in file names and open tables: `[a-z0-9-]+`.
    pub id: String,
    /// Name, for example "Søndre distrikt".
    pub name: String,
    /// Other names the sources use.
    pub aliases: Vec<String>,
}

impl District {
    fn is_called(&self, wanted: &str) -> bool {
        self.id == wanted || self.name.to_lowercase() == wanted || self.aliases.iter().any(|a| a.to_lowercase() == wanted)
    }
}

/// Where a source lies and how it is read.
#[derive(Clone, Debug)]
pub struct SourceSetting {
    /// Folder relative to the project folder.
    pub folder: String,
    /// Name of the profile, built in or in `profiler/`.
    pub profile: String,
    /// Files that may be stopped without stopping the report.
    pub exempted: Vec<String>,
}

/// What the report says besides numbers.
#[derive(Clone, Debug)]
pub struct ReportSettings {
    /// Date of the first meeting.
    pub meeting_date: Option<Date>,
    /// Points the local police liaison council asks for.
    pub council_points: Vec<String>,
    /// Last year's focus area: indicator id and words.
    pub last_focus: Option<Focus>,
    /// Annual plan to approve: month → activity.
    pub annual_plan: Vec<PlannedActivity>,
    /// Proposed professional groups for the ad hoc group.
    pub professional_groups: Vec<String>,
    /// Next meetings of the district groups: district id → date.
    pub district_meetings: BTreeMap<String, Date>,
    /// A district whose response rate in per cent is lower is shown as resting on few answers.
    pub lowest_response: i64,
    /// The municipality's own breaks in the series.
    pub breaks: Vec<SeriesBreak>,
    /// Year and number (1-6) of the first two-month period since the district groups met last.
    pub since_last: Option<(i16, u8)>,
    /// This year's focus area, once it is chosen.
    pub focus: Option<Focus>,
    /// What each criterion of the candidates for focus area weighs.
    pub weights: FocusWeights,
    /// Steps towards the focus area.
    pub process_plan: Vec<PlannedStep>,
    /// What is done already.
    pub efforts: Vec<Effort>,
}

impl Default for ReportSettings {
    fn default() -> Self {
        Self {
            meeting_date: None,
            council_points: Vec::new(),
            last_focus: None,
            annual_plan: Vec::new(),
            professional_groups: Vec::new(),
            district_meetings: BTreeMap::new(),
            lowest_response: 60,
            breaks: Vec::new(),
            since_last: None,
            focus: None,
            weights: FocusWeights::default(),
            process_plan: Vec::new(),
            efforts: Vec::new(),
        }
    }
}

impl ReportSettings {
    /// Returns the focus area the papers between the meetings are about: this year's, else last year's.
    pub fn chosen_focus(&self) -> Option<&Focus> {
        self.focus.as_ref().or(self.last_focus.as_ref())
    }
}

/// Where the tables with the year's plans lie, relative to the project folder.
#[derive(Clone, Debug, Default)]
pub struct PlanFiles {
    /// Annual plan.
    pub annual_plan: Option<String>,
    /// Process plan of the focus area.
    pub process_plan: Option<String>,
    /// What is done already.
    pub efforts: Option<String>,
    /// Points the local police liaison council asks for.
    pub council_points: Option<String>,
}

/// What each criterion of the candidates for focus area weighs, 0-10; points are multiplied by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FocusWeights {
    /// A sure difference to the worse.
    pub signal: i64,
    /// How large that difference is.
    pub size: i64,
    /// Development over several measurements.
    pub trend: i64,
    /// How many it is true of.
    pub prevalence: i64,
    /// Another source says the same.
    pub sources: i64,
    /// Independent sources of the district groups that name the theme.
    pub notes: i64,
    /// Level of prevention.
    pub level: i64,
}

impl Default for FocusWeights {
    fn default() -> Self {
        Self { signal: 3, size: 2, trend: 2, prevalence: 2, sources: 1, notes: 1, level: 1 }
    }
}

/// One step of the process plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStep {
    /// When, in words.
    pub when: String,
    /// What.
    pub what: String,
    /// Who sees to it: a role or an institution.
    pub who: String,
    /// How far it is, in words; may be empty.
    pub status: String,
    /// The district it belongs to; `None` = all.
    pub district: Option<DistrictId>,
}

/// Something that is done already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effort {
    /// What.
    pub what: String,
    /// Theme of the indicators it is about, as the indicator catalogue writes it.
    pub theme: String,
    /// Who owns it: a role or an institution.
    pub owner: String,
    /// For which grades or whom; may be empty.
    pub for_whom: String,
}

/// A focus area.
#[derive(Clone, Debug)]
pub struct Focus {
    /// Words.
    pub title: String,
    /// Indicators that measure it.
    pub indicators: Vec<String>,
    /// The year it was chosen.
    pub chosen: i16,
}

/// One line of the annual plan.
#[derive(Clone, Debug)]
pub struct PlannedActivity {
    /// When, in words ("Oktober").
    pub when: String,
    /// What.
    pub what: String,
    /// For which grades or whom.
    pub for_whom: String,
    /// How far it is, in words ("gjort"); may be empty.
    pub status: String,
}
