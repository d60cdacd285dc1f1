//! A part of Rapyd's API, as a shop uses it: the server verifies that each request is signed over all that it is,
//! answers in an envelope, and writes money as decimal numbers. What is known of the API is from memory.

use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use payspec_core::{Amount, DateTime};
use payspec_http::testing::VirtualClock;
use payspec_http::{CallOutcome, ErrorKind};
use payspec_test_support::delivery::{Shop, deliver};
use payspec_test_support::server::{Reply, Request, Server};
use payspec_test_support::signing::base64_of_hex;
use rapyd_client::model::{
    CreateCheckout, CreateCheckoutRequired, CreateCustomer, CreatePayment, CreatePayout, CreatePayoutRequired,
    CreateRefund, Currency, ListPayment, MethodToPayWith, PaymentStatus, UpdateCustomer,
};
use rapyd_client::{Client, ClientBuilder, Map};
use rapyd_webhook::{Event, decode};
use serde_json::{Value, json};

const ACCESS: &str = "rak_1";
const SECRET: &str = "rsk_2";
/// Sun, 29 Nov 2026 10:00:00 GMT
const NOW: u64 = 1_795_946_400;

fn client(server: &Server) -> Client {
    let clock = Arc::new(VirtualClock::at(UNIX_EPOCH + Duration::from_secs(NOW)));
    let builder = ClientBuilder::at(format!("{}/v1", server.url())).keys(ACCESS, SECRET);
    builder.configure(|http| http.clock(clock)).build().expect("complete settings")
}

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

/// Whether a request is signed as Rapyd wants it, and with no salt that came before.
fn is_signed(request: &Request, salts: &Mutex<Vec<String>>) -> bool {
    let header = |name: &str| request.header(name).unwrap_or_default();
    let (salt, time) = (header("salt"), header("timestamp"));
    let content = format!(
        "{}{}{salt}{time}{ACCESS}{SECRET}{}",
        request.method.to_lowercase(),
        request.path,
        String::from_utf8_lossy(&request.body)
    );
    let mut salts = salts.lock().expect("no handler panics");
    let is_new = !salt.is_empty() && !salts.iter().any(|known| known == salt);
    salts.push(salt.to_owned());
    let is_near = time.parse::<u64>().is_ok_and(|time| time.abs_diff(NOW) < 60);
    let signature = base64_of_hex(SECRET, content.as_bytes());
    is_new && is_near && header("access_key") == ACCESS && header("signature") == signature
}

fn status(code: &str, message: &str) -> Value {
    json!({ "error_code": code, "status": if code.is_empty() { "SUCCESS" } else { "ERROR" }, "message": message,
        "response_code": code, "operation_id": "op-1" })
}

fn answer(data: &Value) -> Reply {
    Reply::json(200, &json!({ "status": status("", ""), "data": data }))
}

/// The books of a server: objects by the path at which they are read.
type Books = Mutex<Vec<(String, Value)>>;

fn rapyd(request: &Request, salts: &Mutex<Vec<String>>, books: &Books) -> Reply {
    if !is_signed(request, salts) {
        let error = json!({ "status": status("UNAUTHENTICATED_API_CALL", "The signature is wrong.") });
        return Reply::json(401, &error);
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let steps: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
    let mut books = books.lock().expect("no handler panics");
    match (request.method.as_str(), &steps[..]) {
        ("POST", [kind]) => {
            let id = format!("{kind}_{}", books.len() + 1);
            let mut object = body.clone();
            let members = object.as_object_mut().expect("an object is sent");
            members.insert("id".into(), id.clone().into());
            members.insert("created_at".into(), NOW.into());
            if *kind == "payments" {
                let currency = members.remove("currency").expect("it is sent");
                members.insert("currency_code".into(), currency);
                members.insert("original_amount".into(), body["amount"].clone());
                members.insert("status".into(), "CLO".into());
                members.remove("payment_method");
            }
            if *kind == "payouts" {
                members.insert("amount".into(), body["payout_amount"].clone());
                members.insert("fx_rate".into(), json!(1.082_345));
            }
            books.push((format!("{kind}/{id}"), object.clone()));
            answer(&object)
        }
        ("GET", [kind]) => {
            let after = query.split('&').find_map(|pair| pair.strip_prefix("starting_after="));
            let prefix = format!("{kind}/");
            let of_kind: Vec<&(String, Value)> = books.iter().filter(|(path, _)| path.starts_with(&prefix)).collect();
            let start = after.map_or(0, |after| {
                of_kind.iter().position(|(path, _)| path.ends_with(after)).map_or(of_kind.len(), |at| at + 1)
            });
            let page: Vec<Value> = of_kind.iter().skip(start).take(2).map(|(_, object)| object.clone()).collect();
            answer(&Value::from(page))
        }
        ("GET", [_, _]) => match books.iter().find(|(known, _)| path.ends_with(known.as_str())) {
            Some((_, object)) => answer(object),
            None => Reply::json(404, &json!({ "status": status("NOT_FOUND", "Nothing there.") })),
        },
        ("POST", [_, _]) => {
            let found = books.iter_mut().find(|(known, _)| path.ends_with(known.as_str()));
            let (_, object) = found.expect("it was made");
            for (name, value) in body.as_object().into_iter().flatten() {
                object[name] = value.clone();
            }
            answer(object)
        }
        ("DELETE", [_, id]) => answer(&json!({ "id": id, "deleted": true })),
        _ => Reply::json(400, &json!({ "status": status("ERROR_UNKNOWN", "What is that?") })),
    }
}

fn server() -> Server {
    let (salts, books) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    Server::responding(move |request| rapyd(request, &salts, &books)).without_request_ids()
}

fn sent(server: &Server, at: usize) -> Value {
    serde_json::from_slice(&server.seen()[at].body).expect("JSON was sent")
}

#[tokio::test]
async fn a_shop_pays_reads_and_refunds() {
    let server = server();
    let client = client(&server);
    let customer = client.customers().create(CreateCustomer::new("Ada & Co")).await.expect("made");
    let method =
        MethodToPayWith::new("is_visa_card").fields(Map::from_iter([("number", "4111111111111111"), ("cvv", "123")]));
    let payment = CreatePayment::new(amount(10_050), Currency::USD)
        .payment_method(method)
        .customer(customer.id.clone())
        .expiration("2026-11-30T10:00:00Z");
    let paid = client.payments().create(payment).await.expect("paid");
    let body = sent(&server, 1);
    assert_eq!(
        (&body["amount"], &body["currency"], &body["expiration"]),
        (&json!(100.5), &json!("USD"), &json!(NOW + 86_400))
    );
    assert!(server.seen()[1].header("idempotency").is_some());
    assert_eq!((paid.amount, paid.original_amount), (Some(amount(10_050)), Some(amount(10_050))));
    assert_eq!((&paid.status, &paid.currency_code), (&Some(PaymentStatus::Clo), &Some(Currency::USD)));
    assert_eq!(paid.created_at.as_ref().map(DateTime::as_str), Some("2026-11-29T10:00:00Z"));

    let read = client.payments().get(paid.id.clone()).await.expect("read");
    assert_eq!(read, paid, "the signature of a request without a body is right");
    let refund = CreateRefund::new(paid.id.clone()).amount(amount(50)).currency(Currency::USD).reason("Too much");
    let refund = client.refunds().create(refund).await.expect("given back");
    assert_eq!((refund.amount, refund.payment.as_ref()), (Some(amount(50)), Some(&paid.id)));
    assert_eq!(sent(&server, 3)["amount"], json!(0.5));
    let changed =
        client.customers().update(UpdateCustomer::new(customer.id.clone()).name("Zoë")).await.expect("changed");
    assert_eq!(changed.name.as_deref(), Some("Zoë"));
    let gone = client.customers().delete(customer.id.clone()).await.expect("gone");
    assert_eq!(gone.deleted, Some(true));
}

#[tokio::test]
async fn currencies_have_their_own_decimals() {
    let server = server();
    let client = client(&server);
    let page = CreateCheckout::new(CreateCheckoutRequired {
        amount: amount(1_500),
        currency: Currency::JPY,
        country: "JP".into(),
    });
    client.checkouts().create(page).await.expect("made");
    let payout = CreatePayout::new(CreatePayoutRequired {
        ewallet: "ewallet_1".into(),
        payout_amount: amount(1_234_567),
        payout_currency: Currency::KWD,
        sender_currency: Currency::ISK,
        payout_method_type: "kw_bank".into(),
    });
    let payout = client.payouts().create(payout).await.expect("sent");
    assert_eq!((&sent(&server, 0)["amount"], &sent(&server, 1)["payout_amount"]), (&json!(1500), &json!(1234.567)));
    assert_eq!(payout.amount, Some(amount(1_234_567)));
    assert_eq!(payout.fx_rate.as_ref().map(ToString::to_string).as_deref(), Some("1.082345"));
    // An amount without a currency is not written.
    let error = client.refunds().create(CreateRefund::new("payment_1").amount(amount(5))).await.expect_err("of what?");
    assert_eq!((error.outcome(), server.seen().len()), (CallOutcome::DidNotHappen, 2));
}

#[tokio::test]
async fn pages_go_on_after_the_last_id() {
    let server = server();
    let client = client(&server);
    for cents in 1..=5 {
        client.payments().create(CreatePayment::new(amount(cents), Currency::EUR)).await.expect("paid");
    }
    let mut pages = client.payments().list(ListPayment::new().created_after("2026-01-01T00:00:00Z")).pages(10).items();
    let mut amounts = Vec::new();
    while let Some(payment) = pages.next().await {
        amounts.push(payment.expect("a payment").amount.map(Amount::minor));
    }
    assert_eq!(amounts, (1..=5).map(Some).collect::<Vec<_>>());
    let paths: Vec<String> = server.seen()[5..].iter().map(|request| request.path.clone()).collect();
    assert_eq!(paths[0], "/v1/payments?created_after=1767225600");
    assert_eq!(paths[1], "/v1/payments?created_after=1767225600&starting_after=payments_2");
}

#[tokio::test]
async fn errors_are_next_to_the_data() {
    let server = server();
    let error = client(&server).payments().get("payment_9").await.expect_err("not there");
    assert_eq!(
        (error.kind(), error.code(), error.request_id()),
        (ErrorKind::NotFound, Some("NOT_FOUND"), Some("op-1"))
    );
    assert_eq!(error.message(), Some("Nothing there."));
    let wrong = ClientBuilder::at(format!("{}/v1", server.url())).keys(ACCESS, "rsk_3").build().expect("settings");
    let error = wrong.payments().get("payment_9").await.expect_err("signed by another");
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    let shown = format!("{error} {error:?} {wrong:?}");
    assert!(!shown.contains("rsk_") && !shown.contains("rak_"), "{shown}");
}

/// Deliveries are not verified here, so their object is refetched.
#[tokio::test]
async fn an_event_is_read_again() {
    let server = server();
    let client = client(&server);
    let paid = client.payments().create(CreatePayment::new(amount(700), Currency::EUR)).await.expect("paid");
    let claimed = json!({
        "id": "wh_1", "type": "PAYMENT_COMPLETED", "created_at": NOW, "trigger_operation_id": "op-1", "status": "NEW",
        "data": { "id": paid.id, "amount": 70.000, "currency_code": "EUR", "status": "CLO" },
    });
    let shop = Shop::start(|request| Some(decode(request.body.clone())));
    assert_eq!(deliver(&shop.server, &[("signature", "bm9uZQ==")], claimed.to_string().as_bytes()), 200);
    let Some(Event::PaymentCompleted(event)) = shop.events().pop() else { panic!("a payment") };
    assert_eq!((event.event_id.as_deref(), event.object.amount), (Some("wh_1"), Some(amount(7000))));
    assert_eq!(event.creation_date.as_ref().map(DateTime::as_str), Some("2026-11-29T10:00:00Z"));
    let call = event.refetch().expect("it names its payment");
    assert_eq!(client.call(call).await.expect("read").amount, Some(amount(700)), "what is true");
}
