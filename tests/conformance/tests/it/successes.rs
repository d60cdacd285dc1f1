//! A status of success is not enough: what is taken for a success is the response that was asked for.

use std::sync::Arc;

use payspec::centralpay::model as centralpay;
use payspec::cinetpay::model as cinetpay;
use payspec::lyra_marketplace::model as lyra;
use payspec::primer::model as primer;
use payspec_core::Operation;
use payspec_http::testing::{responding, response};
use payspec_http::transport::{TransportError, TransportErrorKind};
use payspec_http::{CallOutcome, Client, Error, ErrorKind};
use serde_json::{Value, json};
use showcase_model::GetParcel;

use payspec_test_support::server::{Reply, Server};

fn reply(status: u16, body: &str) -> Reply {
    Reply { body: body.as_bytes().to_vec(), ..Reply::json(status, &Value::Null) }
}

/// A server that gives one reply, and tokens; it forgets the request id that the others of this suite have.
fn server(status: u16, body: &str) -> Server {
    let body = Arc::new(body.to_owned());
    Server::responding(move |request| {
        let wants_token = request.path.starts_with("/auth/login");
        if wants_token { Reply::json(200, &json!({"code": 0, "data": {"token": "t"}})) } else { reply(status, &body) }
    })
    .without_request_ids()
}

fn lyra_at(url: &str) -> Client {
    let builder = payspec::lyra_marketplace::ClientBuilder::at(url).credentials("login", "password");
    builder.build().expect("complete settings").http().clone()
}

fn centralpay_at(url: &str) -> Client {
    let builder = payspec::centralpay::ClientBuilder::at(url).credentials("login", "password");
    builder.build().expect("complete settings").http().clone()
}

fn cinetpay_at(url: &str) -> Client {
    let builder = payspec::cinetpay::ClientBuilder::at(url).transfers_at(url);
    let builder = builder.merchant("key", "445160").transfers("key", "password");
    builder.build().expect("complete settings").http().clone()
}

fn beacon_at(url: &str) -> Client {
    let builder = showcase_json_client::ClientBuilder::at(url).keeper("k-1", "lamp").watch("word");
    builder.build().expect("complete settings").http().clone()
}

fn primer_at(url: &str) -> Client {
    payspec::primer::ClientBuilder::at(url).x_api_key("key").build().expect("complete settings").http().clone()
}

async fn outcome<O: Operation>(
    client: impl Fn(&str) -> Client,
    operation: O,
    status: u16,
    body: &str,
) -> Result<O::Output, Error> {
    let server = server(status, body);
    client(&server.url()).call(operation).await
}

/// Every operation that answers nothing: a charge, a capture and ten others.
macro_rules! each_without_a_body {
    ($body:ident => $check:expr) => {{
        macro_rules! one {
            ($client:expr, $operation:expr) => {{
                let $body = |status: u16, body: &'static str| {
                    let operation = $operation;
                    async move { outcome($client, operation, status, body).await.map(|_| ()) }
                };
                $check;
            }};
        }
        one!(lyra_at, lyra::ExecuteOrderMit::new("o-1"));
        one!(lyra_at, lyra::ValidateOrder::new("o-1"));
        one!(lyra_at, lyra::ActivateOrder::new("o-1"));
        one!(lyra_at, lyra::CancelOrder::new("o-1"));
        one!(lyra_at, lyra::CancelRefund::new("r-1"));
        one!(lyra_at, lyra::ActivateItem::new("i-1"));
        one!(lyra_at, lyra::SubmitRegistration::new("g-1"));
        one!(
            lyra_at,
            lyra::DeleteWebhook::new(lyra::DeleteWebhookRequired { marketplace: "m-1".into(), event: "order".into() })
        );
        one!(centralpay_at, centralpay::DeleteInvoiceItem::new("i-1"));
        one!(centralpay_at, centralpay::DeleteBlacklist::new("b-1"));
        one!(centralpay_at, centralpay::DeleteWhitelist::new("w-1"));
    }};
}

#[tokio::test]
async fn an_operation_that_answers_nothing_takes_an_empty_body_only() {
    each_without_a_body!(call => {
        for (status, body) in [
            (200, "<html>Back soon</html>"),
            (200, r#"{"error": "not processed"}"#),
            (200, "{}"),
            (202, ""),
            (203, ""),
            (206, ""),
        ] {
            let error = call(status, body).await.expect_err("that is not what a success looks like");
            assert_eq!((error.outcome(), error.status()), (CallOutcome::Unknown, Some(status)), "{error}");
            assert_eq!(error.body(), body.as_bytes(), "the caller can see what came");
        }
        for status in [200, 204] {
            call(status, "").await.unwrap_or_else(|error| panic!("{status}: {error}"));
        }
    });
}

#[tokio::test]
async fn an_object_of_which_nothing_is_known_is_no_answer() {
    for body in ["{}", r#"{"error": "not processed"}"#, r#"{"payment_url": null}"#] {
        let error = outcome(lyra_at, lyra::ExecuteOrder::new("o-1"), 200, body).await.expect_err("no page to pay on");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, CallOutcome::Unknown), "{error}");
    }
    let body = r#"{"payment_url": "https://secure.example/pay"}"#;
    let page = outcome(lyra_at, lyra::ExecuteOrder::new("o-1"), 200, body).await.expect("a page to pay on");
    assert_eq!(page.payment_url.as_deref(), Some("https://secure.example/pay"));
}

#[allow(deprecated)]
#[tokio::test]
async fn an_answer_about_another_object_is_refused() {
    async fn other<O: Operation>(client: fn(&str) -> Client, operation: O, body: Value, outcome: CallOutcome) {
        let error = self::outcome(client, operation, 200, &body.to_string()).await.err().expect("it is about another");
        assert!(error.is_wrong_object(), "{error}");
        assert_eq!(error.outcome(), outcome, "{error}");
        assert!(!format!("{error}{error:?}").contains("other-1"), "ids are not printed: {error:?}");
    }
    let read = CallOutcome::DidNotHappen;
    other(centralpay_at, centralpay::GetTransaction::new("a-1"), json!({"transactionId": "other-1"}), read).await;
    other(centralpay_at, centralpay::GetRefund::new("a-1"), json!({"refundId": "other-1"}), read).await;
    other(centralpay_at, centralpay::GetWireTransfer::new("a-1"), json!({"wireTransferId": "other-1"}), read).await;
    other(lyra_at, lyra::GetOrder::new("a-1"), json!({"uuid": "other-1"}), read).await;
    other(lyra_at, lyra::GetTransaction::new("a-1"), json!({"trans_uuid": "other-1"}), read).await;
    other(primer_at, primer::GetPayment::new("a-1"), json!({"id": "other-1"}), read).await;
    // What changes something may have changed either.
    let changed = CallOutcome::Unknown;
    let capture = centralpay::CaptureTransaction::new("a-1", payspec_core::Amount::from_minor(100));
    other(centralpay_at, capture, json!({"transactionId": "other-1"}), changed).await;
    other(primer_at, primer::CancelPayment::new("a-1"), json!({"id": "other-1"}), changed).await;
}

#[tokio::test]
async fn an_answer_without_the_id_is_refused_and_the_same_id_is_taken_in_any_form() {
    let error = outcome(primer_at, primer::CancelPayment::new("a-1"), 200, r#"{"status": "CANCELLED"}"#).await;
    assert_eq!(error.expect_err("whose?").outcome(), CallOutcome::Unknown);
    // A number is the same text; a UUID is the same in either case (RFC 9562).
    outcome(centralpay_at, centralpay::GetRefund::new("42"), 200, r#"{"refundId": 42}"#).await.expect("the same");
    let (asked, told) = ("3C349DA5-C144-424B-BBDD-6F756B43C4EE", r#"{"uuid": "3c349da5-c144-424b-bbdd-6f756b43c4ee"}"#);
    outcome(lyra_at, lyra::GetOrder::new(asked), 200, told).await.expect("the same");
    let showcase = |url: &str| {
        let builder = showcase_client::ClientBuilder::at(url).credentials("login", "password").x_tracking_key("key");
        builder.build().expect("complete settings").http().clone()
    };
    // The description says that the case of these ids means nothing.
    outcome(showcase, GetParcel::new("P-1"), 200, r#"{"parcelId": "p-1"}"#).await.expect("the same");
    let error = outcome(primer_at, primer::GetPayment::new("DdRZ6YY0"), 200, r#"{"id": "ddrz6yy0"}"#).await;
    assert!(error.expect_err("that is another").is_wrong_object());
}

#[tokio::test]
async fn an_id_that_is_asked_for_in_the_query_or_the_body_is_compared_as_well() {
    let check = |params: cinetpay::CheckTransfer, data: Value| {
        let body = json!({"code": 0, "message": "OPERATION_SUCCES", "data": data}).to_string();
        async move { outcome(cinetpay_at, params, 200, &body).await }
    };
    let by_ours = || cinetpay::CheckTransfer::new().client_transaction_id("P-1");
    let by_theirs = || cinetpay::CheckTransfer::new().transaction_id("EA-1");
    let transfer = |ours: Value, theirs: Value| json!({"client_transaction_id": ours, "transaction_id": theirs});
    // In a list, in a list in a list, alone; the id that was not asked for may be any.
    for data in [
        json!([transfer(json!("P-1"), json!("EA-9"))]),
        json!([[transfer(json!("P-1"), Value::Null)]]),
        transfer(json!("P-1"), json!("EA-9")),
    ] {
        check(by_ours(), data).await.expect("the transfer");
    }
    check(by_theirs(), json!([transfer(Value::Null, json!("EA-1"))])).await.expect("the transfer");
    for (params, data) in [
        (by_ours(), json!([transfer(json!("P-2"), json!("EA-1"))])),
        (by_theirs(), json!([transfer(json!("P-1"), json!("EA-2"))])),
        (by_ours(), json!([transfer(json!("P-1"), Value::Null), transfer(json!("P-2"), Value::Null)])),
    ] {
        let error = check(params, data.clone()).await.expect_err("it is about another");
        assert!(error.is_wrong_object(), "{data}: {error}");
        assert_eq!(error.outcome(), CallOutcome::DidNotHappen, "a read changes nothing");
    }
    for data in [json!([]), json!([transfer(Value::Null, json!("EA-1"))])] {
        let error = check(by_ours(), data.clone()).await.expect_err("nothing says whose it is");
        assert!(error.is_decode(), "{data}: {error}");
    }
    // What is sent counts, also where the caller replaced it.
    let body = json!({"code": 0, "data": [transfer(json!("P-2"), Value::Null)]}).to_string();
    let server = server(200, &body);
    let call = cinetpay_at(&server.url()).call(by_ours()).parameter("client_transaction_id", "P-2");
    call.await.expect("that was asked for");
}

#[tokio::test]
async fn what_changes_something_is_compared_where_it_says_whom_it_changed() {
    for (body, is_wrong) in [
        (r#"{"token": "t-1", "deleted": true}"#, false),
        (r#"{"deleted": true}"#, false),
        (r#"{"token": "t-2", "deleted": true}"#, true),
    ] {
        let deleted = outcome(primer_at, primer::DeletePaymentInstrument::new("t-1"), 200, body).await;
        let default = outcome(primer_at, primer::SetDefaultPaymentInstrument::new("t-1"), 200, body).await;
        for answer in [deleted, default] {
            assert_eq!(answer.is_err_and(|error| error.is_wrong_object()), is_wrong, "{body}");
        }
    }
    // To keep a payment method makes another token of it.
    let vault = primer::VaultPaymentInstrument::new(primer::VaultPaymentInstrumentRequired {
        payment_method_token: "t-1".into(),
        customer_id: "customer-1".into(),
    });
    outcome(primer_at, vault, 200, r#"{"token": "t-2"}"#).await.expect("kept");
    let lit = |beacon: &str| json!({"code": "0", "lit": [{"beacon": beacon}]}).to_string();
    let light = || showcase_json_client::model::LightBeacon::new("lizard-point", 4);
    outcome(beacon_at, light(), 200, &lit("lizard-point")).await.expect("it burns");
    let error = outcome(beacon_at, light(), 200, &lit("needles")).await.expect_err("another burns");
    assert!(error.is_wrong_object() && error.outcome() == CallOutcome::Unknown, "{error}");
}

#[allow(deprecated)]
#[tokio::test]
async fn an_answer_that_is_cut_off_has_happened_only_if_it_is_about_the_object() {
    for (id, outcome) in [("a-1", CallOutcome::Happened), ("other-1", CallOutcome::Unknown)] {
        let body = format!(r#"{{"id": "{id}", "amount": 1"#);
        let client = payspec::primer::ClientBuilder::at("https://primer.example").x_api_key("key");
        let client = client.configure(move |http| {
            http.retry(payspec_http::RetryPolicy::never()).transport(responding(move |_| {
                let error = TransportError::new(TransportErrorKind::Interrupted);
                Err(error.with_received(response(200, body.clone())?))
            }))
        });
        let client = client.build().expect("complete settings").http().clone();
        let error = client.call(primer::CancelPayment::new("a-1")).await.expect_err("it was cut off");
        assert_eq!(error.outcome(), outcome, "{id}");
    }
    // What is read by its id has one.
    let error = outcome(centralpay_at, centralpay::GetWireTransfer::new("a-1"), 200, r#"{"amount": 5}"#).await;
    assert!(error.expect_err("whose?").is_decode());
}

#[tokio::test]
async fn only_the_apis_own_word_says_that_it_happened() {
    let refund = || {
        lyra::CreateRefund::new(lyra::CreateRefundRequired {
            reference: "REF-1".into(),
            currency: "EUR".into(),
            items: vec![lyra::NewRefundItem::new("i-1", payspec_core::Amount::from_minor(5))],
        })
    };
    for (body, wanted) in [
        ("{}", CallOutcome::Unknown),
        (r#"{"error": "not processed"}"#, CallOutcome::Unknown),
        ("[]", CallOutcome::Unknown),
        ("null", CallOutcome::Unknown),
        (r#"{"uuid": "r-1", "#, CallOutcome::Happened),
    ] {
        let error = outcome(lyra_at, refund(), 200, body).await.expect_err(body);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, wanted), "{body}: {error}");
    }
    // The API's own id of the request is its word as well.
    let server = Server::responding(|_| reply(200, "{}"));
    let cancel = centralpay::CancelTransaction::new("a-1");
    let error = centralpay_at(&server.url()).call(cancel).await.expect_err("whose?");
    assert_eq!(error.outcome(), CallOutcome::Unknown, "an answer about nobody's payment: {error}");
    let refund = centralpay::CreateRefund::new().transaction_id("t-1");
    let error = centralpay_at(&server.url()).call(refund).await.expect_err("without an id");
    assert_eq!(error.outcome(), CallOutcome::Happened, "{error}");
}
