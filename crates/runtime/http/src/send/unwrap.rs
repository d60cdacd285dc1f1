//! Responses whose value is inside a member of the body. No I/O.

use bytes::Bytes;
use payspec_core::json::DecodeError;
use payspec_core::path::Leaf;
use payspec_core::{OperationSpec, Path, Unreadable};
use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::value::RawValue;

/// The member of the body that contains the value.
pub(super) struct Inside {
    pub(super) at: Path<'static>,
    pub(super) text: Bytes,
}

impl Inside {
    /// Finds the value of a response in its body; `None` if the body is the value. A search is always read from the
    /// whole body, because the cursor or link may be outside the member.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON, or does not have the member exactly once. A member that is `null`
    /// counts as missing, because nothing is known about an absent object.
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
            _ => "present more than once",
        };
        Err(DecodeError::unexpected(format!("the member `{at}`, which contains the response, is {why}")))
    }

    /// Returns an error with its path in the whole body.
    pub(super) fn placed(&self, error: DecodeError, body: &Bytes) -> DecodeError {
        error.within(self.at, &self.text, body)
    }

    /// Returns an unreadable member with its path in the whole body.
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
