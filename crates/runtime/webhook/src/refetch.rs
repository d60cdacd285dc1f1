//! Calls that read the object of a delivery again.

use payspec_core::Refetch;

use crate::{Notification, Payload, UndecodableError};

impl<T: Refetch> Notification<T> {
    /// Returns the call that reads the object again, whose response is what to act on: see [`Refetch`]. Returns `None`
    /// if the event identifies no object.
    pub fn refetch(&self) -> Option<T::Operation> {
        self.object.refetch()
    }
}

impl<T: Refetch> Payload<T> {
    /// Returns the call that reads the object again, whose response is what to act on: see [`Refetch`]. Returns `None`
    /// if the delivery identifies no object.
    pub fn refetch(&self) -> Option<T::Operation> {
        self.object.refetch()
    }
}

impl UndecodableError {
    /// Returns the call that reads the object again, using the IDs that can be found in the body. `T` is the object of
    /// the event; see its [type](Self::event_type). Returns `None` if they identify no object.
    ///
    /// ```text
    /// if let Some(read) = undecodable.refetch::<Refund>() {
    ///     let refund = client.call(read).await?;
    /// }
    /// ```
    pub fn refetch<T: Refetch>(&self) -> Option<T::Operation> {
        T::refetch_by(&|path| self.member(path))
    }
}
