//! Keeping tests away from live servers.

use std::env;

use super::BaseUrl;
use crate::config_error::ConfigError;

/// If it is set and not empty, clients send requests to this machine only.
const VARIABLE: &str = "PAYSPEC_SANDBOX";

/// Refuses a server that is not on this machine, if only a sandbox may be called.
pub(super) fn check(base: &BaseUrl) -> Result<(), ConfigError> {
    let is_restricted = env::var_os(VARIABLE).is_some_and(|value| !value.is_empty());
    if !is_restricted || base.is_loopback() {
        return Ok(());
    }
    Err(ConfigError::new(format!(
        "`{VARIABLE}` is set, so requests are sent to this machine only, and the host of the base URL is `{}`: use the \
         address of the sandbox, or remove the variable",
        base.host()
    )))
}
