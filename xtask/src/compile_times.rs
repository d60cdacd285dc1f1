//! `cargo xtask compile-times [--quick] [<program>..]`: what the crates cost whoever adds them, as the table of
//! `docs/compile-times.md`.
//!
//! Each figure is that of a small program with an empty target folder, next to one that does the same without payspec.
//! Processor seconds are counted, user and system of all compilers together, because they depend least on what else the
//! machine does.

mod by_hand;
mod measure;
mod programs;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Command};

use measure::Figures;
use programs::{PAIRS, Pair};

pub(crate) const NAME: &str = "compile-times";

pub(crate) fn command() -> Command {
    Command::new(NAME)
        .about(
            "Measures the compile time of programs that use payspec, compared with handwritten equivalents (takes minutes; Linux)",
        )
        .args([
            Arg::new("quick")
                .long("quick")
                .action(ArgAction::SetTrue)
                .help("Runs only `cargo check`, without debug and release builds"),
            Arg::new("program")
                .action(ArgAction::Append)
                .value_parser(PAIRS.map(|pair| pair.name))
                .help("Programs to measure (default: all)"),
        ])
}

pub(crate) fn run(matches: &ArgMatches) -> Result<ExitCode> {
    let is_quick = matches.get_flag("quick");
    let wanted: Vec<&String> = matches.get_many("program").map(Iterator::collect).unwrap_or_default();
    let is_wanted = |pair: &&Pair| wanted.is_empty() || wanted.iter().any(|name| *name == pair.name);
    let root = crate::root();
    let folder = root.join("target").join(NAME);
    let mut rows = vec![row(&["program", "check", "debug", "release", "stripped program"].map(str::to_owned))];
    rows.push(row(&["---", "--:", "--:", "--:", "--:"].map(str::to_owned)));
    for pair in PAIRS.iter().filter(is_wanted) {
        let mut measured = |program: &programs::Program| -> Result<Figures> {
            programs::write(program, &root, &folder)?;
            eprintln!("measuring: {}", program.title);
            let figures = measure::program(&folder.join(program.name), is_quick)?;
            rows.push(row(&figures.cells(program.title)));
            Ok(figures)
        };
        let (floor, ours) = (measured(&pair.floor)?, measured(&pair.ours)?);
        rows.push(row(&ours.above(&floor).cells("difference")));
    }
    println!("{}", rows.join("\n"));
    Ok(ExitCode::SUCCESS)
}

fn row(cells: &[String; 5]) -> String {
    format!("| {} |", cells.join(" | "))
}
