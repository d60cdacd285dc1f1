//! Objects that an API answers with although it says no: a payment that the bank refused.

/// An object that may have been refused, and tells why.
///
/// Implemented by generated types whose description says where the reason stands. `payspec-http` reads the object from
/// the answer of a declined call. Whether it *was* refused its status tells, not this: a payment that was accepted has a
/// code as well, that of an approval.
pub trait Refusal {
    /// The reason as a code, with a row of its table for each that is known.
    type Code;

    /// What the table of codes advises to do next. An API that gives no advice has [`std::convert::Infallible`] here.
    type Advice: 'static;

    /// Returns why it was refused, or `None` where the API does not say. Of an object that was not refused it means
    /// something else.
    fn refusal_code(&self) -> Option<&Self::Code>;

    /// Returns what to do next, as far as the code is known.
    fn refusal_advice(&self) -> Option<&'static Self::Advice>;

    /// Returns why it was refused, in the words of the API. They may repeat what was sent.
    fn refusal_message(&self) -> Option<&str>;
}
