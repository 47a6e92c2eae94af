//! An attacker who has nothing but the finished files: what can be worked out of the numbers that are hidden in them?
//!
//! Shares nothing with the protection but the solver. Reads the open tables and what the data package tells of them, over every
//! release there is; then the papers, whose every number must be one of the tables'. Must not know a hidden number.

mod change;
mod drawing;
mod explained;
mod finding;
mod judge;
mod knowledge;
mod markup;
mod package;
mod paper;
mod prose;
mod release;
mod table;
#[cfg(test)]
mod tests;
mod workbook;

pub use finding::{Finding, Known, What};
pub use release::{Release, releases};

/// What was tested, and what was found.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Releases read.
    pub releases: usize,
    /// Rows of open tables.
    pub cells: usize,
    /// Hidden figures, each once over all releases.
    pub hidden: usize,
    /// Printed numbers that were matched with a table.
    pub matched: usize,
    /// What a reader can work out, sorted.
    pub findings: Vec<Finding>,
}

/// Attacks the releases together.
pub fn attack(releases: &[Release]) -> Verdict {
    let (hidden, mut findings) = judge::hidden(releases);
    findings.extend(change::between(releases));
    for release in releases {
        let unlisted = release.unlisted.iter().cloned().map(|file| Finding::in_file(&release.name, Known::Unlisted { file }));
        findings.extend(unlisted);
    }
    let explained = explained::Explained::by(releases);
    let mut matched = 0;
    for release in releases {
        let said = paper::look(release, &explained);
        matched += said.matched;
        findings.extend(said.findings);
    }
    findings.sort();
    findings.dedup();
    let cells = releases.iter().flat_map(|release| &release.tables).map(|table| table.rows.len()).sum();
    Verdict { releases: releases.len(), cells, hidden, matched, findings }
}
