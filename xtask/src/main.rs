//! `cargo xtask <command>`: payspec's own chores. One file per command.

mod codegen;
mod spec;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  codegen                  turn the specs into crates and write what changed
  codegen --check          compare in memory; list everything that is stale, orphaned or foreign
  codegen --format json    the same, with diagnostics as JSON lines for editors and CI
  spec report              what the spec covers and how well it is known, computed anew
  test                     everything that must be green: format, lints, tests, docs, codegen --check
  help                     this text
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    let result = match command {
        "codegen" => codegen::run(rest),
        "spec" => spec::run(rest),
        "test" => test::run(rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        unknown => {
            eprintln!("error: there is no command `{unknown}`\n\n{HELP}");
            return ExitCode::from(2);
        }
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
