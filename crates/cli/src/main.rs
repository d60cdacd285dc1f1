//! The program `payspec`.

use std::process::ExitCode;

fn main() -> ExitCode {
    payspec_cli::run(std::env::args_os())
}
