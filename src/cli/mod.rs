//! The command line: Danish verbs with English aliases, exit codes, progress. The only place with a clock, randomness and
//! output to a terminal.

mod arguments;
mod check;
mod disclosure_test;
mod exit;
mod explain;
mod import_profile;
mod indicators;
mod init;
mod key;
mod profiles;
mod progress;
mod release;
mod report;
mod sample;
mod secret;

use crate::pipeline::Date;
use arguments::{Arguments, Verb};
use clap::Parser;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// What a verb says and the code it ends with.
pub(crate) struct Outcome {
    /// Text for standard output.
    pub(crate) output: String,
    /// Text for standard error.
    pub(crate) complaint: String,
    /// Exit code.
    pub(crate) code: u8,
}

impl Outcome {
    pub(crate) fn done(output: impl Into<String>) -> Self {
        Self { output: output.into(), complaint: String::new(), code: exit::DONE }
    }

    pub(crate) fn failed(complaint: impl std::fmt::Display, code: u8) -> Self {
        Self { output: String::new(), complaint: format!("Fejl: {complaint}\n"), code }
    }
}

/// Runs the program with the given arguments and returns its exit code (0 done, 1 rows left out, 2 wrong command line, 10-15
/// and 70 as `ssp --help` says).
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments::with_ascii_options(args)) {
        Ok(arguments) => arguments,
        Err(error) => return arguments::explain(&error),
    };
    let outcome = without_panic_text(|| match arguments.verb {
        Verb::Init(options) => init::run(&options),
        Verb::Check(options) => check::run(&options),
        Verb::Report(options) => report::run(&options),
        Verb::Release(options) => release::run(&options),
        Verb::DisclosureTest(options) => disclosure_test::run(&options),
        Verb::Explain(options) => explain::run(&options),
        Verb::Sample(options) => sample::run(&options),
        Verb::ImportProfile(options) => import_profile::run(&options),
        Verb::Profiles(_) => profiles::run(),
        Verb::Indicators(options) => indicators::run(&options),
    });
    write(&outcome);
    ExitCode::from(outcome.code)
}

/// Returns a day of the calendar as the pipeline knows it.
fn day(date: jiff::civil::Date) -> Option<Date> {
    Some(Date { year: date.year(), month: u8::try_from(date.month()).ok()?, day: u8::try_from(date.day()).ok()? })
}

/// A panic's own text may quote a cell, so nobody sees it: only where it happened is told.
fn without_panic_text(verb: impl FnOnce() -> Outcome + std::panic::UnwindSafe) -> Outcome {
    static PLACE: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());
    std::panic::set_hook(Box::new(|panic| {
        let place =
            panic.location().map(|at| format!("{}:{}", at.file().rsplit(['/', '\\']).next().unwrap_or_default(), at.line()));
        if let Ok(mut last) = PLACE.lock() {
            *last = place.unwrap_or_default();
        }
    }));
    std::panic::catch_unwind(verb).unwrap_or_else(|_| {
        let place = PLACE.lock().map(|last| last.clone()).unwrap_or_default();
        Outcome::failed(format!("Der er en fejl i programmet ({place}). Send gerne beskeden til udviklerne."), exit::BUG)
    })
}

/// A reader that closed the pipe has read enough: not an error.
fn write(outcome: &Outcome) {
    let _closed_pipe = std::io::stdout().write_all(outcome.output.as_bytes());
    let _closed_pipe = std::io::stderr().write_all(outcome.complaint.as_bytes());
}
