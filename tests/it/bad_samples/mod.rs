//! The samples of `data-samples/fejl`: one file per code, the small project each is laid in, and what `ssp tjek` says of it.

mod canary;
mod compound;
mod workbook;

use crate::example::{Run, files, ssp};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;
use workbook::{Cell, Sheet};

/// `proever.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// Words no output may hold.
    hemmeligt: Vec<String>,
    pub(crate) proeve: Vec<Sample>,
}

/// One sample and the finding it must give.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sample {
    pub(crate) kode: String,
    pub(crate) fil: String,
    kilde: String,
    pub(crate) alvor: String,
    #[serde(default)]
    pub(crate) begynder: String,
    #[serde(default)]
    profil_tekst: Option<String>,
    #[serde(default)]
    to_gange: bool,
    /// Whether it stands in the list of releases.
    #[serde(default)]
    frigivet: bool,
    /// `importprofil` where the finding comes from that verb and not from `tjek`.
    #[serde(default)]
    pub(crate) kommando: Option<String>,
    #[serde(default)]
    pub(crate) laves_af_testen: Option<String>,
}

pub(crate) static MANIFEST: LazyLock<Manifest> = LazyLock::new(|| {
    let text = fs::read_to_string(folder().join("proever.toml")).expect("the list of samples");
    toml::from_str(&text).expect("the list of samples is valid")
});

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data-samples/fejl")
}

/// What the program says of one sample.
pub(crate) struct Told {
    pub(crate) sample: &'static Sample,
    pub(crate) json: serde_json::Value,
    pub(crate) runs: [Run; 2],
    pub(crate) workbook: Vec<u8>,
    /// Files that lay in the project afterwards and not before.
    pub(crate) left_behind: Vec<PathBuf>,
}

/// Every sample of `tjek`, once through the program as text and once as JSON with the findings saved.
pub(crate) static TOLD: LazyLock<Vec<Told>> =
    LazyLock::new(|| MANIFEST.proeve.iter().filter(|sample| sample.kommando.is_none()).map(told).collect());

/// Every sample of `importprofil`, with what that verb says of it in its project.
pub(crate) fn proposed() -> Vec<(&'static Sample, Run)> {
    let run = |sample: &'static Sample| {
        let project = Project::with(sample, &bytes(sample));
        let file = project.0.path().join("indbakke").join(&sample.kilde).join(&sample.fil);
        (sample, ssp(&["importprofil", file.to_str().expect("the path is UTF-8"), project.folder()]))
    };
    MANIFEST.proeve.iter().filter(|sample| sample.kommando.as_deref() == Some("importprofil")).map(run).collect()
}

fn told(sample: &'static Sample) -> Told {
    let project = Project::with(sample, &bytes(sample));
    let before = names(project.0.path());
    let target = tempfile::tempdir().expect("a temporary folder");
    let saved = target.path().join("bemaerkninger.xlsx");
    let saved_name = saved.to_str().expect("UTF-8");
    let text = ssp(&["tjek", project.folder()]);
    let json = ssp(&["tjek", project.folder(), "--format", "json", "--gem-bemaerkninger", saved_name]);
    let left_behind = names(project.0.path()).difference(&before).cloned().collect();
    let workbook = fs::read(&saved).unwrap_or_else(|_| panic!("{}: {}", sample.fil, json.stderr));
    assert_eq!(files(target.path()).len(), 1, "{}: half written findings were left behind", sample.fil);
    let value = serde_json::from_str(&json.stdout).unwrap_or_else(|_| panic!("{}: {}", sample.fil, json.stderr));
    Told { sample, json: value, runs: [text, json], workbook, left_behind }
}

/// Returns the names of everything below a folder, links that lead nowhere too.
fn names(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            found.extend(names(&entry.path()));
        }
        found.insert(entry.path());
    }
    found
}

/// Returns the bytes of a sample: committed, or made here.
fn bytes(sample: &Sample) -> Vec<u8> {
    match sample.laves_af_testen.as_deref() {
        Some("zip-bombe") => workbook::bomb(),
        // Its place is made in the project.
        Some("haengende-link") => Vec::new(),
        Some(other) => panic!("nobody knows how to make {other}"),
        None => fs::read(folder().join(&sample.fil)).unwrap_or_else(|_| panic!("{} is gone", sample.fil)),
    }
}

/// The small project with one sample in it.
struct Project(TempDir);

impl Project {
    fn with(sample: &Sample, bytes: &[u8]) -> Self {
        let project = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, bytes) in files(&folder().join("projekt")) {
            project.write(&name, &bytes);
        }
        if let Some(profile) = &sample.profil_tekst {
            project.use_profile(&sample.kilde, profile);
        }
        let place = match sample.kilde.as_str() {
            "stamdata" => "stamdata/skoler.csv".to_owned(),
            "frigivet" if sample.fil.ends_with(".toml") => "frigivet/frigivelser.toml".to_owned(),
            "frigivet" => format!("frigivet/2025-1-offentlig/tabeller/{}", sample.fil.to_lowercase()),
            "tidligere" => format!("tidligere/2024/{}", sample.fil),
            source => format!("indbakke/{source}/{}", sample.fil),
        };
        if sample.laves_af_testen.as_deref() == Some("haengende-link") {
            project.write_link(&place);
        } else {
            project.write(&place, bytes);
        }
        if sample.frigivet {
            project.enter(&sample.fil.to_lowercase(), bytes);
        }
        if sample.to_gange {
            project.write(&place.replace(&sample.fil, &format!("kopi-{}", sample.fil)), bytes);
        }
        project
    }

    fn folder(&self) -> &str {
        self.0.path().to_str().expect("the path is UTF-8")
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a file in the project")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Enters a table in the list of releases.
    fn enter(&self, table: &str, bytes: &[u8]) {
        let sum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let entry = "[[frigivelse]]\nnummer = 1\ndato = \"2025-02-05\"\naar = 2025\nudgave = \"offentlig\"\nmappe = \"2025-1-offentlig\"\nversion = \"0.1.0\"";
        self.write(
            "frigivet/frigivelser.toml",
            format!("{entry}\n\n[frigivelse.tabeller]\n\"{table}\" = \"{sum}\"\n").as_bytes(),
        );
    }

    /// A link to nothing stands for every file that is there and cannot be opened; rights do not bind an administrator.
    #[cfg(unix)]
    fn write_link(&self, name: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a file in the project")).expect("a folder");
        std::os::unix::fs::symlink(self.0.path().join("findes-ikke"), path).expect("a link");
    }

    #[cfg(not(unix))]
    fn write_link(&self, name: &str) {
        panic!("{name}: links are made on Unix only");
    }

    fn use_profile(&self, source: &str, profile: &str) {
        self.write("profiler/proeve.toml", profile.as_bytes());
        let text = fs::read_to_string(self.0.path().join("ssp.toml")).expect("ssp.toml");
        let (before, after) = text.split_once(&format!("[kilder.{source}]")).expect("the source is in ssp.toml");
        let line = after.lines().find(|line| line.starts_with("profil = ")).expect("the source has a profile");
        let after = after.replacen(line, "profil = \"proeve\"", 1);
        self.write("ssp.toml", format!("{before}[kilder.{source}]{after}").as_bytes());
    }
}

// ── The workbooks ───────────────────────────────────────────────────────────────────────────────────────────────────

const HEADER: [&str; 7] = ["Uge", "Journalnr.", "Rolle", "CPR-nr.", "Navn", "Dato", "Forhold"];
const FIRST: [&str; 7] =
    ["2024-U12", "9999-73111-00001-24", "Mistænkt", "710110-4321", "Undine Attrapsen", "20-03-2024", "Butikstyveri"];
const SECOND: [&str; 7] =
    ["2024-U12", "9999-12345-00002-24", "Forurettet", "640212-4322", "Bertil Attrapsen", "21-03-2024", "Vold"];

fn rows(rows: &[[&str; 7]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

fn list() -> Sheet {
    Sheet::of("Uge 12", &rows(&[HEADER, FIRST, SECOND]))
}

/// Returns the list with another cell in the place of the first date.
fn with_first_date(cell: Cell) -> Sheet {
    let mut sheet = list();
    sheet.rows[1][5] = cell;
    sheet
}

/// Returns a sheet of texts, a line per row and a semicolon between cells.
fn sheet(name: &'static str, lines: &[&str]) -> Sheet {
    let rows: Vec<Vec<String>> = lines.iter().map(|line| line.split(';').map(str::to_owned).collect()).collect();
    Sheet::of(name, &rows)
}

/// Returns absence with a number that Excel shows as a date.
fn dated_number() -> Vec<u8> {
    let lines = [
        "Skoleår;Måned;Institutionsnr;Klasse;Elevnr;Sygdom;Lovligt;Ulovligt;Skoledage",
        "2023/24;2024-03;999001;7.A;E-4711;;0;0;20",
        "2023/24;2024-03;999001;7.A;E-4712;1;0;1;20",
    ];
    let mut absence = sheet("Fravær", &lines);
    absence.rows[1][5] = Cell::Dated("45413.5");
    workbook::xlsx(&[absence])
}

/// Returns a survey of codes, one of which the sheet with their words does not have.
fn code_without_words() -> Vec<u8> {
    let data = ["Skoleår;Institutionsnr;Klasse;S01;S02", "2024/25;999001;7.A;1;1", "2024/25;999002;8.B;7;"];
    let words = ["Variabel;Kode;Tekst", "S01;0;Nej", "S01;1;Ja", "S02;0;0 gange", "S02;1;1 gang"];
    workbook::xlsx(&[sheet("Data", &data), sheet("Værdier", &words)])
}

/// Returns every sample that is not a text written by hand.
fn generated() -> BTreeMap<&'static str, Vec<u8>> {
    let hidden = Sheet { state: "veryHidden", ..Sheet::of("Gammel liste", &rows(&[HEADER, SECOND])) };
    let next = Sheet::of("Uge 13", &rows(&[HEADER, SECOND]));
    let whole = workbook::xlsx(&[list()]);
    let observations = [
        ["Dato", "Distrikt", "Kilde", "Tema", "Observation", "Godkendt af", "Godkendt dato"],
        [
            "12-09-2024",
            "Nordre distrikt",
            "Skole",
            "Fritid",
            "Flere unge samles på torvet om aftenen.",
            "SSP-tovholder",
            "05-12-2024",
        ],
    ];
    BTreeMap::from([
        ("D001-adgangskode.xlsx", compound::encrypted()),
        ("D002-xlsx-med-forkert-endelse.xls", whole.clone()),
        ("D004-afbrudt.xlsx", whole[..whole.len() / 2].to_vec()),
        ("D005-formel-uden-vaerdi.xlsx", workbook::xlsx(&[with_first_date(Cell::Formula("DATE(2024,3,20)"))])),
        ("D006-excel-fejl.xlsx", workbook::xlsx(&[with_first_date(Cell::Error("#REF!"))])),
        ("D007-celle-langt-udenfor.xlsx", workbook::xlsx(&[Sheet { stray: Some("ALL300000"), ..list() }])),
        ("D009-skjult-ark.xlsx", workbook::xlsx(&[list(), hidden])),
        ("D010-flere-ark.xlsx", workbook::xlsx(&[list(), next])),
        ("D113-tekst-uden-for-tabellen.docx", workbook::docx("Referat: Undine er set på torvet.", &rows(&observations))),
        ("D123-dokument-uden-tabel.docx", workbook::docx("Referat: Flere unge samles på torvet om aftenen.", &[])),
        ("D140-tal-som-dato.xlsx", dated_number()),
        ("D161-kode-uden-tekst.xlsx", code_without_words()),
    ])
}

#[test]
fn the_committed_workbooks_are_those_made_here() {
    let writes = std::env::var_os("SSP_SKRIV_PROEVER").is_some_and(|value| value == "1");
    for (name, bytes) in generated() {
        let path = folder().join(name);
        if writes {
            fs::write(&path, &bytes).expect("the folder of samples can be written");
        }
        let committed = fs::read(&path).unwrap_or_else(|_| panic!("{name} is missing; README.md there says how to write it"));
        assert!(committed == bytes, "{name} differs; README.md there says how to write it again");
    }
}

#[test]
fn every_sample_that_is_no_text_is_made_here() {
    let made = generated();
    for sample in MANIFEST.proeve.iter().filter(|sample| sample.laves_af_testen.is_none() && !sample.fil.ends_with(".csv")) {
        let is_text = fs::read_to_string(folder().join(&sample.fil)).is_ok();
        assert!(is_text || made.contains_key(sample.fil.as_str()), "{}", sample.fil);
    }
}
