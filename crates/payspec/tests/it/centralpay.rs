//! CentralPay: a refusal with its parts, a rule that is broken, a search, an event, and a file of the portal.

use std::sync::Arc;
use std::time::Duration;

use payspec::centralpay::files::{CsvReader, ExportedOperation, ReadError, ReadOptions};
use payspec::centralpay::model::{
    CreateTransaction, CreateTransactionRequired, Environment, SearchTransaction, Transaction,
};
use payspec::centralpay::paging::ItemsIter;
use payspec::centralpay::payspec_http::{self, CallFuture};
use payspec::centralpay::testing::{VirtualClock, responding, response};
use payspec::centralpay::webhook::{Event, Notification, decode};
use payspec::centralpay::{
    Amount, Blocking, Call, CallOutcome, Client, ConfigError, DateTime, Error, ErrorKind, Profile, Refused,
    RetryPolicy, Secret, Violations, blocking, model,
};

/// What a shop keeps for all of its clients.
struct Settings {
    login: Secret,
    password: Secret,
    retry: RetryPolicy,
}

impl Settings {
    fn configured(&self, http: payspec_http::ClientBuilder) -> payspec_http::ClientBuilder {
        http.retry(self.retry).timeout(Duration::from_secs(20)).clock(Arc::new(VirtualClock::new()))
    }

    fn client(&self) -> Result<blocking::Client, ConfigError> {
        let answers = responding(|request| match request.operation() {
            "transaction.search" if request.uri().query().is_some_and(|query| query.contains("page=")) => {
                response(200, "[]")
            }
            "transaction.search" => response(200, r#"[{ "transactionId": "2fbdd1ad-99e1-4fb6-a5f9-06239d7ef1a1" }]"#),
            _ => response(
                402,
                r#"{ "transactionId": "2fbdd1ad-99e1-4fb6-a5f9-06239d7ef1a1", "bankCode": "51", "amount": 1500 }"#,
            ),
        });
        Client::builder(Environment::Test)
            .credentials(self.login.clone(), self.password.clone())
            .configure(|http| self.configured(http).transport(answers))
            .build_blocking()
    }
}

/// What is told to a customer whose card was refused.
fn advice(refused: &Refused<Transaction>) -> String {
    format!("{:?}", refused.code())
}

fn pay(call: Call<CreateTransaction, Blocking>) -> Result<Transaction, String> {
    match call.idempotency_key("order-17").wait() {
        Ok(payment) => Ok(payment),
        Err(error) => Err(match (error.kind(), error.outcome()) {
            (ErrorKind::Declined, CallOutcome::Happened | CallOutcome::DidNotHappen) => {
                error.refused().map_or_else(|| "declined".to_owned(), |refused| advice(&refused))
            }
            (ErrorKind::Invalid, _) => error.violations().map_or_else(String::new, Violations::to_string),
            (_, CallOutcome::Unknown) => "look before you pay again".to_owned(),
            _ => error.to_string(),
        }),
    }
}

fn payment(token: &str) -> CreateTransaction {
    CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: model::Currency::EUR,
        point_of_sale_id: "point-of-sale".into(),
        end_user_ip: "203.0.113.7".into(),
    })
    .card_token_id(token)
}

/// Calls of the async client can be kept.
fn _later(client: &Client, params: CreateTransaction) -> CallFuture<Transaction> {
    client.transactions().create(params).into_future()
}

/// What a search brings, page after page.
fn ids(found: ItemsIter<SearchTransaction, Transaction>) -> Result<Vec<String>, Error> {
    found.map(|payment| Ok(payment?.transaction_id.to_string())).collect()
}

#[test]
fn a_refusal_is_taken_apart_and_a_search_goes_through() {
    let settings = Settings { login: "login".into(), password: "password".into(), retry: RetryPolicy::never() };
    let client = settings.client().expect("complete settings");
    let token = "0d4a3a2c-6f0e-4b53-9d7c-6f3c8f6c4f10";
    let refused = pay(client.transactions().create(payment(token))).expect_err("it is refused");
    assert!(refused.contains("51"), "{refused}");
    let profile: &'static Profile = CreateTransaction::ONE_CLICK;
    let broken = pay(client.transactions().create(payment(token)).profile(profile)).expect_err("it lacks the customer");
    assert!(broken.contains("customerId"), "{broken}");
    let found = ids(client.transactions().search(SearchTransaction::new()).pages(3).items());
    assert_eq!(found.expect("one page"), ["2fbdd1ad-99e1-4fb6-a5f9-06239d7ef1a1"]);
}

/// What an event is about, for those who keep it.
fn object(event: &Notification<Transaction>) -> (Option<&DateTime>, Option<Amount>) {
    (event.creation_date.as_ref(), event.object.amount)
}

#[test]
fn an_event_and_a_file_are_read() {
    let body = r#"{ "eventId": "e-1", "type": "TRANSACTION_SUCCEEDED", "object": { "transactionId": "t-1", "amount": 1500 } }"#;
    match decode(body) {
        Event::TransactionSucceeded(event) => assert_eq!(object(&event), (None, Some(Amount::from_minor(1500)))),
        other => panic!("{other:?}"),
    }
    let options = ReadOptions::new().amounts(payspec::centralpay::files::AmountUnit::Minor);
    let rows =
        CsvReader::<ExportedOperation, _>::with(options, "movement_id;movement_gross_amount\nm-1;15\n".as_bytes());
    let rows: Result<Vec<_>, ReadError> = rows.expect("a header").collect();
    assert_eq!(rows.expect("a row")[0].movement_gross_amount, Some(Amount::from_minor(15)));
}
