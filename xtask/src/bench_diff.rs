//! `cargo xtask bench-diff`: how reliable and how fast `spec diff` is, on the specs of this checkout.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Command;
use payspec_codegen::diff::trial::{self, Results, Sort};
use payspec_codegen::diff::{self, Side};
use payspec_codegen::source::SourceFile;

pub(crate) const NAME: &str = "bench-diff";

/// Changes of each sort, and the seed that they are made from.
const BREAKING: usize = 300;
const DOCUMENTATION: usize = 200;
const SEED: u64 = 20_261_201;

/// Comparisons of all APIs at once.
const WHOLE: usize = 15;

const SPEC_DIR: &str = "spec";

pub(crate) fn command() -> Command {
    Command::new(NAME)
        .about("Tries `spec diff` on random changes of the specs, and prints what was missed and how long it took")
}

pub(crate) fn run() -> Result<ExitCode> {
    let side = Side::on_disk("specs", &crate::root(), SPEC_DIR)?;
    let files: Vec<SourceFile> = side.sources.iter().map(|(_, file)| file.clone()).collect();
    whole(&side, &files)?;
    let breaking = trial::run(SPEC_DIR, &files, Sort::Breaking, (BREAKING, SEED));
    show("breaking", "not found", &breaking);
    let documentation = trial::run(SPEC_DIR, &files, Sort::Documentation, (DOCUMENTATION, SEED));
    show("documentation", "false alarms", &documentation);
    let is_complete = breaking.count() == BREAKING && documentation.count() == DOCUMENTATION;
    let is_right = breaking.wrong.is_empty() && documentation.wrong.is_empty();
    Ok(if is_complete && is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(name: &str, wrong: &str, results: &Results) {
    println!("{name:<14}{:>4} changes, {} {wrong}", results.count(), results.wrong.len());
    for (kind, count) in &results.tried {
        println!("{count:>18} {kind}");
    }
    results.wrong.iter().for_each(|what| println!("    {what}"));
    println!("    median {} for one comparison, of which most is reading the changed API\n", millis(results.median()));
}

/// Compares all APIs with themselves after a change in each: what reading both sides takes, and what the rest takes.
fn whole(side: &Side, files: &[SourceFile]) -> Result<()> {
    let changed = files.iter().map(|file| SourceFile { text: format!("{}\n# end\n", file.text), ..file.clone() });
    let after = Side::in_memory("changed", SPEC_DIR, changed);
    let (mut all, mut reading) = (Vec::new(), Vec::new());
    for _ in 0..WHOLE {
        let started = Instant::now();
        let timed = diff::compare_timed(side, &after)?;
        all.push(started.elapsed());
        reading.push(timed.reading);
    }
    let (all, reading) = (median(all), median(reading));
    println!(
        "all APIs      {} to compare every file of both sides: {} to read them, {} for the rest\n",
        millis(all),
        millis(reading),
        millis(all.saturating_sub(reading))
    );
    Ok(())
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took.get(took.len() / 2).copied().unwrap_or_default()
}

fn millis(took: Duration) -> String {
    format!("{:.1} ms", took.as_secs_f64() * 1_000.0)
}
