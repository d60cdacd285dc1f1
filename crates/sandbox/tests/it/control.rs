//! The control API, driven by its own generated client.

use centralpay_model::CreateTransaction;
use control_client::model::{
    ActDispute, ActDisputeRequired, AdvanceClock, CreateDeliveryFault, CreateDeliveryFaultRequired, CreateDispute,
    CreateDisputeRequired, CreateFault, CreateFaultRequired, CreateSubscription, CreateSubscriptionRequired,
    CreateWorld, DeleteDeliveryFault, DeleteDeliveryFaultRequired, DeleteFault, DeleteFaultRequired,
    DeleteSubscription, DeleteSubscriptionRequired, DeliveryFaultId, DeliveryFaultKind, DeliveryId, DisputeAct,
    DisputeId, DisputeKind, FaultId, FaultKind, RedeliverDelivery, RedeliverDeliveryRequired, SubscriptionId,
    TriggerEvent, TriggerEventRequired,
};
use control_client::{Client, ClientBuilder};
use payspec_core::Operation as _;
use payspec_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::control_http::raw;
use crate::own_client::{client as centralpay, pay};

const CARD: &str = "4111111111111111";

async fn started() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder().seed(5).start().await.expect("a port is free");
    let client = ClientBuilder::at(sandbox.control_url()).build().expect("it needs no credentials");
    (sandbox, client)
}

fn fault(fault: FaultId) -> DeleteFault {
    DeleteFault::new(DeleteFaultRequired { world: "faults".into(), fault })
}

fn delivery_fault(fault: DeliveryFaultId) -> DeleteDeliveryFault {
    DeleteDeliveryFault::new(DeleteDeliveryFaultRequired { world: "hooks".into(), fault })
}

fn delivery(delivery: DeliveryId) -> RedeliverDelivery {
    RedeliverDelivery::new(RedeliverDeliveryRequired { world: "hooks".into(), delivery })
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
    control
        .faults()
        .create(CreateFault::new(CreateFaultRequired { world: "checkout".into(), kind: FaultKind::CutBody }))
        .await
        .expect("it can apply");
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
    let rule = CreateFault::new(CreateFaultRequired { world: "faults".into(), kind: FaultKind::Decline })
        .code("51")
        .method("POST")
        .path("/transaction")
        .nth(1);
    let rule = control.faults().create(rule).await.expect("it can apply");
    assert_eq!((rule.kind, rule.nth, rule.seen), (Some(FaultKind::Decline), Some(1), Some(0)));
    let declined = pay(&centralpay(&sandbox, &world), &world, CARD).await.expect_err("the bank refuses it");
    assert_eq!(declined.status(), Some(402));
    let listed = control.faults().list("faults").await.expect("a list");
    assert_eq!((listed.len(), listed[0].hits, listed[0].code.as_deref()), (1, Some(1), Some("51")));
    let wrong = CreateFault::new(CreateFaultRequired { world: "faults".into(), kind: FaultKind::DropAfterCommit })
        .path("/transactions");
    let error = control.faults().create(wrong).await.expect_err("there is no such path");
    let message = "no operation is `/transactions`; the nearest is `/transaction`";
    assert_eq!((error.status(), error.field_errors()), (Some(400), &[("path".to_owned(), message.to_owned())][..]));
    let by_chance = CreateFault::new(CreateFaultRequired { world: "faults".into(), kind: FaultKind::CloseIdle })
        .rate("0.25".parse().expect("a number"));
    let by_chance = control.faults().create(by_chance).await.expect("it can apply");
    assert_eq!(by_chance.rate.map(|rate| rate.to_string()), Some("0.25".to_owned()));
    control.faults().delete(fault(rule.id.clone())).await.expect("it exists");
    assert_eq!(control.faults().delete(fault(rule.id)).await.expect_err("it is gone").status(), Some(404));
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
    control
        .subscriptions()
        .create(CreateSubscription::new(CreateSubscriptionRequired { world: "hooks".into(), url: url.as_str().into() }))
        .await
        .expect("a URL");
    let listed = control.subscriptions().list("hooks").await.expect("a list");
    assert_eq!(listed[0].url.as_deref(), Some(url.as_str()));
    let rule =
        CreateDeliveryFault::new(CreateDeliveryFaultRequired { world: "hooks".into(), kind: DeliveryFaultKind::Lost })
            .event("CARDTOKEN_CREATED");
    control.delivery_faults().create(rule).await.expect("it can apply");
    let paid = pay(&centralpay(&sandbox, &world), &world, CARD).await.expect("it is approved");
    world.webhooks().settle().await;
    let deliveries = control.deliveries().list("hooks").await.expect("a list");
    let lost = &deliveries[0];
    assert_eq!((lost.event.as_deref(), lost.fault.clone()), (Some("CARDTOKEN_CREATED"), Some(DeliveryFaultKind::Lost)));
    assert_eq!((lost.attempts.as_ref().map(Vec::len), lost.acknowledged), (Some(0), Some(false)));
    let again = control.deliveries().redeliver(delivery(lost.id.clone())).await.expect("it exists");
    assert_eq!(again.attempts.expect("it was posted")[0].status, Some(404));
    assert_eq!(control.delivery_faults().list("hooks").await.expect("a list")[0].hits, Some(1));
    control.delivery_faults().clear("hooks").await.expect("the world exists");
    let error = control.deliveries().redeliver(delivery("delivery-99".into())).await.expect_err("there is none");
    assert_eq!(error.status(), Some(404));

    let expired = TriggerEvent::new(TriggerEventRequired { world: "hooks".into(), name: "TRANSACTION_EXPIRED".into() })
        .about(paid.transaction_id.as_str());
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
        (
            TriggerEvent::new(TriggerEventRequired { world: "events".into(), name: "TRANSACTION_EXPIRD".into() })
                .about("x"),
            400,
            Some("name"),
        ),
        (
            TriggerEvent::new(TriggerEventRequired { world: "events".into(), name: "TRANSACTION_EXPIRED".into() })
                .about("x"),
            404,
            None,
        ),
        (
            TriggerEvent::new(TriggerEventRequired { world: "events".into(), name: "REFUND_CREATED".into() })
                .about(paid.transaction_id.as_str()),
            400,
            Some("about"),
        ),
        (
            TriggerEvent::new(TriggerEventRequired { world: "events".into(), name: "REFUND_CREATED".into() })
                .object(json!({ "amount": 5 })),
            400,
            Some("object"),
        ),
    ] {
        let error = control.events().trigger(params).await.expect_err("it cannot be");
        let named = error.field_errors().first().map(|(field, _)| field.as_str());
        assert_eq!((error.status(), named), (Some(status), field), "{error}");
    }
    let given = TriggerEvent::new(TriggerEventRequired { world: "events".into(), name: "REFUND_CREATED".into() })
        .object(json!({ "refundId": "r-1", "amount": 5 }));
    let told = control.events().trigger(given).await.expect("it is a refund");
    assert_eq!(told.about.as_deref(), Some("r-1"));
}

/// What is not understood is refused: a rule without the misspelt method would be about every request.
#[tokio::test]
async fn unknown_parameters_and_those_of_another_kind_are_refused() {
    let (sandbox, control) = started().await;
    sandbox.world("a");
    for (path, body, field, message) in [
        (
            "faults",
            json!({ "kind": "drop-after-commit", "methd": "POST" }),
            "methd",
            "unknown parameter `methd`; the nearest is `method`",
        ),
        ("faults", json!({ "kind": "cut-body", "world": "b" }), "world", "`world` is given more than once"),
        ("faults?kind=delay", json!({ "kind": "cut-body" }), "kind", "`kind` is given more than once"),
        (
            "clock/advance",
            json!({ "seconds": 1, "minutes": 5 }),
            "minutes",
            "unknown parameter `minutes`; expected seconds",
        ),
        ("clock/advance", json!({ "second": 5 }), "second", "unknown parameter `second`; the nearest is `seconds`"),
        ("clock/advance?second=5", json!({}), "second", "unknown parameter `second`; the nearest is `seconds`"),
        ("clock/advance", json!({}), "seconds", "missing"),
        ("reset", json!({ "name": "a" }), "name", "unknown parameter `name`; there are none besides those of the path"),
        ("faults", json!({ "kind": "drop-before-commit", "status": 503 }), "status", "remove it"),
        ("faults", json!({ "kind": "status", "status": 503, "code": "51" }), "code", "remove it"),
        ("faults", json!({ "kind": "cut-body", "milliseconds": 5 }), "milliseconds", "remove it"),
        ("faults", json!({ "kind": "cut-body", "to": "http://a.example/" }), "to", "remove it"),
        ("delivery-faults", json!({ "kind": "twice", "seconds": 5 }), "seconds", "remove it"),
        ("faults", json!({ "kind": "statsu", "status": 503 }), "kind", "did you mean `status`?"),
        ("subscriptions", json!({ "url": "ftp://shop.example/hook" }), "url", "is not an absolute URL"),
        ("delivery-faults", json!({ "kind": "thrice" }), "kind", "did you mean `twice`?"),
    ] {
        let (status, answer) =
            raw(&sandbox, "POST", &format!("/worlds/a/{path}"), "localhost", "", &body.to_string()).await;
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!((status, answer["field"].as_str()), (400, Some(field)), "{body}: {answer}");
        assert!(answer["message"].as_str().is_some_and(|text| text.contains(message)), "{body}: {answer}");
    }
    assert_eq!(control.faults().list("a").await.expect("a list").len(), 0);
}

/// A URL that is not wanted any more gets nothing, also when it comes from a file.
#[tokio::test]
async fn an_address_is_removed() {
    let (sandbox, control) = started().await;
    let world = sandbox.world("hooks");
    let url = format!("http://{}/hook", sandbox.address());
    let created = control.subscriptions().create(hook(&url)).await.expect("a URL");
    let listed = control.subscriptions().list("hooks").await.expect("a list");
    assert_eq!((listed[0].id.as_str(), &listed[0]), ("subscription-1", &created));
    control.subscriptions().delete(unhook(created.id.clone())).await.expect("it exists");
    assert_eq!(control.subscriptions().list("hooks").await.expect("a list").len(), 0);
    pay(&centralpay(&sandbox, &world), &world, CARD).await.expect("it is approved");
    assert!(world.webhooks().deliveries().is_empty());
    for missing in [created.id.as_str(), "subscription-x", "x"] {
        let error = control.subscriptions().delete(unhook(missing)).await.expect_err("there is none");
        let message = format!("there is no address `{missing}`; the world has none");
        assert_eq!((error.status(), error.message()), (Some(404), Some(message.as_str())));
    }
    let again = control.subscriptions().create(hook(&url)).await.expect("a URL");
    assert_eq!(again.id.as_str(), "subscription-2");
    let error = control.subscriptions().delete(unhook("subscription-1")).await.expect_err("it was removed");
    assert_eq!(error.message(), Some("there is no address `subscription-1`; there is `subscription-2`"));
}

/// The password of a URL is used and not shown.
#[tokio::test]
async fn secrets_of_addresses_are_not_shown() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let host = listener.local_addr().expect("it listens");
    let (told, mut received) = tokio::sync::mpsc::unbounded_channel();
    let app = axum::Router::new().fallback(move |request: axum::extract::Request| {
        let authorization = request.headers()["authorization"].to_str().expect("a text").to_owned();
        let _ = told.send((authorization, request.uri().to_string()));
        async { axum::http::StatusCode::NO_CONTENT }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    let (sandbox, control) = started().await;
    let world = sandbox.world("hooks");
    let urls = [format!("http://jane:hidden@{host}/hook?token=hidden"), "http://jane:hidden@127.0.0.1:1/".to_owned()];
    for url in &urls {
        let created = control.subscriptions().create(hook(url)).await;
        assert!(!format!("{created:?}").contains("hidden"), "{created:?}");
    }
    pay(&centralpay(&sandbox, &world), &world, CARD).await.expect("it is approved");
    world.webhooks().settle().await;
    let (authorization, path) = received.recv().await.expect("it is posted");
    assert_eq!((authorization.as_str(), path.as_str()), ("Basic amFuZTpoaWRkZW4=", "/hook?token=hidden"));
    for path in ["subscriptions", "deliveries", "events", "requests"] {
        let (status, body) = raw(&sandbox, "GET", &format!("/worlds/hooks/{path}"), "localhost", "", "").await;
        assert!(status == 200 && body.len() > 100 && !body.contains("hidden"), "{path}: {body}");
    }
    let deliveries = world.webhooks().deliveries();
    assert_eq!(deliveries[0].url, format!("http://***@{host}/hook?token=***"));
    assert!(!format!("{deliveries:?} {:?}", world.webhooks().urls()).contains("hidden"));
    let unmet =
        world.webhooks().expect_none("TRANSACTION_SUCCEEDED").try_within_virtual(std::time::Duration::ZERO).await;
    let text = unmet.expect_err("it arrived").to_string();
    assert!(text.contains("http://***@") && !text.contains("hidden"), "{text}");
    // The file needs them, once: with the addresses.
    let records = world.inspect(|world| world.records().expect("all objects can be written"));
    let with = records.iter().filter(|record| record.value.as_ref().is_some_and(|value| value.contains("hidden")));
    assert_eq!(with.map(|record| record.table.name()).collect::<Vec<_>>(), ["world"]);
}

#[tokio::test]
async fn a_delivery_fault_is_removed() {
    let (sandbox, control) = started().await;
    let world = sandbox.world("hooks");
    let rule = |kind| {
        control
            .delivery_faults()
            .create(CreateDeliveryFault::new(CreateDeliveryFaultRequired { world: "hooks".into(), kind }))
    };
    let first = rule(DeliveryFaultKind::Lost).await.expect("it can apply").id;
    let second = rule(DeliveryFaultKind::Twice).await.expect("it can apply").id;
    control.delivery_faults().delete(delivery_fault(first.clone())).await.expect("it exists");
    let left: Vec<String> = world.webhooks().faults().list().iter().map(|rule| rule.id.to_string()).collect();
    assert_eq!(left, [second.as_str()]);
    for missing in [first.as_str(), "rule-x", "x"] {
        let error = control.delivery_faults().delete(delivery_fault(missing.into())).await.expect_err("there is none");
        assert_eq!(error.status(), Some(404), "{missing}: {error}");
    }
}

/// What cardholders and banks do, which the API of the vendor has no operations for.
#[tokio::test]
async fn disputes_are_raised_and_decided() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("shop");
    let control = ClientBuilder::at(sandbox.control_url()).build().expect("it needs no credentials");
    let client = centralpay(&sandbox, &world);
    let paid = pay(&client, &world, CARD).await.expect("it is approved");
    let id = paid.transaction_id.as_str();
    let raise = |kind| CreateDispute::new(CreateDisputeRequired { world: "shop".into(), kind, transaction: id.into() });
    let early = control.disputes().create(raise(DisputeKind::Chargeback)).await.expect_err("it is not cleared");
    assert_eq!((early.status(), early.field_errors().len()), (Some(400), 1), "{early:?}");
    world.clock().advance(std::time::Duration::from_secs(24 * 60 * 60)).await;
    let asked = control.disputes().create(raise(DisputeKind::Inquiry)).await.expect("it is cleared").id;
    let params = raise(DisputeKind::Chargeback).amount(500).reason("PRODUCT_NOT_RECEIVED");
    let raised = control.disputes().create(params).await.expect("an inquiry becomes a dispute").id;
    assert_eq!(asked, raised);
    let dispute = |id: &DisputeId| client.disputes().get(id.as_str().to_owned());
    let found = dispute(&raised).await.expect("it exists");
    assert_eq!(found.reason.map(|reason| reason.as_str().to_owned()).as_deref(), Some("PRODUCT_NOT_RECEIVED"));
    control
        .disputes()
        .act(ActDispute::new(ActDisputeRequired {
            world: "shop".into(),
            dispute: raised.clone(),
            what: DisputeAct::Lose,
        }))
        .await
        .expect("it is open");
    let lost = dispute(&raised).await.expect("it exists").status;
    assert_eq!(lost, Some(centralpay_model::DisputeStatus::ChargebackLost));
    let again = control
        .disputes()
        .act(ActDispute::new(ActDisputeRequired { world: "shop".into(), dispute: raised, what: DisputeAct::Win }))
        .await
        .expect_err("it is lost");
    assert_eq!(again.status(), Some(400));
    let unknown = control
        .disputes()
        .create(CreateDispute::new(CreateDisputeRequired {
            world: "shop".into(),
            kind: DisputeKind::Inquiry,
            transaction: "none".into(),
        }))
        .await;
    assert_eq!(unknown.expect_err("there is no such payment").status(), Some(404));
}

/// Posts events of the world `hooks` to a URL.
fn hook(url: &str) -> CreateSubscription {
    CreateSubscription::new(CreateSubscriptionRequired { world: "hooks".into(), url: url.to_owned() })
}

/// Removes an address of the world `hooks`.
fn unhook(id: impl Into<SubscriptionId>) -> DeleteSubscription {
    DeleteSubscription::new(DeleteSubscriptionRequired { world: "hooks".into(), subscription: id.into() })
}
