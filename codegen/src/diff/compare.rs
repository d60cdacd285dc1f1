//! The whole comparison of two sides.

use std::time::{Duration, Instant};

use super::change::Change;
use super::language::{self, OlderLanguage};
use super::place::Places;
use super::side::{self, Described, Side};
use super::walk;
use crate::diag::Diagnostic;
use crate::run::Cache;

/// Why there is no comparison.
#[derive(Debug, thiserror::Error)]
pub enum DiffError {
    /// The older side cannot be read by today's generator.
    #[error("{}", refusal(.0))]
    Language(OlderLanguage),
    /// The newer side has mistakes.
    #[error("the spec has {} problems", .0.len())]
    Spec(Vec<Diagnostic>),
}

fn refusal(older: &OlderLanguage) -> String {
    let problems: Vec<String> = older.problems.iter().map(|problem| format!("\n  {problem}")).collect();
    let more = older.count.saturating_sub(older.problems.len());
    let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
    format!(
        "the specs of `{}` are not valid in today's spec language, so they cannot be compared:{}{more}\n\
         Choose a later revision, or add a renamed key or word to RENAMED in codegen/src/diff/language.rs",
        older.name,
        problems.concat()
    )
}

/// The changes from one side to another: what breaks first, then by API, file and line.
///
/// Only APIs and libraries with different texts are read.
///
/// # Errors
///
/// If the older side is written in an older language, or the newer one has mistakes.
pub fn compare(before: &Side, after: &Side) -> Result<Vec<Change>, DiffError> {
    // Files with the same text are read once for both sides.
    compare_again(before, after, &Cache::default())
}

/// Like [`compare`], for many comparisons of sides with the same files: what one of them has read is not read again.
///
/// # Errors
///
/// Those of [`compare`].
pub fn compare_again(before: &Side, after: &Side, cache: &Cache) -> Result<Vec<Change>, DiffError> {
    timed(before, after, cache).map(|timed| timed.changes)
}

/// A comparison and how long its stages took.
#[derive(Debug)]
pub struct Timed {
    /// The changes.
    pub changes: Vec<Change>,
    /// How long it took to read both sides: to parse, check and lower them.
    pub reading: Duration,
}

/// Like [`compare`], and measures.
///
/// # Errors
///
/// Those of [`compare`].
pub fn compare_timed(before: &Side, after: &Side) -> Result<Timed, DiffError> {
    timed(before, after, &Cache::default())
}

fn timed(before: &Side, after: &Side, cache: &Cache) -> Result<Timed, DiffError> {
    let names = side::different(before, after);
    if names.is_empty() {
        return Ok(Timed { changes: Vec::new(), reading: Duration::ZERO });
    }
    let started = Instant::now();
    // One after the other: files that are the same on both sides are read once.
    let new = side::read(after, &names, cache).map_err(DiffError::Spec)?;
    let (old, replaced) = language::read(before, &names, cache).map_err(DiffError::Language)?;
    let reading = started.elapsed();
    let mut changes = changes(&names, &old, &new, (replaced.as_ref().unwrap_or(before), after));
    changes.sort_by(|one, other| order(one).cmp(&order(other)));
    Ok(Timed { changes, reading })
}

fn order(change: &Change) -> impl Ord + '_ {
    let place = change.after.as_ref().or(change.before.as_ref());
    (change.class, change.api.as_str(), place.map(|place| (place.file.as_str(), place.line)), &change.fingerprint)
}

fn changes(names: &[String], old: &Described, new: &Described, sides: (&Side, &Side)) -> Vec<Change> {
    let (mut before, mut after) = (Places::new(sides.0), Places::new(sides.1));
    let mut changes = Vec::new();
    for name in names {
        let api = |side: &'_ Described| side.apis.iter().position(|api| api.name == *name);
        let library = |side: &'_ Described| side.libraries.iter().position(|library| library.name == *name);
        let found = walk::api(api(old).map(|at| &old.apis[at]), api(new).map(|at| &new.apis[at]));
        let of_library = (library(old).map(|at| &old.libraries[at]), library(new).map(|at| &new.libraries[at]));
        let found = found.into_iter().chain(walk::library(of_library.0, of_library.1));
        changes.extend(found.map(|found| Change {
            before: before.find(&found.before),
            after: after.find(&found.after),
            ..found.change
        }));
    }
    changes
}
