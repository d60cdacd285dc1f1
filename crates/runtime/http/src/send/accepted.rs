//! A response that says that the operation was done, and the value in it.

use std::any::Any;

use bytes::Bytes;
use payspec_core::FromResponse;

use crate::error::Failure;

/// An answer that says that the operation was done.
pub(crate) struct Accepted {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(super) content_type: Option<String>,
    /// The fields of the header `Link`, which may lead to the next page of a search.
    pub(super) links: Vec<String>,
    pub(crate) body: Bytes,
    /// The caller takes any body for none.
    pub(super) any_body: bool,
}

impl Accepted {
    /// A failure with this response.
    pub(crate) fn failure(&self, failure: Box<Failure>) -> Box<Failure> {
        failure.with_answer(self.status, self.request_id.clone(), &self.body)
    }
}

/// The value of an accepted answer, boxed.
pub(crate) fn boxed_value<T: FromResponse>(answer: &Accepted) -> Result<Box<dyn Any + Send>, Box<Failure>> {
    Ok(Box::new(value::<T>(answer)?))
}

/// The value of an accepted answer.
fn value<T: FromResponse>(answer: &Accepted) -> Result<T, Box<Failure>> {
    let body = if answer.any_body { &[][..] } else { &answer.body };
    T::read(body, answer.content_type.as_deref()).map_err(|error| answer.failure(Failure::decode(error)))
}
