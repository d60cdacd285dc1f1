//! `cargo xtask <command>`: Development tasks of payspec. One file per command.

mod bench_diagnostics;
mod bench_diff;
mod codegen;
mod compile_times;
mod demo;
mod git;
mod import;
mod spec;
mod spec_diff;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Once;

use clap::Command;

fn command() -> Command {
    Command::new("xtask")
        .bin_name("cargo xtask")
        .about("Development tasks of payspec")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            bench_diagnostics::command(),
            bench_diff::command(),
            codegen::command(),
            compile_times::command(),
            demo::command(),
            spec::command(),
            test::command(),
        ])
}

fn main() -> ExitCode {
    let matches = command().get_matches();
    let result = match matches.subcommand() {
        Some((bench_diagnostics::NAME, options)) => bench_diagnostics::run(options),
        Some((bench_diff::NAME, _)) => bench_diff::run(),
        Some((codegen::NAME, options)) => codegen::run(options),
        Some((compile_times::NAME, options)) => compile_times::run(options),
        Some((demo::NAME, _)) => demo::run(),
        Some((spec::NAME, options)) => spec::run(options),
        Some((test::NAME, options)) => test::run(options),
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

/// The root of the checkout to work on: the one that cargo names, else the one around the current folder, else the one
/// in which this program was compiled. Checkouts that share a target folder share the program as well. It is said which
/// one it is where people stand outside of it.
fn root() -> PathBuf {
    static SAID: Once = Once::new();
    let current = std::env::current_dir().ok();
    let root =
        named().or_else(|| current.as_deref().and_then(around)).unwrap_or_else(|| parent(Path::new(COMPILED_IN)));
    let resolved = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if !current.is_some_and(|current| resolved(&current).starts_with(resolved(&root))) {
        SAID.call_once(|| eprintln!("note: using {}, which does not contain the current folder", root.display()));
    }
    root
}

/// The checkout that cargo names. Tests of other packages that start this program have a folder of their own in the
/// environment.
fn named() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR")?);
    let is_ours = folder.is_absolute() && folder.file_name() == Path::new(COMPILED_IN).file_name();
    is_ours.then(|| parent(&folder))
}

/// The checkout that a folder lies in: it has the specs, and this package next to them.
fn around(folder: &Path) -> Option<PathBuf> {
    let package = Path::new(COMPILED_IN).file_name()?;
    let is_root = |folder: &&Path| folder.join("spec").is_dir() && folder.join(package).is_dir();
    folder.ancestors().find(is_root).map(Path::to_owned)
}

fn parent(folder: &Path) -> PathBuf {
    folder.parent().unwrap_or(folder).to_owned()
}
