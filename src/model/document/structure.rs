//! What an open table's numbers have to do with each other: told in the data package, so that anyone can test what its hidden
//! numbers can be worked out from. Only structure and limits; never a number of a figure.

use serde::Serialize;

/// How the rows of one open table hang together, and what it protects. Danish names are those of the data package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Structure {
    /// Fewer than this many are never told of; `None` where no person is counted.
    #[serde(rename = "graense")]
    pub threshold: Option<i64>,
    /// Whether those outside the numerator are protected as those in it are.
    #[serde(rename = "resten_beskyttes")]
    pub rest: bool,
    /// Whether nobody in the numerator is protected as a few are.
    #[serde(rename = "ingen_skjules")]
    pub nobody: bool,
    /// Whether everybody in the numerator is protected as nearly everybody is.
    #[serde(rename = "alle_skjules")]
    pub everybody: bool,
    /// Which column is the number of persons a hidden row must not tell: `taeller` or `naevner`.
    #[serde(rename = "beskyttet_tal")]
    pub guarded: Column,
    /// The smallest `naevner` of a row that is shown.
    #[serde(rename = "mindste_naevner")]
    pub base: Option<i64>,
    /// What `taeller` counts: in tables with the same name it is the same number.
    #[serde(rename = "taeller_er", skip_serializing_if = "Option::is_none")]
    pub numerator_counts: Option<String>,
    /// What `naevner` counts, by the same names.
    #[serde(rename = "naevner_er", skip_serializing_if = "Option::is_none")]
    pub base_counts: Option<String>,
    /// How a column's parts make its whole.
    #[serde(rename = "summer")]
    pub sums: Vec<Sum>,
    /// What the table has to do with others.
    #[serde(rename = "led")]
    pub links: Vec<Link>,
}

/// A column of numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// k.
    #[default]
    Taeller,
    /// n.
    Naevner,
}

/// One whole of a column and its parts. A part without a row is nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// The column, for example `omraade`.
    #[serde(rename = "kolonne")]
    pub column: &'static str,
    /// The whole, for example `kommune`.
    #[serde(rename = "hele")]
    pub whole: String,
    /// Its parts, `uoplyst` among them where it has a row.
    #[serde(rename = "dele")]
    pub parts: Vec<String>,
    /// How the parts' `taeller` make the whole's; `None` where they tell nothing of it.
    #[serde(rename = "taeller")]
    pub numerator: Option<Adds>,
    /// How the parts' `naevner` make the whole's.
    #[serde(rename = "naevner")]
    pub denominator: Option<Adds>,
}

/// How parts make a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Adds {
    /// They add up to it.
    Lig,
    /// Each is at most the whole, and together they are at least it: one may stand in several.
    Overlap,
    /// Together they are at most the whole: some of it may stand in no part.
    Delvis,
}

/// What a table has to do with others, row by row at the same place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it is.
    #[serde(rename = "slags")]
    pub kind: LinkKind,
    /// The other tables.
    #[serde(rename = "tabeller")]
    pub tables: Vec<String>,
    /// Their categories that are meant, where not the whole is.
    #[serde(rename = "kategorier", skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// A limit in per cent.
    #[serde(rename = "procent", skip_serializing_if = "Option::is_none")]
    pub percent: Option<i64>,
}

/// What a table has to do with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LinkKind {
    /// All in this `taeller` are in that one's.
    #[serde(rename = "del af")]
    PartOf,
    /// In this `taeller` is who is in any of those; in its `naevner` who is in all of theirs.
    #[serde(rename = "en af")]
    AnyOf,
    /// In this `taeller` is who is in none of those.
    #[serde(rename = "ingen af")]
    NoneOf,
    /// This `taeller` is those of the others added up.
    #[serde(rename = "sum af")]
    SumOf,
    /// This `naevner` is that `taeller`.
    #[serde(rename = "naevner er taeller")]
    BaseIs,
    /// This `naevner` is at most that `taeller`: only who is in it was asked.
    #[serde(rename = "naevner er hoejst taeller")]
    BaseWithin,
    /// This `naevner` is at most that `naevner` less that `taeller`: only who is outside it was asked.
    #[serde(rename = "naevner er hoejst resten")]
    BaseBeside,
    /// This `taeller` is that one.
    #[serde(rename = "taeller er taeller")]
    SameAs,
    /// This `taeller` is made of some categories of that one; one incident may stand in several.
    #[serde(rename = "kategorier af")]
    CategoriesOf,
    /// This `taeller` is at most that `taeller` less that `naevner`: whoever has offences of two days has two of them.
    #[serde(rename = "hoejst taeller minus naevner")]
    AtMostMore,
    /// Whoever is in two halves of a year there is in this table's numerator of the year.
    #[serde(rename = "rummer dem i begge halvaar")]
    BothHalves,
    /// This `taeller` counts who is above `procent`; that table has the mean of the same.
    #[serde(rename = "over graensen for gennemsnittet")]
    AboveLimit,
    /// This `taeller` counts who is above `procent`; that table has the mean of no less.
    #[serde(rename = "under graensen for gennemsnittet")]
    BelowLimit,
    /// The papers print the difference of the two values: what pupils believe of their peers, and what they say of themselves.
    #[serde(rename = "laeses mod")]
    ReadAgainst,
}
