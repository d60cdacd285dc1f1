//! The result of a successful call.

use std::fmt;

use bytes::Bytes;
use payspec_core::{FromResponse, Unreadable, UnreadableList};

use crate::idempotency::IdempotencyKey;
use crate::send::Completed;

/// The result of a successful call: its value and the metadata of the response.
///
/// `Debug` shows the value, and whether there is an idempotency key, but not the key itself.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The value.
    pub value: T,
    /// The HTTP status.
    pub status: u16,
    /// The API's ID of the request, which its support asks for. An ID that is not visible ASCII or has more than 128
    /// characters is omitted.
    pub request_id: Option<String>,
    /// The idempotency key of the call: the caller's, or the random one created for it. `None` if the operation takes
    /// none.
    pub idempotency_key: Option<String>,
    /// The number of attempts.
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
    /// Returns the body as received: for members that the type lacks, and for audit records. It may contain personal
    /// data.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the members that do not match the API's documentation and therefore read as absent, each with its path
    /// in the body and its original value. The object that contains a member also keeps it, and writes it back.
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
