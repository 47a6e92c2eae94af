//! What reading and validating a project comes to.

use super::super::settings::Settings;
use super::before::Release;
use crate::diagnostic::{Finding, Findings, Severity};
use crate::model::counts::Coordinate;
use crate::model::document::OpenRow;
use crate::model::edition::Edition;
use crate::model::period::{Date, ReportPeriods};
use crate::model::profile::Source;
use crate::model::records::Records;
use crate::model::register::DistrictSchools;
use crate::model::release::Coverage;
use crate::protect::Memory;
use crate::publish::Ledger;
use crate::validate::Tally;
use std::collections::{BTreeMap, BTreeSet};

/// A project, read and validated.
pub struct Inspection {
    /// Settings.
    pub settings: Settings,
    /// Validated records.
    pub records: Records,
    /// Everything found.
    pub findings: Findings,
    /// What came and what did not.
    pub coverage: Coverage,
    /// What became of the rows, per source and table.
    pub tallies: BTreeMap<Source, Vec<FileTally>>,
    /// Month of the first police list, counted from year 0.
    pub first_list: Option<i64>,
    /// The three clocks; year 0 when nobody said.
    pub periods: ReportPeriods,
    /// The date the data were made up.
    pub as_of: Date,
    /// For whom the report is.
    pub edition: Edition,
    /// Cells of earlier released tables its readers have seen.
    pub earlier: Vec<OpenRow>,
    /// Which of those rows are of which release, oldest first.
    pub releases: Vec<Release>,
    /// Every release of the project.
    pub ledger: Ledger,
    /// Figures of earlier releases whose district had other schools.
    pub other_schools: BTreeSet<Coordinate>,
    /// The schools of each district.
    pub schools: DistrictSchools,
    /// Files named under `undtaget`.
    pub exempted: BTreeSet<String>,
    /// What earlier runs decided on hiding.
    pub memory: Memory,
    /// Sources of which everything that was released stands, because what this run measured would tell too much beside it.
    pub standing: BTreeSet<Source>,
}

/// What became of the rows of one table.
pub struct FileTally {
    /// Path of the file, relative to the project folder.
    pub file: String,
    /// Sheet, for workbooks.
    pub sheet: Option<String>,
    /// The rows.
    pub tally: Tally,
}

impl std::fmt::Debug for Inspection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inspection(<hidden>)")
    }
}

impl Inspection {
    /// Returns whether a file was stopped that ssp.toml does not exempt.
    pub fn is_stopped(&self) -> bool {
        self.stops().next().is_some()
    }

    /// Returns whether what was released is not what it was.
    pub fn is_stopped_by_releases(&self) -> bool {
        self.stops().any(|finding| finding.is_of_releases())
    }

    /// Returns the findings about files that were stopped and that ssp.toml does not exempt. What was released cannot be left out: its
    /// readers have it.
    pub fn stops(&self) -> impl Iterator<Item = &Finding> {
        let is_left_out = |finding: &Finding| self.exempted.contains(&finding.location.file) && !finding.is_of_releases();
        self.findings.iter().filter(move |finding| finding.severity == Severity::Stop && !is_left_out(finding))
    }
}
