//! Examples that do something and end.

use payspec_test_support::files::{self, root};
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};

use crate::run::{asked, centralpay, field, object, run};

fn route(route: &str, body: Value) -> (String, (u16, Value)) {
    (route.to_owned(), (200, body))
}

#[test]
fn pay_charges_a_token_once() {
    let server = Server::start([route("POST /transaction", object("TRANSACTION_SUCCEEDED"))]);
    let env = centralpay(&server);
    let said = run(env!("CARGO_BIN_EXE_pay"), &["token-1"], &env, "");
    assert!(said.succeeded && said.stdout.contains("SUCCESS"), "{said:?}");
    run(env!("CARGO_BIN_EXE_pay"), &["token-1"], &env, "");
    run(env!("CARGO_BIN_EXE_pay"), &["token-2"], &env, "");
    let seen = server.seen();
    assert_eq!(
        (field(&seen[0], "cardTokenId").as_deref(), field(&seen[0], "amount").as_deref()),
        (Some("token-1"), Some("1500"))
    );
    let keys: Vec<_> = seen.iter().map(|request| request.header("Idempotence-Key").expect("a key")).collect();
    assert!(keys[0] == keys[1] && keys[1] != keys[2], "{keys:?}");
}

#[test]
fn pay_tells_a_refusal_from_a_failure() {
    let server = Server::start([("POST /transaction".to_owned(), (402, object("TRANSACTION_FAILED")))]);
    let said = run(env!("CARGO_BIN_EXE_pay"), &["token-1"], &centralpay(&server), "");
    assert!(said.succeeded && said.stdout.starts_with("declined: "), "{said:?}");
    let said = run(env!("CARGO_BIN_EXE_pay"), &["token-1"], &[("CENTRALPAY_BASE_URL", server.url())], "");
    assert!(!said.succeeded && said.stderr.contains("CENTRALPAY_LOGIN"), "{said:?}");
}

#[test]
fn hosted_page_gives_the_link_and_sees_the_payment() {
    let created = object("PAYMENTREQUEST_CREATED");
    let mut paid = object("PAYMENTREQUEST_PAID");
    let id = created["paymentRequestId"].as_str().expect("an id").to_owned();
    let mut payment = object("TRANSACTION_SUCCEEDED");
    payment["transactionId"] = paid["breakdowns"][0]["payments"][1]["uuid"].clone();
    for member in ["paymentRequestId", "totalAmount", "currency"] {
        paid[member] = created[member].clone();
    }
    (payment["paymentRequestId"], payment["currency"]) = (id.clone().into(), created["currency"].clone());
    (payment["amount"], payment["amountCaptured"]) = (created["totalAmount"].clone(), created["totalAmount"].clone());
    let transaction = payment["transactionId"].as_str().expect("an id").to_owned();
    let server = Server::start([
        route("POST /paymentRequest", created),
        route(&format!("GET /paymentRequest/{id}"), paid),
        route(&format!("GET /transaction/{transaction}"), payment),
    ]);
    let said = run(env!("CARGO_BIN_EXE_hosted-page"), &["order-17"], &centralpay(&server), "");
    let by_card = format!("paid by card: {transaction}");
    assert!(said.succeeded && said.stdout.contains("pay here: http") && said.stdout.contains(&by_card), "{said:?}");
    let seen = server.seen();
    assert_eq!(field(&seen[0], "merchantPaymentRequestId").as_deref(), Some("order-17"));
}

#[test]
fn blocking_refunds_what_is_left() {
    let mut payment = object("TRANSACTION_SUCCEEDED");
    payment["captureStatus"] = "CLEARED".into();
    let id = payment["transactionId"].as_str().expect("an id").to_owned();
    let amount = payment["amount"].as_i64().expect("an amount");
    let refund = files::one("webhooks", "REFUND_CREATED");
    let server =
        Server::start([route(&format!("GET /transaction/{id}"), payment), route("POST /refund", refund.clone())]);
    let said = run(env!("CARGO_BIN_EXE_blocking"), &[&id, "1"], &centralpay(&server), "");
    assert!(said.succeeded, "{said:?}");
    assert!(said.stdout.contains(refund["refundId"].as_str().expect("an id")), "{said:?}");
    let seen = server.seen();
    assert_eq!((field(&seen[1], "transactionId"), field(&seen[1], "amount").as_deref()), (Some(id.clone()), Some("1")));
    // More than was paid is refused without a second call.
    let said = run(env!("CARGO_BIN_EXE_blocking"), &[&id, &(amount + 1).to_string()], &centralpay(&server), "");
    assert!(!said.succeeded, "{said:?}");
    assert_eq!(asked(&server).iter().filter(|route| *route == "POST /refund").count(), 1);
}

#[test]
fn direct_debit_asks_for_both_passwords() {
    let (unsigned, unconfirmed) = (object("MANDATE_CREATED"), object("SDDTRANSACTION_CREATED"));
    let mandate = unsigned["mandateId"].as_str().expect("an id").to_owned();
    let debit = unconfirmed["sddTransactionId"].as_str().expect("an id").to_owned();
    let routes = [
        route("POST /bankAccount", object("BANKACCOUNT_ACCEPTED")),
        route("POST /mandate", unsigned),
        route(&format!("POST /mandate/{mandate}/sign"), object("MANDATE_SIGNED")),
        route("POST /sddTransaction", unconfirmed),
        route(&format!("POST /sddTransaction/{debit}/validate"), object("SDDTRANSACTION_VALIDATED")),
    ];
    let server = Server::start(routes.clone());
    let args = ["1646e7fa-8274-48c0-9883-022c2e33fb22", "e6337e4f-6067-42ca-b7f0-9b7bce77c21e"];
    let said = run(env!("CARGO_BIN_EXE_direct-debit"), &args, &centralpay(&server), "123456\n654321\n");
    assert!(said.succeeded, "{said:?}");
    assert_eq!(asked(&server), routes.map(|(route, _)| route));
    let seen = server.seen();
    assert_eq!(
        (field(&seen[2], "otp").as_deref(), field(&seen[4], "otp").as_deref()),
        (Some("123456"), Some("654321"))
    );
}

#[test]
fn monthly_report_adds_up() {
    let file = root().join("spec/centralpay/samples/files/operations.csv");
    let said = run(env!("CARGO_BIN_EXE_monthly-report"), &[file.to_str().expect("text"), "2024", "1"], &[], "");
    assert!(said.succeeded, "{said:?}");
    // Added up by hand: see the tests of the report.
    let figures: Vec<&str> = said.stdout.lines().filter_map(|line| line.split_whitespace().last()).collect();
    assert_eq!(figures[..4], ["units", "80990", "78836", "40000"], "{said:?}");
    let file = root().join("spec/centralpay/samples/files/operations-bad.csv");
    let said = run(env!("CARGO_BIN_EXE_monthly-report"), &[file.to_str().expect("text"), "2024", "1"], &[], "");
    assert!(!said.succeeded, "a row that cannot be read would be missing: {said:?}");
}

#[test]
fn search_everything_counts_all_pages() {
    let found = [
        ("/customer", "customerId", 3),
        ("/transaction", "transactionId", 2),
        ("/refund", "refundId", 0),
        ("/paymentRequest", "paymentRequestId", 1),
        ("/mandate", "mandateId", 1),
    ];
    // A page holds one, and the page behind the last is empty.
    let server = Server::responding(move |request| {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let Some((_, id, count)) = found.iter().find(|(known, ..)| *known == path) else {
            return Reply::json(404, &Value::Null);
        };
        let page = query.strip_prefix("page=").map_or(1, |page| page.parse().expect("a number"));
        let items: Vec<Value> = (page..=*count).take(1).map(|number| json!({ *id: format!("id-{number}") })).collect();
        Reply::json(200, &items.into())
    });
    let said = run(env!("CARGO_BIN_EXE_search-everything"), &[], &centralpay(&server), "");
    let counts: Vec<&str> = said.stdout.lines().filter_map(|line| line.split_whitespace().last()).collect();
    assert_eq!((said.succeeded, counts), (true, vec!["3", "2", "0", "1", "1"]), "{:?} {}", asked(&server), said.stderr);
}

#[test]
fn primer_monext_opens_a_session_and_pays() {
    let session = files::of("primer", "responses", "session");
    let payment = files::of("primer", "responses", "payment");
    let server = Server::start([route("POST /client-session", session), route("POST /payments", payment)]);
    let env = [("PRIMER_BASE_URL", server.url()), ("PRIMER_API_KEY", "key-17".to_owned())];
    let said = run(env!("CARGO_BIN_EXE_primer-monext"), &["session", "order-17", "1234567"], &env, "");
    assert!(said.succeeded && said.stdout.contains("client token: session-token"), "{said:?}");
    let said = run(env!("CARGO_BIN_EXE_primer-monext"), &["pay", "pm-token"], &env, "");
    assert!(said.succeeded && said.stdout.trim() == "paid", "{said:?}");
    let seen = server.seen();
    let sent: Value = serde_json::from_slice(&seen[0].body).expect("JSON");
    assert_eq!(sent["metadata"]["monext_contracts"]["CPAY"], "1234567");
    assert_eq!(seen[1].header("x-api-key"), Some("key-17"));
}

#[test]
fn lyra_vouchers_tells_how_much_is_food() {
    let order = files::of("lyra-marketplace", "responses", "order");
    let id = order["uuid"].as_str().expect("an id").to_owned();
    let pay = json!({ "payment_url": "https://secure.lyra.com/pay/1" });
    let routes = [route("POST /orders/?expand=items", order), route(&format!("GET /orders/{id}/execute"), pay)];
    let server = Server::start(routes.clone());
    let env = [
        ("LYRA_MARKETPLACE_BASE_URL", server.url()),
        ("LYRA_MARKETPLACE_LOGIN", "login".to_owned()),
        ("LYRA_MARKETPLACE_PASSWORD", "password".to_owned()),
    ];
    let args = ["0b5b3a9e-3d57-4a6e-8a1c-5f3d6a7b8c9d", "order-17"];
    let said = run(env!("CARGO_BIN_EXE_lyra-vouchers"), &args, &env, "");
    assert!(said.succeeded && said.stdout.contains("https://secure.lyra.com/pay/1"), "{said:?}");
    assert_eq!(asked(&server), routes.map(|(route, _)| route));
    let sent: Value = serde_json::from_slice(&server.seen()[0].body).expect("JSON");
    assert_eq!(sent["items"][0]["vouchers"][0]["eligible_amount"], 1900);
}
