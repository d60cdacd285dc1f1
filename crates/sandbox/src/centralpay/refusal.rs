//! Refusals, in the API's own form.

use std::fmt;

use centralpay_model::API;
use payspec_core::server::DecodeError;
use payspec_core::{Violations, printable};
use serde_json::{Map, Value, json};

use super::chosen;
use crate::engine::answer::Answer;
use crate::engine::failure::Failure;

const NO_CREDENTIALS: &str = "a login and password are required (HTTP Basic authentication)";

/// Why a request is not executed. It has changed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// 400: fields and what is wrong with each.
    Invalid(Vec<(String, String)>),
    /// 401: there is no login and password.
    NoCredentials,
    /// 403: the credentials are wrong, for this reason.
    Forbidden(String),
    /// 404: what does not exist.
    NotFound(String),
    /// 501: what the sandbox does not model.
    NotModelled(String),
    /// 500: a mistake of the sandbox.
    Failed(Failure),
}

impl Refusal {
    /// A refusal because of one field.
    pub(super) fn of(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![(field.to_owned(), message.into())])
    }

    /// A refusal because a referenced object does not exist.
    pub(super) fn no(object: &str, id: &str) -> Self {
        Self::NotFound(format!("no {object} has the identifier `{}`", printable::text(id, 60)))
    }

    /// A refusal because of a parameter that an otherwise modelled operation does not take.
    pub(super) fn parameter(operation: &str, name: &str) -> Self {
        Self::NotModelled(format!("the sandbox does not model the parameter `{name}` of {operation}"))
    }

    /// The answer.
    pub fn answer(&self) -> Answer {
        let (status, body) = match self {
            Self::Invalid(errors) => (400, errors_map(errors)),
            Self::NoCredentials => (401, message(NO_CREDENTIALS)),
            Self::Forbidden(why) => (403, message(why)),
            Self::NotFound(what) => (404, message(what)),
            Self::NotModelled(what) => (501, message(what)),
            Self::Failed(failure) => (500, message(&failure.to_string())),
        };
        Answer::json(status, body.to_string().into_bytes())
    }

    /// What was chosen in this answer.
    pub(super) fn chosen(&self) -> Option<&'static str> {
        (!matches!(self, Self::Invalid(_) | Self::NotModelled(_))).then_some(chosen::ERROR_BODY)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(errors) => {
                let fields: Vec<String> = errors.iter().map(|(field, why)| format!("{field}: {why}")).collect();
                f.write_str(&fields.join("; "))
            }
            Self::NoCredentials => f.write_str(NO_CREDENTIALS),
            Self::Forbidden(why) | Self::NotFound(why) | Self::NotModelled(why) => f.write_str(why),
            Self::Failed(failure) => failure.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

fn message(text: &str) -> Value {
    json!({ "message": text })
}

/// The map of errors, under the name that the spec gives it.
fn errors_map(errors: &[(String, String)]) -> Value {
    let mut map: Map<String, Value> = Map::new();
    for (field, message) in errors {
        match map.get_mut(field) {
            Some(Value::String(known)) => *known = format!("{known}; {message}"),
            _ => drop(map.insert(field.clone(), Value::from(message.as_str()))),
        }
    }
    let mut body = Map::new();
    body.insert(API.errors.fields.unwrap_or("errors").to_owned(), Value::Object(map));
    Value::Object(body)
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Violations> for Refusal {
    fn from(violations: Violations) -> Self {
        let mut errors = Vec::new();
        for violation in &violations {
            // The only message of the platform that the documents quote.
            let quoted =
                if violation.rule() == "one-source-of-card" { "There is no unique source of card: " } else { "" };
            let text = format!("{quoted}{} [{}]", violation.message(), violation.rule());
            if violation.fields().is_empty() {
                errors.push((violation.rule().to_owned(), text));
            } else {
                errors.extend(violation.fields().iter().map(|field| (as_sent(field), text.clone())));
            }
        }
        Self::Invalid(errors)
    }
}

impl From<DecodeError> for Refusal {
    fn from(error: DecodeError) -> Self {
        let field = |name: &str| if name.is_empty() { "body".to_owned() } else { as_sent(name) };
        let problems = error.problems().iter();
        Self::Invalid(problems.map(|problem| (field(&problem.field), problem.message.clone())).collect())
    }
}

/// A field as a form names it: `card[number]`. That of a stored object, `Transaction[captureStatus]`, without the object;
/// that of an item, `paymentMethod[] (item 2)`, without the item.
fn as_sent(field: &str) -> String {
    if let Some((list, item)) = field.split_once(" (item ") {
        let (number, inside) = item.trim_end_matches(')').split_once(": ").unwrap_or((item.trim_end_matches(')'), ""));
        let index = number.parse::<usize>().map_or(0, |number| number.saturating_sub(1));
        return as_sent(&format!("{}[{index}].{inside}", list.trim_end_matches("[]")));
    }
    let mut steps =
        field.split(['.', '[']).map(|step| step.trim_end_matches(']')).filter(|step| !step.is_empty()).peekable();
    let is_object = steps.peek().is_some_and(|step| step.starts_with(|first: char| first.is_ascii_uppercase()));
    let mut steps = steps.skip(usize::from(is_object && field.contains(['.', '['])));
    let first = steps.next().unwrap_or_default().to_owned();
    steps.fold(first, |path, step| format!("{path}[{step}]"))
}

#[cfg(test)]
mod tests {
    use super::as_sent;

    #[test]
    fn fields_are_named_as_a_form_names_them() {
        for (field, sent) in [
            ("amount", "amount"),
            ("card.number", "card[number]"),
            ("card[number]", "card[number]"),
            ("transfer[0].amount", "transfer[0][amount]"),
            ("transfer[] (item 1: fee)", "transfer[0][fee]"),
            ("paymentMethod[] (item 2)", "paymentMethod[1]"),
            ("Transaction[captureStatus]", "captureStatus"),
            ("Origin", "Origin"),
            ("", ""),
        ] {
            assert_eq!(as_sent(field), sent, "{field}");
        }
    }
}
