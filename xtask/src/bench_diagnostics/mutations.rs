//! Single mistakes, each wrong by the way it is made, and the lines on which one looks for it.

use std::collections::BTreeSet;
use std::ops::Range;

use fastrand::Rng;
use payspec_codegen::parse::node::{Node, NodeKind};

use super::language::{has_key, is, words};
use super::places::{Place, is_same, tree};

/// A spec file with one mistake.
pub(crate) struct Mutation {
    pub(crate) text: String,
    /// What was done, for people.
    pub(crate) what: String,
    /// The lines of the changed file, counted from one, on which a person would look for it.
    pub(crate) lines: BTreeSet<usize>,
}

/// The text of a file, its entries, and the names of the types of its API.
pub(crate) struct File<'a> {
    pub(crate) text: &'a str,
    pub(crate) root: &'a Node,
    pub(crate) places: &'a [Place<'a>],
    pub(crate) types: &'a BTreeSet<String>,
}

/// Makes a mistake in a file, where a random choice finds a place for it.
pub(crate) type Kind = fn(&File<'_>, &mut Rng) -> Option<Mutation>;

pub(crate) const KINDS: &[(&str, Kind)] = &[
    ("required key dropped", dropped_key),
    ("key misspelt", misspelt_key),
    ("word misspelt", misspelt_word),
    ("wrong type", wrong_type),
    ("dangling reference", dangling_reference),
    ("duplicate entry", duplicate),
    ("bad indentation", bad_indentation),
    ("line deleted", deleted_line),
];

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

impl File<'_> {
    fn choose<'s>(&'s self, rng: &mut Rng, is_right: impl Fn(&Place<'_>) -> bool) -> Option<&'s Place<'s>> {
        let found: Vec<&Place<'_>> = self.places.iter().filter(|place| is_right(place)).collect();
        rng.choice(found)
    }

    fn replaced(&self, place: Range<usize>, text: &str) -> String {
        let mut whole = self.text.to_owned();
        whole.replace_range(place, text);
        whole
    }

    fn scalar<'s>(&'s self, place: &'s Place<'_>) -> Option<&'s str> {
        match &place.value.kind {
            NodeKind::Scalar { text, quoted: false } if self.text.get(place.value.span.range()) == Some(text) => {
                Some(text)
            }
            _ => None,
        }
    }
}

/// A mistake at a place is on its line.
fn on_line(at: usize, text: String, what: String) -> Mutation {
    let lines = BTreeSet::from([line_of(&text, at)]);
    Mutation { text, what, lines }
}

fn dropped_key(file: &File<'_>, rng: &mut Rng) -> Option<Mutation> {
    let place = file.choose(rng, |place| place.is_required && place.siblings.len() > 1)?;
    let at = place.siblings.iter().position(|sibling| *sibling == place.entry)?;
    let removed = match place.siblings.get(at + 1) {
        Some(next) => place.entry.start..next.start,
        None => place.siblings[at - 1].end..place.entry.end,
    };
    let text = file.replaced(removed.clone(), "");
    // A mapping that misses a key is shown by what it is called, by its first entry, or where the key was.
    let ends = [place.holder_at.min(removed.start), place.siblings[0].start.min(removed.start), removed.start];
    let mut lines: BTreeSet<usize> = ends.into_iter().map(|at| line_of(&text, at)).collect();
    if at == 0 {
        lines.insert(line_of(&text, removed.start));
    }
    Some(Mutation { what: format!("without `{}`", place.key), text, lines })
}

/// A word with one letter too many, too few, another, or two that changed places.
fn misspelt(word: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = rng.usize(..letters.len());
    match rng.usize(..4) {
        0 if letters.len() > 2 => drop(letters.remove(at)),
        1 => letters.insert(at, rng.lowercase()),
        2 if at > 0 => letters.swap(at - 1, at),
        _ => letters[at] = rng.lowercase(),
    }
    letters.into_iter().collect()
}

fn misspelt_key(file: &File<'_>, rng: &mut Rng) -> Option<Mutation> {
    let place = file.choose(rng, |place| place.is_key && place.key.len() > 1)?;
    let key = misspelt(&place.key, rng);
    if has_key(&place.holders, &key) {
        return None;
    }
    let text = file.replaced(place.key_at.clone(), &key);
    Some(on_line(place.key_at.start, text, format!("`{key}` for `{}`", place.key)))
}

fn misspelt_word(file: &File<'_>, rng: &mut Rng) -> Option<Mutation> {
    let place = file.choose(rng, |place| {
        let scalar = file.scalar(place);
        words(&place.accepted).zip(scalar).is_some_and(|(words, scalar)| words.contains(&scalar) && scalar.len() > 1)
    })?;
    let (word, words) = (file.scalar(place)?, words(&place.accepted)?);
    let wrong = misspelt(word, rng);
    if words.iter().any(|word| word.eq_ignore_ascii_case(&wrong)) {
        return None;
    }
    let at = place.value.span.range();
    let text = file.replaced(at.clone(), &wrong);
    Some(on_line(at.start, text, format!("`{}: {wrong}` for `{word}`", place.key)))
}

fn wrong_type(file: &File<'_>, rng: &mut Rng) -> Option<Mutation> {
    const OTHERS: [(&str, &str); 4] =
        [("[qxqx, qyqy]", "array"), ("{ qxqx: 5 }", "object"), ("qxqx", "string"), ("2.5", "number")];
    // What a block of text holds is text, whatever it looks like.
    let follows_key = |place: &Place<'_>| file.text[place.key_at.end..place.value.span.range().start].trim() == ":";
    let place = file.choose(rng, |place| place.is_key && !place.accepted.is_empty() && follows_key(place))?;
    let accepts = |kind: &str| place.accepted.iter().any(|schema| is(schema, kind));
    let is_refused = |kind: &str| match kind {
        // Numbers are read as text where text is expected.
        "number" => !accepts("number") && !accepts("string"),
        "string" => !accepts("string") && !accepts("null"),
        _ => !accepts(kind),
    };
    let refused: Vec<_> = OTHERS.iter().filter(|(_, kind)| is_refused(kind)).collect();
    let (text, kind) = **rng.choice(&refused)?;
    let at = place.value.span.range();
    let what = format!("`{}` has a value of type {kind}", place.key);
    Some(on_line(at.start, file.replaced(at, text), what))
}

fn dangling_reference(file: &File<'_>, rng: &mut Rng) -> Option<Mutation> {
    let is_reference = |place: &Place<'_>| {
        place.is_key
            && words(&place.accepted).is_none()
            && file.scalar(place).is_some_and(|text| file.types.contains(text))
            // Titles and places of documents are free text.
            && !matches!(place.key.as_str(), "at" | "title")
    };
    let place = file.choose(rng, is_reference)?;
    let (name, at) = (file.scalar(place)?, place.value.span.range());
    let text = file.replaced(at.clone(), &format!("{name}Qx"));
    Some(on_line(at.start, text, format!("`{}: {name}Qx` for `{name}`", place.key)))
}

fn duplicate(file: &File<'_>, rng: &mut Rng) -> Option<Mutation> {
    let place = file.choose(rng, |_| true)?;
    let shown = &file.text[place.entry.clone()];
    let line = file.text[..place.entry.start].rfind('\n').map_or(0, |at| at + 1);
    let between = if place.is_flow { ", ".to_owned() } else { format!("\n{}", " ".repeat(place.entry.start - line)) };
    let twice = format!("{}{between}", shown.trim_end());
    let text = file.replaced(place.entry.start..place.entry.start, &twice);
    let lines = [place.entry.start, place.entry.start + twice.len()].map(|at| line_of(&text, at)).into();
    Some(Mutation { what: format!("`{}` twice", place.key), text, lines })
}

/// The lines of a file that hold a key or an item, by their ranges without the line break.
fn lines_of_entries(file: &File<'_>) -> Vec<Range<usize>> {
    let starts: BTreeSet<usize> =
        file.places.iter().filter(|place| !place.is_flow).map(|place| place.entry.start).collect();
    let mut found = Vec::new();
    let mut start = 0;
    for line in file.text.split('\n') {
        let content = line.len() - line.trim_start_matches([' ', '-']).len();
        if starts.contains(&(start + content)) {
            found.push(start..start + line.len());
        }
        start += line.len() + 1;
    }
    found
}

fn bad_indentation(file: &File<'_>, rng: &mut Rng) -> Option<Mutation> {
    let line = rng.choice(lines_of_entries(file))?;
    let by = 1 + rng.usize(..2);
    let blanks = file.text[line.clone()].len() - file.text[line.clone()].trim_start().len();
    let (text, what) = if rng.bool() {
        (file.replaced(line.start..line.start, &" ".repeat(by)), format!("too deep by {by}"))
    } else {
        (blanks >= by).then(|| (file.replaced(line.start..line.start + by, ""), format!("not deep enough by {by}")))?
    };
    let what = format!("{what}: `{}`", file.text[line.clone()].trim());
    is_other(file, &text).then(|| on_line(line.start, text, what))
}

fn deleted_line(file: &File<'_>, rng: &mut Rng) -> Option<Mutation> {
    let line = rng.choice(lines_of_entries(file))?;
    let end = (line.end + 1).min(file.text.len());
    let shown = file.text[line.clone()].trim();
    // What stands on one line and may be left out is missed by nobody.
    let is_whole = |place: &&Place<'_>| line.start <= place.entry.start && place.entry.end <= end && !place.is_flow;
    if file.places.iter().find(is_whole).is_some_and(|place| !place.is_required) {
        return None;
    }
    let text = file.replaced(line.start..end, "");
    let here = line_of(&text, line.start.min(text.len()));
    let place = file.places.iter().find(|place| line.contains(&place.entry.start))?;
    let mut lines = BTreeSet::from([here, here.saturating_sub(1).max(1)]);
    lines.extend([place.holder_at, place.siblings[0].start].map(|at| line_of(&text, at.min(line.start))));
    is_other(file, &text).then(|| Mutation { what: format!("without the line `{shown}`"), text, lines })
}

/// Whether a changed text says something else than the file.
fn is_other(file: &File<'_>, text: &str) -> bool {
    tree(text).is_none_or(|changed| !is_same(file.root, &changed))
}
