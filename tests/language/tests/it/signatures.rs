//! Deliveries that are signed in parts, through the verifiers that are generated. The signatures were made with Python's
//! `hmac`.

use std::time::{Duration, UNIX_EPOCH};

use payspec_language::pairs::{
    pair_verifier_of_address, pair_verifier_of_members, pair_verifier_of_parts, pair_verifier_of_values,
    pair_verifier_prefix, pair_verifier_secret,
};
use payspec_webhook::{DeliveryTarget, KeyEncoding, VerifyError};

const PAID: &str = r#"{"type":"ORDER_PAID","object":{"id":"o-1"}}"#;

macro_rules! verify {
    ($module:path, $secret:expr, at $now:expr, $($arguments:expr),+) => {{
        use $module as signed;
        let now = UNIX_EPOCH + Duration::from_secs($now);
        let verifier = signed::Verifier::new($secret).configure(|runtime| runtime.clock(move || now));
        verifier.verify($($arguments),+).map(|event| event.event_type().map(|event| event.to_string()))
    }};
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with what verifiers return")]
fn paid() -> Result<Option<String>, VerifyError> {
    Ok(Some("ORDER_PAID".to_owned()))
}

#[test]
fn id_time_and_body() {
    let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let headers = [
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", "1614265330"),
        ("webhook-signature", "v1a,AA== v1,ecIY+y5pf7pOq5cN9NeSehVldcuS0aUUSlab/2ETxjw="),
    ];
    let verify = |key: &str, now, headers: &[(&str, &str)]| verify!(pair_verifier_of_parts::webhook, key, at now, headers.iter().copied(), PAID);
    assert_eq!(verify(key, 1_614_265_330, &headers), paid());
    assert!(matches!(verify(key, 1_614_265_631, &headers), Err(VerifyError::TooOld { .. })));
    assert_eq!(verify(key, 0, &headers[1..]), Err(VerifyError::NoHeader { header: "webhook-id" }));
    let malformed = VerifyError::MalformedSecret { encoding: KeyEncoding::Base64 };
    assert_eq!(pair_verifier_of_parts::webhook::Verifier::new("whsec_?").check(), Err(malformed));
}

#[test]
fn several_values_in_one_header() {
    let signature = "v1=742828e441fbcc4d4e3a8e33c087c5405412e13b83c7c4b860b9a139f794f760";
    let verify = |header: &str| verify!(pair_verifier_of_values::webhook, "whsec_test", at 1_492_774_600, [("shop-signature", header)], PAID);
    assert_eq!(verify(&format!("t=1492774577000,{signature},v0=00")), paid());
    assert_eq!(verify(&format!("t=1492774577001,{signature}")), Err(VerifyError::Wrong));
    assert_eq!(verify(signature), Err(VerifyError::NoPrefix { prefix: "t=" }));
}

#[test]
fn members_of_a_body() {
    let key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    let body = r#"{"eventCode":"ORDER_PAID","pspReference":"7914073381342284","amount":{"value":1130},"object":{"id":"o-1"},"sent":{"at":"2024-01-05T12:44:06+01:00"}}"#;
    let signature = "1t5Yvae8QVJZBb2fvSigiDqFQT1UIkoZdyOCa+BELqE=";
    let verify = |body: &str| verify!(pair_verifier_of_members::webhook, key, at 1_704_455_046, [("hmacsignature", signature)], body);
    assert_eq!(verify(body), paid());
    assert_eq!(verify(&body.replace("1130", "1131")), Err(VerifyError::Wrong));
}

#[test]
fn an_address_and_digests() {
    let signature = "2c8c2ad2fb6961ab02b6dc20dcbc94520813c03847159b393c95178b47635d11d064e09798271e8aa2965db4c8f5abf6ecaa92\
                     e6b72b21462de670bc692e167b";
    let verify = |url: &str| {
        let target = DeliveryTarget::new("POST", url);
        verify!(pair_verifier_of_address::webhook, "key512", at 0, target, [("x-seal", signature)], PAID)
    };
    assert_eq!(verify("https://shop.example/hooks/a?b=1"), paid());
    assert_eq!(verify("https://shop.example/hooks/a?b=2"), Err(VerifyError::Wrong));
    assert_eq!(verify("/hooks/a?b=1"), Err(VerifyError::NoTarget));
}

#[test]
fn a_prefix_and_a_secret() {
    let value = "sha256=f2af0d1243f5fbacc33b2f99096e89c7ea3fef044d4ac2f6634f5eefd03db409";
    let headers = [("x-hub-signature-256", value)];
    assert_eq!(verify!(pair_verifier_prefix::webhook, "It's a Secret to Everybody", at 0, headers, PAID), paid());
    let headers = [("authorization", "Bearer chosen")];
    assert_eq!(verify!(pair_verifier_secret::webhook, "chosen", at 0, headers, PAID), paid());
    let wrong = verify!(pair_verifier_secret::webhook, "another", at 0, headers, PAID);
    assert_eq!(wrong, Err(VerifyError::Wrong));
}

/// The showcase signs all that there is.
#[test]
fn everything_at_once() {
    let key = "wax_c2VjcmV0IHdheCBvZiB0aGUgY291cmllcnM=";
    let body = r#"{"kind":"letter.arrived","id":"e-1","letter":{"letterId":"l-1","to":"Ada"}}"#;
    let wax = "wax=\"kEsmP/6GJcVVf9CSUCwxRoRg4oy7QRKL4DHjPawTyXIeNBcBm+rs/UaiEhCMbHYviESFJcl7VZT3s418aB9Mkw==\"";
    let verify = |url: &str, bag: &str, body: &str| {
        let headers = [("x-wax", format!("at=2026-11-29T10:00:00Z; {wax}")), ("x-bag", bag.to_owned())];
        let target = DeliveryTarget::new("POST", url);
        verify!(showcase_sealed_webhook, key, at 1_795_946_400, target, headers, body)
    };
    let url = "https://shop.example/hooks/letters?shop=7";
    assert_eq!(verify(url, "bag-4", body), Ok(Some("letter.arrived".to_owned())));
    assert_eq!(verify(url, "bag-5", body), Err(VerifyError::Wrong));
    assert_eq!(verify(url, "bag-4", &body.replace("Ada", "Bob")), Err(VerifyError::Wrong));
    assert_eq!(verify("https://shop.example/hooks/letters?shop=8", "bag-4", body), Err(VerifyError::Wrong));
}
