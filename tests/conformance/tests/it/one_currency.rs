//! Currencies, countries and languages are one type for all APIs: a program that uses two of them converts nothing.

use payspec::iso::{Country, Currency, Language};
use payspec::{centralpay, cinetpay, lyra_marketplace, primer};
use payspec_core::{Amount, Form, Operation, Violation};
use serde_json::{Value, json};

/// What a shop keeps of an order, whichever API it is paid with.
struct Order {
    cents: i64,
    currency: Currency,
    country: Country,
    language: Language,
}

fn form_of(params: &impl Operation) -> String {
    let mut form = Form::new();
    params.encode(&mut form);
    form.encode()
}

fn json_of(params: &impl Operation) -> Value {
    params.encode_json().expect("generated types have a JSON form").into()
}

#[test]
fn one_currency_goes_to_all_apis_and_comes_back_from_them() {
    let order = Order {
        cents: 1500,
        currency: Currency::EUR,
        country: Country::from_alpha2("FR").expect("listed"),
        language: Language::FRE,
    };

    let transaction = centralpay::model::CreateTransaction::new(centralpay::model::CreateTransactionRequired {
        amount: Amount::from_minor(order.cents),
        currency: order.currency.clone(),
        point_of_sale_id: "point-of-sale".into(),
        end_user_ip: "203.0.113.7".into(),
    })
    .end_user_language(order.language.clone());
    let sent = form_of(&transaction);
    assert!(sent.contains("currency=EUR") && sent.contains("endUserLanguage=fre"), "{sent}");
    let customer = centralpay::model::CreateCustomer::new().country(order.country.clone());
    assert!(form_of(&customer).contains("country=FRA"));

    let refund = lyra_marketplace::model::CreateRefund::new(lyra_marketplace::model::CreateRefundRequired {
        reference: "R-1".into(),
        currency: order.currency.clone(),
        items: vec![],
    });
    assert_eq!(json_of(&refund)["currency"], "EUR");
    let session = primer::model::CreateClientSession::new().currency_code(order.currency.clone());
    assert_eq!(json_of(&session)["currencyCode"], "EUR");

    let of_centralpay: centralpay::model::Refund = read(json!({ "refundId": "r-1", "currency": "EUR" }));
    let of_lyra: lyra_marketplace::model::Refund = read(json!({ "uuid": "r-1", "currency": "EUR" }));
    let of_primer: primer::model::Payment = read(json!({ "id": "p-1", "currencyCode": "EUR" }));
    let read = [of_centralpay.currency, of_lyra.currency, of_primer.currency_code];
    assert_eq!(read, [Some(Currency::EUR), Some(Currency::EUR), Some(Currency::EUR)]);
    assert_eq!(read[0], Some(order.currency));
}

/// The API that takes five currencies says so in a rule; the type is the same.
#[test]
fn what_one_api_does_not_take_is_its_own_business() {
    let with = |currency: &Currency| {
        let address = "https://shop.example/notify";
        cinetpay::model::CreatePayment::new(cinetpay::model::CreatePaymentRequired {
            transaction_id: "T-1".into(),
            amount: 1500,
            currency: currency.clone(),
            description: "Shoes".into(),
            notify_url: address.into(),
            return_url: address.into(),
            channels: "MOBILE_MONEY".into(),
        })
    };
    assert!(with(&Currency::XOF).validate().is_ok());
    let refused = with(&Currency::EUR).validate().expect_err("not one of the five");
    assert_eq!(refused.iter().map(Violation::rule).collect::<Vec<_>>(), ["currency-accepted"]);
}

/// E-money of a platform has codes that ISO does not know.
#[test]
fn a_code_that_nobody_lists_is_kept_by_every_api() {
    let of_centralpay: centralpay::model::Refund = read(json!({ "refundId": "r-1", "currency": "GTH" }));
    let of_cinetpay: cinetpay::model::Payment = read(json!({ "currency": "GTH" }));
    assert_eq!(of_centralpay.currency, of_cinetpay.currency);
    let code = of_centralpay.currency.expect("kept");
    assert_eq!((code.as_str(), code.is_listed(), code.row()), ("GTH", false, None));
    assert_eq!(serde_json::to_value(&code).expect("text"), "GTH");
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("readable")
}
