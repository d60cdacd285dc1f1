//! Decoding a text that does not match as a whole, without the members that do not match.
//!
//! A text is first decoded as is, which costs nothing extra. Only if that fails, the offending member is set aside,
//! into a member that generated objects accept (`UnreadableMembers`), and the text is decoded again; and so on, until
//! it matches or fails at a required member. What was set aside belongs to its object, so nothing is lost when the
//! object is serialised again.

use std::cell::RefCell;

use serde::de::IgnoredAny;
use serde_json::error::Category;
use serde_json::{Error, Map, Value};

use super::aside::{self, Aside, Texts};
use super::halves;
use super::path;
use super::several_names::SeveralNames;
use super::step::{ASIDE, ASIDE_NAME, Step};
use super::text::{Level, levels_at, name};
use crate::Unreadable;
use crate::object::received;

/// The maximum number of passes and of bytes in all, since the sender of a body must not decide how long decoding
/// takes.
const MOST_READS: usize = 256;
const LEAST_READS: usize = 8;
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The maximum number of objects whose field names are recorded: the possible depth of nesting. Not every failure is
/// followed by a call that clears them.
const MOST_NAMES: usize = 128;

/// State shared between nested deserializers, for which serde has no place.
#[derive(Default)]
struct State {
    /// Collects the members that were set aside.
    found: Option<Vec<(Vec<Step>, String)>>,
    /// Whether set-aside members are accepted.
    recovering: bool,
    /// The number of accepted ones.
    taken: usize,
    /// The path to the failure, from the value whose end serde reports.
    inside: Vec<Step>,
    /// The fields with several names of the objects that failed, the innermost object first.
    names: Vec<FieldNames>,
}

/// The fields of an object that have several names.
pub(crate) type FieldNames = &'static [SeveralNames];

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with<R>(change: impl FnOnce(&mut State) -> R) -> R {
    STATE.with_borrow_mut(change)
}

/// Restores part of the state on drop.
struct Back<F: FnOnce(&mut State)>(Option<F>);

impl<F: FnOnce(&mut State)> Back<F> {
    fn now(&mut self) {
        if let Some(back) = self.0.take() {
            with(back);
        }
    }
}

impl<F: FnOnce(&mut State)> Drop for Back<F> {
    fn drop(&mut self) {
        self.now();
    }
}

/// Returns `true` if set-aside members are accepted.
pub(crate) fn is_recovering() -> bool {
    with(|state| state.recovering)
}

/// Counts set-aside members that are accepted now.
pub(crate) fn take(count: usize) {
    with(|state| state.taken += count);
}

/// Records that an item that is decoded separately has failed: `item` is the path to it from the current value.
#[cold]
pub(crate) fn item_fails(mut item: Vec<Step>, text: &[u8], error: &Error) {
    let way = Misfit::of(text, error, take_inside()).map(|misfit| misfit.way);
    item.extend(way.unwrap_or_default());
    with(|state| state.inside = item);
}

/// Records where a part that was decoded from an object's members has failed; `read` decodes it again.
#[cold]
pub(crate) fn locate(members: &Map<String, Value>, read: impl FnOnce(&[u8]) -> Option<Error>) {
    if received::is_request() {
        return;
    }
    let Ok(text) = serde_json::to_vec(members) else { return };
    take_inside();
    let way = read(&text).and_then(|error| Misfit::of(&text, &error, take_inside())).map(|misfit| misfit.way);
    with(|state| state.inside = way.unwrap_or_default());
}

/// Records that a member of an object failed, if this is found after the object was read.
#[cold]
pub(crate) fn member_fails(name: &str) {
    if received::is_request() {
        return;
    }
    with(|state| state.inside = vec![Step::Member(name.to_owned())]);
}

/// Records that the failure is inside a member of the current value.
#[cold]
pub(crate) fn fails_inside(name: &str) {
    if received::is_request() {
        return;
    }
    with(|state| state.inside.insert(0, Step::Member(name.to_owned())));
}

/// Records the fields with several names of an object that could not be decoded.
#[cold]
pub(crate) fn note_names(names: FieldNames) {
    if received::is_request() {
        return;
    }
    with(|state| {
        if state.names.len() < MOST_NAMES {
            state.names.push(names);
        }
    });
}

/// Clears the recorded failure.
pub(crate) fn forget_inside() {
    with(|state| {
        state.inside.clear();
        state.names.clear();
    });
}

fn take_inside() -> Vec<Step> {
    with(|state| std::mem::take(&mut state.inside))
}

/// Returns the result of `read`, and all members that it set aside.
pub fn collect<R>(read: impl FnOnce() -> R) -> (R, Vec<Unreadable>) {
    let collecting = Collecting::new();
    (read(), collecting.found())
}

/// Same as [`collect`], with steps instead of paths.
pub(crate) fn collect_steps<R>(read: impl FnOnce() -> R) -> (R, Vec<(Vec<Step>, String)>) {
    let collecting = Collecting::new();
    (read(), collecting.steps())
}

/// Collects members that are set aside until it is dropped, also by a panic: leftovers would be attributed to the next
/// text on this thread. Compiled once for all types.
struct Collecting {
    /// What an outer collection has found so far.
    outer: Option<Vec<(Vec<Step>, String)>>,
}

impl Collecting {
    #[inline(never)]
    fn new() -> Self {
        Self { outer: with(|state| state.found.replace(Vec::new())) }
    }

    #[inline(never)]
    fn found(self) -> Vec<Unreadable> {
        self.steps().into_iter().map(|(steps, json)| Unreadable { path: shown(&steps), json }).collect()
    }

    #[inline(never)]
    #[expect(clippy::unused_self, reason = "what is collected belongs to it, though it stands with the thread")]
    fn steps(self) -> Vec<(Vec<Step>, String)> {
        with(|state| state.found.take()).unwrap_or_default()
    }
}

impl Drop for Collecting {
    fn drop(&mut self) {
        let outer = self.outer.take();
        with(|state| state.found = outer);
    }
}

/// Reports members that were set aside.
pub(crate) fn report(found: impl IntoIterator<Item = (Vec<Step>, String)>) {
    with(|state| {
        if let Some(known) = &mut state.found {
            known.extend(found);
        }
    });
}

/// Decodes `text` again without the members that do not match. `first` is the error of the first pass.
///
/// A lone surrogate in a required member reads as U+FFFD, and is reported as well.
#[cold]
#[inline(never)]
pub(super) fn read_without_misfits(text: &[u8], first: Error, read: Reader<'_>) -> Result<(), Error> {
    let error = match read_with_less(text, first, read) {
        Err(error) if halves::has_some(text) => error,
        result => return result,
    };
    let (whole, places) = halves::replaced(text);
    forget_inside();
    let (result, found) = collect_steps(|| read(&whole).or_else(|error| read_with_less(&whole, error, read)));
    if result.is_err() {
        return Err(error);
    }
    let is_kept = |way: &[Step]| found.iter().any(|(kept, _)| way.starts_with(kept));
    let replaced: Vec<_> = halves::members(text, &places).into_iter().filter(|(way, _)| !is_kept(way)).collect();
    report(found.into_iter().map(|(way, json)| {
        // As received, not as decoded.
        let came = aside::json_at(text, &way).filter(|came| halves::replaced(came.as_bytes()).0 == json.as_bytes());
        (way, came.unwrap_or(json))
    }));
    report(replaced);
    Ok(())
}

/// Decodes a text; the result counts only if the last call succeeds.
type Reader<'r> = &'r mut dyn FnMut(&[u8]) -> Result<(), Error>;

/// Decodes `text` without the members that do not match.
fn read_with_less(text: &[u8], first: Error, read: Reader<'_>) -> Result<(), Error> {
    let (recovering, taken) = with(|state| (std::mem::replace(&mut state.recovering, true), state.taken));
    let mut back = Back(Some(move |state: &mut State| (state.recovering, state.taken) = (recovering, taken)));
    let done = set_aside(text, &first, read);
    back.now();
    let Some(found) = done else { return Err(first) };
    report(found.into_iter().map(|aside| (aside.way, aside.json)));
    Ok(())
}

/// Sets members aside until `read` succeeds, or returns `None` if that is impossible.
fn set_aside(original: &[u8], first: &Error, read: Reader<'_>) -> Option<Vec<Aside>> {
    // A text that itself has such a member would be misread.
    let is_taken = original.windows(ASIDE.len() - 2).any(|part| part == &ASIDE[..ASIDE.len() - 2]);
    if is_taken || !is_misfit(first) {
        return None;
    }
    // If the text is not JSON further on, recovery is impossible, and positions would be wrong.
    serde_json::from_slice::<IgnoredAny>(original).ok()?;
    let reads = (MOST_BYTES / original.len().max(1)).clamp(LEAST_READS, MOST_READS);
    let mut texts = Texts { text: original.to_vec(), original: original.to_vec() };
    let mut found = Vec::new();
    let mut misfit = Misfit::of(&texts.text, first, take_inside())?;
    for reads_left in (0..reads).rev() {
        // Later passes set aside larger parts, so that the loop terminates.
        misfit.move_aside(&mut texts, reads_left < reads / 2, &mut found)?;
        with(|state| {
            state.taken = 0;
            state.names.clear();
        });
        match read(&texts.text) {
            // A type that does not accept set-aside members would lose them.
            Ok(()) => return (with(|state| state.taken) == found.len()).then_some(found),
            Err(error) if is_misfit(&error) => misfit = Misfit::of(&texts.text, &error, take_inside())?,
            Err(_) => return None,
        }
    }
    None
}

/// Returns `true` if a text is well-formed but contains a value that cannot be represented: a number out of range, or a
/// lone surrogate.
fn is_misfit(error: &Error) -> bool {
    let starts = ["number out of range", "invalid unicode code point"];
    let has_no_value = || starts.iter().any(|start| error.to_string().starts_with(start)) || is_half(error);
    error.classify() == Category::Data || (error.classify() == Category::Syntax && has_no_value())
}

/// Returns `true` if a text contains a lone surrogate, as written by software that truncates between UTF-16 units.
fn is_half(error: &Error) -> bool {
    let said = error.to_string();
    ["lone leading surrogate", "unexpected end of hex escape"].iter().any(|start| said.starts_with(start))
}

/// A position at which a text does not match.
struct Misfit {
    /// The path to it from the top.
    way: Vec<Step>,
    /// The field that is repeated, perhaps under two names.
    double: Option<String>,
}

impl Misfit {
    fn of(text: &[u8], error: &Error, mut inside: Vec<Step>) -> Option<Self> {
        let said = error.to_string();
        let mut place = super::offset(text, error.line(), error.column());
        let is_of_the_object = !inside.is_empty() || said.starts_with("missing field `");
        if !is_of_the_object && text[..place].last() == Some(&b'}') {
            // An error raised after a value was read is located after its object if it was the last member. If the
            // object itself is at fault, that shows once its last member is set aside.
            place -= 1;
        }
        let mut way = Vec::new();
        for level in levels_at(text, place) {
            match level {
                Level::Object { key: Some(key) } => {
                    let Some(name) = name(text, &key) else {
                        // The key is not valid text: no member of this object can be named, so the whole object is at
                        // fault.
                        inside.clear();
                        break;
                    };
                    way.push(Step::Member(name));
                }
                // Between two members: the whole object.
                Level::Object { key: None } => {}
                Level::List { index } => way.push(Step::Item(index)),
            }
        }
        way.extend(inside);
        let double = said.strip_prefix("duplicate field `");
        let double = double.and_then(|rest| Some(rest.split('`').next()?.to_owned()));
        way.iter().any(|step| matches!(step, Step::Member(_))).then_some(Self { way, double })
    }

    /// Sets aside the innermost or the outermost member that contains the position.
    fn move_aside(mut self, texts: &mut Texts, outermost: bool, found: &mut Vec<Aside>) -> Option<()> {
        let is_member = |step: &Step| matches!(step, Step::Member(_));
        if outermost {
            self.double = None;
            self.way.truncate(self.way.iter().position(is_member)? + 1);
        }
        let known = with(|state| std::mem::take(&mut state.names));
        loop {
            self.way.truncate(self.way.iter().rposition(is_member)? + 1);
            let Some(Step::Member(name)) = self.way.pop() else { return None };
            let double = self.double.take();
            let mut fields = known.iter().flat_map(|fields| fields.iter());
            let field = fields.find(|field| field.names.contains(&name.as_str()));
            if let Some(field) = field.filter(|_| double.is_some())
                && texts.unite(&self.way, field, found).is_some()
            {
                return Some(());
            }
            let is_own = name == ASIDE_NAME || double.as_deref() == Some(ASIDE_NAME);
            // A value that cannot be decoded under one name differs from that under another.
            let others = field.map(|field| texts.other_names(&self.way, field, &name)).unwrap_or_default();
            let names: Vec<String> = [Some(name), double].into_iter().flatten().chain(others).collect();
            // A member that was set aside before is in an object that does not accept set-aside members, and one that
            // cannot be distinguished from another of its name is in a sparse list. In both cases the whole value is at
            // fault.
            if !is_own && texts.move_members(&self.way, &names, found).is_some() {
                return Some(());
            }
        }
    }
}

/// Returns the steps as a path.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_again_and_again_is_not_collected() {
        (0..1_000).for_each(|_| note_names(&[]));
        assert_eq!(with(|state| state.names.len()), MOST_NAMES);
        forget_inside();
        assert_eq!(with(|state| state.names.len()), 0);
    }
}
