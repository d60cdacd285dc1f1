//! Deliveries of several events, each with its own signature.

use std::error::Error as StdError;
use std::fmt;
use std::iter::FusedIterator;

use super::{Verifier, VerifyError};
use crate::events::Items;
use crate::{EventList, RawBody};

/// The events of a delivery in which each has its own signature, in order: those with a valid signature and, in place
/// of each other one, the reason why it is [rejected](RejectedEvent).
///
/// Each is verified and decoded when requested, so a forged event does not affect the others, and none is silently
/// dropped. One with a valid signature that cannot be decoded is an undecodable event.
///
/// The list itself is not signed: anyone who sees deliveries can combine signed events into new ones.
#[must_use]
pub struct VerifiedEvents<E> {
    items: Items,
    verifier: Verifier,
    read: fn(RawBody) -> Result<E, VerifyError>,
}

impl<E> VerifiedEvents<E> {
    /// Finds the items of a delivery. `read` decodes one with a valid signature. For generated code.
    ///
    /// # Errors
    ///
    /// Returns [`VerifyError::NoSecret`] or [`VerifyError::NoPublicKey`], or [`VerifyError::NoEvents`] if there is no
    /// list of events.
    #[doc(hidden)]
    pub fn of(
        list: &EventList,
        verifier: &Verifier,
        body: &RawBody,
        read: fn(RawBody) -> Result<E, VerifyError>,
    ) -> Result<Self, VerifyError> {
        // An empty body has no signature: some APIs test an address before they tell the secret.
        if !body.is_empty() {
            verifier.has_key()?;
        }
        let items = list.items(body.into()).map_err(|error| VerifyError::NoEvents(error.reason().clone()))?;
        Ok(Self { items, verifier: verifier.clone(), read })
    }

    /// Returns the body of the whole delivery as received.
    pub fn body(&self) -> &RawBody {
        self.items.body()
    }
}

impl<E> Iterator for VerifiedEvents<E> {
    type Item = Result<E, RejectedEvent>;

    fn next(&mut self) -> Option<Self::Item> {
        let raw = self.items.next()?;
        let event = match self.verifier.verify_event(raw.as_bytes()) {
            Ok(()) => (self.read)(raw.clone()),
            Err(error) => Err(error),
        };
        Some(event.map_err(|error| RejectedEvent { error, raw }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl<E> ExactSizeIterator for VerifiedEvents<E> {}

impl<E> FusedIterator for VerifiedEvents<E> {}

/// `Debug` shows how many events are left, and the size of the body.
impl<E> fmt::Debug for VerifiedEvents<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedEvents").field("left", &self.len()).field("body", self.body()).finish_non_exhaustive()
    }
}

/// An event of a delivery that failed verification. Do not act on it.
///
/// The other events of the delivery are not affected. Store its bytes before acknowledging the delivery: after a change
/// of the secret, genuine events also fail, and can be verified again separately. If the receiver itself
/// [is misconfigured](VerifyError::is_misconfigured), respond with 500, so that the API delivers all events again.
///
/// An event of a type that the API does not sign is rejected as well ([`VerifyError::NoSignatureMember`]). Decode it
/// with `decode_event(rejected.raw().clone())` of the API's crate: it is a claim that must be refetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedEvent {
    error: VerifyError,
    raw: RawBody,
}

impl RejectedEvent {
    /// Returns the reason why it is rejected.
    pub fn error(&self) -> &VerifyError {
        &self.error
    }

    /// Returns the bytes of the event, which anyone may have sent.
    pub fn raw(&self) -> &RawBody {
        &self.raw
    }
}

impl fmt::Display for RejectedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl StdError for RejectedEvent {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}
