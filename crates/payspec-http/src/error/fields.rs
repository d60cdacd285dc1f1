//! What the API itself says is wrong, read from the body of its answer.
//!
//! The shape of such a body is rarely documented and often differs from what is documented, so
//! nothing here fails: what cannot be understood is left to whoever reads the body.

use payspec_core::{ErrorFormat, json};
use serde_json::Value;

/// More complaints than this help nobody.
const MOST: usize = 100;

/// What the API says is wrong.
#[derive(Default)]
pub(crate) struct Explanation {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) message: Option<String>,
    pub(crate) code: Option<String>,
}

/// Reads the body of an error answer as `format` describes it.
pub(crate) fn explain(format: &ErrorFormat, text: &[u8]) -> Explanation {
    let Ok(Value::Object(members)) = json::read_body::<Value>(text) else {
        return Explanation::default();
    };
    let mut fields = Vec::new();
    if let Some(complaints) = format.fields.and_then(|name| members.get(name)) {
        collect(complaints, &mut fields);
    }
    let message = format
        .messages
        .iter()
        .find_map(|name| members.get(*name)?.as_str())
        .filter(|message| !message.trim().is_empty())
        .map(str::to_owned);
    let code = format.code.and_then(|name| members.get(name)).and_then(code);
    Explanation { fields, message, code }
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

fn each(field: &str, complaint: &Value, fields: &mut Vec<(String, String)>) {
    match complaint {
        Value::Array(several) => {
            for one in several {
                push(field, one, fields);
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

    const FORMAT: ErrorFormat = ErrorFormat { fields: Some("errors"), messages: &["message", "error"], code: None };

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
                pairs(&[
                    ("amount", "too low"),
                    ("amount", "odd"),
                    ("b", "7"),
                    ("card", r#"{"cvc":"missing"}"#),
                    ("n", ""),
                ]),
            ),
            (r#"{"errors": ["a", {"b": 1}]}"#, pairs(&[("", "a"), ("", r#"{"b":1}"#)])),
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
        let no_fields = ErrorFormat { fields: None, messages: &[], code: None };
        assert!(explain(&no_fields, br#"{"errors": {"a": "b"}}"#).fields.is_empty());
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
