//! What a payment must satisfy, each rule from both sides.

use payspec::cinetpay::model::{CreatePayment, CreatePaymentRequired, Currency, Payment, currency_codes};
use payspec_core::Violation;

use super::{BACK, NOTIFY, payment};

fn broken(params: &CreatePayment) -> Vec<String> {
    let Err(found) = params.validate() else { return Vec::new() };
    found.iter().map(|violation| format!("{}: {}", violation.rule(), violation.fields().join(","))).collect()
}

fn amount(amount: i64, currency: &str) -> Vec<String> {
    broken(&CreatePayment::new(CreatePaymentRequired {
        transaction_id: "T1".into(),
        amount,
        currency: currency.into(),
        description: "Shoes".into(),
        notify_url: NOTIFY.into(),
        return_url: BACK.into(),
        channels: "ALL".into(),
    }))
}

#[test]
fn amounts_are_positive_multiples_of_five_but_in_dollars() {
    for (value, currency) in [(5, "XOF"), (100, "CDF"), (34, "USD"), (1, "USD")] {
        assert!(amount(value, currency).is_empty(), "{value} {currency}");
    }
    assert_eq!(amount(34, "XOF"), ["amount-multiple-of-five: amount"]);
    assert_eq!(amount(34, "CDF"), ["amount-multiple-of-five: amount"], "whatever is no dollar");
    assert_eq!(amount(0, "USD"), ["amount-positive: amount"]);
    assert_eq!(amount(-5, "XOF"), ["amount-positive: amount"]);
}

fn card() -> CreatePayment {
    payment("CREDIT_CARD")
        .customer_name("Kouadio")
        .customer_surname("Francisse")
        .customer_phone_number("2250504315545")
        .customer_email("jane@example.com")
        .customer_address("BP 0024")
        .customer_city("Abidjan")
        .customer_country("CI")
        .customer_zip_code("06510")
}

#[test]
fn a_card_needs_the_customer_all_of_it_named_at_once() {
    assert!(broken(&card()).is_empty());
    assert!(broken(&payment("ALL")).is_empty() && broken(&payment("MOBILE_MONEY")).is_empty());
    let missing = broken(&payment("CREDIT_CARD"));
    let fields = ["name", "surname", "phone_number", "email", "address", "city", "country", "zip_code"];
    assert_eq!(missing, fields.map(|field| format!("card-needs-customer: customer_{field}")));
}

#[test]
fn america_needs_a_state() {
    for country in ["US", "CA"] {
        let there = card().customer_country(country);
        assert_eq!(broken(&there), ["state-of-america: customer_state"], "{country}");
        assert!(broken(&there.customer_state("QC")).is_empty(), "{country}");
    }
    assert_eq!(broken(&card().customer_country("ci")), ["country-form: customer_country"]);
}

#[test]
fn a_receipt_has_three_lines() {
    let lines = |count: usize| (0..count).map(|at| (format!("Ligne {at}"), "25 000fr".to_owned())).collect();
    assert!(broken(&payment("ALL").invoice_data(lines(3))).is_empty());
    assert_eq!(broken(&payment("ALL").invoice_data(lines(4))), ["invoice-lines: invoice_data"]);
}

#[test]
fn only_a_given_number_can_be_locked() {
    let locked = || payment("MOBILE_MONEY").lock_phone_number(true);
    assert_eq!(broken(&locked()), ["locked-number: customer_phone_number"]);
    assert_eq!(
        broken(&locked().customer_phone_number("+2250504315545")),
        ["locked-number-form: customer_phone_number"]
    );
    assert!(broken(&locked().customer_phone_number("2250504315545")).is_empty());
    let open = payment("MOBILE_MONEY").lock_phone_number(false).customer_phone_number("+225 05");
    assert!(broken(&open).is_empty());
}

#[test]
fn what_is_advised_against_is_sent_all_the_same() {
    for id in ["a#b", "a/b", "a$b", "a_b", "a&b"] {
        let params = CreatePayment::new(CreatePaymentRequired {
            transaction_id: id.into(),
            amount: 5,
            currency: "XOF".into(),
            description: "Shoes".into(),
            notify_url: NOTIFY.into(),
            return_url: BACK.into(),
            channels: "WALLET".into(),
        });
        assert!(broken(&params).is_empty(), "{id}");
        let warnings = params.warnings().expect(id);
        let rules: Vec<_> = warnings.iter().map(Violation::rule).collect();
        assert_eq!(rules, ["plain-transaction-id"], "{id}");
    }
    assert_eq!(payment("WALLET").warnings(), None);
}

/// The type is that of all APIs, so what this one takes is for a rule to say.
#[test]
fn currencies_that_the_checkout_does_not_take_are_refused_by_name() {
    let names =
        [currency_codes::XOF, currency_codes::XAF, currency_codes::CDF, currency_codes::GNF, currency_codes::USD];
    for currency in names {
        let params = CreatePayment::new(CreatePaymentRequired {
            transaction_id: "T1".into(),
            amount: 5,
            currency: currency.clone(),
            description: "Shoes".into(),
            notify_url: NOTIFY.into(),
            return_url: BACK.into(),
            channels: "WALLET".into(),
        });
        assert!(broken(&params).is_empty(), "{currency}");
    }
    for currency in [Currency::EUR, Currency::from("XTSX")] {
        let params = CreatePayment::new(CreatePaymentRequired {
            transaction_id: "T1".into(),
            amount: 5,
            currency,
            description: "Shoes".into(),
            notify_url: NOTIFY.into(),
            return_url: BACK.into(),
            channels: "WALLET".into(),
        });
        assert_eq!(broken(&params), ["currency-accepted: currency"]);
        let told = params.validate().expect_err("refused").to_string();
        assert!(told.contains("XOF") && told.contains("accepts only these codes"), "{told}");
    }
    // What is read is not judged: it stays as it came.
    let read: Payment = serde_json::from_value(serde_json::json!({ "currency": "EUR" })).expect("readable");
    assert_eq!(read.currency, Some(Currency::EUR));
}

/// With `ALL`, cards are offered only if the customer is described, so a payment without a customer has a warning.
#[test]
fn cards_are_not_among_all_ways_to_pay_for_a_customer_who_is_not_described() {
    let plain = payment("ALL");
    assert!(broken(&plain).is_empty());
    let missing: Vec<_> = plain.warnings().iter().flatten().flat_map(Violation::fields).cloned().collect();
    assert_eq!(missing.len(), 8, "each that is missing: {missing:?}");
    assert!(
        missing.iter().all(|field| field.starts_with("customer_")) && missing.contains(&"customer_city".to_owned())
    );
}
