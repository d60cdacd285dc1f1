//! Values that can be set, cleared or left alone.

use payspec_core::{Patch, redact};
use serde::Serialize;
use serde_json::json;

#[derive(Default, Serialize)]
struct Change {
    #[serde(skip_serializing_if = "Patch::is_absent")]
    name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    amount: Patch<i64>,
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    let change = Change::default();
    assert_eq!(serde_json::to_value(&change).unwrap(), json!({}));
    let change = Change { name: Patch::Null, amount: Patch::Value(0) };
    assert_eq!(serde_json::to_value(&change).unwrap(), json!({"name": null, "amount": 0}));
    assert_eq!(change.amount.value(), Some(&0));
    assert_eq!(change.name.value(), None);
    assert_eq!(Patch::from(5), Patch::Value(5));
}

#[test]
fn a_sensitive_one_tells_what_is_done_and_not_with_what() {
    let shown = |patch: Patch<&str>| format!("{:?}", redact::patch(&patch));
    assert_eq!(shown(Patch::Value("jane@example.com")), "Value([redacted])");
    assert_eq!(shown(Patch::Null), "Null");
    assert_eq!(shown(Patch::Absent), "Absent");
}
