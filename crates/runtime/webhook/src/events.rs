//! Deliveries of several events, each of which is decoded separately.

use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;

use payspec_core::Path;
use serde_json::value::RawValue;

use crate::delivery::Object;
use crate::{DecodeError, Delivery, Envelope, RawBody, Reason, UndecodableError, body};

/// The location of the events in a delivery of several, as data of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventList {
    /// The [path](payspec_core::Path) to the list; `None` if the body is the list.
    pub at: Option<&'static str>,
    /// The envelope of one event. Its paths start at the item.
    pub envelope: &'static Envelope,
}

/// The events of a delivery, in order. Each is decoded when requested, so a faulty one does not affect the others: an
/// item that cannot be decoded is an undecodable event, and one of an unknown type is an unknown event.
///
/// A delivery without a list of events gives one undecodable event with the whole body. An empty list gives none: just
/// acknowledge it.
///
/// The bytes of an event are those of its item, so each can be stored and decoded again separately.
#[must_use]
pub struct Events<E> {
    items: Items,
    /// The reason why there are no items.
    whole: Option<UndecodableError>,
    read: fn(RawBody) -> E,
    refuse: fn(UndecodableError) -> E,
}

impl<E> Events<E> {
    /// Finds the items of a delivery. `read` decodes one, and `refuse` creates an event from a body without a list. For
    /// generated code.
    #[doc(hidden)]
    pub fn of(
        list: &EventList,
        delivery: Delivery<'_>,
        read: fn(RawBody) -> E,
        refuse: fn(UndecodableError) -> E,
    ) -> Self {
        let body = delivery.raw().clone();
        let (items, whole) = match list.items(delivery) {
            Ok(items) => (items, None),
            Err(error) => (Items { body, places: Vec::new().into_iter() }, Some(error)),
        };
        Self { items, whole, read, refuse }
    }

    /// Returns the reason why there are no items, before the first is requested.
    pub(crate) fn no_list(&self) -> Option<&UndecodableError> {
        self.whole.as_ref()
    }

    /// Returns the body of the whole delivery as received.
    pub fn body(&self) -> &RawBody {
        self.items.body()
    }
}

impl<E> Iterator for Events<E> {
    type Item = E;

    fn next(&mut self) -> Option<E> {
        if let Some(error) = self.whole.take() {
            return Some((self.refuse)(error));
        }
        self.items.next().map(self.read)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.items.len() + usize::from(self.whole.is_some());
        (left, Some(left))
    }
}

impl<E> ExactSizeIterator for Events<E> {}

impl<E> FusedIterator for Events<E> {}

/// `Debug` shows how many events are left, and the size of the body.
impl<E> fmt::Debug for Events<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("left", &self.len()).field("body", self.body()).finish_non_exhaustive()
    }
}

/// The items of a list, each with its own bytes.
pub(crate) struct Items {
    body: RawBody,
    places: std::vec::IntoIter<Range<usize>>,
}

impl Items {
    pub(crate) fn body(&self) -> &RawBody {
        &self.body
    }

    /// Returns the ranges of the items in the body.
    #[cfg(all(feature = "signature", feature = "testing"))]
    pub(crate) fn places(&self) -> &[Range<usize>] {
        self.places.as_slice()
    }
}

impl Iterator for Items {
    type Item = RawBody;

    fn next(&mut self) -> Option<RawBody> {
        let bytes = self.body.as_bytes().get(self.places.next()?).unwrap_or_default();
        Some(RawBody::from(bytes))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl ExactSizeIterator for Items {}

impl EventList {
    /// Finds the items in a body.
    pub(crate) fn items(&self, delivery: Delivery<'_>) -> Result<Items, UndecodableError> {
        let raw = delivery.raw();
        let refuse = |reason| UndecodableError::new(reason, None, None, raw.clone()).within(self.envelope);
        let not_json = |error: &serde_json::Error, text: &str| {
            Reason::NotJson(DecodeError::new(error, text.as_bytes(), raw.as_bytes()))
        };
        let list = match self.at {
            None => {
                let text = body::text(raw.as_bytes()).map_err(refuse)?;
                let whole: &RawValue = serde_json::from_str(text).map_err(|error| refuse(not_json(&error, text)))?;
                whole
            }
            Some(at) => {
                let (_, _, object) = delivery.taken_apart();
                let Object { text, members, read } = object.map_err(refuse)?;
                if let Err(error) = read {
                    let reason = match body::other_than_object(text) {
                        Some(found) => Reason::NotAnObject { found },
                        None => not_json(&error, text),
                    };
                    return Err(refuse(reason));
                }
                if Path::new(at).prefixes().any(|path| members.all_at(path).nth(1).is_some()) {
                    return Err(refuse(Reason::Repeated { member: at }));
                }
                members.at(Path::new(at)).ok_or_else(|| refuse(Reason::NoEvents { member: Some(at) }))?
            }
        };
        let items: Vec<&RawValue> =
            serde_json::from_str(list.get()).map_err(|_| refuse(Reason::NoEvents { member: self.at }))?;
        let start = raw.as_bytes().as_ptr().addr();
        let place = |item: &RawValue| {
            let at = item.get().as_ptr().addr().wrapping_sub(start);
            at..at.wrapping_add(item.get().len())
        };
        let places: Vec<_> = items.into_iter().map(place).collect();
        Ok(Items { body: raw.clone(), places: places.into_iter() })
    }
}
