//! The control API, driven by its own generated client and by bytes on a socket.

use centralpay_model::CreateTransaction;
use control_client::model::{
    AdvanceClock, CreateDeliveryFault, CreateFault, CreateSubscription, CreateWorld, DeliveryFaultKind, FaultKind,
    TriggerEvent,
};
use control_client::{Client, ClientBuilder};
use payspec_core::server::{DecodeOperation, OperationVisitor};
use payspec_core::{Operation, OperationSpec};
use payspec_sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::own_client::{client as centralpay, pay};

const CARD: &str = "4111111111111111";

async fn started() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder().seed(5).start().await.expect("a port is free");
    let client = ClientBuilder::at(sandbox.control_url()).build().expect("it needs no credentials");
    (sandbox, client)
}

#[tokio::test]
async fn worlds_are_made_found_and_reset() {
    let (sandbox, control) = started().await;
    assert_eq!(control.worlds().list().await.expect("a list").len(), 0);
    let made = control.worlds().create(CreateWorld::new("checkout")).await.expect("it is a name");
    let access = made.centralpay.as_ref().expect("it says how to reach it");
    let world = sandbox.world("checkout");
    assert_eq!(access.login.as_deref(), Some(world.login().as_str()));
    assert_eq!(access.base_url, Some(sandbox.centralpay_url()));
    assert_eq!((made.name.as_str(), made.seed.as_deref()), ("checkout", Some("5")));
    let first = pay(&centralpay(&sandbox, &world), &world, CARD).await.expect("it is approved").transaction_id;
    control.faults().create(CreateFault::new("checkout", FaultKind::CutBody)).await.expect("it can apply");
    control.clocks().advance(AdvanceClock::new("checkout", 86_400)).await.expect("it goes on");
    control.worlds().reset("checkout").await.expect("it exists");
    assert_eq!((world.requests().len(), world.faults().list().len(), world.webhooks().events().len()), (0, 0, 0));
    let again = pay(&centralpay(&sandbox, &world), &world, CARD).await.expect("it is approved").transaction_id;
    assert_eq!(first, again, "the same identifiers come again");
    let names: Vec<_> = control.worlds().list().await.expect("a list").into_iter().map(|world| world.name).collect();
    assert_eq!(names, ["checkout".into()]);
    assert_eq!(control.worlds().get("other").await.expect_err("nobody made it").status(), Some(404));
    let error = control.worlds().create(CreateWorld::new("a b")).await.expect_err("no login has a space");
    assert_eq!((error.status(), error.field_errors()[0].0.as_str()), (Some(400), "name"));
}

#[tokio::test]
async fn faults_and_clocks_are_steered() {
    let (sandbox, control) = started().await;
    let world = sandbox.world("faults");
    let rule = CreateFault::new("faults", FaultKind::Decline).code("51").method("POST").path("/transaction").nth(1);
    let rule = control.faults().create(rule).await.expect("it can apply");
    assert_eq!((rule.kind, rule.nth, rule.seen), (Some(FaultKind::Decline), Some(1), Some(0)));
    let declined = pay(&centralpay(&sandbox, &world), &world, CARD).await.expect_err("the bank refuses it");
    assert_eq!(declined.status(), Some(402));
    let listed = control.faults().list("faults").await.expect("a list");
    assert_eq!((listed.len(), listed[0].hits, listed[0].code.as_deref()), (1, Some(1), Some("51")));
    let wrong = CreateFault::new("faults", FaultKind::DropAfterCommit).path("/transactions");
    let error = control.faults().create(wrong).await.expect_err("there is no such path");
    let message = "no operation is `/transactions`; the nearest is `/transaction`";
    assert_eq!((error.status(), error.field_errors()), (Some(400), &[("path".to_owned(), message.to_owned())][..]));
    let by_chance = CreateFault::new("faults", FaultKind::CloseIdle).rate("0.25".parse().expect("a number"));
    let by_chance = control.faults().create(by_chance).await.expect("it can apply");
    assert_eq!(by_chance.rate.map(|rate| rate.to_string()), Some("0.25".to_owned()));
    control.faults().delete("faults", rule.id.clone()).await.expect("it exists");
    assert_eq!(control.faults().delete("faults", rule.id).await.expect_err("it is gone").status(), Some(404));
    control.faults().clear("faults").await.expect("the world exists");
    assert_eq!(world.faults().list().len(), 0);
    let seen = control.requests().list("faults").await.expect("a list");
    let seen: Vec<_> = seen.iter().map(|seen| (seen.operation.as_deref(), seen.status, seen.fault.clone())).collect();
    let expected = [
        (Some("card-token.create"), Some(200), None),
        (Some("transaction.create"), Some(402), Some(FaultKind::Decline)),
    ];
    assert_eq!(seen, expected);

    let before = control.clocks().get("faults").await.expect("it shows something").now.expect("a time");
    let advanced = control.clocks().advance(AdvanceClock::new("faults", 31_536_000)).await.expect("it goes on");
    let after = advanced.now.expect("a time");
    let passed = after.unix_seconds().expect("a time") - before.unix_seconds().expect("a time");
    assert!((31_536_000..31_536_600).contains(&passed), "{before:?} {after:?}");
}

#[tokio::test]
async fn webhooks_are_steered() {
    let (sandbox, control) = started().await;
    let world = sandbox.world("hooks");
    // The sandbox itself answers with 404 there, so nothing is acknowledged.
    let url = format!("http://{}/hook", sandbox.address());
    control.subscriptions().create(CreateSubscription::new("hooks", url.as_str())).await.expect("a URL");
    let listed = control.subscriptions().list("hooks").await.expect("a list");
    assert_eq!(listed[0].url.as_deref(), Some(url.as_str()));
    let rule = CreateDeliveryFault::new("hooks", DeliveryFaultKind::Lost).event("CARDTOKEN_CREATED");
    control.delivery_faults().create(rule).await.expect("it can apply");
    let paid = pay(&centralpay(&sandbox, &world), &world, CARD).await.expect("it is approved");
    world.webhooks().settle().await;
    let deliveries = control.deliveries().list("hooks").await.expect("a list");
    let lost = &deliveries[0];
    assert_eq!((lost.event.as_deref(), lost.fault.clone()), (Some("CARDTOKEN_CREATED"), Some(DeliveryFaultKind::Lost)));
    assert_eq!((lost.attempts.as_ref().map(Vec::len), lost.acknowledged), (Some(0), Some(false)));
    let again = control.deliveries().redeliver("hooks", lost.id.clone()).await.expect("it exists");
    assert_eq!(again.attempts.expect("it was posted")[0].status, Some(404));
    assert_eq!(control.delivery_faults().list("hooks").await.expect("a list")[0].hits, Some(1));
    control.delivery_faults().clear("hooks").await.expect("the world exists");
    let error = control.deliveries().redeliver("hooks", "delivery-99").await.expect_err("there is none");
    assert_eq!(error.status(), Some(404));

    let expired = TriggerEvent::new("hooks", "TRANSACTION_EXPIRED").about(paid.transaction_id.as_str());
    let told = control.events().trigger(expired).await.expect("it is about a payment");
    let body: Value = serde_json::from_str(told.body.as_deref().expect("a body")).expect("JSON");
    assert_eq!(
        (&body["type"], &body["object"]["transactionId"]),
        (&json!("TRANSACTION_EXPIRED"), &json!(paid.transaction_id.as_str())),
        "{body}"
    );
    world.webhooks().expect("TRANSACTION_EXPIRED").times(0).within_virtual(std::time::Duration::ZERO).await;
    let names: Vec<_> =
        control.events().list("hooks").await.expect("a list").into_iter().filter_map(|event| event.name).collect();
    assert_eq!(names.last().map(String::as_str), Some("TRANSACTION_EXPIRED"));
    world.requests().expect(CreateTransaction::SPEC).times(1);
}

/// An event is not told about what it cannot be about: the receiver would be blamed for the test's mistake.
#[tokio::test]
async fn an_event_is_about_an_object_of_its_kind() {
    let (sandbox, control) = started().await;
    let world = sandbox.world("events");
    let paid = pay(&centralpay(&sandbox, &world), &world, CARD).await.expect("it is approved");
    for (params, status, field) in [
        (TriggerEvent::new("events", "TRANSACTION_EXPIRD").about("x"), 400, Some("name")),
        (TriggerEvent::new("events", "TRANSACTION_EXPIRED").about("x"), 404, None),
        (TriggerEvent::new("events", "REFUND_CREATED").about(paid.transaction_id.as_str()), 400, Some("about")),
        (TriggerEvent::new("events", "REFUND_CREATED").object(json!({ "amount": 5 })), 400, Some("object")),
    ] {
        let error = control.events().trigger(params).await.expect_err("it cannot be");
        let named = error.field_errors().first().map(|(field, _)| field.as_str());
        assert_eq!((error.status(), named), (Some(status), field), "{error}");
    }
    let given = TriggerEvent::new("events", "REFUND_CREATED").object(json!({ "refundId": "r-1", "amount": 5 }));
    let told = control.events().trigger(given).await.expect("it is a refund");
    assert_eq!(told.about.as_deref(), Some("r-1"));
}

struct All(Vec<&'static OperationSpec>);

impl OperationVisitor for All {
    fn operation<O: DecodeOperation>(&mut self) {
        self.0.push(O::SPEC);
    }
}

/// Each operation of the description is served: asked for a world that does not exist, it says so.
#[tokio::test]
async fn every_described_operation_is_served() {
    let (sandbox, _control) = started().await;
    let mut all = All(Vec::new());
    control_client::model::visit_operations(&mut all);
    for operation in all.0 {
        let path = operation.path.replace("{world}", "none").replace("{fault}", "x").replace("{delivery}", "x");
        let (status, body) = raw(&sandbox, operation.method.as_str(), &path, "localhost", "", "{}").await;
        assert!([200, 400, 404].contains(&status), "{}: {status} {body}", operation.id);
        assert!(!body.contains("no such operation"), "{}: {body}", operation.id);
    }
    let (status, body) = raw(&sandbox, "GET", "/world", "localhost", "", "").await;
    let message = "the control API has no such operation; the nearest is `GET /control/worlds`";
    assert_eq!((status, body), (404, json!({ "message": message }).to_string()));
}

/// A page of another site in a browser on this machine cannot steer the sandbox.
#[tokio::test]
async fn other_sites_are_refused() {
    let (sandbox, _control) = started().await;
    let create =
        |host: &'static str, origin: &'static str| raw(&sandbox, "POST", "/worlds", host, origin, r#"{"name":"a"}"#);
    assert_eq!(create("localhost", "Origin: https://evil.example\r\n").await.0, 403);
    assert_eq!(create("evil.example", "").await.0, 403);
    assert!(sandbox_is_untouched(&sandbox).await);
    assert_eq!(create("127.0.0.1:4010", "Origin: http://localhost:3000\r\n").await.0, 200);
    assert!(!sandbox_is_untouched(&sandbox).await);
}

async fn sandbox_is_untouched(sandbox: &Sandbox) -> bool {
    raw(sandbox, "GET", "/worlds", "localhost", "", "").await.1 == "[]"
}

async fn raw(sandbox: &Sandbox, method: &str, path: &str, host: &str, header: &str, body: &str) -> (u16, String) {
    let mut stream = tokio::net::TcpStream::connect(sandbox.address()).await.expect("it listens");
    let length = body.len();
    let head = format!("{method} /control{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{header}");
    let content = format!("Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(format!("{head}{content}").as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers with text");
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, answer.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_owned()))
}
