//! `cargo xtask test`: everything that must be green, in the order in which it fails fastest.

use std::process::{self, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Command;

/// The features of the crate to add that are tried without the others. With each of them something else is left out, and
/// what is left must build without a warning.
const FEATURES: &[&str] = &[
    "",
    "iso",
    "all-apis",
    "all-apis,operations",
    "all-apis,webhook",
    "all-apis,files",
    "all-apis,documented-keys",
    "all-apis,client",
];

/// A step: what it is for, the arguments of cargo, variables to set.
type Step = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

/// The step after which features are tried one by one.
const LINTS: &str = "lints";

const STEPS: &[Step] = &[
    ("format", &["fmt", "--all", "--check"], &[]),
    ("generated code is up to date", &["xtask", "codegen", "--check"], &[]),
    (LINTS, &["clippy", "--workspace", "--all-targets", "--all-features", "--locked", "--", "-D", "warnings"], &[]),
    ("tests", &["test", "--workspace", "--all-targets", "--all-features", "--locked"], &[]),
    ("doc tests", &["test", "--workspace", "--doc", "--all-features", "--locked"], &[]),
    ("docs", &["doc", "--workspace", "--no-deps", "--all-features", "--locked"], &[("RUSTDOCFLAGS", "-D warnings")]),
];

pub(crate) const NAME: &str = "test";

pub(crate) fn command() -> Command {
    Command::new(NAME).about("Runs all checks of CI: format, lints, tests, docs, codegen --check")
}

pub(crate) fn run() -> Result<ExitCode> {
    let started = Instant::now();
    for (name, arguments, variables) in STEPS {
        let passed = step(name, arguments, variables)? && (*name != LINTS || features()?);
        if !passed {
            eprintln!("\nerror: `{name}` failed");
            return Ok(ExitCode::FAILURE);
        }
    }
    println!("\nall checks passed in {} s", started.elapsed().as_secs());
    Ok(ExitCode::SUCCESS)
}

fn step(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Result<bool> {
    println!("\n== {name}: cargo {}", arguments.join(" "));
    let mut command = process::Command::new(env!("CARGO"));
    command.args(arguments).envs(variables.iter().copied()).current_dir(crate::root());
    Ok(command.status().with_context(|| format!("cannot start cargo for `{name}`"))?.success())
}

/// Lints the crate to add with some features only.
fn features() -> Result<bool> {
    for features in FEATURES {
        let arguments = ["clippy", "-p", "payspec", "--no-default-features", "--features", features, "--locked"];
        if !step("lints with some features only", &[&arguments[..], &["--", "-D", "warnings"]].concat(), &[])? {
            return Ok(false);
        }
    }
    Ok(true)
}
