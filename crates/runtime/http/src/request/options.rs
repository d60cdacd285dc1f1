//! Options of a single call.

use std::time::Duration;

use payspec_core::{Form, OperationSpec, Profile};

use crate::idempotency::IdempotencyKey;
use crate::retry::RetryPolicy;

/// The options of a single call.
pub(crate) struct CallOptions {
    /// The caller's key, or a random one; `None` if the operation takes none and the caller gave none.
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) headers: Vec<(String, String)>,
    /// A form, because it wipes its values on drop and does not print them.
    pub(crate) parameters: Form,
    pub(crate) path: Option<String>,
    pub(crate) profile: Option<&'static Profile>,
    pub(crate) waived: Vec<String>,
    pub(crate) any_success: bool,
}

impl CallOptions {
    /// Creates options with only a random key, if the operation takes one.
    pub(crate) fn of(spec: &OperationSpec) -> Self {
        Self {
            idempotency_key: spec.idempotency_key.then(IdempotencyKey::fresh),
            timeout: None,
            deadline: None,
            retry: None,
            headers: Vec::new(),
            parameters: Form::new(),
            path: None,
            profile: None,
            waived: Vec::new(),
            any_success: false,
        }
    }
}
