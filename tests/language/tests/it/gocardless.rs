//! A part of GoCardless's API, as a shop uses it: bodies in an envelope for each resource, searches with a cursor, and
//! a delivery of several events that is verified, read, and whose objects are read again. What is known of the API is
//! from memory.

use std::sync::Mutex;

use gocardless_client::model::{
    CancelPayment, CreateCustomer, CreatePayment, Currency, EventType, LinksToCollectWith, ListPayment, PaymentStatus,
};
use gocardless_client::{Client, ClientBuilder, Metadata};
use gocardless_webhook::{Event, Verifier, decode_event};
use payspec_core::Amount;
use payspec_http::{CallOutcome, ErrorKind};
use payspec_test_support::delivery::{Shop, deliver, headers};
use payspec_test_support::server::{Reply, Request, Server};
use payspec_test_support::signing::hex_of;
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url()).access_token("token").build().expect("complete settings")
}

fn error(code: &str, message: &str, errors: &Value) -> Value {
    json!({ "error": { "type": code, "message": message, "errors": errors, "request_id": "req-1", "code": 422 } })
}

fn payment(number: usize, status: &str) -> Value {
    json!({ "id": format!("PM{number}"), "amount": 1000 + number, "currency": "GBP", "status": status,
        "links": { "mandate": "MD1" }, "metadata": {} })
}

/// A server with seven payments, which gives three at once. Of what is created it keeps the keys.
fn gocardless(request: &Request, keys: &Mutex<Vec<String>>) -> Reply {
    if request.header("gocardless-version") != Some("2015-07-06") {
        return Reply::json(400, &error("missing_version_header", "No version", &json!([])));
    }
    if request.header("authorization") != Some("Bearer token") {
        return Reply::json(401, &error("authentication_required", "No token", &json!([])));
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let steps: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (request.method.as_str(), &steps[..]) {
        ("POST", [kind]) => {
            let key = request.header("idempotency-key").unwrap_or_default().to_owned();
            let mut keys = keys.lock().expect("no handler panics");
            if keys.contains(&key) {
                let reason = json!([{ "message": "A resource has already been created with this key" }]);
                return Reply::json(409, &error("idempotent_creation_conflict", "Conflict", &reason));
            }
            keys.push(key);
            let mut object = body[kind].clone();
            if object["amount"] == 0 {
                let reason = json!([{ "field": "amount", "message": "must be positive" }]);
                return Reply::json(422, &error("validation_failed", "Validation failed", &reason));
            }
            object["id"] = json!(if *kind == "payments" { "PM1" } else { "CU1" });
            Reply::json(201, &json!({ *kind: object }))
        }
        ("GET", ["payments"]) => {
            let after = query.split('&').find_map(|pair| pair.strip_prefix("after=PM"));
            let first = after.map_or(1, |after| after.parse::<usize>().expect("a number") + 1);
            let last = (first + 2).min(7);
            let page: Vec<Value> = (first..=last).map(|number| payment(number, "confirmed")).collect();
            let cursor = if last < 7 { json!(format!("PM{last}")) } else { Value::Null };
            let meta = json!({ "cursors": { "before": null, "after": cursor }, "limit": 3 });
            Reply::json(200, &json!({ "payments": page, "meta": meta }))
        }
        ("GET", ["payments", id]) => {
            let number = id.trim_start_matches("PM").parse().unwrap_or_default();
            Reply::json(200, &json!({ "payments": payment(number, "failed") }))
        }
        ("GET", ["mandates", id]) => Reply::json(200, &json!({ "mandates": { "id": id, "status": "active" } })),
        ("POST", ["payments", id, "actions", "cancel"]) => {
            let mut object = payment(id.trim_start_matches("PM").parse().unwrap_or_default(), "cancelled");
            object["metadata"] = body["data"]["metadata"].clone();
            Reply::json(200, &json!({ "payments": object }))
        }
        _ => Reply::json(404, &error("invalid_api_usage", "Nothing there", &json!([]))),
    }
}

fn server() -> Server {
    let keys = Mutex::new(Vec::new());
    Server::responding(move |request| gocardless(request, &keys)).without_request_ids()
}

fn new_payment(pence: i64) -> CreatePayment {
    CreatePayment::new(Amount::from_minor(pence), Currency::GBP, LinksToCollectWith::new("MD1"))
}

#[tokio::test]
async fn each_resource_has_an_envelope() {
    let server = server();
    let client = client(&server);
    let customer = client.customers().create(CreateCustomer::new().given_name("Ada")).await.expect("made");
    assert_eq!((customer.id.to_string().as_str(), customer.given_name.as_deref()), ("CU1", Some("Ada")));
    let paid = client.payments().create(new_payment(1001).charge_date("2026-12-01")).await.expect("collected");
    assert_eq!((paid.amount, &paid.currency), (Some(Amount::from_minor(1001)), &Some(Currency::GBP)));
    let cancel = CancelPayment::new(paid.id.clone()).metadata(Metadata::from_iter([("why", "a mistake")]));
    let gone = client.payments().cancel(cancel).await.expect("given up");
    assert_eq!(gone.status, Some(PaymentStatus::Cancelled));
    let bodies: Vec<Value> =
        server.seen().iter().map(|request| serde_json::from_slice(&request.body).expect("JSON")).collect();
    let collected =
        json!({ "amount": 1001, "currency": "GBP", "charge_date": "2026-12-01", "links": { "mandate": "MD1" } });
    let expected = [
        json!({ "customers": { "given_name": "Ada" } }),
        json!({ "payments": collected }),
        json!({ "data": { "metadata": { "why": "a mistake" } } }),
    ];
    assert_eq!(bodies, expected);
}

#[tokio::test]
async fn a_cursor_leads_through_all_payments() {
    let server = server();
    let search = ListPayment::new().mandate("MD1");
    let mut pages = client(&server).payments().list(search).pages(10).page_size(3).items();
    let mut amounts = Vec::new();
    while let Some(payment) = pages.next().await {
        amounts.push(payment.expect("a payment").amount.map(Amount::minor));
    }
    assert_eq!(amounts, (1001..=1007).map(Some).collect::<Vec<_>>());
    let paths: Vec<String> = server.seen().into_iter().map(|request| request.path).collect();
    let first = "/payments?mandate=MD1&limit=3";
    assert_eq!(paths, [first.to_owned(), format!("{first}&after=PM3"), format!("{first}&after=PM6")]);
}

#[tokio::test]
async fn errors_name_fields_and_a_key_is_taken_once() {
    let server = server();
    let client = client(&server);
    let wrong = client.payments().create(new_payment(0)).await.expect_err("nothing to collect");
    assert_eq!(
        (wrong.kind(), wrong.code(), wrong.request_id()),
        (ErrorKind::Invalid, Some("validation_failed"), Some("req-1"))
    );
    let fields: Vec<_> = wrong.field_errors().iter().map(|(field, message)| format!("{field}: {message}")).collect();
    assert_eq!(fields, ["amount: must be positive"]);
    client.payments().create(new_payment(5)).idempotency_key("order-1").send().await.expect("collected");
    let again = client.payments().create(new_payment(5)).idempotency_key("order-1").send().await.expect_err("twice");
    assert!(again.is_key_reused());
    assert_eq!(again.outcome(), CallOutcome::Unknown, "only a look at the payments tells");
}

fn event(id: &str, kind: &str, action: &str, links: &Value) -> Value {
    json!({ "id": id, "created_at": "2026-01-30T18:16:22.000Z", "resource_type": kind, "action": action, "links": links,
        "details": { "origin": "bank", "cause": "payment_confirmed" }, "metadata": {} })
}

#[tokio::test]
async fn events_come_together_and_are_read_again_one_by_one() {
    let events = [
        event("EV1", "payments", "confirmed", &json!({ "payment": "PM2" })),
        event("EV2", "moons", "landed", &json!({ "moon": "MO1" })),
        event("EV3", "mandates", "active", &json!({ "mandate": "MD7", "customer": "CU1" })),
        event("EV4", "payments", "failed", &json!({ "organisation": "OR1" })),
        event("EV5", "payments", "failed", &json!({ "payment": "PM5" })),
    ];
    let body = json!({ "events": events, "meta": { "webhook_id": "WB1" } }).to_string();
    let signature = hex_of("secret", body.as_bytes());
    let verifier = Verifier::new("secret");
    let receive = move |request: &Request| verifier.verify(headers(request), request.body.clone()).ok();
    let shop = Shop::start(move |request| receive(request).map(Iterator::collect::<Vec<_>>));
    let deliver = |body: &str| deliver(&shop.server, &[("Webhook-Signature", &signature)], body.as_bytes());
    assert_eq!(deliver(&body.replace("PM2", "PM9")), 401);
    assert_eq!(deliver(&body), 200);
    let found = shop.events().pop().expect("the one that is signed");
    assert_eq!(found.len(), events.len());

    let server = server();
    let client = client(&server);
    let mut told = Vec::new();
    for (event, item) in found.iter().zip(&events) {
        assert_eq!(event.raw().as_bytes(), item.to_string().as_bytes());
        // Stored now and read later.
        told.push(match decode_event(event.raw().clone()) {
            Event::PaymentsConfirmed(event) | Event::PaymentsFailed(event) => {
                let payment = client.call(event.refetch().expect("it names its payment")).await.expect("read");
                format!("{} {}", payment.id, payment.status.expect("it has one"))
            }
            Event::MandatesActive(event) => {
                let mandate = client.call(event.refetch().expect("it names its mandate")).await.expect("read");
                format!("{} {}", mandate.id, mandate.status.unwrap_or_default())
            }
            Event::Unknown(event) => format!("unknown {}", event.event_type().unwrap_or_default()),
            Event::Undecodable(error) => {
                assert_eq!((error.event_type(), error.event_id()), (Some("payments.failed"), Some("EV4")));
                "undecodable".to_owned()
            }
            other => panic!("{other:?}"),
        });
        assert_ne!(event.event_type(), Some(EventType::MandatesCancelled));
    }
    assert_eq!(told, ["PM2 failed", "unknown moons.landed", "MD7 active", "undecodable", "PM5 failed"]);
}
