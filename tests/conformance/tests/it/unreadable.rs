//! What an API documents otherwise than it sends fails no response and no event that can do without it.

use std::sync::{Arc, Mutex};

use payspec::cinetpay::model::CheckPayment;
use payspec::primer::model::{CreateClientSession, GetPayment, Payment};
use payspec_core::{Operation, Unreadable};
use payspec_http::observe::Observer;
use payspec_http::testing::{responding, response};
use payspec_http::{CallOutcome, Client, ClientBuilder, Response};
use serde_json::{Value, json};

/// An observer that records unreadable members.
#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Observer for Told {
    fn unreadable(&self, operation: &'static str, unreadable: &[Unreadable]) {
        let told = unreadable.iter().map(|one| format!("{operation} {}", one.path()));
        self.0.lock().expect("no test panics in here").extend(told);
    }
}

fn answers(body: &Value, told: &Arc<Told>) -> impl FnOnce(ClientBuilder) -> ClientBuilder + use<> {
    let (body, told) = (body.to_string(), Arc::clone(told));
    move |http| http.transport(responding(move |_| response(200, body.clone()))).observer(told)
}

fn primer(body: &Value, told: &Arc<Told>) -> Client {
    let builder = payspec::primer::ClientBuilder::at("https://primer.example").x_api_key("key");
    builder.configure(answers(body, told)).build().expect("complete settings").http().clone()
}

fn cinetpay(body: &Value, told: &Arc<Told>) -> Client {
    let builder = payspec::cinetpay::ClientBuilder::at("https://cinetpay.example").merchant("key", "445160");
    builder.configure(answers(body, told)).build().expect("complete settings").http().clone()
}

fn paths<T>(response: &Response<T>) -> Vec<&str> {
    response.unreadable().iter().map(Unreadable::path).collect()
}

#[tokio::test]
async fn a_session_keeps_its_token_whatever_its_warnings_are() {
    let told = Arc::default();
    let body = json!({"clientToken": "token", "warnings": [{"type": "X"}]});
    let session =
        primer(&body, &told).call(CreateClientSession::new().order_id("o-1").currency_code("EUR")).send().await;
    let session = session.expect("a session was made");
    assert_eq!(session.value.client_token.as_str(), "token");
    assert_eq!(paths(&session), ["warnings"]);
    assert_eq!(session.unreadable()[0].json(), r#"[{"type":"X"}]"#);
    assert_eq!(*told.0.lock().expect("no test panics in here"), ["client-session.create warnings"]);
    assert_eq!(serde_json::to_value(&session.value).expect("JSON"), body, "nothing is lost");
    assert!(!format!("{session:?}").contains(r#""type""#), "{session:?}");
}

#[tokio::test]
async fn a_paid_payment_can_be_confirmed_whatever_its_metadata_is() {
    let told = Arc::default();
    let body = json!({"code": "00", "message": "SUCCES", "data": {"amount": "100", "currency": "XOF",
        "status": "ACCEPTED", "payment_method": "OM", "metadata": {"order": [17]}}});
    let check =
        cinetpay(&body, &told).call(CheckPayment::new().transaction_id("t-1")).send().await.expect("it is paid");
    let data = check.value.data.as_ref().expect("it is about a payment");
    assert_eq!((data.amount, paths(&check)), (Some(100), vec!["data.metadata"]));
    assert_eq!(data.unreadable().get("metadata"), Some(r#"{"order":[17]}"#));
    assert_eq!(serde_json::to_value(&check.value).expect("JSON")["data"]["metadata"], body["data"]["metadata"]);
}

/// Lists in lists, as CinetPay writes them, wherever the list stands in the answer.
#[test]
fn an_odd_member_of_a_transfer_leaves_the_rest_of_it() {
    use payspec::cinetpay::model::TransferCheck;
    let transfer = r#"[[{"transaction_id": "EA1", "comment": {"x": 1}, "treatment_status": "VAL"}]]"#;
    for body in [
        format!(r#"{{"code": 0, "message": "OPERATION_SUCCES", "data": {transfer}}}"#),
        format!(r#"{{"code": 0, "data": {transfer}, "message": "OPERATION_SUCCES"}}"#),
    ] {
        let (check, found) =
            payspec_core::json::collect_unreadable(|| payspec_core::json::read_body::<TransferCheck>(body.as_bytes()));
        let check = check.expect("a transfer");
        assert_eq!(found.iter().map(Unreadable::path).collect::<Vec<_>>(), ["data[0][0].comment"]);
        assert_eq!(serde_json::to_value(&check.data[0]).expect("JSON")["comment"], json!({"x": 1}));
    }
    let twice = r#"{"code": 0, "data": [{"treatment_status": "REJ", "treatment_status": "VAL"}]}"#;
    let check = payspec_core::json::read_body::<TransferCheck>(twice.as_bytes()).expect("a transfer");
    assert_eq!(check.data[0].treatment_status, None, "of two none is it");
}

#[tokio::test]
async fn what_a_call_is_about_stays_strict() {
    let told = Arc::default();
    for body in [json!({"id": {"value": "p-1"}, "status": "SETTLED"}), json!({"status": "SETTLED", "amount": "x"})] {
        let error = primer(&body, &told).call(GetPayment::new("p-1")).await.expect_err("whose payment is it?");
        assert!(error.is_decode() && error.outcome() == CallOutcome::DidNotHappen, "{error}");
    }
    assert!(told.0.lock().expect("no test panics in here").is_empty());
}

#[test]
fn an_event_with_something_odd_is_an_event() {
    let body = json!({"eventType": "PAYMENT.STATUS", "date": "2026-01-01T00:00:00", "notificationConfig": 5,
        "version": "2.2", "payment": {"id": "p-1", "status": "SETTLED", "amount": "many"}});
    let payspec::primer::webhook::Event::PaymentStatusChanged(event) =
        payspec::primer::webhook::decode(body.to_string())
    else {
        panic!("it is readable enough")
    };
    let found: Vec<_> = event.unreadable().iter().map(|one| (one.path(), one.json())).collect();
    assert!(found.contains(&("payment.amount", "\"many\"")), "{found:?}");
    assert_eq!(serde_json::to_value(&event).expect("JSON"), body);
}

/// Every object of every sample, with each of its members replaced by things of all kinds.
fn each_member_replaced(object: &Value, at: &[&str]) -> Vec<(String, Value)> {
    let members = at.iter().fold(object, |value, name| &value[*name]);
    let names: Vec<String> = members.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let odd =
        [json!({"odd": [1, "]}"]}), json!([[{"odd": 1}], 2]), json!("neither \" nor {"), json!(1.25), json!(true)];
    let replaced = names.iter().flat_map(|name| odd.iter().map(move |value| (name, value)));
    let replaced = replaced.map(|(name, value)| {
        let mut changed = object.clone();
        let inner = at.iter().fold(&mut changed, |value, name| &mut value[*name]);
        inner[name] = value.clone();
        (name.clone(), changed)
    });
    replaced.collect()
}

#[test]
fn whatever_stands_in_a_member_of_a_sample_the_rest_is_read_and_all_of_it_is_written() {
    let mut tried = 0;
    for (name, sample) in payspec_test_support::files::all("webhooks") {
        for at in [&["object"][..], &["object", "card"], &["object", "breakdowns"]] {
            for (member, changed) in each_member_replaced(&sample, at) {
                let text = changed.to_string();
                let event = payspec::centralpay::webhook::decode(text.as_str());
                if let payspec::centralpay::webhook::Event::Undecodable(body) = &event {
                    // Ids and what they identify: nobody could tell what it is about.
                    assert!(member.ends_with("Id") || member == "uuid", "{name}: {member}: {}", body.reason());
                    continue;
                }
                let written = serde_json::to_value(&event).expect("JSON");
                let unread = at.iter().fold(&written, |value, name| &value[*name]).get(&member).cloned();
                let sent = at.iter().fold(&changed, |value, name| &value[*name])[&member].clone();
                if is_told(&event, &member) {
                    assert_eq!(unread, Some(sent), "{name}: {member}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1_000, "{tried} members were unreadable and written back");
}

fn is_told(event: &payspec::centralpay::webhook::Event, member: &str) -> bool {
    format!("{event:?}").contains(&format!(".{member}\""))
}

#[test]
fn a_list_is_no_object_that_is_always_there() {
    use showcase_json_client::model::Lit;
    let read = |body: &str| payspec_core::json::read_body::<Lit>(body.as_bytes()).expect("it is an object");
    let lit = read(r#"{"watch": {"keeper": {"name": "Ann"}}}"#);
    assert_eq!(lit.watch.and_then(|watch| watch.keeper.name).as_deref(), Some("Ann"));
    // By position it would be a keeper of the name "Ann".
    let lit = read(r#"{"watch": {"keeper": ["Ann", "Lizard"]}}"#);
    assert!(lit.watch.is_none() && lit.unreadable().get("watch").is_some());
}

#[test]
fn one_pointer_is_all_that_it_costs() {
    let payment: Payment = serde_json::from_str(r#"{"id": "p-1"}"#).expect("a payment");
    assert_eq!(size_of_val(payment.unreadable()), size_of::<usize>());
    assert!(GetPayment::SPEC.success.ids.len() == 1);
}

/// A member that does not fit, and no JSON further on: that was a panic once. Cut off anywhere, and with a byte changed, a
/// body is an object or an error.
#[test]
fn what_is_no_json_behind_a_misfit_is_an_error() {
    let folder = payspec_test_support::files::root().join("tests/fuzz/seeds/response");
    let mut seeds = 0;
    for seed in std::fs::read_dir(folder).expect("the seeds are in the repository") {
        let body = std::fs::read(seed.expect("a file").path()).expect("a seed");
        let read = |body: &[u8]| payspec_core::json::read_body::<payspec::centralpay::model::Transaction>(body).is_ok();
        read(&body);
        for end in (0..body.len()).step_by(1 + body.len() / 200) {
            read(&body[..end]);
            let mut changed = body.clone();
            changed[end] = b'}';
            read(&changed);
        }
        seeds += 1;
    }
    assert!(seeds >= 4);
    let text = br#"{"transactionId": "t-1", "amountRefunded": [{"a": 1}, "b"}, "x": 1}"#;
    assert!(payspec_core::json::read_body::<payspec::centralpay::model::Transaction>(text).is_err());
}
