//! What a search has seen so far, in little memory: a digest of each page and of each cursor.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use serde::Serialize;
use serde_json::Value;

/// The pages and cursors that came. Each takes eight bytes.
#[derive(Default)]
pub(super) struct Seen {
    pages: HashSet<u64>,
    cursors: HashSet<u64>,
}

/// The members that identify an item where nothing is said of it.
const USUAL_IDS: &[&str] = &["id", "uuid"];

impl Seen {
    /// Takes note of the items of a page. Returns whether they are new.
    pub(super) fn page<T: Serialize>(&mut self, items: &[T], id: &[&str]) -> bool {
        self.pages.insert(fingerprint(items, if id.is_empty() { USUAL_IDS } else { id }))
    }

    /// Takes note of a cursor. Returns whether it is new.
    pub(super) fn cursor(&mut self, cursor: &str) -> bool {
        let mut print = DefaultHasher::new();
        cursor.hash(&mut print);
        self.cursors.insert(print.finish())
    }
}

/// Tells pages apart by the ids of their items, in any order; or by all that they hold, if one has none. What stands
/// beside the items may change from response to response.
fn fingerprint<T: Serialize>(items: &[T], id: &[&str]) -> u64 {
    let mut print = DefaultHasher::new();
    let ids: Option<Vec<String>> = items.iter().map(|item| id_of(item, id)).collect();
    match ids {
        Some(mut ids) => {
            ids.sort_unstable();
            ids.hash(&mut print);
        }
        None => {
            // What cannot be written counts as far as it was written.
            let _ = serde_json::to_writer(Print(&mut print), items);
        }
    }
    print.finish()
}

/// The text or number that identifies an item.
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
