//! `ssp importprofil`: looks at an unknown file and writes a proposed profile. It never writes over anything.

use super::arguments::ImportProfile;
use super::{Outcome, exit};
use crate::diagnostic::{self, Findings, Severity};
use crate::pipeline::{self, Proposal, Target};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) fn run(options: &ImportProfile) -> Outcome {
    let targets = options.source.as_deref().map(Target::named);
    if targets.as_ref().is_some_and(Vec::is_empty) {
        let known = "upu, politi, fravaer, observationer, befolkning, skoler eller veje";
        return Outcome::failed(format!("Kilden kendes ikke. Skriv --kilde og et af ordene {known}."), exit::WRONG_COMMAND);
    }
    if options.name.as_deref().is_some_and(|name| !is_name(name)) {
        let why = "Navnet kan ikke bruges til en fil. Skriv kun små bogstaver fra a til z, tal og bindestreg, for eksempel politi-2025.";
        return Outcome::failed(why, exit::WRONG_COMMAND);
    }
    let folder = options.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    match pipeline::import_profile(&options.file, &folder, &targets.unwrap_or_default()) {
        Err(error) => Outcome::failed(&error, exit::code(&error)),
        Ok(look) => match look.proposal {
            Some(proposal) => write(options, &proposal, &look.findings),
            None => Outcome {
                output: diagnostic::text(&look.findings),
                complaint: "Der er ikke lavet et forslag.\n".to_owned(),
                code: exit::of_findings(&look.findings),
            },
        },
    }
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.len() <= 60 && name.chars().all(plain) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

fn write(options: &ImportProfile, proposal: &Proposal, findings: &Findings) -> Outcome {
    let place = Place::of(options);
    let base = options.name.clone().unwrap_or_else(|| proposal.target().profile_name());
    let name = place.free_name(&base);
    let mut files = vec![(place.file(&name), proposal.profile(&name))];
    files.extend(proposal.codebook(&name).map(|text| (place.file(&format!("{name}-kodebog")), text)));
    for (path, text) in &files {
        if put(path, text).is_err() {
            let why = format!(
                "{} kan ikke skrives. Kontrollér, at du må skrive i mappen, og at der er plads på disken.",
                path.display()
            );
            return Outcome::failed(why, exit::TARGET);
        }
    }
    let written: String = files.iter().map(|(path, _)| format!("Skrevet: {}\n", path.display())).collect();
    let odd = diagnostic::text(&findings_but_information(findings));
    Outcome::done(format!("{odd}{}\n{written}{}", proposal.report, next(proposal.target(), &place, &name, &base)))
}

/// Sheets, encoding and the like are told by the report itself.
fn findings_but_information(findings: &Findings) -> Findings {
    let mut kept = Findings::default();
    findings.iter().filter(|f| f.severity != Severity::Information).for_each(|f| kept.push(f.clone()));
    kept
}

/// Where proposals go: the project's `profiler`, else the folder that was named, else beside the file.
struct Place {
    folder: PathBuf,
    in_project: bool,
}

impl Place {
    fn of(options: &ImportProfile) -> Self {
        let named = options.folder.clone().unwrap_or_else(|| PathBuf::from("."));
        if named.join("ssp.toml").exists() {
            return Self { folder: named.join("profiler"), in_project: true };
        }
        let beside = || options.file.parent().map(Path::to_path_buf).unwrap_or_default();
        Self { folder: options.folder.clone().unwrap_or_else(beside), in_project: false }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.toml"))
    }

    /// Returns the name, or the first with a number behind that is free for the profile and its codebook.
    fn free_name(&self, base: &str) -> String {
        let taken = |name: &String| self.file(name).exists() || self.file(&format!("{name}-kodebog")).exists();
        let mut names = (1_u32..).map(|n| if n == 1 { base.to_owned() } else { format!("{base}-{n}") });
        names.find(|name| !taken(name)).expect("there are more numbers than files in a folder")
    }
}

fn put(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn next(target: Target, place: &Place, name: &str, base: &str) -> String {
    let moved = if place.in_project { "" } else { "Læg filerne i projektmappens profiler. " };
    if !target.is_register() {
        return format!(
            "Næste trin: {moved}Læs og ret profilen, skriv profil = \"{name}\" under [kilder.{}] i ssp.toml, og kør ssp tjek.\n",
            target.source().key()
        );
    }
    let renamed = if name == base { String::new() } else { format!(" Der er allerede en {base}.toml; flet de to sammen i den.") };
    format!(
        "Næste trin: {moved}Læs og ret profilen. Den bruges af sig selv, når den hedder {}.toml.{renamed}\n",
        target.profile_name()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_file_name_is_refused() {
        assert!(is_name("politi-2025"));
        for name in ["", "../politi", "Politi", "politi.toml", "børn", "2025", "a b"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let place = Place { folder: home.path().to_path_buf(), in_project: false };
        assert_eq!(place.free_name("upu-forslag"), "upu-forslag");
        put(&place.file("upu-forslag-kodebog"), "x").expect("written");
        put(&place.file("upu-forslag-2"), "x").expect("written");
        assert_eq!(place.free_name("upu-forslag"), "upu-forslag-3");
        assert!(put(&place.file("upu-forslag-2"), "y").is_err(), "nothing is written over");
    }
}
