//! The ledger of releases, `frigivet/frigivelser.toml`: what readers have, entry by entry, in a form a person can read.
//!
//! Lines are only ever added. The entry is written last, so a release that was cut off leaves a folder without entry.

use super::PublishError;
use super::staging::{is_temporary, patiently, write_beside};
use crate::model::artefact::Artefact;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder of all releases, in the project folder.
pub const RELEASED: &str = "frigivet";

/// The ledger, in that folder.
pub const LEDGER: &str = "frigivelser.toml";

/// Stands above the first entry.
const HEAD: &str = "\
# Frigivelser af SSP-datarapporten: det, læserne har fået.
#
# Programmet skriver en ny frigivelse nederst, hver gang du kører ssp frigiv, og læser listen, hver gang det laver en rapport:
# Tal, der er frigivet, bliver stående, og to rapporter må ikke tilsammen vise en enkelt ung.
# Ret ikke i listen eller i mapperne, og slet dem ikke. Tabellernes kontrolsum (sha256) viser, om de er ændret.
";

/// One release. Keys are Danish, for people open the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Running number within year and edition, from 1.
    pub nummer: u32,
    /// The day of the release, as 2025-02-05.
    pub dato: String,
    /// Year of the report.
    pub aar: i16,
    /// The edition's name.
    pub udgave: String,
    /// The folder of the release below [`RELEASED`].
    pub mappe: String,
    /// Version of the program.
    pub version: String,
    /// SHA-256 (hexadecimal) of every open table, by its file name.
    pub tabeller: BTreeMap<String, String>,
}

impl Entry {
    /// Returns where a table of the release lies below the project folder.
    pub fn table(&self, name: &str) -> String {
        format!("{RELEASED}/{}/{TABLES}{name}", self.mappe)
    }
}

/// Where the open tables lie in a report.
const TABLES: &str = "tabeller/";

/// All releases in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// Oldest first.
    #[serde(default, rename = "frigivelse")]
    pub entries: Vec<Entry>,
}

/// The ledger cannot be read; holds the line where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Illegible(pub Option<usize>);

impl Ledger {
    /// Reads the ledger of a project folder; without one nothing has been released.
    ///
    /// # Errors
    /// When the file cannot be read, is no such list, or entries were taken out.
    pub fn read(project: &Path) -> Result<Self, Illegible> {
        match fs::read_to_string(path(project)) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(_) => Err(Illegible(None)),
        }
    }

    fn parse(text: &str) -> Result<Self, Illegible> {
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        // Notepad may put a mark before the first line.
        let text = text.trim_start_matches('\u{feff}');
        let ledger: Self = toml::from_str(text).map_err(|error| Illegible(error.span().map(|span| line(span.start))))?;
        // A number that is not the next one means that an entry is gone; a folder elsewhere is none of ours.
        let mut so_far = Self::default();
        for entry in ledger.entries {
            let is_next = entry.nummer == so_far.next(entry.aar, &entry.udgave);
            if !is_next
                || entry.mappe != folder(entry.aar, entry.nummer, &entry.udgave)
                || !entry.tabeller.keys().all(|name| is_name(name))
            {
                return Err(Illegible(None));
            }
            so_far.entries.push(entry);
        }
        Ok(so_far)
    }

    /// Returns the number of the next release of a year and edition.
    pub fn next(&self, year: i16, edition: &str) -> u32 {
        self.last(year, edition).map_or(1, |entry| entry.nummer + 1)
    }

    /// Returns the latest release of a year and edition.
    pub fn last(&self, year: i16, edition: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.aar == year && entry.udgave == edition)
    }

    /// Returns the released tables that are not what was released: path below the project folder, the entry, and whether the table is
    /// gone altogether.
    pub fn changed(&self, project: &Path) -> Vec<(String, &Entry, bool)> {
        let each = self.entries.iter().flat_map(|entry| entry.tabeller.iter().map(move |(name, sum)| (entry, name, sum)));
        let differs = |(entry, name, sum): (&'_ Entry, &String, &String)| {
            let bytes = fs::read(project.join(entry.table(name))).ok();
            (bytes.as_deref().map(sha256).as_ref() != Some(sum)).then(|| (entry.table(name), bytes.is_none()))
        };
        each.filter_map(|(entry, name, sum)| differs((entry, name, sum)).map(|(path, gone)| (path, entry, gone))).collect()
    }

    /// Returns the folders of releases that are not entered, as paths below the project folder. What a run that was cut off left to be
    /// removed is none of them.
    pub fn unlisted(&self, project: &Path) -> Vec<String> {
        let listed: BTreeSet<&str> = self.entries.iter().map(|entry| entry.mappe.as_str()).collect();
        let folders = fs::read_dir(project.join(RELEASED)).into_iter().flatten().flatten();
        let names = folders
            .filter(|entry| entry.path().is_dir() && !is_temporary(&entry.path()))
            .map(|entry| entry.file_name().to_string_lossy().into_owned());
        let unlisted: BTreeSet<String> = names.filter(|name| !listed.contains(name.as_str())).collect();
        unlisted.into_iter().map(|name| format!("{RELEASED}/{name}")).collect()
    }

    /// Adds an entry at the end of the project's ledger, whole or not at all.
    ///
    /// # Errors
    /// When the file is locked or the disk refuses.
    pub fn append(project: &Path, entry: &Entry) -> Result<(), PublishError> {
        let path = path(project);
        let before = if path.exists() { patiently(&path, || fs::read_to_string(&path))? } else { HEAD.to_owned() };
        let one = Self { entries: vec![entry.clone()] };
        let text = toml::to_string(&one).expect("an entry holds only strings and numbers");
        write_beside(&path, format!("{}\n\n{text}", before.trim_end()).as_bytes())
    }
}

/// Returns the sums of a report's open tables, by file name.
pub fn table_sums(artefacts: &[Artefact]) -> BTreeMap<String, String> {
    let tables = artefacts.iter().filter_map(|artefact| Some((artefact.path.strip_prefix(TABLES)?, &artefact.bytes)));
    tables.map(|(name, bytes)| (name.to_owned(), sha256(bytes))).collect()
}

/// Returns the sums of the open tables that lie in a report's folder, by file name; empty when there are none.
pub fn lying_sums(report: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(report.join(TABLES)).into_iter().flatten().flatten();
    let sum = |file: fs::DirEntry| Some((file.file_name().into_string().ok()?, sha256(&fs::read(file.path()).ok()?)));
    files.filter_map(sum).filter(|(name, _)| name.ends_with(".csv")).collect()
}

/// Returns the name of a release's folder.
pub fn folder(year: i16, number: u32, edition: &str) -> String {
    format!("{year}-{number}-{edition}")
}

fn is_name(name: &str) -> bool {
    !name.starts_with('.') && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
}

fn path(project: &Path) -> PathBuf {
    project.join(RELEASED).join(LEDGER)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u32, edition: &str) -> Entry {
        Entry {
            nummer: number,
            dato: "2025-02-05".into(),
            aar: 2025,
            udgave: edition.into(),
            mappe: folder(2025, number, edition),
            version: "0.1.0".into(),
            tabeller: BTreeMap::from([("u15.csv".into(), sha256(b"abc"))]),
        }
    }

    fn project_with(entries: &[Entry]) -> tempfile::TempDir {
        let project = tempfile::tempdir().expect("a temporary folder");
        for entry in entries {
            let table = project.path().join(entry.table("u15.csv"));
            fs::create_dir_all(table.parent().expect("a folder")).expect("a folder can be made");
            fs::write(table, "abc").expect("a table can be written");
            Ledger::append(project.path(), entry).expect("the ledger can be written");
        }
        project
    }

    #[test]
    fn entries_are_added_below_what_stands_there() {
        let entries = [entry(1, "offentlig"), entry(1, "fortrolig"), entry(2, "offentlig")];
        let project = project_with(&entries);
        let ledger = Ledger::read(project.path()).expect("a ledger");
        assert_eq!(ledger.entries, entries);
        assert_eq!([ledger.next(2025, "offentlig"), ledger.next(2025, "fortrolig"), ledger.next(2026, "offentlig")], [3, 2, 1]);
        let text = fs::read_to_string(path(project.path())).expect("the file");
        assert!(text.starts_with("# Frigivelser af SSP-datarapporten") && text.contains("\n[[frigivelse]]\nnummer = 1\n"));
        assert!(text.contains("dato = \"2025-02-05\"") && text.contains("[frigivelse.tabeller]\n\"u15.csv\" = \"ba7816bf"));
        assert_eq!(
            fs::read_dir(project.path().join(RELEASED)).expect("the folder").count(),
            4,
            "no half-written file lies about"
        );
    }

    #[test]
    fn a_project_without_a_ledger_has_released_nothing() {
        let project = project_with(&[]);
        assert_eq!(Ledger::read(project.path()), Ok(Ledger::default()));
        assert!(Ledger::default().unlisted(project.path()).is_empty());
    }

    #[test]
    fn a_changed_table_and_a_table_that_is_gone_are_found() {
        let project = project_with(&[entry(1, "offentlig"), entry(2, "offentlig")]);
        let ledger = Ledger::read(project.path()).expect("a ledger");
        assert!(ledger.changed(project.path()).is_empty());
        fs::write(project.path().join(ledger.entries[0].table("u15.csv")), "abd").expect("a table can be written");
        fs::remove_file(project.path().join(ledger.entries[1].table("u15.csv"))).expect("a table can be removed");
        let told: Vec<(String, bool)> = ledger.changed(project.path()).into_iter().map(|(path, _, gone)| (path, gone)).collect();
        let path = |number| format!("frigivet/2025-{number}-offentlig/tabeller/u15.csv");
        assert_eq!(told, [(path(1), false), (path(2), true)]);
    }

    #[test]
    fn a_folder_without_an_entry_is_told() {
        let project = project_with(&[entry(1, "offentlig")]);
        fs::create_dir(project.path().join("frigivet/2025-2-offentlig")).expect("a folder can be made");
        let ledger = Ledger::read(project.path()).expect("a ledger");
        assert_eq!(ledger.unlisted(project.path()), ["frigivet/2025-2-offentlig"]);
        let half = project.path().join("frigivet/2025-3-offentlig.ny");
        fs::create_dir(&half).expect("a folder can be made");
        assert_eq!(ledger.unlisted(project.path()).len(), 2);
        fs::write(half.join("midlertidig-mappe.txt"), "").expect("a file can be written");
        assert_eq!(ledger.unlisted(project.path()), ["frigivet/2025-2-offentlig"], "the next run removes the other");
    }

    #[test]
    fn a_list_somebody_took_an_entry_out_of_is_no_ledger() {
        let text = |entries: &[Entry]| toml::to_string(&Ledger { entries: entries.to_vec() }).expect("TOML");
        assert!(Ledger::parse(&text(&[entry(1, "offentlig"), entry(2, "offentlig")])).is_ok());
        assert!(Ledger::parse(&text(&[entry(2, "offentlig")])).is_err());
        let elsewhere = Entry { mappe: "../2025-1-offentlig".into(), ..entry(1, "offentlig") };
        assert!(Ledger::parse(&text(&[elsewhere])).is_err());
        let outside = Entry { tabeller: BTreeMap::from([("../x.csv".into(), String::new())]), ..entry(1, "offentlig") };
        assert!(Ledger::parse(&text(&[outside])).is_err());
        assert_eq!(Ledger::parse("[[frigivelse]]\nnummer = 1\nhest = 2\n").map_err(|at| at.0), Err(Some(3)));
    }
}
