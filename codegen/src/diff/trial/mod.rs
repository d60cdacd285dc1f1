//! Trials of the diff on real specs: random changes that break something are found, and changes of documentation
//! are not reported. `cargo xtask bench-diff` runs many, and a test of the generator some.

mod document;
mod kinds;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use self::document::Document;
use self::kinds::{BREAKING, DOCUMENTATION, Kind};
use super::compare::{DiffError, compare_again};
use super::side::{self, Side};
use crate::run::Cache;
use crate::source::SourceFile;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Changes that break something: each must be reported as a break or a correction.
    Breaking,
    /// Changes of documentation: nothing must be reported.
    Documentation,
}

/// The results of some trials.
#[derive(Debug, Default)]
pub struct Results {
    /// Changes that were tried, by kind. Those that leave no valid spec are not.
    pub tried: BTreeMap<&'static str, usize>,
    /// What went wrong: kind, file and line of the change, and what was reported.
    pub wrong: Vec<String>,
    /// How long each comparison took, from two texts in memory to the list of changes.
    pub took: Vec<Duration>,
}

impl Results {
    /// How many changes were tried.
    pub fn count(&self) -> usize {
        self.tried.values().sum()
    }

    /// The time that half of the comparisons took less than.
    pub fn median(&self) -> Duration {
        let mut took = self.took.clone();
        took.sort_unstable();
        took.get(took.len() / 2).copied().unwrap_or_default()
    }
}

/// Changes of a kind that are tried in vain before another kind is taken.
const ATTEMPTS: usize = 6;

/// Makes `count` changes of one sort to some specs, each alone, and compares. The same seed makes the same changes.
pub fn run(spec_dir: &str, files: &[SourceFile], sort: Sort, (count, seed): (usize, u64)) -> Results {
    let documents: Vec<Option<Document>> = files.iter().map(Document::of).collect();
    let kinds = match sort {
        Sort::Breaking => BREAKING,
        Sort::Documentation => DOCUMENTATION,
    };
    let places: Vec<Vec<(usize, usize)>> = kinds.iter().map(|kind| places(kind, &documents)).collect();
    let before = Side::in_memory("before", spec_dir, files.iter().cloned());
    let (mut random, cache, mut results) = (Random(seed), Cache::default(), Results::default());
    let mut rounds = 0;
    while results.count() < count && rounds < count * 4 {
        let at = rounds % kinds.len();
        rounds += 1;
        for _ in 0..ATTEMPTS {
            let Some(place) = random.choose(&places[at]) else { break };
            let Some(Some(document)) = documents.get(place.0) else { break };
            let Some(edit) = (kinds[at].at)(document, &document.entries[place.1]) else { break };
            let mut changed = files.to_vec();
            changed[place.0].text = document.with(&edit);
            let after = Side::in_memory("after", spec_dir, changed);
            let names = side::different(&before, &after);
            if !side::is_valid(&after, &names, &cache) {
                continue;
            }
            let line = document.text[..edit.start].matches('\n').count() + 1;
            let what = format!("{} at {}:{line}", kinds[at].name, files[place.0].path);
            judge(&mut results, sort, &what, (&before, &after), &cache);
            *results.tried.entry(kinds[at].name).or_default() += 1;
            break;
        }
    }
    results
}

/// Where a kind of change is possible: the file, and the entry in it.
fn places(kind: &Kind, documents: &[Option<Document>]) -> Vec<(usize, usize)> {
    let of_file = |(file, document): (usize, &Option<Document>)| {
        let document = document.as_ref()?;
        let is_possible = |(_, entry): &(usize, &document::Entry)| (kind.at)(document, entry).is_some();
        let found = document.entries.iter().enumerate().filter(is_possible);
        Some(found.map(|(at, _)| (file, at)).collect::<Vec<_>>())
    };
    documents.iter().enumerate().filter_map(of_file).flatten().collect()
}

fn judge(results: &mut Results, sort: Sort, what: &str, (before, after): (&Side, &Side), cache: &Cache) {
    let started = Instant::now();
    let compared = compare_again(before, after, cache);
    results.took.push(started.elapsed());
    let reported = match compared {
        Ok(changes) => changes,
        Err(DiffError::Spec(_) | DiffError::Language(_)) => {
            results.wrong.push(format!("{what}: not compared"));
            return;
        }
    };
    let is_right = match sort {
        Sort::Breaking => reported.iter().any(|change| change.effects.any()),
        Sort::Documentation => reported.is_empty(),
    };
    if !is_right {
        let said: Vec<String> = reported.iter().map(super::Change::sentence).collect();
        results.wrong.push(format!("{what}: reported {said:?}"));
    }
}

/// Splitmix64: the same changes on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn choose<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        let count = u64::try_from(items.len()).ok().filter(|count| *count > 0)?;
        items.get(usize::try_from(self.next() % count).unwrap_or(0)).copied()
    }
}
