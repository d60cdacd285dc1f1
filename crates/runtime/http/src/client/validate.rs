//! Validation of per-operation settings against the operations that exist.
//!
//! A path override under a misspelt name would leave a wrong path in use, and a header that no operation lists would
//! never be sent. Both are reported when the client is built, not discovered in production.

use std::collections::BTreeMap;

use payspec_core::{ApiSpec, AuthSpec, OperationName};

use crate::auth::Credential;
use crate::config_error::ConfigError;
use crate::request::path;

/// Checks a path override: the operation must exist, and its path must have these placeholders.
pub(crate) fn path_override(api: &ApiSpec, id: &str, template: &str) -> Result<(), ConfigError> {
    let wrong = |why: String| Err(ConfigError::new(format!("the path for `{id}` is wrong: {why}")));
    if let Err(problem) = path::check(template) {
        return wrong(problem.to_string());
    }
    let Some(operation) = operation(api, id, "for `path_override`")? else { return Ok(()) };
    let known = path::placeholders(operation.path);
    match path::placeholders(template).into_iter().find(|name| !known.contains(name)) {
        Some(unknown) if known.is_empty() => {
            wrong(format!("it contains `{{{unknown}}}`, but this operation has no path parameters"))
        }
        Some(unknown) => wrong(format!(
            "it contains `{{{unknown}}}`, but the path parameters of this operation are {}",
            known.join(", ")
        )),
        None => Ok(()),
    }
}

/// Returns the operation of this name, or `None` if the API has no list of operations, so that nothing can be checked.
pub(crate) fn operation(api: &ApiSpec, id: &str, purpose: &str) -> Result<Option<&'static OperationName>, ConfigError> {
    let found = api.operations.iter().find(|operation| operation.id == id);
    if found.is_none() && !api.operations.is_empty() {
        return Err(ConfigError::new(format!("there is no operation `{id}` {purpose}; {}", candidates(api, id))));
    }
    Ok(found)
}

/// Lists the operations of the same resource, or else all of them.
fn candidates(api: &ApiSpec, id: &str) -> String {
    let resource = id.split('.').next().unwrap_or_default();
    let of_resource = |operation: &&OperationName| operation.id.split('.').next() == Some(resource);
    let names: Vec<&str> = api.operations.iter().filter(of_resource).map(|operation| operation.id).collect();
    let names = if names.is_empty() { api.operations.iter().map(|operation| operation.id).collect() } else { names };
    format!("the operations are: {}", names.join(", "))
}

/// Checks that some operation sends a header.
pub(crate) fn header(api: &ApiSpec, name: &str) -> Result<(), ConfigError> {
    let mut sent: Vec<&str> =
        api.operations.iter().flat_map(|operation| operation.headers).map(|header| header.name).collect();
    if api.operations.is_empty() || sent.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    sent.sort_unstable();
    sent.dedup();
    let known = if sent.is_empty() {
        "operations send none".to_owned()
    } else {
        format!("operations send: {}", sent.join(", "))
    };
    Err(ConfigError::new(format!(
        "no operation sends the header `{name}`, so it would never be sent ({known}); for a single call use `Call::header`"
    )))
}

/// Returns the description of the scheme that credentials are set for.
pub(crate) fn scheme(api: &ApiSpec, name: &str) -> Result<Option<&'static AuthSpec>, ConfigError> {
    let described = api.auth.iter().find(|auth| auth.name == name);
    if described.is_none() && !api.auth.is_empty() {
        let names: Vec<&str> = api.auth.iter().map(|auth| auth.name).collect();
        return Err(ConfigError::new(format!(
            "the API has no authentication scheme `{name}`; its schemes are: {}",
            names.join(", ")
        )));
    }
    Ok(described)
}

/// Checks that only one of two alternative schemes has credentials.
pub(crate) fn one_of_each(api: &ApiSpec, given: &BTreeMap<&'static str, Credential>) -> Result<(), ConfigError> {
    let both = api.auth.iter().find_map(|auth| {
        let other = auth.instead_of?;
        (given.contains_key(auth.name) && given.contains_key(other)).then_some((auth.name, other))
    });
    both.map_or(Ok(()), |(name, other)| {
        Err(ConfigError::new(format!(
            "both `{other}` and its alternative `{name}` have credentials: set only one of them"
        )))
    })
}
