//! The data package as anybody can read it: which tables there are, and how their rows hang together.

use serde::Deserialize;

/// `datapackage.json`, as far as the test needs it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Package {
    #[serde(default)]
    pub(super) resources: Vec<Resource>,
    /// For whom the release is: "offentlig" or "fortrolig".
    #[serde(rename = "ssp:udgave", default)]
    pub(super) edition: String,
    /// Printed numbers that are no figures, each with the word behind it.
    #[serde(rename = "ssp:tal_i_tekster", default)]
    pub(super) numbers: Vec<String>,
}

/// One open table.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Resource {
    pub(super) name: String,
    #[serde(default)]
    pub(super) title: String,
    pub(super) path: String,
    #[serde(rename = "ssp:struktur")]
    pub(super) structure: Option<Structure>,
}

/// How the rows of a table hang together. What is not said is not known.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Structure {
    #[serde(rename = "graense")]
    pub(super) threshold: Option<i64>,
    #[serde(rename = "resten_beskyttes")]
    pub(super) rest: bool,
    /// Whether nobody in the numerator is protected as a few are.
    #[serde(rename = "ingen_skjules")]
    pub(super) nobody: Option<bool>,
    /// Whether everybody in it is, which is nobody outside.
    #[serde(rename = "alle_skjules")]
    pub(super) everybody: Option<bool>,
    #[serde(rename = "mindste_naevner")]
    pub(super) base: Option<i64>,
    #[serde(rename = "beskyttet_tal")]
    pub(super) guarded: Column,
    /// What the numerator counts: in tables with the same name it is the same number.
    #[serde(rename = "taeller_er")]
    pub(super) numerator_counts: Option<String>,
    /// What n counts, by the same names.
    #[serde(rename = "naevner_er")]
    pub(super) base_counts: Option<String>,
    #[serde(rename = "summer")]
    pub(super) sums: Vec<Sum>,
    #[serde(rename = "led")]
    pub(super) links: Vec<Link>,
}

/// A column of numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Column {
    #[default]
    Taeller,
    Naevner,
}

/// One whole of a column and its parts.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Sum {
    #[serde(rename = "kolonne")]
    pub(super) column: String,
    #[serde(rename = "hele")]
    pub(super) whole: String,
    #[serde(rename = "dele")]
    pub(super) parts: Vec<String>,
    #[serde(rename = "taeller", default)]
    pub(super) numerator: Option<Adds>,
    #[serde(rename = "naevner", default)]
    pub(super) denominator: Option<Adds>,
}

/// How parts make a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Adds {
    /// They add up to it.
    Lig,
    /// Each is at most the whole, and together they are at least it.
    Overlap,
    /// Together they are at most the whole.
    Delvis,
}

/// What a table has to do with others.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Link {
    #[serde(rename = "slags")]
    pub(super) kind: Kind,
    #[serde(rename = "tabeller")]
    pub(super) tables: Vec<String>,
    #[serde(rename = "kategorier", default)]
    pub(super) categories: Vec<String>,
    #[serde(rename = "procent", default)]
    pub(super) percent: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Kind {
    #[serde(rename = "del af")]
    PartOf,
    #[serde(rename = "en af")]
    AnyOf,
    #[serde(rename = "ingen af")]
    NoneOf,
    #[serde(rename = "sum af")]
    SumOf,
    #[serde(rename = "naevner er taeller")]
    BaseIs,
    #[serde(rename = "naevner er hoejst taeller")]
    BaseWithin,
    #[serde(rename = "naevner er hoejst resten")]
    BaseBeside,
    #[serde(rename = "taeller er taeller")]
    SameAs,
    #[serde(rename = "kategorier af")]
    CategoriesOf,
    #[serde(rename = "hoejst taeller minus naevner")]
    AtMostMore,
    #[serde(rename = "rummer dem i begge halvaar")]
    BothHalves,
    #[serde(rename = "over graensen for gennemsnittet")]
    AboveLimit,
    #[serde(rename = "under graensen for gennemsnittet")]
    BelowLimit,
    #[serde(rename = "laeses mod")]
    ReadAgainst,
}
