//! An attacker who has nothing but the finished files: what can be worked out of the numbers that are hidden in them?
//!
//! Shares nothing with the protection but the solver. Reads the open tables and what the data package tells of them, over every
//! release there is; then the papers, whose every number must be one of the tables'. Must not know a hidden number.

mod change;
mod drawing;
mod explained;
mod finding;
mod interval;
mod judge;
mod knowledge;
mod markup;
mod package;
mod paper;
mod prose;
mod release;
mod renewed;
mod same;
mod table;
#[cfg(test)]
mod tests;
mod workbook;

pub use finding::{Finding, Known, What};
pub use release::{PACKAGE, Release, releases};

/// What was tested, and what was found.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Releases read.
    pub releases: usize,
    /// How many of them are for fewer readers, who have the others too.
    pub confidential: usize,
    /// Rows of open tables.
    pub cells: usize,
    /// Hidden figures, each once over all releases.
    pub hidden: usize,
    /// Printed numbers that were matched with a table.
    pub matched: usize,
    /// What a reader can work out, sorted.
    pub findings: Vec<Finding>,
}

/// Attacks the releases, once for each kind of readers: those of the public edition have the public releases alone, those of the
/// confidential one have all.
pub fn attack(releases: &[Release]) -> Verdict {
    // The confidential ones first: what they show is no secret to their readers, whatever the public ones hide.
    let (mut all, public): (Vec<&Release>, Vec<&Release>) = releases.iter().partition(|release| release.confidential);
    let confidential = all.len();
    all.extend(&public);
    let mut verdict = for_readers(&public, false);
    if confidential > 0 {
        let theirs = for_readers(&all, true);
        verdict.hidden = verdict.hidden.max(theirs.hidden);
        verdict.matched += theirs.matched;
        verdict.findings.extend(theirs.findings);
        verdict.findings.sort();
        verdict.findings.dedup();
    }
    let cells = releases.iter().flat_map(|release| &release.tables).map(|table| table.rows.len()).sum();
    Verdict { releases: releases.len(), confidential, cells, ..verdict }
}

/// Attacks a new release beside those its readers have.
pub fn attack_new(new: &Release, others: &[Release]) -> Verdict {
    let (mut seen, public): (Vec<&Release>, Vec<&Release>) = others.iter().chain([new]).partition(|release| release.confidential);
    let confidential = seen.len();
    seen.extend(&public);
    let cells = seen.iter().flat_map(|release| &release.tables).map(|table| table.rows.len()).sum();
    Verdict { releases: seen.len(), confidential, cells, ..for_readers(&seen, new.confidential) }
}

/// Attacks what one kind of readers has, and looks at the papers that are theirs.
fn for_readers(releases: &[&Release], confidential: bool) -> Verdict {
    let (hidden, mut findings) = judge::hidden(releases);
    findings.extend(change::between(releases));
    let mut matched = 0;
    for (at, release) in releases.iter().enumerate().filter(|(_, release)| release.confidential == confidential) {
        let unlisted = release.unlisted.iter().cloned().map(|file| Finding::in_file(&release.name, Known::Unlisted { file }));
        let altered = release.altered.iter().cloned().map(|file| Finding::in_file(&release.name, Known::Altered { file }));
        let unsealed = release.unsealed.then(|| Known::Unsealed { file: release::MANIFEST.to_owned() });
        findings.extend(unsealed.map(|known| Finding::in_file(&release.name, known)));
        let added = release.added.iter().filter(|file| !release.unlisted.contains(file)).cloned();
        let added = added.map(|file| Finding::in_file(&release.name, Known::Added { file }));
        findings.extend(unlisted.chain(altered).chain(added).chain(outside_sums(release)).chain(of_too_few(release)));
        let said = paper::look(release, &explained::Explained::by(releases, at));
        matched += said.matched;
        findings.extend(said.findings);
    }
    findings.sort();
    findings.dedup();
    Verdict { hidden, matched, findings, ..Verdict::default() }
}

fn outside_sums(release: &Release) -> Vec<Finding> {
    let rows = release.tables.iter().flat_map(|table| table.outside_sums().map(move |row| (table, row)));
    rows.map(|(table, row)| of_row(release, table, row, What::Taeller, Known::Apart)).collect()
}

/// Rows that print how many were asked, and these are fewer than the table's smallest base.
fn of_too_few(release: &Release) -> Vec<Finding> {
    let of = |table: &release::Table| {
        let least = table.structure.base.unwrap_or_default();
        let few = table.rows.iter().filter_map(move |row| Some((row, row.n.filter(|n| (1..least).contains(n))?)));
        few.map(|(row, n)| of_row(release, table, row, What::Naevner, Known::Few(n))).collect::<Vec<_>>()
    };
    release.tables.iter().flat_map(of).collect()
}

fn of_row(release: &Release, table: &release::Table, row: &table::Row, what: What, known: Known) -> Finding {
    Finding {
        release: release.name.clone(),
        table: table.title.clone(),
        name: table.name.clone(),
        cell: row.place.words(),
        what,
        known,
    }
}
