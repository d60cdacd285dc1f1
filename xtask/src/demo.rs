//! `cargo xtask demo`: checks the specs, then starts the program that shows what payspec does.
//!
//! The program is a package of its own. This one depends on the generator alone, so that `cargo xtask codegen` still runs
//! when what it generates does not compile.

use std::process::{self, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Command;
use payspec_codegen::diag;
use payspec_codegen::run::{self, RunError};

pub(crate) const NAME: &str = "demo";

pub(crate) fn command() -> Command {
    Command::new(NAME)
        .about("Takes a payment in the sandbox: checks the specs, pays, captures, refunds, shows the webhooks")
}

pub(crate) fn run() -> Result<ExitCode> {
    let (root, started) = (crate::root(), Instant::now());
    let generated = match run::generate(&root, run::PROJECTS) {
        Ok(generated) => generated,
        Err(RunError::Spec { found, sources }) => {
            eprint!("{}", diag::render::all(&found, &sources, false));
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    println!(
        "the specs are valid, and make {} files ({:.1} s)",
        generated.files.len(),
        started.elapsed().as_secs_f32()
    );
    let mut demo = process::Command::new(env!("CARGO"));
    demo.args(["run", "--locked", "--package", "payspec-demo"]).current_dir(root);
    let status = demo.status().context("cannot start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
