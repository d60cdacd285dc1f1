//! What may be printed of a request: names, but no values.

use std::fmt;

use http::HeaderMap;
use payspec_core::printable;

/// The maximum number of names printed, since a response may have any number.
const MOST: usize = 30;

/// Prints the names of headers without their values. Which header holds a secret differs between APIs, so no value is
/// shown.
pub(crate) struct HeaderNames<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.keys().map(|name| printable::id(name.as_str()).unwrap_or("(not shown)"));
        let more = (self.0.keys_len() > MOST).then_some("…");
        f.debug_set().entries(names.take(MOST).chain(more)).finish()
    }
}
