//! Whether a successful response is the one that was asked for. Without I/O.
//!
//! A status of success may come from a proxy, a cache or a maintenance page, and a body may fit because nothing in it is
//! required. What a response must show instead is a fact of the operation ([`SuccessSpec`]).

use std::fmt;

use payspec_core::json::DecodeError;
use payspec_core::{OperationSpec, SuccessId, SuccessSpec};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::error::{ErrorKind, Failure};
use crate::interpret::Accepted;

/// What the caller expects of the response beyond its description.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    /// The id in the path, which the response must have too.
    pub(crate) id: Option<String>,
    /// The caller takes any response with a status of success.
    pub(crate) anything: bool,
}

/// What the top level of a body says of itself.
#[derive(Default)]
struct Shown {
    /// The ids, one for each name that has a value.
    ids: Vec<String>,
    /// A member has a value that the description knows.
    any_of: bool,
}

/// Checks a response that was read, or could not be.
pub(crate) fn check<T>(
    spec: &OperationSpec,
    expected: &Expected,
    accepted: &Accepted,
    read: Result<T, Box<Failure>>,
) -> Result<T, Box<Failure>> {
    let SuccessSpec { id, any_of, .. } = &spec.success;
    let checked_id = id.as_ref().zip(expected.id.as_deref());
    if expected.anything {
        return read;
    }
    if !spec.success.has_body {
        // Somebody says something that nobody described.
        return read.map_err(Failure::of_open_outcome);
    }
    let read = read.map_err(|failure| {
        let is_about_it = is_about_it(spec, expected, &accepted.body);
        failure.about_it(is_about_it)
    });
    if checked_id.is_none() && any_of.is_empty() {
        return read;
    }
    let shown = show(&spec.success, &accepted.body);
    if let Some((id, wanted)) = checked_id {
        if shown.ids.iter().any(|shown| !is_same(id, shown, wanted)) {
            return Err(accepted.failure(Failure::answer(ErrorKind::WrongObject)));
        }
        if shown.ids.is_empty() && id.guaranteed {
            // Whatever else it has: nothing says that it is about the object.
            return read
                .and_then(|_| Err(missing(accepted, "expected the id of the object")))
                .map_err(Failure::of_open_outcome);
        }
    }
    let value = read?;
    if !any_of.is_empty() && !shown.any_of && shown.ids.is_empty() {
        return Err(missing(accepted, "expected an object with a described member, found none of them"));
    }
    Ok(value)
}

fn missing(accepted: &Accepted, why: &'static str) -> Box<Failure> {
    accepted.failure(Failure::decode(DecodeError::unexpected(why)))
}

/// Whether a body, or as much of it as arrived, has the id of an object, and of no other than was asked for: then it is
/// the API's own.
pub(crate) fn is_about_it(spec: &OperationSpec, expected: &Expected, body: &[u8]) -> bool {
    let Some(id) = &spec.success.id else { return false };
    let shown = show(&spec.success, body).ids;
    let is_it = |shown: &String| expected.id.as_ref().is_none_or(|wanted| is_same(id, shown, wanted));
    !shown.is_empty() && shown.iter().all(is_it)
}

fn is_same(id: &SuccessId, shown: &str, wanted: &str) -> bool {
    shown == wanted || ((id.ignore_case || is_uuid(wanted)) && shown.eq_ignore_ascii_case(wanted))
}

/// Whether a text is a UUID, whose letters mean the same in either case.
fn is_uuid(text: &str) -> bool {
    let dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| if dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// Reads the members that matter, and builds nothing of the rest. What came before a mistake counts.
fn show(spec: &SuccessSpec, body: &[u8]) -> Shown {
    let mut shown = Shown::default();
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let _ = serde_json::Deserializer::from_slice(body).deserialize_any(Members { spec, shown: &mut shown });
    shown
}

struct Members<'a> {
    spec: &'a SuccessSpec,
    shown: &'a mut Shown,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let ids = self.spec.id.map_or(&[][..], |id| id.names);
        while let Some(member) = map.next_key_seed(Name { ids, any_of: self.spec.any_of })? {
            match member {
                Member::Id => self.shown.ids.extend(text(map.next_value()?)),
                Member::Known => self.shown.any_of |= map.next_value::<Option<IgnoredAny>>()?.is_some(),
                Member::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// An id is a text or a number.
fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

enum Member {
    Id,
    Known,
    Other,
}

/// Tells members by name without keeping the name.
struct Name<'a> {
    ids: &'a [&'a str],
    any_of: &'a [&'a str],
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Member;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Member, E> {
        Ok(if self.ids.contains(&name) {
            Member::Id
        } else if self.any_of.contains(&name) {
            Member::Known
        } else {
            Member::Other
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: SuccessSpec = SuccessSpec {
        has_body: true,
        id: Some(SuccessId { names: &["id", "uid"], path_parameter: None, guaranteed: true, ignore_case: false }),
        any_of: &["url"],
    };

    fn shown(body: &str) -> (Vec<String>, bool) {
        let shown = show(&SPEC, body.as_bytes());
        (shown.ids, shown.any_of)
    }

    #[test]
    fn what_matters_is_found_at_the_top_only() {
        for (body, ids, any_of) in [
            (r#"{"a": {"id": "x"}, "id": "y"}"#, &["y"][..], false),
            (r#"{"id": 7, "uid": null, "url": ""}"#, &["7"], true),
            (r#"{"id": "a", "uid": "b"}"#, &["a", "b"], false),
            (r#"{"id": "", "url": null}"#, &[], false),
            (r#"{"id": ["x"], "i\u0064": "y"}"#, &["y"], false),
            ("\u{FEFF}{\"id\": \"x\"", &["x"], false),
            (r#"{"id": "x", <html>"#, &["x"], false),
            (r#"{"id": "cut of"#, &[], false),
            (r#"[{"id": "x"}]"#, &[], false),
            ("\"id\"", &[], false),
            ("", &[], false),
        ] {
            assert_eq!(shown(body), (ids.iter().map(|id| (*id).to_owned()).collect(), any_of), "{body}");
        }
    }

    #[test]
    fn case_matters_unless_it_is_a_uuid_or_described_otherwise() {
        let id = SPEC.id.expect("it has one");
        let uuid = "3c349da5-c144-424b-bbdd-6f756b43c4ee";
        assert!(is_same(&id, uuid, &uuid.to_uppercase()));
        assert!(!is_same(&id, "abc", "ABC") && is_same(&id, "abc", "abc"));
        assert!(is_same(&SuccessId { ignore_case: true, ..id }, "abc", "ABC"));
        assert!(!is_same(&id, uuid, &uuid.replace('c', "d")));
    }
}
