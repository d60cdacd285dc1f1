//! Wiping the parameters of a request from memory.

use serde_json::Value;
use zeroize::Zeroize;

/// Overwrites every string in a value, however deep. Member names and numbers are kept.
///
/// JSON parameters may contain a key or a card number, so they are wiped after use.
///
/// ```
/// let mut value = serde_json::json!({"card": {"number": "4000000000000002"}, "amount": 1500});
/// payspec_core::json::wipe(&mut value);
/// assert_eq!(value, serde_json::json!({"card": {"number": ""}, "amount": 1500}));
/// ```
pub fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
