//! The API's own explanation of an error, read from the response body.
//!
//! The shape of such a body is rarely documented and often differs from the documentation, so nothing here fails:
//! whatever is not understood remains available in the body.
//!
//! Only the part that an error keeps is parsed, without building a tree. Only the code is searched for in the whole
//! body, because the outcome of the call may depend on it.

use std::borrow::Cow;

use payspec_core::path::Leaf;
use payspec_core::{ErrorFormat, ListedErrors, Path, printable};
use serde::Deserializer;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::failure::KEPT_BYTES;
use super::members::{Last, Part, Parts, Scalar, scalar, text_of};

/// The maximum number of field errors kept.
const MOST: usize = 100;
/// The maximum length of a message or field name that is kept, in characters.
const LONGEST: usize = 1_000;
/// The maximum length of a code, in characters.
const LONGEST_CODE: usize = 128;
/// The maximum depth. Deeper values are kept as written.
const DEEPEST: usize = 16;
/// Replaces a code that is too long or contains invisible characters, since no description lists it.
const ODD_CODE: &str = "\u{FFFD}";

/// The API's explanation of an error. All texts are single-line and bounded.
#[derive(Clone, Default)]
pub(crate) struct Explanation {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) message: Option<String>,
    /// Texts of the other members that may hold a message.
    pub(crate) further_messages: Vec<String>,
    pub(crate) code: Option<String>,
    /// Whether there is a code, even one that is not shown.
    pub(crate) has_code: bool,
    /// The request ID, for the provider's support.
    pub(crate) request_id: Option<String>,
}

/// Parses the body of an error response as `format` describes it.
pub(crate) fn explain(format: &ErrorFormat, body: &[u8]) -> Explanation {
    let code = code_of(format, body);
    let has_code = code.is_some();
    let code = code.filter(|code| code != ODD_CODE);
    let text = text_of(body);
    let kept = &text[..text.len().min(KEPT_BYTES)];
    // A complete body must be valid JSON, or nothing is taken from it. From a truncated one, what precedes the cut is
    // used.
    if kept.len() == text.len() && serde_json::from_slice::<IgnoredAny>(kept).is_err() {
        return Explanation::default();
    }
    let last = |path: &str| {
        let mut last = Last(None);
        let _ = Path::new(path).find(kept, false, &mut last);
        last.0.and_then(Scalar::of)
    };
    let texts = format.messages.iter().filter_map(|path| match last(path)? {
        Scalar::Text(text) if !text.trim().is_empty() => Some(shown(&text)),
        _ => None,
    });
    let mut messages = texts.collect::<Vec<_>>().into_iter();
    let (message, further_messages) = (messages.next(), messages.collect());
    let request_id = format.request_id.and_then(last);
    let request_id = request_id.and_then(|id| printable::id(id.as_str()).map(str::to_owned));
    let mut fields = fields(format, kept);
    if let Some(Scalar::Text(field)) = format.field_name.and_then(last) {
        add_named(&mut fields, &field, message.as_deref());
    }
    Explanation { fields, message, further_messages, code, has_code, request_id }
}

/// Adds the single field that a body names. Its message is the general one, unless the body has a specific one.
fn add_named(fields: &mut Vec<(String, String)>, field: &str, message: Option<&str>) {
    let field = shown(field);
    let is_new = !fields.iter().any(|(known, _)| *known == field);
    if !field.trim().is_empty() && is_new && fields.len() < MOST {
        fields.push((field, message.unwrap_or_default().to_owned()));
    }
}

/// Returns the code, a string or a number, at the path that `format` describes, in a body of any length.
pub(crate) fn code_of(format: &ErrorFormat, body: &[u8]) -> Option<String> {
    let code = scalar(body, format.code?)?;
    let code = code.as_str();
    let shown = || match printable::text(code, LONGEST_CODE) {
        Cow::Borrowed(code) => code.to_owned(),
        Cow::Owned(_) => ODD_CODE.to_owned(),
    };
    (!code.trim().is_empty()).then(shown)
}

fn shown(text: &str) -> String {
    printable::text(text, LONGEST).into_owned()
}

/// Returns the field errors.
fn fields(format: &ErrorFormat, text: &[u8]) -> Vec<(String, String)> {
    let mut complaints = Complaints(Vec::new());
    match format.fields {
        Some(".") => Parts(&mut |part| match part {
            Part::Member(name, value) if !is_taken(format, name) => complaints.add(name, value, 0),
            _ => {}
        })
        .of(text),
        Some(path) => {
            let _ = Path::new(path).find(text, false, &mut complaints);
        }
        None => {}
    }
    if let Some(listed) = &format.listed {
        let _ = Path::new(listed.at).find(text, true, &mut Listed { listed, complaints: &mut complaints });
    }
    complaints.0
}

/// Returns `true` if a member of the body is not a field.
fn is_taken(format: &ErrorFormat, name: &str) -> bool {
    let others = format.messages.iter().copied().chain(format.code).chain(format.request_id).chain(format.field_name);
    others.chain(format.listed.map(|listed| listed.at)).any(|path| Path::new(path).split_first().0 == name)
}

/// Fields with their messages. A map from field to message is the usual shape; a list or a text names no field.
struct Complaints(Vec<(String, String)>);

impl<'de> Leaf<'de> for Complaints {
    fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        Parts(&mut |part| self.add_part("", part, 0)).take(value)
    }
}

impl Complaints {
    /// Adds a message about a field, or those about its parts: `board[1].email`.
    fn add(&mut self, field: &str, complaint: &RawValue, depth: usize) {
        if is_nested(complaint) && depth < DEEPEST {
            Parts(&mut |part| self.add_part(field, part, depth + 1)).of(complaint.get().as_bytes());
            return;
        }
        match Scalar::of(complaint) {
            Some(text) => self.push(field, text.as_str()),
            None if complaint.get() == "null" => self.push(field, ""),
            None => self.push(field, complaint.get()),
        }
    }

    fn add_part(&mut self, field: &str, part: Part<'_, '_>, depth: usize) {
        match part {
            _ if self.0.len() >= MOST => {}
            Part::Member(name, one) => {
                let dot = if field.is_empty() { "" } else { "." };
                self.add(&format!("{field}{dot}{name}"), one, depth);
            }
            Part::Item(index, one) if is_nested(one) => self.add(&format!("{field}[{index}]"), one, depth),
            Part::Item(_, one) => self.add(field, one, depth),
            Part::Alone(text) => self.push(field, text),
        }
    }

    fn push(&mut self, field: &str, text: &str) {
        if self.0.len() < MOST {
            self.0.push((shown(field), shown(text)));
        }
    }
}

fn is_nested(value: &RawValue) -> bool {
    value.get().starts_with(['{', '['])
}

/// Messages in a list that name their fields themselves.
struct Listed<'a> {
    listed: &'a ListedErrors,
    complaints: &'a mut Complaints,
}

impl<'de> Leaf<'de> for Listed<'_> {
    fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        let mut alone = Named::default();
        Parts(&mut |part| match part {
            Part::Member(name, value) => alone.note(self.listed, name, value),
            Part::Item(_, item) if item.get().starts_with('{') => {
                let mut named = Named { is_one: true, ..Named::default() };
                Parts(&mut |part| {
                    if let Part::Member(name, value) = part {
                        named.note(self.listed, name, value);
                    }
                })
                .of(item.get().as_bytes());
                named.add_to(self.complaints);
            }
            // It names no field; its text is kept.
            Part::Item(_, item) => self.complaints.add("", item, 0),
            Part::Alone(text) => self.complaints.push("", text),
        })
        .take(value)?;
        alone.add_to(self.complaints);
        Ok(())
    }
}

/// A message that names its field.
#[derive(Default)]
struct Named<'a> {
    is_one: bool,
    field: Option<&'a RawValue>,
    message: Option<&'a RawValue>,
}

impl<'a> Named<'a> {
    fn note(&mut self, listed: &ListedErrors, name: &str, value: &'a RawValue) {
        self.is_one = true;
        if let Some(field) = at(listed.field, name, value) {
            self.field = Some(field);
        }
        if let Some(message) = at(listed.message, name, value) {
            self.message = Some(message);
        }
    }

    fn add_to(self, complaints: &mut Complaints) {
        let field = match self.field.and_then(Scalar::of) {
            Some(Scalar::Text(field)) => field,
            _ => Cow::Borrowed(""),
        };
        match self.message {
            Some(message) => complaints.add(&field, message, 0),
            None if self.is_one => complaints.push(&field, ""),
            None => {}
        }
    }
}

/// Returns the value at a path whose first step is this member.
fn at<'a>(path: &str, name: &str, value: &'a RawValue) -> Option<&'a RawValue> {
    match Path::new(path).split_first() {
        (first, _) if first != name => None,
        (_, None) => Some(value),
        (_, Some(rest)) => {
            let mut last = Last(None);
            rest.find(value.get().as_bytes(), false, &mut last).ok()?;
            last.0
        }
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
    fn a_member_that_names_a_field_joins_the_others() {
        let named =
            ErrorFormat { field_name: Some("error.param"), messages: &["error.message"], ..ErrorFormat::UNKNOWN };
        let of = |format: &ErrorFormat, body: &str| explain(format, body.as_bytes()).fields;
        let low = r#"{"error": {"param": "card[number]", "message": "Too low."}}"#;
        assert_eq!(of(&named, low), pairs(&[("card[number]", "Too low.")]));
        assert_eq!(of(&named, r#"{"error": {"param": "amount"}}"#), pairs(&[("amount", "")]));
        for none in ["null", "\"\"", "\" \"", "7", "true", "[\"a\"]", "{}"] {
            let body = format!(r#"{{"error": {{"param": {none}, "message": "No."}}}}"#);
            assert_eq!(of(&named, &body), [], "{body}");
        }
        let all = ErrorFormat {
            fields: Some("errors"),
            listed: Some(ListedErrors { at: "list", field: "path", message: "text" }),
            ..named
        };
        let body = r#"{"error": {"param": "a", "message": "No."}, "errors": {"b": "odd"}, "list": [{"path": "c", "text": "low"}]}"#;
        assert_eq!(of(&all, body), pairs(&[("b", "odd"), ("c", "low"), ("a", "No.")]));
        let body = r#"{"error": {"param": "b", "message": "No."}, "errors": {"b": "odd"}}"#;
        assert_eq!(of(&all, body), pairs(&[("b", "odd")]), "what is said of the field itself counts");
        let whole =
            ErrorFormat { fields: Some("."), field_name: Some("param"), messages: &["text"], ..ErrorFormat::UNKNOWN };
        assert_eq!(of(&whole, r#"{"param": "a", "text": "No.", "b": "odd"}"#), pairs(&[("b", "odd"), ("a", "No.")]));
        let many = serde_json::json!({ "errors": { "b": vec!["odd"; MOST] }, "error": { "param": "a" } });
        assert_eq!(of(&all, &many.to_string()).len(), MOST);
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
        let nested = ListedErrors { at: "errors", field: "source.path", message: "source.text" };
        let format = ErrorFormat { listed: Some(nested), ..ErrorFormat::UNKNOWN };
        let found = explain(&format, br#"{"errors": [{"source": {"path": "a", "text": "low"}}, {"source": 1}]}"#);
        assert_eq!(found.fields, pairs(&[("a", "low"), ("", "")]), "a dot steps into an object of an item, too");
        for body in [r#"{"error": "no"}"#, r#"{"error": {"validationErrors": {"errors": "x"}}}"#, "{}"] {
            let found = explain(&format, body.as_bytes());
            assert!(found.code.is_none() && found.message.is_none(), "{body}");
        }
    }

    #[test]
    fn of_a_long_body_what_stands_before_the_cut_is_read_and_the_code_wherever_it_stands() {
        let format = ErrorFormat {
            code: Some("code"),
            request_id: Some("trace"),
            listed: Some(ListedErrors { at: "list", field: "path", message: "text" }),
            ..FORMAT
        };
        let long = "0,".repeat(KEPT_BYTES);
        let body = format!(
            r#"{{"message": "no", "trace": "t-1", "list": [{{"path": "b", "text": "low"}}], "errors": {{"a": "odd", "x": [{long}0]}}, "code": 7}}"#
        );
        let found = explain(&format, body.as_bytes());
        assert_eq!((found.message.as_deref(), found.request_id.as_deref()), (Some("no"), Some("t-1")));
        assert_eq!(found.fields, pairs(&[("a", "odd"), ("b", "low")]));
        assert_eq!((found.code.as_deref(), found.has_code), (Some("7"), true));
        let late = format!(r#"{{"x": [{long}0], "message": "no", "code": "LATE"}}"#);
        let found = explain(&format, late.as_bytes());
        assert_eq!((found.message, found.code.as_deref()), (None, Some("LATE")));
    }

    #[test]
    fn a_code_that_is_not_shown_is_one_all_the_same() {
        let format = ErrorFormat { code: Some("code"), ..FORMAT };
        for code in ["x".repeat(129), "A\u{1b}[0m".to_owned(), "x".repeat(100_000)] {
            let found = explain(&format, serde_json::json!({ "code": code }).to_string().as_bytes());
            assert_eq!((found.code, found.has_code), (None, true));
        }
        let found = explain(&format, br#"{"code": " "}"#);
        assert_eq!((found.code, found.has_code), (None, false));
    }

    #[test]
    fn what_lies_too_deep_is_kept_as_it_is_written() {
        let body = format!(r#"{{"errors": {{"a": {}1{}}}}}"#, "[".repeat(40), "]".repeat(40));
        let [(field, text)] = &fields(&body)[..] else { panic!("one complaint") };
        assert!(field.starts_with("a[0][0]") && text.starts_with("[[") && text.contains("[1]"), "{field}: {text}");
        // As deep as it gets, and as long as is kept.
        let deep = format!(r#"{{"errors": {}{}}}"#, "[".repeat(30_000), "]".repeat(30_000));
        assert_eq!(fields(&deep).len(), 1);
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
