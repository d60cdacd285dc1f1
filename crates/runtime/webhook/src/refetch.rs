//! The call that reads again what a delivery is about.

use payspec_core::Refetch;

use crate::{Notification, Payload, UndecodableError};

impl<T: Refetch> Notification<T> {
    /// Returns the call that reads the object again, which is what to act on: see [`Refetch`]. `None` when the event
    /// names nothing to read.
    pub fn refetch(&self) -> Option<T::Operation> {
        self.object.refetch()
    }
}

impl<T: Refetch> Payload<T> {
    /// Returns the call that reads the object again, which is what to act on: see [`Refetch`]. `None` when the delivery
    /// names nothing to read.
    pub fn refetch(&self) -> Option<T::Operation> {
        self.object.refetch()
    }
}

impl UndecodableError {
    /// Returns the call that reads again what the body is about, taken from the ids that it still tells. `T` is the
    /// object of the event, by its [name](Self::event_type). `None` where they name nothing to read.
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
