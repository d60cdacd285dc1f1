//! The signer is the verifier's inverse, and makes the signatures that are known from elsewhere.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payspec_webhook::testing::{SignedDelivery, Signer};
use payspec_webhook::{
    BodyForm, DeliveryTarget, HmacSpec, Proof, RawBody, SignatureSpec, SignedPart, TimeFormat, TimePlace,
    TimestampSpec, Verifier, VerifyError,
};
use proptest::prelude::*;

use crate::own_signatures;
use crate::signature_schemes::{
    ADDRESSED, FIELDS, HMAC, PAIRS, PREFIXED, SECRET, STANDARD, STANDARD_BODY, STANDARD_SIGNATURE, TIME, WHSEC,
};

/// The whole body in Base64 under a time in milliseconds.
static MILLISECONDS: SignatureSpec = SignatureSpec {
    proof: Proof::Hmac(HmacSpec { signed: &[SignedPart::Timestamp, SignedPart::Body], ..HMAC }),
    timestamp: Some(TimestampSpec { at: TimePlace::Header("X-Time"), format: TimeFormat::Milliseconds, ..TIME }),
    ..PREFIXED
};

/// The time in the body, which is signed as a whole.
static IN_BODY: SignatureSpec = SignatureSpec {
    proof: Proof::Hmac(HMAC),
    timestamp: Some(TimestampSpec { at: TimePlace::Member("x.at"), format: TimeFormat::Rfc3339, ..TIME }),
    ..PREFIXED
};

/// The same where a delivery may lack it.
static MAY_BE_IN_BODY: SignatureSpec =
    SignatureSpec { timestamp: Some(TimestampSpec { at: TimePlace::Member("at"), optional: true, ..TIME }), ..IN_BODY };

static FORM: SignatureSpec = SignatureSpec {
    proof: Proof::Hmac(HmacSpec {
        signed: &[SignedPart::Field("a"), SignedPart::Text("|"), SignedPart::Field("b")],
        body: BodyForm::FormOrJson,
        ..HMAC
    }),
    ..PREFIXED
};

const URL: &str = "https://shop.example/hooks/a?b=1";

/// The schemes that sign the whole of a body, each with a secret.
const WHOLE: [(&SignatureSpec, &str); 7] = [
    (&STANDARD, WHSEC),
    (&PAIRS, "whsec_test"),
    (&PREFIXED, "secret"),
    (&ADDRESSED, "key512"),
    (&MILLISECONDS, "k"),
    (&IN_BODY, "k"),
    (&MAY_BE_IN_BODY, "k"),
];

fn target() -> DeliveryTarget<'static> {
    DeliveryTarget::new("POST", URL)
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn sign(spec: &'static SignatureSpec, secret: &str, body: impl Into<RawBody>, seconds: u64) -> SignedDelivery {
    Signer::new(spec, secret).target(target()).sign(body, at(seconds)).expect("it can be signed")
}

fn verify(spec: &'static SignatureSpec, secret: &str, delivery: &SignedDelivery, now: u64) -> Result<(), VerifyError> {
    let verifier = Verifier::new(spec, secret).clock(move || at(now));
    verifier.verify_delivery_to(target(), delivery.headers(), &delivery.body).map(drop)
}

fn value<'a>(delivery: &'a SignedDelivery, header: &str) -> &'a str {
    delivery.headers().find(|(name, _)| *name == header).map(|(_, value)| value).unwrap_or_default()
}

#[test]
fn signatures_that_are_known_from_elsewhere_are_made() {
    let signer = Signer::new(&STANDARD, WHSEC).header("Webhook-Id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
    let delivery = signer.sign(STANDARD_BODY, at(1_614_265_330)).expect("it can be signed");
    assert_eq!(value(&delivery, "webhook-signature"), STANDARD_SIGNATURE);
    assert_eq!(value(&delivery, "webhook-timestamp"), "1614265330");
    assert_eq!(delivery.body.as_bytes(), STANDARD_BODY, "the bytes stay");

    let signature = "bfa8b505896ed377eae14111e982dd10fa48521dcd7a7dca5a222d61cdcefe62";
    let delivery = sign(&PAIRS, "whsec_test", r#"{"id":"evt_1","type":"payment.paid"}"#, 1_492_774_577);
    assert_eq!(value(&delivery, "Stripe-Signature"), format!("t=1492774577,v1={signature}"));

    let signature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let delivery = sign(&PREFIXED, "It's a Secret to Everybody", "Hello, World!", 0);
    assert_eq!(value(&delivery, "X-Hub-Signature-256"), format!("sha256={signature}"));

    let signature = "e86b01036dacf75455c262c8cb155c8bb0de90a0960d3fc231388172f8cd94d7638f22a94610f48c251690bfc39f57a6fde044\
                     ac76ae05ba845c934346e23b33";
    assert_eq!(value(&sign(&ADDRESSED, "key512", r#"{"a":1}"#, 0), "X-Seal"), signature);
    assert_eq!(value(&sign(&SECRET, "s3cret", "{}", 0), "Authorization"), "Bearer s3cret");
}

/// The events of a list are signed one by one, in their place.
#[test]
fn each_event_of_a_list_gets_its_own_signature() {
    let unsigned = own_signatures::right().replace(own_signatures::FIRST, "");
    let body = format!(r#"{{"live": "false", "notificationItems": [{unsigned}, {unsigned}]}}"#);
    let signer = Signer::new(&own_signatures::SPEC, own_signatures::KEY).events(&own_signatures::LIST);
    let delivery = signer.sign(body.as_str(), at(0)).expect("it can be signed");
    let expected = own_signatures::right();
    assert_eq!(
        delivery.body.as_str(),
        Some(format!(r#"{{"live": "false", "notificationItems": [{expected}, {expected}]}}"#).as_str())
    );
    assert!(delivery.headers.is_empty());
    assert!(matches!(signer.sign("{}", at(0)), Err(VerifyError::NoEvents(_))));
    let lacks = r#"{"Item": {"pspReference": "1"}}"#;
    let one = Signer::new(&own_signatures::SPEC, own_signatures::KEY).sign(lacks, at(0)).expect("it can be signed");
    assert_eq!(Verifier::new(&own_signatures::SPEC, own_signatures::KEY).verify_event(one.body.as_bytes()), Ok(()));
}

#[test]
fn a_time_in_the_body_is_set() {
    let delivery = sign(&IN_BODY, "k", r#"{"x": {"at": "old", "b": 1.50}}"#, 1_704_455_046);
    assert_eq!(delivery.body.as_str(), Some(r#"{"x": {"at": "2024-01-05T11:44:06Z", "b": 1.50}}"#));
    assert_eq!(sign(&IN_BODY, "k", "{}", 0).body.as_str(), Some(r#"{"x":{"at":"1970-01-01T00:00:00Z"}}"#));
    assert_eq!(sign(&MAY_BE_IN_BODY, "k", "{}", 7).body.as_str(), Some("{}"), "it may be left out");
    assert_eq!(sign(&MAY_BE_IN_BODY, "k", r#"{"at":5}"#, 7).body.as_str(), Some(r#"{"at":7}"#), "a number stays one");
}

#[test]
fn fields_of_forms_and_of_json_are_signed() {
    for (body, forged) in
        [("a=caf%E9&b=2&c=3", "a=caf%E8&b=2&c=3"), (r#"{"a": "caf\u00e9", "b": 2}"#, r#"{"a": "caf\u00e8", "b": 2}"#)]
    {
        let mut delivery = sign(&FORM, "k", body, 0);
        assert_eq!(delivery.body.as_str(), Some(body), "nothing of it changes");
        assert_eq!(verify(&FORM, "k", &delivery, 0), Ok(()));
        delivery.body = RawBody::from(forged);
        assert_eq!(verify(&FORM, "k", &delivery, 0), Err(VerifyError::Wrong));
    }
    let key = own_signatures::KEY;
    let delivery = sign(&FIELDS, key, r#"{"pspReference": "1", "amount": {"value": 5}}"#, 0);
    assert_eq!(verify(&FIELDS, key, &delivery, 0), Ok(()));
}

#[test]
fn what_cannot_be_signed_says_why() {
    let sign = |spec, secret: &str, body: &str| Signer::new(spec, secret).sign(body, at(0)).map(drop);
    assert_eq!(sign(&PREFIXED, " ", "{}"), Err(VerifyError::NoSecret));
    assert_eq!(sign(&SECRET, " ", "{}"), Err(VerifyError::NoSecret));
    assert_eq!(sign(&SECRET, "k\n", "{}"), Err(VerifyError::UntrimmedSecret));
    assert!(matches!(sign(&STANDARD, "not Base64", "{}"), Err(VerifyError::MalformedSecret { .. })));
    assert_eq!(sign(&ADDRESSED, "k", "{}"), Err(VerifyError::NoTarget));
    assert_eq!(sign(&FIELDS, own_signatures::KEY, "{"), Err(VerifyError::NotJson));
    assert_eq!(sign(&IN_BODY, "k", "[]"), Err(VerifyError::NotJson));
    let signer = Signer::new(&PREFIXED, "s3cret");
    let delivery = signer.sign("a body with a name in it", at(0)).expect("it can be signed");
    let shown = format!("{signer:?} {delivery:?}");
    assert!(!shown.contains("s3cret") && !shown.contains("a name"), "{shown}");
}

fn bodies() -> impl Strategy<Value = String> {
    let value = prop_oneof!["-?[1-9][0-9]{0,8}(\\.[0-9]{1,3})?", "\"[ -!#-\\[\\]-~é]{0,12}\"", Just("null".to_owned())];
    let name = "[a-c]{1,2}|x|at|y";
    proptest::collection::btree_map(name, value, 0..5).prop_map(|members| {
        let members = members.into_iter().filter(|(name, _)| name != "at" && name != "x");
        let members: Vec<String> = members.map(|(name, value)| format!("\"{name}\": {value}")).collect();
        format!("{{{}}}", members.join(" , "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What is signed is right; with another byte in its place, at no place of the body.
    #[test]
    fn the_signer_is_the_inverse_of_the_verifier(
        body in bodies(), seconds in 0_u64..4_000_000_000, place in any::<prop::sample::Index>(), other in 1_u8..=255,
    ) {
        for (spec, secret) in WHOLE {
            let delivery = sign(spec, secret, body.as_str(), seconds);
            prop_assert_eq!(verify(spec, secret, &delivery, seconds), Ok(()));
            let mut bytes = delivery.body.as_bytes().to_vec();
            let at = place.index(bytes.len());
            bytes[at] ^= other;
            let forged = SignedDelivery { body: RawBody::from(bytes), ..delivery.clone() };
            prop_assert!(verify(spec, secret, &forged, seconds).is_err(), "{} at {at}", body);
            let another = format!("{secret}BBBB");
            prop_assert!(verify(spec, &another, &delivery, seconds).is_err());
            if let Some(timestamp) = spec.timestamp.filter(|timestamp| !timestamp.optional) {
                let late = seconds + u64::from(timestamp.tolerance_seconds) + 1;
                let is_late = matches!(verify(spec, secret, &delivery, late), Err(VerifyError::TooOld { .. }));
                prop_assert!(is_late, "{:?}", spec.headers);
            }
        }
    }

    #[test]
    fn no_body_makes_the_signer_panic(body in proptest::collection::vec(any::<u8>(), 0..64)) {
        for (spec, secret) in WHOLE.into_iter().chain([(&FORM, "k"), (&FIELDS, own_signatures::KEY)]) {
            let signer = Signer::new(spec, secret).target(target());
            if let Ok(delivery) = signer.sign(body.as_slice(), at(7)) {
                let _ = verify(spec, secret, &delivery, 7);
            }
        }
    }
}
