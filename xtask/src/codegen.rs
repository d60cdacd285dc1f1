//! `cargo xtask codegen [--check] [--format human|json]`.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use payspec_codegen::diag;
use payspec_codegen::run::{self, Generated, RunError};
use payspec_codegen::sync::Plan;

#[derive(Default)]
struct Options {
    check: bool,
    json: bool,
}

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let options = parse(arguments)?;
    let started = Instant::now();
    let root = crate::root();
    let generated = match run::generate(&root, run::TARGETS) {
        Ok(generated) => generated,
        Err(RunError::Spec { found, sources }) => {
            if options.json {
                print!("{}", diag::json::lines(&found, &sources));
            } else {
                eprint!("{}", diag::render::all(&found, &sources, std::io::stderr().is_terminal()));
            }
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    let plan = Plan::make(&root, &generated.files, &generated.crates_dirs)?;
    if options.check {
        print!("{}", plan.report());
    } else {
        plan.apply(&root)?;
        for foreign in &plan.foreign {
            println!("foreign: {foreign} (not generated; move it out of `generated/`)");
        }
    }
    summary(&generated, &plan, &options, started);
    let failed = if options.check { !plan.is_clean() } else { !plan.foreign.is_empty() };
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--check" => options.check = true,
            "--format" => match rest.next().map(String::as_str) {
                Some("json") => options.json = true,
                Some("human") => options.json = false,
                other => bail!("--format takes `human` or `json`, not {other:?}"),
            },
            other => bail!("codegen does not know `{other}`; it takes --check and --format human|json"),
        }
    }
    Ok(options)
}

fn summary(generated: &Generated, plan: &Plan, options: &Options, started: Instant) {
    println!("read    {} spec files", generated.files_read);
    for (name, counts) in &generated.apis {
        println!("        {name}: {} operations, {} types, {} events", counts.operations, counts.types, counts.events);
    }
    let stale = plan.stale.len();
    if options.check {
        let (orphaned, foreign) = (plan.orphaned.len(), plan.foreign.len());
        let verdict = if plan.is_clean() { "up to date" } else { "run `cargo xtask codegen` and commit the result" };
        println!(
            "compared {} files: {stale} stale, {orphaned} orphaned, {foreign} foreign; {verdict}",
            plan.same + stale
        );
    } else {
        println!("wrote   {stale} files, left {} as they were, removed {}", plan.same, plan.orphaned.len());
    }
    println!("took    {} ms", started.elapsed().as_millis());
}
