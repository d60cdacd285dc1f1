//! A change of a session: what is left out stays, `null` clears, a value is set.

use payspec::primer::model::{Customer, UpdateClientSession};
use payspec::primer::{Amount, Operation, Patch};
use serde_json::{Value, json};

fn sent(change: &UpdateClientSession) -> Value {
    change.validate().expect("it keeps the rules");
    Value::Object(change.encode_json().expect("it has a JSON form"))
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    let change = || UpdateClientSession::new("session-token");
    assert_eq!(sent(&change()), json!({"clientToken": "session-token"}));
    let cleared = change().clear_customer().clear_amount().clear_metadata();
    assert_eq!(
        sent(&cleared),
        json!({"clientToken": "session-token", "customer": null, "amount": null, "metadata": null})
    );
    let set = change().amount(Amount::from_minor(0)).customer(Customer::new().tax_id("1")).metadata(json!({"a": 1}));
    let wanted = json!({"clientToken": "session-token", "amount": 0, "customer": {"taxId": "1"}, "metadata": {"a": 1}});
    assert_eq!(sent(&set), wanted);
    // The last word counts.
    assert_eq!(set.clear_amount().amount, Patch::Null);
    assert_eq!(
        change().clear_amount().amount(Amount::from_minor(5)).amount.value().map(|amount| amount.minor()),
        Some(5)
    );
}

#[test]
fn rules_look_at_values_only() {
    let below = UpdateClientSession::new("session-token").amount(Amount::from_minor(-1));
    assert!(below.validate().is_err());
    assert!(UpdateClientSession::new("session-token").clear_amount().validate().is_ok());
    assert!(UpdateClientSession::new("").validate().is_err(), "without a token nobody knows which session");
}

#[test]
fn what_is_done_is_printed_and_not_with_what() {
    let change = UpdateClientSession::new("session-token").customer(Customer::new().email_address("jane@example.com"));
    let shown = format!("{change:?} {:?}", UpdateClientSession::new("t").clear_customer());
    assert!(!shown.contains("jane@example.com") && !shown.contains("session-token"), "{shown}");
    assert!(shown.contains("customer: Null"), "{shown}");
}
