//! `manifest.json`: what a published folder holds and what it was made of, without file names or plain hashes of the input.

use crate::model::artefact::Artefact;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Name of the manifest in the published folder.
pub(super) const FILE: &str = "manifest.json";

/// The name by which a folder is known as ours.
const PROGRAM: &str = "ssp-datarapport";

/// What the pipeline knows about a run and the manifest repeats.
pub struct Facts<'a> {
    /// Version of the program.
    pub version: &'a str,
    /// Source and its period, in the order they are listed.
    pub periods: Vec<(String, String)>,
    /// The date the data were made up: (year, month, day).
    pub as_of: (i16, u8, u8),
    /// Source key, running number, keyed hash (HMAC, hexadecimal), and whether the delivery was exempted.
    pub deliveries: Vec<(String, u32, String, bool)>,
    /// What stands on every page: that it is a draft, or for whom alone it is.
    pub marks: Vec<String>,
}

/// The published list of contents. Keys are Danish, for people open the file.
#[derive(Serialize)]
pub struct Manifest {
    program: &'static str,
    version: String,
    opgjort: String,
    maerker: Vec<String>,
    perioder: Vec<Period>,
    leverancer: Vec<Delivery>,
    filer: Vec<File>,
}

#[derive(Serialize)]
struct Period {
    kilde: String,
    periode: String,
}

#[derive(Serialize)]
struct Delivery {
    kilde: String,
    nummer: u32,
    kontrolsum: String,
    undtaget: bool,
}

#[derive(Serialize)]
struct File {
    sti: String,
    bytes: usize,
    sha256: String,
}

impl Manifest {
    /// Returns the manifest of a run; files are sorted by path.
    ///
    /// Plain hashes stand only at our own output, which is public anyway: a plain hash of an input would let a reader try every
    /// hidden value.
    pub fn new(artefacts: &[Artefact], facts: &Facts) -> Self {
        let (year, month, day) = facts.as_of;
        let mut filer: Vec<File> = artefacts.iter().map(File::of).collect();
        filer.sort_by(|a, b| a.sti.cmp(&b.sti));
        let period = |(kilde, periode): &(String, String)| Period { kilde: kilde.clone(), periode: periode.clone() };
        Self {
            program: PROGRAM,
            version: facts.version.to_owned(),
            opgjort: format!("{year:04}-{month:02}-{day:02}"),
            maerker: facts.marks.clone(),
            perioder: facts.periods.iter().map(period).collect(),
            leverancer: facts.deliveries.iter().map(Delivery::of).collect(),
            filer,
        }
    }

    /// Returns the manifest as JSON with a line break at the end.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("a manifest holds only strings, numbers and booleans");
        json.push(b'\n');
        json
    }
}

impl Delivery {
    fn of((source, number, keyed_hash, exempted): &(String, u32, String, bool)) -> Self {
        Self { kilde: source.clone(), nummer: *number, kontrolsum: keyed_hash.clone(), undtaget: *exempted }
    }
}

impl File {
    fn of(artefact: &Artefact) -> Self {
        Self { sti: artefact.path.clone(), bytes: artefact.bytes.len(), sha256: sha256(&artefact.bytes) }
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the paths of the files that are no longer what the manifest among them lists; none without a manifest of this program.
pub fn altered(files: &[Artefact]) -> Vec<String> {
    let manifest = manifest_among(files).unwrap_or_default();
    let is_other = |(path, sum): &(String, String)| files.iter().any(|file| file.path == *path && sha256(&file.bytes) != *sum);
    manifest.into_iter().filter(is_other).map(|(path, _)| path).collect()
}

/// Returns the paths of the files that the manifest among them does not list; none without a manifest of this program. What file
/// managers and Office leave in any folder does not count.
pub fn added(files: &[Artefact]) -> Vec<String> {
    const LEFT: [&str; 4] = [FILE, "Thumbs.db", "desktop.ini", ".DS_Store"];
    let Some(manifest) = manifest_among(files) else { return Vec::new() };
    let is_left = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        LEFT.contains(&name) || name.starts_with("~$")
    };
    let paths = files.iter().map(|file| &file.path).filter(|path| !is_left(path));
    paths.filter(|path| !manifest.iter().any(|(listed, _)| listed == *path)).cloned().collect()
}

fn manifest_among(files: &[Artefact]) -> Option<Vec<(String, String)>> {
    files.iter().find(|file| file.path == FILE).and_then(|file| listed(&file.bytes))
}

/// Returns the paths a manifest lists, or `None` when the bytes are no manifest of this program.
pub(super) fn listed_files(json: &[u8]) -> Option<Vec<String>> {
    Some(listed(json)?.into_iter().map(|(path, _)| path).collect())
}

/// Returns the paths and sums a manifest lists.
fn listed(json: &[u8]) -> Option<Vec<(String, String)>> {
    let value: serde_json::Value = serde_json::from_slice(json).ok()?;
    if value.get("program")?.as_str()? != PROGRAM {
        return None;
    }
    let text = |file: &serde_json::Value, key: &str| file.get(key)?.as_str().map(str::to_owned);
    let files = value.get("filer")?.as_array()?;
    files.iter().map(|file| Some((text(file, "sti")?, text(file, "sha256").unwrap_or_default()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts<'static> {
        Facts {
            version: "0.1.0",
            periods: vec![("politi".into(), "2024".into())],
            as_of: (2025, 3, 17),
            deliveries: vec![("politi".into(), 1, "ab12".into(), false)],
            marks: vec!["UDKAST".into()],
        }
    }

    #[test]
    fn a_file_that_was_put_beside_the_others_is_found() {
        let mut files = vec![Artefact::new("a.csv", b"abc".to_vec())];
        let manifest = Manifest::new(&files, &facts()).to_json();
        files.push(Artefact::new("b/noter.txt", Vec::new()));
        assert!(added(&files).is_empty(), "nobody knows without a manifest");
        files.push(Artefact::new(FILE, manifest));
        files.extend(["b/Thumbs.db", "~$a.xlsx"].map(|path| Artefact::new(path, Vec::new())));
        assert_eq!(added(&files), ["b/noter.txt"]);
    }

    #[test]
    fn the_manifest_lists_files_by_path_with_the_hash_of_each() {
        let files = [Artefact::new("b.csv", b"abc".to_vec()), Artefact::new("a.csv", Vec::new())];
        let json = Manifest::new(&files, &facts()).to_json();
        assert_eq!(listed_files(&json), Some(vec!["a.csv".to_owned(), "b.csv".to_owned()]));
        let text = String::from_utf8(json).expect("JSON is UTF-8");
        assert!(text.contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), "SHA-256 of abc");
        assert!(text.contains("\"opgjort\": \"2025-03-17\"") && text.contains("\"kontrolsum\": \"ab12\""));
    }

    #[test]
    fn a_file_with_another_sum_than_the_manifests_is_altered() {
        let written = [Artefact::new("b.csv", b"abc".to_vec()), Artefact::new("a.csv", Vec::new())];
        let manifest = Artefact::new(FILE, Manifest::new(&written, &facts()).to_json());
        let mut files = [written.to_vec(), vec![manifest]].concat();
        assert!(altered(&files).is_empty());
        files[0].bytes.push(b'\n');
        assert_eq!(altered(&files), ["b.csv"]);
        assert!(altered(&files[1..]).is_empty(), "a file that was taken away tells nothing");
        assert!(altered(&files[..2]).is_empty(), "without a manifest nothing is known");
    }

    #[test]
    fn another_programs_manifest_is_not_ours() {
        assert_eq!(listed_files(br#"{"program": "andet", "filer": []}"#), None);
        assert_eq!(listed_files(br#"{"name": "webapp"}"#), None);
        assert_eq!(listed_files(b"hej"), None);
    }
}
