//! What travels of other requests: lists of objects in forms, maps, what clears a field, searches page after page.

use payspec_test_support::server::{Reply, Server};
use serde_json::json;
use stripe_client::model::{
    Address, CreateCustomer, CreatePaymentIntent, CreatePrice, CreatedRange, Currency, CurrencyOption, CustomField,
    GetCustomer, ListCustomer, NewInvoiceSettings, PaymentMethodOptions, PaymentMethodOptionsCard, PaymentMethodType,
    ProductData, SearchPaymentIntent, TaxIdData, TaxIdDataRequired, UpdateCustomer,
};
use stripe_client::{Amount, Decimal, Map, Metadata};

use super::{account, body, client};

#[test]
fn a_form_nests() {
    let server = account::start();
    let params =
        CreateCustomer::new()
            .name("Jane")
            .address(Address::new().line1("1 Main St").country("FR"))
            .preferred_locales(["fr", "en"])
            .invoice_settings(NewInvoiceSettings::new().custom_fields([
                CustomField::new().name("Order").value("17"),
                CustomField::new().name("Desk").value("3"),
            ]))
            .tax_id_data([
                TaxIdData::new(TaxIdDataRequired { kind: "eu_vat".into(), value: "FR1".into() }),
                TaxIdData::new(TaxIdDataRequired { kind: "ch_vat".into(), value: "CH2".into() }),
            ])
            .metadata(Metadata::from_iter([("order", "17")]));
    let made = client(&server).customers().create(params).wait().expect("a customer");
    assert_eq!(made.metadata.as_ref().and_then(|metadata| metadata.get("order")), Some("17"));
    assert_eq!(
        body(&server),
        "name=Jane&address[line1]=1+Main+St&address[country]=FR&preferred_locales[]=fr&preferred_locales[]=en\
         &invoice_settings[custom_fields][0][name]=Order&invoice_settings[custom_fields][0][value]=17\
         &invoice_settings[custom_fields][1][name]=Desk&invoice_settings[custom_fields][1][value]=3\
         &tax_id_data[][type]=eu_vat&tax_id_data[][value]=FR1&tax_id_data[][type]=ch_vat&tax_id_data[][value]=CH2\
         &metadata[order]=17"
    );
    let sent = server.seen().pop().expect("a request");
    assert_eq!(sent.header("content-type"), Some("application/x-www-form-urlencoded"));
}

#[test]
fn options_stand_in_the_member_of_the_way_to_pay() {
    let server = account::start();
    let options = PaymentMethodOptionsCard::new().request_three_d_secure("any");
    let params = CreatePaymentIntent::new(Amount::from_minor(100), Currency::JPY)
        .payment_method_types([PaymentMethodType::Card])
        .payment_method_options(options);
    client(&server).payment_intents().create(params).wait().expect("a payment");
    assert_eq!(
        body(&server),
        "amount=100&currency=jpy&payment_method_types[]=card&payment_method_options[card][request_three_d_secure]=any"
    );
    assert!(matches!(PaymentMethodOptions::from(PaymentMethodOptionsCard::new()), PaymentMethodOptions::Card(_)));
}

#[test]
fn a_field_is_cleared_or_left() {
    let server = account::start();
    let client = client(&server);
    let made = client.customers().create(CreateCustomer::new().name("Jane").description("new")).wait();
    let made = made.expect("a customer");
    let update =
        UpdateCustomer::new(made.id).clear_description().clear_shipping().clear_metadata().email("j@example.com");
    let changed = client.customers().update(update).wait().expect("the customer");
    assert_eq!(body(&server), "email=j%40example.com&description=&shipping=&metadata=");
    assert_eq!((changed.name.as_deref(), changed.description), (Some("Jane"), None));
}

#[test]
fn a_customer_that_was_deleted_can_be_read() {
    let server = account::start();
    let client = client(&server);
    let made = client.customers().create(CreateCustomer::new()).wait().expect("a customer");
    let deleted = client.customers().delete(made.id.clone()).wait().expect("it is deleted");
    assert_eq!((deleted.id, deleted.deleted), (made.id.clone(), Some(true)));
    let read = client.customers().get(GetCustomer::new(made.id)).wait().expect("what is left");
    assert_eq!((read.deleted, read.name), (Some(true), None));
}

#[test]
fn a_list_goes_on_after_the_last_id() {
    let server = account::start();
    let client = client(&server);
    for number in 1..=5 {
        let params = CreateCustomer::new().name(format!("Customer {number}"));
        client.customers().create(params).wait().expect("a customer");
    }
    let since = CreatedRange::new().gte("2024-01-01T00:00:00Z");
    let found = client.customers().list(ListCustomer::new().created(since)).pages(10).page_size(2).items();
    let ids: Vec<String> = found.map(|customer| customer.expect("a customer").id.to_string()).collect();
    assert_eq!(ids, ["cus_5", "cus_4", "cus_3", "cus_2", "cus_1"]);
    let asked: Vec<String> = server.seen().into_iter().skip(5).map(|request| request.path).collect();
    let created = "created%5Bgte%5D=1704067200";
    assert_eq!(
        asked,
        [
            format!("/v1/customers?{created}&limit=2"),
            format!("/v1/customers?{created}&limit=2&starting_after=cus_4"),
            format!("/v1/customers?{created}&limit=2&starting_after=cus_2"),
        ]
    );
}

#[test]
fn a_search_goes_on_with_its_cursor() {
    let server = Server::responding(|request| {
        let second = request.path.contains("page=p2");
        let (id, more) = if second { ("pi_2", json!(null)) } else { ("pi_1", json!("p2")) };
        Reply::json(200, &json!({ "data": [{ "id": id }], "has_more": !second, "next_page": more }))
    });
    let search = SearchPaymentIntent::new("metadata['order']:'17'");
    let found = client(&server).payment_intents().search(search).pages(10).items();
    let ids: Vec<String> = found.map(|payment| payment.expect("a payment").id.to_string()).collect();
    assert_eq!(ids, ["pi_1", "pi_2"]);
    let paths: Vec<String> = server.seen().into_iter().map(|request| request.path).collect();
    assert!(paths[0].starts_with("/v1/payment_intents/search?query=metadata%5B%27order%27%5D%3A%2717%27"), "{paths:?}");
    assert!(paths[1].ends_with("&page=p2") && paths.len() == 2, "{paths:?}");
}

#[test]
fn prices_are_a_map_by_currency() {
    let server = Server::responding(|_| {
        let options = json!({ "usd": { "unit_amount": 1100, "tax_behavior": "exclusive" } });
        Reply::json(200, &json!({ "id": "price_1", "unit_amount_decimal": "0.05", "currency_options": options }))
    });
    let option = |amount: i64| CurrencyOption::new().unit_amount(Amount::from_minor(amount));
    let params = CreatePrice::new(Currency::EUR)
        .unit_amount(Amount::from_minor(1000))
        .currency_options(Map::from_iter([("usd", option(1100)), ("jpy", option(1500))]))
        .product_data(ProductData::new("Shoes").metadata(Metadata::new()));
    let price = client(&server).prices().create(params).wait().expect("a price");
    assert_eq!(
        body(&server),
        "currency=eur&unit_amount=1000&currency_options[usd][unit_amount]=1100&currency_options[jpy][unit_amount]=1500\
         &product_data[name]=Shoes"
    );
    assert_eq!(price.unit_amount_decimal, "0.05".parse::<Decimal>().ok());
    let options = price.currency_options.expect("options");
    assert_eq!(options.get("usd").and_then(|option| option.unit_amount), Some(Amount::from_minor(1100)));
}

/// The key that the client has made goes with each attempt, and the account answers the same again.
#[test]
fn a_payment_that_is_sent_again_is_made_once() {
    let server = account::start();
    let client = client(&server);
    let pay = || CreatePaymentIntent::new(Amount::from_minor(100), Currency::EUR);
    let first = client.payment_intents().create(pay()).idempotency_key("order-17").wait().expect("a payment");
    let second = client.payment_intents().create(pay()).idempotency_key("order-17").wait().expect("the same");
    let third = client.payment_intents().create(pay()).wait().expect("another one");
    assert_eq!(first.id, second.id);
    assert_ne!(first.id, third.id);
}

#[test]
fn one_key_of_metadata_is_cleared() {
    let server = account::start();
    let client = client(&server);
    let made = client.customers().create(CreateCustomer::new()).wait().expect("a customer");
    let update = UpdateCustomer::new(made.id).metadata(Metadata::from_iter([("order", ""), ("desk", "3")]));
    client.customers().update(update).wait().expect("the customer");
    assert_eq!(body(&server), "metadata[order]=&metadata[desk]=3");
}
