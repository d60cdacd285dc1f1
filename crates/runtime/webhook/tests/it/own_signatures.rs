//! Deliveries in which each event has a signature of its own, as in the notifications of Adyen. The signature of the
//! first event is from the tests of Adyen's own libraries, the others are made with Python's `hmac`.

use payspec_webhook::{
    BodyForm, EventList, HashAlgorithm, HmacSpec, KeyEncoding, Proof, RawBody, Reason, RejectedEvent,
    SignatureEncoding, SignatureSpec, SignedPart, VerifiedEvents, Verifier, VerifyError,
};
use proptest::prelude::*;

use crate::sample::ENVELOPE;

pub(crate) const KEY: &str = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
pub(crate) const FIRST: &str = "coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=";

pub(crate) static SPEC: SignatureSpec = SignatureSpec {
    headers: &[],
    member: Some("Item.additionalData.hmacSignature"),
    separator: None,
    prefix: "",
    proof: Proof::Hmac(HmacSpec {
        hash: HashAlgorithm::Sha256,
        encoding: SignatureEncoding::Base64,
        key_encoding: KeyEncoding::Hex,
        key_prefix: "",
        signed: &[
            SignedPart::Field("Item.pspReference"),
            SignedPart::Text(":"),
            SignedPart::Field("Item.originalReference"),
            SignedPart::Text(":"),
            SignedPart::Field("Item.merchantAccountCode"),
            SignedPart::Text(":"),
            SignedPart::Field("Item.merchantReference"),
            SignedPart::Text(":"),
            SignedPart::Field("Item.amount.value"),
            SignedPart::Text(":"),
            SignedPart::Field("Item.amount.currency"),
            SignedPart::Text(":"),
            SignedPart::Field("Item.eventCode"),
            SignedPart::Text(":"),
            SignedPart::Field("Item.success"),
        ],
        body: BodyForm::Json,
    }),
    timestamp: None,
};
pub(crate) static LIST: EventList = EventList { at: Some("notificationItems"), envelope: &ENVELOPE };

pub(crate) fn item(reference: &str, signature: &str) -> String {
    format!(
        r#"{{"Item":{{"pspReference":"{reference}","merchantAccountCode":"TestMerchant",
        "merchantReference":"TestPayment-1407325143704","amount":{{"value":1130,"currency":"EUR"}},
        "eventCode":"AUTHORISATION","success":"true","additionalData":{{"hmacSignature":"{signature}"}}}}}}"#
    )
}

pub(crate) fn right() -> String {
    item("7914073381342284", FIRST)
}

/// What nothing says is signed as empty, so it must not be said behind a name that ends the search for it: the event is
/// read without that name.
#[test]
fn a_name_that_is_no_text_hides_no_field() {
    let verifier = Verifier::new(&SPEC, KEY);
    for odd in [r#""\ud800":1"#, r#""\udc00x":{}"#] {
        let ends = right();
        let ends = ends.strip_suffix("}}").expect("the event and the item end");
        let behind = format!(r#"{ends},{odd},"originalReference":"P9"}}}}"#);
        assert_eq!(verifier.verify_event(behind.as_bytes()), Err(VerifyError::NotJson), "{behind}");
        let before = right().replacen(r#""success""#, &format!(r#"{odd},"originalReference":"P9","success""#), 1);
        assert!(verifier.verify_event(before.as_bytes()).is_err(), "{before}");
    }
}

fn delivery(items: &[String]) -> RawBody {
    RawBody::from(format!(r#"{{"live":"false","notificationItems":[{}]}}"#, items.join(",")))
}

fn verified(secret: &str, body: &RawBody) -> Result<VerifiedEvents<RawBody>, VerifyError> {
    VerifiedEvents::of(&LIST, &Verifier::new(&SPEC, secret), body, Ok)
}

#[test]
fn the_signature_of_an_event_is_that_of_its_vendor() {
    let verifier = Verifier::new(&SPEC, KEY);
    assert_eq!(verifier.check(), Ok(()));
    assert_eq!(verifier.verify_event(right().as_bytes()), Ok(()));
    let rotated = Verifier::new(&SPEC, "00").or_secret(KEY);
    assert_eq!(rotated.verify_event(right().as_bytes()), Ok(()));
}

/// Whatever one item is, those next to it stay what they are, and each has its own bytes.
#[test]
fn a_forged_event_costs_no_other() {
    let member = "Item.additionalData.hmacSignature";
    let no_signature = VerifyError::NoSignatureMember { member };
    let forged = [
        (item("7914073381342285", FIRST), VerifyError::Wrong),
        (right().replace("1130", "113000"), VerifyError::Wrong),
        (right().replace(r#""success":"true""#, r#""success":"false""#), VerifyError::Wrong),
        (item("7914073381342284", ""), no_signature.clone()),
        (item("7914073381342284", "not Base64"), VerifyError::Malformed),
        (right().replace("hmacSignature", "other"), no_signature.clone()),
        (right().replace(r#""hmacSignature""#, r#""hmacSignature":"AAAA","hmacSignature""#), no_signature.clone()),
        (right().replace(&format!("\"{FIRST}\""), "5"), no_signature.clone()),
        ("null".to_owned(), VerifyError::NotJson),
        ("[]".to_owned(), VerifyError::NotJson),
        ("{}".to_owned(), no_signature),
        (r#""text""#.to_owned(), VerifyError::NotJson),
    ];
    for (bad, error) in forged {
        let items = [right(), bad.clone(), right()];
        let body = delivery(&items);
        let events = verified(KEY, &body).expect("a list");
        assert_eq!((events.len(), events.body()), (3, &body));
        let events: Vec<_> = events.collect();
        assert!(events[0].is_ok() && events[2].is_ok(), "{bad}");
        let rejected = events[1].as_ref().expect_err(&bad);
        assert_eq!((rejected.error(), rejected.raw().as_bytes()), (&error, bad.as_bytes()));
        assert!(!format!("{rejected} {rejected:?}").contains("TestPayment"), "{rejected:?}");
    }
}

/// An event is stored as it came, and verified again from its own bytes.
#[test]
fn an_event_is_verified_again_on_its_own() {
    let body = delivery(&[right(), item("1", FIRST)]);
    let events: Vec<_> = verified(KEY, &body).expect("a list").collect();
    let verifier = Verifier::new(&SPEC, KEY);
    assert_eq!(verifier.verify_event(events[0].as_ref().expect("signed").as_bytes()), Ok(()));
    let rejected: &RejectedEvent = events[1].as_ref().expect_err("forged");
    assert_eq!(verifier.verify_event(rejected.raw().as_bytes()), Err(VerifyError::Wrong));
}

#[test]
fn without_a_list_or_a_secret_nothing_is_verified() {
    let reason = |body: &str| verified(KEY, &body.into()).map(|events| events.len());
    let missing = Reason::NoEvents { member: Some("notificationItems") };
    assert_eq!(reason("{}"), Err(VerifyError::NoEvents(missing.clone())));
    assert_eq!(reason(&right()), Err(VerifyError::NoEvents(missing)), "an event alone is no delivery");
    assert_eq!(reason(""), Err(VerifyError::NoEvents(Reason::Empty)));
    assert_eq!(reason(r#"{"notificationItems":[]}"#), Ok(0), "an empty list brings nothing");
    let body = delivery(&[right()]);
    assert_eq!(verified(" ", &body).map(drop), Err(VerifyError::NoSecret));
    let events: Vec<_> = verified("no digits", &body).expect("a list").collect();
    let malformed = VerifyError::MalformedSecret { encoding: KeyEncoding::Hex };
    assert_eq!(events[0].as_ref().map_err(RejectedEvent::error), Err(&malformed));
    let told = VerifyError::NoEvents(Reason::Empty).to_string();
    assert!(told.starts_with("cannot be verified: "), "{told}");
}

/// A form has its signature in one of its fields.
#[test]
fn a_form_may_have_its_signature_in_a_field() {
    static FORM: SignatureSpec = SignatureSpec {
        member: Some("sign"),
        prefix: "v1=",
        proof: Proof::Hmac(HmacSpec {
            hash: HashAlgorithm::Sha256,
            encoding: SignatureEncoding::Hex,
            key_encoding: KeyEncoding::Text,
            key_prefix: "",
            signed: &[SignedPart::Field("id"), SignedPart::Text(":"), SignedPart::Field("amount")],
            body: BodyForm::Form,
        }),
        ..SPEC
    };
    let sign = "v1%3Daf1b1c6a28433b403346264d99c0496d82c5085328212202059505e91b7cee07";
    let verify = |body: String| Verifier::new(&FORM, "key").verify_event(body.as_bytes());
    assert_eq!(verify(format!("id=a%26b&amount=5&sign={sign}")), Ok(()));
    assert_eq!(verify(format!("id=a%26b&amount=6&sign={sign}")), Err(VerifyError::Wrong));
    assert_eq!(verify(format!("id=a%26b&amount=5&sign={}", &sign[5..])), Err(VerifyError::Malformed), "no prefix");
    let twice = format!("id=a%26b&amount=5&sign={sign}&sign={sign}");
    assert_eq!(verify(twice), Err(VerifyError::NoSignatureMember { member: "sign" }));
}

proptest! {
    #[test]
    fn any_bytes_are_rejected(body in any::<Vec<u8>>(), item in any::<String>()) {
        prop_assert!(Verifier::new(&SPEC, KEY).verify_event(&body).is_err());
        if let Ok(events) = verified(KEY, &RawBody::from(body)) {
            prop_assert!(events.into_iter().all(|event| event.is_err()));
        }
        let quoted = serde_json::Value::from(item).to_string();
        let events: Vec<_> = verified(KEY, &delivery(&[quoted, right()])).expect("a list").collect();
        prop_assert!(events[0].is_err() && events[1].is_ok());
    }
}
