//! Which event tells of what, and what is in it.

use serde_json::Value;

use crate::support::{Bank, CARD};

/// The last event: its name and body.
fn last(bank: &Bank) -> (String, Value) {
    let event = bank.world.events().last().expect("there is one");
    (event.name.clone(), serde_json::from_slice(&event.body).expect("a body is JSON"))
}

/// An update tells of the object after and before it.
#[test]
fn updates_have_both_states() {
    let mut bank = Bank::new();
    let token = bank.token(CARD);
    let customer = bank.post("/customer", &[("email", "a@example.com"), ("cardTokenId", &token)]);
    assert_eq!(last(&bank).0, "CUSTOMER_CREATED");
    let customer_id = customer.text("customerId").to_owned();
    let card = customer.body["cards"][0]["cardId"].as_str().expect("it is stored").to_owned();
    let payment = bank.cleared();
    let refund = bank.post("/refund", &[("transactionId", &payment), ("amount", "100")]).text("refundId").to_owned();
    for (path, event) in [
        (format!("/card/{card}"), "CARD_UPDATED"),
        (format!("/customer/{customer_id}"), "CUSTOMER_UPDATED"),
        (format!("/transaction/{payment}"), "TRANSACTION_UPDATED"),
        (format!("/refund/{refund}"), "REFUND_UPDATED"),
    ] {
        let reply = bank.post(&path, &[("description", "new")]);
        assert_eq!(reply.text("description"), "new");
        let (name, body) = last(&bank);
        assert_eq!(name, event);
        assert_eq!(body["object"], reply.body, "{event}");
        assert!(
            body["objectBeforeUpdate"].is_object() && body["objectBeforeUpdate"]["description"].is_null(),
            "{body}"
        );
        assert_eq!(body["requestId"], reply.answer.header("Request-Id").expect("it has one"));
        assert_eq!(bank.get(&path, &[]).body, reply.body, "an update keeps what it leaves out");
    }
    bank.assert_sound();
}

#[test]
fn a_new_token_is_unused_and_its_card_has_an_id() {
    let mut bank = Bank::new();
    bank.token(CARD);
    let (name, body) = last(&bank);
    assert_eq!((name.as_str(), body["object"]["status"].as_str()), ("CARDTOKEN_CREATED", Some("UNUSED")));
    assert!(body["object"]["card"]["cardId"].is_string(), "{body}");
}

#[test]
fn refunds_have_movements_of_their_own() {
    let mut bank = Bank::new();
    let payment = bank.cleared();
    let refund = bank.post("/refund", &[("transactionId", &payment), ("amount", "100")]);
    assert_eq!(refund.text("status"), "UNCLEARED");
    let movement = refund.text("movementId").to_owned();
    let cancelled = bank.post(&format!("/refund/{}/cancel", refund.text("refundId")), &[]);
    assert_eq!((cancelled.text("status"), cancelled.text("movementId")), ("CANCELED", movement.as_str()));
    assert!(cancelled.text("cancelMovementId") != movement && !cancelled.text("cancellationDate").is_empty());
    let (name, body) = last(&bank);
    assert_eq!((name.as_str(), &body["object"]), ("REFUND_CANCELED", &cancelled.body));
    bank.assert_sound();
}
