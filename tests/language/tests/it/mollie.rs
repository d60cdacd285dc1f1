//! A part of Mollie's API, as a shop uses it: decimal amounts in an object with their currency, lists that stand deeper
//! and go on along a link, and what a payment was made with, which the member next to it tells. What is known of the
//! API is from memory.

use mollie_client::model::{
    CreatePayment, CreatePaymentRequired, Currency, GetPayment, Include, Money, PaymentDetailsVariant, PaymentStatus,
};
use mollie_client::{Amount, Client, ClientBuilder, ErrorKind};
use mollie_webhook::{Event, decode};
use payspec_test_support::delivery::{Shop, deliver};
use payspec_test_support::server::{Reply, Request, Server};
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url()).api_key("test_key").build().expect("complete settings")
}

fn payment(number: usize, method: &str, details: &Value) -> Value {
    json!({ "resource": "payment", "id": format!("tr_{number}"), "status": "paid",
        "amount": { "value": format!("{number}.05"), "currency": "EUR" }, "method": method, "details": details })
}

/// A server with five payments, which gives two at once.
fn mollie(request: &Request) -> Reply {
    if request.header("authorization") != Some("Bearer test_key") {
        return Reply::json(401, &json!({ "status": 401, "title": "Unauthorized", "detail": "No key" }));
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let steps: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (request.method.as_str(), &steps[..]) {
        ("POST", ["payments"]) if body["amount"]["value"] == "0.00" => Reply::json(
            422,
            &json!({ "status": 422, "title": "Unprocessable Entity", "detail": "The amount is too low", "field": "amount" }),
        ),
        ("POST", ["payments"]) => {
            let mut made = body;
            made["id"] = json!("tr_1");
            made["status"] = json!("open");
            Reply::json(201, &made)
        }
        ("GET", ["payments"]) => {
            let from = query.split('&').find_map(|pair| pair.strip_prefix("from=tr_"));
            let first = from.map_or(1, |from| from.parse::<usize>().expect("a number"));
            let last = (first + 1).min(5);
            let page: Vec<Value> =
                (first..=last).map(|number| payment(number, "creditcard", &json!({ "cardNumber": "6787" }))).collect();
            let host = request.header("host").expect("a client names the host");
            let next = json!({ "href": format!("http://{host}/payments?from=tr_{}&limit=2", last + 1) });
            let next = if last < 5 { next } else { Value::Null };
            Reply::json(
                200,
                &json!({ "count": page.len(), "_embedded": { "payments": page }, "_links": { "next": next } }),
            )
        }
        ("GET", ["payments", "tr_7"]) => Reply::json(200, &payment(7, "ideal", &json!({ "consumerBic": "INGBNL2A" }))),
        ("GET", ["payments", "tr_8"]) => Reply::json(200, &payment(8, "carrier-pigeon", &json!({ "wings": 2 }))),
        ("DELETE", ["payments", id]) => Reply::json(200, &json!({ "id": id, "status": "canceled" })),
        _ => Reply::json(404, &json!({ "status": 404, "title": "Not Found", "detail": "No payment" })),
    }
}

fn server() -> Server {
    Server::responding(mollie).without_request_ids()
}

fn new_payment(minor: i64, currency: Currency) -> CreatePayment {
    CreatePayment::new(CreatePaymentRequired {
        amount: Money::new(Amount::from_minor(minor), currency),
        description: "Shoes".into(),
        redirect_url: "https://shop.example/thanks".into(),
    })
}

#[tokio::test]
async fn an_amount_has_the_decimals_of_its_currency() {
    let server = server();
    let client = client(&server);
    let made = client.payments().create(new_payment(1005, Currency::EUR)).await.expect("made");
    assert_eq!((made.id.as_str(), made.status), ("tr_1", Some(PaymentStatus::Open)));
    assert_eq!(made.amount.expect("it comes back").value, Amount::from_minor(1005));
    client.payments().create(new_payment(1005, Currency::JPY)).await.expect("made");
    let sent = |at: usize| serde_json::from_slice::<Value>(&server.seen()[at].body).expect("JSON")["amount"].clone();
    assert_eq!(sent(0), json!({ "value": "10.05", "currency": "EUR" }));
    assert_eq!(sent(1), json!({ "value": "1005", "currency": "JPY" }));
}

#[tokio::test]
async fn links_lead_through_all_payments() {
    let server = server();
    let mut found = client(&server).payments().list().pages(10).page_size(2).items();
    let mut amounts = Vec::new();
    while let Some(payment) = found.next().await {
        amounts.push(payment.expect("a payment").amount.expect("an amount").value.minor());
    }
    assert_eq!(amounts, [105, 205, 305, 405, 505]);
    let paths: Vec<String> = server.seen().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/payments?limit=2", "/payments?from=tr_3&limit=2", "/payments?from=tr_5&limit=2"]);
}

#[tokio::test]
async fn the_method_next_to_them_tells_what_the_details_are() {
    let server = server();
    let client = client(&server);
    let both = [Include::DetailsQrCode, Include::DetailsRemainderDetails];
    let paid = client.payments().get(GetPayment::new("tr_7").include(both)).await.expect("it is there");
    let details = paid.details.expect("it has some").variant;
    let PaymentDetailsVariant::Ideal(account) = details else { panic!("{details:?}") };
    assert_eq!(account.consumer_bic.as_deref(), Some("INGBNL2A"));
    assert_eq!(server.seen()[0].path, "/payments/tr_7?include=details.qrCode,details.remainderDetails");
    let new = client.payments().get(GetPayment::new("tr_8")).await.expect("a new method is no error");
    assert!(!new.details.expect("it has some").variant.is_known());
}

#[tokio::test]
async fn an_error_names_its_field() {
    let server = server();
    let wrong = client(&server).payments().create(new_payment(0, Currency::EUR)).await.expect_err("nothing to pay");
    assert_eq!(wrong.kind(), ErrorKind::Invalid);
    let fields: Vec<_> = wrong.field_errors().iter().map(|(field, message)| format!("{field}: {message}")).collect();
    assert_eq!(fields, ["amount: The amount is too low"]);
}

/// A delivery is a form with an id. Whoever sends it, what counts is what is read.
#[tokio::test]
async fn a_delivery_says_what_to_read() {
    let shop = Shop::start(|request| Some(decode(request.body.clone())));
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    for id in ["id=tr_7", "id=tr_99"] {
        assert_eq!(deliver(&shop.server, &form, id.as_bytes()), 200);
    }
    let server = server();
    let client = client(&server);
    let mut read = Vec::new();
    for event in shop.events() {
        let Event::Payment(event) = event else { panic!("{event:?}") };
        let payment = client.call(event.refetch().expect("it names the payment")).await;
        read.push(payment.map(|payment| payment.status).map_err(|error| error.kind()));
    }
    assert_eq!(read, [Ok(Some(PaymentStatus::Paid)), Err(ErrorKind::NotFound)]);
}
