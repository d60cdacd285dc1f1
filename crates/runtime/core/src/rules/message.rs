//! The messages of violations: what is wrong, a semicolon, how to fix it.
//!
//! Messages are built only from names and constants of the description, so they cannot contain a value.

use super::scope::Place;
use super::{Condition, Test, TextFormat};
use crate::CompactDate;

/// A problem and the fields concerned.
pub(super) struct Finding {
    pub(super) fields: Vec<String>,
    pub(super) message: String,
}

impl Finding {
    pub(super) fn at(place: &Place<'_>, message: String) -> Self {
        Self { fields: vec![place.name()], message }
    }
}

/// Returns the condition of a rule, to append to its message.
pub(super) fn applies_when(condition: Condition, names: &[String]) -> String {
    let name = names.first().map_or(condition.field, String::as_str);
    match condition.is {
        Test::Present => format!(" (applies because `{name}` is given)"),
        Test::Absent => format!(" (applies because `{name}` is not given)"),
        Test::OneOf([value]) => format!(" (applies because `{name}` is {value})"),
        Test::OneOf(values) => format!(" (applies because `{name}` is one of {})", choice(values)),
        Test::NoneOf([value]) => format!(" (applies because `{name}` is not {value})"),
        Test::NoneOf(values) => format!(" (applies because `{name}` is none of {})", choice(values)),
    }
}

pub(super) fn none_given(fields: Vec<String>, how_many: &str) -> Finding {
    Finding { fields, message: format!("none of them is given; set {how_many} one") }
}

pub(super) fn given_together(fields: Vec<String>, how_many: &str) -> Finding {
    Finding { fields, message: format!("given together; keep {how_many} one of them") }
}

pub(super) fn incomplete(fields: Vec<String>, given: &[String]) -> Finding {
    let verb = if fields.len() == 1 { "is" } else { "are" };
    let given = list(given.iter().map(String::as_str));
    Finding {
        fields,
        message: format!("{verb} missing, but required together with {given}; set all of these fields or none"),
    }
}

pub(super) fn missing(field: String) -> Finding {
    Finding { fields: vec![field], message: "is missing; set it".to_owned() }
}

pub(super) fn forbidden(field: String) -> Finding {
    Finding { fields: vec![field], message: "is not allowed here; remove it".to_owned() }
}

pub(super) fn not_an_integer(min: Option<i64>, max: Option<i64>) -> String {
    format!("is not an integer; set {}", range(min, max))
}

pub(super) fn out_of_range(where_to: &str, min: Option<i64>, max: Option<i64>) -> String {
    format!("is {where_to} the allowed range; set {}", range(min, max))
}

fn range(min: Option<i64>, max: Option<i64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("an integer from {min} to {max}"),
        (Some(min), None) => format!("an integer of at least {min}"),
        (None, Some(max)) => format!("an integer of at most {max}"),
        (None, None) => "an integer".to_owned(),
    }
}

pub(super) fn not_a_multiple(of: i64) -> String {
    format!("is not a multiple of {of}; set one that is")
}

pub(super) fn wrong_length(how: &str, min: Option<u32>, max: Option<u32>) -> String {
    let bounds = match (min, max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min} characters"),
        (Some(min), Some(max)) => format!("{min} to {max} characters"),
        (Some(min), None) => format!("at least {min} characters"),
        (None, Some(max)) => format!("at most {max} characters"),
        (None, None) => "another text".to_owned(),
    };
    format!("is {how}; set {bounds}")
}

pub(super) fn too_few(min: u32) -> String {
    format!("has too few items; send at least {min}")
}

pub(super) fn too_many(max: u32) -> String {
    format!("has too many items; send at most {max}")
}

pub(super) fn no_match(means: &str) -> String {
    format!("does not have the expected form; it must be {means}")
}

pub(super) fn not_one_of(values: &[&str]) -> String {
    // "Must be" also reads well if the field belongs to an object that the caller only read.
    match values {
        [value] => format!("must be {value}, but has another value"),
        values => format!("must be one of {}, but has another value", choice(values)),
    }
}

pub(super) fn one_of_the_refused(values: &[&str]) -> String {
    match values {
        [value] => format!("must not be {value}; use another value"),
        values => format!("must be none of {}; use another value", choice(values)),
    }
}

pub(super) fn repeated(key: &str, first: usize, second: usize) -> String {
    let what = if key.is_empty() { "are the same".to_owned() } else { format!("have the same `{key}`") };
    format!("items {first} and {second} {what}; send each only once")
}

pub(super) fn above(other: &str) -> String {
    format!("exceeds `{other}`; lower it to at most that value")
}

pub(super) fn wrong_digits() -> String {
    "is not a valid card number, its check digit is wrong; check it for typing errors".to_owned()
}

pub(super) fn no_date(form: CompactDate) -> String {
    format!("is not an existing date; write it as {}", form.as_str())
}

pub(super) fn not_of_format(format: TextFormat) -> String {
    format!("is not {}; check whether it is the value of another parameter", format.means())
}

/// Returns the finding for a value that the type `of` does not list.
pub(super) fn unknown_value(of: &str, known: &[&str], meant: Option<&str>) -> String {
    match meant {
        Some(meant) => format!("is not a known value of `{of}`; did you mean `{meant}`?"),
        None => format!("is not a known value of `{of}`; known are {}", choice(known)),
    }
}

pub(super) fn broken_json(place: &Place<'_>) -> Finding {
    Finding::at(place, "is malformed JSON, so its content cannot be checked; fix it".to_owned())
}

/// Returns the message for a rule that is itself wrong: the description must be fixed, not the request.
pub(super) fn unusable(reason: &str) -> String {
    format!("rule cannot be evaluated: {reason}; report it to the maintainers of this crate")
}

/// Lists values of the description; only the first of many.
fn choice(values: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown = values[..values.len().min(SHOWN)].join(", ");
    match values.len().checked_sub(SHOWN) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
