//! Objects that an API returns when it refuses: a payment that the bank declined.

/// An object that may have been refused, and the reason.
///
/// Implemented by generated types whose description locates the reason. `payspec-http` reads the object from the
/// response of a declined call. Whether it *was* refused follows from its status, not from this: an accepted payment
/// also has a code, that of the approval.
pub trait Refusal {
    /// The type of the reason's code, with a table row for each known one.
    type Code;

    /// The next step that the code table advises. [`std::convert::Infallible`] for an API that gives no advice.
    type Advice: 'static;

    /// Returns the code of the reason, or `None` if the API gives none. For an object that was not refused it has
    /// another meaning.
    fn refusal_code(&self) -> Option<&Self::Code>;

    /// Returns the advised next step, if the code is known.
    fn refusal_advice(&self) -> Option<&'static Self::Advice>;

    /// Returns the API's own text of the reason, which may repeat what was sent.
    fn refusal_message(&self) -> Option<&str>;
}
