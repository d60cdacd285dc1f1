//! `cargo xtask <command>`: payspec's own chores. One file per command.

mod codegen;
mod compile_times;
mod import;
mod spec;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Command;

fn command() -> Command {
    Command::new("xtask")
        .bin_name("cargo xtask")
        .about("payspec's own chores")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([codegen::command(), compile_times::command(), spec::command(), test::command()])
}

fn main() -> ExitCode {
    let matches = command().get_matches();
    let result = match matches.subcommand() {
        Some((codegen::NAME, options)) => codegen::run(options),
        Some((compile_times::NAME, options)) => compile_times::run(options),
        Some((spec::NAME, options)) => spec::run(options),
        Some((test::NAME, _)) => test::run(),
        // The library has refused anything else.
        _ => return ExitCode::from(2),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Where this package was compiled.
const COMPILED_IN: &str = env!("CARGO_MANIFEST_DIR");

/// The root of the repository, wherever the command is called from. Checkouts that share a target folder share this
/// program as well, so cargo is asked where it runs, and where it was compiled counts only if nobody says.
fn root() -> PathBuf {
    let compiled_in = Path::new(COMPILED_IN);
    let running_in = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    // Tests of other packages that start this program have a folder of their own in the environment.
    let running_in = running_in.filter(|folder| folder.is_absolute() && folder.file_name() == compiled_in.file_name());
    let here = running_in.as_deref().unwrap_or(compiled_in);
    here.parent().unwrap_or(here).to_owned()
}
