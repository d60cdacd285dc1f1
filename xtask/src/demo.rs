//! `cargo xtask demo`: checks the specs, then starts the program that shows what payspec does.
//!
//! The program is a package of its own. This one depends on the generator alone, so that `cargo xtask codegen` still runs
//! when what it generates does not compile.

use std::env;
use std::process::{self, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Command;
use payspec_codegen::diag;
use payspec_codegen::run::{self, RunError};

pub(crate) const NAME: &str = "demo";

pub(crate) fn command() -> Command {
    Command::new(NAME)
        .about("Checks the specs, then pays, refunds and runs a subscription in the sandbox, and shows the webhooks")
}

pub(crate) fn run() -> Result<ExitCode> {
    let (root, started) = (crate::root(), Instant::now());
    let projects = match run::validate(&root, run::PROJECTS) {
        Ok(projects) => projects,
        Err(RunError::Spec { found, sources }) => {
            eprint!("{}", diag::render::all(&found, &sources, false));
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    let apis: usize = projects.iter().map(|(_, apis)| apis.len()).sum();
    println!("the specs of {apis} APIs are valid ({:.1} s)", started.elapsed().as_secs_f32());
    let mut demo = process::Command::new(env!("CARGO"));
    demo.args(["run", "--locked", "--package", "payspec-demo"]).current_dir(root);
    // `cargo run` has set them for this program. Build scripts that read them would run again, and crates be built again.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            demo.env_remove(name);
        }
    }
    let status = demo.status().context("cannot start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
