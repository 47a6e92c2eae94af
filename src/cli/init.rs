//! `ssp opret`: a project folder with everything a tovholder needs, and two files to double-click.

use super::arguments::Init;
use super::{Outcome, exit};
use crate::config::{CHECK_CMD, PROJECT_TEMPLATE, REPORT_CMD, SAMPLE_PROJECT};
use crate::sample::{Size, municipality};
use std::fs;
use std::path::Path;

const FOLDERS: [&str; 9] = [
    "indbakke/upu",
    "indbakke/politi",
    "indbakke/fravaer",
    "indbakke/observationer",
    "indbakke/befolkning",
    "stamdata",
    "profiler",
    "tidligere",
    "rapporter",
];

const SCHOOLS: &str = "Institutionsnr;Navn;Rolle;Hovedinstitution;Distrikt;Gyldig fra;Gyldig til\n";
const STREETS: &str = "Vej;Fra;Til;Postnr;Distrikt\n";

pub(super) fn run(options: &Init) -> Outcome {
    if options.with_sample {
        return with_sample(&options.folder, Size::default());
    }
    match write(
        &options.folder,
        PROJECT_TEMPLATE,
        &[("stamdata/skoler.csv", SCHOOLS.into()), ("stamdata/veje.csv", STREETS.into())],
    ) {
        Ok(()) => Outcome::done(format!(
            "Projektmappen {} er klar.\nRet ssp.toml, læg årets filer i indbakke, og dobbeltklik på Tjek.cmd.\n",
            options.folder.display()
        )),
        Err(complaint) => Outcome::failed(complaint, exit::TARGET),
    }
}

/// Makes a project folder with the synthetic municipality.
pub(super) fn with_sample(folder: &Path, size: Size) -> Outcome {
    let files = match municipality(size) {
        Ok(files) => files,
        Err(error) => return Outcome::failed(error, exit::WRONG_COMMAND),
    };
    let files: Vec<(&str, Vec<u8>)> = files.iter().map(|f| (f.path.as_str(), f.bytes.clone())).collect();
    match write(folder, SAMPLE_PROJECT, &files) {
        Ok(()) => Outcome::done(format!(
            "Den opdigtede kommune ligger i {}.\nPrøv: ssp rapport \"{}\"\n",
            folder.display(),
            folder.display()
        )),
        Err(complaint) => Outcome::failed(complaint, exit::TARGET),
    }
}

fn write(folder: &Path, settings: &str, files: &[(&str, Vec<u8>)]) -> Result<(), String> {
    if folder.join("ssp.toml").exists() {
        return Err(format!("Mappen {} har allerede en ssp.toml og bliver ikke ændret. Vælg en anden mappe.", folder.display()));
    }
    for name in FOLDERS {
        let path = folder.join(name);
        fs::create_dir_all(&path).map_err(|_| refused(&path))?;
    }
    let mut all: Vec<(&str, Vec<u8>)> = vec![
        ("ssp.toml", settings.into()),
        ("Tjek.cmd", CHECK_CMD.replace('\n', "\r\n").into()),
        ("Lav rapport.cmd", REPORT_CMD.replace('\n', "\r\n").into()),
        (".gitignore", b"hemmeligt/\nrapporter/\n".to_vec()),
    ];
    all.extend(files.iter().cloned());
    all.iter().try_for_each(|(name, bytes)| put(&folder.join(name), bytes))
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|_| refused(parent))?;
    }
    fs::write(path, bytes).map_err(|_| refused(path))
}

fn refused(path: &Path) -> String {
    format!("{} kan ikke skrives. Kontrollér, at du må skrive i mappen, og at der er plads på disken.", path.display())
}
