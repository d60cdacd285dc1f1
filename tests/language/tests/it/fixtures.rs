//! `fixtures` of the webhook crates and `response` of the model crates, as a test of a shop uses them.

use std::time::{Duration, UNIX_EPOCH};

use payspec_core::{Amount, DateTime};
use payspec_webhook::testing::Fixtures;
use stripe_model::testing::{response, responses};
use stripe_model::{CreateRefund, Refund, RefundStatus};
use stripe_webhook::testing::fixtures;
use stripe_webhook::{Event, Verifier};

/// What the name of a function becomes: `charge_refunded`, `ChargeRefunded`.
fn variant(name: &str) -> String {
    name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

/// Each is read as its own event, about its own object, and nothing of it is unreadable.
fn check(api: &str, fixtures: Fixtures, decode: fn(&str) -> String) {
    let mut count = 0;
    for (name, event, text) in fixtures.messages.lines() {
        let shown = decode(text);
        let is_own = shown.starts_with(&format!("{}(", variant(name))) || shown.starts_with("Unenveloped");
        assert!(is_own && shown.contains("unreadable: []"), "{api} {event}: {shown}");
        count += 1;
    }
    assert!(count > 0, "{api} has events");
}

#[test]
fn every_fixture_is_read_as_its_own_event() {
    macro_rules! check {
        ($webhook:ident, $decode:ident) => {
            check(stringify!($webhook), $webhook::testing::fixtures::FIXTURES, |text| {
                format!("{:?}", $webhook::$decode(text))
            });
        };
    }
    check!(adyen_webhook, decode_event);
    check!(gocardless_webhook, decode_event);
    check!(rapyd_webhook, decode);
    check!(showcase_webhook, decode);
    check!(showcase_batched_webhook, decode_event);
    check!(showcase_bell_webhook, decode);
    check!(showcase_form_webhook, decode);
    check!(showcase_json_webhook, decode);
    check!(showcase_nested_webhook, decode);
    check!(showcase_sealed_webhook, decode);
    check!(showcase_signed_webhook, decode);
    check!(stripe_webhook, decode);
}

#[test]
fn a_test_says_only_what_it_is_about() {
    let refunded = fixtures::charge_refunded()
        .event_id("evt_7")
        .created(UNIX_EPOCH + Duration::from_secs(1_700_000_000))
        .object(|charge| charge.amount_refunded = Some(Amount::from_minor(1500)));
    let now = UNIX_EPOCH + Duration::from_secs(1_795_946_400);
    let delivery = stripe_webhook::testing::sign("whsec_1", &refunded, now).expect("it can be signed");
    let verifier = Verifier::new("whsec_1").configure(|runtime| runtime.clock(move || now));
    let event = verifier.verify(delivery.headers(), &delivery.body).expect("it is right");
    let Event::ChargeRefunded(event) = event else { panic!("{event:?}") };
    assert_eq!(event.event_id.as_deref(), Some("evt_7"));
    assert_eq!(event.creation_date.as_ref().map(DateTime::as_str), Some("2023-11-14T22:13:20Z"));
    assert_eq!(event.object.amount_refunded, Some(Amount::from_minor(1500)));
    assert!(event.unreadable().is_empty());
}

/// What an API may send tomorrow, and what it should not send.
#[test]
fn a_test_can_leave_what_is_described() {
    let unknown = fixtures::charge_refunded().with("type", "charge.eaten");
    assert!(matches!(stripe_webhook::decode(&unknown), Event::Unknown(_)));
    let without_id = fixtures::charge_refunded().without("data.object.id");
    assert!(matches!(stripe_webhook::decode(&without_id), Event::Undecodable(_)));
}

#[test]
fn a_delivery_brings_several_events_where_its_api_sends_lists() {
    use gocardless_webhook::testing::{fixtures, sign};
    let both = fixtures::payments_failed().event_id("EV1").and(fixtures::mandates_cancelled().event_id("EV2"));
    let delivery = sign("key", both, UNIX_EPOCH).expect("it can be signed");
    let events = gocardless_webhook::Verifier::new("key").verify(delivery.headers(), &delivery.body);
    let ids: Vec<_> = events.expect("it is right").filter_map(|event| event.event_id().map(str::to_owned)).collect();
    assert_eq!(ids, ["EV1", "EV2"]);

    let two = adyen_webhook::testing::fixtures::refund().and(adyen_webhook::testing::fixtures::capture());
    let key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    let delivery = adyen_webhook::testing::sign(key, two, UNIX_EPOCH).expect("it can be signed");
    let verified = adyen_webhook::Verifier::new(key).verify(delivery.body).expect("a list");
    assert_eq!(verified.flatten().count(), 2);
}

#[test]
fn a_server_of_a_test_has_a_response_to_each_operation() {
    let response = response::<CreateRefund>().expect("it is of this API");
    assert_eq!(response.status, 200);
    let response = response.with("status", "on-its-way").without("reason");
    let refund: Refund = serde_json::from_str(&response.body).expect("a refund");
    assert_eq!(refund.status.as_ref().map(RefundStatus::as_str), Some("on-its-way"));
    assert!(refund.reason.is_none());
    assert_eq!(responses::<showcase_model::GetParcel>().count(), 0, "an operation of another API");
}
