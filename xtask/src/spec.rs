//! `cargo xtask spec report`: what the spec covers, computed anew; `cargo xtask spec import`: a first draft of a spec;
//! `cargo xtask spec diff`: what a change means to users.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::Result;
use clap::{ArgMatches, Command};
use payspec_codegen::diag;
use payspec_codegen::run::{self, RunError};

use crate::{import, spec_diff};

pub(crate) const NAME: &str = "spec";

pub(crate) fn command() -> Command {
    let report = Command::new("report").about("Prints the coverage and evidence of the specs, as in docs/coverage.md");
    Command::new(NAME)
        .about("Reports on the specs, compares them, and imports new ones")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([report, import::command(), spec_diff::command()])
}

pub(crate) fn run(matches: &ArgMatches) -> Result<ExitCode> {
    match matches.subcommand() {
        Some((import::NAME, options)) => import::run(options),
        Some((spec_diff::NAME, options)) => Ok(spec_diff::run(options)),
        _ => report(),
    }
}

fn report() -> Result<ExitCode> {
    let generated = match run::generate(&crate::root(), run::PROJECTS) {
        Ok(generated) => generated,
        Err(RunError::Spec { found, sources }) => {
            eprint!("{}", diag::render::all(&found, &sources, std::io::stderr().is_terminal()));
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    let pages = run::PROJECTS.iter().filter_map(|project| project.coverage).map(|coverage| coverage.page);
    for page in pages {
        let text = generated.files.iter().find(|file| file.path == page).map(|file| file.text.as_str());
        // The first lines are comments for who opens the file.
        let shown = text.unwrap_or_default().lines().skip_while(|line| line.starts_with("<!--") || line.is_empty());
        shown.for_each(|line| println!("{line}"));
    }
    Ok(ExitCode::SUCCESS)
}
