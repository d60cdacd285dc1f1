//! Refusals of the control API name the parameter as the caller sent it.

use std::collections::BTreeMap;
use std::time::Duration;

use payspec_core::server::{DecodeOperation, OperationVisitor};
use payspec_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::control_http::raw;
use crate::own_client::{client, pay};

/// The parameters of each operation, by method and path.
#[derive(Default)]
struct Parameters(BTreeMap<String, &'static [&'static str]>);

impl OperationVisitor for Parameters {
    fn operation<O: DecodeOperation>(&mut self) {
        self.0.insert(format!("{} {}", O::SPEC.method.as_str(), O::SPEC.path), O::PARAMETERS);
    }
}

#[tokio::test]
async fn refusals_name_the_parameter_that_was_sent() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("shop");
    let api = client(&sandbox, &world);
    let card = "4111111111111111";
    let paid = async || pay(&api, &world, card).await.expect("it is approved").transaction_id.as_str().to_owned();
    let (cleared, disputed) = (paid().await, paid().await);
    world.clock().advance(Duration::from_secs(24 * 60 * 60)).await;
    let dispute = world.disputes().raise(&disputed).expect("it is cleared");
    world.disputes().act(&dispute, payspec_sandbox::centralpay::DisputeAct::Lose).expect("it is open");
    let early = paid().await;
    let chargeback = |id: &str| json!({ "kind": "chargeback", "transaction": id });
    let act = format!("/worlds/shop/disputes/{dispute}/act");

    let mut parameters = Parameters::default();
    control_client::model::visit_operations(&mut parameters);
    for (path, body, field) in [
        ("/worlds", json!({ "name": "a b" }), "name"),
        ("/worlds/shop/clock/advance", json!({ "seconds": -1 }), "seconds"),
        ("/worlds/shop/clock/advance", json!({}), "seconds"),
        ("/worlds/shop/disputes", chargeback(&early), "transaction"),
        ("/worlds/shop/disputes", chargeback(&disputed), "transaction"),
        ("/worlds/shop/disputes", json!({ "kind": "inquiry", "transaction": disputed }), "transaction"),
        ("/worlds/shop/disputes", json!({ "kind": "chargeback", "transaction": cleared, "amount": 99_999 }), "amount"),
        ("/worlds/shop/disputes", json!({ "kind": "inquiry", "transaction": cleared, "amount": 5 }), "amount"),
        (&act, json!({ "what": "win" }), "what"),
        (&act, json!({ "what": "answer" }), "what"),
        (&act, json!({ "what": "close" }), "what"),
        (&act, json!({ "what": "appeal" }), "what"),
        ("/worlds/shop/faults", json!({ "kind": "decline", "code": "0" }), "code"),
        ("/worlds/shop/faults", json!({ "kind": "decline", "code": "x" }), "code"),
        ("/worlds/shop/faults", json!({ "kind": "decline", "code": "51", "path": "/refund" }), "path"),
        ("/worlds/shop/faults", json!({ "kind": "cut-body", "path": "/nowhere" }), "path"),
        ("/worlds/shop/faults", json!({ "kind": "cut-body", "path": "/refund", "method": "PUT" }), "method"),
        ("/worlds/shop/faults", json!({ "kind": "cut-body", "nth": 0 }), "nth"),
        ("/worlds/shop/faults", json!({ "kind": "cut-body", "rate": 2 }), "rate"),
        ("/worlds/shop/faults", json!({ "kind": "status", "status": 200 }), "status"),
        ("/worlds/shop/faults", json!({ "kind": "redirect", "to": "x" }), "to"),
        ("/worlds/shop/faults", json!({ "kind": "delay", "milliseconds": -1 }), "milliseconds"),
        ("/worlds/shop/delivery-faults", json!({ "kind": "lost", "event": "NONSENSE" }), "event"),
        ("/worlds/shop/delivery-faults", json!({ "kind": "lost", "nth": 0 }), "nth"),
        ("/worlds/shop/delivery-faults", json!({ "kind": "lost", "rate": 0 }), "rate"),
        ("/worlds/shop/delivery-faults", json!({ "kind": "late", "seconds": -1 }), "seconds"),
        ("/worlds/shop/subscriptions", json!({ "url": "x" }), "url"),
        ("/worlds/shop/events", json!({ "name": "NONSENSE" }), "name"),
        ("/worlds/shop/events", json!({ "name": "REFUND_CREATED", "about": cleared }), "about"),
        ("/worlds/shop/events", json!({ "name": "REFUND_CREATED", "object": {} }), "object"),
        ("/worlds/shop/events", json!({ "name": "REFUND_CREATED", "fields": { "amount": "x" } }), "fields.amount"),
        ("/worlds/shop/events", json!({ "name": "REFUND_CREATED", "fields": { "refundId": "" } }), "fields"),
        ("/worlds/shop/snapshot", json!({ "file": "/no/such/folder/file" }), "file"),
        ("/worlds/shop/restore", json!({ "file": "/no/such/file" }), "file"),
    ] {
        let (status, answer) = raw(&sandbox, "POST", path, "localhost", "", &body.to_string()).await;
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!((status, answer["field"].as_str()), (400, Some(field)), "{path} {body}: {answer}");
        let template = path.replace("/shop", "/{world}").replace(&dispute, "{dispute}");
        let known = parameters.0[&format!("POST {template}")];
        assert!(known.contains(&field.split('.').next().unwrap_or_default()), "{template} has no parameter {field}");
    }
}

/// Nothing near is suggested where nothing is near.
#[tokio::test]
async fn nonsense_has_no_suggestion() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    sandbox.world("shop");
    for (path, body, message) in [
        ("/worlds/shop/events", json!({ "name": "NONSENSE" }), "no event is `NONSENSE`"),
        ("/worlds/shop/delivery-faults", json!({ "kind": "lost", "event": "NONSENSE" }), "no event is `NONSENSE`"),
        (
            "/worlds/shop/faults",
            json!({ "kind": "cut-body", "path": "/nowhere/at/all" }),
            "no operation is `/nowhere/at/all`",
        ),
        (
            "/worlds/shop/faults",
            json!({ "kind": "decline", "code": "xyz" }),
            "the vendor's table has no bank code `xyz`",
        ),
        (
            "/worlds/shop/clock/advance",
            json!({ "seconds": 1, "zzzzz": 1 }),
            "unknown parameter `zzzzz`; expected seconds",
        ),
        ("/nonsense/of/all/kinds/which/is/long", json!({}), "the control API has no such operation"),
    ] {
        let (_, answer) = raw(&sandbox, "POST", path, "localhost", "", &body.to_string()).await;
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["message"].as_str(), Some(message), "{path}");
    }
}
