//! `cargo xtask codegen [--check] [--format human|json] [--timings]`.
//!
//! With `--format json` standard output holds JSON lines only: a line a diagnostic, a line a file that is not as it
//! should be, or a line that says why the run failed. What is said to people goes to standard error then.

use std::io::IsTerminal;
use std::path::Path;
use std::process::{self, ExitCode};
use std::time::Instant;

use anyhow::{Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
use payspec_codegen::diag;
use payspec_codegen::ir::Counts;
use payspec_codegen::run::{self, Generated, RunError};
use payspec_codegen::sync::Plan;

pub(crate) const NAME: &str = "codegen";

pub(crate) fn command() -> Command {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    Command::new(NAME).about("Turns the specs into crates and writes what changed").args([
        flag("check")
            .help("Compares in memory and writes nothing; lists everything stale, orphaned, foreign or abandoned"),
        Arg::new("format")
            .long("format")
            .value_parser(["human", "json"])
            .default_value("human")
            .help("How diagnostics and differences are printed; json is a line each, for editors and CI"),
        flag("timings").help("Prints how long each stage took"),
    ])
}

struct Options {
    check: bool,
    json: bool,
    timings: bool,
}

impl From<&ArgMatches> for Options {
    fn from(matches: &ArgMatches) -> Self {
        let json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
        Self { check: matches.get_flag("check"), json, timings: matches.get_flag("timings") }
    }
}

pub(crate) fn run(matches: &ArgMatches) -> Result<ExitCode> {
    let options = Options::from(matches);
    generate(&options).inspect_err(|error| {
        if options.json {
            let path = error.downcast_ref().and_then(|error| match error {
                RunError::Load(error) => Some(error.path()),
                _ => None,
            });
            print!("{}", diag::json::failure(&format!("{error:#}"), path.as_deref()));
        }
    })
}

fn generate(options: &Options) -> Result<ExitCode> {
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
    let mut timings = generated.timings.clone();
    let plan = timings.time("sync", || Plan::make(&root, &generated.files, &generated.crates_dirs))?;
    match (options.json, options.check) {
        (true, _) => print!("{}", plan.json_lines()),
        (false, true) => print!("{}", plan.report()),
        (false, false) => print!("{}{}", plan.report_foreign(), plan.report_abandoned()),
    }
    if !options.check {
        timings.time("sync", || plan.apply(&root))?;
        if plan.stale.iter().map(|file| &file.path).chain(&plan.orphaned).any(|path| path.ends_with("Cargo.toml")) {
            lock(&root);
        }
    }
    let mut summary = summary(&generated, &plan, options, started);
    if options.timings {
        for (stage, took) in timings.stages() {
            summary.push_str(&format!("        {stage:<6}{:>6.1} ms\n", took.as_secs_f64() * 1_000.0));
        }
    }
    if options.json {
        eprint!("{summary}");
    } else {
        print!("{summary}");
    }
    if !options.check && !plan.foreign.is_empty() {
        bail!("{} foreign files lie among generated ones; move them out of `generated/`", plan.foreign.len());
    }
    if !options.check && !plan.abandoned.is_empty() {
        let folders: Vec<&str> = plan.abandoned.iter().map(|one| one.folder.as_str()).collect();
        bail!(
            "nothing in the spec makes {} any more; delete what is told above, or cargo may not load the workspace",
            folders.join(", ")
        );
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
    let update =
        process::Command::new(cargo).args(["update", "--workspace", "--offline", "--quiet"]).current_dir(root).status();
    if !update.is_ok_and(|status| status.success()) {
        eprintln!("warning: Cargo.lock may not fit the manifests any more: run `cargo update --workspace`");
    }
}

/// How many files a summary names.
const MAX_NAMED: usize = 20;

/// What a run changed on disk, by name.
fn written(plan: &Plan) -> String {
    let (stale, orphaned, same) = (plan.stale.len(), plan.orphaned.len(), plan.same);
    if stale + orphaned == 0 {
        return format!("wrote   nothing: all {same} generated files are up to date with the specs\n");
    }
    let named = plan.stale.iter().map(|file| {
        let what = if file.on_disk.is_some() { "changed" } else { "new" };
        (what, &file.path)
    });
    let named = named.chain(plan.orphaned.iter().map(|path| ("removed", path)));
    let mut text = format!("wrote   {stale} files, removed {orphaned}; {same} were up to date\n");
    for (what, path) in named.take(MAX_NAMED) {
        text.push_str(&format!("        {what:<7} {path}\n"));
    }
    if let Some(more) = (stale + orphaned).checked_sub(MAX_NAMED).filter(|more| *more > 0) {
        text.push_str(&format!("        and {more} more: `git status` lists them\n"));
    }
    text
}

fn summary(generated: &Generated, plan: &Plan, options: &Options, started: Instant) -> String {
    let mut text = format!("read    {} spec files\n", generated.files_read);
    for api in generated.apis.iter().flat_map(|(_, apis)| apis) {
        let Counts { operations, types, events } = api.counts();
        text.push_str(&format!("        {}: {operations} operations, {types} types, {events} events\n", api.name));
    }
    let (stale, orphaned, foreign) = (plan.stale.len(), plan.orphaned.len(), plan.foreign.len());
    let abandoned = plan.abandoned.len();
    if options.check {
        let verdict = if plan.is_clean() { "up to date" } else { "run `cargo xtask codegen` and commit the result" };
        let all = plan.same + stale;
        text.push_str(&format!(
            "compared {all} files: {stale} stale, {orphaned} orphaned, {foreign} foreign, {abandoned} abandoned; {verdict}\n"
        ));
    } else {
        text.push_str(&written(plan));
    }
    text.push_str(&format!("took    {} ms\n", started.elapsed().as_millis()));
    text
}
