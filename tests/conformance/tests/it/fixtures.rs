//! What the crates of an API hold for the tests of their users: deliveries that are read, signatures that are right, and
//! responses that a client takes for its own.

use std::collections::BTreeSet;
use std::time::{Duration, UNIX_EPOCH};

use payspec_codegen::names;
use payspec_codegen::samples;
use payspec_conformance::{APIS, ApiClient, Webhook};
use payspec_core::testing::ResponseFixture;
use payspec_webhook::{Proof, SignedPart, TimePlace};
use proptest::prelude::*;

use crate::made_up::{api, deliveries, responses};

fn webhooks() -> impl Iterator<Item = (&'static ApiClient, &'static Webhook)> {
    APIS.iter().filter_map(|api| Some((*api, api.webhook.as_ref()?)))
}

#[test]
fn every_fixture_is_read_as_its_own_event() {
    let mut problems = Vec::new();
    for (api, webhook) in webhooks() {
        let of_spec: Vec<(&str, &str)> =
            deliveries(api.spec.name).iter().map(|one| (one.event.as_str(), one.object.as_str())).collect();
        let lines: Vec<_> = webhook.fixtures.messages.lines().collect();
        assert_eq!(lines.len(), of_spec.len(), "{}: a fixture for each event and object", api.spec.name);
        for ((name, event, text), (expected, object)) in lines.into_iter().zip(of_spec) {
            assert_eq!(event, expected, "{}", api.spec.name);
            let received = (webhook.receive)(text.as_bytes());
            let own = [format!("{}(", names::variant(name)), format!("Unenveloped{object}(")];
            let is_own = own.iter().any(|start| received.shown.starts_with(start.as_str()));
            let is_event = received.event.as_deref().is_none_or(|told| told == event);
            if !received.is_known || !is_own || !is_event || !received.unreadable().is_empty() {
                problems.push(format!("{} {name}: {text} was read as {}", api.spec.name, received.shown));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn events_are_found_by_their_names() {
    for (spec, webhook) in webhooks() {
        let of_spec: BTreeSet<&str> = api(spec.spec.name).events().map(|event| event.wire.as_str()).collect();
        let all: BTreeSet<&str> = webhook.fixtures.all().map(|(event, _)| event).collect();
        assert_eq!(all, of_spec, "{}", spec.spec.name);
        for event in of_spec {
            let body = webhook.fixtures.of(event).expect("each has one").body();
            let read = match &webhook.list {
                Some(list) => (list.receive)(body.as_bytes()),
                None => vec![(webhook.receive)(body.as_bytes())],
            };
            assert!(read.len() == 1 && read[0].is_known, "{event}");
        }
        assert!(webhook.fixtures.of("no event").is_none());
    }
}

/// The samples of the vendor are in the crates as they are, but for blanks.
#[test]
fn samples_are_fixtures() {
    let mut of_vendor = 0;
    for (spec, webhook) in webhooks() {
        for (event, sample) in payspec_test_support::files::all_of(spec.spec.name, "webhooks") {
            let Some(fixture) = webhook.fixtures.of(&event) else { continue };
            let text = fixture.event();
            let held: serde_json::Value = serde_json::from_slice(text.as_bytes()).expect("it is JSON");
            of_vendor += usize::from(held == sample);
        }
    }
    assert!(of_vendor > 90, "{of_vendor} of the samples are fixtures");
}

#[test]
fn every_operation_has_the_responses_that_the_spec_makes() {
    for one in APIS {
        let Some(messages) = one.responses else { continue };
        for operation in one.operations {
            let held: Vec<(u16, String)> =
                ResponseFixture::of(messages, operation.id).map(|held| (held.status, held.body)).collect();
            let made = responses(one.spec.name, operation.id).iter();
            let made: Vec<(u16, String)> = made.map(|(status, message)| (*status, message.all.clone())).collect();
            assert_eq!(held, made, "{} {}", one.spec.name, operation.id);
        }
        assert_eq!(messages.lines().count(), samples::response_lines(api(one.spec.name)).len());
    }
}

/// Whether the signature of a delivery is over all of its body.
fn is_whole(webhook: &Webhook) -> bool {
    let is_body = |part: &SignedPart| matches!(part, SignedPart::Body | SignedPart::Digest(..));
    webhook.signed.as_ref().filter(|signed| signed.spec.member.is_none()).is_some_and(|signed| {
        match signed.spec.proof {
            Proof::Hmac(hmac) => hmac.signed.iter().any(is_body),
            Proof::Rsa(rsa) => rsa.signed.iter().any(is_body),
            Proof::Secret | Proof::Custom => false,
            proof => panic!("{proof:?}: say whether its signature is over the body"),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// A fixture that is signed is right and read as it was; and, where all of it is signed, with no byte changed.
    #[test]
    fn a_signed_fixture_is_right(place in any::<prop::sample::Index>(), seconds in 0_u64..1_700_000_000, flip in 1_u8..=255) {
        for (spec, webhook) in webhooks() {
            let Some(signed) = &webhook.signed else { continue };
            let at = UNIX_EPOCH + Duration::from_secs(seconds);
            for event in api(spec.spec.name).events().filter(|event| !event.unsigned) {
                let fixture = webhook.fixtures.of(&event.wire).expect("each has one");
                let delivery = (signed.sign)(fixture.event().as_bytes(), at).expect("it can be signed");
                let headers: Vec<(&str, &[u8])> =
                    delivery.headers().map(|(name, value)| (name, value.as_bytes())).collect();
                let body = delivery.body.as_bytes();
                let verified = (signed.verify)(&headers, body);
                prop_assert!(verified.is_ok(), "{}: {:?}", event.wire, verified);
                let is_timed = signed.spec.timestamp.is_some_and(|time| matches!(time.at, TimePlace::Member(_)));
                if !is_timed {
                    prop_assert_eq!(&delivery.body, &fixture.event());
                }
                if is_whole(webhook) {
                    let mut forged = body.to_vec();
                    forged[place.index(body.len())] ^= flip;
                    prop_assert!((signed.verify)(&headers, &forged).is_err());
                }
            }
        }
    }
}
