//! Empty bodies: those that only test the address of a receiver are acknowledged, those whose content was lost on the
//! way are not, or the API would not deliver the event again.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::UNIX_EPOCH;

use http_body_util::Full;
use payspec_webhook::testing::Signer;
use payspec_webhook::{
    BodyForm, CustomVerifyError, DeliveryTarget, DeliveryVerifier, HmacSpec, KeyEncoding, Proof, RawBody, Rejection,
    SignatureSpec, SignedPart, TimePlace, TimestampSpec, UnverifiedDelivery, VerifiedEvents, Verifier, VerifyError,
    VerifyRequest,
};

use crate::own_signatures;
use crate::rsa::{CUSTOM, NAMED, ONE_KEY, PKCS1_SIGNATURE, PRIVATE_KEY, PUBLIC_KEY};
use crate::signature_schemes::{HMAC, PREFIXED, SECRET, STANDARD, TIME};

const BODY: &str = r#"{"type":"ORDER_PAID"}"#;

type Headers<'a> = &'a [(&'a str, &'a str)];

/// An API of one event in each delivery.
#[derive(Clone)]
pub(crate) struct Api(pub(crate) Verifier);

impl VerifyRequest for Api {
    type Delivery = RawBody;

    fn verify_request<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        target: DeliveryTarget<'_>,
        headers: impl IntoIterator<Item = (N, V)>,
        body: RawBody,
    ) -> Result<RawBody, VerifyError> {
        self.0.verify_delivery_to(target, headers, &body).map(drop)?;
        Ok(body)
    }
}

/// An API of several events in each delivery, each with its own signature.
#[derive(Clone)]
struct ListApi(Verifier);

impl VerifyRequest for ListApi {
    type Delivery = VerifiedEvents<RawBody>;

    fn verify_request<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        _: DeliveryTarget<'_>,
        _: impl IntoIterator<Item = (N, V)>,
        body: RawBody,
    ) -> Result<VerifiedEvents<RawBody>, VerifyError> {
        VerifiedEvents::of(&own_signatures::LIST, &self.0, &body, Ok)
    }
}

fn receive<V: VerifyRequest>(api: &V, headers: &[(&str, &str)], body: &'static str) -> Result<V::Delivery, Rejection> {
    let request = http::Request::post("/hooks");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let request = request.body(Full::new(body.as_bytes())).expect("a request");
    now(payspec_webhook::receive(api, request, 1024))
}

/// Returns the result of a future that waits for nothing: a body in memory is ready.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("it waits"),
    }
}

/// Returns the rejection of an empty body.
fn empty(verifier: &Verifier, headers: &[(&str, &str)]) -> Rejection {
    receive(&Api(verifier.clone()), headers, "").expect_err("an empty body is no delivery")
}

/// Returns the status and the reason of an empty body.
fn told(verifier: &Verifier, headers: &[(&str, &str)]) -> (u16, String) {
    let rejection = empty(verifier, headers);
    (rejection.status(), rejection.to_string())
}

struct Gold;

impl DeliveryVerifier for Gold {
    fn verify(&self, delivery: &UnverifiedDelivery<'_>) -> Result<(), CustomVerifyError> {
        match (delivery.header("x-ring")?, delivery.body()) {
            (b"gold", b"") => Err(CustomVerifyError::new("the signature is not of this body")),
            (b"gold" | b"any", _) => Ok(()),
            _ => Err(CustomVerifyError::misconfigured("no ring was made")),
        }
    }
}

#[test]
fn without_a_signature_an_empty_body_tests_the_address() {
    for verifier in [
        Verifier::with_public_key(&ONE_KEY, PUBLIC_KEY),
        Verifier::with_public_key(&ONE_KEY, "no key"),
        Verifier::with_named_key(&NAMED, "new", PUBLIC_KEY),
        Verifier::with_custom(&CUSTOM, Gold),
        Verifier::new(&PREFIXED, "secret"),
        Verifier::new(&SECRET, "secret"),
        Verifier::new(&own_signatures::SPEC, own_signatures::KEY),
        // Some APIs tell their secret only after such a test.
        Verifier::new(&PREFIXED, " "),
        Verifier::new(&ONE_KEY, "secret"),
        Verifier::new(&own_signatures::SPEC, " "),
    ] {
        assert_eq!(empty(&verifier, &[]), Rejection::Empty, "{verifier:?}");
    }
    for secret in [own_signatures::KEY, " "] {
        let api = ListApi(Verifier::new(&own_signatures::SPEC, secret));
        assert_eq!(receive(&api, &[], "").map(drop), Err(Rejection::Empty));
    }
}

#[test]
fn a_body_that_was_lost_is_not_acknowledged() {
    static OF_MEMBERS: SignatureSpec = SignatureSpec {
        proof: Proof::Hmac(HmacSpec { signed: &[SignedPart::Timestamp, SignedPart::Body], ..HMAC }),
        timestamp: Some(TimestampSpec { at: TimePlace::Member("at"), ..TIME }),
        ..PREFIXED
    };
    let ring = ("X-Ring", PKCS1_SIGNATURE);
    let one = Verifier::with_public_key(&ONE_KEY, PUBLIC_KEY);
    let named = Verifier::with_named_key(&NAMED, "new", PUBLIC_KEY);
    let custom = Verifier::with_custom(&CUSTOM, Gold);
    let hub = Verifier::new(&PREFIXED, "secret");
    let of_members = Verifier::new(&OF_MEMBERS, "secret");
    let secret = Verifier::new(&SECRET, "secret");
    let standard = Verifier::new(&STANDARD, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    let lost: [(&Verifier, Headers<'_>); 13] = [
        (&one, &[ring]),
        (&one, &[("X-Ring", "?")]),
        (&named, &[ring, ("X-Ring-Id", "new")]),
        (&named, &[ring, ("X-Ring-Id", "newer")]),
        (&named, &[ring]),
        (&custom, &[("X-Ring", "gold")]),
        (&custom, &[("X-Ring", "gold"), ("X-Ring", "gold")]),
        (&hub, &[("X-Hub-Signature-256", "sha256=00")]),
        (&hub, &[("X-Hub-Signature-256", "sha512=00")]),
        (&of_members, &[("X-Hub-Signature-256", "sha256=00")]),
        (&standard, &[("webhook-signature", "v1,AAAA")]),
        // The secret is the same whatever the body is.
        (&secret, &[("Authorization", "Bearer secret")]),
        (&custom, &[("X-Ring", "any")]),
    ];
    for (verifier, headers) in lost {
        assert_eq!(empty(verifier, headers), Rejection::Incomplete, "{headers:?}");
        assert_eq!(Rejection::Incomplete.status(), 400);
    }
    for content_length in ["1", "70"] {
        assert_eq!(empty(&hub, &[("content-length", content_length)]), Rejection::Incomplete, "it was announced");
    }
    assert_eq!(empty(&hub, &[("content-length", "0")]), Rejection::Empty);
}

#[test]
fn a_fault_of_the_receiver_is_reported_for_an_empty_body_too() {
    static HEX_KEY: SignatureSpec =
        SignatureSpec { proof: Proof::Hmac(HmacSpec { key_encoding: KeyEncoding::Hex, ..HMAC }), ..PREFIXED };
    let ring = [("X-Ring", PKCS1_SIGNATURE), ("X-Ring-Id", "new")];
    let hub = [("X-Hub-Signature-256", "sha256=00")];
    let faults: [(Verifier, Headers<'_>, &str); 9] = [
        (Verifier::new(&ONE_KEY, "secret"), &ring, "no public key"),
        (Verifier::with_public_key(&ONE_KEY, "no key"), &ring, "is not a public key in PEM"),
        (Verifier::with_named_key(&NAMED, "new\n", PUBLIC_KEY), &ring, "ends with a line break"),
        (Verifier::with_public_key(&NAMED, PUBLIC_KEY), &ring, "has no ID"),
        (Verifier::with_custom(&CUSTOM, Gold), &[("X-Ring", "silver")], "no ring was made"),
        (Verifier::new(&CUSTOM, "secret"), &[], "set a `DeliveryVerifier`"),
        (Verifier::new(&PREFIXED, " "), &hub, "no secret"),
        (Verifier::new(&PREFIXED, "secret\n"), &hub, "trim it"),
        (Verifier::new(&HEX_KEY, "secret"), &hub, "hexadecimal"),
    ];
    for (verifier, headers, what) in faults {
        let (status, told) = told(&verifier, headers);
        assert!(status == 500 && told.contains(what), "{what}: {status} {told}");
    }
}

#[test]
fn an_empty_body_with_its_own_signature_is_acknowledged() {
    for (verifier, signer) in [
        (Verifier::with_public_key(&ONE_KEY, PUBLIC_KEY), Signer::new(&ONE_KEY, PRIVATE_KEY)),
        (Verifier::new(&PREFIXED, "secret"), Signer::new(&PREFIXED, "secret")),
    ] {
        let signed = |body: &str| signer.sign(body, UNIX_EPOCH).expect("it can be signed");
        let (own, of_another) = (signed(""), signed(BODY));
        let headers: Vec<_> = own.headers().collect();
        assert_eq!(empty(&verifier, &headers), Rejection::Empty);
        let headers: Vec<_> = of_another.headers().collect();
        assert_eq!(empty(&verifier, &headers), Rejection::Incomplete);
        let received = receive(&Api(verifier), &headers, BODY);
        assert_eq!(received.as_ref().map(RawBody::as_bytes), Ok(BODY.as_bytes()));
    }
}

/// All signed fields of an empty form are empty, as are those of a form that has none of them.
#[test]
fn a_signature_that_another_body_has_too_does_not_acknowledge_an_empty_one() {
    static OF_FORM: SignatureSpec = SignatureSpec {
        proof: Proof::Hmac(HmacSpec { signed: &[SignedPart::Field("id")], body: BodyForm::Form, ..HMAC }),
        ..PREFIXED
    };
    let signed = Signer::new(&OF_FORM, "secret").sign("", UNIX_EPOCH).expect("it can be signed");
    let headers: Vec<_> = signed.headers().collect();
    assert_eq!(empty(&Verifier::new(&OF_FORM, "secret"), &headers), Rejection::Incomplete);
}
