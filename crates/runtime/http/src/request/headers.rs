//! Headers that a caller may set.

use http::{HeaderName, HeaderValue, header};
use payspec_core::ApiSpec;

use crate::idempotency;

/// What the runtime writes itself. A second value from outside would make the request mean two things.
const OURS: [HeaderName; 8] = [
    header::AUTHORIZATION,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::HOST,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::USER_AGENT,
];

/// Checks a header that a caller wants to set. The message names the header and leaves its value out.
pub(crate) fn check(api: &ApiSpec, name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err("the name of a header has a character that it cannot have".to_owned());
    };
    let Ok(value) = HeaderValue::from_str(value) else {
        return Err(format!(
            "the header `{name}` has a character that a header cannot carry: check it for line breaks"
        ));
    };
    if OURS.contains(&header) {
        return Err(format!("the header `{name}` is written by the client itself: leave it out"));
    }
    if idempotency::is_carried_by(api, &header) {
        return Err(format!("the header `{name}` carries the idempotency key: give it with `Call::idempotency_key`"));
    }
    Ok((header, value))
}
