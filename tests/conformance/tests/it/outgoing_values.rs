//! What callers get wrong in what they send: values that nobody knows, texts of the wrong kind, parameters in each
//! other's place.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use payspec::centralpay::model::{
    CreatePaymentRequest, CreatePaymentRequestRequired, CreateTransaction, CreateTransactionRequired, Currency, Order,
    PaymentMethod, PaymentRequestPayer, TransactionSource,
};
use payspec::cinetpay::model::{CreatePayment, CreatePaymentRequired};
use payspec_codegen::load;
use payspec_codegen::source::Sources;
use payspec_core::{Amount, ApiSpec, Operation, TextFormat, Violation, Violations};
use payspec_http::observe::Observer;
use serde_json::{Value, json};

use payspec_test_support::files::root;
use payspec_test_support::server::Server;

fn apis() -> impl Iterator<Item = &'static ApiSpec> {
    payspec_conformance::APIS.iter().map(|api| api.spec)
}

fn transaction(currency: &str) -> CreateTransaction {
    CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: currency.into(),
        point_of_sale_id: "pos-1".into(),
        end_user_ip: "203.0.113.7".into(),
    })
    .card_token_id("t-1")
}

fn names(found: Option<Violations>) -> Vec<String> {
    let found = found.into_iter().flatten();
    found.map(|violation: Violation| format!("{}: {}", violation.rule(), violation.fields().join(", "))).collect()
}

#[test]
fn a_currency_that_nobody_knows_is_reported_with_the_one_that_was_meant() {
    for wrong in ["EURO", "eur", " EUR"] {
        let odd = transaction(wrong);
        assert_eq!(odd.validate(), Ok(()), "{wrong}: the API may know it");
        let warnings = odd.warnings().unwrap_or_else(|| panic!("{wrong} is sent without a word")).to_string();
        assert!(warnings.starts_with("`currency`: ") && warnings.contains("did you mean `EUR`?"), "{warnings}");
        assert!(!warnings.contains(&format!("`{wrong}`")), "no value of a parameter: {warnings}");
    }
    assert_eq!(transaction("EUR").warnings(), None);
}

#[test]
fn a_source_that_nobody_knows_is_reported_with_those_there_are() {
    let warnings = transaction("EUR").source(TransactionSource::from("ECOM")).warnings().expect("nobody knows it");
    let text = warnings.to_string();
    assert!(text.starts_with("`source`: ") && text.contains("`EC`"), "{text}");
    assert_eq!(names(Some(warnings)), ["unknown-value: source"]);
}

#[test]
fn an_address_and_a_point_of_sale_in_each_others_place_are_refused() {
    let swapped = CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: Currency::EUR,
        point_of_sale_id: "203.0.113.7".into(),
        end_user_ip: "pos-1".into(),
    });
    let swapped = swapped.card_token_id("t-1");
    assert_eq!(names(swapped.validate().err()), ["end-user-ip-format: endUserIp"]);
    assert_eq!(transaction("EUR").validate(), Ok(()));
}

#[test]
fn a_title_is_no_address_for_notifications() {
    let back = "https://shop.example/back";
    let shoes = CreatePayment::new(CreatePaymentRequired {
        transaction_id: "T1".into(),
        amount: 100,
        currency: "XOF".into(),
        description: back.into(),
        notify_url: "Shoes".into(),
        return_url: back.into(),
        channels: "WALLET".into(),
    });
    assert_eq!(names(shoes.validate().err()), ["notify-url-format: notify_url"]);
    let right = CreatePayment::new(CreatePaymentRequired {
        transaction_id: "T1".into(),
        amount: 100,
        currency: "XOF".into(),
        description: "Shoes".into(),
        notify_url: "https://shop.example/notify".into(),
        return_url: back.into(),
        channels: "WALLET".into(),
    });
    assert_eq!(right.validate(), Ok(()));
}

#[test]
fn nothing_is_paid_by_mistake() {
    let nothing = |source: Option<TransactionSource>| {
        let params = CreateTransaction::new(CreateTransactionRequired {
            amount: Amount::from_minor(0),
            currency: Currency::EUR,
            point_of_sale_id: "pos-1".into(),
            end_user_ip: "203.0.113.7".into(),
        });
        let params = params.card_token_id("t-1");
        names(match source {
            Some(source) => params.source(source).validate().err(),
            None => params.validate().err(),
        })
    };
    assert_eq!(nothing(None), ["zero-is-a-check: amount"]);
    assert_eq!(nothing(Some(TransactionSource::ECommerce)), ["zero-is-a-check: amount"]);
    assert!(nothing(Some(TransactionSource::from("RI"))).is_empty());
    assert!(CreateTransaction::SPEC.rules.iter().any(|rule| rule.name == "zero-is-a-check"), "so it can be waived");

    // A request may start a subscription that costs nothing at first, so there it is only doubtful.
    let payer = PaymentRequestPayer::new().email("payer@example.com");
    let request = CreatePaymentRequest::new(CreatePaymentRequestRequired {
        payment_method: vec![PaymentMethod::Transaction],
        currency: Currency::EUR,
        total_amount: Amount::from_minor(0),
        breakdown: vec![payer],
    });
    assert_eq!(request.validate(), Ok(()));
    assert_eq!(names(request.warnings()), ["zero-is-a-check: totalAmount"]);
}

#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Observer for Told {
    fn warned(&self, operation: &'static str, warnings: &Violations) {
        self.0.lock().expect("no test panics in here").push(format!("{operation} {warnings}"));
    }
}

#[tokio::test]
async fn who_watches_hears_of_an_odd_currency_and_a_format_can_be_waived() {
    let server = Server::start([("POST /transaction".to_owned(), (200, json!({ "transactionId": "t-1" })))]);
    let told = Arc::new(Told::default());
    let client = payspec::centralpay::ClientBuilder::at(server.url())
        .credentials("login", "password")
        .configure(|http| http.observer(Arc::clone(&told) as _))
        .build()
        .expect("the settings are right");
    let call = client.transactions().create(transaction("EURO"));
    assert!(call.warnings().is_some_and(|warnings| warnings.to_string().contains("did you mean `EUR`?")));
    call.await.expect("sent all the same");
    let heard = told.0.lock().expect("no test panics in here").clone();
    assert!(matches!(&heard[..], [one] if one.starts_with("transaction.create `currency`: ")), "{heard:?}");

    let odd = || {
        CreateTransaction::new(CreateTransactionRequired {
            amount: Amount::from_minor(1),
            currency: Currency::EUR,
            point_of_sale_id: "p-1".into(),
            end_user_ip: "unknown".into(),
        })
        .card_token_id("t-1")
    };
    let error = client.transactions().create(odd()).await.expect_err("no address");
    assert!(error.to_string().contains("end-user-ip-format") && !error.to_string().contains("unknown"), "{error}");
    client.transactions().create(odd()).waive_rule("end-user-ip-format").await.expect("sent");
    assert_eq!(server.seen().len(), 2);
}

/// The descriptions of an API as plain data: what each declares, by name.
fn documents(api: &str) -> Vec<Value> {
    let mut sources = Sources::new();
    let folders = load::folders(root(), "spec", &mut sources).expect("the spec is readable");
    let folder = folders.iter().find(|folder| folder.name == api).expect("the API has a folder");
    let files = folder.files.iter().map(|file| sources.file(*file));
    let parsed = |text: &str, path: &str| serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    files.map(|file| parsed(&file.text, &file.path)).collect()
}

fn members<'v>(documents: &'v [Value], section: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    documents.iter().filter_map(move |document| document[section].as_object()).flatten()
}

/// Counted without the generator: parameters at the top whose type is an enum or a table.
#[test]
fn every_listed_parameter_has_its_list() {
    let mut found = 0;
    for api in payspec_conformance::APIS {
        let documents = documents(api.spec.name);
        let listed: BTreeSet<&str> = ["enums", "tables"]
            .into_iter()
            .flat_map(|section| members(&documents, section).map(|(name, _)| name.as_str()))
            .collect();
        for document in &documents {
            let Some(operations) = document["operations"].as_object() else { continue };
            let resource = document["resource"]["name"].as_str().expect("operations have a resource");
            for (verb, operation) in operations {
                let spec =
                    api.operations.iter().find(|spec| spec.id == format!("{resource}.{verb}")).expect("generated");
                for (wire, param) in operation["params"].as_object().into_iter().flatten() {
                    let written = param["type"].as_str().expect("a type");
                    let of = written.trim_start_matches("list<").trim_end_matches('>');
                    let known = spec.known_values.iter().find(|known| known.field == wire);
                    assert_eq!(known.map(|known| known.of), listed.contains(of).then_some(of), "{} {wire}", spec.id);
                    if let Some(known) = known {
                        assert!(!known.values.is_empty(), "{} {wire}", spec.id);
                        found += 1;
                    }
                }
            }
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn lists_are_looked_into_and_objects_too() {
    let payer = PaymentRequestPayer::new().email("payer@example.com");
    let amount = Amount::from_minor(500);
    let request = CreatePaymentRequest::new(CreatePaymentRequestRequired {
        payment_method: ["CARD", "SDD"].map(Into::into).to_vec(),
        currency: "EUR".into(),
        total_amount: amount,
        breakdown: vec![payer],
    });
    assert_eq!(names(request.warnings()), ["unknown-value: paymentMethod[] (item 1)"]);
    let inside = transaction("EUR").order(Order::new().country("FRAN"));
    let warnings = inside.warnings().expect("no such country").to_string();
    assert!(warnings.starts_with("`order[country]`: ") && warnings.contains("`FRA`"), "{warnings}");
}

/// What the specs show is what the checks let pass.
#[test]
fn examples_have_the_format_that_their_field_says() {
    let mut seen = 0;
    for api in apis() {
        let documents = documents(api.name);
        let of_operations = members(&documents, "operations").map(|(_, operation)| &operation["params"]);
        let of_objects = members(&documents, "objects").map(|(_, object)| &object["fields"]);
        for (wire, field) in of_operations.chain(of_objects).filter_map(Value::as_object).flatten() {
            let (Some(format), Some(example)) = (field["format"].as_str(), field["example"].as_str()) else { continue };
            let format = match format {
                "url" => TextFormat::Url,
                "ip-address" => TextFormat::IpAddress,
                "email" => TextFormat::Email,
                "phone" => TextFormat::Phone,
                "country" => TextFormat::Country,
                other => panic!("{other}"),
            };
            assert!(format.matches(example), "{wire}: {example} is not {format:?}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}
