//! The receivers of signed webhooks: `actix-webhooks` and `cinetpay-checkout`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use payspec::cinetpay::webhook::testing as cinetpay_testing;
use payspec::primer::webhook::testing as primer_testing;
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Server};
use serde_json::Value;

use crate::run::{Service, asked, until};

const SECRET: &str = "signing-secret";

#[test]
fn actix_takes_what_is_signed_and_fresh() {
    let payment = files::of("primer", "responses", "payment");
    let id = payment["id"].as_str().expect("an id").to_owned();
    let route = format!("GET /payments/{id}");
    let server = Server::start([(route.clone(), (200, payment))]);
    let env = [
        ("PRIMER_BASE_URL", server.url()),
        ("PRIMER_API_KEY", "key-17".to_owned()),
        ("PRIMER_WEBHOOK_SECRET", SECRET.to_owned()),
    ];
    let receiver = Service::start(env!("CARGO_BIN_EXE_actix-webhooks"), &["127.0.0.1:0"], &env);
    let event = |payment: &str| primer_testing::fixtures::payment_status_changed().with("payment.id", payment);
    let deliver = |secret: &str, payment: &str, at: SystemTime| {
        let delivery = primer_testing::sign(secret, event(payment), at).expect("a body that can be signed");
        let headers: Vec<(&str, &str)> = delivery.headers().collect();
        receiver.send("POST", "/hooks/primer", &headers, delivery.body.as_bytes()).status
    };
    let now = SystemTime::now();
    assert_eq!(deliver("another secret", &id, now), 401);
    assert_eq!(deliver(SECRET, &id, now - Duration::from_hours(2)), 401);
    assert_eq!(receiver.post_json("/hooks/primer", event(&id).body().as_bytes()).status, 401);
    assert_eq!(receiver.post_json("/hooks/primer", &vec![b' '; 2 << 20]).status, 413);
    assert_eq!((asked(&server), receiver.said()), (Vec::<String>::new(), Vec::new()));

    thread::scope(|scope| {
        let posts = [(); 3].map(|()| scope.spawn(|| deliver(SECRET, &id, now)));
        assert_eq!(posts.map(|post| post.join().expect("an answer")), [200; 3]);
    });
    assert_eq!(deliver(SECRET, "unknown", now), 200);
    assert_eq!(receiver.get("/hooks/primer").status, 200);
    until("it is said", || !receiver.said().is_empty());
    assert_eq!(receiver.said(), [format!("payment {id}: Some(AUTHORIZED)")], "once");
    assert_eq!(asked(&server), [route.as_str(), &route, &route, "GET /payments/unknown"]);
}

#[test]
fn cinetpay_is_paid_when_the_check_says_so() {
    let (paid, wrong) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (is_paid, is_wrong) = (Arc::clone(&paid), Arc::clone(&wrong));
    let server = Server::responding(move |request| {
        let response = |name| files::of("cinetpay", "responses", name);
        match request.path.as_str() {
            "/payment" => Reply::json(201, &response("initiated")),
            "/payment/check" if is_wrong.load(Ordering::SeqCst) => {
                let mut check = response("check-accepted");
                check["data"]["amount"] = "25".into();
                Reply::json(200, &check)
            }
            "/payment/check" if is_paid.load(Ordering::SeqCst) => Reply::json(200, &response("check-accepted")),
            "/payment/check" => Reply::json(200, &response("check-waiting")),
            _ => Reply::json(404, &Value::Null),
        }
    });
    let env = [
        ("CINETPAY_BASE_URL", server.url()),
        ("CINETPAY_MERCHANT_APIKEY", "apikey".to_owned()),
        ("CINETPAY_MERCHANT_SITE_ID", "445160".to_owned()),
        ("CINETPAY_SECRET_KEY", SECRET.to_owned()),
        ("SHOP_URL", "https://shop.example".to_owned()),
    ];
    let shop = Service::start(env!("CARGO_BIN_EXE_cinetpay-checkout"), &["127.0.0.1:0"], &env);

    let counter = shop.post_form("/orders", &[]);
    assert!(counter.location.is_some_and(|page| page.starts_with("https://checkout.cinetpay.com/")));
    let sent: Value = serde_json::from_slice(&server.seen()[0].body).expect("JSON");
    let id = sent["transaction_id"].as_str().expect("the order").to_owned();
    assert_eq!((&sent["amount"], &sent["notify_url"]), (&2500.into(), &"https://shop.example/hooks/cinetpay".into()));

    let notify = |secret: &str, id: &str| {
        let body = cinetpay_testing::fixtures::payment().with("cpm_trans_id", id);
        let delivery = cinetpay_testing::sign(secret, body, SystemTime::now()).expect("a body that can be signed");
        let mut headers: Vec<(&str, &str)> = delivery.headers().collect();
        headers.push(("content-type", "application/x-www-form-urlencoded"));
        shop.send("POST", "/hooks/cinetpay", &headers, delivery.body.as_bytes()).status
    };
    assert_eq!(notify("another secret", &id), 401);
    assert_eq!(notify(SECRET, "order-of-another-shop"), 200);
    assert_eq!(asked(&server), ["POST /payment"], "nothing is checked that is no order");
    // Nothing is decided; then what is paid is not what was asked for; then it is.
    assert_eq!(notify(SECRET, &id), 200);
    assert_eq!(shop.get(&format!("/orders/{id}")).body, "Open");
    wrong.store(true, Ordering::SeqCst);
    assert_eq!(notify(SECRET, &id), 200);
    assert_eq!(shop.get(&format!("/orders/{id}")).body, "Open");
    wrong.store(false, Ordering::SeqCst);
    paid.store(true, Ordering::SeqCst);
    thread::scope(|scope| {
        let posts = [(); 3].map(|()| scope.spawn(|| notify(SECRET, &id)));
        assert_eq!(posts.map(|post| post.join().expect("an answer")), [200; 3]);
    });
    assert_eq!(shop.get(&format!("/orders/{id}")).body, "Paid");
    let news = format!("{id}: Paid");
    until("it is said", || shop.said().contains(&news));
    assert_eq!(shop.said().iter().filter(|line| **line == news).count(), 1);
}
