//! Deliveries that nobody signs: what they say is a claim.

use std::fmt;

use crate::{Envelope, Events, RawBody, Reason, Rejection, UndecodableError};

/// An event that the API does not sign: what the extractors know of such an API. Its crate implements it for `Event`.
pub trait UnsignedEvent: Sized + 'static {
    /// What a delivery is read as: a [`Claim`], or a list of them where a delivery brings several events.
    type Claims;

    /// The members around the object of an event.
    const ENVELOPE: &'static Envelope;

    /// Reads a delivery.
    ///
    /// # Errors
    ///
    /// [`Rejection::Empty`] and [`Rejection::NotADelivery`]: a body that is none. An event that is known and does not fit
    /// what is known of it is a claim like others; it often still tells ids.
    fn claims(body: RawBody) -> Result<Self::Claims, Rejection>;

    /// Returns the bytes of the event.
    fn raw(&self) -> &RawBody;

    /// Returns the id of the event, where the body tells.
    fn event_id(&self) -> Option<&str>;

    /// Returns why it could not be read, if it could not.
    fn undecodable(&self) -> Option<&UndecodableError>;
}

/// An unverified event. Anyone who knows the address of the receiver can send one: make the call that `refetch` gives, and
/// act on the response.
///
/// `Debug` shows what that of the event does.
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
    /// Takes a delivery of one event. For generated code.
    #[doc(hidden)]
    pub fn of(event: E) -> Result<Self, Rejection> {
        match event.undecodable().map(UndecodableError::reason) {
            None | Some(Reason::Payload(_) | Reason::NoPayload { .. }) => Ok(Self(event)),
            Some(reason) => Err(no_delivery(reason)),
        }
    }

    /// Takes a delivery of several events. For generated code.
    #[doc(hidden)]
    pub fn of_list(events: Events<E>) -> Result<Vec<Self>, Rejection> {
        match events.no_list() {
            None => Ok(events.map(Self).collect()),
            Some(error) => Err(no_delivery(error.reason())),
        }
    }

    /// Returns the id of the event as the body gives it, if it does: the key to recognise a repetition by.
    pub fn event_id(&self) -> Option<&str> {
        self.0.event_id()
    }

    /// Returns the bytes as they came.
    pub fn raw(&self) -> &RawBody {
        self.0.raw()
    }

    /// Returns the call that reads the object again, if the body names one. `T` is the object that the event is about.
    ///
    /// An event has a method of the same name that knows its object: `claim.unverified()` and a match on it.
    #[cfg(feature = "operations")]
    pub fn refetch<T: payspec_core::Refetch>(&self) -> Option<T::Operation> {
        let body = self.raw().as_bytes();
        T::refetch_by(&|path| crate::found::member(E::ENVELOPE, body, path))
    }

    /// Returns what is claimed, to tell the events apart. Nothing in it is verified.
    pub fn unverified(&self) -> &E {
        &self.0
    }

    /// Returns what is claimed. Nothing in it is verified.
    pub fn into_unverified(self) -> E {
        self.0
    }
}

impl<E: fmt::Debug> fmt::Debug for Claim<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Claim").field(&self.0).finish()
    }
}

/// Extracts a delivery that nobody signs, from a body of at most `LIMIT` bytes: 1 MiB unless said otherwise. `E` is the
/// `Event` of the API's crate. What is no delivery is [rejected](Rejection) before the handler is called.
///
/// ```text
/// async fn receive(Claimed(claim): Claimed<Event>) -> StatusCode { .. }
/// ```
pub struct Claimed<E: UnsignedEvent, const LIMIT: usize = { super::BODY_LIMIT }>(
    /// What is claimed.
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
