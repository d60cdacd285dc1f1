//! A part of Checkout.com's API: a payment that is decided at once has another body than one that waits for the
//! customer. What is known of the API is from memory.

use checkout_client::model::{Currency, RefundPayment, RequestPayment, RequestPaymentResponse, Source, SourceToken};
use checkout_client::{Amount, Client, ClientBuilder};
use payspec_test_support::server::{Reply, Request, Server};
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url()).secret_key("sk_test").build().expect("complete settings")
}

/// A server on which payments above 100.00 wait for the customer.
fn checkout(request: &Request) -> Reply {
    if request.header("authorization") != Some("sk_test") {
        return Reply::json(401, &json!({}));
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let steps: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
    match (request.method.as_str(), &steps[..]) {
        ("POST", ["payments"]) if body["amount"].as_i64() > Some(10_000) => {
            let links = json!({ "redirect": { "href": "https://bank.example/3ds" } });
            Reply::json(202, &json!({ "id": "pay_2", "status": "Pending", "_links": links }))
        }
        ("POST", ["payments"]) => Reply::json(
            201,
            &json!({ "id": "pay_1", "status": "Authorized", "approved": true, "amount": body["amount"], "currency": "EUR" }),
        ),
        ("GET", ["payments", id]) => Reply::json(200, &json!({ "id": id, "status": "Captured", "approved": true })),
        ("POST", ["payments", _, "refunds"]) => Reply::json(202, &json!({ "action_id": "act_1" })),
        _ => Reply::json(404, &json!({ "error_type": "not_found" })),
    }
}

fn server() -> Server {
    Server::responding(checkout).without_request_ids()
}

#[tokio::test]
async fn the_status_tells_a_decided_payment_from_one_that_waits() {
    let server = server();
    let client = client(&server);
    let request = |minor| {
        RequestPayment::new(Source::Token(SourceToken::new("tok_1")), Currency::EUR).amount(Amount::from_minor(minor))
    };
    let decided = client.payments().request(request(1_000)).await.expect("decided");
    let RequestPaymentResponse::Payment(payment) = decided else { panic!("{decided:?}") };
    assert_eq!((payment.id.as_str(), payment.approved), ("pay_1", Some(true)));
    let waits = client.payments().request(request(20_000)).await.expect("it waits");
    let RequestPaymentResponse::PendingPayment(pending) = waits else { panic!("{waits:?}") };
    let page = pending.links.and_then(|links| links.redirect?.href);
    assert_eq!((pending.id.as_str(), page.as_deref()), ("pay_2", Some("https://bank.example/3ds")));
    let sent: Value = serde_json::from_slice(&server.seen()[0].body).expect("JSON");
    let source = json!({ "type": "token", "token": "tok_1" });
    assert_eq!(sent, json!({ "source": source, "amount": 1_000, "currency": "EUR" }));
}

#[tokio::test]
async fn a_payment_is_read_and_given_back() {
    let server = server();
    let client = client(&server);
    let payment = client.payments().get("pay_1").await.expect("it is there");
    assert_eq!(payment.status.as_deref(), Some("Captured"));
    let taken_on = client.payments().refund(RefundPayment::new("pay_1")).await.expect("taken on");
    assert_eq!(taken_on.action_id.as_str(), "act_1");
}
