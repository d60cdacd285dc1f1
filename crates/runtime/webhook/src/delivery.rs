//! A delivery on its way from its bytes to an event, taken apart once for all who look into it.

use std::fmt;

use crate::members::Members;
use crate::{RawBody, Reason, body};

/// The body of a delivery, and what was found in it so far: whoever verifies when it was signed takes it apart, and reading it
/// goes on from there. [`Verifier::verify_delivery`](crate::Verifier::verify_delivery) gives one that is verified.
///
/// `Debug` shows the size of the body.
pub struct Delivery<'a> {
    /// The bytes as they came.
    raw: &'a RawBody,
    /// The same as JSON.
    json: &'a RawBody,
    /// The body taken apart, once somebody has asked for it.
    taken_apart: Option<TakenApart<'a>>,
}

/// A body as a JSON object, or why it is no text.
pub(crate) type TakenApart<'a> = Result<Object<'a>, Reason>;

/// The text of a body, and its members as far as it is a JSON object.
pub(crate) struct Object<'a> {
    pub(crate) text: &'a str,
    pub(crate) members: Members<'a>,
    pub(crate) read: Result<(), serde_json::Error>,
}

/// Takes the bytes of a body apart.
pub(crate) fn take_apart(bytes: &[u8]) -> TakenApart<'_> {
    let text = body::text(bytes)?;
    let (members, read) = Members::read(text);
    Ok(Object { text, members, read })
}

impl<'a> Delivery<'a> {
    /// One that came as `raw` and was taken apart, or not yet.
    pub(crate) fn new(raw: &'a RawBody, taken_apart: Option<TakenApart<'a>>) -> Self {
        Self { raw, json: raw, taken_apart }
    }

    /// One that came as `raw` and was written as JSON.
    pub(crate) fn written_as(raw: &'a RawBody, json: &'a RawBody) -> Self {
        Self { raw, json, taken_apart: None }
    }

    /// Returns the body as it arrived.
    pub fn into_raw(self) -> &'a RawBody {
        self.raw
    }

    /// Whether nobody has taken the body apart yet.
    pub(crate) fn is_whole(&self) -> bool {
        self.taken_apart.is_none()
    }

    pub(crate) fn raw(&self) -> &'a RawBody {
        self.raw
    }

    pub(crate) fn json(&self) -> &'a RawBody {
        self.json
    }

    /// Returns the body as it came, the same as JSON, and what is in it.
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
