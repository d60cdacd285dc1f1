//! `cargo xtask bench-diagnostics [--count N] [--seed N] [--show]`: how well mistakes in the real specs are reported.

mod language;
mod mutations;
mod places;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use fastrand::Rng;
use payspec_codegen::diag::{Diagnostic, Sink};
use payspec_codegen::load::{self, Folder};
use payspec_codegen::parse::node::{Node, NodeKind};
use payspec_codegen::run::{self, Cache};
use payspec_codegen::source::{FileId, Sources};

use language::Language;
use mutations::{File, KINDS, Mutation};
use places::{Place, places, tree};

pub(crate) const NAME: &str = "bench-diagnostics";

pub(crate) fn command() -> Command {
    Command::new(NAME).about("Makes single mistakes in the specs of spec/, and prints how they are reported").args([
        Arg::new("count")
            .long("count")
            .value_name("N")
            .value_parser(value_parser!(usize))
            .default_value("500")
            .help("How many"),
        Arg::new("seed")
            .long("seed")
            .value_name("N")
            .value_parser(value_parser!(u64))
            .default_value("1")
            .help("Which: others with another number"),
        Arg::new("show")
            .long("show")
            .action(ArgAction::SetTrue)
            .help("Prints each mistake that is not reported, or elsewhere"),
    ])
}

pub(crate) fn run(matches: &ArgMatches) -> Result<ExitCode> {
    let (count, seed) =
        (matches.get_one("count").copied().unwrap_or(500), matches.get_one("seed").copied().unwrap_or(1));
    let tally = measure(&crate::root(), count, seed)?;
    print!("{}", tally.table());
    if matches.get_flag("show") {
        tally.shown.iter().for_each(|line| println!("{line}"));
    }
    let is_good = tally.rows.iter().all(|row| row.panics == 0 && row.reported == row.made);
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What became of the mistakes of one kind.
#[derive(Debug, Default)]
struct Row {
    kind: &'static str,
    made: usize,
    panics: usize,
    reported: usize,
    /// The first message points to the line of the mistake.
    on_its_line: usize,
    /// Nothing else was reported.
    alone: usize,
}

#[derive(Debug)]
struct Tally {
    rows: Vec<Row>,
    /// What was not reported, or on another line.
    shown: Vec<String>,
}

impl Tally {
    fn table(&self) -> String {
        let mut text = String::from(
            "| mistake | made | panics | reported | on its line | one message |\n| --- | --: | --: | --: | --: | --: |\n",
        );
        let sum = |of: fn(&Row) -> usize| self.rows.iter().map(of).sum();
        let all = Row {
            kind: "all",
            made: sum(|row| row.made),
            panics: sum(|row| row.panics),
            reported: sum(|row| row.reported),
            on_its_line: sum(|row| row.on_its_line),
            alone: sum(|row| row.alone),
        };
        for row in self.rows.iter().chain([&all]) {
            let Row { kind, made, panics, reported, on_its_line, alone } = row;
            text.push_str(&format!("| {kind} | {made} | {panics} | {reported} | {on_its_line} | {alone} |\n"));
        }
        text
    }
}

/// All specs, of which one file at a time is changed.
struct Specs {
    folders: Vec<Folder>,
    sources: Sources,
    cache: Cache,
}

impl Specs {
    fn read(root: &Path) -> Result<Self> {
        let mut sources = Sources::new();
        let folders = load::folders(root, "spec", &mut sources)?;
        let specs = Self { folders, sources, cache: Cache::default() };
        let found = specs.check(&specs.sources);
        if !found.is_empty() {
            bail!("the specs have {} mistakes already: run `cargo xtask codegen`", found.len());
        }
        Ok(specs)
    }

    fn check(&self, sources: &Sources) -> Vec<Diagnostic> {
        let sink = Sink::new();
        run::checked_again(&self.folders, sources, &self.cache, &sink);
        sink.into_sorted()
    }

    /// The folders of APIs. Libraries are not among them: they hold tables alone.
    fn apis(&self) -> Vec<&Folder> {
        let has_section = |folder: &&Folder| {
            folder.files.iter().any(|file| self.sources.file(*file).text.lines().any(|line| line == "api:"))
        };
        self.folders.iter().filter(has_section).collect()
    }
}

fn measure(root: &Path, count: usize, seed: u64) -> Result<Tally> {
    let (specs, language) = (Specs::read(root)?, Language::new()?);
    let mut rows: Vec<Row> = KINDS.iter().map(|(kind, _)| Row { kind, ..Row::default() }).collect();
    let mut shown = Vec::new();
    let files: Vec<Vec<Parsed<'_>>> =
        specs.apis().iter().map(|folder| parsed(&specs.sources, folder, &language)).collect();
    let (mut rng, mut at) = (Rng::with_seed(seed), 0);
    let mut fruitless = 0;
    while rows.iter().map(|row| row.made).sum::<usize>() < count {
        // Each kind in each API in turn.
        let (kind, api) = (at % KINDS.len(), (at / KINDS.len()) % files.len());
        let Some(file) = rng.choice(&files[api]) else { bail!("an API has no files") };
        let Some(mutation) = KINDS[kind].1(&file.view(&specs.sources), &mut rng) else {
            fruitless += 1;
            if fruitless > 1_000 {
                bail!("no place was found for a mistake: {}", KINDS[kind].0);
            }
            continue;
        };
        (fruitless, at) = (0, at + 1);
        let verdict = judge(&specs, file.id, &mutation);
        rows[kind].count(&verdict);
        let path = &specs.sources.file(file.id).path;
        shown.extend(verdict.complaint(&mutation).map(|complaint| format!("{path}: {}: {complaint}", KINDS[kind].0)));
    }
    Ok(Tally { rows, shown })
}

/// A file that mistakes are made in.
struct Parsed<'a> {
    id: FileId,
    root: Node,
    places: Vec<Place<'a>>,
    types: BTreeSet<String>,
}

impl Parsed<'_> {
    fn view<'s>(&'s self, sources: &'s Sources) -> File<'s> {
        File { text: &sources.file(self.id).text, root: &self.root, places: &self.places, types: &self.types }
    }
}

fn parsed<'a>(sources: &Sources, folder: &Folder, language: &'a Language) -> Vec<Parsed<'a>> {
    let read = |id: &FileId| {
        let text = &sources.file(*id).text;
        let root = tree(text)?;
        Some(Parsed { id: *id, places: places(text, &root, language), root, types: BTreeSet::new() })
    };
    let mut files: Vec<Parsed<'a>> = folder.files.iter().filter_map(read).collect();
    let types: BTreeSet<String> = files.iter().flat_map(|file| declared(&file.root)).collect();
    for file in &mut files {
        file.types.clone_from(&types);
    }
    files
}

/// The names of the types that a file declares.
fn declared(root: &Node) -> Vec<String> {
    const SECTIONS: [&str; 5] = ["enums", "ids", "objects", "tables", "unions"];
    let entries = |node: &Node| match &node.kind {
        NodeKind::Map(entries) => entries.clone(),
        _ => Vec::new(),
    };
    let sections = entries(root).into_iter().filter(|entry| SECTIONS.contains(&entry.key.as_str()));
    sections.flat_map(|section| entries(&section.value)).map(|entry| entry.key).collect()
}

/// What was reported of a mistake.
enum Verdict {
    Panic,
    Silence,
    Reported { line: usize, is_right: bool, first: String, count: usize },
}

fn judge(specs: &Specs, id: FileId, mutation: &Mutation) -> Verdict {
    let sources = specs.sources.with([(id, mutation.text.clone())].into());
    let Ok(found) = catch_unwind(AssertUnwindSafe(|| specs.check(&sources))) else { return Verdict::Panic };
    let Some(first) = found.first() else { return Verdict::Silence };
    let (line, _) = sources.line_column(first.span);
    let is_right = first.span.file == id && mutation.lines.contains(&line);
    Verdict::Reported { line, is_right, first: first.message.clone(), count: found.len() }
}

impl Verdict {
    fn complaint(&self, mutation: &Mutation) -> Option<String> {
        let Mutation { what, lines, .. } = mutation;
        match self {
            Self::Panic => Some(format!("{what}: the generator panics")),
            Self::Silence => Some(format!("line {lines:?}: {what}: nothing is reported")),
            Self::Reported { line, is_right: false, first, .. } => {
                Some(format!("line {lines:?}: {what}: line {line}: {first}"))
            }
            Self::Reported { .. } => None,
        }
    }
}

impl Row {
    fn count(&mut self, verdict: &Verdict) {
        self.made += 1;
        match verdict {
            Verdict::Panic => self.panics += 1,
            Verdict::Silence => {}
            Verdict::Reported { is_right, count, .. } => {
                self.reported += 1;
                self.on_its_line += usize::from(*is_right);
                self.alone += usize::from(*count == 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_in_the_specs_are_reported_where_they_are() {
        let tally = measure(&crate::root(), 32, 7).expect("the specs have no mistakes");
        let all = |of: fn(&Row) -> usize| tally.rows.iter().map(of).sum::<usize>();
        assert_eq!(all(|row| row.made), 32);
        assert_eq!(all(|row| row.panics), 0, "{:#?}", tally.shown);
        assert_eq!(all(|row| row.reported), 32, "{:#?}", tally.shown);
        assert!(all(|row| row.on_its_line) >= 31, "{:#?}", tally.shown);
    }

    #[test]
    fn what_is_not_reported_is_counted() {
        let specs = Specs::read(&crate::root()).expect("the specs have no mistakes");
        let id = specs.apis()[0].files[0];
        let text = format!("{}\n# A remark.\n", specs.sources.file(id).text);
        let mutation = Mutation { text, what: "a remark".to_owned(), lines: BTreeSet::from([1]) };
        let verdict = judge(&specs, id, &mutation);
        assert!(verdict.complaint(&mutation).is_some_and(|complaint| complaint.contains("nothing is reported")));
        let mut row = Row::default();
        row.count(&verdict);
        assert_eq!((row.made, row.reported), (1, 0));
    }
}
