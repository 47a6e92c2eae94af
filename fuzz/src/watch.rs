//! Telling the program's own panics from those of the format libraries.
//!
//! The reader catches a library that panics over a damaged file. libFuzzer would end at that panic already, before it is caught;
//! here only a panic of the program's own code ends the run, even where a catch would have hidden it.

use std::panic::{PanicHookInfo, catch_unwind};
use std::process::abort;
use std::sync::Mutex;

/// The latest panic of a library, to be shown if nobody catches it.
static LATEST: Mutex<String> = Mutex::new(String::new());

/// Sets the panic hook; call it after libFuzzer has set its own.
pub fn start() {
    std::panic::set_hook(Box::new(judge));
}

/// Runs a target over one input; a panic nobody caught ends the run.
pub fn run(target: fn(&[u8]), bytes: &[u8]) {
    if catch_unwind(|| target(bytes)).is_err() {
        eprintln!("not caught: {}", LATEST.lock().map(|text| text.clone()).unwrap_or_default());
        abort();
    }
}

fn judge(panic: &PanicHookInfo) {
    let of_a_library = |file: &str| file.contains("/registry/src/") || file.contains("/rustc/");
    if panic.location().is_some_and(|place| of_a_library(place.file())) {
        if let Ok(mut latest) = LATEST.lock() {
            *latest = panic.to_string();
        }
        return;
    }
    eprintln!("{panic}");
    abort();
}
