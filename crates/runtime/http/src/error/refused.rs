//! A refusal by the bank or the provider, with the refused object.

use std::ops::Deref;

use payspec_core::Refusal;

/// A refused object and the reason. It dereferences to the object, so its fields can be read directly.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused<T> {
    /// The whole object as returned by the API: the transaction.
    pub object: T,
}

impl<T: Refusal> Refused<T> {
    pub(super) fn new(object: T) -> Self {
        Self { object }
    }

    /// Returns the code of the reason, such as the bank's; its `row()` has the details.
    pub fn code(&self) -> Option<&T::Code> {
        self.object.refusal_code()
    }

    /// Returns the next step that the code table advises, or `None` without a code or for one that the table lacks.
    pub fn advice(&self) -> Option<&'static T::Advice> {
        self.object.refusal_advice()
    }

    /// Returns the API's own text of the reason, which may repeat what was sent.
    pub fn message(&self) -> Option<&str> {
        self.object.refusal_message()
    }
}

impl<T> Deref for Refused<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.object
    }
}
