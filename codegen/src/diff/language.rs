//! Specs of an older language: read through the table of renames, or refused by name.

use std::collections::{BTreeSet, HashMap};

use super::side::{self, Described, Side};
use crate::diag::{Diagnostic, code};
use crate::run::Cache;
use crate::source::{FileId, Span};

/// Keys and words of the language that have another name today: the old one, and the new one.
///
/// A name is replaced only where today's language does not know the old one.
pub const RENAMED: &[(&str, &str)] = &[
    ("bare", "unenveloped"),
    ("confirm", "refetch"),
    ("documented", "deviation"),
    ("french", "vendor_term"),
    ("standalone", "lookup"),
];

/// So many rounds of replacing: a key inside of a renamed one is found when that one is read.
const ROUNDS: usize = 4;

/// A revision whose specs are not read.
#[derive(Debug)]
pub struct OlderLanguage {
    /// The revision.
    pub name: String,
    /// Its first problems, each with file and line.
    pub problems: Vec<String>,
    /// How many there are.
    pub count: usize,
}

/// So many problems of a revision are named.
const MAX_NAMED: usize = 3;

/// Reads some folders of the older side; the side as it was read, if keys had to be replaced.
pub(super) fn read(side: &Side, names: &[String], cache: &Cache) -> Result<(Described, Option<Side>), OlderLanguage> {
    let mut replaced: Option<Side> = None;
    for round in 0..=ROUNDS {
        let current = replaced.as_ref().unwrap_or(side);
        let problems = match side::read(current, names, cache) {
            Ok(described) => return Ok((described, replaced)),
            Err(problems) => problems,
        };
        let texts = renamed(current, &problems);
        if texts.is_empty() || round == ROUNDS {
            return Err(refused(current, &problems));
        }
        let sources = current.sources.with(texts);
        replaced = Some(current.with_texts(sources));
    }
    Err(refused(side, &[]))
}

/// The files with an old key, with the new ones in their place.
fn renamed(side: &Side, problems: &[Diagnostic]) -> HashMap<FileId, String> {
    let is_name = |problem: &&Diagnostic| [code::UNKNOWN_KEY, code::UNKNOWN_WORD].contains(&problem.code);
    let unknown = problems.iter().filter(is_name);
    let places =
        unknown.flat_map(|problem| std::iter::once(problem.span).chain(problem.repeated.iter().map(|one| one.span)));
    let mut changes: HashMap<FileId, BTreeSet<(Span, &str)>> = HashMap::new();
    for place in places {
        let written = side.sources.text(place);
        if let Some((_, new)) = RENAMED.iter().find(|(old, _)| *old == written) {
            changes.entry(place.file).or_default().insert((place, new));
        }
    }
    let replace = |(file, places): (FileId, BTreeSet<(Span, &str)>)| {
        let mut text = side.sources.file(file).text.clone();
        // From the end, so that the places before a change stay where they are.
        places.iter().rev().for_each(|(place, new)| text.replace_range(place.range(), new));
        (file, text)
    };
    changes.into_iter().map(replace).collect()
}

fn refused(side: &Side, problems: &[Diagnostic]) -> OlderLanguage {
    let place = |problem: &Diagnostic| {
        let (line, _) = side.sources.line_column(problem.span);
        let file = &side.sources.file(problem.span.file).path;
        format!("{file}:{line}: {} [{}]", problem.message, problem.code.id)
    };
    OlderLanguage {
        name: side.name.clone(),
        problems: problems.iter().take(MAX_NAMED).map(place).collect(),
        count: problems.iter().map(|problem| 1 + problem.repeated.len()).sum(),
    }
}
