//! Places in a document: a value with the JSON pointer (RFC 6901) that leads to it.

use super::value::{NULL, Value};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Place<'d> {
    pub(super) root: &'d Value,
    pub(super) value: &'d Value,
    /// The pointer as a fragment: `#/paths/~1payments/post`.
    pub(super) pointer: String,
}

/// So many references are followed from one to the next.
const MAX_HOPS: usize = 50;

impl<'d> Place<'d> {
    pub(super) fn root(root: &'d Value) -> Self {
        Self { root, value: root, pointer: "#".to_owned() }
    }

    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(self.at(key, value))
    }

    /// The place at some keys, one in the other.
    pub(super) fn path(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.clone(), |place, key| place.get(key))
    }

    fn at(&self, key: &str, value: &'d Value) -> Self {
        let pointer = format!("{}/{}", self.pointer, key.replace('~', "~0").replace('/', "~1"));
        Self { root: self.root, value, pointer }
    }

    /// The entries of a mapping, without the extensions of vendors.
    pub(super) fn entries(&self) -> Vec<(&'d str, Self)> {
        let Value::Map(entries) = self.value else { return Vec::new() };
        let own = entries.iter().filter(|(key, _)| !key.starts_with("x-"));
        own.map(|(key, value)| (key.as_str(), self.at(key, value))).collect()
    }

    /// The entries of a mapping whose keys are names that the vendor chose.
    pub(super) fn named(&self) -> Vec<(&'d str, Self)> {
        let Value::Map(entries) = self.value else { return Vec::new() };
        entries.iter().map(|(key, value)| (key.as_str(), self.at(key, value))).collect()
    }

    pub(super) fn items(&self) -> Vec<Self> {
        let Value::List(items) = self.value else { return Vec::new() };
        items.iter().enumerate().map(|(index, value)| self.at(&index.to_string(), value)).collect()
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.text()
    }

    pub(super) fn is(&self, key: &str) -> bool {
        self.value.get(key).is_some_and(Value::is_true)
    }

    /// What the value refers to, if it is a reference: one within the document, or one that leads elsewhere.
    pub(super) fn reference(&self) -> Option<&'d str> {
        self.text("$ref")
    }

    /// The last key of the pointer.
    pub(super) fn name(&self) -> String {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        last.replace("~1", "/").replace("~0", "~")
    }

    /// The place that a pointer within the document leads to.
    pub(super) fn follow(&self, reference: &str) -> Option<Self> {
        // What follows is a pointer, and not the name of an anchor.
        let pointer = reference.strip_prefix('#').filter(|pointer| pointer.is_empty() || pointer.starts_with('/'))?;
        let mut place = Self::root(self.root);
        for step in pointer.split('/').skip(1) {
            let key = percent_decoded(step).replace("~1", "/").replace("~0", "~");
            place = match place.value {
                Value::List(_) => place.items().into_iter().nth(key.parse().ok()?)?,
                _ => place.get(&key)?,
            };
        }
        Some(place)
    }

    /// The value itself, or what it refers to in the end; `None` where that is in another document or nowhere.
    pub(super) fn resolved(&self) -> Option<Self> {
        let mut place = self.clone();
        for _ in 0..MAX_HOPS {
            match place.reference() {
                Some(reference) => place = place.follow(reference)?,
                None => return Some(place),
            }
        }
        None
    }

    /// Nothing, at a place.
    pub(super) fn nothing(&self) -> Self {
        Self { root: self.root, value: &NULL, pointer: self.pointer.clone() }
    }
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_to_where_they_say() {
        let root: Value = serde_json::from_str(r#"{"paths": {"/a/{b}~c": {"x": [1, {"y": 2}]}}}"#).expect("JSON");
        let root = Place::root(&root);
        let (_, path) = root.get("paths").expect("there").named().remove(0);
        assert_eq!(path.pointer, "#/paths/~1a~1{b}~0c");
        let inner = path.get("x").expect("there").items().remove(1).get("y").expect("there");
        assert_eq!(inner.pointer, "#/paths/~1a~1{b}~0c/x/1/y");
        assert_eq!(root.follow(&inner.pointer).expect("there").value, inner.value);
        assert_eq!(root.follow("#/paths/~1a~1%7Bb%7D~0c/x/1/y").expect("there").value, inner.value);
        for nowhere in ["#/paths/x", "#/paths/~1a~1{b}~0c/x/9", "other.yaml#/a", "#x/é%", "#anchor"] {
            assert!(root.follow(nowhere).is_none(), "{nowhere}");
        }
    }
}
