//! Examples that do something and end.

use std::time::Duration;

use payspec::centralpay::model::{CreateRefund, CreateTransaction, Currency};
use payspec::centralpay::{Amount, Operation as _};
use payspec_test_support::browser::post_form;
use payspec_test_support::files::{self, root};
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};

use crate::api::{Api, CARD, EMPTY};
use crate::run::{asked, centralpay, field, object, run, run_with};

fn route(route: &str, body: Value) -> (String, (u16, Value)) {
    (route.to_owned(), (200, body))
}

#[test]
fn pay_charges_a_token_once() {
    let api = Api::start();
    let pay = |token: &str| run(env!("CARGO_BIN_EXE_pay"), &[token], &api.env(), "");
    let token = api.token(CARD);
    let said = pay(&token);
    assert!(said.succeeded && said.stdout.contains("SUCCESS"), "{said:?}");
    let (id, _) = said.stdout.split_once(':').expect("an id");
    let payment = api.payment(id);
    assert_eq!((payment.amount, payment.currency), (Some(Amount::from_minor(1500)), Some(Currency::EUR)));
    assert_eq!(pay(&token).stdout, said.stdout, "the payment that was made");
    let other = pay(&api.token(CARD));
    assert!(other.succeeded && other.stdout != said.stdout, "{other:?}");
    assert_eq!(api.asked(CreateTransaction::SPEC), [false, true, false], "the key of the same token is the same");
}

#[test]
fn pay_tells_a_refusal_from_a_failure() {
    let api = Api::start();
    let said = run(env!("CARGO_BIN_EXE_pay"), &[&api.token(EMPTY)], &api.env(), "");
    assert!(said.succeeded && said.stdout.starts_with("declined: "), "{said:?}");
    let said = run(env!("CARGO_BIN_EXE_pay"), &["no-such-token"], &api.env(), "");
    assert!(!said.succeeded && said.stdout.is_empty(), "{said:?}");
    let said = run(env!("CARGO_BIN_EXE_pay"), &["token-1"], &api.env()[..1], "");
    assert!(!said.succeeded && said.stderr.contains("CENTRALPAY_LOGIN"), "{said:?}");
}

#[test]
fn hosted_page_gives_the_link_and_sees_the_payment() {
    let api = Api::start();
    let said = run_with(env!("CARGO_BIN_EXE_hosted-page"), &["order-17"], &api.env(), |first| {
        let link = first.strip_prefix("pay here: ").expect("the link comes first");
        let card = [("number", CARD), ("expirationMonth", "12"), ("expirationYear", "2090"), ("cvc", "123")];
        let page = post_form(link, &card);
        assert!(page.body.contains("data-testid=\"paid\""), "{page:?}");
    });
    let (_, id) = said.stdout.split_once("paid by card: ").unwrap_or_else(|| panic!("{said:?}"));
    assert!(said.succeeded, "{said:?}");
    let payment = api.payment(id.trim());
    assert_eq!(payment.amount, Some(Amount::from_minor(5000)));
    let request = payment.payment_request_id.expect("a payment of a request");
    let request = api.wait(async { api.client.payment_requests().get(request).await }).expect("a request");
    assert_eq!(request.merchant_payment_request_id.as_deref(), Some("order-17"));
}

#[test]
fn blocking_refunds_what_is_left() {
    let api = Api::start();
    let payment = api.pay(CARD, (1000, Currency::EUR), "order-17").expect("a payment").transaction_id;
    api.wait(async { api.world.clock().advance(Duration::from_hours(24)).await });
    let refund = |cents: &str| run(env!("CARGO_BIN_EXE_blocking"), &[payment.as_str(), cents], &api.env(), "");
    let said = refund("1");
    assert!(said.succeeded && said.stdout.contains("UNCLEARED"), "{said:?}");
    assert_eq!(api.payment(payment.as_str()).amount_refunded, Some(Amount::from_minor(1)));
    assert_eq!(refund("1").stdout, said.stdout, "the refund that was made");
    // More than was paid is refused without a call; more than is left, by the API.
    assert!(!refund("1001").succeeded);
    assert_eq!(api.asked(CreateRefund::SPEC), [false, true]);
    let said = refund("1000");
    assert!(!said.succeeded && said.stderr.contains("HTTP 400"), "{said:?}");
    assert!(refund("999").succeeded);
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
