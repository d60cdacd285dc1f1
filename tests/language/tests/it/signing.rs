//! `sign` of every API that signs its deliveries: what it makes its verifier accepts, at the time it says, and with
//! not a byte of what is signed changed.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payspec_webhook::{DeliveryTarget, RawBody, VerifyError};

const NOW: u64 = 1_795_946_400;
const URL: &str = "https://shop.example/hooks/letters?shop=7";

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn target() -> DeliveryTarget<'static> {
    DeliveryTarget::new("POST", URL)
}

/// What the verifier says of a signed delivery: as it is, to somebody with another secret, when some bytes are others,
/// and when it is late.
macro_rules! round {
    ($webhook:ident, $secret:literal / $another:literal, $body:expr, $from:literal => $to:literal $(, $target:expr)?) => {{
        let delivery = $webhook::testing::sign($secret, $($target,)? $body, at(NOW)).expect("it can be signed");
        let verify = |secret: &str, body: RawBody, now: u64| {
            let verifier = $webhook::Verifier::new(secret).configure(|runtime| runtime.clock(move || at(now)));
            verifier.verify($($target,)? delivery.headers(), body).map(drop)
        };
        assert_eq!(verify($secret, delivery.body.clone(), NOW), Ok(()));
        assert!(verify($another, delivery.body.clone(), NOW).is_err(), "another secret");
        let text = delivery.body.as_str().expect("text");
        assert!(text.contains($from), "{text}");
        let forged = verify($secret, RawBody::from(text.replace($from, $to)), NOW);
        let late = verify($secret, delivery.body.clone(), NOW + 1_000_000);
        (forged, late)
    }};
}

fn is_late(verified: &Result<(), VerifyError>) -> bool {
    matches!(verified, Err(VerifyError::TooOld { .. }))
}

#[test]
fn apis_that_sign_a_whole_body() {
    let event = r#"{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"ch_1"}}}"#;
    let (forged, late) = round!(stripe_webhook, "whsec_1"/"whsec_2", event, "ch_1" => "ch_2");
    assert!(forged == Err(VerifyError::Wrong) && is_late(&late));

    let (forged, late) = round!(gocardless_webhook, "key"/"other", r#"{"events":[{"id":"EV1"}]}"#, "EV1" => "EV2");
    assert_eq!((forged, late), (Err(VerifyError::Wrong), Ok(())), "no time is signed");

    let body = r#"{"news":{"sent":1,"items":[]}}"#;
    let (forged, late) = round!(showcase_batched_webhook, "key"/"other", body, "1795946400" => "1795946401");
    assert!(forged == Err(VerifyError::Wrong) && is_late(&late));

    let body = r#"{"event":{"signed_at":"1"}}"#;
    let (forged, late) = round!(showcase_nested_webhook, "c0ffee"/"c0ffef", body, "1795946400" => "1795946401");
    assert!(forged == Err(VerifyError::Wrong) && is_late(&late));

    let (forged, late) = round!(showcase_signed_webhook, "key"/"other", r#"{"a":1}"#, "1" => "2");
    assert!(forged == Err(VerifyError::Wrong) && is_late(&late));
}

#[test]
fn an_api_that_signs_everything() {
    let body = r#"{"kind":"letter.arrived","id":"e-1","letter":{"letterId":"l-1","to":"Ada"}}"#;
    let secret = "wax_c2VjcmV0IHdheCBvZiB0aGUgY291cmllcnM=";
    let (forged, late) = round!(
        showcase_sealed_webhook, "wax_c2VjcmV0IHdheCBvZiB0aGUgY291cmllcnM="/"wax_c2VjcmV0", body, "Ada" => "Bob", target()
    );
    assert!(forged == Err(VerifyError::Wrong) && is_late(&late));
    // The signature that Python's `hmac` makes.
    let signer = showcase_sealed_webhook::testing::signer(secret).target(target()).header("x-bag", "bag-4");
    let delivery = signer.sign(body, at(NOW)).expect("it can be signed");
    let wax = "kEsmP/6GJcVVf9CSUCwxRoRg4oy7QRKL4DHjPawTyXIeNBcBm+rs/UaiEhCMbHYviESFJcl7VZT3s418aB9Mkw==";
    let value = format!("at=2026-11-29T10:00:00Z;wax={wax}");
    assert!(delivery.headers().any(|(name, made)| name == "X-Wax" && made == value), "{:?}", delivery.headers);
}

/// A server sees no host: the verifier is told the one under which the API knows it.
#[test]
fn the_host_that_is_signed_can_be_set_once() {
    let secret = "wax_c2VjcmV0IHdheCBvZiB0aGUgY291cmllcnM=";
    let delivery = showcase_sealed_webhook::testing::sign(secret, target(), "{}", at(NOW)).expect("it can be signed");
    let verify = |origin: Option<&str>| {
        let verifier = showcase_sealed_webhook::Verifier::new(secret).configure(|runtime| {
            let runtime = runtime.clock(|| at(NOW));
            match origin {
                Some(origin) => runtime.origin(origin),
                None => runtime,
            }
        });
        let seen = DeliveryTarget::new("POST", "/hooks/letters?shop=7");
        verifier.verify(seen, delivery.headers(), delivery.body.clone()).map(drop)
    };
    assert_eq!(verify(None), Err(VerifyError::NoTarget));
    assert_eq!(verify(Some("https://shop.example")), Ok(()));
    assert_eq!(verify(Some("https://shop.example/")), Ok(()));
    assert_eq!(verify(Some("https://other.example")), Err(VerifyError::Wrong));
}

#[test]
fn an_api_that_signs_fields_or_sends_its_secret() {
    let fields = [r#"{"ringId":"r-1","weight":1}"#, "ringId=r-1&weight=1"];
    for body in fields {
        let delivery = showcase_json_webhook::testing::sign("key", body, at(NOW)).expect("it can be signed");
        let verified = showcase_json_webhook::Verifier::new("key").verify(delivery.headers(), delivery.body.clone());
        assert!(verified.is_ok(), "{body}: {verified:?}");
        assert_eq!(delivery.body.as_str(), Some(body), "signing changes nothing of it");
    }
    let (forged, late) = round!(showcase_bell_webhook, "key"/"other", r#"{"a":1}"#, "1" => "2");
    assert_eq!((forged, late), (Ok(()), Ok(())), "the secret says nothing of the body");
}

/// The signature of the other implementation was made with OpenSSL.
#[test]
fn an_api_with_several_public_keys() {
    use payspec_test_support::signing::{PRIVATE_KEY, PUBLIC_KEY_PEM};
    use showcase_form_webhook::testing::sign;

    let body = r#"{"type":"NECKLACE_SENT","id":"e-1","necklace":{}}"#;
    let verify = |id: &str, headers: &[(&str, &str)], body: &str, now: u64| {
        let verifier = showcase_form_webhook::Verifier::new(id, PUBLIC_KEY_PEM);
        let verifier = verifier.configure(|runtime| runtime.clock(move || at(now)));
        verifier.verify(headers.iter().copied(), body).map(drop)
    };
    let made = sign("maker-1", PRIVATE_KEY, body, at(NOW)).expect("it can be signed");
    let made: Vec<_> = made.headers().collect();
    let by_openssl = "4c4fa07f2447a0fdcb33278626f95202562595a49407ecce43ef8cb7d17e2c5ec22f54a64dd1c38c724bd3ef05ae099e579f\
                      b835aac32abdf214e200d0d5a09c8214c63fb9b01d8bfde3ee05aef7d66300dd782e1290294c288288bb3eeeb97519774f5a\
                      d9793bfdebd18ee0e33119c01737a9f6427793adbac038358d2e78e83c2f0d03a5d04e59d47cbd6fc23d34d187d45e6017c0\
                      21bcc3e14dd1bf5e9bc65555c791220dfb3cf2d4c3a2865d71652a288d6c06b626f54917a355d513bb61ed0e8040c62527c3\
                      c36d92e9583acff73ea90a46d8892a2439063f18a64d2f45f04502857ab2b179671950b49ac4dd94e3eadba7afc220532bc6\
                      817540c5868e";
    let given = [("x-clasp", by_openssl), ("x-clasp-maker", "maker-1"), ("x-clasp-time", "1795946400")];
    for headers in [&made[..], &given] {
        assert_eq!(verify("maker-1", headers, body, NOW), Ok(()));
        let unknown = VerifyError::UnknownKey { header: "X-Clasp-Maker" };
        assert_eq!(verify("maker-2", headers, body, NOW), Err(unknown));
        assert_eq!(verify("maker-1", headers, &body.replace("e-1", "e-2"), NOW), Err(VerifyError::Wrong));
        assert!(is_late(&verify("maker-1", headers, body, NOW + 1000)));
    }
    let malformed = sign("maker-1", "no key", body, at(NOW)).expect_err("no key");
    assert!(matches!(malformed, VerifyError::MalformedKey { .. }), "{malformed}");
}

#[test]
fn an_api_whose_events_have_their_own_signatures() {
    let key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    let item = |reference: &str| {
        format!(r#"{{"NotificationRequestItem":{{"eventCode":"AUTHORISATION","pspReference":"{reference}"}}}}"#)
    };
    let body = format!(r#"{{"live":"false","notificationItems":[{},{}]}}"#, item("1"), item("2"));
    let delivery = adyen_webhook::testing::sign(key, body, at(NOW)).expect("it can be signed");
    let verifier = adyen_webhook::Verifier::new(key);
    let are_right =
        |body: RawBody| verifier.verify(body).expect("a list").map(|event| event.is_ok()).collect::<Vec<_>>();
    assert_eq!(are_right(delivery.body.clone()), [true, true]);
    let text = delivery.body.as_str().expect("text");
    assert_eq!(are_right(RawBody::from(text.replace("\"2\"", "\"3\""))), [true, false]);
}
