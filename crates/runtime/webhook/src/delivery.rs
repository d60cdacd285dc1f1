//! A delivery whose body is split into its members once, for verification and decoding.

use std::fmt;

use crate::members::Members;
use crate::{RawBody, Reason, body};

/// A webhook delivery: its body, and the result of splitting it into members, if verification needed them already.
///
/// [`Verifier::verify_delivery`](crate::Verifier::verify_delivery) returns a verified one; `From<&RawBody>` creates an
/// unverified one. `Debug` prints the size of the body only.
pub struct Delivery<'a> {
    /// The bytes as received.
    raw: &'a RawBody,
    /// The same body as JSON, where it was received as a form.
    json: &'a RawBody,
    /// The members of the body, once they are known.
    taken_apart: Option<TakenApart<'a>>,
}

/// The body as a JSON object, or why it is not text.
pub(crate) type TakenApart<'a> = Result<Object<'a>, Reason>;

/// The text of a body, and its members up to the first syntax error.
pub(crate) struct Object<'a> {
    pub(crate) text: &'a str,
    pub(crate) members: Members<'a>,
    pub(crate) read: Result<(), serde_json::Error>,
}

/// Splits the bytes of a body into members.
pub(crate) fn take_apart(bytes: &[u8]) -> TakenApart<'_> {
    let text = body::text(bytes)?;
    let (members, read) = Members::read(text);
    Ok(Object { text, members, read })
}

impl<'a> Delivery<'a> {
    /// Creates a delivery that was received as `raw`, with its members if they are known already.
    pub(crate) fn new(raw: &'a RawBody, taken_apart: Option<TakenApart<'a>>) -> Self {
        Self { raw, json: raw, taken_apart }
    }

    /// Creates a delivery that was received as `raw` and converted to JSON.
    pub(crate) fn written_as(raw: &'a RawBody, json: &'a RawBody) -> Self {
        Self { raw, json, taken_apart: None }
    }

    /// Returns the body as received.
    pub fn into_raw(self) -> &'a RawBody {
        self.raw
    }

    /// Returns `true` if the body is not split into members yet.
    pub(crate) fn is_whole(&self) -> bool {
        self.taken_apart.is_none()
    }

    pub(crate) fn raw(&self) -> &'a RawBody {
        self.raw
    }

    pub(crate) fn json(&self) -> &'a RawBody {
        self.json
    }

    /// Returns the body as received, the same as JSON, and its members.
    pub(crate) fn taken_apart(self) -> (&'a RawBody, &'a RawBody, TakenApart<'a>) {
        let Self { raw, json, taken_apart } = self;
        (raw, json, taken_apart.unwrap_or_else(|| take_apart(json.as_bytes())))
    }
}

impl<'a> From<&'a RawBody> for Delivery<'a> {
    fn from(raw: &'a RawBody) -> Self {
        Self::new(raw, None)
    }
}

impl fmt::Debug for Delivery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Delivery").field(self.raw).finish()
    }
}
