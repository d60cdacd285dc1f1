//! The blacklist and the whitelist.

use crate::support::{Bank, CARD, Reply};

fn pay(bank: &mut Bank, email: &str) -> Reply {
    bank.pay(CARD, &[("source", "EC"), ("receiptEmail", email)])
}

#[test]
fn a_blacklisted_payment_is_refused_before_the_bank() {
    for (name, value, kind) in [
        ("endUserIp", "203.0.113.7", "IP"),
        ("email", "Bad@example.com", "EMAIL"),
        ("country", "FRA", "COUNTRY"),
        ("region", "EUROPE", "REGION"),
    ] {
        let mut bank = Bank::new();
        let entry = bank.post("/blacklist", &[(name, value)]);
        assert_eq!(entry.status(), 200, "{}", entry.body);
        let refused = pay(&mut bank, "bad@example.com");
        assert_eq!((refused.status(), refused.text("transactionStatus")), (402, "FRAUD"), "{}", refused.body);
        assert_eq!(refused.text("bankMessage"), format!("{kind} in BLACKLIST [{value}]"));
        assert!(refused.body["bankCode"].is_null(), "the bank is not asked");
        assert_eq!(bank.events().last(), Some(&"TRANSACTION_FRAUDULENT"));
        let login = bank.login();
        let path = format!("/blacklist/{}", entry.text("blacklistId"));
        assert_eq!(bank.get(&path, &[]).body, entry.body);
        bank.send("DELETE", &path, &[], &[("Authorization", &login)]);
        assert_eq!(bank.get(&path, &[]).status(), 404);
        assert_eq!(bank.get("/blacklist", &[]).body, serde_json::json!([]));
        assert_eq!(pay(&mut bank, "bad@example.com").status(), 200, "the entry is gone");
        bank.assert_sound();
    }
}

#[test]
fn the_phone_and_email_of_a_customer_are_compared() {
    let mut bank = Bank::new();
    let id =
        bank.post("/customer", &[("phone", "+33600000000"), ("email", "c@example.com")]).text("customerId").to_owned();
    bank.post("/blacklist", &[("phone", "+33600000000")]);
    assert_eq!(bank.pay(CARD, &[("source", "EC"), ("customerId", &id)]).text("transactionStatus"), "FRAUD");
    assert_eq!(bank.pay(CARD, &[("source", "EC")]).status(), 200, "another payer");
}

/// One value of the blacklist is enough, and the whitelist needs all of an entry.
#[test]
fn the_whitelist_skips_the_blacklist() {
    let mut bank = Bank::new();
    bank.post("/blacklist", &[("country", "FRA"), ("email", "nobody@example.com")]);
    assert_eq!(pay(&mut bank, "good@example.com").status(), 402);
    bank.post("/whitelist", &[("email", "good@example.com"), ("endUserIp", "198.51.100.1")]);
    assert_eq!(pay(&mut bank, "good@example.com").status(), 402, "only one of two values");
    let entry = bank.post("/whitelist", &[("email", "good@example.com"), ("endUserIp", "203.0.113.7")]);
    let paid = pay(&mut bank, "good@example.com");
    assert_eq!((paid.status(), paid.text("transactionStatus")), (200, "SUCCESS"));
    assert!(paid.answer.header("Payspec-Sandbox").is_some_and(|chosen| chosen.contains("when-a-whitelist-matches")));
    assert_eq!(bank.get("/whitelist", &[]).body.as_array().map(Vec::len), Some(2));
    assert_eq!(bank.get(&format!("/blacklist/{}", entry.text("whitelistId")), &[]).status(), 404, "of the other list");
    bank.assert_sound();
}

#[test]
fn an_entry_lists_something() {
    let mut bank = Bank::new();
    for path in ["/blacklist", "/whitelist"] {
        assert!(bank.post(path, &[("description", "x")]).error("country").contains("at least one value"));
    }
}

#[test]
fn payments_of_a_series_are_not_compared_with_the_blacklist() {
    let mut bank = Bank::new();
    let (model, (customer, _)) = (bank.model(&[]), bank.customer(CARD));
    bank.post("/blacklist", &[("country", "FRA")]);
    assert_eq!(bank.pay(CARD, &[]).text("transactionStatus"), "FRAUD");
    let series = bank.subscribe(&model, &customer, &[]);
    assert_eq!(series.text("status"), "ACTIVE", "{}", series.body);
    bank.assert_sound();
}
