//! `cargo xtask test`: everything that must be green, in the order in which it fails fastest.

use std::process::{self, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Command;

/// A step: what it is for, the arguments of cargo, variables to set.
type Step = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const STEPS: &[Step] = &[
    ("format", &["fmt", "--all", "--check"], &[]),
    ("generated code is up to date", &["xtask", "codegen", "--check"], &[]),
    ("lints", &["clippy", "--workspace", "--all-targets", "--all-features", "--locked", "--", "-D", "warnings"], &[]),
    (
        "lints of the crate to add, without features",
        &["clippy", "-p", "payspec", "--no-default-features", "--locked", "--", "-D", "warnings"],
        &[],
    ),
    (
        "lints of the crate to add, for those who only receive",
        &[
            "clippy",
            "-p",
            "payspec",
            "--no-default-features",
            "--features",
            "all-apis,webhook",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
        &[],
    ),
    ("tests", &["test", "--workspace", "--all-targets", "--all-features", "--locked"], &[]),
    ("doc tests", &["test", "--workspace", "--doc", "--all-features", "--locked"], &[]),
    ("docs", &["doc", "--workspace", "--no-deps", "--all-features", "--locked"], &[("RUSTDOCFLAGS", "-D warnings")]),
];

pub(crate) const NAME: &str = "test";

pub(crate) fn command() -> Command {
    Command::new(NAME).about("Runs everything that must be green: format, lints, tests, docs, codegen --check")
}

pub(crate) fn run() -> Result<ExitCode> {
    let started = Instant::now();
    for (name, arguments, variables) in STEPS {
        println!("\n== {name}: cargo {}", arguments.join(" "));
        let status = process::Command::new(env!("CARGO"))
            .args(*arguments)
            .envs(variables.iter().copied())
            .current_dir(crate::root())
            .status()
            .with_context(|| format!("cannot start cargo for `{name}`"))?;
        if !status.success() {
            eprintln!("\nerror: `{name}` failed");
            return Ok(ExitCode::FAILURE);
        }
    }
    println!("\nall green in {} s", started.elapsed().as_secs());
    Ok(ExitCode::SUCCESS)
}
