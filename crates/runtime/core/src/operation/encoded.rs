//! The parameters of a request in their wire format.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Value};

use crate::redact::shown_name;
use crate::rules::{Fields, Violation, Violations};
use crate::{Blob, Form, FormProblem, json, view};

/// The encoded parameters of a request: the pairs of a form or query with its files, or the members of a JSON object. Rules
/// are evaluated on them, and the client sends the same.
///
/// Created by [`Operation::encoded`](crate::Operation::encoded). `Debug` prints names only, and values are wiped from memory
/// on drop.
pub struct EncodedParameters<'a> {
    body: Body,
    /// The parameters as rules see them, if that differs: amounts in minor units, codes as in their table.
    for_rules: Option<Body>,
    /// Values that could not be written as JSON, by field name.
    unwritten: Vec<(String, &'static str)>,
    files: Vec<(&'static str, &'a Blob)>,
}

enum Body {
    Form(Form),
    Json(Members),
    /// The parameters cannot be serialised as JSON.
    None,
}

impl Body {
    fn push(&mut self, name: &str, value: &str) {
        match self {
            Self::Form(form) => drop(form.push(name, value)),
            Self::Json(members) => drop(members.0.insert(name.to_owned(), value.into())),
            Self::None => {}
        }
    }
}

/// The members of a JSON object; their texts are wiped from memory when they are dropped.
struct Members(Map<String, Value>);

impl Drop for Members {
    fn drop(&mut self) {
        self.0.values_mut().for_each(json::wipe);
    }
}

impl<'a> EncodedParameters<'a> {
    pub(super) fn form(encode: &dyn Fn(&mut Form), files: Vec<(&'static str, &'a Blob)>) -> Self {
        let written = || {
            let mut form = Form::new();
            encode(&mut form);
            Body::Form(form)
        };
        let (body, notes) = view::as_it_travels(written);
        Self { body, for_rules: notes.differs.then(|| view::for_rules(written)), unwritten: notes.problems, files }
    }

    pub(super) fn json(encode: &dyn Fn() -> Result<Map<String, Value>, serde_json::Error>) -> Self {
        let written = || encode().map_or(Body::None, |members| Body::Json(Members(members)));
        let (body, notes) = view::as_it_travels(written);
        let for_rules = notes.differs.then(|| view::for_rules(written));
        Self { body, for_rules, unwritten: notes.problems, files: Vec::new() }
    }

    /// Returns the pairs of a form or query; `None` for JSON.
    pub fn as_form(&self) -> Option<&Form> {
        match &self.body {
            Body::Form(form) => Some(form),
            Body::Json(_) | Body::None => None,
        }
    }

    /// Returns the members of a JSON object; `None` for a form, or if the parameters cannot be serialised as JSON.
    pub fn as_json(&self) -> Option<&Map<String, Value>> {
        match &self.body {
            Body::Json(members) => Some(&members.0),
            Body::Form(_) | Body::None => None,
        }
    }

    /// Returns the files of the form, by name.
    pub fn files(&self) -> &[(&'static str, &'a Blob)] {
        &self.files
    }

    /// Returns `true` if there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
            && match &self.body {
                Body::Form(form) => form.is_empty(),
                Body::Json(members) => members.0.is_empty(),
                Body::None => true,
            }
    }

    /// Returns `true` if a parameter is given.
    pub fn has(&self, name: &str) -> bool {
        match &self.body {
            Body::Form(form) => form.get(name).is_some(),
            Body::Json(members) => members.0.contains_key(name),
            Body::None => false,
        }
    }

    /// Returns the value of a text parameter.
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.body {
            Body::Form(form) => form.get(name),
            Body::Json(members) => members.0.get(name)?.as_str(),
            Body::None => None,
        }
    }

    /// Returns the value of a text or number parameter, as text.
    pub fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        match (self.text(name), &self.body) {
            (Some(text), _) => Some(Cow::Borrowed(text)),
            (None, Body::Json(members)) => Some(Cow::Owned(members.0.get(name)?.as_number()?.to_string())),
            (None, _) => None,
        }
    }

    /// Adds a text parameter. A form keeps existing parameters of the same name; in JSON an existing member is
    /// replaced. Does nothing if the parameters cannot be serialised as JSON.
    pub fn push(&mut self, name: &str, value: &str) {
        self.bodies().for_each(|body| body.push(name, value));
    }

    fn bodies(&mut self) -> impl Iterator<Item = &mut Body> {
        [&mut self.body].into_iter().chain(&mut self.for_rules)
    }

    /// Adds parameters that the API description does not declare. Each replaces existing parameters of the same name, except
    /// for list names, which end in `[]`; if a name occurs several times in `extra`, the last value wins. In JSON the values
    /// are texts.
    pub fn extend(&mut self, extra: &Form) {
        for body in self.bodies() {
            match body {
                Body::Form(form) => form.extend(extra),
                Body::Json(_) | Body::None => extra.pairs().iter().for_each(|(name, value)| body.push(name, value)),
            }
        }
    }

    /// Returns the values that cannot be sent faithfully.
    pub(super) fn problems(&self) -> impl Iterator<Item = Violation> {
        let in_form = self.as_form().map(Form::problems).unwrap_or_default();
        let in_json = (matches!(self.body, Body::None) && self.unwritten.is_empty()).then(unfaithful_json);
        in_form.iter().map(unfaithful_field).chain(in_json).chain(self.unwritten.iter().map(unwritten_field))
    }

    /// Passes the parameters to a check. Those that cannot be written cannot be checked.
    pub(super) fn judge(&self, judge: &dyn Fn(&dyn Fields) -> Result<(), Violations>) -> Result<(), Violations> {
        match self.for_rules.as_ref().unwrap_or(&self.body) {
            Body::Form(form) if self.files.is_empty() => judge(form),
            Body::Form(form) => {
                // Rules only check whether a file is given.
                let mut with_files = form.clone();
                for (name, _) in &self.files {
                    with_files.push(*name, "(a file)");
                }
                judge(&with_files)
            }
            Body::Json(members) => judge(&members.0),
            Body::None => Ok(()),
        }
    }
}

impl fmt::Debug for EncodedParameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = f.debug_list();
        match &self.body {
            Body::Form(form) => names.entries(form.pairs().iter().map(|(name, _)| shown_name(name))),
            Body::Json(members) => names.entries(members.0.keys().map(|name| shown_name(name))),
            Body::None => &mut names,
        };
        names.entries(self.files.iter().map(|(name, _)| name)).finish()
    }
}

pub(super) fn unfaithful_json() -> Violation {
    Violation::new(
        Vec::new(),
        "json-encoding",
        "the parameters cannot be serialised as JSON",
        "the server would not receive the intended value",
    )
}

fn unwritten_field((name, why): &(String, &'static str)) -> Violation {
    Violation::new(vec![name.clone()], "json-encoding", *why, "the server would not receive the intended value")
}

fn unfaithful_field(problem: &FormProblem) -> Violation {
    Violation::new(
        vec![problem.name.clone()],
        "form-encoding",
        problem.message,
        "the server would not receive the intended value",
    )
}
