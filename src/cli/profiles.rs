//! `ssp profiler`: the import profiles that come with the program.

use super::Outcome;
use crate::source::{Listed, listed};

pub(super) fn run() -> Outcome {
    let all = listed();
    let width = all.iter().map(|profile| profile.name.chars().count()).max().unwrap_or(0);
    let mut out = "Indbyggede importprofiler\n".to_owned();
    let mut last = "";
    for profile in &all {
        if profile.source != last {
            out += &format!("\n{}\n", profile.source);
            last = profile.source;
        }
        out += &line(profile, width);
    }
    out += "\nEn profil i projektets mappe profiler med samme navn bruges i stedet for den indbyggede.\n";
    out += "Har I en fil, som ingen af dem passer til, så prøv: ssp importprofil FIL\n";
    Outcome::done(out)
}

fn line(profile: &Listed, width: usize) -> String {
    let form = profile.form.as_ref().map_or(String::new(), |form| format!(", form = \"{form}\""));
    let tried = if profile.tried { "afprøvet på en rigtig fil" } else { "ikke afprøvet på en rigtig fil" };
    format!("  {:<width$}  {}{form} ({tried})\n", profile.name, profile.title)
}
