//! `ssp forklar`: what a code means, and what to do about it.

use super::arguments::Explain;
use super::{Outcome, exit};
use crate::diagnostic::{CodeEntry, codes, explanation, find};

pub(super) fn run(options: &Explain) -> Outcome {
    let Some(written) = &options.code else {
        return Outcome::done(format!("{}\nSkriv for eksempel ssp forklar D017 for at få en kode forklaret.\n", codes()));
    };
    match find(written) {
        Ok(code) => Outcome::done(explanation(code).unwrap_or_default()),
        Err(nearest) => Outcome::failed(unknown(written, nearest), exit::WRONG_COMMAND),
    }
}

fn unknown(written: &str, nearest: Option<&CodeEntry>) -> String {
    let advice = match nearest {
        Some(CodeEntry { code, title, .. }) => format!("Mente du {code} ({title})?"),
        None => "En kode skrives som D017.".to_owned(),
    };
    format!("Koden \"{written}\" findes ikke. {advice}\nSkriv ssp forklar for at se alle koder.")
}
