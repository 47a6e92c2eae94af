//! Progress on standard error: nothing when piped, nothing in the first second; with `-v` the time of each stage.

use crate::pipeline::Progress;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Listens to the pipeline with a clock.
pub(super) struct Clock {
    verbose: bool,
    terminal: bool,
    start: Instant,
    stage: Option<(String, Instant)>,
}

impl Clock {
    pub(super) fn new(verbose: bool) -> Self {
        Self { verbose, terminal: std::io::stderr().is_terminal(), start: Instant::now(), stage: None }
    }

    /// Ends the last stage.
    pub(super) fn finish(&mut self) {
        self.end_stage();
        if self.verbose {
            say(&format!("I alt: {}\n", seconds(self.start.elapsed())));
        }
    }

    fn end_stage(&mut self) {
        if let Some((stage, begun)) = self.stage.take().filter(|_| self.verbose) {
            say(&format!("{stage}: {}\n", seconds(begun.elapsed())));
        }
    }
}

impl Progress for Clock {
    fn stage(&mut self, stage: &str) {
        self.end_stage();
        if self.terminal && !self.verbose && self.start.elapsed() > Duration::from_secs(1) {
            say(&format!("{stage} …\n"));
        }
        self.stage = Some((stage.to_owned(), Instant::now()));
    }
}

fn say(text: &str) {
    let _closed_pipe = std::io::stderr().write_all(text.as_bytes());
}

fn seconds(time: Duration) -> String {
    format!("{},{:02} s", time.as_secs(), time.subsec_millis() / 10)
}
