//! What readers do differently while a request is decoded (feature `server`): a form has texts for values of all types.

#[cfg(not(feature = "server"))]
pub(crate) use off::{boolean_of, depth, fail_at, is_request, tried, union, within};

use super::failed::Failed;
use crate::scalar::Scalar;
#[cfg(feature = "server")]
pub(crate) use crate::server::fields::boolean_of;
#[cfg(feature = "server")]
pub(crate) use crate::server::reading::{depth, fail_at, is_request, tried, union, within};

/// Returns a required value.
pub(super) fn required<T>(read: Result<Option<T>, String>) -> Result<T, Failed> {
    read.map_err(Failed::said)?.ok_or_else(|| Failed::said("expected a value, found nothing"))
}

/// Returns a required value that is not an empty text, which is no value in a request.
pub(super) fn not_empty(scalar: Scalar<'_>) -> Result<Scalar<'_>, Failed> {
    match &scalar {
        Scalar::Text(text) if text.is_empty() && is_request() => {
            Err(Failed::said("expected a value, found an empty text"))
        }
        _ => Ok(scalar),
    }
}

/// The same functions without the feature `server`.
#[cfg(not(feature = "server"))]
mod off {
    use serde_json::{Map, Value};

    pub(crate) const fn is_request() -> bool {
        false
    }

    pub(crate) const fn boolean_of(_: &str) -> Option<bool> {
        None
    }

    pub(crate) const fn depth() -> usize {
        0
    }

    pub(crate) const fn fail_at(_: usize, _: &str) {}

    pub(crate) fn union<U>(
        _: Option<&str>,
        members: Map<String, Value>,
        read: impl FnOnce(Map<String, Value>) -> U,
        _: impl FnOnce(&U) -> bool,
    ) -> U {
        read(members)
    }

    pub(crate) fn within<R>(_: &str, read: impl FnOnce() -> R) -> R {
        read()
    }

    pub(crate) fn tried<R>(read: impl FnOnce() -> R) -> R {
        read()
    }
}
