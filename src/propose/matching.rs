//! Which column of a table is which field of a target: by its header, then by what its cells look like.

use super::content::{self, Content};
use super::number;
use super::table::{Column, Table};
use super::target::Target;
use super::vocabulary::{self, Field};
use super::words;
use crate::model::profile::ColumnKind;
use crate::model::project::Project;
use crate::read::glimpse::{is_key_of_person, normal};
use std::collections::BTreeMap;

/// Most different answers of a survey item.
const MOST_ANSWERS: usize = 101;

/// How a column was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// The header is known.
    Header,
    /// A known word is part of the header.
    PartOfHeader,
    /// The cells look like the field's.
    Content,
    /// The cells are districts of ssp.toml.
    Districts,
}

impl How {
    pub(super) fn danish(self) -> &'static str {
        match self {
            Self::Header => "overskriften er kendt",
            Self::PartOfHeader => "et ord i overskriften er kendt",
            Self::Content => "cellernes indhold",
            Self::Districts => "cellerne er distrikter fra ssp.toml",
        }
    }
}

/// A field's column.
#[derive(Clone, Copy)]
pub(super) struct Found {
    /// Position among the columns of the table.
    pub(super) at: usize,
    /// How it was matched.
    pub(super) how: How,
}

/// A table matched with a target.
pub(super) struct Match {
    /// The target.
    pub(super) target: Target,
    /// What is known of its fields.
    pub(super) vocabulary: BTreeMap<&'static str, Field>,
    /// The fields found.
    pub(super) fields: BTreeMap<&'static str, Found>,
    /// What each column looks like.
    pub(super) contents: Vec<Content>,
    /// Columns of numbers that are no field: figures of a school.
    pub(super) figures: Vec<usize>,
    /// Columns with few different cells that are no field: items of a survey.
    pub(super) items: Vec<usize>,
    /// Columns whose headers are the days of a month.
    pub(super) days: Vec<usize>,
}

impl Match {
    /// Matches a table with a target.
    pub(super) fn new(table: &Table, target: Target, contents: &[Content], project: Option<&Project>) -> Self {
        let mut found = Self {
            target,
            vocabulary: vocabulary::fields(target),
            fields: BTreeMap::new(),
            contents: contents.to_vec(),
            figures: Vec::new(),
            items: Vec::new(),
            days: days(table),
        };
        found.by_header(table);
        found.by_part_of_header(table);
        found.by_content(table, project);
        found.note_the_rest(table);
        found
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field) || (field == "sygdom" && self.days.len() > 20)
    }

    pub(super) fn holds(&self, content: Content) -> bool {
        self.contents.contains(&content)
    }

    pub(super) fn holds_dates(&self) -> bool {
        self.contents.iter().any(|content| matches!(content, Content::Date(_)))
    }

    /// Returns whether the rows seem to be persons.
    pub(super) fn is_per_person(&self) -> bool {
        self.holds(Content::Sex) || self.holds(Content::Class)
    }

    /// Returns the field a column was matched with.
    pub(super) fn field_of(&self, at: usize) -> Option<(&'static str, How)> {
        self.fields.iter().find(|(_, found)| found.at == at).map(|(field, found)| (*field, found.how))
    }

    /// Returns the fields found, in the order of their columns.
    pub(super) fn in_order(&self) -> Vec<(&'static str, Found)> {
        let mut fields: Vec<(&'static str, Found)> = self.fields.iter().map(|(field, found)| (*field, *found)).collect();
        fields.sort_by_key(|(_, found)| found.at);
        fields
    }

    /// Returns how well a table fits: fields found by header count most.
    pub(super) fn score(&self) -> usize {
        self.fields.values().map(|found| if found.how == How::Header { 3 } else { 1 }).sum()
    }

    /// Returns why a table is taken for the target, as the end of a sentence.
    pub(super) fn reason(&self, table: &Table) -> String {
        let known = format!("{} af {} kolonner er kendt", self.fields.len(), table.columns.len());
        match self.target {
            Target::Survey => format!("{known}, og {} ligner spørgsmål", self.items.len()),
            Target::AbsenceSchool => format!("{known}, og {} er tal", self.figures.len()),
            _ => known,
        }
    }

    /// Returns the number of different persons of the file, where it has a key.
    pub(super) fn persons(&self, table: &Table) -> Option<usize> {
        let key = |field: &Field| matches!(field.kind, ColumnKind::Cpr | ColumnKind::PersonKey);
        let found = self.fields.iter().find(|(field, _)| self.vocabulary.get(*field).is_some_and(key))?;
        Some(table.columns[found.1.at].values().count())
    }

    /// Returns the required fields that no column was found for.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        self.vocabulary.iter().filter(|(name, field)| field.required && !self.has(name)).map(|(name, _)| *name).collect()
    }

    fn is_free(&self, at: usize) -> bool {
        self.fields.values().all(|found| found.at != at)
    }

    fn take(&mut self, field: &'static str, at: usize, how: How) {
        self.fields.insert(field, Found { at, how });
    }

    fn by_header(&mut self, table: &Table) {
        for field in self.target.fields() {
            let names = &self.vocabulary[field].names;
            let column = |name: &String| table.columns.iter().position(|c| normal(c.header) == *name && !table.is_doubled(c));
            if let Some(at) = names.iter().filter_map(column).find(|at| self.is_free(*at)) {
                self.take(field, at, How::Header);
            }
        }
    }

    /// A short header that holds a known word of five letters or more, and is the only one that does.
    fn by_part_of_header(&mut self, table: &Table) {
        for field in self.target.fields() {
            if self.has(field) {
                continue;
            }
            let known: Vec<&String> =
                self.vocabulary[field].names.iter().filter(|name| name.chars().count() >= 5 && !name.contains(' ')).collect();
            let holds = |at: &usize| {
                let header = normal(table.columns[*at].header);
                let words: Vec<&str> = header.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
                words.len() <= 3 && known.iter().any(|name| words.contains(&name.as_str()))
            };
            let hits: Vec<usize> = (0..table.columns.len()).filter(|at| self.is_free(*at)).filter(holds).collect();
            if let [at] = hits[..] {
                self.take(field, at, How::PartOfHeader);
            }
        }
    }

    fn by_content(&mut self, table: &Table, project: Option<&Project>) {
        for field in self.target.fields() {
            if self.has(field) {
                continue;
            }
            let districts = matches!(*field, "distrikt" | "gerningsdistrikt");
            let fits = |at: &usize| match project {
                Some(project) if districts => are_districts(&table.columns[*at], project),
                _ => suits(field, self.contents[*at]),
            };
            let usable = |at: &usize| self.is_free(*at) && !table.is_doubled(&table.columns[*at]);
            if let Some(at) = (0..table.columns.len()).filter(usable).find(fits) {
                self.take(field, at, if districts { How::Districts } else { How::Content });
            }
        }
    }

    fn note_the_rest(&mut self, table: &Table) {
        for (at, column) in table.columns.iter().enumerate() {
            if !self.is_free(at) || table.is_doubled(column) || self.days.contains(&at) {
                continue;
            }
            let different = column.values().count();
            match self.contents[at] {
                Content::Blank | Content::Code | Content::PersonNumber | Content::Date(_) => continue,
                Content::Decimal => {
                    self.figures.push(at);
                    continue;
                }
                Content::Whole => self.figures.push(at),
                _ => {}
            }
            if different <= MOST_ANSWERS && (different * 3 <= column.filled() || column.rows < 20) {
                self.items.push(at);
            }
        }
    }
}

fn suits(field: &str, content: Content) -> bool {
    match field {
        "cpr" | "elev" => content == Content::PersonNumber,
        "dato" => matches!(content, Content::Date(_)),
        "koen" => content == Content::Sex,
        "alder" => content == Content::AgeBand,
        "klasse" => content == Content::Class,
        "institution" => content == Content::Institution,
        "skoleaar" => content == Content::SchoolYear,
        "maaned" => content == Content::Month,
        "uge" => content == Content::Week,
        "sag" => content == Content::Journal,
        _ => false,
    }
}

fn are_districts(column: &Column, project: &Project) -> bool {
    let unknown = column.refused_by(|cell| project.find_district(cell).is_some());
    column.filled() > 0 && unknown * 5 <= column.filled()
}

/// Returns the columns that stand for the days of a month: headers 1 to 31, or dates.
fn days(table: &Table) -> Vec<usize> {
    let day = |header: &str| {
        let number = header.trim_end_matches('.');
        content::is_date(header) || number::is_whole(number) && number.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
    };
    let found: Vec<usize> = (0..table.columns.len()).filter(|at| day(table.columns[*at].header)).collect();
    if found.len() > 20 { found } else { Vec::new() }
}

/// Returns how many filled cells of a field's column cannot be read as what the field is; none where any text will do.
pub(super) fn unreadable(found: &Match, table: &Table, field: &str, project: Option<&Project>) -> Option<usize> {
    let column = &table.columns[found.fields.get(field)?.at];
    let known = &found.vocabulary.get(field)?.words;
    let word = |cell: &str| known.contains_key(&cell.to_lowercase());
    Some(match field {
        "cpr" => column.refused_by(is_key_of_person),
        "dato" => column.refused_by(content::is_date),
        "koen" => column.refused_by(|cell| word(cell) || words::sex(cell).is_some()),
        "alder" => column.refused_by(|cell| number::is_whole(cell) || words::age_band(cell).is_some()),
        "antal" | "sygdom" | "lovligt" | "ulovligt" | "skoledage" | "fra" | "til" => column.refused_by(number::is_number),
        "klasse" => column.refused_by(|cell| cell.starts_with(|c: char| c.is_ascii_digit())),
        "distrikt" | "gerningsdistrikt" | "bopaelsdistrikt" => {
            let project = project?;
            column.refused_by(|cell| project.find_district(cell).is_some())
        }
        _ if !known.is_empty() => column.refused_by(word),
        _ => return None,
    })
}
