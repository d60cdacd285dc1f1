//! Deliveries: signed with their time in one header, and read again.

use std::time::{Duration, UNIX_EPOCH};

use payspec_test_support::delivery::{Shop, deliver, headers};
use payspec_test_support::signing::hex_of;
use serde_json::json;
use stripe_client::Amount;
use stripe_client::model::{GetEvent, PaymentIntentStatus};
use stripe_webhook::{Event, Verifier, VerifyError, decode};

use super::account::{self, CREATED};
use super::{card, client};

const SECRET: &str = "whsec_test";

fn at(seconds: i64) -> Verifier {
    let now = UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs());
    Verifier::new(SECRET).configure(|verifier| verifier.clock(move || now))
}

fn signature(body: &str, secret: &str) -> String {
    hex_of(secret, format!("{CREATED}.{body}").as_bytes())
}

fn event(id: &str) -> String {
    json!({
        "id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "created": CREATED, "livemode": false,
        "api_version": "2024-06-20", "request": { "id": "req_1", "idempotency_key": "order-17" },
        "data": { "object": { "id": id, "object": "payment_intent", "amount": 2500, "currency": "eur" } },
    })
    .to_string()
}

#[test]
fn a_payment_is_reported_and_read_again() {
    let api = account::start();
    let client = client(&api);
    let params =
        stripe_client::model::CreatePaymentIntent::new(Amount::from_minor(2500), stripe_client::model::Currency::EUR);
    let params = params.payment_method_data(card("4242424242424242")).confirm(true);
    let paid = client.payment_intents().create(params).wait().expect("it is paid");

    let verifier = at(CREATED + 60);
    let shop = Shop::start(move |request| verifier.verify(headers(request), request.body.clone()).ok());
    let body = event(paid.id.as_str());
    let right = format!("t={CREATED},v1={},v0=6ffbb5", signature(&body, SECRET));
    let forged = body.replace("2500", "1");
    assert_eq!(deliver(&shop.server, &[("Stripe-Signature", &right)], forged.as_bytes()), 401);
    assert_eq!(deliver(&shop.server, &[("Stripe-Signature", &right)], body.as_bytes()), 200);

    let events = shop.events();
    let [Event::PaymentIntentSucceeded(event)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((event.event_id.as_deref(), event.request_id.as_deref()), (Some("evt_1"), Some("req_1")));
    assert_eq!(event.creation_date.as_ref().expect("a time").to_string(), "2024-01-05T11:44:06Z");
    assert_eq!(event.object.amount, Some(Amount::from_minor(2500)));
    let read = client.call(event.refetch().expect("it names the payment")).wait().expect("the payment");
    assert_eq!(read.status, Some(PaymentIntentStatus::Succeeded));
    let record = client.events().get(event.event_id.clone().expect("an id")).wait().expect("the event");
    assert_eq!(record.kind.as_deref(), Some("payment_intent.succeeded"));
    let _: fn(&'static str) -> GetEvent = GetEvent::new;
}

#[test]
fn while_secrets_change_one_of_two_signatures_is_enough() {
    let body = event("pi_1");
    let both = format!("t={CREATED},v1={},v1={}", signature(&body, "whsec_new"), signature(&body, SECRET));
    assert!(at(CREATED).verify([("Stripe-Signature", &both)], body.as_str()).is_ok());
}

#[test]
fn an_old_delivery_and_one_without_a_time_are_refused() {
    let body = event("pi_1");
    let right = format!("t={CREATED},v1={}", signature(&body, SECRET));
    let late = at(CREATED + 301).verify([("Stripe-Signature", &right)], body.as_str());
    assert!(matches!(late, Err(VerifyError::TooOld { .. })), "{late:?}");
    let moved = right.replace(&CREATED.to_string(), &(CREATED + 300).to_string());
    let moved = at(CREATED + 301).verify([("Stripe-Signature", &moved)], body.as_str());
    assert_eq!(moved.expect_err("the time is signed"), VerifyError::Wrong);
    let timeless = format!("v1={}", signature(&body, SECRET));
    assert!(at(CREATED).verify([("Stripe-Signature", &timeless)], body.as_str()).is_err());
}

#[test]
fn an_event_that_is_new_is_unknown() {
    let body =
        json!({ "id": "evt_2", "type": "payout.paid", "created": CREATED, "data": { "object": {} } }).to_string();
    assert!(matches!(decode(body.as_str()), Event::Unknown(_)));
    let deleted = json!({ "type": "customer.deleted", "data": { "object": { "id": "cus_1", "deleted": true } } });
    let Event::CustomerDeleted(deleted) = decode(deleted.to_string()) else { panic!("it is known") };
    assert_eq!(deleted.object.deleted, Some(true));
}
