//! `cargo xtask test [--only <step>]..`: everything that must be green, in the order in which it fails fastest.
//!
//! The jobs of CI are these steps, so what they run is said here and nowhere else.

use std::ffi::OsStr;
use std::fs;
use std::process::{self, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Arg, ArgAction, ArgMatches, Command};

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

/// One call of cargo that must succeed.
struct Step {
    /// Its name after `--only`.
    name: &'static str,
    arguments: &'static [&'static str],
    variables: &'static [(&'static str, &'static str)],
    /// Whether it runs where none is named.
    is_usual: bool,
}

const fn step(name: &'static str, arguments: &'static [&'static str]) -> Step {
    Step { name, arguments, variables: &[], is_usual: true }
}

/// The step after which features are tried one by one.
const CLIPPY: &str = "clippy";

/// The step that builds the documentation.
const DOCS: &str = "docs";

const STEPS: &[Step] = &[
    step("format", &["fmt", "--all", "--check"]),
    step("codegen", &["xtask", "codegen", "--check"]),
    step(CLIPPY, &["clippy", "--workspace", "--all-targets", "--all-features", "--locked", "--", "-D", "warnings"]),
    step("test", &["test", "--workspace", "--all-targets", "--all-features", "--locked"]),
    step("doc-test", &["test", "--workspace", "--doc", "--all-features", "--locked"]),
    Step {
        variables: &[("RUSTDOCFLAGS", "-D warnings")],
        ..step(DOCS, &["doc", "--workspace", "--no-deps", "--all-features", "--locked"])
    },
    // All published crates are below these two. It proves something with the oldest compiler only, which is not the
    // one at hand, so it is asked for: `RUSTUP_TOOLCHAIN=<rust-version> cargo xtask test --only msrv`.
    Step {
        is_usual: false,
        ..step("msrv", &["check", "-p", "payspec", "-p", "payspec-cli", "--all-features", "--locked"])
    },
];

pub(crate) const NAME: &str = "test";

pub(crate) fn command() -> Command {
    Command::new(NAME).about("Runs all checks of CI: format, lints, tests, docs, codegen --check").arg(
        Arg::new("only")
            .long("only")
            .action(ArgAction::Append)
            .value_name("step")
            .value_parser(STEPS.iter().map(|step| step.name).collect::<Vec<_>>())
            .help("Runs only this step; may be repeated"),
    )
}

pub(crate) fn run(matches: &ArgMatches) -> Result<ExitCode> {
    let started = Instant::now();
    let only: Vec<&String> = matches.get_many("only").map(Iterator::collect).unwrap_or_default();
    let is_wanted = |step: &&Step| {
        if only.is_empty() { step.is_usual } else { only.iter().any(|name| *name == step.name) }
    };
    for step in STEPS.iter().filter(is_wanted) {
        let Step { name, arguments, variables, .. } = step;
        let begun = Instant::now();
        let mut arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        if *name == DOCS {
            arguments.extend(undocumented()?.into_iter().map(|package| format!("--exclude={package}")));
        }
        if !cargo(name, &arguments, variables)? || *name == CLIPPY && !features()? {
            eprintln!("\nerror: `{name}` failed; to run it alone: cargo xtask test --only {name}");
            return Ok(ExitCode::FAILURE);
        }
        println!("\n-- {name} took {} s", begun.elapsed().as_secs());
    }
    println!("\nall checks passed in {} s", started.elapsed().as_secs());
    Ok(ExitCode::SUCCESS)
}

/// The packages of the public APIs that prove the language, as patterns. Nobody reads their documentation, and the showcases
/// have all that is generated.
fn undocumented() -> Result<Vec<String>> {
    let folder = crate::root().join("tests/language/crates");
    let mut patterns = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with("showcase") && name != "runtime" {
            patterns.push(format!("{name}-*"));
        }
    }
    Ok(patterns)
}

fn cargo(name: &str, arguments: &[impl AsRef<OsStr>], variables: &[(&str, &str)]) -> Result<bool> {
    let shown: Vec<_> = arguments.iter().map(|argument| argument.as_ref().to_string_lossy()).collect();
    println!("\n== {name}: cargo {}", shown.join(" "));
    let mut command = process::Command::new(env!("CARGO"));
    command.args(arguments).envs(variables.iter().copied()).current_dir(crate::root());
    Ok(command.status().with_context(|| format!("cannot start cargo for `{name}`"))?.success())
}

/// Lints the crate to add with some features only.
fn features() -> Result<bool> {
    for features in FEATURES {
        let arguments = ["clippy", "-p", "payspec", "--no-default-features", "--features", features, "--locked"];
        if !cargo("clippy with some features only", &[&arguments[..], &["--", "-D", "warnings"]].concat(), &[])? {
            return Ok(false);
        }
    }
    Ok(true)
}
