//! What came of a call that succeeded.

use std::fmt;

use bytes::Bytes;
use payspec_core::{FromResponse, Unreadable, UnreadableList};

use crate::idempotency::IdempotencyKey;
use crate::send::Completed;

/// What came of a call that succeeded: its value, and what its envelope said.
///
/// `Debug` shows the value as its type does, and of the idempotency key whether there is one.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response<T> {
    /// What the API answered.
    pub value: T,
    /// The HTTP status.
    pub status: u16,
    /// The id the API gave to the request: its support asks for it. One that is not visible ASCII, or has more than 128
    /// characters, is left out.
    pub request_id: Option<String>,
    /// The idempotency key the call had: the caller's, or the fresh one made for it. `None` when the
    /// operation takes none.
    pub idempotency_key: Option<String>,
    /// How often the call was sent.
    pub attempts: u32,
    body: Bytes,
    unreadable: UnreadableList,
}

impl<T: FromResponse> Response<T> {
    pub(crate) fn of(done: Completed) -> Self {
        let Completed { value, status, request_id, idempotency_key, attempts, body, unreadable, links: _ } = done;
        let value = value.downcast::<T>().expect("a call is driven with the function that reads its own type");
        let idempotency_key = idempotency_key.map(IdempotencyKey::into_string);
        Self { value: *value, status, request_id, idempotency_key, attempts, body, unreadable }
    }
}

impl<T> Response<T> {
    /// Returns the body as it came: for what the type does not have, and for records. It may hold personal data.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the members that are not what the API documents, and so read as absent: each with its place in the body and
    /// as it came. The object that a member belongs to keeps it as well, and writes it back.
    pub fn unreadable(&self) -> &[Unreadable] {
        self.unreadable.as_slice()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("has_idempotency_key", &self.idempotency_key.is_some())
            .field("attempts", &self.attempts)
            .field("body_bytes", &self.body.len())
            .field("unreadable", &self.unreadable)
            .finish()
    }
}
