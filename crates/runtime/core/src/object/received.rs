//! What readers do differently while a request is decoded (feature `server`): a form has texts for values of all types.

#[cfg(not(feature = "server"))]
pub(crate) use off::{boolean_of, copy, fill_from_map, is_request, union, within};
#[cfg(feature = "server")]
pub(crate) use on::{boolean_of, copy, fill_from_map, is_request, union, within};

use super::failed::Failed;

/// Returns a required value.
pub(super) fn required<T>(read: Result<Option<T>, String>) -> Result<T, Failed> {
    read.map_err(Failed::said)?.ok_or_else(|| Failed::said("expected a value, found nothing"))
}

#[cfg(feature = "server")]
mod on {
    use serde_json::{Error, Map, Value};

    pub(crate) use crate::server::fields::boolean_of;
    use crate::server::reading;
    pub(crate) use crate::server::reading::{is_request, within};
    pub(crate) use crate::server::source::fill_from_map;

    /// Returns a copy of the members of a union, to tell which of them were not read.
    pub(crate) fn copy(members: &Map<String, Value>) -> Map<String, Value> {
        if is_request() { members.clone() } else { Map::new() }
    }

    /// Reads a union with these members; `tag` is the one that names its variant.
    pub(crate) fn union<U>(
        tag: Option<&str>,
        members: &Map<String, Value>,
        read: impl FnOnce() -> Result<U, Error>,
        is_known: impl FnOnce(&U) -> bool,
    ) -> Result<U, Error> {
        reading::union(tag, members, read, |read| read.as_ref().is_ok_and(is_known))
    }
}

#[cfg(not(feature = "server"))]
mod off {
    use serde_json::{Error, Map, Value};

    use crate::object::{Failed, Fill};

    pub(crate) const fn is_request() -> bool {
        false
    }

    pub(crate) const fn boolean_of(_: &str) -> Option<bool> {
        None
    }

    /// No copy is needed.
    pub(crate) struct Copied;

    pub(crate) const fn copy(_: &Map<String, Value>) -> Copied {
        Copied
    }

    pub(crate) fn union<U>(
        _: Option<&str>,
        _: &Copied,
        read: impl FnOnce() -> Result<U, Error>,
        _: impl FnOnce(&U) -> bool,
    ) -> Result<U, Error> {
        read()
    }

    pub(crate) fn within<T, E>(_: &str, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        read()
    }

    #[expect(clippy::unnecessary_wraps, reason = "it can fail where requests are decoded")]
    pub(crate) fn fill_from_map(_: &Map<String, Value>, _: &mut dyn Fill) -> Result<(), Failed> {
        Ok(())
    }
}
