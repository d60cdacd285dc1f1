//! A response that reports success, and the value in it.

use std::any::Any;

use bytes::Bytes;
use payspec_core::{FromResponse, OperationSpec, Unreadable};

use super::unwrap::Inside;
use crate::error::Failure;

/// A response that reports success.
pub(crate) struct Accepted {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(super) content_type: Option<String>,
    /// The fields of the `Link` header, which may lead to the next page of a search.
    pub(super) links: Vec<String>,
    pub(crate) body: Bytes,
    /// The member of the body that contains the value, once [found](Self::unwrap).
    pub(super) inside: Option<Inside>,
    /// The caller accepts any body where none is described.
    pub(super) any_body: bool,
}

impl Accepted {
    /// Finds the value in the body, if it is inside a member.
    pub(super) fn unwrap(&mut self, spec: &OperationSpec) -> Result<(), Box<Failure>> {
        if !spec.success_of(self.status).has_body {
            return Ok(());
        }
        let found = Inside::find(spec, &self.body);
        self.inside = found.map_err(|error| self.failure(Failure::decode(error)))?;
        Ok(())
    }

    /// Returns unreadable members with their paths in the whole body.
    pub(super) fn placed(&self, unreadable: Vec<Unreadable>) -> Vec<Unreadable> {
        match &self.inside {
            Some(inside) => unreadable.into_iter().map(|member| inside.placed_member(member)).collect(),
            None => unreadable,
        }
    }

    /// Adds this response to a failure.
    pub(crate) fn failure(&self, failure: Box<Failure>) -> Box<Failure> {
        failure.with_answer(self.status, self.request_id.clone(), &self.body)
    }
}

/// Decodes the value of an accepted response, boxed.
pub(crate) fn boxed_value<T: FromResponse>(answer: &Accepted) -> Result<Box<dyn Any + Send>, Box<Failure>> {
    Ok(Box::new(value::<T>(answer)?))
}

/// Decodes the value of an accepted response.
fn value<T: FromResponse>(answer: &Accepted) -> Result<T, Box<Failure>> {
    let body = match &answer.inside {
        _ if answer.any_body => &[][..],
        Some(inside) => &inside.text,
        None => &answer.body,
    };
    T::read_with_status(answer.status, body, answer.content_type.as_deref()).map_err(|error| {
        let error = match &answer.inside {
            Some(inside) => inside.placed(error, &answer.body),
            None => error,
        };
        answer.failure(Failure::decode(error))
    })
}
