//! A finished release: the files of one report, as they lie in its folder.

use super::package::{Package, Structure};
use super::table::{Row, rows};
use crate::model::artefact::Artefact;
use crate::publish::reading;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// The file that makes a folder a release.
pub const PACKAGE: &str = "datapackage.json";

/// The list of the files' control sums.
pub(super) const MANIFEST: &str = "manifest.json";

/// The edition for fewer readers, as a data package names it.
const CONFIDENTIAL: &str = "fortrolig";

/// One release: its open tables, and its papers as they are.
pub struct Release {
    /// What the folder is called.
    pub name: String,
    /// Whether it is for fewer readers, who have the others too.
    pub(super) confidential: bool,
    pub(super) tables: Vec<Table>,
    pub(super) papers: Vec<Artefact>,
    /// Printed numbers that are no figures, each with the word behind it.
    pub(super) words: Vec<String>,
    /// Open tables no data package tells of.
    pub(super) unlisted: Vec<String>,
    /// Files that are no longer what the program wrote.
    pub(super) altered: Vec<String>,
    /// Files that lie there and are none of the program's.
    pub(super) added: Vec<String>,
    /// Whether it is a folder without the list of control sums.
    pub(super) unsealed: bool,
}

/// One open table of a release.
#[derive(Clone)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) structure: Structure,
    pub(super) rows: Vec<Row>,
}

impl Release {
    /// Returns the release of finished files; `None` without a data package that can be read.
    pub fn of(name: &str, files: &[Artefact]) -> Option<Self> {
        let file = |path: &str| files.iter().find(|file| file.path == path);
        let package: Package = serde_json::from_slice(&file(PACKAGE)?.bytes).ok()?;
        let tables: Vec<Table> = package
            .resources
            .iter()
            .filter_map(|resource| {
                let (title, structure) = (resource.title.clone(), resource.structure.clone().unwrap_or_default());
                Some(Table { name: resource.name.clone(), title, structure, rows: rows(&file(&resource.path)?.bytes) })
            })
            .collect();
        let listed = |path: &str| package.resources.iter().any(|resource| resource.path == path);
        let unlisted = files.iter().map(|file| file.path.clone()).filter(|path| path.ends_with(".csv") && !listed(path));
        let papers = files.iter().filter(|file| is_paper(&file.path)).cloned().collect();
        let (name, unlisted, confidential) = (name.to_owned(), unlisted.collect(), package.edition == CONFIDENTIAL);
        let (words, altered, added) = (package.numbers, reading::altered(files), reading::added(files));
        Some(Self { name, confidential, tables, papers, words, unlisted, altered, added, unsealed: false })
    }

    /// Returns the release without its papers, as one that is only known beside others.
    #[must_use]
    pub fn tables_alone(self) -> Self {
        let (papers, unlisted, altered, added) = Default::default();
        Self { papers, unlisted, altered, added, unsealed: false, ..self }
    }

    /// Returns the release held to the limits of a later report, which are those its readers are promised now.
    #[must_use]
    pub fn held_to(mut self, later: &Self) -> Self {
        for table in &mut self.tables {
            if let Some(alike) = later.tables.iter().find(|alike| alike.name == table.name) {
                let Structure { threshold, nobody, everybody, .. } = alike.structure;
                table.structure = Structure { threshold, nobody, everybody, ..table.structure.clone() };
            }
        }
        self
    }

    /// Returns an earlier release of which only the open tables are left, one file for each indicator or one for all: its rows hang
    /// together as those of the same indicator do here; of others it is known that they are shown. `confidential` says whether they were for fewer readers.
    pub fn earlier(&self, name: &str, files: &[Artefact], confidential: bool) -> Self {
        let mut tables: BTreeMap<String, Table> = BTreeMap::new();
        for row in files.iter().flat_map(|file| rows(&file.bytes)) {
            let id = row.place.get("indikator").to_owned();
            let alike = self.tables.iter().find(|table| table.indicator() == Some(&id));
            let name = alike.map_or_else(|| id.to_lowercase(), |table| table.name.clone());
            let empty = || Table {
                name: name.clone(),
                title: alike.map_or_else(|| id.clone(), |table| table.title.clone()),
                // Who asked fewer than are asked for now has told so long ago.
                structure: alike.map(|table| Structure { base: None, ..table.structure.clone() }).unwrap_or_default(),
                rows: Vec::new(),
            };
            tables.entry(id.clone()).or_insert_with(empty).rows.push(row);
        }
        let name = name.to_owned();
        let tables = tables.into_values().collect();
        let (papers, words, unlisted, altered, added) = Default::default();
        Self { name, confidential, tables, papers, words, unlisted, altered, added, unsealed: false }
    }
}

impl Table {
    /// Returns the rows that are neither the whole nor a part of a sum over one of their columns. Years stand beside each other.
    pub(super) fn outside_sums(&self) -> impl Iterator<Item = &Row> {
        let columns: BTreeSet<&str> =
            self.structure.sums.iter().map(|sum| sum.column.as_str()).filter(|c| *c != "periode").collect();
        let is_in = |row: &Row, column: &str| {
            let mut sums = self.structure.sums.iter().filter(|sum| sum.column == column);
            sums.any(|sum| row.place.get(column) == sum.whole || sum.parts.iter().any(|part| part == row.place.get(column)))
        };
        self.rows.iter().filter(move |row| !columns.iter().all(|column| is_in(row, column)))
    }

    /// Returns the indicator its rows are of.
    pub(super) fn indicator(&self) -> Option<&str> {
        self.rows.first().map(|row| row.place.get("indikator"))
    }
}

fn is_paper(path: &str) -> bool {
    [".pdf", ".html", ".svg", ".xlsx"].iter().any(|ending| path.ends_with(ending))
}

/// Returns every release below a folder, the folder itself among them, in the order of their paths.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn releases(folder: &Path) -> io::Result<Vec<Release>> {
    let mut found = Vec::new();
    visit(folder, folder, &mut found)?;
    Ok(found)
}

fn visit(root: &Path, folder: &Path, found: &mut Vec<Release>) -> io::Result<()> {
    if folder.join(PACKAGE).is_file() {
        let mut files = Vec::new();
        gather(folder, folder, &mut files)?;
        let name = folder.strip_prefix(root).ok().filter(|path| !path.as_os_str().is_empty()).unwrap_or(folder);
        let unsealed = !files.iter().any(|file| file.path == MANIFEST);
        found.extend(Release::of(&name.display().to_string(), &files).map(|release| Release { unsealed, ..release }));
    }
    for path in below(folder)?.into_iter().filter(|path| path.is_dir()) {
        visit(root, &path, found)?;
    }
    Ok(())
}

/// Reads the files of a release; a folder below with a package of its own is another release.
fn gather(root: &Path, folder: &Path, files: &mut Vec<Artefact>) -> io::Result<()> {
    for path in below(folder)? {
        if path.is_dir() {
            if !path.join(PACKAGE).is_file() {
                gather(root, &path, files)?;
            }
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push(Artefact::new(name, fs::read(&path)?));
        }
    }
    Ok(())
}

fn below(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
