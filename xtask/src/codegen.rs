//! `cargo xtask codegen [--check] [--format human|json]`.
//!
//! With `--format json` standard output holds JSON lines only: a line a diagnostic, or a line a file that is not as
//! it should be. What is said to people goes to standard error then.

use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Result, bail};
use payspec_codegen::diag;
use payspec_codegen::ir::Counts;
use payspec_codegen::run::{self, Generated, RunError};
use payspec_codegen::sync::Plan;

#[derive(Default)]
struct Options {
    check: bool,
    json: bool,
}

pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let Some(options) = parse(arguments)? else {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    let started = Instant::now();
    let root = crate::root();
    let generated = match run::generate(&root, run::PROJECTS) {
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
    match (options.json, options.check) {
        (true, _) => print!("{}", plan.json_lines()),
        (false, true) => print!("{}", plan.report()),
        (false, false) => print!("{}", plan.report_foreign()),
    }
    if !options.check {
        plan.apply(&root)?;
        if plan.stale.iter().map(|file| &file.path).chain(&plan.orphaned).any(|path| path.ends_with("Cargo.toml")) {
            lock(&root);
        }
    }
    let summary = summary(&generated, &plan, &options, started);
    if options.json {
        eprint!("{summary}");
    } else {
        print!("{summary}");
    }
    if !options.check && !plan.foreign.is_empty() {
        bail!("{} foreign files lie among generated ones; move them out of `generated/`", plan.foreign.len());
    }
    Ok(if options.check && !plan.is_clean() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Adds crates that are new to `Cargo.lock`, and takes out those that are gone. Dependencies keep their versions, and the
/// network is not asked: generated crates depend on nothing that the others do not have.
fn lock(root: &Path) {
    if !root.join("Cargo.lock").is_file() {
        return;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let update = Command::new(cargo).args(["update", "--workspace", "--offline", "--quiet"]).current_dir(root).status();
    if !update.is_ok_and(|status| status.success()) {
        eprintln!("warning: Cargo.lock may not fit the manifests any more: run `cargo update --workspace`");
    }
}

const HELP: &str = "\
cargo xtask codegen [--check] [--format human|json]

  --check          compare in memory and write nothing; list everything stale, orphaned or foreign
  --format json    diagnostics and differences as JSON lines
";

/// The options; `None` when help was asked for.
fn parse(arguments: &[String]) -> Result<Option<Options>> {
    let mut options = Options::default();
    let mut rest = arguments.iter().flat_map(|argument| {
        argument.split_once('=').map_or(vec![argument.as_str()], |(name, value)| vec![name, value])
    });
    while let Some(argument) = rest.next() {
        match argument {
            "--help" | "-h" => return Ok(None),
            "--check" => options.check = true,
            "--format" => match rest.next() {
                Some("json") => options.json = true,
                Some("human") => options.json = false,
                Some(other) => bail!("--format takes `human` or `json`, not `{other}`"),
                None => bail!("--format takes `human` or `json`"),
            },
            other => bail!("codegen does not know `{other}`; it takes --check and --format human|json"),
        }
    }
    Ok(Some(options))
}

fn summary(generated: &Generated, plan: &Plan, options: &Options, started: Instant) -> String {
    let mut text = format!("read    {} spec files\n", generated.files_read);
    for api in generated.apis.iter().flat_map(|(_, apis)| apis) {
        let Counts { operations, types, events } = api.counts();
        text.push_str(&format!("        {}: {operations} operations, {types} types, {events} events\n", api.name));
    }
    let (stale, orphaned, foreign) = (plan.stale.len(), plan.orphaned.len(), plan.foreign.len());
    if options.check {
        let verdict = if plan.is_clean() { "up to date" } else { "run `cargo xtask codegen` and commit the result" };
        let all = plan.same + stale;
        text.push_str(&format!(
            "compared {all} files: {stale} stale, {orphaned} orphaned, {foreign} foreign; {verdict}\n"
        ));
    } else {
        text.push_str(&format!("wrote   {stale} files, left {} as they were, removed {orphaned}\n", plan.same));
    }
    text.push_str(&format!("took    {} ms\n", started.elapsed().as_millis()));
    text
}
