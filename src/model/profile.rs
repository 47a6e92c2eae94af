//! Profiles: how one supplier's file looks. Data, not code: one TOML file each.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The four sources and the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Ungeprofilundersøgelsen.
    Upu,
    /// The police's SSP lists.
    Politi,
    /// School absence.
    Fravaer,
    /// Observations of the district groups.
    Observationer,
    /// Population.
    Befolkning,
}

impl Source {
    /// All sources in the order of the report.
    pub const ALL: [Self; 5] = [Self::Upu, Self::Politi, Self::Fravaer, Self::Observationer, Self::Befolkning];

    /// Returns the key used in ssp.toml and folder names.
    pub fn key(self) -> &'static str {
        match self {
            Self::Upu => "upu",
            Self::Politi => "politi",
            Self::Fravaer => "fravaer",
            Self::Observationer => "observationer",
            Self::Befolkning => "befolkning",
        }
    }

    /// Returns the name a reader sees.
    pub fn danish(self) -> &'static str {
        match self {
            Self::Upu => "Ungeprofilundersøgelsen",
            Self::Politi => "Politiets SSP-lister",
            Self::Fravaer => "Skolefravær",
            Self::Observationer => "Observationer fra distriktsgrupperne",
            Self::Befolkning => "Befolkningstal",
        }
    }
}

/// How one supplier's file is read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name shown in messages.
    pub navn: String,
    /// The source the profile belongs to.
    pub kilde: Source,
    /// Which shape of the source the file has, where there are several (`elev`, `lang`, `skole`).
    #[serde(default)]
    pub form: Option<String>,
    /// How often a list comes (police).
    #[serde(default)]
    pub rytme: Option<Rhythm>,
    /// The sheets to read: a name, several names, or `"alle"` for every visible sheet; without it the only visible sheet.
    #[serde(default)]
    pub ark: Option<Sheets>,
    /// 1-based row of the header (the last one, where a header has two rows); without it it is found.
    #[serde(default)]
    pub overskrift: Option<u32>,
    /// Encoding of a delimited file; without it it is found.
    #[serde(default)]
    pub tegnsaet: Option<TextEncoding>,
    /// Separator of a delimited file; without it it is found.
    #[serde(default)]
    pub skilletegn: Option<char>,
    /// Decimal sign of numbers written as text, `,` or `.`; without it it is decided column by column.
    #[serde(default)]
    pub decimaltegn: Option<char>,
    /// Order of the parts of a date written as text; without it it is decided column by column.
    #[serde(default)]
    pub datoformat: Option<DateOrder>,
    /// First words of total rows, which are not data.
    #[serde(default)]
    pub bundlinjer: Vec<String>,
    /// Values written as "not available" in any column.
    #[serde(default)]
    pub manglende: Vec<String>,
    /// Marks the source puts where it has hidden a number, in any column of numbers. Only where this list or the column's
    /// own says so.
    #[serde(default)]
    pub skjult_af_kilden: Vec<String>,
    /// The codebook of a survey, a file name beside the profile.
    #[serde(default)]
    pub kodebog: Option<String>,
    /// Headers that must not occur: the file is refused (survey: CPR, UNI-login).
    #[serde(default)]
    pub afvis_kolonner: Vec<String>,
    /// Rows without person key are compared by every column of the file, not only those read. For files that name nobody.
    #[serde(default)]
    pub hele_raekken: bool,
    /// Canonical field → how to find and read the column.
    pub kolonner: BTreeMap<String, Column>,
    /// Canonical field → one value for the whole file.
    #[serde(default)]
    pub konstanter: BTreeMap<String, String>,
    /// A sheet of the same workbook that says what the codes of the columns mean (survey).
    #[serde(default)]
    pub vaerdiark: Option<ValueSheet>,
    /// One column per day of a month, with a letter in each cell (absence).
    #[serde(default)]
    pub maanedsgitter: Option<MonthGrid>,
    /// Columns whose headers are values: each becomes a row of its own.
    #[serde(default)]
    pub udfold: Option<Unfold>,
    /// Which level counts where a main school and its departments are both in the files.
    #[serde(default)]
    pub niveau: Option<SchoolLevel>,
}

/// The level institutions are counted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SchoolLevel {
    /// Each department; rows of a main school that has departments in the file are left out.
    Afdeling,
    /// The main school; rows of its departments are left out.
    Hovedinstitution,
}

/// Which sheets of a workbook are read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Sheets {
    /// One sheet, or every visible one when the name is `alle`.
    One(String),
    /// These sheets, in this order.
    Several(Vec<String>),
}

/// The encodings a delimited file can be said to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum TextEncoding {
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, either byte order.
    #[serde(rename = "utf-16")]
    Utf16,
    /// The usual encoding of Danish Windows programs.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// The encoding of old DOS programs; Danish letters lie alike in code page 865.
    #[serde(rename = "cp850", alias = "cp865")]
    Cp850,
}

/// A sheet that lists, per column of the data, what each code means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueSheet {
    /// Name of the sheet.
    pub ark: String,
    /// Header of the column that names a column of the data.
    pub variabel: String,
    /// Header of the column with the code.
    pub kode: String,
    /// Header of the column with the words.
    pub tekst: String,
}

/// A month of one pupil in one row: a column per day, a letter in each cell.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthGrid {
    /// What stands in a day's cell (without case; an empty key stands for an empty cell on a weekday) → the field it counts in
    /// (`sygdom`, `lovligt`, `ulovligt`), `til stede`, or `ingen skoledag`.
    pub koder: BTreeMap<String, String>,
    /// The letters among `koder` that stand for half a day; the other half the pupil was there.
    #[serde(default)]
    pub halve: Vec<String>,
}

/// Columns whose headers are values. A blank cell becomes no row, and rows are counted as they are afterwards.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unfold {
    /// Canonical field that gets what the header stands for.
    pub felt: String,
    /// Canonical field that gets the cell.
    pub vaerdi: String,
    /// Header → what it stands for.
    pub kolonner: BTreeMap<String, String>,
}

/// How often the police send a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Rhythm {
    /// Every ISO week.
    #[serde(rename = "uge")]
    Week,
    /// Every calendar month.
    #[serde(rename = "måned", alias = "maaned")]
    Month,
}

/// Order of the parts of a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum DateOrder {
    /// Day, month, year, with `-`, `/` or `.` between; ISO dates are always understood.
    #[serde(rename = "dag-måned-år", alias = "dag-maaned-aar")]
    DayMonthYear,
    /// Month, day, year, as American programs write them.
    #[serde(rename = "måned-dag-år", alias = "maaned-dag-aar")]
    MonthDayYear,
    /// Year, month, day; a time after `T` is cut off.
    #[serde(rename = "iso")]
    Iso,
}

/// One column of a profile.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Headers the column is known under; compared without case and outer blanks.
    pub navne: Vec<String>,
    /// Without it the file is stopped.
    #[serde(default)]
    pub paakraevet: bool,
    /// What the reader does with the cell.
    #[serde(default)]
    pub slags: ColumnKind,
    /// Words of the file → canonical values. An empty key stands for an empty cell.
    #[serde(default)]
    pub vaerdier: BTreeMap<String, String>,
    /// Marks the source puts in this column where it has hidden a number.
    #[serde(default)]
    pub skjult_af_kilden: Vec<String>,
    /// Decimal sign of this column, where it differs from the profile's.
    #[serde(default)]
    pub decimaltegn: Option<char>,
    /// Order of the parts of this column's dates, where it differs from the profile's.
    #[serde(default)]
    pub datoformat: Option<DateOrder>,
    /// Whether the numbers are per cent or shares of one; without it it is decided from the whole column.
    #[serde(default)]
    pub enhed: Option<Unit>,
}

/// How a column writes a part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Unit {
    /// 0-100, with or without the sign.
    #[serde(rename = "procent")]
    Percent,
    /// 0-1.
    #[serde(rename = "andel")]
    Share,
}

/// What a reader does with a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum ColumnKind {
    /// The text goes through as it is.
    #[default]
    #[serde(rename = "tekst")]
    Text,
    /// A CPR number: becomes `person` (pseudonym), `foedt` (ISO date) and `koen`.
    #[serde(rename = "cpr")]
    Cpr,
    /// Any other key of a person: becomes `person` (pseudonym).
    #[serde(rename = "personnoegle")]
    PersonKey,
    /// The address a person lives at: becomes `bopael` (`#` and district, `?` when not found).
    #[serde(rename = "bopael")]
    Residence,
    /// The place of an incident: becomes `gerningssted` (`#` and district, `?` when not found) and `sted` (keyed hash).
    #[serde(rename = "gerningssted")]
    Scene,
    /// A journal number: becomes `sag` (keyed hash), so that rows can be compared.
    #[serde(rename = "sag")]
    Case,
    /// The running number of a respondent: becomes `person` (keyed hash), only so that the rows of one respondent are found
    /// in one file. Numbers that look like those of persons stop the file.
    #[serde(rename = "svarnoegle")]
    Respondent,
}

/// The codebook of a survey: which column is which item, and what the answers mean.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// Where the codebook comes from.
    pub kilde: String,
    /// Canonical item → column and answers.
    pub spoergsmaal: BTreeMap<String, Item>,
    /// Which respondents are left out because they did not answer in earnest. Without rules nobody is.
    #[serde(default)]
    pub useriose: Screening,
}

/// One item of a codebook.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Headers of the column; none where every choice of `flere` has a column of its own.
    #[serde(default)]
    pub kolonne: Vec<String>,
    /// Wording of the question.
    pub tekst: String,
    /// Answer (label or code as written in the file) → code.
    #[serde(default)]
    pub svar: BTreeMap<String, i16>,
    /// Answers that are no valid answer ("Ønsker ikke at svare").
    #[serde(default)]
    pub ugyldige: Vec<String>,
    /// The answer is a whole number between these, both included, and is its own code. `svar` may give words for some of them.
    #[serde(default)]
    pub tal: Option<(i16, i16)>,
    /// The question takes several answers: item of each choice → where it stands. The question is no item itself.
    #[serde(default)]
    pub flere: BTreeMap<String, Choice>,
    /// What stands between the answers of a question with several in one column; a semicolon where nothing is said.
    #[serde(default)]
    pub adskilt: Option<char>,
    /// Only respondents with this answer to another item were asked.
    #[serde(default)]
    pub filter: Option<Filter>,
    /// Code of those the filter led past; without it they are not in the base.
    #[serde(default)]
    pub uden_for_filter: Option<i16>,
}

/// One choice of a question that takes several answers. Its codes are 1 (chosen) and 0 (not chosen).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Headers of the choice's own column; what its cells mean stands under the question's `svar`.
    #[serde(default)]
    pub kolonne: Vec<String>,
    /// Words of the choice, where all chosen words stand in one column.
    #[serde(default)]
    pub ord: Vec<String>,
    /// The choice is no valid answer ("Ønsker ikke at svare"): who chose it did not answer the question. It is no item.
    #[serde(default)]
    pub ugyldig: bool,
}

/// Who was asked a question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// The item that decides.
    pub spoergsmaal: String,
    /// Codes of it that lead to the question.
    pub svar: Vec<i16>,
}

/// Rules that tell respondents who did not answer in earnest.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screening {
    /// Number of rules a respondent must break to be left out; 2 where nothing is said.
    #[serde(default)]
    pub mindst: Option<usize>,
    /// The rules. Each has exactly one of `svar`, `alle_ens` and `hoejeste`.
    #[serde(default)]
    pub regel: Vec<Rule>,
}

/// One sign of answers that are not in earnest.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What the rule is about, for the reader of the codebook.
    pub navn: String,
    /// Item → codes: all of them at once do not go together.
    #[serde(default)]
    pub svar: BTreeMap<String, Vec<i16>>,
    /// Items that all have the same code.
    #[serde(default)]
    pub alle_ens: Vec<String>,
    /// Items that all have their highest code.
    #[serde(default)]
    pub hoejeste: Vec<String>,
}
