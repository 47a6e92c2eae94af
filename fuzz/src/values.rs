//! One target per kind of value: each line of the input is a cell of a column that is read as that kind.

use crate::config;
use crate::model::profile::Profile;
use crate::promises::{NAME, NUMBER, PRINTED, hold, hold_back, profile};
use crate::propose::{Known, propose};
use crate::read::glimpse::glimpse;
use std::sync::LazyLock;

static POLICE: LazyLock<Profile> = LazyLock::new(|| tabbed("politi-ugeliste"));
static ABSENCE: LazyLock<Profile> = LazyLock::new(|| tabbed("fravaer-elev-maaned"));
static POPULATION: LazyLock<Profile> = LazyLock::new(|| tabbed("befolkning-distrikt"));
static NOTES: LazyLock<Profile> = LazyLock::new(|| tabbed("observationer"));
static SURVEY: LazyLock<Profile> = LazyLock::new(|| tabbed("upu-bred"));
static SCHOOL_FIGURES: LazyLock<Profile> = LazyLock::new(|| {
    let text = "navn = 'tal'\nkilde = 'fravaer'\nform = 'skole'\nskilletegn = '\\t'\nskjult_af_kilden = ['<5', '..']\n\
                [kolonner.skolenavn]\nnavne = ['Skole']\n[kolonner.skoleaar]\nnavne = ['År']\n[kolonner.andel]\nnavne = ['Andel']\n";
    config::profile("tal.toml", &text.replace("'\\t'", "\"\\t\"")).expect("the profile is valid")
});

fn tabbed(name: &str) -> Profile {
    Profile { skilletegn: Some('\t'), ..profile(name) }
}

/// Most rows made of one input: more of them try nothing new and take time.
const MOST_ROWS: usize = 60;

/// Reads a file with one row per line of the input, which stands in the columns marked `{}` of `row`.
fn column(header: &str, row: &str, profile: &Profile, input: &[u8]) {
    let text = String::from_utf8_lossy(input).replace(['\t', '"', '\r', '\0'], " ");
    let rows: String = text.split('\n').take(MOST_ROWS).map(|cell| row.replace("{}", cell) + "\n").collect();
    let file = format!("{header}\n{rows}");
    hold("indbakke/politi/a.csv", file.clone().into_bytes(), profile, input, Some(file.lines().count()));
}

/// CPR numbers and the other keys of police lists.
pub fn cpr(input: &[u8]) {
    column("CPR-nr.\tRolle\tDato", "{}\tSigtet\t17-03-2024", &POLICE, input);
    column(
        "Skoleår\tMåned\tInstitutionsnr\tElevnr\tSygdom\tLovligt\tUlovligt\tSkoledage",
        "2023/24\t2023-08\t999001\t{}\t1\t0\t0\t20",
        &ABSENCE,
        input,
    );
}

/// Dates of events and of observations.
pub fn dates(input: &[u8]) {
    column("CPR-nr.\tRolle\tDato\tUge", &format!("{PRINTED}\t{NAME}\t{{}}\t2024-U12"), &POLICE, input);
    column(
        "Dato\tDistrikt\tKilde\tTema\tObservation\tGodkendt af\tGodkendt dato",
        &format!("{{}}\tNord\tGruppe\tFester\t{NAME}\t{NAME}\t{{}}"),
        &NOTES,
        input,
    );
}

/// Days, counts, shares and ages.
pub fn numbers(input: &[u8]) {
    column(
        "Skoleår\tMåned\tInstitutionsnr\tElevnr\tSygdom\tLovligt\tUlovligt\tSkoledage",
        &format!("2023/24\t2023-08\t999001\t{NUMBER}\t{{}}\t{{}}\t0\t{{}}"),
        &ABSENCE,
        input,
    );
    column("Distrikt\tKøn\tAlder\tÅr\tAntal", "Nord\tK\t12\t2024\t{}", &POPULATION, input);
    column("Distrikt\tKøn\tAlder\tÅr\tAntal", "Nord\tK\t{}\t{}\t1", &POPULATION, input);
    column("Distrikt\tKøn\tAlder\tÅr\tAntal", "{}\t{}\t12\t2024\t1", &POPULATION, input);
    column("Skole\tÅr\tAndel", "Nord Skole\t2023/24\t{}", &SCHOOL_FIGURES, input);
}

/// The week a police list says it is of.
pub fn weeks(input: &[u8]) {
    column("CPR-nr.\tRolle\tDato\tUge", &format!("{PRINTED}\t{NAME}\t\t{{}}"), &POLICE, input);
    column("CPR-nr.\tRolle\tDato\tUge", &format!("{PRINTED}\t{NAME}\t17-03-2024\t{{}}"), &POLICE, input);
}

/// School years, months and names of classes.
pub fn schools(input: &[u8]) {
    column(
        "Skoleår\tMåned\tInstitutionsnr\tKlasse\tElevnr\tSygdom\tLovligt\tUlovligt\tSkoledage",
        &format!("{{}}\t{{}}\t{{}}\t{{}}\t{NUMBER}\t1\t0\t0\t20"),
        &ABSENCE,
        input,
    );
    column(
        "Skoleår\tMåned\tInstitutionsnr\tKlasse\tElevnr\tSygdom\tLovligt\tUlovligt\tSkoledage",
        &format!("2023/24\t{{}}\t999001\t{{}}\t{NUMBER}\t1\t0\t0\t20"),
        &ABSENCE,
        input,
    );
    column("Skoleår\tSkema\tInstitutionsnr\tKlasse\tKøn", "{}\tU\t999001\t{}\t{}", &SURVEY, input);
}

/// A profile and a file that is read by it, with a line of five equal signs between.
pub fn profiles(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (toml, file) = text.split_once("\n=====\n").unwrap_or((&text, ""));
    match config::profile("profil.toml", toml) {
        Ok(profile) => {
            hold("indbakke/a.csv", file.as_bytes().to_vec(), &profile, input, None);
        }
        Err(complaint) => assert!(!complaint.to_string().is_empty(), "a profile that is refused is explained"),
    }
}

/// A proposal for a profile of an unknown file: it shows nobody, is a valid profile, and the file can be read by it.
pub fn proposals(input: &[u8]) {
    let bytes = [format!("CPR-nr.;Rolle;Dato\n{PRINTED};{NAME};{NUMBER}\n").as_bytes(), input].concat();
    for bytes in [bytes, input.to_vec()] {
        let Some(seen) = glimpse("a.csv", &bytes).0 else { continue };
        let Ok(proposal) = propose(&seen, Known { file: "a.csv", targets: &[], project: None }) else { continue };
        let text = proposal.profile("forslag");
        let codebook = proposal.codebook("forslag").unwrap_or_default();
        hold_back(&format!("{}{text}{codebook}", proposal.report), input);
        match config::profile("forslag.toml", &text) {
            Ok(profile) => {
                hold("a.csv", bytes, &profile, input, None);
            }
            Err(complaint) => panic!("a proposal is refused: {complaint}"),
        }
    }
}
