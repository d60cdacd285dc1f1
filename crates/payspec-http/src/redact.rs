//! What may be printed of a request: names, never values.

use std::fmt;

use http::HeaderMap;

/// Prints the names of headers and leaves their values out. Which header holds a secret differs
/// from API to API, so none is shown.
pub(crate) struct HeaderNames<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys().map(http::HeaderName::as_str)).finish()
    }
}
