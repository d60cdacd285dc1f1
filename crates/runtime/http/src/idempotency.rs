//! The idempotency key of a call, from where it comes to what the API answers to it: all that the runtime knows of keys.

use std::borrow::Cow;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use payspec_core::{ApiSpec, OperationSpec};
use uuid::Uuid;

/// The idempotency key of a call: the API performs calls with the same one once. It is fixed before anything is sent. The
/// type has no `Debug`, because what prints a call tells only whether it has a key.
#[derive(Clone)]
pub(crate) struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key that no other call has (a random UUID).
    pub(crate) fn fresh() -> Self {
        Self(Uuid::new_v4().to_string())
    }

    /// The key for an operation of an API that belongs to a text of the caller (a UUID from a name, RFC 9562 version 5). A
    /// blank text gives an empty key, which is refused when it is to be sent. Merchants of one process have different keys.
    pub(crate) fn derived(merchant: Option<&str>, api: &str, operation: &str, text: &str) -> Self {
        if text.trim().is_empty() {
            return Self(String::new());
        }
        // The name of an API or an operation has no such character, so no two triples give the same name.
        let name = format!("payspec\n{api}\n{operation}\n{text}");
        // A merchant is a namespace of its own, so whatever its name holds, it gives no key of another.
        let of =
            |merchant: &str| Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("payspec merchant\n{merchant}").as_bytes());
        let namespace = merchant.map_or(Uuid::NAMESPACE_OID, of);
        Self(Uuid::new_v5(&namespace, name.as_bytes()).to_string())
    }

    /// A key of the caller's own.
    pub(crate) fn given(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }

    /// Writes the key into the header that the API has for it.
    fn write(&self, api: &ApiSpec, headers: &mut HeaderMap) -> Result<(), KeyProblem> {
        let Some(idempotency) = &api.idempotency else {
            return Err(KeyProblem::Configuration(
                "this operation takes an idempotency key, but the API has no header for one: its \
                 description is wrong"
                    .into(),
            ));
        };
        let key = self.as_str();
        let value = HeaderValue::from_str(key)
            .ok()
            // HTTP drops blanks at the ends, so the API would know the call under another key.
            .filter(|value| !key.is_empty() && key.trim() == key && value.to_str().is_ok())
            .ok_or(KeyProblem::Invalid(
                "the idempotency key is empty, has a blank at an end or a character that a header cannot \
                 carry: use visible ASCII",
            ))?;
        let name = HeaderName::from_bytes(idempotency.header.as_bytes()).map_err(|_| {
            let header = idempotency.header;
            let why = format!("`{header}` cannot be the name of a header: the description of the API is wrong");
            KeyProblem::Configuration(why.into())
        })?;
        headers.insert(name, value);
        Ok(())
    }
}

/// Why a call cannot be sent with its key.
pub(crate) enum KeyProblem {
    /// The call or the description is not set up right.
    Configuration(Cow<'static, str>),
    /// The key cannot be sent.
    Invalid(&'static str),
}

/// Writes the key that was given for a call, where its operation takes one. One that is given to another would protect
/// nothing.
pub(crate) fn write(
    api: &ApiSpec,
    spec: &OperationSpec,
    key: Option<&IdempotencyKey>,
    headers: &mut HeaderMap,
) -> Result<(), KeyProblem> {
    match key {
        Some(key) if spec.idempotency_key => key.write(api, headers),
        None => Ok(()),
        Some(_) => Err(KeyProblem::Configuration(
            "this operation takes no idempotency key, so the one given would protect nothing: \
             leave it out"
                .into(),
        )),
    }
}

/// Whether a header is the one that carries the key, which nothing else writes.
pub(crate) fn is_carried_by(api: &ApiSpec, header: &HeaderName) -> bool {
    api.idempotency.as_ref().is_some_and(|idempotency| header.as_str().eq_ignore_ascii_case(idempotency.header))
}

/// How long the API remembers a key; sending a call again after that would be a new call.
pub(crate) fn window(api: &ApiSpec) -> Option<Duration> {
    api.idempotency.as_ref().map(|idempotency| Duration::from_secs(idempotency.window_seconds))
}

/// The code of an answer by which the API refuses the call because it knows its key already.
pub(crate) fn reused_code(api: &ApiSpec, spec: &OperationSpec, code: Option<&str>) -> Option<&'static str> {
    let idempotency = api.idempotency.as_ref().filter(|_| spec.idempotency_key)?;
    idempotency.reused_codes.iter().copied().find(|reused| code == Some(*reused))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_key_depends_on_merchant_api_operation_and_text_alone() {
        let derived = |api, operation, text| IdempotencyKey::derived(None, api, operation, text).into_string();
        let key = derived("centralpay", "transaction.create", "order-4711/1");
        // Fixed: a key that changed with a release would let a call that is repeated after it be performed twice.
        assert_eq!(key, "e768091c-b78c-5e08-ba93-9e6d1eb37982");
        for (api, operation, text) in [
            ("primer", "transaction.create", "order-4711/1"),
            ("centralpay", "refund.create", "order-4711/1"),
            ("centralpay", "transaction.create", "order-4711/2"),
        ] {
            assert_ne!(derived(api, operation, text), key);
        }
        let of = |merchant| IdempotencyKey::derived(Some(merchant), "centralpay", "transaction.create", "order-4711/1");
        // Fixed as well.
        assert_eq!(of("m-17").as_str(), "089e2e2c-84ae-5108-87ab-bf083b87c8c4");
        assert!(of("m-18").as_str() != of("m-17").as_str() && of("m-17").as_str() != key);
        assert_ne!(IdempotencyKey::fresh().as_str(), IdempotencyKey::fresh().as_str());
    }
}
