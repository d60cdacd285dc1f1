//! Signatures of RSA, and verifiers of users. Keys and signatures were made with OpenSSL.

use std::time::{Duration, UNIX_EPOCH};

use payspec_webhook::testing::Signer;
use payspec_webhook::{
    BodyForm, CustomVerifyError, DeliveryTarget, DeliveryVerifier, Proof, RawBody, Rejection, RsaPadding, RsaSpec,
    SignatureEncoding, SignatureSpec, SignedPart, UnverifiedDelivery, Verifier, VerifyError,
};

pub(crate) const PRIVATE_KEY: &str = include_str!("../../../../../tests/support/keys/rsa.pem");
const PRIVATE_KEY_PKCS1: &str = include_str!("../../../../../tests/support/keys/rsa.pkcs1.pem");
pub(crate) const PUBLIC_KEY: &str = include_str!("../../../../../tests/support/keys/rsa.public.pem");
/// The same key as PKCS #1.
const PKCS1: &str = "-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAucv4S9BsIeXMImH8bVADzki46hiombIL/nMYu/sqfsgOZQIMkjIL
pZPh7onY1+Sf3gbE2YZTDIW02pqB5+wqZHSBIvl5yo2dSYPBmdwqgUSVfjCq7tAj
ZTG+das+pJDA/hY+FZ11CcwrGbYRUjzO5Z+HY2GoM1iHAYqcbVdzcnxeNq+Uh8Al
3fPGR+olS9JR5DiveRNwVRDvIAstOo2BxykVJiJWalKsly12JiqA8fhskBIwstmm
QSrkGi5Z10nBVVTOBOJqVWc87G85uccjMPzLaArp1PgLss6N97tqNA70q0C6bjJd
Se1jBc7QLbfUyLv/gELbVY0DkNSAndTVyQIDAQAB
-----END RSA PUBLIC KEY-----
";
/// Another key.
const OTHER: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwmsm0USGFZzWJbxZ+wxW
O4Y6fHpjj43nQSVQXuvTK6GVEIoOFOQYWA9N3GZsHdAoimF5XGW2dppMofRo3h/Z
JTQvcqA7pSbD8vzqqHAxQu3fKABMYC0rxRr0acS1lXpV9nb20k5JIp7wQ9+oGxjF
Vrf0PiztDFEtaplwYM/sVCnkm6+XJnVSIYpYIwojuGTBtdhvWCRWRQChJrhz3QQG
Em3tg01iMZ2qY0fOqdcwbwbTZgFFc14uK+BEzw3TRPeLIgoDiW5pMAgiABS77scv
jO7MHct5+JlAsBfadH7w23pSPvlCkyUhNcPoIWicpKYD0lj3VWLLHjeSB1TvlrSx
3wIDAQAB
-----END PUBLIC KEY-----
";
/// A key that is too short.
const SHORT: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQD4dC7uRxZvJ/a7JiHEborgU9O3
XJ+K1fqo/Uo7i4nNsLfs6kUw5J0EOjLSZHFkrd6KS/pTFvkxKm2h+jq3zcvU4hBb
3FCT+CuSjEtoETDtXs9NYZr/3RhjiyxsnRmooY22qlw4BtCZvkPMrW7qY4F4y+7y
87EcUlX6XLWpdU1GcwIDAQAB
-----END PUBLIC KEY-----
";
/// A key of another algorithm.
const ELLIPTIC: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAECc94CyrBUWcy/T3+bJbI7152p/BA
ubQIPw8wNwzPOSaYzLDWLKmWUwIInO5A2IDPHplr1vZ/UpKf9L8E/G33vw==
-----END PUBLIC KEY-----
";

const RSA: RsaSpec = RsaSpec {
    padding: RsaPadding::Pkcs1,
    encoding: SignatureEncoding::Base64,
    key_id: None,
    signed: &[SignedPart::Body],
    body: BodyForm::Json,
};

const PLAIN: SignatureSpec = SignatureSpec {
    headers: &["X-Ring"],
    member: None,
    separator: None,
    prefix: "",
    proof: Proof::Rsa(RSA),
    timestamp: None,
};

pub(crate) static ONE_KEY: SignatureSpec = PLAIN;
static SALTED: SignatureSpec = SignatureSpec {
    proof: Proof::Rsa(RsaSpec { padding: RsaPadding::Pss, encoding: SignatureEncoding::Hex, ..RSA }),
    ..PLAIN
};
pub(crate) static NAMED: SignatureSpec =
    SignatureSpec { proof: Proof::Rsa(RsaSpec { key_id: Some("X-Ring-Id"), ..RSA }), ..PLAIN };
pub(crate) static CUSTOM: SignatureSpec = SignatureSpec { headers: &[], proof: Proof::Custom, ..PLAIN };

const BODY: &str = r#"{"type":"ORDER_PAID","object":{"id":"o-1"}}"#;
pub(crate) const PKCS1_SIGNATURE: &str = "tAMCjl2HokAaKJGfuKAm2LgNoHa6x3EfCtUIPeTDUwhrsRYa1T+THnaqRPmAqLgvP8WthJ9w+oZvyhbCWBbiAdenVOcKIx9SU/8+\
     SQdcSkvBofuhFBTAECrPjHweCcPZfgt69E3PQJKDpS6t4vW+jIkVPuK5ocKr4L4VPCCXodp7pCri0DuuHDT9ol9e65Y/G0JNVUQs\
     Az+PSUB+UN95fnFsiojLlP8cqf89XRB6CNTQk8eaNFAqXxcAksf8UwNfYBBq9Pj98p7kF5VD9dnmsZsGtxrLfWRqI5F/kQvwVaS0\
     hD4/MutmLMyfmIO0IhoOgCsfYfoHk2zQUrnB+PKvoQ==";
/// With SHA-512 in place of SHA-256.
const OTHER_HASH: &str = "gskiTdMTOzXntwcmsPGc1WL3du/9rjx6iwAHm+VZ6suBsxsAJUBs8N7AY6jDYUGHexUek9f36+1w3Xkozc5xMqNWpi/RsD6pR7GF\
     UACdtvK9ETNAGmzzwJh/3ziuettJufTQndEV0B5Kh3alTiTzH8XrFVvDQgfNOndFcTUBlWCForyn4axxqWYgQQWFDayIkrcbFBYL\
     NyJm8wlAnvS600dytP5dA29PPpJmhmhmKaq6ITejtKI11/5L8TuvvppXp3TLd9YUE+8gsHsthgrqZDIaZOO8RCjF47Nr7dQiL0bZ\
     lAWfm6k7EEK/QXPIyD9x7jQO08+vUE8UlWa1ZFukYg==";
const PSS_SIGNATURE: &str = "76ca896f74706bc8f401f54105a33f73c0e16083d6ce74361e4689e77ed7636e6cde2611e22c2f187a34f117fe28ae8df083\
     6acbf2b0679ff2fd1029a514efbdf1f0fdc437ca9837f5521becda617da9a58cf66de53be2fb7d8f4415d54acad19729895f\
     7a37e577551d25d4b96c7decb90f3c8b71b064b95f4e4774230cf9ff3d0b513a7904c4cb23931d7ef3fbee956bff8d55cdb0\
     0ac995e18e05345ce41fcb72bfb73213cefc5074275d743c7dc2967b7f6dadc5ad99f7974db581d4bd378879f8906e92a2ef\
     e1b676c47f00e44d533be7f37bd513e30dfb57999d7386bf3201b57a537a19ac2f3a29e1464bee88977f39bdf225debd4e54\
     d333382c388f";

fn verify(verifier: &Verifier, headers: &[(&str, &str)], body: &str) -> Result<(), VerifyError> {
    verifier.verify(headers.iter().copied(), body.as_bytes())
}

#[test]
fn signatures_of_another_implementation_are_valid() {
    let pem_without_frame: String = PUBLIC_KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let escaped = |key: &str, lines: &str| key.replace('\n', lines);
    for key in [
        PUBLIC_KEY,
        PKCS1,
        &escaped(PUBLIC_KEY, "\r\n"),
        &escaped(PUBLIC_KEY, "\\n"),
        &escaped(PKCS1, "\\r\\n"),
        &escaped(PUBLIC_KEY, ""),
        &pem_without_frame,
        &pem_without_frame.replace('A', "\\nA"),
    ] {
        let verifier = Verifier::with_public_key(&ONE_KEY, key);
        assert_eq!(verifier.check(), Ok(()), "{key}");
        assert_eq!(verify(&verifier, &[("x-ring", PKCS1_SIGNATURE)], BODY), Ok(()), "{key}");
    }
    let salted = Verifier::with_public_key(&SALTED, PUBLIC_KEY);
    assert_eq!(verify(&salted, &[("x-ring", PSS_SIGNATURE)], BODY), Ok(()));
}

#[test]
fn forged_twins_are_rejected() {
    let verifier = Verifier::with_public_key(&ONE_KEY, PUBLIC_KEY);
    let headers = [("X-Ring", PKCS1_SIGNATURE)];
    assert_eq!(verify(&verifier, &headers, &BODY.replace("o-1", "o-2")), Err(VerifyError::Wrong));
    assert_eq!(verify(&verifier, &[("X-Ring", OTHER_HASH)], BODY), Err(VerifyError::Wrong));
    assert_eq!(verify(&verifier, &[("X-Ring", "AAAA")], BODY), Err(VerifyError::Wrong));
    assert_eq!(verify(&verifier, &[("X-Ring", "?")], BODY), Err(VerifyError::Malformed));
    assert_eq!(verify(&verifier, &[], BODY), Err(VerifyError::NoSignature { headers: &["X-Ring"] }));
    let another = Verifier::with_public_key(&ONE_KEY, OTHER);
    assert_eq!(verify(&another, &headers, BODY), Err(VerifyError::Wrong));
    assert_eq!(verify(&another.or_public_key(PUBLIC_KEY), &headers, BODY), Ok(()), "one of two keys");
    // Either padding is valid for one of them only.
    let salted = Verifier::with_public_key(&SALTED, PUBLIC_KEY);
    let signer = Signer::new(&ONE_KEY, PRIVATE_KEY).sign(BODY, UNIX_EPOCH).expect("it can be signed");
    let made = signer.headers().next().map(|(_, value)| value.to_owned()).expect("a signature");
    assert_eq!(made, PKCS1_SIGNATURE, "this padding has no salt");
    assert_eq!(verify(&salted, &[("X-Ring", &PSS_SIGNATURE.replace('6', "7"))], BODY), Err(VerifyError::Wrong));
}

#[test]
fn a_delivery_names_its_key() {
    let verifier = Verifier::with_named_key(&NAMED, "old", OTHER).or_named_key("new", PUBLIC_KEY);
    let named = |id: &'static str| [("X-Ring", PKCS1_SIGNATURE), ("X-Ring-Id", id)];
    assert_eq!(verify(&verifier, &named("new"), BODY), Ok(()));
    assert_eq!(verify(&verifier, &named("old"), BODY), Err(VerifyError::Wrong), "the key of another ID");
    assert_eq!(verify(&verifier, &named("newer"), BODY), Err(VerifyError::UnknownKey { header: "X-Ring-Id" }));
    assert_eq!(verify(&verifier, &named("new")[..1], BODY), Err(VerifyError::NoHeader { header: "X-Ring-Id" }));
    let twice = [("X-Ring-Id", "old"), ("X-Ring", PKCS1_SIGNATURE), ("X-Ring-Id", "new")];
    assert_eq!(verify(&verifier, &twice, BODY), Err(VerifyError::RepeatedHeader { header: "X-Ring-Id" }));
}

#[test]
fn unusable_keys_are_explained() {
    let two = format!("{PUBLIC_KEY}{OTHER}");
    for (key, reason) in [
        ("", "is not a public key in PEM"),
        ("secret", "is not a public key in PEM"),
        (&PUBLIC_KEY[..60], "is not a public key in PEM"),
        (PRIVATE_KEY, "is a private key"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "is a certificate"),
        (&two, "is several keys"),
        (SHORT, "2048 to 8192 bits"),
        (ELLIPTIC, "is not an RSA public key"),
        ("AAAA", "is not an RSA public key"),
    ] {
        let verifier = Verifier::with_public_key(&ONE_KEY, key);
        let shown = verifier.check().expect_err(key).to_string();
        assert!(shown.contains(reason), "{key}: {shown}");
        let headers = [("X-Ring", PKCS1_SIGNATURE)];
        assert_eq!(verify(&verifier, &headers, BODY), verifier.check(), "nothing else is the reason");
    }
    let secret = Verifier::new(&ONE_KEY, "secret");
    assert_eq!(secret.check(), Err(VerifyError::NoPublicKey));
    assert_eq!(verify(&secret, &[("X-Ring", PKCS1_SIGNATURE)], BODY), Err(VerifyError::NoPublicKey));
}

/// The API must deliver again what the receiver cannot verify, and its operator must not look for a forger.
#[test]
fn a_fault_of_the_receiver_is_not_reported_as_a_forged_delivery() {
    let headers = [("X-Ring", PKCS1_SIGNATURE), ("X-Ring-Id", "new")];
    for (verifier, what) in [
        (Verifier::new(&ONE_KEY, "secret"), "has no public key"),
        (Verifier::with_public_key(&ONE_KEY, ""), "is not a public key in PEM"),
        (Verifier::new(&CUSTOM, "secret"), "set a `DeliveryVerifier`"),
        (Verifier::with_named_key(&NAMED, "new\n", PUBLIC_KEY), "ends with a line break"),
        (Verifier::with_named_key(&NAMED, " new", PUBLIC_KEY), "starts with white space"),
        (Verifier::with_named_key(&NAMED, " ", PUBLIC_KEY), "has no ID"),
        (Verifier::with_public_key(&NAMED, PUBLIC_KEY), "has no ID"),
        (Verifier::with_named_key(&NAMED, "old", PUBLIC_KEY).or_public_key(OTHER), "has no ID"),
    ] {
        let error = verifier.check().expect_err(what);
        assert!(error.to_string().contains(what), "{what}: {error}");
        assert_eq!(verify(&verifier, &headers, BODY).as_ref(), Err(&error), "the same reason");
        assert_eq!(Rejection::from(error).status(), 500, "{what}");
    }
    let forged = Verifier::with_public_key(&ONE_KEY, OTHER);
    let error = verify(&forged, &headers, BODY).expect_err("it is signed with another key");
    assert_eq!(Rejection::from(error).status(), 401);
}

#[test]
fn a_signer_makes_what_its_verifier_accepts() {
    for key in [PRIVATE_KEY, PRIVATE_KEY_PKCS1] {
        for spec in [&ONE_KEY, &SALTED, &NAMED] {
            let delivery =
                Signer::new(spec, key).header("X-Ring-Id", "a").sign(BODY, UNIX_EPOCH).expect("it can be signed");
            let verifier = Verifier::with_named_key(spec, "a", PUBLIC_KEY);
            assert_eq!(verifier.verify(delivery.headers(), BODY.as_bytes()), Ok(()));
            assert!(!format!("{verifier:?}").contains("MII"));
        }
    }
    let malformed = Signer::new(&ONE_KEY, PUBLIC_KEY).sign(BODY, UNIX_EPOCH).expect_err("a public key");
    assert!(malformed.to_string().contains("is not an RSA private key"), "{malformed}");
}

/// Accepts what the API is said to send now.
struct Expected;

impl DeliveryVerifier for Expected {
    fn verify(&self, delivery: &UnverifiedDelivery<'_>) -> Result<(), CustomVerifyError> {
        let target = format!("{} {} {} {:?}", delivery.method(), delivery.path(), delivery.query(), delivery.url());
        assert_eq!(target, "POST /hooks a=1 Some(\"https://shop.example/hooks?a=1\")");
        assert_eq!(delivery.now(), UNIX_EPOCH + Duration::from_secs(7));
        assert_eq!(delivery.headers().count(), 3);
        let shown = format!("{delivery:?}");
        assert!(shown.contains("X-R") && !shown.contains("gold") && !shown.contains("a=1"), "{shown}");
        match (delivery.header("x-ring")?, delivery.body()) {
            (b"gold", b"body") => Ok(()),
            _ => Err(CustomVerifyError::new("not gold")),
        }
    }
}

#[test]
fn a_verifier_of_the_user_sees_the_whole_request() {
    let verifier = Verifier::with_custom(&CUSTOM, Expected).origin("https://shop.example");
    let verifier = verifier.clock(|| UNIX_EPOCH + Duration::from_secs(7));
    assert_eq!((verifier.check(), verifier.needs_target()), (Ok(()), true));
    let verify = |ring: [(&str, &str); 3], body: &str| {
        let (target, body) = (DeliveryTarget::new("POST", "/hooks?a=1"), RawBody::from(body));
        verifier.verify_delivery_to(target, ring, &body).map(drop).map_err(|error| error.to_string())
    };
    let headers = [("X-Ring", " gold"), ("X-Other", "1"), ("X-Other", "2")];
    assert_eq!(verify(headers, "body"), Ok(()));
    assert_eq!(verify(headers, "bodies"), Err("not gold".to_owned()));
    assert_eq!(verify([("X-Rung", "gold"); 3], "body"), Err("the header `x-ring` is missing".to_owned()));
    assert_eq!(verify([("X-Ring", "gold"); 3], "body"), Err("the header `x-ring` is repeated".to_owned()));
    let secret = Verifier::new(&CUSTOM, "secret");
    assert_eq!(secret.check(), Err(VerifyError::NoVerifier));
    assert_eq!(Signer::new(&CUSTOM, "secret").sign("body", UNIX_EPOCH), Err(VerifyError::NoVerifier));
}

/// The sender chooses the names of headers, and how many there are.
#[test]
fn a_verifier_of_the_user_prints_a_bounded_number_of_short_names() {
    struct Printer;
    impl DeliveryVerifier for Printer {
        fn verify(&self, delivery: &UnverifiedDelivery<'_>) -> Result<(), CustomVerifyError> {
            Err(CustomVerifyError::new(format!("{delivery:?}")))
        }
    }
    let verifier = Verifier::with_custom(&CUSTOM, Printer);
    let names = (0..100).map(|number| format!("x-{number}"));
    let names = ["x".repeat(60_000), "x-a\nb".to_owned()].into_iter().chain(names);
    let shown = verifier.verify(names.map(|name| (name, "")), b"body").expect_err("it is printed").to_string();
    assert!(shown.contains("headers: [(60000 bytes), (5 bytes), x-0, x-1,"), "{shown}");
    assert!(shown.contains(", x-29, 70 more]"), "{shown}");
}
