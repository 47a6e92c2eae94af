//! `ssp indikatorer`: every indicator, on or off, and why.

use super::arguments::{Format, Indicators};
use super::{Outcome, exit, key};
use crate::pipeline::{self, Edition, Listed, Request};
use std::path::Path;

pub(super) fn run(options: &Indicators) -> Outcome {
    let listed = match &options.folder {
        None => Ok(pipeline::built_in_indicators()),
        Some(folder) => of_project(folder, options.year),
    };
    match (listed, options.format) {
        (Ok(listed), Format::Text) => Outcome::done(text(&listed)),
        (Ok(listed), Format::Json) => match serde_json::to_string_pretty(&listed) {
            Ok(json) => Outcome::done(json + "\n"),
            Err(error) => Outcome::failed(error, exit::BUG),
        },
        (Err(failed), _) => failed,
    }
}

fn of_project(folder: &Path, year: Option<i16>) -> Result<Vec<Listed>, Outcome> {
    let key = key::throw_away().map_err(|error| Outcome::failed(error, exit::BUG))?;
    let request = Request { folder, year, key: &key, edition: Edition::Public, only: None, target: None };
    let mut clock = super::progress::Clock::new(false);
    let listed = pipeline::indicators(request, &mut clock);
    clock.finish();
    listed.map_err(|error| Outcome::failed(&error, exit::code(&error)))
}

fn text(listed: &[Listed]) -> String {
    let width = |pick: fn(&Listed) -> &str| listed.iter().map(|one| pick(one).chars().count()).max().unwrap_or(0);
    let (id, title, level) = (width(|one| &one.id), width(|one| &one.titel), width(|one| one.niveau));
    let mut out = String::new();
    let mut last = "";
    for one in listed {
        if one.kilde != last {
            out += &format!("{}{}\n", if last.is_empty() { "" } else { "\n" }, one.kilde);
            last = one.kilde;
        }
        out += &format!("  {:<id$}  {:<title$}  {:<level$}  {}\n", one.id, one.titel, one.niveau, one.tilstand);
    }
    let on = listed.iter().filter(|one| one.til).count();
    out += &format!("\nI alt {} indikatorer, og {on} er slået til.\n", listed.len());
    out + CHANGE
}

const CHANGE: &str = "Ret under [indikatorer] i ssp.toml: til = [\"N03\"] slår til, fra = [\"U15\"] slår fra, og fil = \"indikatorer.toml\" \
    lægger jeres egne til.\nFokusområdernes point og status på sidste års fokusområde er ikke indikatorer. Rapporten regner dem \
    ud af de tal, der vises.\n";
