//! Requests that are sent again with their key.

use crate::support::{Bank, CARD, DAY, Reply};

pub(crate) fn pay(bank: &mut Bank, token: &str, key: &str) -> Reply {
    let (login, point_of_sale) = (bank.login(), bank.merchant.point_of_sale_id.clone());
    let form = [
        ("cardTokenId", token),
        ("amount", "1500"),
        ("currency", "EUR"),
        ("pointOfSaleId", point_of_sale.as_str()),
        ("endUserIp", "203.0.113.7"),
        ("source", "EC"),
    ];
    bank.send("POST", "/transaction", &form, &[("Authorization", &login), ("Idempotence-Key", key)])
}

#[test]
fn a_key_is_executed_once_within_a_day() {
    let mut bank = Bank::new();
    let token = bank.token(CARD);
    let first = pay(&mut bank, &token, "k1");
    bank.pass(DAY - std::time::Duration::from_millis(1));
    let second = pay(&mut bank, &token, "k1");
    assert_eq!((first.status(), &first.body), (second.status(), &second.body), "the first answer again");
    assert_ne!(first.answer.header("Request-Id"), second.answer.header("Request-Id"));
    assert_eq!(second.answer.headers.iter().filter(|(name, _)| *name == "Request-Id").count(), 1);
    assert_eq!(second.answer.header("Payspec-Sandbox"), Some("chosen=idempotent-answer"));
    assert_eq!(bank.world.objects().count("centralpay.transaction"), 1);
    assert!(bank.world.journal().last().is_some_and(|entry| entry.repeated));
    bank.pass(std::time::Duration::from_millis(1));
    let later = pay(&mut bank, &token, "k1");
    assert!(later.status() == 400, "it is executed, and the token was used: {}", later.body);
}

#[test]
fn a_refused_authorisation_is_not_asked_for_again() {
    let mut bank = Bank::new();
    let token = bank.token("4000000000000077");
    let (first, second) = (pay(&mut bank, &token, "k1"), pay(&mut bank, &token, "k1"));
    assert_eq!((first.status(), second.status()), (402, 402));
    assert_eq!(first.text("transactionId"), second.text("transactionId"));
}

#[test]
fn a_refused_request_leaves_its_key_unused() {
    let mut bank = Bank::new();
    assert_eq!(pay(&mut bank, "unknown", "k1").status(), 404);
    let token = bank.token(CARD);
    assert_eq!(pay(&mut bank, &token, "k1").status(), 200);
}
