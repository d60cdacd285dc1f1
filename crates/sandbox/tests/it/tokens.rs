//! Card tokens, stored cards and customers.

use payspec_sandbox::centralpay;

use crate::support::{Bank, CARD, DAY, MINUTE, hook};

#[test]
fn a_token_is_used_once() {
    let mut bank = Bank::new();
    let token = bank.token(CARD);
    assert_eq!(bank.pay_by(&[("cardTokenId", &token)]).status(), 200);
    assert_eq!(bank.get(&format!("/cardToken/{token}"), &[]).text("status"), "USED");
    assert!(bank.pay_by(&[("cardTokenId", &token)]).error("cardTokenData").contains("was used"));
    bank.pass(10 * MINUTE);
    assert_eq!(bank.get(&format!("/cardToken/{token}"), &[]).text("status"), "USED", "it does not expire any more");
    bank.assert_sound();
}

#[test]
fn a_token_lives_for_five_minutes() {
    let mut bank = Bank::new();
    let (first, second) = (bank.token(CARD), bank.token(CARD));
    bank.pass(5 * MINUTE - std::time::Duration::from_millis(1));
    assert_eq!(bank.pay_by(&[("cardTokenId", &first)]).status(), 200);
    bank.pass(std::time::Duration::from_millis(1));
    assert_eq!(bank.get(&format!("/cardToken/{second}"), &[]).text("status"), "EXPIRED");
    assert!(bank.pay_by(&[("cardTokenId", &second)]).error("cardTokenData").contains("expired"));
    assert_eq!(bank.pay_by(&[("cardTokenId", "unknown")]).status(), 404);
    bank.assert_sound();
}

#[test]
fn a_token_needs_the_public_key_and_a_declared_origin() {
    let mut bank = Bank::new();
    let key = centralpay::public_key("shop");
    let card = [("card[number]", CARD), ("card[expirationMonth]", "12"), ("card[expirationYear]", "2030")];
    let with = |key: &'static str, value: &str| {
        [&[(key, value.to_owned())][..], &card.map(|(name, value)| (name, value.to_owned()))[..]].concat()
    };
    let mut send = |form: &[(&str, String)], headers: &[(&str, &str)]| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bank.send("POST", "/cardToken", &form, headers).status()
    };
    let origin = ("Origin", "https://example.centralpay.net");
    assert_eq!(send(&with("merchantPublicKey", &key), &[origin]), 200);
    assert_eq!(send(&with("merchantPublicKey", "pk-of-nobody"), &[origin]), 403);
    assert_eq!(send(&with("other", &key), &[origin]), 403);
    assert_eq!(send(&with("merchantPublicKey", &key), &[]), 403);
    assert_eq!(send(&with("merchantPublicKey", &key), &[("Origin", "https://shop.example")]), 403);
}

#[test]
fn no_card_number_is_kept_or_shown() {
    let mut bank = Bank::new();
    bank.world.subscribe(hook("http://127.0.0.1:9/hook"));
    let reply = bank.pay(CARD, &[("source", "EC")]);
    let shown = String::from_utf8(reply.answer.body.clone()).expect("JSON is text");
    assert!(shown.contains("\"first6\":\"411111\"") && shown.contains("\"last4\":\"1111\""), "{shown}");
    let state = format!("{:?}", bank.world);
    assert!(!shown.contains(CARD) && !state.contains(CARD));
    assert!(bank.world.events().iter().all(|event| !String::from_utf8_lossy(&event.body).contains(CARD)));
}

#[test]
fn a_stored_card_is_charged_again() {
    let mut bank = Bank::new();
    let token = bank.token(CARD);
    let customer = bank.post("/customer", &[("email", "jane@example.com"), ("cardTokenId", &token)]);
    let id = customer.text("customerId").to_owned();
    let card = customer.body["cards"][0]["cardId"].as_str().expect("the card is stored").to_owned();
    for _ in 0..2 {
        let reply = bank.pay_by(&[("customerId", &id), ("cardId", &card), ("source", "EC")]);
        assert_eq!(
            (reply.status(), reply.body["card"]["cardId"].as_str()),
            (200, Some(card.as_str())),
            "{}",
            reply.body
        );
    }
    let second = bank.token("5555555555554444");
    let stored = bank.post("/card", &[("customerId", &id), ("cardTokenId", &second)]);
    assert_eq!(stored.status(), 200, "{}", stored.body);
    let reply = bank.pay_by(&[("customerId", &id), ("source", "EC")]);
    assert_eq!(reply.body["card"]["last4"], "4444", "the card that was stored last");
    let again = bank.token("5555555555554444");
    let known = bank.post("/card", &[("customerId", &id), ("cardTokenId", &again)]);
    assert_eq!(known.text("cardId"), stored.text("cardId"), "a known card keeps its identifier");
    let other = bank.post("/customer", &[("phone", "+33600000000")]).text("customerId").to_owned();
    assert!(bank.pay_by(&[("customerId", &other), ("cardId", &card)]).error("cardId").contains("another customer"));
    assert!(bank.pay_by(&[("customerId", &other)]).error("customerId").contains("no stored card"));
    assert_eq!(bank.get("/card", &[("customerId", &id)]).body.as_array().map(Vec::len), Some(2));
    bank.post(&format!("/card/{card}"), &[("description", "main")]);
    assert_eq!(bank.get(&format!("/customer/{id}"), &[]).body["cards"][0]["description"], "main");
    assert!(bank.events().contains(&"CARD_UPDATED"));
    bank.assert_sound();
}

/// A bank renews a card under the same number: the new one takes the place of the one that has expired.
#[test]
fn a_renewed_card_is_another_card() {
    let mut bank = Bank::new();
    let (customer, old) = bank.customer(CARD);
    bank.pass(DAY * 366 * 7);
    let expired = bank.pay_by(&[("customerId", &customer), ("cardId", &old), ("source", "EC")]);
    assert_eq!((expired.status(), expired.text("bankCode")), (402, "54"), "{}", expired.body);
    let renewed = [
        ("customerId", customer.as_str()),
        ("card[number]", CARD),
        ("card[expirationMonth]", "12"),
        ("card[expirationYear]", "2034"),
        ("card[cvc]", "123"),
    ];
    let new = bank.post("/card", &renewed);
    assert_ne!(new.text("cardId"), old, "{}", new.body);
    assert_eq!(bank.post("/card", &renewed).text("cardId"), new.text("cardId"), "now it is known");
    let paid = bank.pay_by(&[("customerId", &customer), ("source", "EC")]);
    assert_eq!((paid.status(), paid.body["card"]["expirationYear"].as_i64()), (200, Some(2034)), "{}", paid.body);
    let other = bank.post("/customer", &[("phone", "+33600000000")]).text("customerId").to_owned();
    let theirs = bank.post("/card", &[&[("customerId", other.as_str())], &renewed[1..]].concat());
    assert_ne!(theirs.text("cardId"), new.text("cardId"), "another customer's card has another identifier");
    bank.assert_sound();
}

/// Whatever takes a card takes a token of it, and uses it up; an authentication only looks at it.
#[test]
fn a_token_is_accepted_wherever_a_card_is() {
    let mut bank = Bank::new();
    bank.cleared();
    let customer = bank.post("/customer", &[("email", "a@example.com")]).text("customerId").to_owned();
    for (path, further) in [
        ("/transaction", vec![]),
        ("/credit", vec![("amount", "100"), ("currency", "EUR")]),
        ("/card", vec![("customerId", customer.as_str())]),
        ("/customer", vec![("email", "b@example.com")]),
    ] {
        let token = bank.token(CARD);
        let form = [&[("cardTokenId", token.as_str())], further.as_slice()].concat();
        let reply = if path == "/transaction" { bank.pay_by(&form) } else { bank.post(path, &form) };
        assert_eq!(reply.status(), 200, "{path}: {}", reply.body);
        assert_eq!(bank.get(&format!("/cardToken/{token}"), &[]).text("status"), "USED", "{path}");
    }
    let token = bank.token("4000000000000077");
    assert_eq!(bank.pay_by(&[("cardTokenId", &token), ("source", "EC")]).status(), 402);
    assert_eq!(bank.get(&format!("/cardToken/{token}"), &[]).text("status"), "USED", "also if the bank refuses");
    bank.assert_sound();
}
