//! `ssp forklar`: what a code means, how an indicator is counted, what stands behind a cell. They are told apart by their form:
//! `D017` is a code, `U15` an indicator, and a table's name with a row behind it a cell.

use super::arguments::Explain;
use super::progress::Clock;
use super::{Outcome, exit, key};
use crate::diagnostic::{self, CodeEntry, Severity, codes, explanation, find};
use crate::pipeline::{self, Asked, Explained, Passage, PipelineError, Request};

pub(super) fn run(options: &Explain) -> Outcome {
    let Some(written) = &options.what else {
        return Outcome::done(format!("{}\nSkriv for eksempel ssp forklar D017 for at få en kode forklaret.\n", codes()));
    };
    match asked(written, &options.cell) {
        Some(asked) => of_project(options, &asked),
        None => of_code(written),
    }
}

/// Returns what is asked for; `None` for a code.
fn asked(written: &str, cell: &[String]) -> Option<Asked> {
    if !cell.is_empty() || written.trim_matches('-').contains('-') {
        return Some(Asked::Cell(written.to_owned(), cell.to_vec()));
    }
    let number = written.trim_start_matches(char::is_alphabetic);
    let letters = &written[..written.len() - number.len()];
    // One of several indicators of the same thing has a letter behind its number: P11b.
    let digits = number.strip_suffix(char::is_alphabetic).unwrap_or(number);
    let has_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let is_code = letters.is_empty() || letters.eq_ignore_ascii_case("d");
    (has_number && !is_code).then(|| Asked::Indicator(written.to_owned()))
}

fn of_code(written: &str) -> Outcome {
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

fn of_project(options: &Explain, asked: &Asked) -> Outcome {
    let key = match key::throw_away() {
        Ok(key) => key,
        Err(error) => return Outcome::failed(error, exit::BUG),
    };
    let request =
        Request { folder: &options.folder, year: options.year, key: &key, edition: options.edition, only: None, target: None };
    let mut clock = Clock::new(false);
    let result = pipeline::explain(request, asked, &mut clock);
    clock.finish();
    match result {
        Ok(Explained::Parts(parts)) => Outcome::done(text(&parts)),
        Ok(Explained::Unknown(complaint)) => Outcome::failed(complaint, exit::WRONG_COMMAND),
        Err(error) => failed(&error),
    }
}

fn failed(error: &PipelineError) -> Outcome {
    let mut outcome = Outcome::failed(error, exit::code(error));
    if let PipelineError::Stopped(inspection) = error {
        outcome.complaint = format!("{}\n{}", diagnostic::text(&inspection.findings.only(Severity::Stop)), outcome.complaint);
    }
    outcome
}

/// Longest line printed.
const WIDTH: usize = 100;

fn text(parts: &[Passage]) -> String {
    let lines = |part: &Passage| part.lines.iter().map(|line| wrapped(line)).collect::<String>();
    let text: String = parts.iter().map(|part| format!("{}\n{}\n", part.heading, lines(part))).collect();
    format!("{}\n", text.trim_end())
}

/// Returns a line indented, and broken between words where it is too long.
fn wrapped(line: &str) -> String {
    let mut lines = String::new();
    let mut rest = line;
    while rest.chars().count() > WIDTH {
        let limit = rest.char_indices().nth(WIDTH).map_or(rest.len(), |(at, _)| at);
        let Some((first, _)) = rest[..limit].rsplit_once(' ').filter(|(first, _)| !first.trim().is_empty()) else { break };
        lines += &format!("  {}\n", first.trim_end());
        rest = rest[first.len()..].trim_start();
    }
    lines + &format!("  {rest}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_between_words_and_lose_none() {
        let line = "Svarede ".repeat(30);
        let broken = wrapped(line.trim_end());
        assert!(
            broken.lines().count() > 1 && broken.lines().all(|line| line.starts_with("  S") && line.chars().count() <= WIDTH + 2)
        );
        assert_eq!(broken.split_whitespace().count(), 30);
        assert_eq!(wrapped("     25  uden svar"), "       25  uden svar\n");
        assert_eq!(wrapped(&"x".repeat(120)).lines().count(), 1);
    }

    fn form(written: &str, cell: &[&str]) -> &'static str {
        match asked(written, &cell.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()) {
            None => "kode",
            Some(Asked::Indicator(_)) => "indikator",
            Some(Asked::Cell(..)) => "celle",
        }
    }

    #[test]
    fn codes_indicators_and_cells_are_told_apart_by_their_form() {
        for code in ["D017", "d17", "17", "017", "adgangskode", "xyz", "D17b", "P11bb"] {
            assert_eq!(form(code, &[]), "kode", "{code}");
        }
        for indicator in ["U15", "u15", "P08", "XF1", "P11b", "P05t", "P06r", "p08S", "U34a"] {
            assert_eq!(form(indicator, &[]), "indikator", "{indicator}");
        }
        assert_eq!(form("u15-distrikter", &[]), "celle");
        assert_eq!(form("u15-distrikter", &["Nordre distrikt"]), "celle");
        assert_eq!(form("u15", &["nord", "9. klasse"]), "celle");
    }
}
