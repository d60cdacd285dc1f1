//! What a successful response must contain, and what a body contains. No I/O.

use std::fmt;

use payspec_core::{OperationSpec, Path, SuccessId, SuccessSpec};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// The caller's expectations of a response, in addition to its description.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    /// The request's values for the parameters of [ids](SuccessSpec::ids), by name.
    values: Vec<(&'static str, String)>,
    /// The caller accepts any response with a success status.
    pub(crate) anything: bool,
}

impl Expected {
    /// Returns the expectations of a request; `value` returns the value of a parameter.
    pub(crate) fn of(spec: &OperationSpec, anything: bool, value: impl Fn(&str) -> Option<String>) -> Self {
        let successes = std::iter::once(&spec.success).chain(spec.success_by_status.iter().map(|(_, success)| success));
        let mut values: Vec<(&'static str, String)> = Vec::new();
        for name in successes.flat_map(|success| success.ids).filter_map(|id| id.parameter) {
            if values.iter().all(|(known, _)| *known != name) {
                values.extend(value(name).map(|value| (name, value)));
            }
        }
        Self { values, anything }
    }

    /// Returns each ID with the value that it must have, if the request contains one.
    pub(crate) fn ids<'a>(&'a self, spec: &'a SuccessSpec) -> impl Iterator<Item = (&'a SuccessId, Option<&'a str>)> {
        spec.ids.iter().map(|id| {
            let mut values = self.values.iter();
            (id, values.find(|(name, _)| id.parameter == Some(*name)).map(|(_, value)| value.as_str()))
        })
    }
}

/// Returns `true` if a body, or the part that arrived, has an object's ID, and no other ID than the one requested: it
/// is then the API's own.
pub(crate) fn is_about_it(spec: &OperationSpec, status: u16, expected: &Expected, body: &[u8]) -> bool {
    let mut has_one = false;
    for (id, wanted) in expected.ids(spec.success_of(status)) {
        for shown in shown(spec, id, body) {
            if wanted.is_some_and(|wanted| !is_same(id, &shown, wanted)) {
                return false;
            }
            has_one = true;
        }
    }
    has_one
}

pub(crate) fn is_same(id: &SuccessId, shown: &str, wanted: &str) -> bool {
    shown == wanted || ((id.ignore_case || is_uuid(wanted)) && shown.eq_ignore_ascii_case(wanted))
}

/// Returns `true` if a text is a UUID, which is case-insensitive.
fn is_uuid(text: &str) -> bool {
    let dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| if dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// Returns the values of an ID in a body, under each of its names and in each item of lists on the path.
pub(crate) fn shown(spec: &OperationSpec, id: &SuccessId, body: &[u8]) -> Vec<String> {
    let mut shown = Vec::new();
    each_member(spec.response_wrap, body, id.within, id.names, &mut |value| shown.extend(text(value)));
    shown
}

/// Returns `true` if a body has one of the members of which a success must have [at least one](SuccessSpec::any_of).
pub(crate) fn has_any(spec: &OperationSpec, success: &SuccessSpec, body: &[u8]) -> bool {
    let mut has_any = false;
    let names = success.any_of;
    each_member(spec.response_wrap, body, &[], names, &mut |value| has_any |= value.get() != "null");
    has_any
}

/// Returns an ID that is a string or a number.
fn text(value: &RawValue) -> Option<String> {
    match serde_json::from_str(value.get()) {
        Ok(Value::String(text)) if !text.is_empty() => Some(text),
        Ok(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    }
}

/// Visits the members named in `names` of the object at the path `within` of the value, without building the rest. The
/// value is the body, or the member at the path `wrap`. Members before a syntax error count.
fn each_member(wrap: Option<&str>, body: &[u8], within: &[&str], names: &[&str], look: &mut dyn FnMut(&RawValue)) {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let way: Vec<&str> =
        wrap.into_iter().flat_map(|wrap| Path::new(wrap).steps()).chain(within.iter().copied()).collect();
    let members = Members { way: &way, inside: within.len(), names, look };
    let _ = members.deserialize(&mut serde_json::Deserializer::from_slice(body));
}

struct Members<'a> {
    /// The remaining path.
    way: &'a [&'a str],
    /// How many of its last steps are inside the value.
    inside: usize,
    names: &'a [&'a str],
    look: &'a mut dyn FnMut(&RawValue),
}

impl Members<'_> {
    fn again(&mut self) -> Members<'_> {
        Members { way: self.way, inside: self.inside, names: self.names, look: self.look }
    }
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let next = self.way.first();
        let wanted = next.map_or(self.names, std::slice::from_ref);
        while let Some(is_wanted) = map.next_key_seed(OneOf(wanted))? {
            if !is_wanted {
                map.next_value::<IgnoredAny>()?;
            } else if next.is_some() {
                let inner = Members { way: &self.way[1..], ..self.again() };
                map.next_value_seed(inner)?;
            } else {
                (self.look)(map.next_value()?);
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        // A list on the path stands for its items, but not as the whole value.
        if self.way.len() >= self.inside {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self));
        }
        while items.next_element_seed(self.again())?.is_some() {}
        Ok(())
    }

    // Any other type on the path is not an object; the rest of the body still counts.

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Whether the name of a member is one of these, without storing it.
struct OneOf<'a>(&'a [&'a str]);

impl<'de> DeserializeSeed<'de> for OneOf<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for OneOf<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(self.0.contains(&name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: SuccessId =
        SuccessId { within: &[], names: &["id", "uid"], parameter: None, guaranteed: true, ignore_case: false };

    const URL: OperationSpec =
        OperationSpec { success: SuccessSpec { has_body: true, ids: &[], any_of: &["url"] }, ..OperationSpec::EMPTY };

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
            assert_eq!(shown(&URL, &ID, body.as_bytes()), ids, "{body}");
            assert_eq!(has_any(&URL, &URL.success, body.as_bytes()), any_of, "{body}");
        }
    }

    #[test]
    fn an_id_inside_is_found_in_each_item_of_the_lists_on_the_way() {
        let inside = SuccessId { within: &["data", "about"], ..ID };
        for (body, ids) in [
            (r#"{"data": {"about": {"id": "x"}}}"#, &["x"][..]),
            (r#"{"data": [{"about": {"id": "x"}}, {"about": [{"uid": 5}]}]}"#, &["x", "5"]),
            (r#"{"data": [[{"about": {"id": "x"}}]], "id": "y", "about": {"id": "z"}}"#, &["x"]),
            (r#"{"data": [1, 1.5, -1, true, null, "t", {"about": {"id": "x"}}]}"#, &["x"]),
            (r#"{"data": "none", "data": {"about": {"id": "x"}}}"#, &["x"]),
            (r#"{"data": [{"about": {"id": "x"}}, {"abo"#, &["x"]),
            (r#"{"data": []}"#, &[]),
            (r#"{"data": {"id": "x"}}"#, &[]),
        ] {
            assert_eq!(shown(&URL, &inside, body.as_bytes()), ids, "{body}");
        }
        let deep = format!(r#"{{"data": {}"#, "[".repeat(100_000));
        assert!(shown(&URL, &inside, deep.as_bytes()).is_empty(), "and no stack overflows");
    }

    #[test]
    fn what_is_wrapped_is_found_inside_only() {
        let spec = OperationSpec { response_wrap: Some("data.it"), ..URL };
        let inside = SuccessId { within: &["about"], ..ID };
        for (body, ids, inner, any_of) in [
            (
                r#"{"id": "y", "url": 1, "data": {"it": {"id": "x", "about": [{"id": "z"}]}}}"#,
                &["x"][..],
                &["z"][..],
                false,
            ),
            (r#"{"data": {"it": {"url": "u", "id": 7}, "id": "y"}}"#, &["7"], &[], true),
            (r#"{"data": {"it": [{"id": "x", "about": {"id": "z"}, "url": 1}]}}"#, &[], &[], false),
            (r#"{"data": [{"it": {"id": "x", "url": 1}}]}"#, &[], &[], false),
            (r#"{"id": "x", "url": 1, "about": {"id": "z"}}"#, &[], &[], false),
            (r#"{"data": {"it": {"id": "x", "cut"#, &["x"], &[], false),
            (r#"{"data": {"it": null}}"#, &[], &[], false),
            (r#"{"data.it": {"id": "x"}}"#, &[], &[], false),
        ] {
            assert_eq!(shown(&spec, &ID, body.as_bytes()), ids, "{body}");
            assert_eq!(shown(&spec, &inside, body.as_bytes()), inner, "{body}");
            assert_eq!(has_any(&spec, &spec.success, body.as_bytes()), any_of, "{body}");
        }
    }

    #[test]
    fn case_matters_unless_it_is_a_uuid_or_described_otherwise() {
        let uuid = "3c349da5-c144-424b-bbdd-6f756b43c4ee";
        assert!(is_same(&ID, uuid, &uuid.to_uppercase()));
        assert!(!is_same(&ID, "abc", "ABC") && is_same(&ID, "abc", "abc"));
        assert!(is_same(&SuccessId { ignore_case: true, ..ID }, "abc", "ABC"));
        assert!(!is_same(&ID, uuid, &uuid.replace('c', "d")));
    }
}
