//! Headers that a caller may set.

use http::{HeaderName, HeaderValue, header};
use payspec_core::ApiSpec;

use crate::idempotency;

/// Headers that the runtime sets itself. A second value would make the request ambiguous.
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

/// Validates a header that a caller sets. The message contains its name but not its value.
pub(crate) fn check(api: &ApiSpec, name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err("the name of a header contains a character that is not allowed in one".to_owned());
    };
    let Ok(value) = HeaderValue::from_str(value) else {
        return Err(format!(
            "the value of the header `{name}` contains a character that is not allowed: check it for line breaks"
        ));
    };
    if OURS.contains(&header) {
        return Err(format!("the header `{name}` is set by the client itself: remove it"));
    }
    if idempotency::is_carried_by(api, &header) {
        return Err(format!("the header `{name}` carries the idempotency key: set it with `Call::idempotency_key`"));
    }
    Ok((header, value))
}
