//! Subscriptions and payments in instalments that payers start on the hosted page.

use payspec_sandbox::centralpay::{Collection, Collections, FinalAction};

use crate::payment_page::link_of;
use crate::payment_requests::{path_of, share_of};
use crate::subscriptions::REFUSED;
use crate::support::{Bank, CARD, DAY};

const IN_TWO: [(&str, &str); 5] = [
    ("paymentMethod[]", "TRANSACTION"),
    ("paymentMethod[]", "INSTALLMENT"),
    ("installment[intervalUnit]", "MONTH"),
    ("installment[intervalCount]", "1"),
    ("installment[iterationCount]", "2"),
];

#[test]
fn a_payer_pays_in_instalments() {
    let mut bank = Bank::new();
    let request = bank.request(&IN_TWO);
    assert_eq!(request.body["installment"]["iterationCount"], 2, "{}", request.body);
    let before = bank.events().len();
    let page = bank.pay_on_page(&link_of(&request), CARD, &[("method", "INSTALLMENT")]);
    assert!(page.has("paid"), "{}", page.html);
    let expected = [
        "CUSTOMER_CREATED",
        "INSTALLMENT_TRANSACTION_SUCCEEDED",
        "INSTALLMENTPAYMENT_CREATED",
        "PAYMENTREQUEST_INSTALLMENT_SUCCEEDED",
        "PAYMENTREQUEST_PAID",
    ];
    assert_eq!(bank.events_since(before), expected);
    let plan = bank.told("PAYMENTREQUEST_INSTALLMENT_SUCCEEDED");
    assert!(plan["amount"] == 29_000 && plan["paymentRequestBreakdownId"] == share_of(&request, 0).as_str(), "{plan}");
    assert_eq!(bank.statuses(&path_of(&request)), ("CLOSED".to_owned(), "PAID".to_owned()));
    bank.assert_sound();
}

/// Unlike a plan that is created by API, one of a payment request is retried from its first instalment on.
#[test]
fn refused_instalments_of_a_request_are_retried() {
    let mut bank = Bank::new();
    let request = bank.request(&IN_TWO);
    let page = bank.pay_on_page(&link_of(&request), REFUSED, &[("method", "INSTALLMENT")]);
    assert!(page.has("refused"), "{}", page.html);
    assert_eq!(bank.events().last(), Some(&"PAYMENTREQUEST_INSTALLMENT_FAILED"));
    let plan = bank.told("PAYMENTREQUEST_INSTALLMENT_FAILED");
    assert_eq!(
        (&plan["status"], &plan["installments"][0]["nextTransactionAttempt"]),
        (&"FAILURE".into(), &"2024-01-08T04:00+01:00".into())
    );
    assert_eq!(bank.statuses(&path_of(&request)).1, "UNPAID");
    let path = format!("/installmentPayment/{}", plan["installmentPaymentId"].as_str().expect("one"));
    let good = bank.further_card(plan["customerId"].as_str().expect("one"), CARD);
    bank.post(&path, &[("cardId", &good)]);
    let before = bank.events().len();
    bank.pass(3 * DAY);
    let expected = ["INSTALLMENT_TRANSACTION_SUCCEEDED", "INSTALLMENTPAYMENT_ACTIVATED", "PAYMENTREQUEST_PAID"];
    assert_eq!(bank.events_since(before), expected);
    assert_eq!(bank.statuses(&path_of(&request)), ("CLOSED".to_owned(), "PAID".to_owned()));
    bank.assert_sound();
}

#[test]
fn a_cancelled_request_is_not_paid_by_its_plan() {
    let mut bank = Bank::new();
    let request = bank.request(&IN_TWO);
    bank.pay_on_page(&link_of(&request), REFUSED, &[("method", "INSTALLMENT")]);
    bank.post(&format!("{}/cancel", path_of(&request)), &[]);
    let plan = bank.told("PAYMENTREQUEST_INSTALLMENT_FAILED");
    let good = bank.further_card(plan["customerId"].as_str().expect("one"), CARD);
    let path = format!("/installmentPayment/{}", plan["installmentPaymentId"].as_str().expect("one"));
    bank.post(&path, &[("cardId", &good)]);
    bank.pass(3 * DAY);
    assert_eq!(bank.get(&path, &[]).body["installments"][0]["paid"], true, "the plan goes on");
    assert_eq!(bank.statuses(&path_of(&request)), ("CANCELED".to_owned(), "UNPAID".to_owned()));
    bank.assert_sound();
}

#[test]
fn a_payer_subscribes_on_the_page() {
    let mut bank = Bank::new();
    let model = bank.model(&[]);
    let by_model = [("paymentMethod[]", "SUBSCRIPTION"), ("subscription[subscriptionModelId]", model.as_str())];
    let request = bank.request(&by_model);
    let before = bank.events().len();
    assert!(bank.pay_on_page(&link_of(&request), CARD, &[]).has("paid"));
    assert!(bank.events_since(before).ends_with(&[
        "SUBSCRIPTION_CREATED",
        "PAYMENTREQUEST_SUBSCRIPTION_SUCCEEDED",
        "PAYMENTREQUEST_PAID"
    ]));
    let subscription = bank.told("PAYMENTREQUEST_SUBSCRIPTION_SUCCEEDED");
    assert!(subscription["status"] == "ACTIVE" && subscription["paymentRequestId"] == request.body["paymentRequestId"]);
    assert_eq!(bank.statuses(&path_of(&request)), ("CLOSED".to_owned(), "PAID".to_owned()));

    let request = bank.request(&by_model);
    assert!(bank.pay_on_page(&link_of(&request), REFUSED, &[]).has("refused"));
    let failed = bank.told("PAYMENTREQUEST_SUBSCRIPTION_FAILED");
    assert!(failed["status"] == "FAILURE" && failed["lastInvoice"]["paid"] == false, "{failed}");
    let path = format!("/subscription/{}", failed["subscriptionId"].as_str().expect("one"));
    let good = bank.further_card(failed["customerId"].as_str().expect("one"), "5555555555554444");
    bank.post(&path, &[("cardId", &good)]);
    bank.pass(3 * DAY);
    assert_eq!(bank.get(&path, &[]).text("status"), "ACTIVE");
    assert_eq!(bank.statuses(&path_of(&request)), ("CLOSED".to_owned(), "PAID".to_owned()));
    bank.assert_sound();
}

/// While a series is still being collected, a second payment of its share would collect the amount twice.
#[test]
fn a_share_is_not_paid_next_to_its_series() {
    let mut bank = Bank::new();
    let request = bank.request(&IN_TWO);
    let (url, share) = (link_of(&request), share_of(&request, 0));
    let refused = bank.pay_on_page(&url, REFUSED, &[("method", "INSTALLMENT")]);
    assert!(refused.html.contains("it is tried again"), "{}", refused.html);
    assert!(refused.has("pending") && !refused.has("payment"), "{}", refused.html);
    for method in ["INSTALLMENT", "TRANSACTION"] {
        let again = bank.pay_on_page(&url, CARD, &[("method", method)]);
        assert!(again.status() == 409 && again.has("pending"), "{method}: {}", again.html);
    }
    let by_api = bank.pay(CARD, &[("paymentRequestBreakdownId", &share), ("amount", "29000"), ("source", "EC")]);
    assert!(by_api.error("paymentRequestBreakdownId").contains("is being collected"), "{}", by_api.body);
    let plans = bank.get("/installmentPayment", &[]);
    let plan = plans.body[0]["installmentPaymentId"].as_str().expect("one").to_owned();
    assert_eq!(plans.body.as_array().map(Vec::len), Some(1));
    bank.post(&format!("/installmentPayment/{plan}/cancel"), &[]);
    assert!(bank.pay_on_page(&url, CARD, &[]).has("paid"), "a cancelled plan collects nothing");
    bank.assert_sound();
}

#[test]
fn times_are_in_utc_and_planned_attempts_in_paris() {
    let mut bank = Bank::new();
    let request = bank.request(&IN_TWO);
    bank.pay_on_page(&link_of(&request), REFUSED, &[("method", "INSTALLMENT")]);
    let plan = bank.told("PAYMENTREQUEST_INSTALLMENT_FAILED");
    assert_eq!(plan["creationDate"], "2024-01-05T13:43:19.909+00:00");
    assert_eq!(plan["installments"][0]["nextTransactionAttempt"], "2024-01-08T04:00+01:00");
    let model = bank.model(&[]);
    let by_model = [("paymentMethod[]", "SUBSCRIPTION"), ("subscription[subscriptionModelId]", model.as_str())];
    let request = bank.request(&by_model);
    bank.pay_on_page(&link_of(&request), REFUSED, &[]);
    let invoice = bank.told("PAYMENTREQUEST_SUBSCRIPTION_FAILED")["lastInvoice"].clone();
    assert_eq!(invoice["creationDate"], "2024-01-05T13:43:19.909+00:00");
    assert_eq!(invoice["nextTransactionAttempt"], "2024-01-08T06:00:00+01:00");
    bank.assert_sound();
}

#[test]
fn a_later_plan_is_not_started_twice() {
    let mut bank = Bank::new();
    let request = bank.request(&[&IN_TWO[..], &[("installment[startingDate]", "2024-02-01")]].concat());
    let url = link_of(&request);
    assert!(bank.pay_on_page(&url, CARD, &[("method", "INSTALLMENT")]).has("paid"));
    let again = bank.page("GET", &url, &[]);
    assert!(again.status() == 409 && again.has("pending"), "{}", again.html);
    assert!(bank.pay_on_page(&url, CARD, &[("method", "INSTALLMENT")]).has("pending"));
    bank.pass(40 * DAY);
    assert_eq!(bank.statuses(&path_of(&request)), ("CLOSED".to_owned(), "PAID".to_owned()));
    bank.assert_sound();
}

/// Without further attempts, the first refusal ends the series: it is created before it ends, and nothing is tried again.
#[test]
fn a_series_without_retries_ends_with_its_first_payment() {
    let mut bank = Bank::new();
    let settings = Collections::default();
    let none = |of: &Collection| Collection { hour: of.hour, retry_after_days: Vec::new() };
    let settings = Collections {
        subscriptions: none(&settings.subscriptions),
        instalments: none(&settings.instalments),
        ..settings
    };
    settings.set(&mut bank.world).expect("the portal has these settings");
    let model = bank.model(&[]);
    let by_model = [("paymentMethod[]", "SUBSCRIPTION"), ("subscription[subscriptionModelId]", model.as_str())];
    for (form, created, ended, failed) in [
        (&by_model[..], "SUBSCRIPTION_CREATED", "SUBSCRIPTION_CANCELED", "PAYMENTREQUEST_SUBSCRIPTION_FAILED"),
        (&IN_TWO, "INSTALLMENTPAYMENT_CREATED", "INSTALLMENTPAYMENT_UNPAID", "PAYMENTREQUEST_INSTALLMENT_FAILED"),
    ] {
        let request = bank.request(form);
        let (url, method) = (link_of(&request), form.iter().rev().find(|(name, _)| *name == "paymentMethod[]"));
        let (method, before) = (("method", method.expect("one").1), bank.events().len());
        let refused = bank.pay_on_page(&url, REFUSED, &[method]);
        assert!(refused.has("refused") && refused.has("payment"), "{}", refused.html);
        assert!(!refused.html.contains("tried again"), "{}", refused.html);
        let told = bank.events_since(before);
        let position =
            |name| told.iter().position(|told| *told == name).unwrap_or_else(|| panic!("no {name}: {told:?}"));
        assert!(position(created) < position(ended) && position(ended) < position(failed), "{told:?}");
        assert_eq!(told.iter().filter(|told| **told == created).count(), 1, "{told:?}");
        assert!(bank.pay_on_page(&url, CARD, &[method]).has("paid"), "another card pays");
        assert_eq!(bank.statuses(&path_of(&request)), ("CLOSED".to_owned(), "PAID".to_owned()));
    }
    bank.assert_sound();
}

/// A subscription that goes on after its last attempt collects nothing, so the payer may pay by another.
#[test]
fn an_unpaid_subscription_does_not_keep_its_share() {
    let mut bank = Bank::new();
    let settings = Collections::default();
    let subscriptions = Collection { retry_after_days: Vec::new(), ..settings.subscriptions.clone() };
    let settings = Collections { subscriptions, final_action: FinalAction::Unpaid, ..settings };
    settings.set(&mut bank.world).expect("the portal has these settings");
    let model = bank.model(&[]);
    let by_model = [("paymentMethod[]", "SUBSCRIPTION"), ("subscription[subscriptionModelId]", model.as_str())];
    let request = bank.request(&by_model);
    let before = bank.events().len();
    let refused = bank.pay_on_page(&link_of(&request), REFUSED, &[]);
    assert!(refused.has("payment") && !refused.html.contains("tried again"), "{}", refused.html);
    assert!(bank.events_since(before).ends_with(&[
        "SUBSCRIPTION_CREATED",
        "SUBSCRIPTION_UNPAID",
        "PAYMENTREQUEST_SUBSCRIPTION_FAILED"
    ]));
    assert!(bank.pay_on_page(&link_of(&request), CARD, &[]).has("paid"));
    assert_eq!(bank.statuses(&path_of(&request)), ("CLOSED".to_owned(), "PAID".to_owned()));
    bank.assert_sound();
}

/// A subscription has the price of its model, whatever the request's total is.
#[test]
fn the_page_shows_the_price_that_is_charged() {
    let mut bank = Bank::new();
    let model = bank.model(&[("intervalCount", "2")]);
    let by_model = |model: &str| {
        [("paymentMethod[]", "SUBSCRIPTION".to_owned()), ("subscription[subscriptionModelId]", model.to_owned())]
    };
    let form = by_model(&model);
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let request = bank.request(&form);
    let url = link_of(&request);
    let page = bank.page("GET", &url, &[]);
    assert!(page.has("subscription") && page.html.contains("10.00 EUR every 2 months"), "{}", page.html);
    assert!(!page.has("amount") && !page.html.contains("290.00"), "{}", page.html);
    bank.post(&format!("/subscriptionModel/{model}"), &[("amount", "1200")]);
    assert!(bank.page("GET", &url, &[]).html.contains("12.00 EUR every 2 months"), "the current price");
    assert!(bank.pay_on_page(&url, CARD, &[]).has("paid"));
    assert_eq!(bank.told("PAYMENTREQUEST_SUBSCRIPTION_SUCCEEDED")["lastInvoice"]["amount"], 1_200);
    // A price in another currency is not that of the request, from the start or later.
    let dollars = bank.model(&[("currency", "USD")]);
    let form = by_model(&dollars);
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert!(bank.request(&form).error("currency").contains("of the subscription model"));
    let form = by_model(&model);
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let url = link_of(&bank.request(&form));
    bank.post(&format!("/subscriptionModel/{model}"), &[("currency", "USD")]);
    let refused = bank.pay_on_page(&url, CARD, &[]);
    assert!(refused.status() == 400 && refused.has("error"), "{}", refused.html);
    bank.assert_sound();
}
