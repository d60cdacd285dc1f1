//! The text to parse, without the members that were set aside.

use std::ops::Range;

use super::same::same;
use super::several_names::SeveralNames;
use super::step::{ASIDE, Step};
use super::text::{after_space, item, items, members, name, value_end};

/// The maximum number of repetitions of a member.
const MOST_DOUBLES: usize = 1_000;
/// The maximum number of objects in which a field with two names is resolved at a time.
const MOST_OBJECTS: usize = 4_096;

/// A member that was set aside.
pub(super) struct Aside {
    pub(super) way: Vec<Step>,
    pub(super) json: String,
}

/// A text as received, without redundant members, and as parsed after members were set aside.
pub(super) struct Texts {
    pub(super) original: Vec<u8>,
    pub(super) text: Vec<u8>,
}

impl Texts {
    /// Moves all members of these names into their object's set-aside member, with their original text and order.
    pub(super) fn move_members(&mut self, way: &[Step], names: &[String], found: &mut Vec<Aside>) -> Option<()> {
        let (object, original) = (find(&self.text, way)?, find(&self.original, way)?);
        let moved = self.moved(object, original, way, names)?;
        replace(&mut self.text, vec![moved.object]);
        moved.entries.report(names, found);
        Some(())
    }

    /// Returns the object at `object` without the members of these names.
    fn moved(&self, object: usize, original: usize, way: &[Step], names: &[String]) -> Option<Moved> {
        let here = named(&self.text, object, names);
        let mut entries = Vec::new();
        let mut aside = Vec::new();
        for (key, value) in named(&self.original, original, names) {
            let name = name(&self.original, &key)?;
            aside.extend_from_slice(if aside.is_empty() { b"" } else { b"," });
            aside.extend_from_slice(&self.original[key.start..value.end]);
            let way = way.iter().cloned().chain([Step::Member(name)]).collect();
            entries.push(Aside { way, json: String::from_utf8(self.original[value].to_vec()).ok()? });
        }
        if entries.is_empty() || here.len() != entries.len() || entries.len() > MOST_DOUBLES {
            return None;
        }
        let mut object = without(&self.text, object, &here)?;
        put_in(&mut object.1, &aside);
        Some(Moved { object, entries: Entries { depth: way.len(), entries } })
    }

    /// Returns the other names of a field that are present in the object at a path.
    pub(super) fn other_names(&self, way: &[Step], field: &SeveralNames, name: &str) -> Vec<String> {
        let Some(object) = find(&self.original, way) else { return Vec::new() };
        let given = given(&self.original, object, field.names);
        let own = given.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
        let others = given.iter().filter(|(known, value)| known != name && !field.says_nothing_beside(value, own));
        others.map(|(known, _)| known.clone()).collect()
    }

    /// Resolves the members of a field in the object at a path: keeps one if they have different names and all are
    /// equal or empty; otherwise none is used, and all are set aside. If the object is an item of a list, this is done
    /// in all items. Returns `None` if there is nothing to do.
    pub(super) fn unite(&mut self, way: &[Step], field: &SeveralNames, found: &mut Vec<Aside>) -> Option<()> {
        let mut originals = objects(&self.original, way).into_iter();
        let (mut new_text, mut new_original, mut moved) = (Vec::new(), Vec::new(), Vec::new());
        let mut is_done = false;
        for (at, object) in objects(&self.text, way) {
            let (_, original) = originals.find(|(known, _)| *known == at)?;
            let done = match united(&self.original, original, field) {
                United::One => continue,
                United::Same(others) => {
                    let (here, there) = (named(&self.text, object, &others), named(&self.original, original, &others));
                    new_text.push(without(&self.text, object, &here)?);
                    new_original.push(without(&self.original, original, &there)?);
                    here.len() == there.len()
                }
                United::Apart(names) => match self.moved(object, original, &at, &names) {
                    Some(one) => {
                        new_text.push(one.object);
                        moved.push((one.entries, names));
                        true
                    }
                    // It is already set aside.
                    None => continue,
                },
            };
            is_done |= done && at == way;
        }
        if !is_done {
            return None;
        }
        replace(&mut self.text, new_text);
        replace(&mut self.original, new_original);
        for (entries, names) in moved {
            entries.report(&names, found);
        }
        Some(())
    }
}

/// An object without some of its members.
struct Moved {
    object: Edit,
    entries: Entries,
}

/// The members set aside in an object at this depth.
struct Entries {
    depth: usize,
    entries: Vec<Aside>,
}

impl Entries {
    /// Adds the entries to the members found.
    fn report(self, names: &[String], found: &mut Vec<Aside>) {
        let Some(first) = self.entries.first() else { return };
        let way = &first.way[..self.depth];
        // The members that were set aside inside them are restored.
        found.retain(|aside| {
            let is_inside = aside.way.len() > way.len() + 1 && aside.way.starts_with(way);
            !(is_inside && matches!(&aside.way[way.len()], Step::Member(name) if names.contains(name)))
        });
        found.extend(self.entries);
    }
}

/// The resolution of a field's members.
enum United {
    /// There is at most one.
    One,
    /// They are equal to another one: those of these names can be removed.
    Same(Vec<String>),
    /// None is used: those of these names are set aside.
    Apart(Vec<String>),
}

fn united(text: &[u8], object: usize, field: &SeveralNames) -> United {
    let given = given(text, object, field.names);
    let names = |wanted: &dyn Fn(&(String, &str)) -> bool| {
        given.iter().filter(|one| wanted(one)).map(|(name, _)| name.clone()).collect()
    };
    if given.len() < 2 {
        return United::One;
    }
    let is_repeated = |at: usize| given[..at].iter().any(|(known, _)| *known == given[at].0);
    if (0..given.len()).any(is_repeated) {
        return United::Apart(names(&|_| true));
    }
    let says_something =
        |(_, value): &(String, &str)| !given.iter().any(|(_, other)| field.says_nothing_beside(value, other));
    let kept = given.iter().find(|one| says_something(one)).unwrap_or(&given[0]);
    if given.iter().all(|one| !says_something(one) || same(kept.1, one.1, 0)) {
        United::Same(names(&|(name, _)| *name != kept.0))
    } else {
        United::Apart(names(&says_something))
    }
}

/// Returns the members of a field in an object, by their names.
fn given<'a>(text: &'a [u8], object: usize, field: &[&str]) -> Vec<(String, &'a str)> {
    let members = members(text, object).into_iter().filter_map(|(key, value)| {
        let name = name(text, &key).filter(|name| field.contains(&name.as_str()))?;
        Some((name, std::str::from_utf8(&text[value]).ok()?))
    });
    members.take(MOST_DOUBLES).collect()
}

/// Returns the members of these names in the object that starts at `object`.
fn named(text: &[u8], object: usize, names: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    let is_meant = |key: &Range<usize>| name(text, key).is_some_and(|name| names.contains(&name));
    members(text, object).into_iter().filter(|(key, _)| is_meant(key)).collect()
}

/// Returns the start of the value at a path.
fn find(text: &[u8], way: &[Step]) -> Option<usize> {
    let mut at = after_space(text, 0);
    for step in way {
        at = match step {
            Step::Member(wanted) => member(text, at, wanted)?,
            Step::Item(index) => item(text, at, *index)?,
        };
    }
    Some(at)
}

/// Returns the value at a path, as written.
pub(super) fn json_at(text: &[u8], way: &[Step]) -> Option<String> {
    let start = find(text, way)?;
    String::from_utf8(text.get(start..value_end(text, start))?.to_vec()).ok()
}

/// Returns the start of a member's value.
fn member(text: &[u8], object: usize, wanted: &String) -> Option<usize> {
    let mut members = members(text, object).into_iter();
    members.find(|(key, _)| name(text, key).as_ref() == Some(wanted)).map(|(_, value)| value.start)
}

/// Returns the start of the values at a path and at all paths that differ from it only in list indexes, with their
/// paths.
fn objects(text: &[u8], way: &[Step]) -> Vec<(Vec<Step>, usize)> {
    let mut found = vec![(Vec::new(), after_space(text, 0))];
    for step in way {
        let mut next = Vec::new();
        for (way, at) in found {
            let inside = |step: Step| way.iter().cloned().chain([step]).collect();
            match step {
                Step::Member(wanted) if text.get(at) == Some(&b'{') => {
                    next.extend(member(text, at, wanted).map(|start| (inside(step.clone()), start)));
                }
                Step::Item(_) if text.get(at) == Some(&b'[') => {
                    let items = items(text, at, MOST_OBJECTS + 1).into_iter().enumerate();
                    next.extend(items.map(|(index, start)| (inside(Step::Item(index)), start)));
                }
                _ => {}
            }
        }
        if next.len() > MOST_OBJECTS {
            return find(text, way).map(|start| (way.to_vec(), start)).into_iter().collect();
        }
        found = next;
    }
    found.retain(|(_, at)| text.get(*at) == Some(&b'{'));
    found
}

/// The range of an object in a text, and its replacement.
type Edit = (Range<usize>, Vec<u8>);

/// Returns an object without some of its members, or `None` if they are not in it.
fn without(text: &[u8], object: usize, taken: &[(Range<usize>, Range<usize>)]) -> Option<Edit> {
    let whole = object..value_end(text, object);
    let taken = taken.iter().map(|(key, value)| key.start - object..value.end - object);
    let kept = take_out(text.get(whole.clone())?, taken)?;
    Some((whole, kept))
}

/// Removes members, each with an adjacent comma, in one pass: there may be many.
fn take_out(object: &[u8], taken: impl Iterator<Item = Range<usize>>) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(object.len());
    let mut at = 0;
    for member in taken {
        kept.extend_from_slice(object.get(at..member.start)?);
        let after = after_space(object, member.end);
        if object.get(after) == Some(&b',') {
            at = after + 1;
            continue;
        }
        // The last one: the preceding comma is removed, if there is one.
        let end = kept.iter().rposition(|byte| !byte.is_ascii_whitespace());
        kept.truncate(end.filter(|end| kept[*end] == b',').unwrap_or(kept.len()));
        at = member.end;
    }
    kept.extend_from_slice(object.get(at..)?);
    Some(kept)
}

/// Adds an entry to the set-aside member, at the start of the object.
fn put_in(object: &mut Vec<u8>, entry: &[u8]) {
    if object[1..].starts_with(ASIDE) {
        let first = 1 + ASIDE.len();
        object.splice(first..first, [entry, b","].concat());
        return;
    }
    let is_empty = object.get(after_space(object, 1)) == Some(&b'}');
    let end: &[u8] = if is_empty { b"}" } else { b"}," };
    object.splice(1..1, [ASIDE, entry, end].concat());
}

/// Replaces objects, which are given in order.
fn replace(text: &mut Vec<u8>, edits: Vec<Edit>) {
    let mut new = Vec::with_capacity(text.len());
    let mut at = 0;
    for (range, object) in edits {
        new.extend_from_slice(&text[at..range.start]);
        new.extend_from_slice(&object);
        at = range.end;
    }
    new.extend_from_slice(&text[at..]);
    *text = new;
}
