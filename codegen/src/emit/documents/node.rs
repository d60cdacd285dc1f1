//! A document as a tree that keeps the order of its keys.
//!
//! `serde_json::Value` keeps it or sorts, depending on the features of the other crates in a build.

use serde_json::Value;

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A text, number or boolean, or nothing.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// Members in their order.
    Map(Members),
}

/// Members of an object in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Members(pub(super) Vec<(String, Node)>);

impl Members {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    pub(super) fn with(mut self, name: impl Into<String>, value: impl Into<Node>) -> Self {
        self.put(name, value);
        self
    }

    /// Adds a member, if there is a value.
    pub(super) fn with_some(mut self, name: &str, value: Option<impl Into<Node>>) -> Self {
        self.put_some(name, value);
        self
    }

    /// Adds a member, unless the text is empty.
    pub(super) fn with_text(self, name: &str, text: &str) -> Self {
        self.with_some(name, (!text.is_empty()).then_some(text))
    }

    /// Adds a member, unless there are none in it.
    pub(super) fn with_members(self, name: &str, members: Members) -> Self {
        self.with_some(name, (!members.is_empty()).then_some(members))
    }

    /// Adds a list, unless it is empty.
    pub(super) fn with_list(self, name: &str, list: Vec<Node>) -> Self {
        self.with_some(name, (!list.is_empty()).then_some(list))
    }

    pub(super) fn put(&mut self, name: impl Into<String>, value: impl Into<Node>) {
        self.0.push((name.into(), value.into()));
    }

    pub(super) fn put_some(&mut self, name: &str, value: Option<impl Into<Node>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.0.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The object under a name, made if there is none.
    pub(super) fn object(&mut self, name: &str) -> &mut Members {
        let at = self.0.iter().position(|(known, value)| known == name && matches!(value, Node::Map(_)));
        let at = at.unwrap_or_else(|| {
            self.put(name, Members::new());
            self.0.len() - 1
        });
        match &mut self.0[at].1 {
            Node::Map(members) => members,
            Node::Scalar(_) | Node::List(_) => unreachable!("the position is that of an object"),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn extend(&mut self, other: Members) {
        self.0.extend(other.0);
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Scalar(text.into())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Scalar(text.into())
    }
}

impl From<&String> for Node {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Self::Scalar(value.into())
    }
}

impl From<i64> for Node {
    fn from(value: i64) -> Self {
        Self::Scalar(value.into())
    }
}

impl From<u32> for Node {
    fn from(value: u32) -> Self {
        Self::Scalar(value.into())
    }
}

impl From<Members> for Node {
    fn from(members: Members) -> Self {
        Self::Map(members)
    }
}

impl From<Vec<Node>> for Node {
    fn from(list: Vec<Node>) -> Self {
        Self::List(list)
    }
}

impl From<Value> for Node {
    /// Keys are sorted, whatever order the map has in this build.
    fn from(value: Value) -> Self {
        match value {
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                let mut members: Vec<_> = members.into_iter().map(|(name, value)| (name, Self::from(value))).collect();
                members.sort_by(|(left, _), (right, _)| left.cmp(right));
                Self::Map(Members(members))
            }
            scalar => Self::Scalar(scalar),
        }
    }
}

/// Texts as a list.
pub(super) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Vec<Node> {
    texts.into_iter().map(|text| Node::from(text.into())).collect()
}
