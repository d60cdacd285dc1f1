//! Invoices of subscriptions and their items, changed by the merchant.

use crate::subscriptions::REFUSED;
use crate::support::{Bank, CARD, DAY, Reply};

impl Bank {
    fn item(&mut self, further: &[(&str, &str)]) -> Reply {
        let reply = self.post("/invoiceItem", further);
        assert_eq!(reply.status(), 200, "{}", reply.body);
        reply
    }
}

/// The amounts of the invoices of a subscription.
fn amounts(bank: &mut Bank, subscription: &str) -> Vec<i64> {
    let id = subscription.trim_start_matches("/subscription/");
    let found = bank.get("/invoice", &[("subscriptionId", id)]);
    found.body.as_array().expect("a list").iter().filter_map(|invoice| invoice["amount"].as_i64()).collect()
}

#[test]
fn items_wait_for_the_next_invoice() {
    let mut bank = Bank::new();
    let (path, _) = bank.subscribed(CARD);
    let id = path.trim_start_matches("/subscription/").to_owned();
    let more = bank.item(&[("subscriptionId", &id), ("amount", "200"), ("quantity", "3")]);
    assert_eq!((more.body["totalAmount"].as_i64(), more.text("type")), (Some(600), "MANUAL"));
    assert!(more.body["invoiceId"].is_null() && bank.told("INVOICEITEM_CREATED")["totalAmount"] == 600);
    let less = bank.item(&[("subscriptionId", &id), ("amount", "-100")]);
    let changed = bank.post(&format!("/invoiceItem/{}", more.text("invoiceItemId")), &[("quantity", "2")]);
    assert_eq!(changed.body["totalAmount"].as_i64(), Some(400));
    assert_eq!(bank.told("INVOICEITEM_UPDATED")["quantity"], 2);
    let gone = bank.item(&[("subscriptionId", &id), ("amount", "5000")]).text("invoiceItemId").to_owned();
    let deleted = bank.delete(&format!("/invoiceItem/{gone}"));
    assert!(deleted.status() == 200 && deleted.answer.body.is_empty(), "{}", deleted.body);
    assert_eq!(bank.told("INVOICEITEM_DELETED")["invoiceItemId"], gone.as_str());
    assert_eq!(bank.get(&format!("/invoiceItem/{gone}"), &[]).status(), 404);
    bank.pass(31 * DAY);
    assert_eq!(amounts(&mut bank, &path), [1_000, 1_300], "1000 + 400 - 100");
    let invoice = bank.get(&path, &[]).body["lastInvoice"].clone();
    assert_eq!(invoice["invoiceItems"].as_array().map(Vec::len), Some(3), "{invoice}");
    let item = format!("/invoiceItem/{}", less.text("invoiceItemId"));
    assert_eq!(bank.get(&item, &[]).body["invoiceId"], invoice["invoiceId"]);
    assert!(bank.delete(&item).error("invoiceId").contains("on-no-invoice"));
    assert!(bank.post(&item, &[("amount", "1")]).error("invoiceId").contains("is paid"));
    bank.pass(31 * DAY);
    assert_eq!(amounts(&mut bank, &path), [1_000, 1_300, 1_000], "an item is charged once");
    bank.assert_sound();
}

#[test]
fn an_invoice_below_zero_is_paid_without_a_payment() {
    let mut bank = Bank::new();
    let (path, _) = bank.subscribed(CARD);
    let id = path.trim_start_matches("/subscription/").to_owned();
    bank.item(&[("subscriptionId", &id), ("amount", "-5000")]);
    let before = bank.events().len();
    bank.pass(31 * DAY);
    let invoice = bank.get(&path, &[]).body["lastInvoice"].clone();
    assert!(invoice["amount"] == 0 && invoice["paid"] == true, "{invoice}");
    assert_eq!(invoice["transactions"], serde_json::json!([]));
    assert!(bank.events()[before..].iter().all(|name| !name.starts_with("TRANSACTION_")));
    assert_eq!(bank.events().last(), Some(&"INVOICE_TRANSACTION_SUCCEEDED"));
    bank.assert_sound();
}

/// No bank has room for more than 12 digits, which items can add up to.
#[test]
fn an_invoice_beyond_the_largest_amount_is_refused_by_the_bank() {
    let mut bank = Bank::new();
    let (path, _) = bank.subscribed(CARD);
    let id = path.trim_start_matches("/subscription/").to_owned();
    for _ in 0..2 {
        bank.item(&[("subscriptionId", &id), ("amount", "999999999999")]);
    }
    let invoice = bank.post("/invoice", &[("subscriptionId", &id)]).text("invoiceId").to_owned();
    let failed = bank.post(&format!("/invoice/{invoice}/pay"), &[]);
    let payment = failed.body["transactions"][0].as_str().expect("the bank was asked").to_owned();
    assert_eq!(bank.get(&format!("/transaction/{payment}"), &[]).text("bankCode"), "13");
    assert_eq!(bank.get(&path, &[]).text("status"), "FAILURE");
    bank.assert_sound();
}

#[test]
fn an_additional_invoice_is_due_the_next_day() {
    let mut bank = Bank::new();
    let (path, _) = bank.subscribed(CARD);
    let id = path.trim_start_matches("/subscription/").to_owned();
    bank.item(&[("subscriptionId", &id), ("amount", "10000"), ("quantity", "3")]);
    let invoice = bank.post("/invoice", &[("subscriptionId", &id), ("description", "setup")]);
    assert_eq!((invoice.text("type"), invoice.body["amount"].as_i64()), ("MANUAL", Some(30_000)));
    assert_eq!(invoice.text("nextTransactionAttempt"), "2024-01-06T06:00:00+01:00");
    assert_eq!(bank.told("INVOICE_CREATED")["invoiceId"], invoice.body["invoiceId"]);
    let named = invoice.text("invoiceId").to_owned();
    let before = bank.events().len();
    bank.item(&[("invoiceId", &named), ("amount", "500")]);
    assert_eq!(bank.events_since(before), ["INVOICEITEM_CREATED", "INVOICE_UPDATED"]);
    let invoice = format!("/invoice/{named}");
    assert_eq!(bank.get(&invoice, &[]).body["amount"].as_i64(), Some(30_500));
    let changed = bank.post(&invoice, &[("description", "set-up")]);
    assert_eq!((changed.text("description"), changed.body["amount"].as_i64()), ("set-up", Some(30_500)));
    assert_eq!(bank.events().last(), Some(&"INVOICE_UPDATED"));
    bank.pass_until("2024-01-06T05:00:00Z");
    let paid = bank.get(&invoice, &[]);
    assert!(paid.body["paid"] == true && paid.body["closed"] == true && paid.body["attemptCount"] == 1);
    let late = bank.post("/invoiceItem", &[("invoiceId", &named), ("amount", "1")]);
    assert!(late.error("invoiceId").contains("is paid"), "{}", late.body);
    bank.assert_sound();
}

#[test]
fn an_empty_invoice_is_filled_until_it_is_due() {
    let mut bank = Bank::new();
    let (path, _) = bank.subscribed(CARD);
    let id = path.trim_start_matches("/subscription/").to_owned();
    let invoice = bank.post("/invoice", &[("subscriptionId", &id)]);
    assert_eq!(invoice.body["amount"].as_i64(), Some(0), "{}", invoice.body);
    bank.item(&[("invoiceId", invoice.text("invoiceId")), ("amount", "500")]);
    bank.pass(DAY);
    let paid = bank.get(&format!("/invoice/{}", invoice.text("invoiceId")), &[]);
    assert!(paid.body["paid"] == true && paid.body["amount"] == 500, "{}", paid.body);
    bank.assert_sound();
}

#[test]
fn a_closed_invoice_is_not_collected_until_it_is_reopened() {
    let mut bank = Bank::new();
    let (path, _) = bank.subscribed(CARD);
    let id = path.trim_start_matches("/subscription/").to_owned();
    bank.item(&[("subscriptionId", &id), ("amount", "700")]);
    let invoice = bank.post("/invoice", &[("subscriptionId", &id)]).text("invoiceId").to_owned();
    let invoice = format!("/invoice/{invoice}");
    let closed = bank.post(&format!("{invoice}/close"), &[]);
    assert_eq!((closed.body["closed"].as_bool(), closed.body["paid"].as_bool()), (Some(true), Some(false)));
    assert_eq!(closed.text("nextTransactionAttempt"), "2024-01-06T06:00:00+01:00", "it keeps its time");
    assert_eq!(bank.events().last(), Some(&"INVOICE_CLOSED"));
    assert!(bank.post(&format!("{invoice}/close"), &[]).error("closed").contains("is closed"));
    bank.pass(5 * DAY);
    assert_eq!(bank.get(&invoice, &[]).body["attemptCount"].as_i64(), Some(0));
    let reopened = bank.post(&format!("{invoice}/reopen"), &[]);
    assert_eq!(reopened.body["closed"].as_bool(), Some(false), "{}", reopened.body);
    assert_eq!(reopened.text("nextTransactionAttempt"), "2024-01-11T06:00:00+01:00", "the missed one is made up for");
    assert_eq!(bank.events().last(), Some(&"INVOICE_REOPEN"));
    assert!(bank.post(&format!("{invoice}/reopen"), &[]).error("closed").contains("is open"));
    bank.pass(DAY);
    let paid = bank.get(&invoice, &[]);
    assert_eq!((paid.body["paid"].as_bool(), paid.body["attemptCount"].as_i64()), (Some(true), Some(1)));
    assert!(bank.post(&format!("{invoice}/reopen"), &[]).error("paid").contains("not-paid"));
    assert!(bank.post(&format!("{invoice}/pay"), &[]).error("paid").contains("not-paid"));
    bank.assert_sound();
}

#[test]
fn payments_by_hand_do_not_count() {
    let mut bank = Bank::new();
    let (path, customer) = bank.subscribed(CARD);
    let good = bank.get(&path, &[]).text("cardId").to_owned();
    let id = path.trim_start_matches("/subscription/").to_owned();
    let refused = bank.further_card(&customer, REFUSED);
    bank.post(&path, &[("cardId", &refused)]);
    bank.item(&[("subscriptionId", &id), ("amount", "700")]);
    let invoice = bank.post("/invoice", &[("subscriptionId", &id)]).text("invoiceId").to_owned();
    let invoice = format!("/invoice/{invoice}");
    let failed = bank.post(&format!("{invoice}/pay"), &[]);
    assert_eq!(failed.status(), 200, "402 is for transactions alone");
    assert!(failed.body["paid"] == false && failed.body["attemptCount"] == 0, "{}", failed.body);
    assert_eq!(failed.text("nextTransactionAttempt"), "2024-01-06T06:00:00+01:00", "the planned attempt stays");
    assert_eq!(bank.events_since(0).last(), Some(&"SUBSCRIPTION_FAILURE"));
    bank.post(&format!("{invoice}/close"), &[]);
    bank.post(&path, &[("cardId", &good)]);
    let paid = bank.post(&format!("{invoice}/pay"), &[]);
    assert!(paid.body["paid"] == true && paid.body["closed"] == true && paid.body["attemptCount"] == 0);
    assert!(paid.body["nextTransactionAttempt"].is_null());
    assert_eq!(paid.body["transactions"].as_array().map(Vec::len), Some(2), "{}", paid.body);
    assert!(bank.events_since(0).ends_with(&["INVOICE_TRANSACTION_SUCCEEDED", "SUBSCRIPTION_ACTIVE"]));
    let count = bank.events().len();
    bank.pass(5 * DAY);
    assert_eq!(bank.events().len(), count, "it is not collected again");
    bank.assert_sound();
}

#[test]
fn items_name_what_they_belong_to() {
    let mut bank = Bank::new();
    let (path, _) = bank.subscribed(CARD);
    let (other, _) = bank.subscribed("5555555555554444");
    let id = path.trim_start_matches("/subscription/").to_owned();
    let other = other.trim_start_matches("/subscription/").to_owned();
    let invoice = bank.post("/invoice", &[("subscriptionId", &id)]).text("invoiceId").to_owned();
    let mut refused = |form: &[(&str, &str)], field: &str, says: &str| {
        let reply = bank.post("/invoiceItem", form);
        assert!(reply.error(field).contains(says), "{}", reply.body);
    };
    let amount = ("amount", "100");
    refused(&[("invoiceId", &invoice), ("subscriptionId", &other), amount], "invoiceId", "another subscription");
    refused(&[("subscriptionId", &id), amount, ("currency", "USD")], "currency", "that of the subscription");
    refused(&[("subscriptionId", &id), amount, ("quantity", "-1")], "quantity", "cannot be negative");
    refused(&[("subscriptionId", &id), ("amount", "999999999999"), ("quantity", "2")], "amount", "at most");
    bank.post(&format!("{path}/cancel"), &[]);
    let ended = bank.post("/invoiceItem", &[("subscriptionId", &id), amount]);
    assert!(ended.error("subscriptionId").contains("has ended"), "{}", ended.body);
    let ended = bank.post("/invoice", &[("subscriptionId", &id)]);
    assert!(ended.error("subscriptionId").contains("has ended"), "{}", ended.body);
    assert!(bank.get(&format!("/invoice/{invoice}"), &[]).body["closed"] == true, "a cancellation closes invoices");
    bank.assert_sound();
}
