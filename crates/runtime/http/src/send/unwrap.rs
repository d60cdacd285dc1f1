//! The value of a response that stands in a member of the body. Without I/O.

use bytes::Bytes;
use payspec_core::json::DecodeError;
use payspec_core::path::Leaf;
use payspec_core::{OperationSpec, Path, Unreadable};
use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::value::RawValue;

/// A member of the body, in which the value stands.
pub(super) struct Inside {
    pub(super) at: Path<'static>,
    pub(super) text: Bytes,
}

impl Inside {
    /// Finds the value of a response in its body; `None` where the body is the value. A search is read from the whole body
    /// all the same: what leads to its next page may stand beside the member.
    ///
    /// # Errors
    ///
    /// When the body is not JSON, or does not have the member exactly once. A member that is `null` is none, for of an object
    /// that is not there nothing is known.
    pub(super) fn find(spec: &OperationSpec, body: &Bytes) -> Result<Option<Self>, DecodeError> {
        let Some(at) = spec.response_wrap.map(Path::new) else { return Ok(None) };
        let text = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let mut found = All(Vec::new());
        at.find(text, false, &mut found).map_err(|error| DecodeError::new(&error, text, body))?;
        let why = match &found.0[..] {
            [] => "missing",
            [nothing] if nothing.get() == "null" => "null",
            [value] => {
                let text = body.slice_ref(value.get().as_bytes());
                return Ok(spec.items.is_none().then_some(Self { at, text }));
            }
            _ => "there several times",
        };
        Err(DecodeError::unexpected(format!("the member `{at}`, in which the response stands, is {why}")))
    }

    /// Returns the place of an error in the whole body.
    pub(super) fn placed(&self, error: DecodeError, body: &Bytes) -> DecodeError {
        error.within(self.at, &self.text, body)
    }

    /// Returns the place in the whole body of a member that cannot be read.
    pub(super) fn placed_member(&self, member: Unreadable) -> Unreadable {
        let steps: Vec<&str> = self.at.steps().collect();
        steps.into_iter().rev().fold(member, Unreadable::within)
    }
}

struct All<'a>(Vec<&'a RawValue>);

impl<'de> Leaf<'de> for All<'de> {
    fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        self.0.push(Deserialize::deserialize(value)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_says_nothing_is_none() {
        const LIST: OperationSpec =
            OperationSpec { response_wrap: Some("data.it"), items: Some("data.it"), ..OperationSpec::EMPTY };
        const ONE: OperationSpec = OperationSpec { items: None, ..LIST };
        let found = |spec: &OperationSpec, body: &'static str| {
            Inside::find(spec, &Bytes::from_static(body.as_bytes())).map(|inside| inside.map(|inside| inside.text))
        };
        assert_eq!(found(&ONE, "\u{feff}{\"data\": {\"it\": [1]}}"), Ok(Some(Bytes::from_static(b"[1]"))));
        assert_eq!(found(&LIST, r#"{"data": {"it": []}}"#), Ok(None), "a search is read from the whole body");
        assert_eq!(found(&OperationSpec::EMPTY, "no JSON"), Ok(None));
        for body in
            ["", "[]", "{}", r#"{"data": {"it": null}}"#, r#"{"data": {"it": [], "it": []}}"#, r#"{"data": {"it": []}"#]
        {
            for spec in [&ONE, &LIST] {
                assert!(found(spec, body).is_err(), "{body}");
            }
        }
    }
}
