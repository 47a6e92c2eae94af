//! `ssp forklar` of an indicator or a table cell: the stages up to the papers, in memory. Nothing is written.
//!
//! Figures are told as published, through [`Protected`]. File names, rows and reasons are for the terminal of the one who has the
//! files; nothing of this goes into a paper.

use super::excluded::excluded;
use super::papers::with_input;
use super::{Inspection, PipelineError, Progress, Request, earlier, inspect, papers, publishable, refuse_unusable, stopped};
use crate::compose;
pub use crate::compose::Passage;
use crate::diagnostic::{Severity, entry};
use crate::model::edition::Issue;
use crate::model::indicator::Indicator;
use crate::model::profile::{Item, Source};
use crate::protect::Protected;
use crate::validate::Tally;
use std::collections::BTreeMap;

/// Files named one by one; the rest are counted.
const MOST_FILES: usize = 6;

/// What is to be explained.
pub enum Asked {
    /// An indicator by its id.
    Indicator(String),
    /// A cell: the name of its table, and the words of row and column.
    Cell(String, Vec<String>),
}

/// The answer.
pub enum Explained {
    /// Headings with lines.
    Parts(Vec<Passage>),
    /// There is no such thing; the sentence says what could be written instead.
    Unknown(String),
}

/// Explains an indicator or a cell.
///
/// # Errors
/// As a report: when the inputs are stopped or missing, or the settings are wrong.
pub fn explain(request: Request, asked: &Asked, progress: &mut dyn Progress) -> Result<Explained, PipelineError> {
    let inspection = inspect(request, progress)?;
    refuse_unusable(&request, &inspection)?;
    let inspection = stopped(inspection)?;
    let protected = publishable(&inspection, progress)?;
    Ok(match asked {
        Asked::Indicator(id) => of_indicator(&inspection, &protected, id),
        Asked::Cell(table, words) => of_cell(&inspection, &protected, (table, words)),
    })
}

fn issue(inspection: &Inspection) -> Issue {
    Issue { edition: inspection.edition, hidden_in: earlier::logs(inspection), ..Issue::default() }
}

fn of_cell(inspection: &Inspection, protected: &Protected, (table, words): (&str, &[String])) -> Explained {
    let documents = papers::compose(inspection, protected, &issue(inspection), None);
    let found =
        with_input(inspection, protected, &issue(inspection), |input| compose::about_cell(input, &documents, table, words));
    found.map_or_else(Explained::Unknown, Explained::Parts)
}

fn of_indicator(inspection: &Inspection, protected: &Protected, id: &str) -> Explained {
    let known = &inspection.settings.indicators;
    let Some(indicator) = known.iter().find(|i| i.id.eq_ignore_ascii_case(id)) else {
        let ids: Vec<&str> = known.iter().map(|i| i.id.as_str()).collect();
        return Explained::Unknown(format!("Indikatoren \"{id}\" findes ikke. Projektet har {}.", ids.join(", ")));
    };
    let (mut parts, figures) = with_input(inspection, protected, &issue(inspection), |input| {
        (compose::meaning(input, indicator), compose::figures(input, indicator))
    });
    parts.extend(question(inspection, indicator));
    parts.push(files(inspection, indicator.kilde));
    parts.push(rows(inspection, indicator));
    parts.extend(figures);
    Explained::Parts(parts)
}

/// The questions as the codebook has them, and the answers that count.
fn question(inspection: &Inspection, indicator: &Indicator) -> Vec<Passage> {
    let codebook = inspection.settings.profiles.get(&Source::Upu).map(|(_, codebook)| codebook);
    let asked = |(item, codes): (&str, &[i16])| {
        let Some(asked) = codebook.and_then(|book| book.spoergsmaal.get(item)) else {
            return vec![Passage::new("Spørgsmål", [format!("Kodebogen har ikke spørgsmålet {item}, så der er ingen tal.")])];
        };
        let answers = counted(asked, codes);
        let counted = (!answers.is_empty()).then(|| Passage::new("Svar, der tæller med i tælleren", answers));
        std::iter::once(Passage::new("Spørgsmål", [format!("{} ({item})", asked.tekst)])).chain(counted).collect()
    };
    indicator.maal.answers().into_iter().flat_map(asked).collect()
}

fn counted(asked: &Item, codes: &[i16]) -> Vec<String> {
    let mut answers: Vec<(i16, &str)> =
        asked.svar.iter().filter(|(_, code)| codes.contains(code)).map(|(words, code)| (*code, words.as_str())).collect();
    answers.sort_unstable();
    answers
        .into_iter()
        .map(|(code, words)| if words == code.to_string() { words.to_owned() } else { format!("{words} ({code})") })
        .collect()
}

fn files(inspection: &Inspection, source: Source) -> Passage {
    let tables = inspection.tallies.get(&source).map_or(&[][..], Vec::as_slice);
    let line = |file: &super::FileTally| format!("{}: {} rækker læst, {} brugt", file.file, file.tally.read, file.tally.used);
    let mut lines: Vec<String> = tables.iter().rev().take(MOST_FILES).map(line).collect();
    if tables.len() > MOST_FILES {
        lines.push(format!("og {} filer mere", tables.len() - MOST_FILES));
    }
    if lines.is_empty() {
        lines.push("Der er ingen filer.".to_owned());
    }
    Passage::new(format!("Filer fra kilden {}", source.danish()), lines)
}

/// What became of the rows, from the files to the figure of this report's period.
fn rows(inspection: &Inspection, indicator: &Indicator) -> Passage {
    let mut all = Tally::default();
    inspection.tallies.get(&indicator.kilde).into_iter().flatten().for_each(|file| all += file.tally);
    let mut lines = vec![format!("{:>7}  rækker læst", all.read)];
    let left_out = [(all.merged, "slået sammen med en anden række"), (all.skipped, "er ikke data (sumlinjer og lignende)")];
    lines.extend(left_out.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{count:>7}  {why}")));
    lines.extend(rejected(inspection, indicator.kilde));
    lines.push(format!("{:>7}  brugt, alle år", all.used));
    lines.extend(excluded(&inspection.records, indicator, inspection.periods));
    Passage::new("Rækker", lines)
}

/// Rows left out with a finding, by code.
fn rejected(inspection: &Inspection, source: Source) -> Vec<String> {
    let Some(setting) = inspection.settings.project.sources.get(&source) else { return Vec::new() };
    let mut codes: BTreeMap<_, u64> = BTreeMap::new();
    let of_source = |file: &str| file.starts_with(&format!("{}/", setting.folder.trim_end_matches('/')));
    for finding in inspection.findings.iter().filter(|f| f.severity == Severity::Row && of_source(&f.location.file)) {
        *codes.entry(finding.code).or_default() += finding.count;
    }
    codes.into_iter().map(|(code, count)| format!("{count:>7}  afvist: {code} {}", entry(code).title)).collect()
}
