//! What readers of fields know while a request is decoded. They are shared with responses, and serde and the macros of
//! unions have no place for it, so this is thread-local state.

use std::cell::RefCell;
use std::collections::HashSet;

use serde_json::Value;

use super::decode::UnknownParameter;
use super::tree::{Members, Node};
use crate::ListStyle;
use crate::object::Failed;
use crate::redact::shown_name;

/// The state of decoding a request.
pub(super) struct Reading {
    /// Where the value being read is. After an error it stays where that occurred.
    pub(super) path: Vec<Step>,
    /// Whether the error is that the member at the path is missing.
    pub(super) is_missing: bool,
    /// What no field takes.
    pub(super) unknown: Vec<UnknownParameter>,
    /// Whether texts may stand for values of other types.
    pub(super) is_form: bool,
    /// How lists of plain values are written.
    pub(super) lists: ListStyle,
    /// The unions being read whose members are in one object with those of their variant, innermost last.
    unions: Vec<Union>,
    /// The members of the next union as they came, with their depth, until it is read.
    members: Vec<(usize, String, Node)>,
}

/// A step to a value.
#[derive(Clone)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

/// A union, whose members are read once by the union and once by its variant: what neither takes is unknown.
struct Union {
    depth: usize,
    /// Its members as they came: members of JSON are sorted, and texts of a form are strings there.
    members: Members,
    /// The names that a reader did not take, for each reader.
    left: Vec<HashSet<String>>,
}

impl Reading {
    /// Continues with the next value inside the one at this depth, or with that one after its last.
    pub(super) fn step(&mut self, depth: usize, next: Option<Step>) {
        self.path.truncate(depth);
        self.path.extend(next);
        self.is_missing = false;
    }
}

thread_local! {
    static READING: RefCell<Option<Reading>> = const { RefCell::new(None) };
}

/// Returns `true` while a request is decoded.
pub(crate) fn is_request() -> bool {
    READING.with_borrow(Option::is_some)
}

/// Restores the state on drop, also after a panic.
struct Back(Option<Reading>);

impl Drop for Back {
    fn drop(&mut self) {
        READING.set(self.0.take());
    }
}

/// Calls `read` while a request is decoded, and returns what it left unread.
pub(super) fn request<R>(is_form: bool, lists: ListStyle, read: impl FnOnce() -> R) -> (R, Vec<UnknownParameter>) {
    let (path, unknown, unions, members) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let before = READING.replace(Some(Reading { path, is_missing: false, unknown, is_form, lists, unions, members }));
    let _back = Back(before);
    let result = read();
    let unknown = with(|reading| std::mem::take(&mut reading.unknown));
    (result, unknown)
}

/// Changes the state; does nothing if no request is decoded.
pub(super) fn with<R: Default>(change: impl FnOnce(&mut Reading) -> R) -> R {
    READING.with_borrow_mut(|reading| reading.as_mut().map(change)).unwrap_or_default()
}

/// Calls `read` with texts that are what JSON says they are.
pub(super) fn as_json<R>(read: impl FnOnce() -> R) -> R {
    let before = with(|reading| std::mem::replace(&mut reading.is_form, false));
    let result = read();
    with(|reading| reading.is_form = before);
    result
}

/// Calls `read` inside a member.
pub(crate) fn within<T, E>(name: &str, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let depth = depth();
    with(|reading| reading.step(depth, Some(Step::Member(name.to_owned()))));
    let result = read();
    if result.is_ok() {
        with(|reading| reading.step(depth, None));
    }
    result
}

/// Calls `read`, whose error has no consequence.
pub(crate) fn tried<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let depth = depth();
    let result = read();
    with(|reading| reading.step(depth, None));
    result
}

/// Returns the number of steps to the value being read.
pub(crate) fn depth() -> usize {
    with(|reading| reading.path.len())
}

/// Records that a member of the value at this depth was found to be invalid after it was read, unless the path leads
/// there or further already.
pub(crate) fn fail_at(depth: usize, name: &str) {
    with(|reading| {
        if reading.path.len() <= depth {
            reading.step(depth, Some(Step::Member(name.to_owned())));
        }
    });
}

/// Records what an error is about, before it becomes one of serde.
pub(super) fn fail(failed: &Failed) {
    if let Some(name) = failed.missing_field() {
        with(|reading| {
            reading.path.push(Step::Member(name.to_owned()));
            reading.is_missing = true;
        });
    }
}

/// Records a member that no field takes.
pub(super) fn leave(name: &str, value: Value) {
    with(|reading| {
        let depth = reading.path.len();
        // The step of the member itself is the last of the path.
        if let Some(union) = reading.unions.last_mut().filter(|union| union.depth + 1 == depth) {
            if let Some(left) = union.left.last_mut() {
                left.insert(name.to_owned());
            }
            return;
        }
        let name = bracketed(&reading.path);
        reading.unknown.push(UnknownParameter { name, value });
    });
}

/// Keeps the member of a union that is being read, as it came.
pub(super) fn keep(node: Node) {
    with(|reading| {
        if let Some((Step::Member(name), before)) = reading.path.split_last() {
            reading.members.push((before.len(), name.clone(), node));
        }
    });
}

/// Returns the members of the object that is being read as they came, if they are those of a union or of its variant.
pub(super) fn kept() -> Option<Members> {
    with(|reading| {
        let union = reading.unions.last()?;
        match reading.path.get(union.depth..)? {
            [] => Some(&union.members).filter(|members| !members.is_empty()).cloned(),
            // The variant is in a member of its own.
            [Step::Member(tag)] => match union.members.iter().find(|(name, _)| name == tag)? {
                (_, Node::Map(members)) => Some(members.clone()),
                _ => None,
            },
            _ => None,
        }
    })
}

/// Starts another reader of the members of a union, if that is where the path is.
pub(super) fn start_object() {
    with(|reading| {
        let depth = reading.path.len();
        if let Some(union) = reading.unions.last_mut().filter(|union| union.depth == depth) {
            union.left.push(HashSet::new());
        }
    });
}

/// Calls `read` for a union with these members. `tag` is the member that names its variant.
pub(crate) fn union<R>(
    tag: Option<&str>,
    members: serde_json::Map<String, Value>,
    read: impl FnOnce(serde_json::Map<String, Value>) -> R,
    is_known: impl FnOnce(&R) -> bool,
) -> R {
    if !is_request() {
        return read(members);
    }
    let own = with(|reading| own_members(reading, &members));
    let level = with(|reading| {
        reading.unions.push(Union { depth: reading.path.len(), members: own, left: Vec::new() });
        reading.unions.len()
    });
    let result = read(members);
    let is_known = is_known(&result);
    with(|reading| {
        reading.unions.truncate(level);
        let Some(union) = reading.unions.pop().filter(|_| is_known) else { return };
        let is_left = |name: &str| union.left.iter().all(|left| left.contains(name));
        for (name, node) in union.members.iter().filter(|(name, _)| Some(name.as_str()) != tag && is_left(name)) {
            let path: Vec<Step> = reading.path.iter().cloned().chain([Step::Member(name.clone())]).collect();
            reading.unknown.push(UnknownParameter { name: bracketed(&path), value: node.to_json() });
        }
    });
    result
}

/// Takes the members that were kept for a union where the path is. Whatever else was kept is of a union that failed.
fn own_members(reading: &mut Reading, members: &serde_json::Map<String, Value>) -> Members {
    let depth = reading.path.len();
    let mut own = std::mem::take(&mut reading.members);
    own.drain(..own.len().saturating_sub(members.len()));
    if own.len() == members.len() && own.iter().all(|(at, name, _)| *at == depth && members.contains_key(name)) {
        return own.into_iter().map(|(_, name, node)| (name, node)).collect();
    }
    // They were read from a text inside a value.
    members.iter().map(|(name, value)| (name.clone(), Node::of_json(value, reading.is_form))).collect()
}

/// Writes a path as a form has it: `card[number]`.
fn bracketed(path: &[Step]) -> String {
    let mut text = String::new();
    for (index, step) in path.iter().enumerate() {
        match step {
            Step::Member(name) if index == 0 => text.push_str(name),
            Step::Member(name) => text.push_str(&format!("[{name}]")),
            Step::Item(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// Writes a path for a message: `transfer[0].amount`.
pub(super) fn dotted(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Member(name) => {
                let dot = if text.is_empty() { "" } else { "." };
                text.push_str(&format!("{dot}{}", shown_name(name)));
            }
            Step::Item(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}
