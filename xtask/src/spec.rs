//! `cargo xtask spec report`: what the spec covers, computed anew.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Result, bail};
use payspec_codegen::diag;
use payspec_codegen::run::{self, RunError};

const HELP: &str = "\
cargo xtask spec report

  prints what the spec covers and how well it is known: the page docs/coverage.md, computed anew
";

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    match arguments {
        [command] if command == "report" => report(),
        [] => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        [help] if help == "--help" || help == "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        [command, rest @ ..] if command == "report" => {
            bail!("spec report takes no arguments, not `{}`", rest.join(" "))
        }
        [unknown, ..] => bail!("spec does not know `{unknown}`; it takes `report`"),
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
