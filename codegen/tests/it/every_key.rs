//! One mistake at each key of the language gives one message.
//!
//! A run tries some of all mistakes. `PAYSPEC_ALL=1 cargo test -p payspec-codegen --test it every_key` tries each of them.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::pairs;
use crate::structure::{self, Mistake};
use crate::support::{Run, showcase};

/// Of so many mistakes in pairs one is tried, and of those in larger specs, which take longer to read.
const IN_PAIRS: usize = 5;
const IN_SPECS: usize = 150;

/// Where several messages are right, since what is left out used several things, and what becomes of each is open.
const SEVERAL_ARE_RIGHT: &[&str] =
    &["events <- missing", "events <- {}", "operations <- missing", "operations <- {}", "files.* <- missing"];

/// Slips that still give several messages: a line that is indented by a whole level too much or too little, and so means
/// something else.
const TOLD_TWICE: &[&str] = &[
    "Done <- not deep enough by 2",
    "DoorCode <- not deep enough by 2",
    "Lost <- not deep enough by 2",
    "TestCard <- too deep by 2",
    "Unit <- too deep by 2",
    "change <- too deep by 2",
    "coin-count <- too deep by 2",
    "events <- too deep by 2",
    "fields <- not deep enough by 2",
    "ids <- too deep by 2",
    "prove <- too deep by 2",
    "reasons <- not deep enough by 2",
    "resource <- too deep by 2",
    "responses <- not deep enough by 2",
    "return <- too deep by 2",
    "rows <- not deep enough by 2",
    "show <- too deep by 2",
    "signing <- not deep enough by 2",
    "token <- not deep enough by 2",
    "values <- not deep enough by 2",
    "variants <- not deep enough by 2",
];

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

/// The mistakes that are tried: of each kind one at each key, wherever a spec has it first.
fn tried(specs: &[Spec]) -> Vec<(usize, usize, Mistake)> {
    let is_all = std::env::var_os("PAYSPEC_ALL").is_some();
    let (mut seen, mut tried) = (BTreeSet::new(), Vec::new());
    for (index, spec) in specs.iter().enumerate() {
        for file in &spec.changed {
            let text = &spec.files[*file].1;
            for mistake in structure::mistakes(text).into_iter().chain(structure::slips(text)) {
                let place = format!("{} {}", mistake.place(), mistake.kind);
                let is_chosen = is_all || digest(&place).is_multiple_of(spec.every);
                if seen.insert(place) && is_chosen {
                    tried.push((index, *file, mistake));
                }
            }
        }
    }
    tried
}

/// FNV-1a: the choice is the same everywhere, and does not change with what is added.
fn digest(text: &str) -> usize {
    let step = |digest: u32, byte: u8| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    text.bytes().fold(0x811c_9dc5, step) as usize
}

#[test]
fn each_mistake_gives_one_message() {
    let specs = specs();
    let tried = tried(&specs);
    let next = AtomicUsize::new(0);
    let try_some = || {
        let mut wrong = Vec::new();
        while let Some((spec, file, mistake)) = tried.get(next.fetch_add(1, Ordering::Relaxed)) {
            wrong.extend(told(&specs[*spec], *file, mistake));
        }
        wrong
    };
    let wrong: Vec<String> = thread::scope(|threads| {
        let running: Vec<_> = (0..2).map(|_| threads.spawn(try_some)).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("no mistake makes the generator panic")).collect()
    });
    assert!(tried.len() > 2_000, "only {} mistakes", tried.len());
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), tried.len(), wrong.join("\n"));
}

/// Every message of a mistake that gives several.
fn told(spec: &Spec, file: usize, mistake: &Mistake) -> Option<String> {
    let mut files = spec.files.clone();
    let line = files[file].1[..mistake.at].matches('\n').count() + 1;
    files[file].1.clone_from(&mistake.text);
    let found = Run::over(files).diagnostics;
    let what = format!("{} <- {}", mistake.place(), mistake.kind);
    if found.len() <= 1 || SEVERAL_ARE_RIGHT.iter().chain(TOLD_TWICE).any(|known| *known == what) {
        return None;
    }
    let messages: Vec<String> = found.iter().map(|found| format!("    {} {}", found.code.id, found.message)).collect();
    Some(format!("{}:{line}: {what}\n{}", spec.files[file].0, messages.join("\n")))
}
