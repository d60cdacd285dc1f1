//! What a search has received so far, in little memory: a digest of each page, each cursor and each item's ID.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use serde::Serialize;
use serde_json::Value;

/// The pages, cursors and IDs received. Each is a digest of eight bytes, and takes about twice that in its set: 20 MB
/// for a million items.
#[derive(Default)]
pub(super) struct Seen {
    pages: HashSet<u64>,
    cursors: HashSet<u64>,
    items: HashSet<u64>,
}

/// The members that identify an item if the description names none.
const USUAL_IDS: &[&str] = &["id", "uuid"];

impl Seen {
    /// Records the items of a page. Returns `true` if they are new.
    pub(super) fn page<T: Serialize>(&mut self, items: &[T], id: &[&str]) -> bool {
        self.pages.insert(fingerprint(items, if id.is_empty() { USUAL_IDS } else { id }))
    }

    /// Removes the items that an earlier page contained, and records the others. An item moves to a later page when one
    /// is inserted before it. Items are compared only by an ID that the description names.
    pub(super) fn only_new<T: Serialize>(&mut self, items: &mut Vec<T>, id: &[&str]) {
        if id.is_empty() {
            return;
        }
        let mut of_page = Vec::with_capacity(items.len());
        items.retain(|item| {
            let Some(id) = id_of(item, id) else { return true };
            let print = digest(&id);
            let is_new = !self.items.contains(&print);
            of_page.extend(is_new.then_some(print));
            is_new
        });
        self.items.extend(of_page);
    }

    /// Records a cursor or link. Returns `true` if it is new.
    pub(super) fn cursor(&mut self, cursor: &str) -> bool {
        self.cursors.insert(digest(cursor))
    }
}

/// Returns the id of the last item.
pub(super) fn last_id<T: Serialize>(items: &[T], id: &[&str]) -> Option<String> {
    id_of(items.last()?, if id.is_empty() { USUAL_IDS } else { id })
}

fn digest(text: &str) -> u64 {
    let mut print = DefaultHasher::new();
    text.hash(&mut print);
    print.finish()
}

/// Distinguishes pages by the IDs of their items, in any order, or by their whole content if an item has none. The
/// envelope may differ between responses.
fn fingerprint<T: Serialize>(items: &[T], id: &[&str]) -> u64 {
    let mut print = DefaultHasher::new();
    let ids: Option<Vec<String>> = items.iter().map(|item| id_of(item, id)).collect();
    match ids {
        Some(mut ids) => {
            ids.sort_unstable();
            ids.hash(&mut print);
        }
        None => {
            // A value that fails to serialise counts up to that point.
            let _ = serde_json::to_writer(Print(&mut print), items);
        }
    }
    print.finish()
}

/// Returns the string or number that identifies an item.
fn id_of<T: Serialize>(item: &T, names: &[&str]) -> Option<String> {
    let Ok(Value::Object(members)) = serde_json::to_value(item) else { return None };
    names.iter().find_map(|name| match members.get(*name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

struct Print<'a>(&'a mut DefaultHasher);

impl io::Write for Print<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
