//! Chains the stages. The only place that imports every stage, and a table of contents of the whole program.

mod catalogue;
mod decisions;
mod districts;
mod earlier;
mod editions;
mod excluded;
mod explain;
mod files;
mod findings;
mod intake;
mod leakage;
mod listing;
mod making;
mod merging;
mod names;
mod needs;
mod papers;
mod releases;
mod settings;
mod unknown;

pub use catalogue::{Entry, State};
pub use explain::{Asked, Explained, Passage, explain};
pub use findings::{file_rows, findings_workbook};
pub use intake::{FileTally, Inspection};
pub use leakage::disclosure_test;
pub use listing::{Listed, built_in_indicators, indicators};
pub use needs::needs;
pub use releases::release;
pub use unknown::{Look, import_profile};

use crate::aggregate::{AggregateError, Scope, aggregate};
pub use crate::attack::{Finding as Leakage, Verdict};
use crate::compose;
pub use crate::compose::Paper;
use crate::config::ConfigError;
use crate::diagnostic::Findings;
use crate::model::artefact::Artefact;
use crate::model::counts::CountTable;
pub use crate::model::edition::Edition;
pub use crate::model::period::Date;
use crate::model::period::ReportPeriods;
pub use crate::propose::{Proposal, Target};
use crate::protect::Protected;
use crate::publish::{Facts, PublishError};
use crate::read::Pseudonymiser;
use crate::render::RenderError;
use std::path::{Path, PathBuf};

/// Version of the program, printed in every report.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The folder of a project that is for the municipality alone.
pub const SECRET: &str = "hemmeligt";

/// The file of [`SECRET`] with what earlier runs decided on hiding.
const MEMORY: &str = "beskyttelse.txt";

/// What one run is about.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The project folder.
    pub folder: &'a Path,
    /// Year of the first meeting; without it ssp.toml's, else the one the data point to.
    pub year: Option<i16>,
    /// Key of the pseudonyms.
    pub key: &'a [u8; 32],
    /// For whom the report is.
    pub edition: Edition,
    /// Only some of the papers.
    pub only: Option<Paper>,
    /// Where the report goes; without it `rapporter/<year>` in the project folder, with the papers' name behind for some only.
    pub target: Option<&'a Path>,
}

/// Hears when a stage begins. The pipeline has no clock; whoever listens may have one.
pub trait Progress {
    /// A stage begins; `stage` is a Danish participle such as "Læser filerne".
    fn stage(&mut self, stage: &str);
}

/// Why a run ended without a result. Every text is Danish and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The folder is no project (exit code 10).
    #[error("Mappen {0} har ingen ssp.toml. Lav en projektmappe med: ssp opret MAPPE")]
    NoProject(PathBuf),
    /// Settings are wrong (exit code 10).
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// A named file of the project is missing (exit code 10).
    #[error("{file} findes ikke. {advice}")]
    Missing {
        /// The file.
        file: String,
        /// What to do.
        advice: String,
    },
    /// A file or folder could not be read (exit code 11).
    #[error("{0} kan ikke læses. Kontrollér, at filen findes, at du må læse den, og at intet andet program bruger den.")]
    Unreadable(PathBuf),
    /// Files were stopped (exit code 11 or 12); the findings say which.
    #[error("Rapporten er ikke lavet, {}", why_stopped(.0))]
    Stopped(Box<Inspection>),
    /// No file at all (exit code 12).
    #[error("Der er ingen filer i indbakken. Læg årets filer i mapperne under {0}, og prøv igen.")]
    NothingDelivered(PathBuf),
    /// Nobody said which year (exit code 10).
    #[error("Rapportens år kan ikke ses af data. Skriv aar = 2025 i ssp.toml, eller brug --aar 2025.")]
    NoYear,
    /// The report plan is wrong (exit code 14).
    #[error("{0}")]
    Plan(#[from] compose::PlanError),
    /// A file of sentences or breaks is wrong (exit code 14).
    #[error("{0}")]
    Texts(#[from] compose::TextError),
    /// A template is wrong, or a paper cannot be rendered (exit code 14 or 70).
    #[error("{0}")]
    Render(#[from] RenderError),
    /// Together with what was released before, the report would give hidden figures away (exit code 13).
    #[error(
        "Rapporten er ikke lavet, for sammen med det, der er frigivet før, ville den røbe tal, som skal være skjult: {0}. Det hjælper ikke at slå grupper sammen, for det frigivne er allerede kendt. Er grænserne i ssp.toml ændret, siden det blev frigivet, så sæt dem tilbage. Bed ellers om hjælp, før du frigiver mere."
    )]
    Exposed(String),
    /// There is nothing to release (exit code 13).
    #[error("Der er intet udkast i {0}. Kør ssp rapport først.")]
    NoDraft(PathBuf),
    /// The tables that would be released are not those of the draft (exit code 13).
    #[error(
        "Intet er frigivet, for tabellerne i {0} er ikke dem, programmet laver af filerne nu, eller de mangler. Det, der er set igennem, skal være det, der frigives. Kør ssp rapport, se rapporten igennem, og prøv igen."
    )]
    NotTheDraft(PathBuf),
    /// The confidential edition is not released before the public one (exit code 13).
    #[error(
        "Intet er frigivet, for den offentlige udgave af de samme tal er ikke frigivet endnu. Kør ssp rapport og ssp frigiv for den offentlige udgave først."
    )]
    PublicFirst,
    /// Nothing was published (exit code 13 or 15).
    #[error("{0}")]
    Publish(#[from] PublishError),
    /// The folder to be tested holds no release (exit code 11).
    #[error("I mappen {0} er der ingen færdig rapport. En færdig rapport har filen datapackage.json.")]
    NoRelease(PathBuf),
    /// What is hidden can be worked out of what is shown (exit code 13). Names places, never a number.
    #[error("Rapporten er ikke skrevet, fordi de færdige filer fortæller for meget.\n{}\n{}", leakage::list(.found), .advice)]
    Leakage {
        /// What was found.
        found: Vec<Leakage>,
        /// What to do.
        advice: String,
    },
    /// A bug (exit code 70).
    #[error("{0}. Det er en fejl i programmet. Send gerne beskeden til udviklerne.")]
    Aggregate(#[from] AggregateError),
}

/// Files can be left out; what readers have cannot.
fn why_stopped(inspection: &Inspection) -> &'static str {
    if inspection.is_stopped_by_releases() {
        "fordi mappen frigivet ikke er, som den skal være. Gør, som der står herover."
    } else {
        "fordi en eller flere filer ikke kan bruges. Ret dem, eller skriv dem under undtaget i ssp.toml."
    }
}

/// A finished report.
pub struct Report {
    /// Where it lies.
    pub target: PathBuf,
    /// The papers, relative to the target: PDF and HTML.
    pub papers: Vec<String>,
    /// What was found on the way.
    pub findings: Findings,
    /// Why each hidden figure is hidden: a file for the municipality alone, named but not written.
    pub decisions: Artefact,
    /// What was decided on hiding, for the next run: a file for the municipality alone, named but not written.
    pub memory: Artefact,
}

/// Returns a value that shows whether two keys are the same and tells nothing of them: the keyed hash of a fixed word.
pub fn key_check(key: &[u8; 32]) -> String {
    Pseudonymiser::new(key).keyed_hash("nøglekontrol".as_bytes())
}

/// Reads and validates everything, writes nothing.
///
/// # Errors
/// When the folder is no project, its settings are wrong, or a folder cannot be read.
pub fn check(request: Request, progress: &mut dyn Progress) -> Result<Inspection, PipelineError> {
    let mut inspection = inspect(request, progress)?;
    if !(inspection.earlier.is_empty() || inspection.is_stopped() || inspection.periods.meeting_year == 0) {
        let protected = publishable(&inspection, progress)?;
        inspection.findings.extend(earlier::changed(&inspection, &protected));
    }
    Ok(inspection)
}

fn inspect(request: Request, progress: &mut dyn Progress) -> Result<Inspection, PipelineError> {
    let settings = settings::load(request.folder)?;
    intake::inspect(request, settings, progress)
}

/// Makes the report as a draft: read, validate, aggregate, protect, compose, render, publish.
///
/// # Errors
/// When the inputs are stopped or missing, a template is wrong, the target cannot be replaced, or the report would together with
/// earlier releases tell of single persons. The last good report stays.
pub fn report(request: Request, progress: &mut dyn Progress) -> Result<Report, PipelineError> {
    let (made, _) = making::make(&request, true, progress)?;
    let target = target(&request, made.inspection.periods);
    made.published(target, progress)
}

/// Counts, and hides what must not be told to the readers of the inspection's edition.
fn publishable(inspection: &Inspection, progress: &mut dyn Progress) -> Result<Protected, PipelineError> {
    Ok(editions::protect(inspection, progress)?.into_of(inspection.edition))
}

/// Counts everything the catalogue asks for, and what earlier releases tell though it is switched off now: readers know it.
fn counted(inspection: &Inspection) -> Result<CountTable, PipelineError> {
    let settings = &inspection.settings;
    let indicators = [settings.indicators.clone(), earlier::no_longer_printed(inspection)].concat();
    let districts: Vec<_> = settings.project.district_ids().collect();
    let scope = Scope { periods: inspection.periods, districts: &districts, first_list: inspection.first_list };
    let mut counts = aggregate(&inspection.records, &indicators, scope)?;
    earlier::leave_out_unseen(inspection, &mut counts);
    Ok(counts)
}

fn refuse_unusable(request: &Request, inspection: &Inspection) -> Result<(), PipelineError> {
    if inspection.coverage.deliveries.is_empty() && !inspection.is_stopped() {
        return Err(PipelineError::NothingDelivered(request.folder.join("indbakke")));
    }
    if inspection.periods.meeting_year == 0 {
        return Err(PipelineError::NoYear);
    }
    Ok(())
}

/// Returns the releases the readers of the inspection's edition have seen.
fn released(inspection: &Inspection) -> Vec<releases::Seen> {
    releases::seen_by(&inspection.ledger, inspection.edition)
}

fn stopped(inspection: Inspection) -> Result<Inspection, PipelineError> {
    if inspection.is_stopped() { Err(PipelineError::Stopped(Box::new(inspection))) } else { Ok(inspection) }
}

fn target(request: &Request, periods: ReportPeriods) -> PathBuf {
    request.target.map_or_else(|| drafts(request, periods), Path::to_path_buf)
}

/// Where the draft of a report lies.
fn drafts(request: &Request, periods: ReportPeriods) -> PathBuf {
    let name = format!("{}{}{}", periods.meeting_year, request.edition.suffix(), suffix(request.only));
    request.folder.join("rapporter").join(name)
}

/// A run for some of the papers has a folder of its own, so that it never takes the others away.
fn suffix(only: Option<Paper>) -> String {
    only.map_or_else(String::new, |paper| format!("-{}", paper.name()))
}

fn facts(inspection: &Inspection, marks: Vec<String>) -> Facts<'static> {
    let (periods, as_of) = (inspection.periods, inspection.as_of);
    let list = |d: &crate::model::release::Delivery| (d.source.key().to_owned(), d.number, d.keyed_hash.clone(), d.exempted);
    Facts {
        version: VERSION,
        periods: vec![
            ("møde".into(), periods.meeting_year.to_string()),
            ("upu".into(), periods.survey.to_string()),
            ("politi".into(), periods.police.to_string()),
            ("fravær".into(), periods.absence.to_string()),
        ],
        as_of: (as_of.year, as_of.month, as_of.day),
        deliveries: inspection.coverage.deliveries.iter().map(list).collect(),
        marks,
    }
}
