//! JSON decoding with errors that say where and why, without quoting any value.
//!
//! `serde_json` quotes the offending value in its messages. Here that may be a card number, so its message is parsed
//! and only what comes from our own types is kept.

mod aside;
pub(crate) mod by_name;
pub(crate) mod exact;
pub(crate) mod halves;
mod path;
pub(crate) mod recovery;
mod same;
pub(crate) mod several_names;
pub(crate) mod step;
mod text;
mod wipe;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer as _, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use self::by_name::ByName;
use self::path::path_at;
pub use self::recovery::collect as collect_unreadable;
pub use self::wipe::wipe;
use crate::Path;
use crate::object::{Fill, read_from_slice};

/// Where and why a JSON text does not match its type.
///
/// It contains the path (`breakdowns[2].amount`), what was expected there and the kind of value found, but never a
/// value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    line: usize,
    column: usize,
    why: Cow<'static, str>,
}

impl DecodeError {
    /// Returns the path, as `breakdowns[2].amount`; empty at the top level. A key that does not look like a field name
    /// is shown as `?`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the line, from 1; 0 if the error concerns the whole body.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column, in bytes from 1; 0 if the error concerns the whole body.
    pub fn column(&self) -> usize {
        self.column
    }

    /// Creates an error that concerns the whole body. `why` must not contain any of it.
    pub fn unexpected(why: impl Into<Cow<'static, str>>) -> Self {
        Self { path: String::new(), line: 0, column: 0, why: why.into() }
    }

    /// Converts an error of `part` into one of `whole`, which contains `part` at a path.
    #[must_use]
    pub fn within(mut self, path: Path<'_>, part: &[u8], whole: &[u8]) -> Self {
        let start = part.as_ptr().addr().wrapping_sub(whole.as_ptr().addr());
        let before = &whole[..start.min(whole.len())];
        if self.line == 1 {
            self.column += before.iter().rev().take_while(|byte| **byte != b'\n').count();
        }
        if self.line > 0 {
            self.line += before.split(|byte| *byte == b'\n').count() - 1;
        }
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{path}{dot}{}", self.path);
        self
    }

    /// Returns what was expected and what was found, without the location.
    pub(crate) fn why(&self) -> &str {
        &self.why
    }

    /// Creates an error located in `whole`, of which `part` is a piece.
    pub fn new(error: &serde_json::Error, part: &[u8], whole: &[u8]) -> Self {
        let start = part.as_ptr().addr().wrapping_sub(whole.as_ptr().addr());
        let inside = offset(part, error.line(), error.column());
        let at = start.saturating_add(inside).min(whole.len());
        let before = &whole[..at];
        let line_start = before.iter().rposition(|byte| *byte == b'\n');
        Self {
            path: path_at(whole, at - usize::from(is_of_last_member(error, before))),
            line: before.split(|byte| *byte == b'\n').count(),
            column: at - line_start.map_or(0, |newline| newline + 1),
            why: why(error),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "at `{}`: ", self.path)?;
        }
        if self.line == 0 {
            return f.write_str(&self.why);
        }
        write!(f, "{} (line {}, column {})", self.why, self.line, self.column)
    }
}

impl StdError for DecodeError {}

/// Decodes a response body. A byte order mark is skipped, and an empty body reads as `null`.
///
/// # Errors
///
/// Returns where and why the body does not match `T`.
pub fn read_body<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let text = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if text.trim_ascii().is_empty() { read(b"null", b"null") } else { read(text, body) }
}

/// Decodes `part`, a piece of `whole`, as a `T`.
///
/// An array is never accepted as a struct: serde would fill its fields by position, and an empty array would become an
/// object without any data.
///
/// An optional member that does not match is not an error: it reads as absent, and is kept in the object
/// ([`UnreadableMembers`](crate::UnreadableMembers)). [`collect_unreadable`] returns all of them.
///
/// A number with more digits than a double preserves (`12.50000000000000001`), or too small for one (`1e-400`), is
/// never rounded: it matches an amount or an integer only if all of its digits fit. `serde_json` alone cannot detect
/// that.
///
/// # Errors
///
/// Returns an error located in `whole` if `part` is not JSON or does not match `T`.
pub fn read<T: DeserializeOwned>(part: &[u8], whole: &[u8]) -> Result<T, DecodeError> {
    let mut value = None;
    read_with(part, whole, &mut |text| {
        value = Some(read_strictly(text)?);
        Ok(())
    })?;
    value.ok_or_else(|| DecodeError::unexpected(NO_FIT))
}

/// Fills an object from `part`, a piece of `whole`, like [`read`]. It may be filled several times, each time from
/// scratch.
///
/// # Errors
///
/// Same as [`read`].
#[doc(hidden)]
pub fn fill(part: &[u8], whole: &[u8], object: &mut dyn Fill) -> Result<(), DecodeError> {
    read_with(part, whole, &mut |text| read_from_slice(text, object))
}

/// Decodes `part` with `read`, and again with fewer members if it does not match.
fn read_with(
    part: &[u8],
    whole: &[u8],
    read: &mut dyn FnMut(&[u8]) -> Result<(), serde_json::Error>,
) -> Result<(), DecodeError> {
    recovery::forget_inside();
    let _noted = exact::note_long_numbers(part);
    let Err(error) = read(part) else { return Ok(()) };
    recovery::read_without_misfits(part, error, read).map_err(|error| DecodeError::new(&error, part, whole))
}

/// Decodes a text strictly.
pub(crate) fn read_strictly<T: DeserializeOwned>(text: &[u8]) -> Result<T, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    T::deserialize(ByName(&mut reader)).and_then(|value| reader.end().map(|()| value))
}

/// Returns `true` if an item of a list is empty: `null`, or `""` unless a `T` can be an empty string.
pub(crate) fn says_nothing<T: DeserializeOwned>(item: &str) -> bool {
    item == "null" || item == "\"\"" && read_strictly::<T>(item.as_bytes()).is_err()
}

/// Returns the members of an object in order, each as text, including repeated ones.
pub(crate) fn members_of(text: &str) -> Result<Vec<(String, Box<RawValue>)>, serde_json::Error> {
    struct Collect;

    impl<'de> Visitor<'de> for Collect {
        type Value = Vec<(String, Box<RawValue>)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }

    serde_json::Deserializer::from_str(text).deserialize_map(Collect)
}

/// Serialises an object and returns its members.
///
/// # Errors
///
/// Returns an error if the value cannot be serialised or is not an object.
pub fn object(value: &impl Serialize) -> Result<Map<String, Value>, serde_json::Error> {
    match serde_json::to_value(value)? {
        Value::Object(members) => Ok(members),
        _ => Err(serde::ser::Error::custom("expected an object")),
    }
}

/// Returns the message of an error, without any quoted value or position.
pub(crate) fn why(error: &serde_json::Error) -> Cow<'static, str> {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&position).unwrap_or(&text);
    match error.classify() {
        // These messages are fixed texts of the parser.
        Category::Syntax | Category::Eof => Cow::Owned(format!("not JSON: {text}")),
        Category::Io => Cow::Borrowed("could not be read"),
        Category::Data => Some(misfit(text)).filter(|why| is_short(why)).unwrap_or(Cow::Borrowed(NO_FIT)),
    }
}

/// Returns `true` if an error concerns the last member of the object that ends here. An error raised after a value was
/// read is located after the next token, which may be the end of the object.
fn is_of_last_member(error: &serde_json::Error, before: &[u8]) -> bool {
    let said = why(error);
    let is_of_the_object = said.starts_with("missing field") || said.contains("found an object");
    before.last() == Some(&b'}') && error.classify() == Category::Data && said.contains(", found ") && !is_of_the_object
}

/// Serde's name for a kind of value, and ours.
const KINDS: [(&str, &str); 8] = [
    ("string", "a string"),
    ("integer", "an integer"),
    ("floating", "a number with a fraction"),
    ("boolean", "a boolean"),
    ("null", "null"),
    ("unit", "null"),
    ("map", "an object"),
    ("sequence", "an array"),
];
const SOMETHING_ELSE: &str = "something else";
/// The message if no other is safe to repeat.
const NO_FIT: &str = "the value does not fit";
/// The maximum length of a repeated message, in bytes.
const LONGEST_MESSAGE: usize = 256;

/// Returns the message of a type mismatch, without the value it quotes.
fn misfit(text: &str) -> Cow<'static, str> {
    if text.starts_with("missing field `") || text.starts_with("duplicate field `") {
        // Field names come from our types.
        return Cow::Owned(text.to_owned());
    }
    for start in ["invalid type: ", "invalid value: ", "invalid length "] {
        let Some(rest) = text.strip_prefix(start) else {
            continue;
        };
        // The last one is ours: a quoted value can only come before it.
        let Some((found, expected)) = rest.rsplit_once(", expected ") else {
            break;
        };
        let kind = found.split([' ', '`', '"']).next().unwrap_or_default();
        let found = KINDS.iter().find(|(theirs, _)| *theirs == kind).map_or(SOMETHING_ELSE, |(_, ours)| ours);
        return Cow::Owned(format!("expected {expected}, found {found}"));
    }
    // Our own form of such a message, when a part was decoded separately.
    if let Some((expected, found)) = text.rsplit_once(", found ")
        && expected.starts_with("expected ")
        && (found == SOMETHING_ELSE || KINDS.iter().any(|(_, ours)| *ours == found))
    {
        return Cow::Owned(text.to_owned());
    }
    // Our deserializers' messages consist of plain words; a message that may quote something is not repeated.
    let plain = |byte: u8| byte.is_ascii_alphabetic() || b" ,.:;-_".contains(&byte);
    if text.contains("expected ") && text.bytes().all(plain) {
        return Cow::Owned(text.to_owned());
    }
    Cow::Borrowed(NO_FIT)
}

/// Returns `true` if a message can be one of ours: a longer one, or one of several lines, contains foreign text.
fn is_short(message: &str) -> bool {
    message.len() <= LONGEST_MESSAGE && !message.contains(char::is_control)
}

fn offset(json: &[u8], line: usize, column: usize) -> usize {
    let start = if line <= 1 {
        0
    } else {
        json.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(line - 2).map_or(json.len(), |(at, _)| at + 1)
    };
    start.saturating_add(column).min(json.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;

    #[test]
    fn no_body_reads_as_null_and_a_byte_order_mark_is_skipped() {
        assert_eq!(read_body::<Option<u8>>(b""), Ok(None));
        assert_eq!(read_body::<Option<u8>>(b" \r\n"), Ok(None));
        assert_eq!(read_body::<Option<u8>>(b"\xEF\xBB\xBF 7"), Ok(Some(7)));
        assert!(read_body::<u8>(b"").is_err());
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Card {
        number: u32,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Payment {
        cards: Option<Vec<Card>>,
        note: Option<String>,
    }

    fn whole<T: DeserializeOwned>(json: &[u8]) -> Result<T, DecodeError> {
        read(json, json)
    }

    fn fails(json: &str) -> DecodeError {
        whole::<Payment>(json.as_bytes()).expect_err(json)
    }

    #[test]
    fn a_misfit_is_located_and_its_value_left_out() {
        let error =
            fails("{\"note\": \"x\",\n \"cards\": [{\"number\": 1}, {\"number\": \"4000 secret, expected 4001\"}]}");
        assert_eq!(error.path(), "cards[1].number");
        assert_eq!(error.line(), 2);
        let text = error.to_string();
        assert!(text.contains("expected u32, found a string"), "{text}");
        assert!(!format!("{text}{error:?}").contains("400"), "{text}");

        let error = fails(r#"{"cards": [{"number": 1}, {}]}"#);
        assert_eq!(error.path(), "cards[1]");
        assert!(error.to_string().contains("missing field `number`"));

        let error = fails(r#"{"note": {"a": "x"}}"#);
        assert_eq!(error.path(), "note");
        assert!(error.to_string().contains("found an object"), "{error}");

        let error = fails(r#"{"cards": [{"number": 1, "number": 2}]}"#);
        assert!(error.to_string().contains("duplicate field `number`"));
    }

    #[test]
    fn messages_of_our_own_readers_are_kept_and_others_are_not() {
        use serde::de::Error as _;

        let said = |text: &str| why(&serde_json::Error::custom(text)).into_owned();
        let ours = "RefundId: expected text or an integer, found a list";
        assert_eq!(said(ours), ours);
        // The words of this module, quoted by a reader that decoded a part separately.
        for ours in ["expected i64, found a string", "expected u8, found something else"] {
            assert_eq!(said(ours), ours);
        }
        for other in [
            "expected a number, found `secret`",
            "expected a number, found secret, found 4000",
            "expected a number, found 4000",
            "bad value secret",
            "invalid type: secret",
        ] {
            assert_eq!(said(other), "the value does not fit");
        }
    }

    #[test]
    fn what_is_not_json_is_said_to_be_so() {
        for json in ["<html>4000</html>", "{\"note\": \"4000", "{} 4000", "{\"a\\\"4000", "\u{0}"] {
            let text = fails(json).to_string();
            assert!(text.contains("not JSON"), "{json}: {text}");
            assert!(!text.contains("400"), "{text}");
        }
    }

    #[test]
    fn keys_that_are_data_are_not_repeated() {
        type Free = std::collections::BTreeMap<String, u8>;
        for (key, shown) in [
            ("3ds", "3ds"),
            ("element-type", "element-type"),
            ("4000000000000002", "?"),
            ("someone@example.org", "?"),
            ("FR7630006000011234567890189", "?"),
            ("", "?"),
        ] {
            let json = serde_json::json!({ key: "x" }).to_string();
            let error = whole::<Free>(json.as_bytes()).expect_err(key);
            assert_eq!(error.path(), shown);
        }
    }

    #[test]
    fn a_key_that_was_cut_off_is_not_shown_for_nobody_knows_what_it_was() {
        for (json, path) in
            [("{\"jane", ""), ("{\"note\": {\"jane", "note"), ("{\"note\": \"x", "note"), ("{\"a\\", "")]
        {
            let error = whole::<Value>(json.as_bytes()).expect_err(json);
            assert_eq!(error.path(), path, "{json}");
        }
    }

    #[test]
    fn a_piece_is_located_in_the_whole() {
        let text = b"{\"type\": \"X\",\n \"object\": {\"cards\": [{\"number\": \"4000\"}]}}";
        let start = text.windows(6).position(|at| at == b"{\"card").expect("it is there");
        let part = &text[start..text.len() - 1];
        let error = read::<Payment>(part, text).expect_err("a string is no number");
        assert_eq!(error.path(), "object.cards[0].number");
        assert_eq!((error.line(), error.column()), (2, 39));
        // A piece of a different text has a wrong location, but does not panic.
        let elsewhere = read::<Payment>(b"{\"note\": 1}", text).expect_err("an integer is no string");
        assert!(elsewhere.to_string().contains("expected a string, found an integer"), "{elsewhere}");
    }

    #[test]
    fn an_array_is_not_a_struct() {
        for json in ["[]", "[null, \"x\"]"] {
            let error = fails(json);
            assert!(error.to_string().contains("found an array"), "{error}");
        }
        assert_eq!(whole::<Vec<u8>>(b"[1, 2]"), Ok(vec![1, 2]));
        assert_eq!(whole::<Option<(u8, String)>>(b"[1, \"x\"]"), Ok(Some((1, "x".to_owned()))));
        assert_eq!(whole::<Option<u8>>(b" null "), Ok(None));
        assert_eq!(whole::<Value>(b"{\"a\": [1]}"), Ok(serde_json::json!({"a": [1]})));
    }

    #[test]
    fn a_deep_text_is_refused_with_a_short_path() {
        let json = "[".repeat(100_000);
        let error = whole::<Value>(json.as_bytes()).expect_err("too deep");
        assert!(error.path().ends_with('…') && error.path().len() < 100);
    }

    #[test]
    fn the_way_back_from_the_depth_is_found() {
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        let json = format!(r#"{{"a": {deep}, "b": {{"x": "]}}", "y": {deep}}}, "note": 1}}"#);
        let error = fails(&json);
        assert_eq!(error.path(), "note");
        let json = format!(r#"{{"a": {}{{"b": 1, "c": "#, "[0,".repeat(20));
        let error = fails(&json);
        assert_eq!(error.path(), format!("a{}…", "[1]".repeat(15)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
            let _ = whole::<Payment>(&bytes);
            let _ = whole::<Value>(&bytes);
        }

        #[test]
        fn any_cut_of_a_text_is_located(cut in 0usize..60) {
            let json = br#"{"note": "a\"b", "cards": [{"number": 1}, {"number": 2}]}"#;
            let cut = cut.min(json.len());
            match whole::<Payment>(&json[..cut]) {
                Ok(_) => prop_assert_eq!(cut, json.len()),
                Err(error) => prop_assert!(cut < json.len() && error.line() == 1 && error.column() <= cut, "{}", error),
            }
        }
    }
}
