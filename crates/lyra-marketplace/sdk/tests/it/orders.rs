//! Orders, refunds and the addresses of webhooks.

use payspec::lyra_marketplace::model::{
    CreateOrder, CreateOrderRequired, CreateRefund, CreateRefundRequired, CreateWebhook, CreateWebhookRequired,
    NewBuyer, NewBuyerRequired, NewItem, NewItemRequired, NewItemVoucher, NewRefundItem, Order, WebhookEvent,
};
use payspec::lyra_marketplace::{Amount, CallOutcome};
use serde_json::{Value, json};

use super::MARKETPLACE;
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Server};

/// The API, for whoever has login and password.
fn api() -> Server {
    Server::responding(|request| {
        assert_eq!(request.header("authorization"), Some("Basic bG9naW46cGFzc3dvcmQ="));
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/v1/orders/?expand=items") => {
                Reply::json(201, &files::of("lyra-marketplace", "responses", "order"))
            }
            // Without the query, the call succeeds and creates an order without items.
            ("POST", "/v1/orders/") => Reply::json(201, &json!({"uuid": "o-1"})),
            ("POST", "/v1/refunds/") if body["items"][0]["amount"] == 0 => {
                Reply::json(400, &json!({"amount": "The sum of item amounts cannot be zero or negative."}))
            }
            ("POST", "/v1/refunds/") => Reply::json(201, &json!({"uuid": "r-1", "status": "CREATED"})),
            ("DELETE", "/v1/refunds/r-1") => Reply::json(405, &Value::Null),
            ("GET", "/v1/orders/o-1/execute") => Reply::json(503, &Value::Null),
            (_, path) if path.ends_with("/webhooks") && request.method == "POST" => {
                Reply::json(400, &json!({"error": "Url https://shop.example returned a status 404 instead of 200"}))
            }
            (_, path) if path.ends_with("/webhooks") => Reply::json(
                200,
                &json!([{"event_type": "order", "target": null}, {"event_type": "moon", "target": "https://x"}]),
            ),
            _ => Reply::json(404, &json!({"detail": "Not found."})),
        }
    })
}

fn client(server: &Server) -> payspec::lyra_marketplace::Client {
    let builder = payspec::lyra_marketplace::ClientBuilder::at(format!("{}/v1", server.url()));
    builder.credentials("login", "password").build().expect("the older way needs nothing else")
}

fn order(voucher: NewItemVoucher) -> CreateOrder {
    let buyer = NewBuyer::new(NewBuyerRequired {
        kind: "PRIVATE".into(),
        email: "jane@example.com".into(),
        phone_number: "+33612345678".into(),
    });
    let item = NewItem::new(NewItemRequired {
        reference: "item-1".into(),
        description: "Lunch".into(),
        amount: Amount::from_minor(4990),
    })
    .vouchers([voucher]);
    CreateOrder::new(CreateOrderRequired {
        marketplace: MARKETPLACE.into(),
        reference: "order-17".into(),
        buyer,
        currency: "EUR".into(),
    })
    .items([item])
}

fn conecs() -> NewItemVoucher {
    NewItemVoucher::new("CONECS").eligible_amount(Amount::from_minor(1900))
}

#[tokio::test]
async fn an_order_is_made_with_its_items() {
    let api = api();
    let made: Order = client(&api).orders().create(order(conecs())).await.expect("made");
    let items = made.items.expect("it has its items");
    assert_eq!(items[0].amount.map(Amount::minor), Some(4990));
    assert_eq!(api.seen()[0].path, "/v1/orders/?expand=items");
}

#[test]
fn a_conecs_voucher_says_what_it_may_pay() {
    assert!(order(conecs()).validate().is_ok());
    assert!(order(NewItemVoucher::new("CVCONNECT")).validate().is_ok());
    let said = order(NewItemVoucher::new("CONECS")).validate().expect_err("no amount").to_string();
    assert!(said.contains("eligible_amount"), "{said}");
}

#[tokio::test]
async fn wrong_fields_are_reported_by_their_names() {
    let api = api();
    let client = client(&api);
    let item = |minor| NewRefundItem::new("ref-1", Amount::from_minor(minor));
    let refund = |minor| {
        CreateRefund::new(CreateRefundRequired {
            reference: "refund-1".into(),
            currency: "EUR".into(),
            items: vec![item(minor)],
        })
    };
    let error = client.refunds().create(refund(0)).await.expect_err("nothing to refund");
    let wanted = ("amount".to_owned(), "The sum of item amounts cannot be zero or negative.".to_owned());
    assert_eq!((error.is_invalid(), error.field_errors()), (true, &[wanted][..]));

    let refunded = client.refunds().create(refund(500)).await.expect("made");
    let error = client.refunds().cancel(refunded.uuid).await.expect_err("too late");
    assert_eq!((error.status(), error.outcome()), (Some(405), CallOutcome::DidNotHappen));
}

#[tokio::test]
async fn addresses_of_webhooks_are_managed() {
    let api = api();
    let client = client(&api);
    let listed = client.webhooks().list(MARKETPLACE).await.expect("a plain list");
    assert_eq!((listed[0].event_type.as_ref(), listed[0].target.as_deref()), (Some(&WebhookEvent::Order), None));
    assert_eq!(listed[1].event_type.as_ref().map(WebhookEvent::as_str), Some("moon"), "a new type is kept");

    let set = CreateWebhook::new(CreateWebhookRequired {
        marketplace: MARKETPLACE.into(),
        event_type: "order".into(),
        target: "https://shop.example".into(),
    });
    let error = client.webhooks().create(set).await.expect_err("the address does not answer");
    assert_eq!(error.message(), Some("Url https://shop.example returned a status 404 instead of 200"));
    assert!(error.field_errors().is_empty(), "`error` is no field");
    assert_eq!(api.seen().pop().map(|request| request.path), Some(format!("/v1/marketplaces/{MARKETPLACE}/webhooks")));
}

/// It is a GET, and it starts a payment.
#[tokio::test]
async fn what_starts_a_payment_is_not_repeated() {
    let api = api();
    let error = client(&api).orders().execute("o-1").await.expect_err("the API failed");
    assert_eq!((error.attempts(), error.outcome()), (1, CallOutcome::Unknown));
}
