//! `cargo xtask spec diff [REV] [--format text|markdown|json|github|junit]`.

use std::fs;
use std::io::{ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Arg, ArgMatches, Command};
use payspec_codegen::diag;
use payspec_codegen::diff::allow::{self, Approvals};
use payspec_codegen::diff::{self, Change, DiffError, Report, Side, show, version};

use crate::git::{self, Revision};

pub(crate) const NAME: &str = "diff";

/// Where the specs of the product are.
const SPEC_DIR: &str = "spec";

const MANIFEST: &str = "Cargo.toml";

/// The exit code if there is no comparison.
const NOT_COMPARED: u8 = 2;

pub(crate) fn command() -> Command {
    Command::new(NAME)
        .about("Says what a change of the specs means to users")
        .long_about(
            "Compares the specs with those of a revision and says what breaks: requests (wire), reading of responses (decode) \
             and code (Rust). docs/spec-diff.md explains the rules, and how a break is approved.\n\n\
             Exit codes: 0 if no break is left that is not approved, 1 if one is, 2 if there is no comparison.",
        )
        .args([
            Arg::new("rev").value_name("REV").help(
                "A git revision or a folder; by default the merge base of HEAD and the main branch",
            ),
            Arg::new("format")
                .long("format")
                .value_parser(["text", "markdown", "json", "github", "junit"])
                .default_value("text")
                .help("Sets the format of the report"),
        ])
}

pub(crate) fn run(matches: &ArgMatches) -> ExitCode {
    let rev = matches.get_one::<String>("rev").map(String::as_str);
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    match report(rev, format) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(NOT_COMPARED)
        }
    }
}

/// Prints the report; `false` if there is a break that is not approved.
fn report(rev: Option<&str>, format: &str) -> Result<bool> {
    let root = crate::root();
    let approvals = approvals(&root)?;
    let compared = compare(&root, rev)?;
    let today = allow::today();
    let report = compared.report(&approvals, &today);
    let text = match format {
        "markdown" => show::markdown(&report),
        "json" => show::json(&report),
        "github" => show::github(&report),
        "junit" => show::junit(&report),
        _ => show::text(&report, std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()),
    };
    print!("{text}");
    Ok(report.unapproved().next().is_none())
}

/// The short form, for `cargo xtask codegen`: what the specs changed since the usual revision.
pub(crate) fn short(root: &Path) -> Result<String> {
    let approvals = approvals(root)?;
    Ok(show::short(&compare(root, None)?.report(&approvals, &allow::today())))
}

/// Two sides and what is different.
pub(crate) struct Compared {
    before: String,
    changes: Vec<Change>,
    version: Option<String>,
}

impl Compared {
    fn report<'a>(&'a self, approvals: &'a Approvals, today: &str) -> Report<'a> {
        Report::new((&self.before, "the working tree"), &self.changes, approvals, (self.version.as_deref(), today))
    }
}

/// Compares the working tree with a revision or folder.
fn compare(root: &Path, rev: Option<&str>) -> Result<Compared> {
    let after = Side::on_disk("the working tree", root, SPEC_DIR)?;
    let (before, manifest) = before(root, rev)?;
    if before.is_empty() {
        bail!("{} has no specs in `{SPEC_DIR}/<api>/`: choose a later revision, or another folder", before.name);
    }
    let changes = diff::compare(&before, &after).map_err(|error| match error {
        DiffError::Spec(found) => {
            eprint!("{}", diag::render::all(&found, &after.sources, std::io::stderr().is_terminal()));
            anyhow::anyhow!("the specs of the working tree have mistakes; they can be compared once these are fixed")
        }
        older @ DiffError::Language(_) => older.into(),
    })?;
    let version = manifest.as_deref().and_then(version::of_manifest).map(str::to_owned);
    Ok(Compared { before: before.name, changes, version })
}

/// The older side, and the manifest of its workspace.
fn before(root: &Path, rev: Option<&str>) -> Result<(Side, Option<String>)> {
    if let Some(folder) = rev.map(PathBuf::from).filter(|folder| folder.is_dir()) {
        return folder_side(&folder);
    }
    let Revision { commit, name } = match rev {
        Some(written) => git::revision(root, written)?,
        None => git::default_revision(root)?,
    };
    let side = Side::in_memory(name, SPEC_DIR, git::files(root, &commit, SPEC_DIR)?);
    Ok((side, git::file(root, &commit, MANIFEST)?))
}

/// A checkout, or a folder like `spec` in one.
fn folder_side(folder: &Path) -> Result<(Side, Option<String>)> {
    let name = folder.display().to_string();
    if folder.join(SPEC_DIR).is_dir() {
        let manifest = fs::read_to_string(folder.join(MANIFEST)).ok();
        return Ok((Side::on_disk(name, folder, SPEC_DIR)?, manifest));
    }
    let folder = folder.canonicalize().with_context(|| format!("cannot open {name}"))?;
    let parts = (folder.parent(), folder.file_name().and_then(|name| name.to_str()));
    let (Some(parent), Some(last)) = parts else { bail!("{name} is not a folder of specs") };
    Ok((Side::on_disk(name, parent, last)?, None))
}

fn approvals(root: &Path) -> Result<Approvals> {
    let text = match fs::read_to_string(root.join(allow::FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Approvals::default()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", allow::FILE)),
    };
    allow::read(&text).map_err(|(found, sources)| {
        for problem in &found {
            eprintln!("{}\n", diag::render::one(problem, &sources, std::io::stderr().is_terminal()));
        }
        anyhow::anyhow!("{} has {} mistakes", allow::FILE, found.len())
    })
}
