//! The tree that a query, a form and JSON become.

use serde_json::{Map, Value};

use super::reading;
use crate::Blob;
use crate::object::Failed;

/// Said of a file in place of a value.
pub(super) const NO_FILE: &str = "expected a value, found a file";

/// A received value.
#[derive(Clone, PartialEq)]
pub(crate) enum Node {
    /// Nothing: what stands for a list that a form cannot express, because it is empty.
    Nothing,
    Null,
    Bool(bool),
    /// The digits of a JSON number.
    Number(String),
    /// A JSON string.
    Text(String),
    /// A text of a form, query or path, which may stand for a value of any type.
    Sent(String),
    List(Vec<Node>),
    /// Members in the order in which they came. A form has each name once, JSON as often as the sender wrote it.
    Map(Members),
    File(Blob),
}

pub(crate) type Members = Vec<(String, Node)>;

impl Node {
    /// Converts to JSON. Texts of a form are strings, and `a[0]`, `a[1]`, ... items; a file is `null`, so a value is
    /// read by [`value`](Self::value).
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Nothing | Self::Null | Self::File(_) => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            // The digits were checked when they were read; only an exponent can be too large for a double.
            Self::Number(digits) => serde_json::from_str(digits).unwrap_or_else(|_| Value::String(digits.clone())),
            Self::Text(text) | Self::Sent(text) => Value::String(text.clone()),
            Self::List(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            Self::Map(members) => match as_items(members) {
                Some(items) => Value::Array(items.into_iter().map(Self::to_json).collect()),
                None => Value::Object(
                    members.iter().map(|(name, node)| (name.clone(), node.to_json())).collect::<Map<_, _>>(),
                ),
            },
        }
    }

    /// Converts a value to JSON, in which there is no place for a file.
    pub(crate) fn value(&self) -> Result<Value, Failed> {
        if self.has_file() { Err(Failed::said(NO_FILE)) } else { Ok(self.to_json()) }
    }

    fn has_file(&self) -> bool {
        match self {
            Self::File(_) => true,
            Self::List(items) => items.iter().any(Self::has_file),
            Self::Map(members) => members.iter().any(|(_, node)| node.has_file()),
            _ => false,
        }
    }

    /// Converts JSON that was taken from a tree. Strings are texts of a form if they may stand for other values.
    pub(crate) fn of_json(value: &Value, is_form: bool) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) if is_form => Self::Sent(text.clone()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(|item| Self::of_json(item, is_form)).collect()),
            Value::Object(members) => {
                Self::Map(members.iter().map(|(name, value)| (name.clone(), Self::of_json(value, is_form))).collect())
            }
        }
    }
}

/// Returns the items of `name[0]`, `name[1]`, ..., which sorted members of a JSON object would put into another order.
fn as_items(members: &Members) -> Option<Vec<&Node>> {
    let is_form = reading::with(|reading| reading.is_form);
    let are_items = is_form && members.iter().enumerate().all(|(index, (name, _))| *name == index.to_string());
    (are_items && members.len() > 1).then(|| members.iter().map(|(_, node)| node).collect())
}
