//! Idempotency keys: generation, sending, and the responses that concern them.

use std::borrow::Cow;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use payspec_core::{ApiSpec, OperationSpec};
use uuid::Uuid;

/// The idempotency key of a call: the API performs calls with the same key only once. It is fixed before anything is
/// sent. The type has no `Debug`, because `Debug` of a call shows only whether it has a key.
#[derive(Clone)]
pub(crate) struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Creates a random key (UUID version 4).
    pub(crate) fn fresh() -> Self {
        Self(Uuid::new_v4().to_string())
    }

    /// Derives the key for an operation of an API from the caller's text (a name-based UUID, RFC 9562 version 5). A
    /// blank text results in an empty key, which is rejected when the call is sent. Merchants of one process have
    /// different keys.
    pub(crate) fn derived(merchant: Option<&str>, api: &str, operation: &str, text: &str) -> Self {
        if text.trim().is_empty() {
            return Self(String::new());
        }
        // No API or operation name contains this character, so different triples result in different names.
        let name = format!("payspec\n{api}\n{operation}\n{text}");
        // Each merchant is a separate namespace, so no merchant name can produce a key of another merchant.
        let of =
            |merchant: &str| Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("payspec merchant\n{merchant}").as_bytes());
        let namespace = merchant.map_or(Uuid::NAMESPACE_OID, of);
        Self(Uuid::new_v5(&namespace, name.as_bytes()).to_string())
    }

    /// Creates a key from the caller's own key.
    pub(crate) fn given(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }

    /// Writes the key into the API's header for it.
    fn write(&self, api: &ApiSpec, headers: &mut HeaderMap) -> Result<(), KeyProblem> {
        let Some(idempotency) = &api.idempotency else {
            return Err(KeyProblem::Configuration(
                "this operation takes an idempotency key, but no header is described for it: the API \
                 description is wrong"
                    .into(),
            ));
        };
        let key = self.as_str();
        let value = HeaderValue::from_str(key)
            .ok()
            // HTTP trims white space, so the API would receive a different key.
            .filter(|value| !key.is_empty() && key.trim() == key && value.to_str().is_ok())
            .ok_or(KeyProblem::Invalid(
                "the idempotency key is empty, starts or ends with white space, or contains a character not allowed in \
                 a header: use visible ASCII",
            ))?;
        let name = HeaderName::from_bytes(idempotency.header.as_bytes()).map_err(|_| {
            let header = idempotency.header;
            let why = format!("`{header}` is not a valid header name: the API description is wrong");
            KeyProblem::Configuration(why.into())
        })?;
        headers.insert(name, value);
        Ok(())
    }
}

/// The reason why a call cannot be sent with its key.
pub(crate) enum KeyProblem {
    /// The call or the description is wrong.
    Configuration(Cow<'static, str>),
    /// The key cannot be sent.
    Invalid(&'static str),
}

/// Writes the call's key, if its operation takes one. A key given to another operation would have no effect, so it is
/// an error.
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
            "this operation takes no idempotency key, so the one given would have no effect: \
             remove it"
                .into(),
        )),
    }
}

/// Returns `true` if the header carries the idempotency key, which is set only here.
pub(crate) fn is_carried_by(api: &ApiSpec, header: &HeaderName) -> bool {
    api.idempotency.as_ref().is_some_and(|idempotency| header.as_str().eq_ignore_ascii_case(idempotency.header))
}

/// Returns how long the API remembers a key; the same call sent later would be performed again.
pub(crate) fn window(api: &ApiSpec) -> Option<Duration> {
    api.idempotency.as_ref().map(|idempotency| Duration::from_secs(idempotency.window_seconds))
}

/// Returns the code, if the API uses it to reject a call whose key was used before.
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
        // Must never change: otherwise a call repeated after an upgrade would be performed twice.
        assert_eq!(key, "e768091c-b78c-5e08-ba93-9e6d1eb37982");
        for (api, operation, text) in [
            ("primer", "transaction.create", "order-4711/1"),
            ("centralpay", "refund.create", "order-4711/1"),
            ("centralpay", "transaction.create", "order-4711/2"),
        ] {
            assert_ne!(derived(api, operation, text), key);
        }
        let of = |merchant| IdempotencyKey::derived(Some(merchant), "centralpay", "transaction.create", "order-4711/1");
        // Must never change either.
        assert_eq!(of("m-17").as_str(), "089e2e2c-84ae-5108-87ab-bf083b87c8c4");
        assert!(of("m-18").as_str() != of("m-17").as_str() && of("m-17").as_str() != key);
        assert_ne!(IdempotencyKey::fresh().as_str(), IdempotencyKey::fresh().as_str());
    }
}
