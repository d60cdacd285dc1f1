//! `axum-shop`: orders, 3-D Secure and webhooks, over real HTTP, with a database that outlives the program.

use std::path::PathBuf;
use std::thread;

use payspec::centralpay::model::{
    AuthenticateThreeDs, CheckThreeDsVersion, CreateTransaction, Currency, GetThreeDsResult, GetTransaction,
};
use payspec::centralpay::webhook::RawBody;
use payspec::centralpay::webhook::testing::fixtures;
use payspec::centralpay::{Amount, Operation as _};
use payspec_test_support::browser::{Answer, between, enter_code};
use serde_json::json;
use tempfile::TempDir;

use crate::api::{Api, CARD, CHALLENGED, EMPTY};
use crate::run::{Service, until};

/// Codes that the vendor's test bank takes: of a cardholder, and of somebody else.
const RIGHT: &str = "1234";
const WRONG: &str = "1111";

impl Api {
    /// The payment that was made last, and the body of its event.
    fn paid(&self) -> (String, RawBody) {
        let events = self.world.webhooks().events();
        let paid = events.iter().rfind(|event| event.name == "TRANSACTION_SUCCEEDED").expect("a payment");
        (paid.about.clone(), RawBody::from(paid.body.clone()))
    }
}

/// The shop's database and how the shop is started with it.
struct Shop {
    folder: TempDir,
    env: Vec<(&'static str, String)>,
}

impl Shop {
    fn new(api: &Api) -> Self {
        let mut env = api.env();
        env.push(("SHOP_URL", "https://shop.example".to_owned()));
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
    let card = [("number", CHALLENGED), ("month", "12"), ("year", "2031"), ("cvc", "123")];
    let page = shop.post_form(&format!("{order}/card"), &card);
    assert!(
        page.body.contains(r#"name="threeDSMethodData""#) && page.body.contains(&format!("{order}/browser")),
        "{page:?} {:?}",
        shop.said()
    );
    assert!(!page.body.contains(CHALLENGED));
    let facts = json!({ "javaEnabled": false, "language": "fr-FR", "colorDepth": 30, "screenHeight": 1052,
        "screenWidth": 1853, "timezoneOffset": -60 });
    let page = shop.post_json(&format!("{order}/browser"), facts.to_string().as_bytes());
    assert!(page.body.contains(r#"name="creq""#), "{page:?} {:?}", shop.said());
    page
}

/// Enters a code in the bank's frame. Gives what the bank has the browser post to the shop.
fn bank(order: &str, page: &Answer, code: &str) -> String {
    let [form, creq] = ["action=\"", "name=\"creq\" value=\""].map(|start| between(&page.body, start, "\""));
    let (url, response) = enter_code(form, creq, code);
    assert_eq!(url, format!("https://shop.example{order}/3ds"));
    response
}

/// Enters a code, and returns to the shop.
fn return_from(shop: &Service, order: &str, page: &Answer, code: &str) -> Answer {
    shop.post_form(&format!("{order}/3ds"), &[("cres", &bank(order, page, code))])
}

/// An event of a payment that is not the sandbox's.
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
    api.world.webhooks().post_to(running.url("/hooks/centralpay")).expect("a URL");
    // The browser repeats itself, and somebody else posts the bank's answer again.
    let response = bank(&order, &page, RIGHT);
    let answers = thread::scope(|scope| {
        let post = || running.post_form(&format!("{order}/3ds"), &[("cres", &response)]);
        let posts = [(); 3].map(|()| scope.spawn(post));
        posts.map(|post| post.join().expect("an answer"))
    });
    assert_eq!(answers.iter().filter(|answer| answer.body.contains("Your order")).count(), 1, "{answers:?}");
    assert!(running.get(&order).body.contains("paid"));
    // The event of the payment, which is known already or will be, changes nothing.
    until("the event is done", || shop.number("select count(*) from events where done = 1") == 1);
    assert_eq!((api.asked(CreateTransaction::SPEC), shop.parcels()), (vec![false], 1));
    assert_eq!(api.count(GetThreeDsResult::SPEC), 1, "the state was taken out by the first");
    assert_eq!((api.count(CheckThreeDsVersion::SPEC), api.count(AuthenticateThreeDs::SPEC)), (1, 1));

    let payment = api.payment(&api.paid().0);
    assert_eq!((payment.amount, payment.three_d_secure), (Some(Amount::from_minor(4990)), Some(true)));
    assert_eq!(payment.merchant_transaction_id.as_deref(), order.strip_prefix("/orders/"));
    // No card data stays: not in the database and not in the log.
    let stored = std::fs::read(shop.file()).expect("a file");
    assert!(!stored.windows(CHALLENGED.len()).any(|bytes| bytes == CHALLENGED.as_bytes()));
    assert_eq!(running.said(), Vec::<String>::new());
}

#[test]
fn a_failed_challenge_and_a_declined_card_leave_the_order_open() {
    let api = Api::start();
    let shop = Shop::new(&api);
    let running = shop.start();
    let order = order(&running);
    let page = challenge(&running, &order);
    return_from(&running, &order, &page, WRONG);
    assert_eq!(api.count(CreateTransaction::SPEC), 0);
    assert!(running.get(&order).body.contains("49.90 EUR"));

    api.world.faults().nth(1).post("/transaction").decline("51").expect("a code of the table");
    let page = challenge(&running, &order);
    return_from(&running, &order, &page, RIGHT);
    assert_eq!(api.count(CreateTransaction::SPEC), 1);
    assert!(running.get(&order).body.contains("49.90 EUR"));

    let page = challenge(&running, &order);
    return_from(&running, &order, &page, RIGHT);
    assert!(running.get(&order).body.contains("paid"));
    // A paid order takes no card.
    let card = [("number", CHALLENGED), ("month", "12"), ("year", "2031"), ("cvc", "123")];
    running.post_form(&format!("{order}/card"), &card);
    assert_eq!((api.count(CheckThreeDsVersion::SPEC), shop.parcels()), (3, 1));
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
    return_from(&running, &order, &page, RIGHT);
    assert_eq!((api.count(CreateTransaction::SPEC), shop.parcels()), (0, 0));
}

/// The card was charged, and the answer was lost: also that to each repetition, which has the same key.
fn charged_without_an_answer(api: &Api, shop: &Service) -> String {
    let lost = api.world.faults().post("/transaction").status_after_commit(502).expect("an operation");
    let order = order(shop);
    let page = challenge(shop, &order);
    return_from(shop, &order, &page, RIGHT);
    assert!(shop.get(&order).body.contains("paying"));
    let asked = api.asked(CreateTransaction::SPEC);
    assert!(asked.len() > 1 && !asked[0] && asked[1..].iter().all(|repeated| *repeated), "{asked:?}");
    assert!(api.world.faults().remove(lost));
    order
}

#[test]
fn three_deliveries_at_once_take_effect_once() {
    let api = Api::start();
    let shop = Shop::new(&api);
    let running = shop.start();
    let order = charged_without_an_answer(&api, &running);
    assert_eq!(shop.parcels(), 0);
    let (payment, twin) = api.paid();
    thread::scope(|scope| {
        let posts = [(); 3].map(|()| scope.spawn(|| deliver(&running, &twin)));
        assert_eq!(posts.map(|post| post.join().expect("an answer")), [200; 3]);
    });
    until("the order is paid", || running.get(&order).body.contains("paid"));
    // Another event of the same payment, and the first once more.
    assert_eq!((deliver(&running, &event("e-2", &payment)), deliver(&running, &twin)), (200, 200));
    until("both are done", || shop.number("select count(*) from events where done = 1") == 2);
    assert_eq!((shop.parcels(), api.count(GetTransaction::SPEC)), (1, 2));
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
    until("it was asked about", || api.count(GetTransaction::SPEC) == 1);
    until("it is forgotten", || shop.number("select count(*) from events") == 0);
    // Payments that exist, of less, of another currency, of another shop, and one that was refused.
    for (name, number, money, reference) in [
        ("less", CARD, (1, Currency::EUR), id),
        ("dollars", CARD, (4990, Currency::USD), id),
        ("other", CARD, (4990, Currency::EUR), "order-of-another-shop"),
        ("failed", EMPTY, (4990, Currency::EUR), id),
    ] {
        let payment = match api.pay(number, money, reference) {
            Ok(payment) => payment,
            Err(error) if name == "failed" => error.response().expect("the refused payment"),
            Err(error) => panic!("{name}: {error}"),
        };
        // The delivery itself says that all is as it should be.
        let told = fixtures::transaction_succeeded().event_id(name).object(|object| {
            object.transaction_id = payment.transaction_id;
            object.amount = Some(Amount::from_minor(4990));
            object.merchant_transaction_id = Some(id.to_owned());
        });
        assert_eq!(deliver(&running, &told.body()), 200);
        let select = format!("select count(*) from events where id = '{name}' and done = 1");
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
    let down = api.world.faults().on(GetTransaction::SPEC).status(500).expect("an operation");
    // Kept, so acknowledged.
    assert_eq!(deliver(&running, &api.paid().1), 200);
    until("it was asked about", || api.count(GetTransaction::SPEC) > 0);
    drop(running);
    assert_eq!(shop.number("select count(*) from events where done = 0"), 1);

    assert!(api.world.faults().remove(down));
    let running = shop.start();
    until("the order is paid", || running.get(&order).body.contains("paid"));
    assert_eq!(shop.parcels(), 1);
}
