//! Signatures as well-known APIs make them. The signatures are from their documentation, or made with Python's `hmac`.

use std::time::{Duration, UNIX_EPOCH};

use payspec_webhook::{
    BodyForm, DeliveryTarget, HashAlgorithm, HmacSpec, KeyEncoding, Proof, RawBody, SignatureEncoding, SignatureSpec,
    SignedPart, TimeFormat, TimePlace, TimestampSpec, Verifier, VerifyError,
};

pub(crate) const HMAC: HmacSpec = HmacSpec {
    hash: HashAlgorithm::Sha256,
    encoding: SignatureEncoding::Hex,
    key_encoding: KeyEncoding::Text,
    key_prefix: "",
    signed: &[SignedPart::Body],
    body: BodyForm::Json,
};

pub(crate) const TIME: TimestampSpec = TimestampSpec {
    at: TimePlace::Header("webhook-timestamp"),
    format: TimeFormat::Seconds,
    tolerance_seconds: 300,
    optional: false,
};

/// <https://www.standardwebhooks.com>
pub(crate) static STANDARD: SignatureSpec = SignatureSpec {
    headers: &["webhook-signature"],
    member: None,
    separator: Some(' '),
    prefix: "v1,",
    proof: Proof::Hmac(HmacSpec {
        encoding: SignatureEncoding::Base64,
        key_encoding: KeyEncoding::Base64,
        key_prefix: "whsec_",
        signed: &[
            SignedPart::Header("webhook-id"),
            SignedPart::Text("."),
            SignedPart::Timestamp,
            SignedPart::Text("."),
            SignedPart::Body,
        ],
        ..HMAC
    }),
    timestamp: Some(TIME),
};

/// Several values in one header, one of which is the time.
pub(crate) static PAIRS: SignatureSpec = SignatureSpec {
    headers: &["Stripe-Signature"],
    member: None,
    separator: Some(','),
    prefix: "v1=",
    proof: Proof::Hmac(HmacSpec { signed: &[SignedPart::Timestamp, SignedPart::Text("."), SignedPart::Body], ..HMAC }),
    timestamp: Some(TimestampSpec { at: TimePlace::Value("t="), ..TIME }),
};

pub(crate) static PREFIXED: SignatureSpec = SignatureSpec {
    headers: &["X-Hub-Signature-256"],
    member: None,
    separator: None,
    prefix: "sha256=",
    proof: Proof::Hmac(HMAC),
    timestamp: None,
};

/// Fields of JSON with a colon between two, and a key in hexadecimal digits.
pub(crate) static FIELDS: SignatureSpec = SignatureSpec {
    headers: &["HmacSignature"],
    member: None,
    separator: None,
    prefix: "",
    proof: Proof::Hmac(HmacSpec {
        encoding: SignatureEncoding::Base64,
        key_encoding: KeyEncoding::Hex,
        signed: &[
            SignedPart::Field("pspReference"),
            SignedPart::Text(":"),
            SignedPart::Field("originalReference"),
            SignedPart::Text(":"),
            SignedPart::Field("merchantAccountCode"),
            SignedPart::Text(":"),
            SignedPart::Field("merchantReference"),
            SignedPart::Text(":"),
            SignedPart::Field("amount.value"),
            SignedPart::Text(":"),
            SignedPart::Field("amount.currency"),
            SignedPart::Text(":"),
            SignedPart::Field("eventCode"),
            SignedPart::Text(":"),
            SignedPart::Field("success"),
        ],
        ..HMAC
    }),
    timestamp: None,
};

/// How the request is addressed, and a digest of its body.
pub(crate) static ADDRESSED: SignatureSpec = SignatureSpec {
    headers: &["X-Seal"],
    member: None,
    separator: None,
    prefix: "",
    proof: Proof::Hmac(HmacSpec {
        hash: HashAlgorithm::Sha512,
        signed: &[
            SignedPart::Method,
            SignedPart::Text("\n"),
            SignedPart::Path,
            SignedPart::Text("\n"),
            SignedPart::Query,
            SignedPart::Text("\n"),
            SignedPart::Url,
            SignedPart::Text("\n"),
            SignedPart::Digest(HashAlgorithm::Sha256, SignatureEncoding::Hex),
        ],
        ..HMAC
    }),
    timestamp: None,
};

pub(crate) static SECRET: SignatureSpec = SignatureSpec {
    headers: &["Authorization"],
    member: None,
    separator: None,
    prefix: "Bearer ",
    proof: Proof::Secret,
    timestamp: None,
};

fn verifier(spec: &'static SignatureSpec, secret: &str, now: u64) -> Verifier {
    Verifier::new(spec, secret).clock(move || UNIX_EPOCH + Duration::from_secs(now))
}

pub(crate) const WHSEC: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
pub(crate) const STANDARD_BODY: &[u8] = br#"{"test": 2432232314}"#;
pub(crate) const STANDARD_SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const SENT: (&str, &str) = ("webhook-timestamp", "1614265330");
const ID: (&str, &str) = ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");

#[test]
fn standard_webhooks() {
    let verify = |secret: &str, now, headers: &[(&str, &str)]| {
        verifier(&STANDARD, secret, now).verify(headers.iter().copied(), STANDARD_BODY)
    };
    let signature = ("Webhook-Signature", STANDARD_SIGNATURE);
    let now = 1_614_265_330;
    assert_eq!(verify(WHSEC, now, &[ID, SENT, signature]), Ok(()));
    assert_eq!(verify(WHSEC.trim_start_matches("whsec_"), now, &[ID, SENT, signature]), Ok(()), "the key alone");
    assert_eq!(verify(&format!("{WHSEC}\n"), now, &[ID, SENT, signature]), Ok(()), "no blank belongs to Base64");
    let several = format!("v1a,AAAA v1,AAAA {STANDARD_SIGNATURE} v2,x");
    assert_eq!(verify(WHSEC, now, &[ID, SENT, ("webhook-signature", &several)]), Ok(()));
    let by = Duration::from_secs(301);
    let tolerance = Duration::from_secs(300);
    assert_eq!(verify(WHSEC, now + 301, &[ID, SENT, signature]), Err(VerifyError::TooOld { by, tolerance }));
    for (headers, why) in [
        (&[ID, SENT][..], VerifyError::NoSignature { headers: &["webhook-signature"] }),
        (&[SENT, signature], VerifyError::NoHeader { header: "webhook-id" }),
        (&[ID, signature], VerifyError::NoHeader { header: "webhook-timestamp" }),
        (&[ID, ID, SENT, signature], VerifyError::RepeatedHeader { header: "webhook-id" }),
        (&[ID, SENT, SENT, signature], VerifyError::RepeatedHeader { header: "webhook-timestamp" }),
        (&[ID, SENT, ("webhook-signature", "v2,AAAA")], VerifyError::NoPrefix { prefix: "v1," }),
        (&[ID, SENT, ("webhook-signature", "v1,%%")], VerifyError::Malformed),
        (&[("webhook-id", "msg_other"), SENT, signature], VerifyError::Wrong),
        (&[ID, ("webhook-timestamp", "1614265331"), signature], VerifyError::Wrong),
    ] {
        assert_eq!(verify(WHSEC, now, headers), Err(why), "{headers:?}");
    }
    let malformed = VerifyError::MalformedSecret { encoding: KeyEncoding::Base64 };
    assert_eq!(verify("not Base64", now, &[ID, SENT, signature]), Err(malformed.clone()));
    assert_eq!(verifier(&STANDARD, "not Base64", now).check(), Err(malformed.clone()));
    assert_eq!(verifier(&STANDARD, "whsec_", now).check(), Err(malformed.clone()), "nothing behind the prefix");
    assert!(!malformed.to_string().contains("not Base64"));
    assert_eq!(
        verifier(&STANDARD, "not Base64", now).or_secret(WHSEC).verify([ID, SENT, signature], STANDARD_BODY),
        Ok(())
    );
    assert_eq!(verifier(&STANDARD, WHSEC, now).check(), Ok(()));
}

#[test]
fn several_values_in_one_header() {
    let body = br#"{"id":"evt_1","type":"payment.paid"}"#;
    let signature = "bfa8b505896ed377eae14111e982dd10fa48521dcd7a7dca5a222d61cdcefe62";
    let verify =
        |header: &str| verifier(&PAIRS, "whsec_test", 1_492_774_577).verify([("stripe-signature", header)], body);
    for header in [
        format!("t=1492774577,v1={signature}"),
        format!("v0=00, v1={} , v1={signature}, t=1492774577", "00".repeat(32)),
        format!("t=1492774577,v1=\"{signature}\""),
        // The eighth of ten.
        format!("t=1492774577,{0}v1={signature},{0}", format!("v1={},", "00".repeat(32)).repeat(7)),
    ] {
        assert_eq!(verify(&header), Ok(()), "{header}");
    }
    for (header, why) in [
        (format!("v1={signature}"), VerifyError::NoPrefix { prefix: "t=" }),
        ("t=1492774577,v0=00".to_owned(), VerifyError::NoPrefix { prefix: "v1=" }),
        (format!("t=1492774577 v1={signature}"), VerifyError::NoPrefix { prefix: "v1=" }),
        ("t=1492774577,v1=".to_owned(), VerifyError::Malformed),
        (format!("t=1492774578,v1={signature}"), VerifyError::Wrong),
        // The right one is the ninth.
        (
            format!("t=1492774577,{}v1={signature}", format!("v1={},", "00".repeat(32)).repeat(8)),
            VerifyError::TooManySignatures { looked_at: 8 },
        ),
        (format!("t=1492774577{}", format!(",v1={}", "00".repeat(32)).repeat(8)), VerifyError::Wrong),
        // Of several times the first counts, for signature and age alike.
        (format!("t=1,t=1492774577,v1={signature}"), VerifyError::Wrong),
    ] {
        assert_eq!(verify(&header), Err(why), "{header}");
    }
}

#[test]
fn a_prefix_stands_before_a_signature() {
    let signature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let verifier = Verifier::new(&PREFIXED, "It's a Secret to Everybody");
    let verify = |value: &str| verifier.verify([("x-hub-signature-256", value)], b"Hello, World!");
    assert_eq!(verify(&format!("sha256={signature}")), Ok(()));
    assert_eq!(verify(signature), Err(VerifyError::NoPrefix { prefix: "sha256=" }));
    assert_eq!(verify("sha256="), Err(VerifyError::Malformed));
}

#[test]
fn fields_of_json_are_signed_by_their_paths() {
    let key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    let signature = "coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=";
    let body = |value: &str| {
        format!(
            r#"{{"amount": {{"value": {value}, "currency": "EUR"}}, "pspReference": "7914073381342284", "reason": "any",
               "originalReference": null, "merchantAccountCode": "TestMerchant", "success": "true",
               "merchantReference": "TestPayment-1407325143704", "eventCode": "AUTHORISATION"}}"#
        )
    };
    let verifier = Verifier::new(&FIELDS, key);
    let verify = |body: String| verifier.verify([("HmacSignature", signature)], body.as_bytes());
    assert_eq!(verify(body("1130")), Ok(()));
    assert_eq!(verify(body("1131")), Err(VerifyError::Wrong));
    assert_eq!(verify("amount=1130".to_owned()), Err(VerifyError::NotJson));
    let odd = Verifier::new(&FIELDS, &key[1..]);
    assert_eq!(odd.check(), Err(VerifyError::MalformedSecret { encoding: KeyEncoding::Hex }));
}

#[test]
fn how_a_request_is_addressed_is_signed() {
    let signature = "e86b01036dacf75455c262c8cb155c8bb0de90a0960d3fc231388172f8cd94d7638f22a94610f48c251690bfc39f57a6fde044\
                     ac76ae05ba845c934346e23b33";
    let verifier = Verifier::new(&ADDRESSED, "key512");
    assert!(verifier.needs_target());
    let body = RawBody::from(r#"{"a":1}"#);
    let headers = [("X-Seal", signature)];
    let verify =
        |method, url| verifier.verify_delivery_to(DeliveryTarget::new(method, url), headers, &body).map(|_| ());
    assert_eq!(verify("POST", "https://shop.example/hooks/a?b=1"), Ok(()));
    assert_eq!(verify("PUT", "https://shop.example/hooks/a?b=1"), Err(VerifyError::Wrong));
    assert_eq!(verify("POST", "https://shop.example/hooks/a?b=2"), Err(VerifyError::Wrong));
    assert_eq!(verify("POST", "/hooks/a?b=1"), Err(VerifyError::NoTarget), "the host is signed as well");
    assert_eq!(verifier.verify(headers, body.as_bytes()), Err(VerifyError::NoTarget));
    let target = DeliveryTarget::new("POST", "https://shop.example/hooks?token=s3cret");
    assert!(!format!("{target:?}").contains("s3cret"));
}

/// Path and query as they stand in an address, the method in small letters, and the digits of a signature in Base64.
#[test]
fn the_address_is_signed_as_it_is_written() {
    static WHOLE: SignatureSpec = SignatureSpec {
        proof: Proof::Hmac(HmacSpec {
            encoding: SignatureEncoding::Base64OfHex,
            signed: &[
                SignedPart::LowercaseMethod,
                SignedPart::Text("\n"),
                SignedPart::PathAndQuery,
                SignedPart::Text("\n"),
                SignedPart::Body,
            ],
            ..HMAC
        }),
        ..ADDRESSED
    };
    let verifier = Verifier::new(&WHOLE, "key");
    assert!(verifier.needs_target());
    let verify = |target, signature: &str, body: &str| {
        verifier.verify_delivery_to(target, [("X-Seal", signature)], &RawBody::from(body)).map(drop)
    };
    let (with, without) = (
        "MWM2N2Q5MjVmMmQzN2NhZmU2YWQ2ZjIwNmMxOTIwODZiY2ZmNmU0ODllNmViYzVjYWEzYThjZjFmMGFjODJiYg==",
        "ODU3NjQ4ZjNlMTk5ZDRkYWExN2JkZTVhOWUxNDU3YmI5OTliYjI1YmMzODJlZTk5ZTQ1MWZhODhiM2ZjYjhmYQ==",
    );
    let target = |method, url| DeliveryTarget::new(method, url);
    assert_eq!(verify(target("POST", "https://shop.example/hooks/a?b=1"), with, r#"{"a":1}"#), Ok(()));
    assert_eq!(verify(target("POST", "/hooks/a?b=1"), with, r#"{"a":1}"#), Ok(()));
    assert_eq!(verify(target("POST", "/hooks/a?b=2"), with, r#"{"a":1}"#), Err(VerifyError::Wrong));
    assert_eq!(verify(target("POST", "/hooks/a"), with, r#"{"a":1}"#), Err(VerifyError::Wrong));
    assert_eq!(verify(target("GET", "/hooks/a"), without, ""), Ok(()));
    let digits = "00".repeat(32);
    assert_eq!(verify(target("GET", "/hooks/a"), &digits, ""), Err(VerifyError::Malformed), "no digits in Base64");
}

#[test]
fn a_header_may_hold_the_secret_itself() {
    let verifier = Verifier::new(&SECRET, "s3cret").or_secret("an older one");
    let verify = |value: &str| verifier.verify([("authorization", value)], b"{}");
    assert_eq!(verify("Bearer s3cret"), Ok(()));
    assert_eq!(verify("Bearer an older one"), Ok(()));
    for wrong in ["Bearer s3cre", "Bearer s3cret2", "Bearer S3CRET", "Bearer s3cret\0"] {
        assert_eq!(verify(wrong), Err(VerifyError::Wrong), "{wrong}");
    }
    assert_eq!(verify("s3cret"), Err(VerifyError::NoPrefix { prefix: "Bearer " }));
    assert_eq!(verify("Bearer \"s3cret\""), Err(VerifyError::Wrong), "quotation marks may belong to it");
    assert_eq!(Verifier::new(&SECRET, " ").verify([("authorization", "Bearer  ")], b"{}"), Err(VerifyError::NoSecret));
    assert!(!verifier.needs_target());
    assert!(!format!("{verifier:?}").contains("s3cret"));
    let untrimmed = Verifier::new(&SECRET, "s3cret\n");
    assert_eq!(untrimmed.verify([("authorization", "Bearer s3cret")], b"{}"), Err(VerifyError::UntrimmedSecret));
}

#[test]
fn times_are_written_in_several_ways() {
    static MILLISECONDS: SignatureSpec = SignatureSpec {
        headers: &["X-Seal"],
        member: None,
        separator: None,
        prefix: "",
        proof: Proof::Hmac(HmacSpec {
            hash: HashAlgorithm::Sha512,
            encoding: SignatureEncoding::Base64,
            signed: &[SignedPart::Timestamp, SignedPart::Body],
            ..HMAC
        }),
        timestamp: Some(TimestampSpec { at: TimePlace::Header("X-Time"), format: TimeFormat::Milliseconds, ..TIME }),
    };
    static WORDS: SignatureSpec = SignatureSpec {
        proof: Proof::Hmac(HmacSpec {
            signed: &[SignedPart::Timestamp, SignedPart::Text("|"), SignedPart::Body],
            ..HMAC
        }),
        timestamp: Some(TimestampSpec { at: TimePlace::Member("x.at"), format: TimeFormat::Rfc3339, ..TIME }),
        ..MILLISECONDS
    };
    let signature = "xxvN6kYCx+XGnqfpw+7zXymOjH0H4KtpVPRWhPm0uUPCvT0HiszCprmxppSQW3a3+wA5wRNJMadNCw/QVTKdog==";
    let headers = [("X-Time", "1700000000123"), ("X-Seal", signature)];
    assert_eq!(verifier(&MILLISECONDS, "k", 1_700_000_000).verify(headers, b"{}"), Ok(()));
    assert!(matches!(
        verifier(&MILLISECONDS, "k", 1_700_000_500).verify(headers, b"{}"),
        Err(VerifyError::TooOld { .. })
    ));
    let signature = "2e26a700a1325e02f820502447657541aea3d37ff49e3a318d4253198f0e464a";
    let body = br#"{"x":{"at":"2024-01-05T12:44:06+01:00"}}"#;
    assert_eq!(verifier(&WORDS, "k", 1_704_455_046).verify([("X-Seal", signature)], body), Ok(()));
    assert!(matches!(
        verifier(&WORDS, "k", 1_704_455_347).verify([("X-Seal", signature)], body),
        Err(VerifyError::TooOld { .. })
    ));
    let no_time = VerifyError::NoTimestamp { member: "x.at" };
    assert_eq!(verifier(&WORDS, "k", 0).verify([("X-Seal", signature)], b"{}"), Err(no_time));
    // A time that is signed and none.
    let signature = "a00fd383b570e466e46a310f489c99f590dd78c033e69c2a3a1e976a012555f9";
    let no_time = verifier(&PAIRS, "k", 0).verify([("Stripe-Signature", format!("t=soon,v1={signature}"))], b"{}");
    assert_eq!(no_time, Err(VerifyError::UnreadableTime { at: "t=" }));
}

#[test]
fn messages_name_what_is_wrong() {
    for (error, word) in [
        (VerifyError::NoPrefix { prefix: "v1=" }, "`v1=`"),
        (VerifyError::NoHeader { header: "webhook-id" }, "`webhook-id`"),
        (VerifyError::RepeatedHeader { header: "webhook-id" }, "repeated"),
        (VerifyError::MalformedSecret { encoding: KeyEncoding::Hex }, "hexadecimal"),
        (VerifyError::NoTarget, "`DeliveryTarget`"),
        (VerifyError::TooManySignatures { looked_at: 8 }, "first 8"),
        (VerifyError::UnreadableTime { at: "t=" }, "`t=`"),
    ] {
        assert!(error.to_string().contains(word), "{error}");
    }
}
