//! Reading an object again, instead of trusting a delivery.

use crate::Operation;

/// An object in a webhook delivery, and the operation that reads the same object from the API.
///
/// An unsigned delivery proves nothing: anyone who learns the address of a receiver can send anything to it. Signed
/// deliveries can still be late, repeated or out of order. So act on the API's response:
///
/// ```text
/// if let Some(read) = event.refetch() {
///     let refund = client.call(read).await?;
/// }
/// ```
///
/// Implemented by generated model crates, with their feature `operations`, for objects whose description says how they
/// are read.
#[diagnostic::on_unimplemented(
    note = "objects of events implement it with the feature `operations` of their crate, which the feature `client` \
     enables"
)]
pub trait Refetch {
    /// The operation that reads it.
    type Operation: Operation;

    /// Returns the operation with the object's identifiers as parameters, or `None` if they identify no object.
    fn refetch(&self) -> Option<Self::Operation>;

    /// Same as [`refetch`](Self::refetch), from single members, for a body that cannot be decoded as a whole. `member`
    /// returns the text of the member at a dotted path of wire names. Returns `None` if the members identify no object,
    /// or are not texts.
    fn refetch_by(member: &dyn Fn(&str) -> Option<String>) -> Option<Self::Operation> {
        let _ = member;
        None
    }
}

/// Returns an identifier unless it is blank.
pub fn named<T: AsRef<str> + Clone>(value: Option<&T>) -> Option<T> {
    value.filter(|value| !value.as_ref().trim().is_empty()).cloned()
}
