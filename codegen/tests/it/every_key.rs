//! One mistake at each key of the language gives one message.
//!
//! A run tries some of all mistakes. `PAYSPEC_ALL=1/1 cargo test -p payspec-codegen --test it every_key -- --nocapture`
//! tries each of them, and a line at another column at every line, and prints how many there were of each kind. That
//! takes hours: `PAYSPEC_ALL=2/8` tries the second of eight parts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::pairs;
use crate::structure::{self, Mistake};
use crate::support::{Run, showcase};

/// Of so many mistakes in pairs one is tried, and of those in larger specs, which take longer to read.
const IN_PAIRS: usize = 40;
const IN_SPECS: usize = 400;

/// After so many mistakes it is said how many were tried.
const PROGRESS: usize = 1_000;

/// Where several messages are right: nothing says that operations are missing, and what becomes of each thing that they
/// used is open: of a header, an envelope, a rule for amounts.
const SEVERAL_ARE_RIGHT: &[&str] = &["operations <- missing"];

/// A spec, and which of its files mistakes are made in.
struct Spec {
    files: Vec<(String, String)>,
    changed: Vec<usize>,
    /// Of so many mistakes one is tried.
    every: usize,
}

fn specs() -> Vec<Spec> {
    let (mut specs, mut seen) = (Vec::new(), BTreeSet::new());
    let mut add = |files: Vec<(String, String)>, every| {
        let changed = (0..files.len()).filter(|at| seen.insert(files[*at].1.clone())).collect();
        specs.push(Spec { files, changed, every });
    };
    for pair in pairs::pairs() {
        let files = pair.files().into_iter();
        add(files.map(|(api, name, text)| (format!("spec/{api}/{name}"), text)).collect(), IN_PAIRS);
    }
    add(showcase(), IN_SPECS);
    specs
}

/// The mistakes that are tried: of each kind one at each key, wherever a spec has it first. What a line at another
/// column means depends on the lines around it, so that is tried at every line.
fn tried(specs: &[Spec]) -> Vec<(usize, usize, Mistake)> {
    let part = part();
    let (mut seen, mut tried) = (BTreeSet::new(), Vec::new());
    for (index, spec) in specs.iter().enumerate() {
        for file in &spec.changed {
            let text = &spec.files[*file].1;
            let slips = structure::slips(text).into_iter().chain(structure::blocks(text));
            let mistakes = structure::mistakes(text).into_iter().chain(slips);
            for mistake in mistakes {
                let mut place = format!("{} {}", mistake.place(), mistake.kind);
                if is_slip(&mistake) {
                    write!(place, " {} {}", spec.files[*file].0, mistake.at).expect("a text takes more");
                }
                let is_chosen = match part {
                    Some((part, parts)) => digest(&place) % parts == part - 1,
                    None => digest(&place).is_multiple_of(spec.every),
                };
                if seen.insert(place) && is_chosen {
                    tried.push((index, *file, mistake));
                }
            }
        }
    }
    tried
}

/// Which part of all mistakes is tried, and of how many: `PAYSPEC_ALL=2/8` is the second of eight.
pub(crate) fn part() -> Option<(usize, usize)> {
    let written = std::env::var("PAYSPEC_ALL").ok()?;
    let (part, parts) = written.split_once('/').unwrap_or(("1", "1"));
    let number = |text: &str| text.parse().ok().filter(|number| *number > 0);
    Some((number(part)?, number(parts)?))
}

/// Of how many cases one is tried: each where all are, and otherwise one of `usual`, so that a run takes minutes.
pub(crate) fn one_of(usual: usize) -> usize {
    if part().is_some() { 1 } else { usual }
}

/// FNV-1a: the choice is the same everywhere, and does not change with what is added.
fn digest(text: &str) -> usize {
    let step = |digest: u32, byte: u8| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    text.bytes().fold(0x811c_9dc5, step) as usize
}

/// Whether a line stands at another column, or a key above a block is missing or stands there twice.
fn is_slip(mistake: &Mistake) -> bool {
    mistake.kind.contains("deep") || is_key_line(mistake)
}

/// Whether a whole block went astray.
fn is_of_block(mistake: &Mistake) -> bool {
    mistake.kind.contains("a block") || is_key_line(mistake)
}

fn is_key_line(mistake: &Mistake) -> bool {
    mistake.kind.contains("a key line")
}

/// How many mistakes of a kind there were, and what was reported.
#[derive(Default)]
struct Counts {
    tried: usize,
    none: usize,
    several: usize,
    /// A change of text that leaves something to be found, or that moves a line which stands where it should.
    wrong: usize,
}

#[test]
fn each_mistake_gives_one_message() {
    let specs = specs();
    let tried = tried(&specs);
    let next = AtomicUsize::new(0);
    let try_some = || {
        let mut told = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((spec, file, mistake)) = tried.get(at) else { break };
            told.push((mistake, Told::of(&specs[*spec], *file, mistake)));
            if at > 0 && at.is_multiple_of(PROGRESS) {
                println!("{at} of {}", tried.len());
            }
        }
        told
    };
    let told: Vec<(&Mistake, Told)> = thread::scope(|threads| {
        let running: Vec<_> = (0..2).map(|_| threads.spawn(try_some)).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("no mistake makes the generator panic")).collect()
    });
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for (mistake, told) in &told {
        let counts = counts.entry(group(mistake)).or_default();
        counts.tried += 1;
        counts.none += usize::from(told.messages == 0);
        counts.several += usize::from(told.messages > 1);
        counts.wrong += usize::from(told.is_wrong);
    }
    for (kind, Counts { tried, none, several, wrong }) in counts {
        println!("{kind}: {tried} mistakes, {none} without a message, {several} with several, {wrong} mended wrong");
    }
    let wrong: Vec<String> = told.into_iter().filter_map(|(_, told)| told.shown).collect();
    assert!(tried.len() > 500, "only {} mistakes", tried.len());
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), tried.len(), wrong.join("\n"));
}

/// What a mistake is counted under.
fn group(mistake: &Mistake) -> &str {
    match mistake.kind.as_str() {
        kind if kind.contains("a block") => "a block at another column",
        kind if kind.contains("a key line") => kind,
        kind if kind.contains("deep") => "a line at another column",
        kind if kind.starts_with("without the") => "a sign that is missing",
        kind @ ("missing" | "swapped" | "twice" | "key misspelt" | "key unlike all" | "key empty") => kind,
        _ => "another value",
    }
}

/// What is reported of a mistake.
struct Told {
    messages: usize,
    is_wrong: bool,
    /// All messages, where there should be one, or another one.
    shown: Option<String>,
}

impl Told {
    fn of(spec: &Spec, file: usize, mistake: &Mistake) -> Self {
        let mut files = spec.files.clone();
        let line = files[file].1[..mistake.at].matches('\n').count() + 1;
        files[file].1.clone_from(&mistake.text);
        let run = Run::over(files.clone());
        let found = &run.diagnostics;
        let what = format!("{} <- {}", mistake.place(), mistake.kind);
        let told = found.iter().map(|found| format!("    {} {}", found.code.id, found.message));
        let is_wrong = found.len() == 1 && is_mended_wrong(&run, files, mistake);
        let is_several = found.len() > 1 && !SEVERAL_ARE_RIGHT.contains(&what.as_str());
        let shown = (is_several || is_wrong && is_of_block(mistake))
            .then(|| format!("{}:{line}: {what}\n{}", spec.files[file].0, told.collect::<Vec<_>>().join("\n")));
        Self { messages: found.len(), is_wrong, shown }
    }
}

/// Whether the one message of a mistake is no help. The patches are applied where all mistakes are tried, and for
/// blocks.
fn is_mended_wrong(run: &Run, mut files: Vec<(String, String)>, mistake: &Mistake) -> bool {
    let found = &run.diagnostics[0];
    if found.code.name == "indentation" && (!is_slip(mistake) || is_key_line(mistake)) {
        return true;
    }
    let Some(patch) = found.patch.as_ref().filter(|_| part().is_some() || is_of_block(mistake)) else { return false };
    let changed = run.sources.file(patch.span.file);
    let Some((_, text)) = files.iter_mut().find(|(file, _)| *file == changed.path) else { return true };
    text.replace_range(patch.span.range(), &patch.text);
    !Run::over(files).diagnostics.is_empty()
}
