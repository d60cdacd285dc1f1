//! Subscriptions on a stored card: their periods, and how they end.

use centralpay_model::test_values::TestCard;
use payspec_sandbox::engine::ledger::Account;

use crate::support::{Bank, CARD, DAY, Reply};
use crate::three_ds::{authenticate, number};

/// A card that the list says is refused for lack of funds.
pub(crate) const REFUSED: &str = "4000000000000077";

impl Bank {
    /// A model of 10.00 EUR a month, unless other values are given.
    pub(crate) fn model(&mut self, further: &[(&str, &str)]) -> String {
        let usual = [
            ("amount", "1000"),
            ("currency", "EUR"),
            ("name", "Basic"),
            ("intervalUnit", "MONTH"),
            ("intervalCount", "1"),
        ];
        let is_other = |name: &str| further.iter().any(|(other, _)| *other == name);
        let usual = usual.into_iter().filter(|(name, _)| !is_other(name));
        let form: Vec<(&str, &str)> = usual.chain(further.iter().copied()).collect();
        let reply = self.post("/subscriptionModel", &form);
        assert_eq!(reply.status(), 200, "{}", reply.body);
        reply.text("subscriptionModelId").to_owned()
    }

    pub(crate) fn subscribe(&mut self, model: &str, customer: &str, further: &[(&str, &str)]) -> Reply {
        let point_of_sale = self.merchant.point_of_sale_id.clone();
        let form = [
            ("subscriptionModelId", model),
            ("customerId", customer),
            ("pointOfSaleId", &point_of_sale),
            ("endUserIp", "203.0.113.7"),
        ];
        self.post("/subscription", &[&form[..], further].concat())
    }

    /// A subscription that runs: its path.
    pub(crate) fn subscribed(&mut self, number: &str) -> (String, String) {
        let (model, (customer, _)) = (self.model(&[]), self.customer(number));
        let reply = self.subscribe(&model, &customer, &[]);
        assert_eq!((reply.status(), reply.text("status")), (200, "ACTIVE"), "{}", reply.body);
        (format!("/subscription/{}", reply.text("subscriptionId")), customer)
    }

    /// The days on which the invoices of a subscription were made.
    pub(crate) fn invoice_times(&mut self, subscription: &str) -> Vec<String> {
        let id = subscription.trim_start_matches("/subscription/");
        let found = self.get("/invoice", &[("subscriptionId", id), ("limit", "100")]);
        let all = found.body.as_array().expect("a list").iter();
        all.map(|invoice| invoice["creationDate"].as_str().expect("a time")[..16].to_owned()).collect()
    }
}

#[test]
fn a_subscription_is_charged_by_its_model() {
    let mut bank = Bank::new();
    let (model, (customer, card)) = (bank.model(&[("iterationCount", "3")]), bank.customer(CARD));
    let before = bank.events().len();
    let reply = bank.subscribe(&model, &customer, &[("merchantSubscriptionId", "TEST001")]);
    let path = format!("/subscription/{}", reply.text("subscriptionId"));
    assert_eq!((reply.status(), reply.text("status"), reply.text("cardId")), (200, "ACTIVE", card.as_str()));
    assert_eq!(reply.body["subscriptionModel"]["subscriptionModelId"], model.as_str());
    assert_eq!([reply.text("currentPeriodStart"), reply.text("currentPeriodEnd")], ["2024-01-05", "2024-02-04"]);
    assert_eq!(reply.text("expectedEndingDate"), "2024-04-04", "the first payment is counted");
    let invoice = &reply.body["lastInvoice"];
    assert!(invoice["paid"] == true && invoice["closed"] == true && invoice["attemptCount"] == 1, "{invoice}");
    assert_eq!(invoice["invoiceItems"][0]["type"], "SUBSCRIPTION");
    let payment = invoice["transactions"][0].as_str().expect("it was paid by card").to_owned();
    let payment = bank.get(&format!("/transaction/{payment}"), &[]);
    assert_eq!(
        (payment.body["amount"].as_i64(), payment.body["invoiceId"].clone()),
        (Some(1000), invoice["invoiceId"].clone())
    );
    let first = ["INVOICEITEM_CREATED", "INVOICE_CREATED", "INVOICE_TRANSACTION_SUCCEEDED", "SUBSCRIPTION_CREATED"];
    assert_eq!(bank.events_since(before), first);

    bank.pass_until("2024-02-05T04:59:59Z");
    assert_eq!(bank.invoice_times(&path).len(), 1);
    bank.pass_until("2024-02-05T05:00:00Z");
    assert_eq!(bank.get(&path, &[]).text("currentPeriodEnd"), "2024-03-04");
    bank.pass_until("2024-03-05T05:00:00Z");
    assert_eq!(bank.invoice_times(&path), ["2024-01-05T13:43", "2024-02-05T05:00", "2024-03-05T05:00"]);
    let ended = bank.get(&path, &[]);
    assert_eq!((ended.text("status"), ended.text("endingDate")), ("CANCELED", "2024-04-04"), "{}", ended.body);
    assert!(bank.events_since(before).ends_with(&["INVOICE_TRANSACTION_SUCCEEDED", "SUBSCRIPTION_CANCELED"]));
    let count = bank.events().len();
    bank.pass(400 * DAY);
    assert_eq!(bank.events().len(), count, "nothing follows");
    let wallet = Account::Wallet(bank.merchant.wallet_id.clone());
    assert_eq!(bank.world.ledger().balance(&wallet, "EUR"), 3_000);
    bank.assert_sound();
}

#[test]
fn a_later_subscription_has_no_period_yet() {
    let mut bank = Bank::new();
    let (model, (customer, _)) = (bank.model(&[("iterationCount", "12")]), bank.customer(CARD));
    let early = bank.subscribe(&model, &customer, &[("startingDate", "2024-01-04")]);
    assert!(early.error("startingDate").contains("2024-01-05 or later"), "{}", early.body);
    let reply = bank.subscribe(&model, &customer, &[("startingDate", "2024-01-10")]);
    assert_eq!((reply.text("status"), reply.text("startingDate")), ("ACTIVE", "2024-01-10"));
    assert_eq!(reply.text("expectedEndingDate"), "2025-01-09");
    assert!(reply.body["currentPeriodStart"].is_null() && reply.body["lastInvoice"].is_null(), "{}", reply.body);
    assert_eq!(bank.told("SUBSCRIPTION_CREATED")["subscriptionId"], reply.body["subscriptionId"]);
    let path = format!("/subscription/{}", reply.text("subscriptionId"));
    bank.pass_until("2024-01-10T04:59:59Z");
    assert!(bank.invoice_times(&path).is_empty());
    bank.pass_until("2024-01-10T05:00:00Z");
    let begun = bank.get(&path, &[]);
    assert!(begun.text("currentPeriodEnd") == "2024-02-09" && begun.body["lastInvoice"]["paid"] == true);
    bank.assert_sound();
}

/// Months are counted from the first day, and the hour stays the same in UTC when the clock is changed.
#[test]
fn payments_are_made_at_their_intervals() {
    for (unit, count, start, expected) in [
        ("MONTH", "1", "2024-01-31", ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]),
        ("MONTH", "3", "2024-11-30", ["2024-11-30", "2025-02-28", "2025-05-30", "2025-08-30"]),
        ("WEEK", "2", "2024-03-18", ["2024-03-18", "2024-04-01", "2024-04-15", "2024-04-29"]),
        ("DAY", "10", "2024-02-25", ["2024-02-25", "2024-03-06", "2024-03-16", "2024-03-26"]),
        ("YEAR", "1", "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"]),
    ] {
        let mut bank = Bank::new();
        let interval = [("intervalUnit", unit), ("intervalCount", count), ("iterationCount", "4")];
        let (model, (customer, _)) = (bank.model(&interval), bank.customer(CARD));
        let reply = bank.subscribe(&model, &customer, &[("startingDate", start)]);
        let path = format!("/subscription/{}", reply.text("subscriptionId"));
        bank.pass(5 * 366 * DAY);
        assert_eq!(bank.invoice_times(&path), expected.map(|day| format!("{day}T05:00")));
        bank.assert_sound();
    }
}

#[test]
fn a_model_may_have_no_end() {
    let mut bank = Bank::new();
    let (path, customer) = bank.subscribed(CARD);
    assert!(bank.get(&path, &[]).body["expectedEndingDate"].is_null());
    bank.pass(1_000 * DAY);
    assert_eq!(bank.invoice_times(&path).len(), 33);
    let once = bank.model(&[("iterationCount", "0")]);
    let once = bank.subscribe(&once, &customer, &[]);
    assert_eq!((once.text("status"), once.body["lastInvoice"]["paid"].as_bool()), ("CANCELED", Some(true)));
    assert!(bank.events_since(0).ends_with(&["SUBSCRIPTION_CREATED", "SUBSCRIPTION_CANCELED"]));
    bank.assert_sound();
}

#[test]
fn a_subscription_needs_a_customer_with_a_card() {
    let mut bank = Bank::new();
    let (model, (customer, _)) = (bank.model(&[]), bank.customer(CARD));
    let without = bank.post("/customer", &[("phone", "+33600000000")]).text("customerId").to_owned();
    assert!(bank.subscribe(&model, &without, &[]).error("customerId").contains("no stored card"));
    assert_eq!(bank.subscribe("none", &customer, &[]).status(), 404);
    assert_eq!(bank.subscribe(&model, "none", &[]).status(), 404);
    let nobody = bank.subscribe(&model, "", &[("mandateId", "m"), ("requestedCollectionDate", "2024-02-01")]);
    assert_eq!(nobody.status(), 501, "{}", nobody.body);
    bank.assert_sound();
}

/// A proof of 3-D Secure is not required; one that is given must be of an authentication that succeeded.
#[test]
fn a_series_starts_with_a_proof_or_without() {
    let mut bank = Bank::new();
    let model = bank.model(&[]);
    let (known, token) = authenticate(&mut bank, number(&TestCard::VISA_3DS_FRICTIONLESS));
    let customer = bank.post("/customer", &[("email", "jane@example.com"), ("cardTokenId", &token)]);
    let customer = customer.text("customerId").to_owned();
    let (open, _) = authenticate(&mut bank, number(&TestCard::MASTERCARD_3DS_CHALLENGE));
    let proof = |id: &str, status: &'static str| {
        [("3ds[threeDSServerTransID]", id.to_owned()), ("3ds[status]", status.to_owned())]
    };
    let mut start = |proof: &[(&str, String)]| {
        let form: Vec<(&str, &str)> = proof.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bank.subscribe(&model, &customer, &form)
    };
    assert_eq!(start(&[]).text("status"), "ACTIVE");
    let known = known.text("threeDSServerTransID");
    assert_eq!(start(&proof(known, "Y")).text("status"), "ACTIVE");
    assert_eq!(start(&proof(known, "Y")).text("status"), "ACTIVE", "a proof is not used up");
    assert!(start(&proof(known, "A")).error("3ds[status]").contains("another status"));
    assert!(start(&proof("none", "Y")).error("3ds[threeDSServerTransID]").contains("no authentication"));
    let open = open.text("threeDSServerTransID");
    assert!(!start(&proof(open, "C")).error("3ds[status]").is_empty());
    bank.assert_sound();
}

/// As in the sample: FAILURE, then the end, with an attempt that was planned and is never made.
#[test]
fn a_refused_first_payment_ends_the_subscription() {
    let mut bank = Bank::new();
    let (model, (customer, _)) = (bank.model(&[("iterationCount", "12")]), bank.customer(REFUSED));
    let before = bank.events().len();
    let reply = bank.subscribe(&model, &customer, &[]);
    assert_eq!((reply.status(), reply.text("status")), (200, "CANCELED"), "{}", reply.body);
    assert_eq!([reply.text("currentPeriodEnd"), reply.text("endingDate")], ["2024-01-05"; 2]);
    let invoice = &reply.body["lastInvoice"];
    assert!(invoice["closed"] == true && invoice["paid"] == false && invoice["attemptCount"] == 1, "{invoice}");
    assert_eq!(invoice["nextTransactionAttempt"], "2024-01-08T06:00:00+01:00");
    let expected = [
        "INVOICEITEM_CREATED",
        "INVOICE_CREATED",
        "INVOICE_TRANSACTION_FAILED",
        "SUBSCRIPTION_FAILURE",
        "INVOICE_CLOSED",
        "SUBSCRIPTION_CANCELED",
        "SUBSCRIPTION_FAILED",
    ];
    assert_eq!(bank.events_since(before), expected);
    assert_eq!(bank.told("SUBSCRIPTION_FAILURE")["status"], "FAILURE");
    assert_eq!(bank.told("SUBSCRIPTION_FAILED")["lastInvoice"]["closed"], true);
    let count = bank.events().len();
    bank.pass(60 * DAY);
    assert_eq!(bank.events().len(), count, "nothing follows");
    bank.assert_sound();
}

#[test]
fn a_subscription_is_cancelled_at_once() {
    let mut bank = Bank::new();
    let (path, _) = bank.subscribed(CARD);
    bank.pass(10 * DAY);
    let reply = bank.post(&format!("{path}/cancel"), &[]);
    assert_eq!((reply.text("status"), reply.body["cancelAtPeriodEnd"].as_bool()), ("CANCELED", Some(false)));
    assert_eq!([reply.text("endingDate"), reply.text("currentPeriodEnd")], ["2024-01-15"; 2]);
    assert_eq!(bank.told("SUBSCRIPTION_CANCELED")["endingDate"], "2024-01-15");
    assert!(bank.post(&format!("{path}/cancel"), &[]).error("status").contains("has ended"));
    assert!(bank.post(&format!("{path}/reactivate"), &[]).error("status").contains("not-ended"));
    bank.pass(60 * DAY);
    assert_eq!(bank.invoice_times(&path).len(), 1);
    bank.assert_sound();
}

#[test]
fn a_subscription_is_cancelled_at_the_end_of_its_period() {
    let mut bank = Bank::new();
    let (model, (customer, _)) = (bank.model(&[("iterationCount", "12")]), bank.customer(CARD));
    let reply = bank.subscribe(&model, &customer, &[]);
    let path = format!("/subscription/{}", reply.text("subscriptionId"));
    let cancel = format!("{path}/cancel");
    let reply = bank.post(&cancel, &[("atPeriodEnd", "true")]);
    assert_eq!((reply.text("status"), reply.body["cancelAtPeriodEnd"].as_bool()), ("ACTIVE", Some(true)));
    assert_eq!(bank.events().last(), Some(&"SUBSCRIPTION_UPDATED"));
    bank.pass_until("2024-02-04T22:59:59Z");
    let reactivated = bank.post(&format!("{path}/reactivate"), &[]);
    assert_eq!((reactivated.status(), reactivated.text("status")), (200, "ACTIVE"), "{}", reactivated.body);
    assert_eq!(reactivated.text("expectedEndingDate"), "2025-01-04", "as before");
    assert_eq!(bank.events().last(), Some(&"SUBSCRIPTION_REACTIVATED"));
    assert!(bank.post(&format!("{path}/reactivate"), &[]).error("cancelAtPeriodEnd").contains("not due"));
    bank.pass_until("2024-02-05T05:00:00Z");
    assert_eq!(bank.invoice_times(&path).len(), 2, "it continues");

    bank.post(&cancel, &[("atPeriodEnd", "true")]);
    bank.pass_until("2024-03-04T22:59:59Z");
    assert_eq!(bank.get(&path, &[]).text("status"), "ACTIVE");
    bank.pass_until("2024-03-04T23:00:00Z");
    let ended = bank.get(&path, &[]);
    assert_eq!((ended.text("status"), ended.text("endingDate")), ("CANCELED", "2024-03-04"));
    assert_eq!(bank.events().last(), Some(&"SUBSCRIPTION_CANCELED"));
    assert!(bank.post(&format!("{path}/reactivate"), &[]).error("status").contains("not-ended"));
    bank.pass(60 * DAY);
    assert_eq!(bank.invoice_times(&path).len(), 2);
    bank.assert_sound();
}

#[test]
fn models_and_subscriptions_are_changed_and_found() {
    let mut bank = Bank::new();
    let (model, (customer, _)) = (bank.model(&[("merchantSubscriptionModelId", "M1")]), bank.customer(CARD));
    assert_eq!(bank.told("SUBSCRIPTIONMODEL_CREATED")["subscriptionModelId"], model.as_str());
    let first = bank.subscribe(&model, &customer, &[("merchantSubscriptionId", "S1"), ("quantity", "2")]);
    assert_eq!(first.body["lastInvoice"]["amount"].as_i64(), Some(2_000));
    let changed = bank.post(&format!("/subscriptionModel/{model}"), &[("amount", "1500")]);
    assert_eq!((changed.body["amount"].as_i64(), changed.text("name")), (Some(1_500), "Basic"));
    assert_eq!(bank.told("SUBSCRIPTIONMODEL_UPDATED")["amount"], 1_500);
    let second = bank.subscribe(&model, &customer, &[]);
    assert_eq!(second.body["lastInvoice"]["amount"].as_i64(), Some(1_500));
    let path = format!("/subscription/{}", first.text("subscriptionId"));
    bank.pass(31 * DAY);
    let running = bank.get(&path, &[]);
    assert_eq!(running.body["lastInvoice"]["amount"].as_i64(), Some(2_000), "a price does not change unseen");
    let updated = bank.post(&path, &[("merchantSubscriptionId", "S2")]);
    assert_eq!((updated.text("merchantSubscriptionId"), updated.text("status")), ("S2", "ACTIVE"));
    let body: serde_json::Value = serde_json::from_slice(&bank.world.events().last().expect("one").body).expect("JSON");
    assert_eq!(
        (&body["type"], &body["objectBeforeUpdate"]["merchantSubscriptionId"]),
        (&"SUBSCRIPTION_UPDATED".into(), &"S1".into())
    );
    let found = |bank: &mut Bank, path: &str, name: &str, value: &str| {
        bank.get(path, &[(name, value)]).body.as_array().map_or(0, Vec::len)
    };
    assert_eq!(found(&mut bank, "/subscription", "merchantSubscriptionId", "S2"), 1);
    assert_eq!(found(&mut bank, "/subscription", "subscriptionModelId", &model), 2);
    assert_eq!(found(&mut bank, "/subscriptionModel", "merchantSubscriptionModelId", "M1"), 1);
    assert_eq!(found(&mut bank, "/subscriptionModel", "merchantSubscriptionModelId", "M2"), 0);
    bank.assert_sound();
}
