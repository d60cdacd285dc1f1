//! Signatures of deliveries.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payspec_webhook::{
    BodyForm, Envelope, HashAlgorithm, HmacSpec, KeyEncoding, Proof, RawBody, Reason, SignatureEncoding, SignatureSpec,
    SignedPart, TimeFormat, TimePlace, TimestampSpec, Verifier, VerifyError,
};
use proptest::prelude::*;

const HMAC: HmacSpec = HmacSpec {
    hash: HashAlgorithm::Sha256,
    encoding: SignatureEncoding::Hex,
    key_encoding: KeyEncoding::Text,
    key_prefix: "",
    signed: &[SignedPart::Body],
    body: BodyForm::Json,
};

const SIGNED_AT: TimestampSpec = TimestampSpec {
    at: TimePlace::Member("signedAt"),
    format: TimeFormat::Seconds,
    tolerance_seconds: 300,
    optional: false,
};

static HEX: SignatureSpec = SignatureSpec {
    headers: &["X-One", "X-Two"],
    member: None,
    separator: None,
    prefix: "",
    proof: Proof::Hmac(HMAC),
    timestamp: None,
};

static TIMED: SignatureSpec = SignatureSpec {
    headers: &["X-One", "X-Two"],
    member: None,
    separator: None,
    prefix: "",
    proof: Proof::Hmac(HmacSpec { encoding: SignatureEncoding::Base64, ..HMAC }),
    timestamp: Some(SIGNED_AT),
};

const ABC: &[SignedPart] = &[SignedPart::Field("a"), SignedPart::Field("b"), SignedPart::Field("c")];

static OF_FIELDS: SignatureSpec = SignatureSpec {
    headers: &["X-One"],
    member: None,
    separator: None,
    prefix: "",
    proof: Proof::Hmac(HmacSpec { signed: ABC, body: BodyForm::Form, ..HMAC }),
    timestamp: None,
};

/// RFC 4231, test case 2.
const JEFE: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
const JEFE_BODY: &[u8] = b"what do ya want for nothing?";

/// Of `{"signedAt":"1689221338"}` with the key `test_secret`, made by another implementation.
const TIMED_SIGNATURE: &str = "yuy+3zNUipn+eHlbC5wEoqFIPw3sMStEob3KdEWdfhU=";
const TIMED_BODY: &[u8] = br#"{"signedAt":"1689221338"}"#;

fn verify(verifier: &Verifier, headers: &[(&str, &str)], body: &[u8]) -> Result<(), VerifyError> {
    verifier.verify(headers.iter().copied(), body)
}

fn jefe() -> Verifier {
    Verifier::new(&HEX, "Jefe")
}

#[test]
fn the_published_example_is_right() {
    assert_eq!(verify(&jefe(), &[("X-One", JEFE)], JEFE_BODY), Ok(()));
    assert_eq!(verify(&jefe(), &[("x-two", &JEFE.to_uppercase())], JEFE_BODY), Ok(()), "names and digits in any case");
    assert_eq!(verify(&jefe(), &[("X-One", &format!(" {JEFE} "))], JEFE_BODY), Ok(()));
}

#[test]
fn one_right_signature_is_enough_under_any_secret() {
    let wrong = "00".repeat(32);
    assert_eq!(verify(&jefe(), &[("X-One", &wrong), ("X-Two", JEFE)], JEFE_BODY), Ok(()));
    assert_eq!(verify(&jefe(), &[("X-One", "???"), ("X-One", JEFE)], JEFE_BODY), Ok(()), "a header that comes twice");
    let new_and_old = Verifier::new(&HEX, "the new one").or_secret("Jefe");
    assert_eq!(verify(&new_and_old, &[("X-One", JEFE)], JEFE_BODY), Ok(()));
    let with_an_empty_one = Verifier::new(&HEX, "").or_secret("Jefe");
    assert_eq!(verify(&with_an_empty_one, &[("X-One", JEFE)], JEFE_BODY), Ok(()));
}

#[test]
fn what_is_wrong_is_reported() {
    let headers = HEX.headers;
    for (given, body, why) in [
        (&[][..], JEFE_BODY, VerifyError::NoSignature { headers }),
        (&[("X-Three", JEFE)], JEFE_BODY, VerifyError::NoSignature { headers }),
        (&[("X-One", "")], JEFE_BODY, VerifyError::Malformed),
        (&[("X-One", "xyz")], JEFE_BODY, VerifyError::Malformed),
        (&[("X-One", &JEFE[1..])], JEFE_BODY, VerifyError::Malformed),
        (&[("X-One", &JEFE[2..])], JEFE_BODY, VerifyError::Wrong),
        (&[("X-One", JEFE)], b"what do ya want for nothing!", VerifyError::Wrong),
    ] {
        assert_eq!(verify(&jefe(), given, body), Err(why), "{given:?}");
    }
    assert_eq!(verify(&Verifier::new(&HEX, "jefe"), &[("X-One", JEFE)], JEFE_BODY), Err(VerifyError::Wrong));
}

/// HMAC takes an empty key, and so could whoever sends.
#[test]
fn an_empty_secret_verifies_nothing() {
    let by_nobody = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
    assert_eq!(verify(&Verifier::new(&HEX, ""), &[("X-One", by_nobody)], b""), Err(VerifyError::NoSecret));
}

/// A file ends with a line break, and what is copied starts with a blank.
#[test]
fn a_secret_that_was_not_trimmed_is_reported_as_that() {
    let untrimmed = Err(VerifyError::UntrimmedSecret);
    for secret in ["Jefe\n", "Jefe\r\n", " Jefe", "Jefe\t", "\u{feff}Jefe", "Jefe\u{200b}"] {
        let verifier = Verifier::new(&HEX, secret);
        assert_eq!(verify(&verifier, &[("X-One", JEFE)], JEFE_BODY), untrimmed, "{secret:?}");
        assert_eq!(verifier.check(), untrimmed, "it is told before the first delivery");
        // Next to a right one it does no harm, and is told of what is wrong.
        let both = Verifier::new(&HEX, secret).or_secret("Jefe");
        assert_eq!(verify(&both, &[("X-One", JEFE)], JEFE_BODY), Ok(()));
        assert_eq!(verify(&both, &[("X-One", JEFE)], b"forged"), untrimmed);
        assert_eq!(both.check(), untrimmed);
    }
    assert_eq!((jefe().check(), Verifier::new(&HEX, " ").check()), (Ok(()), Err(VerifyError::NoSecret)));
    assert_eq!(jefe().or_secret("").check(), Ok(()), "there is one to verify with");
    // One that is meant so verifies what was signed with it.
    let meant = Verifier::new(&HEX, "key ");
    let mut mac = <hmac::Hmac<sha2::Sha256> as hmac::KeyInit>::new_from_slice(b"key ").expect("any length");
    hmac::Mac::update(&mut mac, b"{}");
    let signature: String = hmac::Mac::finalize(mac).into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(verify(&meant, &[("X-One", &signature)], b"{}"), Ok(()));
    assert!(!VerifyError::UntrimmedSecret.to_string().contains("Jefe"));
}

fn at(seconds: u64) -> Verifier {
    Verifier::new(&TIMED, "test_secret").clock(move || UNIX_EPOCH + Duration::from_secs(seconds))
}

#[test]
fn deliveries_get_old() {
    let signed = 1_689_221_338;
    let headers = [("X-One", TIMED_SIGNATURE)];
    for now in [signed, signed - 300, signed + 300] {
        assert_eq!(verify(&at(now), &headers, TIMED_BODY), Ok(()), "{now}");
    }
    let by = |seconds| Duration::from_secs(seconds);
    assert_eq!(
        verify(&at(signed + 301), &headers, TIMED_BODY),
        Err(VerifyError::TooOld { by: by(301), tolerance: by(300) })
    );
    assert_eq!(
        verify(&at(signed - 301), &headers, TIMED_BODY),
        Err(VerifyError::TooNew { by: by(301), tolerance: by(300) })
    );
    let patient = at(signed + 900).tolerance(by(900));
    assert_eq!(verify(&patient, &headers, TIMED_BODY), Ok(()));
    let today = Verifier::new(&TIMED, "test_secret");
    assert!(matches!(verify(&today, &headers, TIMED_BODY), Err(VerifyError::TooOld { .. })), "the system's clock");
}

/// Attempts that follow explain an old delivery; only clocks that differ explain one of the future.
#[test]
fn a_long_tolerance_is_for_the_past() {
    const SLOW: SignatureSpec =
        SignatureSpec { timestamp: Some(TimestampSpec { tolerance_seconds: 3_600, ..SIGNED_AT }), ..TIMED };
    let signed = 1_689_221_338;
    let at = |now| Verifier::new(&SLOW, "test_secret").clock(move || UNIX_EPOCH + Duration::from_secs(now));
    let headers = [("X-One", TIMED_SIGNATURE)];
    let by = |seconds| Duration::from_secs(seconds);
    for now in [signed + 3_600, signed, signed - 300] {
        assert_eq!(verify(&at(now), &headers, TIMED_BODY), Ok(()), "{now}");
    }
    let too_old = VerifyError::TooOld { by: by(3_601), tolerance: by(3_600) };
    assert_eq!(verify(&at(signed + 3_601), &headers, TIMED_BODY), Err(too_old));
    for ahead in [301, 3_600] {
        let too_new = VerifyError::TooNew { by: by(ahead), tolerance: by(300) };
        assert_eq!(verify(&at(signed - ahead), &headers, TIMED_BODY), Err(too_new));
    }
    // Who allows less allows less of both; who allows more, more of the past.
    let strict = at(signed - 61).tolerance(by(60));
    let too_new = VerifyError::TooNew { by: by(61), tolerance: by(60) };
    assert_eq!(verify(&strict, &headers, TIMED_BODY), Err(too_new));
    let patient = at(signed - 301).tolerance(by(86_400));
    let too_new = VerifyError::TooNew { by: by(301), tolerance: by(300) };
    assert_eq!(verify(&patient, &headers, TIMED_BODY), Err(too_new));
}

#[test]
fn a_time_is_not_looked_at_before_the_signature() {
    let forged = br#"{"signedAt":"1689221339"}"#;
    assert_eq!(verify(&at(0), &[("X-One", TIMED_SIGNATURE)], forged), Err(VerifyError::Wrong));
}

#[test]
fn a_missing_time_is_reported_or_allowed() {
    static OPTIONAL: SignatureSpec =
        SignatureSpec { timestamp: Some(TimestampSpec { optional: true, ..SIGNED_AT }), ..HEX };
    static NEEDED: SignatureSpec = SignatureSpec { timestamp: Some(SIGNED_AT), ..HEX };
    let headers = [("X-One", JEFE)];
    let no_time = Err(VerifyError::NoTimestamp { member: "signedAt" });
    assert_eq!(verify(&Verifier::new(&NEEDED, "Jefe"), &headers, JEFE_BODY), no_time, "the body is not JSON");
    assert_eq!(verify(&Verifier::new(&OPTIONAL, "Jefe"), &headers, JEFE_BODY), Ok(()));
}

#[test]
fn fields_are_signed_in_their_order_and_missing_ones_are_empty() {
    // Of "1x y", made by another implementation.
    let signature = "9f9be8c0426232ee7701b4fdf462c9ec222486bf4b21e0944997faac4ac340e1";
    let verifier = Verifier::new(&OF_FIELDS, "test_secret");
    for body in ["a=1&b=x+y", "b=x+y&a=1&c=", "z=9&c=&b=x%20y&a=1"] {
        assert_eq!(verify(&verifier, &[("X-One", signature)], body.as_bytes()), Ok(()), "{body}");
    }
    for body in ["a=1&b=xy", "b=1&a=x+y", ""] {
        assert_eq!(verify(&verifier, &[("X-One", signature)], body.as_bytes()), Err(VerifyError::Wrong), "{body}");
    }
    let many = "a=1&".repeat(1001);
    let broken = verify(&verifier, &[("X-One", signature)], many.as_bytes());
    assert!(matches!(broken, Err(VerifyError::NotAForm(_))), "{broken:?}");
}

fn signed(content: &[u8]) -> String {
    let mut mac = <hmac::Hmac<sha2::Sha256> as hmac::KeyInit>::new_from_slice(b"key").expect("any length");
    hmac::Mac::update(&mut mac, content);
    let bytes = hmac::Mac::finalize(mac).into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is signed are the bytes of the values, and those need not be UTF-8.
#[test]
fn fields_are_signed_as_bytes() {
    for (body, content) in [
        (&b"a=caf%E9&b=1"[..], &b"caf\xe91"[..]),
        (b"a=caf\xe9&b=1", b"caf\xe91"),
        // A letter cut in half, and its other half in the next field.
        (b"a=%C3&b=%A9", b"\xc3\xa9"),
        // What is no escape stands for itself.
        (b"a=100%&b=%zz&c=%4", b"100%%zz%4"),
        (b"a=%%41", b"%A"),
        (b"%61=1&b=2&c=%00", b"12\0"),
        // Others are not looked at.
        (b"a=1&z=%ff&%fe=\xfe&z=2", b"1"),
        // Of a field that comes twice the last counts.
        (b"a=1&a=2", b"2"),
    ] {
        for spec in [&OF_FIELDS, &OF_MEMBERS] {
            let verifier = Verifier::new(spec, "key");
            assert_eq!(verify(&verifier, &[("X-One", &signed(content))], body), Ok(()), "{}", body.escape_ascii());
            let other = signed(&[content, b"x"].concat());
            assert_eq!(
                verify(&verifier, &[("X-One", &other)], body),
                Err(VerifyError::Wrong),
                "{}",
                body.escape_ascii()
            );
        }
    }
}

#[test]
fn nothing_secret_is_printed() {
    let shown = format!("{:?}", jefe().or_secret("another-secret"));
    assert!(!shown.contains("Jefe") && !shown.contains("another-secret"), "{shown}");
    assert!(shown.contains("secrets: 2"), "{shown}");
}

#[test]
fn a_header_map_can_be_given_as_it_is() {
    let mut map = http::HeaderMap::new();
    map.insert("x-two", http::HeaderValue::from_static(JEFE));
    assert_eq!(jefe().verify(&map, JEFE_BODY), Ok(()));
}

proptest! {
    #[test]
    fn nothing_panics_and_nothing_random_is_right(
        name in "X-(One|Two)",
        value in any::<Vec<u8>>(),
        body in any::<Vec<u8>>(),
    ) {
        for spec in [&HEX, &TIMED, &OF_FIELDS] {
            let verifier = Verifier::new(spec, "s").clock(|| SystemTime::UNIX_EPOCH);
            prop_assert!(verifier.verify([(name.as_str(), &value)], &body).is_err());
        }
    }
}

static OF_MEMBERS: SignatureSpec =
    SignatureSpec { proof: Proof::Hmac(HmacSpec { signed: ABC, body: BodyForm::FormOrJson, ..HMAC }), ..OF_FIELDS };

/// The content is that of a form and of JSON alike, and the signature is made by another verifier of the body as a
/// whole.
#[test]
fn members_are_signed_like_fields() {
    let signed = |content: &str| signed(content.as_bytes());
    let verifier = Verifier::new(&OF_MEMBERS, "key");
    for (body, content) in [
        ("b=2&a=1+0&c=3", "1 023"),
        (r#"{"b": "2", "a": "1 0", "c": 3}"#, "1 023"),
        (r#" {"a": 2500.00, "c": null, "d": "x"}"#, "2500.00"),
        (r#"{"a": "\u00e9\n", "b": true, "c": {"x": 1}}"#, "\u{e9}\ntrue{\"x\": 1}"),
        (r#"{"a": "1", "a": "2"}"#, "2"),
    ] {
        let signature = signed(content);
        assert_eq!(verify(&verifier, &[("X-One", &signature)], body.as_bytes()), Ok(()), "{body}");
        let other = signed(&format!("{content}x"));
        assert_eq!(verify(&verifier, &[("X-One", &other)], body.as_bytes()), Err(VerifyError::Wrong), "{body}");
    }
    for body in [&b"{\"a\": "[..], b"{\"a\": \"\xff\"}", b"{\"a\": \"\\ud800\"}", b"{"] {
        assert_eq!(verify(&verifier, &[("X-One", JEFE)], body), Err(VerifyError::NotJson));
    }
    // Where only forms come, a brace is a field like others.
    let of_forms = Verifier::new(&OF_FIELDS, "key");
    assert_eq!(verify(&of_forms, &[("X-One", &signed(""))], br#"{"a": "1"}"#), Ok(()));
}

/// What was found in a body while its time was looked for is what reading it goes on from.
#[test]
fn a_verified_delivery_is_read_like_any_other() {
    static ENVELOPE: Envelope = Envelope { event_type: Some("signedAt"), ..Envelope::NONE };
    let verify = |verifier: &Verifier, signature: &str, body: &[u8]| {
        let body = RawBody::from(body);
        let delivery = verifier.verify_delivery([("X-One", signature)], &body)?;
        let parsed = delivery.parse(&ENVELOPE);
        Ok(parsed.map(|parsed| parsed.event_type().map(str::to_owned)).map_err(|error| error.reason().clone()))
    };
    let timed = at(1_689_221_338);
    assert_eq!(verify(&timed, TIMED_SIGNATURE, TIMED_BODY), Ok(Ok(Some("1689221338".to_owned()))));
    assert_eq!(verify(&timed, JEFE, TIMED_BODY), Err(VerifyError::Wrong));
    // Nothing says when it was signed, so it is taken apart only now.
    let read = verify(&jefe(), JEFE, JEFE_BODY).expect("its signature is right");
    assert!(matches!(read, Err(Reason::NotJson(_))), "{read:?}");
}
