//! Validation of credential values when they are set.

use http::HeaderValue;
use payspec_core::Secret;

use crate::config_error::ConfigError;
use crate::wiping;

/// Checks that none of the values is empty.
pub(super) fn given(scheme: &str, values: Vec<Secret>) -> Result<Vec<Secret>, ConfigError> {
    if values.iter().any(|value| value.expose().is_empty()) {
        return Err(empty(scheme, "value"));
    }
    values.iter().try_for_each(|value| trimmed(scheme, "value", value))?;
    Ok(values)
}

/// Creates a header value that is not printed.
pub(super) fn sensitive(scheme: &str, text: &str) -> Result<HeaderValue, ConfigError> {
    let value = HeaderValue::from_maybe_shared(wiping::bytes(text.as_bytes().to_vec())).ok();
    let mut value = value.filter(|value| value.to_str().is_ok()).ok_or_else(|| {
        ConfigError::new(format!(
            "the credential `{scheme}` contains a character that is not allowed in a header: check it for \
             line breaks"
        ))
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Rejects a value with stray characters at either end, which the API would treat as a different value.
pub(super) fn trimmed(scheme: &str, part: &str, value: &Secret) -> Result<(), ConfigError> {
    value.stray_end().map_or(Ok(()), |stray| {
        Err(ConfigError::new(format!(
            "the {part} of the credential `{scheme}` {stray}: check where it is read from and trim it"
        )))
    })
}

/// Rejects a key that already has the prefix that the client adds. The comparison ignores case and the trailing space:
/// no key starts with the name of a scheme.
pub(super) fn without_prefix(scheme: &str, prefix: &str, value: &Secret) -> Result<(), ConfigError> {
    let is_there = value.expose().get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if prefix.is_empty() || !is_there && !value.expose().eq_ignore_ascii_case(prefix.trim_end()) {
        return Ok(());
    }
    Err(ConfigError::new(format!(
        "the value of the credential `{scheme}` starts with `{}`, which the client adds itself: pass the key alone",
        prefix.trim_end()
    )))
}

/// Creates the error for an empty value.
pub(super) fn empty(scheme: &str, part: &str) -> ConfigError {
    ConfigError::new(format!("the {part} of the credential `{scheme}` is empty: check where it is read from"))
}
