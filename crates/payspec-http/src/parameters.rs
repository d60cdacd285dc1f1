//! The parameters of a request before they are written: pairs of a form or query, or members of a JSON object.

use payspec_core::Form;
use serde_json::{Map, Value};

pub(crate) enum Parameters {
    Pairs(Form),
    Json(Map<String, Value>),
}

impl Parameters {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Pairs(form) => form.is_empty(),
            Self::Json(members) => members.is_empty(),
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        match self {
            Self::Pairs(form) => form.get(name).is_some(),
            Self::Json(members) => members.contains_key(name),
        }
    }

    /// Adds a parameter that is text.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        match self {
            Self::Pairs(form) => {
                form.push(name, value);
            }
            Self::Json(members) => {
                members.insert(name.to_owned(), value.into());
            }
        }
    }

    /// As a form or query. JSON has no such form and is empty here.
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Pairs(form) => form.encode(),
            Self::Json(_) => String::new(),
        }
    }
}
