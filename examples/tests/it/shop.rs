//! `axum-shop`: orders, 3-D Secure and webhooks, over real HTTP, with a database that outlives the program.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use payspec::centralpay::Amount;
use payspec::centralpay::webhook::RawBody;
use payspec::centralpay::webhook::testing::fixtures;
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Request, Server};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::run::{Answer, Service, asked, centralpay, field, object, until};

const PAN: &str = "4000001000000067";
const PAYMENT: &str = "1b7f7f1e-6c1c-4f0a-9f0e-3f6f0a6b2c11";

/// CentralPay, as far as a shop sees it.
struct Api {
    server: Server,
    /// The payments that were made, by their ids.
    payments: Arc<Mutex<HashMap<String, Value>>>,
    /// What making a payment and reading it are answered with.
    makes: Arc<AtomicU16>,
    reads: Arc<AtomicU16>,
}

impl Api {
    fn start() -> Self {
        let payments: Arc<Mutex<HashMap<String, Value>>> = Arc::default();
        let (makes, reads) = (Arc::new(AtomicU16::new(200)), Arc::new(AtomicU16::new(200)));
        let (made, making, reading) = (Arc::clone(&payments), Arc::clone(&makes), Arc::clone(&reads));
        let server = Server::responding(move |request| {
            let response = |name| Reply::json(200, &files::one("responses", name));
            match (request.method.as_str(), request.path.as_str()) {
                ("POST", "/cardToken") => Reply::json(200, &object("CARDTOKEN_CREATED")),
                ("POST", "/3ds2/versioning") => response("three-ds-versioning-with-method"),
                ("POST", "/3ds2/authentication") => response("three-ds-authentication-browser-c"),
                ("POST", "/transaction") => {
                    let status = making.load(Ordering::SeqCst);
                    if status == 402 {
                        return Reply::json(402, &object("TRANSACTION_FAILED"));
                    }
                    let payment = payment(request);
                    made.lock().expect("no panic").insert(PAYMENT.to_owned(), payment.clone());
                    Reply::json(status, &payment)
                }
                ("GET", path) if path.starts_with("/3ds2/results/") => response("three-ds-results-y"),
                ("GET", path) => {
                    let payments = made.lock().expect("no panic");
                    let found = path.strip_prefix("/transaction/").and_then(|id| payments.get(id));
                    match (found, reading.load(Ordering::SeqCst)) {
                        (Some(payment), 200) => Reply::json(200, payment),
                        (None, 200) => Reply::json(404, &Value::Null),
                        (_, status) => Reply::json(status, &Value::Null),
                    }
                }
                _ => Reply::json(404, &Value::Null),
            }
        });
        Self { server, payments, makes, reads }
    }

    fn count(&self, route: &str) -> usize {
        asked(&self.server).iter().filter(|asked| *asked == route).count()
    }
}

/// The payment that is asked for.
fn payment(request: &Request) -> Value {
    let mut payment = object("TRANSACTION_SUCCEEDED");
    payment["transactionId"] = PAYMENT.into();
    payment["amount"] = field(request, "amount").and_then(|amount| amount.parse::<i64>().ok()).into();
    payment["currency"] = field(request, "currency").into();
    payment["merchantTransactionId"] = field(request, "merchantTransactionId").into();
    payment
}

/// The shop's database and how the shop is started with it.
struct Shop {
    folder: TempDir,
    env: Vec<(&'static str, String)>,
}

impl Shop {
    fn new(api: &Api) -> Self {
        let mut env = centralpay(&api.server);
        env.push(("CENTRALPAY_ORIGIN", "https://example.centralpay.net".to_owned()));
        env.push(("SHOP_URL", "https://shop.example".to_owned()));
        env.push(("POINT_OF_SALE", "point-of-sale".to_owned()));
        Self { folder: tempfile::tempdir().expect("a folder"), env }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("shop.sqlite")
    }

    fn start(&self) -> Service {
        let file = self.file();
        Service::start(env!("CARGO_BIN_EXE_axum-shop"), &[file.to_str().expect("text"), "127.0.0.1:0"], &self.env)
    }

    /// One number out of the database.
    fn number(&self, select: &str) -> i64 {
        let database = rusqlite::Connection::open(self.file()).expect("a database");
        database.busy_timeout(std::time::Duration::from_secs(10)).expect("a time");
        database.query_row(select, [], |row| row.get(0)).expect("a number")
    }

    fn parcels(&self) -> i64 {
        self.number("select count(*) from parcels")
    }
}

/// Puts an order in; gives its path.
fn order(shop: &Service) -> String {
    let answer = shop.post_form("/orders", &[]);
    assert_eq!(answer.status, 303, "{answer:?}");
    let path = answer.location.expect("where the order is");
    assert!(shop.get(&path).body.contains("49.90 EUR"));
    path
}

/// Gives the card and what the browser says of itself; gives the page of the challenge.
fn challenge(shop: &Service, order: &str) -> Answer {
    let card = [("number", PAN), ("month", "12"), ("year", "2031"), ("cvc", "123")];
    let page = shop.post_form(&format!("{order}/card"), &card);
    assert!(
        page.body.contains(r#"name="threeDSMethodData""#) && page.body.contains(&format!("{order}/browser")),
        "{page:?} {:?}",
        shop.said()
    );
    assert!(!page.body.contains(PAN));
    let facts = json!({ "javaEnabled": false, "language": "fr-FR", "colorDepth": 30, "screenHeight": 1052,
        "screenWidth": 1853, "timezoneOffset": -60 });
    let page = shop.post_json(&format!("{order}/browser"), facts.to_string().as_bytes());
    assert!(page.body.contains(r#"name="creq""#), "{page:?} {:?}", shop.said());
    page
}

/// What the bank's frame posts for a challenge.
fn return_from(shop: &Service, order: &str, page: &Answer, status: &str) -> Answer {
    let (_, rest) = page.body.split_once(r#"name="creq" value=""#).expect("the field");
    let (creq, _) = rest.split_once('"').expect("its end");
    let request: Value = serde_json::from_slice(&STANDARD.decode(creq).expect("base64")).expect("JSON");
    let response = json!({ "messageType": "CRes", "threeDSServerTransID": request["threeDSServerTransID"],
        "acsTransID": request["acsTransID"], "challengeCompletionInd": "Y", "messageVersion": "2.1.0",
        "transStatus": status });
    shop.post_form(&format!("{order}/3ds"), &[("cres", &URL_SAFE_NO_PAD.encode(response.to_string()))])
}

/// The event of a payment.
fn event(id: &str, payment: &str) -> RawBody {
    let of = |object: &mut payspec::centralpay::model::Transaction| object.transaction_id = payment.into();
    fixtures::transaction_succeeded().event_id(id).object(of).body()
}

fn deliver(shop: &Service, event: &RawBody) -> u16 {
    shop.post_json("/hooks/centralpay", event.as_bytes()).status
}

#[test]
fn a_challenge_survives_a_restart_and_pays_once() {
    let api = Api::start();
    let shop = Shop::new(&api);
    let running = shop.start();
    let order = order(&running);
    let page = challenge(&running, &order);

    drop(running);
    let running = shop.start();
    // The browser repeats itself, and somebody else posts the bank's answer again.
    let answers = thread::scope(|scope| {
        let posts = [(); 3].map(|()| scope.spawn(|| return_from(&running, &order, &page, "Y")));
        posts.map(|post| post.join().expect("an answer"))
    });
    assert_eq!(answers.iter().filter(|answer| answer.body.contains("Your order")).count(), 1, "{answers:?}");
    assert!(running.get(&order).body.contains("paid"));
    assert_eq!((api.count("POST /transaction"), shop.parcels()), (1, 1));
    let results = asked(&api.server).iter().filter(|route| route.starts_with("GET /3ds2/results/")).count();
    assert_eq!(results, 1, "the state was taken out by the first");
    // The event of the payment that is known already changes nothing.
    assert_eq!(deliver(&running, &event("e-1", PAYMENT)), 200);
    until("the event is done", || shop.number("select count(*) from events where done = 1") == 1);
    assert_eq!(shop.parcels(), 1);

    let seen = api.server.seen();
    let paid = seen.iter().find(|request| request.path == "/transaction").expect("a payment");
    assert_eq!(field(paid, "amount").as_deref(), Some("4990"));
    assert_eq!(field(paid, "merchantTransactionId").as_deref(), order.strip_prefix("/orders/"));
    assert!(paid.header("Idempotence-Key").is_some_and(|key| key.starts_with("3ds-")));
    let asked = seen.iter().find(|request| request.path == "/3ds2/authentication").expect("a question");
    assert_eq!(field(asked, "notificationURL"), Some(format!("https://shop.example{order}/3ds")));
    // No card data stays: not in the database and not in the log.
    let stored = std::fs::read(shop.file()).expect("a file");
    assert!(!stored.windows(PAN.len()).any(|bytes| bytes == PAN.as_bytes()));
    assert_eq!(running.said(), Vec::<String>::new());
}

#[test]
fn a_failed_challenge_and_a_declined_card_leave_the_order_open() {
    let api = Api::start();
    let shop = Shop::new(&api);
    let running = shop.start();
    let order = order(&running);
    let page = challenge(&running, &order);
    return_from(&running, &order, &page, "N");
    assert_eq!(api.count("POST /transaction"), 0);
    assert!(running.get(&order).body.contains("49.90 EUR"));

    api.makes.store(402, Ordering::SeqCst);
    let page = challenge(&running, &order);
    return_from(&running, &order, &page, "Y");
    assert_eq!(api.count("POST /transaction"), 1);
    assert!(running.get(&order).body.contains("49.90 EUR"));

    api.makes.store(200, Ordering::SeqCst);
    let page = challenge(&running, &order);
    return_from(&running, &order, &page, "Y");
    assert!(running.get(&order).body.contains("paid"));
    // A paid order takes no card.
    running.post_form(&format!("{order}/card"), &[("number", PAN), ("month", "12"), ("year", "2031"), ("cvc", "123")]);
    assert_eq!((api.count("POST /3ds2/versioning"), shop.parcels()), (3, 1));
}

#[test]
fn a_second_tab_does_not_pay_again() {
    let api = Api::start();
    let shop = Shop::new(&api);
    let running = shop.start();
    let order = order(&running);
    let page = challenge(&running, &order);
    // Meanwhile a payment in another tab has begun, and its answer has not come yet.
    assert_eq!(shop.number("update orders set state = 'paying' returning 1"), 1);
    return_from(&running, &order, &page, "Y");
    assert_eq!((api.count("POST /transaction"), shop.parcels()), (0, 0));
}

/// The card was charged, and the answer was lost.
fn charged_without_an_answer(api: &Api, shop: &Service) -> String {
    api.makes.store(502, Ordering::SeqCst);
    let order = order(shop);
    let page = challenge(shop, &order);
    return_from(shop, &order, &page, "Y");
    assert!(shop.get(&order).body.contains("paying"));
    order
}

#[test]
fn three_deliveries_at_once_take_effect_once() {
    let api = Api::start();
    let shop = Shop::new(&api);
    let running = shop.start();
    let order = charged_without_an_answer(&api, &running);
    assert_eq!(shop.parcels(), 0);
    let twin = event("e-1", PAYMENT);
    thread::scope(|scope| {
        let posts = [(); 3].map(|()| scope.spawn(|| deliver(&running, &twin)));
        assert_eq!(posts.map(|post| post.join().expect("an answer")), [200; 3]);
    });
    until("the order is paid", || running.get(&order).body.contains("paid"));
    // Another event of the same payment, and the first once more.
    assert_eq!((deliver(&running, &event("e-2", PAYMENT)), deliver(&running, &twin)), (200, 200));
    until("both are done", || shop.number("select count(*) from events where done = 1") == 2);
    assert_eq!((shop.parcels(), api.count(&format!("GET /transaction/{PAYMENT}"))), (1, 2));
}

#[test]
fn forged_deliveries_have_no_effect() {
    let api = Api::start();
    let shop = Shop::new(&api);
    let running = shop.start();
    let order = charged_without_an_answer(&api, &running);
    let id = order.strip_prefix("/orders/").expect("an id");

    // A payment that does not exist: forgotten, and asked about again if it comes again.
    assert_eq!(deliver(&running, &event("e-1", "no-such-payment")), 200);
    until("it was asked about", || api.count("GET /transaction/no-such-payment") == 1);
    until("it is forgotten", || shop.number("select count(*) from events") == 0);
    // Payments that exist, of less, of another currency, and of another shop.
    let real = api.payments.lock().expect("no panic")[PAYMENT].clone();
    for (payment, member, value) in [
        ("less", "amount", json!(1)),
        ("dollars", "currency", json!("USD")),
        ("other", "merchantTransactionId", json!("order-of-another-shop")),
        ("failed", "transactionStatus", json!("FAILURE")),
    ] {
        let mut made = real.clone();
        made["transactionId"] = payment.into();
        made[member] = value;
        api.payments.lock().expect("no panic").insert(payment.to_owned(), made);
        // The delivery itself says that all is as it should be.
        let told = fixtures::transaction_succeeded().event_id(payment).object(|object| {
            object.transaction_id = payment.into();
            object.amount = Some(Amount::from_minor(4990));
            object.merchant_transaction_id = Some(id.to_owned());
        });
        assert_eq!(deliver(&running, &told.body()), 200);
        let select = format!("select count(*) from events where id = '{payment}' and done = 1");
        until("it was read again", || shop.number(&select) == 1);
    }
    assert_eq!(running.post_json("/hooks/centralpay", b"no delivery").status, 400);
    assert_eq!(running.post_json("/hooks/centralpay", b"").status, 200);
    assert_eq!(running.get("/hooks/centralpay").status, 200);
    assert!(running.get(&order).body.contains("paying"));
    assert_eq!(shop.parcels(), 0);
}

#[test]
fn an_event_that_cannot_be_read_again_waits_for_the_restart() {
    let api = Api::start();
    let shop = Shop::new(&api);
    let running = shop.start();
    let order = charged_without_an_answer(&api, &running);
    api.reads.store(500, Ordering::SeqCst);
    // Kept, so acknowledged.
    assert_eq!(deliver(&running, &event("e-1", PAYMENT)), 200);
    until("it was asked about", || api.count(&format!("GET /transaction/{PAYMENT}")) > 0);
    drop(running);
    assert_eq!(shop.number("select count(*) from events where done = 0"), 1);

    api.reads.store(200, Ordering::SeqCst);
    let running = shop.start();
    until("the order is paid", || running.get(&order).body.contains("paid"));
    assert_eq!(shop.parcels(), 1);
}
