//! Credits: payments to a card.

use payspec_sandbox::engine::ledger::Account;

use crate::support::{Bank, CARD, DAY};

#[test]
fn a_credit_pays_to_a_card() {
    let mut bank = Bank::new();
    bank.cleared();
    let token = bank.token(CARD);
    let credit = bank.post("/credit", &[("amount", "1000"), ("currency", "EUR"), ("cardTokenId", &token)]);
    assert_eq!((credit.status(), credit.text("status")), (200, "UNCLEARED"), "{}", credit.body);
    assert!(!credit.text("movementId").is_empty() && credit.body["card"]["last4"] == "1111");
    assert_eq!(bank.events().last(), Some(&"CREDIT_CREATED"));
    assert_eq!(bank.get(&format!("/cardToken/{token}"), &[]).text("status"), "USED");
    let wallet = Account::Wallet(bank.merchant.wallet_id.clone());
    assert_eq!(bank.world.ledger().balance(&wallet, "EUR"), 500);
    let path = format!("/credit/{}", credit.text("creditId"));
    let updated = bank.post(&path, &[("merchantCreditId", "MCID-01")]);
    assert_eq!((updated.text("merchantCreditId"), bank.events().last()), ("MCID-01", Some(&"CREDIT_UPDATED")));
    bank.pass(DAY);
    assert_eq!(bank.get(&path, &[]).text("status"), "CLEARED");
    let late = bank.post(&format!("{path}/cancel"), &[]);
    assert!(late.error("status").contains("not-processed-yet"), "{}", late.body);
    assert_eq!(bank.get("/credit", &[("merchantCreditId", "MCID-01")]).body.as_array().map(Vec::len), Some(1));
    assert_eq!(bank.get("/credit", &[("merchantCreditId", "other")]).body.as_array().map(Vec::len), Some(0));
    bank.assert_sound();
}

#[test]
fn a_credit_is_cancelled_until_it_is_processed() {
    let mut bank = Bank::new();
    bank.cleared();
    let token = bank.token(CARD);
    let customer = bank.post("/customer", &[("email", "a@example.com"), ("cardTokenId", &token)]);
    let (id, card) = (customer.text("customerId"), customer.body["cards"][0]["cardId"].as_str().expect("it is stored"));
    let credit = bank.post("/credit", &[("amount", "1500"), ("currency", "EUR"), ("customerId", id), ("cardId", card)]);
    let cancelled = bank.post(&format!("/credit/{}/cancel", credit.text("creditId")), &[]);
    assert_eq!(cancelled.text("status"), "CANCELED", "{}", cancelled.body);
    assert!(!cancelled.text("cancellationDate").is_empty());
    assert_ne!(cancelled.text("cancelMovementId"), cancelled.text("movementId"));
    assert_eq!(bank.events().last(), Some(&"CREDIT_CANCELED"));
    bank.pass(DAY);
    let wallet = Account::Wallet(bank.merchant.wallet_id.clone());
    assert_eq!(bank.world.ledger().balance(&wallet, "EUR"), 1500);
    bank.assert_sound();
}

/// Neither a credit nor a refund is made of money that the account does not have.
#[test]
fn what_the_account_cannot_pay_is_refused() {
    let mut bank = Bank::new();
    let token = bank.token(CARD);
    let poor = bank.post("/credit", &[("amount", "1"), ("currency", "EUR"), ("cardTokenId", &token)]);
    assert!(poor.error("amount").contains("has 0 EUR"), "{}", poor.body);
    assert_eq!(bank.get(&format!("/cardToken/{token}"), &[]).text("status"), "UNUSED");
    let payment = bank.cleared();
    let token = bank.token(CARD);
    let credit = bank.post("/credit", &[("amount", "1000"), ("currency", "EUR"), ("cardTokenId", &token)]);
    assert_eq!(credit.status(), 200, "{}", credit.body);
    let refund = bank.post("/refund", &[("transactionId", &payment)]);
    assert!(refund.error("amount").contains("has 500 EUR"), "{}", refund.body);
    assert_eq!(bank.post("/refund", &[("transactionId", &payment), ("amount", "500")]).status(), 200);
    bank.assert_sound();
}
