//! Reading what does not fit as a whole, without the members that do not fit.
//!
//! A text is read as it is, which costs nothing extra. Only if that fails, the member at which it failed is set aside, into
//! a member that generated objects take (`UnreadableMembers`), and the text is read again; and so on, until it fits or
//! fails at something that the type cannot do without. What was set aside belongs to the object that it stands in, so
//! nothing is lost when that is written again.

use std::cell::RefCell;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::{Error, Map, Value};

use super::path;
use super::text::{Level, after_space, item, levels_at, members, name};
use crate::Unreadable;

/// The member that holds what was set aside. No API has one of that name.
pub(crate) const ASIDE_NAME: &str = "\u{0}unreadable";

/// The same as it is written, with the start of its value.
const ASIDE: &[u8] = br#""\u0000unreadable":{"#;

/// How often a text is read at most, and how many bytes in all: whoever sends a body must not decide how long it takes.
const MOST_READS: usize = 256;
const LEAST_READS: usize = 8;
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    Item(usize),
}

/// What readers below and above tell each other: serde has no place for it.
#[derive(Default)]
struct State {
    /// Where members that were set aside are reported to.
    found: Option<Vec<(Vec<Step>, String)>>,
    /// Members may be taken that were set aside.
    recovering: bool,
    /// How many have been taken.
    taken: usize,
    /// The way to what failed from the value at whose end the failure is told.
    inside: Vec<Step>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with<R>(change: impl FnOnce(&mut State) -> R) -> R {
    STATE.with_borrow_mut(change)
}

/// Takes members that were set aside; whether that is allowed.
pub(crate) fn take(count: usize) -> bool {
    with(|state| {
        state.taken += if state.recovering { count } else { 0 };
        state.recovering
    })
}

/// Tells where a piece fails that a reader has read from the members of an object; `read` reads it once more.
#[cold]
pub(crate) fn locate(members: &Map<String, Value>, read: impl FnOnce(&[u8]) -> Option<Error>) {
    let Ok(text) = serde_json::to_vec(members) else { return };
    take_inside();
    let way = read(&text).and_then(|error| Misfit::of(&text, &error, take_inside())).map(|misfit| misfit.way);
    with(|state| state.inside = way.unwrap_or_default());
}

/// Forgets where something failed.
pub(crate) fn forget_inside() {
    take_inside();
}

fn take_inside() -> Vec<Step> {
    with(|state| std::mem::take(&mut state.inside))
}

/// What `read` returns, and all members that it set aside.
pub fn collect<R>(read: impl FnOnce() -> R) -> (R, Vec<Unreadable>) {
    let (result, found) = collect_steps(read);
    (result, found.into_iter().map(|(steps, json)| Unreadable { path: shown(&steps), json }).collect())
}

/// The same, with ways instead of their texts.
pub(crate) fn collect_steps<R>(read: impl FnOnce() -> R) -> (R, Vec<(Vec<Step>, String)>) {
    let outer = with(|state| state.found.replace(Vec::new()));
    let result = read();
    let found = with(|state| std::mem::replace(&mut state.found, outer));
    (result, found.unwrap_or_default())
}

/// Reports what was set aside.
pub(crate) fn report(found: impl IntoIterator<Item = (Vec<Step>, String)>) {
    with(|state| {
        if let Some(known) = &mut state.found {
            known.extend(found);
        }
    });
}

/// Reads `text` once more, without what does not fit. `first` is how it failed as it is.
#[cold]
#[inline(never)]
pub(super) fn read_without_misfits<T: DeserializeOwned>(
    text: &[u8],
    first: Error,
    read: fn(&[u8]) -> Result<T, Error>,
) -> Result<Box<T>, Error> {
    // Boxed: what is read by the way has no place in the frames of whoever reads.
    let mut value = None;
    let outer = with(|state| (std::mem::replace(&mut state.recovering, true), state.taken));
    let done = set_aside(text, &first, &mut |text| {
        value = Some(Box::new(read(text)?));
        Ok(())
    });
    with(|state| (state.recovering, state.taken) = outer);
    match (done, value) {
        (Some(found), Some(value)) => {
            report(found.into_iter().map(|aside| (aside.way, aside.json)));
            Ok(value)
        }
        _ => Err(first),
    }
}

struct Aside {
    way: Vec<Step>,
    json: String,
}

/// Sets members aside until `read` succeeds; `None` when it cannot.
fn set_aside(original: &[u8], first: &Error, read: &mut dyn FnMut(&[u8]) -> Result<(), Error>) -> Option<Vec<Aside>> {
    // A text that has such a member itself would be misread.
    let is_taken = original.windows(ASIDE.len() - 2).any(|part| part == &ASIDE[..ASIDE.len() - 2]);
    if is_taken || first.classify() != Category::Data {
        return None;
    }
    let reads = (MOST_BYTES / original.len().max(1)).clamp(LEAST_READS, MOST_READS);
    let mut text = original.to_vec();
    let mut found = Vec::new();
    let mut misfit = Misfit::of(&text, first, take_inside())?;
    for reads_left in (0..reads).rev() {
        // Towards the end larger pieces go, so that there is an end.
        misfit.move_aside(&mut text, original, reads_left < reads / 2, &mut found)?;
        with(|state| state.taken = 0);
        match read(&text) {
            // A type that does not take what was set aside would lose it.
            Ok(()) => return (with(|state| state.taken) == found.len()).then_some(found),
            Err(error) if error.classify() == Category::Data => misfit = Misfit::of(&text, &error, take_inside())?,
            Err(_) => return None,
        }
    }
    None
}

/// A place at which a text does not fit.
struct Misfit {
    /// The way to it from the top.
    way: Vec<Step>,
    /// The field that is there twice, perhaps under two names.
    double: Option<String>,
}

impl Misfit {
    fn of(text: &[u8], error: &Error, inside: Vec<Step>) -> Option<Self> {
        let said = error.to_string();
        let mut place = super::offset(text, error.line(), error.column());
        let is_of_the_object = !inside.is_empty() || said.starts_with("missing field `");
        if !is_of_the_object && text[..place].last() == Some(&b'}') {
            // What a reader says of a value after it was read is placed behind the object when it was the last of one. If it
            // is the object itself that is at fault, that shows as soon as its last member is gone.
            place -= 1;
        }
        let mut way = Vec::new();
        for level in levels_at(text, place) {
            match level {
                Level::Object { key: Some(key) } => way.push(Step::Member(name(text, &key))),
                // Between two members: the object as a whole.
                Level::Object { key: None } => {}
                Level::List { index } => way.push(Step::Item(index)),
            }
        }
        way.extend(inside);
        let double = said.strip_prefix("duplicate field `");
        let double = double.and_then(|rest| Some(rest.split('`').next()?.to_owned()));
        way.iter().any(|step| matches!(step, Step::Member(_))).then_some(Self { way, double })
    }

    /// Moves the member that has the place in it, the innermost or the outermost one, out of its object's sight.
    fn move_aside(
        mut self,
        text: &mut Vec<u8>,
        original: &[u8],
        outermost: bool,
        found: &mut Vec<Aside>,
    ) -> Option<()> {
        let is_member = |step: &Step| matches!(step, Step::Member(_));
        if outermost {
            self.double = None;
            self.way.truncate(self.way.iter().position(is_member)? + 1);
        }
        loop {
            self.way.truncate(self.way.iter().rposition(is_member)? + 1);
            let Some(Step::Member(name)) = self.way.pop() else { return None };
            // What is set aside already stands in something that takes nothing: then all of that is at fault.
            if name != ASIDE_NAME {
                let names = [Some(name), self.double.filter(|name| name != ASIDE_NAME)];
                return move_members(text, original, &self.way, &names, found);
            }
        }
    }
}

/// Moves all members of these names out of the sight of their object, as they stand in the original.
fn move_members(
    text: &mut Vec<u8>,
    original: &[u8],
    way: &[Step],
    names: &[Option<String>],
    found: &mut Vec<Aside>,
) -> Option<()> {
    let object = find(text, way)?;
    let is_meant = |name: String| names.contains(&Some(name));
    let mut moved = 0;
    for (key, value) in members(original, find(original, way)?) {
        let name = self::name(original, &key);
        if !is_meant(name.clone()) {
            continue;
        }
        let (here, there) = members(text, object).into_iter().find(|(key, _)| self::name(text, key) == name)?;
        take_out(text, here.start..there.end);
        put_in(text, object, &original[key.start..value.end]);
        let way: Vec<Step> = way.iter().cloned().chain([Step::Member(name)]).collect();
        // What was set aside inside of it is whole again.
        found.retain(|aside: &Aside| !(aside.way.len() > way.len() && aside.way.starts_with(&way)));
        found.push(Aside { way, json: String::from_utf8(original[value].to_vec()).ok()? });
        moved += 1;
    }
    (moved > 0).then_some(())
}

/// Where the value at the end of a way starts.
fn find(text: &[u8], way: &[Step]) -> Option<usize> {
    let mut at = after_space(text, 0);
    for step in way {
        at = match step {
            Step::Member(wanted) => {
                let (_, value) = members(text, at).into_iter().find(|(key, _)| name(text, key) == *wanted)?;
                value.start
            }
            Step::Item(index) => item(text, at, *index)?,
        };
    }
    Some(at)
}

/// Takes a member out, with one of the commas around it.
fn take_out(text: &mut Vec<u8>, member: Range<usize>) {
    let after = after_space(text, member.end);
    if text.get(after) == Some(&b',') {
        text.drain(member.start..=after);
        return;
    }
    let before = text[..member.start].iter().rposition(|byte| !byte.is_ascii_whitespace());
    let start = before.filter(|before| text[*before] == b',').unwrap_or(member.start);
    text.drain(start..member.end);
}

/// Puts an entry into the member for such, at the start of the object.
fn put_in(text: &mut Vec<u8>, object: usize, entry: &[u8]) {
    let inside = object + 1;
    if text[inside..].starts_with(ASIDE) {
        let first = inside + ASIDE.len();
        text.splice(first..first, [entry, b","].concat());
        return;
    }
    let is_empty = text.get(after_space(text, inside)) == Some(&b'}');
    let end: &[u8] = if is_empty { b"}" } else { b"}," };
    text.splice(inside..inside, [ASIDE, entry, end].concat());
}

/// A way as a path.
fn shown(way: &[Step]) -> String {
    let mut text = String::new();
    for step in way {
        match step {
            Step::Member(name) => {
                text.push_str(if text.is_empty() { "" } else { "." });
                text.push_str(path::shown_key(name.as_bytes()));
            }
            Step::Item(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}
