//! A refusal by the bank or the provider, with what was refused.

use std::ops::Deref;

use payspec_core::Refusal;

/// What was refused, and why. It is the object itself, too: its fields can be read right here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused<T> {
    /// The whole object, as the API answered it: the transaction.
    pub object: T,
}

impl<T: Refusal> Refused<T> {
    pub(super) fn new(object: T) -> Self {
        Self { object }
    }

    /// Returns the code of the reason, such as the bank's; its `row()` has what is known of it.
    pub fn code(&self) -> Option<&T::Code> {
        self.object.refusal_code()
    }

    /// Returns what the table of codes advises to do next, or `None` without a code, and for one that the table does
    /// not have.
    pub fn advice(&self) -> Option<&'static T::Advice> {
        self.object.refusal_advice()
    }

    /// Returns the reason in the words of the API, which may repeat what was sent.
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
