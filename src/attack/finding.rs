//! What the test found, in words that name a place and, only where they are asked for, numbers.

use super::table::Place;

/// Which number of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// k.
    Taeller,
    /// n.
    Naevner,
    /// n less k.
    Rest,
    /// What k leaves of the figure it is a part of.
    Apart,
    /// How often somebody is in one more part of the year.
    Again,
    /// Who is counted several times within one half of the year.
    Within,
}

impl What {
    fn words(self) -> &'static str {
        match self {
            Self::Taeller => "tælleren",
            Self::Naevner => "nævneren",
            Self::Rest => "resten uden for tælleren",
            Self::Apart => "forskellen til det tal, det er en del af,",
            Self::Within => "antallet med flere datoer i det samme halvår",
            Self::Again => "antallet, der er med i flere dele af året,",
        }
    }
}

/// What a reader knows who should not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// The number.
    Exact(i64),
    /// It is printed, and so small that it should be hidden.
    Few(i64),
    /// Its smallest and its largest value, where there is one.
    Between(Option<i64>, Option<i64>),
    /// The same, if everybody answered two questions of which one is a part of the other: no reader knows that.
    Presumed(Option<i64>, Option<i64>),
    /// The search was given up: nobody knows.
    Undecided,
    /// The printed numbers do not fit each other.
    Contradiction,
    /// Two releases differ by so few.
    Change(i64),
    /// A printed number stands in no table.
    Unexplained {
        /// The file.
        file: String,
        /// The number as printed.
        number: String,
    },
    /// A hidden figure has a number, a mark or an interval beside it.
    Shown {
        /// The file.
        file: String,
    },
    /// A mark does not stand where its number is.
    Misplaced {
        /// The file.
        file: String,
    },
    /// A table nothing is told of in the data package.
    Unlisted {
        /// The file.
        file: String,
    },
    /// A row whose place is in no sum the data package tells of: nobody knows what it has to do with the others.
    Apart,
    /// There is no list of control sums: a changed file would not be seen.
    Unsealed {
        /// The file that should be there.
        file: String,
    },
    /// A file that is not what the program wrote.
    Altered {
        /// The file.
        file: String,
    },
    /// A file that the program did not write.
    Added {
        /// The file.
        file: String,
    },
    /// A file that cannot be read.
    Unreadable {
        /// The file.
        file: String,
    },
}

impl Known {
    /// Returns what is known only to somebody who takes it that everybody answered both of two questions.
    pub(super) fn presumed(&self) -> Self {
        match self {
            Self::Exact(value) | Self::Few(value) => Self::Presumed(Some(*value), Some(*value)),
            Self::Between(least, most) => Self::Presumed(*least, *most),
            other => other.clone(),
        }
    }
}

/// One finding: where, and what can be worked out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The release.
    pub release: String,
    /// Title of the table.
    pub table: String,
    /// Name of the table.
    pub name: String,
    /// The figure's place in words.
    pub cell: String,
    /// Which of its numbers.
    pub what: What,
    /// What a reader can tell.
    pub known: Known,
}

impl Finding {
    pub(super) fn plain(place: &Place, known: Known) -> Self {
        Self {
            release: String::new(),
            table: String::new(),
            name: place.get("indikator").to_lowercase(),
            cell: place.words(),
            what: What::Taeller,
            known,
        }
    }

    pub(super) fn in_file(release: &str, known: Known) -> Self {
        Self {
            release: release.into(),
            table: String::new(),
            name: String::new(),
            cell: String::new(),
            what: What::Taeller,
            known,
        }
    }

    /// Returns whether it is a number of running text that nobody can explain.
    pub fn is_of_a_text(&self) -> bool {
        matches!(self.known, Known::Unexplained { .. }) && self.name.is_empty()
    }

    /// Returns where it is: table and cell, or the file.
    pub fn place(&self) -> String {
        match &self.known {
            Known::Unexplained { file, .. } | Known::Unlisted { file } | Known::Unsealed { file } => file.clone(),
            Known::Altered { file } | Known::Added { file } | Known::Unreadable { file } => file.clone(),
            Known::Shown { file } | Known::Misplaced { file } => {
                format!("{} ({}), {}, i {file}", self.table, self.name, self.cell)
            }
            _ => format!("{} ({}), {}", self.table, self.name, self.cell),
        }
    }

    /// Returns what can be worked out; the numbers themselves only with `numbers`.
    pub fn words(&self, numbers: bool) -> String {
        let which = self.what.words();
        let of = |text: String| if numbers { text } else { String::new() };
        match &self.known {
            Known::Exact(value) => format!("{} kan regnes ud{}.", capital(which), of(format!(": {value}"))),
            Known::Few(value) => format!("{} er vist, men skal skjules{}.", capital(which), of(format!(": {value}"))),
            Known::Between(least, most) => {
                format!("{} kan regnes ud til et snævert interval{}.", capital(which), of(ends(*least, *most)))
            }
            Known::Presumed(least, most) => {
                let found = format!("{} kan regnes ud til et snævert interval", capital(which));
                format!("{found}, hvis alle har svaret på begge spørgsmål{}.", of(ends(*least, *most)))
            }
            Known::Undecided => format!("Det kan ikke afgøres, om {which} kan regnes ud."),
            Known::Contradiction => {
                "Tabeller eller udgivelser viser forskellige tal for det samme. Derfor kan programmet ikke prøve, om \
                 tallet kan regnes ud."
                    .to_owned()
            }
            Known::Change(0) => format!(
                "{} er uændret mellem to udgivelser, så alle, der er kommet til eller faldet fra, er på den anden side.",
                capital(which)
            ),
            Known::Change(by) => {
                format!("{} er ændret med få unge mellem to udgivelser{}.", capital(which), of(format!(": {by:+}")))
            }
            Known::Unexplained { number, .. } => {
                format!("Et trykt tal kan ikke forklares med tabellerne{}.", of(format!(": {number}")))
            }
            Known::Shown { .. } => "Et skjult tal har et tal, et mærke eller et interval ved siden af sig.".to_owned(),
            Known::Misplaced { .. } => "Et mærke på en figur står ikke, hvor det trykte tal er.".to_owned(),
            Known::Unlisted { .. } => "Tabellen står ikke i datapackage.json.".to_owned(),
            Known::Apart => "Rækken er ikke en del af nogen sum i datapackage.json.".to_owned(),
            Known::Unsealed { .. } => "Filen mangler. Uden den kan programmet ikke se, om andre filer er ændret.".to_owned(),
            Known::Altered { .. } => "Filen er ændret, efter at programmet skrev den.".to_owned(),
            Known::Added { .. } => "Filen ligger i mappen, men programmet har ikke skrevet den.".to_owned(),
            Known::Unreadable { .. } => "Filen kan ikke læses.".to_owned(),
        }
    }
}

fn ends(least: Option<i64>, most: Option<i64>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!(": {least}–{most}"),
        (Some(least), None) => format!(": {least} eller flere"),
        (None, Some(most)) => format!(": højst {most}"),
        (None, None) => String::new(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
