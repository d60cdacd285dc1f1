//! Idempotency keys: fresh ones, and ones that can be made again.

use uuid::Uuid;

/// A key that no other call has (a random UUID).
pub(crate) fn fresh() -> String {
    Uuid::new_v4().to_string()
}

/// The key for an operation of an API that belongs to a text of the caller (a UUID from a name, RFC 9562 version 5). A blank
/// text gives an empty key, which is refused when it is to be sent.
pub(crate) fn derived(api: &str, operation: &str, text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    // The name of an API or an operation has no such character, so no two triples give the same name.
    let name = format!("payspec\n{api}\n{operation}\n{text}");
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_key_depends_on_api_operation_and_text_alone() {
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
        assert_ne!(fresh(), fresh());
    }
}
