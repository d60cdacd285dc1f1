//! Failed payments of subscriptions: the attempts that follow, and the final action.

use payspec_sandbox::centralpay::{Collection, CollectionError, Collections, FinalAction};

use crate::subscriptions::REFUSED;
use crate::support::{Bank, CARD, DAY};

/// Sets the days between attempts and what follows the last.
fn set(bank: &mut Bank, retry_after_days: &[u8], final_action: FinalAction) {
    let subscriptions = Collection { hour: 8, retry_after_days: retry_after_days.to_vec() };
    let settings = Collections { subscriptions, final_action, ..Collections::default() };
    settings.set(&mut bank.world).expect("the portal has these settings");
}

/// A subscription whose card is refused from the second period on: its path and the card that is not.
fn failing(bank: &mut Bank) -> (String, String) {
    let (path, customer) = bank.subscribed(CARD);
    let good = bank.get(&path, &[]).text("cardId").to_owned();
    let refused = bank.further_card(&customer, REFUSED);
    assert_eq!(bank.post(&path, &[("cardId", &refused)]).text("cardId"), refused);
    (path, good)
}

/// The times of all failed attempts since there were this many events.
fn failures(bank: &Bank, count: usize) -> Vec<String> {
    let failed = bank.world.events().iter().skip(count).filter(|event| event.name == "INVOICE_TRANSACTION_FAILED");
    failed
        .map(|event| {
            let body: serde_json::Value = serde_json::from_slice(&event.body).expect("JSON");
            body["creationDate"].as_str().expect("a time")[..16].to_owned()
        })
        .collect()
}

#[test]
fn failed_payments_are_retried_on_the_configured_days() {
    let mut bank = Bank::new();
    set(&mut bank, &[1, 5, 7], FinalAction::Canceled);
    let (path, _) = failing(&mut bank);
    let before = bank.events().len();
    bank.pass_until("2024-02-05T07:00:00Z");
    let failed = bank.get(&path, &[]);
    assert_eq!(failed.text("status"), "FAILURE", "{}", failed.body);
    let invoice = &failed.body["lastInvoice"];
    assert!(invoice["closed"] == false && invoice["attemptCount"] == 1, "{invoice}");
    assert_eq!(invoice["nextTransactionAttempt"], "2024-02-06T08:00:00+01:00");
    let both = bank.world.events();
    let request = |event: &payspec_sandbox::engine::delivery::Event| {
        serde_json::from_slice::<serde_json::Value>(&event.body).expect("JSON")["requestId"].clone()
    };
    let [.., first, second] = both else { panic!("two events") };
    assert_eq!([first.name.as_str(), second.name.as_str()], ["INVOICE_TRANSACTION_FAILED", "SUBSCRIPTION_FAILURE"]);
    assert_eq!(request(first), request(second), "they belong to one attempt");
    bank.pass_until("2024-02-18T06:59:59Z");
    assert_eq!(bank.get(&path, &[]).text("status"), "FAILURE");
    bank.pass_until("2024-02-18T07:00:00Z");
    assert_eq!(
        failures(&bank, before),
        ["2024-02-05T07:00", "2024-02-06T07:00", "2024-02-11T07:00", "2024-02-18T07:00"]
    );
    let ended = bank.get(&path, &[]);
    assert_eq!((ended.text("status"), ended.body["lastInvoice"]["closed"].as_bool()), ("CANCELED", Some(true)));
    let expected = [
        "INVOICE_TRANSACTION_FAILED",
        "SUBSCRIPTION_FAILURE",
        "INVOICE_CLOSED",
        "SUBSCRIPTION_CANCELED",
        "SUBSCRIPTION_FAILED",
    ];
    assert!(bank.events_since(before).ends_with(&expected), "{:?}", bank.events_since(before));
    bank.assert_sound();
}

/// Those of the samples: three days, 6 o'clock for subscriptions and 4 o'clock for instalments.
#[test]
fn a_world_has_the_settings_of_the_samples() {
    let mut bank = Bank::new();
    let (path, _) = failing(&mut bank);
    let before = bank.events().len();
    bank.pass(60 * DAY);
    let days = ["2024-02-05T05:00", "2024-02-08T05:00", "2024-02-11T05:00", "2024-02-14T05:00"];
    assert_eq!(failures(&bank, before), days);
    assert_eq!(bank.get(&path, &[]).text("status"), "CANCELED");
    let (customer, _) = bank.customer(CARD);
    let plan = bank.divide(&customer, &[("startingDate", "2024-03-10")]);
    assert_eq!(plan.body["installments"][0]["nextTransactionAttempt"], "2024-03-10T04:00+01:00");
    bank.assert_sound();
}

#[test]
fn a_failure_that_is_set_to_stop_is_the_last() {
    for (retries, count) in [(&[][..], 1), (&[3], 2), (&[3, 5], 3), (&[3, 5, 7], 4)] {
        let mut bank = Bank::new();
        set(&mut bank, retries, FinalAction::Failure);
        let (path, _) = failing(&mut bank);
        let before = bank.events().len();
        bank.pass(60 * DAY);
        assert_eq!(failures(&bank, before).len(), count, "{retries:?}");
        let invoice = bank.get(&path, &[]).body["lastInvoice"].clone();
        assert!(invoice["closed"] == false && invoice["nextTransactionAttempt"].is_null(), "{invoice}");
        bank.assert_sound();
    }
}

/// After FAILURE and UNPAID, nothing is invoiced until the merchant collects what is open.
#[test]
fn an_unpaid_subscription_waits_for_a_payment_by_hand() {
    for (action, last) in [(FinalAction::Failure, "SUBSCRIPTION_FAILURE"), (FinalAction::Unpaid, "SUBSCRIPTION_UNPAID")]
    {
        let mut bank = Bank::new();
        set(&mut bank, &[1], action);
        let (path, good) = failing(&mut bank);
        bank.pass_until("2024-02-06T07:00:00Z");
        assert_eq!(bank.events().last(), Some(&last));
        assert_eq!(bank.get(&path, &[]).text("status"), "FAILURE");
        bank.pass_until("2024-03-20T07:00:00Z");
        assert_eq!(bank.invoice_times(&path).len(), 2, "the period of March has no invoice");
        bank.post(&path, &[("cardId", &good)]);
        let invoice = bank.get(&path, &[]).body["lastInvoice"]["invoiceId"].as_str().expect("one").to_owned();
        let paid = bank.post(&format!("/invoice/{invoice}/pay"), &[]);
        assert_eq!((paid.body["paid"].as_bool(), paid.body["attemptCount"].as_i64()), (Some(true), Some(2)));
        assert!(bank.events().ends_with(&["INVOICE_TRANSACTION_SUCCEEDED", "SUBSCRIPTION_ACTIVE"]));
        bank.pass_until("2024-04-05T07:00:00Z");
        assert_eq!(bank.invoice_times(&path).len(), 3);
        bank.assert_sound();
    }
}

#[test]
fn a_changed_card_ends_a_failure() {
    let mut bank = Bank::new();
    let (path, good) = failing(&mut bank);
    bank.pass_until("2024-02-07T05:00:00Z");
    let failed = bank.get(&path, &[]);
    let invoice = &failed.body["lastInvoice"];
    assert!(failed.text("status") == "FAILURE" && invoice["closed"] == false && invoice["attemptCount"] == 1);
    assert_eq!(invoice["nextTransactionAttempt"], "2024-02-08T06:00:00+01:00", "three days later");
    bank.post(&path, &[("cardId", &good)]);
    let before = bank.events().len();
    bank.pass_until("2024-02-08T05:00:00Z");
    assert_eq!(bank.events_since(before), ["INVOICE_TRANSACTION_SUCCEEDED", "SUBSCRIPTION_ACTIVE"]);
    let active = bank.get(&path, &[]);
    assert_eq!((active.text("status"), active.body["lastInvoice"]["attemptCount"].as_i64()), ("ACTIVE", Some(2)));
    let (_, customer) = bank.subscribed("5555555555554444");
    let foreign = bank.further_card(&customer, "4000000000000002");
    assert!(bank.post(&path, &[("cardId", &foreign)]).error("cardId").contains("another customer"));
    bank.assert_sound();
}

/// Every period is invoiced while an older invoice is retried, and no period follows the last one.
#[test]
fn periods_continue_during_retries_and_end_with_the_last() {
    let mut bank = Bank::new();
    set(&mut bank, &[7], FinalAction::Failure);
    let model = bank.model(&[("intervalUnit", "DAY"), ("intervalCount", "2"), ("iterationCount", "4")]);
    let (customer, good) = bank.customer(CARD);
    let reply = bank.subscribe(&model, &customer, &[]);
    let path = format!("/subscription/{}", reply.text("subscriptionId"));
    let refused = bank.further_card(&customer, REFUSED);
    bank.post(&path, &[("cardId", &refused)]);
    bank.pass_until("2024-01-14T07:00:00Z");
    assert_eq!(bank.invoice_times(&path).len(), 4, "the fourth was the last");
    assert_eq!(bank.get(&path, &[]).text("status"), "FAILURE");
    bank.pass_until("2024-01-31T07:00:00Z");
    assert_eq!(bank.invoice_times(&path).len(), 4);
    let id = path.trim_start_matches("/subscription/").to_owned();
    let invoices = bank.get("/invoice", &[("subscriptionId", &id)]);
    let open: Vec<String> = invoices.body.as_array().expect("a list")[1..]
        .iter()
        .map(|invoice| format!("/invoice/{}", invoice["invoiceId"].as_str().expect("one")))
        .collect();
    bank.post(&path, &[("cardId", &good)]);
    bank.post(&format!("{}/pay", open[0]), &[]);
    assert_eq!(bank.get(&path, &[]).text("status"), "ACTIVE", "one payment by hand is enough");
    bank.post(&format!("{}/pay", open[1]), &[]);
    assert_eq!(bank.get(&path, &[]).text("status"), "ACTIVE");
    bank.post(&format!("{}/pay", open[2]), &[]);
    assert_eq!(bank.get(&path, &[]).text("status"), "CANCELED", "all payments are made");
    bank.assert_sound();
}

/// A last invoice that the merchant does not collect does not keep the subscription alive.
#[test]
fn a_subscription_ends_when_nothing_is_left_to_collect() {
    for closes_in_time in [true, false] {
        let mut bank = Bank::new();
        set(&mut bank, &[7, 7, 7], FinalAction::Failure);
        let model = bank.model(&[("intervalUnit", "DAY"), ("intervalCount", "10"), ("iterationCount", "2")]);
        let (customer, _) = bank.customer(CARD);
        let reply = bank.subscribe(&model, &customer, &[]);
        let path = format!("/subscription/{}", reply.text("subscriptionId"));
        let refused = bank.further_card(&customer, REFUSED);
        bank.post(&path, &[("cardId", &refused)]);
        bank.pass_until("2024-01-16T07:00:00Z");
        let invoice = bank.get(&path, &[]).body["lastInvoice"]["invoiceId"].as_str().expect("one").to_owned();
        let close = format!("/invoice/{invoice}/close");
        if closes_in_time {
            bank.post(&close, &[]);
            bank.pass_until("2024-01-24T22:59:59Z");
            assert_eq!(bank.get(&path, &[]).text("status"), "FAILURE", "the period has not ended");
            bank.pass_until("2024-01-24T23:00:00Z");
        } else {
            bank.pass_until("2024-01-26T07:00:00Z");
            assert_eq!(bank.get(&path, &[]).text("status"), "FAILURE", "the invoice is still retried");
            bank.post(&close, &[]);
        }
        let ended = bank.get(&path, &[]);
        assert_eq!((ended.text("status"), ended.text("endingDate")), ("CANCELED", "2024-01-24"));
        bank.assert_sound();
    }
}

#[test]
fn settings_that_the_portal_does_not_offer_are_refused() {
    let mut bank = Bank::new();
    let good = Collections::default;
    let collection = |hour, days: &[u8]| Collection { hour, retry_after_days: days.to_vec() };
    let mut refused = |settings: Collections| -> CollectionError {
        settings.set(&mut bank.world).expect_err("the portal does not offer it")
    };
    for (subscriptions, says) in [
        (collection(3, &[]), "hour of subscriptions is 3"),
        (collection(24, &[]), "expected 4 to 23"),
        (collection(6, &[2]), "retried after 2 days"),
        (collection(6, &[1, 1, 1, 1]), "at most 3 times"),
    ] {
        let error = refused(Collections { subscriptions, ..good() }).to_string();
        assert!(error.contains(says), "{error}");
    }
    let error = refused(Collections { instalments: collection(6, &[1; 5]), ..good() }).to_string();
    assert!(error.contains("at most 4 times"), "{error}");
}

/// The other reading of the count: the page has 4 payments for a count of 3.
#[test]
fn a_world_may_count_without_the_first_payment() {
    let mut bank = Bank::new();
    let settings = Collections { count_includes_first: false, ..Collections::default() };
    settings.set(&mut bank.world).expect("it is a setting");
    let model = bank.model(&[("intervalUnit", "DAY"), ("intervalCount", "3"), ("iterationCount", "3")]);
    let (customer, _) = bank.customer(CARD);
    let reply = bank.subscribe(&model, &customer, &[]);
    assert_eq!(reply.text("expectedEndingDate"), "2024-01-16");
    bank.pass(30 * DAY);
    let path = format!("/subscription/{}", reply.text("subscriptionId"));
    assert_eq!(bank.invoice_times(&path).len(), 4);
    assert_eq!(bank.get(&path, &[]).text("status"), "CANCELED");
    bank.assert_sound();
}
