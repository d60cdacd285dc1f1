//! Refunds of cleared payments.

use payspec_sandbox::engine::ledger::Account;

use crate::support::{Bank, CARD, DAY};

#[test]
fn only_a_cleared_payment_is_refunded() {
    let mut bank = Bank::new();
    let id = bank.pay(CARD, &[("source", "EC")]).text("transactionId").to_owned();
    let early = bank.post("/refund", &[("transactionId", &id)]);
    assert!(early.error("captureStatus").contains("payment-cleared"), "{}", early.body);
    // The words of the API do not know of the sandbox's clock, its header does.
    let hints = |reply: &crate::support::Reply| {
        let headers = reply.answer.headers.iter().filter(|(name, _)| *name == "Payspec-Sandbox");
        headers.filter_map(|(_, value)| value.strip_prefix("hint=").map(str::to_owned)).collect::<Vec<_>>()
    };
    let hint = hints(&early);
    assert!(hint.len() == 1 && hint[0].contains("POST /control/worlds/{world}/clock/advance"), "{hint:?}");
    assert!(!early.body.to_string().contains("clock"), "{}", early.body);
    let cancelled = bank.pay(CARD, &[("source", "EC"), ("capture", "false")]).text("transactionId").to_owned();
    assert_eq!(bank.post(&format!("/transaction/{cancelled}/cancel"), &[]).status(), 200);
    let never = bank.post("/refund", &[("transactionId", &cancelled)]);
    assert!(never.status() == 400 && hints(&never).is_empty(), "it is never cleared: {:?}", never.answer);
    bank.pass(DAY);
    let refund = bank.post("/refund", &[("transactionId", &id), ("amount", "400")]);
    assert_eq!((refund.status(), refund.text("status")), (200, "UNCLEARED"), "{}", refund.body);
    let payment = bank.get(&format!("/transaction/{id}"), &[]);
    assert_eq!((payment.body["amountRefunded"].as_i64(), payment.body["refunded"].as_bool()), (Some(400), Some(true)));
    assert_eq!(payment.body["refunds"][0]["refundId"], refund.body["refundId"]);
    assert!(bank.events().ends_with(&["REFUND_CREATED", "TRANSACTION_REFUNDED"]));
    assert_eq!(bank.post("/refund", &[("transactionId", "none")]).status(), 404);
    bank.assert_sound();
}

#[test]
fn refunds_do_not_exceed_the_payment_in_total() {
    let mut bank = Bank::new();
    let id = bank.cleared();
    bank.post("/refund", &[("transactionId", &id), ("amount", "1000")]);
    let over = bank.post("/refund", &[("transactionId", &id), ("amount", "501")]);
    assert!(over.error("amount").contains("500 of the payment"), "{}", over.body);
    let rest = bank.post("/refund", &[("transactionId", &id)]);
    assert_eq!(rest.body["amount"].as_i64(), Some(500), "without an amount, the rest");
    assert_eq!(bank.post("/refund", &[("transactionId", &id)]).status(), 400);
    let wallet = Account::Wallet(bank.merchant.wallet_id.clone());
    assert_eq!(bank.world.ledger().balance(&wallet, "EUR"), 0);
    bank.pass(DAY);
    assert_eq!(bank.world.ledger().balance(&Account::Issuers, "EUR"), 0);
    assert_eq!(bank.get("/refund", &[("transactionId", &id)]).body[0]["status"], "CLEARED");
    bank.assert_sound();
}

#[test]
fn a_refund_is_cancelled_until_it_is_processed() {
    let mut bank = Bank::new();
    let id = bank.cleared();
    let mut refund = |amount: &str| {
        let reply = bank.post("/refund", &[("transactionId", &id), ("amount", amount)]);
        format!("/refund/{}", reply.text("refundId"))
    };
    let (first, second) = (refund("100"), refund("200"));
    assert_eq!(bank.post(&format!("{first}/cancel"), &[]).text("status"), "CANCELED");
    assert_eq!(bank.get(&format!("/transaction/{id}"), &[]).body["amountRefunded"].as_i64(), Some(200));
    bank.pass(DAY);
    assert_eq!(bank.get(&second, &[]).text("status"), "CLEARED");
    assert_eq!(bank.get(&first, &[]).text("status"), "CANCELED");
    let late = bank.post(&format!("{second}/cancel"), &[]);
    assert!(late.error("status").contains("not-processed-yet"), "{}", late.body);
    bank.assert_sound();
}
