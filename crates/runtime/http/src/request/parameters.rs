//! The parameters of a request before they are written: pairs of a form or query, perhaps with files beside them, or
//! members of a JSON object.

use std::ops::{Deref, DerefMut};

use payspec_core::{Blob, Form, ListStyle, json};
use serde_json::{Map, Value};

pub(crate) enum Parameters {
    Pairs(Form),
    WithFiles(Form, Vec<(&'static str, Blob)>),
    Json(Members),
}

/// The members of a JSON object; their texts are wiped from memory when they are dropped.
pub(crate) struct Members(Map<String, Value>);

impl Deref for Members {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Members {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Drop for Members {
    fn drop(&mut self) {
        self.0.values_mut().for_each(json::wipe);
    }
}

impl Parameters {
    pub(crate) fn json(members: Map<String, Value>) -> Self {
        Self::Json(Members(members))
    }

    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Pairs(form) => form.is_empty(),
            Self::WithFiles(form, files) => form.is_empty() && files.is_empty(),
            Self::Json(members) => members.is_empty(),
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        match self {
            Self::Pairs(form) | Self::WithFiles(form, _) => form.get(name).is_some(),
            Self::Json(members) => members.contains_key(name),
        }
    }

    /// The value of a parameter that is a text or a number.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        match self {
            Self::Pairs(form) | Self::WithFiles(form, _) => form.get(name).map(str::to_owned),
            Self::Json(members) => match members.get(name)? {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            },
        }
    }

    /// Adds a parameter that is text.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        match self {
            Self::Pairs(form) | Self::WithFiles(form, _) => {
                form.push(name, value);
            }
            Self::Json(members) => {
                members.insert(name.to_owned(), value.into());
            }
        }
    }

    /// As a form or query. JSON and files have no such form and are empty here.
    pub(crate) fn encode(&self, lists: ListStyle) -> String {
        match (self, lists) {
            (Self::Pairs(form), ListStyle::Brackets) => form.encode(),
            (Self::Pairs(form), ListStyle::Repeated) => {
                let plain = |name: &str| name.strip_suffix("[]").map_or_else(|| name.to_owned(), str::to_owned);
                Form::from_pairs(form.pairs().iter().map(|(name, value)| (plain(name), value.as_str()))).encode()
            }
            (Self::WithFiles(..) | Self::Json(_), _) => String::new(),
        }
    }
}
