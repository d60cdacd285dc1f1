//! A payment from end to end: a session for CPay and for Cetelem, the payment, its webhook, capture and refund.

use std::sync::Mutex;

use payspec::primer::model::{
    CapturePayment, CreateClientSession, CreatePayment, GetPayment, ListPayments, PaymentStatus, RefundPayment,
};
use payspec::primer::webhook::{Event, Verifier};
use payspec::primer::{Amount, CallOutcome};
use serde_json::{Value, json};

use super::{cetelem, client, cpay};
use payspec_test_support::delivery::{Shop, deliver, headers};
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Server};
use payspec_test_support::signing::base64_of;

/// Primer as the facts tell it, with one payment.
fn api() -> Server {
    let payment = Mutex::new(files::of("primer", "responses", "payment"));
    Server::responding(move |request| {
        if request.header("x-api-key") != Some("an-api-key") || request.header("x-api-version") != Some("2.4") {
            return Reply::json(401, &json!({"error": {"errorId": "Unauthorized", "description": "No."}}));
        }
        let mut payment = payment.lock().expect("no handler panics");
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match (request.method.as_str(), path) {
            ("POST", "/client-session") => {
                let mut session = files::of("primer", "responses", "session");
                session["metadata"] = body["metadata"].clone();
                Reply::json(200, &session)
            }
            ("POST", "/payments") | ("GET", "/payments/pay12345") => Reply::json(200, &payment),
            ("GET", "/payments") => {
                let mut page = files::of("primer", "responses", "payments");
                if query.contains("cursor=c-2") {
                    page["data"] = json!([]);
                    page["nextCursor"] = Value::Null;
                }
                Reply::json(200, &page)
            }
            ("POST", "/payments/pay12345/capture") => {
                payment["status"] = json!("SETTLED");
                payment["processor"]["amountCaptured"] = payment["amount"].clone();
                Reply::json(200, &payment)
            }
            ("POST", "/payments/pay12345/refund") => {
                payment["processor"]["amountRefunded"] = body["amount"].clone();
                Reply::json(200, &payment)
            }
            _ => Reply::json(404, &json!({"error": {"errorId": "NotFound", "description": "No."}})),
        }
    })
}

#[tokio::test]
async fn from_the_session_to_the_refund() {
    let api = api();
    let client = client(&api);

    // A session that lacks what Cetelem needs is not even sent.
    let sessions = client.client_sessions();
    let error = sessions.create(cpay()).profile(CreateClientSession::MONEXT_CETELEM).await.expect_err("incomplete");
    assert!(error.is_rejected_locally() && error.outcome() == CallOutcome::DidNotHappen);
    assert_eq!(error.violations().map(|found| found.iter().count()), Some(16), "{error}");
    assert!(api.seen().is_empty());

    for (session, profile) in
        [(cpay(), CreateClientSession::MONEXT_CPAY), (cetelem(), CreateClientSession::MONEXT_CETELEM)]
    {
        let session = sessions.create(session).profile(profile).await.expect("a session");
        assert_eq!(session.client_token.as_str(), "session-token");
    }

    let payment = client.payments().create(CreatePayment::new("pm-token")).send().await.expect("a payment");
    assert!(payment.idempotency_key.is_some());
    let payment = payment.value;
    assert_eq!(payment.status, Some(PaymentStatus::Authorized));

    let verifier = Verifier::new("signing-secret")
        .configure(|http| http.tolerance(std::time::Duration::from_secs(u64::from(u32::MAX))));
    let shop = Shop::start(move |request| verifier.verify(headers(request), request.body.clone()).ok());
    let body = files::text_of("primer", "webhooks", "PAYMENT.STATUS.json");
    let forged = base64_of("another secret", body.as_bytes());
    assert_eq!(deliver(&shop.server, &[("x-signature-primary", &forged)], body.as_bytes()), 401);
    let signature = base64_of("signing-secret", body.as_bytes());
    assert_eq!(deliver(&shop.server, &[("x-signature-primary", &signature)], body.as_bytes()), 200);
    let Some(Event::PaymentStatusChanged(event)) = shop.events().pop() else { panic!("one came through") };
    let now = client.call(event.refetch().expect("it names the payment")).await.expect("read again");
    assert_eq!((now.id, now.status), (payment.id.clone(), Some(PaymentStatus::Authorized)));

    let captured = client.payments().capture(CapturePayment::new(payment.id.clone())).await.expect("captured");
    assert_eq!(captured.status, Some(PaymentStatus::Settled));
    let refund = RefundPayment::new(payment.id.clone()).amount(Amount::from_minor(500)).reason("Too small");
    let refunded = client.payments().refund(refund).await.expect("refunded");
    let processor = refunded.processor.expect("the processor");
    assert_eq!(processor.amount_refunded.map(Amount::minor), Some(500));

    let read = client.payments().get(GetPayment::new(payment.id).expand(["transactions.events"])).await.expect("read");
    assert_eq!(read.status, Some(PaymentStatus::Settled));
    assert_eq!(api.seen().pop().expect("a request").path, "/payments/pay12345?expand=transactions.events");
}

#[tokio::test]
async fn payments_are_listed_page_by_page() {
    let api = api();
    let search = ListPayments::new().status(["SETTLED", "FAILED"]).min_amount(Amount::from_minor(100));
    let mut items = client(&api).payments().list(search).pages(10).items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.expect("a payment").id.to_string());
    }
    assert_eq!(found, ["pay12345"]);
    let paths: Vec<String> = api.seen().into_iter().map(|request| request.path).collect();
    let filters = "/payments?status=SETTLED&status=FAILED&min_amount=100";
    assert_eq!(paths, [filters.to_owned(), format!("{filters}&cursor=c-2")]);
}
