//! The examples of the documents: requests are written the same, answers are read without a loss.

use payspec::cinetpay::Operation;
use payspec::cinetpay::model::{CreatePayment, CreatePaymentRequired, Currency, InitiatedPayment, PaymentCheck};
use serde_json::{Value, json};

use super::payment;
use payspec_test_support::{compare, files};

/// What an operation sends, with the credentials that the client adds.
fn sent(params: &CreatePayment, apikey: &str, site_id: &str) -> Value {
    let mut members = params.encode_json().expect("parameters have a JSON form");
    members.insert("apikey".to_owned(), apikey.into());
    members.insert("site_id".to_owned(), site_id.into());
    Value::Object(members)
}

#[test]
fn the_example_for_mobile_money_is_sent_as_shown() {
    let params =
        payment("MOBILE_MONEY").metadata("user001").customer_id("001").customer_name("John").customer_surname("Doe");
    params.validate().expect("it keeps the rules");
    assert_eq!(sent(&params, "XXXXXXXXXXXXXXXX", "XXXXX"), files::of("cinetpay", "requests", "init-mobile-money"));
}

/// Thirty-four dollars are no multiple of five, and an underscore is advised against, not refused.
#[test]
fn the_example_in_dollars_is_sent_as_shown() {
    let site = "https://webhook.site/d1dbbb89-52c7-49af-a689-b3c412df820d";
    let lines = ["Donnee1", "Donnee2", "Donnee3"].map(|name| (name, "")).into_iter().collect();
    let params = CreatePayment::new(CreatePaymentRequired {
        transaction_id: "YOUR_TRANSACTION_ID".into(),
        amount: 34,
        currency: Currency::USD,
        description: " TEST INTEGRATION ".into(),
        notify_url: site.into(),
        return_url: site.into(),
        channels: "ALL".into(),
    })
    .alternative_currency("")
    .customer_id("172")
    .customer_name("KOUADIO")
    .customer_surname("Francisse")
    .customer_email("kouadio@example.com")
    .customer_phone_number("+225004315545")
    .customer_address("Antananarivo")
    .customer_city("Antananarivo")
    .customer_country("CM")
    .customer_state("CM")
    .customer_zip_code("065100")
    .metadata("user1")
    .lang("FR")
    .invoice_data(lines);
    params.validate().expect("it keeps the rules");
    let warnings = params.warnings().expect("the underscore").to_string();
    assert!(warnings.contains("transaction_id") && warnings.contains("plain-transaction-id"), "{warnings}");
    let mut wanted = files::of("cinetpay", "requests", "init-dollars");
    // The word that was read is written as the table of parameters has it.
    assert_eq!(std::mem::replace(&mut wanted["lang"], json!("fr")), "FR");
    assert_eq!(sent(&params, "", ""), wanted);
}

#[test]
fn answers_are_read_and_nothing_of_them_is_lost() {
    let initiated = files::of("cinetpay", "responses", "initiated");
    compare::there_and_back::<InitiatedPayment>("initiated", &initiated);
    for name in ["check-accepted", "check-refused", "check-waiting"] {
        let answer = files::of("cinetpay", "responses", name);
        let check: PaymentCheck =
            serde_json::from_value(answer.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut back = serde_json::to_value(check).expect("it is JSON");
        // The amount comes as text and is a number in Rust.
        assert_eq!(back["data"]["amount"], 2500, "{name}");
        back["data"]["amount"] = answer["data"]["amount"].clone();
        assert_eq!(compare::lost(&answer, &back), [""; 0], "{name}");
    }
}

#[test]
fn every_file_is_used() {
    let names = |kind| files::all_of("cinetpay", kind).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names("requests"), ["init-dollars", "init-mobile-money"]);
    assert_eq!(names("responses"), ["check-accepted", "check-refused", "check-waiting", "error", "initiated"]);
}
