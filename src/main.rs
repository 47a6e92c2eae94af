//! The `ssp` program: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ssp_datarapport::cli::run(std::env::args_os())
}
