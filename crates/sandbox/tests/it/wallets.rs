//! Tokens of Apple Pay and Google Pay.

use payspec_sandbox::centralpay;

use crate::support::{Bank, CARD, Reply};
use crate::three_ds::number;

fn token(bank: &mut Bank, form: &[(&str, &str)]) -> Reply {
    let key = centralpay::public_key(bank.world.name());
    let form = [&[("merchantPublicKey", key.as_str())], form].concat();
    bank.send("POST", "/cardToken", &form, &[("Origin", "https://example.centralpay.net")])
}

fn decrypted<'a>(card: &'a str, id: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    vec![
        ("card[number]", card),
        ("card[expirationMonth]", "12"),
        ("card[expirationYear]", "2030"),
        ("onlinePaymentCryptogram", "MGnp3S1LBgJxAANgdNCRAoABFIA="),
        ("amount", "1500"),
        ("currency", "EUR"),
        id,
    ]
}

/// The token has the proof, so that the payment needs neither a code nor 3-D Secure.
#[test]
fn decrypted_tokens_pay_without_further_proof() {
    let card = number(&centralpay_model::test_values::TestCard::VISA_3DS_FRICTIONLESS);
    for id in [
        ("applePayTransactionId", "3d2b17abed2696ca"),
        ("googlePayTransactionId", "ABCD-EFGH-1234"),
        ("googlePayMessageId", "ABCD"),
    ] {
        let mut bank = Bank::new();
        assert_eq!(
            bank.pay(card, &[("source", "EC")]).text("bankCode"),
            "A1",
            "without a wallet it is declined softly"
        );
        let made = token(&mut bank, &decrypted(card, id));
        assert_eq!(made.status(), 200, "{}", made.body);
        assert_eq!(bank.events().last(), Some(&"CARDTOKEN_CREATED"));
        let paid = bank.pay_by(&[
            ("cardTokenId", made.text("cardTokenId")),
            ("source", "EC"),
            ("merchantTransactionId", "w-1"),
        ]);
        assert_eq!(paid.status(), 200, "{}", paid.body);
        assert_eq!((paid.body["threeDSecure"].as_bool(), paid.body["withCvv"].as_bool()), (Some(false), Some(false)));
        bank.assert_sound();
    }
}

#[test]
fn a_wallet_pays_what_its_holder_confirmed() {
    let mut bank = Bank::new();
    let made = token(&mut bank, &decrypted(CARD, ("applePayTransactionId", "3d2b17abed2696ca")));
    let id = made.text("cardTokenId");
    let more = bank.pay_by(&[("cardTokenId", id), ("source", "EC"), ("amount", "1501")]);
    assert!(more.error("amount").contains("confirmed 1500"), "{}", more.body);
    assert_eq!(bank.pay_by(&[("cardTokenId", id), ("source", "EC")]).status(), 200, "the token is still unused");
}

#[test]
fn two_names_of_googles_identifier_agree() {
    let mut bank = Bank::new();
    let both = |other: &'static str| {
        let mut form = decrypted(CARD, ("googlePayTransactionId", "ABCD"));
        form.push(("googlePayMessageId", other));
        form
    };
    assert_eq!(token(&mut bank, &both("ABCD")).status(), 200);
    assert!(token(&mut bank, &both("EFGH")).error("googlePayMessageId").contains("differs"));
}

#[test]
fn an_encrypted_token_of_google_pay_stands_for_a_test_card() {
    let mut bank = Bank::new();
    let encrypted = r#"{"signature":"MEQ=","protocolVersion":"ECv2","signedMessage":"{}"}"#;
    let made = token(&mut bank, &[("googlePayToken", encrypted), ("amount", "1500"), ("currency", "EUR")]);
    assert_eq!((made.status(), made.body["card"]["last4"].as_str()), (200, Some("2700")), "{}", made.body);
    assert_eq!(bank.events().last(), Some(&"CARDTOKEN_CREATED"));
    let paid = bank.pay_by(&[("cardTokenId", made.text("cardTokenId")), ("source", "EC")]);
    assert_eq!(paid.status(), 200, "{}", paid.body);
    for wrong in ["x", "{}", r#"{"signature":"MEQ=","protocolVersion":"ECv2"}"#] {
        let refused = token(&mut bank, &[("googlePayToken", wrong), ("amount", "1500"), ("currency", "EUR")]);
        assert!(refused.error("googlePayToken").contains("Google's token"), "{}", refused.body);
    }
}

#[test]
fn encrypted_tokens_of_apple_pay_are_not_accepted_yet() {
    let mut bank = Bank::new();
    let refused = token(&mut bank, &[("applePayToken", "{}"), ("amount", "1500"), ("currency", "EUR")]);
    assert!(refused.error("applePayToken").contains("not accepted yet"), "{}", refused.body);
    let refused = bank.pay_by(&[("applePayToken", "{}"), ("source", "EC")]);
    assert!(refused.error("applePayToken").contains("not accepted yet"), "{}", refused.body);
}
