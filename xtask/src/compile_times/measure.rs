//! Processor seconds of a build, and the size of what it makes.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// What a program costs, or what it costs more than another.
#[derive(Clone, Copy, Default)]
pub(super) struct Figures {
    check: f64,
    debug: Option<f64>,
    release: Option<f64>,
    megabytes: Option<f64>,
}

impl Figures {
    pub(super) fn above(&self, floor: &Self) -> Self {
        let more = |ours: Option<f64>, floor: Option<f64>| Some(ours? - floor?);
        Self {
            check: self.check - floor.check,
            debug: more(self.debug, floor.debug),
            release: more(self.release, floor.release),
            megabytes: more(self.megabytes, floor.megabytes),
        }
    }

    pub(super) fn cells(&self, title: &str) -> [String; 5] {
        let cell = |figure: Option<f64>, unit: &str, digits: usize| {
            figure.map_or_else(String::new, |figure| format!("{figure:.digits$} {unit}"))
        };
        [
            title.to_owned(),
            cell(Some(self.check), "s", 1),
            cell(self.debug, "s", 1),
            cell(self.release, "s", 1),
            cell(self.megabytes, "MB", 2),
        ]
    }
}

/// Measures the program in a folder, each build from nothing.
pub(super) fn program(folder: &Path, is_quick: bool) -> Result<Figures> {
    fetch(folder)?;
    let check = seconds(folder, &["check"])?;
    if is_quick {
        return Ok(Figures { check, ..Figures::default() });
    }
    let debug = seconds(folder, &["build"])?;
    let release = seconds(folder, &["build", "--release"])?;
    let bytes =
        fs::metadata(folder.join("target/release/program")).context("the release build produced no binary")?.len();
    #[expect(clippy::cast_precision_loss, reason = "a program has fewer bytes than a float has places")]
    let megabytes = bytes as f64 / 1e6;
    Ok(Figures { check, debug: Some(debug), release: Some(release), megabytes: Some(megabytes) })
}

/// Downloads are no part of a figure.
fn fetch(folder: &Path) -> Result<()> {
    let offline = cargo(folder, &["metadata", "--format-version", "1", "--offline"]).output();
    if offline.is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    ensure!(cargo(folder, &["fetch"]).status().context("cannot start cargo")?.success(), "cargo fetch failed");
    Ok(())
}

fn seconds(folder: &Path, arguments: &[&str]) -> Result<f64> {
    if let Err(error) = fs::remove_dir_all(folder.join("target")) {
        ensure!(error.kind() == ErrorKind::NotFound, "cannot empty the target folder: {error}");
    }
    let before = of_children()?;
    let status = cargo(folder, arguments).args(["--offline", "--quiet"]).status().context("cannot start cargo")?;
    ensure!(status.success(), "`cargo {}` failed in {}", arguments.join(" "), folder.display());
    Ok(of_children()? - before)
}

/// A cargo that takes no settings from who runs it. Crates from a registry are not built incrementally, so ours are not.
fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", folder.join("target"));
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_PROFILE_DEV_DEBUG"] {
        command.env_remove(variable);
    }
    command
}

/// Processor seconds of all children that have ended, and of theirs.
fn of_children() -> Result<f64> {
    let text = fs::read_to_string("/proc/self/stat").context("CPU time is read from /proc, which requires Linux")?;
    // The name of the program, in parentheses, may hold anything.
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // `cutime` and `cstime`, which count from the first field of the line, in hundredths on every Linux.
    let [Some(user), Some(system)] = [13, 14].map(|at| fields.get(at).and_then(|field| field.parse::<f64>().ok()))
    else {
        bail!("unexpected format of /proc/self/stat: {text}");
    };
    Ok((user + system) / 100.0)
}
