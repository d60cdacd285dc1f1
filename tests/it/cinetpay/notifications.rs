//! Notifications: forms whose fields are signed.

use cinetpay_client::model::TransactionId;
use cinetpay_webhook::{Event, Unverified, Verifier, decode};

use crate::support::files;

fn form(name: &str) -> String {
    let kind = if name == "failed" { "deliveries" } else { "webhooks" };
    files::text_of("cinetpay", kind, &format!("{name}.form"))
}

fn token(name: &str) -> String {
    files::text_of("cinetpay", "deliveries", &format!("{name}.x-token"))
}

fn verify(token: &str, body: &str) -> Result<Event, Unverified> {
    Verifier::new("test_secret").verify([("X-Token", token)], body)
}

#[test]
fn the_published_rule_gives_the_published_signatures() {
    let Event::Payment(event) = verify(&token("payment"), &form("payment")).expect("the signature is right") else {
        panic!("it is about a payment")
    };
    let paid = &event.object;
    assert_eq!(paid.cpm_trans_id.as_ref().map(TransactionId::as_str), Some("REFID12354"));
    assert_eq!((paid.cpm_amount, paid.cpm_error_message.as_deref()), (Some(2500), Some("SUCCES")));
    assert_eq!(event.raw.as_str(), Some(form("payment").as_str()), "the bytes stay as they came");
    // A field that is missing counts as empty.
    assert!(matches!(verify(&token("failed"), &form("failed")), Ok(Event::Payment(_))));
}

#[test]
fn a_forged_or_missing_signature_gives_no_event() {
    let body = form("payment");
    let more_money = body.replace("cpm_amount=2500", "cpm_amount=25000");
    assert_ne!(body, more_money);
    assert_eq!(verify(&token("payment"), &more_money).err(), Some(Unverified::Wrong));
    assert_eq!(verify(&token("failed"), &body).err(), Some(Unverified::Wrong));
    assert_eq!(verify("", &body).err(), Some(Unverified::Malformed));
    let unsigned = Verifier::new("test_secret").verify([("content-type", "text/plain")], body.as_str());
    assert_eq!(unsigned.err(), Some(Unverified::NoSignature { headers: &["x-token"] }));
    let other = Verifier::new("another secret").verify([("x-token", token("payment"))], body.as_str());
    assert_eq!(other.err(), Some(Unverified::Wrong));
}

/// Nothing separates what is signed, so text can move between fields. The check is what tells amount and currency.
#[test]
fn the_signature_does_not_tell_fields_apart() {
    let body = form("payment");
    let moved = body.replace("cpm_amount=2500&", "cpm_amount=250&").replace("cpm_currency=XOF", "cpm_currency=0XOF");
    assert_ne!(body, moved);
    assert!(verify(&token("payment"), &moved).is_ok());
}

/// Fields that are not signed can be added by whoever saw a delivery; they make no event of another kind.
#[test]
fn added_fields_do_not_make_a_transfer() {
    let body = format!("{}&client_transaction_id=PAYOUT-17&treatment_status=VAL", form("payment"));
    assert_eq!(verify(&token("payment"), &body).err(), Some(Unverified::NeverSigned));
    assert!(matches!(decode(form("transfer")), Event::Transfer(_)), "a transfer is read without a signature");
}

/// CinetPay looks whether the address answers, with nothing in it.
#[test]
fn a_look_at_the_address_is_no_event() {
    let Event::Undecodable(nothing) = decode("") else { panic!("there is nothing in it") };
    assert_eq!(nothing.to_string(), "the body is empty");
}

#[test]
fn nothing_of_the_payer_is_printed() {
    let event = verify(&token("payment"), &form("payment")).expect("the signature is right");
    let Event::Payment(bare) = &event else { panic!("it is about a payment") };
    let shown = format!("{event:?} {:?}", bare.object);
    assert!(!shown.contains("0504315545") && !shown.contains("a1b2c3"), "{shown}");
}
