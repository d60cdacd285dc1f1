//! Deliveries that bring several events, each with a signature of its own.

use std::error::Error as StdError;
use std::fmt;
use std::iter::FusedIterator;

use super::{Verifier, VerifyError};
use crate::events::Items;
use crate::{EventList, RawBody};

/// The events of a delivery in which each has a signature of its own, one by one, in their order: those whose signature is
/// right, and in the place of each other one why it is [rejected](RejectedEvent).
///
/// Each is verified and read when it is asked for, so a forged event costs no other, and none is left out without a word. One
/// whose signature is right, and that cannot be read, is an undecodable event.
///
/// What stands beside the events is not signed, nor is how many there are: whoever sees deliveries can put together others of
/// events that the API has signed.
#[must_use]
pub struct VerifiedEvents<E> {
    items: Items,
    verifier: Verifier,
    read: fn(RawBody) -> Result<E, VerifyError>,
}

impl<E> VerifiedEvents<E> {
    /// Finds the items of a delivery. `read` reads one whose signature is right. For generated code.
    ///
    /// # Errors
    ///
    /// [`VerifyError::NoSecret`], and [`VerifyError::NoEvents`] where there is no list of events.
    #[doc(hidden)]
    pub fn of(
        list: &EventList,
        verifier: &Verifier,
        body: &RawBody,
        read: fn(RawBody) -> Result<E, VerifyError>,
    ) -> Result<Self, VerifyError> {
        verifier.has_secret()?;
        let items = list.items(body.into()).map_err(|error| VerifyError::NoEvents(error.reason().clone()))?;
        Ok(Self { items, verifier: verifier.clone(), read })
    }

    /// Returns the body of the whole delivery as it arrived.
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

/// An event of a delivery that is not taken for the API's. Do nothing that it says.
///
/// The other events of the delivery are not concerned. Keep the bytes of this one before you acknowledge the delivery: a
/// secret that was changed makes true events look like this too, and they are verified again on their own.
///
/// An event of a kind that the API does not sign is rejected as well ([`VerifyError::NoSignatureMember`]). What it says is read with
/// `decode_event(rejected.raw().clone())` of the API's crate: it is a claim that a refetch has to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedEvent {
    error: VerifyError,
    raw: RawBody,
}

impl RejectedEvent {
    /// Returns why it is rejected.
    pub fn error(&self) -> &VerifyError {
        &self.error
    }

    /// Returns the bytes of the event, which anybody may have sent.
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
