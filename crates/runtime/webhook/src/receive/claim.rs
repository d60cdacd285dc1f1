//! Unsigned deliveries: their content is a claim.

use std::fmt;

use crate::{Envelope, Events, RawBody, Reason, Rejection, UndecodableError};

/// An event of an API that does not sign deliveries: what the extractors need to know. The API's crate implements it
/// for `Event`.
pub trait UnsignedEvent: Sized + 'static {
    /// The type of a decoded delivery: a [`Claim`], or a list of them if a delivery contains several events.
    type Claims;

    /// The locations of the envelope's members.
    const ENVELOPE: &'static Envelope;

    /// Decodes a delivery.
    ///
    /// # Errors
    ///
    /// Returns [`Rejection::Empty`] or [`Rejection::NotADelivery`] for a body that is not a delivery. A known event
    /// that does not match its type is a claim like any other; its IDs can often still be found.
    fn claims(body: RawBody) -> Result<Self::Claims, Rejection>;

    /// Returns the bytes of the event.
    fn raw(&self) -> &RawBody;

    /// Returns the ID of the event, if the body has one.
    fn event_id(&self) -> Option<&str>;

    /// Returns the reason why it could not be decoded, if so.
    fn undecodable(&self) -> Option<&UndecodableError>;
}

/// An unverified event. Anyone who knows the address of the receiver can send one: make the call that `refetch`
/// returns, and act on its response.
///
/// `Debug` shows the same as that of the event.
#[derive(Clone)]
#[must_use]
pub struct Claim<E>(E);

fn no_delivery(reason: &Reason) -> Rejection {
    match reason {
        Reason::Empty => Rejection::Empty,
        reason => Rejection::NotADelivery(reason.clone()),
    }
}

impl<E: UnsignedEvent> Claim<E> {
    /// Creates a claim from a delivery of one event. For generated code.
    #[doc(hidden)]
    pub fn of(event: E) -> Result<Self, Rejection> {
        match event.undecodable().map(UndecodableError::reason) {
            None | Some(Reason::Payload(_) | Reason::NoPayload { .. }) => Ok(Self(event)),
            Some(reason) => Err(no_delivery(reason)),
        }
    }

    /// Creates claims from a delivery of several events. For generated code.
    #[doc(hidden)]
    pub fn of_list(events: Events<E>) -> Result<Vec<Self>, Rejection> {
        match events.no_list() {
            None => Ok(events.map(Self).collect()),
            Some(error) => Err(no_delivery(error.reason())),
        }
    }

    /// Returns the ID of the event, if the body has one: the key to detect redeliveries by.
    pub fn event_id(&self) -> Option<&str> {
        self.0.event_id()
    }

    /// Returns the bytes as received.
    pub fn raw(&self) -> &RawBody {
        self.0.raw()
    }

    /// Returns the call that reads the object again, if the body identifies one. `T` is the object that the event is
    /// about.
    ///
    /// Events have a method of the same name that knows the object's type: match on `claim.unverified()`.
    #[cfg(feature = "operations")]
    pub fn refetch<T: payspec_core::Refetch>(&self) -> Option<T::Operation> {
        let body = self.raw().as_bytes();
        T::refetch_by(&|path| crate::found::member(E::ENVELOPE, body, path))
    }

    /// Returns the claimed event, to match on its type. Nothing in it is verified.
    pub fn unverified(&self) -> &E {
        &self.0
    }

    /// Returns the claimed event. Nothing in it is verified.
    pub fn into_unverified(self) -> E {
        self.0
    }
}

impl<E: fmt::Debug> fmt::Debug for Claim<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Claim").field(&self.0).finish()
    }
}

/// Extracts an unsigned delivery from a body of at most `LIMIT` bytes; 1 MiB by default. `E` is the `Event` of the
/// API's crate. A body that is not a delivery is [rejected](Rejection) before the handler is called.
///
/// ```text
/// async fn receive(Claimed(claim): Claimed<Event>) -> StatusCode { .. }
/// ```
pub struct Claimed<E: UnsignedEvent, const LIMIT: usize = { super::BODY_LIMIT }>(
    /// The claim, or the claims.
    pub E::Claims,
);

impl<E: UnsignedEvent, const LIMIT: usize> fmt::Debug for Claimed<E, LIMIT>
where
    E::Claims: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Claimed").field(&self.0).finish()
    }
}
