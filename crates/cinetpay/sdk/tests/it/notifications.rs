//! Notifications: forms whose fields are signed.

use payspec::cinetpay::model::Currency;
use payspec::cinetpay::model::TransactionId;
use payspec::cinetpay::webhook::{Event, Verifier, VerifyError, decode};

use payspec_test_support::files;
use payspec_test_support::signing::hex_of;

fn form(name: &str) -> String {
    let kind = if name == "failed" { "deliveries" } else { "webhooks" };
    files::text_of("cinetpay", kind, &format!("{name}.form"))
}

fn token(name: &str) -> String {
    files::text_of("cinetpay", "deliveries", &format!("{name}.x-token"))
}

fn verify(token: &str, body: &str) -> Result<Event, VerifyError> {
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
    assert_eq!(verify(&token("payment"), &more_money).err(), Some(VerifyError::Wrong));
    assert_eq!(verify(&token("failed"), &body).err(), Some(VerifyError::Wrong));
    assert_eq!(verify("", &body).err(), Some(VerifyError::Malformed));
    let unsigned = Verifier::new("test_secret").verify([("content-type", "text/plain")], body.as_str());
    assert_eq!(unsigned.err(), Some(VerifyError::NoSignature { headers: &["x-token"] }));
    let other = Verifier::new("another secret").verify([("x-token", token("payment"))], body.as_str());
    assert_eq!(other.err(), Some(VerifyError::Wrong));
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
    let body = format!("{}&sending_status=CONFIRM&treatment_status=VAL", form("payment"));
    assert_eq!(verify(&token("payment"), &body).err(), Some(VerifyError::NeverSigned));
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
    let Event::Payment(unenveloped) = &event else { panic!("it is about a payment") };
    let shown = format!("{event:?} {:?}", unenveloped.object);
    assert!(!shown.contains("0504315545") && !shown.contains("a1b2c3"), "{shown}");
}

/// The form as a JSON object, with the amount as a number.
fn as_json(form: &str) -> String {
    let pairs = payspec_core::parse_pairs(form.as_bytes()).expect("a form");
    let object = pairs.into_iter().map(|(name, value)| match (name.as_str(), value.parse::<u64>()) {
        ("cpm_amount", Ok(amount)) => (name, amount.into()),
        _ => (name, serde_json::Value::from(value)),
    });
    serde_json::Value::Object(object.collect()).to_string()
}

/// Some receivers are sent JSON: the same fields, under the same signature.
#[test]
fn json_is_read_and_verified_like_the_form() {
    let (form, json) = (form("payment"), as_json(&form("payment")));
    let Event::Payment(of_form) = verify(&token("payment"), &form).expect("signed") else { panic!("a payment") };
    for body in [json.clone(), format!("\u{feff}\n {json}")] {
        let Event::Payment(of_json) = verify(&token("payment"), &body).expect("signed") else { panic!("a payment") };
        assert_eq!(of_form.object, of_json.object);
        assert_eq!(of_json.raw.as_str(), Some(body.as_str()));
    }
    let more_money = json.replace("2500", "25000");
    assert_eq!(verify(&token("payment"), &more_money).err(), Some(VerifyError::Wrong));
    assert_eq!(verify(&token("payment"), &json[..json.len() - 1]).err(), Some(VerifyError::NotJson));
    let added = json.replacen('{', r#"{"sending_status":"CONFIRM","treatment_status":"VAL","#, 1);
    assert_eq!(verify(&token("payment"), &added).err(), Some(VerifyError::NeverSigned));
    // Of two values the one that is signed might not be the one that is read, so neither is.
    let twice = json.replacen('{', r#"{"cpm_amount":25000,"#, 1);
    let Ok(Event::Payment(of_two)) = verify(&token("payment"), &twice) else { panic!("a payment") };
    assert_eq!((of_two.object.cpm_amount, of_two.unreadable().len()), (None, 2));
    assert!(matches!(decode(as_json(&self::form("transfer"))), Event::Transfer(_)));
}

/// What is signed are bytes: a customer's name in another encoding, a letter cut in half, a sign that is no escape.
#[test]
fn a_right_signature_is_right_whatever_the_bytes_are() {
    for (custom, decoded, reads) in [
        ("caf%E9", &b"caf\xe9"[..], None),
        ("%C3", b"\xc3", None),
        ("100%", b"100%", Some("100%")),
        ("50%zz", b"50%zz", Some("50%zz")),
    ] {
        let body =
            format!("cpm_site_id=445160&cpm_trans_id=T-1&cpm_amount=2500&cpm_custom={custom}&other=%ff&other=%fe");
        let token = hex_of("test_secret", &[b"445160T-12500", decoded].concat());
        let Ok(Event::Payment(event)) = verify(&token, &body) else { panic!("{custom}: it is signed") };
        let paid = &event.object;
        assert_eq!((paid.cpm_trans_id.as_ref().map(TransactionId::as_str), paid.cpm_amount), (Some("T-1"), Some(2500)));
        assert_eq!(paid.cpm_custom.as_deref(), reads, "{custom}");
        assert_eq!(event.unreadable().len(), usize::from(reads.is_none()), "{custom}");
        assert!(event.refetch().is_some());
        assert!(
            serde_json::to_value(&event).is_ok_and(|json| json.get("cpm_custom").is_some()),
            "{custom}: it is kept"
        );
        assert_eq!(verify(&token, &body.replace("T-1", "T-2")).err(), Some(VerifyError::Wrong));
    }
    // A byte that stands there as it is.
    let body = b"cpm_trans_id=T-1&cpm_designation=caf\xe9";
    let event = Verifier::new("test_secret").verify([("x-token", hex_of("test_secret", b"T-1caf\xe9"))], &body[..]);
    assert!(matches!(event, Ok(Event::Payment(_))), "{event:?}");
}

/// A field that comes twice is unreadable unless both are equal; of what is signed the last counts, as for the sender.
#[test]
fn a_field_that_comes_twice_leaves_the_event() {
    for (added, amount, status) in
        [("&cpm_result=00&cpm_result=01", Some(2500), Some("SUCCES")), ("&cpm_amount=2500", Some(2500), Some("SUCCES"))]
    {
        let body = format!("{}{added}", form("payment"));
        let Ok(Event::Payment(event)) = verify(&token("payment"), &body) else { panic!("{added}: it is signed") };
        assert_eq!((event.object.cpm_amount, event.object.cpm_error_message.as_deref()), (amount, status));
    }
    // The one that is read would not be the one that is signed.
    let body = format!("cpm_amount=1&{}", form("payment"));
    let Ok(Event::Payment(event)) = verify(&token("payment"), &body) else { panic!("it is signed") };
    assert_eq!((event.object.cpm_amount, event.unreadable().len()), (None, 2));
    assert_eq!(verify(&token("payment"), &format!("{}&cpm_amount=1", form("payment"))).err(), Some(VerifyError::Wrong));
}

/// PHP writes amounts with decimals that are none.
#[test]
fn a_signed_amount_with_a_fraction_of_zeros_is_read() {
    for (amount, wanted) in [("2500.00", Some(2500)), ("2500.0000", Some(2500))] {
        let body = form("payment").replace("cpm_amount=2500", &format!("cpm_amount={amount}"));
        let Event::Payment(event) = decode(body) else { panic!("{amount}") };
        assert_eq!((event.object.cpm_amount, event.object.cpm_currency), (wanted, Some(Currency::XOF)));
    }
}

/// A transfer is told by its states and confirmed by the number that it has.
#[test]
fn a_transfer_without_the_merchants_number_is_one_and_can_be_confirmed() {
    let whole = form("transfer");
    for without in ["client_transaction_id=PAYOUT-17&", ""] {
        let body = whole.replace(
            "client_transaction_id=PAYOUT-17&",
            if without.is_empty() { "client_transaction_id=&" } else { "" },
        );
        let Event::Transfer(event) = decode(body) else { panic!("a transfer") };
        let check = event.refetch().expect("it has a number of CinetPay's");
        check.validate().expect("one number, and not two");
        assert_eq!(check.transaction_id, Some("EA-1".into()));
        assert_eq!(check.client_transaction_id, None);
    }
    let Event::Transfer(nameless) = decode("sending_status=CONFIRM&treatment_status=VAL") else { panic!("a transfer") };
    assert!(nameless.refetch().is_none());
}
