//! Reading an object again, instead of trusting what was said of it.

use crate::Operation;

/// What a webhook brings, and the operation that reads the same from the API.
///
/// A delivery that is not signed proves nothing: whoever learns the address of a receiver can send anything there. Where
/// deliveries are signed, they can still come late, twice or out of order. So act on what the API answers:
///
/// ```text
/// if let Some(read) = event.refetch() {
///     let refund = client.call(read).await?;
/// }
/// ```
///
/// Generated model crates implement it, with their feature `operations`, for the objects of events whose description tells
/// how they are read.
#[diagnostic::on_unimplemented(
    note = "objects of events have it with the feature `operations` of their crate, which the feature `client` turns on"
)]
pub trait Refetch {
    /// The operation that reads it.
    type Operation: Operation;

    /// The operation with its parameters taken from what was said; `None` where that names nothing to read.
    fn refetch(&self) -> Option<Self::Operation>;

    /// Returns the same from single members, for a body that as a whole cannot be read. `member` gives the text of the
    /// member at a path of wire names, with dots between them. `None` where they name nothing to read, or are no texts.
    fn refetch_by(member: &dyn Fn(&str) -> Option<String>) -> Option<Self::Operation> {
        let _ = member;
        None
    }
}

/// Returns what names something to read: a text that is more than blanks.
pub fn named<T: AsRef<str> + Clone>(value: Option<&T>) -> Option<T> {
    value.filter(|value| !value.as_ref().trim().is_empty()).cloned()
}
