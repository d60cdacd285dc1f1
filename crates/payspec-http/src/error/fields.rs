//! What the API itself says is wrong, read from the body of its answer.
//!
//! The shape of such a body is rarely documented and often differs from what is documented, so
//! nothing here fails: what cannot be understood is left to whoever reads the body.

use payspec_core::{ErrorFormat, ListedErrors, json};
use serde_json::{Map, Value};

/// More complaints than this help nobody.
const MOST: usize = 100;

/// What the API says is wrong.
#[derive(Default)]
pub(crate) struct Explanation {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) message: Option<String>,
    /// Texts of the other members that may hold a message.
    pub(crate) further_messages: Vec<String>,
    pub(crate) code: Option<String>,
    /// What identifies the request to the provider's support.
    pub(crate) request_id: Option<String>,
}

/// Reads the body of an error answer as `format` describes it.
pub(crate) fn explain(format: &ErrorFormat, text: &[u8]) -> Explanation {
    let Ok(Value::Object(members)) = json::read_body::<Value>(text) else {
        return Explanation::default();
    };
    let mut fields = Vec::new();
    match format.fields {
        Some(".") => members.iter().filter(|(name, _)| !is_taken(format, name)).for_each(|(field, complaint)| {
            each(field, complaint, &mut fields);
        }),
        Some(path) => member(&members, path).into_iter().for_each(|complaints| collect(complaints, &mut fields)),
        None => {}
    }
    if let Some(listed) = &format.listed {
        each_listed(&members, listed, &mut fields);
    }
    let mut messages = format
        .messages
        .iter()
        .filter_map(|path| member(&members, path)?.as_str())
        .filter(|message| !message.trim().is_empty())
        .map(str::to_owned);
    let (message, further_messages) = (messages.next(), messages.collect());
    let text = |path: Option<&str>| path.and_then(|path| member(&members, path)).and_then(code);
    Explanation { fields, message, further_messages, code: text(format.code), request_id: text(format.request_id) }
}

/// The code in a body, where `format` says that codes stand.
pub(crate) fn code_of(format: &ErrorFormat, text: &[u8]) -> Option<String> {
    let path = format.code?;
    let Ok(Value::Object(members)) = json::read_body::<Value>(text) else { return None };
    member(&members, path).and_then(code)
}

/// The member at a dotted path.
pub(crate) fn member<'v>(members: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let found = members.get(first)?;
    match rest {
        None => Some(found),
        Some(rest) => member(found.as_object()?, rest),
    }
}

/// Whether a member of the body is something else than a field.
fn is_taken(format: &ErrorFormat, name: &str) -> bool {
    let others = format.messages.iter().copied().chain(format.code).chain(format.request_id);
    others.chain(format.listed.map(|listed| listed.at)).any(|path| path.split('.').next() == Some(name))
}

/// Complaints that stand in a list, perhaps in lists of lists.
fn each_listed(members: &Map<String, Value>, listed: &ListedErrors, fields: &mut Vec<(String, String)>) {
    let mut found: Vec<&Value> = Vec::new();
    let mut path = listed.at.split('.');
    found.extend(path.next().and_then(|first| members.get(first)));
    for name in path {
        found = found.into_iter().flat_map(items).filter_map(|value| value.get(name)).take(MOST).collect();
    }
    for complaint in found.into_iter().flat_map(items) {
        if !complaint.is_object() {
            // It names no field; what it says is kept.
            each("", complaint, fields);
            continue;
        }
        let field = complaint.get(listed.field).and_then(Value::as_str).unwrap_or_default();
        each(field, complaint.get(listed.message).unwrap_or(&Value::Null), fields);
    }
}

/// The items of a list; anything else is one.
fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// A code is a word or a number.
fn code(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A map from field to complaint is the usual shape; a list or a text has no field to name.
fn collect(complaints: &Value, fields: &mut Vec<(String, String)>) {
    match complaints {
        Value::Object(by_field) => {
            for (field, complaint) in by_field {
                each(field, complaint, fields);
            }
        }
        Value::Null => {}
        other => each("", other, fields),
    }
}

/// A complaint about a field, or those about what is in it: `board[1].email`.
fn each(field: &str, complaint: &Value, fields: &mut Vec<(String, String)>) {
    if fields.len() >= MOST {
        return;
    }
    match complaint {
        Value::Array(several) => {
            for (index, one) in several.iter().enumerate() {
                match one {
                    Value::Object(_) | Value::Array(_) => each(&format!("{field}[{index}]"), one, fields),
                    text => push(field, text, fields),
                }
            }
        }
        Value::Object(inner) => {
            for (name, one) in inner {
                let dot = if field.is_empty() { "" } else { "." };
                each(&format!("{field}{dot}{name}"), one, fields);
            }
        }
        one => push(field, one, fields),
    }
}

fn push(field: &str, complaint: &Value, fields: &mut Vec<(String, String)>) {
    if fields.len() < MOST {
        let text = match complaint {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        fields.push((field.to_owned(), text));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FORMAT: ErrorFormat =
        ErrorFormat { fields: Some("errors"), messages: &["message", "error"], ..ErrorFormat::UNKNOWN };

    fn fields(body: &str) -> Vec<(String, String)> {
        explain(&FORMAT, body.as_bytes()).fields
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(field, text): &(&str, &str)| ((*field).to_owned(), (*text).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn complaints_of_every_shape_become_text() {
        for (body, wanted) in [
            (r#"{"errors": {"cardTokenData": ""}}"#, pairs(&[("cardTokenData", "")])),
            (
                r#"{"errors": {"amount": ["too low", "odd"], "card": {"cvc": "missing"}, "n": null, "b": 7}}"#,
                pairs(&[("amount", "too low"), ("amount", "odd"), ("b", "7"), ("card.cvc", "missing"), ("n", "")]),
            ),
            (r#"{"errors": ["a", {"b": 1}]}"#, pairs(&[("", "a"), ("[1].b", "1")])),
            (
                r#"{"errors": {"board": [{}, {"email": ["bad"], "address": {"country": "bad"}}]}}"#,
                pairs(&[("board[1].address.country", "bad"), ("board[1].email", "bad")]),
            ),
            (r#"{"errors": "all of it"}"#, pairs(&[("", "all of it")])),
            (r#"{"errors": null}"#, pairs(&[])),
            (r#"{"errors": {}}"#, pairs(&[])),
            (r#"{"Errors": {"a": "b"}}"#, pairs(&[])),
            (r#"["errors"]"#, pairs(&[])),
            (r#"{"errors": {"a": "b"}"#, pairs(&[])),
            ("<html>", pairs(&[])),
            ("", pairs(&[])),
        ] {
            let mut found = fields(body);
            found.sort();
            let mut wanted = wanted;
            wanted.sort();
            assert_eq!(found, wanted, "{body}");
        }
        assert!(explain(&ErrorFormat::UNKNOWN, br#"{"errors": {"a": "b"}}"#).fields.is_empty());
    }

    #[test]
    fn the_first_member_with_a_text_is_the_message() {
        for (body, wanted) in [
            (r#"{"message": "no"}"#, Some("no")),
            (r#"{"error": "no", "message": 5}"#, Some("no")),
            (r#"{"error": "b", "message": "a"}"#, Some("a")),
            (r#"{"message": " "}"#, None),
            ("{}", None),
        ] {
            let found = explain(&FORMAT, body.as_bytes()).message;
            assert_eq!(found.as_deref(), wanted, "{body}");
        }
    }

    #[test]
    fn a_body_that_is_all_fields_is_read() {
        let format = ErrorFormat { fields: Some("."), messages: &["detail"], ..ErrorFormat::UNKNOWN };
        let found = explain(&format, br#"{"amount": "too low", "iban": ["odd", "long"], "detail": "no"}"#);
        assert_eq!(found.fields, pairs(&[("amount", "too low"), ("iban", "odd"), ("iban", "long")]));
        assert_eq!(found.message.as_deref(), Some("no"));
    }

    #[test]
    fn what_stands_deeper_is_found() {
        let format = ErrorFormat {
            code: Some("error.errorId"),
            messages: &["error.description"],
            request_id: Some("error.diagnosticsId"),
            listed: Some(ListedErrors { at: "error.validationErrors.errors", field: "path", message: "description" }),
            ..ErrorFormat::UNKNOWN
        };
        let body = br#"{"error": {"errorId": "Bad", "description": "All of it.", "diagnosticsId": "17",
            "validationErrors": [{"model": "m", "errors": [{"path": "$.amount", "description": "low"}, {"path": "$.b"}]},
                                 {"errors": []}, {"model": "n"}, 5]}}"#;
        let found = explain(&format, body);
        assert_eq!(found.code.as_deref(), Some("Bad"));
        assert_eq!(found.message.as_deref(), Some("All of it."));
        assert_eq!(found.request_id.as_deref(), Some("17"));
        assert_eq!(found.fields, pairs(&[("$.amount", "low"), ("$.b", "")]));
        let plain = explain(&format, br#"{"error": {"validationErrors": [{"errors": ["too low"]}]}}"#);
        assert_eq!(plain.fields, pairs(&[("", "too low")]), "what names no field is kept");
        for body in [r#"{"error": "no"}"#, r#"{"error": {"validationErrors": {"errors": "x"}}}"#, "{}"] {
            let found = explain(&format, body.as_bytes());
            assert!(found.code.is_none() && found.message.is_none(), "{body}");
        }
    }

    #[test]
    fn there_is_an_end_to_complaints() {
        let body = serde_json::json!({"errors": {"a": vec!["no"; 1000]}}).to_string();
        assert_eq!(fields(&body).len(), MOST);
    }

    proptest! {
        #[test]
        fn any_body_is_taken(body in any::<Vec<u8>>()) {
            let _ = explain(&FORMAT, &body);
        }
    }
}
